//! The source plan: editions with base R3 … R8 over five years, each made the year after its base. Every step of every
//! reconciliation and of every bridge from the published levels, in thousand yen.
//!
//! One-off, so never in a base and not held after R9: the R4 amounts of II (▲63,660 aimed at, ▲34,614 recorded), the
//! recorded amounts of III (4,583 in R4, 4,512 in R5), and the sale of property expected for III (25,000 in R8, 50,000
//! in R9). The streams of closed years are allocated so that they add up to what was recorded, so without uncertainty the
//! forecasts of R4 and R5 in earlier editions are the recorded amounts: no step depends on what is known when.

use super::{Figure, MEAN, PLANNED, TARGET, adds_up, bridges, reconciles};
use crate::simulated::{file, planned};
use mikomi::outcome::Outcome;

/// Base year, policy; the plan-period amount, the years before the window, those after it, the years of the window after
/// the plan, the base in five years; the amount on the edition's basis.
type Reconciled = (&'static str, &'static str, [i64; 5], i64);

/// The earlier base year, policy; the year dropped, the year added, the base moved on in five years.
type Bridged = (&'static str, &'static str, [i64; 3]);

/// The targets, and what was expected when they were set.
const PLAN_TIME: [Reconciled; 24] = [
    ("R3", "I", [545_239, 0, -108_721, 0, 0], 436_518),
    ("R3", "II", [2_120_370, 0, -595_190, 0, 0], 1_525_180),
    ("R3", "III", [8_484, 0, -2_932, 0, 0], 5_552),
    ("R3", "total", [2_674_093, 0, -706_843, 0, 0], 1_967_250),
    ("R4", "I", [545_239, -11_442, 0, 0, -5 * 11_442], 476_587),
    ("R4", "II", [2_120_370, 63_660, 0, 0, 0], 2_184_030),
    ("R4", "III", [8_484, 0, 0, 0, 0], 8_484),
    ("R4", "total", [2_674_093, 52_218, 0, 0, -5 * 11_442], 2_669_101),
    ("R5", "I", [545_239, -(11_442 + 92_408), 0, 108_721, -5 * 92_408], 88_070),
    ("R5", "II", [2_120_370, -(-63_660 + 182_190), 0, 595_190, -5 * 182_190], 1_686_080),
    ("R5", "III", [8_484, 0, 0, 2_932, 0], 11_416),
    ("R5", "total", [2_674_093, -(-52_218 + 274_598), 0, 706_843, -5 * 274_598], 1_785_566),
    ("R6", "I", [545_239, -(11_442 + 92_408 + 61_050), 0, 2 * 108_721, -5 * 61_050], 292_531),
    ("R6", "II", [2_120_370, -(-63_660 + 182_190 + 344_380), 0, 2 * 595_190, -5 * 344_380], 1_125_940),
    ("R6", "III", [8_484, 0, 0, 2 * 2_932, 0], 14_348),
    ("R6", "total", [2_674_093, -(-52_218 + 274_598 + 405_430), 0, 2 * 706_843, -5 * 405_430], 1_432_819),
    ("R7", "I", [545_239, -(11_442 + 92_408 + 61_050 + 178_897), 0, 3 * 108_721, -5 * 178_897], -366_880),
    ("R7", "II", [2_120_370, -(-63_660 + 182_190 + 344_380 + 460_350), 0, 3 * 595_190, -5 * 460_350], 680_930),
    ("R7", "III", [8_484, -2_776, 0, 3 * 2_932, -5 * 2_776], 624),
    ("R7", "total", [2_674_093, -(-52_218 + 274_598 + 405_430 + 642_023), 0, 3 * 706_843, -5 * 642_023], 314_674),
    ("R8", "I", [545_239, -(545_239 - 108_721), 0, 4 * 108_721, -5 * 92_721], 80_000),
    ("R8", "II", [2_120_370, -(2_120_370 - 595_190), 0, 4 * 595_190, -5 * 601_920], -33_650),
    ("R8", "III", [8_484, -(8_484 - 2_932), 0, 4 * 2_932, -5 * 2_776], 780),
    ("R8", "total", [2_674_093, -(2_674_093 - 706_843), 0, 4 * 706_843, -5 * 697_417], 47_130),
];

