//! What is told of closed years: how far apart the two readings of open years lie where a file chooses neither, how it was
//! read before it could, and records whose one-off part had to be guessed.

use super::Summaries;
use crate::engine::{Progress, Settings, run_together};
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, Text, text};
use crate::model::{Basis, Model, OpenYears};
use crate::money;
use crate::plan::{Measure, Metric, Period, Plan, Reached, Uncertainty};

/// The readings are told apart where they differ by more than this share of the greater of target and planned effect.
const APART: f64 = 0.05;
/// Trials enough to see such a difference: on common draws the error of the means is far below it.
const TRIALS: u64 = 10_240;
/// Amounts that are printed alike are alike.
const ALIKE: f64 = 0.5;

/// The planned effect and the mean of a policy or the total.
#[derive(Clone, Copy)]
struct Figures {
    target: f64,
    planned: f64,
    mean: Option<f64>,
}

/// What is to be told of the closed years of a model. Means are worked out under `settings`, if given.
///
/// # Errors
/// The message of the operating system if threads cannot be started.
pub fn told_of_closed_years(
    model: &Model,
    settings: Option<&Settings>,
) -> Result<Vec<Text>, rayon::ThreadPoolBuildError> {
    let reached = Reached::of(model);
    let mut told: Vec<Text> =
        reached.guessed().iter().map(|part| guessed(model, part.policy, part.year, part.one_off)).collect();
    let chosen = model.policies.iter().all(|policy| policy.open_years.is_some());
    if chosen || reached.going_on(model).is_empty() {
        return Ok(told);
    }
    let models = [model.clone(), as_stated(model), as_read_before(model)];
    let [now, stated, before] = figures(&models, settings)?;
    let owners: Vec<Option<usize>> = (0..model.policies.len()).map(Some).chain([None]).collect();
    let apart: Vec<usize> = (0..owners.len()).filter(|at| are_apart(now[*at], stated[*at])).collect();
    if !apart.is_empty() {
        told.push(two_readings(
            model,
            &apart.iter().map(|at| (owners[*at], now[*at], stated[*at])).collect::<Vec<_>>(),
        ));
    }
    let changed = |at: &usize| (now[*at].planned - before[*at].planned).abs() > ALIKE;
    let known = |at: &usize| apart.contains(at) && (stated[*at].planned - before[*at].planned).abs() <= ALIKE;
    let changed: Vec<usize> = (0..owners.len()).filter(|at| changed(at) && !known(at)).collect();
    if !changed.is_empty() {
        told.push(read_before(
            model,
            &changed.iter().map(|at| (owners[*at], now[*at], before[*at])).collect::<Vec<_>>(),
        ));
    }
    Ok(told)
}

fn are_apart(a: Figures, b: Figures) -> bool {
    let measure = APART * a.target.abs().max(a.planned.abs());
    let means = a.mean.zip(b.mean).is_some_and(|(a, b)| (a - b).abs() > measure);
    (a.planned - b.planned).abs() > measure || means
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
fn figures(models: &[Model; 3], settings: Option<&Settings>) -> Result<[Vec<Figures>; 3], rayon::ThreadPoolBuildError> {
    let plans = models.each_ref().map(|model| Plan::compile_results(model, Uncertainty::Off));
    let means = match settings {
        Some(settings) => means(models, settings)?,
        None => Default::default(),
    };
    let of = |model: usize| -> Vec<Figures> {
        let metrics = plans[model].metrics.iter().enumerate().filter(|(_, m)| is_main(&models[model], m));
        metrics
            .map(|(at, m)| Figures { target: m.target, planned: m.sum.constant, mean: means[model].get(at).copied() })
            .collect()
    };
    Ok([of(0), of(1), of(2)])
}

fn is_main(model: &Model, metric: &Metric) -> bool {
    let period = match model.current_edition().filter(|_| !model.fixed) {
        Some(edition) => Period::Edition { base: edition.base, window: edition.window },
        None => Period::Plan(model.period),
    };
    metric.measure == Measure::Effect && metric.period == period
}

/// By model and metric, the mean; nothing where the models are certain.
fn means(models: &[Model; 3], settings: &Settings) -> Result<[Vec<f64>; 3], rayon::ThreadPoolBuildError> {
    let plans = models.each_ref().map(|model| Plan::compile_results(model, Uncertainty::On));
    let settings = Settings { trials: settings.trials.min(TRIALS), precision: None, ..*settings };
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
        ja: "締まった年度に続く年度の読み方（open_years）が書かれていないため、到達した水準から続けています。書かれた額のままとみる読み方との差が大きいので、どちらかを plan か基本方針に書いてください：到達した水準から（from_reached）／書かれた額のまま（as_stated） {ja}",
        en: "it is not stated how open years follow the closed ones (open_years), so they go on from what was reached; the other reading, amounts as stated, gives quite other figures: choose one in plan or in the policy. from_reached / as_stated: {en}"
    )
}

fn read_before(model: &Model, pairs: &[Pair]) -> Text {
    let (ja, en) = (listed(model, pairs, Lang::Ja), listed(model, pairs, Lang::En));
    text!(
        ja: "実績の読み方が変わりました。実績は plan.basis の数え方で読み、残る年度は到達した水準から続けます。いまの額／以前の額 {ja}。open_years を書くと、この注意は出なくなります",
        en: "records are read in another way than before: on the basis of the plan, and open years go on from what was reached. Now / before: {en}. State open_years, and this is no longer told"
    )
}

fn listed(model: &Model, pairs: &[Pair], lang: Lang) -> String {
    let ja = lang == Lang::Ja;
    let one = |figures: Figures| {
        let planned = money::in_table(figures.planned);
        let mean = figures
            .mean
            .map(money::in_table)
            .map(|mean| if ja { format!("（平均 {mean}）") } else { format!(" (mean {mean})") });
        format!("{planned}{}", mean.unwrap_or_default())
    };
    let each = pairs.iter().map(|(owner, a, b)| {
        let name = owner.map_or(if ja { "合計" } else { "total" }, |p| &model.policies[p].name);
        let (a, b) = (one(*a), one(*b));
        if ja { format!("「{name}」{a}／{b}") } else { format!("'{name}' {a} / {b}") }
    });
    each.collect::<Vec<_>>().join(if ja { "、" } else { "; " })
}

fn guessed(model: &Model, policy: usize, year: FiscalYear, one_off: f64) -> Text {
    let (name, amount) = (&model.policies[policy].name, money::in_table(one_off));
    let (ja, en) = (year.label(Lang::Ja), year.label(Lang::En));
    text!(
        ja: "締まった{ja}の「{name}」の実績は一時的な額（one_off）が書かれておらず、計画の割合で分けることもできないため、計画どおり {amount} を一時的な額とみています。one_off を書いてください",
        en: "the actual of '{name}' in the closed year {en} does not state its one-off part, which cannot be worked out from the plan either; {amount} is taken as planned. State one_off"
    )
}
