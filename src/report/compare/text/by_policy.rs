//! Each policy and the total over the whole period: as planned, as simulated, and against the target.

use super::super::Names;
use super::super::words::{self, change as change_head, ratio, ratio_head};
use super::{Pieces, Told, change, odds, printed_change};
use crate::analysis::{Difference, Dominance, Side, Verdict};
use crate::lang::{Text, text};
use crate::outcome::{Entry, Outcome};
use crate::report::numbers::{UNDEFINED, probability, spoken};
use crate::report::tables::{align, table};
use crate::report::words::columns;

impl<'a> Told<'a> {
    pub(super) fn by_policy(&self, out: &mut Pieces) {
        self.line(out, text!(ja: "計画値（不確かさを除いた額）", en: "Planned, without uncertainty"));
        let [before, after] = self.names().heads();
        self.rows(out, &[before, after, change_head(), ratio_head()], |d| self.planned(d));
        self.policies_of_one(out);
        if !self.is_certain() {
            self.line(out, text!(ja: "\n試算（両方を同じ乱数で）", en: "\nSimulated, both on the same draws"));
            self.rows(out, &self.simulated_heads(), |d| self.simulated(d));
            self.dominance(out);
        }
        self.line(out, text!(ja: "\n目標に対して", en: "\nAgainst the target"));
        let heads = self.target_heads();
        self.rows(out, &heads, |d| self.against_target(d));
    }

    /// A table of one row a policy and the total.
    fn rows(&self, out: &mut Pieces, heads: &[Text], cells: impl Fn(&'a Difference) -> Vec<String>) {
        let mut table = table([&columns("")[0]].into_iter().chain(heads).map(|head| self.word(head)).collect());
        for difference in self.main() {
            table.add_row([vec![self.name(&difference.policy)], cells(difference)].concat());
        }
        align(&mut table);
        out.table(table);
    }

    fn planned(&self, difference: &Difference) -> Vec<String> {
        let mut row = self.sides(difference, change(self.money(), difference, |a| a.planned));
        row.push(self.ratio(difference));
        row
    }

    /// The ratio as planned; none of a policy that only one of two plans with different periods has.
    pub(super) fn ratio(&self, difference: &Difference) -> String {
        if self.is_of_one(difference) { UNDEFINED.to_owned() } else { ratio(difference.ratio, self.lang) }
    }

    fn simulated(&self, difference: &Difference) -> Vec<String> {
        let quantiles = difference.spread.quantiles;
        let mut row = self.sides(difference, change(self.money(), difference, |a| a.mean));
        if self.is_of_one(difference) {
            // The last is a word.
            row.extend([UNDEFINED, UNDEFINED, UNDEFINED, ""].map(str::to_owned));
            return row;
        }
        row.extend([quantiles.p10, quantiles.p90].map(self.money().printer()));
        row.push(probability(&difference.p_not_below, self.lang));
        let verdict = self.dominance_of(difference).map(|d| self.word(&words::verdict(d.verdict, self.names())));
        row.push(verdict.unwrap_or_else(|| UNDEFINED.to_owned()));
        row
    }

    fn dominance_of(&self, difference: &Difference) -> Option<&'a Dominance> {
        let same = |d: &&Dominance| {
            d.policy == difference.policy && d.period == difference.period && d.basis == difference.basis
        };
        self.pair.comparison.dominance.iter().find(same)
    }

    /// The short words of the table as sentences.
    fn dominance(&self, out: &mut Pieces) {
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

    fn target_heads(&self) -> Vec<Text> {
        let confidence = spoken(self.pair.plan.provenance.confidence);
        let mut heads = self.target_columns();
        let Names { ja: [a_ja, b_ja], column: [a, b], .. } = self.names();
        heads.push(text!(ja: "達成確率\n{a_ja} → {b_ja}", en: "P(met)\n{a} → {b}"));
        heads.extend([
            text!(ja: "平均不足額\n{a_ja}", en: "Mean shortfall\n{a}"),
            text!(ja: "\n{b_ja}", en: "\n{b}"),
            text!(ja: "\n増減", en: "\nchange"),
            text!(ja: "{confidence}確度に要する追加額\n{a_ja}", en: "Extra for {confidence}\n{a}"),
            text!(ja: "\n{b_ja}", en: "\n{b}"),
            text!(ja: "\n増減", en: "\nchange"),
        ]);
        heads
    }

    fn against_target(&self, difference: &Difference) -> Vec<String> {
        let mut row = self.target_cells(difference);
        row.push(odds(difference, self.lang));
        let shortfall = [difference.plan, difference.revised].map(|side| side.map_or(Some(0.0), |s| s.mean_shortfall));
        row.extend(self.against(difference, shortfall));
        row.extend(self.against(difference, self.extras(difference)));
        row
    }
}

impl Told<'_> {
    fn simulated_heads(&self) -> [Text; 7] {
        let Names { ja: [a_ja, b_ja], column: [a, b], .. } = self.names();
        let not_below = match self.names().labels {
            None => text!(ja: "見直し後が計画\n策定時以上の確率", en: "P(revised\n≥ plan)"),
            Some(_) => text!(ja: "{b_ja}が\n{a_ja}以上の確率", en: "P({b}\n≥ {a})"),
        };
        [
            text!(ja: "平均\n{a_ja}", en: "Mean\n{a}"),
            text!(ja: "\n{b_ja}", en: "\n{b}"),
            text!(ja: "\n増減", en: "\nchange"),
            text!(ja: "増減の\nP10", en: "Change\nP10"),
            text!(ja: "\nP90", en: "\nP90"),
            not_below,
            text!(ja: "\n優劣", en: "\nDominance"),
        ]
    }

