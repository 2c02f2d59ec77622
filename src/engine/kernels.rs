//! Passes over columns.

use super::stream::RandomStream;
use crate::distributions::normal;
use crate::vector::{BLOCK, ROUNDER, TrialColumn, kernels};

/// The most delays, in whole years, that a stream tells apart: the length of the longest axis, to a power of two.
pub(super) const DELAYS: usize = 128;
const LATEST: f64 = DELAYS as f64 - 1.0;

kernels! {
    /// 32 random bits a stratum: the low and the high half of one draw after another.
    pub(super) fn halves(stream: &RandomStream, first: u64, out: &mut TrialColumn<u32>) {
        let mut counter = stream.start(first);
        for pair in out.as_chunks_mut::<2>().0 {
            let bits = stream.mix(counter);
            counter = counter.wrapping_add(RandomStream::STEP);
            *pair = [bits as u32, (bits >> 32) as u32];
        }
    }

    /// Independent uniforms on 0 … 1, both ends excluded, for the trials from `first` on: the middles of 2⁵² cells.
    pub(super) fn uniform(stream: &RandomStream, first: u64, out: &mut TrialColumn) {
        for (i, u) in out.iter_mut().enumerate() {
            let bits = stream.bits(first + i as u64) >> 12;
            *u = (bits as f64 + 0.5) * (1.0 / 4_503_599_627_370_496.0);
        }
    }

    /// A uniform in each stratum, in their order: the middles of 2³² cells each.
    pub(super) fn stratified(bits: &TrialColumn<u32>, out: &mut TrialColumn) {
        for (k, (u, bits)) in out.iter_mut().zip(bits.iter()).enumerate() {
            let inside = (f64::from(*bits) + 0.5) * (1.0 / 4_294_967_296.0);
            *u = (k as f64 + inside) * (1.0 / BLOCK as f64);
        }
    }

    /// A permutation of 0 … 1023: four rounds of an odd multiplication, an addition and a shift, each one to one.
    pub(super) fn permutation(keys: &[u16; 8], out: &mut TrialColumn<u16>) {
        for (i, x) in out.iter_mut().enumerate() {
            *x = permute(i as u16, keys);
        }
    }

    /// `out = values[order]`.
    pub(super) fn spread(order: &TrialColumn<u16>, values: &TrialColumn, out: &mut TrialColumn) {
        for (o, k) in out.iter_mut().zip(order.iter()) {
            *o = values[usize::from(*k) % BLOCK];
        }
    }

    /// `out = out · values[order]`.
    pub(super) fn spread_multiply(order: &TrialColumn<u16>, values: &TrialColumn, out: &mut TrialColumn) {
        for (o, k) in out.iter_mut().zip(order.iter()) {
            *o *= values[usize::from(*k) % BLOCK];
        }
    }

    /// `out += weight · base · values[order]`.
    pub(super) fn spread_add(order: &TrialColumn<u16>, values: &TrialColumn, weight: f64, base: &TrialColumn, out: &mut TrialColumn) {
        for ((o, b), k) in out.iter_mut().zip(base.iter()).zip(order.iter()) {
            *o += weight * b * values[usize::from(*k) % BLOCK];
        }
    }

    /// `out += base · level · values[order]`, the level that at delays of whole years.
    pub(super) fn spread_add_lookup(
        order: &TrialColumn<u16>,
        values: &TrialColumn,
        years: &TrialColumn<u8>,
        levels: &[f64; DELAYS],
        base: &TrialColumn,
        out: &mut TrialColumn,
    ) {
        for (((o, b), k), y) in out.iter_mut().zip(base.iter()).zip(order.iter()).zip(years.iter()) {
            *o += levels[usize::from(*y) % DELAYS] * b * values[usize::from(*k) % BLOCK];
        }
    }

    /// `out = weight · x`.
    pub(super) fn scale(out: &mut TrialColumn, weight: f64, x: &TrialColumn) {
        out.iter_mut().zip(x.iter()).for_each(|(o, x)| *o = weight * x);
    }

    /// `out += weight · x`.
    pub(super) fn add_scaled(out: &mut TrialColumn, weight: f64, x: &TrialColumn) {
        out.iter_mut().zip(x.iter()).for_each(|(o, x)| *o += weight * x);
    }

    /// `out = out · x`.
    pub(super) fn multiply(out: &mut TrialColumn, x: &TrialColumn) {
        out.iter_mut().zip(x.iter()).for_each(|(o, x)| *o *= x);
    }

    /// `out = max(out, x)`.
    pub(super) fn maximum(out: &mut TrialColumn, x: &TrialColumn) {
        out.iter_mut().zip(x.iter()).for_each(|(o, x)| *o = if *x > *o { *x } else { *o });
    }

    /// `out = min(out, x)`.
    pub(super) fn minimum(out: &mut TrialColumn, x: &TrialColumn) {
        out.iter_mut().zip(x.iter()).for_each(|(o, x)| *o = if *x < *o { *x } else { *o });
    }

    /// A delay made whole: `⌊d⌋`, and one more where the fraction is above Φ(z).
    pub(super) fn slip(delay: &mut TrialColumn, z: &TrialColumn) {
        delay.iter_mut().zip(z.iter()).for_each(|(d, z)| {
            let whole = d.floor();
            *d = whole + if *d - whole > normal::cumulative(*z) { 1.0 } else { 0.0 };
        });
    }

    /// The second of two where its delay is the greater, else the first.
    pub(super) fn of_greater(of: [&TrialColumn; 2], delays: [&TrialColumn; 2], out: &mut TrialColumn) {
        for (trial, o) in out.iter_mut().enumerate() {
            *o = if delays[1][trial] > delays[0][trial] { of[1][trial] } else { of[0][trial] };
        }
    }

    /// `chain += drift + sigma · z`.
    pub(super) fn walk(chain: &mut TrialColumn, drift: f64, sigma: f64, z: &TrialColumn) {
        chain.iter_mut().zip(z.iter()).for_each(|(c, z)| *c += drift + sigma * z);
    }

    /// `w = persistence · w + √(1 − persistence²) · z`.
    pub(super) fn persist(w: &mut TrialColumn, persistence: f64, z: &TrialColumn) {
        let fresh = (1.0 - persistence * persistence).sqrt();
        w.iter_mut().zip(z.iter()).for_each(|(w, z)| *w = persistence * *w + fresh * z);
    }

    /// Delays of whole years as years from `first` on.
    pub(super) fn whole_years(delay: &TrialColumn, first: f64, years: &mut TrialColumn<u8>) {
        for (d, y) in delay.iter().zip(years.iter_mut()) {
            let x = d - first;
            let x = if x > 0.0 { x } else { 0.0 };
            let x = if x < LATEST { x } else { LATEST };
            *y = (x + ROUNDER).to_bits() as u8;
        }
    }

    /// Each delay as whole years from `first` on and the fraction of a year beyond.
    pub(super) fn split_delay(delay: &TrialColumn, first: f64, years: &mut TrialColumn<u8>, fraction: &mut TrialColumn) {
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
    pub(super) fn lookup(base: &TrialColumn, years: &TrialColumn<u8>, levels: &[f64; DELAYS], out: &mut TrialColumn) {
        for ((o, b), y) in out.iter_mut().zip(base.iter()).zip(years.iter()) {
            *o = levels[usize::from(*y) % DELAYS] * b;
        }
    }

    /// `out += base · level` at delays of whole years.
    pub(super) fn add_lookup(base: &TrialColumn, years: &TrialColumn<u8>, levels: &[f64; DELAYS], out: &mut TrialColumn) {
        for ((o, b), y) in out.iter_mut().zip(base.iter()).zip(years.iter()) {
            *o += levels[usize::from(*y) % DELAYS] * b;
        }
    }

    /// `out = base · level`, the level interpolated between those of whole years of delay.
    pub(super) fn interpolate(base: &TrialColumn, years: &TrialColumn<u8>, fraction: &TrialColumn, levels: &[f64; DELAYS], out: &mut TrialColumn) {
        for (((o, b), y), f) in out.iter_mut().zip(base.iter()).zip(years.iter()).zip(fraction.iter()) {
            let at = usize::from(*y);
            let (now, next) = (levels[at % DELAYS], levels[(at + 1) % DELAYS]);
            *o = b * (now + f * (next - now));
        }
    }

    /// `out = constant + Σ weight · column`.
    pub(super) fn weighted_sum(constant: f64, terms: &[(usize, f64)], columns: &[Box<TrialColumn>], out: &mut TrialColumn) {
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
    pub(super) fn standardised(x: &TrialColumn, mean: f64, per_sd: f64, n: usize, sum: &mut TrialColumn) -> f64 {
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
pub(super) fn stratified_part(stream: &RandomStream, first: u64, keys: &[u16; 8], out: &mut [f64]) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::stream::Named;
    use crate::vector::{alike, sample};

    #[test]
    fn the_permutation_is_one_to_one() {
        let stream = RandomStream::new(3, "p", Named::Strata);
        for block in 0..50 {
            let keys = std::array::from_fn(|k| stream.bits(block * 8 + k as u64) as u16);
            let mut order = TrialColumn::of(0);
            permutation(&keys, &mut order);
            let mut seen = [false; BLOCK];
            order.iter().for_each(|k| seen[usize::from(*k)] = true);
            assert!(seen.iter().all(|s| *s));
        }
    }

    #[test]
    fn parts_of_blocks_stay_inside_zero_and_one() {
        let stream = RandomStream::new(3, "p", Named::Draws);
        for length in [1, 3, 1023] {
            let mut out = vec![0.0; length];
            stratified_part(&stream, 0, &[7; 8], &mut out);
            assert!(out.iter().all(|u| *u > 0.0 && *u < 1.0));
        }
    }

    #[test]
    fn delays_are_split_and_kept_inside_the_table() {
        let mut delay = TrialColumn::of(0.0);
        delay[..6].copy_from_slice(&[-3.0, 0.0, 1.25, 2.0, 2.999_999, 1e6]);
        let (mut years, mut fraction) = (TrialColumn::of(0), TrialColumn::of(0.0));
        split_delay(&delay, -1.0, &mut years, &mut fraction);
        assert_eq!(years[..6], [0, 1, 2, 3, 3, 127]);
        assert_eq!(fraction[..4], [0.0, 0.0, 0.25, 0.0]);
        assert!(fraction[4] > 0.999 && fraction[5] == 0.0);
        whole_years(&delay, -1.0, &mut years);
        assert_eq!([years[0], years[1], years[3], years[5]], [0, 1, 3, 127]);
    }

    #[test]
    fn a_level_between_whole_years_of_delay_is_interpolated() {
        let mut levels = [40.0; DELAYS];
        levels[..3].copy_from_slice(&[10.0, 20.0, 40.0]);
        let (base, years, fraction) = (TrialColumn::of(2.0), TrialColumn::of(1), TrialColumn::of(0.25));
        let mut out = TrialColumn::of(0.0);
        interpolate(&base, &years, &fraction, &levels, &mut out);
        assert_eq!(out[7], 2.0 * 25.0);
        lookup(&base, &years, &levels, &mut out);
        assert_eq!(out[7], 2.0 * 20.0);
        add_lookup(&base, &years, &levels, &mut out);
        assert_eq!(out[7], 2.0 * 20.0 * 2.0);
    }

    #[test]
    fn sums_over_columns_by_hand() {
        let columns = [2.0, 3.0, 5.0].map(|x| Box::new(TrialColumn::of(x)));
        let mut out = TrialColumn::of(0.0);
        weighted_sum(1.0, &[(0, 1.0), (2, -0.5)], &columns, &mut out);
        assert!(out.iter().all(|x| *x == 0.5));
        assert_eq!(sum_and_squares(&columns[1][..10]), (30.0, 90.0));
        let mut sums = TrialColumn::of(1.0);
        // u = (3 − 1)·2 = 4 in each of 20 trials.
        assert_eq!(standardised(&columns[1], 1.0, 2.0, 20, &mut sums), 20.0 * 16.0);
        assert_eq!([sums[0], sums[19], sums[20]], [5.0, 5.0, 1.0]);
    }

    #[test]
    fn every_instruction_set_gives_the_same_bits() {
        let stream = RandomStream::new(3, "p", Named::Draws);
        let (x, y, z) = (sample(1), sample(2), sample(3));
        let (mut order, mut years, mut bits) = (TrialColumn::of(0), TrialColumn::of(0_u8), TrialColumn::of(0));
        permutation(&[3, 141, 59, 265, 35, 89, 79, 323], &mut order);
        halves(&stream, 77, &mut bits);
        years.iter_mut().zip(bits.iter()).for_each(|(y, b)| *y = (b % 4) as u8);
        let levels = std::array::from_fn(|k| k as f64 * 1.1);
        let columns = vec![Box::new(x), Box::new(y), Box::new(z)];
        alike!(out = TrialColumn::of(0); halves(&stream, 1 << 40, &mut out));
        alike!(out = x; uniform(&stream, 12_345, &mut out));
        alike!(out = x; stratified(&bits, &mut out));
        alike!(out = TrialColumn::of(0); permutation(&[9, 8, 7, 65_535, 5, 40_000, 3, 2], &mut out));
        alike!(out = x; spread(&order, &y, &mut out));
        alike!(out = x; spread_multiply(&order, &y, &mut out));
        alike!(out = x; spread_add(&order, &y, 0.3, &z, &mut out));
        alike!(out = x; spread_add_lookup(&order, &y, &years, &levels, &z, &mut out));
        alike!(out = x; scale(&mut out, 0.3, &y));
        alike!(out = x; add_scaled(&mut out, 0.3, &y));
        alike!(out = x; multiply(&mut out, &y));
        alike!(out = x; maximum(&mut out, &y));
        alike!(out = x; minimum(&mut out, &y));
        alike!(out = x; slip(&mut out, &y));
        alike!(out = TrialColumn::of(0.0); of_greater([&x, &y], [&z, &x], &mut out));
        alike!(out = x; walk(&mut out, 0.01, 0.2, &z));
        alike!(out = x; persist(&mut out, 0.6, &y));
        alike!(out = TrialColumn::of(0_u8); whole_years(&x, -2.0, &mut out));
        alike!(out = (TrialColumn::of(0_u8), y); split_delay(&x, -2.0, &mut out.0, &mut out.1));
        alike!(out = x; lookup(&y, &years, &levels, &mut out));
        alike!(out = x; add_lookup(&y, &years, &levels, &mut out));
        alike!(out = x; interpolate(&y, &years, &z, &levels, &mut out));
        alike!(out = x; weighted_sum(0.7, &[(0, 0.1), (2, -3.3), (1, 1.0)], &columns, &mut out));
        alike!(out = x; standardised(&y, 0.1, 1.7, 1001, &mut out));
        alike!(_out = (); sum_and_squares(&x[..1001]));
    }
}
