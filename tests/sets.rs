//! Sweep files: every lever, uncertainty and way of combining does what arithmetic by hand says.

use crate::simulated::settings;
use mikomi::batch::{FactorKind, ScenarioSet};
use mikomi::engine::Progress;
use mikomi::lang::Lang::{En, Ja};
use mikomi::model::Model;
use mikomi::outcome::{self, Outcome, Request};
use mikomi::plan::Uncertainty;
use mikomi::scenario::Problems;

/// A policy with 100 a year as its target, R4 and R5 closed at 10 and 20; a saving, a cost of R6 and an index that stands
/// still. Planned: 10 + 20 + 30 + 50 + 60 + 60 − 5 = 225.
pub(crate) const BASE: &str = r#"
format = 1
title = "base"
unit = "千円"
[plan]
first = "R4"
last = "R9"
basis = "recurring"
as_of = "R6"
[[policy]]
id = "P"
name = "policy P"
targets = { R4 = 100, R5 = 100, R6 = 100, R7 = 100, R8 = 100, R9 = { value = 100, source = "plan" } }
actuals = { R4 = 10, R5 = 20 }
[[driver]]
id = "wage"
base = "R6"
growth = { value = 0.0, source = "none" }
[[initiative]]
id = "bpr"
name = "BPR"
policy = "P"
[[initiative.stream]]
id = "effect"
kind = "saving"
amounts = { R4 = 10, R5 = 20, R6 = 30, R7 = 50, R8 = 60, R9 = 60 }
driver = "wage"
[[initiative.stream]]
id = "cost"
kind = "cost"
recurring = false
amounts = { R6 = 5 }
"#;

/// A set made of files that exist here only.
pub(crate) fn opened(files: &[(&str, &str)]) -> Result<ScenarioSet, Problems> {
    let read = |name: &str| {
        let found = files.iter().find(|(file, _)| *file == name);
        found.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| std::io::ErrorKind::NotFound.into())
    };
    ScenarioSet::open("sets/set.toml", &read)
}

/// A set on [`BASE`], which must be right.
fn sweep(text: &str) -> ScenarioSet {
    let text = format!("format = 1\ntitle = \"set\"\nbase = \"../base.toml\"\n{text}");
    opened(&[("sets/set.toml", &text), ("base.toml", BASE)]).unwrap_or_else(|p| panic!("{:#?}", p.list))
}

fn no_file(_: &str) -> std::io::Result<Vec<u8>> {
    Err(std::io::ErrorKind::NotFound.into())
}

fn run(set: &ScenarioSet, name: &str, trials: u64, uncertainty: Uncertainty) -> Outcome {
    let names: Vec<&str> = set.members.iter().map(|m| m.name.as_str()).collect();
    let member = names.iter().position(|n| *n == name).unwrap_or_else(|| panic!("{name} is not in {names:?}"));
    let document = set.document(member, &no_file).unwrap_or_else(|p| panic!("{:#?}", p.list));
    let model = Model::read(&document).unwrap_or_else(|p| panic!("{:#?}", p.list));
    let request = Request { settings: settings(trials), uncertainty, confidence: 0.8 };
    outcome::simulate(&document, &model, &request, &Progress::default()).expect("threads")
}

/// The planned effect and the target of P over the plan period.
fn planned(set: &ScenarioSet, name: &str) -> (f64, f64) {
    let outcome = run(set, name, 1, Uncertainty::Off);
    let entry = outcome.plan_entry("P").expect("simulated");
    (entry.planned, entry.target.expect("a target"))
}

fn names(set: &ScenarioSet) -> Vec<&str> {
    set.members.iter().map(|m| m.name.as_str()).collect()
}

/// One lever with one value that does `what`, under the label `x`.
fn lever(what: &str) -> ScenarioSet {
    sweep(&format!("[[lever]]\nid = \"l\"\n[[lever.value]]\nlabel = \"x\"\n{what}"))
}

/// Each value is tried before anything runs: a factor has a most.
#[test]
fn a_factor_has_a_hundred_thousand_values_at_most() {
    let values: Vec<String> = (0..=100_000).map(|i| i.to_string()).collect();
    let text = format!(
        "format = 1\ntitle = \"t\"\nbase = \"base.toml\"\n[[lever]]\nid = \"l\"\npath = \"policy.P.targets.R9\"\nvalues = [{}]\n",
        values.join(", ")
    );
    let base = crate::simulated::file("scenarios/minimal.toml");
    let read = |name: &str| Ok(if name == "base.toml" { base.clone() } else { text.clone() }.into_bytes());
    let problems = ScenarioSet::open("set.toml", &read).expect_err("too many");
    let [problem] = &problems.list[..] else { panic!("{:?}", problems.list) };
    assert_eq!((problem.message.ja.as_str(), problem.message.en.as_str()), ("値が100001個あります", "100001 values"));
    let allowed = problem.allowed.as_ref().expect("told");
    assert_eq!((allowed.ja.as_str(), allowed.en.as_str()), ("100000個まで", "up to 100000"));
}

