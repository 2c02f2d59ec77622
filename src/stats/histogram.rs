//! A histogram with fixed edges on a scaled axis: fine and even near the centre, geometric in the tails.

use crate::vector::{kernels, whole};
use std::collections::BTreeMap;
use std::ops::Bound::{Excluded, Unbounded};

/// Even bins per unit of the scaled axis. One unit is about one standard deviation, so a quantile read from
/// the histogram is within 1/1024 of a standard deviation of the sample's.
pub const BINS_PER_SCALE: f64 = 1024.0;

/// The even part covers −8 … 8.
const EVEN_HALF: f64 = 8.0;
const EVEN: i32 = 2 * 8 * 1024;
/// Beyond it each doubling is cut into 1024 bins, however far it goes; few values lie there, so these bins are kept
/// only where something was counted.
const PER_OCTAVE_BITS: u32 = 10;

/// Counts of values by bin. Merging adds integers, so it is exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Histogram {
    /// The even bins, modulo 2³²: half the memory, and so half the cache, of what they would otherwise take.
    even: Vec<u32>,
    /// How many times 2³² values were carried out of an even bin.
    carried: BTreeMap<i32, u64>,
    /// Bins below 0 and from [`EVEN`] on.
    tails: BTreeMap<i32, u64>,
    /// Values in the even bins.
    counted: u64,
    /// The least and greatest even bin with a value. Memory outside is never touched, so it costs nothing.
    span: Option<(u16, u16)>,
}

/// Even bins of some blocks that are not counted yet.
///
/// Where many metrics are counted, their histograms do not fit into the cache together: each is fetched once for some
/// blocks instead of once for every block.
#[derive(Clone, Debug, Default)]
pub struct Pending(Vec<u16>);

/// Values that wait for a histogram before it is fetched.
const WAITING: usize = 8 * crate::vector::BLOCK;

impl Default for Histogram {
    fn default() -> Self {
        Self { even: vec![0; EVEN as usize], carried: BTreeMap::new(), tails: BTreeMap::new(), counted: 0, span: None }
    }
}

impl Pending {
    /// Bytes that one takes at most.
    pub const BYTES: usize = size_of::<Self>() + WAITING * size_of::<u16>();
}

impl Histogram {
    /// Bytes that its even bins take.
    pub(super) const BYTES: usize = EVEN as usize * size_of::<u32>();

    /// Whether values as far out as `low` and `high` have even bins.
    pub(super) fn is_even(low: f64, high: f64) -> bool {
        low >= -EVEN_HALF && high < EVEN_HALF
    }

    /// Counts values by their even bins, now or later.
    pub(super) fn add_later(&mut self, bins: &[u16], pending: &mut Pending) {
        if pending.0.capacity() == 0 {
            pending.0.reserve_exact(WAITING);
        }
        if pending.0.len() + bins.len() > WAITING {
            self.finish(pending);
        }
        pending.0.extend_from_slice(bins);
    }

    /// Counts what is pending.
    pub(super) fn finish(&mut self, pending: &mut Pending) {
        self.add_even(&pending.0);
        pending.0.clear();
    }

    fn add_even(&mut self, bins: &[u16]) {
        if self.counted + bins.len() as u64 > u64::from(u32::MAX) {
            bins.iter().for_each(|bin| self.count(i32::from(*bin), 1));
            return;
        }
        self.counted += bins.len() as u64;
        self.widen(span(bins));
        let Some(even) = self.even.as_mut_slice().first_chunk_mut::<{ EVEN as usize }>() else { return };
        for bin in bins {
            even[usize::from(*bin) % EVEN as usize] += 1;
        }
    }

    /// Counts each value; values are on the scaled axis and finite.
    pub fn add(&mut self, scaled: &[f64]) {
        scaled.iter().for_each(|t| self.count(bin(*t), 1));
    }

