//! Comparisons as they are printed: the published tables, columns that add up, whatever cannot be matched, csv tables.

use crate::program::{self, mikomi, stdout};
use crate::published::{DIFFERENCE, PLAN_TIME, REVISED};
use crate::simulated::at;
use crate::text::{amount, tables};
use serde_json::Value as Json;
use tempfile::TempDir;
use unicode_width::UnicodeWidthStr;

const SHIPPED: [&str; 2] = ["scenarios/plan-time.toml", "scenarios/revised.toml"];
const LANGS: [&str; 2] = ["ja", "en"];
const UNDEFINED: &str = "－";

/// A plan of two policies; amounts are no whole numbers.
const PLAN: &str = r#"
format = 1
title = "=first"
unit = "千円"
plan = { first = "R4", last = "R7", basis = "recurring" }
editions = { first_base = "R3", last_base = "R5", horizon = 3 }

[[policy]]
id = "P"
name = "P"
targets = { R4 = 400.4, R5 = 1_400.4, R6 = 2_400.4, R7 = 3_300.3 }

[[policy]]
id = "Q"
name = "Second"
targets = { R4 = 300.3, R5 = 700.7, R6 = 300.3, R7 = 300.3 }

[[initiative]]
id = "a"
name = "Counter"
policy = "P"
delay = { kind = "uniform", low = 0, high = 1 }
stream = [{ id = "s", kind = "saving", amounts = { R4 = 400.4, R5 = 1_400.4, R6 = 2_400.4, R7 = 3_300.3 }, realisation = { kind = "uniform", low = 0.5, high = 1.1 } }]

[[initiative]]
id = "b"
name = "Fees"
policy = "Q"
stream = [{ id = "s", kind = "revenue", recurring = false, amounts = { R4 = 300.3, R5 = 700.7, R6 = 300.3, R7 = 300.3 }, realisation = { kind = "uniform", low = 0.5, high = 1.1 } }]

[[initiative]]
id = "gone"
name = "Vanished"
policy = "Q"
stream = [{ id = "s", kind = "saving", amounts = { R5 = 400.6 }, realisation = { kind = "uniform", low = 0.5, high = 1.1 } }]
"#;

/// Its revision: a year closed, another policy and edition, other targets, lineages that cannot be followed.
const REVISION: &str = r#"
format = 1
title = "second"
unit = "千円"
plan = { first = "R4", last = "R7", basis = "recurring", as_of = "R5" }
editions = { first_base = "R3", last_base = "R6", horizon = 3 }

[[policy]]
id = "P"
name = "P"
targets = { R4 = 400.4, R5 = 1_400.4, R6 = 2_400.4, R7 = 3_300.3 }
actuals = { R4 = 200.2 }

[[policy]]
id = "Q"
name = "Second"
targets = { R4 = 300.3, R5 = 700.7, R6 = 300.3, R7 = 300.3 }
actuals = { R4 = 700.3 }

[[policy]]
id = "N"
name = "Third"
targets = { R6 = 500.5 }
actuals = { R4 = 0 }

[[initiative]]
id = "a"
name = "Counter"
policy = "P"
lineage = "new"
delay = { kind = "uniform", low = 0, high = 2 }
stream = [{ id = "s", kind = "saving", amounts = { R4 = 200.2, R5 = 1_100.1, R6 = 2_500.5, R7 = 3_700.7 }, realisation = { kind = "uniform", low = 0.4, high = 1.1 } }]

[[initiative]]
id = "b2"
name = "Fees anew"
policy = "Q"
lineage = "merged"
replaces = ["b", "unknown"]
stream = [{ id = "s", kind = "revenue", recurring = false, amounts = { R4 = 300.3, R5 = 400.4, R6 = 600.6, R7 = 600.6 }, realisation = { kind = "uniform", low = 0.5, high = 1.1 } }]

