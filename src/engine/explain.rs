//! One trial followed back to its draws: the same plan worked out number by number, apart from the column kernels.

use super::block::Sink;
use super::draw::{Drawing, Drawn, DrawnBlock, Source};
use super::error::EngineError;
use super::run::{Settings, Simulation};
use crate::distributions::{Marginal, MixingRow, normal};
use crate::plan::{
    Delay, InitiativePlan, Link, Metric, Plan, Portion, Slip, State, StreamPlan, YearPlan, split_overlap,
};
use crate::stats::CorrelationSums;
use crate::vector::{BLOCK, TrialColumn};
use serde::Serialize;

/// How one effect of one trial came about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trace {
    /// The trial, counted from 1.
    pub trial: u64,
    /// The certain part of the effect: certain streams, recorded actuals.
    pub certain: f64,
    /// What each uncertain stream gave in each year, and what other things added.
    pub lines: Vec<TraceLine>,
    /// The draws that the lines rest on.
    pub draws: Vec<TracedDraw>,
    /// The effect of the trial: the certain part and the lines' contributions.
    pub effect: f64,
    /// The effect that the simulation counted for this trial.
    pub simulated: f64,
}

/// One stream in one year: contribution = weight · realisation · `go_ahead` · level · noise · index.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TraceLine {
    /// `initiative/stream`, or what else adds to the effect.
    pub name: String,
    /// Which part of a stream's amounts.
    pub portion: Portion,
    /// The calendar year; nothing for what has none of its own.
    pub year: Option<i32>,
    /// Realised / planned (1 where certain, since it is then part of the level), times the share that is made good of
    /// what was missed; the deviation of what is open of a record.
    pub realisation: f64,
    /// 1 or 0.
    pub go_ahead: f64,
    /// Years late.
    pub delay: f64,
    /// The planned level at that delay, signed, all certain factors included.
    pub level: f64,
    /// The yearly noise.
    pub noise: f64,
    /// The uncertain index.
    pub index: f64,
    /// Share of the policy and weight of the counting basis.
    pub weight: f64,
    /// What it adds to the effect.
    pub contribution: f64,
}

/// One draw: the latent, and the value it stands for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TracedDraw {
    /// The name on which the draw hangs.
    pub name: String,
    /// The standard normal latent, dependence included.
    pub latent: f64,
    /// The value.
    pub value: f64,
}

/// Follows one metric of one trial (counted from 0, below `settings.trials`) back to its draws.
///
/// # Errors
/// The memory does not suffice.
pub fn trace(plan: &Plan, settings: &Settings, metric: &Metric, trial: u64) -> Result<Trace, EngineError> {
    let block = trial / BLOCK as u64;
    let n = (settings.trials - block * BLOCK as u64).min(BLOCK as u64) as usize;
    let mut tracer = Tracer {
        plan,
        settings,
        drawing: Drawing::new(),
        at: (trial % BLOCK as u64) as usize,
        levels: plan.columns.iter().map(|c| c.initial).collect(),
        weights: weights(plan, metric),
        kept: vec![0.0; plan.kept_states],
        lines: Vec::new(),
        draws: Vec::new(),
        normal: Drawn::new(&Marginal::Normal { mean: 0.0, sd: 1.0 }),
        column: TrialColumn::of(0.0),
    };
    tracer.drawing.at(DrawnBlock { block, n, sampling: settings.sampling });
    let indices = tracer.drivers();
    plan.initiatives.iter().for_each(|i| tracer.initiative(i, &indices));
    tracer.outturns();
    tracer.overlaps();
    let simulated = simulated(plan, settings, metric, block, n, tracer.at)?;
    let of_columns = metric.sum.terms.iter().map(|(c, w)| w * tracer.certain_of(*c)).sum::<f64>();
    let certain = metric.sum.constant + of_columns;
    let effect = certain + tracer.lines.iter().map(|l| l.contribution).sum::<f64>();
    let draws = tracer.draws_behind_lines();
    Ok(Trace { trial: trial + 1, certain, lines: tracer.lines, draws, effect, simulated })
}