#[test]
fn every_lever_changes_the_plan_by_what_arithmetic_says() {
    for (what, effect, target) in [
        ("", 225.0, 600.0),
        // 10 + 20 + 20 + 30 + 50 + 60 − 5: the level reached stays, the cost moves with it.
        ("delay = { bpr = 1 }", 185.0, 600.0),
        // 10 + 20 + 50 + 60 + 60 + 60 − 5.
        ("accelerate = { bpr = 1 }", 255.0, 600.0),
        // The closed years stand as recorded.
        ("drop = [\"bpr\"]", 30.0, 600.0),
        // 30 + 35 + 65 + 80 + 80 − 7.5.
        ("resize = { bpr = 1.5 }", 282.5, 600.0),
        ("set = { \"policy.P.target.R9\" = 70 }", 225.0, 570.0),
        ("multiply = { \"policy.*.target.*\" = 1.1 }", 225.0, 660.0),
        // A sale of land in R8 does not recur.
        (
            "with = { initiative = [{ id = \"sale\", name = \"sale\", policy = \"P\", stream = [{ id = \"s\", kind = \"revenue\", recurring = false, amounts = { R8 = 40 } }] }] }",
            265.0,
            600.0,
        ),
    ] {
        let (planned, aimed) = planned(&lever(what), "l=x");
        assert!((planned - effect).abs() < 1e-9 && (aimed - target).abs() < 1e-9, "{what}: {planned} of {aimed}");
    }
}

/// A set of two levers on `bpr`, each with the base and one value.
fn two_levers(x: &str, y: &str) -> ScenarioSet {
    let one = |id: &str, what: &str| {
        format!("[[lever]]\nid = \"{id}\"\nvalue = [{{ label = \"0\" }}, {{ label = \"v\", {what} }}]\n")
    };
    sweep(&format!("{}{}", one("x", x), one("y", y)))
}

/// The planned effect with both levers, which must be the same in either order of the file, to the last digit.
fn planned_with_both(x: &str, y: &str) -> f64 {
    let (set, turned) = (two_levers(x, y), two_levers(y, x));
    let digest = |set: &ScenarioSet| {
        let both = set.members.iter().position(|m| m.name == "x=v y=v").expect("both");
        set.document(both, &no_file).expect("right").digest()
    };
    assert_eq!(digest(&set), digest(&turned), "{x}, {y}");
    planned(&set, "x=v y=v").0
}

#[test]
fn two_levers_on_one_initiative_add_and_multiply() {
    for (x, y, effect) in [
        // 20 is reached in R5; what is still to come is 10, 30, 40, 40 and the cost of 5. Times 0.5 · 0.8 = 0.4:
        // 30 + 24 + 32 + 36 + 36 − 2.
        ("resize = { bpr = 0.5 }", "resize = { bpr = 0.8 }", 156.0),
        // 1.5 · 2 = 3: 30 + 50 + 110 + 140 + 140 − 15.
        ("resize = { bpr = 1.5 }", "resize = { bpr = 2.0 }", 455.0),
        // Three years later: 30 + 20 + 20 + 20 + 30 − 5.
        ("delay = { bpr = 1 }", "delay = { bpr = 2 }", 115.0),
        // As planned.
        ("delay = { bpr = 1 }", "accelerate = { bpr = 1 }", 225.0),
        // Half as large and a year later: 30 + 20 + 25 + 35 + 40 − 2.5.
        ("delay = { bpr = 1 }", "resize = { bpr = 0.5 }", 147.5),
        // Dropped is dropped.
        ("delay = { bpr = 1 }", "drop = [\"bpr\"]", 30.0),
        ("drop = [\"bpr\"]", "resize = { bpr = 1.5 }", 30.0),
        ("drop = [\"bpr\"]", "drop = [\"bpr\"]", 30.0),
    ] {
        let found = planned_with_both(x, y);
        assert!((found - effect).abs() < 1e-9, "{x} and {y}: {found} for {effect}");
    }
    // Of what is dropped nothing is told about decisions without effect: the one lever beats the other.
    let set = two_levers("drop = [\"bpr\"]", "delay = { bpr = 1 }");
    let model = Model::read(&set.document(3, &no_file).expect("right")).expect("right");
    assert!(model.found.iter().all(|f| !f.words.en.contains("no effect")), "{:?}", model.found);
}

