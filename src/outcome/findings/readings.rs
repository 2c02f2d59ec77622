//! How far apart the two readings of open years lie where a file chooses neither, and how it was read before it could.

use crate::engine::{Progress, Sampling, Settings, run_together};
use crate::lang::{Lang, Text, text};
use crate::model::rails::threshold::READINGS_APART;
use crate::model::rails::{Found, Item, Rail};
use crate::model::{Basis, Model, OpenYears};
use crate::money;
use crate::outcome::Summaries;
use crate::plan::{Measure, Plan, Reached, Uncertainty};

/// Trials enough to see such a difference: on common draws the error of the means is far below it.
const TRIALS: u64 = 10_240;
/// Amounts that are printed alike are alike.
const ALIKE: f64 = 0.5;

/// The planned effect and the mean of a policy or the total.
#[derive(Clone, Copy)]
struct Figures {
    target: f64,
    planned: f64,
    mean: f64,
}

/// What is to be told of a model whose policies do not all say how open years follow their records. Means are worked out
/// under a seed.
///
/// # Errors
/// The message of the operating system if threads cannot be started.
pub(super) fn look(model: &Model, reached: &Reached, seed: u64) -> Result<Vec<Found>, rayon::ThreadPoolBuildError> {
    let chosen = model.policies.iter().all(|policy| policy.open_years.is_some());
    if chosen || reached.going_on(model).is_empty() {
        return Ok(Vec::new());
    }
    let models = [model.clone(), as_stated(model), as_read_before(model)];
    let [now, stated, before] = figures(&models, seed)?;
    let owners: Vec<Option<usize>> = (0..model.policies.len()).map(Some).chain([None]).collect();
    let pairs = |others: &[Figures], fits: &dyn Fn(usize) -> bool| -> Vec<Pair> {
        let at = (0..owners.len()).filter(|at| fits(*at));
        at.map(|at| (owners[at], now[at], others[at])).collect()
    };
    let apart = |at: usize| are_apart(now[at], stated[at]);
    let changed = |at: usize| (now[at].planned - before[at].planned).abs() > ALIKE;
    // Where the other reading is how the file was read before, it is told already.
    let is_told = |at: usize| apart(at) && (stated[at].planned - before[at].planned).abs() <= ALIKE;
    let (apart, anew) = (pairs(&stated, &apart), pairs(&before, &|at| changed(at) && !is_told(at)));
    let found = |pairs: &[Pair], rail, words: fn(&Model, &[Pair]) -> Text| {
        (!pairs.is_empty()).then(|| Found::new(rail, Item::table("plan"), words(model, pairs)))
    };
    let told = [found(&apart, Rail::OpenYearsUnstated, two_readings), found(&anew, Rail::RecordsReadAnew, read_before)];
    Ok(told.into_iter().flatten().collect())
}

fn are_apart(a: Figures, b: Figures) -> bool {
    let measure = READINGS_APART * a.target.abs().max(a.planned.abs());
    (a.planned - b.planned).abs() > measure || (a.mean - b.mean).abs() > measure
}

/// The model in which the open years of policies that choose no reading are as stated.
fn as_stated(model: &Model) -> Model {
    let mut stated = model.clone();
    for policy in &mut stated.policies {
        policy.open_years = policy.open_years.or(Some(OpenYears::AsStated));
    }
    stated
}

/// The same as it was read when records were levels and had no one-off part unless it was stated.
fn as_read_before(model: &Model) -> Model {
    let mut before = as_stated(model);
    before.recorded_on = Basis::Recurring;
    for actual in before.policies.iter_mut().flat_map(|policy| policy.actuals.values_mut()) {
        actual.one_off = actual.one_off.or(Some(0.0));
    }
    before
}

/// By policy and the total, the figures of the plan period, or without one of the current edition.
fn figures(models: &[Model; 3], seed: u64) -> Result<[Vec<Figures>; 3], rayon::ThreadPoolBuildError> {
    let plans = models.each_ref().map(|model| Plan::compile_results(model, Uncertainty::Off));
    let means = means(models, seed)?;
    let period = super::main_period(&models[0]);
    let of = |model: usize| -> Vec<Figures> {
        let metrics = plans[model].metrics.iter().enumerate();
        let main = metrics.filter(|(_, m)| m.measure == Measure::Effect && Some(m.period) == period);
        let figures = main.map(|(at, m)| Figures {
            target: m.target.unwrap_or(0.0),
            planned: m.sum.constant,
            mean: means[model].get(at).copied().unwrap_or(m.sum.constant),
        });
        figures.collect()
    };
    Ok([of(0), of(1), of(2)])
}

/// By model and metric, the mean.
fn means(models: &[Model; 3], seed: u64) -> Result<[Vec<f64>; 3], rayon::ThreadPoolBuildError> {
    let plans = models.each_ref().map(|model| Plan::compile_results(model, Uncertainty::On));
    let settings = Settings { trials: TRIALS, precision: None, seed, sampling: Sampling::Latin, threads: 1 };
    let runs = run_together(&plans.each_ref(), &settings, &Progress::default())?;
    let mut summaries = Summaries::default();
    let mut all = plans.iter().zip(&runs).map(|(plan, run)| {
        let all = summaries.of(plan, run, 0.8).unwrap_or_default();
        all.iter().map(|s| s.summary.mean).collect::<Vec<f64>>()
    });
    Ok([(); 3].map(|()| all.next().unwrap_or_default()))
}

/// A policy or the total with two figures of it.
type Pair = (Option<usize>, Figures, Figures);

fn two_readings(model: &Model, pairs: &[Pair]) -> Text {
    let (ja, en) = (listed(model, pairs, Lang::Ja), listed(model, pairs, Lang::En));
    text!(
        ja: "残る年度の読み方（open_years）が書かれておらず、到達した水準から続けています。読み方による差が大きくなっています。到達した水準から／書かれた額のまま：{ja}",
        en: "it is not stated how open years follow the closed ones (open_years), so they go on from what was reached; the other reading gives quite other figures. From reached / as stated: {en}"
    )
}

fn read_before(model: &Model, pairs: &[Pair]) -> Text {
    let (ja, en) = (listed(model, pairs, Lang::Ja), listed(model, pairs, Lang::En));
    text!(
        ja: "実績の読み方が変わり、額が以前と違います。いま／以前：{ja}",
        en: "records are read in another way than before, and figures differ. Now / before: {en}"
    )
}

fn listed(model: &Model, pairs: &[Pair], lang: Lang) -> String {
    let ja = lang == Lang::Ja;
    let one = |figures: Figures| {
        let (planned, mean) = (money::in_table(figures.planned), money::in_table(figures.mean));
        if ja { format!("{planned}（平均 {mean}）") } else { format!("{planned} (mean {mean})") }
    };
    let each = pairs.iter().map(|(owner, a, b)| {
        let name = owner.map_or(if ja { "合計" } else { "total" }, |p| &model.policies[p].name);
        let (a, b) = (one(*a), one(*b));
        if ja { format!("「{name}」{a}／{b}") } else { format!("'{name}' {a} / {b}") }
    });
    each.collect::<Vec<_>>().join(if ja { "、" } else { "; " })
}
