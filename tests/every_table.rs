//! Every table of a run, of a comparison and of a set: each number is shown as what it is, and is the same on a terminal, on a page and
//! on a sheet. What a number must look like is worked out here from the number itself.

use crate::markup::{self, Element};
use crate::program::stdout;
use crate::simulated::file;
use calamine::{Data, Reader as _, Xlsx};
use std::io::Cursor;
use std::path::Path;

/// A cell of a page: what is shown, and the number behind it.
#[derive(Clone, Debug)]
struct Cell {
    shown: String,
    number: Option<f64>,
}

/// A table of a page: what programs call it, and its rows.
struct Table {
    name: String,
    rows: Vec<Vec<Cell>>,
}

/// The tables of a page.
fn tables(page: &str) -> Vec<Table> {
    let cell = |cell: &Element| {
        let number = cell.get("data-value").map(|_| cell.number("data-value"));
        Cell { shown: cell.words().replace('\u{200b}', ""), number }
    };
    let table = |table: &Element| {
        let name = table.get("data-table").expect("a name").to_owned();
        Table { name, rows: table.rows().iter().map(|row| row.children().map(cell).collect()).collect() }
    };
    markup::read(page).named("table").into_iter().map(table).collect()
}

/// A number as it is shown: `▲1,234`, `12.3%`, `1%未満`, `1.2`; the first of two. Nothing of words.
fn read(shown: &str) -> Option<(f64, i32)> {
    let first = shown.split(['±', '～', '–', '/', '*', '→']).next()?.split(" to ").next()?.trim();
    let bare = first.replace(',', "").replace('▲', "-");
    let percent = bare.contains('%');
    let bare = bare.replace("未満", "").replace("超", "").replace(['<', '>', '%'], "");
    let bare = bare.strip_prefix('x').or_else(|| bare.strip_suffix('倍')).unwrap_or(&bare).trim();
    let number: f64 = bare.parse().ok()?;
    let decimals = bare.split_once('.').map_or(0, |(_, decimals)| decimals.len() as i32);
    Some(if percent { (number / 100.0, decimals + 2) } else { (number, decimals) })
}

/// Whether a number can be shown so: half a last place off, or a whole one where amounts are made to add up; shares as points.
fn is_shown(number: f64, shown: &str) -> bool {
    let Some((read, decimals)) = read(shown) else { return false };
    let place = 10_f64.powi(-decimals);
    let bound = shown.contains(['<', '>']) || shown.contains("未満") || shown.contains('超');
    let near = |number: f64| (number - read).abs() <= place * 1.000_001;
    near(number) || near(100.0 * number) || bound && number.abs() <= 1.0
}

/// Every number of a workbook's sheets that are printed.
fn numbers(path: &Path) -> Vec<f64> {
    let mut book = Xlsx::new(Cursor::new(std::fs::read(path).expect("there"))).expect("a workbook");
    let names: Vec<String> = book.sheet_names().into_iter().filter(|name| !name.starts_with("データ_")).collect();
    let mut all = Vec::new();
    for name in names {
        let cells = book.worksheet_range(&name).expect("a sheet");
        all.extend(
            cells.used_cells().filter_map(|(_, _, cell)| if let Data::Float(n) = cell { Some(*n) } else { None }),
        );
    }
    all
}

