//! What stands where on the sheets: sections, headings, and what a heading means.

use super::super::TITLE;
use super::super::labels::{means, plain};
use super::super::layout::{FormColumn, Holds, Rows, Section, SheetLayout, layout};
use crate::fiscal::FiscalYear;
use crate::lang::Text;
use crate::scenario::rules::Rules;
use crate::scenario::schema;
use crate::scenario::types::WHOLE_PERIOD;
use crate::sheets::{Book, Content, Sheet};
use std::collections::BTreeMap;

/// Every section with the names of its sheet.
pub(super) fn sections(rules: &Rules) -> Vec<(String, String, Section)> {
    let of = |sheet: SheetLayout| {
        let Text { ja, en } = sheet.name;
        sheet.sections.into_iter().map(move |section| (ja.clone(), en.clone(), section))
    };
    layout(rules).into_iter().flat_map(of).collect()
}

/// Whether a workbook has any section of the form.
pub(in crate::scenario::form) fn has_sections(book: &Book) -> bool {
    let sections = sections(schema::of_scenario());
    book.sheets.iter().any(|sheet| !parts(sheet, &sections).is_empty())
}

/// The sheets that hold no section, and are not worked out from those that do.
pub(in crate::scenario::form) fn own_sheets(book: Book) -> Vec<Sheet> {
    let sections = sections(schema::of_scenario());
    let is_of_form = |sheet: &Sheet| {
        let is_called = |name: &str| plain(name) == plain(&sheet.name);
        is_worked_out(sheet)
            || sections.iter().any(|(ja, en, _)| is_called(ja) || is_called(en))
            || !parts(sheet, &sections).is_empty()
    };
    book.sheets.into_iter().filter(|sheet| !is_of_form(sheet)).collect()
}

/// Whether a sheet is worked out from the others, and written anew.
pub(in crate::scenario::form) fn is_worked_out(sheet: &Sheet) -> bool {
    WORKED_OUT.iter().any(|name| plain(name) == plain(&sheet.name))
}

/// What those sheets are called.
const WORKED_OUT: [&str; 4] = ["確認", "Check", "選択肢", "Choices"];

/// A section as it was found on a sheet.
pub(super) struct FoundSection<'s> {
    pub(super) section: &'s Section,
    pub(super) head: Option<(u32, &'s BTreeMap<u32, Content>)>,
    pub(super) rows: Vec<(u32, &'s BTreeMap<u32, Content>)>,
}

/// The sections of a sheet: each begins with its title, or on a sheet of the form with its headings.
pub(super) fn parts<'s>(sheet: &'s Sheet, sections: &'s [(String, String, Section)]) -> Vec<FoundSection<'s>> {
    let is_named = |ja: &str, en: &str| [ja, en].iter().any(|name| plain(name) == plain(&sheet.name));
    let begin = |section| FoundSection { section, head: None, rows: Vec::new() };
    let of_sheet = sections.iter().find(|(ja, en, _)| is_named(ja, en)).map(|(.., section)| section);
    let mut current = of_sheet.filter(|section| section.rows != Rows::Comments).map(begin);
    let mut parts = Vec::new();
    for (row, cells) in &sheet.rows {
        if let Some(section) = titled(cells, sections) {
            parts.extend(current.take().filter(FoundSection::has_begun));
            current = Some(begin(section));
            continue;
        }
        let Some(part) = &mut current else { continue };
        match part.head {
            None if part.section.rows != Rows::Comments => {
                part.head = is_head(part.section, cells).then_some((*row, cells));
            }
            _ => part.rows.push((*row, cells)),
        }
    }
    parts.extend(current.filter(FoundSection::has_begun));
    parts
}

/// The section whose title stands alone in a row.
pub(super) fn titled<'s>(
    cells: &BTreeMap<u32, Content>,
    sections: &'s [(String, String, Section)],
) -> Option<&'s Section> {
    let only = cells.values().next().filter(|_| cells.len() == 1)?;
    let title = plain(as_text(only)?.trim().strip_prefix(TITLE)?);
    let is_titled = |section: &&Section| [&section.title.ja, &section.title.en].iter().any(|own| plain(own) == title);
    sections.iter().map(|(.., section)| section).find(is_titled)
}

impl FoundSection<'_> {
    fn has_begun(&self) -> bool {
        self.head.is_some() || self.section.rows == Rows::Comments && !self.rows.is_empty()
    }
}

pub(super) fn as_text(content: &Content) -> Option<&str> {
    if let Content::Text(text) = content { Some(text) } else { None }
}

/// Whether two cells or more are headings of a section.
pub(super) fn is_head(section: &Section, cells: &BTreeMap<u32, Content>) -> bool {
    cells.values().filter_map(as_text).filter(|typed| matches!(heading(section, typed), Some(Head::At(..)))).count()
        >= 2
}

/// What a heading means.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Head {
    /// The column by its position, and the year, where it has one for each.
    At(usize, Option<String>),
    /// What is worked out from other cells.
    WorkedOut,
}

/// The keys of the headings of fields and of places.
pub(super) const FIELD: [&str; 2] = ["item", "content"];
pub(super) const PLACE: [&str; 3] = ["place", "item", "content"];

pub(super) fn heading(section: &Section, typed: &str) -> Option<Head> {
    let own: &[&str] = match section.rows {
        Rows::Fields => &FIELD,
        Rows::Places => &PLACE,
        _ => return column(&section.columns, typed).or_else(|| means(typed, "sum").then_some(Head::WorkedOut)),
    };
    own.iter().position(|key| means(typed, key)).map(|at| Head::At(at, None))
}

/// The column of a name, and the year that stands after it.
pub(super) fn column(columns: &[FormColumn], typed: &str) -> Option<Head> {
    let bare = plain(typed);
    let names = |column: &FormColumn| [plain(&column.label.ja), plain(&column.label.en), plain(&column.path.join("."))];
    let whole = columns.iter().position(|c| !matches!(c.holds, Holds::Years(_)) && names(c).contains(&bare));
    if let Some(at) = whole {
        return Some(Head::At(at, None));
    }
    let of_years = columns.iter().enumerate().filter(|(_, column)| matches!(column.holds, Holds::Years(_)));
    let with_year = of_years.flat_map(|(at, column)| names(column).into_iter().map(move |name| (at, name)));
    let fitting = with_year.filter_map(|(at, name)| {
        let year = bare.strip_prefix(&name)?;
        let is_year = FiscalYear::parse(year).is_some() || WHOLE_PERIOD.contains(&year);
        is_year.then(|| (name.len(), at, as_typed(year)))
    });
    fitting.max_by_key(|(length, ..)| *length).map(|(_, at, year)| Head::At(at, Some(year)))
}

/// A year as the file format has it: with a capital letter.
pub(super) fn as_typed(year: &str) -> String {
    if WHOLE_PERIOD.contains(&year) { year.to_owned() } else { year.to_uppercase() }
}
