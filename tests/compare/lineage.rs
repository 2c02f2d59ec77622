//! Who goes on from whom: new names, and what cannot be followed.

use super::{
    Over, TRIALS, compared, component, difference, initiative, normal, nothing_differs, on_draws, on_paper, only_in,
    small, step,
};
use crate::simulated::{file, read, settings};
use mikomi::analysis::{Component, Family, FamilyKind, Member, Unmatched};
use mikomi::plan::Uncertainty;

fn member(id: &str) -> Member {
    Member { id: id.to_owned(), name: id.to_owned() }
}

fn family(kind: FamilyKind, before: &[&str], after: &[&str]) -> Family {
    let all = |ids: &[&str]| ids.iter().map(|id| member(id)).collect();
    Family { kind, before: all(before), after: all(after) }
}

/// Everything that hangs on names: noise that persists, dependence, a delay, a requirement, an overlap, an index.
const NAMED: &str = r#"
[[initiative]]
id = "a"
name = "a"
policy = "P"
go_ahead = 0.8
delay = { kind = "discrete", values = [0, 1, 2], weights = [5, 3, 2] }
stream = [
    { id = "s", kind = "saving", shape = { kind = "step", start = "R5", full = 33.3 }, realisation = { class = "cash_item" }, volatility = 0.2, persistence = 0.6, driver = "wage" },
    { id = "t", kind = "cost", shape = { kind = "one_off", start = "R5", full = 7.7 }, realisation = { class = "cost_it" } },
]
[[initiative]]
id = "b"
name = "b"
policy = "P"
requires = ["a"]
stream = [{ id = "s", kind = "saving", shape = { kind = "linear", start = "R5", years = 3, full = 21.1 }, realisation = { class = "cash_item" }, volatility = 0.1 }]
[[initiative]]
id = "c"
name = "c"
policy = "Q"
delay = { kind = "uniform", low = 0.0, high = 1.5 }
stream = [{ id = "s", kind = "revenue", shape = { kind = "step", start = "R6", full = 12.3 }, realisation = { class = "revenue" } }]
[[driver]]
id = "wage"
base = "R4"
growth = 0.02
volatility = 0.03
[[dependence]]
id = "all"
among = {}
variable = "realisation"
correlation = 0.4
[[dependence]]
id = "late"
among = { initiatives = ["a", "c"] }
variable = "delay"
correlation = 0.5
[[overlap]]
initiatives = ["a", "b"]
share = 0.7
"#;

/// The scenario with initiatives under new names, each replacing the old one.
fn renamed(text: &str, names: &[(&str, &str)], lineage: &str) -> String {
    let mut value: toml::Table = toml::from_str(text).expect("TOML");
    let new = |id: &str| names.iter().find(|(old, _)| *old == id).map_or(id, |(_, new)| *new).to_owned();
    for initiative in value.get_mut("initiative").and_then(toml::Value::as_array_mut).expect("a list") {
        let table = initiative.as_table_mut().expect("a table");
        let id = table["id"].as_str().expect("an id").to_owned();
        if new(&id) != id {
            table.insert("id".to_owned(), new(&id).into());
            table.insert("replaces".to_owned(), vec![id].into());
            if lineage.is_empty() {
                table.remove("lineage");
            } else {
                table.insert("lineage".to_owned(), lineage.into());
            }
        }
    }
    let lists = [("overlap", "initiatives"), ("initiative", "requires"), ("dependence", "among")];
    for (list, key) in lists {
        for table in value.get_mut(list).and_then(toml::Value::as_array_mut).into_iter().flatten() {
            let named = match table.get_mut(key) {
                Some(toml::Value::Table(among)) => among.get_mut("initiatives"),
                other => other,
            };
            for name in named.and_then(toml::Value::as_array_mut).into_iter().flatten() {
                *name = new(name.as_str().expect("a name")).into();
            }
        }
    }
    toml::to_string(&value).expect("TOML")
}

#[test]
fn new_names_alone_change_nothing() {
    let plan = small(NAMED);
    // The new names sort otherwise than the old ones.
    let names = [("a", "z"), ("b", "y"), ("c", "x")];
    for lineage in ["continuing", ""] {
        for count in 1..=3 {
            let revised = renamed(&plan, &names[..count], lineage);
            for uncertainty in [Uncertainty::Off, Uncertainty::On] {
                let all = compared(&read(&plan), &read(&revised), settings(TRIALS), uncertainty);
                let of = all.of;
                let without_sides = mikomi::analysis::Comparison {
                    // The outcomes of their own add up initiatives in the order of their names.
                    differences: of
                        .differences
                        .iter()
                        .map(|d| mikomi::analysis::Difference { plan: None, revised: None, ..d.clone() })
                        .collect(),
                    ..of.clone()
                };
                nothing_differs(&without_sides);
                let kinds = of.lineages.families.iter().map(|f| f.kind);
                assert!(kinds.clone().all(|k| k == FamilyKind::Continued) && kinds.len() == 3);
                assert_eq!(of.lineages.unmatched, []);
            }
        }
    }
}

