//! The effect by fiscal year: what is likely, what is aimed at, what is settled.

use super::OutcomePart;
use crate::lang::{Text, text};
use crate::outcome::{Entry, YearState};
use crate::report::numbers::{amount, probability};
use crate::report::page::chart::{Band, Fan, FanYear};
use crate::report::page::parts::{Cell, Figure, Row, Table, of_numbers, of_words};
use crate::report::text::period_key;
use crate::report::words;
use maud::{Markup, html};

impl<'a> OutcomePart<'a> {
    pub(super) fn fan(&self, i: usize, owner: &str) -> Markup {
        let years = self.report.outcome.header.plan.years();
        let entries: Vec<&'a Entry> = years.filter_map(|y| self.report.outcome.year_entry(owner, y)).collect();
        if entries.is_empty() {
            return html! {};
        }
        let fan = Fan {
            years: entries.iter().map(|e| self.fan_year(e)).collect(),
            bands: vec![Band {
                name: String::new(),
                quantiles: entries.iter().map(|e| of(e)).collect(),
                target: entries.iter().map(|e| e.target).collect(),
            }],
        };
        let name = self.report.name(owner);
        let title = text!(ja: "年度別の効果額と目標", en: "Effect and target by fiscal year");
        let said: Vec<String> = fan.years.iter().flat_map(|y| y.values.clone()).collect();
        let about = self.about(&format!("fan{i}"), &title, &format!("{name}. {}", said.join("; ")));
        let table = Some(self.fan_table(&name, &entries));
        let note = self.fan_note(&entries).iter().map(|t| self.say(t)).collect();
        Figure { about: &about, level: self.level + 3, chart: fan.draw(&about), note, table }.draw()
    }

    fn fan_year(&self, e: &Entry) -> FanYear {
        let year = e.period.first;
        let state = self.say(&self.report.year_state(year));
        let (q, name) = (e.quantiles, year.label(self.lang()));
        let [p10, p50, p90] = [q.p10, q.p50, q.p90].map(self.money().printer());
        let target = amount(self.money(), e.target);
        let odds = probability(&e.p_met, self.lang());
        let closed = matches!(self.report.state(year), YearState::Actual | YearState::Outturn);
        let values = if q.p10 == q.p90 {
            text!(ja: "{name}（{state}）　効果額 {p50}　目標 {target}", en: "{name} ({state}): effect {p50}, target {target}")
        } else {
            text!(
                ja: "{name}（{state}）　中央値 {p50}（P10 {p10} ～ P90 {p90}）　目標 {target}　達成確率 {odds}",
                en: "{name} ({state}): median {p50} (P10 {p10} to P90 {p90}), target {target}, P(met) {odds}"
            )
        };
        FanYear { name: self.year_name(year), state, closed, values: vec![self.say(&values)] }
    }

    fn fan_note(&self, entries: &[&Entry]) -> Vec<Text> {
        let unit = self.unit();
        let mut note = vec![self.fan_key(entries)];
        let Some(last) = entries.last() else { return note };
        let year = last.period.first.text();
        let (ja, en, q) = (year.ja, year.en, last.quantiles);
        let ([low, high], target) = ([q.p10, q.p90].map(self.money().printer()), amount(self.money(), last.target));
        let odds = probability(&last.p_met, self.lang());
        if q.p10 < q.p90 {
            note.push(text!(
                ja: "最後の{ja}は、10回のうち8回は {low}～{high}{unit}の間に入ります。目標は {target}{unit}、達成確率は {odds}です。",
                en: "In the last year, {en}, the effect lies between {low} and {high} {unit} eight times in ten. The target is {target} {unit}, P(met) {odds}."
            ));
        }
        note.extend(self.widest_gap(entries));
        note
    }

