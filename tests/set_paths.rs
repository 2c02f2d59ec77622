//! Readable paths: every form reaches the values that it names, and no others.

use crate::sets::{BASE, opened};
use serde_json::{Value as Json, json};

const MORE: &str = r#"
[editions]
first_base = "R5"
last_base = "R6"
horizon = 5
[[edition]]
base = "R5"
booked = { P = 300 }
[[policy]]
id = "II"
name = "policy II"
targets = { 2024 = 7, "令和9年度" = 8 }
[[dependence]]
id = "all"
among = {}
variable = "realisation"
correlation = { value = 0.25, source = "judged" }
[[initiative]]
id = "dx"
name = "DX"
policy = "II"
delay = 0.5
[[initiative.stream]]
id = "effect"
kind = "saving"
amounts = { R6 = 1 }
realisation = { class = "dx_committed" }
[[initiative.stream]]
id = "fees"
kind = "revenue"
amounts = { R6 = 2 }
realisation = { class = "revenue" }
"#;

/// What stands at some JSON pointers after `path` was set to `value`; the pointers of all other values are unchanged.
fn set(path: &str, value: &str) -> Result<Json, String> {
    let base = format!("{BASE}{MORE}");
    let written = if value.is_empty() { "9" } else { value };
    let text = format!(
        "format = 1\ntitle = \"t\"\nbase = \"base.toml\"\n[[lever]]\nid = \"l\"\npath = '{path}'\nvalues = [{written}]\nlabels = [\"x\"]"
    );
    let set = opened(&[("sets/set.toml", &text), ("sets/base.toml", &base)]);
    let set = set.map_err(|p| p.list.iter().map(|l| l.message.en.clone()).collect::<Vec<_>>().join("; "))?;
    let document = set.document(0, &|_| Err(std::io::ErrorKind::NotFound.into())).expect("tried by opening");
    Ok(document.root().to_json())
}

fn base() -> Json {
    toml::from_str(&format!("{BASE}{MORE}")).expect("TOML")
}

/// The JSON pointers at which two values differ.
fn differences(a: &Json, b: &Json, at: &str, out: &mut Vec<String>) {
    match (a, b) {
        (Json::Object(x), Json::Object(y)) => {
            let keys: std::collections::BTreeSet<&String> = x.keys().chain(y.keys()).collect();
            for key in keys {
                match (x.get(key), y.get(key)) {
                    (Some(p), Some(q)) => differences(p, q, &format!("{at}/{key}"), out),
                    _ => out.push(format!("{at}/{key}")),
                }
            }
        }
        (Json::Array(x), Json::Array(y)) if x.len() == y.len() => {
            x.iter().zip(y).enumerate().for_each(|(i, (p, q))| differences(p, q, &format!("{at}/{i}"), out));
        }
        _ if a == b => {}
        _ => out.push(at.to_owned()),
    }
}

#[test]
fn paths_reach_what_they_name() {
    for (path, value, places) in [
        ("title", "\"other\"", &["/title"][..]),
        ("plan.as_of", "\"R7\"", &["/plan/as_of"]),
        ("editions.horizon", "3", &["/editions/horizon"]),
        ("edition.R5.booked.P", "9", &["/edition/0/booked/P"]),
        ("edition.2023.booked.P", "9", &["/edition/0/booked/P"]),
        ("driver.wage.growth", "0.5", &["/driver/0/growth"]),
        ("dependence.all.correlation", "0.5", &["/dependence/0/correlation"]),
        ("policy.II.targets.R6", "9", &["/policy/1/targets/2024"]),
        ("policy.II.target.FY2024", "9", &["/policy/1/targets/2024"]),
        ("policy.II.target.R9", "9", &["/policy/1/targets/令和9年度"]),
        ("policy.P.actual.2023", "9", &["/policy/0/actuals/R5"]),
        ("policy.II.target.R8", "9", &["/policy/1/targets/R8"]),
        ("initiative.dx.delay", "1", &["/initiative/1/delay"]),
        ("initiative.bpr.delay", "1", &["/initiative/0/delay"]),
        ("initiative.\"bpr\".delay", "1", &["/initiative/0/delay"]),
        ("initiative.bpr.shift", "-1", &["/initiative/0/shift"]),
        ("initiative.*.delay", "2", &["/initiative/1/delay"]),
        ("initiative[policy=II].delay", "2", &["/initiative/1/delay"]),
        ("initiative.dx.stream.effect.realisation.class", "\"dx_idea\"", &["/initiative/1/stream/0/realisation/class"]),
        ("initiative.dx.stream[kind=revenue].amounts.R6", "9", &["/initiative/1/stream/1/amounts/R6"]),
        (
            "initiative.*.stream[realisation.class=dx_committed].realisation.class",
            "\"dx_idea\"",
            &["/initiative/1/stream/0/realisation/class"],
        ),
        (
            "initiative[policy=II].stream.*.amounts.*",
            "9",
            &["/initiative/1/stream/0/amounts/R6", "/initiative/1/stream/1/amounts/R6"],
        ),
        ("policy[id=II].targets.*", "9", &["/policy/1/targets/2024", "/policy/1/targets/令和9年度"]),
    ] {
        let changed = set(path, value).unwrap_or_else(|e| panic!("{path}: {e}"));
        let mut found = Vec::new();
        differences(&base(), &changed, "", &mut found);
        found.sort();
        let mut wanted: Vec<String> = places.iter().map(|p| (*p).to_owned()).collect();
        wanted.sort();
        assert_eq!(found, wanted, "{path}");
    }
}

#[test]
fn a_number_over_a_number_with_its_source_replaces_it_whole() {
    let changed = set("dependence.all.correlation", "0.5").expect("right");
    assert_eq!(changed["dependence"][0]["correlation"], json!(0.5));
}

#[test]
fn a_shape_takes_the_place_of_amounts() {
    let changed = set("initiative.dx.stream.effect.shape", "{ kind = \"step\", start = \"R6\", full = 5 }");
    let stream = changed.expect("right")["initiative"][1]["stream"][0].clone();
    assert!(stream.get("amounts").is_none() && stream.get("shape").is_some(), "{stream}");
}

#[test]
fn paths_that_match_nothing_are_refused_with_the_step_at_which_they_stop() {
    for (path, told) in [
        ("initiatives.bpr.delay", "the scenario has no 'initiatives'"),
        ("initiative.bprr.delay", "'initiative' has no 'bprr'"),
        ("initiative.bpr.stream.saving.amounts.R6", "'initiative.bpr.stream' has no 'saving'"),
        ("policy.IV.target.R9", "'policy' has no 'IV'"),
        ("policy.II.aims.R9", "'policy.II' has no 'aims'"),
        ("initiative[policy=IV].delay", "'initiative' has no '[policy=IV]'"),
        ("initiative.*.on_failure", "has no 'on_failure'"),
        ("initiative.dx.delay.class", "nothing stands below 'initiative.dx.delay'"),
        ("driver.price.growth", "'driver' has no 'price'"),
        // The last key may be new; whether it exists is for the scenario to say.
        ("initiative.dx.dealy", "there is no key 'dealy' here"),
        ("plan.as_off", "there is no key 'as_off' here"),
        ("initiative..delay", "a name is missing"),
    ] {
        let error = set(path, "").expect_err(path);
        assert!(error.contains(told), "{path}: {error}");
    }
}