/// What the simulation counts of a metric in one trial of a block.
fn simulated(
    plan: &Plan,
    settings: &Settings,
    metric: &Metric,
    block: u64,
    n: usize,
    at: usize,
) -> Result<f64, EngineError> {
    let alone = Plan { metrics: vec![metric.clone()], joint: Vec::new(), averaged: Vec::new(), ..plan.clone() };
    let simulation = Simulation::of(&[&alone], settings)?;
    let mut sink = OneTrial { at, value: metric.sum.constant };
    simulation.block(&mut simulation.workspace(), block, n, &mut sink);
    Ok(sink.value)
}

/// Keeps one trial of the column that is counted.
struct OneTrial {
    at: usize,
    value: f64,
}

impl Sink for OneTrial {
    fn count(&mut self, _: usize, values: &[f64]) {
        self.value = values[self.at];
    }

    fn average(&mut self, _: usize, _: &[f64]) {}

    fn correlate(&mut self, _: usize, _: usize, _: CorrelationSums) {}
}

/// By column, how much of it reaches the metric: directly, through a total, or (for overlaps, worked out apart) not.
fn weights(plan: &Plan, metric: &Metric) -> Vec<f64> {
    let mut weights = vec![0.0; plan.columns.len()];
    for &(column, weight) in &metric.sum.terms {
        weights[column] += weight;
        for sum in plan.sums.iter().filter(|s| s.column == column) {
            sum.of.iter().for_each(|&part| weights[part] += weight);
        }
    }
    weights
}

struct Tracer<'p> {
    plan: &'p Plan,
    settings: &'p Settings,
    drawing: Drawing,
    at: usize,
    levels: Vec<f64>,
    weights: Vec<f64>,
    kept: Vec<f64>,
    lines: Vec<TraceLine>,
    draws: Vec<TracedDraw>,
    normal: Drawn,
    column: TrialColumn,
}

