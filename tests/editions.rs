//! Editions of the rolled financial plan. Every expected value is worked out by hand, beside its test, from what an edition
//! with base year b counts in a year y: recurring level y − recurring level b + one-off y.
//!
//! | module | about |
//! |---|---|
//! | `source_plan` | every step of every reconciliation and bridge of the shipped scenarios |
//! | `counting` | one saving on every counting basis; targets on an edition's basis; what was booked |
//! | `windows` | windows before, inside, across and after the plan, by each rule for the years beyond; no fixed period |
//! | `known` | an edition knows what was known when it was made |
//! | `trials` | the simulated editions: closed forms, sums of means, the same bits |

mod counting;
mod known;
mod source_plan;
mod trials;
mod windows;

use mikomi::fiscal::FiscalYear;
use mikomi::outcome::{Amounts, BridgeEntry, CountedOn, Entry, Outcome, ReconciliationEntry};
use mikomi::plan::BridgeStep;
use mikomi::plan::ReconciliationStep::{
    self, AfterWindow, AsOf, BeforePlan, BeforeWindow, BeyondPlan, PlanPeriod, Rebase,
};

/// The target, what is planned, or the mean.
type Figure = fn(&Amounts) -> f64;

const TARGET: Figure = |amounts| amounts.target.expect("a target");
const PLANNED: Figure = |amounts| amounts.planned;
const MEAN: Figure = |amounts| amounts.mean;

fn year(name: &str) -> FiscalYear {
    FiscalYear::parse(name).expect("a fiscal year")
}

/// A scenario from the lines of its table `plan` and from its other tables.
fn scenario(plan: &str, tables: &str) -> String {
    format!("format = 1\ntitle = \"test\"\nunit = \"千円\"\n[plan]\n{plan}\n{tables}\n")
}

/// The same scenario with the amounts of open years as fresh estimates, whatever was reached by the closed ones.
fn as_stated(text: &str) -> String {
    text.replacen("[plan]", "[plan]\nopen_years = \"as_stated\"", 1)
}

/// One edition of the financial plan; `more` are further lines of it.
fn edition(base: &str, horizon: u32, more: &str) -> String {
    format!("[[edition]]\nbase = \"{base}\"\nhorizon = {horizon}\n{more}\n")
}

fn reconciliation<'o>(outcome: &'o Outcome, base: &str, policy: &str) -> &'o ReconciliationEntry {
    let edition = outcome.editions.iter().find(|e| e.base == year(base)).expect("an edition");
    edition.reconciliation.iter().find(|r| r.policy == policy).expect("a policy")
}

fn bridge<'o>(outcome: &'o Outcome, from: &str, policy: &str) -> &'o BridgeEntry {
    outcome.bridges.iter().find(|b| b.from == year(from) && b.policy == policy).expect("a bridge")
}

/// The steps that lead to an edition: from the plan's basis to levels only where that is not the same, and without a
/// fixed period nothing that is about it.
fn steps_of(outcome: &Outcome) -> Vec<ReconciliationStep> {
    match (outcome.header.fixed_period, outcome.provenance.basis) {
        (false, _) => vec![BeforePlan, Rebase, AsOf],
        (true, mikomi::model::Basis::Recurring) => {
            vec![PlanPeriod, BeforeWindow, AfterWindow, BeforePlan, BeyondPlan, Rebase, AsOf]
        }
        (true, _) => {
            vec![PlanPeriod, ReconciliationStep::Basis, BeforeWindow, AfterWindow, BeforePlan, BeyondPlan, Rebase, AsOf]
        }
    }
}

/// Checks every step of a reconciliation and the amount that it leads to, and that this is the result's figure.
fn reconciles(outcome: &Outcome, base: &str, policy: &str, figure: Figure, steps: &[f64], edition: f64) {
    let entry = reconciliation(outcome, base, policy);
    let kinds: Vec<ReconciliationStep> = entry.steps.iter().map(|s| s.step).collect();
    assert_eq!(kinds, steps_of(outcome), "{base} {policy}");
    let found: Vec<f64> = entry.steps.iter().map(|s| figure(&s.amounts)).collect();
    assert_eq!(found, steps, "{base} {policy}: {kinds:?}");
    assert_eq!(figure(&entry.edition), edition, "{base} {policy}: edition");
    let result = outcome.edition_entry(policy, year(base)).expect("a result");
    assert_eq!(figure(&amounts(result)), edition, "{base} {policy}: result");
}

