//! 年度別: the planned effect and the mean before and after, year by year.

use super::super::book::{Book, Repeated};
use super::super::face::{Face, Weight};
use super::super::run::weight;
use super::super::sheet::{Place, Sheet};
use super::Sheets;
use super::by_policy::amounts;
use crate::analysis::Difference;
use crate::fiscal::{FiscalYear, Span};
use crate::lang::{Text, text};
use crate::outcome::{Amounts, Entry, Outcome, PeriodKind};
use crate::report::ReportError;
use crate::report::compare::words;
use crate::report::words::columns as words_of_columns;
use std::collections::BTreeSet;

/// The columns before those of the years.
const NAMES: u16 = 2;
/// The rows of a policy: planned before, after and their change, then the mean likewise.
const ROWS: u32 = 6;

/// Which of the amounts.
type Of = fn(&Amounts) -> f64;
/// The same of an entry.
type OfEntry = fn(&Entry) -> f64;

/// The columns of years and behind them.
struct Columns {
    /// The years in their order, each with whether both sides have it.
    years: Vec<(FiscalYear, bool)>,
    /// The plan period, or the common years.
    sum: Option<u16>,
    /// Each side's own plan period, where the periods differ.
    own: Option<u16>,
}

impl Columns {
    fn last(&self) -> u16 {
        let years = NAMES + self.years.len() as u16 - 1;
        self.own.or(self.sum).unwrap_or(years)
    }

    fn of_years(&self) -> impl Iterator<Item = (u16, FiscalYear, bool)> {
        (NAMES..).zip(&self.years).map(|(column, (year, both))| (column, *year, *both))
    }
}

/// The amounts of a side as printed: by year, where it has the year.
type Printed = Vec<Option<f64>>;

