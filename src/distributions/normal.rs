//! The standard normal: density, distribution function, and its inverse.

use super::elementary::ln;

/// Beyond this distance from 0 no latent is drawn: Φ(−8.3) is below 2⁻⁵³.
pub const REACH: f64 = 8.3;

/// φ(z).
pub fn density(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt()
}

/// Φ(z), to full precision in both tails.
pub fn cumulative(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// Φ⁻¹(p) for 0 < p < 1, relative error below 10⁻¹⁵ (Wichura 1988, AS 241, PPND16).
pub fn quantile(p: f64) -> f64 {
    let tail = if p < 0.5 { p } else { 1.0 - p };
    if tail > FAR_TAIL {
        return near_quantile(p);
    }
    let r = (-ln(tail)).sqrt() - 5.0;
    let z = ratio(r, &E, &F);
    if p < 0.5 { -z } else { z }
}

/// Below this tail probability, [`near_quantile`] does not hold.
pub const FAR_TAIL: f64 = 1.4e-11;

/// Φ⁻¹(p) where both p and 1 − p exceed [`FAR_TAIL`]; free of branches, so that loops become vector code.
#[inline(always)]
#[allow(clippy::inline_always)]
pub fn near_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let z = below(tail);
    let outer = if q < 0.0 { z } else { -z };
    let inner = q * ratio(0.180_625 - q * q, &A, &B);
    if q.abs() <= 0.425 { inner } else { outer }
}

/// Φ⁻¹(p) for [`FAR_TAIL`] < p ≤ 0.075.
#[inline(always)]
#[allow(clippy::inline_always)]
pub(super) fn below(p: f64) -> f64 {
    -ratio((-ln(p)).sqrt() - 1.6, &C, &D)
}

#[inline(always)]
#[allow(clippy::inline_always)]
fn ratio(r: f64, above: &[f64; 8], below: &[f64; 8]) -> f64 {
    let polynomial =
        |c: &[f64; 8]| ((((((c[7] * r + c[6]) * r + c[5]) * r + c[4]) * r + c[3]) * r + c[2]) * r + c[1]) * r + c[0];
    polynomial(above) / polynomial(below)
}

const A: [f64; 8] = [
    3.387_132_872_796_366_6,
    1.331_416_678_917_843_8e2,
    1.971_590_950_306_551_3e3,
    1.373_169_376_550_946e4,
    4.592_195_393_154_987e4,
    6.726_577_092_700_87e4,
    3.343_057_558_358_813e4,
    2.509_080_928_730_122_7e3,
];
const B: [f64; 8] = [
    1.0,
    4.231_333_070_160_091e1,
    6.871_870_074_920_579e2,
    5.394_196_021_424_751e3,
    2.121_379_430_158_659_7e4,
    3.930_789_580_009_271e4,
    2.872_908_573_572_194_3e4,
    5.226_495_278_852_855e3,
];
const C: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    2.417_807_251_774_506e-1,
    2.272_384_498_926_918_4e-2,
    7.745_450_142_783_414e-4,
];
const D: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    6.897_673_349_851e-1,
    1.481_039_764_274_800_8e-1,
    1.519_866_656_361_645_7e-2,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const E: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    2.965_605_718_285_048_7e-1,
    2.653_218_952_657_612_4e-2,
    1.242_660_947_388_078_4e-3,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const F: [f64; 8] = [
    1.0,
    5.998_322_065_558_88e-1,
    1.369_298_809_227_358e-1,
    1.487_536_129_085_061_5e-2,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_8e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_published_values() {
        // Wichura (1988), table of check values; the last from Φ(−8) = 6.22096057427178e-16.
        for (p, z) in [
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_814),
            (1e-20, -9.262_340_089_798_408),
            (0.975, 1.959_963_984_540_054),
            (6.220_960_574_271_78e-16, -8.0),
        ] {
            assert!((quantile(p) / z - 1.0).abs() < 2e-15, "{p}: {} {z}", quantile(p));
        }
        assert_eq!(quantile(0.5), 0.0);
    }

    #[test]
    fn quantile_undoes_cumulative() {
        for i in -800..=0 {
            let z = f64::from(i) / 100.0;
            assert!((quantile(cumulative(z)) - z).abs() < 2e-14, "{z}");
        }
    }
}