/// Checks both ends and every step of the bridge from an edition to the next: the year dropped, the year added, the base
/// moved on, actuals, forecasts made anew.
fn bridges(outcome: &Outcome, from: &str, policy: &str, figure: Figure, ends: [f64; 2], steps: [f64; 5]) {
    let entry = bridge(outcome, from, policy);
    assert_eq!(entry.steps.iter().map(|s| s.step).collect::<Vec<_>>(), BridgeStep::ALL, "{from} {policy}");
    let found: Vec<f64> = entry.steps.iter().map(|s| figure(&s.amounts)).collect();
    assert_eq!(found, steps, "{from} {policy}");
    assert_eq!([figure(&entry.before), figure(&entry.after)], ends, "{from} {policy}");
}

/// The last two steps of a bridge, actuals and forecasts made anew, where nothing but records came between: what they change
/// is all in the first of them, in years closed since (the new base year included) and in open years that go on from them.
fn recorded_since(closed: f64, open: f64) -> [f64; 2] {
    [closed + open, 0.0]
}

/// The three figures of a result.
fn amounts(entry: &Entry) -> Amounts {
    Amounts { target: entry.target, planned: entry.planned, mean: entry.mean }
}

/// The figures of amounts that lead from one to another: their target where they have one, and that all of them have or
/// none.
fn figures(all: impl Iterator<Item = Amounts>, what: &str) -> &'static [Figure] {
    const ALL: [Figure; 3] = [TARGET, PLANNED, MEAN];
    let has_target: Vec<bool> = all.map(|amounts| amounts.target.is_some()).collect();
    assert!(has_target.iter().all(|has| *has == has_target[0]), "{what}: {has_target:?}");
    if has_target[0] { &ALL } else { &ALL[1..] }
}

/// Checks that every reconciliation leads from the plan-period result to the edition's, and every bridge from the one
/// edition's result to the other's, to within `tolerance`; and that no figure of a step is a negative zero.
fn adds_up(outcome: &Outcome, tolerance: f64) {
    let same = |a: f64, b: f64, what: &str| assert!((a - b).abs() <= tolerance, "{what}: {a} is not {b}");
    let clean = |x: f64, what: &str| assert!(x != 0.0 || x.is_sign_positive(), "{what}: a negative zero");
    assert!(!outcome.editions.is_empty());
    for (edition, of) in outcome.editions.iter().flat_map(|e| e.reconciliation.iter().map(move |r| (e, r))) {
        let what = format!("{} {}", edition.base, of.policy);
        let result = amounts(outcome.edition_entry(&of.policy, edition.base).expect("a result"));
        let plan = outcome.plan_entry(&of.policy).map(amounts);
        let ends = [of.edition, result].into_iter().chain(plan);
        for figure in figures(of.steps.iter().map(|s| s.amounts).chain(ends), &what) {
            let sum: f64 = of.steps.iter().map(|s| figure(&s.amounts)).sum();
            assert_eq!(sum, figure(&of.edition), "{what}");
            same(sum, figure(&result), &what);
            if let Some(plan) = plan {
                same(figure(&of.steps[0].amounts), figure(&plan), &what);
            }
            of.steps.iter().for_each(|s| clean(figure(&s.amounts), &what));
        }
    }
    for of in &outcome.bridges {
        let what = format!("{} to {} {}", of.from, of.to, of.policy);
        for figure in figures(of.steps.iter().map(|s| s.amounts).chain([of.before, of.after]), &what) {
            let steps: f64 = of.steps.iter().map(|s| figure(&s.amounts)).sum();
            same(figure(&of.before) + steps, figure(&of.after), &what);
            for (base, end) in [(of.from, &of.before), (of.to, &of.after)] {
                let result = outcome.edition_entry(&of.policy, base).expect("a result");
                assert_eq!(figure(end), figure(&amounts(result)), "{what}");
            }
            of.steps.iter().for_each(|s| clean(figure(&s.amounts), &what));
        }
    }
}

/// The entries that editions have no part in: by year, and over the plan period on the plan's counting basis.
fn apart_from_editions(outcome: &Outcome) -> Vec<&Entry> {
    outcome.results.iter().filter(|e| e.basis != CountedOn::Edition).collect()
}
