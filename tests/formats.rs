//! The same run in every format holds the same numbers: what is printed anywhere is what the data hold, rounded.

mod paged;
mod printed;
mod sheets;

use crate::program::mikomi;
use serde_json::Value as Json;
use std::path::Path;

/// The scenarios and their trials.
const RUNS: [(&str, &str); 3] =
    [("scenarios/plan-time.toml", "3000"), ("scenarios/revised.toml", "20000"), ("scenarios/minimal.toml", "3000")];

/// What the main table holds, in its order.
const MAIN: usize = 9;
/// The rows of a policy by year: target, planned, planned less target, mean, odds.
const YEARLY: [&str; 5] = ["target", "planned", "gap", "mean", "p_met"];
/// The column of the odds in the main table, and the row of the odds by year.
const ODDS: (usize, usize) = (6, 4);

/// A figure: as it is shown, where that can be read, and the number behind it.
#[derive(Clone, Debug, PartialEq)]
struct Figure {
    shown: Option<String>,
    number: f64,
}

/// The figures of a run: policies in the order of the report, the total last.
#[derive(Clone, Debug)]
struct Figures {
    main: Vec<Vec<Figure>>,
    /// By policy, by row, by year and then the plan period.
    by_year: Vec<Vec<Vec<Figure>>>,
}

fn run(file: &str, trials: &str, format: &str, more: &[&str], out: &Path) -> Vec<u8> {
    let out_name = out.display().to_string();
    let args = [&["run", file, "--trials", trials, "--format", format, "--out", &out_name], more].concat();
    let output = mikomi(&args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    std::fs::read(out).expect("written")
}

/// The figures of the JSON report, the only ones that are not rounded.
fn exact(json: &Json) -> Figures {
    let results = json["results"].as_array().expect("a list");
    let ids = json["header"]["policies"].as_array().expect("a list").iter().map(|p| p["id"].as_str().expect("an id"));
    let figure = |number: &Json| Figure { shown: None, number: number.as_f64().expect("a number") };
    let of_main = |e: &Json| {
        let q = &e["quantiles"];
        let all = [&e["target"], &e["planned"], &e["mean"], &q["p10"], &q["p50"], &q["p90"]];
        let rest = [&e["p_met"]["value"], &e["mean_shortfall"], &e["extra"]];
        all.into_iter().chain(rest).map(figure).collect()
    };
    let (mut main, mut by_year) = (Vec::new(), Vec::new());
    for id in ids.chain(["total"]) {
        let of = |kind: &str| {
            results.iter().filter(move |e| e["policy"] == id && e["period"]["kind"] == kind).collect::<Vec<_>>()
        };
        let plan = of("plan").into_iter().find(|e| e["basis"] != "edition").expect("a plan period");
        main.push(of_main(plan));
        let all = [of("year"), vec![plan]].concat();
        let row = |name: &str| -> Vec<Figure> {
            let value = |e: &&Json| match name {
                "gap" => Figure { shown: None, number: figure(&e["planned"]).number - figure(&e["target"]).number },
                "p_met" => figure(&e["p_met"]["value"]),
                amount => figure(&e[amount]),
            };
            all.iter().map(value).collect()
        };
        by_year.push(YEARLY.iter().map(|name| row(name)).collect());
    }
    Figures { main, by_year }
}

/// All figures with where they stand and whether they are odds.
fn listed(figures: &Figures) -> Vec<(String, bool, &Figure)> {
    let mut all = Vec::new();
    for (p, row) in figures.main.iter().enumerate() {
        assert_eq!(row.len(), MAIN, "policy {p}");
        all.extend(row.iter().enumerate().map(|(c, f)| (format!("policy {p}, column {c}"), c == ODDS.0, f)));
    }
    for (p, rows) in figures.by_year.iter().enumerate() {
        for (r, row) in rows.iter().enumerate() {
            all.extend(row.iter().enumerate().map(|(y, f)| (format!("policy {p}, {} {y}", YEARLY[r]), r == ODDS.1, f)));
        }
    }
    all
}

/// Fails unless the figures stand in the same places and each pair passes.
fn each(what: &str, a: &Figures, b: &Figures, same: impl Fn(bool, &Figure, &Figure) -> bool) {
    let (a, b) = (listed(a), listed(b));
    assert_eq!(a.len(), b.len(), "{what}: as many figures");
    for ((place, odds, x), (other, _, y)) in a.iter().zip(&b) {
        assert_eq!(place, other, "{what}");
        assert!(same(*odds, x, y), "{what}, {place}: {x:?} {y:?}");
    }
}

/// Whether a printed share stands for an exact one: the nearest with its digits, or a bound.
fn stands_for(shown: &str, exact: f64) -> bool {
    let digits: String = shown.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let decimals = digits.split_once('.').map_or(0, |(_, d)| d.len());
    let (share, step) = (digits.parse::<f64>().expect("a number") / 100.0, 0.01 / 10_f64.powi(decimals as i32));
    if shown.contains('<') || shown.contains("未満") {
        exact < share
    } else if shown.contains('>') || shown.contains('超') {
        exact > share
    } else {
        (share - exact).abs() <= step / 2.0 + 1e-12
    }
}

#[test]
fn a_share_stands_for_what_rounds_to_it() {
    let fits = [("73.5%", 0.734_82), ("73%", 0.734_82), ("0.1%未満", 0.0004), (">99.9%", 0.9996), ("0.0%", 0.0)];
    assert!(fits.iter().all(|(shown, exact)| stands_for(shown, *exact)));
    let wrong = [("73.4%", 0.734_82), ("74%", 0.734_82), ("<0.1%", 0.0011), ("99.9%超", 0.99)];
    assert!(wrong.iter().all(|(shown, exact)| !stands_for(shown, *exact)));
}

/// Half away from zero.
fn whole(amount: f64) -> f64 {
    amount.abs().mul_add(1.0, 0.5).floor().copysign(amount)
}

fn number_of(figure: &Figure) -> f64 {
    printed::number(figure.shown.as_deref().expect("shown"))
}

#[test]
fn every_format_holds_the_same_numbers() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    for (file, trials) in RUNS {
        let json: Json = serde_json::from_slice(&run(file, trials, "json", &[], &at("r.json"))).expect("JSON");
        let exact = exact(&json);
        let csv = sheets::of_csv(&run(file, trials, "csv", &[], &at("r.csv")), &exact);
        // Amounts to a yen, shares to nine digits.
        each(file, &csv, &exact, |odds, a, b| (a.number - b.number).abs() <= if odds { 5.1e-10 } else { 5.1e-4 });
        for lang in ["ja", "en"] {
            let style = ["--lang", lang];
            let what = format!("{file} {lang}");
            let text = printed::of_text(
                &run(file, trials, "text", &[&style[..], &["--detail"]].concat(), &at("r.txt")),
                &exact,
            );
            each(&what, &text, &exact, |odds, a, b| {
                if odds {
                    stands_for(a.shown.as_deref().expect("shown"), b.number)
                } else {
                    number_of(a) == whole(b.number)
                }
            });
            let html = paged::of_page(&run(file, trials, "html", &style, &at("r.html")));
            each(&what, &html, &exact, |_, a, b| a.number == b.number);
            each(&what, &html, &text, |_, a, b| a.shown == b.shown);
            run(file, trials, "xlsx", &style, &at("r.xlsx"));
            let sheets = sheets::of_printed(&at("r.xlsx"), lang, &exact);
            each(&what, &sheets, &exact, |_, a, b| (a.number - b.number).abs() <= 1e-9 * b.number.abs().max(1.0));
            let data = sheets::of_data(&at("r.xlsx"), lang, &exact);
            each(&what, &data, &exact, |_, a, b| a.number == b.number);
        }
    }
}

