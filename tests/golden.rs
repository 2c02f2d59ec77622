//! What the shipped scenarios print, byte by byte.

use crate::expected::same_as;
use crate::program::stdout;
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

fn printed(args: &[&str]) -> Vec<u8> {
    stdout(args).into_bytes()
}

#[test]
fn reports_of_the_shipped_scenarios() {
    for name in ["plan-time", "revised", "minimal"] {
        let scenario = format!("scenarios/{name}.toml");
        let printed = |format, lang, more: &[&str]| {
            let args = ["run", &scenario, "--trials", "20000", "--format", format, "--lang", lang];
            printed(&[&args[..], more].concat())
        };
        for lang in ["ja", "en"] {
            same_as(&format!("tests/golden/{name}.brief.{lang}.txt"), &printed("text", lang, &[]));
            same_as(&format!("tests/golden/{name}.{lang}.txt"), &printed("text", lang, &["--detail"]));
        }
        same_as(&format!("tests/golden/{name}.csv"), &printed("csv", "en", &[]));
        let json = printed("json", "en", &[]);
        match name {
            "minimal" => same_as("tests/golden/minimal.json", &json),
            _ => same_as(&format!("tests/golden/{name}.json.txt"), digest(&json).as_bytes()),
        }
    }
}

/// A result that nobody reads line by line: the digest of the whole and of each of its parts, and its main figures.
fn digest(bytes: &[u8]) -> String {
    let sum = |bytes: &[u8]| Sha256::digest(bytes).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    let json: Json = serde_json::from_slice(bytes).expect("JSON");
    let mut lines = vec![format!("whole: {}", sum(bytes))];
    let parts = json.as_object().expect("an object").iter();
    lines.extend(parts.map(|(part, value)| format!("{part}: {}", sum(value.to_string().as_bytes()))));
    lines.push(String::new());
    for entry in json["results"].as_array().expect("a list").iter().filter(|e| e["period"]["kind"] != "year") {
        let (period, quantiles) = (&entry["period"], &entry["quantiles"]);
        let figures = ["target", "planned", "mean"].map(|name| &entry[name]);
        let figures = [&figures[..], &[&quantiles["p10"], &quantiles["p90"], &entry["p_met"]["value"]]].concat();
        let figures: Vec<String> = figures.iter().map(ToString::to_string).collect();
        let (policy, kind, first, last) = (&entry["policy"], &period["kind"], &period["first"], &period["last"]);
        lines.push(format!("{policy} {kind} {first}–{last}: {}", figures.join(" ")));
    }
    lines.join("\n") + "\n"
}

#[test]
fn the_comparison_of_the_shipped_plan_with_its_revision() {
    let compared = |more: &[&str]| {
        let args = ["compare", "scenarios/plan-time.toml", "scenarios/revised.toml", "--trials", "5000"];
        printed(&[&args, more].concat())
    };
    for lang in ["ja", "en"] {
        same_as(&format!("tests/golden/compare.brief.{lang}.txt"), &compared(&["--lang", lang]));
        same_as(&format!("tests/golden/compare.{lang}.txt"), &compared(&["--lang", lang, "--detail"]));
    }
    for table in ["differences", "attribution", "bridge", "dominance", "track-record", "lineages"] {
        let rows = compared(&["--format", "csv", "--table", table]);
        same_as(&format!("tests/golden/compare.{table}.csv"), &rows);
    }
}

#[test]
fn the_plan_in_words_and_a_trial_followed_back() {
    for lang in ["ja", "en"] {
        let told = printed(&["explain", "scenarios/minimal.toml", "--lang", lang]);
        same_as(&format!("tests/golden/minimal.explain.{lang}.txt"), &told);
        let traced = printed(&["explain", "scenarios/minimal.toml", "--trial", "7", "--year", "R8", "--lang", lang]);
        same_as(&format!("tests/golden/minimal.trial.{lang}.txt"), &traced);
    }
}