#[test]
fn numbers_that_two_levers_multiply_are_multiplied_by_both() {
    // Targets of 100 in six years, R9 times 1.1 · 1.2 in any order: 500 + 132.
    let [x, y] = ["1.1", "1.2"].map(|by| format!("multiply = {{ \"policy.P.target.R9\" = {by} }}"));
    planned_with_both(&x, &y);
    let (_, target) = planned(&two_levers(&x, &y), "x=v y=v");
    assert!((target - 632.0).abs() < 1e-9, "{target}");
    // What is written is multiplied, whichever comes first in the file: 500 + 70 · 1.1.
    planned_with_both("set = { \"policy.P.target.R9\" = 70 }", &x);
    let (_, target) = planned(&two_levers("set = { \"policy.P.target.R9\" = 70 }", &x), "x=v y=v");
    assert!((target - 577.0).abs() < 1e-9, "{target}");
}

#[test]
fn levers_act_on_top_of_what_the_base_has_decided() {
    for (decided, what, effect) in [
        // 0.5 · 1.5 = 0.75 of 10, 30, 40, 40 − 5: 30 + 27.5 + 42.5 + 50 + 50 − 3.75.
        ("scale = 0.5", "resize = { bpr = 1.5 }", 196.25),
        // 1 + 1 years later: 30 + 20 + 20 + 30 + 50 − 5.
        ("shift = 1", "delay = { bpr = 1 }", 145.0),
        // 1 − 1.
        ("shift = 1", "accelerate = { bpr = 1 }", 225.0),
        // A year later and half as large: as above.
        ("shift = 1", "resize = { bpr = 0.5 }", 147.5),
        ("shift = 1\nscale = 0.5", "drop = [\"bpr\"]", 30.0),
        // What the base has dropped stays dropped.
        ("drop = true", "accelerate = { bpr = 1 }", 30.0),
    ] {
        let base = BASE.replace("name = \"BPR\"", &format!("name = \"BPR\"\n{decided}"));
        let text = format!(
            "format = 1\ntitle = \"set\"\nbase = \"base.toml\"\n[[lever]]\nid = \"l\"\n[[lever.value]]\nlabel = \"x\"\n{what}"
        );
        let set = opened(&[("sets/set.toml", &text), ("sets/base.toml", &base)]).expect("right");
        let found = planned(&set, "l=x").0;
        assert!((found - effect).abs() < 1e-9, "{decided}, {what}: {found} for {effect}");
    }
}

#[test]
fn a_value_that_the_base_states_anyway_is_the_one_that_leaves_it() {
    let factor = |path: &str, values: &str| {
        let set = sweep(&format!("[[uncertainty]]\nid = \"u\"\npath = \"{path}\"\nvalues = [{values}]"));
        set.factors[0].base
    };
    assert_eq!(factor("driver.wage.growth", "0.02, 0, 0.01"), Some(1));
    assert_eq!(factor("driver.wage.growth", "0.02, 0.01"), None);
    assert_eq!(factor("policy.*.target.*", "50, 100"), Some(1));
    assert_eq!(factor("initiative.bpr.stream.effect.amounts.*", "10, 20"), None);
    // A key that does not stand there yet.
    assert_eq!(factor("initiative.bpr.go_ahead", "1.0, 0.5"), None);
}

