//! The page of a run: well-formed, without a script or an address, complete, its tables those of the outcome, no words over
//! one another.

use crate::markup::{self, Element};
use crate::simulated::{file, one_stream, planned, run, run_with, settings};
use mikomi::lang::Lang;
use mikomi::money::{Name, Unit};
use mikomi::outcome::{Entry, Outcome, PeriodKind, TOTAL};
use mikomi::plan::Uncertainty;
use mikomi::report::{Format, Rounding, Style, render};
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthChar;

const LANGS: [Lang; 2] = [Lang::Ja, Lang::En];

fn page(outcomes: &[Outcome], lang: Lang) -> String {
    let style = Style { lang, rounding: Rounding::Each };
    String::from_utf8(render(outcomes, Format::Html, style).expect("renders").into_bytes()).expect("UTF-8")
}

/// What holds for every page, whatever the outcome.
fn check(page: &str) {
    let page = markup::read(page);
    asks_for_nothing(&page);
    leads_somewhere(&page);
    let level = |name: &str| name.strip_prefix('h').and_then(|level| level.parse::<u32>().ok());
    let levels: Vec<u32> = page.all().iter().filter_map(|element| level(element.name)).collect();
    assert_eq!(levels.iter().filter(|l| **l == 1).count(), 1);
    assert!(levels[0] == 1 && levels.windows(2).all(|w| w[1] <= w[0] + 1), "{levels:?}");
    for element in page.all() {
        for (key, value) in &element.attributes {
            let odd = ["NaN", "inf", "e1", "e2"].iter().any(|w| value.contains(w));
            let geometric = ["x", "y", "x1", "x2", "y1", "y2", "width", "height", "points", "viewBox"].contains(key);
            assert!(!(geometric && odd), "{key}={value}");
        }
        if element.name == "th" {
            assert!(element.get("scope").is_some());
        }
        if element.is("point") {
            assert_eq!((element.get("tabindex"), element.get("role")), (Some("0"), Some("img")));
            assert!(element.get("aria-label").is_some_and(|l| !l.is_empty()));
        }
    }
    assert!(page.pieces().iter().all(|words| !words.contains("NaN") && !words.contains("inf ")));
    for chart in page.charts("") {
        let drawings = chart.children().filter(|child| child.name == "svg" && child.get("role") == Some("img"));
        assert_eq!(drawings.count(), 1);
        no_words_over_one_another(chart);
    }
}

fn asks_for_nothing(page: &Element) {
    for element in page.all() {
        assert!(!["script", "link", "img", "iframe", "object", "base", "form", "use", "image"].contains(&element.name));
        for (key, value) in &element.attributes {
            assert!(!key.starts_with("on") && !["src", "srcset", "xlink:href", "style"].contains(key), "{key}");
            assert!(*key != "href" || value.starts_with('#'), "{value}");
        }
    }
    let [style] = page.named("style")[..] else { panic!("a style") };
    let style = style.words();
    assert!(!style.contains("@import") && style.matches("url(").count() == style.matches("url(#").count());
}

/// Every id is there once, and everything that leads to one finds it.
fn leads_somewhere(page: &Element) {
    let all = page.all();
    let mut ids = HashSet::new();
    for id in all.iter().filter_map(|element| element.get("id")) {
        assert!(ids.insert(id), "{id} twice");
    }
    for element in all {
        let named = element.get("aria-labelledby").into_iter().flat_map(|list| list.split(' '));
        for id in named.chain(element.get("href").and_then(|h| h.strip_prefix('#'))) {
            assert!(ids.contains(id), "nothing has the id {id}");
        }
    }
}

