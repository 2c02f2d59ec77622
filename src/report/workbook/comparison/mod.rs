//! The workbook of comparisons: for each revision its sheets to be printed, then the data of all.

mod amounts;
mod charts;
mod facts;
mod initiatives;

use super::book::Book;
use super::face::{Face, Weight};
use super::facts::{made_by, results, years};
use super::printed;
use super::sheet::Sheet;
use super::waterfall::Waterfalls;
use crate::harmless::Harmless;
use crate::lang::{Lang, Text, text};
use crate::report::compare::ComparisonReport;
use crate::report::document::Piece;
use crate::report::figures::Figures;
use crate::report::text::no_result;
use crate::report::{Compared, ReportError, Rounding};

/// The workbook of a plan against its revisions.
pub(super) fn workbook(compared: &Compared<'_>, lang: Lang) -> Result<Harmless, ReportError> {
    let title = compared.outcomes.first().map_or("", |outcome| &outcome.header.title);
    let mut book = Book::new(title, lang)?;
    let (results, years) = (results(compared.outcomes, lang), years(compared.outcomes, lang));
    let distributions = facts::distributions(compared, lang);
    let name = super::facts::sheet_name(text!(ja: "要因図", en: "waterfalls"), lang);
    let mut waterfalls = Waterfalls::new(&name, lang);
    for (number, pair) in compared.pairs().enumerate() {
        let figures = [pair.plan, pair.revised].map(|outcome| Figures::of(outcome, Rounding::Each));
        let told = ComparisonReport { pair, figures: [&figures[0], &figures[1]], lang };
        let suffix = if compared.comparisons.len() > 1 { format!(" {}", number + 1) } else { String::new() };
        let sheets = Sheets { told, number, suffix };
        if told.is_empty() {
            sheets.nothing(&mut book)?;
            continue;
        }
        for (at, name) in PRINTED {
            sheets.section(&mut book, at, name())?;
            if at == 0 {
                sheets.initiatives(&mut book)?;
            }
        }
        sheets.charts(&mut book, (&results, &years), &distributions, &mut waterfalls)?;
    }
    for table in facts::tables(compared, lang) {
        book.data(table)?;
    }
    book.data(distributions.table)?;
    book.data(results.table)?;
    book.data(waterfalls.table)?;
    book.data(years.table)?;
    book.data(made_by(compared.outcomes, lang))?;
    book.finish()
}

/// The sections that are printed: where they stand among all, and what their sheets are called.
const PRINTED: [(usize, fn() -> Text); 6] = [
    (0, || text!(ja: "総括", en: "Summary")),
    (1, || text!(ja: "年度別", en: "By year")),
    (2, || text!(ja: "見直しの要因", en: "Components")),
    (3, || text!(ja: "版別の増減", en: "Editions")),
    (4, || text!(ja: "予測精度", en: "Track record")),
    (5, || text!(ja: "最終見込額", en: "Landing")),
];

/// The sheets of one comparison.
struct Sheets<'a> {
    told: ComparisonReport<'a>,
    /// Which revision it is, from 0.
    number: usize,
    /// What stands behind the names of its sheets.
    suffix: String,
}

impl Sheets<'_> {
    fn lang(&self) -> Lang {
        self.told.lang
    }

    fn word(&self, words: Text) -> String {
        words.get(self.lang()).to_owned()
    }

    /// A sheet with what it is about and what is compared; the unit is left to the table.
    fn sheet(&self, name: Text, about: Text) -> Result<Sheet, ReportError> {
        let mut sheet =
            Sheet::new(&format!("{}{}", name.get(self.lang()), self.suffix), self.told.money(), self.lang())?;
        let period = self.told.period();
        let (ja, en, about_ja, about_en) = (period.ja, period.en, about.ja, about.en);
        let unit = self.told.unit();
        let head = text!(ja: "{about_ja}　{ja}（単位：{unit}）", en: "{about_en}, {en} (unit: {unit})");
        sheet.text((0, 0), head.get(self.lang()), Face::Title, Weight::Part)?;
        sheet.row = 1;
        for (side, outcome) in self.told.names().heads().into_iter().zip([self.told.pair.plan, self.told.pair.revised])
        {
            let (ja, en, title) = (side.ja, side.en, &outcome.header.title);
            let words = text!(ja: "{ja}：{title}", en: "{en}: {title}");
            sheet.prose(words.get(self.lang()));
        }
        sheet.row = 4;
        Ok(sheet)
    }

    /// A section with its tables, the first with the summary above it and the notes below; no sheet where it has none.
    fn section(&self, book: &mut Book, at: usize, name: Text) -> Result<(), ReportError> {
        let Some((title, pieces)) = self.told.sections().into_iter().nth(at) else { return Ok(()) };
        if !pieces.0.iter().any(|piece| matches!(piece, Piece::Table(_))) {
            return Ok(());
        }
        let mut sheet = self.sheet(name, title)?;
        if at == 0 {
            self.told.summary_lines().iter().for_each(|line| sheet.prose(line));
        }
        let repeated = printed::pieces(&mut sheet, &pieces.0)?;
        if at == 0 {
            sheet.row += 1;
            sheet.notes(self.told.notes())?;
        }
        book.add(sheet, repeated)
    }

    fn nothing(&self, book: &mut Book) -> Result<(), ReportError> {
        let about = text!(ja: "改革改善効果額の比較", en: "Comparison of the reform effect");
        let mut sheet = self.sheet(text!(ja: "総括", en: "Summary"), about)?;
        sheet.prose(no_result().get(self.lang()));
        book.add(sheet, super::book::Repeated::default())
    }
}