[[initiative]]
id = "x"
name = "Claimed"
policy = "N"
lineage = "continuing"
stream = [{ id = "s", kind = "saving", amounts = { R6 = 700.7 }, realisation = { kind = "uniform", low = 0.5, high = 1.1 } }]
"#;

/// What a comparison of few trials prints.
fn printed(args: &[&str]) -> String {
    stdout(&program::detailed(&[&["compare", "--trials", "2000"], args].concat()))
}

/// What is said when arguments are refused: before anything is simulated, or this would never end.
fn refused(args: &[&str]) -> String {
    program::refused(&at(""), &[&["compare", "--trials", "100000000000"], args].concat())
}

/// Two scenarios in a folder, each a text in which something is replaced.
fn pair(plan: (&str, &[(&str, &str)]), revision: (&str, &[(&str, &str)])) -> (TempDir, [String; 2]) {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, (text, changes): (&str, &[(&str, &str)])| {
        let mut text = text.to_owned();
        for (from, to) in changes {
            assert!(text.contains(from), "{from}");
            text = text.replace(from, to);
        }
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("writable");
        path.display().to_string()
    };
    let paths = [write("plan.toml", plan), write("revised.toml", revision)];
    (folder, paths)
}

fn odd() -> (TempDir, [String; 2]) {
    pair((PLAN, &[]), (REVISION, &[]))
}

type Table = Vec<Vec<String>>;

/// The tables of a report in their order.
struct Tables {
    planned: Table,
    simulated: Table,
    years: Table,
    components: Table,
    means: Table,
    bridge: Table,
}

fn told(report: &str) -> Tables {
    let mut all = tables(report).into_iter().map(|(_, rows)| rows);
    let mut next = || all.next().expect("a table");
    let (planned, simulated, _target) = (next(), next(), next());
    let (years, components, means) = (next(), next(), next());
    let (_editions, bridge) = (next(), next());
    Tables { planned, simulated, years, components, means, bridge }
}

/// An amount, or 0 where there is none.
fn amount_or_none(cell: &str) -> i64 {
    if cell == UNDEFINED { 0 } else { amount(cell) }
}

fn amounts(cells: &[String]) -> Vec<i64> {
    cells.iter().map(|c| amount_or_none(c)).collect()
}

fn column(rows: &[Vec<String>], at: usize) -> Vec<i64> {
    rows.iter().map(|row| amount_or_none(&row[at])).collect()
}

#[test]
fn by_year_it_is_the_published_tables_with_their_comparison() {
    for lang in LANGS {
        let told = told(&printed(&[&SHIPPED[..], &["--lang", lang]].concat()));
        assert_eq!(told.years.len(), 16);
        for policy in 0..4 {
            let row = |r: usize| -> Vec<f64> {
                told.years[policy * 4 + r][2..].iter().map(|c| amount_or_none(c) as f64).collect()
            };
            assert_eq!((row(0), row(1)), (PLAN_TIME[policy].to_vec(), REVISED[policy].to_vec()));
            assert_eq!(row(2)[6], DIFFERENCE[policy]);
            assert_eq!(amount(&told.planned[policy][3]) as f64, DIFFERENCE[policy]);
        }
        // 2,611,600 / 2,674,093; 161,159 / 8,484 in times; R4 of II has no ratio, since both amounts are negative.
        let last = |row: usize| told.years[row].last().expect("cells").clone();
        assert_eq!(last(15), "97.7%");
        assert_eq!(last(11), if lang == "ja" { "19.0倍" } else { "x19.0" });
        let from_zero = if lang == "ja" { "皆増" } else { "from 0" };
        assert_eq!((told.years[7][2].as_str(), told.years[11][2].as_str()), (UNDEFINED, from_zero));
    }
}

#[test]
fn amounts_add_up_as_printed() {
    let (_folder, odd) = odd();
    for (files, across) in [(SHIPPED.map(str::to_owned), true), (odd, false)] {
        for lang in LANGS {
            let report = printed(&[&files[0], &files[1], "--lang", lang]);
            check_sums(&told(&report), across);
            let wide = report.lines().filter(|l| l.contains(" | ") && l.width() > 152);
            assert_eq!(wide.count(), 0, "too wide");
        }
    }
}

