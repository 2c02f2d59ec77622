//! How the amount of each edition follows from the plan period and from the edition before: rows that add up across.

use super::super::book::{Book, Repeated};
use super::super::sheet::Sheet;
use super::super::walks::{self, Walk};
use super::{Told, weight};
use crate::lang::{Lang, Text, text};
use crate::outcome::{BridgeEntry, EditionEntry};
use crate::report::{ReportError, words};

/// The unit stands above one of the first columns, however many there are.
const LAST: usize = 5;

impl Told<'_> {
    pub(super) fn steps(&self, book: &mut Book) -> Result<(), ReportError> {
        let about = text!(ja: "版への組替えと、版から版への増減", en: "How the amounts of editions come about");
        let mut sheet = self.sheet(text!(ja: "版の組替え", en: "Reconciliation"), about)?;
        let editions = &self.outcome().editions;
        let widest = editions.iter().filter_map(|e| e.reconciliation.first()).map(|r| r.steps.len()).max();
        sheet.name_unit((3, widest.unwrap_or(0).min(LAST) as u16 + 1))?;
        sheet.row = 4;
        let mut breaks = Vec::new();
        for (n, edition) in editions.iter().enumerate() {
            if n > 0 {
                breaks.push(sheet.row);
            }
            self.reconciliation(&mut sheet, edition)?;
            let bridges: Vec<&BridgeEntry> = self.outcome().bridges.iter().filter(|b| b.to == edition.base).collect();
            self.bridge(&mut sheet, &bridges)?;
        }
        sheet.inner.set_page_breaks(&breaks)?;
        sheet.row = 2;
        let note = text!(
            ja: "最後の欄は左の欄を足す計算式です。額は横に足し上がるよう端数を調整しています。P10・P90 は足し上がりません。",
            en: "The last column adds up those before it by formula; amounts are rounded so that they add up across. P10 and P90 do not."
        );
        sheet.line(note.get(self.lang()))?;
        book.add(sheet, Repeated::default())
    }

    fn reconciliation(&self, sheet: &mut Sheet, edition: &EditionEntry) -> Result<(), ReportError> {
        let (head, fixed) = (self.head_of(edition), self.outcome().header.fixed_period);
        let head = if fixed {
            text!(ja: "版への組替え：計画期間の額から {head}へ", en: "Reconciliation: from the plan period to the edition with {head}")
        } else {
            text!(ja: "版の内訳：{head}", en: "What makes up the edition with {head}")
        };
        let walks = edition.reconciliation.iter().filter_map(|entry| {
            let (first, others) = entry.steps.split_first()?;
            Some(Walk {
                name: self.report.name(&entry.policy),
                weight: weight(&entry.policy),
                first: self.report.figures.end(&entry.policy, None, first.amounts),
                steps: others.iter().map(|s| s.amounts).collect(),
                last: self.report.figures.end(&entry.policy, Some(edition.base), entry.edition),
                quantiles: Vec::new(),
            })
        });
        let steps = edition.reconciliation.first().map(|r| r.steps.as_slice()).unwrap_or_default();
        let mut heads: Vec<Text> = steps.iter().map(|s| words::reconciliation_step(s.step, fixed)).collect();
        heads.push(text!(ja: "この版\nでの額", en: "On the\nedition"));
        walks::table(sheet, &head, &heads, &walks.collect::<Vec<_>>())
    }

    fn bridge(&self, sheet: &mut Sheet, bridges: &[&BridgeEntry]) -> Result<(), ReportError> {
        let Some(first) = bridges.first() else { return Ok(()) };
        let [from, to] = [first.from, first.to].map(|base| [Lang::Ja, Lang::En].map(|lang| base.short(lang)));
        let ([from_ja, from_en], [to_ja, to_en]) = (from, to);
        let head = text!(ja: "版から版への増減：{from_ja}基準の版から{to_ja}基準の版へ", en: "Bridge: from the edition with base {from_en} to the one with base {to_en}");
        let end = |policy: &str, base| self.outcome().edition_entry(policy, base).map(|e| (e.sd, e.quantiles));
        let walk = |b: &&BridgeEntry| Walk {
            name: self.report.name(&b.policy),
            weight: weight(&b.policy),
            first: self.report.figures.end(&b.policy, Some(b.from), b.before),
            steps: b.steps.iter().map(|s| s.amounts).collect(),
            last: self.report.figures.end(&b.policy, Some(b.to), b.after),
            quantiles: walks::quantiles(
                end(&b.policy, b.from),
                b.steps.iter().map(|s| Some((s.sd, s.quantiles))).collect(),
                end(&b.policy, b.to),
            ),
        };
        walks::table(sheet, &head, &bridge_heads(first), &bridges.iter().map(walk).collect::<Vec<_>>())
    }
}

/// The heads of a bridge: the edition before, the steps, the edition after.
fn bridge_heads(bridge: &BridgeEntry) -> Vec<Text> {
    let [from, to] = [bridge.from, bridge.to].map(|base| [Lang::Ja, Lang::En].map(|lang| base.short(lang)));
    let ([from_ja, from_en], [to_ja, to_en]) = (from, to);
    let mut heads = vec![text!(ja: "前の版\n({from_ja}基準)", en: "Earlier\n(base {from_en})")];
    heads.extend(bridge.steps.iter().map(|s| words::bridge_step(s.step)));
    heads.push(text!(ja: "次の版\n({to_ja}基準)", en: "Later\n(base {to_en})"));
    heads
}
