//! `mikomi bench`: what it prints, keeps and compares with.

use crate::program::mikomi;
use mikomi::batch::Measured;
use mikomi::batch::ScenarioSet;
use mikomi::batch::generated::{self, Size};
use std::process::Output;

const SMALL: [&str; 10] =
    ["bench", "--scenarios", "25", "--initiatives", "3", "--years", "4", "--trials", "1024", "--rounds=1"];

fn bench(more: &[&str]) -> Output {
    mikomi(&[&SMALL[..], more].concat())
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn a_measurement_is_kept_and_compared_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("before.json");
    let kept = bench(&["--save", &file.to_string_lossy(), "--threads", "3", "--seed", "9"]);
    assert!(kept.status.success(), "{}", words(&kept.stderr));
    let measured: Measured = serde_json::from_str(&std::fs::read_to_string(&file).expect("kept")).expect("readable");
    let asked = measured.asked;
    assert_eq!((asked.scenarios, asked.trials, asked.seed, asked.threads, asked.rounds), (25, 1024, 9, 3, 1));
    assert_eq!((asked.size.initiatives, asked.size.years, asked.size.policies), (3, 4, 3));
    assert_eq!(measured.sets.iter().map(|s| s.threads).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(measured.sets.iter().all(|s| s.seconds > 0.0) && measured.alone > 0.0 && measured.store_bytes > 4096);
    // Three initiatives: goes ahead, delay, two realisations and at most four years of noise each, and three factors.
    assert!((3 * 4..=3 * 8 + 3).contains(&measured.numbers_per_trial), "{}", measured.numbers_per_trial);
    assert_eq!(measured.compared, 20);

    let same = words(&bench(&["--against", &file.to_string_lossy(), "--threads=3", "--seed=9", "--lang=en"]).stdout);
    assert!(same.contains("times as good") && !same.contains("Beware"), "{same}");
    let other = words(&bench(&["--against", &file.to_string_lossy(), "--lang=en"]).stdout);
    assert!(other.contains("Beware"), "{other}");
    let japanese = words(&bench(&["--lang=ja"]).stdout);
    assert!(japanese.contains("シナリオ／秒") && !japanese.contains("何倍よいか"), "{japanese}");
}

#[test]
fn what_cannot_be_compared_with_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("no.json");
    let told = |lang: &str| {
        let output = bench(&["--against", &file.to_string_lossy(), "--lang", lang]);
        assert_eq!(output.status.code(), Some(2));
        words(&output.stderr)
    };
    assert!(told("en").starts_with("--against: cannot read '"));
    std::fs::write(&file, "{}").expect("writable");
    assert!(told("en").contains("is no file that mikomi bench --save has written (missing field"));
    assert!(told("ja").contains("mikomi bench --save で残したファイルではありません"));
}

#[test]
fn a_generated_set_has_as_many_scenarios_as_asked() {
    let size = Size { initiatives: 4, years: 5, policies: 2, editions: 2 };
    for scenarios in [1, 9, 10, 31] {
        let read = |name: &str| match name {
            "set.toml" => Ok(generated::sweep(scenarios, size, "base.toml").into_bytes()),
            _ => Ok(generated::scenario(size).into_bytes()),
        };
        let set = ScenarioSet::open("set.toml", &read).expect("valid");
        assert_eq!(set.members.len(), scenarios);
        let digest = |member| set.document(member, &read).expect("readable").digest();
        let different: std::collections::HashSet<String> = (0..scenarios).map(digest).collect();
        assert_eq!(different.len(), scenarios);
    }
}

#[test]
fn a_scenario_of_a_set_is_shown_and_gives_alone_what_the_set_gives() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = "one-by-one: bpr=1年繰下げ";
    let shown = mikomi(&["batch", "example:what-if", "--show", name, "--lang=en"]);
    assert!(shown.status.success(), "{}", words(&shown.stderr));
    let toml = words(&shown.stdout);
    assert!(toml.starts_with(&format!("# '{name}' of the set '")) && toml.contains("shift = 1"), "{}", &toml[..200]);
    let file = folder.path().join("alone.toml");
    std::fs::write(&file, toml).expect("writable");
    let alone = mikomi(&["run", &file.to_string_lossy(), "--trials=3000", "--format=json"]);
    let alone: serde_json::Value = serde_json::from_slice(&alone.stdout).expect("JSON");
    let store = folder.path().join("set.sqlite").to_string_lossy().into_owned();
    let only = "bpr=1年繰下げ";
    let run = mikomi(&["batch", "example:what-if", "--store", &store, "--trials=3000", "--only", only]);
    assert!(run.status.success(), "{}", words(&run.stderr));
    let report = mikomi(&["report", &store, "--table=ranking", "--format=json"]);
    let report: serde_json::Value = serde_json::from_slice(&report.stdout).expect("JSON");
    let of_total =
        |e: &&serde_json::Value| e["policy"] == "total" && e["period"]["kind"] == "plan" && e["basis"] == "recurring";
    let entry = alone["results"].as_array().expect("a list").iter().find(of_total).expect("the total");
    assert!(report.to_string().contains(&entry["p_met"]["value"].to_string()), "{report}");

    let missing = mikomi(&["batch", "example:what-if", "--show", "bpr", "--lang=en"]);
    assert_eq!(missing.status.code(), Some(2));
    let message = words(&missing.stderr);
    assert!(
        message.starts_with("--show: there is no scenario 'bpr' in this set. Of its 46:\n  one-by-one: bpr="),
        "{message}"
    );
}