#[test]
fn a_new_name_is_neither_an_end_nor_a_beginning() {
    let plan = small(NAMED);
    // A new name, and the amounts of `a` doubled from 33.3: nothing ended and nothing new.
    let revised = renamed(&plan, &[("a", "z")], "continuing").replace("33.3", "66.6");
    let of = on_draws(&read(&plan), &read(&revised), TRIALS);
    only_in(&of, Component::Amounts);
    assert!(difference(&of, "P", Over::Plan).difference.mean > 1.0);
}

#[test]
fn everything_at_once_under_new_names() {
    let plan = file("tests/reference/everything.toml");
    // Pairs of correlations excepted: their quantities are mixed in the order of their names.
    let (head, tail) = plan.split_once("[[correlation]]").expect("pairs");
    let plan = head.to_owned() + &tail[tail.find("[[overlap]]").expect("overlaps")..];
    let names = [("posts", "zz-posts"), ("facilities", "aa-facilities"), ("dx", "shared")];
    let revised = renamed(&plan, &names, "continuing");
    let of = on_draws(&read(&plan), &read(&revised), TRIALS);
    for a in &of.attribution {
        for c in &a.components {
            assert_eq!((c.planned, c.mean, c.spread.sd), (0.0, 0.0, Some(0.0)), "{} {:?}", a.policy, c.component);
        }
    }
    assert_eq!(of.lineages.unmatched, []);
}

/// One initiative after another of the plan, over six years from R4 on.
fn each(list: &[(&str, &str, f64)]) -> String {
    small(&list.iter().map(|(id, keys, full)| initiative(id, keys, &step("R4", *full, ""))).collect::<String>())
}

#[test]
fn what_cannot_be_followed_is_listed_and_nothing_is_lost() {
    // Six years each. `gone` is dropped without a word, `b` names a predecessor that never was, `c` is called continuing
    // and `d` merged without one, `e` is called new though it goes on.
    let plan = each(&[("a", "", 10.0), ("gone", "", 20.0), ("e", "", 5.0)]);
    let revised = each(&[
        ("a", "", 10.0),
        ("b", "replaces = [\"never\"]", 30.0),
        ("c", "lineage = \"continuing\"", 1.0),
        ("d", "lineage = \"merged\"", 2.0),
        ("e", "lineage = \"new\"", 5.0),
    ]);
    let of = on_paper(&read(&plan), &read(&revised));
    let mut unmatched = of.lineages.unmatched.clone();
    unmatched.sort_by_key(|u| format!("{u:?}"));
    let expected = [
        Unmatched::CalledNew(member("e")),
        Unmatched::Missing(member("gone")),
        Unmatched::UnknownReplaced { initiative: member("b"), replaces: "never".to_owned() },
        Unmatched::WithoutPredecessor(member("c")),
        Unmatched::WithoutPredecessor(member("d")),
    ];
    assert_eq!(unmatched, expected);
    // 6 · (10 + 30 + 1 + 2 + 5 − 35) = 6 · 13; ended −120, new 6 · 33.
    assert_eq!(difference(&of, "P", Over::Plan).difference.planned, 78.0);
    assert_eq!(component(&of, "P", Over::Plan, Component::Ended).planned, -120.0);
    assert_eq!(component(&of, "P", Over::Plan, Component::New).planned, 198.0);
    let found: Vec<&Family> = of.lineages.families.iter().filter(|f| f.kind != FamilyKind::Continued).collect();
    assert_eq!(found.len(), 4);
    assert!(found.contains(&&family(FamilyKind::Ended, &["gone"], &[])));
    assert!(found.contains(&&family(FamilyKind::New, &[], &["b"])));
}

#[test]
fn an_end_that_is_told_is_no_missing_initiative() {
    let plan = each(&[("a", "", 10.0), ("b", "", 20.0), ("c", "", 30.0)]);
    for lineage in ["ended", "completed"] {
        let told = format!("[[initiative]]\nid = \"b\"\nname = \"b\"\npolicy = \"P\"\nlineage = \"{lineage}\"\n");
        let revised = each(&[("a", "", 10.0), ("c", "", 30.0)]) + &told;
        let of = on_paper(&read(&plan), &read(&revised));
        only_in(&of, Component::Ended);
        assert_eq!(difference(&of, "P", Over::Plan).difference.planned, -120.0);
        assert_eq!(of.lineages.unmatched, []);
        assert!(of.lineages.families.contains(&family(FamilyKind::Ended, &["b"], &[])));
    }
}

#[test]
fn what_remains_of_an_ended_initiative_is_counted_with_its_end() {
    // 20 a year for six years; ended after R5, the saving of two years and a cost of 3 in R6 remain: 40 − 3 − 120.
    let plan = each(&[("a", "", 10.0), ("b", "", 20.0)]);
    let remains = "{ id = \"s\", kind = \"saving\", shape = { kind = \"step\", start = \"R4\", end = \"R5\", full = 20 } }, \
                   { id = \"x\", kind = \"cost\", shape = { kind = \"one_off\", start = \"R6\", full = 3 } }";
    let revised = each(&[("a", "", 10.0)]) + &initiative("b", "lineage = \"ended\"", remains);
    let of = on_paper(&read(&plan), &read(&revised));
    only_in(&of, Component::Ended);
    assert_eq!(difference(&of, "P", Over::Plan).difference.planned, -83.0);
    assert!(of.lineages.families.contains(&family(FamilyKind::Ended, &["b"], &["b"])));
}

