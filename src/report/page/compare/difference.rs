//! The distribution of the difference, on common draws.

use super::RevisionPart;
use crate::analysis::Difference;
use crate::lang::text;
use crate::outcome::Distribution;
use crate::report::compare::Names;
use crate::report::numbers::{probability, seen};
use crate::report::page::chart::{Bin, Histogram, bins, shares};
use crate::report::page::parts::{Cell, Figure, Row, RowLook, Table, of_numbers, of_words};
use maud::{Markup, html};

/// About how many bars are drawn.
const BARS: u32 = 14;

impl RevisionPart<'_> {
    pub(super) fn difference(&self, i: usize, difference: &Difference) -> Markup {
        let Some(found) = self.distribution(difference) else { return html! {} };
        let (Some(low), Some(high)) = (found.percentiles.first(), found.percentiles.last()) else { return html! {} };
        if high - low < 1.0 {
            return html! {};
        }
        let edges = bins(*low, *high, BARS);
        let chances = chances(difference, found, &edges);
        let bin = |(at, chance): (usize, &f64)| {
            let (between, said) = (self.between(&edges, at), seen(*chance, self.told.lang));
            let values = text!(ja: "増減 {between}：確率 {said}", en: "Change {between}: probability {said}");
            Bin { share: *chance, said: if *chance < 0.005 { String::new() } else { said }, values: self.say(&values) }
        };
        let title = text!(ja: "見直しによる増減の分布", en: "Distribution of the change");
        let unit = self.told.unit();
        let Names { ja: [a_ja, b_ja], bare: [a, b], .. } = self.told.names();
        let amounts = text!(ja: "{b_ja}－{a_ja}（{unit}）", en: "{b} less {a} ({unit})");
        let histogram = Histogram {
            apart: None,
            bins: chances.iter().enumerate().map(bin).collect(),
            ends: [0, chances.len().saturating_sub(1)].map(|end| Some(self.between(&edges, end))),
            edges,
            amounts: self.say(&amounts),
        };
        let note = self.difference_note(difference);
        let about = self.about(&format!("difference-{i}"), &title, &note);
        let table = self.difference_table(difference);
        let chart = histogram.draw(&about);
        Figure { about: &about, level: self.level + 2, chart, note, table: Some(table) }.draw()
    }

    /// A bar by its amounts; those at the ends hold all that lies beyond them.
    fn between(&self, edges: &[f64], at: usize) -> String {
        let [from, to] = [at, at + 1].map(|k| edges.get(k).copied().map_or_else(String::new, self.money().printer()));
        self.say(&match at {
            0 => text!(ja: "{to}未満", en: "below {to}"),
            _ if at + 2 == edges.len() => text!(ja: "{from}以上", en: "{from} or more"),
            _ => text!(ja: "{from}～{to}", en: "{from} to {to}"),
        })
    }

    fn distribution(&self, difference: &Difference) -> Option<&Distribution> {
        let same = |d: &&Distribution| {
            d.policy == difference.policy && d.period == difference.period && d.basis == difference.basis
        };
        self.told.pair.comparison.distributions.iter().find(same)
    }

    fn difference_note(&self, difference: &Difference) -> Vec<String> {
        let q = &difference.spread.quantiles;
        let [p10, p50, p90] = [q.p10, q.p50, q.p90].map(self.money().printer());
        let mean = self.money().in_table(self.told.mean_change(difference));
        let (unit, p) = (self.told.unit(), probability(&difference.p_not_below, self.told.lang));
        let Names { ja: [a_ja, b_ja], the: [a, _], the_first: [_, b], .. } = self.told.names();
        vec![
            self.say(&text!(
                ja: "増減の平均は {mean}{unit}です。10回のうち1回は {p10}{unit}を下回り、1回は {p90}{unit}を上回ります（中央値 {p50}{unit}）。",
                en: "The change is {mean} {unit} on average. One time in ten it is below {p10} {unit}, one time in ten above {p90} {unit} (median {p50} {unit})."
            )),
            self.say(&text!(
                ja: "{b_ja}が{a_ja}以上となる確率は {p} です。",
                en: "{b} gives at least as much as {a} with probability {p}."
            )),
            self.say(&text!(
                ja: "両方を同じ乱数で試算し、試行ごとに差をとっています。両端の棒はその先をすべて含み、棒を足すとすべての試行になります。",
                en: "Both are simulated on the same draws and subtracted trial by trial. The bars at the ends hold all that lies beyond them: the bars add up to all trials."
            )),
        ]
    }

    fn difference_table(&self, difference: &Difference) -> Table {
        let q = &difference.spread.quantiles;
        let heads = ["P5", "P10", "P20", "P50", "P80", "P90", "P95"].map(of_numbers);
        let mean = text!(ja: "平均", en: "Mean");
        let amounts = [q.p5, q.p10, q.p20, q.p50, q.p80, q.p90, q.p95];
        // The mean as it is printed elsewhere: the difference of both means as printed.
        let change =
            Cell::number(self.money().in_table(self.told.mean_change(difference)), Some(difference.difference.mean));
        let cells = [change].into_iter().chain(amounts.map(|amount| Cell::amount(self.money(), amount))).collect();
        let Names { ja: [a_ja, b_ja], bare: [a, _], bare_first: b, .. } = self.told.names();
        let name = text!(ja: "{b_ja}－{a_ja}", en: "{b} less {a}");
        let row = Row {
            head: self.say(&name),
            cells,
            look: RowLook::First,
            policy: Some(difference.policy.clone()),
            ..Row::default()
        };
        let caption = text!(ja: "増減の平均と分位点", en: "Mean and percentiles of the change");
        Table {
            name: "difference",
            caption: self.say(&caption),
            unit: self.told.unit().to_owned(),
            over: Vec::new(),
            heads: [of_words(""), of_numbers(mean.get(self.told.lang))].into_iter().chain(heads).collect(),
            rows: vec![row],
        }
    }
}

/// The chance of each bar: they add up to 1, and below 0 lies what was counted there, not what percentiles tell.
fn chances(difference: &Difference, found: &Distribution, edges: &[f64]) -> Vec<f64> {
    let negative = 1.0 - difference.p_not_below.value;
    let last = edges.last().copied().unwrap_or(0.0);
    shares(edges, |x| match x {
        _ if x >= last => 1.0,
        _ if Some(&x) == edges.first() => 0.0,
        0.0 => negative,
        _ if x < 0.0 => found.below(x).min(negative),
        _ => found.below(x).max(negative),
    })
}