/// From each edition of the targets to the next.
const PLAN_TIME_BRIDGES: [Bridged; 20] = [
    ("R3", "I", [-11_442, 108_721, -5 * 11_442]),
    ("R3", "II", [63_660, 595_190, 0]),
    ("R3", "III", [0, 2_932, 0]),
    ("R3", "total", [52_218, 706_843, -5 * 11_442]),
    ("R4", "I", [-(92_408 - 11_442), 108_721 - 11_442, -5 * (92_408 - 11_442)]),
    ("R4", "II", [-182_190, 595_190, -5 * 182_190]),
    ("R4", "III", [0, 2_932, 0]),
    ("R4", "total", [-(274_598 - 11_442), 706_843 - 11_442, -5 * (274_598 - 11_442)]),
    ("R5", "I", [-(61_050 - 92_408), 108_721 - 92_408, -5 * (61_050 - 92_408)]),
    ("R5", "II", [-(344_380 - 182_190), 595_190 - 182_190, -5 * (344_380 - 182_190)]),
    ("R5", "III", [0, 2_932, 0]),
    ("R5", "total", [-(405_430 - 274_598), 706_843 - 274_598, -5 * (405_430 - 274_598)]),
    ("R6", "I", [-(178_897 - 61_050), 108_721 - 61_050, -5 * (178_897 - 61_050)]),
    ("R6", "II", [-(460_350 - 344_380), 595_190 - 344_380, -5 * (460_350 - 344_380)]),
    ("R6", "III", [-2_776, 2_932, -5 * 2_776]),
    ("R6", "total", [-(642_023 - 405_430), 706_843 - 405_430, -5 * (642_023 - 405_430)]),
    ("R7", "I", [-(92_721 - 178_897), 108_721 - 178_897, -5 * (92_721 - 178_897)]),
    ("R7", "II", [-(601_920 - 460_350), 595_190 - 460_350, -5 * (601_920 - 460_350)]),
    ("R7", "III", [0, 2_932 - 2_776, 0]),
    ("R7", "total", [-(697_417 - 642_023), 706_843 - 642_023, -5 * (697_417 - 642_023)]),
];

/// What is expected after the revision.
const REVISED: [Reconciled; 24] = [
    ("R3", "I", [353_913, 0, -107_169, 0, 0], 246_744),
    ("R3", "II", [2_096_528, 0, -810_703, 0, 0], 1_285_825),
    ("R3", "III", [161_159, 0, -100_688, 0, 0], 60_471),
    ("R3", "total", [2_611_600, 0, -1_018_560, 0, 0], 1_593_040),
    ("R4", "I", [353_913, -14_358, 0, 0, -5 * 14_358], 267_765),
    ("R4", "II", [2_096_528, 34_614, 0, 0, 0], 2_131_142),
    ("R4", "III", [161_159, -4_583, 0, 0, 0], 156_576),
    ("R4", "total", [2_611_600, 15_673, 0, 0, -5 * 14_358], 2_555_483),
    ("R5", "I", [353_913, -(14_358 + 15_992), 0, 107_169, -5 * 15_992], 350_772),
    ("R5", "II", [2_096_528, -(-34_614 + 73_396), 0, 810_703, -5 * 73_396], 2_501_469),
    ("R5", "III", [161_159, -(4_583 + 4_512), 0, 100_688 - 50_000, 0], 202_752),
    ("R5", "total", [2_611_600, -(-15_673 + 93_900), 0, 1_018_560 - 50_000, -5 * (93_900 - 4_512)], 3_054_993),
    ("R6", "I", [353_913, -(14_358 + 15_992 + 53_041), 0, 2 * 107_169, -5 * 53_041], 219_655),
    ("R6", "II", [2_096_528, -(-34_614 + 73_396 + 252_038), 0, 2 * 810_703, -5 * 252_038], 2_166_924),
    ("R6", "III", [161_159, -(4_583 + 4_512), 0, 2 * (100_688 - 50_000), 0], 253_440),
    ("R6", "total", [2_611_600, -(-15_673 + 93_900 + 305_079), 0, 2 * (1_018_560 - 50_000), -5 * 305_079], 2_640_019),
    ("R7", "I", [353_913, -(14_358 + 15_992 + 53_041 + 66_325), 0, 3 * 107_169, -5 * 66_325], 194_079),
    ("R7", "II", [2_096_528, -(-34_614 + 73_396 + 252_038 + 396_053), 0, 3 * 810_703, -5 * 396_053], 1_861_499),
    ("R7", "III", [161_159, -(4_583 + 4_512 + 688), 0, 3 * (100_688 - 50_000), -5 * 688], 300_000),
    (
        "R7",
        "total",
        [2_611_600, -(-15_673 + 93_900 + 305_079 + 463_066), 0, 3 * (1_018_560 - 50_000), -5 * 463_066],
        2_355_578,
    ),
    ("R8", "I", [353_913, -(353_913 - 107_169), 0, 4 * 107_169, -5 * 97_028], 50_705),
    ("R8", "II", [2_096_528, -(2_096_528 - 810_703), 0, 4 * 810_703, -5 * 598_952], 1_058_755),
    ("R8", "III", [161_159, -(161_159 - 100_688), 0, 4 * (100_688 - 50_000), -5 * (50_688 - 25_000)], 175_000),
    (
        "R8",
        "total",
        [2_611_600, -(2_611_600 - 1_018_560), 0, 4 * (1_018_560 - 50_000), -5 * (746_668 - 25_000)],
        1_284_460,
    ),
];