#[test]
fn names_are_those_of_the_file_or_what_is_changed_in_words() {
    let set = sweep(
        "[[lever]]\nid = \"a\"\nvalue = [{}, { resize = { bpr = 1.5 } }, { label = { ja = \"やめる\", en = \"stop\" }, drop = [\"bpr\"] }]\n\
         [[uncertainty]]\nid = \"b\"\nname = { ja = \"賃金\", en = \"wages\" }\npath = \"driver.wage.growth\"\nvalues = [0.0, 0.01]\nlabels = [\"0\", { ja = \"高い\", en = \"high\" }]\nweights = [3, 1]\n\
         [[uncertainty]]\nid = \"c\"\npath = \"initiative.bpr.go_ahead\"\nvalues = [0.5]\n\
         [[group]]\nexcept = [{ b = \"high\", a = \"stop\" }]",
    );
    let names = |lang, factor: usize| -> Vec<String> {
        let f = &set.factors[factor];
        f.names.iter().chain([&f.name]).map(|name| name.get(lang).to_owned()).collect()
    };
    assert_eq!(names(Ja, 0), ["計画どおり", "規模1.5倍", "やめる", "BPR"]);
    assert_eq!(names(En, 0), ["as planned", "1.5 times the size", "stop", "BPR"]);
    assert_eq!(
        (names(Ja, 1), names(En, 1)),
        (vec!["0".into(), "高い".into(), "賃金".into()], vec!["0".into(), "high".into(), "wages".into()])
    );
    assert_eq!((names(Ja, 2)[1].as_str(), names(En, 2)[1].as_str()), ("BPRの実施確率", "chance to go ahead of BPR"));
    // Under a name of its own a value that is written is told as it is.
    assert_eq!(names(En, 2)[0], "0.5");
    let named = sweep("[[uncertainty]]\nid = \"u\"\nname = \"U\"\npath = \"driver.wage.growth\"\nvalues = [0.01]");
    assert_eq!(named.factors[0].names[0].en, "0.01");
    assert_eq!(set.factors[1].weights, [3.0, 1.0]);
    // Scenarios are known by labels that are the same in every language, and filters take either.
    assert_eq!(set.members[0].name, "a=as planned b=0 c=0.5");
    assert_eq!(set.members[2].name, "a=resize bpr 1.5 b=0 c=0.5");
    assert_eq!(set.members.last().expect("members").name, "a=やめる b=0 c=0.5");
    assert_eq!(set.members.len(), 5);
}

#[test]
fn a_cost_that_is_delayed_falls_into_the_next_year() {
    let outcome = run(&lever("delay = { bpr = 1 }"), "l=x", 1, Uncertainty::Off);
    let years = outcome.results.iter().filter(|e| e.policy == "P" && e.period.first == e.period.last);
    let planned: Vec<f64> = years.map(|e| e.planned).collect();
    assert_eq!(planned, [10.0, 20.0, 20.0, 30.0 - 5.0, 50.0, 60.0]);
}

#[test]
fn wages_grow_amounts_year_by_year() {
    let set = sweep("[[uncertainty]]\nid = \"wage\"\npath = \"driver.wage.growth\"\nvalues = [0.0, 0.1]");
    assert_eq!(set.factors[0].kind, FactorKind::Uncertainty);
    assert_eq!(names(&set), ["wage=0.0", "wage=0.1"]);
    assert!((planned(&set, "wage=0.0").0 - 225.0).abs() < 1e-9);
    // 30 + 30 + 50·1.1 + 60·1.1² + 60·1.1³ − 5.
    let grown = 30.0 + 30.0 + 55.0 + 72.6 + 79.86 - 5.0;
    assert!((planned(&set, "wage=0.1").0 - grown).abs() < 1e-9);
}

/// [`BASE`] with a second initiative `dx` like the first, without cost, both realised as `realisation` says.
fn uncertain(realisation: &str) -> String {
    let base = BASE.replace("driver = \"wage\"", &format!("realisation = {realisation}"));
    let more = "[[initiative]]\nid = \"dx\"\nname = \"DX\"\npolicy = \"P\"\n[[initiative.stream]]\nid = \"effect\"\n\
                kind = \"saving\"\namounts = { R6 = 100, R7 = 100, R8 = 100, R9 = 100 }\n";
    let group =
        "[[dependence]]\nid = \"P\"\namong = { policy = \"P\" }\nvariable = \"realisation\"\ncorrelation = 0.0\n";
    format!("{base}{more}realisation = {realisation}\n{group}")
}

#[test]
fn a_reference_class_is_replaced_wherever_it_is_used() {
    let base = uncertain("{ class = \"cash_item\" }");
    let text = "format = 1\ntitle = \"set\"\nbase = \"base.toml\"\n[[uncertainty]]\nid = \"class\"\n\
                [[uncertainty.value]]\nlabel = \"as planned\"\n\
                [[uncertainty.value]]\nlabel = \"an idea\"\nclass = { cash_item = \"dx_idea\" }";
    let set = opened(&[("sets/set.toml", text), ("sets/base.toml", &base)]).expect("right");
    // Reached in R5 are 20, which go on for four years; 10 + 30 + 40 + 40 and 400 are still to come. The means of the classes are
    // 0.82 and 0.4·exp(0.540865618829²/2).
    let idea = 0.4 * (0.540_865_618_829_f64.powi(2) / 2.0).exp();
    for (name, mean) in [("class=as planned", 0.82), ("class=an idea", idea)] {
        let outcome = run(&set, name, 200_000, Uncertainty::On);
        let entry = outcome.plan_entry("P").expect("simulated");
        let expected = 30.0 - 5.0 + 80.0 + mean * 520.0;
        let error = 5.0 * entry.se.expect("many blocks") + 0.01;
        assert!((entry.mean - expected).abs() < error, "{name}: {} for {expected}", entry.mean);
    }
}

