//! Tables of amounts that lead from one to another: rows that add up across by formula.

use super::face::{Face, Weight};
use super::sheet::{Place, Sheet};
use crate::lang::{Text, text};
use crate::outcome::{Amounts, Quantiles};
use crate::report::steps::walk_of;
use crate::report::{ReportError, words};

/// Which of the amounts of a step.
type Of = fn(&Amounts) -> Option<f64>;

/// Which of the quantiles.
type OfQuantiles = fn(&Quantiles) -> f64;

/// Amounts that lead from the first to the last.
pub(super) struct Walk {
    /// Whose they are.
    pub(super) name: String,
    pub(super) weight: Weight,
    pub(super) first: Amounts,
    pub(super) steps: Vec<Amounts>,
    pub(super) last: Amounts,
    /// Rows of quantiles, which do not add up: nothing where a step is certain.
    pub(super) quantiles: Vec<(&'static str, Vec<Option<f64>>)>,
}

/// The standard deviation and the quantiles of an amount, where they are known.
pub(super) type Spread = Option<(Option<f64>, Quantiles)>;

/// P10 and P90 of what is uncertain among the ends and steps of a walk; no rows where no step is.
pub(super) fn quantiles(before: Spread, steps: Vec<Spread>, after: Spread) -> Vec<(&'static str, Vec<Option<f64>>)> {
    let is_uncertain = |sd: Option<f64>| sd.is_some_and(|sd| sd > 0.0);
    if !steps.iter().flatten().any(|(sd, _)| is_uncertain(*sd)) {
        return Vec::new();
    }
    let all = [before].into_iter().chain(steps).chain([after]);
    let known = all.map(|cell| cell.filter(|(sd, _)| is_uncertain(*sd)).map(|(_, q)| q));
    let known: Vec<Option<Quantiles>> = known.collect();
    let kinds: [(&str, OfQuantiles); 2] = [("P10", |q| q.p10), ("P90", |q| q.p90)];
    kinds.map(|(name, of)| (name, known.iter().map(|q| q.as_ref().map(of)).collect())).into()
}

/// A table of walks, a few rows each, the last column a formula of those before it. Columns that would be nothing
/// throughout are left out.
pub(super) fn table(sheet: &mut Sheet, title: &Text, heads: &[Text], walks: &[Walk]) -> Result<(), ReportError> {
    let (kinds, unit) = (kinds(), sheet.unit);
    let amounts = |walk: &Walk, of: Of| walk_of(unit, &walk.first, walk.steps.iter(), &walk.last, of);
    let rows: Vec<Vec<Option<Vec<f64>>>> =
        walks.iter().map(|walk| kinds.iter().map(|(_, of)| amounts(walk, *of)).collect()).collect();
    let Some(last) = heads.len().checked_sub(1).filter(|_| !rows.is_empty()) else { return Ok(()) };
    let says = |at: usize| {
        rows.iter().flatten().flatten().any(|row| row.get(at).is_some_and(|amount| *amount != 0.0))
            || walks.iter().flat_map(|w| &w.quantiles).any(|(_, row)| row.get(at).is_some_and(Option::is_some))
    };
    let kept: Vec<usize> = (0..=last).filter(|at| *at == 0 || *at == last || says(*at)).collect();
    sheet.text((sheet.row, 0), title.get(sheet.lang), Face::Section, Weight::Part)?;
    sheet.row += 1;
    let names = [words::columns("")[0].clone(), text!(ja: "区分", en: "Amount")];
    let shown: Vec<Text> = names.into_iter().chain(kept.iter().filter_map(|at| heads.get(*at).cloned())).collect();
    sheet.heads(&shown)?;
    for (walk, of_policy) in walks.iter().zip(&rows) {
        one(sheet, walk, of_policy, &kept)?;
    }
    sheet.row += 1;
    Ok(())
}

fn kinds() -> [(Text, Of); 3] {
    [
        (text!(ja: "目標", en: "Target"), |a| a.target),
        (text!(ja: "計画値", en: "Planned"), |a| Some(a.planned)),
        (text!(ja: "平均", en: "Mean"), |a| Some(a.mean)),
    ]
}

/// The rows of one walk.
fn one(sheet: &mut Sheet, walk: &Walk, amounts: &[Option<Vec<f64>>], kept: &[usize]) -> Result<(), ReportError> {
    let kinds = kinds();
    let labels: Vec<&str> = kinds.iter().map(|(label, _)| label.get(sheet.lang)).collect();
    let labels = labels.into_iter().chain(walk.quantiles.iter().map(|(label, _)| *label));
    for (n, label) in labels.enumerate() {
        let name = if n == 0 { walk.name.as_str() } else { "" };
        let face = Face::of_block(n, kinds.len() + walk.quantiles.len());
        sheet.text((sheet.row, 0), name, face, walk.weight)?;
        sheet.text((sheet.row, 1), label, Face::Middle, walk.weight)?;
        match (amounts.get(n), n.checked_sub(kinds.len()).and_then(|n| walk.quantiles.get(n))) {
            (Some(Some(amounts)), _) => adding_up(sheet, amounts, kept, walk.weight)?,
            (Some(None), _) => undefined(sheet, kept, walk.weight)?,
            (None, Some((_, cells))) => apart(sheet, cells, kept, walk.weight)?,
            (None, None) => {}
        }
        sheet.row += 1;
    }
    Ok(())
}

fn adding_up(sheet: &mut Sheet, amounts: &[f64], kept: &[usize], weight: Weight) -> Result<(), ReportError> {
    let row = sheet.row;
    let cells: Vec<(u16, f64)> = (2..).zip(kept.iter().filter_map(|at| amounts.get(*at).copied())).collect();
    if let Some(((end, last), steps)) = cells.split_last().map(|(last, steps)| (*last, steps)) {
        for (column, amount) in steps {
            sheet.amount((row, *column), *amount, weight)?;
        }
        let parts: Vec<Place> = steps.iter().map(|(column, _)| (row, *column)).collect();
        sheet.sum((row, end), &parts, last, weight)?;
    }
    Ok(())
}

/// A row of what is not defined.
fn undefined(sheet: &mut Sheet, kept: &[usize], weight: Weight) -> Result<(), ReportError> {
    let columns = 2..2 + kept.len() as u16;
    columns.into_iter().try_for_each(|column| Ok(sheet.undefined((sheet.row, column), weight)?))
}

/// A row of amounts that do not add up.
fn apart(sheet: &mut Sheet, cells: &[Option<f64>], kept: &[usize], weight: Weight) -> Result<(), ReportError> {
    for (column, at) in (2..).zip(kept) {
        match cells.get(*at).copied().flatten() {
            Some(amount) => sheet.amount((sheet.row, column), amount, weight)?,
            None => sheet.text((sheet.row, column), "", Face::Name, weight)?,
        }
    }
    Ok(())
}
