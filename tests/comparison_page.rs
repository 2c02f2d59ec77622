//! The page of a comparison says what the text report says, and its charts add up as printed.

use crate::markup::{self, Element};
use crate::program::mikomi;
use crate::rolled_reports::FILES as ROLLED;
use std::collections::BTreeSet;

const PLAN: &str = "scenarios/plan-time.toml";
const REVISED: &str = "scenarios/revised.toml";

fn printed(files: &[&str], more: &[&str]) -> String {
    let output = mikomi(&[&["compare"], files, &["--trials", "4000"], more].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The words that a reader sees, one piece a line.
fn words(page: &str) -> Vec<String> {
    let page = markup::read(page);
    let [body] = page.named("body")[..] else { panic!("a body") };
    body.pieces().into_iter().map(str::trim).filter(|words| !words.is_empty()).map(str::to_owned).collect()
}

fn amount(shown: &str) -> i64 {
    shown.replace('▲', "-").replace(',', "").parse().unwrap_or_else(|_| panic!("no amount: {shown}"))
}

/// Every sentence and every figure of the text report stands on the page.
#[test]
fn the_page_holds_what_the_text_says() {
    for (files, lang) in [[PLAN, REVISED], ROLLED].into_iter().flat_map(|files| ["ja", "en"].map(|lang| (files, lang)))
    {
        for more in [&["--lang", lang][..], &["--lang", lang, "--deterministic"]] {
            let text = printed(&files, &[more, &["--detail"]].concat());
            let page = printed(&files, &[more, &["--format", "html"]].concat());
            let words = words(&page);
            let all = words.join("\n").replace('\n', " ");
            let cells: BTreeSet<&str> = words.iter().map(String::as_str).collect();
            let (mut sentences, mut figures) = (0, 0);
            for line in text.lines().skip(1) {
                let is_heading = line.starts_with(|c: char| c.is_ascii_digit()) && line.contains(". ");
                if line.contains(" | ") {
                    for cell in line
                        .split('|')
                        .map(str::trim)
                        .filter(|c| c.contains(|d: char| d.is_ascii_digit()) && !c.contains(['(', '年', '者']))
                    {
                        assert!(cells.contains(cell) || all.contains(cell), "{more:?}: no cell {cell}");
                        figures += 1;
                    }
                } else if line.contains("mikomi explain") {
                    // The page holds itself what the text report leads to; only how to mend what a guard rail found is told
                    // elsewhere: by the lines of both sides and the note that count what was found.
                    assert!(!all.contains("mikomi run") && !all.contains("mikomi explain"), "{more:?}");
                    let leads: Vec<&String> = words.iter().filter(|w| w.contains("mikomi check")).collect();
                    let of_rails = |w: &&String| w.starts_with("確認事項：") || w.starts_with("Guard rails: ");
                    assert!(leads.len() == 3 && leads.iter().all(of_rails), "{more:?}: {leads:?}");
                } else if !line.trim().is_empty() && !line.contains("===") && !is_heading {
                    let said = line.trim().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(". ");
                    assert!(all.contains(said), "{more:?}: not said: {said}");
                    sentences += 1;
                }
            }
            assert!(sentences > 30 && figures > 200, "{more:?}: {sentences} sentences, {figures} figures");
        }
    }
}

/// From the plan, component by component, to the revision: for the total and each policy, to the last unit.
#[test]
fn walks_add_up_as_printed() {
    let page = printed(&[PLAN, REVISED], &["--format", "html", "--lang", "en"]);
    let page = markup::read(&page);
    let charts = [page.charts("-waterfall-"), page.charts("-bridge")].concat();
    assert_eq!(charts.len(), 5, "the total, three policies, the bridge of editions");
    for chart in charts {
        let labels: Vec<&str> =
            chart.labels_of_points().iter().map(|l| l.split(", target").next().expect("a part")).collect();
        let amounts: Vec<i64> = labels.iter().map(|l| amount(l.rsplit(' ').next().expect("an amount"))).collect();
        let (last, walk) = amounts.split_last().expect("columns");
        assert!(walk.len() >= 2, "{labels:?}");
        assert_eq!(walk.iter().sum::<i64>(), *last, "{labels:?}");
    }
}

/// Labels are words though they hold figures: what they name stands at the left, and a heading of words for itself.
#[test]
fn labels_with_figures_are_words() {
    let labels = ["--format", "html", "--lang", "en", "--label", "Plan 2024", "--label", "Plan 2025"];
    let page = printed(&ROLLED, &labels);
    let found = words(&page);
    assert_eq!(found.iter().filter(|w| w.starts_with("P(Plan 2025")).count(), 1, "the odds alone");
    assert!(found.iter().any(|w| w == "Dominance"));
    // A wide table goes on in another, with its labels again.
    let page = markup::read(&page);
    let table = page.tables("by-year")[0];
    for label in ["Plan 2024", "Plan 2025"] {
        let cells: Vec<&Element> = table.named("th").into_iter().filter(|cell| cell.words() == label).collect();
        assert_eq!(cells.len(), 5, "four policies and the total");
        assert!(cells.iter().all(|cell| cell.get("scope") == Some("row")), "they say what a row is: {cells:?}");
    }
}

#[test]
fn every_revision_has_its_part_and_every_id_is_its_own() {
    let page = printed(&[PLAN, REVISED, REVISED], &["--format", "html"]);
    let page = markup::read(&page);
    let ids: Vec<&str> = page.all().iter().filter_map(|element| element.get("id")).collect();
    let distinct: BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(ids.len(), distinct.len());
    assert!(ids.contains(&"r1-part") && ids.contains(&"r2-part") && !ids.contains(&"r3-part"));
    for target in page.all().iter().filter_map(|element| element.get("href")?.strip_prefix('#')) {
        assert!(ids.contains(&target), "{target}");
    }
}

/// What both sides rest on stands on the page: sources, reference classes, what is not modelled; the method once.
#[test]
fn what_stands_behind_both_sides_is_told() {
    for (files, plans) in [(&[PLAN, REVISED][..], 2), (&[PLAN, REVISED, REVISED], 3)] {
        let page = printed(files, &["--format", "html", "--lang", "en"]);
        let read = markup::read(&page);
        for list in ["sources", "notes"] {
            assert_eq!(page.matches(&format!("data-list=\"{list}\"")).count(), plans, "{list}");
        }
        assert_eq!(read.tables("classes").len(), plans);
        assert_eq!(page.matches("Monte Carlo").count(), 1);
        assert_eq!(read.pieces().iter().filter(|words| **words == "Not modelled").count(), plans);
        assert!(!page.contains("initiative."), "tables of the scenario go by their names");
    }
}

/// The bars of the change add up to all trials, and what lies beyond the ends belongs to them.
#[test]
fn bars_of_the_change_add_up() {
    let page = printed(&[PLAN, REVISED], &["--format", "html", "--lang", "en"]);
    let page = markup::read(&page);
    let charts = page.charts("-difference-");
    assert!(charts.len() >= 3);
    for chart in charts {
        let labels: Vec<&str> =
            chart.labels_of_points().iter().filter_map(|label| label.strip_prefix("Change ")).collect();
        assert!(labels.first().is_some_and(|l| l.starts_with("below ")), "{labels:?}");
        assert!(labels.last().is_some_and(|l| l.contains(" or more: ")), "{labels:?}");
        let share = |l: &&str| {
            let shown = l.rsplit("probability ").next().expect("a probability");
            if shown.starts_with('<') { 0.0 } else { shown.trim_end_matches('%').parse::<f64>().expect("a share") }
        };
        let sum: f64 = labels.iter().map(share).sum();
        // Each is printed to a tenth of a percent.
        assert!((sum - 100.0).abs() <= 0.06 * labels.len() as f64, "{sum} {labels:?}");
    }
}

/// A plan against itself changes nothing, and the page says so.
#[test]
fn nothing_changed_is_said() {
    let page = printed(&[REVISED, REVISED], &["--format", "html", "--lang", "ja"]);
    assert!(page.contains("見直しによる増減はありません。"));
    assert!(!page.contains("NaN") && !page.contains("-difference-"), "no distribution of nothing");
}
