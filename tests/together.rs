//! Scenarios that are run together have the results, to the last bit, that they have when they are run alone.

use crate::simulated::file;
use mikomi::engine::{Progress, Sampling, Settings};
use mikomi::model::Model;
use mikomi::outcome::{Request, Results, simulate, simulate_together};
use mikomi::plan::Uncertainty;
use mikomi::scenario::{Document, load};

fn read(name: &str, text: &str) -> (Document, Model) {
    let base = text.to_owned();
    let document = load(name, &|_| Ok(base.as_bytes().to_vec())).expect("readable");
    let model = Model::read(&document).unwrap_or_else(|p| panic!("{name}: {:?}", p.list));
    (document, model)
}

fn request(trials: u64, sampling: Sampling, threads: usize) -> Request {
    let settings = Settings { trials, precision: None, seed: 5, sampling, threads, memory: None };
    Request { settings, uncertainty: Uncertainty::On, confidence: 0.9 }
}

/// Everything that a set keeps, with all digits of every number.
fn all_digits(results: &Results) -> String {
    format!("{results:?}")
}

fn assert_alike(scenarios: &[(Document, Model)], request: &Request) {
    let both: Vec<(&Document, &Model)> = scenarios.iter().map(|(d, m)| (d, m)).collect();
    let together = simulate_together(&both, request, &Progress::default()).expect("threads");
    assert_eq!(together.len(), scenarios.len());
    for ((document, model), results) in scenarios.iter().zip(&together) {
        let alone = simulate(document, model, request, &Progress::default()).expect("threads");
        let alone = Results::from(alone);
        assert!(!alone.results.is_empty());
        assert_eq!(all_digits(results), all_digits(&alone), "{}", alone.header.title);
    }
}

/// Variants of a scenario, each with one piece of its text replaced.
fn variants(text: &str, changes: &[(&str, &str)]) -> Vec<(Document, Model)> {
    let changed = changes.iter().map(|(from, to)| {
        assert!(text.contains(from), "nothing to replace: {from}");
        text.replacen(from, to, 1)
    });
    std::iter::once(text.to_owned()).chain(changed).map(|text| read("variant", &text)).collect()
}

fn of_revised() -> Vec<(Document, Model)> {
    let changes = [
        // A target, a curve, a class, a correlation, a lag, an edition, a name on which draws hang, the lag.
        ("R9 = 595_190", "R9 = 500_000"),
        ("R6 = 5_305, R7 = 6_633, R8 = 9_703", "R6 = 5_305, R7 = 9_967, R8 = 9_703"),
        ("class = \"dx_idea\"", "class = \"cash_item\""),
        ("correlation = { value = 0.25", "correlation = { value = 0.5"),
        (
            "delay = { class = \"start_delay\", note = \"外部",
            "delay = { kind = \"uniform\", low = 0.0, high = 1.5, note = \"外部",
        ),
        ("horizon = 5", "horizon = 4"),
        ("id = \"kpi-review\"", "id = \"kpi-review-2\""),
        ("closing_lag = 1", "closing_lag = 2"),
    ];
    variants(&file("scenarios/revised.toml"), &changes)
}

#[test]
fn variants_of_the_shipped_plan() {
    let mut scenarios = of_revised();
    scenarios.push(read("plan-time", &file("scenarios/plan-time.toml")));
    for (trials, sampling) in [(3_000, Sampling::Latin), (1_024 * 3, Sampling::Latin), (2_000, Sampling::Random)] {
        assert_alike(&scenarios, &request(trials, sampling, 1));
    }
}

#[test]
fn variants_of_a_scenario_with_every_feature() {
    let text = file("tests/reference/everything.toml");
    let others = ["scenarios/minimal.toml", "scenarios/bench/w60.toml"].map(|name| read(name, &file(name)));
    let scenarios: Vec<_> = [read("everything", &text), read("everything", &text)].into_iter().chain(others).collect();
    assert_alike(&scenarios, &request(5_000, Sampling::Latin, 1));
    assert_alike(&scenarios, &request(1_500, Sampling::Random, 1));
}

#[test]
fn the_order_and_the_number_of_threads_change_nothing() {
    let mut scenarios = of_revised();
    scenarios.reverse();
    for threads in [1, 2, 3] {
        assert_alike(&scenarios, &request(4_000, Sampling::Latin, threads));
    }
}

