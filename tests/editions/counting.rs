//! The same saving on every counting basis, and what an edition's amount is held against: its target, and what it booked.

use super::{MEAN, PLANNED, TARGET, adds_up, edition, reconciles, scenario, year};
use crate::simulated::{one_stream_and, planned, run};
use mikomi::outcome::{Booked, CountedOn, Entry, Outcome, PeriodKind};

/// Editions with a base year from `first` to `last`, made `lag` years after it, over five years.
fn rule(first: &str, last: &str, lag: u32) -> String {
    format!("[editions]\nfirst_base = \"{first}\"\nlast_base = \"{last}\"\nhorizon = 5\nclosing_lag = {lag}")
}

/// 100 a year from R5 on, in a plan over R4–R9 that aims at 100 a year on the basis.
fn permanent_saving(basis: &str, editions: &str) -> Outcome {
    planned(&one_stream_and(basis, "", "shape = { kind = \"step\", start = \"R5\", full = 100 }", editions))
}

fn figures(entry: &Entry) -> [f64; 3] {
    [entry.target.expect("a target"), entry.planned, entry.mean]
}

#[test]
fn a_permanent_saving_of_100_from_the_second_year_on_every_basis() {
    // Over R4–R9: 0 + 5 × 100; only the rise of R5; only the change of R5. The targets of six years: 600 on any basis.
    for (basis, total) in [("recurring", 500.0), ("new_in_year", 100.0), ("year_on_year", 100.0)] {
        let outcome = permanent_saving(basis, "");
        assert_eq!(figures(outcome.plan_entry("P").unwrap()), [600.0, total, total], "{basis}");
        assert!(outcome.rolling_entry("P").is_none() && outcome.editions.is_empty() && outcome.bridges.is_empty());
    }
    // Each year in the edition made in it. Made the year after the base: R5 counts 100 − 0 (R4), R6 and later 100 − 100.
    // Made two years after it: R5 counts 100 − 0 (R3), R6 counts 100 − 0 (R4), R7 and later 100 − 100.
    // Aimed at on `recurring`: levels of 100 from R4 on, so 100 in R4 (and in R5 where two years lie between).
    // Aimed at on the other two: levels of 100, 200, … 600, so 100 a year, or 100 + 5 × 200.
    for (basis, total, target_1, target_2) in [
        ("recurring", 500.0, 100.0, 200.0),
        ("new_in_year", 100.0, 6.0 * 100.0, 100.0 + 5.0 * 200.0),
        ("year_on_year", 100.0, 6.0 * 100.0, 100.0 + 5.0 * 200.0),
    ] {
        for (editions, target, effect) in
            [(rule("R3", "R8", 1), target_1, 100.0), (rule("R2", "R7", 2), target_2, 200.0)]
        {
            let outcome = permanent_saving(basis, &editions);
            assert_eq!(figures(outcome.plan_entry("P").unwrap()), [600.0, total, total], "{basis}");
            for policy in ["P", "total"] {
                let entry = outcome.rolling_entry(policy).expect("an edition made in every year");
                assert_eq!(figures(entry), [target, effect, effect], "{basis} {policy}");
                assert_eq!((entry.period.kind, entry.basis), (PeriodKind::Rolling, CountedOn::Edition));
                assert_eq!((entry.period.first, entry.period.last), (year("R4"), year("R9")));
                assert_eq!(entry.mean_shortfall, Some((target - effect).max(0.0)), "{basis} {policy}");
            }
        }
    }
}

#[test]
fn a_year_without_its_edition_leaves_the_plan_period_uncounted() {
    let counted = |editions: &str| permanent_saving("recurring", editions).rolling_entry("P").is_some();
    assert!(counted(&rule("R3", "R8", 1)));
    // One edition is missing at the end, at the beginning, in the middle.
    assert!(!counted(&rule("R3", "R7", 1)));
    assert!(!counted(&rule("R4", "R8", 1)));
    let singles = |bases: &[&str]| bases.iter().map(|b| edition(b, 5, "")).collect::<String>();
    assert!(counted(&singles(&["R3", "R4", "R5", "R6", "R7", "R8"])));
    assert!(!counted(&singles(&["R3", "R4", "R6", "R7", "R8"])));
    // The edition with base R5 is made a year later, so none is made in R6.
    assert!(!counted(&(rule("R3", "R8", 1) + "\n[[edition]]\nbase = \"R5\"\nas_of = \"R7\"")));
    // Every edition is made two years after its base, but covers only the year after it.
    let short = "[editions]\nfirst_base = \"R2\"\nlast_base = \"R7\"\nhorizon = 1\nclosing_lag = 2";
    assert!(!counted(short));
    assert!(counted(&short.replace("horizon = 1", "horizon = 2")));
}

