//! 取組項目別: what each initiative is planned to give after the revision, against what was planned at plan time.

use super::super::book::{Book, Repeated};
use super::super::face::{Face, Weight};
use super::super::initiatives::{NAMES, Names, heads, narrow, unallocated};
use super::super::sheet::{CellPlace, Sheet};
use super::Sheets;
use super::amounts::Rows;
use crate::analysis::{Family, FamilyKind, Member};
use crate::fiscal::{FiscalYear, Span};
use crate::lang::{Lang, Text, text};
use crate::outcome::{Breakdown, Outcome, TOTAL};
use crate::report::ReportError;
use crate::report::compare::words;
use std::ops::Range;

/// The columns behind those of the years.
#[derive(Clone, Copy)]
struct Columns {
    /// The plan period or the common years, after the revision.
    sum: u16,
    /// The same at plan time.
    before: u16,
    change: u16,
}

impl Columns {
    fn behind(years: usize) -> Self {
        let sum = NAMES + years as u16;
        Self { sum, before: sum + 1, change: sum + 2 }
    }

    fn years(self) -> Range<u16> {
        NAMES..self.sum
    }
}

impl Sheets<'_> {
    /// Nothing where the two have neither a plan period nor common years that they are compared over.
    pub(super) fn initiatives(&self, book: &mut Book) -> Result<(), ReportError> {
        let (plan, revised) = (self.told.pair.plan, self.told.pair.revised);
        let has_period = |outcome: &Outcome| outcome.plan_entry(TOTAL).is_some();
        let years = match self.told.common() {
            Some(common) => Some(common),
            None => Some(revised.header.plan).filter(|_| has_period(plan) && has_period(revised)),
        };
        let within = |outcome: &Outcome, years: Span| {
            let first = outcome.header.plan.index(years.first)?;
            Some(first..first + years.len()).filter(|_| outcome.header.plan.contains(years.last))
        };
        let Some(years) = years.filter(|_| !revised.breakdown.is_empty()) else { return Ok(()) };
        let (Some(of_plan), Some(of_revised)) = (within(plan, years), within(revised, years)) else { return Ok(()) };
        let positions = [of_plan, of_revised];
        let about = text!(ja: "取組項目別の比較（計画値）", en: "Comparison by initiative, as planned");
        let mut sheet = self.sheet(text!(ja: "取組項目別", en: "Initiatives"), about)?.with_zeros();
        let years: Vec<FiscalYear> = years.years().collect();
        let columns = Columns::behind(years.len());
        sheet.name_unit((3, columns.change))?;
        narrow(&mut sheet);
        let head = sheet.row;
        self.heads_of_years(&mut sheet, &years)?;
        let mut subtotals = Vec::new();
        for policy in self.policies_of_both() {
            subtotals.push(self.policy(&mut sheet, columns, policy, &positions)?);
        }
        self.total(&mut sheet, columns, &subtotals)?;
        sheet.row += 1;
        self.notes_on_initiatives(&mut sheet)?;
        book.add(sheet, Repeated { rows: Some((head, head + 1)), columns: NAMES })
    }

    /// The policies of the revision, then those that only the plan has.
    fn policies_of_both(&self) -> Vec<&str> {
        let all = [self.told.pair.revised, self.told.pair.plan].map(|o| o.breakdown.iter().map(|b| b.policy.as_str()));
        let mut policies: Vec<&str> = Vec::new();
        for policy in all.into_iter().flatten() {
            if !policies.contains(&policy) {
                policies.push(policy);
            }
        }
        policies
    }

    fn heads_of_years(&self, sheet: &mut Sheet, years: &[FiscalYear]) -> Result<(), ReportError> {
        let mut all: Vec<(String, String)> = heads().map(|name| (self.word(name), String::new())).into();
        let report = self.told.of(self.told.pair.revised);
        for year in years {
            let head = report.year_head(*year);
            let (year, state) = head.split_once('\n').unwrap_or((&head, ""));
            all.push((year.to_owned(), state.to_owned()));
        }
        let sum = match self.told.common() {
            Some(_) => [text!(ja: "共通する", en: "Common"), text!(ja: "年度の計", en: "years")],
            None => [text!(ja: "合計", en: "Total"), Text::default()],
        };
        let Said { a_ja, at_plan, plan_time, .. } = self.said();
        let behind = [
            sum,
            [text!(ja: "{a_ja}", en: "{at_plan}"), text!(ja: "（合計）", en: "(total)")],
            [text!(ja: "{a_ja}", en: "Against"), text!(ja: "との比較", en: "{plan_time}")],
        ];
        all.extend(behind.map(|[above, below]| (self.word(above), self.word(below))));
        Ok(sheet.two_heads(&all)?)
    }

    /// The rows of a policy and its subtotal; the row of the subtotal.
    fn policy(
        &self,
        sheet: &mut Sheet,
        columns: Columns,
        policy: &str,
        years: &[Range<usize>; 2],
    ) -> Result<u32, ReportError> {
        let pair = self.told.pair;
        let of = |all: &[Breakdown]| all.iter().position(|b| b.policy == policy);
        let sides = [&pair.plan.breakdown, &pair.revised.breakdown].map(|all| of(all).map(|at| &all[at]));
        let found = Rows::of(sides, &pair.comparison.lineages.families, years).rounded(self.told.money());
        let name = self.told.name(policy);
        let Said { a_ja, only_plan, .. } = self.said();
        let (mut names, first) = (Names::of(&name), sheet.row);
        for row in &found.rows {
            let i = row.initiative;
            let name = &i.name;
            let ended = words::family(FamilyKind::Ended);
            let (ended_ja, ended_en) = (ended.ja, ended.en.to_lowercase());
            let title = if row.has_ended() {
                text!(ja: "{name}（{ended_ja}）", en: "{name} ({ended_en})")
            } else if row.is_of_plan {
                text!(ja: "{name}（{a_ja}のみ）", en: "{name} ({only_plan})")
            } else {
                Text::same(name.clone())
            };
            let title = title.get(self.lang());
            let [strategy, owner] = [&i.strategy, &i.owner].map(|name| name.as_deref().unwrap_or(""));
            names.write(sheet, [strategy, title, owner])?;
            let of_one = self.told.common().is_some() && (row.is_of_plan || row.is_new);
            let before = Before { amount: row.before, is_none: row.is_new, is_known: row.is_known };
            line(sheet, columns, &row.by_year, before, of_one)?;
        }
        if let Some((by_year, before)) = &found.unallocated {
            names.write(sheet, ["", unallocated().get(self.lang()), ""])?;
            line(sheet, columns, by_year, Before { amount: *before, is_none: false, is_known: true }, false)?;
        }
        let subtotal = self.word(text!(ja: "小計", en: "Subtotal"));
        let rows: Vec<u32> = (first..sheet.row).collect();
        let of_one = self.told.main().any(|d| d.policy == policy && self.told.is_of_one(d));
        sums(sheet, columns, [&name, &subtotal], &rows, of_one)
    }

    fn total(&self, sheet: &mut Sheet, columns: Columns, subtotals: &[u32]) -> Result<(), ReportError> {
        let label = self.word(text!(ja: "計画値", en: "Planned"));
        sums(sheet, columns, [&self.told.name(TOTAL), &label], subtotals, false).map(|_| ())
    }

    fn notes_on_initiatives(&self, sheet: &mut Sheet) -> Result<(), ReportError> {
        let Said { a_ja, b_ja, at_plan, in_plan, in_revision, .. } = self.said();
        let mut notes = vec![
            text!(ja: "合計・小計・{a_ja}との比較は計算式です。年度の欄は{b_ja}の計画値で、決算済みの年度は実績です。端数は、縦横に足して一致するよう調整しています。", en: "Totals, subtotals and comparisons are formulas. Years hold the planned effect {in_revision}, closed years actuals; amounts are rounded so that they add up."),
            text!(ja: "基本方針だけに実績がある年度は、取組項目ごとの額が分からないため欄を空けています（0 ではありません）。空欄のある行の合計は、分かっている額の合計で、{a_ja}との比較は示しません。", en: "Where only the policy has a record, what its initiatives gave is unknown: their cells are empty, which is not 0. The total of a row with empty cells is that of what is known, and nothing is compared."),
            text!(ja: "「{a_ja}（合計）」は、その取組項目が引き継いだ{a_ja}の取組項目の計画値の合計です。新規の取組項目では「-」です。{b_ja}に引き継ぐものがその基本方針にない取組項目は、{a_ja}の額だけの行として示しています。", en: "'{at_plan}' is what the initiatives that a row goes on from were planned to give; new ones have none. What nothing goes on from in its policy has a row of its own with what was planned {in_plan}."),
        ];
        let merged = self.told.pair.comparison.lineages.families.iter().filter(|f| f.kind == FamilyKind::Merged);
        notes.extend(merged.map(|family| self.merger(family)));
        Ok(sheet.notes(notes)?)
    }

    /// What was joined or taken over, and where its amount stands.
    fn merger(&self, family: &Family) -> Text {
        let Said { a_ja, in_plan, .. } = self.said();
        let list = |members: &[Member], lang| {
            let names: Vec<&str> = members.iter().map(|m| m.name.as_str()).collect();
            names.join(if lang == Lang::Ja { "、" } else { ", " })
        };
        let name = words::family(family.kind);
        let [ja, en] =
            [Lang::Ja, Lang::En].map(|lang| [&family.before, &family.after].map(|members| list(members, lang)));
        let (kind_ja, kind_en, [before_ja, after_ja], [before_en, after_en]) = (name.ja, name.en, ja, en);
        if family.after.len() > 1 {
            return text!(
                ja: "{kind_ja}：{before_ja} → {after_ja}。{a_ja}の額は、基本方針ごとに、まとめて初めの行に示します。",
                en: "{kind_en}: {before_en} → {after_en}. In each policy the first of them shows all that was planned before."
            );
        }
        text!(
            ja: "{kind_ja}：{before_ja} → {after_ja}。{a_ja}の額は、引き継がれた取組項目の合計です。",
            en: "{kind_en}: {before_en} → {after_en}. What was planned {in_plan} is the sum of those before."
        )
    }

    /// What the two sides are called on this sheet.
    fn said(&self) -> Said {
        let names = self.told.names();
        let [a_ja, b_ja] = names.ja.map(str::to_owned);
        match names.labels {
            None => Said {
                a_ja,
                b_ja,
                at_plan: "At plan time".to_owned(),
                plan_time: "plan time".to_owned(),
                only_plan: "at plan time only".to_owned(),
                in_plan: "at plan time".to_owned(),
                in_revision: "after the revision".to_owned(),
            },
            Some([a, b]) => Said {
                a_ja,
                b_ja,
                at_plan: a.to_owned(),
                plan_time: a.to_owned(),
                only_plan: format!("{a} only"),
                in_plan: format!("in {a}"),
                in_revision: format!("in {b}"),
            },
        }
    }
}

