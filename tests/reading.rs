//! Reading a set: every option of `mikomi report` has an effect, every number is that of arithmetic by hand.
//!
//! The set has a lever of two values and an uncertainty of three, and these odds of meeting the target of the total:
//!
//! | odds | w0 | w1 | w2 |
//! |---|---|---|---|
//! | keep | 0.9 | 0.6 | 0.3 |
//! | delay | 0.8 | 0.7 | 0.6 |
//!
//! A real store is made first, then its numbers are written over with these; a scenario with a mistake is in it too.

use crate::program::{self, done, within as mikomi};
use crate::simulated::file;
use rusqlite::{Connection, params};
use std::collections::HashMap;
use tempfile::TempDir;

const ODDS: [[f64; 3]; 2] = [[0.9, 0.6, 0.3], [0.8, 0.7, 0.6]];

/// What is said about the store, in English.
fn told(folder: &TempDir, args: &[&str]) -> String {
    told_in(folder, "en", args)
}

fn told_in(folder: &TempDir, lang: &str, args: &[&str]) -> String {
    done(folder.path(), &[&["report", "set.sqlite", "--lang", lang], args].concat())
}

/// The message of a command that must fail with exit code 2.
fn refused(folder: &TempDir, lang: &str, args: &[&str]) -> String {
    program::refused(folder.path(), &[&["report"], args, &["--lang", lang]].concat())
}

type Row = HashMap<String, String>;

fn rows(folder: &TempDir, args: &[&str]) -> Vec<Row> {
    let text = told(folder, &[args, &["--format", "csv"]].concat());
    assert!(!text.starts_with('\u{feff}') && text.contains("\r\n"));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn column(rows: &[Row], name: &str) -> Vec<String> {
    rows.iter().map(|row| row[name].clone()).collect()
}

fn numbers(rows: &[Row], name: &str) -> Vec<f64> {
    rows.iter().map(|row| row[name].parse().unwrap_or(f64::NAN)).collect()
}

fn close(found: &[f64], expected: &[f64]) -> bool {
    found.len() == expected.len() && found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9)
}

fn name(row: usize, column: usize) -> String {
    format!("set/s{row}{column}")
}

fn database(folder: &TempDir) -> Connection {
    Connection::open(folder.path().join("set.sqlite")).expect("a store")
}

/// A store of seven scenarios, six of them done.
fn store() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("set")).expect("writable");
    let text = file("scenarios/minimal.toml") + "[editions]\nfirst_base = \"R3\"\nlast_base = \"R4\"\nhorizon = 4\n";
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(format!("{name}.toml")), text);
    for row in 0..2 {
        for column in 0..3 {
            let own = text.replace("最小の例 / Minimal example", &name(row, column));
            write(&name(row, column), &own).expect("writable");
        }
    }
    write("set/bad", "format = 2\n").expect("writable");
    let output = mikomi(folder.path(), &["batch", "set", "--store", "set.sqlite", "--trials", "2000"]);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    write_over(&database(&folder));
    folder
}

fn write_over(store: &Connection) {
    let factors =
        [("bpr", "Counter", "lever", &["keep", "delay"][..]), ("wage", "Wages", "uncertainty", &["w0", "w1", "w2"])];
    for (f, (id, name, kind, values)) in factors.iter().enumerate() {
        store.execute("INSERT INTO factor VALUES (?1, ?2, ?3, ?3, ?4)", params![f, id, name, kind]).expect("written");
        for (v, label) in values.iter().enumerate() {
            let insert = "INSERT INTO factor_value VALUES (?1, ?2, ?3, ?3, ?3, 1.0, ?4)";
            // The first values are those of the base.
            store.execute(insert, params![f, v, label, v == 0]).expect("written");
        }
    }
    for (row, odds) in ODDS.iter().enumerate() {
        for (column, p) in odds.iter().enumerate() {
            let id: i64 = store
                .query_row("SELECT id FROM scenario WHERE name = ?1", [name(row, column)], |r| r.get(0))
                .expect("a scenario");
            for (factor, value) in [row, column].into_iter().enumerate() {
                store.execute("INSERT INTO setting VALUES (?1, ?2, ?3)", params![id, factor, value]).expect("written");
            }
            overwrite(store, id, *p, (row, column) == (1, 2));
        }
    }
}

