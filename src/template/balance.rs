//! The sheet that adds up: what the amounts come to by basic policy and year, beside the targets, with a mark where they
//! differ. Formulas, locked; what they come to is worked out here as well, for readers that do not calculate.

use super::sheet::Drawn;
use super::style::Style;
use crate::harmless::cells::{CellText, put};
use crate::lang::{Lang, text};
use crate::scenario::form::{Filled, FilledSection, Rows};
use crate::sheets::Content;
use rust_xlsxwriter::utility::row_col_to_cell_absolute;
use rust_xlsxwriter::{Formula, Worksheet, XlsxError};
use std::collections::HashMap;

/// The sheet, before it is drawn.
pub(super) struct Balance {
    lang: Lang,
    years: Vec<Year>,
    policies: Vec<Policy>,
    initiatives: Ranges,
    streams: Ranges,
}

/// A year with the columns of its amounts and targets.
struct Year {
    head: String,
    amounts: String,
    targets: String,
}

/// A policy: its id where it stands, its name, and by year what is planned and aimed at.
struct Policy {
    cell: String,
    name: String,
    planned: Vec<f64>,
    targets: Vec<f64>,
}

/// Columns by the first key of their path.
struct Ranges(Vec<(String, String)>);

impl Ranges {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, range)| range.as_str())
    }
}

/// The section of a list, where it stands, and on which sheet.
fn section<'a>(
    filled: &'a Filled,
    drawn: &'a [Drawn],
    kind: &Rows,
) -> Option<(&'a FilledSection, Ranges, String, u32)> {
    let layout = filled.sheets.iter().flat_map(|sheet| &sheet.sections).find(|section| section.kind == *kind)?;
    let (sheet, placed) =
        drawn.iter().find_map(|sheet| Some((sheet, sheet.sections.iter().find(|placed| placed.kind == *kind)?)))?;
    let (first, last) = placed.rows;
    let range = |at: usize| {
        let [from, to] = [first, last].map(|row| row_col_to_cell_absolute(row, at as u16));
        format!("'{}'!{from}:{to}", sheet.name)
    };
    let ranges = placed.paths.iter().enumerate().map(|(at, path)| (path.join("."), range(at))).collect();
    Some((layout, Ranges(ranges), sheet.name.clone(), first))
}

impl Balance {
    /// Nothing where there are no years of which both amounts and targets are stated.
    pub(super) fn of(filled: &Filled, drawn: &[Drawn], lang: Lang) -> Option<Self> {
        let (policy_rows, policies, sheet, first) = section(filled, drawn, &Rows::Of("policy".to_owned()))?;
        let (initiative_rows, initiatives, ..) = section(filled, drawn, &Rows::Of("initiative".to_owned()))?;
        let (stream_rows, streams, ..) = section(filled, drawn, &Rows::Streams)?;
        let of_year = |(path, range): &(String, String)| {
            let year = path.strip_prefix("amounts.")?;
            let targets = policies.get(&format!("targets.{year}"))?.to_owned();
            Some(Year { head: year.to_owned(), amounts: range.clone(), targets })
        };
        let years: Vec<Year> = streams.0.iter().filter_map(of_year).collect();
        if years.is_empty() || policy_rows.rows.is_empty() {
            return None;
        }
        let named = |row: usize, key: &str| words(policy_rows, row, &[key]);
        let owners = owners(initiative_rows);
        let at_id = policy_rows.columns.iter().position(|column| column.path == ["id"])?;
        let policies = (0..policy_rows.rows.len()).map(|row| {
            let id = named(row, "id").unwrap_or_default();
            let of = |section: &FilledSection, row: usize, kind: &str, year: &Year| {
                amount(section, row, &[kind, &year.head])
            };
            let planned = |year: &Year| {
                let amounts = (0..stream_rows.rows.len()).filter(|stream| {
                    let initiative = words(stream_rows, *stream, &["initiative"]).unwrap_or_default();
                    owners.get(&initiative) == Some(&id)
                });
                amounts.map(|stream| sign(stream_rows, stream) * of(stream_rows, stream, "amounts", year)).sum()
            };
            Policy {
                cell: format!("'{sheet}'!{}", row_col_to_cell_absolute(first + row as u32, at_id as u16)),
                name: named(row, "name").unwrap_or_else(|| id.clone()),
                planned: years.iter().map(planned).collect(),
                targets: years.iter().map(|year| of(policy_rows, row, "targets", year)).collect(),
            }
        });
        let policies = policies.collect();
        Some(Self { lang, years, policies, initiatives, streams })
    }

