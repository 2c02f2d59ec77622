//! One block of trials: draws, shaping and accumulation as separate passes over columns that stay in cache.

use super::draw::{Drawing, Level, Place};
use super::kernels::{self, DELAYS};
use super::sources::{NORMAL, Own, Sources, persists};
use crate::dist::{Row, exp_affine};
use crate::plan::{NoisePlan, Plan, State, StreamPlan, Sum, YearPlan, split_overlap};
use crate::stats::CorrelationSums;
use crate::vector::Column;

fn columns(count: usize) -> Vec<Column> {
    vec![Column::of(0.0); count]
}

/// The columns of one thread, reused for every block.
pub(super) struct Workspace {
    /// Trials of the current block. Columns hold possible values beyond them.
    n: usize,
    drawing: Drawing,
    levels: Vec<Column>,
    factors: Vec<Column>,
    /// By driver and year of the axis.
    drivers: Vec<Vec<Column>>,
    kept: Vec<Column>,
    go: Box<Column>,
    delay: Box<Column>,
    /// The delay of the current stream in whole years from the first that it knows, and the fraction beyond.
    years: Column<u8>,
    fraction: Column,
    /// Whether there is any fraction.
    fractions: bool,
    z: Box<Column>,
    own: Box<Column>,
    value: Box<Column>,
    base: Box<Column>,
    chain: Box<Column>,
    effect: Column,
    /// For each check, for latents and for values: Σ u by trial, and Σ u² of all.
    checks: Vec<[(Column, f64); 2]>,
    members: Vec<f64>,
    /// Room for the order of the members.
    order: Vec<usize>,
    /// The mean of each quantity and 1 / sd.
    moments: Vec<(f64, f64)>,
}

impl Workspace {
    pub(super) fn new(plan: &Plan) -> Self {
        let moments = plan.quantities.iter().map(|q| (q.marginal.mean(), 1.0 / q.marginal.variance().sqrt()));
        let most = plan.overlaps.iter().map(|o| o.members.len()).max().unwrap_or(0);
        let zero = Column::of(0.0);
        Self {
            n: 0,
            drawing: Drawing::new(),
            levels: columns(plan.columns.len()),
            factors: columns(plan.factors.len()),
            drivers: plan.drivers.iter().map(|_| columns(plan.axis.len())).collect(),
            kept: columns(plan.kept_states),
            go: Box::new(zero),
            delay: Box::new(zero),
            years: Column::of(0),
            fraction: zero,
            fractions: false,
            z: Box::new(zero),
            own: Box::new(zero),
            value: Box::new(zero),
            base: Box::new(zero),
            chain: Box::new(zero),
            effect: zero,
            checks: plan.checks.iter().map(|_| std::array::from_fn(|_| (zero, 0.0))).collect(),
            members: vec![0.0; most],
            order: vec![0; most],
            moments: moments.collect(),
        }
    }

    /// Simulates the first `n` trials of a block up to the level columns.
    pub(super) fn simulate(&mut self, plan: &Plan, sources: &Sources, block: u64, n: usize) {
        self.n = n;
        self.drawing.at(Place { block, n, sampling: sources.sampling });
        for (level, column) in self.levels.iter_mut().zip(&plan.columns) {
            level.fill(column.initial);
        }
        for (sum, squares) in self.checks.iter_mut().flatten() {
            sum.fill(0.0);
            *squares = 0.0;
        }
        for (factor, source) in self.factors.iter_mut().zip(&sources.factors) {
            self.drawing.fill(source, &sources.drawn[NORMAL], factor);
        }
        for d in 0..plan.drivers.len() {
            self.driver(plan, d, sources);
        }
        for i in 0..plan.initiatives.len() {
            self.initiative(plan, sources, i);
        }
        for (outturn, source) in plan.outturns.iter().zip(&sources.outturns) {
            self.drawing.fill(source, &sources.drawn[NORMAL], &mut self.z);
            for &(column, share) in &outturn.into {
                kernels::add_scaled(&mut self.levels[column], share * outturn.sd, &self.z);
            }
        }
        self.overlaps(plan);
        for sum in &plan.sums {
            for &part in &sum.of {
                let [total, part] = two(&mut self.levels, sum.column, part);
                kernels::add_scaled(total, 1.0, part);
            }
        }
    }

    /// The values of a sum of columns in the simulated block.
    pub(super) fn sum(&mut self, sum: &Sum) -> &[f64] {
        kernels::weighted_sum(sum.constant, &sum.terms, &self.levels, &mut self.effect);
        &self.effect[..self.n]
    }

    /// The values of a column in the simulated block.
    pub(super) fn column(&self, column: usize) -> &[f64] {
        &self.levels[column][..self.n]
    }

