//! One block of trials: the passes of a program over columns that stay in cache.

use super::draw::{Drawing, DrawnBlock};
use super::kernels;
use super::program::{Pass, Program, Register};
use super::sources::Sources;
use crate::distributions::exp_affine;
use crate::plan::split_overlap;
use crate::stats::CorrelationSums;
use crate::vector::TrialColumn;

/// What becomes of the columns that are counted.
pub(super) trait Sink {
    /// A column of which the distribution is counted.
    fn count(&mut self, spread: usize, values: &[f64]);
    /// A column of which the mean is counted.
    fn average(&mut self, average: usize, values: &[f64]);
    /// The sums of a correlation, of latents (0) or values (1).
    fn correlate(&mut self, check: usize, which: usize, sums: CorrelationSums);
}

/// The columns of one thread, reused for every block.
pub(super) struct Workspace {
    drawing: Drawing,
    columns: Vec<Box<TrialColumn>>,
    /// Where a pass writes that reads other columns.
    spare: Box<TrialColumn>,
    years: Vec<TrialColumn<u8>>,
    squares: Vec<f64>,
    members: Vec<f64>,
    /// Room for the order of the members.
    order: Vec<usize>,
}

impl Workspace {
    pub(super) fn new(program: &Program) -> Self {
        Self {
            drawing: Drawing::new(),
            columns: (0..program.registers).map(|_| Box::new(TrialColumn::of(0.0))).collect(),
            spare: Box::new(TrialColumn::of(0.0)),
            years: vec![TrialColumn::of(0); program.years],
            squares: vec![0.0; program.squares],
            members: vec![0.0; program.members],
            order: vec![0; program.members],
        }
    }

    /// Bytes that the columns of a program take.
    pub(super) fn bytes(program: &Program) -> u64 {
        let columns = (program.registers + 1) * size_of::<TrialColumn>() + program.years * size_of::<TrialColumn<u8>>();
        let numbers = program.squares * size_of::<f64>() + program.members * (size_of::<f64>() + size_of::<usize>());
        (size_of::<Self>() + columns + numbers) as u64
    }

    /// Works out one block and puts out what is counted of it.
    pub(super) fn simulate(&mut self, program: &Program, sources: &Sources, place: DrawnBlock, sink: &mut impl Sink) {
        self.drawing.at(place);
        for pass in &program.passes {
            match pass {
                Pass::Count { spread, of } => sink.count(*spread, &self.columns[*of][..place.n]),
                Pass::Average { average, of } => sink.average(*average, &self.columns[*of][..place.n]),
                Pass::Correlate { check, which, of, squares } => {
                    let (sum, square) = kernels::sum_and_squares(&self.columns[*of][..place.n]);
                    let sums = CorrelationSums { sum, square, squares: self.squares[*squares] };
                    sink.correlate(*check, *which, sums);
                }
                Pass::Cut { out, share, members } => self.cut(out, *share, members, place.n),
                Pass::Standardise { out, of, mean, per_sd, squares, before } => {
                    let [sum, x] = two(&mut self.columns, *out, *of);
                    let added = kernels::standardised(x, *mean, *per_sd, place.n, sum);
                    self.squares[*squares] = before.map_or(0.0, |before| self.squares[before]) + added;
                }
                pass => self.pass(pass, program, sources),
            }
        }
    }