/// Targets of R4 to R6 whose one-off part is stated, as levels: on `recurring` 30, 60, 70 and 20 once in R4.
fn targets_alone(total: &str) -> Outcome {
    let policies = "[[policy]]\nid = \"P\"\nname = \"P\"\n\
                    targets = { R4 = { value = 50, one_off = 20 }, R5 = 60, R6 = 70 }\n\
                    [[policy]]\nid = \"Q\"\nname = \"Q\"\ntargets = { R4 = 1, R6 = -7 }\n\
                    [[initiative]]\nid = \"a\"\nname = \"a\"\npolicy = \"P\"\n\
                    stream = [{ id = \"s\", kind = \"saving\", amounts = { R4 = 1 } }]\n";
    let plan = "first = \"R4\"\nlast = \"R6\"\nbasis = \"recurring\"";
    planned(&scenario(plan, &(policies.to_owned() + &edition("R4", 3, "") + total)))
}

#[test]
fn the_total_has_the_sum_of_the_targets_or_its_own() {
    // Base R4, R5–R7 with R6 held: P 60 + 70 + 70 − 3 × 30; Q 0 − 7 − 7 − 3 × 1; in all 110 − 17.
    let outcome = targets_alone("");
    reconciles(&outcome, "R4", "P", TARGET, &[180.0, -50.0, 0.0, 0.0, 70.0, -3.0 * 30.0, 0.0], 110.0);
    reconciles(&outcome, "R4", "Q", TARGET, &[1.0 - 7.0, -1.0, 0.0, 0.0, -7.0, -3.0, 0.0], -17.0);
    reconciles(&outcome, "R4", "total", TARGET, &[174.0, -51.0, 0.0, 0.0, 63.0, -93.0, 0.0], 93.0);
    // A total of its own: 200 + 300 + 300 − 3 × (100 − 40); the policies' stay.
    let own = "[total]\ntargets = { R4 = { value = 100, one_off = 40 }, R5 = 200, R6 = 300 }\n";
    let outcome = targets_alone(own);
    reconciles(&outcome, "R4", "P", TARGET, &[180.0, -50.0, 0.0, 0.0, 70.0, -3.0 * 30.0, 0.0], 110.0);
    reconciles(&outcome, "R4", "total", TARGET, &[600.0, -100.0, 0.0, 0.0, 300.0, -3.0 * 60.0, 0.0], 620.0);
    adds_up(&outcome, 0.0);
}

/// Φ and φ at the points needed below, from tables of the normal distribution.
const PHI_03: f64 = 0.617_911_422_188_952_6;
const PHI_05: f64 = 0.691_462_461_274_013_1;
const DENSITY_0: f64 = 0.398_942_280_401_432_7;
const DENSITY_03: f64 = 0.381_387_815_460_524_1;
const DENSITY_05: f64 = 0.352_065_326_764_299_5;
/// The 80 % point, and the density at the 10 % point.
const Z_80: f64 = 0.841_621_233_572_914_3;
const DENSITY_10: f64 = 0.175_498_331_932_486_8;

const TRIALS: u64 = 200_000;

/// Two policies whose effect in the edition with base R4 over R5–R9 is 500 r − 400, r normal with mean 0.8 and sd 0.2:
/// normal with mean 0 and sd 100. Those in P and Q are independent. `targets` are P's; Q aims at 20 from R5 on.
fn about_zero(targets: &str, booked: &str) -> Outcome {
    let policy = |id: &str, targets: &str| {
        format!(
            "[[policy]]\nid = \"{id}\"\nname = \"{id}\"\ntargets = {{ {targets} }}\n\
             [[initiative]]\nid = \"i{id}\"\nname = \"i\"\npolicy = \"{id}\"\n\
             [[initiative.stream]]\nid = \"s\"\nkind = \"saving\"\namounts = {{ R5 = 100 }}\n\
             realisation = {{ kind = \"normal\", mean = 0.8, sd = 0.2 }}\n\
             [[initiative.stream]]\nid = \"c\"\nkind = \"cost\"\namounts = {{ R5 = 80 }}\n"
        )
    };
    let plan = "first = \"R4\"\nlast = \"R9\"\nbasis = \"recurring\"";
    let policies = policy("P", targets) + &policy("Q", "R5 = 20, R6 = 20, R7 = 20, R8 = 20, R9 = 20");
    run(&scenario(plan, &(policies + &edition("R4", 5, booked))), TRIALS)
}