/// Total: the odds p in the plan, 0.5 in every year, p / 2 in the editions. Policy P: half the odds of the total.
/// The parts of all scenarios swing alike by 0.02 around p, except one that swings by 0.05 the other way: against that one
/// the differences of parts have the spread 0.07, its error is √(4 · 0.07² / (4 · 3)) = 0.040, half its interval 0.13.
fn overwrite(store: &Connection, id: i64, p: f64, swings: bool) {
    let set = "UPDATE result SET p_met = ?2, p_met_low = ?2 - 0.002, p_met_high = ?2 + 0.002, mean_shortfall = 100 * (1 - ?2), \
               mean = 1000 * (1 - ?2), target = 100, planned = 100 + 1000 * (?2 - 0.65) WHERE scenario = ?1 AND ";
    let write = |p: f64, which: &str| store.execute(&format!("{set}{which}"), params![id, p]).expect("written");
    write(p, "policy = 'total' AND period_kind = 'plan'");
    write(0.5, "policy = 'total' AND period_kind = 'year'");
    write(p / 2.0, "policy = 'total' AND period_kind = 'edition'");
    write(p / 2.0, "policy = 'P'");
    let swing = if swings { -0.05 } else { 0.02 };
    let mut bytes = Vec::new();
    for sign in [1.0, -1.0, 1.0, -1.0] {
        let met: f64 = p + sign * swing;
        bytes.extend(500_u64.to_le_bytes());
        bytes.extend([met, 1000.0 * (1.0 - met), 100.0 * (1.0 - met)].into_iter().flat_map(f64::to_le_bytes));
    }
    let insert = "INSERT OR REPLACE INTO part SELECT scenario, position, ?2 FROM result \
                  WHERE scenario = ?1 AND policy = 'total' AND period_kind = 'plan'";
    assert_eq!(store.execute(insert, params![id, bytes]).expect("written"), 1);
}

/// Makes the uncertainty a lever, so that each scenario is a choice of its own.
fn all_chosen(store: &TempDir) {
    database(store).execute("UPDATE factor SET kind = 'lever'", []).expect("written");
}

