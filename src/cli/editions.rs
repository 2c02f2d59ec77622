//! `--edition`: the edition asked for must be one of each scenario.

use super::Failure;
use super::writing::all;
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, Text, text};
use crate::report::Editions;

/// Checks titles with the base years of their editions.
pub(super) fn are_there<'a>(
    wanted: Option<Editions>,
    scenarios: impl Iterator<Item = (&'a str, Vec<FiscalYear>)>,
) -> Result<(), Failure> {
    let Some(Editions::Base(base)) = wanted else { return Ok(()) };
    let lacking = scenarios.filter(|(_, bases)| !bases.contains(&base));
    let wrong: Vec<Text> = lacking.map(|(title, bases)| no_such_edition(title, &bases, base)).collect();
    all(&wrong)
}

fn no_such_edition(title: &str, bases: &[FiscalYear], base: FiscalYear) -> Text {
    if bases.is_empty() {
        return text!(
            ja: "--edition：「{title}」に財政計画の版はありません。",
            en: "--edition: '{title}' has no editions of the financial plan."
        );
    }
    let list = |lang: Lang| bases.iter().map(|base| base.short(lang)).collect::<Vec<_>>();
    let (ja, en) = (base.text().ja, base.text().en);
    let (there_ja, there_en) = (list(Lang::Ja).join("、"), list(Lang::En).join(", "));
    text!(
        ja: "--edition：「{title}」に{ja}を基準年度とする版はありません。あるのは {there_ja} です。",
        en: "--edition: '{title}' has no edition with the base year {en}. There are: {there_en}."
    )
}
