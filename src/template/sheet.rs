//! A sheet of the form: its lead, its sections with headings, rows and empty rows to go on in.

use super::choices::{Lists, Strictness, list, number};
use super::style::Style;
use crate::harmless::cells::{CellText, footer, one_line, put};
use crate::scenario::Rules;
use crate::scenario::form::{FilledColumn, FilledSection, FilledSheet, Rows};
use crate::sheets::Content;
use rust_xlsxwriter::utility::row_col_to_cell_absolute;
use rust_xlsxwriter::{DataValidation, Note, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

/// Where the sections of a sheet stand.
pub(super) struct Drawn {
    pub(super) name: String,
    pub(super) sections: Vec<Placed>,
}

/// Where a section stands.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) kind: Rows,
    /// The paths of its columns.
    pub(super) paths: Vec<Vec<String>>,
    /// The first row of data, and the last of those to be filled in.
    pub(super) rows: (u32, u32),
}

/// A4.
const PAPER: u8 = 9;
/// The widest column and the narrowest.
const WIDTHS: (f64, f64) = (48.0, 9.0);

/// The height of a line.
const LINE: f64 = 19.0;

/// Keys that plans usually state.
const USUAL: [&str; 16] = [
    "name",
    "policy",
    "targets",
    "strategy",
    "owner",
    "lineage",
    "go_ahead",
    "delay",
    "amounts",
    "recurring",
    "realisation",
    "source",
    "note",
    "horizon",
    "growth",
    "among",
];

/// Draws a sheet; gives back where its sections stand.
pub(super) fn draw(
    layout: &FilledSheet,
    lead: &[String],
    rules: &Rules,
    lists: &mut Lists,
    style: &Style,
) -> Result<(Worksheet, Vec<Placed>), XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(layout.name.as_str())?;
    let mut pen = Pen { sheet, row: 0, widths: Vec::new(), rules, lists, style };
    for line in lead {
        pen.line(line, false)?;
    }
    let mut placed = Vec::new();
    for section in &layout.sections {
        let is_empty = section.kind == Rows::Comments && section.rows.is_empty();
        if !is_empty {
            placed.push(pen.section(section, layout.sections.len() == 1)?);
        }
    }
    Ok((pen.finished()?, placed))
}

struct Pen<'a> {
    sheet: Worksheet,
    row: u32,
    widths: Vec<f64>,
    rules: &'a Rules,
    lists: &'a mut Lists,
    style: &'a Style,
}

