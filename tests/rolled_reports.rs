//! A plan that is rolled every year against last year's, as printed: over the years that both have, under names of their own.

use crate::program::{self, mikomi, stdout};
use crate::simulated::at;
use crate::text::{amount, tables};
use crate::workbooks::opened::{Opened, number};
use calamine::Data;
use serde_json::Value as Json;
use std::path::Path;

/// Last year's plan over R6 to R10 and this year's over R7 to R11, with R7 closed. Over R7 to R10, by hand in thousand yen:
///
/// - I: 40,000 + 60,000 · 3 = 220,000; then 12,000 as recorded, from which rises of 50,000 / 3 go on in R8 and R9:
///   12,000 + 28,666.67 + 45,333.33 · 2 = 131,333.33. Targets 200,000 and 160,000.
/// - II: 20,000 + 40,000 + 60,000 + 80,000 = 200,000; then 9,000 and rises of 16,000: 9,000 + 25,000 + 41,000 + 57,000 = 132,000.
///   Targets 200,000 and 160,000.
/// - V has only last year's plan, 2 · 5,000 = 10,000; N only this year's, 2 · 12,000 = 24,000.
/// - In all 430,000 and 287,333.33; targets 410,000 and 340,000.
pub(crate) const FILES: [&str; 2] = ["tests/rolled/last-year.toml", "tests/rolled/this-year.toml"];
const LANGS: [&str; 2] = ["ja", "en"];
const UNDEFINED: &str = "－";

fn compared(more: &[&str]) -> String {
    stdout(&program::detailed(&[&["compare"], &FILES[..], &["--trials", "2048"], more].concat()))
}

fn json(more: &[&str]) -> Json {
    serde_json::from_str(&compared(&[more, &["--format", "json"]].concat())).expect("JSON")
}

/// What is said where arguments are refused: before anything is simulated, or this would never end.
fn refused(args: &[&str]) -> String {
    program::refused(&at(""), &[&["compare", "--trials", "100000000000"], args].concat())
}

/// A small plan in a folder.
fn write(folder: &Path, name: &str, title: &str, years: [&str; 2]) -> String {
    let [first, last] = years;
    let text = format!(
        "format = 1\ntitle = \"{title}\"\nunit = \"千円\"\nplan = {{ first = \"{first}\", last = \"{last}\", basis = \"recurring\" }}\n\
         policy = [{{ id = \"P\", name = \"P\" }}]\n"
    );
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    std::fs::write(&path, text).expect("writable");
    path.display().to_string()
}

/// The lines of the tables that begin with a title, by the words of their first two cells.
fn row<'t>(rows: &'t [Vec<String>], name: &str, side: &str) -> &'t [String] {
    let at = rows.iter().position(|r| r[0] == name).unwrap_or_else(|| panic!("{name}: {rows:?}"));
    let of = rows[at..].iter().find(|r| r[1] == side).unwrap_or_else(|| panic!("{side}"));
    &of[2..]
}

