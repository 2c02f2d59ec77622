//! Passes over columns.

use super::stream::Stream;
use crate::dist::exp;
use crate::vector::{BLOCK, Column, ROUNDER, kernels};

/// The most delays, in whole years, that a stream tells apart: the length of the longest axis, to a power of two.
pub(super) const DELAYS: usize = 128;
const LATEST: f64 = DELAYS as f64 - 1.0;

kernels! {
    /// 32 random bits a stratum: the low and the high half of one draw after another.
    pub(super) fn halves(stream: &Stream, first: u64, out: &mut Column<u32>) {
        let mut counter = stream.start(first);
        for pair in out.as_chunks_mut::<2>().0 {
            let bits = stream.mix(counter);
            counter = counter.wrapping_add(Stream::STEP);
            *pair = [bits as u32, (bits >> 32) as u32];
        }
    }

    /// Independent uniforms on 0 … 1, both ends excluded, for the trials from `first` on: the middles of 2⁵² cells.
    pub(super) fn uniform(stream: &Stream, first: u64, out: &mut Column) {
        for (i, u) in out.iter_mut().enumerate() {
            let bits = stream.bits(first + i as u64) >> 12;
            *u = (bits as f64 + 0.5) * (1.0 / 4_503_599_627_370_496.0);
        }
    }

    /// A uniform in each stratum, in their order: the middles of 2³² cells each.
    pub(super) fn stratified(bits: &Column<u32>, out: &mut Column) {
        for (k, (u, bits)) in out.iter_mut().zip(bits.iter()).enumerate() {
            let inside = (f64::from(*bits) + 0.5) * (1.0 / 4_294_967_296.0);
            *u = (k as f64 + inside) * (1.0 / BLOCK as f64);
        }
    }

    /// A permutation of 0 … 1023: four rounds of an odd multiplication, an addition and a shift, each one to one.
    pub(super) fn permutation(keys: &[u16; 8], out: &mut Column<u16>) {
        for (i, x) in out.iter_mut().enumerate() {
            *x = permute(i as u16, keys);
        }
    }

    /// `out = values[order]`.
    pub(super) fn spread(order: &Column<u16>, values: &Column, out: &mut Column) {
        for (o, k) in out.iter_mut().zip(order.iter()) {
            *o = values[usize::from(*k) % BLOCK];
        }
    }

    /// `out = out · values[order]`.
    pub(super) fn spread_multiply(order: &Column<u16>, values: &Column, out: &mut Column) {
        for (o, k) in out.iter_mut().zip(order.iter()) {
            *o *= values[usize::from(*k) % BLOCK];
        }
    }

    /// `out += weight · base · values[order]`.
    pub(super) fn spread_add(order: &Column<u16>, values: &Column, weight: f64, base: &Column, out: &mut Column) {
        for ((o, b), k) in out.iter_mut().zip(base.iter()).zip(order.iter()) {
            *o += weight * b * values[usize::from(*k) % BLOCK];
        }
    }

    /// `out += base · level · values[order]`, the level that at delays of whole years.
    pub(super) fn spread_add_lookup(
        order: &Column<u16>,
        values: &Column,
        years: &Column<u8>,
        levels: &[f64; DELAYS],
        base: &Column,
        out: &mut Column,
    ) {
        for (((o, b), k), y) in out.iter_mut().zip(base.iter()).zip(order.iter()).zip(years.iter()) {
            *o += levels[usize::from(*y) % DELAYS] * b * values[usize::from(*k) % BLOCK];
        }
    }

    /// `out = weight · x`.
    pub(super) fn scale(out: &mut Column, weight: f64, x: &Column) {
        out.iter_mut().zip(x.iter()).for_each(|(o, x)| *o = weight * x);
    }

    /// `out += weight · x`.
    pub(super) fn add_scaled(out: &mut Column, weight: f64, x: &Column) {
        out.iter_mut().zip(x.iter()).for_each(|(o, x)| *o += weight * x);
    }

    /// `out = out · x`.
    pub(super) fn multiply(out: &mut Column, x: &Column) {
        out.iter_mut().zip(x.iter()).for_each(|(o, x)| *o *= x);
    }

    /// `out = max(out, x)`.
    pub(super) fn maximum(out: &mut Column, x: &Column) {
        out.iter_mut().zip(x.iter()).for_each(|(o, x)| *o = if *x > *o { *x } else { *o });
    }

    /// `chain += drift + sigma · z`, `out = exp(chain)`.
    pub(super) fn grow(chain: &mut Column, drift: f64, sigma: f64, z: &Column, out: &mut Column) {
        for ((c, z), o) in chain.iter_mut().zip(z.iter()).zip(out.iter_mut()) {
            *c += drift + sigma * z;
            *o = exp(*c);
        }
    }

    /// `w = persistence · w + √(1 − persistence²) · z`.
    pub(super) fn persist(w: &mut Column, persistence: f64, z: &Column) {
        let fresh = (1.0 - persistence * persistence).sqrt();
        w.iter_mut().zip(z.iter()).for_each(|(w, z)| *w = persistence * *w + fresh * z);
    }

    /// Delays of whole years as years from `first` on.
    pub(super) fn whole_years(delay: &Column, first: f64, years: &mut Column<u8>) {
        for (d, y) in delay.iter().zip(years.iter_mut()) {
            let x = d - first;
            let x = if x > 0.0 { x } else { 0.0 };
            let x = if x < LATEST { x } else { LATEST };
            *y = (x + ROUNDER).to_bits() as u8;
        }
    }

    /// Each delay as whole years from `first` on and the fraction of a year beyond.
    pub(super) fn split_delay(delay: &Column, first: f64, years: &mut Column<u8>, fraction: &mut Column) {
        for ((d, y), f) in delay.iter().zip(years.iter_mut()).zip(fraction.iter_mut()) {
            let x = d - first;
            let x = if x > 0.0 { x } else { 0.0 };
            let x = if x < LATEST { x } else { LATEST };
            // Rounded down: to the nearest, and one less where that is above.
            let near = (x + ROUNDER) - ROUNDER;
            let whole = if near > x { near - 1.0 } else { near };
            *y = (whole + ROUNDER).to_bits() as u8;
            *f = x - whole;
        }
    }

    /// `out = base · level` at delays of whole years.
    pub(super) fn lookup(base: &Column, years: &Column<u8>, levels: &[f64; DELAYS], out: &mut Column) {
        for ((o, b), y) in out.iter_mut().zip(base.iter()).zip(years.iter()) {
            *o = levels[usize::from(*y) % DELAYS] * b;
        }
    }

    /// `out = base · level`, the level interpolated between those of whole years of delay.
    pub(super) fn interpolate(base: &Column, years: &Column<u8>, fraction: &Column, levels: &[f64; DELAYS], out: &mut Column) {
        for (((o, b), y), f) in out.iter_mut().zip(base.iter()).zip(years.iter()).zip(fraction.iter()) {
            let at = usize::from(*y);
            let (now, next) = (levels[at % DELAYS], levels[(at + 1) % DELAYS]);
            *o = b * (now + f * (next - now));
        }
    }

    /// `out = constant + Σ weight · column`.
    pub(super) fn weighted_sum(constant: f64, terms: &[(usize, f64)], columns: &[Column], out: &mut Column) {
        for (c, out) in out.as_chunks_mut::<64>().0.iter_mut().enumerate() {
            let mut sum = [constant; 64];
            for &(column, weight) in terms {
                let x = &columns[column].as_chunks::<64>().0[c];
                for k in 0..64 {
                    sum[k] += weight * x[k];
                }
            }
            *out = sum;
        }
    }

    /// Adds up each value standardised, u = (x − mean) · per_sd: `sum += u` by trial; returns Σ u² over the first `n`.
    pub(super) fn standardised(x: &Column, mean: f64, per_sd: f64, n: usize, sum: &mut Column) -> f64 {
        let mut squares = [0.0; 16];
        let (whole, rest) = x[..n].as_chunks::<16>();
        let (whole_sums, rest_sums) = sum[..n].as_chunks_mut::<16>();
        for (xs, sums) in whole.iter().zip(whole_sums) {
            for k in 0..16 {
                let u = (xs[k] - mean) * per_sd;
                sums[k] += u;
                squares[k] += u * u;
            }
        }
        for ((x, sum), square) in rest.iter().zip(rest_sums).zip(&mut squares) {
            let u = (x - mean) * per_sd;
            *sum += u;
            *square += u * u;
        }
        squares.iter().sum()
    }

    /// Σ x and Σ x², each in sixteen parts added in a fixed order.
    pub(super) fn sum_and_squares(x: &[f64]) -> (f64, f64) {
        let (mut sum, mut squares) = ([0.0; 16], [0.0; 16]);
        let (whole, rest) = x.as_chunks::<16>();
        for xs in whole {
            for k in 0..16 {
                sum[k] += xs[k];
                squares[k] += xs[k] * xs[k];
            }
        }
        for (k, x) in rest.iter().enumerate() {
            sum[k] += x;
            squares[k] += x * x;
        }
        (sum.iter().sum(), squares.iter().sum())
    }
}

/// One uniform in each of as many strata as `out` is long (fewer than 1024): the order is that of the values that the
/// permutation gives the first trials. Once a run, in its last block.
pub(super) fn stratified_part(stream: &Stream, first: u64, keys: &[u16; 8], out: &mut [f64]) {
    let mut order: Vec<(u16, usize)> = (0..out.len()).map(|i| (permute(i as u16, keys), i)).collect();
    order.sort_unstable();
    let strata = out.len() as f64;
    for (stratum, (_, i)) in order.into_iter().enumerate() {
        let jitter = ((stream.bits(first + i as u64) >> 22) as f64 + 0.5) * (1.0 / 4_398_046_511_104.0);
        out[i] = (stratum as f64 + jitter) / strata;
    }
}

#[inline(always)]
#[allow(clippy::inline_always)]
fn permute(i: u16, keys: &[u16; 8]) -> u16 {
    let mut x = i;
    for round in 0..4 {
        x = x.wrapping_mul(keys[2 * round] | 1).wrapping_add(keys[2 * round + 1]) & 1023;
        x ^= x >> 5;
    }
    x
}
