//! 年度別: target, planned effect, mean and odds by year, policy by policy.

use super::super::book::{Book, Repeated};
use super::super::face::{Face, Weight};
use super::super::sheet::{Place, Sheet};
use super::summary::summed;
use super::{Told, weight};
use crate::lang::text;
use crate::outcome::{Amounts, Entry, TOTAL};
use crate::report::{ReportError, words};

/// The columns before those of the years.
const NAMES: u16 = 2;
/// The rows of a policy.
const ROWS: u32 = 5;

/// Which of the amounts a row holds.
type Of = fn(&Amounts) -> Option<f64>;

impl Told<'_> {
    pub(super) fn years(&self, book: &mut Book) -> Result<(), ReportError> {
        let about = text!(ja: "年度別の改革改善効果額", en: "Reform effect by fiscal year");
        let mut sheet = self.sheet(text!(ja: "年度別", en: "By year"), about)?;
        let years: Vec<_> = self.outcome().header.plan.years().collect();
        let whole = self.outcome().plan_entry(TOTAL).is_some();
        let last = NAMES + years.len() as u16 - u16::from(!whole);
        sheet.name_unit((2, last))?;
        let head = sheet.row;
        let mut heads = vec![self.word(words::columns("")[0].clone()), String::new()];
        heads.extend(years.iter().map(|year| self.report.year_head(*year)));
        heads.extend(whole.then(|| self.word(text!(ja: "計画期間", en: "Plan period"))));
        for (column, words) in (0..).zip(&heads) {
            sheet.text((head, column), words, Face::Head, Weight::Part)?;
        }
        sheet.row = head + 1;
        let mut above = Vec::new();
        for policy in self.report.policies() {
            let of_years = years.iter().map(|year| self.outcome().year_entry(policy, *year));
            let plan = whole.then(|| self.outcome().plan_entry(policy));
            let entries: Vec<Option<&Entry>> = of_years.chain(plan).collect();
            self.policy_by_year(&mut sheet, policy, &entries, whole, &above)?;
            above.push(sheet.row);
            sheet.row += ROWS;
        }
        sheet.row += 1;
        let note = text!(
            ja: "注. 計画値－目標、計画期間の額、合計は計算式です。達成確率は足し合わせられません。実績の確定した年度の達成確率は 0％ か 100％ です。",
            en: "Note. Differences, plan-period amounts and totals are formulas. Probabilities do not add up; those of years with settled actuals are 0% or 100%."
        );
        sheet.prose(note.get(self.lang()), 3)?;
        book.add(sheet, Repeated { rows: Some((head, head)), columns: NAMES })
    }

    /// The rows of a policy; `above` are the first rows of those that the total adds up.
    fn policy_by_year(
        &self,
        sheet: &mut Sheet,
        policy: &str,
        entries: &[Option<&Entry>],
        whole: bool,
        above: &[u32],
    ) -> Result<(), ReportError> {
        let (first, weight) = (sheet.row, weight(policy));
        let labels = [
            text!(ja: "目標", en: "Target"),
            text!(ja: "計画値", en: "Planned"),
            text!(ja: "計画値－目標", en: "Planned - target"),
            text!(ja: "平均", en: "Mean"),
            text!(ja: "達成確率", en: "P(met)"),
        ];
        for (n, label) in (0..ROWS).zip(labels) {
            let face = Face::of_block(n as usize, ROWS as usize);
            let name = if n == 0 { self.report.name(policy) } else { String::new() };
            sheet.text((first + n, 0), &name, face, weight)?;
            sheet.text((first + n, 1), label.get(self.lang()), Face::Name, weight)?;
        }
        let rows: [(u32, Of); 3] = [(0, |a| a.target), (1, |a| Some(a.planned)), (3, |a| Some(a.mean))];
        for (column, entry) in (NAMES..).zip(entries) {
            let Some(entry) = entry else { continue };
            let amounts = self.amounts(entry);
            let is_whole = whole && usize::from(column - NAMES) + 1 == entries.len();
            for (n, of) in rows {
                let at = (first + n, column);
                if is_whole {
                    let parts: Vec<Place> = (NAMES..column).map(|c| (first + n, c)).collect();
                    sheet.sum_if_any(at, &parts, of(&amounts), weight)?;
                } else {
                    let parts: Vec<Place> = above.iter().map(|row| (row + n, column)).collect();
                    summed(sheet, at, &parts, of(&amounts), weight)?;
                }
            }
            let ends = [(first + 1, column), (first, column)];
            sheet.difference_if_any((first + 2, column), ends, amounts.gap(), weight)?;
            sheet.chance_if_any((first + 4, column), entry.p_met, weight)?;
        }
        Ok(())
    }
}
