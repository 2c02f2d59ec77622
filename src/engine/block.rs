//! One block of trials: draws, shaping and accumulation as separate passes over columns that stay in cache.

use super::draw::{Normals, Sampling};
use super::tally::RunTally;
use super::vector;
use crate::dist::{Marginal, Row};
use crate::plan::{DriverPlan, InitiativePlan, Joint, Plan, State, StreamPlan, Sum, YearPlan, split_overlap};
use crate::stats::{BLOCK, CorrelationSums, Tally};

/// The streams of every name of a plan under one seed: worked out once, so that no block looks up a name.
pub(super) struct Streams {
    factors: Vec<Normals>,
    normals: Vec<Normals>,
    drivers: Vec<Vec<Normals>>,
    /// By initiative, stream and link.
    noise: Vec<Vec<Vec<Normals>>>,
    outturns: Vec<Normals>,
    pub(super) sampling: Sampling,
}

impl Streams {
    pub(super) fn new(plan: &Plan, seed: u64, sampling: Sampling) -> Self {
        let of = |name: &String| Normals::new(seed, name);
        let noise = |stream: &StreamPlan| -> Vec<Normals> {
            stream.noise.iter().flat_map(|n| &n.links).map(|link| of(&link.name)).collect()
        };
        Self {
            factors: plan.factors.iter().map(of).collect(),
            normals: plan.normals.iter().map(of).collect(),
            drivers: plan.drivers.iter().map(|d| d.steps.iter().map(|s| of(&s.name)).collect()).collect(),
            noise: plan.initiatives.iter().map(|i| i.streams.iter().map(noise).collect()).collect(),
            outturns: plan.outturns.iter().map(|o| of(&o.name)).collect(),
            sampling,
        }
    }
}

type Buffer = Vec<f64>;

fn buffer() -> Buffer {
    vec![0.0; BLOCK]
}

fn buffers(count: usize) -> Vec<Buffer> {
    (0..count).map(|_| buffer()).collect()
}

/// The columns of one thread, reused for every block.
pub(super) struct Workspace {
    /// Trials of the current block.
    n: usize,
    levels: Vec<Buffer>,
    factors: Vec<Buffer>,
    /// By driver and year of the axis.
    drivers: Vec<Vec<Buffer>>,
    kept: Vec<Buffer>,
    go: Buffer,
    delay: Buffer,
    z: Buffer,
    own: Buffer,
    value: Buffer,
    base: Buffer,
    chain: Buffer,
    /// For each check, for latents and for values: Σ u and Σ u² by trial.
    checks: Vec<[[Buffer; 2]; 2]>,
    effect: Buffer,
    met: Vec<Vec<u64>>,
    members: Buffer,
    /// Room for the order of the members.
    order: Vec<usize>,
    /// The mean and sd of each quantity.
    moments: Vec<(f64, f64)>,
    /// For each metric its period in `met` and its policy's bit.
    joint: Vec<Option<(usize, u64)>>,
}

impl Workspace {
    pub(super) fn new(plan: &Plan) -> Self {
        let moments = plan.quantities.iter().map(|q| (q.marginal.mean(), q.marginal.variance().sqrt()));
        let place = |m: usize| {
            let within = |j: &Joint| j.metrics.iter().position(|i| *i == m).map(|bit| 1_u64 << bit);
            plan.joint.iter().enumerate().find_map(|(j, joint)| within(joint).map(|bit| (j, bit)))
        };
        let pair = || [buffer(), buffer()];
        let most = plan.overlaps.iter().map(|o| o.members.len()).max().unwrap_or(0);
        Self {
            n: BLOCK,
            levels: buffers(plan.columns.len()),
            factors: buffers(plan.factors.len()),
            drivers: plan.drivers.iter().map(|_| buffers(plan.axis.len())).collect(),
            kept: buffers(plan.kept_states),
            go: buffer(),
            delay: buffer(),
            z: buffer(),
            own: buffer(),
            value: buffer(),
            base: buffer(),
            chain: buffer(),
            checks: plan.checks.iter().map(|_| [pair(), pair()]).collect(),
            effect: buffer(),
            met: vec![vec![0; BLOCK]; plan.joint.len()],
            members: vec![0.0; most],
            order: vec![0; most],
            moments: moments.collect(),
            joint: (0..plan.metrics.len()).map(place).collect(),
        }
    }

