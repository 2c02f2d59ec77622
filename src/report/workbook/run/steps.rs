//! How the amount of each edition follows from the plan period and from the edition before: rows that add up across.

use super::super::book::{Book, Repeated};
use super::super::face::{Face, Weight};
use super::super::sheet::{Place, Sheet};
use super::{Told, weight};
use crate::lang::{Text, text};
use crate::money::rounded_walk;
use crate::outcome::{Amounts, BridgeEntry, EditionEntry, Quantiles};
use crate::report::{ReportError, words};

/// Which of the amounts of a step.
type Of = fn(&Amounts) -> f64;

/// Amounts that lead from the first to the last.
struct Walk<'a> {
    policy: &'a str,
    first: Amounts,
    steps: Vec<Amounts>,
    last: Amounts,
    /// Rows of quantiles, which do not add up: nothing where a step is certain.
    quantiles: Vec<(&'static str, Vec<Option<f64>>)>,
}

impl Told<'_> {
    pub(super) fn steps(&self, book: &mut Book) -> Result<(), ReportError> {
        let fixed = self.outcome().header.fixed_period;
        let about = text!(ja: "版への組替えと、版から版への増減", en: "How the amounts of editions come about");
        let mut sheet = self.sheet(text!(ja: "版の組替え", en: "Reconciliation"), about)?;
        let widest = self.outcome().editions.iter().filter_map(|e| e.reconciliation.first()).map(|r| r.steps.len());
        self.unit(&mut sheet, (3, widest.max().unwrap_or(0).min(5) as u16 + 1))?;
        sheet.row = 4;
        let mut breaks = Vec::new();
        for (n, edition) in self.outcome().editions.iter().enumerate() {
            if n > 0 {
                breaks.push(sheet.row);
            }
            self.reconciliation(&mut sheet, edition, fixed)?;
            let bridges: Vec<&BridgeEntry> = self.outcome().bridges.iter().filter(|b| b.to == edition.base).collect();
            self.bridge(&mut sheet, &bridges)?;
        }
        sheet.inner.set_page_breaks(&breaks)?;
        sheet.row = 2;
        let note = text!(
            ja: "注. 組替え・増減の表の最後の欄は左の欄を足す計算式です。額は横に足し上がるよう端数を調整しています。",
            en: "Note. The last column of these tables adds up those before it by formula; amounts are rounded so that they add up across."
        );
        sheet.prose(note.get(self.lang()), 3)?;
        book.add(sheet, Repeated::default())
    }

    fn reconciliation(&self, sheet: &mut Sheet, edition: &EditionEntry, fixed: bool) -> Result<(), ReportError> {
        let head = self.head_of(edition);
        let head = if fixed {
            text!(ja: "版への組替え：計画期間の額から {head}へ", en: "Reconciliation: from the plan period to the edition with {head}")
        } else {
            text!(ja: "版の内訳：{head}", en: "What makes up the edition with {head}")
        };
        let walks = edition.reconciliation.iter().filter_map(|entry| {
            let (first, others) = entry.steps.split_first()?;
            let steps = others.iter().map(|s| s.amounts).collect();
            Some(Walk {
                policy: &entry.policy,
                first: first.amounts,
                steps,
                last: entry.edition,
                quantiles: Vec::new(),
            })
        });
        let steps = edition.reconciliation.first().map(|r| r.steps.as_slice()).unwrap_or_default();
        let mut heads: Vec<Text> = steps.iter().map(|s| words::reconciliation_step(s.step, fixed)).collect();
        heads.push(text!(ja: "この版\nでの額", en: "On the\nedition"));
        self.walks(sheet, head, &heads, &walks.collect::<Vec<_>>())
    }

    fn bridge(&self, sheet: &mut Sheet, bridges: &[&BridgeEntry]) -> Result<(), ReportError> {
        let Some(first) = bridges.first() else { return Ok(()) };
        let [[from_ja, from_en], [to_ja, to_en]] = [first.from, first.to].map(|base| self.short(base));
        let head = text!(ja: "版から版への増減：{from_ja}基準の版から{to_ja}基準の版へ", en: "Bridge: from the edition with base {from_en} to the one with base {to_en}");
        let mut heads = vec![text!(ja: "前の版\n({from_ja}基準)", en: "Earlier\n(base {from_en})")];
        heads.extend(first.steps.iter().map(|s| words::bridge_step(s.step)));
        heads.push(text!(ja: "次の版\n({to_ja}基準)", en: "Later\n(base {to_en})"));
        let walks = bridges.iter().map(|b| Walk {
            policy: &b.policy,
            first: b.before,
            steps: b.steps.iter().map(|s| s.amounts).collect(),
            last: b.after,
            quantiles: self.quantiles(b),
        });
        self.walks(sheet, head, &heads, &walks.collect::<Vec<_>>())
    }

    /// P10 and P90 of what is uncertain in a bridge; no rows where nothing is.
    fn quantiles(&self, b: &BridgeEntry) -> Vec<(&'static str, Vec<Option<f64>>)> {
        let is_uncertain = |sd: Option<f64>| sd.is_some_and(|sd| sd > 0.0);
        if !b.steps.iter().any(|s| is_uncertain(s.sd)) {
            return Vec::new();
        }
        let end = |base| self.outcome().edition_entry(&b.policy, base).map(|e| (e.sd, e.quantiles));
        let steps = b.steps.iter().map(|s| Some((s.sd, s.quantiles)));
        let all: Vec<Option<Quantiles>> = [end(b.from)]
            .into_iter()
            .chain(steps)
            .chain([end(b.to)])
            .map(|cell| cell.filter(|(sd, _)| is_uncertain(*sd)).map(|(_, q)| q))
            .collect();
        let kinds: [(&str, fn(&Quantiles) -> f64); 2] = [("P10", |q| q.p10), ("P90", |q| q.p90)];
        kinds.map(|(name, of)| (name, all.iter().map(|q| q.as_ref().map(of)).collect())).into()
    }

    /// A table of walks: three rows a policy, the last column a formula of those before it. Columns that would be nothing
    /// throughout are left out.
    fn walks(&self, sheet: &mut Sheet, title: Text, heads: &[Text], walks: &[Walk]) -> Result<(), ReportError> {
        let kinds: [(Text, Of); 3] = [
            (text!(ja: "目標", en: "Target"), |a| a.target),
            (text!(ja: "計画値", en: "Planned"), |a| a.planned),
            (text!(ja: "平均", en: "Mean"), |a| a.mean),
        ];
        let amounts = |walk: &Walk, of: Of| {
            rounded_walk(of(&walk.first), &walk.steps.iter().map(of).collect::<Vec<_>>(), of(&walk.last))
        };
        let rows: Vec<Vec<Vec<f64>>> =
            walks.iter().map(|walk| kinds.iter().map(|(_, of)| amounts(walk, *of)).collect()).collect();
        let Some(last) = heads.len().checked_sub(1).filter(|_| !rows.is_empty()) else { return Ok(()) };
        let says = |at: usize| {
            rows.iter().flatten().any(|row| row.get(at).is_some_and(|amount| *amount != 0.0))
                || walks
                    .iter()
                    .flat_map(|walk| &walk.quantiles)
                    .any(|(_, row)| row.get(at).is_some_and(Option::is_some))
        };
        let kept: Vec<usize> = (0..=last).filter(|at| *at == 0 || *at == last || says(*at)).collect();
        sheet.text((sheet.row, 0), title.get(self.lang()), Face::Section, Weight::Part)?;
        sheet.row += 1;
        let names = [words::columns("")[0].clone(), text!(ja: "区分", en: "Amount")];
        let shown: Vec<Text> = names.into_iter().chain(kept.iter().filter_map(|at| heads.get(*at).cloned())).collect();
        self.heads(sheet, &shown)?;
        for (walk, of_policy) in walks.iter().zip(&rows) {
            let (weight, all) = (weight(walk.policy), kinds.len() + walk.quantiles.len());
            let labels = kinds.iter().map(|(label, _)| label.get(self.lang()));
            for (n, label) in labels.chain(walk.quantiles.iter().map(|(label, _)| *label)).enumerate() {
                let row = sheet.row;
                let name = if n == 0 { self.report.name(walk.policy) } else { String::new() };
                sheet.text((row, 0), &name, Face::of_block(n, all), weight)?;
                sheet.text((row, 1), label, Face::Middle, weight)?;
                match (of_policy.get(n), n.checked_sub(kinds.len()).and_then(|n| walk.quantiles.get(n))) {
                    (Some(amounts), _) => self.walk(sheet, amounts, &kept, weight)?,
                    (None, Some((_, cells))) => apart(sheet, cells, &kept, weight)?,
                    (None, None) => {}
                }
                sheet.row += 1;
            }
        }
        sheet.row += 1;
        Ok(())
    }

    fn walk(&self, sheet: &mut Sheet, amounts: &[f64], kept: &[usize], weight: Weight) -> Result<(), ReportError> {
        let row = sheet.row;
        let cells: Vec<(u16, f64)> = (2..).zip(kept.iter().filter_map(|at| amounts.get(*at).copied())).collect();
        if let Some(((end, last), steps)) = cells.split_last().map(|(last, steps)| (*last, steps)) {
            for (column, amount) in steps {
                sheet.amount((row, *column), *amount, weight)?;
            }
            let parts: Vec<Place> = steps.iter().map(|(column, _)| (row, *column)).collect();
            sheet.sum((row, end), &parts, last, weight)?;
        }
        Ok(())
    }
}

/// A row of amounts that do not add up.
fn apart(sheet: &mut Sheet, cells: &[Option<f64>], kept: &[usize], weight: Weight) -> Result<(), ReportError> {
    for (column, at) in (2..).zip(kept) {
        match cells.get(*at).copied().flatten() {
            Some(amount) => sheet.amount((sheet.row, column), amount, weight)?,
            None => sheet.text((sheet.row, column), "", Face::Name, weight)?,
        }
    }
    Ok(())
}