#[test]
fn the_report_is_about_the_common_years() {
    let report = compared(&["--lang", "en"]);
    assert!(
        report.starts_with(
            "Comparison of the reform effect, common years FY2025 to FY2028 (plan period of last-year FY2024–FY2028, of \
             this-year FY2025–FY2029) (unit: thousand yen)\nlast-year: 行革プラン（令和6年度策定）\nthis-year: 行革プラン（令和7年度改定）\n\n\
             The total planned effect over the common years FY2025–FY2028 goes from 430,000 to 287,333: ▲142,667 thousand yen.\n"
        ),
        "{report}"
    );
    for words in [
        "1. By basic policy (common years FY2025–FY2028)",
        "3. What the change comes from (common years FY2025–FY2028)",
        "  V 旧方針: a policy of last-year alone. It counts in the total; no change is shown for it.",
        "  N 新方針: a policy of this-year alone. It counts in the total; no change is shown for it.",
        "  Changes and ratios stand for the common years (FY2025–FY2028) alone; of years that only one plan has, the amounts of that one.",
        "5. How last-year's forecast has done",
        "This section is about the whole plan period of this-year (FY2025–FY2029); the last two years are those of each plan period.",
        "  FY2024: years of last-year alone. Not compared.",
        "  FY2029: years of this-year alone. Not compared.",
        "  Edition with base FY2023: only one of the two has it, or it covers other years in the other. Not compared.",
        "  Edition with base FY2027: only one of the two has it, or it covers other years in the other. Not compared.",
        "The periods differ, so the two are compared over FY2025–FY2028, the years that both have.",
        // Four times the 20,000 of FY2024.
        "of what is planned over the 4 common years, 80,000 thousand yen in last-year and 0 thousand yen in this-year had been reached by FY2024.",
        "80,000 thousand yen of the change come from where counting starts and not from the revision.",
    ] {
        assert!(report.contains(words), "{words}\n{report}");
    }
    let ja = compared(&["--lang", "ja"]);
    for words in [
        "改革改善効果額の比較　共通する年度 令和7年度～令和10年度（計画期間は、last-year R6–R10、this-year R7–R11）　（単位：千円）",
        "共通する年度 R7–R10 の合計の計画値は 430,000 から 287,333 へ、▲142,667千円。",
        "1. 基本方針別（共通する年度 R7–R10）",
        "  V 旧方針：last-yearにだけある基本方針です。合計には数え、増減は示していません。",
        "  増減と比率は、共通する年度（R7–R10）だけに示しています。一方にだけある年度は、その計画の額だけを示しています。",
        "  年度 R6：last-yearにしかありません。比べていません。",
        "  年度 R11：this-yearにしかありません。比べていません。",
        "この節は、this-yearの計画期間（R7–R11）の全体についてのものです。最後の2か年は、それぞれの計画期間のものです。",
        "計画期間が違うため、両方にある R7–R10 で比べています。",
        "令和6年度までに得た効果の4年度分が、last-yearの計画値に 80,000千円、this-yearの計画値に 0千円含まれます。",
    ] {
        assert!(ja.contains(words), "{words}\n{ja}");
    }
    assert!(!ja.contains("計画策定時") && !ja.contains("見直し後"), "{ja}");
}

#[test]
fn the_tables_hold_the_years_of_both_and_add_up() {
    for lang in LANGS {
        let report = compared(&["--lang", lang]);
        let all = tables(&report);
        let total = if lang == "ja" { "合計" } else { "Total" };
        let planned = &all[0].1;
        let cells = |name: &str| planned.iter().find(|r| r[0] == name).expect("a row")[1..].join(" ");
        assert_eq!(cells("I 業務改革"), "220,000 131,333 ▲88,667 59.7%");
        assert_eq!(cells("V 旧方針"), "10,000 － － －");
        assert_eq!(cells("N 新方針"), "－ 24,000 － －");
        assert_eq!(cells(total), "430,000 287,333 ▲142,667 66.8%");
        let against = &all[2].1;
        let targets = |name: &str| against.iter().find(|r| r[0] == name).expect("a row")[1..3].join(" ");
        assert_eq!((targets("I 業務改革"), targets(total)), ("200,000 160,000".into(), "410,000 340,000".into()));
        // R6, R7 to R10, R11, the common years, each one's own period.
        let years = &all[3].1;
        let change = if lang == "ja" { "増減" } else { "Change" };
        assert_eq!(
            row(years, "II 定員管理", "last-year"),
            ["0", "20,000", "40,000", "60,000", "80,000", "－", "200,000", "200,000"]
        );
        assert_eq!(
            row(years, "II 定員管理", "this-year"),
            ["－", "9,000", "25,000", "41,000", "57,000", "73,000", "132,000", "205,000"]
        );
        assert_eq!(
            row(years, "II 定員管理", change),
            ["－", "▲11,000", "▲15,000", "▲19,000", "▲23,000", "－", "▲68,000", "－"]
        );
        assert!(row(years, "V 旧方針", change).iter().all(|cell| cell == UNDEFINED));
        for side in ["last-year", "this-year"] {
            for name in ["I 業務改革", "II 定員管理", total] {
                let cells = row(years, name, side);
                let amounts: Vec<i64> = cells.iter().map(|c| if c == UNDEFINED { 0 } else { amount(c) }).collect();
                assert_eq!(amounts[1..5].iter().sum::<i64>(), amounts[6], "{name} {side}");
                assert_eq!(amounts[..6].iter().sum::<i64>(), amounts[7], "{name} {side}");
            }
        }
    }
}

