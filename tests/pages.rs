//! The page of a run: well-formed, without a script or an address, complete, its tables those of the outcome, no words over
//! one another.

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

/// A tag of a page with its attributes, and the words up to the next one.
#[derive(Debug)]
struct Tag<'a> {
    name: &'a str,
    closes: bool,
    attributes: HashMap<&'a str, String>,
    words: String,
}

impl Tag<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.attributes.get(key).map(String::as_str)
    }

    fn is(&self, class: &str) -> bool {
        self.get("class").is_some_and(|c| c.split(' ').any(|c| c == class))
    }

    fn number(&self, key: &str) -> f64 {
        let typed = self.get(key).unwrap_or_else(|| panic!("{key} of {self:?}"));
        typed.parse().unwrap_or_else(|_| panic!("{key} of {self:?}"))
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The tags of a page, whose markup must be well-formed: quoted attributes, everything closed in order.
fn tags(page: &str) -> Vec<Tag<'_>> {
    let mut found: Vec<Tag> = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = page.strip_prefix("<!DOCTYPE html>").expect("a document type");
    while let Some(after) = rest.strip_prefix('<') {
        let end = after.find('>').expect("a tag ends");
        let (inside, next) = (&after[..end], &after[end + 1..]);
        let words_end = next.find('<').unwrap_or(next.len());
        let words = unescaped(&next[..words_end]);
        rest = &next[words_end..];
        if let Some(name) = inside.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "closed out of order");
            found.push(Tag { name, closes: true, attributes: HashMap::new(), words });
            continue;
        }
        let (name, list) = inside.split_once(' ').unwrap_or((inside, ""));
        let mut attributes = HashMap::new();
        let mut list = list;
        while !list.is_empty() {
            let (key, value) = list.split_once("=\"").expect("a quoted value");
            let (value, more) = value.split_once('"').expect("a value ends");
            assert!(attributes.insert(key, unescaped(value)).is_none(), "{key} twice in <{inside}>");
            list = more.trim_start();
        }
        if name != "meta" {
            open.push(name);
        }
        found.push(Tag { name, closes: false, attributes, words });
    }
    assert!(open.is_empty() && rest.is_empty(), "left open: {open:?} {rest}");
    found
}

/// What holds for every page, whatever the outcome.
fn check(page: &str) {
    let tags = tags(page);
    asks_for_nothing(page, &tags);
    leads_somewhere(&tags);
    let levels: Vec<u32> = tags
        .iter()
        .filter(|t| !t.closes && t.name.len() == 2 && t.name.starts_with('h') && t.name != "hr")
        .map(|t| t.name[1..].parse().expect("a level"))
        .collect();
    assert_eq!(levels.iter().filter(|l| **l == 1).count(), 1);
    assert!(levels[0] == 1 && levels.windows(2).all(|w| w[1] <= w[0] + 1), "{levels:?}");
    for tag in &tags {
        for (key, value) in &tag.attributes {
            let odd = ["NaN", "inf", "e1", "e2"].iter().any(|w| value.contains(w));
            let geometric = ["x", "y", "x1", "x2", "y1", "y2", "width", "height", "points", "viewBox"].contains(key);
            assert!(!(geometric && odd), "{key}={value}");
        }
        if tag.name == "th" && !tag.closes {
            assert!(tag.get("scope").is_some());
        }
        if tag.is("point") {
            assert_eq!((tag.get("tabindex"), tag.get("role")), (Some("0"), Some("img")));
            assert!(tag.get("aria-label").is_some_and(|l| !l.is_empty()));
        }
        assert!(!tag.words.contains("NaN") && !tag.words.contains("inf "), "{}", tag.words);
    }
    assert_eq!(page.matches("<svg class=\"chart\"").count(), page.matches("<svg role=\"img\"").count());
    no_words_over_one_another(&tags);
}

fn asks_for_nothing(page: &str, tags: &[Tag]) {
    for tag in tags {
        assert!(!["script", "link", "img", "iframe", "object", "base", "form", "use", "image"].contains(&tag.name));
        for (key, value) in &tag.attributes {
            assert!(!key.starts_with("on") && !["src", "srcset", "xlink:href", "style"].contains(key), "{key}");
            assert!(*key != "href" || value.starts_with('#'), "{value}");
        }
    }
    let (style, _) = page.split_once("</style>").expect("a style");
    assert!(!style.contains("@import") && style.matches("url(").count() == style.matches("url(#").count());
}

/// Every id is there once, and everything that leads to one finds it.
fn leads_somewhere(tags: &[Tag]) {
    let mut ids = HashSet::new();
    for id in tags.iter().filter_map(|t| t.get("id")) {
        assert!(ids.insert(id), "{id} twice");
    }
    for tag in tags {
        let named = tag.get("aria-labelledby").into_iter().flat_map(|list| list.split(' '));
        for id in named.chain(tag.get("href").and_then(|h| h.strip_prefix('#'))) {
            assert!(ids.contains(id), "nothing has the id {id}");
        }
    }
}

