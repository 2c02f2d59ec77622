//! Columns of draws: the values of a name over the trials of a block.

use super::kernels::{self, DELAYS};
use super::stream::{Named, RandomStream};
use crate::distributions::{Marginal, Strata, normal_quantiles};
use crate::vector::{BLOCK, TrialColumn};
use serde::{Deserialize, Serialize};

/// How the draws of a block are spread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sampling {
    /// Each quantity takes one draw from each of the block's equal strata (Latin hypercube: `McKay` et al. 1979).
    #[default]
    Latin,
    /// Independent draws.
    Random,
}

/// The random bits of one name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source {
    draws: RandomStream,
    strata: RandomStream,
}

impl Source {
    pub(super) fn new(seed: u64, name: &str) -> Self {
        Self {
            draws: RandomStream::new(seed, name, Named::Draws),
            strata: RandomStream::new(seed, name, Named::Strata),
        }
    }
}

/// A distribution ready to be drawn from.
#[derive(Clone, Debug)]
pub(super) struct Drawn {
    marginal: Marginal,
    strata: Option<Strata>,
}

impl Drawn {
    pub(super) fn new(marginal: &Marginal) -> Self {
        Self { marginal: marginal.clone(), strata: Strata::of(marginal) }
    }

    pub(super) fn is_discrete(&self) -> bool {
        matches!(self.marginal, Marginal::Steps(_))
    }

    pub(super) fn is_of(&self, marginal: &Marginal) -> bool {
        self.marginal == *marginal
    }
}

/// Which trials are drawn. The last block of a run may be shorter; its draws are stratified into as many strata as it has
/// trials.
#[derive(Clone, Copy, Debug)]
pub(super) struct DrawnBlock {
    pub(super) block: u64,
    /// Trials of the block.
    pub(super) n: usize,
    pub(super) sampling: Sampling,
}

/// Room to draw a column.
pub(super) struct Drawing {
    place: DrawnBlock,
    bits: TrialColumn<u32>,
    /// The values of the draw prepared, and which of them each trial takes.
    values: TrialColumn,
    order: TrialColumn<u16>,
}

impl Drawing {
    pub(super) fn new() -> Self {
        let place = DrawnBlock { block: 0, n: BLOCK, sampling: Sampling::Latin };
        Self { place, bits: TrialColumn::of(0), values: TrialColumn::of(0.0), order: TrialColumn::of(0) }
    }

    /// Sets what the next columns are drawn for.
    pub(super) fn at(&mut self, place: DrawnBlock) {
        self.place = place;
    }

    /// `out` = the draw prepared. Trials past the end of the block get some possible value.
    pub(super) fn spread(&self, out: &mut TrialColumn) {
        kernels::spread(&self.order, &self.values, out);
    }

    /// `out = out · the draw prepared`.
    pub(super) fn multiply(&self, out: &mut TrialColumn) {
        kernels::spread_multiply(&self.order, &self.values, out);
    }

    /// `out += weight · base · the draw prepared`.
    pub(super) fn add(&self, weight: f64, base: &TrialColumn, out: &mut TrialColumn) {
        kernels::spread_add(&self.order, &self.values, weight, base, out);
    }

    /// `out += base · level · the draw prepared`, the level that at delays of whole years.
    pub(super) fn add_late(
        &self,
        years: &TrialColumn<u8>,
        levels: &[f64; DELAYS],
        base: &TrialColumn,
        out: &mut TrialColumn,
    ) {
        kernels::spread_add_lookup(&self.order, &self.values, years, levels, base, out);
    }

    /// Works out a draw, to be used as often as it is read: one value a stratum and the order in which the trials take
    /// them, or one value a trial where that is not how the block is drawn.
    pub(super) fn prepare(&mut self, source: &Source, drawn: &Drawn) {
        let DrawnBlock { block, n, sampling } = self.place;
        if sampling == Sampling::Random || n < BLOCK {
            self.shape(source, drawn);
            return;
        }
        let first = block * (BLOCK as u64 / 2);
        match drawn.strata.as_ref().and_then(Strata::split) {
            None => kernels::halves(&source.draws, first, &mut self.bits),
            Some(few) => few.iter().map(|k| usize::from(*k)).for_each(|k| self.bits[k] = half(&source.draws, first, k)),
        }
        kernels::permutation(&keys(source, block), &mut self.order);
        if let Some(strata) = &drawn.strata {
            strata.values(&self.bits, &mut self.values);
        } else {
            let mut latents = TrialColumn::of(0.0);
            kernels::stratified(&self.bits, &mut latents);
            normal_quantiles(&mut *latents);
            drawn.marginal.quantiles_at(&*latents, &mut *self.values);
        }
    }

    /// Works the values out trial by trial, from the latents.
    fn shape(&mut self, source: &Source, drawn: &Drawn) {
        let DrawnBlock { block, n, sampling } = self.place;
        let first = block * BLOCK as u64;
        let mut latents = TrialColumn::of(0.5);
        match sampling {
            Sampling::Random => kernels::uniform(&source.draws, first, &mut latents),
            Sampling::Latin => kernels::stratified_part(&source.draws, first, &keys(source, block), &mut latents[..n]),
        }
        normal_quantiles(&mut *latents);
        drawn.marginal.quantiles_at(&*latents, &mut *self.values);
        self.order.iter_mut().enumerate().for_each(|(i, order)| *order = i as u16);
    }
}

