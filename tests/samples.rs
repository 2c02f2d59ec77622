//! Samples are what the statistics were counted from, trial by trial, and nothing is lost for them.

use crate::program::{command, mikomi};
use crate::simulated::{at, file};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

const REVISED: &str = "scenarios/revised.toml";

/// What stands before the effect in a row, besides the trial.
type Key = Vec<String>;

/// A file of samples: its columns, what it says of itself, and the effects by key, in the order of the trials.
struct Samples {
    columns: Vec<String>,
    says: BTreeMap<String, String>,
    effects: BTreeMap<Key, Vec<f64>>,
}

fn samples(path: &Path) -> Samples {
    let reader = SerializedFileReader::new(std::fs::File::open(path).expect("written")).expect("Parquet");
    let described = reader.metadata().file_metadata();
    let columns: Vec<String> = described.schema_descr().columns().iter().map(|c| c.name().to_owned()).collect();
    let pairs = described.key_value_metadata().expect("metadata").iter();
    let says = pairs.map(|kv| (kv.key.clone(), kv.value.clone().unwrap_or_default())).collect();
    let mut effects: BTreeMap<Key, Vec<f64>> = BTreeMap::new();
    for row in reader.get_row_iter(None).expect("rows") {
        let cells: Vec<Field> = row.expect("a row").get_column_iter().map(|(_, f)| f.clone()).collect();
        let [Field::Long(trial), key @ .., Field::Double(effect)] = &cells[..] else { panic!("{cells:?}") };
        let word = |field: &Field| match field {
            Field::Str(words) => words.clone(),
            Field::Long(number) => number.to_string(),
            Field::Null => String::new(),
            other => panic!("{other:?}"),
        };
        let of_key = effects.entry(key.iter().map(word).collect()).or_default();
        of_key.push(*effect);
        assert_eq!(of_key.len() as i64, *trial, "trials come in their order, from 1");
    }
    Samples { columns, says, effects }
}