/// Rounded to add up, the printed amounts are the same in text, page and workbook, and none moves by a unit or more.
#[test]
fn rounded_to_add_every_format_prints_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let mut moved = 0;
    for (file, trials) in RUNS {
        let json: Json = serde_json::from_slice(&run(file, trials, "json", &[], &at("r.json"))).expect("JSON");
        let exact = exact(&json);
        for lang in ["ja", "en"] {
            let style = ["--lang", lang, "--rounding", "to-add"];
            let what = format!("{file} {lang}");
            let text = printed::of_text(
                &run(file, trials, "text", &[&style[..], &["--detail"]].concat(), &at("r.txt")),
                &exact,
            );
            each(&what, &text, &exact, |odds, a, b| odds || (number_of(a) - b.number).abs() < 2.0);
            moved += listed(&text)
                .iter()
                .zip(listed(&exact))
                .filter(|((_, odds, a), (_, _, b))| !odds && number_of(a) != whole(b.number))
                .count();
            let html = paged::of_page(&run(file, trials, "html", &style, &at("r.html")));
            each(&what, &html, &text, |_, a, b| a.shown == b.shown);
            run(file, trials, "xlsx", &style, &at("r.xlsx"));
            let sheets = sheets::of_printed(&at("r.xlsx"), lang, &exact);
            each(&what, &sheets, &text, |odds, a, b| odds || whole(a.number) == number_of(b));
            adds_up(&what, &text);
        }
    }
    assert!(moved > 0, "rounding to add changes nothing: it was not tried");
}

/// Policies add up to the total, and years to the plan period, as printed.
fn adds_up(what: &str, text: &Figures) {
    for column in 0..3 {
        let (total, parts) = text.main.split_last().expect("rows");
        let sum: f64 = parts.iter().map(|row| number_of(&row[column])).sum();
        assert_eq!(sum, number_of(&total[column]), "{what}: column {column}");
    }
    for (p, rows) in text.by_year.iter().enumerate() {
        for r in [0, 1, 2, 3] {
            let (plan, years) = rows[r].split_last().expect("years");
            let sum: f64 = years.iter().map(number_of).sum();
            assert_eq!(sum, number_of(plan), "{what}: policy {p}, {}", YEARLY[r]);
        }
    }
}
