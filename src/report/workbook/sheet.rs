//! A sheet to be printed: cells that remember their numbers, so that sums are formulas whose results are known.

use super::face::{Face, Weight};
use super::prose::{self, Prose};
use crate::harmless::cells::{self, CellText, put};
use crate::lang::{Lang, Text, text};
use crate::money::Unit;
use crate::report::numbers::UNDEFINED;
use rust_xlsxwriter::{Formula, Worksheet, XlsxError, utility::row_col_to_cell};
use std::collections::{BTreeMap, HashMap};
use unicode_width::UnicodeWidthStr;

/// Row and column.
pub(super) type CellPlace = (u32, u16);
/// The longest formula that the format allows, with room to spare.
const LONGEST_FORMULA: usize = 8_000;
/// The widest column of names, in digits of the default font.
const WIDEST: usize = 34;

pub(super) struct Sheet {
    pub(super) inner: Worksheet,
    pub(super) lang: Lang,
    /// The unit of every amount.
    pub(super) unit: Unit,
    numbers: HashMap<CellPlace, f64>,
    widths: Vec<usize>,
    /// The widest that columns of names may be.
    widest: HashMap<u16, usize>,
    /// The texts that may need several lines: where they stand and the widths of their own lines.
    wrapped: Vec<(CellPlace, Vec<usize>)>,
    /// Words outside tables across the sheet's width.
    prose: Vec<(u32, Prose)>,
    /// Whether an amount of nothing is a 0, where cells without a number stand for what is unknown.
    has_zeros: bool,
    /// Where the next line goes.
    pub(super) row: u32,
}

impl Sheet {
    pub(super) fn new(name: &str, unit: Unit, lang: Lang) -> Result<Self, XlsxError> {
        let mut inner = Worksheet::new();
        inner.set_name(name)?;
        Ok(Self {
            inner,
            lang,
            unit,
            numbers: HashMap::new(),
            widths: Vec::new(),
            widest: HashMap::new(),
            wrapped: Vec::new(),
            prose: Vec::new(),
            has_zeros: false,
            row: 0,
        })
    }

    /// The sheet with amounts of nothing told as 0, since empty cells stand for what is unknown.
    pub(super) fn with_zeros(self) -> Self {
        Self { has_zeros: true, ..self }
    }

    pub(super) fn text(&mut self, at: CellPlace, words: &str, face: Face, weight: Weight) -> Result<(), XlsxError> {
        let words = if face.has_lines() { CellText::lines(words) } else { CellText::one_line(words) };
        if face.is_in_table() {
            let widths: Vec<usize> = words.as_str().lines().map(UnicodeWidthStr::width).collect();
            let widest = self.widest.get(&at.1).copied().unwrap_or(WIDEST);
            self.widen(at.1, widths.iter().copied().max().unwrap_or(0).min(widest));
            self.wrapped.push((at, widths));
        }
        if words.as_str().is_empty() {
            self.inner.write_blank(at.0, at.1, &face.format(weight))?;
        } else {
            put(&mut self.inner, at, &words, Some(&face.format(weight)))?;
        }
        Ok(())
    }

    /// A number; an empty cell where there is none.
    pub(super) fn number(&mut self, at: CellPlace, value: f64, face: Face, weight: Weight) -> Result<(), XlsxError> {
        if !value.is_finite() {
            return self.text(at, "", face, weight);
        }
        self.known(at, value, face);
        self.inner.write_number_with_format(at.0, at.1, value, &face.format(weight))?;
        Ok(())
    }

    /// A number with a mark behind it.
    pub(super) fn marked_number(
        &mut self,
        at: CellPlace,
        value: f64,
        face: Face,
        weight: Weight,
        mark: &str,
    ) -> Result<(), XlsxError> {
        self.known(at, value, face);
        self.inner.write_number_with_format(at.0, at.1, value, &face.marked(weight, mark))?;
        Ok(())
    }

    pub(super) fn amount(&mut self, at: CellPlace, value: f64, weight: Weight) -> Result<(), XlsxError> {
        self.number(at, value, self.face_of(value), weight)
    }

    /// The look of an amount: with the decimals of the unit, and more where it would be taken for nothing.
    pub(super) fn face_of(&self, amount: f64) -> Face {
        let decimals = self.unit.shown_decimals(amount);
        if self.has_zeros { Face::AmountOrZero(decimals) } else { Face::Amount(decimals) }
    }

    /// An amount, or an empty cell where it is not known.
    pub(super) fn known_amount(&mut self, at: CellPlace, amount: Option<f64>) -> Result<(), XlsxError> {
        match amount {
            Some(amount) => self.amount(at, amount, Weight::Part),
            None => self.text(at, "", Face::Name, Weight::Part),
        }
    }

