//! The workbook: its sheets in order, and nothing in it that depends on when or where it is made.

use super::data::Table;
use super::sheet::Sheet;
use crate::harmless::{Harmless, cells};
use crate::lang::Lang;
use crate::report::ReportError;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};

/// What a sheet repeats on every page.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Repeated {
    /// The first and the last row of the headings.
    pub(super) rows: Option<(u32, u32)>,
    /// How many columns to the left.
    pub(super) columns: u16,
}

pub(super) struct Book {
    workbook: Workbook,
    lang: Lang,
    title: String,
    has_active: bool,
}

/// A4.
const PAPER: u8 = 9;
/// Inches: 25.4 mm at the top, where landscape sheets are bound.
const TOP: f64 = 1.0;

impl Book {
    /// An empty workbook; the title stands in every footer.
    pub(super) fn new(title: &str, lang: Lang) -> Result<Self, ReportError> {
        let mut workbook = Workbook::new();
        let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
        let properties = DocProperties::new().set_title(cells::one_line(title)).set_author("mikomi");
        workbook.set_properties(&properties.set_creation_datetime(&made));
        Ok(Self { workbook, lang, title: title.to_owned(), has_active: false })
    }

    pub(super) fn lang(&self) -> Lang {
        self.lang
    }

    /// Adds a sheet to be printed: A4 landscape, one page wide, headings repeated and frozen.
    pub(super) fn add(&mut self, sheet: Sheet, repeated: Repeated) -> Result<(), ReportError> {
        let mut sheet = sheet.fitted()?;
        self.paper(&mut sheet).set_print_fit_to_pages(1, 0);
        if let Some((first, last)) = repeated.rows {
            sheet.set_repeat_rows(first, last)?;
            sheet.set_freeze_panes(last + 1, repeated.columns)?;
        }
        if repeated.columns > 0 {
            sheet.set_repeat_columns(0, repeated.columns - 1)?;
        }
        if !self.has_active {
            sheet.set_active(true);
            self.has_active = true;
        }
        self.workbook.push_worksheet(sheet);
        Ok(())
    }

    /// Sets what every printed page has.
    fn paper<'s>(&self, sheet: &'s mut Worksheet) -> &'s mut Worksheet {
        sheet.set_paper_size(PAPER).set_landscape().set_screen_gridlines(false);
        sheet.set_margins(0.6, 0.6, TOP, 0.7, 0.4, 0.3);
        sheet.set_footer(format!("&L{}&C&P / &N&R&A", cells::footer(&self.title)))
    }

    /// Adds a table of data, on as many sheets as it needs.
    pub(super) fn data(&mut self, table: Table) -> Result<(), ReportError> {
        table.sheets()?.into_iter().for_each(|sheet| {
            self.workbook.push_worksheet(sheet);
        });
        Ok(())
    }

    pub(super) fn finish(self) -> Result<Harmless, ReportError> {
        Ok(Harmless::workbook(self.workbook)?)
    }
}