/// `across` says whether the planned components add up to the total across as well: they do where policies do.
fn check_sums(told: &Tables, across: bool) {
    let policies = told.planned.len();
    for row in told.planned.iter().chain(&told.simulated) {
        let [before, after, change] = amounts(&row[1..4])[..] else { panic!("{row:?}") };
        assert_eq!(after - before, change, "{row:?}");
    }
    // The components of each policy, with the change that is printed elsewhere at the end.
    assert_eq!(told.components.len(), 8);
    for policy in 0..policies {
        let column = column(&told.components, 1 + policy);
        assert_eq!(column[..7].iter().sum::<i64>(), column[7]);
        assert_eq!(column[7], amount(&told.planned[policy][3]));
        let means: Vec<Vec<String>> = told.means.iter().filter(|r| !r[1].contains("P90")).cloned().collect();
        assert_eq!(means.len(), 8);
        let means = self::column(&means, 2 + policy);
        assert_eq!(means[..7].iter().sum::<i64>(), means[7]);
        assert_eq!(means[7], amount(&told.simulated[policy][3]));
    }
    for row in told.components.iter().filter(|_| across) {
        let row = amounts(&row[1..]);
        assert_eq!(row[..policies - 1].iter().sum::<i64>(), row[policies - 1], "{row:?}");
    }
    for block in told.years.chunks(4) {
        let rows: Vec<Vec<i64>> = block[..3].iter().map(|row| amounts(&row[2..])).collect();
        for row in &rows {
            let (period, years) = row.split_last().expect("cells");
            assert_eq!(years.iter().sum::<i64>(), *period, "{row:?}");
        }
        for ((before, after), change) in rows[0].iter().zip(&rows[1]).zip(&rows[2]) {
            assert_eq!(after - before, *change);
        }
    }
    assert_eq!(told.bridge.len(), policies * 3);
    for row in &told.bridge {
        let cells = amounts(&row[2..]);
        let (after, before_and_steps) = cells.split_last().expect("cells");
        assert_eq!((before_and_steps.len(), before_and_steps.iter().sum::<i64>()), (6, *after), "{row:?}");
    }
}

#[test]
fn all_seven_components_stand_there_and_what_is_nothing_is_marked_so() {
    let told = told(&printed(&[&SHIPPED[..], &["--lang", "ja"]].concat()));
    let names: Vec<&str> = told.components.iter().map(|row| row[0].as_str()).collect();
    let expected = ["実績への置換え", "廃止・完了", "新規", "集約・引継ぎ", "時期", "金額", "前提", "計（増減）"];
    assert_eq!(names, expected);
    let silent = |row: &&Vec<String>| row[1..].iter().all(|cell| cell == UNDEFINED);
    let marked: Vec<&str> = told.components.iter().filter(silent).map(|row| row[0].as_str()).collect();
    assert_eq!(marked, ["廃止・完了", "時期", "前提"]);
    assert_eq!(told.components[2][2], "0", "something elsewhere in the row");
}