#[test]
fn data_hold_the_common_years() {
    let found = json(&[]);
    let comparison = &found["comparisons"][0];
    assert_eq!(comparison["common"]["years"], serde_json::json!({ "first": 2025, "last": 2028 }));
    // What a lasting effect of FY2024 comes to, which is counted anew in every year: 60,000 / 3 of I.
    let before = comparison["common"]["before"].as_array().expect("a list");
    let of = |policy: &str| before.iter().find(|b| b["policy"] == policy).expect("there");
    assert_eq!((of("I")["plan"].as_f64(), of("total")["plan"].as_f64()), (Some(20_000.0), Some(20_000.0)));
    assert_eq!(of("total")["revised"].as_f64(), Some(0.0));
    let differences = comparison["differences"].as_array().expect("a list");
    let total = differences.iter().find(|d| d["policy"] == "total" && d["period"]["kind"] == "years").expect("there");
    assert_eq!((total["period"]["first"].as_i64(), total["period"]["last"].as_i64()), (Some(2025), Some(2028)));
    assert_eq!(total["plan"]["target"].as_f64(), Some(410_000.0));
    assert_eq!(total["revised"]["target"].as_f64(), Some(340_000.0));
    let close = |found: &Json, expected: f64| (found.as_f64().expect("a number") - expected).abs() < 1e-6;
    assert!(close(&total["difference"]["planned"], 287_333.0 + 1.0 / 3.0 - 430_000.0), "{total}");
    // The outcomes are those of the runs, with the common years besides.
    for (at, file) in FILES.into_iter().enumerate() {
        let run: Json =
            serde_json::from_str(&stdout(&["run", file, "--trials", "2048", "--format", "json"])).expect("JSON");
        let results = |j: &Json| -> Vec<Json> {
            let all = j["results"].as_array().expect("a list").iter();
            // The common years together, and each in the edition made in it.
            let besides = ["years", "rolling"].map(Json::from);
            all.filter(|e| !besides.contains(&e["period"]["kind"])).cloned().collect()
        };
        assert_eq!(results(&found["outcomes"][at]), results(&run), "{file}");
    }
    let table = compared(&["--format", "csv"]);
    let mut lines = table.trim_start_matches('\u{feff}').lines();
    assert!(
        lines
            .next()
            .expect("a header")
            .starts_with("revision_number,plan_title,revised_title,plan_label,revised_label,policy,")
    );
    let common = lines.filter(|l| l.contains(",years,2025,2028,R7,R10,,,recurring,"));
    assert_eq!(common.count(), 5, "four policies and the total");
    let lineages = compared(&["--format", "csv", "--table", "lineages"]);
    assert!(lineages.contains(",years_of_plan,plan,2024,,") && lineages.contains(",years_of_revised,revised,2029,,"));
}

/// The text of a cell, and whether the text says an amount.
fn cell(cells: &calamine::Range<Data>, row: u32, column: u32) -> String {
    cells.get_value((row, column)).map(ToString::to_string).unwrap_or_default()
}