/// Runs with samples in a folder; the JSON report and the samples.
fn run(folder: &Path, args: &[&str]) -> (Json, Samples) {
    let out = folder.join("s.parquet").display().to_string();
    let output = mikomi(&[&["run"], args, &["--samples", &out, "--format", "json", "--force"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    (serde_json::from_slice(&output.stdout).expect("JSON"), samples(Path::new(&out)))
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Holds every statistic of an entry against what it says of the effects.
fn check(entry: &Json, effects: &[f64]) {
    let of = |key: &str| entry[key].as_f64();
    let n = effects.len() as f64;
    let mean = effects.iter().sum::<f64>() / n;
    let scale = effects.iter().map(|x| x.abs()).fold(1.0, f64::max);
    assert!((mean - of("mean").expect("a mean")).abs() <= 1e-12 * scale, "{entry}: {mean}");
    let mut sorted = effects.to_vec();
    sorted.sort_by(f64::total_cmp);
    // Read from a histogram of 1024 bins to a standard deviation of the first block, or nearly so.
    let bin = of("sd").unwrap_or(0.0) * 1.25 / 1024.0 + 1e-9 * scale;
    for (name, p) in [("p5", 0.05), ("p10", 0.1), ("p50", 0.5), ("p80", 0.8), ("p95", 0.95)] {
        let around = [(p * n).floor() as usize - 1, (p * n).ceil() as usize].map(|i| sorted[i.min(sorted.len() - 1)]);
        let told = entry["quantiles"][name].as_f64().expect("a quantile");
        assert!(around[0] - bin <= told && told <= around[1] + bin, "{name} of {entry}: {told}, {around:?}");
    }
    let Some(target) = of("target") else { return };
    let slack = 1e-7 + 1e-12 * target.abs();
    let met = effects.iter().filter(|x| **x >= target - slack).count() as f64 / n;
    assert_eq!(entry["p_met"]["value"], met, "{entry}");
    let short = effects.iter().map(|x| if *x >= target - slack { 0.0 } else { target - x }).sum::<f64>() / n;
    assert!((short - of("mean_shortfall").expect("held")).abs() <= 1e-12 * scale.max(target.abs()), "{entry}: {short}");
}

#[test]
fn statistics_are_those_of_the_samples() {
    let folder = folder();
    // The last block is not whole.
    for scenario in [REVISED, "tests/reference/everything.toml"] {
        let (report, by_year) = run(folder.path(), &[scenario, "--trials", "5000"]);
        assert_eq!(by_year.columns, ["trial", "policy", "fy", "effect"]);
        let (_, by_period) = run(folder.path(), &[scenario, "--trials", "5000", "--samples-of", "periods"]);
        let columns = ["trial", "policy", "period_kind", "first_fy", "last_fy", "base_fy", "basis", "effect"];
        assert_eq!(by_period.columns, columns);
        let results = report["results"].as_array().expect("a list");
        assert_eq!(by_period.effects.len(), results.len());
        let years = results.iter().filter(|e| e["period"]["kind"] == "year");
        assert_eq!(by_year.effects.len(), years.count());
        for entry in results {
            let period = &entry["period"];
            let [policy, kind, basis] =
                [&entry["policy"], &period["kind"], &entry["basis"]].map(|w| w.as_str().unwrap());
            let [first, last, base] = ["first", "last", "base"]
                .map(|key| period[key].as_i64().map(|year| year.to_string()).unwrap_or_default());
            let key = [policy, kind, &first, &last, &base, basis].map(str::to_owned).to_vec();
            let effects = &by_period.effects[&key];
            assert_eq!(effects.len(), 5000);
            check(entry, effects);
            if kind == "year" {
                assert_eq!(by_year.effects[&vec![policy.to_owned(), first]], *effects, "the same bits");
            }
        }
    }
}

#[test]
fn a_trial_is_the_one_that_explain_follows() {
    let folder = folder();
    let trials = ["--trials", "3000", "--seed", "7", "--sampling", "random"];
    let (_, found) = run(folder.path(), &[&["scenarios/minimal.toml"], &trials[..]].concat());
    for trial in ["1", "1025", "3000"] {
        let follow = ["explain", "scenarios/minimal.toml", "--format", "json", "--policy", "P", "--year", "R7"];
        let output = mikomi(&[&follow[..], &trials, &["--trial", trial]].concat());
        let followed: Json = serde_json::from_slice(&output.stdout).expect("JSON");
        let effects = &found.effects[&vec!["P".to_owned(), "2025".to_owned()]];
        let effect = effects[trial.parse::<usize>().expect("a number") - 1];
        assert_eq!(followed["simulated"].as_f64().expect("a number"), effect, "{followed}");
    }
}

#[test]
fn initiatives_add_up_to_their_policy_in_every_trial() {
    let folder = folder();
    for scenario in [REVISED, "scenarios/plan-time.toml", "tests/reference/everything.toml"] {
        let args = [scenario, "--trials", "2000"];
        let (report, by_year) = run(folder.path(), &args);
        let (_, by_initiative) = run(folder.path(), &[&args[..], &["--samples-of", "initiatives"]].concat());
        assert_eq!(by_initiative.columns, ["trial", "policy", "initiative", "fy", "effect"]);
        let mut sums: BTreeMap<Key, Vec<f64>> = BTreeMap::new();
        for (key, effects) in &by_initiative.effects {
            let sum = sums.entry(vec![key[0].clone(), key[2].clone()]).or_insert_with(|| vec![0.0; 2000]);
            sum.iter_mut().zip(effects).for_each(|(sum, effect)| *sum += effect);
        }
        let policies = by_year.effects.iter().filter(|(key, _)| key[0] != "total");
        let scale = |all: &[f64]| all.iter().map(|x| x.abs()).fold(1e3, f64::max);
        for (key, effects) in policies {
            let off = sums[key].iter().zip(effects).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            assert!(off <= 1e-9 * scale(effects), "{scenario}, {key:?}: {off}");
        }
        // In years with a record, initiatives have what the table of initiatives says.
        let first = report["header"]["plan"]["first"].as_i64().expect("a year");
        let states = report["header"]["states"].as_array().expect("a list");
        for (at, _) in states.iter().enumerate().filter(|(_, state)| **state == "actual") {
            for policy in report["breakdown"].as_array().expect("a list") {
                for i in policy["initiatives"].as_array().expect("a list") {
                    let key = [policy["policy"].as_str(), i["id"].as_str()].map(|w| w.expect("words").to_owned());
                    let key = [&key[..], &[(first + at as i64).to_string()]].concat();
                    // What only its policy has a record of is unknown.
                    let Some(planned) = i["by_year"][at].as_f64() else { continue };
                    assert!(by_initiative.effects[&key].iter().all(|x| *x == planned), "{scenario}: {key:?}");
                }
            }
        }
    }
}

/// Where nothing is recorded, by hand: what an initiative gives alone is what a plan of it alone gives, on the same draws.
#[test]
fn an_initiative_gives_what_it_gives_in_a_plan_of_its_own() {
    let folder = folder();
    let text = file("scenarios/minimal.toml");
    let at_system = text.find("[[initiative]]\nid = \"system\"").expect("there");
    std::fs::write(folder.path().join("counter.toml"), &text[..at_system]).expect("writable");
    let alone = folder.path().join("counter.toml").display().to_string();
    let (_, alone) = run(folder.path(), &[&alone, "--trials", "2000"]);
    let (_, all) = run(folder.path(), &["scenarios/minimal.toml", "--trials", "2000", "--samples-of", "initiatives"]);
    for year in ["2023", "2025", "2027"] {
        let mine = &all.effects[&["P", "counter", year].map(str::to_owned).to_vec()];
        assert_eq!(*mine, alone.effects[&["P", year].map(str::to_owned).to_vec()], "{year}");
        assert!(mine.iter().any(|x| *x != mine[0]), "{year}");
    }
}

#[test]
fn files_are_the_same_on_any_threads_and_say_what_they_are() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name).display().to_string();
    for (threads, name) in [("1", "one.parquet"), ("3", "three.parquet")] {
        for of in ["years", "initiatives"] {
            let out = path(&format!("{of}-{name}"));
            // Enough for several groups of rows.
            let args =
                ["run", REVISED, "--trials", "60000", "--threads", threads, "--samples", &out, "--samples-of", of];
            assert!(mikomi(&args).status.success());
        }
    }
    for of in ["years", "initiatives"] {
        let [one, three] =
            ["one", "three"].map(|n| std::fs::read(path(&format!("{of}-{n}.parquet"))).expect("written"));
        assert!(one == three, "{of}");
    }
    let reader = SerializedFileReader::new(std::fs::File::open(path("years-one.parquet")).expect("written"));
    assert!(reader.expect("Parquet").num_row_groups() > 1);
    let (report, found) = run(folder.path(), &[REVISED, "--trials", "1024", "--seed", "18446744073709551615"]);
    let says = |key: &str| found.says[key].as_str();
    assert_eq!([says("unit"), says("plan_basis"), says("as_of_fy")], ["千円", "recurring", "2024"]);
    assert_eq!([says("trials"), says("seed"), says("sampling")], ["1024", "18446744073709551615", "latin"]);
    assert_eq!(says("digest"), report["provenance"]["digest"].as_str().expect("words"));
    assert_eq!(says("title"), report["header"]["title"].as_str().expect("words"));
}

#[test]
fn a_precision_has_as_many_trials_as_it_takes() {
    let folder = folder();
    let (report, found) = run(folder.path(), &["scenarios/minimal.toml", "--precision", "2"]);
    let trials = report["provenance"]["trials"].as_u64().expect("a number");
    assert!(trials > 0 && found.effects.values().all(|effects| effects.len() as u64 == trials));
}

#[test]
fn the_report_is_the_same_with_samples_and_without() {
    let folder = folder();
    let args = ["run", REVISED, "--trials", "2000", "--format", "json"];
    let out = folder.path().join("s.parquet").display().to_string();
    assert_eq!(mikomi(&args).stdout, mikomi(&[&args[..], &["--samples", &out]].concat()).stdout);
}

#[test]
fn without_uncertainty_there_are_no_trials_and_that_is_said() {
    let folder = folder();
    let text = file("scenarios/minimal.toml");
    let certain: String =
        text.lines().map(|l| l.split(", realisation").next().expect("a line").to_owned() + "\n").collect();
    let certain = certain
        .replace("full = 36_000 }\n", "full = 36_000 } }]\n")
        .replace("full = 10_000 }\n", "full = 10_000 } }]\n");
    let path = folder.path().join("certain.toml").display().to_string();
    std::fs::write(&path, certain.replace("} } }]", "} }]")).expect("writable");
    let out = folder.path().join("s.parquet").display().to_string();
    for (lang, words) in [
        ("en", "Nothing is uncertain, so no trial was simulated: the file of --samples has no rows.\n"),
        ("ja", "不確かなものがないため試行は行わず、--samples のファイルに行はありません。\n"),
    ] {
        let output = mikomi(&["run", &path, "--samples", &out, "--lang", lang]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && told.ends_with(words), "{told}");
        assert!(samples(Path::new(&out)).effects.is_empty());
    }
}

#[test]
fn what_cannot_be_is_refused_before_anything_runs() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("mine.parquet"), file("scenarios/minimal.toml")).expect("writable");
    // A link that leads to the file of samples.
    std::os::unix::fs::symlink(path("one.parquet"), path("link.txt")).expect("a link");
    let link = path("link.txt");
    let (mine, csv, one) = (path("mine.parquet"), path("a.csv"), path("one.parquet"));
    let revised = at(REVISED).display().to_string();
    let cases: [(&[&str], [String; 2]); 6] = [
        (
            &[&revised, &mine, "--samples", &one],
            [
                "--samples は 1 つのシナリオの試行を書き出すものです。シナリオごとに実行してください。\n".to_owned(),
                "--samples writes the trials of one scenario. Run the scenarios one by one.\n".to_owned(),
            ],
        ),
        (
            &[&mine, "--deterministic", "--samples", &one],
            [
                "--samples は試行ごとの効果額を書き出すものですが、--deterministic は試行を行いません。どちらか一方を使ってください。\n".to_owned(),
                "--samples writes the effects of every trial, and --deterministic simulates none. Use one of them.\n".to_owned(),
            ],
        ),
        (
            &[&mine, "--samples", "-"],
            [
                "--samples：parquet は画面には出せません。書き込むファイルを指定してください（例：--samples samples.parquet）。\n".to_owned(),
                "--samples: parquet cannot be printed. Name the file to write (such as --samples samples.parquet).\n".to_owned(),
            ],
        ),
        (
            &[&mine, "--samples", &csv],
            [
                format!("--samples：「{csv}」には書きません。試行ごとの効果額は parquet です。拡張子を .parquet にしてください。\n"),
                format!("--samples: '{csv}' is not written. Samples are parquet: let the name end with .parquet.\n"),
            ],
        ),
        (
            &[&mine, "--samples", &one, "--out", &link],
            [
                "--samples と --out が同じファイルです。別の名前を指定してください。\n".to_owned(),
                "--samples and --out are the same file. Give them different names.\n".to_owned(),
            ],
        ),
        (
            &[&mine, "--samples", &mine],
            [
                format!("--samples：「{mine}」はもとのファイルです。書くと失われます。別の名前を指定するか、失われてよければ --force を付けてください。\n"),
                format!("--samples: '{mine}' is a file that is read and would be lost. Name another file, or add --force if it may be lost.\n"),
            ],
        ),
    ];
    for (args, messages) in cases {
        for (lang, message) in ["ja", "en"].into_iter().zip(messages) {
            let output = mikomi(&[&["run"], args, &["--lang", lang]].concat());
            assert_eq!(String::from_utf8_lossy(&output.stderr), message, "{args:?}");
            assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{args:?}");
        }
    }
    assert_eq!(std::fs::read_to_string(&mine).expect("there"), file("scenarios/minimal.toml"));
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 2, "nothing was written");
    assert!(mikomi(&["run", &mine, "--trials", "1024", "--samples", &mine, "--force"]).status.success());
    assert_eq!(samples(Path::new(&mine)).effects[&vec!["P".to_owned(), "2022".to_owned()]].len(), 1024);
}

