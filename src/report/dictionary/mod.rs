//! The dictionary of the data: every column of every tidy table, and what it means.

mod meanings;

use super::compare::ComparisonTable;
use super::facts::{Manner, comparison};
use super::set::columns::{self, TABLES};
use super::{Compared, RunTable, tidy};
use crate::lang::{Lang, Text, text};
use meanings::MEANINGS;
use std::fmt::Write as _;

/// A table of data.
struct Described {
    /// How it is asked for.
    command: String,
    columns: Vec<&'static str>,
}

/// The dictionary as Markdown.
pub fn data_reference(lang: Lang) -> String {
    let head = text!(
        ja: "# データの項目一覧\n\nこの文書は `mikomi schema --data --lang ja` の出力です。CSV、JSON の行、Excel のデータシート、Parquet、SQLite の列は、どこでも同じ名前で、同じ意味です。",
        en: "# The data, column by column\n\nThis page is what `mikomi schema --data --lang en` prints. A column of csv, of rows of JSON, of data sheets, Parquet and SQLite is called the same everywhere and means the same."
    );
    let mut out = format!("{}\n", head.get(lang));
    let mut told: Vec<&str> = Vec::new();
    for table in tables() {
        let _ = write!(out, "\n## `{}`\n\n", table.command);
        let before: Vec<String> = table.columns.iter().filter(|c| told.contains(c)).map(|c| format!("`{c}`")).collect();
        rows(&mut out, table.columns.iter().filter(|c| !told.contains(c)), lang);
        if !before.is_empty() {
            let (ja, en) = (before.join("、"), before.join(", "));
            let before = text!(ja: "\n上にあるもの：{ja}", en: "\nAs above: {en}");
            let _ = writeln!(out, "{}", before.get(lang));
        }
        told.extend(&table.columns);
    }
    out
}

fn rows<'a>(out: &mut String, columns: impl Iterator<Item = &'a &'static str>, lang: Lang) {
    let heads = text!(ja: "| 列 | 意味 |\n|---|---|", en: "| column | meaning |\n|---|---|");
    for (at, name) in columns.enumerate() {
        if at == 0 {
            let _ = writeln!(out, "{}", heads.get(lang));
        }
        let _ = writeln!(out, "| `{name}` | {} |", meaning(name).get(lang));
    }
}

/// What a column means; a name without a meaning is a gap that a test finds.
fn meaning(name: &str) -> Text {
    let found = MEANINGS.iter().find(|(known, ..)| *known == name);
    found.map_or_else(|| Text::same(String::new()), |(_, ja, en)| Text { ja: (*ja).to_owned(), en: (*en).to_owned() })
}

fn tables() -> Vec<Described> {
    let of_runs =
        [RunTable::Results, RunTable::Reconciliation, RunTable::Bridge].map(|table| tidy(&[], table, Manner::EXACT));
    let names = ["results", "reconciliation", "bridge"];
    let runs =
        names.into_iter().zip(of_runs).map(|(name, facts)| (format!("mikomi run … --table {name}"), facts.columns));
    let labels = [String::new(), String::new()];
    let nothing = Compared { outcomes: &[], comparisons: &[], labels: &labels };
    let comparisons = [
        ("differences", ComparisonTable::Differences),
        ("attribution", ComparisonTable::Attribution),
        ("bridge", ComparisonTable::Bridge),
        ("dominance", ComparisonTable::Dominance),
        ("track-record", ComparisonTable::TrackRecord),
        ("lineages", ComparisonTable::Lineages),
    ];
    let comparisons = comparisons.map(|(name, table)| {
        (format!("mikomi compare … --table {name}"), comparison(&nothing, table, Manner::EXACT).columns)
    });
    let sets = TABLES.map(|table| (format!("mikomi report … --table {}", table.name()), columns::all(table)));
    let all = runs.chain(comparisons).chain(sets);
    all.map(|(command, columns)| Described { command, columns }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_column_has_one_meaning_and_every_meaning_a_column() {
        let used: BTreeSet<&str> = tables().into_iter().flat_map(|table| table.columns).collect();
        let known: BTreeSet<&str> = MEANINGS.iter().map(|(name, ..)| *name).collect();
        assert_eq!(known.len(), MEANINGS.len(), "a name stands twice");
        assert_eq!(used.difference(&known).collect::<Vec<_>>(), Vec::<&&str>::new(), "without a meaning");
        assert_eq!(known.difference(&used).collect::<Vec<_>>(), Vec::<&&str>::new(), "in no table");
        assert!(MEANINGS.iter().all(|(_, ja, en)| !ja.is_empty() && !en.is_empty()));
    }
}