/// Checks the tables of a report in three formats; `known` are the tables that must be among them, and those that a terminal
/// has no room for.
fn agree(args: &[&str], folder: &Path, (known, beyond): (&[&str], &[&str]), text: &[&[&str]]) {
    let (page, book) = (folder.join("out.html"), folder.join("out.xlsx"));
    for out in [&page, &book] {
        stdout(&[args, &["--out", out.to_str().expect("UTF-8")]].concat());
    }
    let terminal: String =
        text.iter().map(|more| stdout(&[args, &["--format", "text"], more].concat())).collect::<Vec<_>>().concat();
    let squeezed = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = terminal.lines().map(squeezed).collect();
    let printed = numbers(&book);
    let tables = tables(&std::fs::read_to_string(&page).expect("there"));
    for name in known.iter().chain(beyond) {
        assert!(tables.iter().any(|table| table.name == *name), "{name} is not on the page");
    }
    let steps = tables.iter().filter(|table| ["reconciliation", "bridge"].contains(&table.name.as_str()));
    steps.for_each(adds_up_across);
    let mut seen = 0;
    for table in &tables {
        let is_beyond = beyond.contains(&table.name.as_str());
        if !is_beyond && !known.contains(&table.name.as_str()) {
            continue;
        }
        for cell in table.rows.iter().flatten() {
            let Some(number) = cell.number else { continue };
            // What is left of two amounts that were each made to add up may be nearly two units off.
            let is_left =
                args.contains(&"to-add") && read(&cell.shown).is_some_and(|(read, _)| (read - number).abs() < 2.0);
            assert!(is_left || is_shown(number, &cell.shown), "{}: {number} is shown as {}", table.name, cell.shown);
            assert!(
                is_beyond || lines.iter().any(|line| line.contains(&squeezed(&cell.shown))),
                "{}: {} is not on the terminal",
                table.name,
                cell.shown
            );
            let (read, decimals) = read(&cell.shown).expect("a number");
            let near = |other: &f64| {
                (other - read).abs() <= 10_f64.powi(-decimals) || (other - number).abs() <= 1e-9 * number.abs()
            };
            let is_bound = cell.shown.contains(['<', '>', '未', '超']);
            assert!(is_bound || printed.iter().any(near), "{}: {} is on no sheet", table.name, cell.shown);
            seen += 1;
        }
    }
    assert!(seen > 50, "only {seen} numbers were seen");
}

/// The steps of a row add up as they are shown, whichever columns are left out.
fn adds_up_across(table: &Table) {
    let mut seen = 0;
    for row in table.rows.iter().filter(|row| ["目標", "計画値", "平均"].contains(&row[1].shown.as_str())) {
        let amounts: Option<Vec<f64>> = row[2..].iter().map(|cell| Some(read(&cell.shown)?.0)).collect();
        let Some((last, steps)) = amounts.as_deref().and_then(<[f64]>::split_last) else { continue };
        assert!((steps.iter().sum::<f64>() - last).abs() < 1e-6, "{}: {row:?}", table.name);
        seen += 1;
    }
    assert!(seen > 5, "{}: {seen} rows", table.name);
}

/// A scenario in another unit: its amounts stay, so that in millions of yen most have several places less.
fn in_unit(folder: &Path, name: &str, unit: &str) -> String {
    let text = file(&format!("scenarios/{name}.toml"));
    let changed = text.replacen("unit = \"thousand_yen\"", &format!("unit = \"{unit}\""), 1);
    let changed = changed.replacen("unit = \"千円\"", &format!("unit = \"{unit}\""), 1);
    assert_ne!(changed, text.replacen(unit, "", 1), "{name} has no unit");
    let path = folder.join(format!("{name}.toml"));
    std::fs::write(&path, changed).expect("written");
    path.display().to_string()
}

#[test]
fn tables_of_a_run_are_the_same_in_every_format() {
    for unit in ["円", "千円", "百万円"] {
        for rounding in ["each", "to-add"] {
            let folder = tempfile::tempdir().expect("a folder");
            let at = folder.path();
            let revised = in_unit(at, "revised", unit);
            let args = ["run", &revised, "--trials", "2000", "--lang", "ja", "--rounding", rounding];
            let known = ["main", "by-year", "editions", "reconciliation", "bridge"];
            agree(&args, at, (&known, &[]), &[&["--edition", "all"]]);
        }
    }
}

