//! Both fans over one another.

use super::RevisionPart;
use crate::analysis::Difference;
use crate::fiscal::FiscalYear;
use crate::lang::{Text, text};
use crate::outcome::{Entry, Outcome, YearState};
use crate::report::compare::Names;
use crate::report::numbers::{amount, probability};
use crate::report::page::chart::{Band, Fan, FanYear};
use crate::report::page::parts::{Cell, Figure, Row, RowLook, Table, of_numbers, of_words};
use maud::{Markup, html};

/// One of the amounts of an entry.
type EntryFigure = fn(&Entry) -> Option<f64>;

/// A plan's name and its years.
struct FanSide<'a> {
    name: Text,
    entries: Vec<&'a Entry>,
}

impl<'a> RevisionPart<'a> {
    pub(super) fn fan(&self, i: usize, difference: &'a Difference) -> Markup {
        let years = self.years(&difference.policy);
        let sides = self.sides(&difference.policy, &years);
        if years.is_empty() || sides.is_empty() {
            return html! {};
        }
        let band = |side: &FanSide<'a>| Band {
            name: self.say(&side.name),
            quantiles: side.entries.iter().map(|e| of(e)).collect(),
            target: side.entries.iter().map(|e| e.target).collect(),
            planned: Vec::new(),
            reach: None,
        };
        let fan = Fan {
            years: years.iter().enumerate().map(|(at, year)| self.fan_year(*year, at, &sides)).collect(),
            bands: sides.iter().map(band).collect(),
        };
        let Names { ja: [a_ja, b_ja], bare: [a, b], .. } = self.told.names();
        let Text { ja: over_ja, en: over_en } = self.told.over_common();
        let title =
            text!(ja: "年度別の効果額：{a_ja}と{b_ja}{over_ja}", en: "Effect by fiscal year: {a} and {b}{over_en}");
        let note = self.fan_note(difference);
        let about = self.about(&format!("fan-{i}"), &title, &note);
        let table = self.fan_table(difference, &years, &sides);
        Figure { about: &about, level: self.level + 2, chart: fan.draw(&about), note, table: Some(table) }.draw()
    }

    /// The years that both have, by policy.
    fn years(&self, policy: &str) -> Vec<FiscalYear> {
        self.told.years(policy).map(|d| d.period.first).collect()
    }

    /// Each side that has the policy in every year.
    fn sides(&self, policy: &str, years: &[FiscalYear]) -> Vec<FanSide<'a>> {
        let of = |outcome: &'a Outcome, name: Text| {
            let entries: Option<Vec<&Entry>> = years.iter().map(|y| outcome.year_entry(policy, *y)).collect();
            entries.map(|entries| FanSide { name, entries })
        };
        let pair = self.told.pair;
        let [before, after] = self.told.names().heads();
        [of(pair.plan, before), of(pair.revised, after)].into_iter().flatten().collect()
    }

    fn fan_year(&self, year: FiscalYear, at: usize, sides: &[FanSide<'a>]) -> FanYear {
        let head = self.told.of(self.told.pair.revised).year_head(year);
        let (name, state) = head.split_once('\n').unwrap_or((&head, ""));
        let header = &self.told.pair.revised.header;
        let known = header.plan.index(year).and_then(|at| header.states.get(at));
        let values = |side: &FanSide<'a>| {
            let e = side.entries[at];
            let [p10, p50, p90] = [e.quantiles.p10, e.quantiles.p50, e.quantiles.p90].map(self.money().printer());
            let target = amount(self.money(), e.target);
            let (ja, en) = (&side.name.ja, &side.name.en);
            let odds = probability(&e.p_met, self.told.lang);
            self.say(&text!(
                ja: "{name} {ja}：P10 {p10}、P50 {p50}、P90 {p90}、目標 {target}、達成確率 {odds}",
                en: "{name} {en}: P10 {p10}, P50 {p50}, P90 {p90}, target {target}, P(met) {odds}"
            ))
        };
        let closed = matches!(known, Some(YearState::Actual | YearState::Outturn));
        FanYear { name: name.to_owned(), state: state.to_owned(), closed, values: sides.iter().map(values).collect() }
    }

    fn fan_note(&self, difference: &Difference) -> Vec<String> {
        let mut note = vec![self.say(&self.told.planned_in_words(difference))];
        if self.told.is_certain() {
            return note;
        }
        note.extend(self.told.mean_in_words(difference).map(|words| self.say(&words)));
        note.extend(self.told.dominance_in_words(difference).map(|words| self.say(&words).trim().to_owned()));
        let Names { ja: [a_ja, b_ja], the: [a, b], .. } = self.told.names();
        note.push(self.say(&text!(
            ja: "帯は10回のうち8回が入る幅（P10～P90）、中の線は中央値（P50）、◇は目標です。点を敷いた帯が{a_ja}、塗った帯が{b_ja}です。■は{b_ja}の実績で、幅はありません。",
            en: "A band holds eight of ten futures (P10 to P90), the line in it is the median (P50), ◇ the target. The dotted band is {a}, the filled one {b}. ■ is an actual of {b}, which has no range."
        )));
        note
    }

    fn fan_table(&self, difference: &Difference, years: &[FiscalYear], sides: &[FanSide<'a>]) -> Table {
        let of_years = years.iter().map(|y| of_numbers(&y.short(self.told.lang)));
        let series: [(Text, EntryFigure); 4] = [
            (text!(ja: "目標", en: "target"), |e| e.target),
            (text!(ja: "P10", en: "P10"), |e| Some(e.quantiles.p10)),
            (text!(ja: "P50", en: "P50"), |e| Some(e.quantiles.p50)),
            (text!(ja: "P90", en: "P90"), |e| Some(e.quantiles.p90)),
        ];
        let mut rows = Vec::new();
        for side in sides {
            for (at, (name, of)) in series.iter().enumerate() {
                let cell = |e: &&Entry| {
                    Cell::number(amount(self.money(), of(e)), of(e)).of_period(&e.period.first.calendar().to_string())
                };
                let label = Cell::words(self.say(name));
                rows.push(Row {
                    head: if at == 0 { self.say(&side.name) } else { String::new() },
                    cells: [label].into_iter().chain(side.entries.iter().map(cell)).collect(),
                    look: if at == 0 { RowLook::First } else { RowLook::Plain },
                    policy: Some(difference.policy.clone()),
                    ..Row::default()
                });
            }
        }
        let caption = text!(ja: "年度別の目標と分位点", en: "Target and percentiles by year");
        let heads = [of_words(""), of_words("")].into_iter().chain(of_years).collect();
        let unit = self.told.unit().to_owned();
        Table { name: "fan", caption: self.say(&caption), unit, over: Vec::new(), heads, rows }
    }
}

fn of(e: &Entry) -> [f64; 5] {
    let q = &e.quantiles;
    [q.p10, q.p25, q.p50, q.p75, q.p90]
}
