//! The words and numbers of reports of sets in both languages.

use crate::batch::reading::{
    Against, Choices, Condition, Difference, Level, MeanOf, Measure, Ranked, Statistic, Verdict,
};
use crate::batch::{Factor, FactorKind, PeriodChoice, ScenarioResult, ScenarioState, SetResults};
use crate::harmless::on_one_line;
use crate::lang::{Lang, Text, text};
use crate::money::Unit;
use crate::report::document::{Cell, Figure, Number};

/// A period that was chosen.
pub(in crate::report) fn period(period: PeriodChoice) -> Text {
    match period {
        PeriodChoice::Plan => text!(ja: "計画期間", en: "plan period"),
        PeriodChoice::Rolling => text!(ja: "計画期間（対ローリング後）", en: "plan period, rolling"),
        PeriodChoice::Year(year) => year.text(),
        PeriodChoice::Edition(base) => {
            let Text { ja, en } = base.text();
            text!(ja: "財政計画の版（基準{ja}）", en: "edition of the financial plan with base {en}")
        }
    }
}

/// The word by which data files and the command line call a period.
pub(in crate::report) fn period_word(period: PeriodChoice) -> String {
    match period {
        PeriodChoice::Plan => "plan".to_owned(),
        PeriodChoice::Rolling => "rolling".to_owned(),
        PeriodChoice::Year(year) => year.calendar().to_string(),
        PeriodChoice::Edition(base) => format!("edition:{}", base.calendar()),
    }
}

/// What stands for a level that is not set.
pub(in crate::report) fn as_in_base(lang: Lang) -> &'static str {
    if lang == Lang::Ja { "基準どおり" } else { "as in the base" }
}

/// A level of a factor.
pub(in crate::report) fn level(factor: &Factor, level: Level, lang: Lang) -> String {
    let name = level.and_then(|l| factor.names.get(l));
    name.map_or_else(|| as_in_base(lang).to_owned(), |name| on_one_line(name.get(lang)))
}

/// The name of a factor.
pub(in crate::report) fn factor(factor: &Factor, lang: Lang) -> String {
    on_one_line(factor.name.get(lang))
}

/// More factors than this are told by those that do not stand as in the base.
const FEW: usize = 3;

/// The levels of several factors: of few their values, of many what is changed.
pub(in crate::report) fn levels(set: &SetResults, factors: &[usize], levels: &[Level], lang: Lang) -> String {
    if factors.len() > FEW {
        return changed(set, factors, levels, lang);
    }
    in_order(set, factors, levels, lang)
}

/// The levels of several factors one after the other.
pub(in crate::report) fn in_order(set: &SetResults, factors: &[usize], levels: &[Level], lang: Lang) -> String {
    let known = factors.iter().zip(levels).filter_map(|(f, l)| Some((set.factors.get(*f)?, *l)));
    known.map(|(f, l)| level(f, l, lang)).collect::<Vec<_>>().join(" / ")
}

/// What does not stand as in the base: each factor with its value.
pub(in crate::report) fn changed(set: &SetResults, factors: &[usize], levels: &[Level], lang: Lang) -> String {
    let known = factors.iter().zip(levels).filter_map(|(f, l)| Some((set.factors.get(*f)?, *l)));
    let changed = known.filter(|(f, l)| l.is_some() && *l != f.base);
    let between = if lang == Lang::Ja { "：" } else { ": " };
    let named: Vec<String> =
        changed.map(|(f, l)| format!("{}{between}{}", factor(f, lang), level(f, l, lang))).collect();
    let and = if lang == Lang::Ja { "、" } else { "; " };
    if named.is_empty() { as_in_base(lang).to_owned() } else { named.join(and) }
}

/// The name of a scenario: what it changes, or that of its file.
pub(in crate::report) fn scenario(set: &SetResults, scenario: usize, lang: Lang) -> String {
    let Some(found) = set.scenarios.get(scenario) else { return String::new() };
    if set.factors.is_empty() || found.settings.is_empty() {
        return on_one_line(&found.name);
    }
    let all: Vec<usize> = (0..set.factors.len()).collect();
    changed(set, &all, &found.levels(&all), lang)
}

/// The first line of why a scenario could not be run; nothing where it could, or is yet to be.
pub(in crate::report) fn failure(scenario: &ScenarioResult, lang: Lang) -> Option<String> {
    let ScenarioState::Failed(message) = scenario.state() else { return None };
    Some(message.get(lang).lines().next().unwrap_or_default().to_owned())
}

/// The name of a choice: what it changes, or the file that it is.
pub(in crate::report) fn choice(set: &SetResults, choices: &Choices, row: &Ranked, lang: Lang) -> String {
    if choices.levers.is_empty() {
        return scenario(set, row.first(), lang);
    }
    changed(set, &choices.levers, &row.levels, lang)
}

/// Whether a factor is decided or befalls.
pub(in crate::report) fn kind(kind: FactorKind) -> Text {
    match kind {
        FactorKind::Lever => text!(ja: "対応策", en: "lever"),
        FactorKind::Uncertainty => text!(ja: "前提", en: "uncertainty"),
    }
}

/// That there is nothing to rank.
pub(in crate::report) fn no_result() -> Text {
    text!(ja: "結果のあるシナリオがありません。", en: "No scenario has a result.")
}

/// The names of several factors.
pub(in crate::report) fn factors(set: &SetResults, factors: &[usize], lang: Lang) -> String {
    let names = factors.iter().filter_map(|f| set.factors.get(*f)).map(|f| factor(f, lang));
    names.collect::<Vec<_>>().join(" / ")
}

