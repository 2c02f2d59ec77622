//! 主効果: which factor matters most, and the mean at each of its values.

use super::super::book::{Book, Repeated};
use super::super::face::{Face, Weight};
use super::Sheets;
use crate::batch::FactorKind;
use crate::batch::reading::Effects;
use crate::lang::{Text, text};
use crate::report::numbers::UNDEFINED;
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
            self.in_points(text!(ja: "平均の幅", en: "Range\nof means")),
            text!(ja: "値", en: "Value"),
            text!(ja: "シナリオの数", en: "Scenarios"),
            text!(ja: "平均", en: "Mean"),
        ])?;
        for i in found.by_weight() {
            let effect = &found.factors[i];
            let factor = &set.factors[effect.factor];
            for (n, mean) in effect.means.iter().enumerate() {
                let (row, face) = (sheet.row, Face::of_block(n, effect.means.len()));
                let first = |words: String| if n == 0 { words } else { String::new() };
                sheet.text((row, 0), &first(factor.name.clone()), face, Weight::Part)?;
                sheet.text((row, 1), &first(self.word(kind(factor.kind))), face, Weight::Part)?;
                match effect.share {
                    Some(share) if n == 0 => sheet.number((row, 2), share, Face::Share, Weight::Part)?,
                    share => sheet.text((row, 2), share.map_or(UNDEFINED, |_| ""), face, Weight::Part)?,
                }
                if n == 0 {
                    self.change(&mut sheet, (row, 3), Some(effect.range))?;
                } else {
                    sheet.text((row, 3), "", face, Weight::Part)?;
                }
                sheet.text((row, 4), &words::level(factor, mean.level, self.lang), Face::Name, Weight::Part)?;
                sheet.number((row, 5), mean.scenarios as f64, Face::Count, Weight::Part)?;
                self.value(&mut sheet, (row, 6), Some(mean.mean), None)?;
                sheet.row += 1;
            }
        }
        self.below(&mut sheet, SetTable::Effects)?;
        book.add(sheet, Repeated { rows: Some((head, head)), columns: 1 })
    }
}

/// Whether a factor is decided or befalls.
fn kind(kind: FactorKind) -> Text {
    match kind {
        FactorKind::Lever => text!(ja: "打ち手", en: "lever"),
        FactorKind::Uncertainty => text!(ja: "不確かさ", en: "uncertainty"),
    }
}