    fn count(&mut self, bin: i32, values: u64) {
        let Some(count) = usize::try_from(bin).ok().and_then(|bin| self.even.get_mut(bin)) else {
            *self.tails.entry(bin).or_insert(0) += values;
            return;
        };
        self.counted += values;
        let sum = u64::from(*count) + values;
        *count = sum as u32;
        if sum >> 32 > 0 {
            *self.carried.entry(bin).or_insert(0) += sum >> 32;
        }
        self.widen(Some((bin as u16, bin as u16)));
    }

    fn widen(&mut self, by: Option<(u16, u16)>) {
        let Some((low, high)) = by else { return };
        self.span = Some(self.span.map_or((low, high), |(l, h)| (l.min(low), h.max(high))));
    }

    /// The even bins from `from` on, and from the least to the greatest with a value, with their counts but for what was
    /// carried.
    fn spanned(&self, from: i32) -> impl Iterator<Item = (i32, u32)> {
        let range = self.span.map_or(0..0, |(low, high)| usize::from(low)..usize::from(high) + 1);
        let range = range.start.max(from as usize).min(range.end)..range.end;
        range.clone().zip(&self.even[range]).map(|(bin, count)| (bin as i32, *count))
    }

    /// Adds the counts of another part of the run.
    pub fn merge(&mut self, other: &Self) {
        for (bin, theirs) in other.spanned(0).filter(|(_, theirs)| *theirs > 0) {
            self.count(bin, u64::from(theirs));
        }
        self.widen(other.span);
        for (bin, theirs) in &other.carried {
            *self.carried.entry(*bin).or_insert(0) += theirs;
            self.counted += theirs << 32;
        }
        for (bin, theirs) in &other.tails {
            *self.tails.entry(*bin).or_insert(0) += theirs;
        }
    }

    /// The scaled values below which lie the fractions `probabilities` (ascending) of `n` counted values.
    pub fn quantiles<const K: usize>(&self, n: u64, probabilities: [f64; K]) -> [f64; K] {
        // Every bin before `at` is counted in `below`.
        let (mut at, mut below) = (i32::MIN, 0_u64);
        probabilities.map(|p| {
            let rank = p * n as f64;
            for (bin, count) in self.tails.range(at.min(0)..0) {
                if (below + count) as f64 >= rank {
                    return inside(*bin, *count, below, rank);
                }
                (at, below) = (bin + 1, below + count);
            }
            (at, below) = self.leap(at.max(0), below, rank);
            for (bin, count) in self.occupied_from(at) {
                if (below + count) as f64 >= rank {
                    return inside(bin, count, below, rank);
                }
                (at, below) = (bin + 1, below + count);
            }
            f64::INFINITY
        })
    }

    /// Passes over even bins from `at` on, 64 at a time, as long as the rank lies beyond all of them.
    fn leap(&self, at: i32, below: u64, rank: f64) -> (i32, u64) {
        let Some((low, high)) = self.span.filter(|_| self.carried.is_empty()) else { return (at, below) };
        let (mut at, mut below) = (at.max(i32::from(low)), below);
        while at + 64 <= i32::from(high) {
            let counts = self.even.get(at as usize..at as usize + 64).unwrap_or_default();
            let sum: u64 = counts.iter().map(|count| u64::from(*count)).sum();
            if (below + sum) as f64 >= rank {
                break;
            }
            (at, below) = (at + 64, below + sum);
        }
        (at, below)
    }

    /// The bins with something in them: edges and counts, rising.
    pub(super) fn bins(&self) -> impl Iterator<Item = (f64, f64, u64)> {
        self.occupied().map(|(bin, count)| {
            let (low, high) = edges(bin);
            (low, high, count)
        })
    }

    /// The bins with something in them and their counts, rising.
    fn occupied(&self) -> impl Iterator<Item = (i32, u64)> {
        let below = self.tails.range((Unbounded, Excluded(0))).map(|(bin, count)| (*bin, *count));
        below.chain(self.occupied_from(0))
    }

