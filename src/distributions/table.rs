//! A smooth quantile function tabulated over the latent, read by parabolas cut from cubic Hermite pieces.

use super::normal::REACH;
use crate::vector::whole;

/// Knots per unit of the latent of the cubic pieces through values and slopes. The error is below h⁴/384 of the fourth
/// derivative: 3.2·10⁻⁹ of it.
const PER_UNIT: f64 = 30.0;
/// Parabolas that stand for one cubic. Their error is below 0.0081 h³ of the third derivative: 4.7·10⁻⁹ of it.
const PARTS: usize = 4;
/// Parabolas of a table: a power of two, so that a position needs no check.
const PIECES: usize = 2048;

/// Parabolas over −8.3 … 8.3; beyond, the value at the end.
///
/// A position takes two numbers from memory: the value at the start, and slope and bend in half the width. Both are
/// multiplied by the width of a piece or less, so their rounding stays below 10⁻⁹ of the slope.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantileTable {
    first: f64,
    last: f64,
    start: Box<[f64; PIECES]>,
    bend: Box<[u64; PIECES]>,
}

impl QuantileTable {
    /// The knots of a table, one of which is `kink` if there is a point where the second derivative jumps.
    pub(super) fn knots(kink: Option<f64>) -> Vec<f64> {
        let aim = kink.filter(|z| z.abs() < REACH).unwrap_or(0.0);
        let first = aim - ((aim + REACH) * PER_UNIT).ceil() / PER_UNIT;
        let count = ((REACH - first) * PER_UNIT).ceil() as usize + 1;
        (0..count).map(|i| first + i as f64 / PER_UNIT).collect()
    }

    /// The table through (value, slope) at each of `knots`.
    pub(super) fn through(knots: &[f64], points: &[(f64, f64)]) -> Self {
        let (mut start, mut bend) = (Box::new([0.0; PIECES]), Box::new([0; PIECES]));
        let mut count = 0;
        for pair in points.windows(2) {
            let [(v0, s0), (v1, s1)] = [pair[0], pair[1]];
            let (s0, s1, rise) = (s0 / PER_UNIT, s1 / PER_UNIT, v1 - v0);
            let (square, cube) = (3.0 * rise - 2.0 * s0 - s1, s0 + s1 - 2.0 * rise);
            let at = |part: f64| {
                let w = part / PARTS as f64;
                ((cube * w + square) * w + s0) * w + v0
            };
            for part in 0..PARTS {
                let [low, middle, high] = [0.0, 0.5, 1.0].map(|half| at(part as f64 + half));
                start[count] = low;
                let curve = 2.0 * (high - 2.0 * middle + low);
                bend[count] =
                    u64::from(((high - low - curve) as f32).to_bits()) | u64::from((curve as f32).to_bits()) << 32;
                count += 1;
            }
        }
        // What lies beyond is the value at the end.
        start[count..].fill(points.last().map_or(0.0, |(value, _)| *value));
        Self { first: knots[0], last: count as f64, start, bend }
    }

    /// The value at the latent z.
    #[inline(always)]
    #[allow(clippy::inline_always)]
    pub fn at(&self, z: f64) -> f64 {
        let x = (z - self.first) * (PER_UNIT * PARTS as f64);
        let x = if x > 0.0 { x } else { 0.0 };
        let x = if x < self.last { x } else { self.last };
        let piece = whole(x) as usize % PIECES;
        let w = x - piece as f64;
        let bend = self.bend[piece];
        let [slope, curve] = [bend as u32, (bend >> 32) as u32].map(|bits| f64::from(f32::from_bits(bits)));
        self.start[piece] + w * (slope + w * curve)
    }
}