#[test]
fn the_ranking_says_what_can_be_told_apart() {
    let store = store();
    all_chosen(&store);
    let found = rows(&store, &["--table", "ranking"]);
    let names = ["s00", "s10", "s11", "s01", "s12", "s02"].map(|n| format!("set/{n}"));
    assert_eq!(column(&found, "scenario"), names);
    assert!(close(&numbers(&found, "value"), &[0.9, 0.8, 0.7, 0.6, 0.6, 0.3]));
    // 0.6 and 0.6 differ by nothing on average, but not part by part; 0.7 is 0.1 away, within the 0.13 of the swinging one
    // but not of the other.
    let places: Vec<(String, String)> =
        found.iter().map(|r| (r["place_first"].clone(), r["place_last"].clone())).collect();
    let expected = [("1", "1"), ("2", "2"), ("3", "3"), ("4", "5"), ("3", "5"), ("6", "6")];
    assert_eq!(places, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert_eq!(column(&found, "from_previous"), ["", "apart", "apart", "apart", "not_apart", "apart"]);
    assert_eq!(
        (&found[0]["factor_bpr"], &found[1]["factor_bpr"], &found[1]["factor_wage"]),
        (&"keep".into(), &"delay".into(), &"w0".into())
    );
    // Against keep in w0, as in the base; mean effects are 1000 · (1 − odds).
    assert!(close(&numbers(&found, "gain"), &[0.0, 100.0, 200.0, 300.0, 300.0, 600.0]));
    assert_eq!([&found[0]["choice"], &found[1]["choice"]], ["as in the base", "Counter: delay"]);
    let text = told(&store, &["--table", "ranking"]);
    for words in [
        "4–5",
        "3–5",
        "Of 5 pairs of neighbours 1 cannot be told apart",
        "The first place is apart",
        "since the runs share their draws",
        "Counter: delay; Wages: w1",
        "Effect gained",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let text = told_in(&store, "ja", &["--table", "ranking"]);
    assert!(text.contains("隣り合う 5 組のうち 1 組は区別できません") && text.contains("同順位とみる"), "{text}");
    assert!(text.contains("Counter：delay、Wages：w1") && text.contains("効果額の増減"), "{text}");
}

/// keep 0.9 0.6 0.3, mean 0.6; delay 0.8 0.7 0.6, mean 0.7. With the weights 3, 1, 1: (2.7 + 0.9) / 5 = 0.72 and
/// (2.4 + 1.3) / 5 = 0.74. With 8, 1, 1: (7.2 + 0.9) / 10 = 0.81 and (6.4 + 1.3) / 10 = 0.77: keep is first.
#[test]
fn choices_are_ranked_over_what_befalls() {
    let store = store();
    let found = rows(&store, &["--table", "ranking"]);
    assert_eq!(
        (column(&found, "choice"), column(&found, "factor_wage")),
        (vec!["Counter: delay".into(), "as in the base".into()], vec![String::new(); 2])
    );
    assert!(close(&numbers(&found, "value"), &[0.7, 0.6]));
    // The mean effects are 1000 · (1 − odds): delay has 300, keep 400.
    assert!(close(&numbers(&found, "gain"), &[-100.0, 0.0]));
    assert!(close(&numbers(&found, "worst_value"), &[0.6, 0.3]) && close(&numbers(&found, "regret"), &[0.1, 0.3]));
    assert_eq!(column(&found, "worst_in"), ["Wages: w2", "Wages: w2"]);
    let text = told(&store, &["--table", "ranking"]);
    assert!(text.contains("by their mean over 3 settings of the uncertainties, each counted alike"), "{text}");
    for (weight, order, values) in [(3.0, ["delay", "keep"], [0.74, 0.72]), (8.0, ["keep", "delay"], [0.81, 0.77])] {
        database(&store)
            .execute("UPDATE factor_value SET weight = ?1 WHERE label = 'w0'", params![weight])
            .expect("written");
        let found = rows(&store, &["--table", "ranking"]);
        assert_eq!(column(&found, "factor_bpr"), order, "{weight}");
        assert!(close(&numbers(&found, "value"), &values), "{weight}");
        // Shares of futures count alike.
        let regret = rows(&store, &["--table", "regret"]);
        let of = |name: &str| {
            numbers(&regret.iter().filter(|r| r["factor_bpr"] == name).cloned().collect::<Vec<_>>(), "mean")[0]
        };
        assert!(close(&[of(order[0]), of(order[1])], &values), "{weight}");
    }
    let text = told(&store, &["--table", "ranking"]);
    assert!(text.contains("with the weights that the set states"), "{text}");
}

/// The greatest mean effect is that of the scenario with the least odds, 0.3. Without its error and its parts nothing is known
/// of how it differs from the others, though they can be told apart.
#[test]
fn what_is_not_known_of_the_first_place_is_said() {
    let store = store();
    all_chosen(&store);
    let of_first = "(SELECT id FROM scenario WHERE name = 'set/s02')";
    database(&store).execute(&format!("UPDATE result SET se = NULL WHERE scenario = {of_first}"), []).expect("written");
    database(&store).execute(&format!("DELETE FROM part WHERE scenario = {of_first}"), []).expect("written");
    let text = told(&store, &["--table", "ranking", "--by", "mean"]);
    assert!(text.contains("How far the first place can be told from others is not known"), "{text}");
    assert!(!text.contains("The first place is apart"), "{text}");
    let text = told_in(&store, "ja", &["--table", "ranking", "--by", "mean"]);
    assert!(
        text.contains("1 位が何位までと区別できないかは、試行の誤差が分からないものがあるため、分かりません。"),
        "{text}"
    );
}

/// A set that has no scenario as planned, or none with a result.
#[test]
fn without_a_scenario_as_planned_nothing_is_gained() {
    for change in
        ["UPDATE factor_value SET is_base = 0", "UPDATE scenario SET status = 'pending' WHERE name LIKE 'set/s0%'"]
    {
        let store = store();
        database(&store).execute(change, []).expect("written");
        let found = rows(&store, &["--table", "ranking"]);
        assert!(column(&found, "gain").iter().all(String::is_empty), "{change}: {found:?}");
        let text = told(&store, &["--table", "ranking"]);
        assert!(
            text.contains("No scenario that is read here has a result with every lever as planned"),
            "{change}: {text}"
        );
    }
}

/// With uncertainties alone nothing is chosen: no place, no best.
#[test]
fn where_nothing_is_chosen_nothing_is_best() {
    let store = store();
    database(&store).execute("UPDATE factor SET kind = 'uncertainty'", []).expect("written");
    let text = told(&store, &["--table", "ranking"]);
    for words in ["How the plan fares over the uncertainties", "there is nothing to choose", "65.0%", "| Wages: w2"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("Place") && !text.contains("the best first"), "{text}");
    // 0.3 is the worst, and stands first; against 0.9 as assumed it is 60 points less.
    let first = text.lines().find(|line| line.starts_with("  30") || line.starts_with(" 30")).expect("a row");
    assert!(first.contains("▲60.0"), "{text}");
    assert_eq!(column(&rows(&store, &["--table", "ranking"]), "place"), [""]);
    // Where no scenario is as in the base, nothing is set against it.
    database(&store).execute("UPDATE factor_value SET is_base = 0", []).expect("written");
    let text = told(&store, &["--table", "ranking"]);
    assert!(text.contains("30.0%") && !text.contains("▲60.0"), "{text}");
}

/// All odds below 5 %, or above 95 %: then amounts lead, unless something is asked for.
#[test]
fn amounts_lead_where_odds_tell_nothing_apart() {
    for (low, high, statistic, words) in
        [(0.0, 0.04, "mean_shortfall", "All odds are below 5%"), (0.96, 1.0, "margin", "All odds are above 95%")]
    {
        let store = store();
        let set = "UPDATE result SET p_met = ?1 + (?2 - ?1) * p_met WHERE policy = 'total' AND period_kind = 'plan'";
        database(&store).execute(set, params![low, high]).expect("written");
        let found = rows(&store, &["--table", "ranking"]);
        assert_eq!(found[0]["statistic"], statistic);
        assert!(told(&store, &["--table", "ranking"]).contains(words), "{words}");
        let asked = told(&store, &["--table", "ranking", "--by", "p_met"]);
        assert!(!asked.contains("All odds") && asked.contains("read by: P(met)"), "{asked}");
        // A year has other odds.
        assert_eq!(rows(&store, &["--table", "ranking", "--period", "R9"])[0]["statistic"], "p_met");
    }
}

#[test]
fn each_choice_of_what_is_read_is_heeded() {
    let store = store();
    all_chosen(&store);
    // Means are the other way round, and less of a shortfall is better.
    let by = |statistic: &str| column(&rows(&store, &["--table", "ranking", "--by", statistic]), "scenario");
    assert_eq!((by("mean")[0].as_str(), by("mean_shortfall")[0].as_str()), ("set/s02", "set/s00"));
    let values = |args: &[&str]| numbers(&rows(&store, &[&["--table", "ranking"], args].concat()), "value");
    assert!(close(&values(&["--policy", "P"]), &[0.45, 0.4, 0.35, 0.3, 0.3, 0.15]));
    assert!(close(&values(&["--period", "R9"]), &[0.5; 6]));
    assert!(close(&values(&["--period", "edition:令和4年度"]), &[0.45, 0.4, 0.35, 0.3, 0.3, 0.15]));
    assert!(close(&values(&["--top", "2"]), &[0.9, 0.8]));
    assert!(close(&values(&["--only", "bpr=keep"]), &[0.9, 0.6, 0.3]));
    assert!(close(&values(&["--only", "Wages=w0", "--only", "wage=w2", "--only", "bpr=delay"]), &[0.8, 0.6]));
    let failed = rows(&store, &["--table", "scenarios", "--only", "bpr=base"]);
    assert_eq!(column(&failed, "status"), ["failed"]);
    assert!(failed[0]["message_en"].contains("title") && failed[0]["message_ja"].contains("誤り"));
}

#[test]
fn odds_are_laid_out_as_asked() {
    let store = store();
    let found = rows(&store, &["--table", "odds", "--only", "bpr=keep", "--only", "bpr=delay"]);
    assert!(close(&numbers(&found, "mean"), &ODDS.concat()));
    assert_eq!(column(&found, "factor_wage")[..3], ["w0", "w1", "w2"]);
    // Over the three wages: 0.6 and 0.7. A lever that is not laid out stands at its reference, which is keep.
    let only = ["--only", "bpr=keep", "--only", "bpr=delay"];
    let of = |args: &[&str]| numbers(&rows(&store, &[&["--table", "odds"], args, &only].concat()), "mean");
    assert!(close(&of(&["--columns", "none"]), &[0.6, 0.7]));
    assert!(close(&of(&["--rows", "wage", "--columns", "none"]), &ODDS[0]));
    assert!(close(&of(&["--rows", "none", "--columns", "none"]), &[0.6]));
    assert!(close(&of(&["--rows", "wage"]), &ODDS[0]));
    assert!(close(&of(&["--top", "1"]), &ODDS[0]));
    let text = told(&store, &["--table", "odds", "--columns", "none"]);
    assert!(text.contains("mean over the values of the other uncertainties (Wages), up to 3 scenarios"), "{text}");
    // The scenario that failed has no values of factors: its cells are shown as missing.
    let text = told(&store, &["--table", "odds"]);
    assert!(text.contains("as in the base") && text.contains("Cells with － have no result"), "{text}");
    // Half of every interval is 0.2 points; that of a quantile is not kept.
    assert!(text.contains("one scenario is at most 0.2 (points)"), "{text}");
    let text = told_in(&store, "ja", &["--table", "odds", "--by", "p50"]);
    assert!(text.contains("効果額のP50の試行の誤差は残していません"), "{text}");
    assert!(
        text.contains("Counter（行）とWages（列）別の効果額のP50") && text.contains("分位点は足せません"),
        "{text}"
    );
}

#[test]
fn regret_and_robustness() {
    let store = store();
    let found = rows(&store, &["--table", "regret"]);
    // Best of each future 0.9, 0.7, 0.6: keep regrets 0, 0.1, 0.3 and delay 0.1, 0, 0. The least greatest regret first.
    assert_eq!(column(&found, "factor_bpr"), ["delay", "delay", "delay", "keep", "keep", "keep"]);
    assert!(close(&numbers(&found, "regret"), &[0.1, 0.0, 0.0, 0.0, 0.1, 0.3]));
    assert!(close(&numbers(&found, "greatest_regret"), &[0.1, 0.1, 0.1, 0.3, 0.3, 0.3]));
    assert!(close(&numbers(&found, "share_met")[2..4], &[1.0, 2.0 / 3.0]));
    // Planned amounts reach the target of 100 where the odds are 0.65 or more.
    assert!(close(&numbers(&found, "share_planned_met")[2..4], &[2.0 / 3.0, 1.0 / 3.0]));
    let stricter = rows(&store, &["--table", "regret", "--threshold", "75%"]);
    assert!(close(&numbers(&stricter, "share_met")[2..4], &[1.0 / 3.0, 1.0 / 3.0]));
    let text = told(&store, &["--table", "regret"]);
    assert!(text.contains("The greatest regret is least for 'delay' (10.0 points)"), "{text}");
    let text = told_in(&store, "ja", &["--table", "regret", "--by", "mean_shortfall"]);
    assert!(text.contains("最善案との差の最大が最も小さいのは「delay」（10）です"), "{text}");
    // Without the result of delay in w1 only w0 and w2 are common: keep 0, 0.3; delay 0.1, 0.
    database(&store).execute("UPDATE scenario SET status = 'pending' WHERE name = 'set/s11'", []).expect("written");
    let found = rows(&store, &["--table", "regret"]);
    assert!(close(&numbers(&found, "regret"), &[0.1, 0.0, 0.0, 0.3]));
    let text = told(&store, &["--table", "regret"]);
    assert!(text.contains("1 not run yet") && text.contains("Warning: what is not run yet (1)"), "{text}");
    assert!(
        text.contains("Futures left out, since some strategy has no result in them or they have no weight: 1"),
        "{text}"
    );
}

#[test]
fn main_effects_compare_like_with_like() {
    let store = store();
    let found = rows(&store, &["--table", "effects"]);
    // w1 and w2 less w0, with keep and with delay: (−0.3 − 0.1) / 2 and (−0.6 − 0.2) / 2; alone, with keep, −0.3 and −0.6.
    // delay less keep: −0.1, 0.1 and 0.3, mean 0.1; alone, in w0, −0.1. Shares: see the unit test.
    assert_eq!(column(&found, "level"), ["w1", "w2", "delay"]);
    assert_eq!(
        (column(&found, "reference"), column(&found, "pairs")),
        (vec!["w0".into(), "w0".into(), "keep".into()], vec!["2".into(), "2".into(), "3".into()])
    );
    assert!(close(&numbers(&found, "effect"), &[-0.2, -0.4, 0.1]));
    assert!(close(&numbers(&found, "alone"), &[-0.3, -0.6, -0.1]));
    assert_eq!(column(&found, "interaction"), ["false", "false", "true"]);
    assert!(close(&numbers(&found, "share")[1..], &[0.16 / 0.215, 0.015 / 0.215]));
    let text = told(&store, &["--table", "effects"]);
    assert!(
        text.contains("The factor that matters most is 'Wages': 74% of the variance between the 6 scenarios"),
        "{text}"
    );
    assert!(text.contains("81.4% together, the other 18.6% is the interplay"), "{text}");
    assert!(text.contains("interaction") && text.contains("have opposite signs"), "{text}");
    let text = told_in(&store, "ja", &["--table", "effects", "--by", "mean"]);
    assert!(text.contains("最も効いている要因は「Wages」") && text.contains("交互作用"), "{text}");
    database(&store).execute("UPDATE scenario SET status = 'pending' WHERE name = 'set/s11'", []).expect("written");
    let text = told(&store, &["--table", "effects"]);
    assert!(text.contains("The set is not balanced"), "{text}");
    // Without delay in w1 there are two pairs left: (−0.1 + 0.3) / 2; of w1 one.
    let found = rows(&store, &["--table", "effects"]);
    let of = |level: &str| found.iter().find(|r| r["level"] == level).expect("a level").clone();
    assert!(close(&numbers(&[of("delay"), of("w1")], "effect"), &[0.1, -0.3]));
    assert_eq!([&of("delay")["pairs"], &of("w1")["pairs"]], ["2", "1"]);
}

#[test]
fn failing_scenarios_and_what_they_have_in_common() {
    let store = store();
    let found = rows(&store, &["--table", "failures", "--policy", "total", "--threshold", "65"]);
    let of = |conditions: &str| found.iter().find(|r| r["conditions"] == conditions).expect("a level");
    let (keep, w2) = (of("bpr=keep"), of("wage=w2"));
    assert_eq!([&keep["missed_with"], &keep["with"], &w2["missed_with"], &w2["with"]], ["2", "3", "2", "2"]);
    assert!(close(&numbers(&[keep.clone(), w2.clone()], "lift"), &[4.0 / 3.0, 2.0]));
    assert_eq!((w2["mark"].as_str(), found[0]["missed"].as_str()), ("1", "3"));
    // Without a policy each is told, and P is below one half everywhere.
    let text = told(&store, &["--table", "failures"]);
    assert!(text.contains("missed in all 6 scenarios") && text.contains("Total: missed in 1 of 6 scenarios"), "{text}");
    let text = told_in(&store, "ja", &["--table", "failures", "--threshold", "65", "--top", "1"]);
    assert!(
        text.contains("届かない 3 件のうち 2 件はWagesが「w2」です（そのシナリオ 2 件の 100% で届きません）"),
        "{text}"
    );
    assert!(text.contains("達成確率の低いもの：Wages：w2（30.0%）\n"), "{text}");
    let shown = told(&store, &["--table", "failures", "--period", "R9"]);
    assert!(shown.contains("Total: met in all 6 scenarios"), "{shown}");
}

#[test]
fn editions_stand_side_by_side() {
    let store = store();
    database(&store)
        .execute(
            "DELETE FROM result WHERE base_fy = 2022 AND scenario = (SELECT id FROM scenario WHERE name = 'set/s00')",
            [],
        )
        .expect("written");
    let found = rows(&store, &["--table", "editions", "--top", "2"]);
    assert_eq!(column(&found, "base_fy"), ["2021", "2022", "2021", "2022"]);
    assert_eq!(column(&found, "value"), ["0.45", "", "0.3", "0.3"]);
    let text = told_in(&store, "ja", &["--table", "editions"]);
    assert!(text.contains("基準R3") && text.contains("基準R4") && text.contains("45.0%"), "{text}");
    assert!(text.contains("版の結果がない 1 件"), "{text}");
}

#[test]
fn the_summary_holds_the_essence_in_both_languages() {
    let store = store();
    let en = told(&store, &[]);
    for words in [
        "7 scenarios: 6 done, 1 failed, 0 not run yet",
        "set/bad: error:",
        "# Ranking by P(met)",
        "(rows) and",
        "# Regret",
        "# Which factor",
        "# Where targets are missed",
        "2 editions",
    ] {
        assert!(en.contains(words), "{words}: {en}");
    }
    let ja = told_in(&store, "ja", &[]);
    for words in
        ["シナリオ 7 件：試算済み 6 件、失敗 1 件、未試算 0 件", "■ 順位", "■ 対応案", "■ どの要因", "■ 目標に届かない"]
    {
        assert!(ja.contains(words), "{words}: {ja}");
    }
    assert_eq!(en.matches("\n 1  ").count(), 1);
    // Two at the head and three at the end leave one out.
    let chosen = self::store();
    all_chosen(&chosen);
    assert!(told(&chosen, &["--top", "2"]).contains("1 of 6 are not shown"));
    let json: serde_json::Value = serde_json::from_str(&told(&store, &["--format", "json"])).expect("JSON");
    assert_eq!((&json["counts"]["done"], &json["threshold"]), (&6.into(), &0.5.into()));
    for table in ["ranking", "odds", "regret", "effects", "failures", "editions", "scenarios"] {
        assert!(json[table].as_array().is_some_and(|rows| !rows.is_empty()), "{table}");
    }
    let one: serde_json::Value =
        serde_json::from_str(&told(&store, &["--format", "json", "--table", "effects"])).expect("JSON");
    assert!(one["ranking"].is_null() && one["effects"][0]["range"].as_f64().is_some_and(|r| (r - 0.4).abs() < 1e-9));
}

#[test]
fn everything_is_exported() {
    let store = store();
    let path = |name: &str| store.path().join(name);
    let starts = |name: &str, bytes: &[u8]| std::fs::read(path(name)).expect("written").starts_with(bytes);
    for (args, name, bytes) in [
        (&["--out", "a.xlsx"][..], "a.xlsx", &b"PK"[..]),
        (&["--out", "b.parquet"], "b.parquet", b"PAR1"),
        (&["--out", "c.dat", "--format", "xlsx"], "c.dat", b"PK"),
        (&["--out", "d.dat", "--format", "parquet"], "d.dat", b"PAR1"),
        (&["--out", "e.csv"], "e.csv", "\u{feff}".as_bytes()),
    ] {
        assert!(told(&store, &[&["--table", "results"], args].concat()).is_empty());
        assert!(starts(name, bytes), "{name}");
    }
    // A file begins with a byte order mark, for spreadsheets; what goes on to the next program does not.
    let file = String::from_utf8(std::fs::read(path("e.csv")).expect("written")).expect("UTF-8");
    assert_eq!(told(&store, &["--table", "results"]), file.trim_start_matches('\u{feff}'));
    // Parquet holds nothing but all results.
    assert!(told(&store, &["--out", "g.parquet"]).is_empty());
    assert!(std::fs::read(path("g.parquet")).expect("written") == std::fs::read(path("b.parquet")).expect("written"));
    // The same store gives the same workbook.
    assert!(told(&store, &["--table", "results", "--out", "h.xlsx"]).is_empty());
    assert!(std::fs::read(path("h.xlsx")).expect("written") == std::fs::read(path("a.xlsx")).expect("written"));
    assert!(told(&store, &["--out", "f.txt"]).is_empty() && starts("f.txt", b"set"));
    // The store itself is no place for a report, however it is spelled.
    let kept = std::fs::read(path("set.sqlite")).expect("a store");
    for args in [&["--out", "set.sqlite"][..], &["--table", "results", "--out", "./set.sqlite"]] {
        let refused = mikomi(store.path(), &[&["report", "set.sqlite", "--lang", "en"], args].concat());
        assert_eq!(refused.status.code(), Some(2));
        let message = String::from_utf8(refused.stderr).expect("UTF-8");
        let out = args.last().expect("a name");
        let expected = format!(
            "--out: '{out}' is a file that is read and would be lost. Name another file, or add --force if it may be lost.\n"
        );
        assert_eq!(message, expected);
    }
    assert!(std::fs::read(path("set.sqlite")).expect("a store") == kept);
}

#[test]
fn every_wrong_argument_is_told_at_once_with_what_exists() {
    let store = store();
    let wrong = [
        "set.sqlite",
        "--by",
        "x",
        "--policy",
        "Z",
        "--period",
        "R20",
        "--rows",
        "a",
        "--columns",
        "b",
        "--only",
        "c=1",
        "--only",
        "bpr=stop",
    ];
    let (en, ja) = (refused(&store, "en", &wrong), refused(&store, "ja", &wrong));
    for words in [
        "--by: there is no statistic 'x'. There are: p_met, mean, margin,",
        "--policy: the store has no policy 'Z'. There are: P, total.",
        "--period: the store has no results of the period 'R20'. There are: plan, FY2022, FY2023, FY2024, FY2025, FY2026, FY2027, edition:FY2021, edition:FY2022.",
        "--rows: the set has no factor 'a'. There are: bpr, wage.",
        "--columns: the set has no factor 'b'.",
        "--only: the set has no factor 'c'.",
        "--only: the factor 'bpr' has no value 'stop'. There are: keep, delay, base.",
    ] {
        assert!(en.contains(words), "{words}: {en}");
    }
    assert!(
        ja.lines().count() == 7 && ja.contains("あるのは plan、R4、R5、R6、R7、R8、R9、edition:R3、edition:R4 です。"),
        "{ja}"
    );
    for (args, words) in [
        (&["set.sqlite", "--rows", "bpr", "--columns", "bpr"][..], "the factor 'bpr' is in both"),
        (&["set.sqlite", "--only", "bpr=base", "--only", "wage=w0"], "no scenario has all of the values"),
        (&["set.sqlite", "--format", "xlsx"], "xlsx cannot be printed. Name the file to write with --out"),
        (&["set.sqlite", "--table", "odds", "--format", "xlsx"], "--format xlsx goes with the summary (no --table)"),
        (&["set.sqlite", "--table", "odds", "--format", "html"], "--format html goes with the summary (no --table)"),
        (
            &["set.sqlite", "--format", "parquet"],
            "xlsx and parquet cannot be printed. Name the file to write with --out.",
        ),
        (&["set.sqlite", "--table", "odds", "--out", "x.parquet"], "--format parquet goes only with --table results"),
        (&["set.sqlite", "--table", "attribution"], "--table attribution is of a JSON result of mikomi run or compare"),
        (&["set.sqlite", "--rounding", "each"], "--rounding has an effect only on a JSON result of mikomi run"),
        (&["set.sqlite", "--edition", "all"], "--edition has an effect only on a JSON result of mikomi run"),
        (&["set.sqlite", "--encoding", "cp932"], "--encoding goes only with csv of a table other than results"),
        (
            &["set.sqlite", "--table", "results", "--format", "json"],
            "--table results is csv, xlsx or parquet, not json",
        ),
        (&["set.sqlite", "--table", "results", "--format", "parquet"], "Name the file to write with --out"),
        (&["set.sqlite", "--table", "results", "--by", "mean"], "--by has no effect on the table results"),
        (&["set.sqlite", "--table", "effects", "--top", "3"], "--top has no effect on the table effects"),
        (&["set.sqlite", "--table", "ranking", "--rows", "bpr"], "It goes with the summary (no --table) and odds."),
        (&["none.sqlite"], "there is no 'none.sqlite'"),
        (&["set/s00.toml"], "'set/s00.toml' is no result of mikomi. Name the store of mikomi batch, or a .json kept"),
        (&["set.sqlite", "--threshold", "0"], "--threshold"),
        (&["set.sqlite", "--top", "0"], "--top"),
        (&["set.sqlite", "--table", "best"], "[possible values: ranking,"),
    ] {
        let message = refused(&store, "en", args);
        assert!(message.contains(words), "{args:?}: {message}");
    }
}

/// A folder has no factors: the ranking and the failures are told, and why the rest is not.
#[test]
fn a_set_without_factors_is_read_too() {
    let store = store();
    database(&store)
        .execute_batch("DELETE FROM factor_value; DELETE FROM factor; DELETE FROM setting;")
        .expect("written");
    let text = told(&store, &[]);
    assert!(text.contains("This set varies no factors") && text.contains("# Ranking") && !text.contains("# Regret"));
    for (table, words) in [
        ("odds", "need a set that names them"),
        ("effects", "need a set that names them"),
        ("regret", "varies no lever"),
    ] {
        assert!(told(&store, &["--table", table]).contains(words), "{table}");
    }
    // Nothing done at all is still told.
    database(&store).execute("UPDATE scenario SET status = 'pending'", []).expect("written");
    let text = told(&store, &[]);
    assert!(text.contains("0 done, 0 failed, 7 not run yet") && text.contains("No scenario has a result"), "{text}");
}