impl Tracer<'_> {
    /// The certain amount of a metric's column: its own, and those of the columns it is the sum of.
    fn certain_of(&self, column: usize) -> f64 {
        let parts = self.plan.sums.iter().filter(|s| s.column == column).flat_map(|s| &s.of);
        self.plan.columns[column].initial + parts.map(|&p| self.plan.columns[p].initial).sum::<f64>()
    }

    fn normal(&mut self, name: &str) -> f64 {
        self.drawing.prepare(&Source::new(self.settings.seed, name), &self.normal);
        self.drawing.spread(&mut self.column);
        self.column[self.at]
    }

    fn latent(&mut self, row: &MixingRow) -> f64 {
        let factors: Vec<(String, f64)> =
            row.factors.iter().map(|(f, w)| (self.plan.factors[*f].clone(), *w)).collect();
        let own = row.own.iter().map(|(n, w)| (self.plan.normals[*n].clone(), *w));
        factors.into_iter().chain(own).map(|(name, weight)| weight * self.normal(&name)).sum()
    }

    fn draw(&mut self, quantity: usize) -> f64 {
        let draw = &self.plan.quantities[quantity];
        let latent = self.latent(&draw.row);
        let value = draw.marginal.quantile(latent);
        self.draws.push(TracedDraw { name: draw.name.clone(), latent, value });
        value
    }

    /// The index of each driver and year of the axis.
    fn drivers(&mut self) -> Vec<Vec<f64>> {
        let plan = self.plan;
        let mut all = Vec::new();
        for driver in &plan.drivers {
            let mut index = vec![1.0; plan.axis.len()];
            let mut log = 0.0;
            for step in &driver.steps {
                let latent = self.normal(&step.name);
                log += step.drift + driver.sigma * latent;
                let value = libm::exp(log);
                self.draws.push(TracedDraw { name: step.name.clone(), latent, value });
                if let Some(year) = step.year {
                    index[year] = value;
                }
            }
            all.push(index);
        }
        all
    }

    fn state(&mut self, state: &State, join: fn(f64, f64) -> f64) -> f64 {
        let mut value = state.certain;
        if let Some(quantity) = state.quantity {
            value = join(value, self.draw(quantity));
        }
        for &required in &state.required {
            value = join(value, at_most(self.kept[required.slot], required.begun));
        }
        if let Some(kept) = state.kept {
            self.kept[kept] = value;
        }
        value
    }

    fn initiative(&mut self, initiative: &InitiativePlan, indices: &[Vec<f64>]) {
        let go = initiative.go_ahead.as_ref().map_or(1.0, |s| self.state(s, |a, b| a * b));
        let delay = initiative.delay.as_ref().map_or(0.0, |s| self.state(s, f64::max));
        let slip = initiative.slip.as_ref().map(|slip| self.slip(slip));
        for stream in &initiative.streams {
            let late = slip.filter(|_| stream.slips).unwrap_or(delay);
            self.stream(initiative, stream, go, late, indices);
        }
    }

    /// The whole years by which one-off amounts are late.
    fn slip(&mut self, slip: &Slip) -> f64 {
        let latent = self.normal(&slip.name);
        let by = normal::cumulative(latent);
        self.draws.push(TracedDraw { name: slip.name.clone(), latent, value: by });
        let mut delay = self.delay(slip.own);
        let mut whole = delay.floor() + if delay - delay.floor() > by { 1.0 } else { 0.0 };
        for required in &slip.required {
            let theirs = self.delay(required.delay);
            let slipped = required.slip.map_or(theirs, |slot| self.kept[slot]);
            let [theirs, slipped] = [theirs, slipped].map(|state| at_most(state, required.begun));
            if theirs > delay {
                (delay, whole) = (theirs, slipped);
            }
        }
        if let Some(kept) = slip.kept {
            self.kept[kept] = whole;
        }
        whole
    }

    fn delay(&mut self, delay: Delay) -> f64 {
        match (delay.quantity, delay.kept) {
            (Some(quantity), _) => self.draw(quantity),
            (None, Some(slot)) => self.kept[slot],
            (None, None) => delay.certain,
        }
    }

    fn stream(&mut self, initiative: &InitiativePlan, stream: &StreamPlan, go: f64, delay: f64, indices: &[Vec<f64>]) {
        let made_good = stream.made_good.map_or(1.0, |q| self.draw(q));
        let realisation = made_good * stream.realisation.map_or(1.0, |q| self.draw(q));
        let go_ahead = if stream.needs_go_ahead { go } else { 1.0 };
        let noise = self.noise(stream);
        for (y, year) in stream.years.iter().enumerate() {
            let level = stream.first_delay.map_or(year.levels[0], |first| level_at(year, delay - first));
            let index = stream.driver.map_or(1.0, |d| indices[d][year.year]);
            let amount = realisation * go_ahead * level * noise[y] * index;
            let mut weight = 0.0;
            for &(column, share) in &year.into {
                self.levels[column] += share * amount;
                weight += share * self.weights[column];
            }
            if weight != 0.0 {
                self.lines.push(TraceLine {
                    name: format!("{}/{}", initiative.id, stream.id),
                    portion: stream.portion,
                    year: Some(self.plan.axis.first.plus(year.year as i32).calendar()),
                    realisation,
                    go_ahead,
                    delay: if stream.first_delay.is_some() { delay } else { 0.0 },
                    level,
                    noise: noise[y],
                    index,
                    weight,
                    contribution: weight * amount,
                });
            }
        }
    }

    fn noise(&mut self, stream: &StreamPlan) -> Vec<f64> {
        let mut out = vec![1.0; stream.years.len()];
        let Some(noise) = &stream.noise else { return out };
        let (before, from_anchor) = noise.around_anchor();
        let fresh = (1.0 - noise.persistence.powi(2)).sqrt();
        let (mut chain, mut anchor) = (None, None);
        for (k, Link { name, used, .. }) in from_anchor.iter().chain(before.iter().rev()).enumerate() {
            if k == from_anchor.len() {
                chain = anchor;
            }
            let latent = self.normal(name);
            let next = chain.map_or(latent, |chain| noise.persistence * chain + fresh * latent);
            (chain, anchor) = (Some(next), anchor.or(Some(next)));
            let value = libm::exp(noise.sigma * next - 0.5 * noise.sigma * noise.sigma);
            self.draws.push(TracedDraw { name: name.clone(), latent, value });
            out[used.clone()].fill(value);
        }
        out
    }

    fn overlaps(&mut self) {
        let plan = self.plan;
        for overlap in &plan.overlaps {
            let mut members: Vec<f64> = overlap.members.iter().map(|&c| self.levels[c]).collect();
            let mut order = vec![0; members.len()];
            split_overlap(overlap.share, &mut members, &mut order);
            let mut contribution = 0.0;
            for (level, into) in members.iter().zip(&overlap.into) {
                for &(column, share) in into {
                    self.levels[column] += share * level;
                    contribution += self.weights[column] * share * level;
                }
            }
            self.other("overlap", contribution);
        }
    }

    fn outturns(&mut self) {
        let plan = self.plan;
        for outturn in &plan.outturns {
            let latent = self.normal(&outturn.name);
            let weight: f64 = outturn.into.iter().map(|(column, share)| self.weights[*column] * share).sum();
            self.draws.push(TracedDraw { name: outturn.name.clone(), latent, value: latent });
            self.other(&outturn.name, weight * latent);
        }
    }

    /// The draws of what the lines name.
    fn draws_behind_lines(&mut self) -> Vec<TracedDraw> {
        let lines = &self.lines;
        let indexed = lines.iter().any(|l| l.index != 1.0);
        let mut owners: Vec<&str> = lines.iter().filter_map(|l| l.name.split('/').next()).collect();
        // Whether an initiative goes ahead, and when, may hang on others: each stands before those that require it.
        for initiative in self.plan.initiatives.iter().rev().filter(|i| i.has_state()) {
            let required = |slot: &usize| self.plan.initiatives.iter().find(|i| i.keeps(*slot));
            if owners.contains(&initiative.id.as_str()) {
                owners.extend(initiative.required().filter_map(|slot| required(&slot)).map(|i| i.id.as_str()));
            }
        }
        let renamed = self.plan.initiatives.iter().filter(|i| i.draws != i.id && owners.contains(&i.id.as_str()));
        let renamed: Vec<&str> = renamed.map(|i| i.draws.as_str()).collect();
        owners.extend(renamed);
        let behind = |draw: &TracedDraw| {
            let owner = draw.name.split('/').next().unwrap_or_default();
            owners.contains(&owner) || (indexed && draw.name.starts_with("driver//")) || owners.contains(&"overlap")
        };
        self.draws.iter().filter(|d| behind(d)).cloned().collect()
    }

    fn other(&mut self, name: &str, contribution: f64) {
        if contribution != 0.0 {
            self.lines.push(TraceLine {
                name: name.to_owned(),
                portion: Portion::Planned,
                year: None,
                realisation: 1.0,
                go_ahead: 1.0,
                delay: 0.0,
                level: contribution,
                noise: 1.0,
                index: 1.0,
                weight: 1.0,
                contribution,
            });
        }
    }
}

/// A delay; of an initiative that has begun at most 0.
fn at_most(delay: f64, begun: bool) -> f64 {
    if begun { delay.min(0.0) } else { delay }
}

fn level_at(year: &YearPlan, position: f64) -> f64 {
    let last = year.levels.len() - 1;
    let whole = (position.max(0.0) as usize).min(last);
    let (now, next) = (year.levels[whole], year.levels[(whole + 1).min(last)]);
    now + (position.max(0.0) - whole as f64) * (next - now)
}
