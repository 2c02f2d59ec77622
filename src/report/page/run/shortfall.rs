//! How much is missing: the chance of nothing, and of each amount.

use super::OutcomePart;
use crate::lang::{Lang, Text, text};
use crate::outcome::{Distribution, Entry, Held};
use crate::report::numbers::probability;
use crate::report::page::chart::{Bin, Histogram, bins, shares};
use crate::report::page::parts::{Cell, Row, Table, of_numbers, of_words};
use crate::report::text::period_key;
use maud::{Markup, html};

impl OutcomePart<'_> {
    pub(super) fn shortfall(&self, i: usize, entry: &Entry) -> Markup {
        let (Some(distribution), Some(entry)) = (self.report.outcome.distribution(entry), &entry.held()) else {
            return html! {};
        };
        let name = self.report.name(&entry.policy);
        let edges = edges(entry, distribution);
        if edges.is_empty() {
            let odds = probability(&entry.p_met, self.lang());
            let rare = text!(
                ja: "不足額の分布：目標に届く確率が {odds}で、不足することがほとんどないため、図は省きます。",
                en: "Distribution of the shortfall: the probability of meeting the target is {odds}, so there is hardly any shortfall to draw."
            );
            return html! { p { (self.say(&rare)) } };
        }
        let chances = chances(entry, distribution, &edges);
        let none = probability(&entry.p_met, self.lang());
        let label = text!(ja: "不足なし", en: "none");
        let apart = Bin {
            share: entry.p_met.value,
            said: none.clone(),
            values: self.say(&text!(ja: "不足なし：{none}", en: "no shortfall: {none}")),
        };
        let bin = |(at, chance): (usize, &f64)| {
            let (said, between) = (percent(*chance, self.lang()), self.between(&edges, at));
            let values = text!(ja: "不足額 {between}：{said}", en: "shortfall {between}: {said}");
            Bin { share: *chance, said, values: self.say(&values) }
        };
        let unit = self.unit();
        let chart = Histogram {
            apart: Some((self.say(&label), apart)),
            bins: chances.iter().enumerate().map(bin).collect(),
            ends: [None, Some(self.beyond(&edges))],
            amounts: self.say(&text!(ja: "不足額（{unit}）", en: "shortfall ({unit})")),
            edges: edges.clone(),
        };
        let about = self.about_half(&format!("short{i}"), &self.shortfall_finding(entry), &name);
        Self::panel(&about, self.level + 2, &self.owner_name(&entry.policy), chart.draw(&about))
    }

    /// What the last bin is called: percentiles do not tell how much the rarest shortfalls are.
    fn beyond(&self, edges: &[f64]) -> String {
        let from = edges.iter().rev().nth(1).copied().map_or_else(String::new, self.money().printer());
        self.say(&text!(ja: "{from}以上", en: "{from} or more"))
    }

    /// A bin by its amounts.
    fn between(&self, edges: &[f64], at: usize) -> String {
        let [from, to] = [at, at + 1].map(|k| edges.get(k).copied().map_or_else(String::new, self.money().printer()));
        let unit = self.unit();
        if at + 2 == edges.len() {
            return self.say(&text!(ja: "{from}{unit}以上", en: "{from} {unit} or more"));
        }
        self.say(&text!(ja: "{from}～{to}{unit}", en: "{from} to {to} {unit}"))
    }

    /// How much is missing where anything is, and in the worst tenth.
    fn shortfall_finding(&self, entry: &Held) -> Text {
        let [mean, worst] = [entry.mean_shortfall, entry.cvar90].map(self.money().printer());
        match entry.mean_shortfall_if_short.map(self.money().printer()) {
            Some(short) => text!(
                ja: "不足は平均 {mean}（不足するときは平均 {short}、悪い方から1割では {worst}）",
                en: "{mean} missing on average ({short} where anything is, {worst} in the worst tenth)"
            ),
            None => text!(ja: "不足した試行はない", en: "No trial fell short"),
        }
    }

    /// The table behind the bars; nothing where there are none.
    pub(super) fn shortfall_behind(&self, entry: &Entry) -> Option<Table> {
        let (distribution, held) = (self.report.outcome.distribution(entry)?, entry.held()?);
        let edges = edges(&held, distribution);
        let chances = chances(&held, distribution, &edges);
        (!edges.is_empty()).then(|| self.shortfall_table(&held, &edges, &chances))
    }

    fn shortfall_table(&self, entry: &Held, edges: &[f64], chances: &[f64]) -> Table {
        let key = || (Some(entry.policy.clone()), Some(period_key(&entry.period)));
        let row = |head: String, cells| {
            let (policy, period) = key();
            Row { head, cells, policy, period, ..Row::default() }
        };
        let odds = Cell::number(probability(&entry.p_met, self.lang()), Some(entry.p_met.value));
        let mut rows = vec![row(self.say(&text!(ja: "不足なし", en: "no shortfall")), vec![odds])];
        rows.extend(chances.iter().enumerate().map(|(at, chance)| {
            row(self.between(edges, at), vec![Cell::number(percent(*chance, self.lang()), Some(*chance))])
        }));
        let caption = self.owner_name(&entry.policy);
        let heads = [text!(ja: "不足額", en: "Shortfall"), text!(ja: "確率", en: "Probability")];
        let heads = vec![of_words(&self.say(&heads[0])), of_numbers(&self.say(&heads[1]))];
        Table { name: "shortfall", caption, unit: String::new(), over: Vec::new(), heads, rows }
    }
}

/// Round edges from 0 to the greatest shortfall that the percentiles show; nothing where they show none.
fn edges(entry: &Held, distribution: &Distribution) -> Vec<f64> {
    let least = distribution.percentiles.first().copied().unwrap_or(entry.target);
    if entry.target - least > 0.0 { bins(0.0, entry.target - least, 12) } else { Vec::new() }
}

/// The chance of each bin: with that of none they add up to 1.
fn chances(entry: &Held, distribution: &Distribution, edges: &[f64]) -> Vec<f64> {
    let short = 1.0 - entry.p_met.value;
    let greatest = edges.last().copied().unwrap_or(0.0);
    // How often the target is missed is counted in the trials, not read from the percentiles.
    let more = |amount: f64| match amount {
        0.0 => short,
        _ if amount >= greatest => 0.0,
        _ => distribution.below(entry.target - amount).min(short),
    };
    shares(edges, |amount| 1.0 - more(amount))
}

/// A chance that percentiles tell: to a whole percent. What they do not show may still happen.
fn percent(chance: f64, lang: Lang) -> String {
    if chance < 0.005 {
        return text!(ja: "1%未満", en: "<1%").get(lang).to_owned();
    }
    crate::report::numbers::percent(chance, 0)
}
