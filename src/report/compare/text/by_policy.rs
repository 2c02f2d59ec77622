//! Each policy and the total over the whole period: as planned, as simulated, and against the target.

use super::super::Names;
use super::super::words::{self, change as change_head, ratio, ratio_head};
use super::{ComparisonReport, SectionPieces, odds_cell, printed_change};
use crate::analysis::{Difference, DifferenceSide, Dominance, DominanceVerdict};
use crate::lang::{Text, text};
use crate::outcome::{Amounts, Entry, Outcome, TOTAL};
use crate::report::document::{Adds, Cell, Figure, Heading, Layout, Number, Table};
use crate::report::numbers::spoken;
use crate::report::words::columns;

/// At how many percentiles two distributions are held against each other.
const PERCENTILES: u32 = 99;

impl<'a> ComparisonReport<'a> {
    pub(super) fn by_policy(&self, out: &mut SectionPieces) {
        self.line(out, text!(ja: "計画値（不確実性を除いた額）", en: "Planned, without uncertainty"));
        let [before, after] = self.names().heads();
        let heads = [before, after, change_head(), ratio_head()].map(|head| self.heading(&head));
        self.rows(out, heads.into(), |d| self.planned(d));
        self.policies_of_one(out);
        if !self.is_certain() {
            self.line(out, text!(ja: "\n試算（両方を同じ乱数で）", en: "\nSimulated, both on the same draws"));
            self.rows(out, self.simulated_heads(), |d| self.simulated(d));
            self.dominance(out);
        }
        self.line(out, text!(ja: "\n目標に対して", en: "\nAgainst the target"));
        self.rows(out, self.target_heads(), |d| self.against_target(d));
    }

    /// A table of one row a policy and the total.
    fn rows(&self, out: &mut SectionPieces, heads: Vec<Heading>, cells: impl Fn(&'a Difference) -> Vec<Cell>) {
        let heads = [self.heading(&columns("")[0])].into_iter().chain(heads).collect();
        let row =
            |d: &'a Difference| (Self::look(&d.policy), [vec![Cell::Words(self.name(&d.policy))], cells(d)].concat());
        out.table(Table { layout: Layout::Whole, ..Table::of_rows(1, heads, self.main().map(row).collect()) });
    }

    fn planned(&self, difference: &Difference) -> Vec<Cell> {
        let mut row = self.sides(difference, |a| a.planned);
        row.push(self.ratio(difference));
        row
    }

    /// The ratio as planned; none of a policy that only one of two plans with different periods has.
    pub(super) fn ratio(&self, difference: &Difference) -> Cell {
        if self.is_of_one(difference) { Cell::Undefined } else { ratio(difference.ratio, self.lang) }
    }

    fn simulated(&self, difference: &Difference) -> Vec<Cell> {
        let quantiles = difference.spread.quantiles;
        let mut row = self.sides(difference, |a| a.mean);
        if self.is_of_one(difference) {
            // The last is a word.
            row.extend([Cell::Undefined, Cell::Undefined, Cell::Undefined, Cell::Blank]);
            return row;
        }
        row.extend([quantiles.p10, quantiles.p90].map(|amount| self.amount(Some(amount))));
        row.push(Cell::Number(Number::chance(&difference.p_not_below)));
        let verdict = self.dominance_of(difference).map(|d| self.word(&words::verdict(d.verdict, self.names())));
        row.push(verdict.map_or(Cell::Undefined, Cell::Words));
        row
    }

    fn dominance_of(&self, difference: &Difference) -> Option<&'a Dominance> {
        let same = |d: &&Dominance| {
            d.policy == difference.policy && d.period == difference.period && d.basis == difference.basis
        };
        self.pair.comparison.dominance.iter().find(same)
    }

    /// The short words of the table as sentences.
    fn dominance(&self, out: &mut SectionPieces) {
        for words in self.main().filter(|d| !self.is_of_one(d)).filter_map(|d| self.dominance_in_words(d)) {
            self.line(out, words);
        }
    }

    /// Which of the two distributions lies above the other; nothing where that is not known.
    pub(in crate::report) fn dominance_in_words(&self, difference: &Difference) -> Option<Text> {
        let (name, told) = (self.name(&difference.policy), self.verdict_in_words(self.dominance_of(difference)?));
        let (ja, en) = (told.ja, told.en);
        Some(text!(ja: "  {name}：{ja}。", en: "  {name}: {en}."))
    }