/// Checks what is missing of `target` where X is normal with mean 0 and this sd: for k = target / sd the odds of falling
/// short are Φ(k), and the mean shortfall is sd · (k Φ(k) + φ(k)).
struct Missing {
    sd: f64,
    odds: f64,
    shortfall: f64,
}

impl Missing {
    fn check(&self, p_met: f64, mean_shortfall: f64, if_short: Option<f64>, what: &str) {
        let error = 4.0 / (TRIALS as f64).sqrt();
        let odds_error = error * (self.odds * (1.0 - self.odds)).sqrt();
        assert!((p_met - (1.0 - self.odds)).abs() < odds_error, "{what}: {p_met} not {}", 1.0 - self.odds);
        // The shortfall varies less than the effect does.
        let found = mean_shortfall;
        assert!((found - self.shortfall).abs() < error * self.sd, "{what}: {found} not {}", self.shortfall);
        let expected = self.shortfall / self.odds;
        let found = if_short.expect("some fall short");
        let allowed = 3.0 * error * self.sd / self.odds;
        assert!((found - expected).abs() < allowed, "{what}: {found} not {expected}");
    }
}

fn check_target(entry: &Entry, missing: &Missing) {
    let entry = crate::simulated::held(entry);
    let (what, error) = (format!("{} {}", entry.policy, entry.target), 4.0 * missing.sd / (TRIALS as f64).sqrt());
    assert!(entry.mean.abs() < error, "{what}: mean {}", entry.mean);
    assert!((entry.sd.unwrap() / missing.sd - 1.0).abs() < 0.01, "{what}: sd {:?}", entry.sd);
    missing.check(entry.p_met.value, entry.mean_shortfall, entry.mean_shortfall_if_short, &what);
}

/// What was booked against a normal X with mean 0 and this sd: the worst tenth is short by the amount + sd · φ(z₁₀) / 0.1,
/// and for 80 % the amount + sd · z₈₀ is needed.
fn check_booked(booked: &Booked, amount: f64, missing: &Missing) {
    assert_eq!(booked.amount, amount);
    missing.check(booked.p_met.value, booked.mean_shortfall, booked.mean_shortfall_if_short, "booked");
    let error = 4.0 * missing.sd / (0.1 * TRIALS as f64).sqrt();
    let worst = amount + missing.sd * DENSITY_10 / 0.1;
    assert!((booked.cvar90 - worst).abs() < error, "{} not {worst}", booked.cvar90);
    let extra = amount + missing.sd * Z_80;
    assert!((booked.extra - extra).abs() < error, "{} not {extra}", booked.extra);
}

#[test]
fn a_target_of_zero_or_below_on_the_editions_basis() {
    let base = year("R4");
    // 100 from R4 on: 5 × 100 − 5 × 100 = 0. Met in half the trials; shortfall 100 φ(0).
    let outcome = about_zero("R4 = 100, R5 = 100, R6 = 100, R7 = 100, R8 = 100, R9 = 100", "");
    let entry = outcome.edition_entry("P", base).unwrap();
    assert_eq!((entry.target, entry.achievement, entry.planned), (Some(0.0), None, 500.0 - 400.0));
    check_target(entry, &Missing { sd: 100.0, odds: 0.5, shortfall: 100.0 * DENSITY_0 });
    // Over the plan period the same aims at 600, which is 100 a year, so there it is defined.
    let plan = outcome.plan_entry("P").unwrap();
    assert_eq!((plan.target, plan.achievement), (Some(600.0), Some(plan.mean / 600.0)));
    // 100 in R4, 90 after it: 5 × 90 − 5 × 100 = −50, k = −0.5: Φ(k) = 1 − Φ(0.5).
    let outcome = about_zero("R4 = 100, R5 = 90, R6 = 90, R7 = 90, R8 = 90, R9 = 90", "");
    let entry = outcome.edition_entry("P", base).unwrap();
    assert_eq!((entry.target, entry.achievement), (Some(-50.0), None));
    let shortfall = 100.0 * (-0.5 * (1.0 - PHI_05) + DENSITY_05);
    check_target(entry, &Missing { sd: 100.0, odds: 1.0 - PHI_05, shortfall });
    // For 80 % the effect would have to be 100 z₈₀ better than on average, of which the target leaves 50.
    let entry = crate::simulated::held(entry);
    assert!((entry.extra_for_80 - (100.0 * Z_80 - 50.0)).abs() < 2.0, "{}", entry.extra_for_80);
    // Q aims at 5 × 20 = 100: k = 1 is not looked at here, only that its achievement is defined.
    let other = outcome.edition_entry("Q", base).unwrap();
    let other = crate::simulated::held(other);
    assert_eq!((other.target, other.achievement), (100.0, Some(other.mean / 100.0)));
    // Not met by what is planned either way: the edition's joint odds are of independent policies.
    let joint = outcome.joint.iter().find(|j| j.period.base == Some(base)).expect("joint odds of the edition");
    let both = entry.p_met.value * other.p_met.value;
    assert!((joint.all_met.value - both).abs() < 4.0 * (0.25 / TRIALS as f64).sqrt(), "{}", joint.all_met.value);
}