    /// The sum of what is known, as a formula; an empty cell where nothing is.
    pub(super) fn sum_of_known(&mut self, at: CellPlace, parts: &[CellPlace]) -> Result<Option<f64>, XlsxError> {
        if !parts.iter().any(|part| self.holds(*part)) {
            self.known_amount(at, None)?;
            return Ok(None);
        }
        let sum = parts.iter().map(|part| self.value(*part)).sum();
        self.sum(at, parts, sum, Weight::Part)?;
        Ok(Some(sum))
    }

    /// An amount that there is none of.
    pub(super) fn no_amount(&mut self, at: CellPlace) -> Result<(), XlsxError> {
        self.number(at, 0.0, Face::Amount(0), Weight::Part)
    }

    /// What stands for a figure that is not defined.
    pub(super) fn undefined(&mut self, at: CellPlace, weight: Weight) -> Result<(), XlsxError> {
        self.text(at, UNDEFINED, Face::Middle, weight)
    }

    /// An amount, where it is defined.
    pub(super) fn amount_if_any(
        &mut self,
        at: CellPlace,
        amount: Option<f64>,
        weight: Weight,
    ) -> Result<(), XlsxError> {
        match amount {
            Some(amount) => self.amount(at, amount, weight),
            None => self.undefined(at, weight),
        }
    }

    /// The sum of those cells that hold a number, as a formula; the number alone where they do not add up to what is
    /// printed.
    pub(super) fn sum(
        &mut self,
        at: CellPlace,
        parts: &[CellPlace],
        printed: f64,
        weight: Weight,
    ) -> Result<(), XlsxError> {
        let held: Vec<CellPlace> = parts.iter().copied().filter(|part| self.holds(*part)).collect();
        if held.is_empty() {
            return self.amount(at, printed, weight);
        }
        let sum = held.iter().map(|part| self.value(*part)).sum();
        // Of neighbours the whole range, so that what is filled in later counts.
        let formula = range_of(parts).unwrap_or_else(|| formula_of(&held));
        self.worked_out(at, formula, Some(sum), printed, weight)
    }

    /// The same, where it is defined.
    pub(super) fn sum_if_any(
        &mut self,
        at: CellPlace,
        parts: &[CellPlace],
        printed: Option<f64>,
        weight: Weight,
    ) -> Result<(), XlsxError> {
        match printed {
            Some(printed) => self.sum(at, parts, printed, weight),
            None => self.undefined(at, weight),
        }
    }

    /// One cell less another, where it is defined.
    pub(super) fn difference_if_any(
        &mut self,
        at: CellPlace,
        ends: [CellPlace; 2],
        printed: Option<f64>,
        weight: Weight,
    ) -> Result<(), XlsxError> {
        match printed {
            Some(printed) => self.difference(at, ends, printed, weight),
            None => self.undefined(at, weight),
        }
    }

    /// One cell less another as a formula, likewise.
    pub(super) fn difference(
        &mut self,
        at: CellPlace,
        [of, less]: [CellPlace; 2],
        printed: f64,
        weight: Weight,
    ) -> Result<(), XlsxError> {
        let [a, b] = [of, less].map(|place| self.numbers.get(&place).copied());
        let formula = format!("{}-{}", row_col_to_cell(of.0, of.1), row_col_to_cell(less.0, less.1));
        self.worked_out(at, formula, a.zip(b).map(|(a, b)| a - b), printed, weight)
    }

    fn worked_out(
        &mut self,
        at: CellPlace,
        formula: String,
        result: Option<f64>,
        printed: f64,
        weight: Weight,
    ) -> Result<(), XlsxError> {
        // Adding 0 takes the sign off a zero.
        let same = |r: f64| {
            (r - printed).abs() < 1e-6 * printed.abs().max(1.0) && self.unit.round(r) == self.unit.round(printed)
        };
        let Some(result) = result.filter(|r| same(*r) && formula.len() <= LONGEST_FORMULA) else {
            return self.amount(at, printed, weight);
        };
        let result = result + 0.0;
        let face = self.face_of(result);
        self.known(at, result, face);
        let formula = Formula::new(format!("={formula}")).set_result(result.to_string());
        self.inner.write_formula_with_format(at.0, at.1, formula, &face.format(weight))?;
        Ok(())
    }

    /// Headings of two rows: what stands over several columns, and each column's own below it.
    pub(super) fn two_heads(&mut self, heads: &[(String, String)]) -> Result<(), XlsxError> {
        for (column, (above, below)) in (0..).zip(heads) {
            self.text((self.row, column), above, Face::HeadAbove, Weight::Part)?;
            self.text((self.row + 1, column), below, Face::HeadBelow, Weight::Part)?;
        }
        self.row += 2;
        Ok(())
    }

    /// The unit of amounts above the last column of a table.
    pub(super) fn name_unit(&mut self, at: CellPlace) -> Result<(), XlsxError> {
        let unit = self.unit.name(self.lang).to_owned();
        let words = text!(ja: "（単位：{unit}）", en: "(unit: {unit})");
        self.text(at, words.get(self.lang), Face::Right, Weight::Part)
    }