#[test]
fn correlation_widens_the_sum_as_two_normals_do() {
    let base = uncertain("{ kind = \"normal\", mean = 1.0, sd = 0.1 }");
    let text = "format = 1\ntitle = \"set\"\nbase = \"base.toml\"\n[[uncertainty]]\nid = \"correlation\"\n\
                path = \"dependence.P.correlation\"\nvalues = [0, 0.5]";
    let set = opened(&[("sets/set.toml", text), ("sets/base.toml", &base)]).expect("right");
    for (name, rho) in [("correlation=0", 0.0), ("correlation=0.5", 0.5)] {
        let outcome = run(&set, name, 200_000, Uncertainty::On);
        let sd = outcome.plan_entry("P").expect("simulated").sd.expect("many trials");
        // 120 and 400 still to come, with 10 % each.
        let expected = (12.0_f64.powi(2) + 40.0_f64.powi(2) + 2.0 * rho * 12.0 * 40.0).sqrt();
        assert!((sd / expected - 1.0).abs() < 0.01, "{name}: {sd} for {expected}");
    }
}

const TWO: &str = "[[lever]]\nid = \"a\"\n[[lever.value]]\nlabel = \"one\"\ndelay = { bpr = 1 }\n\
                   [[lever.value]]\nlabel = \"two\"\ndelay = { bpr = 2 }\n\
                   [[uncertainty]]\nid = \"b\"\npath = \"driver.wage.growth\"\nvalues = [0.01, 0.02]\n";

#[test]
fn values_are_combined_as_asked() {
    let made = |group: &str| {
        let set = sweep(&format!("{TWO}{group}"));
        set.members.into_iter().map(|m| m.name).collect::<Vec<_>>()
    };
    let product = ["a=one b=0.01", "a=one b=0.02", "a=two b=0.01", "a=two b=0.02"];
    assert_eq!(made(""), product);
    assert_eq!(made("[[group]]\ncombine = \"product\""), product);
    assert_eq!(made("[[group]]\ncombine = \"zip\""), ["a=one b=0.01", "a=two b=0.02"]);
    assert_eq!(made("[[group]]\ncombine = \"each\""), ["base", "a=one", "a=two", "b=0.01", "b=0.02"]);
    assert_eq!(made("[[group]]\ncombine = \"each\"\nfactors = [\"b\"]"), ["base", "b=0.01", "b=0.02"]);
    let list = "[[group]]\ncombine = \"list\"\nlist = [{ b = 0.02, a = \"two\" }, {}, { a = \"one\" }]";
    assert_eq!(made(list), ["a=two b=0.02", "base", "a=one"]);
    let groups = "[[group]]\nid = \"x\"\nfactors = [\"a\"]\n[[group]]\nid = \"y\"\ncombine = \"zip\"";
    assert_eq!(made(groups), ["x: a=one", "x: a=two", "y: a=one b=0.01", "y: a=two b=0.02"]);
}

#[test]
fn filters_keep_and_leave_out() {
    let made = |filter: &str| {
        let set = sweep(&format!("{TWO}[[group]]\n{filter}"));
        set.members.into_iter().map(|m| m.name).collect::<Vec<_>>()
    };
    assert_eq!(made("only = [{ a = \"two\" }]"), ["a=two b=0.01", "a=two b=0.02"]);
    assert_eq!(made("except = [{ a = \"two\", b = 0.01 }]"), ["a=one b=0.01", "a=one b=0.02", "a=two b=0.02"]);
    let either = "only = [{ a = \"one\", b = 0.01 }, { a = [\"one\", \"two\"], b = 0.02 }]";
    assert_eq!(made(either), ["a=one b=0.01", "a=one b=0.02", "a=two b=0.02"]);
    assert_eq!(made("combine = \"each\"\nexcept = [{ a = [\"one\", \"two\"] }]"), ["base", "b=0.01", "b=0.02"]);
}

#[test]
fn what_comes_to_the_same_is_made_once() {
    let plain = "[[lever]]\nid = \"c\"\n[[lever.value]]\nlabel = \"as planned\"\n[[lever.value]]\nlabel = \"so too\"\n";
    let set = sweep(&format!("{plain}[[group]]\ncombine = \"each\""));
    assert_eq!(names(&set), ["base"]);
}

