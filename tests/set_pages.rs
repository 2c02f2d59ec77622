//! The page of a set: the numbers of its tables, where there is something to draw and where there is not.

use crate::markup::{self, Element};
use crate::program::{done as mikomi, within};
use crate::simulated::at;
use serde_json::Value as Json;
use tempfile::TempDir;

/// A folder with the store of a set.
fn store(set: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    mikomi(folder.path(), &["batch", set, "--trials", "1000", "--store", "set.sqlite"]);
    folder
}

fn page(store: &TempDir, more: &[&str]) -> String {
    mikomi(store.path(), &[&["report", "set.sqlite", "--format", "html", "--lang", "en"], more].concat())
}

fn json(store: &TempDir, more: &[&str]) -> Json {
    let all = [&["report", "set.sqlite", "--format", "json", "--lang", "en"], more].concat();
    serde_json::from_str(&mikomi(store.path(), &all)).expect("JSON")
}

/// The words of the rows of every table of a name.
fn rows(page: &str, name: &str) -> Vec<Vec<String>> {
    let page = markup::read(page);
    let rows = page.tables(name).into_iter().flat_map(Element::rows);
    rows.map(|row| row.children().map(Element::words).collect()).collect()
}

/// How many charts there are whose id has a part, and how many points of values lie in them.
fn charts(page: &str, id: &str) -> [usize; 2] {
    let page = markup::read(page);
    let charts = page.charts(id);
    [charts.len(), charts.iter().map(|chart| chart.labels_of_points().len()).sum()]
}

#[test]
fn the_page_of_a_sweep_has_every_chart_with_its_numbers() {
    let store = store("example:stress");
    let by = ["--by", "p_met"];
    let (page, json) = (page(&store, &by), json(&store, &by));
    // 6 choices over 36 futures: combinations go down the page, 12 rows to a chart.
    assert_eq!(charts(&page, "chart-ranking"), [1, 6]);
    assert_eq!(charts(&page, "chart-odds"), [3, 216]);
    assert_eq!(charts(&page, "chart-regret"), [1, 6]);
    assert_eq!(charts(&page, "chart-effects"), [1, 6]);
    let ranking = rows(&page, "ranking");
    assert_eq!(ranking.len(), 6);
    for (row, ranked) in ranking.iter().zip(json["ranking"].as_array().expect("rows")) {
        assert_eq!((row[0].as_str(), row[1].as_str()), (ranked["place"].to_string().as_str(), text(&ranked["choice"])));
        same_percent(&row[2], ranked["value"].as_f64().expect("a number"));
    }
    assert_eq!(rows(&page, "odds").len(), 36 * tables(&page, "odds"));
    let effects = rows(&page, "effects");
    let first_rows = effects.iter().filter(|row| !row[0].is_empty());
    for (row, effect) in first_rows.zip(distinct(&json["effects"])) {
        assert_eq!(row[0], text(&effect["factor_name"]));
        same_percent(&row[2], effect["share"].as_f64().expect("a number"));
    }
    // A row for each value besides the reference: 2 + 1 levers, 1 + 1 + 2 + 2 uncertainties.
    let parts = tables(&page, "effects");
    assert_eq!(effects.iter().filter(|row| !row[0].is_empty()).count(), 6 * parts);
    assert_eq!(effects.len(), 9 * parts);
    assert_eq!(rows(&page, "scenarios").len(), 50 * tables(&page, "scenarios"));
    assert!(page.contains("Of 6 choices &#39;") || page.contains("Of 6 choices '"), "no first sentence");
}

fn text(value: &Json) -> &str {
    value.as_str().expect("a text")
}

fn tables(page: &str, name: &str) -> usize {
    markup::read(page).tables(name).len()
}

/// The first row of each factor.
fn distinct(effects: &Json) -> Vec<&Json> {
    let mut out: Vec<&Json> = Vec::new();
    for effect in effects.as_array().expect("rows") {
        if out.iter().all(|known| known["factor"] != effect["factor"]) {
            out.push(effect);
        }
    }
    out
}

/// A printed percentage is a number to the digits that it has.
fn same_percent(printed: &str, number: f64) {
    let Some(digits) = printed.strip_suffix('%') else { panic!("{printed} is no percentage") };
    if let Some(bound) = digits.strip_prefix('<') {
        assert!(100.0 * number < bound.parse::<f64>().expect("a number"), "{printed}: {number}");
        return;
    }
    let decimals = digits.split_once('.').map_or(0, |(_, d)| d.len());
    let half = 0.5 * 10_f64.powi(-(decimals as i32)) + 1e-9;
    let value: f64 = digits.parse().expect("a number");
    assert!((value - 100.0 * number).abs() <= half, "{printed}: {number}");
}

#[test]
fn options_change_the_page() {
    let store = store("example:what-if");
    let page_of = |more: &[&str]| page(&store, more);
    assert_eq!(rows(&page_of(&["--top", "5"]), "ranking").len(), 5);
    let by_mean = page_of(&["--by", "mean"]);
    assert!(by_mean.contains("read by: mean") && charts(&by_mean, "chart-odds") == [0, 0]);
    let of_policy = page_of(&["--policy", "III"]);
    assert!(of_policy.contains("III 財務マネジメント改革, plan period"));
    let odds = page_of(&["--rows", "peer-staffing", "--columns", "land-sale", "--by", "p_met"]);
    // 6 values of the one and 2 of the other; its two sizes are only tried one by one, where no land is sold: －.
    assert_eq!(charts(&odds, "chart-odds"), [1, 6 * 2]);
    let page = markup::read(&odds);
    let drawn = page.charts("chart-odds-1")[0].named("text");
    assert_eq!(drawn.iter().filter(|text| text.words() == "－").count(), 2);
}

#[test]
fn sets_without_factors_and_with_failures_have_a_page() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("set")).expect("made");
    std::fs::copy(at("scenarios/minimal.toml"), folder.path().join("set/a.toml")).expect("copied");
    std::fs::write(folder.path().join("set/b.toml"), "format = 1\n").expect("written");
    let batch = ["batch", "set", "--trials", "1000", "--store", "set.sqlite"];
    assert_eq!(within(folder.path(), &batch).status.code(), Some(2));
    let page = page(&folder, &[]);
    assert!(page.contains("2 scenarios: 1 done, 1 failed, 0 not run yet") && page.contains("Scenarios that failed:"));
    assert_eq!([charts(&page, "chart-ranking"), charts(&page, "chart-effects")], [[1, 1], [0, 0]]);
    // Nothing done at all is still a page.
    let failed = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(failed.path().join("set")).expect("made");
    std::fs::write(failed.path().join("set/b.toml"), "format = 1\n").expect("written");
    assert_eq!(within(failed.path(), &batch).status.code(), Some(2));
    let page = self::page(&failed, &[]);
    assert!(page.contains("No scenario has a result") && charts(&page, "chart") == [0, 0]);
}