#[test]
fn a_policy_of_one_side_counts_as_nothing_in_the_other() {
    let only_p = |more: &str| {
        format!(
            "format = 1\ntitle = \"t\"\nunit = \"千円\"\nplan = {{ first = \"R4\", last = \"R9\", basis = \"recurring\" }}\n{more}"
        )
    };
    let policy =
        |id: &str, target: f64| format!("[[policy]]\nid = \"{id}\"\nname = \"{id}\"\ntargets = {{ R9 = {target} }}\n");
    let p = initiative("a", "", &step("R4", 10.0, &normal(0.8, 0.2)));
    let q = initiative("b", "", &step("R4", 7.0, &normal(0.9, 0.1))).replace("policy = \"P\"", "policy = \"Q\"");
    let (small, large) = (only_p(&(policy("P", 5.0) + &p)), only_p(&(policy("P", 5.0) + &policy("Q", 3.0) + &p + &q)));
    for (plan, revised, sign) in [(&small, &large, 1.0), (&large, &small, -1.0)] {
        let all = compared(&read(plan), &read(revised), settings(TRIALS), Uncertainty::On);
        assert_eq!(
            all.of
                .lineages
                .unmatched
                .iter()
                .filter(|u| matches!(u, Unmatched::PolicyOfOne(m) if *m == member("Q")))
                .count(),
            1
        );
        let d = difference(&all.of, "Q", Over::Plan);
        assert_eq!((d.plan.is_some(), d.revised.is_some()), (sign < 0.0, sign > 0.0));
        // 6 · 7 and the target 3.
        assert_eq!((d.difference.planned, d.difference.target), (sign * 42.0, Some(sign * 3.0)));
        // The mean of 8,192 stratified draws with a standard deviation of 4.2.
        assert!((d.difference.mean - sign * 0.9 * 42.0).abs() < 0.02, "{}", d.difference.mean);
        let with = if sign > 0.0 { Component::New } else { Component::Ended };
        only_in(&all.of, with);
        assert_eq!(difference(&all.of, "P", Over::Plan).difference.planned, 0.0);
        assert_eq!(difference(&all.of, "total", Over::Plan).difference.planned, sign * 42.0);
    }
}

#[test]
fn an_edition_of_one_side_is_told_and_the_others_are_compared() {
    let plan = small(&initiative("a", "", &step("R4", 10.0, "")));
    // Bases R3 to R8 against R4 to R9: R3 and R9 stand on one side. And an edition over other years is another one.
    let moved = plan.replace("first_base = \"R3\", last_base = \"R8\"", "first_base = \"R4\", last_base = \"R9\"");
    let revised = moved.replace("full = 10", "full = 13") + "[[edition]]\nbase = \"R6\"\nhorizon = 3\n";
    let of = on_paper(&read(&plan), &read(&revised));
    let bases: Vec<i32> = of
        .lineages
        .unmatched
        .iter()
        .map(|u| if let Unmatched::EditionOfOne { base } = u { *base } else { panic!("{u:?}") })
        .collect();
    assert_eq!(bases, [2021, 2024, 2027]);
    for base in [2022, 2023, 2025, 2026] {
        // 3 more in every year from R4 on, all of it in the base year already.
        assert_eq!(difference(&of, "P", Over::Edition(base)).difference.planned, 0.0);
    }
    assert!(of.differences.iter().all(|d| d.period.base.is_none_or(|b| !bases.contains(&b.calendar()))));
    assert_eq!(difference(&of, "P", Over::Plan).difference.planned, 18.0);
}

#[test]
fn histories_that_both_tell_are_no_news() {
    // The second revision still says what the first one replaced.
    let text = each(&[("a", "lineage = \"merged\"\nreplaces = [\"old\", \"older\"]", 10.0)]);
    let of = on_paper(&read(&text), &read(&text.replace("full = 10", "full = 11")));
    assert_eq!(of.lineages.unmatched, []);
    only_in(&of, Component::Amounts);
}

#[test]
fn one_taken_over_by_another_is_merged_and_a_new_name_is_not() {
    let plan = each(&[("a", "", 10.0), ("b", "", 20.0)]);
    let over = |keys: &str| each(&[("a", "", 10.0), ("c", keys, 26.0)]);
    for (lineage, kind, component) in [
        ("merged", FamilyKind::Merged, Component::Merged),
        ("continuing", FamilyKind::Continued, Component::Amounts),
        ("new", FamilyKind::Continued, Component::Amounts),
    ] {
        let of = on_paper(&read(&plan), &read(&over(&format!("lineage = \"{lineage}\"\nreplaces = [\"b\"]"))));
        assert!(of.lineages.families.contains(&family(kind, &["b"], &["c"])), "{:?}", of.lineages);
        only_in(&of, component);
        assert_eq!(difference(&of, "P", Over::Plan).difference.planned, 36.0);
    }
}
