//! 取組項目別: what each initiative is planned to give by year, with subtotals by policy against the targets.

use super::super::book::{Book, Repeated};
use super::super::face::{Face, Weight};
use super::super::initiatives::{NAMES, Names, heads, narrow, unallocated};
use super::super::sheet::{CellPlace, Sheet};
use super::OutcomeSheets;
use crate::fiscal::FiscalYear;
use crate::lang::text;
use crate::outcome::{Amounts, Breakdown, Entry, InitiativeAmounts, TOTAL};
use crate::report::{ReportError, Rounding};

/// The columns of the sheet.
struct Columns {
    years: Vec<FiscalYear>,
    /// That of the plan period, where there is one; the comparison with the targets stands behind it.
    sum: Option<u16>,
}

impl Columns {
    fn of_years(&self) -> impl Iterator<Item = (u16, FiscalYear)> + '_ {
        (NAMES..).zip(self.years.iter().copied())
    }

    fn last(&self) -> u16 {
        self.sum.map_or(NAMES + self.years.len() as u16 - 1, |sum| sum + 1)
    }
}

/// A row of names and amounts.
struct NamedAmounts<'a> {
    /// Strategy class, initiative, division in charge.
    names: [&'a str; 3],
    /// By year; nothing where it is not known.
    amounts: Vec<Option<f64>>,
}

/// The rows of a policy's sums on the sheet.
struct Sums {
    planned: u32,
    target: u32,
}