impl Sheets<'_> {
    pub(super) fn by_year(&self, book: &mut Book) -> Result<(), ReportError> {
        let differences = &self.told.pair.comparison.differences;
        let of_years = || differences.iter().filter(|d| d.period.kind == PeriodKind::Year);
        let mut policies: Vec<&str> = of_years().map(|d| d.policy.as_str()).collect();
        policies.dedup();
        let shared: BTreeSet<FiscalYear> = of_years().map(|d| d.period.first).collect();
        let columns = self.columns(&shared);
        let about = text!(ja: "年度別の比較", en: "Comparison by fiscal year");
        let mut sheet = self.sheet(text!(ja: "年度別", en: "By year"), about)?;
        sheet.name_unit((3, columns.last()))?;
        let head = sheet.row;
        sheet.heads(&self.heads_of_columns(&columns))?;
        for policy in policies {
            self.years_of(&mut sheet, policy, &columns)?;
        }
        sheet.row += 1;
        let note = match self.told.common() {
            None => text!(
                ja: "注. 増減と計画期間の額は計算式です。年度ごとの額は、足すと計画期間の額になるよう端数を調整しています。",
                en: "Note. Changes and plan-period amounts are formulas; years are rounded so that they add up to the plan period."
            ),
            Some(_) => text!(
                ja: "注. 増減と計の欄は計算式です。年度ごとの額は、足すと共通する年度の計とそれぞれの計画期間の額になるよう端数を調整しています。増減は共通する年度だけに示しています。",
                en: "Note. Changes and sums are formulas; years are rounded so that they add up to the common years and to each plan period. Changes stand for the common years alone."
            ),
        };
        sheet.prose(note.get(self.lang()), 3)?;
        book.add(sheet, Repeated { rows: Some((head, head)), columns: NAMES })
    }

    fn columns(&self, shared: &BTreeSet<FiscalYear>) -> Columns {
        let mut all = shared.clone();
        if let Some(common) = self.told.common() {
            let periods = [self.told.pair.plan, self.told.pair.revised].map(|o| o.header.plan.outside(common));
            all.extend(periods.into_iter().flatten().flat_map(Span::years));
        }
        let years: Vec<(FiscalYear, bool)> = all.into_iter().map(|year| (year, shared.contains(&year))).collect();
        let behind = NAMES + years.len() as u16;
        let has_own = self.told.common().is_some() && self.told.pair.plan.header.fixed_period;
        let (sum, own) = (self.told.is_over_years().then_some(behind), has_own.then_some(behind + 1));
        Columns { years, sum, own }
    }

    fn heads_of_columns(&self, columns: &Columns) -> Vec<Text> {
        let pair = self.told.pair;
        let mut heads = vec![words_of_columns("")[0].clone(), text!(ja: "区分", en: "Amount")];
        heads.extend(columns.years.iter().map(|(year, both)| {
            let has = |outcome: &Outcome| outcome.header.plan.contains(*year);
            let of = if *both || has(pair.revised) { pair.revised } else { pair.plan };
            Text::same(self.told.of(of).year_head(*year))
        }));
        heads.extend(columns.sum.map(|_| match self.told.common() {
            Some(_) => text!(ja: "共通する年度の計", en: "Common years"),
            None => text!(ja: "計画期間", en: "Plan period"),
        }));
        heads.extend(columns.own.map(|_| text!(ja: "それぞれの計画期間", en: "Own plan period")));
        heads
    }

    fn years_of(&self, sheet: &mut Sheet, policy: &str, columns: &Columns) -> Result<(), ReportError> {
        let (first, weight) = (sheet.row, weight(policy));
        let whole = self.told.main().find(|d| d.policy == policy).filter(|_| columns.sum.is_some());
        let of_one = whole.is_some_and(|d| self.told.is_of_one(d));
        self.labels(sheet, policy, weight)?;
        let kinds: [(u32, Of, OfEntry); 2] = [(0, |a| a.planned, |e| e.planned), (3, |a| a.mean, |e| e.mean)];
        for (row, of, of_entry) in kinds {
            let row = first + row;
            let sides = [0, 1].map(|side| self.printed(policy, columns, side, of, of_entry));
            for (n, (amounts, sum)) in (0..).zip(&sides) {
                side(sheet, row + n, columns, amounts, *sum, weight)?;
            }
            let [(before, sum_before), (after, sum_after)] = &sides;
            let of_years = columns.of_years().zip(before.iter().zip(after));
            let changes = of_years.map(|((column, _, _), (before, after))| (column, before.zip(*after)));
            let sums = columns.sum.map(|column| (column, sum_before.zip(*sum_after)));
            for (column, both) in changes.chain(sums) {
                match both.filter(|_| !of_one) {
                    Some((before, after)) => {
                        sheet.difference(
                            (row + 2, column),
                            [(row + 1, column), (row, column)],
                            after - before,
                            weight,
                        )?;
                    }
                    None => sheet.undefined((row + 2, column), weight)?,
                }
            }
            if let Some(column) = columns.own {
                sheet.undefined((row + 2, column), weight)?;
            }
        }
        sheet.row += ROWS;
        Ok(())
    }

    fn labels(&self, sheet: &mut Sheet, policy: &str, weight: Weight) -> Result<(), ReportError> {
        let [before, after] = self.told.names().heads();
        let sides = [before, after, words::change()];
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

    /// The amounts of one side by year, and over the plan period or the common years where there is one: years that both have
    /// are rounded so that they add up to that, and the others with them to the side's own plan period.
    fn printed(
        &self,
        policy: &str,
        columns: &Columns,
        side: usize,
        of: Of,
        of_entry: OfEntry,
    ) -> (Printed, Option<f64>) {
        let outcome = [self.told.pair.plan, self.told.pair.revised][side];
        let exact = |d: &Difference| of(&amounts([d.plan, d.revised][side]));
        let whole = self.told.main().find(|d| d.policy == policy).filter(|_| columns.sum.is_some());
        let lacks = whole.is_some_and(|d| self.told.is_of_one(d) && [d.plan, d.revised][side].is_none());
        if lacks {
            return (vec![None; columns.years.len()], None);
        }
        let of_year = |year: FiscalYear| self.told.years(policy).find(|d| d.period.first == year).map_or(0.0, exact);
        let shared: Vec<f64> = columns.years.iter().filter(|(_, both)| *both).map(|(year, _)| of_year(*year)).collect();
        let sum = whole.map(exact);
        let mut shared = match sum {
            Some(sum) => self.told.money().rounded_to_add(&shared, sum),
            None => shared.into_iter().map(|amount| self.told.money().round(amount)).collect(),
        }
        .into_iter();
        let sum = sum.map(|amount| self.told.money().round(amount));
        let own = columns.years.iter().filter(|(_, both)| !both);
        let own: Vec<f64> = own.filter_map(|(year, _)| outcome.year_entry(policy, *year).map(of_entry)).collect();
        let rest = outcome.plan_entry(policy).map(of_entry).zip(sum).filter(|_| columns.own.is_some());
        let mut own = match rest {
            Some((whole, sum)) => self.told.money().rounded_to_add(&own, self.told.money().round(whole) - sum),
            None => own.into_iter().map(|amount| self.told.money().round(amount)).collect(),
        }
        .into_iter();
        let of_column = |(year, both): &(FiscalYear, bool)| match both {
            true => shared.next(),
            false => outcome.year_entry(policy, *year).and_then(|_| own.next()),
        };
        (columns.years.iter().map(of_column).collect(), sum)
    }
}

/// The amounts of a side in a row: sums are formulas.
fn side(
    sheet: &mut Sheet,
    row: u32,
    columns: &Columns,
    amounts: &Printed,
    sum: Option<f64>,
    weight: Weight,
) -> Result<(), ReportError> {
    let (mut shared, mut own): (Vec<Place>, Vec<Place>) = (Vec::new(), Vec::new());
    for ((column, _, both), amount) in columns.of_years().zip(amounts) {
        let Some(amount) = amount else {
            sheet.undefined((row, column), weight)?;
            continue;
        };
        sheet.amount((row, column), *amount, weight)?;
        own.push((row, column));
        shared.extend(both.then_some((row, column)));
    }
    if let Some(column) = columns.sum {
        match sum {
            Some(sum) => sheet.sum((row, column), &shared, sum, weight)?,
            None => sheet.undefined((row, column), weight)?,
        }
    }
    if let Some(column) = columns.own {
        let whole = amounts.iter().flatten().sum();
        if own.is_empty() {
            sheet.undefined((row, column), weight)?;
        } else {
            sheet.sum((row, column), &own, whole, weight)?;
        }
    }
    Ok(())
}