/// The words of a chart with where they stand, taking usual fonts' widths: they lie within it and apart.
fn no_words_over_one_another(chart: &Element) {
    let mut boxes: Vec<([f64; 4], String)> = Vec::new();
    for text in chart.named("text") {
        let words = text.words();
        if text.is("value") || words.trim().is_empty() {
            continue;
        }
        let size = if ["tick", "on", "in", "within"].iter().any(|c| text.is(c)) { 12.0 } else { 13.0 };
        let wide = |c: char| if c.width_cjk() == Some(2) { 1.0 } else { 0.52 };
        let width: f64 = words.chars().map(|c| wide(c) * size).sum();
        let (x, y) = (text.number("x"), text.number("y"));
        let left = if text.is("middle") {
            x - width / 2.0
        } else if text.is("end") {
            x - width
        } else {
            x
        };
        let place = [left, left + width, y - size * 0.78, y + size * 0.12];
        assert!(place[0] >= -1.0 && place[1] <= 761.0, "outside the chart: {words} {place:?}");
        for (other, said) in &boxes {
            let apart = place[0] >= other[1] || place[1] <= other[0] || place[2] >= other[3] || place[3] <= other[2];
            assert!(apart, "“{words}” {place:?} over “{said}” {other:?}");
        }
        boxes.push((place, words));
    }
}

/// The cells of the tables of one name in which something stands: policy, period, statistic or column, with the exact number
/// and what is shown.
fn cells(page: &Element, name: &str) -> Vec<(String, String, String, f64, String)> {
    let mut found = Vec::new();
    for row in page.tables(name).iter().flat_map(|table| table.rows()) {
        let get = |key| row.get(key).unwrap_or_default().to_owned();
        let cells = row.children().filter(|cell| cell.name == "td").enumerate();
        for (column, cell) in cells.filter(|(_, cell)| cell.get("data-value").is_some()) {
            let period = cell.get("data-period").map_or_else(|| get("data-period"), str::to_owned);
            let what = row.get("data-statistic").map_or_else(|| column.to_string(), str::to_owned);
            found.push((get("data-policy"), period, what, cell.number("data-value"), cell.words()));
        }
    }
    found
}

fn columns(e: &Entry) -> [f64; 9] {
    let (q, e) = (&e.quantiles, crate::simulated::held(e));
    [e.target, e.planned, e.mean, q.p10, q.p50, q.p90, e.p_met.value, e.mean_shortfall, e.extra]
}

#[test]
fn tables_hold_the_numbers_of_the_outcome() {
    let outcome = run(&file("scenarios/revised.toml"), 4096);
    for lang in LANGS {
        let page = page(std::slice::from_ref(&outcome), lang);
        check(&page);
        assert!(page.len() < 1_000_000, "{} bytes", page.len());
        let page = markup::read(&page);
        let main = cells(&page, "main");
        assert_eq!(main.len(), 4 * 9);
        for (policy, period, column, value, shown) in &main {
            let entry = outcome.plan_entry(policy).expect("an entry");
            assert_eq!((period.as_str(), *value), ("plan:2022-2027", columns(entry)[column.parse::<usize>().unwrap()]));
            assert!(column == "6" || *shown == Unit::whole(Name::ThousandYen).in_table(*value), "{shown} for {value}");
        }
        let years = cells(&page, "by-year");
        // Four owners, six years and the plan period, five rows.
        assert_eq!(years.len(), 4 * 7 * 5);
        for (policy, period, statistic, value, _) in &years {
            let year = period.strip_prefix("year:").map(|y| y.parse::<i32>().unwrap());
            let of_year = |e: &&Entry| {
                e.policy == *policy
                    && match year {
                        Some(year) => e.period.kind == PeriodKind::Year && e.period.first.calendar() == year,
                        None => std::ptr::eq(*e, outcome.plan_entry(policy).unwrap()),
                    }
            };
            let e = outcome.results.iter().find(of_year).expect("an entry");
            let wanted = match statistic.as_str() {
                "target" => e.target.expect("a target"),
                "planned" => e.planned,
                "gap" => e.gap().expect("a target"),
                "mean" => e.mean,
                _ => e.p_met.expect("a target").value,
            };
            assert_eq!(*value, wanted, "{policy} {period} {statistic}");
        }
        let editions = cells(&page, "editions");
        // Six editions and the plan period counted by them.
        assert_eq!(editions.len(), 7 * 4 * 9);
        for (policy, period, column, value, _) in &editions {
            let base =
                period.strip_prefix("edition:").and_then(|b| mikomi::fiscal::FiscalYear::new(b.parse().unwrap()));
            let entry = base.map_or_else(|| outcome.rolling_entry(policy), |base| outcome.edition_entry(policy, base));
            assert_eq!(*value, columns(entry.expect("an entry"))[column.parse::<usize>().unwrap()]);
        }
    }
}