#[test]
fn what_was_booked_is_held_against_the_same_effect() {
    let zero = "R4 = 100, R5 = 100, R6 = 100, R7 = 100, R8 = 100, R9 = 100";
    // 30 booked for a normal effect with mean 0 and sd 100: k = 0.3.
    let thirty = || Missing { sd: 100.0, odds: PHI_03, shortfall: 100.0 * (0.3 * PHI_03 + DENSITY_03) };
    let of = |booked: &str| {
        let outcome = about_zero(zero, booked);
        let entry = |policy: &str| outcome.edition_entry(policy, year("R4")).unwrap().clone();
        ["P", "Q", "total"].map(entry)
    };
    let [p, q, total] = of("booked = { P = 30 }");
    check_booked(p.booked.as_ref().expect("booked"), 30.0, &thirty());
    check_target(&p, &Missing { sd: 100.0, odds: 0.5, shortfall: 100.0 * DENSITY_0 });
    assert!(q.booked.is_none() && total.booked.is_none(), "not all policies are booked");
    // Both: the total is their sum, 30 − 30 = 0; two independent effects have the sd 100 √2.
    let [p, q, total] = of("booked = { P = 30, Q = -30 }");
    check_booked(p.booked.as_ref().expect("booked"), 30.0, &thirty());
    let against = q.booked.expect("booked");
    let minus = Missing { sd: 100.0, odds: 1.0 - PHI_03, shortfall: 100.0 * (-0.3 * (1.0 - PHI_03) + DENSITY_03) };
    assert_eq!(against.amount, -30.0);
    minus.check(against.p_met.value, against.mean_shortfall, against.mean_shortfall_if_short, "booked below zero");
    let sd = 100.0 * 2.0_f64.sqrt();
    check_booked(total.booked.as_ref().expect("booked"), 0.0, &Missing { sd, odds: 0.5, shortfall: sd * DENSITY_0 });
    // Stated for the total: that and not the sum, whatever is booked for policies. 0.3 sd: the same k.
    for booked in ["booked = { P = 30, Q = 30, total = 42.42640687119285 }", "booked = { total = 42.42640687119285 }"] {
        let [p, _, total] = of(booked);
        assert_eq!(p.booked.is_some(), booked.contains('P'));
        let missing = Missing { sd, odds: PHI_03, shortfall: sd * (0.3 * PHI_03 + DENSITY_03) };
        check_booked(total.booked.as_ref().expect("booked"), 42.426_406_871_192_85, &missing);
    }
    // Nothing booked: nothing is held against it. What is booked moves nothing else.
    let [mut booked, plain] = ["booked = { P = 30 }", ""].map(|b| about_zero(zero, b));
    for entry in &mut booked.results {
        entry.booked = None;
    }
    assert_eq!(booked.results, plain.results);
}

#[test]
fn the_simulated_steps_lead_to_the_simulated_amount() {
    let outcome = about_zero("R4 = 100", "");
    // Planned: 5 × 20 over the plan period, all of it in the window, nothing in the base.
    reconciles(&outcome, "R4", "P", PLANNED, &[100.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], 100.0);
    assert_eq!(
        super::reconciliation(&outcome, "R4", "P").steps.iter().map(|s| MEAN(&s.amounts)).skip(1).sum::<f64>(),
        0.0
    );
    adds_up(&outcome, 1e-9);
}