#[test]
fn the_workbook_holds_the_years_of_both() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out.xlsx").display().to_string();
    compared(&["--out", &out, "--label", "昨年度", "--label", "今年度"]);
    let mut book = Opened::of(std::fs::read(&out).expect("written"));
    let years = book.cells("年度別");
    let find = |label: &str, nth: usize| {
        let rows = (0..years.end().expect("cells").0).filter(|r| cell(&years, *r, 1) == label);
        rows.clone().nth(nth).unwrap_or_else(|| panic!("{label}"))
    };
    // Of II, the second policy: R6 to R11, the common years, each one's own period.
    let (before, after, change) = (find("昨年度", 1), find("今年度", 1), find("増減", 1));
    let all = |row: u32| (2..10).map(|c| cell(&years, row, c)).collect::<Vec<_>>();
    assert_eq!(all(before), ["0", "20000", "40000", "60000", "80000", "－", "200000", "200000"]);
    assert_eq!(all(after), ["－", "9000", "25000", "41000", "57000", "73000", "132000", "205000"]);
    assert_eq!(all(change), ["－", "-11000", "-15000", "-19000", "-23000", "－", "-68000", "－"]);
    let formulas = book.formulas("年度別");
    let at = |place: (u32, u32)| formulas.iter().find(|(p, _)| *p == place).map(|(_, f)| f.clone());
    assert!(at((before, 8)).is_some() && at((after, 9)).is_some() && at((change, 3)).is_some());
    assert_eq!((at((change, 2)), at((change, 9))), (None, None));
    let initiatives = book.cells("取組項目別");
    let rows: Vec<Vec<String>> = initiatives.rows().map(|r| r.iter().map(ToString::to_string).collect()).collect();
    let of = |name: &str| rows.iter().find(|r| r.get(2).is_some_and(|n| n == name)).unwrap_or_else(|| panic!("{name}"));
    assert_eq!(of("定員の適正化")[4..], ["9000", "25000", "41000", "57000", "132000", "200000", "-68000"]);
    assert_eq!(of("旧施策（昨年度のみ）")[8..], ["0", "10000", "－"]);
    assert_eq!(of("施設の集約")[8..], ["24000", "0", "－"]);
    for row in book.rows("データ_比較") {
        assert_eq!(
            (row["plan_label"].to_string(), row["revised_label"].to_string()),
            ("昨年度".into(), "今年度".into())
        );
    }
    let found = book.rows("データ_系譜");
    let years: Vec<String> =
        found.iter().filter(|r| r["kind"].to_string().starts_with("years_of")).map(|r| r["id"].to_string()).collect();
    assert_eq!(years, ["2024", "2029"]);
    let results = book.rows("データ_結果");
    let common = results.iter().filter(|r| r["period_kind"] == "years" && r["policy"] == "total");
    let targets: Vec<f64> = common.map(|r| number(&r["target"])).collect();
    assert_eq!(targets, [410_000.0, 340_000.0]);
}

/// The labels stand in every format in place of plan and revision.
#[test]
fn labels_stand_in_every_format() {
    let shipped = ["scenarios/plan-time.toml", "scenarios/revised.toml"];
    let labels = ["--label", "LAST", "--label", "THIS"];
    for files in [shipped, FILES] {
        for lang in LANGS {
            let with = |more: &[&str]| {
                stdout(&program::detailed(
                    &[&["compare"], &files[..], &["--trials", "2048", "--lang", lang], &labels, more].concat(),
                ))
            };
            for told in [with(&[]), with(&["--format", "html"])] {
                let body = told.split("</style>").last().expect("a body");
                // What the shipped scenarios say themselves.
                let body = body.replace("計画策定時点", "").replace("要綱の見直し後", "").replace("計画策定後", "");
                for (word, count) in [("LAST", 20), ("THIS", 20)] {
                    assert!(body.matches(word).count() > count, "{word} in {files:?} {lang}");
                }
                let words = [
                    "計画策定時",
                    "見直し後",
                    "the plan's",
                    "The revision gives",
                    "plan → revised",
                    "revision less plan",
                    "Plan: ",
                    "Revised: ",
                ];
                for word in words {
                    assert!(!body.contains(word), "{word} in {files:?} {lang}");
                }
            }
            let csv = with(&["--format", "csv"]);
            let mut rows = csv.trim_start_matches('\u{feff}').lines();
            assert!(
                rows.next()
                    .expect("a header")
                    .starts_with("revision_number,plan_title,revised_title,plan_label,revised_label,")
            );
            assert!(rows.all(|row| row.contains(",LAST,THIS,")));
        }
    }
    let found: Json = serde_json::from_str(&stdout(
        &[&["compare"], &shipped[..], &["--trials", "1024", "--format", "json"], &labels].concat(),
    ))
    .expect("JSON");
    assert_eq!(found["labels"], serde_json::json!(["LAST", "THIS"]));
}