#[test]
fn steps_and_shortfalls_add_up_as_printed() {
    let outcome = run(&file("scenarios/revised.toml"), 4096);
    let page = page(std::slice::from_ref(&outcome), Lang::Ja);
    let page = markup::read(&page);
    let amount = |shown: &str| shown.replace(',', "").replace('▲', "-").parse::<f64>().expect("an amount");
    for name in ["reconciliation", "bridge"] {
        let mut rows: HashMap<(String, String), Vec<f64>> = HashMap::new();
        for (policy, _, statistic, _, shown) in cells(&page, name) {
            rows.entry((policy, statistic)).or_default().push(amount(&shown));
        }
        let adding: Vec<_> = rows
            .iter()
            .filter(|((_, statistic), _)| !statistic.starts_with("p1") && !statistic.starts_with("p9"))
            .collect();
        assert_eq!(adding.len(), 4 * 3, "{name}");
        for (key, row) in adding {
            let (last, parts) = row.split_last().expect("columns");
            assert_eq!(parts.iter().sum::<f64>(), *last, "{name} {key:?}");
        }
    }
    // For each owner whose shortfall is drawn, the chances add up to 1.
    let shortfalls = cells(&page, "shortfall");
    let mut sums: HashMap<String, f64> = HashMap::new();
    for (policy, _, _, value, shown) in &shortfalls {
        if shown.contains('%') {
            *sums.entry(policy.clone()).or_default() += value;
        }
    }
    assert!(sums.contains_key(TOTAL) && sums.len() >= 3);
    // What percentiles tell of the chance of a small shortfall and what was counted differ by one percent at most.
    assert!(sums.values().all(|sum| (sum - 1.0).abs() <= 0.011), "{sums:?}");
}

#[test]
fn every_section_is_there_in_both_languages() {
    let outcome = run(&file("scenarios/revised.toml"), 2048);
    for lang in LANGS {
        let page = page(std::slice::from_ref(&outcome), lang);
        for id in ["odds", "policies", "editions", "years", "reading", "method", "sources", "made"] {
            assert!(page.contains(&format!("id=\"p1-{id}\"")), "{id}");
        }
        let tables = ["main", "fan", "curve", "shortfall", "editions", "reconciliation", "bridge", "by-year", "joint"];
        for table in tables.into_iter().chain(["short-given", "sources", "notes", "classes"]) {
            assert!(page.contains(&format!("data-table=\"{table}\"")), "{table}");
        }
        assert!(page.contains(&outcome.provenance.digest) && page.contains(&outcome.provenance.version));
        let words = markup::read(&page).words();
        for text in &outcome.header.not_modelled {
            assert!(words.contains(text.as_str()), "{text}");
        }
        for used in &outcome.classes {
            assert!(words.contains(used.class.caveat.get(lang)), "{}", used.class.id);
        }
        assert!(page.contains(if lang == Lang::Ja { "<html lang=\"ja\">" } else { "<html lang=\"en\">" }));
    }
    let japanese = page(std::slice::from_ref(&outcome), Lang::Ja);
    assert!(japanese.contains("ほぼ確実に目標に届きません（達成確率 "));
}

#[test]
fn several_outcomes_are_parts_of_one_page() {
    let outcomes = [run(&file("scenarios/minimal.toml"), 2048), run(&file("scenarios/plan-time.toml"), 2048)];
    let page = page(&outcomes, Lang::En);
    check(&page);
    assert!(page.contains("id=\"p1-odds\"") && page.contains("id=\"p2-odds\""));
    let words = markup::read(&page).words();
    assert!(outcomes.iter().all(|o| words.contains(&o.header.title)));
}