/// What the two sides are called: in Japanese, and in the English phrases of the sheet.
struct Said {
    a_ja: String,
    b_ja: String,
    at_plan: String,
    plan_time: String,
    only_plan: String,
    in_plan: String,
    in_revision: String,
}

/// What was planned before.
#[derive(Clone, Copy)]
struct Before {
    /// What is known of it.
    amount: Option<f64>,
    /// Whether there was nothing.
    is_none: bool,
    /// Whether all of it, and of what stands beside it, is known.
    is_known: bool,
}

/// The amounts of a row: its total and its change are formulas.
fn line(
    sheet: &mut Sheet,
    columns: Columns,
    by_year: &[Option<f64>],
    before: Before,
    of_one: bool,
) -> Result<(), ReportError> {
    let row = sheet.row;
    for (column, amount) in columns.years().zip(by_year) {
        sheet.known_amount((row, column), *amount)?;
    }
    let parts: Vec<CellPlace> = columns.years().map(|column| (row, column)).collect();
    let sum = sheet.sum_of_known((row, columns.sum), &parts)?;
    if before.is_none {
        sheet.no_amount((row, columns.before))?;
    } else {
        sheet.known_amount((row, columns.before), before.amount)?;
    }
    match sum.zip(before.amount).filter(|_| before.is_known) {
        Some((sum, before)) => change(sheet, columns, sum - before, of_one, Weight::Part)?,
        None => sheet.undefined((row, columns.change), Weight::Part)?,
    }
    sheet.row += 1;
    Ok(())
}

