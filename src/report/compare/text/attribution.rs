//! What the change over the whole period comes from: the seven components, planned and simulated.

use super::super::words::{component as component_name, meaning};
use super::{ComparisonReport, SectionPieces, change};
use crate::analysis::{Attributed, Attribution, Component, Difference, DifferenceSide, Spread};
use crate::lang::{Lang, Text, text};
use crate::model::Basis;
use crate::money::Unit;
use crate::outcome::{Amounts, PeriodKind, TOTAL};
use crate::report::document::{Adds, Cell, Column, Figure, Look, Number, Table};
use crate::report::footing::both_ways;

/// What is smaller is nothing but the rounding of binary numbers.
const NOTHING: f64 = 1e-6;

/// A policy or the total, its change, and what that comes from.
struct Whose<'a> {
    difference: &'a Difference,
    components: &'a [Attributed],
}

/// The components of each and their sum, rounded to add up to the change as it is printed elsewhere, and across to the
/// total where they can.
fn adding_up(unit: Unit, all: &[Whose], part: fn(&Attributed) -> f64, whole: fn(&Amounts) -> f64) -> Vec<Vec<f64>> {
    let sums: Vec<f64> = all.iter().map(|whose| change(unit, whose.difference, whole)[2]).collect();
    let parts: Vec<Vec<f64>> = all.iter().map(|whose| whose.components.iter().map(part).collect()).collect();
    both_ways(unit, &parts, &sums).into_iter().zip(sums).map(|(parts, sum)| [parts, vec![sum]].concat()).collect()
}

/// The components of one and the change that they add up to, as they are.
fn exactly(whose: &Whose, part: fn(&Attributed) -> f64, whole: fn(&Amounts) -> f64) -> Vec<f64> {
    let side = |side: Option<DifferenceSide>| side.map_or(0.0, |side| whole(&side.amounts));
    let change = side(whose.difference.revised) - side(whose.difference.plan);
    whose.components.iter().map(part).chain([change]).collect()
}

/// Columns of policies of which the last, where that is the total, is the sum of the others.
fn across(mut columns: Vec<Column>, all: &[Whose]) -> Vec<Column> {
    let count = columns.len().saturating_sub(1);
    let is_of_total = all.last().is_some_and(|last| last.difference.policy == TOTAL) && count > 0;
    for cell in columns.iter_mut().skip(count).filter(|_| is_of_total).flat_map(|column| &mut column.cells) {
        if cell.number().is_some_and(|number| number.adds == Adds::Nothing) {
            *cell = std::mem::take(cell).that_adds(Adds::Before { count, skip: 0 });
        }
    }
    columns
}

/// The look of a row of a component, or of their sum.
fn sum_look(component: usize, row: usize) -> Look {
    match (component == Component::ALL.len(), row) {
        (true, 0) => Look::Total,
        (false, 0) => Look::First,
        _ => Look::Plain,
    }
}

/// The planned components, rounded.
fn planned(unit: Unit, all: &[Whose]) -> Vec<Vec<f64>> {
    adding_up(unit, all, |c| c.planned, |a| a.planned)
}

impl<'a> ComparisonReport<'a> {
    pub(super) fn attribution(&self, out: &mut SectionPieces) {
        let all = self.attributed();
        if all.is_empty() {
            self.line(
                out,
                text!(ja: "比べられる期間がないため、示せません。", en: "There is no common period to show this for."),
            );
            return;
        }
        self.line(out, text!(ja: "計画値の増減", en: "Change of the planned effect"));
        self.of_planned(out, &all);
        if !self.is_certain() {
            self.line(out, text!(ja: "\n試算の平均の増減と、その P10～P90", en: "\nChange of the simulated mean, and its P10 to P90"));
            self.of_mean(out, &all);
        }
        self.meanings(out);
        self.shared_actuals(out, &all);
    }