/// The 32 bits of one stratum, as [`kernels::halves`] gives them to all.
fn half(stream: &RandomStream, first: u64, stratum: usize) -> u32 {
    (stream.bits(first + stratum as u64 / 2) >> (32 * (stratum % 2))) as u32
}

/// The keys of a block's permutation.
fn keys(source: &Source, block: u64) -> [u16; 8] {
    std::array::from_fn(|k| (source.strata.bits(block * 8 + k as u64) >> 32) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distributions::normal;

    fn column(name: &str, place: DrawnBlock) -> TrialColumn {
        let mut out = TrialColumn::of(0.0);
        let mut drawing = Drawing::new();
        drawing.at(place);
        let drawn = Drawn::new(&Marginal::Normal { mean: 0.0, sd: 1.0 });
        drawing.prepare(&Source::new(11, name), &drawn);
        drawing.spread(&mut out);
        out
    }

    #[test]
    fn each_stratum_is_drawn_once_in_whole_and_in_shorter_blocks() {
        for n in [BLOCK, 672, 100, 1] {
            let mut seen = vec![false; n];
            for z in &column("x", DrawnBlock { block: 3, n, sampling: Sampling::Latin })[..n] {
                seen[(normal::cumulative(*z) * n as f64) as usize] = true;
            }
            assert!(seen.iter().all(|s| *s), "{n}");
        }
    }

    #[test]
    fn names_are_independent_under_both_samplings() {
        // The mean of a product of two independent names over a block has mean 0 and variance 1/1024; over 2,000
        // blocks its mean square times 1024 is 1 ± √(2/2000), and at most 1 for strata.
        for sampling in [Sampling::Random, Sampling::Latin] {
            let blocks = 2000;
            let mean_square: f64 = (0..blocks)
                .map(|block| {
                    let [x, y] = ["x", "y"].map(|name| column(name, DrawnBlock { block, n: BLOCK, sampling }));
                    (x.iter().zip(y.iter()).map(|(x, y)| x * y).sum::<f64>() / BLOCK as f64).powi(2)
                })
                .sum::<f64>()
                / blocks as f64;
            let ratio = mean_square * BLOCK as f64;
            assert!((ratio - 1.0).abs() < 5.0 * (2.0 / blocks as f64).sqrt(), "{sampling:?}: {ratio}");
        }
    }

    #[test]
    fn the_bits_of_one_stratum_are_those_of_all() {
        let mut all = TrialColumn::of(0);
        let stream = RandomStream::new(5, "x", Named::Draws);
        kernels::halves(&stream, 512 * 7, &mut all);
        for (k, bits) in all.iter().enumerate() {
            assert_eq!(*bits, half(&stream, 512 * 7, k));
        }
    }

    #[test]
    fn without_strata_the_same_values_come_from_the_latents() {
        let with = Drawn::new(&Marginal::pert(0.4, 0.9, 1.1).expect("valid"));
        let without = Drawn { strata: None, ..with.clone() };
        let (mut drawing, source) = (Drawing::new(), Source::new(3, "x"));
        drawing.at(DrawnBlock { block: 5, n: BLOCK, sampling: Sampling::Latin });
        let [with, without] = [with, without].map(|drawn| {
            let mut out = TrialColumn::of(0.0);
            drawing.prepare(&source, &drawn);
            drawing.spread(&mut out);
            out
        });
        for (a, b) in with.iter().zip(without.iter()) {
            // The sd of this PERT is 0.12.
            assert!((a - b).abs() < 0.12 * 1.5 * crate::distributions::TOLERANCE, "{a} {b}");
        }
    }

    #[test]
    fn adding_is_spreading_and_adding() {
        let drawn = Drawn::new(&Marginal::lognormal(1.0, 0.3).expect("valid"));
        for place in [
            DrawnBlock { block: 5, n: BLOCK, sampling: Sampling::Latin },
            DrawnBlock { block: 5, n: 77, sampling: Sampling::Latin },
            DrawnBlock { block: 5, n: BLOCK, sampling: Sampling::Random },
        ] {
            let (mut drawing, source) = (Drawing::new(), Source::new(3, "x"));
            drawing.at(place);
            drawing.prepare(&source, &drawn);
            let (mut spread, mut added, mut late) = (TrialColumn::of(0.0), TrialColumn::of(3.0), TrialColumn::of(3.0));
            let (base, years, levels) = (TrialColumn::of(2.0), TrialColumn::of(4), std::array::from_fn(|k| k as f64));
            drawing.spread(&mut spread);
            let mut multiplied = TrialColumn::of(3.0);
            drawing.multiply(&mut multiplied);
            assert!(spread.iter().zip(multiplied.iter()).all(|(s, m)| 3.0 * s == *m));
            drawing.add(4.0, &base, &mut added);
            drawing.add_late(&years, &levels, &base, &mut late);
            for ((s, a), l) in spread.iter().zip(added.iter()).zip(late.iter()) {
                assert_eq!((3.0 + 8.0 * s, *a), (*a, *l));
            }
        }
    }
}
