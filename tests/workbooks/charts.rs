//! Charts show the numbers of the sheets of data, and can be told apart without colour.

use super::opened::{Opened, number, place, workbook};
use crate::simulated::{file, run};
use mikomi::lang::Lang;
use mikomi::report::Rounding;

/// A sheet with the first and the last cell of a range on it.
type Range = (String, (u32, u32), (u32, u32));

/// The ranges behind a tag of a chart: sheet, first and last cell.
fn ranges(xml: &str, tag: &str) -> Vec<Range> {
    let begin = format!("<c:{tag}>");
    let blocks = xml.split(&begin).skip(1);
    let formula = |block: &str| {
        let text = block.split("<c:f>").nth(1)?.split("</c:f>").next()?;
        let (sheet, cells) = text.rsplit_once('!')?;
        let (first, last) = cells.split_once(':').unwrap_or((cells, cells));
        Some((sheet.trim_matches('\'').to_owned(), place(first), place(last)))
    };
    blocks.filter_map(formula).collect()
}

fn charts(book: &Opened) -> Vec<String> {
    book.parts("xl/charts/chart").iter().map(|name| book.part(name)).collect()
}

#[test]
fn charts_point_at_the_data_they_show() {
    let outcome = run(&file("scenarios/revised.toml"), 3000);
    let mut book = workbook(std::slice::from_ref(&outcome), Lang::Ja, Rounding::Each);
    let charts = charts(&book);
    // The total added up, four ranges by year, two of odds, two waterfalls.
    assert_eq!(charts.len(), 9);
    let years = book.cells("データ_年度図");
    let cells = book.cells("データ_結果");
    let head = |column: u32| cells.get_value((0, column)).map(ToString::to_string).unwrap_or_default();
    for (chart, policy) in charts[1..].iter().zip(["I", "II", "III", "total"]) {
        let mut values = ranges(chart, "val");
        // The range is an area that stands on an invisible one.
        for ((sheet, first, last), name) in values.drain(..2).zip(["p10", "p10_to_p90"]) {
            assert_eq!((sheet.as_str(), last.0 - first.0), ("データ_年度図", 5));
            assert_eq!(years.get_value((0, first.1)).map(ToString::to_string).as_deref(), Some(name));
            for (row, year) in (first.0..=last.0).zip(outcome.header.plan.years()) {
                let q = outcome.year_entry(policy, year).expect("simulated").quantiles;
                let expected = if name == "p10" { q.p10 } else { q.p90 - q.p10 };
                assert_eq!(number(years.get_value((row, first.1)).expect("a number")), expected);
            }
        }
        let names: Vec<String> = values.iter().map(|(_, first, _)| head(first.1)).collect();
        assert_eq!(names, ["target", "planned", "p50", "mean"]);
        for (sheet, first, last) in &values {
            assert_eq!((sheet.as_str(), last.0 - first.0), ("データ_結果", 5));
            let years = outcome.header.plan.years();
            for (row, year) in (first.0..=last.0).zip(years) {
                let entry = outcome.year_entry(policy, year).expect("simulated");
                let expected = match head(first.1).as_str() {
                    "target" => entry.target.expect("a target"),
                    "planned" => entry.planned,
                    "p50" => entry.quantiles.p50,
                    _ => entry.mean,
                };
                assert_eq!(number(cells.get_value((row, first.1)).expect("a number")), expected);
            }
        }
        assert_eq!(head(ranges(chart, "cat")[0].1.1), "first_era", "years by the names of the Japanese calendar");
    }
    let odds = &ranges(&charts[5], "val")[0];
    let shown: Vec<f64> =
        (odds.1.0..=odds.2.0).map(|row| number(cells.get_value((row, odds.1.1)).expect("odds"))).collect();
    let expected: Vec<f64> = ["I", "II", "III", "total"]
        .iter()
        .map(|p| outcome.plan_entry(p).expect("simulated").p_met.expect("a target").value)
        .collect();
    assert_eq!(shown, expected);
}

/// The chart of the summary ends with the amounts over the plan period.
#[test]
fn the_total_adds_up_to_the_plan_period() {
    let outcome = run(&file("scenarios/revised.toml"), 3000);
    let mut book = workbook(std::slice::from_ref(&outcome), Lang::Ja, Rounding::Each);
    let charts = charts(&book);
    let cells = book.cells("データ_年度図");
    let whole = outcome.plan_entry("total").expect("simulated");
    let values = ranges(&charts[0], "val");
    assert_eq!(values.len(), 3);
    for ((sheet, first, last), expected) in values.iter().zip([whole.target.expect("one"), whole.planned, whole.mean]) {
        assert_eq!((sheet.as_str(), last.0 - first.0), ("データ_年度図", 5));
        let end = number(cells.get_value((last.0, first.1)).expect("a number"));
        assert!((end - expected).abs() <= 1e-9 * expected.abs(), "{end} {expected}");
    }
    let drawing = book.part("xl/drawings/drawing1.xml");
    assert!(drawing.contains("計画期間の初めの年度から足し上げた折れ線"), "{drawing}");
}

