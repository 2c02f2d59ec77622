//! A distribution as bars over bins of an amount, with a bar apart for what lies in no bin.

use super::axis::{Axis, every};
use super::label::{shortened, width};
use super::{About, LINE, Point, SIZE, SMALL, area, chart, line, words};
use maud::{Markup, html};

const TOP: f64 = 26.0;
const BOTTOM: f64 = 240.0;

/// A bar.
#[derive(Clone, Debug)]
pub(in crate::report::page) struct Bin {
    /// The probability.
    pub(in crate::report::page) share: f64,
    /// It as printed over the bar.
    pub(in crate::report::page) said: String,
    /// The bar in words.
    pub(in crate::report::page) values: String,
}

/// Round edges of at most about `parts` bins that cover amounts from `low` to `high`.
pub(in crate::report::page) fn bins(low: f64, high: f64, parts: u32) -> Vec<f64> {
    Axis::over([low, high], false, parts).ticks
}

/// The share of each bin, given the probability of less than an amount. What lies below the first edge or above the last
/// is in none.
pub(in crate::report::page) fn shares(edges: &[f64], below: impl Fn(f64) -> f64) -> Vec<f64> {
    edges.windows(2).map(|pair| (below(pair[1]) - below(pair[0])).max(0.0)).collect()
}

/// A distribution.
#[derive(Clone, Debug)]
pub(in crate::report::page) struct Histogram {
    /// A bar that stands apart, with its name: no shortfall at all.
    pub(in crate::report::page) apart: Option<(String, Bin)>,
    /// Where the bins begin and end, one more than there are bins; evenly rising.
    pub(in crate::report::page) edges: Vec<f64>,
    /// The bins.
    pub(in crate::report::page) bins: Vec<Bin>,
    /// What the first and the last bin are called where they hold all that lies beyond them too.
    pub(in crate::report::page) ends: [Option<String>; 2],
    /// What the amounts are, with their unit.
    pub(in crate::report::page) amounts: String,
}

impl Histogram {
    /// The chart.
    pub(in crate::report::page) fn draw(&self, about: &About) -> Markup {
        let bars = self.bins.len() as f64 + if self.apart.is_some() { 1.6 } else { 0.0 };
        let (left, right) = (50.0, about.width - 44.0);
        let each = (right - left) / bars.max(1.0);
        // Few bins are not drawn broader than they read well.
        let each = each.min(110.0);
        let shares = self.apart.iter().map(|(_, b)| b.share).chain(self.bins.iter().map(|b| b.share));
        let greatest = Axis::over(shares, true, 4);
        let y = greatest.scale(BOTTOM, TOP);
        let first = left + if self.apart.is_some() { each * 1.6 } else { 0.0 };
        let end = first + each * self.bins.len() as f64;
        let mut points = Vec::new();
        if let Some((_, bin)) = &self.apart {
            points.push(bar("bar none", bin, (left + each * 0.1, each), y.at(bin.share)));
        }
        points.extend(
            self.bins
                .iter()
                .enumerate()
                .map(|(i, bin)| bar("bar", bin, (first + each * i as f64, each), y.at(bin.share))),
        );
        let drawing = html! {
            (greatest.across(y, left, end, |p| format!("{:.0}%", p * 100.0)))
            @if let Some((name, _)) = &self.apart {
                @let room = each * 1.5;
                (words("label middle", (left + each * 0.6, BOTTOM + LINE), &shortened(name, room, SIZE)))
            }
            (self.edges(first, each, about.width))
            @if let Some(name) = &self.ends[0] { (words("tick", (first, BOTTOM + 2.0 * LINE), name)) }
            @if let Some(name) = &self.ends[1] { (words("tick end", (end, BOTTOM + 2.0 * LINE), name)) }
            (words("tick middle", (f64::midpoint(first, end).max(left + 80.0), BOTTOM + 3.0 * LINE + 2.0), &self.amounts))
        };
        chart(about, BOTTOM + 3.0 * LINE + 10.0, drawing, &points)
    }

    /// The amounts between the bins that end before `right`, fewer where they would touch; none at an open end.
    fn edges(&self, first: f64, each: f64, right: f64) -> Markup {
        let axis = Axis::over(self.edges.iter().copied(), false, self.bins.len().max(1) as u32);
        let said: Vec<String> = self.edges.iter().map(|e| axis.label(*e)).collect();
        let every = every(said.iter().map(|s| width(s, SMALL)).fold(0.0, f64::max) + 10.0, each);
        html! {
            @for (i, (edge, said)) in self.edges.iter().zip(&said).enumerate() {
                @let x = first + each * i as f64;
                @if *edge == 0.0 && i > 0 { (line("zero", (x, TOP - 10.0), (x, BOTTOM))) }
                (line("grid", (x, BOTTOM), (x, BOTTOM + 4.0)))
                @let open = (i == 0 && self.ends[0].is_some()) || (i == self.bins.len() && self.ends[1].is_some());
                @if !open && i % every == 0 && x + width(said, SMALL) / 2.0 <= right { (words("tick middle", (x, BOTTOM + LINE), said)) }
            }
        }
    }
}

fn bar(class: &str, bin: &Bin, (x, each): (f64, f64), y: f64) -> Point {
    let marks = html! {
        (area(class, (x + 2.0, y), (x + each - 2.0, BOTTOM)))
        @if width(&bin.said, SMALL) <= each - 2.0 {
            (words("on middle", (x + each / 2.0, y - 5.0), &bin.said))
        }
    };
    Point { hit: area("hit", (x, TOP - 18.0), (x + each, BOTTOM)), marks, values: vec![bin.values.clone()] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_are_round_and_hold_what_lies_between_their_edges() {
        let edges = bins(0.0, 95.0, 5);
        assert_eq!(edges, [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        // Even from 0 to 50: two bins of 0.4, half a bin of 0.2.
        assert_eq!(shares(&edges, |x| (x / 50.0).min(1.0)), [0.4, 0.4, 1.0 - 0.8, 0.0, 0.0]);
    }
}