#[test]
fn where_the_plan_lands_and_what_it_needs_is_told_beside_the_plans_back_loading() {
    let report = printed(&[&SHIPPED[..], &["--lang", "en"]].concat());
    let mut all = tables(&report);
    let (title, to_come) = all.pop().expect("the last table");
    let (_, rows) = all.pop().expect("the table before it");
    let total = rows.last().expect("the total");
    // 78,227 / 222,380; 78,227 + that × 2,533,373; 2,674,093 − that; (2,674,093 − 78,227) / 2,533,373; the last two years:
    // 1,404,260 / 2,674,093 and 1,765,228 / 2,611,600.
    let expected = "Total|78,227|222,380|35.2%|2,533,373|969,396|2,674,093|1,704,697|102.5%|52.5% → 67.6%";
    assert_eq!(total.join("|"), expected);
    // Of policy III the target of the closed years is 0.
    assert_eq!((rows[2][3].as_str(), rows[2][5].as_str(), rows[2][7].as_str()), (UNDEFINED, UNDEFINED, UNDEFINED));
    // What R5 reached goes on over R6 to R9: of I 4 · 15,992, of II 4 · 73,396; the 4,512 of III came once. Only the rest of what
    // is planned is realised at the rate: 323,563 − 63,968 and 30,350 + 63,968 + 29.2% of that, (545,239 − 30,350 − 63,968) over
    // it; 2,057,746 − 293,584 and 38,782 + 293,584 + 38,782 / 118,530 of that, (2,120,370 − 38,782 − 293,584) over it; 152,064 and
    // no rate, with 9,095 of 8,484 reached; 2,533,373 − 357,552 and 78,227 + 357,552 + 78,227 / 222,380 of that,
    // (2,674,093 − 78,227 − 357,552) over it.
    assert!(title.contains("only what is still to come is realised at the same rate"), "{title}");
    let told: Vec<String> = to_come.iter().map(|row| row[1..].join("|")).collect();
    let expected = [
        "63,968|259,595|170,184|173.7%",
        "293,584|1,764,162|909,585|101.4%",
        "0|152,064|－|met",
        "357,552|2,175,821|1,201,171|102.9%",
    ];
    assert_eq!(told, expected);
    for words in ["35.2% of the planned 222,380", "ends at 969,396 thousand yen, 1,704,697 thousand yen short"] {
        assert!(report.contains(words), "{words}");
    }
}

#[test]
fn whatever_could_not_be_matched_is_told() {
    let (_folder, [plan, revision]) = odd();
    let [ja, en] = LANGS.map(|lang| printed(&[&plan, &revision, "--lang", lang]));
    for words in [
        "Continued: 1, Merged: 1 (1 → 1), Ended: 1, New: 1",
        "  Fees → Fees anew",
        "Not matched (6)",
        "Policy Third [N]: only one of the two has it",
        "Edition with base FY2024: only one of the two has it",
        "Fees anew [b2]: the plan has no 'unknown'",
        "Counter [a]: called new, though the plan has it",
        "Vanished [gone]: the revision neither has it nor says what replaces it",
        "Claimed [x]: said to go on from others, of which the plan has none",
        "The targets of the two scenarios differ.",
    ] {
        assert!(en.contains(words), "{words}");
    }
    for words in [
        "継続 1件、集約・引継ぎ 1組（1件 → 1件）、廃止・完了 1件、新規 1件",
        "対応のつかないもの（6件）",
        "基本方針 Third [N]：一方にしかありません",
        "令和6年度を基準年度とする版：一方にしかない",
        "引き継いだという「unknown」が計画策定時にありません",
        "Counter [a]：新規とありますが、計画策定時にもあります",
        "Vanished [gone]：見直し後になく、引き継ぐ取組項目もありません",
        "Claimed [x]：引き継いだとありますが、計画策定時に元の取組項目がありません",
        "目標が両方のシナリオで違います",
    ] {
        assert!(ja.contains(words), "{words}");
    }
}

#[test]
fn a_rate_above_one_and_a_single_closed_year_are_told_as_such() {
    let (_folder, [plan, revision]) = odd();
    let report = printed(&[&plan, &revision, "--lang", "en"]);
    // Closed 200.2 + 700.3 against a target of 400.4 + 300.3: 128.5 %.
    assert!(report.contains("realise 128.5% of what is planned for them, the total ends at"), "{report}");
    assert!(report.contains("which meets the target."), "{report}");
    assert!(report.contains("With a single closed year"), "{report}");
    // Behind it stand where the plan lands and, since the 200.2 of P go on, where it does so from what was reached.
    let (_, record) = tables(&report).into_iter().rev().nth(2).expect("the track record");
    assert_eq!(record.len(), 4, "one row a policy and the total, none for all of one year");
    assert!(record.iter().all(|row| row[1] == "FY2022"), "{record:?}");
}