/// From each edition of the revised expectation to the next.
const REVISED_BRIDGES: [Bridged; 20] = [
    ("R3", "I", [-14_358, 107_169, -5 * 14_358]),
    ("R3", "II", [34_614, 810_703, 0]),
    ("R3", "III", [-4_583, 100_688, 0]),
    ("R3", "total", [15_673, 1_018_560, -5 * 14_358]),
    ("R4", "I", [-(15_992 - 14_358), 107_169 - 14_358, -5 * (15_992 - 14_358)]),
    ("R4", "II", [-73_396, 810_703, -5 * 73_396]),
    ("R4", "III", [-4_512, 100_688 - 50_000, 0]),
    ("R4", "total", [-(93_900 - 14_358), 1_018_560 - 50_000 - 14_358, -5 * (93_900 - 4_512 - 14_358)]),
    ("R5", "I", [-(53_041 - 15_992), 107_169 - 15_992, -5 * (53_041 - 15_992)]),
    ("R5", "II", [-(252_038 - 73_396), 810_703 - 73_396, -5 * (252_038 - 73_396)]),
    ("R5", "III", [0, 100_688 - 50_000, 0]),
    (
        "R5",
        "total",
        [-(305_079 - (93_900 - 4_512)), 1_018_560 - 50_000 - (93_900 - 4_512), -5 * (305_079 - (93_900 - 4_512))],
    ),
    ("R6", "I", [-(66_325 - 53_041), 107_169 - 53_041, -5 * (66_325 - 53_041)]),
    ("R6", "II", [-(396_053 - 252_038), 810_703 - 252_038, -5 * (396_053 - 252_038)]),
    ("R6", "III", [-688, 100_688 - 50_000, -5 * 688]),
    ("R6", "total", [-(463_066 - 305_079), 1_018_560 - 50_000 - 305_079, -5 * (463_066 - 305_079)]),
    ("R7", "I", [-(97_028 - 66_325), 107_169 - 66_325, -5 * (97_028 - 66_325)]),
    ("R7", "II", [-(598_952 - 396_053), 810_703 - 396_053, -5 * (598_952 - 396_053)]),
    ("R7", "III", [-(50_688 - 688), 100_688 - 50_000 - 688, -5 * (50_688 - 25_000 - 688)]),
    ("R7", "total", [-(746_668 - 463_066), 1_018_560 - 50_000 - 463_066, -5 * (746_668 - 25_000 - 463_066)]),
];

fn reconcile(outcome: &Outcome, table: &[Reconciled], figures: &[Figure]) {
    for (base, policy, steps, edition) in table {
        let [plan, before, after, beyond, rebase] = steps.map(|s| s as f64);
        for figure in figures {
            // No window begins before the plan, and nothing was expected otherwise than it was recorded.
            reconciles(
                outcome,
                base,
                policy,
                *figure,
                &[plan, before, after, 0.0, beyond, rebase, 0.0],
                *edition as f64,
            );
        }
    }
}

fn bridge(outcome: &Outcome, table: &[Bridged], editions: &[Reconciled], figures: &[Figure]) {
    let amount =
        |base: &str, policy: &str| editions.iter().find(|e| e.0 == base && e.1 == policy).expect("a row").3 as f64;
    for (from, policy, steps) in table {
        let [dropped, added, rebased] = steps.map(|s| s as f64);
        let next = ["R3", "R4", "R5", "R6", "R7", "R8"].windows(2).find(|pair| pair[0] == *from).expect("a pair")[1];
        let ends = [amount(from, policy), amount(next, policy)];
        for figure in figures {
            bridges(outcome, from, policy, *figure, ends, [dropped, added, rebased, 0.0, 0.0]);
        }
    }
}

