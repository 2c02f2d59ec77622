//! The tables of data of runs: everything that an outcome holds, all outcomes in each table.

mod breakdown;
mod distributions;
mod joint;
mod made_by;
mod results;
mod years;

pub(super) use made_by::made_by;
pub(super) use results::{Block, Results, results};
pub(super) use years::{Years, years};

use super::data::Table;
use crate::lang::{Lang, Text, text};
use crate::outcome::Outcome;
use crate::report::facts::{Facts, Manner, bridges, reconciliations};

/// The tables after that of the results.
pub(super) fn others(outcomes: &[Outcome], lang: Lang) -> Vec<Table> {
    let manner = Manner::workbook(lang);
    let named = |name: Text, facts: Facts| Table::of(&sheet_name(name, lang), facts);
    vec![
        named(text!(ja: "分布", en: "distributions"), distributions::distributions(outcomes, manner)),
        named(text!(ja: "取組項目", en: "breakdown"), breakdown::breakdown(outcomes, manner)),
        named(text!(ja: "財政計画への読替え", en: "reconciliation"), reconciliations(outcomes, manner)),
        named(text!(ja: "版の増減", en: "bridges"), bridges(outcomes, manner)),
        named(text!(ja: "同時達成", en: "joint"), joint::joint(outcomes)),
    ]
}

/// The name of a sheet of data.
pub(super) fn sheet_name(name: Text, lang: Lang) -> String {
    let Text { ja, en } = name;
    text!(ja: "データ_{ja}", en: "data_{en}").get(lang).to_owned()
}