    /// A pass that works out one column.
    fn pass(&mut self, pass: &Pass, program: &Program, sources: &Sources) {
        let Self { drawing, columns, spare, years: all_years, .. } = self;
        match *pass {
            Pass::Set { out, value } => columns[out].fill(value),
            Pass::Copy { out, of } => {
                let [out, of] = two(columns, out, of);
                out.copy_from_slice(&of[..]);
            }
            Pass::Draw { out, source, drawn } => {
                drawing.prepare(&sources.streams[source], &sources.drawn[drawn]);
                drawing.spread(&mut columns[out]);
            }
            Pass::Prepare { source, drawn } => drawing.prepare(&sources.streams[source], &sources.drawn[drawn]),
            Pass::WeightedSum { out, constant, ref terms } => {
                kernels::weighted_sum(constant, terms, columns, spare);
                std::mem::swap(&mut columns[out], spare);
            }
            Pass::Quantile { out, of, drawn } => {
                let [out, of] = two(columns, out, of);
                sources.mixed[drawn].quantiles_at(&of[..], &mut out[..]);
            }
            Pass::Multiply { out, by } => {
                let [out, by] = two(columns, out, by);
                kernels::multiply(out, by);
            }
            Pass::Maximum { out, with } => {
                let [out, with] = two(columns, out, with);
                kernels::maximum(out, with);
            }
            Pass::Minimum { out, with } => {
                let [out, with] = two(columns, out, with);
                kernels::minimum(out, with);
            }
            Pass::Slip { out, by } => {
                let [out, by] = two(columns, out, by);
                kernels::slip(out, by);
            }
            Pass::OfGreater { out, of, delays } => {
                kernels::of_greater(of.map(|of| &*columns[of]), delays.map(|delay| &*columns[delay]), spare);
                std::mem::swap(&mut columns[out], spare);
            }
            Pass::Years { out, delay, first, whole } => {
                let years = &mut all_years[out];
                if whole {
                    kernels::whole_years(&columns[delay], first, years);
                } else {
                    kernels::split_delay(&columns[delay], first, years, spare);
                }
            }
            Pass::Fraction { out, delay, first } => {
                kernels::split_delay(&columns[delay], first, &mut TrialColumn::of(0), spare);
                std::mem::swap(&mut columns[out], spare);
            }
            Pass::Scale { out, weight, of } => {
                let [out, of] = two(columns, out, of);
                kernels::scale(out, weight, of);
            }
            Pass::LookUp { out, base, years, table } => {
                let [out, base] = two(columns, out, base);
                kernels::lookup(base, &all_years[years], &program.tables[table], out);
            }
            Pass::Interpolate { out, base, years, fraction, table } => {
                let (base, fraction) = (&columns[base], &columns[fraction]);
                kernels::interpolate(base, &all_years[years], fraction, &program.tables[table], spare);
                std::mem::swap(&mut columns[out], spare);
            }
            Pass::AddScaled { out, weight, of } => {
                let [out, of] = two(columns, out, of);
                kernels::add_scaled(out, weight, of);
            }
            Pass::AddLookUp { out, base, years, table } => {
                let [out, base] = two(columns, out, base);
                kernels::add_lookup(base, &all_years[years], &program.tables[table], out);
            }
            Pass::MultiplyPrepared { out } => drawing.multiply(&mut columns[out]),
            Pass::AddPrepared { out, weight, base } => {
                let [out, base] = two(columns, out, base);
                drawing.add(weight, base, out);
            }
            Pass::AddLatePrepared { out, base, years, table } => {
                let [out, base] = two(columns, out, base);
                drawing.add_late(&all_years[years], &program.tables[table], base, out);
            }
            Pass::Walk { out, drift, sigma, z } => {
                let [out, z] = two(columns, out, z);
                kernels::walk(out, drift, sigma, z);
            }
            Pass::Persist { out, persistence, z } => {
                let [out, z] = two(columns, out, z);
                kernels::persist(out, persistence, z);
            }
            Pass::Exp { out, of, shift, factor } => {
                let [out, of] = two(columns, out, of);
                exp_affine(&of[..], shift, factor, &mut out[..]);
            }
            // Done by the caller.
            Pass::Count { .. }
            | Pass::Average { .. }
            | Pass::Correlate { .. }
            | Pass::Cut { .. }
            | Pass::Standardise { .. } => {}
        }
    }

    fn cut(&mut self, out: &[Register], share: f64, members: &[Register], n: usize) {
        let (levels, order) = (&mut self.members[..members.len()], &mut self.order[..members.len()]);
        for trial in 0..n {
            for (level, member) in levels.iter_mut().zip(members) {
                *level = self.columns[*member][trial];
            }
            split_overlap(share, levels, order);
            for (level, out) in levels.iter().zip(out) {
                self.columns[*out][trial] = *level;
            }
        }
    }
}

/// Two different columns at once.
fn two(columns: &mut [Box<TrialColumn>], a: usize, b: usize) -> [&mut TrialColumn; 2] {
    if a < b {
        let (head, tail) = columns.split_at_mut(b);
        [&mut head[a], &mut tail[0]]
    } else {
        let (head, tail) = columns.split_at_mut(a);
        [&mut tail[0], &mut head[b]]
    }
}
