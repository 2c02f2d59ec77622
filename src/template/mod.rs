//! The scenario as a workbook to be filled in: what `scenario::form` lays out, with lists to choose from, notes, checks of
//! what is typed, and a sheet that adds up.

mod balance;
mod choices;
mod own;
mod sheet;
mod style;
mod words;

use crate::fiscal::{FiscalYear, Span};
use crate::harmless::{Harmless, cells};
use crate::lang::Lang;
use crate::scenario::form::{Beside, Filled, fill};
use crate::scenario::{Document, Node, scenario_rules};
use crate::sheets::Sheet;
use balance::Balance;
use choices::Lists;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use sheet::Drawn;
use style::Style;

/// The most years that have columns where nothing stands in them.
const MOST_YEARS: i32 = 30;

/// The workbook of a scenario.
///
/// # Errors
/// Those of the writer of workbooks: more columns or rows than a sheet has.
pub fn workbook(document: &Document, lang: Lang) -> Result<Harmless, XlsxError> {
    workbook_with(document, &[], lang)
}

/// The workbook of a scenario, with sheets of a user's own behind the form.
///
/// # Errors
/// Those of the writer of workbooks: more columns or rows than a sheet has.
pub(crate) fn workbook_with(document: &Document, own: &[Sheet], lang: Lang) -> Result<Harmless, XlsxError> {
    let rules = scenario_rules();
    let root = document.root();
    let (comments, own_columns, years) = (document.comments(), document.own_columns(), years(root));
    let beside = Beside { comments: &comments, own_columns: &own_columns, years: &years };
    let filled = fill(rules, root, beside, lang);
    let mut workbook = Workbook::new();
    // The same scenario gives the same bytes: nothing says when.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = cells::one_line(root.get("title").and_then(Node::as_str).unwrap_or_default());
    let properties = DocProperties::new().set_title(title.clone()).set_author("mikomi").set_creation_datetime(&made);
    workbook.set_properties(&properties);
    let style = Style::new(&unit(root), decimals(&filled), title);
    let mut lists = Lists::new(rules, lang);
    let mut drawn = Vec::new();
    for (at, layout) in filled.sheets.iter().enumerate() {
        let lead = if at == 0 { words::guide(lang) } else { words::lead(&layout.name, lang) };
        let (worksheet, places) = sheet::draw(layout, &lead, rules, &mut lists, &style)?;
        workbook.push_worksheet(worksheet);
        drawn.push(Drawn { name: layout.name.clone(), sections: places });
    }
    if let Some(balance) = Balance::of(&filled, &drawn, lang) {
        workbook.push_worksheet(balance.draw(&style)?);
    }
    workbook.push_worksheet(lists.draw(&style)?);
    for sheet in own {
        workbook.push_worksheet(own::draw(sheet, &style)?);
    }
    Harmless::workbook(workbook)
}

/// The name of the unit.
fn unit(root: &Node) -> String {
    let unit = root.get("unit");
    let name = unit.and_then(|unit| unit.as_str().or_else(|| unit.get("name")?.as_str()));
    cells::one_line(name.unwrap_or_default())
}

/// The years of the plan.
fn years(root: &Node) -> Vec<FiscalYear> {
    let year = |key| FiscalYear::parse(&root.get("plan")?.get(key)?.name()?);
    let span = year("first").zip(year("last")).and_then(|(first, last)| Span::new(first, last));
    span.filter(|span| span.last.since(span.first) < MOST_YEARS).map(|span| span.years().collect()).unwrap_or_default()
}

/// The most decimals that an amount of the workbook has, up to three.
fn decimals(filled: &Filled) -> usize {
    use crate::sheets::Content;
    let sections = filled.sheets.iter().flat_map(|sheet| &sheet.sections);
    let amounts = sections.flat_map(|section| {
        let is_year: Vec<bool> = section.columns.iter().map(|column| column.is_year).collect();
        section.rows.iter().flat_map(move |row| row.clone().into_iter().zip(is_year.clone()))
    });
    let of = |content: Option<Content>| match content {
        Some(Content::Number(number)) => (0..3).find(|d| is_whole(number * 10_f64.powi(*d))).map_or(3, |d| d as usize),
        _ => 0,
    };
    amounts.filter(|(_, is_year)| *is_year).map(|(content, _)| of(content)).max().unwrap_or(0)
}

fn is_whole(number: f64) -> bool {
    (number - number.round()).abs() < 1e-6
}
