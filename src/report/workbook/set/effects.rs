//! 主効果: what each value of each factor does, like held against like.

use super::super::book::{Book, Repeated};
use super::super::face::{Face, Weight};
use super::super::sheet::Sheet;
use super::Sheets;
use crate::batch::FactorKind;
use crate::batch::reading::{Effects, FactorEffect, LevelEffect};
use crate::lang::{Text, text};
use crate::report::numbers::UNDEFINED;
use crate::report::set::told::effects::remark_of;
use crate::report::set::words;
use crate::report::{ReportError, SetTable};

impl Sheets<'_> {
    pub(super) fn effects(&self, book: &mut Book) -> Result<(), ReportError> {
        let (found, set) = (Effects::of(&self.reading()), self.report.results);
        if set.factors.is_empty() {
            return Ok(());
        }
        let mut sheet = self.sheet(text!(ja: "主効果", en: "Main effects"), SetTable::Effects)?;
        let head = sheet.row;
        sheet.heads(&[
            text!(ja: "要因", en: "Factor"),
            text!(ja: "種別", en: "Kind"),
            text!(ja: "散らばりに\n占める割合", en: "Share of\nthe variance"),
            text!(ja: "基準の値", en: "Reference"),
            text!(ja: "値", en: "Value"),
            text!(ja: "対の数", en: "Matched\npairs"),
            self.in_points(text!(ja: "対の差の平均", en: "Mean\nover pairs")),
            self.in_points(text!(ja: "その誤差(±)", en: "Its error (±)")),
            self.in_points(text!(ja: "単独での差", en: "Alone")),
            self.in_points(text!(ja: "その誤差(±)", en: "Its error (±)")),
            text!(ja: "備考", en: "Remark"),
        ])?;
        for i in found.by_weight() {
            let effect = &found.factors[i];
            for (n, level) in effect.levels.iter().enumerate() {
                self.effect(&mut sheet, effect, n, level)?;
            }
        }
        self.below(&mut sheet, SetTable::Effects)?;
        book.add(sheet, Repeated { rows: Some((head, head)), columns: 1 })
    }

    fn effect(
        &self,
        sheet: &mut Sheet,
        effect: &FactorEffect,
        n: usize,
        level: &LevelEffect,
    ) -> Result<(), ReportError> {
        let factor = &self.report.results.factors[effect.factor];
        let (row, face) = (sheet.row, Face::of_block(n, effect.levels.len()));
        let first = |words: String| if n == 0 { words } else { String::new() };
        sheet.text((row, 0), &first(words::factor(factor, self.lang)), face, Weight::Part)?;
        sheet.text((row, 1), &first(self.word(kind(factor.kind))), face, Weight::Part)?;
        match effect.share {
            Some(share) if n == 0 => sheet.number((row, 2), share, Face::Share, Weight::Part)?,
            share => sheet.text((row, 2), share.map_or(UNDEFINED, |_| ""), face, Weight::Part)?,
        }
        sheet.text((row, 3), &first(words::level(factor, effect.reference, self.lang)), face, Weight::Part)?;
        sheet.text((row, 4), &words::level(factor, level.level, self.lang), Face::Name, Weight::Part)?;
        sheet.number((row, 5), level.pairs as f64, Face::Count, Weight::Part)?;
        for (column, difference) in [(6, level.effect), (8, level.alone)] {
            self.change(sheet, (row, column), difference.map(|d| d.value))?;
            self.change(sheet, (row, column + 1), difference.and_then(|d| d.half_width))?;
        }
        let remark = self.word(remark_of(self.report.money(), self.report.statistic, level));
        sheet.text((row, 10), &remark, Face::Name, Weight::Part)?;
        sheet.row += 1;
        Ok(())
    }
}

/// Whether a factor is decided or befalls.
fn kind(kind: FactorKind) -> Text {
    match kind {
        FactorKind::Lever => text!(ja: "打ち手", en: "lever"),
        FactorKind::Uncertainty => text!(ja: "不確かさ", en: "uncertainty"),
    }
}
