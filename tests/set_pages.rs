//! The page of a set: the numbers of its tables, where there is something to draw and where there is not.

use crate::command::done as mikomi;
use crate::simulated::at;
use serde_json::Value as Json;
use std::process::Command;
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

/// What lies between tags, without tags inside it.
fn plain(markup: &str) -> String {
    let mut out = String::new();
    let mut rest = markup;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        rest = after.split_once('>').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// The rows of every table of a name.
fn rows(page: &str, name: &str) -> Vec<Vec<String>> {
    let tables = page.split("<table ").skip(1).map(|t| t.split("</table>").next().expect("its end"));
    let of_name = tables.filter(|t| t.starts_with(&format!("data-table=\"{name}\"")));
    let bodies = of_name.map(|t| t.split("<tbody>").nth(1).expect("a body"));
    // Each cell begins with its opening tag and ends before the next closing one.
    let cell = |part: &str| part.rsplit_once("<t").and_then(|(_, cell)| Some(plain(cell.split_once('>')?.1)));
    let cells = |row: &str| row.split("</t").filter_map(cell).collect();
    bodies.flat_map(|b| b.split("<tr").skip(1).map(cells).collect::<Vec<Vec<String>>>()).collect()
}

/// How many charts there are whose id begins so, and how many points of values lie in them.
fn charts(page: &str, id: &str) -> [usize; 2] {
    let begun = page.split("<svg class=\"chart\" ").skip(1).filter(|svg| svg.starts_with(&format!("id=\"{id}")));
    let points = |svg: &str| svg.split("</figure>").next().expect("its end").matches("class=\"point\"").count();
    begun.fold([0, 0], |[n, all], svg| [n + 1, all + points(svg)])
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
    page.matches(&format!("<table data-table=\"{name}\"")).count()
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
    let drawn =
        odds.split("<svg class=\"chart\" id=\"chart-odds-1\"").nth(1).and_then(|svg| svg.split("</figure>").next());
    assert_eq!(drawn.expect("drawn").matches(">－</text>").count(), 2);
}

#[test]
fn sets_without_factors_and_with_failures_have_a_page() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("set")).expect("made");
    std::fs::copy(at("scenarios/minimal.toml"), folder.path().join("set/a.toml")).expect("copied");
    std::fs::write(folder.path().join("set/b.toml"), "format = 1\n").expect("written");
    let command = Command::new(env!("CARGO_BIN_EXE_mikomi"));
    let mut command = command;
    let output = command.args(["batch", "set", "--trials", "1000", "--store", "set.sqlite"]).current_dir(folder.path());
    assert_eq!(output.output().expect("runs").status.code(), Some(2));
    let page = page(&folder, &[]);
    assert!(page.contains("2 scenarios: 1 done, 1 failed, 0 not run yet") && page.contains("Scenarios that failed:"));
    assert_eq!([charts(&page, "chart-ranking"), charts(&page, "chart-effects")], [[1, 1], [0, 0]]);
    // Nothing done at all is still a page.
    let failed = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(failed.path().join("set")).expect("made");
    std::fs::write(failed.path().join("set/b.toml"), "format = 1\n").expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_mikomi"));
    command.args(["batch", "set", "--trials", "1000", "--store", "set.sqlite"]).current_dir(failed.path());
    command.output().expect("runs");
    let page = self::page(&failed, &[]);
    assert!(page.contains("No scenario has a result") && charts(&page, "chart") == [0, 0]);
}
