//! What a workbook holds besides a scenario, and what of it a new workbook takes over.

use super::input;
use crate::harmless::on_one_line;
use crate::lang::{Lang, text};
use crate::scenario::Document;
use crate::scenario::form::{is_worked_out, own_sheets};
use crate::sheets::{self, Book, Content, Sheet};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What is taken over of the workbooks of a scenario, and what is not.
#[derive(Default)]
pub(super) struct Carried {
    /// The sheets that are none of the form.
    pub(super) sheets: Vec<Sheet>,
    /// How many formulas of the workbooks become values.
    formulas: usize,
    /// How many of those on sheets of one's own have no result.
    without_result: usize,
    /// How many pictures, charts and macros stay behind.
    pictures: usize,
    charts: usize,
    macros: usize,
    has_any: bool,
}

impl Carried {
    /// Reads the workbooks of a scenario once more. One of two sheets of one name stays behind.
    pub(super) fn of(document: Option<&Document>) -> Self {
        let mut carried = Self::default();
        for name in document.into_iter().flat_map(Document::file_names) {
            let bytes = input::from_disk(name).ok().filter(|bytes| sheets::is_workbook(bytes));
            if let Some(book) = bytes.and_then(|bytes| sheets::open(&bytes).ok()) {
                carried.take(book);
            }
        }
        carried
    }

    fn take(&mut self, book: Book) {
        self.has_any = true;
        let count = |is: fn(&str) -> bool| book.parts.iter().filter(|part| is(part)).count();
        self.pictures += count(|part| part.starts_with("xl/media/") || part.starts_with("Pictures/"));
        self.charts += count(|part| part.starts_with("xl/charts/chart"));
        self.macros += count(|part| part.ends_with("vbaProject.bin"));
        // What is worked out is written anew, formulas and all.
        self.formulas +=
            book.sheets.iter().filter(|sheet| !is_worked_out(sheet)).map(|sheet| sheet.formulas).sum::<usize>();
        for sheet in own_sheets(book) {
            self.without_result += contents(&sheet).filter(|content| **content == Content::NotWorkedOut).count();
            if self.sheets.iter().all(|known| known.name != sheet.name) {
                self.sheets.push(sheet);
            }
        }
    }

    /// What is taken over into a workbook, and what is not; nothing where there was no workbook.
    pub(super) fn told(&self, document: Option<&Document>, lang: Lang) -> String {
        let mut out = String::new();
        if !self.has_any {
            return out;
        }
        let mut line = |words: crate::lang::Text| {
            let _ = writeln!(out, "{}", words.get(lang));
        };
        for sheet in &self.sheets {
            let name = on_one_line(&sheet.name);
            let cells = contents(sheet).filter(|content| **content != Content::NotWorkedOut).count();
            line(
                text!(ja: "引き継ぐシート：{name}（{cells} セルの値）", en: "Sheet carried over: {name} (the values of {cells} cells)"),
            );
        }
        for column in document.map(Document::own_columns).unwrap_or_default() {
            let heading = on_one_line(&column.heading);
            line(text!(ja: "引き継ぐ列：{heading}", en: "Column carried over: {heading}"));
        }
        let mut lost = vec![text!(ja: "書式・列幅・入力規則", en: "formats, widths, input checks of your own")];
        let mut more = |number: usize, words: crate::lang::Text| lost.extend((number > 0).then_some(words));
        let Self { formulas, without_result, pictures, charts, macros, .. } = self;
        more(
            *formulas,
            text!(ja: "計算式 {formulas} 個（値になります）", en: "{formulas} formulas (their values are)"),
        );
        more(
            *without_result,
            text!(
                ja: "うち {without_result} 個は結果が保存されておらず、空のセルになります",
                en: "of which {without_result} have no saved result, and their cells stay empty"
            ),
        );
        more(*pictures, text!(ja: "画像 {pictures} 個", en: "{pictures} pictures"));
        more(*charts, text!(ja: "グラフ {charts} 個", en: "{charts} charts"));
        more(*macros, text!(ja: "マクロ", en: "macros"));
        let [ja, en] = [(Lang::Ja, "、"), (Lang::En, "; ")]
            .map(|(lang, between)| lost.iter().map(|words| words.get(lang)).collect::<Vec<_>>().join(between));
        line(text!(ja: "引き継がないもの：{ja}", en: "Not carried over: {en}"));
        out
    }

    /// What a file of TOML does not take over.
    pub(super) fn told_of_toml(&self, lang: Lang) -> String {
        let names: Vec<String> = self.sheets.iter().map(|sheet| on_one_line(&sheet.name)).collect();
        let names = lang.listed(&names);
        let words = text!(ja: "TOML に入らないシート：{names}\n", en: "Sheets that TOML has no place for: {names}\n");
        if self.sheets.is_empty() { String::new() } else { words.get(lang).to_owned() }
    }
}

fn contents(sheet: &Sheet) -> impl Iterator<Item = &Content> {
    sheet.rows.values().flat_map(BTreeMap::values)
}
