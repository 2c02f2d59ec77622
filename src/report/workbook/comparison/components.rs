//! 見直しの要因: what the change comes from, component by component, for each policy and the total.

use super::super::book::{Book, Repeated};
use super::super::face::{Face, Weight};
use super::super::run::weight;
use super::super::sheet::{Place, Sheet};
use super::Sheets;
use crate::analysis::{Component, Difference};
use crate::lang::{Text, text};
use crate::outcome::TOTAL;
use crate::report::ReportError;
use crate::report::compare::words;

impl Sheets<'_> {
    pub(super) fn components(&self, book: &mut Book) -> Result<(), ReportError> {
        let main: Vec<&Difference> = self.told.main().collect();
        let planned: Vec<Option<Vec<f64>>> = main.iter().map(|d| self.told.planned_components(d)).collect();
        if planned.iter().all(Option::is_none) {
            return Ok(());
        }
        let about = text!(ja: "見直しの要因", en: "What the change comes from");
        let mut sheet = self.sheet(text!(ja: "見直しの要因", en: "Components"), about)?;
        sheet.name_unit((3, main.len() as u16))?;
        let changes: Vec<f64> = main.iter().map(|d| self.told.planned_change(d)[2]).collect();
        let title = text!(ja: "計画値の増減", en: "Change of the planned effect");
        self.table(&mut sheet, &title, &main, &planned, &changes)?;
        if !self.told.is_certain() {
            let means: Vec<Option<Vec<f64>>> = main.iter().map(|d| self.told.mean_components(d)).collect();
            let changes: Vec<f64> = main.iter().map(|d| self.told.mean_change(d)).collect();
            let title = text!(ja: "試算の平均の増減", en: "Change of the simulated mean");
            self.table(&mut sheet, &title, &main, &means, &changes)?;
        }
        for component in Component::ALL {
            let (name, told) = (words::component(component), words::meaning(component));
            let (ja, en, told_ja, told_en) = (name.ja, name.en, told.ja, told.en);
            let line = text!(ja: "{ja}：{told_ja}", en: "{en}: {told_en}");
            sheet.prose(line.get(self.lang()), 4)?;
        }
        let how = text!(
            ja: "計（増減）の行は縦に足す計算式で、増減の額に一致します。要因ごとの額は、見直しを当てはめるあらゆる順序で求めた額の平均です（シャープレイ値）。",
            en: "The row of sums adds up the components by formula and is the change. What a component adds is averaged over all orders of the changes (Shapley value)."
        );
        sheet.prose(how.get(self.lang()), 4)?;
        book.add(sheet, Repeated { rows: None, columns: 1 })
    }

    /// A table of one row a component and one column a policy; below it their sums.
    fn table(
        &self,
        sheet: &mut Sheet,
        title: &Text,
        main: &[&Difference],
        parts: &[Option<Vec<f64>>],
        changes: &[f64],
    ) -> Result<(), ReportError> {
        sheet.text((sheet.row, 0), title.get(self.lang()), Face::Section, Weight::Part)?;
        sheet.row += 1;
        let mut heads = vec![text!(ja: "要因", en: "Component")];
        heads.extend(main.iter().map(|d| Text::same(self.told.name(&d.policy))));
        sheet.heads(&heads)?;
        let first = sheet.row;
        for (n, component) in (0..).zip(Component::ALL) {
            let name = words::component(component);
            sheet.text((first + n, 0), name.get(self.lang()), Face::Name, Weight::Part)?;
        }
        let below = first + Component::ALL.len() as u32;
        let sum = text!(ja: "計（増減）", en: "Sum: change");
        sheet.text((below, 0), sum.get(self.lang()), Face::Name, Weight::Sum)?;
        for (column, ((difference, parts), change)) in (1..).zip(main.iter().zip(parts).zip(changes)) {
            let amounts = parts.clone().unwrap_or_default();
            let is_total = difference.policy == TOTAL;
            for (row, amount) in (first..).zip(&amounts) {
                let across: Vec<Place> = (1..column).map(|c| (row, c)).collect();
                if is_total && !across.is_empty() {
                    sheet.sum((row, column), &across, *amount, Weight::Part)?;
                } else {
                    sheet.amount((row, column), *amount, Weight::Part)?;
                }
            }
            let down: Vec<Place> = (first..below).map(|row| (row, column)).collect();
            sheet.sum((below, column), &down, *change, weight(TOTAL))?;
        }
        sheet.row = below + 2;
        Ok(())
    }
}