#[test]
fn certain_scenarios_stand_among_the_others() {
    let certain = "format = 1\ntitle = \"certain\"\nunit = \"千円\"\n[plan]\nfirst = \"R4\"\nlast = \"R5\"\nbasis = \"recurring\"\n\
                   [[policy]]\nid = \"I\"\nname = \"I\"\ntargets = { R4 = 10, R5 = 20 }\n\
                   [[initiative]]\nid = \"a\"\nname = \"a\"\npolicy = \"I\"\n\
                   [[initiative.stream]]\nid = \"s\"\nkind = \"saving\"\namounts = { R4 = 10, R5 = 15 }\n";
    let scenarios = [file("scenarios/minimal.toml"), certain.to_owned(), file("scenarios/revised.toml")]
        .map(|text| read("x", &text));
    assert_alike(&scenarios, &request(2_048, Sampling::Latin, 1));
    let off = Request { uncertainty: Uncertainty::Off, ..request(2_048, Sampling::Latin, 1) };
    assert_alike(&scenarios, &off);
}

#[test]
fn parts_of_a_run_add_up_to_the_whole() {
    let (document, model) = read("revised", &file("scenarios/revised.toml"));
    let outcome =
        simulate(&document, &model, &request(70 * 1024, Sampling::Latin, 2), &Progress::default()).expect("threads");
    let entry = crate::simulated::held(outcome.plan_entry("total").expect("simulated"));
    // 70 blocks: the first six parts have two, the others one.
    let trials: Vec<u64> = entry.parts.iter().map(|part| part.trials / 1024).collect();
    assert_eq!(trials, [[2; 6].as_slice(), [1; 58].as_slice()].concat());
    let weighted = |of: fn(&mikomi::stats::Part) -> f64| {
        entry.parts.iter().map(|part| part.trials as f64 * of(part)).sum::<f64>() / (70.0 * 1024.0)
    };
    assert!((weighted(|p| p.mean) / entry.mean - 1.0).abs() < 1e-9);
    assert!((weighted(|p| p.met) - entry.p_met.value).abs() < 1e-12);
    assert!((weighted(|p| p.mean_shortfall) / entry.mean_shortfall - 1.0).abs() < 1e-9);
}

/// Of a sweep of 1,000 variants over curves and targets: what its store holds of twenty of them, drawn at random, the same ones every time.
#[test]
fn a_thousand_variants_are_what_each_is_alone() {
    use mikomi::batch::{Inputs, Job, PeriodChoice, ScenarioSet, Selection, Store, run};
    use rand::SeedableRng as _;
    use rand::seq::SliceRandom;
    let read = |name: &str| match name {
        "example:revised" => std::fs::read(crate::simulated::at("scenarios/revised.toml")),
        other => std::fs::read(other),
    };
    let path = crate::simulated::at("benches/sets/curves-and-targets.toml");
    let set = ScenarioSet::open(&path.to_string_lossy(), &read).unwrap_or_else(|p| panic!("{:?}", p.list));
    assert_eq!(set.members.len(), 1000);
    let folder = tempfile::tempdir().expect("a folder");
    let store = folder.path().join("set.sqlite");
    let inputs = Inputs::new(read);
    let request = request(3_000, Sampling::Latin, 2);
    let told = |_: &mikomi::scenario::Problems| mikomi::lang::Text::default();
    let job = Job { set: &set, inputs: &inputs, told: &told, request, chosen: vec![true; 1000] };
    let summary = run(&job, &store, &Progress::default(), &mut |_| {}).expect("runs");
    assert_eq!((summary.counts.done, summary.counts.failed), (1000, 0));
    let store = Store::open_read(&store).expect("a store");
    let stored = |policy: &str| {
        store.results(&Selection { policy: policy.to_owned(), period: PeriodChoice::Plan }).expect("readable")
    };
    let kept = ["I", "II", "III", "total"].map(|policy| (policy, stored(policy)));
    let mut members: Vec<usize> = (0..1000).collect();
    members.shuffle(&mut rand::rngs::StdRng::seed_from_u64(20_261_128));
    for &member in &members[..20] {
        let document = set.document(member, &read).expect("readable");
        let model = Model::read(&document).expect("valid");
        let alone = simulate(&document, &model, &request, &Progress::default()).expect("threads");
        for (policy, kept) in &kept {
            let entry = kept.scenarios[member].entry.as_ref().expect("done").as_ref().expect("there");
            let name = &set.members[member].name;
            assert_eq!(
                format!("{entry:?}"),
                format!("{:?}", alone.plan_entry(policy).expect("there")),
                "{name} {policy}"
            );
        }
    }
}