    /// The additional effect for the confidence asked for, before and after.
    pub(in crate::report) fn extras(&self, difference: &Difference) -> [Option<f64>; 2] {
        [self.pair.plan, self.pair.revised].map(|o| entry(o, difference).map_or(Some(0.0), |e| e.extra))
    }

    fn target_heads(&self) -> Vec<Heading> {
        let confidence = spoken(self.pair.plan.provenance.confidence);
        let mut heads = self.target_columns();
        heads.push(self.odds_head());
        let sides = self.sides_heads();
        heads.extend(self.under(&text!(ja: "平均不足額", en: "Mean shortfall"), &sides));
        heads.extend(self.under(&text!(ja: "{confidence}確度に要する追加額", en: "Extra for {confidence}"), &sides));
        heads
    }

    pub(super) fn odds_head(&self) -> Heading {
        let Names { ja: [a_ja, b_ja], column: [a, b], .. } = self.names();
        self.heading(&text!(ja: "達成確率\n{a_ja} → {b_ja}", en: "P(met)\n{a} → {b}"))
    }

    /// What both sides and their difference are called below a heading that stands over them.
    pub(super) fn sides_heads(&self) -> [Text; 3] {
        let Names { ja: [a_ja, b_ja], column: [a, b], .. } = self.names();
        [text!(ja: "{a_ja}", en: "{a}"), text!(ja: "{b_ja}", en: "{b}"), text!(ja: "増減", en: "change")]
    }

    fn against_target(&self, difference: &Difference) -> Vec<Cell> {
        let mut row = self.target_cells(difference);
        row.push(odds_cell(difference));
        let shortfall = [difference.plan, difference.revised].map(|side| side.map_or(Some(0.0), |s| s.mean_shortfall));
        row.extend(self.against(difference, shortfall));
        row.extend(self.against(difference, self.extras(difference)));
        row
    }
}

impl ComparisonReport<'_> {
    fn simulated_heads(&self) -> Vec<Heading> {
        let Names { ja: [a_ja, b_ja], column: [a, b], .. } = self.names();
        let not_below = match self.names().labels {
            None => text!(ja: "見直し後が計画\n策定時以上の確率", en: "P(revised\n≥ plan)"),
            Some(_) => text!(ja: "{b_ja}が\n{a_ja}以上の確率", en: "P({b}\n≥ {a})"),
        };
        let mut heads: Vec<Heading> = self.under(&text!(ja: "平均", en: "Mean"), &self.sides_heads()).into();
        let quantiles = ["P10", "P90"].map(Text::same);
        heads.extend(self.under(&text!(ja: "増減の", en: "Change"), &quantiles));
        heads.extend([not_below, text!(ja: "\n優劣", en: "\nDominance")].map(|head| self.heading(&head)));
        heads
    }

    /// Targets stand in one column where they are the same in both.
    pub(super) fn targets_differ(&self) -> bool {
        self.pair.comparison.differences.iter().any(|d| d.difference.target != Some(0.0) && has_target(d))
    }

    pub(super) fn target_columns(&self) -> Vec<Heading> {
        if self.targets_differ() {
            let [before, after, _] = self.sides_heads();
            self.under(&text!(ja: "目標", en: "Target"), &[before, after]).into()
        } else {
            vec![self.heading(&columns("")[1])]
        }
    }

    pub(super) fn target_cells(&self, difference: &Difference) -> Vec<Cell> {
        let target = |side: Option<DifferenceSide>| side.map_or(Some(0.0), |s| s.amounts.target);
        let cells = self.against(difference, [difference.plan, difference.revised].map(target));
        let mut cells = adding_up(difference, cells);
        cells.truncate(2);
        if !self.targets_differ() {
            cells.remove(0);
        }
        cells
    }
}

/// The amounts of a total are the sums of those above them.
fn adding_up(difference: &Difference, mut cells: Vec<Cell>) -> Vec<Cell> {
    for cell in cells.iter_mut().take(2).filter(|_| difference.policy == TOTAL) {
        *cell = std::mem::take(cell).that_adds(Adds::Above);
    }
    cells
}

/// Whether either side has a target.
fn has_target(difference: &Difference) -> bool {
    [difference.plan, difference.revised].into_iter().flatten().any(|side| side.amounts.target.is_some())
}

/// The entry of a scenario that a difference compares.
fn entry<'o>(outcome: &'o Outcome, difference: &Difference) -> Option<&'o Entry> {
    let same =
        |e: &&Entry| e.policy == difference.policy && e.period == difference.period && e.basis == difference.basis;
    outcome.results.iter().find(same)
}