impl OutcomeSheets<'_> {
    pub(super) fn initiatives(&self, book: &mut Book) -> Result<(), ReportError> {
        if self.outcome().breakdown.is_empty() {
            return Ok(());
        }
        let about = text!(ja: "取組項目別の改革改善効果額（計画値）", en: "Reform effect by initiative, as planned");
        let mut sheet = self.sheet(text!(ja: "取組項目別", en: "Initiatives"), about)?.with_zeros();
        let years: Vec<FiscalYear> = self.outcome().header.plan.years().collect();
        let sum = self.outcome().plan_entry(TOTAL).map(|_| NAMES + years.len() as u16);
        let columns = Columns { years, sum };
        sheet.name_unit((2, columns.last()))?;
        narrow(&mut sheet);
        let head = sheet.row;
        self.two_heads(&mut sheet, &columns)?;
        let mut sums = Vec::new();
        for breakdown in &self.outcome().breakdown {
            sums.push(self.policy(&mut sheet, &columns, breakdown)?);
        }
        self.total(&mut sheet, &columns, &sums)?;
        sheet.row += 1;
        self.below(&mut sheet);
        book.add(sheet, Repeated { rows: Some((head, head + 1)), columns: NAMES })
    }

    /// The years with what is known of them below.
    fn two_heads(&self, sheet: &mut Sheet, columns: &Columns) -> Result<(), ReportError> {
        let mut heads: Vec<(String, String)> = heads().map(|name| (self.word(name), String::new())).into();
        for year in &columns.years {
            let head = self.report.year_head(*year);
            let (year, state) = head.split_once('\n').unwrap_or((&head, ""));
            heads.push((year.to_owned(), state.to_owned()));
        }
        if columns.sum.is_some() {
            heads.push((self.word(text!(ja: "合計", en: "Total")), String::new()));
            let compared = [text!(ja: "計画策定時", en: "Against"), text!(ja: "との比較", en: "the targets")];
            let [above, below] = compared.map(|words| self.word(words));
            heads.push((above, below));
        }
        Ok(sheet.two_heads(&heads)?)
    }

    /// The initiatives of a policy, what is recorded for it alone, and its sums.
    fn policy(&self, sheet: &mut Sheet, columns: &Columns, breakdown: &Breakdown) -> Result<Sums, ReportError> {
        let name = self.report.name(&breakdown.policy);
        let unallocated = self.word(unallocated());
        let rows = self.rows(breakdown, &unallocated);
        let first = sheet.row;
        let mut names = Names::of(&name);
        for row in &rows {
            let at = sheet.row;
            names.write(sheet, row.names)?;
            for ((column, _), amount) in columns.of_years().zip(&row.amounts) {
                sheet.known_amount((at, column), *amount)?;
            }
            if let Some(sum) = columns.sum {
                let parts: Vec<CellPlace> = columns.of_years().map(|(column, _)| (at, column)).collect();
                sheet.sum_of_known((at, sum), &parts)?;
                sheet.text((at, sum + 1), "", Face::Name, Weight::Part)?;
            }
            sheet.row += 1;
        }
        let parts: Vec<u32> = (first..sheet.row).collect();
        let subtotal = self.word(text!(ja: "小計", en: "Subtotal"));
        self.sums(sheet, columns, [&name, &subtotal], &breakdown.policy, [&parts, &[]])
    }

    /// The rows of a policy: its initiatives, then what is recorded for it alone if anything is.
    fn rows<'b>(&self, breakdown: &'b Breakdown, unallocated: &'b str) -> Vec<NamedAmounts<'b>> {
        let names =
            |i: &'b InitiativeAmounts| [i.strategy.as_deref().unwrap_or(""), &i.name, i.owner.as_deref().unwrap_or("")];
        let of = |i: &'b InitiativeAmounts| NamedAmounts { names: names(i), amounts: i.by_year.clone() };
        let mut rows: Vec<NamedAmounts> = breakdown.initiatives.iter().map(of).collect();
        if breakdown.unallocated.iter().any(|amount| *amount != 0.0) {
            let amounts = breakdown.unallocated.iter().copied().map(Some).collect();
            rows.push(NamedAmounts { names: ["", unallocated, ""], amounts });
        }
        if self.report.figures.rounding() == Rounding::ToAdd {
            self.round(&breakdown.policy, &mut rows);
        }
        rows
    }

    /// Rounds what is known of each year so that the rows add up to the policy as it is printed.
    fn round(&self, policy: &str, rows: &mut [NamedAmounts]) {
        for (at, year) in self.outcome().header.plan.years().enumerate() {
            let known = rows.iter_mut().filter_map(|row| row.amounts.get_mut(at)?.as_mut());
            let known: Vec<&mut f64> = known.collect();
            let parts: Vec<f64> = known.iter().map(|amount| **amount).collect();
            let printed = self.outcome().year_entry(policy, year).map(|e| self.report.figures.amounts(e).planned);
            let sum = printed.unwrap_or_else(|| self.outcome().header.unit.round(parts.iter().sum()));
            for (known, amount) in known.into_iter().zip(self.outcome().header.unit.rounded_to_add(&parts, sum)) {
                *known = amount;
            }
        }
    }

    /// The sum of rows, the target, and the difference of the two. `parts` are the rows of the planned effect and those of
    /// the targets, where targets are sums.
    fn sums(
        &self,
        sheet: &mut Sheet,
        columns: &Columns,
        names: [&str; 2],
        policy: &str,
        parts: [&[u32]; 2],
    ) -> Result<Sums, ReportError> {
        let rows = Sums { planned: sheet.row, target: sheet.row + 1 };
        let labels = [
            names[1].to_owned(),
            self.word(text!(ja: "目標", en: "Target")),
            self.word(text!(ja: "目標との差", en: "Less the target")),
        ];
        for (n, label) in (0..3_u32).zip(labels) {
            let (row, face) = (sheet.row + n, Face::of_block(n as usize, 3));
            sheet.text((row, 0), if n == 0 { names[0] } else { "" }, face, Weight::Sum)?;
            sheet.text((row, 1), &label, Face::Name, Weight::Sum)?;
            sheet.text((row, 2), "", Face::Name, Weight::Sum)?;
            sheet.text((row, 3), "", Face::Name, Weight::Sum)?;
        }
        for (column, year) in columns.of_years() {
            let entry = self.outcome().year_entry(policy, year);
            self.column_sums(sheet, &rows, column, entry, parts)?;
        }
        if let Some(sum) = columns.sum {
            self.plan_sums(sheet, &rows, columns, sum, policy)?;
        }
        sheet.row += 3;
        Ok(rows)
    }

    fn column_sums(
        &self,
        sheet: &mut Sheet,
        rows: &Sums,
        column: u16,
        entry: Option<&Entry>,
        [planned, targets]: [&[u32]; 2],
    ) -> Result<(), ReportError> {
        let printed = entry.map_or_else(Amounts::default, |e| self.amounts(e));
        let places = |rows: &[u32]| rows.iter().map(|row| (*row, column)).collect::<Vec<CellPlace>>();
        summed(sheet, (rows.planned, column), &places(planned), Some(printed.planned), Weight::Sum)?;
        summed(sheet, (rows.target, column), &places(targets), printed.target, Weight::Sum)?;
        let ends = [(rows.planned, column), (rows.target, column)];
        Ok(sheet.difference_if_any((rows.target + 1, column), ends, printed.gap(), Weight::Sum)?)
    }

    /// The sums over the plan period, and how the planned effect compares with the target.
    fn plan_sums(
        &self,
        sheet: &mut Sheet,
        rows: &Sums,
        columns: &Columns,
        sum: u16,
        policy: &str,
    ) -> Result<(), ReportError> {
        let printed = self.outcome().plan_entry(policy).map_or_else(Amounts::default, |e| self.amounts(e));
        let difference = printed.gap();
        for (row, amount) in [(rows.planned, Some(printed.planned)), (rows.target, printed.target)] {
            let parts: Vec<CellPlace> = columns.of_years().map(|(column, _)| (row, column)).collect();
            sheet.sum_if_any((row, sum), &parts, amount, Weight::Sum)?;
        }
        let ends = [(rows.planned, sum), (rows.target, sum)];
        sheet.difference_if_any((rows.target + 1, sum), ends, difference, Weight::Sum)?;
        sheet.difference_if_any((rows.planned, sum + 1), ends, difference, Weight::Sum)?;
        for row in [rows.target, rows.target + 1] {
            sheet.text((row, sum + 1), "", Face::Name, Weight::Sum)?;
        }
        Ok(())
    }

    fn total(&self, sheet: &mut Sheet, columns: &Columns, policies: &[Sums]) -> Result<(), ReportError> {
        let [planned, targets]: [Vec<u32>; 2] =
            [policies.iter().map(|p| p.planned).collect(), policies.iter().map(|p| p.target).collect()];
        let name = self.report.name(TOTAL);
        let label = self.word(text!(ja: "計画値", en: "Planned"));
        self.sums(sheet, columns, [&name, &label], TOTAL, [&planned, &targets])?;
        Ok(())
    }

    fn below(&self, sheet: &mut Sheet) {
        let notes = [
            text!(ja: "注1. 小計・合計・目標との差は計算式です。「計画策定時との比較」は、計画値から目標（計画策定時の額）を引いた額です。", en: "Note 1. Subtotals, totals and differences are formulas. The comparison is the planned effect less the target set when the plan was made."),
            text!(ja: "注2. 決算済みの年度は実績です。基本方針だけに実績がある年度は、取組項目ごとの額が分からないため欄を空け（0 ではありません）、実績を「取組項目に割り振られていない実績」の行に示します。空欄のある行の合計は、分かっている額の合計です。", en: "Note 2. Closed years hold actuals. Where only the policy has a record, what its initiatives gave is unknown: their cells are empty, which is not 0, and the record stands in the row of actuals not allocated. The total of a row with empty cells is that of what is known."),
            text!(ja: "注3. 取組項目の行の「計画策定時との比較」は空欄です。目標は基本方針ごとに定めた額で、計画策定時の取組項目ごとの額は見直し後の計画にないためです。取組項目ごとの比較は、計画策定時の計画と比べた表（mikomi compare --format xlsx）の取組項目別のシートにあります。", en: "Note 3. Initiatives have no comparison: targets are set by policy, and a plan does not hold what its initiatives were planned to give when it was first made. The sheet of initiatives of a comparison with the plan at plan time (mikomi compare --format xlsx) has one."),
        ];
        notes.iter().for_each(|note| sheet.prose(note.get(self.lang())));
    }
}

/// The amount of a part as it is; of a sum, as a formula of its parts.
fn summed(
    sheet: &mut Sheet,
    at: CellPlace,
    parts: &[CellPlace],
    amount: Option<f64>,
    weight: Weight,
) -> Result<(), ReportError> {
    if weight == Weight::Sum && !parts.is_empty() {
        Ok(sheet.sum_if_any(at, parts, amount, weight)?)
    } else {
        Ok(sheet.amount_if_any(at, amount, weight)?)
    }
}