/// The words of every chart with where they stand, taking usual fonts' widths: they lie within it and apart.
fn no_words_over_one_another(tags: &[Tag]) {
    let mut boxes: Vec<([f64; 4], String)> = Vec::new();
    let mut inside = false;
    for tag in tags {
        if tag.is("chart") {
            inside = true;
            boxes.clear();
        }
        if !inside || tag.name != "text" || tag.closes || tag.is("value") || tag.words.trim().is_empty() {
            continue;
        }
        let size = if ["tick", "on", "in", "within"].iter().any(|c| tag.is(c)) { 12.0 } else { 13.0 };
        let wide = |c: char| if c.width_cjk() == Some(2) { 1.0 } else { 0.52 };
        let width: f64 = tag.words.chars().map(|c| wide(c) * size).sum();
        let (x, y) = (tag.number("x"), tag.number("y"));
        let left = if tag.is("middle") {
            x - width / 2.0
        } else if tag.is("end") {
            x - width
        } else {
            x
        };
        let place = [left, left + width, y - size * 0.78, y + size * 0.12];
        assert!(place[0] >= -1.0 && place[1] <= 761.0, "outside the chart: {} {place:?}", tag.words);
        for (other, said) in &boxes {
            let apart = place[0] >= other[1] || place[1] <= other[0] || place[2] >= other[3] || place[3] <= other[2];
            assert!(apart, "“{}” {place:?} over “{said}” {other:?}", tag.words);
        }
        boxes.push((place, tag.words.clone()));
    }
}

/// The cells of the tables of one name: policy, period, statistic or column, with the exact number and what is shown.
fn cells(tags: &[Tag], name: &str) -> Vec<(String, String, String, f64, String)> {
    let mut found = Vec::new();
    let (mut inside, mut column) = (false, 0);
    let (mut policy, mut period, mut statistic) = (String::new(), String::new(), String::new());
    for tag in tags {
        match tag.name {
            "table" => inside = !tag.closes && tag.get("data-table") == Some(name),
            "tr" if inside && !tag.closes => {
                let get = |key| tag.get(key).unwrap_or_default().to_owned();
                (policy, period, statistic) = (get("data-policy"), get("data-period"), get("data-statistic"));
                column = 0;
            }
            "td" if inside && !tag.closes => {
                let of_column = column.to_string();
                let what = if statistic.is_empty() { of_column } else { statistic.clone() };
                let of = tag.get("data-period").map_or_else(|| period.clone(), str::to_owned);
                found.push((policy.clone(), of, what, tag.number("data-value"), tag.words.clone()));
                column += 1;
            }
            _ => {}
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
        let tags = tags(&page);
        let main = cells(&tags, "main");
        assert_eq!(main.len(), 4 * 9);
        for (policy, period, column, value, shown) in &main {
            let entry = outcome.plan_entry(policy).expect("an entry");
            assert_eq!((period.as_str(), *value), ("plan:2022-2027", columns(entry)[column.parse::<usize>().unwrap()]));
            assert!(column == "6" || *shown == Unit::whole(Name::ThousandYen).in_table(*value), "{shown} for {value}");
        }
        let years = cells(&tags, "by-year");
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
        let editions = cells(&tags, "editions");
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
    let tags = tags(&page);
    let amount = |shown: &str| shown.replace(',', "").replace('▲', "-").parse::<f64>().expect("an amount");
    for name in ["reconciliation", "bridge"] {
        let mut rows: HashMap<(String, String), Vec<f64>> = HashMap::new();
        for (policy, _, statistic, _, shown) in cells(&page_numbers(&tags), name) {
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
    let shortfalls = cells(&tags, "shortfall");
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

/// The tags without the cells in which nothing stands.
fn page_numbers<'a>(tags: &'a [Tag<'a>]) -> Vec<Tag<'a>> {
    let empty = |t: &&Tag| t.name == "td" && !t.closes && t.get("data-value").is_none();
    let copy = |t: &'a Tag<'a>| Tag {
        name: t.name,
        closes: t.closes,
        attributes: t.attributes.iter().map(|(k, v)| (*k, v.clone())).collect(),
        words: t.words.clone(),
    };
    tags.iter().filter(|t| !empty(t)).map(copy).collect()
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
        for text in &outcome.header.not_modelled {
            assert!(unescaped(&page).contains(text.as_str()), "{text}");
        }
        for used in &outcome.classes {
            assert!(unescaped(&page).contains(used.class.caveat.get(lang)), "{}", used.class.id);
        }
        assert!(page.contains(if lang == Lang::Ja { "<html lang=\"ja\">" } else { "<html lang=\"en\">" }));
    }
    let japanese = page(std::slice::from_ref(&outcome), Lang::Ja);
    assert!(japanese.contains("10回のうち10回近く、目標に届きません"));
}

#[test]
fn several_outcomes_are_parts_of_one_page() {
    let outcomes = [run(&file("scenarios/minimal.toml"), 2048), run(&file("scenarios/plan-time.toml"), 2048)];
    let page = page(&outcomes, Lang::En);
    check(&page);
    assert!(page.contains("id=\"p1-odds\"") && page.contains("id=\"p2-odds\""));
    assert!(outcomes.iter().all(|o| unescaped(&page).contains(&o.header.title)));
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
            assert!(!page.contains("<script") && unescaped(&page).contains(outcome.header.policies[0].name.trim()));
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
        let tags = tags(&page);
        assert!(cells(&tags, "main").iter().all(|(_, period, ..)| period == "edition:2021"));
        assert!(page.contains("data-table=\"curve\""));
    }
}
