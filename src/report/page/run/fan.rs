//! The effect by fiscal year: what is likely, what is aimed at, what is planned, what is settled.

use super::OutcomePart;
use crate::fiscal::FiscalYear;
use crate::lang::{Text, text};
use crate::outcome::{Entry, YearState};
use crate::report::numbers::{amount, probability};
use crate::report::page::chart::{Band, Fan, FanYear};
use maud::{Markup, html};

impl<'a> OutcomePart<'a> {
    pub(super) fn fan(&self, i: usize, owner: &str) -> Markup {
        let entries = self.yearly(owner);
        if entries.is_empty() {
            return html! {};
        }
        let fan = Fan {
            years: entries.iter().map(|e| self.fan_year(e)).collect(),
            bands: vec![Band {
                name: String::new(),
                quantiles: entries.iter().map(|e| of(e)).collect(),
                target: entries.iter().map(|e| e.target).collect(),
                planned: entries.iter().map(|e| e.planned).collect(),
                reach: None,
            }],
        };
        let name = self.owner_name(owner);
        let said: Vec<String> = fan.years.iter().flat_map(|y| y.values.clone()).collect();
        let finding = self.report.yearly_finding(owner);
        let about = self.about_half(&format!("fan{i}"), &finding, &format!("{name}. {}", said.join("; ")));
        Self::panel(&about, self.level + 2, &name, fan.draw(&about))
    }

    /// The entries of a policy or the total by year.
    pub(super) fn yearly(&self, owner: &str) -> Vec<&'a Entry> {
        let years = self.report.outcome.header.plan.years();
        years.filter_map(|year| self.report.outcome.year_entry(owner, year)).collect()
    }

    /// Whether the amounts of a year are actuals.
    pub(super) fn is_closed(&self, year: FiscalYear) -> bool {
        matches!(self.report.state(year), YearState::Actual | YearState::Outturn)
    }

    fn fan_year(&self, e: &Entry) -> FanYear {
        let year = e.period.first;
        let state = self.say(&self.report.year_state(year));
        let (q, name) = (e.quantiles, year.label(self.lang()));
        let [p10, p50, p90] = [q.p10, q.p50, q.p90].map(self.money().printer());
        let target = amount(self.money(), e.target);
        let odds = probability(&e.p_met, self.lang());
        let closed = self.is_closed(year);
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

    /// What the marks of all charts by year mean: of bands only where there are any, of actuals likewise.
    pub(super) fn fan_key(&self) -> Text {
        let all: Vec<&Entry> = self.owners().into_iter().flat_map(|owner| self.yearly(owner)).collect();
        let bands = if all.iter().any(|e| e.quantiles.p10 < e.quantiles.p90) {
            text!(
                ja: "薄い帯には10回のうち8回（P10～P90）、濃い帯には2回に1回（P25～P75）、効果額が入ります。太い線は中央値です。",
                en: "The effect lies within the pale band eight times in ten (P10 to P90), within the dark one every other time (P25 to P75); the thick line is the median."
            )
        } else {
            text!(ja: "太い線は効果額です。", en: "The thick line is the effect.")
        };
        let actual = if self.report.outcome.header.plan.years().any(|year| self.is_closed(year)) {
            text!(ja: "■（灰色の地）は実績・決算見込です。", en: " Squares on grey ground are actuals or outturns.")
        } else {
            Text::default()
        };
        let (ja, en, actual_ja, actual_en) = (bands.ja, bands.en, actual.ja, actual.en);
        text!(ja: "図の見方：{ja}破線と◇は目標、点線は計画値です。{actual_ja}", en: "How to read the charts: {en} The dashed line with diamonds is the target, the dotted one the plan.{actual_en}")
    }
}

/// The quantiles that the fan draws.
fn of(e: &Entry) -> [f64; 5] {
    let q = &e.quantiles;
    [q.p10, q.p25, q.p50, q.p75, q.p90]
}