/// Ctrl-C leaves no file: half the trials are no samples of the run that was asked for.
#[cfg(unix)]
#[test]
fn an_interruption_leaves_what_was_there() {
    let folder = folder();
    let out = folder.path().join("s.parquet");
    std::fs::write(&out, "what was there").expect("writable");
    let name = out.display().to_string();
    let child = command()
        .args(["run", "scenarios/minimal.toml", "--trials", "100000000000", "--samples", &name, "--lang", "en"])
        .current_dir(at(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("runs");
    std::thread::sleep(std::time::Duration::from_secs(3));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill").success());
    let output = child.wait_with_output().expect("ends");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(130), "{told}");
    assert!(told.ends_with("The file of --samples is not written because of the interruption.\n"), "{told}");
    assert_eq!(std::fs::read_to_string(&out).expect("there"), "what was there");
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn what_cannot_be_written_is_said_after_the_report() {
    let output = mikomi(&[
        "run",
        "scenarios/minimal.toml",
        "--trials",
        "1024",
        "--samples",
        "/no/such/a.parquet",
        "--lang",
        "en",
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("P(met)"));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.starts_with("cannot write '/no/such/a.parquet' (not found)."), "{told}");
    let alone = mikomi(&["run", "scenarios/minimal.toml", "--samples-of", "years", "--lang", "en"]);
    assert_eq!(alone.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&alone.stderr).contains("--samples <FILE>"));
}