/// A plan of so many policies, in turn: with a saving, with nothing, with a cost alone, with a saving that falls back.
fn of_policies(folder: &Path, policies: usize, unit: &str) -> String {
    use std::fmt::Write as _;
    let mut text = format!(
        "format = 1\ntitle = \"多くの方針\"\nunit = \"{unit}\"\n\
         plan = {{ first = \"R4\", last = \"R9\", basis = \"recurring\", as_of = \"R6\" }}\n\
         editions = {{ horizon = 5, first_base = \"R4\", last_base = \"R6\", beyond_plan = \"hold\" }}\n"
    );
    for i in 0..policies {
        let amount = 1_234.5 + 977.25 * i as f64;
        let (target, actual) = match i % 4 {
            1 => (0.0, 0.0),
            2 => (-amount, -amount / 3.0),
            _ => (amount, amount / 2.0),
        };
        let years = |from: i32, to: i32, of: f64| {
            (from..=to).map(|year| format!("R{year} = {of:.3}")).collect::<Vec<_>>().join(", ")
        };
        let _ = writeln!(
            text,
            "[[policy]]\nid = \"p{i:02}\"\nname = \"方針{i}\"\ntargets = {{ {} }}\nactuals = {{ {} }}",
            years(4, 9, target),
            years(4, 5, actual)
        );
        let stream = match i % 4 {
            1 => continue,
            2 => format!("kind = \"cost\", amounts = {{ {} }}", years(6, 9, amount / 2.0)),
            3 => {
                format!("kind = \"saving\", amounts = {{ R6 = {amount:.3}, R7 = {:.3}, R8 = 0, R9 = 0 }}", amount / 2.0)
            }
            _ => format!("kind = \"saving\", amounts = {{ {} }}", years(6, 9, amount * 1.1)),
        };
        let _ = writeln!(
            text,
            "[[initiative]]\nid = \"i{i:02}\"\nname = \"取組{i}\"\npolicy = \"p{i:02}\"\n\
             stream = [{{ id = \"s\", {stream}, realisation = {{ kind = \"triangular\", low = 0.5, mode = 0.9, high = 1.2 }} }}]"
        );
    }
    let path = folder.join(format!("{policies}.toml"));
    std::fs::write(&path, text).expect("written");
    path.display().to_string()
}

#[test]
fn tables_of_policies_without_anything_below_zero_and_many_are_the_same_in_every_format() {
    for (policies, unit, rounding) in
        [(4, "円", "each"), (7, "百万円", "to-add"), (60, "千円", "to-add"), (60, "百万円", "each")]
    {
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path();
        let plan = of_policies(at, policies, unit);
        let args = ["run", &plan, "--trials", "1024", "--lang", "ja", "--rounding", rounding];
        let known = ["main", "by-year", "editions", "reconciliation", "bridge"];
        agree(&args, at, (&known, &[]), &[&["--edition", "all"]]);
    }
}

#[test]
fn tables_of_a_comparison_are_the_same_in_every_format() {
    for unit in ["円", "千円", "百万円"] {
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path();
        let [plan, revised] = ["plan-time", "revised"].map(|name| in_unit(at, name, unit));
        let args = ["compare", &plan, &revised, "--trials", "2000", "--lang", "ja"];
        let known = ["by-policy", "by-year", "attribution", "editions", "track-record", "outlook"];
        agree(&args, at, (&known, &["by-year-mean", "bridge-ranges"]), &[&["--detail"]]);
    }
}

#[test]
fn tables_of_a_set_are_the_same_in_every_format() {
    // The one set has levers and uncertainties, the other levers alone.
    for (set, known) in
        [("example:stress", &["ranking", "effects", "regret"][..]), ("example:what-if", &["ranking", "effects"])]
    {
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path();
        let store = at.join("store").display().to_string();
        stdout(&["batch", set, "--store", &store, "--trials", "1000"]);
        for by in ["p_met", "mean_shortfall", "p50"] {
            let args = ["report", &store, "--by", by, "--lang", "en"];
            let text: [&[&str]; 3] = [
                &["--table", "ranking", "--top", "40"],
                &["--table", "effects"],
                &["--table", "regret", "--top", "40"],
            ];
            agree(&args, at, (known, &[]), &text);
        }
    }
}

#[test]
fn numbers_are_read_as_they_are_shown() {
    assert_eq!(
        [read("▲1,234 ±5"), read("25.0%"), read("1.5倍")],
        [Some((-1234.0, 0)), Some((0.25, 3)), Some((1.5, 1))]
    );
    assert_eq!([read("同じ"), read("－")], [None, None]);
    assert!(is_shown(0.0321, "3.2") && is_shown(1234.4, "1,234") && !is_shown(1236.0, "1,234"));
}
