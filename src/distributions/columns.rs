//! Distributions over whole columns.

use super::strata::{CubicPieces, ENDS};
use super::{Marginal, QuantileTable, Steps, exp, normal};
use crate::vector::{BLOCK, TrialColumn, kernels};

impl Marginal {
    /// The value at each latent of `z`.
    pub fn quantiles_at(&self, z: &[f64], out: &mut [f64]) {
        match self {
            Self::Fixed(value) => out.fill(*value),
            Self::Normal { mean, sd } => affine(z, *mean, *sd, out),
            Self::LogNormal { mu, sigma } => exp_affine(z, *mu, *sigma, out),
            Self::Steps(staircase) => steps(z, staircase, out),
            Self::Smooth { table: smooth, .. } => table(z, smooth, out),
            Self::Clamped(clamped) => clamped.quantiles_at(z, out),
        }
    }
}

/// Φ⁻¹ of each probability, in place.
pub fn normal_quantiles(column: &mut [f64]) {
    if any_far(column) {
        // Once in 10¹⁰ draws: one by one.
        column.iter_mut().for_each(|p| *p = normal::quantile(*p));
    } else {
        near_quantiles(column);
    }
}

/// The latents with the first half of `tails` as the probabilities below them, and those with the second half above them;
/// all at most 0.075.
pub(super) fn ends(tails: &[f64; 2 * ENDS], out: &mut [f64; 2 * ENDS]) {
    tail_quantiles(tails, out);
    if tails.iter().any(|tail| *tail < normal::FAR_TAIL) {
        // Once in 10⁷ blocks.
        *out = tails.map(normal::quantile);
    }
    out[ENDS..].iter_mut().for_each(|z| *z = -*z);
}

kernels! {
    /// Whether [`normal::near_quantile`] does not hold for all.
    fn any_far(column: &[f64]) -> bool {
        let mut far = 0.0;
        for p in column {
            far += if *p < normal::FAR_TAIL || *p > 1.0 - normal::FAR_TAIL { 1.0 } else { 0.0 };
        }
        far > 0.0
    }

    fn near_quantiles(column: &mut [f64]) {
        column.iter_mut().for_each(|p| *p = normal::near_quantile(*p));
    }

    fn tail_quantiles(tails: &[f64; 2 * ENDS], out: &mut [f64; 2 * ENDS]) {
        out.iter_mut().zip(tails).for_each(|(z, tail)| *z = normal::below(*tail));
    }

    /// `out = mean + sd · z`.
    fn affine(z: &[f64], mean: f64, sd: f64, out: &mut [f64]) {
        out.iter_mut().zip(z).for_each(|(o, z)| *o = mean + sd * z);
    }

    /// `out = exp(mu + sigma · z)`.
    pub fn exp_affine(z: &[f64], mu: f64, sigma: f64, out: &mut [f64]) {
        out.iter_mut().zip(z).for_each(|(o, z)| *o = exp(mu + sigma * z));
    }

    /// The value of a smooth table at each latent.
    fn table(z: &[f64], table: &QuantileTable, out: &mut [f64]) {
        out.iter_mut().zip(z).for_each(|(o, z)| *o = table.at(*z));
    }

    /// The value of a staircase at each latent, by adding up the rises passed.
    fn steps(z: &[f64], steps: &Steps, out: &mut [f64]) {
        out.fill(steps.values[0]);
        for (edge, pair) in steps.edges.iter().zip(steps.values.windows(2)) {
            for (o, z) in out.iter_mut().zip(z) {
                *o = if *edge < *z { pair[1] } else { *o };
            }
        }
    }

    /// The value of each piece at the place inside it that 32 random bits choose.
    pub(super) fn inside_pieces(pieces: &CubicPieces, bits: &[u32; BLOCK], out: &mut TrialColumn) {
        for i in 0..BLOCK {
            let x = ((bits[i] >> 8) as i32 as f32) * (1.0 / 16_777_216.0) + 0.5 / 16_777_216.0;
            let rise = ((pieces.cubic[i] * x + pieces.square[i]) * x + pieces.slope[i]) * x;
            out[i] = pieces.start[i] + f64::from(rise);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vector::{alike, sample};

    #[test]
    fn probabilities_as_small_as_are_drawn_have_their_quantile() {
        // Φ⁻¹(10⁻¹⁵) from Wichura's (1988) own program.
        let mut column = [1e-15, 0.5, 1.0 - 1e-15, 0.2];
        normal_quantiles(&mut column);
        assert!((column[0] + 7.941_345_326_170_998).abs() < 1e-9 && column[1] == 0.0);
        assert!(column.iter().all(|z| z.is_finite()));
        let mut out = [0.0; 2 * ENDS];
        ends(&[1e-15, 0.07, 0.01, 0.02, 0.01, 0.04, 0.05, 0.06], &mut out);
        assert!((out[0] - column[0]).abs() < 1e-12);
        assert!((out[2] + 2.326_347_874_040_841).abs() < 1e-14 && out[4] == -out[2]);
    }

    #[test]
    fn every_instruction_set_gives_the_same_bits() {
        let (x, y) = (sample(1), sample(2));
        let probabilities: Vec<f64> = x.iter().map(|x| (x + 4.0) / 8.0).collect();
        let pert = Marginal::pert(0.4, 0.9, 1.1).expect("valid");
        let delays = Marginal::discrete(&[0.0, 1.0, 2.0], Some(&[6.0, 3.0, 1.0])).expect("valid");
        let (Marginal::Smooth { table: smooth, .. }, Marginal::Steps(staircase)) = (pert, delays) else {
            panic!("other forms");
        };
        let tails = std::array::from_fn(|k| 0.002 * (k as f64 + 0.3).powi(-3));
        let pieces = CubicPieces {
            start: x,
            slope: TrialColumn(x.map(|x| x as f32)),
            square: TrialColumn(y.map(|y| y as f32)),
            cubic: TrialColumn(x.map(|x| 1.0 / x as f32)),
        };
        let bits = std::array::from_fn(|k| (k as u32).wrapping_mul(2_654_435_769));
        alike!(_out = (); any_far(&probabilities));
        alike!(out = probabilities.clone(); near_quantiles(&mut out));
        alike!(out = [0.0; 2 * ENDS]; tail_quantiles(&tails, &mut out));
        alike!(out = x; affine(&y[..], 0.2, 1.3, &mut out[..]));
        alike!(out = x; exp_affine(&y[..], 0.2, 1.3, &mut out[..]));
        alike!(out = x; table(&y[..], &smooth, &mut out[..]));
        alike!(out = x; steps(&y[..], &staircase, &mut out[..]));
        alike!(out = x; inside_pieces(&pieces, &bits, &mut out));
    }
}