impl Pen<'_> {
    fn line(&mut self, words: &str, is_title: bool) -> Result<(), XlsxError> {
        let format = if is_title { &self.style.section } else { &self.style.lead };
        put(&mut self.sheet, (self.row, 0), &CellText::one_line(words), Some(format))?;
        self.row += 1;
        Ok(())
    }

    fn section(&mut self, section: &FilledSection, is_alone: bool) -> Result<Placed, XlsxError> {
        self.row += u32::from(self.row > 0);
        self.line(&section.title, true)?;
        let head = self.row;
        for (at, column) in (0..).zip(&section.columns) {
            self.head(at, column)?;
        }
        if !section.columns.is_empty() {
            self.sheet.set_row_height(head, 34)?;
            self.row += 1;
            if is_alone {
                self.sheet.set_freeze_panes(self.row, if section.kind == Rows::Places { 0 } else { 2 })?;
                self.sheet.set_repeat_rows(head, head)?;
            }
        }
        let first = self.row;
        for row in &section.rows {
            for (at, content) in (0..).zip(row) {
                self.cell(at, content.as_ref(), section.columns.get(usize::from(at)))?;
            }
            let lines = row.iter().flatten().map(lines).max().unwrap_or(1);
            if lines > 1 {
                self.sheet.set_row_height(self.row, LINE * lines as f64)?;
            }
            self.row += 1;
        }
        for _ in 0..to_go_on(section) {
            for (at, column) in (0..).zip(&section.columns) {
                let format = self.format(None, Some(column)).clone();
                self.sheet.write_blank(self.row, at, &format)?;
            }
            self.row += 1;
        }
        let last = self.row.max(first + 1) - 1;
        if is_alone {
            self.fold(section)?;
        }
        self.checks(section, (first, last))?;
        if let Rows::Of(key) = &section.kind {
            let at = section.columns.iter().position(|column| column.path == [Lists::known_by(key)]);
            if let Some(at) = at {
                let [from, to] = [first, last].map(|row| row_col_to_cell_absolute(row, at as u16));
                self.lists.know(key, format!("='{}'!{from}:{to}", self.sheet.name()));
            }
        }
        let paths = section.columns.iter().map(|column| column.path.clone()).collect();
        Ok(Placed { kind: section.kind.clone(), paths, rows: (first, last) })
    }

    /// Folds away columns that few plans need, where nothing stands in them: the sign above them opens them.
    fn fold(&mut self, section: &FilledSection) -> Result<(), XlsxError> {
        let is_usual = |column: &FilledColumn| {
            let first = column.path.first().map_or("", String::as_str);
            column.is_required || USUAL.contains(&first) || !matches!(section.kind, Rows::Of(_) | Rows::Streams)
        };
        let is_empty = |at: usize| section.rows.iter().all(|row| row.get(at).is_none_or(Option::is_none));
        let mut folded: Vec<u16> = Vec::new();
        for (at, column) in section.columns.iter().enumerate() {
            if is_empty(at) && !is_usual(column) {
                folded.push(at as u16);
            }
        }
        for run in folded.chunk_by(|a, b| a + 1 == *b) {
            if let ([first, ..], [.., last]) = (run, run) {
                self.sheet.group_columns_collapsed(*first, *last)?;
            }
        }
        Ok(())
    }

    fn head(&mut self, at: u16, column: &FilledColumn) -> Result<(), XlsxError> {
        let words = match (column.is_year, self.style.unit.as_str()) {
            (true, unit) if !unit.is_empty() => format!("{}\n（{unit}）", column.head),
            _ => column.head.clone(),
        };
        let format = if column.is_required { &self.style.required } else { &self.style.head };
        put(&mut self.sheet, (self.row, at), &CellText::lines(&words), Some(format))?;
        self.widen(at, &column.head);
        if !column.meaning.is_empty() {
            let note = Note::new(one_line(&column.meaning)).add_author_prefix(false).set_width(260).set_height(110);
            self.sheet.insert_note(self.row, at, &note)?;
        }
        Ok(())
    }

    fn format(&self, content: Option<&Content>, column: Option<&FilledColumn>) -> &rust_xlsxwriter::Format {
        match (content, column) {
            (_, None) => &self.style.plain,
            (_, Some(column)) if column.is_year => &self.style.amount,
            (Some(Content::Number(_)), _) => &self.style.number,
            _ => &self.style.text,
        }
    }

    fn cell(&mut self, at: u16, content: Option<&Content>, column: Option<&FilledColumn>) -> Result<(), XlsxError> {
        let row = self.row;
        let format = self.format(content, column).clone();
        match content {
            Some(Content::Number(number)) => {
                self.sheet.write_number_with_format(row, at, *number, &format)?;
                self.widen(at, &number.to_string());
            }
            Some(Content::Truth(truth)) => {
                self.sheet.write_boolean_with_format(row, at, *truth, &format)?;
            }
            Some(Content::Text(words)) => {
                put(&mut self.sheet, (row, at), &CellText::lines(words), Some(&format))?;
                if column.is_some() {
                    words.lines().for_each(|line| self.widen(at, line));
                }
            }
            _ => {
                self.sheet.write_blank(row, at, &format)?;
            }
        }
        Ok(())
    }

    fn widen(&mut self, at: u16, words: &str) {
        let at = usize::from(at);
        if self.widths.len() <= at {
            self.widths.resize(at + 1, WIDTHS.1);
        }
        self.widths[at] = self.widths[at].max(words.width() as f64 * 1.1 + 2.0).min(WIDTHS.0);
    }

    /// Lists to choose from, and what may be typed.
    fn checks(&mut self, section: &FilledSection, (first, last): (u32, u32)) -> Result<(), XlsxError> {
        for (at, column) in (0..).zip(&section.columns) {
            if let Some(check) = self.check(column)? {
                self.sheet.add_data_validation(first, at, last, at, &check)?;
            }
        }
        if section.kind == Rows::Fields {
            // A row a field: each has its own rule.
            for row in first..=last {
                let place = section.fields.get((row - first) as usize).copied().flatten();
                if let Some(check) = place.map(|place| self.of_rule(place)).transpose()?.flatten() {
                    self.sheet.add_data_validation(row, 1, row, 1, &check)?;
                }
            }
        }
        Ok(())
    }

    fn check(&self, column: &FilledColumn) -> Result<Option<DataValidation>, XlsxError> {
        if column.is_year {
            return number(self.lists.lang()).map(Some);
        }
        let reference = self.lists.reference(column);
        match (reference, column.place) {
            (Some(range), _) => list(range, Strictness::Helps, self.lists.lang()).map(Some),
            (None, Some(place)) => self.of_rule(place),
            (None, None) => Ok(None),
        }
    }

    fn of_rule(&self, place: crate::scenario::RulePlace) -> Result<Option<DataValidation>, XlsxError> {
        if self.rules.is_distribution(place) {
            return self.lists.of_classes().map(Some);
        }
        self.lists.of_words(&self.rules.words_at(place, self.lists.lang()))
    }

    fn finished(mut self) -> Result<Worksheet, XlsxError> {
        for (at, width) in (0..).zip(&self.widths) {
            self.sheet.set_column_width(at, *width)?;
        }
        self.sheet.set_paper_size(PAPER).set_landscape().set_print_fit_to_pages(1, 0);
        self.sheet.set_footer(format!("&L{}&C&P / &N&R&A", footer(&self.style.title)));
        Ok(self.sheet)
    }
}

/// The lines of a cell.
fn lines(content: &Content) -> usize {
    if let Content::Text(words) = content { words.lines().count() } else { 1 }
}

/// How many empty rows a section has to go on in.
fn to_go_on(section: &FilledSection) -> u32 {
    match section.kind {
        Rows::Comments | Rows::Fields => 0,
        Rows::Of(_) | Rows::Places => 10,
        Rows::Streams => 20,
    }
}
