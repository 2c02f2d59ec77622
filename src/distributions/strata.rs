//! A quantile function cut into equal strata of probability, for columns that take one value from each.
//!
//! In the order of the strata neither a search nor a logarithm is needed: inside a stratum a quantile function is nearly
//! straight, and a cubic follows it. Where it does not (in the outermost strata, at a kink) the value is worked out
//! from the latent.

use super::columns::{ends, inside_pieces, normal_quantiles};
use super::{Marginal, Steps, normal};
use crate::vector::{BLOCK, TrialColumn};
use std::sync::LazyLock;

/// Strata at either end whose values are worked out from the latent.
pub(super) const ENDS: usize = 4;
/// More strata than this that no cubic follows, and the whole quantile function is left to the latent.
const MOST_ROUGH: usize = 48;
/// How far a cubic may lie from the quantile function, in standard deviations.
pub const TOLERANCE: f64 = 5e-6;
/// Points of a stratum that a cubic goes through, the first of the next one not counted.
const PER_STRATUM: usize = 3;

/// A marginal by strata.
#[derive(Clone, Debug)]
pub struct Strata(Form);

#[derive(Clone, Debug)]
enum Form {
    Smooth(Box<Smooth>),
    Steps(Box<Staircase>),
}

#[derive(Clone, Debug)]
struct Smooth {
    marginal: Marginal,
    pieces: CubicPieces,
    /// The strata besides the ends that are worked out from the latent.
    rough: Vec<u16>,
}

/// A cubic a stratum: `start + x · (slope + x · (square + x · cubic))` at the part x of its way.
#[derive(Clone, Debug)]
pub(super) struct CubicPieces {
    pub(super) start: TrialColumn,
    pub(super) slope: TrialColumn<f32>,
    pub(super) square: TrialColumn<f32>,
    pub(super) cubic: TrialColumn<f32>,
}

#[derive(Clone, Debug)]
struct Staircase {
    steps: Steps,
    /// The value of each stratum that has one only.
    values: TrialColumn,
    /// The others.
    split: Vec<u16>,
}

impl Strata {
    /// The strata of a marginal; nothing where its quantile function bends too much for them.
    pub fn of(marginal: &Marginal) -> Option<Self> {
        match marginal {
            Marginal::Fixed(_) => None,
            Marginal::Steps(steps) => Some(Self(Form::Steps(Box::new(Staircase::of(steps))))),
            Marginal::Normal { .. } | Marginal::LogNormal { .. } | Marginal::Smooth { .. } | Marginal::Clamped(_) => {
                Smooth::of(marginal).map(|smooth| Self(Form::Smooth(Box::new(smooth))))
            }
        }
    }

    /// The strata whose bits matter; nothing where all do.
    pub fn split(&self) -> Option<&[u16]> {
        match &self.0 {
            Form::Smooth(_) => None,
            Form::Steps(staircase) => Some(&staircase.split),
        }
    }

    /// One value from each stratum, rising: 32 random bits a stratum say where in it, the middles of 2³² cells.
    pub fn values(&self, bits: &[u32; BLOCK], out: &mut TrialColumn) {
        match &self.0 {
            Form::Smooth(smooth) => smooth.values(bits, out),
            Form::Steps(staircase) => staircase.values(bits, out),
        }
    }
}

/// The part of the way through a stratum that 32 random bits choose.
fn inside(bits: u32) -> f64 {
    (f64::from(bits) + 0.5) * (1.0 / 4_294_967_296.0)
}

/// The probability at the place in a stratum that its bits choose.
fn probability(stratum: u16, bits: &[u32; BLOCK]) -> f64 {
    (f64::from(stratum) + inside(bits[usize::from(stratum)])) * (1.0 / BLOCK as f64)
}