    /// Simulates the first `n` trials of a block up to the level columns.
    pub(super) fn simulate(&mut self, plan: &Plan, streams: &Streams, block: u64, n: usize) {
        self.n = n;
        for (buffer, column) in self.levels.iter_mut().zip(&plan.columns) {
            buffer[..n].fill(column.initial);
        }
        for sums in self.checks.iter_mut().flatten().flatten() {
            sums[..n].fill(0.0);
        }
        for (factor, normals) in self.factors.iter_mut().zip(&streams.factors) {
            normals.fill(block, streams.sampling, &mut factor[..n]);
        }
        for (d, driver) in plan.drivers.iter().enumerate() {
            self.driver(d, driver, &streams.drivers[d], block, streams.sampling);
        }
        for (i, initiative) in plan.initiatives.iter().enumerate() {
            self.initiative(plan, initiative, streams, i, block);
        }
        for (outturn, normals) in plan.outturns.iter().zip(&streams.outturns) {
            normals.fill(block, streams.sampling, &mut self.z[..n]);
            for &(column, share) in &outturn.into {
                vector::add_scaled(&mut self.levels[column][..n], share * outturn.sd, &self.z[..n]);
            }
        }
        self.overlaps(plan);
        for sum in &plan.sums {
            for &part in &sum.of {
                let [total, part] = two(&mut self.levels, sum.column, part);
                vector::add_scaled(&mut total[..n], 1.0, &part[..n]);
            }
        }
    }

    /// The values of a sum of columns in the simulated block.
    pub(super) fn sum(&mut self, sum: &Sum) -> &[f64] {
        let n = self.n;
        self.effect[..n].fill(sum.constant);
        for &(column, weight) in &sum.terms {
            vector::add_scaled(&mut self.effect[..n], weight, &self.levels[column][..n]);
        }
        &self.effect[..n]
    }

    /// The values of a column in the simulated block.
    pub(super) fn column(&self, column: usize) -> &[f64] {
        &self.levels[column][..self.n]
    }

    /// Counts the simulated block.
    pub(super) fn count(&mut self, plan: &Plan, tally: &mut RunTally) {
        let n = self.n;
        self.met.iter_mut().for_each(|met| met[..n].fill(0));
        for (m, metric) in plan.metrics.iter().enumerate() {
            if let Some(tally) = &mut tally.metrics[m] {
                tally.add_block(self.sum(&metric.sum));
            } else {
                self.effect[..n].fill(metric.sum.constant);
            }
            if let Some((period, bit)) = self.joint[m] {
                let least = Tally::met_from(metric.target);
                for (mask, x) in self.met[period][..n].iter_mut().zip(&self.effect[..n]) {
                    *mask |= if *x >= least { bit } else { 0 };
                }
            }
        }
        for (average, &column) in tally.averages.iter_mut().zip(&plan.averaged) {
            average.add_block(&self.levels[column][..n]);
        }
        for (joint, met) in tally.joint.iter_mut().zip(&self.met) {
            joint.add_block(&met[..n]);
        }
        for (check, both) in self.checks.iter().enumerate() {
            for (which, [sum, squares]) in both.iter().enumerate() {
                let square: f64 = {
                    let own = &mut self.own[..n];
                    own.copy_from_slice(&sum[..n]);
                    vector::multiply(own, &sum[..n]);
                    vector::sum(own)
                };
                let sums = CorrelationSums { sum: vector::sum(&sum[..n]), square, squares: vector::sum(&squares[..n]) };
                tally.correlation(check, which, &sums, n as u64);
            }
        }
    }

    fn driver(&mut self, d: usize, driver: &DriverPlan, normals: &[Normals], block: u64, sampling: Sampling) {
        let n = self.n;
        self.chain[..n].fill(0.0);
        self.drivers[d].iter_mut().for_each(|index| index[..n].fill(1.0));
        for (step, normals) in driver.steps.iter().zip(normals) {
            normals.fill(block, sampling, &mut self.z[..n]);
            vector::affine(&self.z[..n], step.drift, driver.sigma, &mut self.value[..n]);
            vector::add_scaled(&mut self.chain[..n], 1.0, &self.value[..n]);
            if let Some(year) = step.year {
                vector::exp_affine(&self.chain[..n], 0.0, 1.0, &mut self.drivers[d][year][..n]);
            }
        }
    }

    /// Draws a quantity into `value`.
    fn draw(&mut self, plan: &Plan, quantity: usize, streams: &Streams, block: u64) {
        let n = self.n;
        let draw = &plan.quantities[quantity];
        self.latent(&draw.row, streams, block);
        shape(&draw.marginal, &self.z[..n], &mut self.value[..n]);
        let (mean, sd) = self.moments[quantity];
        for &check in &draw.checks {
            let [latents, values] = &mut self.checks[check];
            let [sum, squares] = latents;
            vector::standardised(&self.z[..n], 0.0, 1.0, &mut sum[..n], &mut squares[..n]);
            let [sum, squares] = values;
            vector::standardised(&self.value[..n], mean, sd, &mut sum[..n], &mut squares[..n]);
        }
    }