    /// Numbered notes under a heading.
    pub(super) fn notes(&mut self, notes: impl IntoIterator<Item = Text>) -> Result<(), XlsxError> {
        let head = text!(ja: "注", en: "Notes");
        self.text((self.row, 0), head.get(self.lang), Face::Section, Weight::Part)?;
        self.row += 1;
        let lang = self.lang;
        notes.into_iter().enumerate().for_each(|(n, note)| self.prose(&format!("{}. {}", n + 1, note.get(lang))));
        Ok(())
    }

    /// Words outside tables, in one cell across the sheet's width that is as high as they need.
    pub(super) fn prose(&mut self, words: &str) {
        for part in Prose::of(&cells::one_line(words)) {
            self.prose.push((self.row, part));
            self.row += 1;
        }
    }

    /// Leaves room for a chart of so many pixels in height, and says in which row it begins.
    pub(super) fn room(&mut self, height: u32) -> u32 {
        let first = self.row;
        self.row += (f64::from(height) / prose::PIXELS / prose::LINE).ceil() as u32 + 1;
        first
    }

    /// Keeps a column of names narrower than usual.
    pub(super) fn narrow(&mut self, column: u16, widest: usize) {
        self.widest.insert(column, widest);
    }

    /// The number in a cell; 0 where it holds none.
    pub(super) fn value(&self, at: CellPlace) -> f64 {
        self.numbers.get(&at).copied().unwrap_or(0.0)
    }

    /// Whether a cell holds a number.
    pub(super) fn holds(&self, at: CellPlace) -> bool {
        self.numbers.contains_key(&at)
    }

    pub(super) fn widen(&mut self, column: u16, width: usize) {
        let column = usize::from(column);
        if self.widths.len() <= column {
            self.widths.resize(column + 1, 4);
        }
        self.widths[column] = self.widths[column].max(width);
    }

    fn known(&mut self, at: CellPlace, value: f64, face: Face) {
        self.numbers.insert(at, value);
        let is_amount = matches!(face, Face::Amount(_) | Face::AmountOrZero(_));
        let width = if is_amount { self.unit.in_table(value).width() + 3 } else { 9 };
        self.widen(at.1, width);
    }

    /// Sets the widths of columns, and the heights of all rows by the lines of their words.
    pub(super) fn fitted(mut self) -> Result<Worksheet, XlsxError> {
        let mut lines: BTreeMap<u32, usize> = (0..self.row).map(|row| (row, 1)).collect();
        for ((row, column), widths) in &self.wrapped {
            let room = prose::room_in_table(self.widths.get(usize::from(*column)).copied().unwrap_or(1));
            let needed = widths.iter().map(|width| width.div_ceil(room).max(1)).sum();
            let lines = lines.entry(*row).or_insert(1);
            *lines = (*lines).max(needed);
        }
        // Words go on beyond narrow tables.
        while !self.prose.is_empty() && prose::room(self.widths.iter().copied()) < prose::NARROWEST {
            self.widths.push(prose::MORE);
        }
        let (room, last) = (prose::room(self.widths.iter().copied()), self.widths.len().saturating_sub(1));
        for (row, prose) in std::mem::take(&mut self.prose) {
            lines.insert(row, prose.lines(room));
            prose.write(&mut self.inner, row, u16::try_from(last).unwrap_or(u16::MAX))?;
        }
        for (column, width) in (0..).zip(&self.widths) {
            self.inner.set_column_width(column, (*width + prose::MARGIN) as f64)?;
        }
        for (row, lines) in lines {
            self.inner.set_row_height(row, prose::height(lines))?;
        }
        Ok(self.inner)
    }
}

/// `SUM(…)` of cells that stand in a row or column.
fn range_of(parts: &[CellPlace]) -> Option<String> {
    let (first, last) = parts.first().zip(parts.last())?;
    let adjoin = |step: fn(CellPlace) -> CellPlace| parts.windows(2).all(|pair| step(pair[0]) == pair[1]);
    let is_range = adjoin(|(r, c)| (r + 1, c)) || adjoin(|(r, c)| (r, c + 1));
    is_range.then(|| format!("SUM({}:{})", row_col_to_cell(first.0, first.1), row_col_to_cell(last.0, last.1)))
}

/// The same, or else each plus the next.
fn formula_of(parts: &[CellPlace]) -> String {
    let each = || parts.iter().map(|(row, column)| row_col_to_cell(*row, *column)).collect::<Vec<_>>().join("+");
    range_of(parts).unwrap_or_else(each)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_neighbours_are_ranges() {
        assert_eq!(formula_of(&[(4, 1), (5, 1), (6, 1)]), "SUM(B5:B7)");
        assert_eq!(formula_of(&[(4, 1), (4, 2)]), "SUM(B5:C5)");
        assert_eq!(formula_of(&[(4, 1), (6, 1)]), "B5+B7");
        assert_eq!(formula_of(&[(4, 1)]), "SUM(B5:B5)");
    }
}
