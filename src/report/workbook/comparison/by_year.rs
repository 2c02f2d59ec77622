//! 年度別: the planned effect and the mean before and after, year by year.

use super::super::book::{Book, Repeated};
use super::super::face::{Face, Weight};
use super::super::run::weight;
use super::super::sheet::{Place, Sheet};
use super::Sheets;
use super::by_policy::amounts;
use crate::analysis::Difference;
use crate::fiscal::FiscalYear;
use crate::lang::{Text, text};
use crate::money::Unit;
use crate::outcome::{Amounts, PeriodKind};
use crate::report::ReportError;
use crate::report::compare::words;
use crate::report::words::columns;

/// The columns before those of the years.
const NAMES: u16 = 2;
/// The rows of a policy: planned before, after and their change, then the mean likewise.
const ROWS: u32 = 6;

/// Which of the amounts.
type Of = fn(&Amounts) -> f64;

impl Sheets<'_> {
    pub(super) fn by_year(&self, book: &mut Book) -> Result<(), ReportError> {
        let differences = &self.told.pair.comparison.differences;
        let of_years = || differences.iter().filter(|d| d.period.kind == PeriodKind::Year);
        let mut years: Vec<FiscalYear> = of_years().map(|d| d.period.first).collect();
        years.sort();
        years.dedup();
        let mut policies: Vec<&str> = of_years().map(|d| d.policy.as_str()).collect();
        policies.dedup();
        let about = text!(ja: "年度別の比較", en: "Comparison by fiscal year");
        let mut sheet = self.sheet(text!(ja: "年度別", en: "By year"), about)?;
        let fixed = self.told.pair.plan.header.fixed_period;
        let last = NAMES + years.len() as u16 - u16::from(!fixed);
        sheet.name_unit((3, last))?;
        let head = sheet.row;
        let report = self.told.of(self.told.pair.revised);
        let mut heads = vec![columns("")[0].clone(), text!(ja: "区分", en: "Amount")];
        heads.extend(years.iter().map(|year| Text::same(report.year_head(*year))));
        heads.extend(fixed.then(|| text!(ja: "計画期間", en: "Plan period")));
        sheet.heads(&heads)?;
        for policy in policies {
            self.years_of(&mut sheet, policy, &years, fixed)?;
        }
        sheet.row += 1;
        let note = text!(
            ja: "注. 増減と計画期間の額は計算式です。年度ごとの額は、足すと計画期間の額になるよう端数を調整しています。",
            en: "Note. Changes and plan-period amounts are formulas; years are rounded so that they add up to the plan period."
        );
        sheet.prose(note.get(self.lang()), 3)?;
        book.add(sheet, Repeated { rows: Some((head, head)), columns: NAMES })
    }

    fn years_of(&self, sheet: &mut Sheet, policy: &str, years: &[FiscalYear], fixed: bool) -> Result<(), ReportError> {
        let (first, weight) = (sheet.row, weight(policy));
        let found: Vec<Option<&Difference>> =
            years.iter().map(|y| self.told.years(policy).find(|d| d.period.first == *y)).collect();
        let whole = self.told.main().find(|d| d.policy == policy).filter(|_| fixed);
        self.labels(sheet, policy, weight)?;
        let kinds: [(u32, Of); 2] = [(0, |a| a.planned), (3, |a| a.mean)];
        for (row, of) in kinds {
            let sides = [0, 1].map(|side| printed(self.told.money(), &found, whole, side, of));
            for (n, amounts) in (0..).zip(&sides) {
                for (column, amount) in (NAMES..).zip(amounts) {
                    let parts: Vec<Place> = (NAMES..column).map(|c| (first + row + n, c)).collect();
                    let at = (first + row + n, column);
                    match whole {
                        Some(_) if usize::from(column - NAMES) == years.len() => {
                            sheet.sum(at, &parts, *amount, weight)?;
                        }
                        _ => sheet.amount(at, *amount, weight)?,
                    }
                }
            }
            for (column, (before, after)) in (NAMES..).zip(sides[0].iter().zip(&sides[1])) {
                let ends = [(first + row + 1, column), (first + row, column)];
                sheet.difference((first + row + 2, column), ends, after - before, weight)?;
            }
        }
        sheet.row += ROWS;
        Ok(())
    }

    fn labels(&self, sheet: &mut Sheet, policy: &str, weight: Weight) -> Result<(), ReportError> {
        let sides = [words::before(), words::after(), words::change()];
        let kinds = [text!(ja: "計画値", en: "planned"), text!(ja: "平均", en: "mean")];
        let labels = kinds.iter().flat_map(|kind| {
            sides.iter().map(|side| {
                let (ja, en, side_ja, side_en) = (&kind.ja, &kind.en, &side.ja, &side.en);
                text!(ja: "{ja}　{side_ja}", en: "{side_en}, {en}")
            })
        });
        for (n, label) in (0..).zip(labels) {
            let name = if n == 0 { self.told.name(policy) } else { String::new() };
            sheet.text((sheet.row + n, 0), &name, Face::of_block(n as usize, ROWS as usize), weight)?;
            sheet.text((sheet.row + n, 1), label.get(self.lang()), Face::Name, weight)?;
        }
        Ok(())
    }
}

/// The amounts of one side by year, and over the plan period where there is one: rounded so that they add up to it.
fn printed(unit: Unit, years: &[Option<&Difference>], whole: Option<&Difference>, side: usize, of: Of) -> Vec<f64> {
    let exact = |d: &Difference| of(&amounts([d.plan, d.revised][side]));
    let each: Vec<f64> = years.iter().map(|d| d.map_or(0.0, exact)).collect();
    match whole.map(exact) {
        Some(total) => [unit.rounded_to_add(&each, total), vec![unit.round(total)]].concat(),
        None => each.into_iter().map(|amount| unit.round(amount)).collect(),
    }
}
