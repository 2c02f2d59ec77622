//! How the amount of each edition follows from the plan period and from the edition before: rows that add up across.

use super::super::face::{Face, Weight};
use super::super::sheet::{Place, Sheet};
use super::{Told, weight};
use crate::lang::{Text, text};
use crate::money::rounded_walk;
use crate::outcome::{Amounts, BridgeEntry, EditionEntry};
use crate::report::{ReportError, words};

/// Which of the amounts of a step.
type Of = fn(&Amounts) -> f64;

/// Amounts that lead from the first to the last.
struct Walk<'a> {
    policy: &'a str,
    first: Amounts,
    steps: Vec<Amounts>,
    last: Amounts,
}

impl Told<'_> {
    pub(super) fn steps(&self, sheet: &mut Sheet) -> Result<(), ReportError> {
        let fixed = self.outcome().header.fixed_period;
        for edition in &self.outcome().editions {
            self.reconciliation(sheet, edition, fixed)?;
            let bridges: Vec<&BridgeEntry> = self.outcome().bridges.iter().filter(|b| b.to == edition.base).collect();
            self.bridge(sheet, &bridges)?;
        }
        let note = text!(
            ja: "注. 組替え・増減の表の最後の欄は左の欄を足す計算式です。額は横に足し上がるよう端数を調整しています。",
            en: "Note. The last column of these tables adds up those before it by formula; amounts are rounded so that they add up across."
        );
        Ok(sheet.prose(note.get(self.lang()), 3)?)
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
            Some(Walk { policy: &entry.policy, first: first.amounts, steps, last: entry.edition })
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
        let walk = |b: &&'_ BridgeEntry| (b.before, b.steps.iter().map(|s| s.amounts).collect::<Vec<_>>(), b.after);
        let walks = bridges.iter().map(|b| {
            let (first, steps, last) = walk(b);
            Walk { policy: &b.policy, first, steps, last }
        });
        self.walks(sheet, head, &heads, &walks.collect::<Vec<_>>())
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
        let says = |at: usize| rows.iter().flatten().any(|row| row.get(at).is_some_and(|amount| *amount != 0.0));
        let kept: Vec<usize> = (0..=last).filter(|at| *at == 0 || *at == last || says(*at)).collect();
        sheet.text((sheet.row, 0), title.get(self.lang()), Face::Section, Weight::Part)?;
        sheet.row += 1;
        let names = [words::columns("")[0].clone(), text!(ja: "区分", en: "Amount")];
        let shown: Vec<Text> = names.into_iter().chain(kept.iter().filter_map(|at| heads.get(*at).cloned())).collect();
        self.heads(sheet, &shown)?;
        for (walk, of_policy) in walks.iter().zip(&rows) {
            let weight = weight(walk.policy);
            for (n, ((label, _), amounts)) in kinds.iter().zip(of_policy).enumerate() {
                let row = sheet.row;
                let face = if n == 0 { Face::NameAbove } else { Face::NameBelow };
                let name = if n == 0 { self.report.name(walk.policy) } else { String::new() };
                sheet.text((row, 0), &name, face, weight)?;
                sheet.text((row, 1), label.get(self.lang()), Face::Middle, weight)?;
                self.walk(sheet, amounts, &kept, weight)?;
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
        sheet.row += 1;
        Ok(())
    }
}
