//! Both languages are complete: nothing of one stands in the other, and the words are those of the field.

use crate::markup;
use crate::program::mikomi;
use crate::simulated::file;
use calamine::{Data, Reader, Xlsx, open_workbook};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// The scenario with every feature; its words are Japanese, its ids are not.
const EVERYTHING: &str = "tests/reference/everything.toml";

/// Words in Latin letters that Japanese texts mean: names of the program, its commands, options, formats and terms
/// that are international.
const LATIN: &[&str] = &[
    "mikomi", "run", "explain", "check", "compare", "verify", "report", "csv", "json", "xlsx", "html", "text", "latin",
    "random", "SHA", "nearest", "Tab", "total", "CVaR", "Shapley", "BPR", "IT", "DX", "AR",
    // A key of the scenario, and the id of a guard rail.
    "accept", "certain",
];

/// Runs of other letters become words in ASCII, the same run the same word; years stay years.
fn in_ascii(text: &str) -> String {
    let years = text.replace("令和", "R").replace("年度", "").replace("千円", "\u{0}");
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let (mut out, mut run) = (String::new(), String::new());
    for character in years.chars().chain(['\n']) {
        if character.is_ascii() {
            if !run.is_empty() {
                let next = known.len();
                let word = known.entry(std::mem::take(&mut run)).or_insert(next);
                let _ = write!(out, "words{word}");
            }
            out.push(character);
        } else {
            run.push(character);
        }
    }
    out.replace('\u{0}', "千円")
}

fn is_japanese(character: char) -> bool {
    matches!(character, '\u{3001}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}')
        // What stands for an undefined figure in both languages.
        && character != '－'
}

/// What a reader sees of a page.
fn seen(page: &str) -> String {
    let page = markup::read(page);
    let [body] = page.named("body")[..] else { panic!("a body") };
    // Labels are read aloud; other attributes are for programs.
    let labels = body.all().into_iter().filter_map(|element| element.get("aria-label"));
    labels.chain(body.pieces()).collect::<Vec<_>>().join("\n")
}

/// What a reader sees of a workbook: sheets to be printed, and the names of all.
fn sheets(path: &Path, data: &str) -> String {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let names = book.sheet_names();
    let mut out = names.join("\n");
    for name in names.iter().filter(|n| !n.starts_with(data)) {
        let range = book.worksheet_range(name).expect("a sheet");
        let texts =
            range.used_cells().filter_map(|(_, _, cell)| if let Data::String(s) = cell { Some(s) } else { None });
        texts.for_each(|text| out.extend(["\n", text]));
    }
    out
}

/// Everything that is printed of a scenario file and its revision, by what printed it.
fn printed(folder: &Path, plan: &Path, revised: &Path, lang: &str) -> Vec<(String, String)> {
    let (plan, revised) = (plan.display().to_string(), revised.display().to_string());
    let out = folder.join("out");
    let data = if lang == "ja" { "データ" } else { "data" };
    let made = |args: &[&str], format: &str| {
        let name = out.display().to_string();
        let all = [args, &["--trials", "1000", "--lang", lang, "--format", format, "--out", &name]].concat();
        let output = mikomi(&all);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{all:?}: {told}");
        let text = match format {
            "html" => seen(&std::fs::read_to_string(&out).expect("written")),
            "xlsx" => sheets(&out, data),
            _ => std::fs::read_to_string(&out).expect("written"),
        };
        (format!("{args:?} {format} {lang}"), text + &told)
    };
    let mut all = Vec::new();
    for format in ["text", "html", "xlsx"] {
        all.push(made(&["run", &plan], format));
        all.push(made(&["run", &plan, "--deterministic"], format));
        all.push(made(&["run", &plan, "--rounding", "to-add"], format));
        if format == "text" {
            all.push(made(&["run", &plan, "--detail"], format));
            all.push(made(&["compare", &plan, &revised, "--detail"], format));
        }
        all.push(made(&["compare", &plan, &revised], format));
    }
    all.push(made(&["run", &plan, "--edition", "all"], "text"));
    for args in [&["check", &plan][..], &["explain", &plan], &["explain", &plan, "--trial", "3"]] {
        let output = mikomi(&[args, &["--lang", lang]].concat());
        let both = [output.stdout, output.stderr].concat();
        all.push((format!("{args:?} {lang}"), String::from_utf8(both).expect("UTF-8")));
    }
    all
}

