//! 順位: choices from the best to the worst, and which of them can be told apart.

use super::super::book::{Book, Repeated};
use super::super::face::{Face, Weight};
use super::super::sheet::Sheet;
use super::Sheets;
use crate::batch::reading::{Ranked, Ranking};
use crate::lang::text;
use crate::report::numbers::UNDEFINED;
use crate::report::set::words;
use crate::report::{ReportError, SetTable};

/// How many places are printed unless asked for otherwise; data hold all.
const USUAL: usize = 1000;

impl Sheets<'_> {
    pub(super) fn ranking(&self, book: &mut Book) -> Result<(), ReportError> {
        let mut sheet = self.sheet(text!(ja: "順位", en: "Ranking"), SetTable::Ranking)?;
        let shown = self.report.rows_shown(USUAL);
        let ranking = Ranking::of(&self.reading(), shown, 0);
        let head = sheet.row;
        sheet.heads(&[
            text!(ja: "順位", en: "Place"),
            self.report.statistic.name(),
            text!(ja: "95%区間\n下限", en: "95% interval\nlow"),
            text!(ja: "95%区間\n上限", en: "95% interval\nhigh"),
            text!(ja: "達成確率", en: "P(met)"),
            text!(ja: "効果額の増減\n（計画どおりとの差）", en: "Effect gained\n(over as planned)"),
            text!(ja: "増減の誤差(±)", en: "Its error (±)"),
            self.in_points(text!(ja: "最良との差", en: "Less the best")),
            self.in_points(text!(ja: "差の誤差(±)", en: "Its error (±)")),
            text!(ja: "一つ上と", en: "From the\none above"),
            text!(ja: "同順位とみる\n範囲（から）", en: "Not told apart\nfrom place"),
            text!(ja: "同順位とみる\n範囲（まで）", en: "Not told apart\nto place"),
            text!(ja: "最悪の値", en: "Worst\nvalue"),
            text!(ja: "その想定", en: "in the\nsetting"),
            self.in_points(text!(ja: "最大の後悔", en: "Greatest\nregret")),
            text!(ja: "効果額の\n計画との差", en: "Effect less\nthe plan's"),
            text!(ja: "差の誤差(±)", en: "Its error (±)"),
            text!(ja: "計画を\n下回らない確率", en: "P(not below\nthe plan)"),
            text!(ja: "打ち手・シナリオ", en: "Choice"),
        ])?;
        for (place, ranked) in ranking.rows.iter().take(shown).enumerate() {
            self.place(&mut sheet, &ranking, place, ranked)?;
        }
        self.left_out(&mut sheet, ranking.rows.len(), shown)?;
        self.below(&mut sheet, SetTable::Ranking)?;
        book.add(sheet, Repeated { rows: Some((head, head)), columns: 2 })
    }

    fn place(&self, sheet: &mut Sheet, ranking: &Ranking, place: usize, ranked: &Ranked) -> Result<(), ReportError> {
        let (row, interval) = (sheet.row, ranked.interval);
        if self.report.is_of_one_choice() {
            sheet.text((row, 0), UNDEFINED, Face::Middle, Weight::Part)?;
        } else {
            sheet.number((row, 0), (place + 1) as f64, Face::Count, Weight::Part)?;
        }
        self.value(sheet, (row, 1), Some(ranked.value), interval)?;
        self.value(sheet, (row, 2), interval.map(|i| i[0]), None)?;
        self.value(sheet, (row, 3), interval.map(|i| i[1]), None)?;
        let odds = ranked.odds.as_ref();
        self.odds_of(sheet, (row, 4), odds.map(|o| o.value), odds.and_then(|o| o.interval))?;
        let is_reference = ranking.reference == Some(ranked.choice);
        let gain = ranked.gain.map(|d| d.value).or_else(|| is_reference.then_some(0.0));
        Self::amount(sheet, (row, 5), gain)?;
        Self::amount(sheet, (row, 6), ranked.gain.and_then(|d| d.half_width))?;
        self.change(sheet, (row, 7), ranked.to_best.map(|d| d.value))?;
        self.change(sheet, (row, 8), ranked.to_best.and_then(|d| d.half_width))?;
        let verdict = words::verdict(self.report.statistic, ranked.to_previous.map(|d| d.verdict()));
        sheet.text((row, 9), &self.word(verdict), Face::Middle, Weight::Part)?;
        for (column, end) in (10..).zip([0, 1]) {
            match ranked.places {
                Some(places) => sheet.number((row, column), places[end] as f64, Face::Count, Weight::Part)?,
                None => sheet.text((row, column), UNDEFINED, Face::Middle, Weight::Part)?,
            }
        }
        let of = &ranking.choices;
        let future = words::changed(self.report.results, &of.uncertainties, &of.futures[ranked.worst.0], self.lang);
        let future = if of.futures.len() > 1 { future } else { UNDEFINED.to_owned() };
        self.value(sheet, (row, 12), Some(ranked.worst.1), None)?;
        sheet.text((row, 13), &future, Face::Name, Weight::Part)?;
        self.change(sheet, (row, 14), Some(ranked.regret.1).filter(|_| of.futures.len() > 1))?;
        let name = words::choice(self.report.results, of, ranked, self.lang);
        Self::amount(sheet, (row, 15), ranked.against.map(|a| a.mean))?;
        Self::amount(sheet, (row, 16), ranked.against.and_then(|a| a.half_width))?;
        let not_below = ranked.against.map(|a| a.not_below);
        self.odds_of(sheet, (row, 17), not_below.map(|p| p.value), not_below.map(|p| [p.low, p.high]))?;
        sheet.text((row, 18), &name, Face::Name, Weight::Part)?;
        sheet.row += 1;
        Ok(())
    }
}