    /// The sums of each check, for latents and for values.
    pub(super) fn correlations(&self) -> impl Iterator<Item = [CorrelationSums; 2]> {
        let sums = |(sum, squares): &(Column, f64)| {
            let (sum, square) = kernels::sum_and_squares(&sum[..self.n]);
            CorrelationSums { sum, square, squares: *squares }
        };
        self.checks.iter().map(move |both| both.each_ref().map(sums))
    }

    fn driver(&mut self, plan: &Plan, d: usize, sources: &Sources) {
        let driver = &plan.drivers[d];
        self.chain.fill(0.0);
        self.drivers[d].iter_mut().for_each(|index| index.fill(1.0));
        for (step, source) in driver.steps.iter().zip(&sources.drivers[d]) {
            self.drawing.fill(source, &sources.drawn[NORMAL], &mut self.z);
            let index = step.year.map_or(&mut *self.value, |year| &mut self.drivers[d][year]);
            kernels::grow(&mut self.chain, step.drift, driver.sigma, &self.z, index);
        }
    }

    /// Draws a quantity into `base`.
    fn draw(&mut self, plan: &Plan, quantity: usize, sources: &Sources) {
        let draw = &plan.quantities[quantity];
        if let Some(Own { source, drawn }) = &sources.quantities[quantity] {
            self.drawing.fill(source, &sources.drawn[*drawn], &mut self.base);
            if draw.checks.is_empty() {
                return;
            }
            self.latent(&draw.row, sources);
        } else {
            self.latent(&draw.row, sources);
            draw.marginal.quantiles_at(&self.z[..], &mut self.base[..]);
        }
        let (mean, per_sd) = self.moments[quantity];
        for &check in &draw.checks {
            let [(latent_sum, latent_squares), (value_sum, value_squares)] = &mut self.checks[check];
            *latent_squares += kernels::standardised(&self.z, 0.0, 1.0, self.n, latent_sum);
            *value_squares += kernels::standardised(&self.base, mean, per_sd, self.n, value_sum);
        }
    }

    /// Mixes a latent into `z`.
    fn latent(&mut self, row: &Row, sources: &Sources) {
        kernels::weighted_sum(0.0, &row.factors, &self.factors, &mut self.z);
        for &(normal, weight) in &row.own {
            self.drawing.fill(&sources.normals[normal], &sources.drawn[NORMAL], &mut self.own);
            kernels::add_scaled(&mut self.z, weight, &self.own);
        }
    }

    fn initiative(&mut self, plan: &Plan, sources: &Sources, i: usize) {
        let initiative = &plan.initiatives[i];
        if let Some(state) = &initiative.go_ahead {
            self.state(plan, state, sources, 1.0, kernels::multiply);
            std::mem::swap(&mut self.go, &mut self.base);
        }
        if let Some(state) = &initiative.delay {
            self.state(plan, state, sources, f64::NEG_INFINITY, kernels::maximum);
            std::mem::swap(&mut self.delay, &mut self.base);
        }
        // Streams of an initiative mostly begin at the same delay.
        let mut split = None;
        for (stream, noise) in initiative.streams.iter().zip(&sources.noise[i]) {
            if let Some(first) = stream.first_delay.filter(|first| split != Some(*first)) {
                self.split_delay(first, sources.whole_years[i]);
                split = Some(first);
            }
            self.stream(plan, stream, sources, noise);
        }
    }

    /// Works out a state in `base`, joined with what it requires, and keeps it where others require it. Joining with
    /// `neutral` changes nothing.
    fn state(&mut self, plan: &Plan, state: &State, sources: &Sources, neutral: f64, join: fn(&mut Column, &Column)) {
        match state.quantity {
            Some(quantity) => self.draw(plan, quantity, sources),
            None => self.base.fill(neutral),
        }
        if state.certain != neutral {
            self.value.fill(state.certain);
            join(&mut self.base, &self.value);
        }
        for &required in &state.required {
            join(&mut self.base, &self.kept[required]);
        }
        if let Some(kept) = state.kept {
            self.kept[kept].copy_from_slice(&self.base[..]);
        }
    }

    fn split_delay(&mut self, first: f64, whole: bool) {
        self.fractions = !whole;
        if whole {
            kernels::whole_years(&self.delay, first, &mut self.years);
        } else {
            kernels::split_delay(&self.delay, first, &mut self.years, &mut self.fraction);
        }
    }