/// Without labels a plan and its revision over one period are called so, and nothing of labels stands in the data.
#[test]
fn plans_over_one_period_keep_their_names() {
    let args = ["compare", "scenarios/plan-time.toml", "scenarios/revised.toml", "--trials", "1024"];
    let text = stdout(&args);
    assert!(text.contains("計画策定時：") && text.contains("見直し後："));
    let json: Json = serde_json::from_str(&stdout(&[&args[..], &["--format", "json"]].concat())).expect("JSON");
    assert_eq!((json.get("labels"), json["comparisons"][0].get("common")), (None, None));
    assert!(!stdout(&[&args[..], &["--format", "csv"]].concat()).contains("label"));
}

/// Plans with different periods are called by their files, else by their titles, else by their periods; all of them are, once
/// any is.
#[test]
fn rolled_plans_are_called_by_what_tells_them_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let labels = |files: &[&str]| {
        let printed = stdout(&[&["compare"], files, &["--format", "json"]].concat());
        serde_json::from_str::<Json>(&printed).expect("JSON")["labels"].clone()
    };
    let a = write(here, "a/plan.toml", "made in R6", ["R6", "R10"]);
    let b = write(here, "b/plan.toml", "made in R7", ["R7", "R11"]);
    let c = write(here, "c/later.toml", "made in R7", ["R7", "R11"]);
    let same = write(here, "d/plan.toml", "made in R6", ["R8", "R12"]);
    assert_eq!(labels(&[&a, &c]), serde_json::json!(["plan", "later"]));
    assert_eq!(labels(&[&a, &b]), serde_json::json!(["made in R6", "made in R7"]));
    assert_eq!(labels(&[&a, &same]), serde_json::json!(["R6–R10", "R8–R12"]));
    // One file twice: neither its name nor its title tells it apart.
    assert_eq!(labels(&[&c, &c, &a]), serde_json::json!(["R7–R11", "R7–R11", "R6–R10"]));
}

#[test]
fn labels_are_refused_where_they_do_not_name_the_files() {
    let [a, b] = FILES;
    for (labels, ja, en) in [
        (
            &["--label", "one"][..],
            "--label：ファイルは 2 個、呼び名は 1 個です。ファイルの順に、同じ数だけ指定してください（例：--label 前年度 --label 今年度）。",
            "--label: 2 files, 1 label(s). Give one for each file, in their order (such as --label last-year --label this-year).",
        ),
        (
            &["--label", "one", "--label", "one"],
            "--label：呼び名「one」が二つのファイルに付いています。別の呼び名にしてください。",
            "--label: 'one' stands for two files. Give each a label of its own.",
        ),
        (
            &["--label", "one", "--label", "\u{1b}\u{7} "],
            "--label：空の呼び名があります。表示できる文字を書いてください。",
            "--label: a label is empty. Write characters that can be printed.",
        ),
    ] {
        let told = LANGS.map(|lang| refused(&[&[a, b, "--lang", lang], labels].concat()));
        assert_eq!(told.map(|t| t.trim().to_owned()), [ja, en]);
    }
}

/// What acts on a terminal, turns text or begins a formula is taken out of labels, as out of other names.
#[test]
fn labels_are_harmless() {
    let labels = ["--label", "=\u{1b}[31mx\u{202e}<b>\n2", "--label", "y"];
    let clean = "=[31mx<b> 2";
    for format in ["text", "csv", "json", "html"] {
        let told = compared(&[&labels[..], &["--format", format]].concat());
        assert!(!told.contains(['\u{1b}', '\u{202e}']), "{format}");
        let shown = if format == "html" { clean.replace('<', "&lt;").replace('>', "&gt;") } else { clean.to_owned() };
        assert!(told.contains(&shown), "{format}");
        assert!(format != "csv" || told.contains(",'=[31mx"), "a formula is marked as text");
    }
}