impl ComparisonReport<'_> {
    /// The cells of an amount against the target: what has no target has none, and no change either.
    fn against(&self, difference: &Difference, amounts: [Option<f64>; 2]) -> Vec<Cell> {
        let mut cells = self.both(difference, amounts.map(Option::unwrap_or_default));
        if amounts.contains(&None) {
            cells.truncate(2);
            cells.push(Cell::Undefined);
            for (cell, _) in cells.iter_mut().zip(amounts).filter(|(_, amount)| amount.is_none()) {
                *cell = Cell::Undefined;
            }
        }
        cells
    }

    /// The cells of an amount on both sides and its change.
    pub(super) fn sides(&self, difference: &Difference, of: fn(&Amounts) -> f64) -> Vec<Cell> {
        let sides = [difference.plan, difference.revised].map(|side| side.map_or(0.0, |s| of(&s.amounts)));
        adding_up(difference, self.both(difference, sides))
    }

    /// The same of amounts: printed so that the change is their difference. A side that does not have the policy has no
    /// amount.
    fn both(&self, difference: &Difference, [before, after]: [f64; 2]) -> Vec<Cell> {
        let rounded = printed_change(self.money(), before, after);
        let is_there =
            [difference.plan.is_some(), difference.revised.is_some(), !self.is_of_one(difference)].into_iter();
        let numbers = [before, after, after - before].into_iter().zip(rounded);
        let cell = |(is_there, (exact, rounded)): (bool, (f64, f64))| {
            let number = Number::rounded(exact, rounded, Figure::Amount(self.money()));
            if is_there { Cell::Number(number) } else { Cell::Undefined }
        };
        let mut cells: Vec<Cell> = is_there.zip(numbers).map(cell).collect();
        // What only one side has counts as 0 in the other, and nothing is worked out of an empty cell.
        if difference.plan.is_some() && difference.revised.is_some() {
            let change = cells.pop().map(|change| change.that_adds(Adds::Change));
            cells.extend(change);
        }
        cells
    }

    /// Which of the two distributions lies above the other, as a clause.
    fn verdict_in_words(&self, found: &Dominance) -> Text {
        let (higher, lower) = (found.revised_higher, found.revised_lower);
        let Names { ja: [a_ja, b_ja], the: [a, b], .. } = self.names();
        match found.verdict {
            DominanceVerdict::Same => text!(ja: "99の分位点がすべて同じ", en: "all 99 percentiles are the same"),
            DominanceVerdict::RevisedAbove if higher == PERCENTILES => text!(
                ja: "すべての分位点で{b_ja}が{a_ja}を上回る（一次優越）",
                en: "{b} is higher at every percentile (first-order dominance)"
            ),
            DominanceVerdict::PlanAbove if lower == PERCENTILES => text!(
                ja: "すべての分位点で{b_ja}が{a_ja}を下回る（一次優越）",
                en: "{b} is lower at every percentile (first-order dominance)"
            ),
            DominanceVerdict::RevisedAbove => text!(
                ja: "どの分位点でも{b_ja}が{a_ja}以上（一次優越、99のうち{higher}で上回る）",
                en: "{b} is at least as high at every percentile (first-order dominance; higher at {higher} of 99)"
            ),
            DominanceVerdict::PlanAbove => text!(
                ja: "どの分位点でも{a_ja}が{b_ja}以上（一次優越、99のうち{lower}で{b_ja}が下回る）",
                en: "{a} is at least as high at every percentile (first-order dominance; {b} is lower at {lower} of 99)"
            ),
            DominanceVerdict::RevisedSafer => text!(
                ja: "99の分位点のうち{higher}で{b_ja}が上回り{lower}で下回るが、下振れは{b_ja}のほうが浅い（二次優越）",
                en: "{b} is higher at {higher} of 99 percentiles and lower at {lower}, but its bad outcomes are milder (second-order dominance)"
            ),
            DominanceVerdict::PlanSafer => text!(
                ja: "99の分位点のうち{higher}で{b_ja}が上回り{lower}で下回るが、下振れは{a_ja}のほうが浅い（二次優越）",
                en: "{b} is higher at {higher} of 99 percentiles and lower at {lower}, but {a}'s bad outcomes are milder (second-order dominance)"
            ),
            DominanceVerdict::Neither => text!(
                ja: "優劣はつけられない（99の分位点のうち{higher}で{b_ja}が上回り{lower}で下回る）",
                en: "neither lies above the other ({b} is higher at {higher} of 99 percentiles and lower at {lower})"
            ),
        }
    }
}