fn helps(lang: &str) -> Vec<(String, String)> {
    let commands = [
        "",
        "run",
        "check",
        "compare",
        "batch",
        "report",
        "explain",
        "example",
        "schema",
        "bench",
        "completions",
        "man",
    ];
    let help = |command: &&str| {
        let args: Vec<&str> = [*command, "--help", "--lang", lang].into_iter().filter(|a| !a.is_empty()).collect();
        let output = mikomi(&args);
        output.status.success().then(|| (format!("{args:?}"), String::from_utf8(output.stdout).expect("UTF-8")))
    };
    let all: Vec<_> = commands.iter().filter_map(help).collect();
    assert!(all.len() >= 10, "{} commands have a help", all.len());
    all
}

#[test]
fn english_holds_no_japanese() {
    let folder = tempfile::tempdir().expect("a folder");
    let [plan, revised] = ["plan.toml", "revised.toml"].map(|name| folder.path().join(name));
    let text = in_ascii(&file(EVERYTHING));
    std::fs::write(&plan, &text).expect("writable");
    std::fs::write(&revised, text.replace("full = 60000", "full = 50000")).expect("writable");
    let mut wrong = BTreeSet::new();
    for (what, text) in printed(folder.path(), &plan, &revised, "en").into_iter().chain(helps("en")) {
        assert!(text.len() > 100, "{what}");
        let lines = text.lines().filter(|line| line.chars().any(is_japanese));
        wrong.extend(lines.map(|line| format!("{what}: {}", line.trim())));
    }
    let shown = wrong.iter().take(30).cloned().collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "{} lines:\n{shown}", wrong.len());
}

/// The words in Latin letters of a text, two letters or more, that stand by themselves.
fn latin(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "-_./".contains(c)));
    words.filter(|w| w.len() > 1 && w.chars().all(|c| c.is_ascii_alphabetic()))
}

#[test]
fn japanese_holds_no_english() {
    let folder = tempfile::tempdir().expect("a folder");
    let [plan, revised] = ["plan.toml", "revised.toml"].map(|name| folder.path().join(name));
    let text = file(EVERYTHING);
    std::fs::write(&plan, &text).expect("writable");
    std::fs::write(&revised, text.replace("full = 60000", "full = 50000")).expect("writable");
    // Ids and paths of the scenario are its own.
    let own: BTreeSet<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let mut wrong: BTreeMap<String, String> = BTreeMap::new();
    for (what, text) in printed(folder.path(), &plan, &revised, "ja") {
        for line in text.lines() {
            for word in latin(line).filter(|w| !own.contains(w) && !LATIN.contains(w)) {
                wrong.entry(word.to_owned()).or_insert_with(|| format!("{what}: {}", line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The words that the field has for what is reported.
const WORDS: [&str; 10] =
    ["目標", "達成確率", "平均不足額", "基本方針", "計画値", "財政計画", "織込み", "実績", "見込み", "仮定"];

#[test]
fn japanese_uses_the_words_of_the_field() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = crate::simulated::at("scenarios/plan-time.toml");
    let revised = crate::simulated::at("scenarios/revised.toml");
    let mut workbooks = String::new();
    for (what, text) in printed(folder.path(), &revised, &plan, "ja") {
        for wrong in ["期待ショートフォール", "期待不足額", "expected shortfall", "確率分布関数", "パーセンタイル"]
        {
            assert!(!text.contains(wrong), "{what}: {wrong}");
        }
        if what.starts_with("[\"run\"") && what.ends_with("text ja")
            || what.contains("html") && what.starts_with("[\"run\"")
        {
            for word in WORDS.iter().filter(|_| !what.contains("deterministic")) {
                assert!(text.contains(word), "{what}: no {word}");
            }
        }
        if what.contains("xlsx") && what.starts_with("[\"run\"") {
            workbooks.push_str(&text);
        }
        if what.starts_with("[\"compare\"") {
            for word in ["計画策定時", "見直し後", "増減", "達成確率"] {
                assert!(text.contains(word), "{what}: no {word}");
            }
        }
    }
    for word in WORDS.iter().chain(&["戦略区分", "取組項目", "主担当課", "単位：千円", "小計", "合計"])
    {
        assert!(workbooks.contains(word), "no {word} in the workbook");
    }
    for (what, text) in printed(folder.path(), &revised, &plan, "en") {
        assert!(!text.to_lowercase().contains("expected shortfall"), "{what}");
    }
}
