//! The tables of data of comparisons: all revisions in each.

use super::super::data::Table;
use super::super::facts::sheet_name;
use crate::lang::{Lang, Text, text};
use crate::outcome::Distribution;
use crate::report::facts::{self, Facts, Manner, distribution_columns};
use crate::report::{Compared, ComparisonTable};

pub(super) fn tables(compared: &Compared<'_>, lang: Lang) -> Vec<Table> {
    let manner = Manner::workbook(lang);
    let of = |(table, name): (ComparisonTable, Text)| {
        Table::of(&sheet_name(name, lang), facts::comparison(compared, table, manner))
    };
    [
        (ComparisonTable::Differences, text!(ja: "比較", en: "differences")),
        (ComparisonTable::Attribution, text!(ja: "要因", en: "attribution")),
        (ComparisonTable::Bridge, text!(ja: "版の増減", en: "bridges")),
        (ComparisonTable::Dominance, text!(ja: "優劣", en: "dominance")),
        (ComparisonTable::TrackRecord, text!(ja: "予測精度", en: "track_record")),
        (ComparisonTable::Lineages, text!(ja: "系譜", en: "lineages")),
    ]
    .map(of)
    .into()
}

/// The whole distributions of the differences, with the rows that each stands in.
pub(super) struct Distributions<'a> {
    pub(super) table: Table,
    /// By revision: each distribution with its first and last row.
    rows: Vec<(usize, &'a Distribution, (u32, u32))>,
}

impl<'a> Distributions<'a> {
    /// The rows of a distribution of a revision.
    pub(super) fn rows(&self, number: usize, is_wanted: impl Fn(&'a Distribution) -> bool) -> Option<(u32, u32)> {
        let found = self.rows.iter().find(|(n, d, _)| *n == number && is_wanted(d))?;
        Some(found.2)
    }
}

pub(super) fn distributions<'a>(compared: &Compared<'a>, lang: Lang) -> Distributions<'a> {
    let (mut facts, manner) = (Facts::new(&[&distribution_columns(compared)]), Manner::workbook(lang));
    let mut rows = Vec::new();
    for (number, pair) in compared.pairs().enumerate() {
        let comparison: &'a _ = pair.comparison;
        for d in &comparison.distributions {
            let first = facts.rows.len() as u32 + 1;
            facts.rows.extend(facts::distributions(number, &pair, d, manner));
            rows.push((number, d, (first, facts.rows.len() as u32)));
        }
    }
    let name = sheet_name(text!(ja: "増減の分布", en: "distributions"), lang);
    Distributions { table: Table::of(&name, facts), rows }
}