    pub(super) fn draw(&self, style: &Style) -> Result<Worksheet, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(text!(ja: "確認", en: "Check").get(self.lang))?;
        let lead = text!(
            ja: "「金額」を基本方針ごとに足した額と目標です。経費は差し引いています。足した額は年度の欄に書いた額だけで、曲線・実績・複数の方針への配分は入りません（くわしくは mikomi check）。",
            en: "The amounts by basic policy beside the targets; costs are deducted. Only what stands in the columns of years is added up, without curves, actuals and shares among policies (mikomi check tells them)."
        );
        put(&mut sheet, (0, 0), &CellText::one_line(lead.get(self.lang)), Some(&style.lead))?;
        let heads = [text!(ja: "基本方針", en: "Policy"), text!(ja: "額", en: "Amount")];
        for (at, head) in
            (0..).zip(heads.iter().map(|head| head.get(self.lang)).chain(self.years.iter().map(|y| y.head.as_str())))
        {
            put(&mut sheet, (1, at), &CellText::one_line(head), Some(&style.head))?;
        }
        sheet.set_column_width(0, 34)?.set_column_width(1, 18)?.set_freeze_panes(2, 2)?;
        for at in 0..self.years.len() as u16 {
            sheet.set_column_width(at + 2, 13)?;
        }
        for (at, policy) in (0..).zip(&self.policies) {
            self.policy(&mut sheet, 2 + 4 * at, policy, style)?;
        }
        sheet.protect();
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        Ok(sheet)
    }

    fn policy(&self, sheet: &mut Worksheet, top: u32, policy: &Policy, style: &Style) -> Result<(), XlsxError> {
        let names = [
            text!(ja: "金額の計", en: "Sum of amounts"),
            text!(ja: "目標", en: "Target"),
            text!(ja: "差", en: "Difference"),
            text!(ja: "一致", en: "Foots"),
        ];
        for (row, name) in (top..).zip(&names) {
            let of_policy = if row == top { policy.name.as_str() } else { "" };
            put(sheet, (row, 0), &CellText::one_line(of_policy), Some(&style.given))?;
            put(sheet, (row, 1), &CellText::one_line(name.get(self.lang)), Some(&style.given))?;
        }
        for (at, year) in self.years.iter().enumerate() {
            let column = at as u16 + 2;
            let (planned, target) = (policy.planned[at], policy.targets[at]);
            let cell = |row: u32| row_col_to_cell_absolute(row, column);
            let amount = |sheet: &mut Worksheet, row: u32, formula: String, result: f64| {
                let formula = Formula::new(formula).set_result(result.to_string());
                sheet.write_formula_with_format(row, column, formula, &style.given_amount).map(|_| ())
            };
            amount(sheet, top, self.planned(policy, year), planned)?;
            amount(sheet, top + 1, target_formula(policy, year), target)?;
            amount(sheet, top + 2, format!("={}-{}", cell(top), cell(top + 1)), planned - target)?;
            let differs = text!(ja: "×", en: "x");
            let differs = differs.get(self.lang);
            let shown = if (planned - target).abs() < 0.0005 { "○" } else { differs };
            let mark =
                Formula::new(format!("=IF(ABS({})<0.0005,\"○\",\"{differs}\")", cell(top + 2))).set_result(shown);
            sheet.write_formula_with_format(top + 3, column, mark, &style.mark)?;
        }
        Ok(())
    }

    /// Amounts of the streams whose initiative, known by its id or its name, is one of the policy's; costs deducted.
    fn planned(&self, policy: &Policy, year: &Year) -> String {
        let [ids, names, policies] = ["id", "name", "policy"].map(|key| self.initiatives.get(key).unwrap_or("A1:A1"));
        let (of, kinds) =
            (self.streams.get("initiative").unwrap_or("A1:A1"), self.streams.get("kind").unwrap_or("A1:A1"));
        let (cell, amounts) = (&policy.cell, &year.amounts);
        let counts = |names: &str| format!("COUNTIFS({names},{of},{policies},{cell})");
        let is_one = format!("(({}+{})>0)", counts(ids), counts(names));
        let is_cost = format!("(({kinds}=\"{COST}\")+({kinds}=\"cost\")>0)");
        format!("=SUMPRODUCT({is_one}*(1-2*{is_cost}),{amounts})")
    }
}

/// The target of a policy, by its id.
fn target_formula(policy: &Policy, year: &Year) -> String {
    let ids = policy_column(&policy.cell, &year.targets);
    format!("=SUMIF({ids},{},{})", policy.cell, year.targets)
}

/// The Japanese word for a stream of costs.
const COST: &str = "経費";

/// The column of ids in the rows of another column.
fn policy_column(cell: &str, targets: &str) -> String {
    let column =
        |cell: &str| cell.rsplit('!').next().unwrap_or_default().split('$').nth(1).unwrap_or_default().to_owned();
    let (id, own) = (column(cell), column(targets));
    targets.replace(&format!("${own}$"), &format!("${id}$"))
}

fn at<'s>(section: &'s FilledSection, row: usize, path: &[&str]) -> Option<&'s Content> {
    let at = section.columns.iter().position(|column| column.path == path)?;
    section.rows.get(row)?.get(at)?.as_ref()
}

fn words(section: &FilledSection, row: usize, path: &[&str]) -> Option<String> {
    if let Content::Text(words) = at(section, row, path)? { Some(words.clone()) } else { None }
}

fn amount(section: &FilledSection, row: usize, path: &[&str]) -> f64 {
    if let Some(Content::Number(amount)) = at(section, row, path) { *amount } else { 0.0 }
}

fn sign(streams: &FilledSection, row: usize) -> f64 {
    let kind = words(streams, row, &["kind"]).unwrap_or_default();
    if kind == COST || kind == "cost" { -1.0 } else { 1.0 }
}

/// The policies of initiatives by their ids and names.
fn owners(initiatives: &FilledSection) -> HashMap<String, String> {
    let of = |row: usize| {
        let policy = words(initiatives, row, &["policy"])?;
        Some(["name", "id"].into_iter().filter_map(move |key| Some((words(initiatives, row, &[key])?, policy.clone()))))
    };
    (0..initiatives.rows.len()).filter_map(of).flatten().collect()
}
