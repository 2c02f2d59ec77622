//! How far apart the two readings of open years lie where a file chooses neither, and how it was read before it could.

use super::Looked;
use crate::engine::{EngineError, Progress, Run, Sampling, Settings, run_together};
use crate::lang::{Lang, Text, text};
use crate::model::rails::threshold::READINGS_APART;
use crate::model::rails::{Found, Item, Rail};
use crate::model::{Basis, Model, OpenYears};
use crate::outcome::Summaries;
use crate::plan::{MetricSubject, Plan, Reached, Uncertainty};

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

/// A model whose policies do not all say how open years follow their records, and the same as it could be read otherwise.
struct Readings<'a> {
    model: &'a Model,
    as_stated: Model,
    as_read_before: Model,
}

/// What is to be told of scenarios, in their order. Means are worked out under the seed of the settings, on common draws of all scenarios and
/// readings.
///
/// # Errors
/// Threads cannot be started, or the memory does not suffice for one.
pub(super) fn look(scenarios: &[Looked], settings: &Settings) -> Result<Vec<Vec<Found>>, EngineError> {
    let readings: Vec<Option<Readings>> = scenarios.iter().map(|s| Readings::of(s.model, s.reached)).collect();
    let read: Vec<&Model> = readings.iter().flatten().flat_map(Readings::all).collect();
    if read.is_empty() {
        return Ok(vec![Vec::new(); scenarios.len()]);
    }
    let mut figures = figures(&read, settings)?.into_iter();
    let found = |readings: &Option<Readings>| {
        let Some(readings) = readings else { return Vec::new() };
        let mut next = || figures.next().flatten();
        match [next(), next(), next()] {
            [Some(now), Some(stated), Some(before)] => readings.found(&now, &stated, &before),
            _ => Vec::new(),
        }
    };
    Ok(readings.iter().map(found).collect())
}

impl<'a> Readings<'a> {
    fn of(model: &'a Model, reached: &Reached) -> Option<Self> {
        let chosen = model.policies.iter().all(|policy| policy.open_years.is_some());
        let as_stated = (!chosen && !reached.going_on(model).is_empty()).then(|| as_stated(model))?;
        Some(Self { model, as_read_before: as_read_before(&as_stated), as_stated })
    }

    fn all(&self) -> [&Model; 3] {
        [self.model, &self.as_stated, &self.as_read_before]
    }

    /// What is to be told, from the figures of each reading by policy and of the total.
    fn found(&self, now: &[Figures], stated: &[Figures], before: &[Figures]) -> Vec<Found> {
        let owners: Vec<Option<usize>> = (0..self.model.policies.len()).map(Some).chain([None]).collect();
        let pairs = |others: &[Figures], fits: &dyn Fn(usize) -> bool| -> Vec<Pair> {
            let at = (0..owners.len()).filter(|at| fits(*at));
            at.map(|at| (owners[at], now[at], others[at])).collect()
        };
        let apart = |at: usize| are_apart(now[at], stated[at]);
        let changed = |at: usize| (now[at].planned - before[at].planned).abs() > ALIKE;
        // Where the other reading is how the file was read before, it is told already.
        let is_told = |at: usize| apart(at) && (stated[at].planned - before[at].planned).abs() <= ALIKE;
        let (apart, anew) = (pairs(stated, &apart), pairs(before, &|at| changed(at) && !is_told(at)));
        let found = |pairs: &[Pair], rail, words: fn(&Model, &[Pair]) -> Text| {
            (!pairs.is_empty()).then(|| Found::new(rail, Item::table("plan"), words(self.model, pairs)))
        };
        let told =
            [found(&apart, Rail::OpenYearsUnstated, two_readings), found(&anew, Rail::RecordsReadAnew, read_before)];
        told.into_iter().flatten().collect()
    }
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

/// A model that is read as stated, as it was read when records were levels and had no one-off part unless it was stated.
fn as_read_before(as_stated: &Model) -> Model {
    let mut before = as_stated.clone();
    before.recorded_on = Basis::Recurring;
    for actual in before.policies.iter_mut().flat_map(|policy| policy.actuals.values_mut()) {
        actual.one_off = actual.one_off.or(Some(0.0));
    }
    before
}

/// By model, the figures by policy and of the total over the plan period, or without one in the current edition.
fn figures(models: &[&Model], settings: &Settings) -> Result<Vec<Option<Vec<Figures>>>, EngineError> {
    let plans: Vec<Plan> = models.iter().map(|model| Plan::compile_results(model, Uncertainty::On)).collect();
    let settings = Settings { trials: TRIALS, precision: None, sampling: Sampling::Latin, ..*settings };
    let runs = run_together(&plans.iter().collect::<Vec<_>>(), &settings, &Progress::default())?;
    let mut summaries = Summaries::default();
    let of = |((model, plan), run): ((&&Model, &Plan), &Run)| {
        let period = super::main_period(model)?;
        let planned = Plan::compile_results(model, Uncertainty::Off);
        let all = summaries.of(plan, run, 0.8)?;
        let main =
            planned.metrics.iter().zip(all).filter(|(m, _)| m.measure == MetricSubject::Effect && m.period == period);
        let figures = main.map(|(metric, of_run)| Figures {
            target: metric.target.unwrap_or(0.0),
            planned: metric.sum.constant,
            mean: of_run.summary.mean,
        });
        Some(figures.collect())
    };
    Ok(models.iter().zip(&plans).zip(&runs).map(of).collect())
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
        let (planned, mean) = (model.unit.in_table(figures.planned), model.unit.in_table(figures.mean));
        if ja { format!("{planned}（平均 {mean}）") } else { format!("{planned} (mean {mean})") }
    };
    let each = pairs.iter().map(|(owner, a, b)| {
        let name = owner.map_or(if ja { "合計" } else { "total" }, |p| &model.policies[p].name);
        let (a, b) = (one(*a), one(*b));
        if ja { format!("「{name}」{a}／{b}") } else { format!("'{name}' {a} / {b}") }
    });
    each.collect::<Vec<_>>().join(if ja { "、" } else { "; " })
}