impl Smooth {
    fn of(marginal: &Marginal) -> Option<Self> {
        static NODES: LazyLock<Vec<f64>> =
            LazyLock::new(|| latents((0..=BLOCK * PER_STRATUM).map(|i| i as f64), PER_STRATUM as f64));
        // A cubic through four even points lies furthest off near the first and last sixth.
        static BETWEEN: LazyLock<Vec<f64>> =
            LazyLock::new(|| latents((0..BLOCK).flat_map(|k| [k as f64 + 1.0 / 6.0, k as f64 + 5.0 / 6.0]), 1.0));
        let at = |z: &[f64]| {
            let mut out = vec![0.0; z.len()];
            marginal.quantiles_at(z, &mut out);
            out
        };
        let (nodes, between) = (at(&NODES), at(&BETWEEN));
        let allowed = TOLERANCE * marginal.variance().sqrt();
        let mut pieces = CubicPieces {
            start: TrialColumn::of(0.0),
            slope: TrialColumn::of(0.0),
            square: TrialColumn::of(0.0),
            cubic: TrialColumn::of(0.0),
        };
        let mut rough = Vec::new();
        for k in 0..BLOCK {
            let c = cubic(&nodes[k * PER_STRATUM..=(k + 1) * PER_STRATUM]);
            let off = |x: f64, value: f64| (((c[3] * x + c[2]) * x + c[1]) * x + c[0] - value).abs();
            let worst = off(1.0 / 6.0, between[2 * k]).max(off(5.0 / 6.0, between[2 * k + 1]));
            let bends = worst > allowed || marginal.has_corner(nodes[k * PER_STRATUM], nodes[(k + 1) * PER_STRATUM]);
            if (ENDS..BLOCK - ENDS).contains(&k) && bends {
                rough.push(k as u16);
            }
            pieces.start[k] = c[0];
            (pieces.slope[k], pieces.square[k], pieces.cubic[k]) = (c[1] as f32, c[2] as f32, c[3] as f32);
        }
        (rough.len() <= MOST_ROUGH).then(|| Self { marginal: marginal.clone(), pieces, rough })
    }

    fn values(&self, bits: &[u32; BLOCK], out: &mut TrialColumn) {
        inside_pieces(&self.pieces, bits, out);
        self.ends(bits, out);
        if !self.rough.is_empty() {
            self.rough(bits, out);
        }
    }

    fn ends(&self, bits: &[u32; BLOCK], out: &mut TrialColumn) {
        let tail = |k: usize| {
            let way = if k < ENDS { inside(bits[k]) } else { 1.0 - inside(bits[BLOCK - 1 - (k - ENDS)]) };
            ((k % ENDS) as f64 + way) * (1.0 / BLOCK as f64)
        };
        let (mut latents, mut values) = ([0.0; 2 * ENDS], [0.0; 2 * ENDS]);
        ends(&std::array::from_fn(tail), &mut latents);
        self.marginal.quantiles_at(&latents, &mut values);
        out[..ENDS].copy_from_slice(&values[..ENDS]);
        out.iter_mut().rev().zip(&values[ENDS..]).for_each(|(out, value)| *out = *value);
    }

    fn rough(&self, bits: &[u32; BLOCK], out: &mut TrialColumn) {
        let (mut latents, mut values) = ([0.0; MOST_ROUGH], [0.0; MOST_ROUGH]);
        let [latents, values] = [&mut latents, &mut values].map(|room| &mut room[..self.rough.len()]);
        latents.iter_mut().zip(&self.rough).for_each(|(u, stratum)| *u = probability(*stratum, bits));
        normal_quantiles(latents);
        self.marginal.quantiles_at(latents, values);
        values.iter().zip(&self.rough).for_each(|(value, stratum)| out[usize::from(*stratum)] = *value);
    }
}

/// The latents at `places`, of which `unit` make a stratum; the ends of the range stand for probabilities 0 and 1.
fn latents(places: impl Iterator<Item = f64>, unit: f64) -> Vec<f64> {
    let whole = BLOCK as f64 * unit;
    let latent = |place: f64| match place {
        p if p <= 0.0 => -normal::REACH,
        p if p >= whole => normal::REACH,
        p => normal::quantile(p / whole),
    };
    places.map(latent).collect()
}

/// The cubic through values at 0, 1/3, 2/3 and 1.
fn cubic(f: &[f64]) -> [f64; 4] {
    let [first, second, third] = [f[1] - f[0], f[2] - f[0], f[3] - f[0]];
    [
        f[0],
        9.0 * first - 4.5 * second + third,
        -22.5 * first + 18.0 * second - 4.5 * third,
        13.5 * first - 13.5 * second + 4.5 * third,
    ]
}

impl Staircase {
    fn of(steps: &Steps) -> Self {
        let (mut values, mut split) = (TrialColumn::of(0.0), Vec::new());
        for k in 0..BLOCK {
            let value = |edge: usize| steps.at_probability(edge as f64 / BLOCK as f64);
            let [low, high] = [value(k), value(k + 1)];
            values[k] = high;
            // The upper end of a step belongs to it, so the lower end of a stratum may belong to the one below.
            if low != high {
                split.push(k as u16);
            }
        }
        Self { steps: steps.clone(), values, split }
    }

