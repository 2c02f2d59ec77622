//! exp and ln in plain arithmetic: the same bits on every machine, and loops over them become vector code.

// The constants are Sun's fdlibm (1993) split of ln 2 and its minimax coefficients for ln.
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
const LOG2_E: f64 = std::f64::consts::LOG2_E;
/// 1.5 · 2⁵²: adding it rounds to a whole number that then stands in the low bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
const EXPONENT_OF_ONE: u64 = 1023 << 52;

/// eˣ to 2 ulp for −708 ≤ x ≤ 709; outside, the value at the nearer end.
#[inline(always)]
#[allow(clippy::inline_always)]
pub fn exp(x: f64) -> f64 {
    let x = if x > 709.0 { 709.0 } else { x };
    let x = if x < -708.0 { -708.0 } else { x };
    let shifted = x * LOG2_E + ROUNDER;
    let k = shifted - ROUNDER;
    let r = (x - k * LN2_HIGH) - k * LN2_LOW;
    // Taylor's series: at |r| ≤ ln 2 / 2 the first term left out is below 2⁻⁵⁷.
    let mut sum = 1.0 / 6_227_020_800.0;
    for factor in [
        1.0 / 479_001_600.0,
        1.0 / 39_916_800.0,
        1.0 / 3_628_800.0,
        1.0 / 362_880.0,
        1.0 / 40_320.0,
        1.0 / 5_040.0,
        1.0 / 720.0,
        1.0 / 120.0,
        1.0 / 24.0,
        1.0 / 6.0,
        0.5,
        1.0,
        1.0,
    ] {
        sum = sum * r + factor;
    }
    sum * f64::from_bits((shifted.to_bits() << 52).wrapping_add(EXPONENT_OF_ONE))
}

/// ln x to 2 ulp for normal positive x.
#[inline(always)]
#[allow(clippy::inline_always)]
pub fn ln(x: f64) -> f64 {
    const SQRT_HALF: u64 = 0x3FE6_A09E_667F_3BCD;
    const MANTISSA: u64 = (1 << 52) - 1;
    const TWO_52: u64 = 0x4330_0000_0000_0000;
    let offset = x.to_bits().wrapping_sub(SQRT_HALF).wrapping_add(EXPONENT_OF_ONE);
    let k = f64::from_bits(TWO_52 | (offset >> 52)) - (4_503_599_627_370_496.0 + 1023.0);
    let m = f64::from_bits((offset & MANTISSA).wrapping_add(SQRT_HALF));
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let mut tail = 0.147_981_986_051_165_86;
    for factor in [
        0.153_138_376_992_093_73,
        0.181_835_721_616_180_5,
        0.222_221_984_321_497_84,
        0.285_714_287_436_623_9,
        0.399_999_999_994_094_2,
        0.666_666_666_666_673_5,
    ] {
        tail = tail * z + factor;
    }
    let half_square = 0.5 * f * f;
    k * LN2_HIGH - ((half_square - (s * (half_square + z * tail) + k * LN2_LOW)) - f)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// libm is an independent port of musl's functions, good to 1 ulp.
    fn worst(points: impl Iterator<Item = f64>, ours: fn(f64) -> f64, theirs: fn(f64) -> f64) -> f64 {
        points.map(|x| (ours(x) / theirs(x) - 1.0).abs()).fold(0.0, f64::max)
    }

    #[test]
    fn exp_is_good_to_two_ulp() {
        let grid = (-70_700..70_800).map(|i| f64::from(i) / 100.0 + 1e-5);
        let error = worst(grid, exp, libm::exp);
        assert!(error < 2.0 * f64::EPSILON, "{error:e}");
        assert_eq!(exp(0.0), 1.0);
        assert!(exp(1e4).is_finite() && exp(-1e4) > 0.0);
    }

    #[test]
    fn ln_is_good_to_two_ulp() {
        let grid = (1..200_000).map(|i| f64::from(i) * 1.3e-3).filter(|x| (x - 1.0).abs() > 1e-4);
        let error = worst(grid, ln, libm::log);
        assert!(error < 2.0 * f64::EPSILON, "{error:e}");
        let tiny = worst((1..300).map(|i| libm::exp(-f64::from(i) * 2.3)), ln, libm::log);
        assert!(tiny < 2.0 * f64::EPSILON, "{tiny:e}");
        assert_eq!(ln(1.0), 0.0);
    }
}
