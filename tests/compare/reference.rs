//! An independent program agrees: `tests/reference/pair.py` draws a pair with every component changed in NumPy, one formula
//! for every set of changed components; its output is committed.

use super::{Over, component, difference, on_draws};
use crate::simulated::{file, read};
use mikomi::analysis::Component;
use serde_json::Value as Json;

const TRIALS: u64 = 500 * 1024;

#[test]
fn every_component_agrees_with_an_independent_program() {
    let reference: Json = serde_json::from_str(&file("tests/reference/pair.json")).expect("JSON");
    let [plan, revised] =
        ["pair-plan", "pair-revised"].map(|name| read(&file(&format!("tests/reference/{name}.toml"))));
    let of = on_draws(&plan, &revised, TRIALS);
    let other = reference["n"].as_f64().expect("trials");
    // 4.5 standard errors of the difference of two runs.
    let agree = |what: &str, found: f64, theirs: &Json, name: &str, resolution: f64| {
        let value = theirs[name].as_f64().expect("a number");
        let error = theirs["se"][name].as_f64().expect("an error") * (1.0 + other / TRIALS as f64).sqrt();
        assert!((found - value).abs() <= 4.5 * error + resolution, "{what} {name}: {found} against {value} ± {error}");
    };
    for c in Component::ALL {
        let name = serde_json::to_value(c).expect("a word");
        let name = name.as_str().expect("a word");
        let found = component(&of, "P", Over::Plan, c);
        // The program writes ten digits: 55 ⅓ as 55.33333333.
        let planned = reference["planned"][name].as_f64().expect("a number");
        assert!((found.planned - planned).abs() < f64::max(1e-9, 5e-10 * planned.abs()), "{found:?}");
        let theirs = &reference["components"][name];
        agree(name, found.mean, theirs, "mean", 0.0);
        agree(name, found.spread.sd.expect("many trials"), theirs, "sd", 0.0);
    }
    let (d, theirs) = (difference(&of, "P", Over::Plan), &reference["difference"]);
    assert_eq!(d.difference.planned, reference["planned"]["difference"].as_f64().expect("a number"));
    let (sd, q) = (d.spread.sd.expect("many trials"), &d.spread.quantiles);
    for (name, found, resolution) in [
        ("mean", d.difference.mean, 0.0),
        ("sd", sd, 0.0),
        ("p_met", d.p_not_below.value, 0.0),
        ("p5", q.p5, 0.002 * sd),
        ("p10", q.p10, 0.002 * sd),
        ("p50", q.p50, 0.002 * sd),
        ("p90", q.p90, 0.002 * sd),
        ("p95", q.p95, 0.002 * sd),
    ] {
        agree("difference", found, theirs, name, resolution);
    }
}