/// A scenario of some policies with the same target in each year of a plan from R4.
fn many(policies: usize, name: &str, last: &str, target: &str, more: &str) -> String {
    let mut text = format!(
        "format = 1\ntitle = \"\"\"{name}\"\"\"\nunit = \"千円\"\nplan = {{ first = \"R4\", last = \"{last}\", basis = \"recurring\" }}\n"
    );
    let years: Vec<String> = (4..=last[1..].parse::<u32>().unwrap()).map(|y| format!("R{y} = {target}")).collect();
    let years = years.join(", ");
    for p in 0..policies {
        let _ = write!(
            text,
            "[[policy]]\nid = \"P{p}\"\nname = \"\"\"{name}\"\"\"\ntargets = {{ {years} }}\n[[initiative]]\nid = \"i{p}\"\nname = \"\"\"{name}\"\"\"\npolicy = \"P{p}\"\nstream = [{{ id = \"s\", kind = \"saving\", shape = {{ kind = \"step\", start = \"R4\", full = 100 }}{more} }}]\n"
        );
    }
    text
}

const UNCERTAIN: &str = ", realisation = { kind = \"uniform\", low = 0.5, high = 1.2 }";

#[test]
fn odd_plans_are_drawn_sensibly() {
    let cases = [
        ("one policy, one year", many(1, "P", "R4", "80", UNCERTAIN)),
        ("sixty policies", many(60, "基本方針", "R9", "80", UNCERTAIN)),
        ("forty years", many(2, "基本方針", "R43", "80", UNCERTAIN)),
        ("targets of nothing", many(3, "P", "R9", "0", UNCERTAIN)),
        ("negative targets", many(3, "P", "R9", "-500", UNCERTAIN)),
        ("far targets", many(3, "P", "R9", "90_000_000_000", UNCERTAIN)),
        ("certain", many(3, "P", "R9", "100", "")),
        ("all nothing", many(3, "P", "R9", "0", "").replace("full = 100", "full = 0")),
        ("small amounts", many(2, "P", "R9", "0.3", UNCERTAIN).replace("full = 100", "full = 0.4")),
    ];
    for (case, text) in cases {
        for lang in LANGS {
            let simulated = page(&[run(&text, 2048)], lang);
            let printed = std::panic::catch_unwind(|| check(&simulated));
            assert!(printed.is_ok(), "{case}");
            check(&page(&[planned(&text)], lang));
        }
    }
}

#[test]
fn without_a_result_the_page_says_so() {
    let mut outcome = run(&one_stream("recurring", "", "shape = { kind = \"step\", start = \"R4\", full = 9 }"), 1024);
    outcome.results.clear();
    outcome.distributions.clear();
    outcome.provenance.interrupted = true;
    for lang in LANGS {
        let page = page(std::slice::from_ref(&outcome), lang);
        check(&page);
        assert!(page.contains("class=\"notice\"") && !page.contains("data-table=\"main\""));
    }
}

#[test]
fn whatever_the_names_they_are_words_and_nothing_else() {
    let odd = "<script>alert('1')</script> & 🏯👨‍👩‍👧 𠮷野家\n=cmd|'/c calc'!A0 'single' ";
    for name in [odd.to_owned(), "長".repeat(200), "W".repeat(200)] {
        let outcome = run(&many(3, &name, "R9", "80", UNCERTAIN), 2048);
        for lang in LANGS {
            let page = page(std::slice::from_ref(&outcome), lang);
            check(&page);
            assert!(
                !page.contains("<script")
                    && markup::read(&page).words().contains(outcome.header.policies[0].name.trim())
            );
        }
    }
}

#[test]
fn a_plan_without_a_period_is_led_by_its_current_edition() {
    let text = many(2, "P", "R7", "80", UNCERTAIN).replace(
        "plan = { first = \"R4\", last = \"R7\", basis = \"recurring\" }",
        "plan = { basis = \"recurring\" }\nedition = [{ base = \"R3\", horizon = 3 }, { base = \"R4\", horizon = 3 }]",
    );
    let outcome = run_with(&text, settings(2048), Uncertainty::On);
    assert!(!outcome.header.fixed_period);
    for lang in LANGS {
        let page = page(std::slice::from_ref(&outcome), lang);
        check(&page);
        let page = markup::read(&page);
        assert!(cells(&page, "main").iter().all(|(_, period, ..)| period == "edition:2021"));
        assert!(!page.tables("curve").is_empty());
    }
}