/// A waterfall's steps lead from its first level to its last.
#[test]
fn waterfalls_end_where_they_say() {
    let outcome = run(&file("scenarios/revised.toml"), 3000);
    let mut book = workbook(&[outcome], Lang::Ja, Rounding::Each);
    let rows = book.rows("データ_増減図");
    for chart in ["reconciliation_planned", "reconciliation_mean"] {
        let mine: Vec<_> = rows.iter().filter(|row| row["chart"] == *chart).collect();
        let (first, others) = mine.split_first().expect("rows");
        let (last, steps) = others.split_last().expect("rows");
        let end = number(&first["amount"]) + steps.iter().map(|row| number(&row["amount"])).sum::<f64>();
        assert!((end - number(&last["amount"])).abs() < 1e-6, "{chart}: {end}");
        for row in steps {
            let pieces = ["rise_above", "rise_below", "fall_above", "fall_below"];
            let of = |name: &str| row.get(name).map_or(0.0, number);
            let height: f64 = pieces.iter().map(|name| of(name).abs()).sum();
            assert!((height - number(&row["amount"]).abs()).abs() < 1e-6, "{row:?}");
        }
    }
}

/// Columns stand on 0, and what is written of them stands above them.
#[test]
fn waterfalls_stand_on_0() {
    let outcome = run(&file("scenarios/revised.toml"), 3000);
    let mut book = workbook(&[outcome], Lang::Ja, Rounding::Each);
    let rows = book.rows("データ_増減図");
    let waterfalls: Vec<String> = charts(&book)
        .into_iter()
        .filter(|c| c.contains("<c:barChart>") && c.contains(r#"grouping val="stacked""#))
        .collect();
    assert_eq!(waterfalls.len(), 2);
    for (chart, id) in waterfalls.iter().zip(["reconciliation_planned", "reconciliation_mean"]) {
        let mine: Vec<_> = rows.iter().filter(|row| row["chart"] == *id).collect();
        assert!(mine.iter().all(|row| number(&row["from"]) >= 0.0 && number(&row["to"]) >= 0.0));
        assert!(chart.contains(r#"<c:min val="0"/>"#), "{id}");
        let highest = mine.iter().map(|row| number(&row["to"])).fold(0.0, f64::max);
        let words: Vec<&str> = chart.split("<a:t>").skip(1).filter_map(|rest| rest.split('<').next()).collect();
        for row in mine {
            assert!((number(&row["room"]) - 0.08 * highest).abs() < 1e-6 * highest);
            let label = super::in_table(number(&row["amount"]));
            assert!(words.contains(&label.as_str()), "{id}: {label} {words:?}");
        }
    }
}

#[test]
fn charts_are_told_apart_without_colour() {
    let outcome = run(&file("scenarios/revised.toml"), 3000);
    let book = workbook(&[outcome], Lang::Ja, Rounding::Each);
    for chart in charts(&book) {
        assert!(chart.contains("<c:title>"), "{chart}");
        let series: Vec<&str> = chart.split("<c:ser>").skip(1).collect();
        let look =
            |series: &&str| series.split("<c:cat>").next().map(|look| look.split("<c:spPr>").nth(1).map(str::to_owned));
        // Columns by fills that are apart in grey.
        let fills: Vec<(f64, Option<&str>)> = series.iter().filter_map(|s| fill(s)).collect();
        for a in 0..fills.len() {
            for b in 0..a {
                let is_same = fills[a] == fills[b];
                assert!(is_same || fills[a].1 != fills[b].1 || (fills[a].0 - fills[b].0).abs() > 20.0, "{fills:?}");
            }
        }
        if let Some(lines) = chart.split("<c:lineChart>").nth(1) {
            let series: Vec<&str> = lines.split("<c:ser>").skip(1).collect();
            let dashes: Vec<_> =
                series.iter().map(|s| s.split("<a:prstDash val=\"").nth(1).map(|d| d.split('"').next())).collect();
            let markers: Vec<_> =
                series.iter().map(|s| s.split("<c:symbol val=\"").nth(1).map(|d| d.split('"').next())).collect();
            for a in 0..series.len() {
                for b in 0..a {
                    assert!(dashes[a] != dashes[b] || markers[a] != markers[b]);
                }
            }
        }
        assert!(series.iter().all(|s| look(s).is_some()));
    }
    let drawings = ["xl/drawings/drawing1.xml", "xl/drawings/drawing2.xml"].map(|name| book.part(name));
    assert_eq!(drawings.map(|drawing| drawing.matches("descr=\"").count()), [1, 8], "text alternatives");
    let editions = &charts(&book)[6];
    let fills: Vec<_> = editions.split("<c:ser>").skip(1).filter_map(fill).collect();
    assert_eq!(fills.len(), 4);
    assert!((1..4).all(|n| !fills[..n].contains(&fills[n])), "one look a policy: {fills:?}");
}

/// How bright the fill of a series is, from 0 to 255, and its pattern.
fn fill(series: &str) -> Option<(f64, Option<&str>)> {
    let look = series.split("<c:spPr>").nth(1)?.split("</c:spPr>").next()?;
    let own = look.split("<a:ln").next()?;
    let pattern = own.split("<a:pattFill prst=\"").nth(1).and_then(|rest| rest.split('"').next());
    let color = own.split("<a:srgbClr val=\"").nth(1)?.split('"').next()?;
    let part = |at: usize| u8::from_str_radix(&color[at..at + 2], 16).map(f64::from).ok();
    Some((0.299 * part(0)? + 0.587 * part(2)? + 0.114 * part(4)?, pattern))
}
