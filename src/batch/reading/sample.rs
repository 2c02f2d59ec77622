//! Small sets made by hand, for the tests of this folder.

use crate::batch::{Factor, FactorKind, ScenarioResult, SetResults, Setting};
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, Text};
use crate::money::Unit;
use crate::outcome::{CountedOn, Entry, PeriodEntry, PeriodKind, Quantiles, TOTAL};
use crate::stats::{Part, Proportion};

/// A set with these factors: id, kind, values.
pub(crate) fn set_of(factors: &[(&str, FactorKind, &[&str])], scenarios: Vec<ScenarioResult>) -> SetResults {
    let factor = |(id, kind, values): &(&str, FactorKind, &[&str])| Factor {
        id: (*id).to_owned(),
        name: Text::same(id.to_uppercase()),
        kind: *kind,
        values: values.iter().map(|v| (*v).to_owned()).collect(),
        names: values.iter().map(|v| Text::same(*v)).collect(),
        weights: vec![1.0; values.len()],
        base: None,
    };
    SetResults { title: "sample".to_owned(), plan: None, factors: factors.iter().map(factor).collect(), scenarios }
}

/// A scenario that takes `levels[f]` of factor f and meets its target of 100 in these shares of four parts of 256 trials.
/// Its mean is 100 times its odds, its mean shortfall the rest up to 100.
pub(crate) fn run(name: &str, levels: &[usize], odds: &[f64]) -> ScenarioResult {
    let p = odds.iter().sum::<f64>() / odds.len() as f64;
    let year = FiscalYear::parse("R6").expect("a year");
    let part = |p: &f64| Part { trials: 256, met: *p, mean: 100.0 * p, mean_shortfall: 100.0 - 100.0 * p };
    let q = 100.0 * p;
    let entry = Entry {
        policy: TOTAL.to_owned(),
        period: PeriodEntry { kind: PeriodKind::Plan, first: year, last: year, base: None, era: year.short(Lang::Ja) },
        basis: CountedOn::Recurring,
        target: Some(100.0),
        planned: 105.0,
        mean: 100.0 * p,
        sd: Some(10.0),
        se: Some(0.5),
        quantiles: Quantiles { p5: q, p10: q, p20: q, p25: q, p50: q, p75: q, p80: q, p90: q, p95: q },
        p_met: Some(Proportion { value: p, low: p - 0.098, high: p + 0.098 }),
        mean_shortfall: Some(100.0 - 100.0 * p),
        mean_shortfall_se: Some(0.5),
        mean_shortfall_if_short: None,
        cvar90: Some(1.0),
        extra_for_80: Some(1.0),
        extra: Some(1.0),
        achievement: Some(p),
        booked: None,
        parts: odds.iter().map(part).collect(),
    };
    ScenarioResult {
        name: name.to_owned(),
        title: name.to_owned(),
        group: None,
        settings: levels.iter().enumerate().map(|(factor, value)| Setting { factor, value: *value }).collect(),
        unit: Some(Unit::whole(crate::money::Name::ThousandYen)),
        trials: 1024,
        seed: 1,
        sampling: Some("latin".to_owned()),
        is_pending: false,
        entry: Ok(Some(entry)),
        against: None,
    }
}

/// A lever of two values and an uncertainty of three:
///
/// | odds | w0 | w1 | w2 |
/// |---|---|---|---|
/// | keep | 0.9 | 0.6 | 0.3 |
/// | delay | 0.8 | 0.7 | 0.6 |
pub(crate) fn two_by_three() -> SetResults {
    let odds = [[0.9, 0.6, 0.3], [0.8, 0.7, 0.6]];
    let mut scenarios = Vec::new();
    for (row, odds) in odds.iter().enumerate() {
        for (column, p) in odds.iter().enumerate() {
            scenarios.push(run(&format!("s{row}{column}"), &[row, column], &[*p]));
        }
    }
    let mut set = set_of(
        &[("bpr", FactorKind::Lever, &["keep", "delay"]), ("wage", FactorKind::Uncertainty, &["w0", "w1", "w2"])],
        scenarios,
    );
    // To keep is what the base does.
    set.factors[0].base = Some(0);
    set
}