    fn values(&self, bits: &[u32; BLOCK], out: &mut TrialColumn) {
        *out = self.values;
        for &stratum in &self.split {
            out[usize::from(stratum)] = self.steps.at_probability(probability(stratum, bits));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marginals() -> Vec<(&'static str, Marginal)> {
        vec![
            ("normal", Marginal::normal(0.0, 1.0).expect("valid")),
            ("narrow lognormal", Marginal::lognormal(1.0, 0.1).expect("valid")),
            ("wide lognormal", Marginal::lognormal(1.0, 1.5).expect("valid")),
            ("pert", Marginal::pert(0.4, 0.9, 1.1).expect("valid")),
            ("uniform", Marginal::uniform(-1.0, 3.0).expect("valid")),
            ("triangular", Marginal::triangular(0.2, 0.9, 1.1).expect("valid")),
            ("beta", Marginal::beta_of(0.82, 0.25, 0.0, 1.3).expect("valid")),
            ("metalog", Marginal::quantiles(0.1, [0.45, 0.8, 1.05], Some(0.0), Some(1.5)).expect("valid")),
            ("beta with the least shapes", Marginal::beta(0.05, 0.05, 0.0, 1.0).expect("valid")),
            ("lopsided beta", Marginal::beta(0.05, 9.0, 0.0, 1.0).expect("valid")),
            ("the widest lognormal", Marginal::lognormal(1.0, 5.0).expect("valid")),
            (
                "clamped normal",
                Marginal::normal(1.0, 0.3).and_then(|m| m.clamped(Some(0.9), Some(1.1))).expect("valid"),
            ),
            ("open metalog", Marginal::quantiles(0.1, [0.45, 0.8, 1.05], None, None).expect("valid")),
        ]
    }

    /// Bits that choose the part `i` of 97 of every stratum.
    fn bits(i: u32) -> [u32; BLOCK] {
        [(u32::MAX / 97).wrapping_mul(i); BLOCK]
    }

    #[test]
    fn values_are_those_of_the_quantile_function() {
        for (name, marginal) in marginals() {
            let strata = Strata::of(&marginal).unwrap_or_else(|| panic!("{name}"));
            let sd = marginal.variance().sqrt();
            let mut out = TrialColumn::of(0.0);
            let mut worst: f64 = 0.0;
            for bits in (0..=96).map(bits) {
                strata.values(&bits, &mut out);
                for (k, value) in out.iter().enumerate() {
                    let exact = marginal.quantile(normal::quantile(probability(k as u16, &bits)));
                    worst = worst.max((value - exact).abs() / sd);
                }
            }
            assert!(worst < 1.5 * TOLERANCE, "{name}: {worst:e}");
        }
    }

    #[test]
    fn steps_take_the_value_whose_share_covers_the_probability() {
        // 0.6·1024 = 614.4 and 0.9·1024 = 921.6 fall into strata 614 and 921.
        let delay = Marginal::discrete(&[0.0, 1.0, 2.0], Some(&[6.0, 3.0, 1.0])).expect("valid");
        let strata = Strata::of(&delay).expect("a staircase");
        let mut out = TrialColumn::of(0.0);
        for (inside, at_first, at_second) in [(0.39, 0.0, 1.0), (0.41, 1.0, 1.0), (0.59, 1.0, 1.0), (0.61, 1.0, 2.0)] {
            strata.values(&[(inside * 4_294_967_296.0) as u32; BLOCK], &mut out);
            assert_eq!(
                [out[0], out[613], out[614], out[615], out[920], out[921], out[922], out[1023]],
                [0.0, 0.0, at_first, 1.0, 1.0, at_second, 2.0, 2.0],
                "{inside}"
            );
        }
    }

    #[test]
    fn as_many_values_as_one_likes() {
        // 5,000 equally likely values: several edges in every stratum.
        let values: Vec<f64> = (0..5000).map(f64::from).collect();
        let strata = Strata::of(&Marginal::discrete(&values, None).expect("valid")).expect("a staircase");
        let mut out = TrialColumn::of(0.0);
        strata.values(&[1 << 31; BLOCK], &mut out);
        for (k, value) in out.iter().enumerate() {
            assert_eq!(*value, ((k as f64 + 0.5) / 1024.0 * 5000.0).floor(), "{k}");
        }
    }
}
