//! Shapes end where they say: at their full level up to the last year, whether lasting or one-off.

use crate::simulated::{one_stream, plan_of, planned};

/// The planned effect of the plan period R4–R9 on a basis.
fn over_the_plan(basis: &str, stream: &str) -> f64 {
    plan_of(&planned(&one_stream(basis, "", stream))).planned
}

#[test]
fn the_level_is_full_up_to_the_end_whatever_comes_after() {
    for (shape, effect) in [
        // 100 in each of R4 to R7.
        ("kind = \"step\", start = \"R4\", end = \"R7\"", 400.0),
        ("kind = \"step\", start = \"R4\", end = \"R4\"", 100.0),
        // Half of it in R5, all of it in R6 and R7; S-shaped rises are symmetric, so half of it too.
        ("kind = \"linear\", years = 2, start = \"R5\", end = \"R7\"", 250.0),
        ("kind = \"logistic\", years = 2, start = \"R5\", end = \"R7\"", 250.0),
        // Ended on the way up: 25 + 50.
        ("kind = \"linear\", years = 4, start = \"R5\", end = \"R6\"", 75.0),
    ] {
        for keys in
            ["recurring = false", "recurring = true", "after = \"zero\"", "recurring = false\nafter = \"zero\"", ""]
        {
            let stream = format!("shape = {{ {shape}, full = 100 }}\n{keys}");
            assert_eq!(over_the_plan("recurring", &stream), effect, "{stream}");
        }
        // One-off amounts count in full as new ones too; a lasting level counts when it rises and when it falls.
        let of = |keys: &str| over_the_plan("new_in_year", &format!("shape = {{ {shape}, full = 100 }}\n{keys}"));
        assert_eq!([of("recurring = false"), of("")], [effect, 0.0], "{shape}");
    }
}

#[test]
fn erosion_goes_on_to_the_end() {
    // 100, 90, 81 in R4 to R6.
    let stream = "shape = { kind = \"step\", start = \"R4\", end = \"R6\", full = 100 }\nerosion = 0.1";
    assert!((over_the_plan("recurring", stream) - 271.0).abs() < 1e-9);
}