#[test]
fn what_there_is_nothing_to_show_for_is_said() {
    let minimal = "scenarios/minimal.toml";
    let report = printed(&[minimal, minimal, "--lang", "en"]);
    for words in [
        "Neither scenario has an edition of the financial plan.",
        "No year is closed in the revision, so there is nothing to hold the plan against.",
        "Everything was matched.",
        "all 99 percentiles are the same",
    ] {
        assert!(report.contains(words), "{words}");
    }
    // Without a plan period the report is about the revision's current edition.
    let none = "plan = { first = \"R4\", last = \"R7\", basis = \"recurring\"";
    let changes = [(none, "plan = { basis = \"recurring\"")];
    let (_folder, [plan, revision]) = pair((PLAN, &changes), (REVISION, &changes));
    let report = printed(&[&plan, &revision, "--lang", "en"]);
    let head = "Comparison of the reform effect, edition of the financial plan, base FY2022 (FY2023-FY2025)";
    assert!(report.starts_with(head), "{report}");
    assert!(report.contains("There is no plan period to show this for."));
    let told = told(&report);
    for policy in 0..told.planned.len() {
        let column = column(&told.components, 1 + policy);
        assert_eq!(column[..7].iter().sum::<i64>(), amount(&told.planned[policy][3]));
    }
    // Where they have no edition in common either, it is about the years that both have.
    let others = [(none, "plan = { basis = \"recurring\""), ("horizon = 3", "horizon = 2")];
    let (_folder, [plan, revision]) = pair((PLAN, &changes), (REVISION, &others));
    let report = printed(&[&plan, &revision, "--lang", "en"]);
    let head = "Comparison of the reform effect, common years FY2022 to FY2026 \
                (editions of plan over FY2022–FY2026, of revised over FY2022–FY2026)";
    assert!(report.starts_with(head), "{report}");
}

fn json(args: &[&str]) -> Json {
    serde_json::from_str(&printed(&[args, &["--format", "json"]].concat())).expect("JSON")
}

#[test]
fn each_option_of_a_comparison_is_heeded() {
    let base = json(&SHIPPED);
    let with = |more: &[&str]| json(&[&SHIPPED[..], more].concat());
    let mean = |j: &Json| j["comparisons"][0]["differences"][13]["difference"]["mean"].clone();
    assert_eq!(base["comparisons"][0]["trials"], 2000);
    assert_ne!(mean(&with(&["--seed", "2"])), mean(&base));
    assert_ne!(mean(&with(&["--sampling", "random"])), mean(&base));
    assert!(with(&["--threads", "3"]) == base, "threads change the result");
    let planned = with(&["--deterministic"]);
    assert_eq!(planned["comparisons"][0]["trials"], 0);
    let difference = &planned["comparisons"][0]["differences"][13]["difference"];
    assert_eq!(difference["mean"], difference["planned"]);
    let extra = |j: &Json| {
        let results = j["outcomes"][1]["results"].as_array().expect("a list");
        let whole = results.iter().find(|r| r["policy"] == "total" && r["period"]["kind"] == "plan");
        whole.expect("the plan period")["extra"].as_f64()
    };
    assert!(extra(&with(&["--confidence", "95"])) > extra(&base));
    let text = printed(&[&SHIPPED[..], &["--confidence", "95", "--lang", "en"]].concat());
    assert!(text.contains("Extra for 95%"), "{text}");
    let output = mikomi(&["compare", SHIPPED[0], SHIPPED[1], "--trials", "3,000", "--format", "json"]);
    let more: Json = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(more["comparisons"][0]["trials"], 3000);
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("report.txt").display().to_string();
    assert!(printed(&[&SHIPPED[..], &["--out", &out]].concat()).is_empty());
    assert_eq!(std::fs::read_to_string(&out).expect("written"), printed(&SHIPPED));
}

