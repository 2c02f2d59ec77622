//! 総括: each policy and the total before and after, as planned, as simulated and against the target.

use super::super::book::{Book, Repeated};
use super::super::face::{Face, Weight};
use super::super::run::weight;
use super::super::sheet::{Place, Sheet};
use super::Sheets;
use crate::analysis::{Difference, Ratio, Side};
use crate::lang::{Text, text};
use crate::outcome::Amounts;
use crate::report::ReportError;
use crate::report::compare::{Names, printed_change, words};
use crate::report::words::columns;

/// An amount of one side.
type Of = fn(&Side) -> Option<f64>;

/// Columns that belong together.
#[derive(Clone, Copy)]
pub(super) enum Group {
    /// An amount before, after, and their difference; those that add up have totals that are formulas.
    Amounts(fn() -> Text, Of, Adds),
    /// After over before, as planned.
    Ratio,
    /// P10 and P90 of the change.
    Spread,
    /// The probability that the revision gives at least as much.
    NotBelow,
    /// The odds of the target before and after.
    Odds,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Adds {
    Up,
    Not,
}

impl Group {
    pub(super) const TARGET: Self = Self::Amounts(|| columns("")[1].clone(), |s| s.amounts.target, Adds::Up);
    pub(super) const PLANNED: Self = Self::Amounts(|| columns("")[2].clone(), |s| Some(s.amounts.planned), Adds::Up);
    pub(super) const MEAN: Self = Self::Amounts(|| columns("")[3].clone(), |s| Some(s.amounts.mean), Adds::Up);
    pub(super) const SHORTFALL: Self = Self::Amounts(|| columns("")[8].clone(), |s| s.mean_shortfall, Adds::Not);

    /// The headings of its columns, each in two rows.
    fn heads(self, names: Names) -> Vec<(Text, Text)> {
        let (none, [before, after], change) = (Text::default, names.heads(), words::change());
        match self {
            Self::Amounts(name, ..) => vec![(name(), before), (none(), after), (none(), change)],
            Self::Ratio => vec![(words::ratio_head(), none())],
            Self::Spread => vec![
                (text!(ja: "平均の増減の", en: "Change of mean,"), Text::same("P10")),
                (text!(ja: "平均の増減の", en: "Change of mean,"), Text::same("P90")),
            ],
            Self::NotBelow => {
                let Names { ja: [a_ja, _], column: [a, b], .. } = names;
                vec![(text!(ja: "{a_ja}", en: "P({b}"), text!(ja: "以上の確率", en: "≥ {a})"))]
            }
            Self::Odds => vec![(columns("")[7].clone(), before), (none(), after)],
        }
    }
}

impl Sheets<'_> {
    pub(super) fn by_policy(&self, book: &mut Book) -> Result<(), ReportError> {
        let about = text!(ja: "改革改善効果額の比較", en: "Comparison of the reform effect");
        let mut sheet = self.sheet(text!(ja: "総括", en: "Summary"), about)?;
        if self.told.is_empty() {
            return self.nothing(sheet, book);
        }
        for line in &self.told.summary_lines() {
            sheet.line(line)?;
        }
        let main: Vec<&Difference> = self.told.main().collect();
        let tables: [(Text, &[Group]); 3] = [
            (text!(ja: "計画値", en: "As planned"), &[Group::PLANNED, Group::Ratio]),
            (text!(ja: "試算の平均", en: "As simulated"), &[Group::MEAN, Group::Spread, Group::NotBelow]),
            (text!(ja: "目標に対して", en: "Against the target"), &[Group::TARGET, Group::Odds, Group::SHORTFALL]),
        ];
        for (title, groups) in tables {
            sheet.row += 1;
            sheet.text((sheet.row, 0), title.get(self.lang()), Face::Section, Weight::Part)?;
            sheet.name_unit((sheet.row, 4))?;
            sheet.row += 1;
            self.heads(&mut sheet, groups)?;
            self.differences(&mut sheet, &main, groups)?;
        }
        sheet.row += 1;
        sheet.notes(self.told.notes())?;
        book.add(sheet, Repeated { rows: None, columns: 1 })
    }