#[test]
fn settings_say_which_value_each_factor_takes() {
    let set = sweep(TWO);
    let told: Vec<Vec<(&str, &str)>> = set
        .members
        .iter()
        .map(|m| {
            m.settings.iter().map(|s| (&*set.factors[s.factor].id, &*set.factors[s.factor].values[s.value])).collect()
        })
        .collect();
    assert_eq!(told[2], [("a", "two"), ("b", "0.01")]);
    assert_eq!(set.members[2].group, None);
}

#[test]
fn a_latin_sample_takes_every_value_as_often() {
    let factors = "[[lever]]\nid = \"a\"\npath = \"policy.P.target.R9\"\nvalues = [1, 2, 3, 4]\n\
                   [[uncertainty]]\nid = \"b\"\npath = \"driver.wage.growth\"\nrange = [0.0, 0.04]\n";
    let text = |seed: u64| format!("{factors}[[group]]\ncombine = \"latin\"\nsample = 50\nseed = {seed}");
    let set = sweep(&text(1));
    assert_eq!(set.members.len(), 50);
    assert_eq!((&*set.members[0].name, &*set.members[49].name), ("latin: 0001", "latin: 0050"));
    let drawn = |set: &ScenarioSet, factor: usize| -> Vec<f64> {
        let of = |m: &mikomi::batch::Member| m.settings.iter().find(|s| s.factor == factor).expect("set").value;
        set.members.iter().map(|m| set.factors[factor].values[of(m)].parse().expect("a number")).collect()
    };
    // 50 over four values: twelve or thirteen each.
    let counts = [1.0, 2.0, 3.0, 4.0].map(|v| drawn(&set, 0).iter().filter(|d| **d == v).count());
    assert!(counts.iter().all(|n| (12..=13).contains(n)), "{counts:?}");
    // One number in each fiftieth of the range.
    let mut strata: Vec<usize> = drawn(&set, 1).iter().map(|d| (d / 0.04 * 50.0) as usize).collect();
    strata.sort_unstable();
    assert_eq!(strata, (0..50).collect::<Vec<_>>());
    assert_eq!(drawn(&set, 1), drawn(&sweep(&text(1)), 1));
    assert_ne!(drawn(&set, 1), drawn(&sweep(&text(2)), 1));
    // What is drawn is what stands in the scenario.
    let document = set.document(7, &no_file).expect("right");
    let driver = &document.root().get("driver").expect("there").items()[0];
    assert_eq!(driver.get("growth").expect("there").to_json().as_f64(), Some(drawn(&set, 1)[7]));
}

#[test]
fn several_bases_are_a_factor() {
    let text = "format = 1\ntitle = \"set\"\nbase = { revised = \"r.toml\", plan-time = \"p.toml\" }\n\
                [[lever]]\nid = \"l\"\n[[lever.value]]\nlabel = \"later\"\ndelay = { bpr = 1 }\n\
                [[group]]\ncombine = \"each\"";
    let later = BASE.replace("R6 = 30", "R6 = 40");
    let set = opened(&[("sets/set.toml", text), ("sets/r.toml", BASE), ("sets/p.toml", &later)]).expect("right");
    assert_eq!(names(&set), ["base=revised", "base=revised l=later", "base=plan-time", "base=plan-time l=later"]);
    assert_eq!((&*set.factors[0].id, set.factors[0].kind), ("base", FactorKind::Lever));
    assert_eq!(set.factors[0].values, ["revised", "plan-time"]);
    assert!((planned(&set, "base=revised").0 - 225.0).abs() < 1e-9);
    assert!((planned(&set, "base=plan-time").0 - 235.0).abs() < 1e-9);
    // 10 + 20 + 20 + 40 + 50 + 60 − 5.
    assert!((planned(&set, "base=plan-time l=later").0 - 195.0).abs() < 1e-9);
}

#[test]
fn a_list_of_files_names_each_and_fails_one_by_one() {
    let text = "format = 1\ntitle = \"set\"\nscenarios = [\"a.toml\", \"gone.toml\", { name = \"b\", file = \"x/b.toml\" }, \"a.toml\"]";
    let files = [("sets/set.toml", text), ("sets/a.toml", BASE), ("sets/x/b.toml", BASE)];
    let set = opened(&files).expect("right");
    assert_eq!(names(&set), ["a", "gone", "b", "a (2)"]);
    let read = |name: &str| {
        let found = files.iter().find(|(file, _)| *file == name);
        found.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| std::io::ErrorKind::NotFound.into())
    };
    let is_read: Vec<bool> = (0..4).map(|m| set.document(m, &read).is_ok()).collect();
    assert_eq!(is_read, [true, false, true, true]);
}

