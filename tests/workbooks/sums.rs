//! Sums on sheets to be printed are formulas; their stored results are what they add up to and what other formats print.

use super::opened::{Opened, number, place, workbook};
use crate::simulated::{file, run};
use calamine::{Data, Range};
use mikomi::lang::Lang;
use mikomi::outcome::Outcome;
use mikomi::report::{Detail, Editions, Format, Rounding, Style, render};

/// What a formula of this project gives: `SUM` of a range, or cells joined by `+` or `-`.
fn worked_out(formula: &str, cells: &Range<Data>) -> f64 {
    // Cells without a number count nothing in a sum.
    let value = |at: (u32, u32)| match cells.get_value(at) {
        None | Some(Data::Empty | Data::String(_)) => 0.0,
        Some(cell) => number(cell),
    };
    if let Some(range) = formula.strip_prefix("SUM(").and_then(|rest| rest.strip_suffix(')')) {
        let (first, last) = range.split_once(':').expect("a range");
        let ((top, left), (bottom, right)) = (place(first), place(last));
        return (top..=bottom).flat_map(|row| (left..=right).map(move |column| (row, column))).map(value).sum();
    }
    let mut sum = 0.0;
    for (n, part) in formula.split('+').enumerate() {
        let mut parts = part.split('-');
        sum += value(place(parts.next().expect("a cell")));
        assert!(n == 0 || !part.is_empty());
        sum -= parts.map(|cell| value(place(cell))).sum::<f64>();
    }
    sum
}

pub(super) fn formulas_hold(book: &mut Opened, sheet: &str, exact: bool) -> usize {
    let (cells, formulas) = (book.cells(sheet), book.formulas(sheet));
    for (at, formula) in &formulas {
        let stored = number(cells.get_value(*at).expect("a stored result"));
        let sum = worked_out(formula, &cells);
        let near = (sum - stored).abs() <= 1e-9 * stored.abs().max(1.0);
        assert!(if exact { sum == stored } else { near }, "{sheet} {at:?} {formula}: {sum} {stored}");
    }
    formulas.len()
}

const SHEETS: [&str; 5] = ["総括", "取組項目別", "年度別", "財政計画の版", "財政計画への読替え"];

#[test]
fn formulas_have_the_results_that_they_work_out_to() {
    for path in ["scenarios/revised.toml", "scenarios/plan-time.toml"] {
        let outcome = run(&file(path), 3000);
        let (policies, years) = (outcome.header.policies.len(), outcome.header.plan.len());
        let initiatives: usize = outcome.breakdown.iter().map(|b| b.initiatives.len()).sum();
        for rounding in [Rounding::Each, Rounding::ToAdd] {
            let mut book = workbook(std::slice::from_ref(&outcome), Lang::Ja, rounding);
            let exact = rounding == Rounding::ToAdd;
            let counts = SHEETS.map(|sheet| formulas_hold(&mut book, sheet, exact));
            // The total of three columns.
            assert_eq!(counts[0], 3);
            // A sum across for every initiative; three rows for every policy and the total over the years, the plan
            // period and the comparison, without the targets of policies, which are given.
            let sums = (policies + 1) * (3 * (years + 1) + 1) - policies * years;
            assert!(counts[1] >= initiatives + sums, "{counts:?}");
            // The difference everywhere; three sums over the plan period; three of every year of the total.
            assert_eq!(counts[2], (policies + 1) * (years + 1 + 3) + 3 * years);
            // The total of each edition and of the plan period by editions.
            assert_eq!(counts[3], 3 * (outcome.editions.len() + 1));
            let walks = outcome.editions.len() + outcome.editions.len() - 1;
            assert_eq!(counts[4], 3 * (policies + 1) * walks);
        }
    }
}

/// With rounding to add up, all amounts that add up are whole.
#[test]
fn amounts_that_add_up_are_whole() {
    let outcome = run(&file("scenarios/revised.toml"), 3000);
    let mut book = workbook(&[outcome], Lang::Ja, Rounding::ToAdd);
    let cells = book.cells("取組項目別");
    let numbers: Vec<f64> = cells.rows().flatten().filter(|c| matches!(c, Data::Float(_))).map(number).collect();
    assert!(numbers.len() > 400 && numbers.iter().all(|n| n.fract() == 0.0));
}

/// The words of a line of a table on a terminal, without the frame.
fn printed(outcome: &Outcome, rounding: Rounding) -> Vec<Vec<String>> {
    let style = Style { lang: Lang::Ja, rounding };
    let bytes = render(std::slice::from_ref(outcome), Format::Text(Detail::Whole(Editions::All)), style).expect("text");
    let text = String::from_utf8(bytes.into_bytes()).expect("UTF-8");
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect();
    text.lines().filter(|line| line.contains('|')).map(cells).collect()
}

/// Every row of amounts on the sheets to be printed is, rounded, a row that a terminal prints.
#[test]
fn cells_round_to_what_a_terminal_prints() {
    let outcome = run(&file("scenarios/revised.toml"), 3000);
    for rounding in [Rounding::Each, Rounding::ToAdd] {
        let lines = printed(&outcome, rounding);
        let mut book = workbook(std::slice::from_ref(&outcome), Lang::Ja, rounding);
        for (sheet, names, least) in
            [("総括", 1, 4), ("年度別", 2, 16), ("財政計画の版", 1, 28), ("財政計画への読替え", 2, 132)]
        {
            let cells = book.cells(sheet);
            let mut found = 0;
            for row in cells.rows() {
                let label = row[names - 1].to_string();
                let amounts: Vec<String> = row[names..]
                    .iter()
                    .take(if sheet == "総括" || sheet == "財政計画の版" { 6 } else { 8 })
                    .filter(|c| matches!(c, Data::Float(_)))
                    .map(|c| super::in_table(number(c)))
                    .collect();
                if amounts.len() < 2 || label == "達成確率" {
                    continue;
                }
                let holds = |line: &&Vec<String>| {
                    line.contains(&label) && line.windows(amounts.len()).any(|cells| *cells == amounts[..])
                };
                // P10 and P90 leave out what is certain.
                if label != "P10" && label != "P90" {
                    assert!(lines.iter().find(holds).is_some(), "{sheet} {label} {amounts:?}");
                    found += 1;
                }
            }
            assert!(found >= least, "{sheet}: {found}");
        }
    }
}