/// Conditions that hold together.
pub(in crate::report) fn conditions(set: &SetResults, conditions: &[Condition], lang: Lang) -> String {
    let of = |c: &Condition| {
        let found = set.factors.get(c.factor)?;
        let (name, level) = (factor(found, lang), level(found, c.level, lang));
        Some(text!(ja: "{name}が「{level}」", en: "{name} = '{level}'").get(lang).to_owned())
    };
    let all: Vec<String> = conditions.iter().filter_map(of).collect();
    all.join(if lang == Lang::Ja { "、かつ" } else { " and " })
}

/// A value of a statistic; a probability with the digits that its interval supports.
pub(in crate::report) fn number(unit: Unit, statistic: Statistic, value: f64, interval: Option<[f64; 2]>) -> Number {
    let figure = match (statistic.measure(), interval) {
        (Measure::Amount, _) => Figure::Amount(unit),
        (Measure::Probability, Some(interval)) => Figure::Chance(interval),
        _ => Figure::Share(1),
    };
    Number::of(value, figure)
}

/// A value that may be missing.
pub(in crate::report) fn optional(
    unit: Unit,
    statistic: Statistic,
    found: Option<f64>,
    interval: Option<[f64; 2]>,
) -> Cell {
    Cell::optional(found.map(|value| number(unit, statistic, value, interval)))
}

/// A mean over scenarios, with the digits that its interval supports.
pub(in crate::report) fn mean(unit: Unit, statistic: Statistic, mean: Option<&MeanOf>) -> Cell {
    Cell::optional(mean.map(|m| number(unit, statistic, m.value, m.interval)))
}

/// An interval.
pub(in crate::report) fn interval(unit: Unit, statistic: Statistic, interval: Option<[f64; 2]>) -> Cell {
    let end = |value: f64| number(unit, statistic, value, None);
    interval.map_or(Cell::Undefined, |[low, high]| Cell::Pair(end(low), "～", Some(end(high))))
}

/// A difference of two values: of shares in points.
pub(in crate::report) fn change_of(unit: Unit, statistic: Statistic, change: f64) -> Number {
    let figure = if statistic.measure() == Measure::Amount { Figure::Amount(unit) } else { Figure::Points };
    Number::of(change, figure)
}

/// A difference with half its 95 % interval.
pub(in crate::report) fn difference(unit: Unit, statistic: Statistic, found: Option<&Difference>) -> Cell {
    let Some(found) = found else { return Cell::Undefined };
    let half = found.half_width.filter(|half| *half > 0.0).map(|half| change_of(unit, statistic, half));
    Cell::Pair(change_of(unit, statistic, found.value), " ±", half)
}

/// What a choice gives more than the plan on average.
pub(in crate::report) fn above_plan(unit: Unit, against: Option<&Against>) -> Cell {
    let Some(found) = against else { return Cell::Undefined };
    let difference = Difference {
        value: found.mean,
        half_width: found.half_width,
        grounds: crate::batch::reading::Grounds::CommonDraws,
    };
    self::difference(unit, Statistic::Mean, Some(&difference))
}

/// How likely a choice gives at least as much as the plan.
pub(in crate::report) fn not_below(against: Option<&Against>) -> Cell {
    Cell::optional(against.map(|found| Number::chance(&found.not_below)))
}

/// How two are told apart by a statistic.
pub(in crate::report) fn verdict(statistic: Statistic, verdict: Verdict) -> Text {
    let Text { ja, en } = statistic.name();
    match verdict {
        Verdict::NoDifference => text!(ja: "{ja}に差なし", en: "no difference in {en}"),
        Verdict::NotApart => text!(ja: "区別できない", en: "cannot be told"),
        Verdict::Apart => text!(ja: "区別できる", en: "apart"),
        Verdict::Unknown => text!(ja: "不明", en: "not known"),
    }
}

/// What differences are told in.
pub(in crate::report) fn difference_unit(statistic: Statistic) -> Text {
    match statistic.measure() {
        Measure::Amount => Text::default(),
        _ => text!(ja: "（ポイント）", en: " (points)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Name;
    use crate::report::numbers::UNDEFINED;

    const YEN: Unit = Unit::whole(Name::Yen);
    use crate::batch::reading::Grounds;

    #[test]
    fn numbers_are_those_of_their_measure() {
        let shown = |s, v| number(YEN, s, v, None).shown(Lang::Ja);
        assert_eq!(shown(Statistic::PMet, 0.1234), "12.3%");
        assert_eq!(number(YEN, Statistic::PMet, 0.1234, Some([0.08, 0.16])).shown(Lang::Ja), "12%");
        assert_eq!([shown(Statistic::Mean, -1234.5), shown(Statistic::Achievement, 0.5)], ["▲1,235", "50.0%"]);
        assert_eq!(optional(YEN, Statistic::Mean, None, None).shown(Lang::Ja), UNDEFINED);
        let difference = |half_width| Difference { value: -0.0321, half_width, grounds: Grounds::Nothing };
        let told = |half| super::difference(YEN, Statistic::PMet, Some(&difference(half))).shown(Lang::Ja);
        assert_eq!([told(Some(0.011)), told(None), told(Some(0.0))], ["▲3.2 ±1.1", "▲3.2", "▲3.2"]);
        assert_eq!(interval(YEN, Statistic::PMet, Some([0.5, 0.625])).shown(Lang::Ja), "50.0%～62.5%");
    }
}