    /// What the marks mean: of bands only where there are any, of actuals likewise.
    fn fan_key(&self, entries: &[&Entry]) -> Text {
        let spread = entries.iter().any(|e| e.quantiles.p10 < e.quantiles.p90);
        let closed = |e: &&&Entry| matches!(self.report.state(e.period.first), YearState::Actual | YearState::Outturn);
        let bands = if spread {
            text!(
                ja: "薄い帯には10回のうち8回（P10～P90）、濃い帯には2回に1回（P25～P75）、効果額が入ります。太い線は中央値（P50）です。",
                en: "The effect lies within the pale band eight times in ten (P10 to P90), within the dark one every other time (P25 to P75). The thick line is the median (P50)."
            )
        } else {
            text!(ja: "太い線は効果額です。", en: "The thick line is the effect.")
        };
        let actual = match entries.iter().filter(closed).count() {
            0 => Text::default(),
            n => text!(
                ja: "■（灰色の地の{n}か年）は実績・決算見込で、試算していません。",
                en: " Squares on grey ground ({n} years) are actuals or outturns and are not simulated."
            ),
        };
        let (ja, en, actual_ja, actual_en) = (bands.ja, bands.en, actual.ja, actual.en);
        text!(ja: "{ja}破線と◇は目標額です。{actual_ja}", en: "{en} The dashed line with diamonds is the target.{actual_en}")
    }

    /// The year in which most is missing.
    fn widest_gap(&self, entries: &[&Entry]) -> Option<Text> {
        let held = entries.iter().filter_map(|e| e.held());
        let widest = held.max_by(|a, b| a.mean_shortfall.total_cmp(&b.mean_shortfall))?;
        let (year, amount, unit) =
            (widest.period.first.text(), self.money().in_table(widest.mean_shortfall), self.unit());
        let (ja, en) = (year.ja, year.en);
        Some(if self.money().is_nothing(widest.mean_shortfall) {
            text!(ja: "どの年度も、目標に対する平均不足額はありません。", en: "In no year is anything missing on average.")
        } else {
            text!(
                ja: "平均不足額が最も大きい年度は{ja}で、{amount}{unit}です。",
                en: "Most is missing in {en}: {amount} {unit} on average."
            )
        })
    }

    fn fan_table(&self, name: &str, entries: &[&Entry]) -> Table {
        let columns = words::columns("");
        let mut heads = vec![of_words(&self.say(&text!(ja: "年度", en: "Fiscal year")))];
        heads.push(of_numbers(&self.say(&columns[1])));
        heads.extend(["P10", "P25", "P50", "P75", "P90"].map(of_numbers));
        heads.extend([&columns[3], &columns[7], &columns[8]].map(|w| of_numbers(&self.say(w))));
        let row = |e: &&Entry| {
            let mut cells = vec![Cell::number(amount(self.money(), self.report.figures.amounts(e).target), e.target)];
            cells.extend(of(e).map(|amount| Cell::amount(self.money(), amount)));
            cells.push(Cell::number(self.money().in_table(self.report.figures.amounts(e).mean), Some(e.mean)));
            cells.push(Cell::number(probability(&e.p_met, self.lang()), e.p_met.map(|p| p.value)));
            cells.push(Cell::number(amount(self.money(), e.mean_shortfall), e.mean_shortfall));
            let state = self.report.year_state(e.period.first);
            let head = format!("{} ({})", self.year_name(e.period.first), state.get(self.lang()));
            Row { head, cells, policy: Some(e.policy.clone()), period: Some(period_key(&e.period)), ..Row::default() }
        };
        let caption =
            text!(ja: "{name}　年度別の効果額の分布", en: "{name}: distribution of the effect by fiscal year");
        Table {
            name: "fan",
            caption: self.say(&caption),
            unit: self.unit(),
            heads,
            rows: entries.iter().map(row).collect(),
        }
    }
}

/// The quantiles that the fan draws.
fn of(e: &Entry) -> [f64; 5] {
    let q = &e.quantiles;
    [q.p10, q.p25, q.p50, q.p75, q.p90]
}