    /// The same, from an even bin or one beyond them on.
    fn occupied_from(&self, from: i32) -> impl Iterator<Item = (i32, u64)> {
        let tail = self.tails.range(from.max(EVEN)..).map(|(bin, count)| (*bin, *count));
        let carried = |bin: &i32| self.carried.get(bin).copied().unwrap_or(0) << 32;
        let has_carried = !self.carried.is_empty();
        let full = move |(bin, low): (i32, u32)| (bin, u64::from(low) + if has_carried { carried(&bin) } else { 0 });
        let even = self.spanned(from).map(full).filter(|(_, count)| *count > 0);
        even.chain(tail)
    }
}

/// The least and greatest of some bins.
fn span(bins: &[u16]) -> Option<(u16, u16)> {
    let (whole, rest) = bins.as_chunks::<64>();
    let (low, high) = least_and_greatest(whole);
    let (low, high) = rest.iter().fold((low, high), |(low, high), bin| (low.min(*bin), high.max(*bin)));
    (low <= high).then_some((low, high))
}

kernels! {
    fn least_and_greatest(bins: &[[u16; 64]]) -> (u16, u16) {
        let (mut low, mut high) = ([u16::MAX; 64], [0; 64]);
        for bins in bins {
            for k in 0..64 {
                low[k] = if bins[k] < low[k] { bins[k] } else { low[k] };
                high[k] = if bins[k] > high[k] { bins[k] } else { high[k] };
            }
        }
        low.iter().zip(&high).fold((u16::MAX, 0), |(low, high), (l, h)| (low.min(*l), high.max(*h)))
    }
}

/// The bin of a value on the even part.
#[inline(always)]
#[allow(clippy::inline_always)]
pub(super) fn even_bin(t: f64) -> u16 {
    // The last number below 8 is rounded up to it.
    whole((t + EVEN_HALF) * BINS_PER_SCALE).min(EVEN as u32 - 1) as u16
}

#[inline]
fn bin(t: f64) -> i32 {
    if Histogram::is_even(t, t) {
        i32::from(even_bin(t))
    } else {
        let steps = tail_steps(t.abs());
        if t < 0.0 { -1 - steps } else { EVEN + steps }
    }
}

/// Steps of 1/1024 octave (linear inside an octave) from 8 to `a`, read off the bits of the number.
fn tail_steps(a: f64) -> i32 {
    let shift = f64::MANTISSA_DIGITS - 1 - PER_OCTAVE_BITS;
    ((a.to_bits() >> shift) - (EVEN_HALF.to_bits() >> shift)) as i32
}

fn tail_edge(steps: i32) -> f64 {
    let shift = f64::MANTISSA_DIGITS - 1 - PER_OCTAVE_BITS;
    f64::from_bits(((EVEN_HALF.to_bits() >> shift) + steps as u64) << shift)
}

fn edges(bin: i32) -> (f64, f64) {
    if bin < 0 {
        let steps = -1 - bin;
        (-tail_edge(steps + 1), -tail_edge(steps))
    } else if bin < EVEN {
        let low = f64::from(bin) / BINS_PER_SCALE - EVEN_HALF;
        (low, low + 1.0 / BINS_PER_SCALE)
    } else {
        (tail_edge(bin - EVEN), tail_edge(bin - EVEN + 1))
    }
}