#[test]
fn every_step_at_plan_time() {
    let outcome = planned(&file("scenarios/plan-time.toml"));
    reconcile(&outcome, &PLAN_TIME, &[TARGET, PLANNED, MEAN]);
    bridge(&outcome, &PLAN_TIME_BRIDGES, &PLAN_TIME, &[TARGET, PLANNED, MEAN]);
    adds_up(&outcome, 0.0);
    assert_eq!((outcome.editions.len(), outcome.bridges.len()), (6, 5 * 4));
}

#[test]
fn every_step_of_the_revision() {
    let outcome = planned(&file("scenarios/revised.toml"));
    reconcile(&outcome, &PLAN_TIME, &[TARGET]);
    reconcile(&outcome, &REVISED, &[PLANNED, MEAN]);
    bridge(&outcome, &PLAN_TIME_BRIDGES, &PLAN_TIME, &[TARGET]);
    bridge(&outcome, &REVISED_BRIDGES, &REVISED, &[PLANNED, MEAN]);
    adds_up(&outcome, 0.0);
    assert_eq!((outcome.editions.len(), outcome.bridges.len()), (6, 5 * 4));
}

/// The tables above add up by themselves: along each row, from edition to edition, and over the policies.
#[test]
fn the_tables_foot() {
    for (table, moves) in [(&PLAN_TIME, &PLAN_TIME_BRIDGES), (&REVISED, &REVISED_BRIDGES)] {
        for (base, policy, steps, edition) in table {
            assert_eq!(steps.iter().sum::<i64>(), *edition, "{base} {policy}");
        }
        for rows in table.chunks(4) {
            let columns = |row: &Reconciled| row.2;
            for column in 0..5 {
                assert_eq!(
                    rows[..3].iter().map(|r| columns(r)[column]).sum::<i64>(),
                    columns(&rows[3])[column],
                    "{}",
                    rows[0].0
                );
            }
        }
        for (k, (from, policy, steps)) in moves.iter().enumerate() {
            assert_eq!(table[k].3 + steps.iter().sum::<i64>(), table[k + 4].3, "{from} {policy}");
        }
    }
}

/// A target of an edition that is 0 or below has no achievement: base R7 for I, base R8 for II.
#[test]
fn achievement_is_undefined_where_the_target_is_below_zero() {
    let outcome = planned(&file("scenarios/revised.toml"));
    for (base, policy, _, target) in PLAN_TIME {
        let entry = crate::simulated::held(outcome.edition_entry(policy, super::year(base)).expect("an edition"));
        let expected = REVISED.iter().find(|r| r.0 == base && r.1 == policy).expect("a row").3;
        let below = matches!((base, policy), ("R7", "I") | ("R8", "II"));
        assert_eq!(target <= 0, below, "{base} {policy}");
        assert_eq!(entry.achievement, (!below).then_some(expected as f64 / target as f64), "{base} {policy}");
        assert_eq!(entry.mean_shortfall, (target - expected).max(0) as f64, "{base} {policy}");
        assert_eq!(entry.p_met.value, if expected >= target { 1.0 } else { 0.0 }, "{base} {policy}");
    }
}

/// Each plan year in the edition made in it is its level less that of the year before: in all, the recurring level of R9
/// and the one-off amounts of R4 to R9.
#[test]
fn the_plan_period_counted_edition_by_edition() {
    let outcome = planned(&file("scenarios/revised.toml"));
    for (policy, target, expected) in [
        ("I", 108_721, 107_169),
        ("II", 595_190 - 63_660, 810_703 - 34_614),
        ("III", 2_932, 50_688 + 4_583 + 4_512 + 25_000 + 50_000),
        ("total", 706_843 - 63_660, 968_560 - 34_614 + 4_583 + 4_512 + 25_000 + 50_000),
    ] {
        let entry = outcome.rolling_entry(policy).expect("an edition for every year");
        assert_eq!(
            [entry.target.expect("a target"), entry.planned, entry.mean],
            [target, expected, expected].map(f64::from),
            "{policy}"
        );
    }
}
