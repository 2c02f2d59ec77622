//! A run tells what decides on a screen: at most a hundred columns and sixty lines; `--detail` tells all.

use crate::program::{mikomi, refused, stderr, stdout};
use crate::simulated::at;
use std::fmt::Write as _;
use std::path::Path;
use unicode_width::UnicodeWidthStr;

const REVISED: &str = "scenarios/revised.toml";

/// A plan of so many policies, each a little worse than the one before, with names and amounts as long as they come.
fn of_policies(folder: &Path, policies: usize, years: std::ops::RangeInclusive<i32>, unit: &str) -> String {
    let (first, last) = (years.start(), years.end());
    let mut text = format!(
        "format = 1\ntitle = \"多くの方針\"\nunit = \"{unit}\"\n\
         plan = {{ first = \"R{first}\", last = \"R{last}\", basis = \"recurring\", as_of = \"R5\" }}\n\
         editions = {{ first_base = \"R4\", last_base = \"R6\", horizon = 5, beyond_plan = \"hold\" }}\n"
    );
    let amounts = |of: f64| {
        let rising = |year: i32| of + 10_000.0 * f64::from(year);
        years.clone().map(|year| format!("R{year} = {}", rising(year))).collect::<Vec<_>>().join(", ")
    };
    for i in 1..=policies {
        let (target, amount) = (2_000_000.0 + 50_000.0 * i as f64, 2_100_000.0);
        let _ = writeln!(
            text,
            "[[policy]]\nid = \"p{i:02}\"\nname = \"公共施設の総量の適正化と財源の確保その{i}\"\ntargets = {{ {} }}\n\
             actuals = {{ R4 = 1_900_000 }}\n[[initiative]]\nid = \"i{i:02}\"\nname = \"取組{i}\"\npolicy = \"p{i:02}\"\n\
             stream = [{{ id = \"s\", kind = \"saving\", amounts = {{ {} }}, realisation = {{ kind = \"uniform\", low = 0.8, high = 1.1 }} }}]",
            amounts(target),
            amounts(amount)
        );
    }
    let path = folder.join("plan.toml");
    std::fs::write(&path, text).expect("written");
    path.display().to_string()
}

fn printed(plan: &str, more: &[&str]) -> String {
    stdout(&[&["run", plan, "--trials", "1024"], more].concat())
}

/// The lines but for the last, which holds the names of files.
fn fits(told: &str) {
    let lines: Vec<&str> = told.lines().collect();
    let (_, others) = lines.split_last().expect("lines");
    for line in others {
        assert!(line.width() <= 100, "{}: {line}", line.width());
    }
}

#[test]
fn up_to_five_policies_are_on_a_screen() {
    for policies in 1..=5 {
        for unit in ["円", "千円"] {
            let folder = tempfile::tempdir().expect("a folder");
            let plan = of_policies(folder.path(), policies, 4..=9, unit);
            for lang in ["ja", "en"] {
                let told = printed(&plan, &["--lang", lang]);
                fits(&told);
                assert!(told.lines().count() <= 60, "{policies} {}: {told}", told.lines().count());
            }
        }
    }
}

#[test]
fn of_more_policies_the_worst_five_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = of_policies(folder.path(), 8, 4..=9, "千円");
    let told = printed(&plan, &["--lang", "ja"]);
    fits(&told);
    let main = told.split("\n\n").nth(1).expect("the table");
    let all = ["p01", "p02", "p03", "p04", "p05", "p06", "p07", "p08"];
    assert_eq!(all.into_iter().filter(|id| main.contains(*id)).collect::<Vec<_>>(), all[3..]);
    assert!(main.find("p08") < main.find("p04") && main.contains("合計"), "the worst first: {main}");
    assert!(told.contains("ほかの3本は --detail で示します"), "{told}");
    assert!(printed(&plan, &["--detail"]).contains("p01"));
}

#[test]
fn many_years_are_told_of_the_total_in_parts() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = of_policies(folder.path(), 3, 4..=18, "千円");
    let told = printed(&plan, &["--lang", "ja"]);
    fits(&told);
    assert!(told.contains("年度別（合計。") && told.contains("R18") && told.contains("(実績)"), "{told}");
}

#[test]
fn columns_are_left_out_in_a_fixed_order() {
    let heads = |plan: &str| {
        let told = printed(plan, &["--lang", "en"]);
        let table = told.split("\n\n").nth(1).expect("the table").to_owned();
        let heads = table.lines().next().expect("heads").split('|').map(|head| head.trim().to_owned());
        heads.collect::<Vec<_>>()
    };
    let without_quantiles = ["Policy", "Target", "Planned", "Mean", "P(met)", "Mean", "Extra"];
    assert_eq!(heads("scenarios/minimal.toml"), without_quantiles);
    let folder = tempfile::tempdir().expect("a folder");
    let wide = of_policies(folder.path(), 1, 4..=9, "円");
    assert_eq!(heads(&wide), ["Policy", "Target", "Mean", "P(met)", "Mean"], "long names leave no room");
}

#[test]
fn detail_and_an_edition_tell_all() {
    let brief = printed(REVISED, &["--lang", "ja"]);
    let whole = printed(REVISED, &["--lang", "ja", "--detail"]);
    let edition = printed(REVISED, &["--lang", "ja", "--edition", "R5"]);
    assert!(whole.lines().count() > 100 && brief.lines().count() < 60);
    assert_eq!(whole, edition, "R5 is the current edition");
    let notes = |told: &str| told.lines().filter(|line| line.trim_start().starts_with("3. ")).count();
    assert!(notes(&brief) == 1 && !brief.contains(" 4. ") && whole.contains("30. "));
    let next =
        "次に：mikomi run scenarios/revised.toml --out 見通し.html で図の入った1枚の資料、--detail ですべての表と注";
    assert_eq!(brief.lines().last(), Some(next));
    assert!(!whole.contains("次に："));
}

#[test]
fn a_comparison_is_brief_too() {
    let args = ["compare", "scenarios/plan-time.toml", REVISED, "--trials", "1024", "--lang", "ja"];
    let (brief, whole) = (stdout(&args), stdout(&[&args[..], &["--detail"]].concat()));
    fits(&brief);
    assert!(brief.contains("■ 見直しの要因") && !brief.contains("取組項目の系譜") && whole.contains("取組項目の系譜"));
    assert!(brief.lines().count() < whole.lines().count());
    assert!(brief.lines().last().is_some_and(|line| line.contains("--out 比較.html")), "{brief}");
}

#[test]
fn detail_of_a_set_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let set = at("scenarios/minimal.toml").display().to_string();
    let store = folder.path().join("set.sqlite").display().to_string();
    let made = mikomi(&["batch", &set, "--trials", "1024", "--store", &store]);
    assert!(made.status.success(), "{}", stderr(&made));
    let told = refused(folder.path(), &["report", &store, "--detail", "--lang", "en"]);
    assert!(told.contains("--detail has an effect only on a JSON result of mikomi run or compare"), "{told}");
}