/// The place in a bin of `count` values, before which `below` are counted, that a rank has.
fn inside(bin: i32, count: u64, below: u64, rank: f64) -> f64 {
    let (low, high) = edges(bin);
    low + (high - low) * ((rank - below as f64) / count as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vector::alike;

    #[test]
    fn every_value_lies_between_the_edges_of_its_bin() {
        for i in -4000..4000 {
            let t = f64::from(i) * 0.013_7 + f64::from(i).powi(3) * 1e-6;
            let (low, high) = edges(bin(t));
            assert!(low <= t && t <= high, "{t} outside {low}..{high}");
        }
    }

    #[test]
    fn the_last_number_below_the_end_has_the_last_bin() {
        assert_eq!(even_bin(8.0_f64.next_down()), EVEN as u16 - 1);
        assert_eq!(even_bin(-8.0), 0);
    }

    #[test]
    fn bins_adjoin() {
        for i in -5000..EVEN + 5000 {
            assert!((edges(i - 1).1 - edges(i).0).abs() < 1e-12 * edges(i).0.abs().max(1.0), "{i}");
        }
    }

    #[test]
    fn quantiles_of_a_uniform_grid() {
        let values: Vec<f64> = (0..10_000).map(|i| (f64::from(i) + 0.5) / 10_000.0).collect();
        let mut histogram = Histogram::default();
        histogram.add(&values);
        let [p10, p50, p95] = histogram.quantiles(10_000, [0.1, 0.5, 0.95]);
        for (found, expected) in [(p10, 0.1), (p50, 0.5), (p95, 0.95)] {
            assert!((found - expected).abs() < 1.0 / BINS_PER_SCALE, "{found} {expected}");
        }
    }

    #[test]
    fn quantiles_on_both_tails_and_between_them() {
        // 100 values at each of -20, -3, 0, 5 and 30: the fractions 0.1, 0.3, 0.5, 0.7 and 0.9 lie at their middles.
        let mut histogram = Histogram::default();
        for value in [-20.0, -3.0, 0.0, 5.0, 30.0] {
            histogram.add(&[value; 100]);
        }
        let found = histogram.quantiles(500, [0.1, 0.3, 0.5, 0.7, 0.9]);
        for (found, expected) in found.iter().zip([-20.0_f64, -3.0, 0.0, 5.0, 30.0]) {
            assert!((found - expected).abs() <= expected.abs().max(1.0) / BINS_PER_SCALE, "{found} {expected}");
        }
        assert_eq!(histogram.quantiles(501, [1.0]), [f64::INFINITY]);
    }

    #[test]
    fn more_values_than_a_bin_holds_are_carried() {
        let filled = Some((8192, 8192));
        let mut histogram = Histogram { counted: u64::from(u32::MAX) - 1, span: filled, ..Histogram::default() };
        histogram.even[8192] = u32::MAX - 1;
        let one = histogram.clone();
        histogram.add_even(&[8192, 8192, 8192]);
        assert_eq!((histogram.even[8192], histogram.carried.get(&8192)), (1, Some(&1)));
        let mut merged = one.clone();
        merged.merge(&one);
        assert_eq!(merged.occupied().collect::<Vec<_>>(), [(8192, 2 * (u64::from(u32::MAX) - 1))]);
        assert_eq!(merged.counted, 2 * (u64::from(u32::MAX) - 1));
        merged.merge(&histogram);
        assert_eq!(merged.occupied().map(|(_, count)| count).sum::<u64>(), 3 * u64::from(u32::MAX));
    }

    #[test]
    fn merging_adds_counts_and_far_values_are_kept() {
        let (mut a, mut b, mut whole) = (Histogram::default(), Histogram::default(), Histogram::default());
        a.add(&[1e30, -1e30, 0.0]);
        b.add(&[9.0, 0.0]);
        whole.add(&[1e30, -1e30, 0.0, 9.0, 0.0]);
        a.merge(&b);
        assert_eq!(a, whole);
        assert_eq!(whole.occupied().map(|(_, count)| count).sum::<u64>(), 5);
        let bins: Vec<i32> = whole.occupied().map(|(bin, _)| bin).collect();
        assert!(bins.is_sorted(), "{bins:?}");
    }

    #[test]
    fn every_instruction_set_gives_the_same_bits() {
        let bins: [[u16; 64]; 3] =
            std::array::from_fn(|i| std::array::from_fn(|k| (7000 + i * 977 + k * 53 % 991) as u16));
        alike!(_out = (); least_and_greatest(&bins));
        assert_eq!(span(&[]), None);
        assert_eq!(span(&[9, 3, 5]), Some((3, 9)));
        let all: Vec<u16> = bins.as_flattened().iter().copied().chain([16_000]).collect();
        assert_eq!(span(&all), Some((7000, 16_000)));
    }
}
