//! What there is to choose from, on a sheet of its own from which the lists of the cells are taken.

use super::style::Style;
use crate::harmless::cells::{CellText, put};
use crate::lang::{Lang, Text, text};
use crate::model::class_means;
use crate::scenario::Rules;
use crate::scenario::form::FilledColumn;
use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Formula, Worksheet, XlsxError};
use std::collections::HashMap;

/// The lists.
pub(super) struct Lists {
    name: String,
    /// Each with its title.
    all: Vec<(String, Vec<String>)>,
    lang: Lang,
    /// Where the names stand that other sheets refer to, by the key of their list.
    ranges: HashMap<String, String>,
}

/// How strict a cell is about its list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    /// Nothing else can be typed.
    Only,
    /// Other things can.
    Helps,
}

/// The list of reference classes is the first.
const CLASSES: usize = 0;

impl Lists {
    pub(super) fn new(rules: &Rules, lang: Lang) -> Self {
        let Text { ja, en } = text!(ja: "参照クラス", en: "Reference classes");
        let one = |(class, mean): (&crate::model::ReferenceClass, f64)| {
            let (name, mean) = (class.name.get(lang), format!("{mean:.2}"));
            if lang == Lang::Ja {
                format!("{}（平均 {mean}：{name}）", class.id)
            } else {
                format!("{} (mean {mean}: {name})", class.id)
            }
        };
        let classes = class_means().into_iter().map(one).collect();
        let mut all = vec![(if lang == Lang::Ja { ja } else { en }, classes)];
        for (title, words) in rules.choices(lang) {
            if !all.iter().any(|(_, known)| *known == words) {
                all.push((title, words));
            }
        }
        let name = text!(ja: "選択肢", en: "Choices");
        Self { name: name.get(lang).to_owned(), all, lang, ranges: HashMap::new() }
    }

    pub(super) fn lang(&self) -> Lang {
        self.lang
    }

    /// The key by which rows of a list are referred to.
    pub(super) fn known_by(list: &str) -> &'static str {
        if list == "initiative" { "name" } else { "id" }
    }

    /// Keeps where the names of a list stand.
    pub(super) fn know(&mut self, list: &str, range: String) {
        self.ranges.insert(list.to_owned(), range);
    }

    /// Where the names stand that a column takes.
    pub(super) fn reference(&self, column: &FilledColumn) -> Option<&str> {
        self.ranges.get(column.path.last()?).map(String::as_str)
    }

    /// The list of reference classes, which helps with distributions.
    pub(super) fn of_classes(&self) -> Result<DataValidation, XlsxError> {
        self.taken_from(CLASSES, Strictness::Helps)
    }

    /// The list of these words.
    pub(super) fn of_words(&self, words: &[String]) -> Result<Option<DataValidation>, XlsxError> {
        let at = self.all.iter().position(|(_, known)| known == words);
        at.map(|at| self.taken_from(at, Strictness::Only)).transpose()
    }

    fn taken_from(&self, at: usize, strictness: Strictness) -> Result<DataValidation, XlsxError> {
        let column = rust_xlsxwriter::utility::column_number_to_name(at as u16);
        let last = self.all[at].1.len() + 1;
        list(&format!("='{}'!${column}$2:${column}${last}", self.name), strictness, self.lang)
    }

    /// The sheet.
    pub(super) fn draw(&self, style: &Style) -> Result<Worksheet, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(self.name.as_str())?.set_freeze_panes(1, 0)?;
        for (at, (title, words)) in (0..).zip(&self.all) {
            sheet.set_column_width(at, if at == 0 { 70.0 } else { 24.0 })?;
            put(&mut sheet, (0, at), &CellText::one_line(title), Some(&style.head))?;
            for (row, word) in (1..).zip(words) {
                put(&mut sheet, (row, at), &CellText::one_line(word), Some(&style.given))?;
            }
        }
        Ok(sheet)
    }
}

/// A list that is taken from cells.
pub(super) fn list(range: &str, strictness: Strictness, lang: Lang) -> Result<DataValidation, XlsxError> {
    let told = text!(ja: "一覧から選んでください。", en: "Choose from the list.");
    let list = DataValidation::new().allow_list_formula(Formula::new(range)).set_error_message(told.get(lang))?;
    Ok(match strictness {
        Strictness::Only => list.set_error_style(DataValidationErrorStyle::Stop),
        Strictness::Helps => list.show_error_message(false),
    })
}

/// Numbers alone.
pub(super) fn number(lang: Lang) -> Result<DataValidation, XlsxError> {
    use rust_xlsxwriter::DataValidationRule::Between;
    let told = text!(ja: "数を入れてください。マイナスは -100 のように書きます。", en: "Type a number; write a negative one as -100.");
    DataValidation::new().allow_decimal_number(Between(-1e15, 1e15)).set_error_message(told.get(lang))
}