#[test]
fn plans_without_a_year_in_common_are_refused_with_their_periods() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let early = write(here, "early.toml", "early", ["R2", "R5"]);
    let late = write(here, "late.toml", "late", ["R6", "R10"]);
    let told = LANGS.map(|lang| refused(&[&early, &late, "--lang", lang]));
    assert_eq!(
        told,
        [
            format!(
                "「{early}」と「{late}」は比較できません：\n  - 共通する年度がありません（計画期間は、計画 R2–R5、改定 R6–R10）。計画期間の重なるファイルを指定してください\n"
            ),
            format!(
                "'{early}' and '{late}' cannot be compared:\n  - they have no year in common (plan period FY2020–FY2023 of the plan, FY2024–FY2028 of the revision); name files whose plan periods overlap\n"
            ),
        ]
    );
    let rolled = |name: &str, base: &str| {
        let text = format!(
            "format = 1\ntitle = \"t\"\nunit = \"千円\"\nplan = {{ basis = \"recurring\" }}\nedition = [{{ base = \"{base}\", horizon = 2 }}]\n\
             policy = [{{ id = \"P\", name = \"P\" }}]\n"
        );
        let path = here.join(name);
        std::fs::write(&path, text).expect("writable");
        path.display().to_string()
    };
    let (early, late) = (rolled("a.toml", "R2"), rolled("b.toml", "R6"));
    let told = LANGS.map(|lang| refused(&[&early, &late, "--lang", lang]));
    assert_eq!(
        told,
        [
            format!(
                "「{early}」と「{late}」は比較できません：\n  - 共通する年度がありません（版の対象年度は、計画 R3–R4、改定 R7–R8）。対象年度の重なるファイルを指定してください\n"
            ),
            format!(
                "'{early}' and '{late}' cannot be compared:\n  - they have no year in common (editions over FY2021–FY2022 in the plan, FY2025–FY2026 in the revision); name files whose editions overlap\n"
            ),
        ]
    );
}

/// A kept comparison gives the bytes that the comparison gave, in every format and table; what was edited is refused.
#[test]
fn a_kept_comparison_is_told_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let files = FILES.map(|file| at(file).display().to_string());
    let made = ["compare", &files[0], &files[1], "--trials", "2048"];
    let kept = path("kept.json");
    stdout(&[&made[..], &["--out", &kept]].concat());
    for format in ["txt", "csv", "json", "html", "xlsx"] {
        for lang in LANGS {
            let (direct, again) = (path(&format!("direct.{format}")), path(&format!("again.{format}")));
            stdout(&[&made[..], &["--lang", lang, "--out", &direct, "--force"]].concat());
            stdout(&["report", &kept, "--lang", lang, "--out", &again, "--force"]);
            let read = |file: &str| std::fs::read(file).expect("written");
            assert!(read(&direct) == read(&again), "{format} {lang}");
        }
    }
    for table in ["differences", "attribution", "bridge", "dominance", "track-record", "lineages"] {
        let csv = ["--format", "csv", "--table", table];
        assert_eq!(stdout(&[&made[..], &csv].concat()), stdout(&[&["report", &kept], &csv[..]].concat()), "{table}");
    }
    let whole: Json = serde_json::from_slice(&std::fs::read(&kept).expect("kept")).expect("JSON");
    for (pointer, value, words) in [
        (
            "/comparisons/0/common/years/last",
            serde_json::json!(2027),
            "comparisons[0].common.years: the years that both have",
        ),
        (
            "/comparisons/0/common",
            Json::Null,
            "comparisons[0].common: the years that both have, where plan periods differ",
        ),
        (
            "/comparisons/0/common/before/0/policy",
            serde_json::json!("?"),
            "comparisons[0].common.before.policy: no policy '?'",
        ),
        ("/labels", serde_json::json!(["one"]), "labels: one a scenario, each on one line"),
        ("/labels/0", serde_json::json!("a\u{1b}"), "labels: one a scenario, each on one line"),
    ] {
        let mut edited = whole.clone();
        *edited.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
        let file = path("edited.json");
        std::fs::write(&file, edited.to_string()).expect("writable");
        let output = mikomi(&["report", &file, "--lang", "en"]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{pointer}: {told}");
        assert!(told.contains(words), "{pointer}: {told}");
    }
}

