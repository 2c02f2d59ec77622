//! Amounts print as they are published: the units, their decimals, and what is not nothing.

use crate::program::mikomi;
use crate::simulated::run;
use mikomi::lang::Lang;
use std::fs;
use std::path::Path;

/// A council's five years in millions with three decimals. The targets add up to
/// 4.824 + 14.223 + 10.969 + 2.676 + 1.662 = 34.354.
const THREE_DECIMALS: &str = r#"
format = 1
title = "five years"
unit = "百万円"
plan = { first = 2025, last = 2029, basis = "new_in_year" }
[total]
targets = { 2025 = 4.824, 2026 = 14.223, 2027 = 10.969, 2028 = 2.676, 2029 = 1.662 }
[[policy]]
id = "care"
name = "care"
[[initiative]]
id = "care"
name = "care"
policy = "care"
stream = [{ id = "s", kind = "saving", amounts = { 2025 = 2.117, 2026 = 4.387, 2027 = 6.265, 2028 = 8.443, 2029 = 9.924 } }]
"#;

fn in_folder(scenario: &str, args: &[&str], told: impl Fn(&Path, &str)) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("plan.toml");
    fs::write(&file, scenario).expect("written");
    let out = folder.path().join("out");
    let all = [&["run", file.to_str().expect("UTF-8"), "--lang", "en", "--trials", "1024"], args].concat();
    let all = crate::program::detailed(&[&all[..], &["--out", out.to_str().expect("UTF-8")]].concat());
    let output = mikomi(&all);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    told(&out, &String::from_utf8(fs::read(&out).expect("written")).unwrap_or_default());
}

#[test]
fn amounts_have_the_decimals_of_the_file() {
    for format in ["text", "html"] {
        in_folder(THREE_DECIMALS, &["--format", format], |_, told| {
            for amount in ["34.354", "14.223", "4.824", "9.924"] {
                assert!(told.contains(amount), "{format} lacks {amount}: {told}");
            }
        });
    }
    in_folder(THREE_DECIMALS, &["--format", "json"], |_, told| {
        let json: serde_json::Value = serde_json::from_str(told).expect("JSON");
        assert_eq!(
            [&json["header"]["unit"], &json["header"]["decimals"]],
            [&serde_json::json!("百万円"), &serde_json::json!(3)]
        );
    });
}

#[test]
fn stated_decimals_win_and_tables_add_up_in_them() {
    // 4.824 + 14.223 + 10.969 + 2.676 + 1.662 with one decimal: 4.8, 14.2, 11.0, 2.7, 1.7 add up to 34.4, as 34.354 does.
    let stated = THREE_DECIMALS.replace("\"百万円\"", "{ name = \"百万円\", decimals = 1 }");
    in_folder(&stated, &["--format", "text", "--rounding", "to-add"], |_, told| {
        for amount in ["34.4", "14.2", "11.0", "2.7", "1.7"] {
            assert!(told.contains(amount), "no {amount}: {told}");
        }
        assert!(!told.contains("34.354"));
    });
}

#[test]
fn units_of_ten_thousand_and_a_hundred_million_yen_and_of_any_name() {
    for (typed, ja, en) in [
        ("\"億円\"", "億円", "hundred million yen"),
        ("\"hundred_million_yen\"", "億円", "hundred million yen"),
        ("\"万円\"", "万円", "ten thousand yen"),
        ("\"ten_thousand_yen\"", "万円", "ten thousand yen"),
        ("{ name = \"GBP m\", decimals = 2 }", "GBP m", "GBP m"),
    ] {
        let outcome = run(&THREE_DECIMALS.replace("\"百万円\"", typed), 1);
        let unit = outcome.header.unit;
        assert_eq!([unit.name(Lang::Ja), unit.name(Lang::En)], [ja, en]);
        in_folder(&THREE_DECIMALS.replace("\"百万円\"", typed), &["--format", "text"], |_, told| {
            assert!(told.contains(&format!("(unit: {en})")), "{told}");
        });
    }
}

#[test]
fn what_is_not_nothing_is_not_printed_as_nothing() {
    // A cost of 0.062 against a target of 0 in whole thousands: short for certain, by 0.06.
    let scenario = r#"
format = 1
title = "small"
unit = "千円"
plan = { first = "R6", last = "R6", basis = "recurring" }
[[policy]]
id = "P"
name = "P"
targets = { R6 = 0 }
[[initiative]]
id = "a"
name = "a"
policy = "P"
stream = [{ id = "s", kind = "cost", amounts = { R6 = 0.062 } }]
"#;
    in_folder(scenario, &["--format", "text"], |_, told| {
        let row = told.lines().find(|line| line.contains("0.0%")).unwrap_or_else(|| panic!("{told}"));
        assert!(row.contains("▲0.06"), "{row}");
    });
}

/// Uniform from 0.7 to 1.3 times 2 against 2: short half of the time, then by 0.3 on average, so by 0.15 in all; of 100 million
/// yen that is 15 million.
#[test]
fn a_shortfall_of_less_than_half_a_unit_is_told() {
    let policy = |id: &str| {
        format!(
            r#"[[policy]]
id = "{id}"
name = "{id}"
targets = {{ R6 = 2 }}
[[initiative]]
id = "{id}"
name = "{id}"
policy = "{id}"
stream = [{{ id = "s", kind = "saving", amounts = {{ R6 = 2 }}, realisation = {{ kind = "uniform", low = 0.7, high = 1.3 }} }}]
"#
        )
    };
    let head = "format = 1\ntitle = \"large\"\nunit = \"億円\"\nplan = { first = \"R6\", last = \"R6\", basis = \"recurring\" }\n";
    in_folder(&format!("{head}{}{}", policy("P"), policy("Q")), &["--format", "html"], |_, told| {
        assert!(told.contains("are missing on average") && told.contains("Mean shortfall by policy"), "{told}");
    });
}
