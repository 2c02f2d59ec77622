//! Column kernels: plain loops that the compiler turns into vector code, compiled for several instruction sets and
//! chosen at run time. No fused multiply-add and no reordering, so every version gives the same bits.

use super::stream::Stream;
use crate::dist::{self, normal};
use multiversion::multiversion;

/// Compiles each function for every target.
macro_rules! kernels {
    ($($(#[$meta:meta])* fn $name:ident($($arg:ident: $ty:ty),* $(,)?) $body:block)*) => {$(
        $(#[$meta])*
        #[multiversion(targets("x86_64+avx512f+avx512dq+avx512vl+avx512bw", "x86_64+avx2", "aarch64+neon"))]
        pub(super) fn $name($($arg: $ty),*) $body
    )*};
}

kernels! {
    /// Independent uniforms on 0 … 1, both ends excluded, for the trials from `first` on: the middles of 2⁵² cells.
    fn uniform(stream: &Stream, first: u64, out: &mut [f64]) {
        for (i, u) in out.iter_mut().enumerate() {
            let bits = stream.bits(first + i as u64) >> 12;
            *u = (bits as f64 + 0.5) * (1.0 / 4_503_599_627_370_496.0);
        }
    }

    /// One uniform in each of 1024 strata, in the order of a keyed permutation of the block.
    fn stratified(stream: &Stream, first: u64, keys: &[u32; 8], out: &mut [f64]) {
        for (i, u) in out.iter_mut().enumerate() {
            let bits = stream.bits(first + i as u64) >> 22;
            let jitter = (bits as f64 + 0.5) * (1.0 / 4_398_046_511_104.0);
            *u = (f64::from(permute(i as u32, keys)) + jitter) * (1.0 / 1024.0);
        }
    }

    /// Φ⁻¹ of each uniform, in place.
    fn normal_quantile(column: &mut [f64]) {
        let mut far = 0.0;
        for p in column.iter() {
            far += if *p < normal::FAR_TAIL || *p > 1.0 - normal::FAR_TAIL { 1.0 } else { 0.0 };
        }
        if far > 0.0 {
            // Once in 10¹⁰ draws: one by one.
            column.iter_mut().for_each(|p| *p = normal::quantile(*p));
        } else {
            column.iter_mut().for_each(|p| *p = normal::near_quantile(*p));
        }
    }

    /// `out = weight · x`.
    fn scale(out: &mut [f64], weight: f64, x: &[f64]) {
        out.iter_mut().zip(x).for_each(|(o, x)| *o = weight * x);
    }

    /// `out += weight · x`.
    fn add_scaled(out: &mut [f64], weight: f64, x: &[f64]) {
        out.iter_mut().zip(x).for_each(|(o, x)| *o += weight * x);
    }

    /// `out = out · x`.
    fn multiply(out: &mut [f64], x: &[f64]) {
        out.iter_mut().zip(x).for_each(|(o, x)| *o *= x);
    }

    /// `out = max(out, x)`.
    fn maximum(out: &mut [f64], x: &[f64]) {
        out.iter_mut().zip(x).for_each(|(o, x)| *o = if *x > *o { *x } else { *o });
    }

    /// `out = mean + sd · z`.
    fn affine(z: &[f64], mean: f64, sd: f64, out: &mut [f64]) {
        out.iter_mut().zip(z).for_each(|(o, z)| *o = mean + sd * z);
    }

    /// `out = exp(mu + sigma · z)`.
    fn exp_affine(z: &[f64], mu: f64, sigma: f64, out: &mut [f64]) {
        out.iter_mut().zip(z).for_each(|(o, z)| *o = dist::exp(mu + sigma * z));
    }

    /// `w = persistence · w + √(1 − persistence²) · z`.
    fn persist(w: &mut [f64], persistence: f64, z: &[f64]) {
        let fresh = (1.0 - persistence * persistence).sqrt();
        w.iter_mut().zip(z).for_each(|(w, z)| *w = persistence * *w + fresh * z);
    }

    /// The value of a smooth table at each latent.
    fn table(z: &[f64], table: &dist::Table, out: &mut [f64]) {
        out.iter_mut().zip(z).for_each(|(o, z)| *o = table.at(*z));
    }

    /// The value of a staircase at each latent, by adding up the rises passed.
    fn steps(z: &[f64], steps: &dist::Steps, out: &mut [f64]) {
        out.fill(steps.values[0]);
        for (edge, pair) in steps.edges.iter().zip(steps.values.windows(2)) {
            for (o, z) in out.iter_mut().zip(z) {
                *o = if *edge < *z { pair[1] } else { *o };
            }
        }
    }

    /// The level at each delay, interpolated between the levels of whole years of delay from `first` on.
    fn delayed(delay: &[f64], first: f64, levels: &[f64], out: &mut [f64]) {
        let last = levels.len() - 1;
        for (o, d) in out.iter_mut().zip(delay) {
            let x = d - first;
            let x = if x > 0.0 { x } else { 0.0 };
            let whole = (x as usize).min(last);
            let fraction = x - whole as f64;
            let (now, next) = (levels[whole], levels[(whole + 1).min(last)]);
            *o = now + fraction * (next - now);
        }
    }

    /// Adds each value standardised, and its square: `sum += u`, `squares += u²`, with u = (x − mean) / sd.
    fn standardised(x: &[f64], mean: f64, sd: f64, sum: &mut [f64], squares: &mut [f64]) {
        for ((x, sum), squares) in x.iter().zip(sum).zip(squares) {
            let u = (x - mean) / sd;
            *sum += u;
            *squares += u * u;
        }
    }
}

/// One uniform in each of as many strata as `out` is long (fewer than 1024): the order is that of the values that the
/// permutation gives the first trials. Once a run, in its last block.
pub(super) fn stratified_part(stream: &Stream, first: u64, keys: &[u32; 8], out: &mut [f64]) {
    let mut order: Vec<(u32, usize)> = (0..out.len()).map(|i| (permute(i as u32, keys), i)).collect();
    order.sort_unstable();
    let strata = out.len() as f64;
    for (stratum, (_, i)) in order.into_iter().enumerate() {
        let jitter = ((stream.bits(first + i as u64) >> 22) as f64 + 0.5) * (1.0 / 4_398_046_511_104.0);
        out[i] = (stratum as f64 + jitter) / strata;
    }
}

/// A permutation of 0 … 1023: four rounds of an odd multiplication, an addition and a shift, each one to one.
#[inline(always)]
#[allow(clippy::inline_always)]
fn permute(i: u32, keys: &[u32; 8]) -> u32 {
    let mut x = i;
    for round in 0..4 {
        x = x.wrapping_mul(keys[2 * round] | 1).wrapping_add(keys[2 * round + 1]) & 1023;
        x ^= x >> 5;
    }
    x
}

/// The sum of a column, in sixteen lanes added in a fixed order.
pub(super) fn sum(column: &[f64]) -> f64 {
    let mut lanes = [0.0; 16];
    for chunk in column.chunks(16) {
        lanes.iter_mut().zip(chunk).for_each(|(lane, x)| *lane += x);
    }
    lanes.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::stream::Named;

    #[test]
    fn the_permutation_is_one_to_one() {
        let stream = Stream::new(3, "p", Named::Strata);
        for block in 0..50 {
            let keys = std::array::from_fn(|k| stream.bits(block * 8 + k as u64) as u32);
            let mut seen = [false; 1024];
            (0..1024).for_each(|i| seen[permute(i, &keys) as usize] = true);
            assert!(seen.iter().all(|s| *s));
        }
    }

    #[test]
    fn parts_of_blocks_stay_inside_zero_and_one() {
        let stream = Stream::new(3, "p", Named::Draws);
        for length in [1, 3, 1023] {
            let mut out = vec![0.0; length];
            stratified_part(&stream, 0, &[7; 8], &mut out);
            assert!(out.iter().all(|u| *u > 0.0 && *u < 1.0));
        }
    }

    #[test]
    fn uniforms_stay_inside_and_reach_the_far_tails() {
        let mut column = [1e-15, 0.5, 1.0 - 1e-15, 0.2];
        normal_quantile(&mut column);
        assert!((column[0] + 7.941_345_326_170_998).abs() < 1e-9 && column[1] == 0.0);
        assert!(column.iter().all(|z| z.is_finite()));
    }
}