/// What the first common year is counted against where a basis counts changes: by hand 100 and nothing.
#[test]
fn the_level_of_the_year_before_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let rolled = |name: &str, years: [&str; 2], amounts: &str| {
        let path = write(folder.path(), name, name, years);
        let text = std::fs::read_to_string(&path).expect("written").replace("recurring", "new_in_year")
            + &format!(
                "[[initiative]]\nid = \"a\"\nname = \"a\"\npolicy = \"P\"\n\
                 stream = [{{ id = \"s\", kind = \"saving\", amounts = {{ {amounts} }} }}]\n"
            );
        std::fs::write(&path, text).expect("writable");
        path
    };
    let a = rolled("a.toml", ["R6", "R10"], "R6 = 100, R7 = 150");
    let b = rolled("b.toml", ["R7", "R11"], "R7 = 50");
    let [ja, en] = LANGS.map(|lang| stdout(&["compare", &a, &b, "--detail", "--lang", lang]));
    // 150 − 100 and 50 − 0 are new in R7, nothing later.
    assert!(
        en.contains("The total planned effect over the common years FY2025–FY2028 goes from 50 to 50: 0 thousand yen.")
    );
    for words in [
        "The first common year is counted against the level that each plan has in the year before (FY2024): 100 thousand yen in a, 0 thousand yen in b. \
         Where amounts go on from effects of earlier years, state FY2024 too, or they count as new in the first year.",
        "None of the years that both have is closed in b, so there is nothing to hold a against.",
        "No year is closed in b.",
    ] {
        assert!(en.contains(words), "{words}\n{en}");
    }
    for words in [
        "共通する最初の年度は、それぞれの計画の前年度（令和6年度）の水準から数えています：a 100千円、b 0千円。\
         bが令和6年度より前からの効果を通算した額を書いているなら、令和6年度の額も書かないと、最初の年度に新しい効果として数えられます。",
        "両方にある年度のうち、bで決算済みのものがないため、示せません。",
    ] {
        assert!(ja.contains(words), "{words}\n{ja}");
    }
}

/// Each revision is compared over its own common years, with the same plan.
#[test]
fn each_revision_has_its_own_common_years() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let a = write(here, "a.toml", "a", ["R6", "R10"]);
    let b = write(here, "b.toml", "b", ["R7", "R11"]);
    let c = write(here, "c.toml", "c", ["R9", "R12"]);
    let d = write(here, "d.toml", "d", ["R6", "R10"]);
    let printed = stdout(&["compare", &a, &b, &c, &d, "--format", "json"]);
    let found: Json = serde_json::from_str(&printed).expect("JSON");
    let years = |at: usize| found["comparisons"][at]["common"]["years"].clone();
    assert_eq!(years(0), serde_json::json!({ "first": 2025, "last": 2028 }));
    assert_eq!(years(1), serde_json::json!({ "first": 2027, "last": 2028 }));
    assert_eq!(years(2), Json::Null);
    let kinds = |at: usize| {
        let results = found["outcomes"][at]["results"].as_array().expect("a list");
        results.iter().filter(|e| e["period"]["kind"] == "years" && e["policy"] == "total").count()
    };
    assert_eq!([0, 1, 2, 3].map(kinds), [2, 1, 1, 0]);
    let text = stdout(&["compare", &a, &b, &c, &d, "--detail", "--lang", "en"]);
    let heads: Vec<&str> = text.lines().filter(|l| l.starts_with("Comparison of")).collect();
    assert!(heads[0].contains("common years FY2025 to FY2028") && heads[1].contains("common years FY2027 to FY2028"));
    assert!(heads[2].contains("plan period FY2024 to FY2028") && text.contains("\na: a\nd: d\n"), "{heads:?}");
}