/// The change of a row, as a formula; none of what only one of two plans with different periods has.
fn change(sheet: &mut Sheet, columns: Columns, amount: f64, of_one: bool, weight: Weight) -> Result<(), ReportError> {
    let (row, at) = (sheet.row, (sheet.row, columns.change));
    if of_one {
        return Ok(sheet.undefined(at, weight)?);
    }
    Ok(sheet.difference(at, [(row, columns.sum), (row, columns.before)], amount, weight)?)
}

/// The sums of rows, column by column; the row in which they stand.
fn sums(sheet: &mut Sheet, columns: Columns, names: [&str; 2], rows: &[u32], of_one: bool) -> Result<u32, ReportError> {
    let row = sheet.row;
    for (column, name) in (0..NAMES).zip([names[0], names[1], "", ""]) {
        sheet.text((row, column), name, Face::Name, Weight::Sum)?;
    }
    let mut found = Vec::new();
    for column in columns.years().chain([columns.before]) {
        let parts: Vec<CellPlace> = rows.iter().map(|row| (*row, column)).collect();
        let sum: f64 = parts.iter().map(|part| sheet.value(*part)).sum();
        sheet.sum((row, column), &parts, sum, Weight::Sum)?;
        found.push(sum);
    }
    let before = found.pop().unwrap_or(0.0);
    let parts: Vec<CellPlace> = columns.years().map(|column| (row, column)).collect();
    let sum: f64 = found.iter().sum();
    sheet.sum((row, columns.sum), &parts, sum, Weight::Sum)?;
    change(sheet, columns, sum - before, of_one, Weight::Sum)?;
    sheet.row += 1;
    Ok(row)
}