    /// Mixes a latent into `z`.
    fn latent(&mut self, row: &Row, streams: &Streams, block: u64) {
        let n = self.n;
        if let ([], [(normal, 1.0)]) = (&row.factors[..], &row.own[..]) {
            streams.normals[*normal].fill(block, streams.sampling, &mut self.z[..n]);
            return;
        }
        self.z[..n].fill(0.0);
        for &(factor, weight) in &row.factors {
            vector::add_scaled(&mut self.z[..n], weight, &self.factors[factor][..n]);
        }
        for &(normal, weight) in &row.own {
            streams.normals[normal].fill(block, streams.sampling, &mut self.own[..n]);
            vector::add_scaled(&mut self.z[..n], weight, &self.own[..n]);
        }
    }

    fn initiative(&mut self, plan: &Plan, initiative: &InitiativePlan, streams: &Streams, i: usize, block: u64) {
        let n = self.n;
        if let Some(state) = &initiative.go_ahead {
            self.state(plan, state, streams, block, vector::multiply);
            self.go[..n].copy_from_slice(&self.base[..n]);
        }
        if let Some(state) = &initiative.delay {
            self.state(plan, state, streams, block, vector::maximum);
            self.delay[..n].copy_from_slice(&self.base[..n]);
        }
        for (s, stream) in initiative.streams.iter().enumerate() {
            self.stream(plan, stream, streams, &streams.noise[i][s], block);
        }
    }

    /// Works out a state in `base`, joined with what it requires, and keeps it where others require it.
    fn state(&mut self, plan: &Plan, state: &State, streams: &Streams, block: u64, join: fn(&mut [f64], &[f64])) {
        let n = self.n;
        self.base[..n].fill(state.certain);
        if let Some(quantity) = state.quantity {
            self.draw(plan, quantity, streams, block);
            join(&mut self.base[..n], &self.value[..n]);
        }
        for &required in &state.required {
            join(&mut self.base[..n], &self.kept[required][..n]);
        }
        if let Some(kept) = state.kept {
            self.kept[kept][..n].copy_from_slice(&self.base[..n]);
        }
    }

    fn stream(&mut self, plan: &Plan, stream: &StreamPlan, streams: &Streams, noise: &[Normals], block: u64) {
        let n = self.n;
        self.base[..n].fill(1.0);
        if let Some(quantity) = stream.realisation {
            self.draw(plan, quantity, streams, block);
            self.base[..n].copy_from_slice(&self.value[..n]);
        }
        if stream.needs_go_ahead {
            vector::multiply(&mut self.base[..n], &self.go[..n]);
        }
        match &stream.noise {
            None => stream.years.iter().for_each(|year| self.year(stream, year, None)),
            Some(plan) => {
                for (k, (link, normals)) in plan.links.iter().zip(noise).enumerate() {
                    normals.fill(block, streams.sampling, &mut self.z[..n]);
                    if k == 0 || plan.persistence == 0.0 {
                        self.chain[..n].copy_from_slice(&self.z[..n]);
                    } else {
                        vector::persist(&mut self.chain[..n], plan.persistence, &self.z[..n]);
                    }
                    for year in &stream.years[link.used.clone()] {
                        self.year(stream, year, Some(plan.sigma));
                    }
                }
            }
        }
    }

    /// Adds one year of a stream: base · level(delay) · noise · index. `sigma` is that of the noise, whose normals
    /// stand in `chain`.
    fn year(&mut self, stream: &StreamPlan, year: &YearPlan, sigma: Option<f64>) {
        let n = self.n;
        let value = &mut self.value[..n];
        match stream.first_delay {
            Some(first) => {
                vector::delayed(&self.delay[..n], first, &year.levels, value);
                vector::multiply(value, &self.base[..n]);
            }
            None => vector::scale(value, year.levels[0], &self.base[..n]),
        }
        if let Some(sigma) = sigma {
            vector::exp_affine(&self.chain[..n], -0.5 * sigma * sigma, sigma, &mut self.own[..n]);
            vector::multiply(value, &self.own[..n]);
        }
        if let Some(driver) = stream.driver {
            vector::multiply(value, &self.drivers[driver][year.year][..n]);
        }
        for &(column, share) in &year.into {
            vector::add_scaled(&mut self.levels[column][..n], share, value);
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

/// The values of a marginal at each latent.
fn shape(marginal: &Marginal, z: &[f64], out: &mut [f64]) {
    match marginal {
        Marginal::Fixed(value) => out.fill(*value),
        Marginal::Normal { mean, sd } => vector::affine(z, *mean, *sd, out),
        Marginal::LogNormal { mu, sigma } => vector::exp_affine(z, *mu, *sigma, out),
        Marginal::Steps(steps) => vector::steps(z, steps, out),
        Marginal::Smooth { table, .. } => vector::table(z, table, out),
    }
}

/// Two different columns at once.
fn two(columns: &mut [Buffer], a: usize, b: usize) -> [&mut Buffer; 2] {
    if a < b {
        let (head, tail) = columns.split_at_mut(b);
        [&mut head[a], &mut tail[0]]
    } else {
        let (head, tail) = columns.split_at_mut(a);
        [&mut tail[0], &mut head[b]]
    }
}