    /// Targets stand in one column where they are the same in both.
    pub(super) fn targets_differ(&self) -> bool {
        self.pair.comparison.differences.iter().any(|d| d.difference.target != Some(0.0) && has_target(d))
    }

    pub(super) fn target_columns(&self) -> Vec<Text> {
        if self.targets_differ() {
            let Names { ja: [a_ja, b_ja], column: [a, b], .. } = self.names();
            vec![text!(ja: "目標\n{a_ja}", en: "Target\n{a}"), text!(ja: "\n{b_ja}", en: "\n{b}")]
        } else {
            vec![columns("")[1].clone()]
        }
    }

    pub(super) fn target_cells(&self, difference: &Difference) -> Vec<String> {
        let target = |side: Option<Side>| side.map_or(Some(0.0), |s| s.amounts.target);
        let cells = self.against(difference, [difference.plan, difference.revised].map(target));
        if self.targets_differ() { cells[..2].to_vec() } else { cells[1..2].to_vec() }
    }
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

impl Told<'_> {
    /// The cells of an amount against the target: what has no target has none, and no change either.
    fn against(&self, difference: &Difference, [before, after]: [Option<f64>; 2]) -> Vec<String> {
        if let (Some(before), Some(after)) = (before, after) {
            return self.sides(difference, printed_change(self.money(), before, after));
        }
        let mut cells = self.sides(difference, [before.unwrap_or(0.0), after.unwrap_or(0.0), 0.0]);
        for (cell, amount) in cells.iter_mut().zip([before, after, None]) {
            if amount.is_none() {
                UNDEFINED.clone_into(cell);
            }
        }
        cells
    }

    /// The cells of an amount on both sides and its change; a side that does not have the policy has no amount.
    pub(super) fn sides(&self, difference: &Difference, [before, after, change]: [f64; 3]) -> Vec<String> {
        let cell = |there: bool, amount: f64| if there { self.money().in_table(amount) } else { UNDEFINED.to_owned() };
        vec![
            cell(difference.plan.is_some(), before),
            cell(difference.revised.is_some(), after),
            cell(!self.is_of_one(difference), change),
        ]
    }

    /// Which of the two distributions lies above the other, as a clause.
    fn verdict_in_words(&self, found: &Dominance) -> Text {
        let (higher, lower) = (found.revised_higher, found.revised_lower);
        let Names { ja: [a_ja, b_ja], the: [a, b], .. } = self.names();
        match found.verdict {
            Verdict::Same => text!(ja: "99の分位点がすべて同じ", en: "all 99 percentiles are the same"),
            Verdict::RevisedAbove => text!(
                ja: "どの分位点でも{b_ja}が{a_ja}以上（一次優越、99のうち{higher}で上回る）",
                en: "{b} is at least as high at every percentile (first-order dominance; higher at {higher} of 99)"
            ),
            Verdict::PlanAbove => text!(
                ja: "どの分位点でも{a_ja}が{b_ja}以上（一次優越、99のうち{lower}で{b_ja}が下回る）",
                en: "{a} is at least as high at every percentile (first-order dominance; {b} is lower at {lower} of 99)"
            ),
            Verdict::RevisedSafer => text!(
                ja: "99の分位点のうち{higher}で{b_ja}が上回り{lower}で下回るが、下振れは{b_ja}のほうが浅い（二次優越）",
                en: "{b} is higher at {higher} of 99 percentiles and lower at {lower}, but its bad outcomes are milder (second-order dominance)"
            ),
            Verdict::PlanSafer => text!(
                ja: "99の分位点のうち{higher}で{b_ja}が上回り{lower}で下回るが、下振れは{a_ja}のほうが浅い（二次優越）",
                en: "{b} is higher at {higher} of 99 percentiles and lower at {lower}, but {a}'s bad outcomes are milder (second-order dominance)"
            ),
            Verdict::Neither => text!(
                ja: "どちらが上とも言えない（99の分位点のうち{higher}で{b_ja}が上回り{lower}で下回る）",
                en: "neither lies above the other ({b} is higher at {higher} of 99 percentiles and lower at {lower})"
            ),
        }
    }
}