    fn attributed(&self) -> Vec<Whose<'a>> {
        let of = |difference: &'a Difference| {
            let same = |a: &&Attribution| a.policy == difference.policy && self.is_main(&a.period);
            let found = self.pair.comparison.attribution.iter().find(same)?;
            Some(Whose { difference, components: &found.components })
        };
        self.main().filter_map(of).collect()
    }

    fn of_planned(&self, out: &mut SectionPieces, all: &[Whose]) {
        let silent = silent(all, |c| c.planned.abs() < NOTHING);
        let labels = vec![Column::of_words(self.factor(), self.factors())];
        let column = |(whose, amounts): (&Whose, Vec<f64>)| {
            let exact = exactly(whose, |c| c.planned, |a| a.planned);
            let cell = |(c, (rounded, exact)): (usize, (f64, f64))| {
                let adds = if c == Component::ALL.len() { Adds::Above } else { Adds::Nothing };
                if silent.contains(&c) { Cell::Undefined } else { self.component(exact, rounded).that_adds(adds) }
            };
            let cells = amounts.into_iter().zip(exact).enumerate().map(cell);
            Column::new(self.policy_head(whose.difference), cells.collect())
        };
        let columns = across(all.iter().zip(planned(self.money(), all)).map(column).collect(), all);
        let looks = (0..=Component::ALL.len()).map(|c| sum_look(c, 0)).collect();
        out.table(Table { labels, columns, looks, ..Table::default() });
    }

    fn component(&self, exact: f64, rounded: f64) -> Cell {
        Cell::Number(Number::rounded(exact, rounded, Figure::Amount(self.money())))
    }

    /// Two rows a component, its mean and its range; one where it is nothing everywhere.
    fn of_mean(&self, out: &mut SectionPieces, all: &[Whose]) {
        let silent = silent(all, |c| c.mean.abs() < NOTHING && is_certain(&c.spread));
        let rows = |c: usize| if silent.contains(&c) { 1 } else { 2 };
        let [mean, range] =
            [text!(ja: "平均", en: "mean"), text!(ja: "P10～P90", en: "P10 to P90")].map(|t| self.word(&t));
        let kinds = |c: usize| [mean.clone(), range.clone()].into_iter().take(rows(c));
        let named = |(c, name): (usize, String)| [name, String::new()].into_iter().take(rows(c)).collect::<Vec<_>>();
        let labels = vec![
            Column::of_words(self.factor(), self.factors().into_iter().enumerate().flat_map(named).collect()),
            Column::of_words("", (0..=Component::ALL.len()).flat_map(kinds).collect()),
        ];
        let column = |(whose, amounts): (&Whose, Vec<f64>)| {
            let spreads = whose.components.iter().map(|c| &c.spread).chain([&whose.difference.spread]);
            let exact = exactly(whose, |c| c.mean, |a| a.mean);
            let cells = amounts.into_iter().zip(exact).zip(spreads).enumerate();
            let cells = cells.flat_map(|(c, ((rounded, exact), spread))| {
                if silent.contains(&c) {
                    vec![Cell::Undefined]
                } else {
                    let adds = if c == Component::ALL.len() { Adds::Above } else { Adds::Nothing };
                    vec![self.component(exact, rounded).that_adds(adds), self.range(spread)]
                }
            });
            Column::new(self.policy_head(whose.difference), cells.collect())
        };
        let means = adding_up(self.money(), all, |c| c.mean, |a| a.mean);
        let columns = across(all.iter().zip(means).map(column).collect(), all);
        let looks = (0..=Component::ALL.len()).flat_map(|c| (0..rows(c)).map(move |row| sum_look(c, row))).collect();
        out.table(Table { labels, columns, looks, ..Table::default() });
    }

    /// What the planned change of a policy or the total comes from, component by component, as printed.
    pub(in crate::report) fn planned_components(&self, difference: &Difference) -> Option<Vec<f64>> {
        let all = self.attributed();
        let at = all.iter().position(|whose| whose.difference.policy == difference.policy)?;
        let mut amounts = planned(self.money(), &all).swap_remove(at);
        amounts.truncate(Component::ALL.len());
        Some(amounts)
    }

    /// The same of the mean.
    pub(in crate::report) fn mean_components(&self, difference: &Difference) -> Option<Vec<f64>> {
        let all = self.attributed();
        let at = all.iter().position(|whose| whose.difference.policy == difference.policy)?;
        let mut amounts = adding_up(self.money(), &all, |c| c.mean, |a| a.mean).swap_remove(at);
        amounts.truncate(Component::ALL.len());
        Some(amounts)
    }

    /// The planned ones in one line, the greatest first; nothing where nothing changes.
    pub(in crate::report) fn components_in_words(&self, difference: &Difference) -> Option<Text> {
        let amounts = self.planned_components(difference)?;
        let mut parts: Vec<(Component, f64)> = Component::ALL.into_iter().zip(amounts).filter(|p| p.1 != 0.0).collect();
        parts.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        let told = |lang: Lang, between: &str| {
            let one = |(c, amount): &(Component, f64)| {
                format!("{} {}", component_name(*c).get(lang), self.money().in_table(*amount))
            };
            parts.iter().map(one).collect::<Vec<_>>().join(between)
        };
        let (ja, en) = (told(Lang::Ja, "、"), told(Lang::En, ", ").to_lowercase());
        let unit = self.unit();
        (!parts.is_empty())
            .then(|| text!(ja: "その要因（単位：{unit}）：{ja}。", en: "It comes from (in {unit}): {en}."))
    }

    /// Why the closed years weigh less than their change, where they do: initiatives restated for them share in it.
    fn shared_actuals(&self, out: &mut SectionPieces, all: &[Whose]) {
        // The total stands last, actuals first.
        let printed = planned(self.money(), all).last().and_then(|total| total.first().copied());
        let exact = all.last().and_then(|total| total.components.first()).map(|actuals| actuals.planned);
        let (Some(closed), Some(printed), Some(exact)) = (self.closed_change(), printed, exact) else { return };
        let recurring = self.pair.plan.provenance.basis == Basis::Recurring;
        if !(recurring && self.pair.plan.header.fixed_period) || self.money().round(closed - exact) == 0.0 {
            return;
        }
        let [closed, part] = [closed, printed].map(self.money().printer());
        let (b_ja, b) = (self.names().ja[1], self.names().the_first[1]);
        self.line(out, text!(
            ja: "  決算済みの年度の計画値の増減は合計で {closed} ですが、{b_ja}のシナリオはその年度の取組項目の額も書き直しているため、「実績への置換え」（{part}）とほかの要因とで分け合っています。",
            en: "  The planned effect of the closed years changes by {closed} in total. {b} restates its initiatives for those years too, so that change is shared between 'actuals' ({part}) and other components."
        ));
    }

    /// The change of the total over the years closed since.
    fn closed_change(&self) -> Option<f64> {
        let closed = self.pair.comparison.track_record.as_ref()?.closed;
        let of =
            |d: &&Difference| d.policy == TOTAL && d.period.kind == PeriodKind::Year && closed.contains(d.period.first);
        Some(self.pair.comparison.differences.iter().filter(of).map(|d| d.difference.planned).sum())
    }

    fn range(&self, spread: &Spread) -> Cell {
        if is_certain(spread) {
            return Cell::Undefined;
        }
        let [low, high] =
            [spread.quantiles.p10, spread.quantiles.p90].map(|amount| Number::of(amount, Figure::Amount(self.money())));
        Cell::Pair(low, if self.lang == Lang::Ja { "～" } else { " to " }, Some(high))
    }

    fn factor(&self) -> String {
        self.word(&text!(ja: "要因", en: "Component"))
    }

    fn factors(&self) -> Vec<String> {
        let sum = text!(ja: "計（増減）", en: "Sum: change");
        Component::ALL.map(component_name).iter().chain([&sum]).map(|t| self.word(t)).collect()
    }

    /// A policy over its column, id and name below one another.
    fn policy_head(&self, difference: &Difference) -> String {
        match self.policy(&difference.policy).map(|policy| &policy.name) {
            Some(name) if !name.starts_with(&difference.policy) => format!("{}\n{name}", difference.policy),
            _ => self.name(&difference.policy),
        }
    }

    fn meanings(&self, out: &mut SectionPieces) {
        out.words("");
        for component in Component::ALL {
            let (name, told) = (component_name(component), meaning(component));
            let [ja, en] =
                [Lang::Ja, Lang::En].map(|lang| format!("{}{}{}", name.get(lang), colon(lang), told.get(lang)));
            self.line(out, text!(ja: "  {ja}", en: "  {en}"));
        }
        self.line(out, text!(
            ja: "  どの見直しから先に当てはめるかで要因ごとの額は変わるため、あらゆる順序で求めた額を平均しています（シャープレイ値）。",
            en: "  What a component adds depends on what is changed before it, so it is averaged over all orders of the changes (Shapley value)."
        ));
    }
}

fn colon(lang: Lang) -> &'static str {
    if lang == Lang::Ja { "：" } else { ": " }
}

fn is_certain(spread: &Spread) -> bool {
    spread.sd.is_none_or(|sd| sd < NOTHING)
}

/// The components that are nothing for every policy.
fn silent(all: &[Whose], nothing: fn(&Attributed) -> bool) -> Vec<usize> {
    let is_silent = |c: &usize| all.iter().all(|whose| whose.components.get(*c).is_none_or(nothing));
    (0..Component::ALL.len()).filter(is_silent).collect()
}
