//! 総括: each policy and the total before and after, as planned, as simulated and against the target.

use super::super::book::{Book, Repeated};
use super::super::face::{Face, Weight};
use super::super::run::weight;
use super::super::sheet::{Place, Sheet};
use super::Sheets;
use crate::analysis::{Difference, Ratio, Side};
use crate::lang::text;
use crate::outcome::Amounts;
use crate::report::ReportError;
use crate::report::compare::{printed_change, words};
use crate::report::words::columns;

/// An amount of one side.
type Of = fn(&Side) -> f64;

/// The columns that hold an amount before, after, and their difference: target, planned, mean, mean shortfall.
const TRIPLES: [(u16, Of); 4] =
    [(1, |s| s.amounts.target), (4, |s| s.amounts.planned), (8, |s| s.amounts.mean), (16, |s| s.mean_shortfall)];
/// How many of them add up to the total.
const ADD_UP: usize = 3;
const RATIO: u16 = 7;
const SPREAD: u16 = 11;
const NOT_BELOW: u16 = 13;
const ODDS: u16 = 14;
const LAST: u16 = 18;

impl Sheets<'_> {
    pub(super) fn by_policy(&self, book: &mut Book) -> Result<(), ReportError> {
        let about = text!(ja: "改革改善効果額の比較", en: "Comparison of the reform effect");
        let mut sheet = self.sheet(text!(ja: "総括", en: "Summary"), about)?;
        if self.told.is_empty() {
            return self.nothing(sheet, book);
        }
        let summary = self.told.summary_lines();
        for line in &summary {
            sheet.line(line)?;
        }
        sheet.unit((sheet.row, LAST), self.told.pair.plan.header.unit)?;
        sheet.row += 1;
        let head = sheet.row;
        sheet.narrow(0, 30);
        sheet.two_heads(&self.triple_heads())?;
        let main: Vec<&Difference> = self.told.main().collect();
        self.differences(&mut sheet, &main)?;
        sheet.row += 1;
        sheet.notes(self.told.notes())?;
        book.add(sheet, Repeated { rows: Some((head, head + 1)), columns: 1 })
    }

    /// The headings of the columns of [`Sheets::differences`].
    pub(super) fn triple_heads(&self) -> Vec<(String, String)> {
        let word = |words| self.word(words);
        let [before, after, change] = [words::before(), words::after(), words::change()].map(word);
        let [name, target, planned, mean, _, _, _, odds, shortfall, _] = columns("").map(word);
        let none = String::new;
        let of_change = word(text!(ja: "平均の増減", en: "Change of mean"));
        let mut heads = vec![(name, none())];
        heads.extend([(target, before.clone()), (none(), after.clone()), (none(), change.clone())]);
        heads.extend([(planned, before.clone()), (none(), after.clone()), (none(), change.clone())]);
        heads.push((none(), word(words::ratio_head())));
        heads.extend([(mean, before.clone()), (none(), after.clone()), (none(), change.clone())]);
        heads.extend([(of_change, "P10".to_owned()), (none(), "P90".to_owned())]);
        heads.push((word(text!(ja: "計画策定時", en: "P(revised")), word(text!(ja: "以上の確率", en: "≥ plan)"))));
        heads.extend([(odds, before.clone()), (none(), after.clone())]);
        heads.extend([(shortfall, before), (none(), after), (none(), change)]);
        heads
    }

    /// One row a policy, the total last: what changes is a formula, and where it adds up, so is the total.
    pub(super) fn differences(&self, sheet: &mut Sheet, differences: &[&Difference]) -> Result<(), ReportError> {
        let first = sheet.row;
        for difference in differences {
            let (row, weight) = (sheet.row, weight(&difference.policy));
            sheet.text((row, 0), &self.told.name(&difference.policy), Face::Name, weight)?;
            for (n, (column, of)) in TRIPLES.into_iter().enumerate() {
                let above = if n < ADD_UP && weight == Weight::Sum { first..row } else { row..row };
                triple(sheet, (row, column), difference, of, &above.collect::<Vec<u32>>())?;
            }
            ratio(sheet, (row, RATIO), difference.ratio, weight)?;
            let q = &difference.spread.quantiles;
            sheet.amount((row, SPREAD), q.p10, weight)?;
            sheet.amount((row, SPREAD + 1), q.p90, weight)?;
            sheet.chance((row, NOT_BELOW), &difference.p_not_below, weight)?;
            for (column, side) in (ODDS..).zip([difference.plan, difference.revised]) {
                match side {
                    Some(side) => sheet.chance((row, column), &side.p_met, weight)?,
                    None => sheet.text((row, column), "", Face::Name, weight)?,
                }
            }
            sheet.row += 1;
        }
        Ok(())
    }
}

/// An amount before and after, as printed, and the difference of the two as a formula; `above` are the rows that a total
/// adds up. What one side does not have stays empty.
fn triple(
    sheet: &mut Sheet,
    (row, column): Place,
    difference: &Difference,
    of: Of,
    above: &[u32],
) -> Result<(), ReportError> {
    let weight = weight(&difference.policy);
    let sides = [difference.plan, difference.revised].map(|side| side.as_ref().map(of));
    let [before, after, change] = printed_change(sides[0].unwrap_or(0.0), sides[1].unwrap_or(0.0));
    for (at, (side, amount)) in (column..).zip(sides.iter().zip([before, after])) {
        let parts: Vec<Place> = above.iter().map(|r| (*r, at)).filter(|place| sheet.holds(*place)).collect();
        match side {
            None => sheet.text((row, at), "", Face::Name, weight)?,
            Some(_) if parts.is_empty() => sheet.amount((row, at), amount, weight)?,
            Some(_) => sheet.sum((row, at), &parts, amount, weight)?,
        }
    }
    let place = (row, column + 2);
    if sides.iter().all(Option::is_some) {
        sheet.difference(place, [(row, column + 1), (row, column)], change, weight)?;
    } else {
        sheet.amount(place, change, weight)?;
    }
    Ok(())
}

/// A ratio as a share; a word where it has none.
fn ratio(sheet: &mut Sheet, at: Place, found: Ratio, weight: Weight) -> Result<(), ReportError> {
    match found {
        Ratio::Value(value) => Ok(sheet.number(at, value, Face::Share, weight)?),
        other => Ok(sheet.text(at, &words::ratio(other, sheet.lang), Face::Middle, weight)?),
    }
}

/// The amounts of a side that exist.
pub(super) fn amounts(side: Option<Side>) -> Amounts {
    side.map_or_else(Amounts::default, |s| s.amounts)
}
