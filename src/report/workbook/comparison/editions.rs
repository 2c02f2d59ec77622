//! 版ごとの増減: each edition that both have, before and after, and the way from the one's current edition to the other's.

use super::super::book::{Book, Repeated};
use super::super::face::{Face, Weight};
use super::super::run::{bridge_heads, weight};
use super::super::walks::{self, Walk};
use super::Sheets;
use super::by_policy::Group;
use crate::analysis::Difference;
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, text};
use crate::outcome::{BridgeEntry, PeriodKind};
use crate::report::compare::Names;
use crate::report::{ReportError, words};

impl Sheets<'_> {
    pub(super) fn editions(&self, book: &mut Book) -> Result<(), ReportError> {
        let differences = &self.told.pair.comparison.differences;
        let mut bases: Vec<FiscalYear> = differences.iter().filter_map(|d| d.period.base).collect();
        bases.sort();
        bases.dedup();
        if !bases.is_empty() {
            self.by_edition(book, &bases)?;
        }
        self.bridge(book)
    }

    fn by_edition(&self, book: &mut Book, bases: &[FiscalYear]) -> Result<(), ReportError> {
        let about = text!(ja: "財政計画の版ごとの比較", en: "Comparison by edition of the financial plan");
        let mut sheet = self.sheet(text!(ja: "版ごとの増減", en: "Editions"), about)?;
        let groups = [Group::TARGET, Group::PLANNED, Group::MEAN, Group::Odds];
        let head = sheet.row;
        let wide = self.heads(&mut sheet, &groups)?;
        sheet.name_unit((3, wide - 1))?;
        for base in bases {
            let of = |d: &&Difference| d.period.base == Some(*base) && d.period.kind == PeriodKind::Edition;
            let found: Vec<&Difference> = self.told.pair.comparison.differences.iter().filter(of).collect();
            let name = self.told.edition(*base).map(|edition| words::edition(edition, self.lang()));
            sheet.text((sheet.row, 0), &name.unwrap_or_default(), Face::Name, Weight::Sum)?;
            for column in 1..wide {
                sheet.text((sheet.row, column), "", Face::Name, Weight::Sum)?;
            }
            sheet.row += 1;
            self.differences(&mut sheet, &found, &groups)?;
        }
        book.add(sheet, Repeated { rows: Some((head, head + 1)), columns: 1 })
    }

    /// From the plan's current edition to the revision's.
    fn bridge(&self, book: &mut Book) -> Result<(), ReportError> {
        let bridge = &self.told.pair.comparison.bridge;
        let Some(first) = bridge.first() else { return Ok(()) };
        let about = text!(ja: "版から版への増減", en: "From edition to edition");
        let mut sheet = self.sheet(text!(ja: "版から版へ", en: "Bridge"), about)?;
        sheet.name_unit((3, first.steps.len().min(4) as u16 + 3))?;
        let [from, to] = [first.from, first.to].map(|base| [Lang::Ja, Lang::En].map(|lang| base.short(lang)));
        let ([from_ja, from_en], [to_ja, to_en]) = (from, to);
        let Names { ja: [a_ja, b_ja], the: [a, b], .. } = self.told.names();
        let title = text!(
            ja: "{a_ja}の現在の版（{from_ja}基準）から{b_ja}の現在の版（{to_ja}基準）へ",
            en: "From {a}'s current edition (base {from_en}) to {b}'s (base {to_en})"
        );
        let pair = self.told.pair;
        let end = |outcome: &crate::outcome::Outcome, policy: &str, base| {
            outcome.edition_entry(policy, base).map(|e| (e.sd, e.quantiles))
        };
        let walk = |b: &BridgeEntry| Walk {
            name: self.told.name(&b.policy),
            weight: weight(&b.policy),
            first: b.before,
            steps: b.steps.iter().map(|s| s.amounts).collect(),
            last: b.after,
            quantiles: walks::quantiles(
                end(pair.plan, &b.policy, b.from),
                b.steps.iter().map(|s| Some((s.sd, s.quantiles))).collect(),
                end(pair.revised, &b.policy, b.to),
            ),
        };
        walks::table(&mut sheet, &title, &bridge_heads(first), &bridge.iter().map(walk).collect::<Vec<_>>())?;
        let note = text!(
            ja: "注. 最後の欄は左の欄を足す計算式です。P10・P90 は足し上がりません。",
            en: "Note. The last column adds up those before it by formula. P10 and P90 do not add up."
        );
        sheet.prose(note.get(self.lang()), 3)?;
        book.add(sheet, Repeated::default())
    }
}