#[test]
fn bases_lie_over_one_another_and_overlays_over_them() {
    let text = "format = 1\ntitle = \"set\"\nbase = \"a.toml+b.toml\"\n[[lever]]\nid = \"l\"\n\
                [[lever.value]]\nlabel = \"x\"\noverlay = \"c.toml\"";
    let over = "initiative = [{ id = \"bpr\", stream = [{ id = \"cost\", amounts = { R6 = 6 } }] }]";
    let more = "initiative = [{ id = \"bpr\", stream = [{ id = \"effect\", amounts = { R9 = 70 } }] }]";
    let files = [("sets/set.toml", text), ("sets/a.toml", BASE), ("sets/b.toml", over), ("sets/c.toml", more)];
    let set = opened(&files).expect("right");
    // 225 − 1 + 10.
    assert!((planned(&set, "l=x").0 - 234.0).abs() < 1e-9);
}

#[test]
fn later_factors_can_speak_of_what_earlier_ones_add() {
    let add = "[[lever]]\nid = \"add\"\n[[lever.value]]\nlabel = \"sale\"\n\
               with = { initiative = [{ id = \"sale\", name = \"sale\", policy = \"P\", stream = [{ id = \"s\", kind = \"revenue\", recurring = false, amounts = { R8 = 40 } }] }] }\n";
    let size = "[[uncertainty]]\nid = \"price\"\n[[uncertainty.value]]\nlabel = \"low\"\nmultiply = { \"initiative.sale.stream.s.amounts\" = 0.5 }\n";
    let set = sweep(&format!("{add}{size}"));
    // 225 + 40 · 0.5.
    assert!((planned(&set, "add=sale price=low").0 - 245.0).abs() < 1e-9);
}

#[test]
fn a_set_alone_and_its_scenario_alone_have_one_digest() {
    let set = sweep("[[lever]]\nid = \"l\"\npath = \"policy.P.target.R9\"\nvalues = [70]");
    let by_hand = BASE.replace("R9 = { value = 100, source = \"plan\" }", "R9 = 70");
    let (document, _) = crate::simulated::read(&by_hand);
    assert_eq!(set.document(0, &no_file).expect("right").digest(), document.digest());
}

#[test]
fn what_requires_a_dropped_initiative_is_dropped_with_it() {
    let more = "[[initiative]]\nid = \"dx\"\nname = \"DX\"\npolicy = \"P\"\nrequires = [\"bpr\"]\n\
                stream = [{ id = \"s\", kind = \"saving\", amounts = { R6 = 100 } }]\n";
    let base = format!("{BASE}{more}");
    let text = "format = 1\ntitle = \"set\"\nbase = \"base.toml\"\n[[lever]]\nid = \"l\"\n\
                [[lever.value]]\nlabel = \"x\"\ndrop = [\"bpr\"]";
    let set = opened(&[("sets/set.toml", text), ("sets/base.toml", &base)]).expect("right");
    assert!((planned(&set, "l=x").0 - 30.0).abs() < 1e-9);
    let model = Model::read(&set.document(0, &no_file).expect("right")).expect("right");
    assert!(model.found.iter().any(|f| f.words.en.contains("'dx' is dropped too")), "{:?}", model.found);
}

#[test]
fn editions_count_what_was_decided_and_what_it_leaves_beyond_the_plan() {
    // Levels of 20 in the base year R5; 30, 50, 60, 70 planned, 20, 30, 50, 60 a year later; R10 lies beyond the plan.
    for (beyond, later, expected) in [
        // 10 + 30 + 40 + 50 + 50 (held) − 5.
        ("hold", 0, 175.0),
        // 0 + 10 + 30 + 40 + 40 (the level of R9 is held) − 5.
        ("hold", 1, 115.0),
        // The delayed curve itself goes on to 70 in R10.
        ("explicit", 1, 125.0),
        // Nothing goes on: −20 for what the base contains.
        ("zero", 1, 55.0),
    ] {
        let editions = format!(
            "[editions]\nfirst_base = \"R5\"\nlast_base = \"R5\"\nhorizon = 5\nbeyond_plan = \"{beyond}\"\n[[policy]]"
        );
        let base = BASE.replace("R9 = 60", "R9 = 70").replace("[[policy]]", &editions);
        let text = format!(
            "format = 1\ntitle = \"set\"\nbase = \"base.toml\"\n[[lever]]\nid = \"l\"\n\
             [[lever.value]]\nlabel = \"x\"\ndelay = {{ bpr = {later} }}"
        );
        let set = opened(&[("sets/set.toml", &text), ("sets/base.toml", &base)]).expect("right");
        let outcome = run(&set, "l=x", 1, Uncertainty::Off);
        let of_edition = |e: &&outcome::Entry| e.policy == "P" && e.period.base.is_some();
        let entry = outcome.results.iter().find(of_edition).expect("an edition");
        assert!((entry.planned - expected).abs() < 1e-9, "{beyond}, {later} later: {}", entry.planned);
    }
}

