//! The distribution of the difference, on common draws.

use super::Part;
use crate::analysis::Difference;
use crate::lang::text;
use crate::money::in_table;
use crate::outcome::Distribution;
use crate::report::numbers::{probability, seen};
use crate::report::page::chart::{Bin, Histogram, bins, shares};
use crate::report::page::parts::{Cell, Figure, Row, RowLook, Table, of_numbers, of_words};
use maud::{Markup, html};

/// About how many bars are drawn.
const BARS: u32 = 14;

impl Part<'_> {
    pub(super) fn difference(&self, i: usize, difference: &Difference) -> Markup {
        let Some(found) = self.distribution(difference) else { return html! {} };
        let (Some(low), Some(high)) = (found.percentiles.first(), found.percentiles.last()) else { return html! {} };
        if high - low < 1.0 {
            return html! {};
        }
        let edges = bins(*low, *high, BARS);
        let chances = shares(&edges, |x| found.below(x));
        let bin = |(chance, pair): (&f64, &[f64])| {
            let (from, to, said) = (in_table(pair[0]), in_table(pair[1]), seen(*chance, self.told.lang));
            let values = text!(ja: "増減 {from}～{to}：確率 {said}", en: "Change {from} to {to}: probability {said}");
            Bin { share: *chance, said: if *chance < 0.005 { String::new() } else { said }, values: self.say(&values) }
        };
        let title = text!(ja: "見直しによる増減の分布", en: "Distribution of the change");
        let unit = self.told.unit();
        let amounts = text!(ja: "見直し後－計画策定時（{unit}）", en: "revision less plan ({unit})");
        let histogram = Histogram {
            apart: None,
            bins: chances.iter().zip(edges.windows(2)).map(bin).collect(),
            edges,
            amounts: self.say(&amounts),
        };
        let note = self.difference_note(difference);
        let about = self.about(&format!("difference-{i}"), &title, &note);
        let table = self.difference_table(difference);
        let chart = histogram.draw(&about);
        Figure { about: &about, level: self.level + 2, chart, note, table: Some(table) }.draw()
    }

    fn distribution(&self, difference: &Difference) -> Option<&Distribution> {
        let same = |d: &&Distribution| {
            d.policy == difference.policy && d.period == difference.period && d.basis == difference.basis
        };
        self.told.pair.comparison.distributions.iter().find(same)
    }

    fn difference_note(&self, difference: &Difference) -> Vec<String> {
        let q = &difference.spread.quantiles;
        let [p10, p50, p90] = [q.p10, q.p50, q.p90].map(in_table);
        let mean = in_table(self.told.mean_change(difference));
        let (unit, p) = (self.told.unit(), probability(&difference.p_not_below, self.told.lang));
        vec![
            self.say(&text!(
                ja: "増減の平均は {mean}{unit}です。10回のうち1回は {p10}{unit}を下回り、1回は {p90}{unit}を上回ります（中央値 {p50}{unit}）。",
                en: "The change is {mean} {unit} on average. One time in ten it is below {p10} {unit}, one time in ten above {p90} {unit} (median {p50} {unit})."
            )),
            self.say(&text!(
                ja: "見直し後が計画策定時以上となる確率は {p} です。",
                en: "The revision gives at least as much as the plan with probability {p}."
            )),
            self.say(&text!(
                ja: "両方を同じ乱数で試算し、試行ごとに差をとっています。両端の1％ずつは図に入っていません。",
                en: "Both are simulated on the same draws and subtracted trial by trial. The outermost 1 % on either side are not drawn."
            )),
        ]
    }

    fn difference_table(&self, difference: &Difference) -> Table {
        let q = &difference.spread.quantiles;
        let heads = ["P5", "P10", "P20", "P50", "P80", "P90", "P95"].map(of_numbers);
        let mean = text!(ja: "平均", en: "Mean");
        let amounts = [q.p5, q.p10, q.p20, q.p50, q.p80, q.p90, q.p95];
        // The mean as it is printed elsewhere: the difference of both means as printed.
        let change = Cell::number(in_table(self.told.mean_change(difference)), Some(difference.difference.mean));
        let cells = [change].into_iter().chain(amounts.map(Cell::amount)).collect();
        let name = text!(ja: "見直し後－計画策定時", en: "Revision less plan");
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
            heads: [of_words(""), of_numbers(mean.get(self.told.lang))].into_iter().chain(heads).collect(),
            rows: vec![row],
        }
    }
}