    fn stream(&mut self, plan: &Plan, stream: &StreamPlan, sources: &Sources, noise: &[Own]) {
        match stream.realisation {
            Some(quantity) => self.draw(plan, quantity, sources),
            None => self.base.fill(1.0),
        }
        if stream.needs_go_ahead {
            kernels::multiply(&mut self.base, &self.go);
        }
        match &stream.noise {
            None => {
                for year in &stream.years {
                    self.planned(stream, year);
                    self.book(stream, year);
                }
            }
            Some(plan) if persists(plan) => self.persistent(stream, plan, sources, noise),
            Some(plan) => {
                for (link, Own { source, drawn }) in plan.links.iter().zip(noise) {
                    self.drawing.prepare(source, &sources.drawn[*drawn]);
                    for year in &stream.years[link.used.clone()] {
                        if !self.simple(stream, year) {
                            self.planned(stream, year);
                            self.drawing.multiply(&mut self.value);
                            self.book(stream, year);
                        }
                    }
                }
            }
        }
    }

    /// The years of a stream whose noise persists.
    fn persistent(&mut self, stream: &StreamPlan, plan: &NoisePlan, sources: &Sources, noise: &[Own]) {
        for (k, (link, Own { source, drawn })) in plan.links.iter().zip(noise).enumerate() {
            self.drawing.fill(source, &sources.drawn[*drawn], &mut self.z);
            if k == 0 {
                std::mem::swap(&mut self.chain, &mut self.z);
            } else {
                kernels::persist(&mut self.chain, plan.persistence, &self.z);
            }
            if !link.used.is_empty() {
                exp_affine(&self.chain[..], -0.5 * plan.sigma * plan.sigma, plan.sigma, &mut self.own[..]);
            }
            for year in &stream.years[link.used.clone()] {
                self.planned(stream, year);
                kernels::multiply(&mut self.value, &self.own);
                self.book(stream, year);
            }
        }
    }

    /// Adds one year of a stream with the noise prepared in a single pass, where nothing else bears on it; false, and nothing
    /// done, elsewhere.
    fn simple(&mut self, stream: &StreamPlan, year: &YearPlan) -> bool {
        let ([(column, share)], None) = (&year.into[..], stream.driver) else { return false };
        let level = match by_delay(stream, year) {
            ByDelay::Steady(level) => Level::Steady(share * level),
            ByDelay::Late(_) if self.fractions => return false,
            ByDelay::Late(levels) => Level::Late { years: &self.years, levels: levels.map(|level| share * level) },
        };
        self.drawing.add(&level, &self.base, &mut self.levels[*column])
    }

    /// `value` = base · level(delay), of one year of a stream.
    fn planned(&mut self, stream: &StreamPlan, year: &YearPlan) {
        match by_delay(stream, year) {
            ByDelay::Steady(level) => kernels::scale(&mut self.value, level, &self.base),
            ByDelay::Late(levels) if self.fractions => {
                kernels::interpolate(&self.base, &self.years, &self.fraction, &levels, &mut self.value);
            }
            ByDelay::Late(levels) => kernels::lookup(&self.base, &self.years, &levels, &mut self.value),
        }
    }

    /// Adds `value` times the index to the columns of a year.
    fn book(&mut self, stream: &StreamPlan, year: &YearPlan) {
        if let Some(driver) = stream.driver {
            kernels::multiply(&mut self.value, &self.drivers[driver][year.year]);
        }
        for &(column, share) in &year.into {
            kernels::add_scaled(&mut self.levels[column], share, &self.value);
        }
    }

    fn overlaps(&mut self, plan: &Plan) {
        for overlap in &plan.overlaps {
            let members = &mut self.members[..overlap.members.len()];
            for trial in 0..self.n {
                for (member, &column) in members.iter_mut().zip(&overlap.members) {
                    *member = self.levels[column][trial];
                }
                split_overlap(overlap.share, members, &mut self.order[..overlap.members.len()]);
                for (member, into) in members.iter().zip(&overlap.into) {
                    for &(column, share) in into {
                        self.levels[column][trial] += share * member;
                    }
                }
            }
        }
    }
}

/// The level of a year of a stream.
// Made and used at once: a box would be an allocation for every year of every block.
#[allow(clippy::large_enum_variant)]
enum ByDelay {
    /// The same whatever the delay.
    Steady(f64),
    /// By whole years from the first delay that the stream knows.
    Late([f64; DELAYS]),
}

fn by_delay(stream: &StreamPlan, year: &YearPlan) -> ByDelay {
    let first = year.levels[0];
    if stream.first_delay.is_none() || year.levels.iter().all(|level| *level == first) {
        return ByDelay::Steady(first);
    }
    let mut levels = [year.levels[year.levels.len() - 1]; DELAYS];
    levels.iter_mut().zip(&year.levels).for_each(|(all, level)| *all = *level);
    ByDelay::Late(levels)
}

/// Two different columns at once.
fn two(columns: &mut [Column], a: usize, b: usize) -> [&mut Column; 2] {
    if a < b {
        let (head, tail) = columns.split_at_mut(b);
        [&mut head[a], &mut tail[0]]
    } else {
        let (head, tail) = columns.split_at_mut(a);
        [&mut tail[0], &mut head[b]]
    }
}