#[test]
fn decisions_without_effect_are_told() {
    for (initiative, told) in [
        ("shift = 1\ndrop = true", "the shift and scale of 'bpr' have no effect"),
        (
            "drop = true\n[[initiative]]\nid = \"idle\"\nname = \"idle\"\npolicy = \"P\"\nscale = 2",
            "'idle' has no amounts",
        ),
    ] {
        // What follows the initiative's own keys would belong to the new table: the stream tables stand before it.
        let (own, more) = initiative.split_once("\n[[").unwrap_or((initiative, ""));
        let more = if more.is_empty() { String::new() } else { format!("[[{more}\n") };
        let text = format!("{}{more}", BASE.replace("name = \"BPR\"", &format!("name = \"BPR\"\n{own}")));
        let (_, model) = crate::simulated::read(&text);
        assert!(model.found.iter().any(|f| f.words.en.contains(told)), "{told}: {:?}", model.found);
    }
}

#[test]
fn what_erodes_erodes_from_its_new_year_on() {
    // 20 reached in R5; +10 in R6 and +20 in R7, a year later: 20·0.9 = 18 in R6; 18·0.9 + 10 = 26.2; 23.58 + 20 = 43.58;
    // 39.222 in R9. Closed years are recorded at 10 and 20.
    let base = BASE.replace(
        "amounts = { R4 = 10, R5 = 20, R6 = 30, R7 = 50, R8 = 60, R9 = 60 }\ndriver = \"wage\"",
        "amounts = { R5 = 20, R6 = 30, R7 = 50 }\nerosion = 0.1",
    );
    let text = "format = 1\ntitle = \"set\"\nbase = \"base.toml\"\n[[lever]]\nid = \"l\"\n\
                [[lever.value]]\nlabel = \"x\"\ndelay = { bpr = 1 }";
    let set = opened(&[("sets/set.toml", text), ("sets/base.toml", &base)]).expect("right");
    let expected = 30.0 + 18.0 + 26.2 + 43.58 + 39.222 - 5.0;
    let found = planned(&set, "l=x").0;
    assert!((found - expected).abs() < 1e-9, "{found}");
}

#[test]
fn classes_are_replaced_at_once_and_not_one_after_the_other() {
    let base = uncertain("{ class = \"cash_item\" }").replacen("cash_item", "revenue", 1);
    let text = "format = 1\ntitle = \"set\"\nbase = \"base.toml\"\n[[uncertainty]]\nid = \"class\"\n\
                [[uncertainty.value]]\nlabel = \"x\"\nclass = { revenue = \"cash_item\", cash_item = \"revenue\" }";
    let set = opened(&[("sets/set.toml", text), ("sets/base.toml", &base)]).expect("right");
    let root = set.document(0, &no_file).expect("right").root().to_json();
    let class = |i: usize| root["initiative"][i]["stream"][0]["realisation"]["class"].clone();
    assert_eq!([class(0), class(1)], ["cash_item", "revenue"]);
}

#[test]
fn the_plan_in_words_tells_what_is_decided() {
    for (what, en, ja) in [
        (
            "delay = { bpr = 1 }\nresize = { bpr = 1.5 }",
            "decided: 1.5 times the size, 1 year later",
            "決定：規模 1.5 倍、1年繰下げ",
        ),
        ("accelerate = { bpr = 2 }", "decided: 2 years earlier", "決定：2年前倒し"),
        ("drop = [\"bpr\"]", "decided: dropped", "決定：取りやめ"),
    ] {
        let model = Model::read(&lever(what).document(0, &no_file).expect("right")).expect("right");
        let [on, off] = [Uncertainty::On, Uncertainty::Off].map(|u| mikomi::plan::Plan::compile(&model, u));
        for (lang, words) in [(En, en), (Ja, ja)] {
            let told = mikomi::report::words_of_plan(&model, &on, &off, &[], lang);
            assert!(told.contains(words), "{told}");
        }
    }
}