#[test]
fn a_table_is_chosen_for_rows_alone() {
    for format in ["text", "html"] {
        let args = [&SHIPPED[..], &["--format", format, "--table", "bridge", "--lang"]].concat();
        let [ja, en] = LANGS.map(|lang| refused(&[&args[..], &[lang]].concat()));
        assert_eq!(
            ja.trim(),
            "--table は csv の表、または行ごとの json にする表を選ぶものです。--format csv か json と一緒に使ってください。"
        );
        assert_eq!(
            en.trim(),
            "--table chooses the table of a csv file, or of rows of JSON. Use it with --format csv or json."
        );
    }
    let output = mikomi(&["compare", SHIPPED[0]]);
    assert_eq!(output.status.code(), Some(2), "a revision is needed");
}

#[test]
fn why_scenarios_cannot_be_compared_is_told_all_at_once() {
    let years = "plan = { first = \"R4\", last = \"R7\", ";
    for (changes, ja, en) in [
        (
            &[("千円", "百万円"), ("basis = \"recurring\"", "basis = \"new_in_year\"")][..],
            "  - 単位が違います（計画 千円、改定 百万円）。unit をそろえてください\n  - 効果額の算定方法が違います（計画 recurring、改定 new_in_year）。basis をそろえてください\n",
            "  - the units differ (plan thousand yen, revision million yen); state both in the same unit\n  - the counting bases differ (plan recurring, revision new_in_year); state both on the same basis\n",
        ),
        (
            &[(years, "plan = { ")][..],
            "  - 一方にだけ計画期間があります。両方に first と last を書くか、両方から消してください\n",
            "  - only one of the two has a plan period; state first and last in both, or in neither\n",
        ),
    ] {
        let (_folder, [plan, revision]) = pair((PLAN, &[]), (REVISION, changes));
        let told = LANGS.map(|lang| refused(&[&plan, &revision, "--lang", lang]));
        let ja = format!("「{plan}」と「{revision}」は比較できません：\n{ja}");
        let en = format!("'{plan}' and '{revision}' cannot be compared:\n{en}");
        assert_eq!(told, [ja, en]);
    }
}

/// The rows of a csv table by column name.
struct Rows {
    header: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
}

impl Rows {
    fn of(files: &[&str], table: &str) -> Self {
        let text = printed(&[files, &["--format", "csv", "--table", table]].concat());
        assert!(!text.starts_with('\u{feff}') && text.lines().count() > 1 && text.ends_with("\r\n"), "{table}");
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let header = reader.headers().expect("a header").clone();
        Self { header, rows: reader.records().map(|r| r.expect("a row")).collect() }
    }

    fn get<'r>(&self, row: &'r csv::StringRecord, name: &str) -> &'r str {
        &row[self.header.iter().position(|h| h == name).unwrap_or_else(|| panic!("{name}: {:?}", self.header))]
    }

    fn number(&self, row: &csv::StringRecord, name: &str) -> f64 {
        self.get(row, name).parse().unwrap_or_else(|_| panic!("{name}: {row:?}"))
    }
}

const TABLES: [(&str, &str); 6] = [
    ("differences", "planned_difference"),
    ("attribution", "component"),
    ("bridge", "step"),
    ("dominance", "verdict"),
    ("track-record", "percentile"),
    ("lineages", "side"),
];