    /// The headings of the columns of [`Sheets::differences`]; how many there are.
    pub(super) fn heads(&self, sheet: &mut Sheet, groups: &[Group]) -> Result<u16, ReportError> {
        let of_groups = groups.iter().flat_map(|group| group.heads(self.told.names()));
        let heads = [(columns("")[0].clone(), Text::default())].into_iter().chain(of_groups);
        let heads: Vec<(String, String)> = heads.map(|(above, below)| (self.word(above), self.word(below))).collect();
        sheet.two_heads(&heads)?;
        Ok(heads.len() as u16)
    }

    /// One row a policy, the total last: what changes is a formula, and where it adds up, so is the total.
    pub(super) fn differences(
        &self,
        sheet: &mut Sheet,
        differences: &[&Difference],
        groups: &[Group],
    ) -> Result<(), ReportError> {
        let first = sheet.row;
        for difference in differences {
            let (row, weight) = (sheet.row, weight(&difference.policy));
            sheet.text((row, 0), &self.told.name(&difference.policy), Face::Name, weight)?;
            let mut column = 1;
            for group in groups {
                if self.told.is_of_one(difference) {
                    cells_of_one(sheet, (row, column), difference, *group)?;
                } else {
                    cells(sheet, (row, column), difference, *group, first)?;
                }
                column += group.heads(self.told.names()).len() as u16;
            }
            sheet.row += 1;
        }
        Ok(())
    }
}

/// The cells of a group in a row; `first` is the first row of the table.
fn cells(sheet: &mut Sheet, at: Place, difference: &Difference, group: Group, first: u32) -> Result<(), ReportError> {
    let ((row, column), weight, q) = (at, weight(&difference.policy), &difference.spread.quantiles);
    match group {
        Group::Amounts(_, of, adds) => {
            let above = if adds == Adds::Up && weight == Weight::Sum { first..row } else { row..row };
            triple(sheet, at, difference, of, &above.collect::<Vec<u32>>())?;
        }
        Group::Ratio => ratio(sheet, at, difference.ratio, weight)?,
        Group::Spread => {
            sheet.amount(at, q.p10, weight)?;
            sheet.amount((row, column + 1), q.p90, weight)?;
        }
        Group::NotBelow => sheet.chance(at, &difference.p_not_below, weight)?,
        Group::Odds => {
            for (column, side) in (column..).zip([difference.plan, difference.revised]) {
                match side {
                    Some(side) => sheet.chance_if_any((row, column), side.p_met, weight)?,
                    None => sheet.text((row, column), "", Face::Name, weight)?,
                }
            }
        }
    }
    Ok(())
}

/// The cells of a policy that only one of two plans with different periods has: its own amounts, and no change.
fn cells_of_one(sheet: &mut Sheet, at: Place, difference: &Difference, group: Group) -> Result<(), ReportError> {
    let ((row, column), weight) = (at, weight(&difference.policy));
    match group {
        Group::Amounts(_, of, _) => {
            for (column, side) in (column..).zip([difference.plan, difference.revised]) {
                match side.as_ref().and_then(of) {
                    Some(amount) => sheet.amount((row, column), sheet.unit.round(amount), weight)?,
                    None => sheet.undefined((row, column), weight)?,
                }
            }
            sheet.undefined((row, column + 2), weight)?;
        }
        Group::Ratio | Group::NotBelow => sheet.undefined(at, weight)?,
        Group::Spread => (column..column + 2).try_for_each(|c| sheet.undefined((row, c), weight))?,
        Group::Odds => {
            for (column, side) in (column..).zip([difference.plan, difference.revised]) {
                sheet.chance_if_any((row, column), side.and_then(|s| s.p_met), weight)?;
            }
        }
    }
    Ok(())
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
    let [before, after, change] =
        printed_change(sheet.unit, sides[0].flatten().unwrap_or(0.0), sides[1].flatten().unwrap_or(0.0));
    for (at, (side, amount)) in (column..).zip(sides.iter().zip([before, after])) {
        let parts: Vec<Place> = above.iter().map(|r| (*r, at)).filter(|place| sheet.holds(*place)).collect();
        match side {
            None => sheet.text((row, at), "", Face::Name, weight)?,
            Some(None) => sheet.undefined((row, at), weight)?,
            Some(_) if parts.is_empty() => sheet.amount((row, at), amount, weight)?,
            Some(_) => sheet.sum((row, at), &parts, amount, weight)?,
        }
    }
    let place = (row, column + 2);
    if sides.contains(&Some(None)) {
        sheet.undefined(place, weight)?;
    } else if sides.iter().all(Option::is_some) {
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