#[test]
fn csv_tables_hold_every_revision_and_say_what_made_them() {
    let (_folder, [plan, revision]) = odd();
    for (table, own) in TABLES {
        let found = Rows::of(&[&plan, &revision, &plan], table);
        assert!(found.header.iter().any(|h| h == own), "{table} has no {own}");
        let titles: Vec<(&str, &str)> =
            found.rows.iter().map(|r| (found.get(r, "plan_title"), found.get(r, "revised_title"))).collect();
        assert!(titles.contains(&("'=first", "second")), "{table}");
        // A plan against itself has no closed year, so no track record.
        assert_eq!(titles.contains(&("'=first", "'=first")), table != "track-record", "{table}");
        for row in &found.rows {
            assert_eq!(
                (found.get(row, "unit"), found.get(row, "seed"), found.get(row, "trials")),
                ("千円", "1", "2000")
            );
            assert_eq!((found.get(row, "plan_digest").len(), found.get(row, "revised_digest").len()), (64, 64));
            assert!(!row.iter().any(|cell| cell.contains(['▲', '－'])), "{row:?}");
        }
    }
    let default = printed(&[&plan, &revision, "--format", "csv"]);
    assert_eq!(default, printed(&[&plan, &revision, "--format", "csv", "--table", "differences"]));
}

/// In thousandths of the unit, a yen each.
fn yen(thousands: f64) -> i64 {
    (thousands * 1000.0).round() as i64
}

#[test]
fn csv_components_and_steps_add_up_to_the_yen() {
    let (_folder, odd) = odd();
    let shipped = SHIPPED.map(str::to_owned);
    for [plan, revision] in [&shipped, &odd] {
        let [differences, attribution, bridge] =
            ["differences", "attribution", "bridge"].map(|t| Rows::of(&[plan, revision], t));
        let key = |rows: &Rows, row: &csv::StringRecord| -> Vec<String> {
            ["policy", "period_kind", "first_fy", "last_fy", "base_fy", "basis"]
                .map(|name| rows.get(row, name).to_owned())
                .to_vec()
        };
        let (mut compared, mut seen) = (0, Vec::new());
        for row in &attribution.rows {
            let whose = key(&attribution, row);
            if seen.contains(&whose) {
                continue;
            }
            let whole = differences.rows.iter().find(|d| key(&differences, d) == whose).expect("a difference");
            let parts: Vec<_> = attribution.rows.iter().filter(|r| key(&attribution, r) == whose).collect();
            assert_eq!(parts.len(), 7);
            for (part, sum) in [("planned", "planned_difference"), ("mean", "mean_difference")] {
                let parts: i64 = parts.iter().map(|r| yen(attribution.number(r, part))).sum();
                assert_eq!(parts, yen(differences.number(whole, sum)), "{whose:?} {part}");
            }
            compared += 1;
            seen.push(whose);
        }
        assert!(compared > 8, "{compared}");
        for block in bridge.rows.chunks(7) {
            assert_eq!((bridge.get(&block[0], "step"), bridge.get(&block[6], "step")), ("before", "after"));
            for name in ["target", "planned", "mean"] {
                let amounts: Vec<i64> = block.iter().map(|r| yen(bridge.number(r, name))).collect();
                assert_eq!(amounts[..6].iter().sum::<i64>(), amounts[6], "{name}");
            }
        }
    }
}

#[test]
fn csv_lineages_hold_what_could_not_be_matched() {
    let (_folder, [plan, revision]) = odd();
    let found = Rows::of(&[&plan, &revision], "lineages");
    let unmatched: Vec<String> = found
        .rows
        .iter()
        .filter(|r| found.get(r, "family").is_empty())
        .map(|r| ["kind", "side", "id", "replaces"].map(|name| found.get(r, name)).join(" "))
        .collect();
    let expected = [
        "policy_of_one  N ",
        "edition_of_one  2024 ",
        "unknown_replaced revised b2 unknown",
        "called_new revised a ",
        "missing plan gone ",
        "without_predecessor revised x ",
    ];
    assert_eq!(unmatched, expected);
}

#[test]
fn several_revisions_are_told_one_after_the_other() {
    let (_folder, [plan, revision]) = odd();
    let both = printed(&[&plan, &revision, &plan, "--lang", "en"]);
    let [first, second] = [&revision, &plan].map(|file| printed(&[&plan, file, "--lang", "en"]));
    assert_eq!(both, format!("{first}\n\n{second}"));
}
