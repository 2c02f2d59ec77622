//! The fan of an effect by fiscal year: bands of what is likely, the target as a line of its own, actuals as such.

use super::axis::{Axis, Scale, every};
use super::label::{apart, shortened, width};
use super::{About, LINE, Point, SIZE, SMALL, WHOLE, area, chart, diamond, line, path, place, words};
use crate::lang::text;
use maud::{Markup, html};

const TOP: f64 = 30.0;
/// Where amounts end, of a chart that stands alone and of one beside another.
const BOTTOMS: [f64; 2] = [310.0, 256.0];
/// The widest that words beside the last year may be.
const BESIDE: f64 = 150.0;

/// A year below the chart.
#[derive(Clone, Debug)]
pub(in crate::report::page) struct FanYear {
    /// Its name.
    pub(in crate::report::page) name: String,
    /// What is known of it: actual or forecast.
    pub(in crate::report::page) state: String,
    /// Whether its amounts are actuals.
    pub(in crate::report::page) closed: bool,
    /// Its values in words, one line a series.
    pub(in crate::report::page) values: Vec<String>,
}

/// What is likely of one plan, by year.
#[derive(Clone, Debug)]
pub(in crate::report::page) struct Band {
    /// The name of the plan; nothing where there is only one.
    pub(in crate::report::page) name: String,
    /// P10, P25, P50, P75, P90 by year.
    pub(in crate::report::page) quantiles: Vec<[f64; 5]>,
    /// The target by year; nothing for a year without one.
    pub(in crate::report::page) target: Vec<Option<f64>>,
    /// The planned amount by year; empty where it is not drawn.
    pub(in crate::report::page) planned: Vec<f64>,
    /// Between what the last amount lies, where nothing is known of those before.
    pub(in crate::report::page) reach: Option<[f64; 2]>,
}

/// One plan as a fan with both bands, or several over one another with the wide band alone.
#[derive(Clone, Debug)]
pub(in crate::report::page) struct Fan {
    /// The years.
    pub(in crate::report::page) years: Vec<FanYear>,
    /// The plans.
    pub(in crate::report::page) bands: Vec<Band>,
}

struct Frame {
    axis: Axis,
    y: Scale,
    left: f64,
    right: f64,
    bottom: f64,
    each: f64,
}

impl Frame {
    fn x(&self, year: usize) -> f64 {
        self.left + self.each * (year as f64 + 0.5)
    }

    /// The places of a quantile; a single year is drawn as broad as a mark.
    fn edge(&self, band: &Band, quantile: usize) -> Vec<(f64, f64)> {
        let at = |(year, q): (usize, &[f64; 5])| (self.x(year), self.y.at(q[quantile]));
        let places: Vec<(f64, f64)> = band.quantiles.iter().enumerate().map(at).collect();
        match places[..] {
            [(x, y)] => vec![(x - 24.0, y), (x + 24.0, y)],
            _ => places,
        }
    }
}

impl Frame {
    /// The places of amounts by year.
    fn line(&self, amounts: &[f64]) -> Vec<(f64, f64)> {
        amounts.iter().enumerate().map(|(year, amount)| (self.x(year), self.y.at(*amount))).collect()
    }

    /// Between what the amount of the last of some years lies.
    fn reach(&self, years: usize, low: f64, high: f64) -> Markup {
        let x = self.x(years.saturating_sub(1));
        let [low, high] = [low, high].map(|amount| self.y.at(amount));
        html! {
            (line("interval", (x, low), (x, high)))
            @for y in [low, high] { (line("interval", (x - 6.0, y), (x + 6.0, y))) }
        }
    }
}

impl Fan {
    /// The chart.
    pub(in crate::report::page) fn draw(&self, about: &About) -> Markup {
        let of_band = |b: &'_ Band| -> Vec<f64> {
            let lines = b.quantiles.iter().flatten().chain(b.target.iter().flatten()).chain(&b.planned);
            lines.chain(b.reach.iter().flatten()).copied().collect()
        };
        let all = self.bands.iter().flat_map(of_band);
        let axis = Axis::over(all, true, 6);
        let labels = self.labels(about);
        let beside = labels.iter().map(|(_, said)| width(said, SIZE)).fold(0.0, f64::max).min(BESIDE);
        let (left, right) = (axis.label_width() + 14.0, about.width - beside - 26.0);
        let bottom = BOTTOMS[usize::from(about.width < WHOLE)];
        let y = axis.scale(bottom, TOP);
        let frame = Frame { y, left, right, bottom, each: (right - left) / self.years.len().max(1) as f64, axis };
        let drawing = html! {
            (self.closed(&frame))
            (frame.axis.across(frame.y, left, right, |v| frame.axis.label(v)))
            (words("tick", (4.0, 14.0), &format!("({})", about.unit)))
            (self.names(&frame))
            @for (i, band) in self.bands.iter().enumerate() { (self.band(&frame, i, band)) }
            (self.targets(&frame))
            (beside_last(&frame, &labels))
        };
        chart(about, bottom + 2.0 * LINE + 12.0, drawing, &self.points(&frame))
    }

    /// The ground of closed years.
    fn closed(&self, frame: &Frame) -> Markup {
        html! {
            @for (i, _) in self.years.iter().enumerate().filter(|(_, year)| year.closed) {
                @let x = frame.left + frame.each * i as f64;
                (area("closed", (x, TOP), (x + frame.each, frame.bottom)))
            }
        }
    }

    fn names(&self, frame: &Frame) -> Markup {
        let wanted = self.years.iter().flat_map(|y| [&y.name, &y.state]).map(|w| width(w, SMALL)).fold(0.0, f64::max);
        let every = every(wanted + 8.0, frame.each);
        html! {
            @for (i, year) in self.years.iter().enumerate().step_by(every) {
                (words("tick middle", (frame.x(i), frame.bottom + LINE), &year.name))
                (words("tick middle", (frame.x(i), frame.bottom + 2.0 * LINE), &year.state))
            }
        }
    }

    fn band(&self, frame: &Frame, i: usize, band: &Band) -> Markup {
        let alone = self.bands.len() == 1;
        let class = |part: &str| format!("{part} {}", if alone { "alone" } else { ["first", "second"][i % 2] });
        let between = |low: usize, high: usize| {
            let edge = |q: usize| frame.edge(band, q);
            path(edge(low).into_iter().chain(edge(high).into_iter().rev()))
        };
        html! {
            polygon class=(class("wide")) points=(between(0, 4)) {}
            @if alone { polygon class=(class("narrow")) points=(between(1, 3)) {} }
            @if !band.planned.is_empty() { polyline class="planned" points=(path(frame.line(&band.planned))) {} }
            polyline class=(class("median")) points=(path(frame.edge(band, 2))) {}
            @if let Some([low, high]) = band.reach { (frame.reach(band.quantiles.len(), low, high)) }
        }
    }

    fn targets(&self, frame: &Frame) -> Markup {
        html! {
            @for (i, target) in self.own_targets() {
                // A line leads from year to year only where both have a target.
                @for run in target.iter().enumerate().collect::<Vec<_>>().split(|(_, t)| t.is_none()) {
                    @let places = run.iter().filter_map(|(year, t)| Some((frame.x(*year), frame.y.at((**t)?))));
                    @if !run.is_empty() { polyline class={ "target" @if i > 0 { " other" } } points=(path(places)) {} }
                }
            }
        }
    }

    /// The targets that differ, with the first plan that has them.
    fn own_targets(&self) -> Vec<(usize, &Vec<Option<f64>>)> {
        let mut found: Vec<(usize, &Vec<Option<f64>>)> = Vec::new();
        for (i, band) in self.bands.iter().enumerate() {
            let any = band.target.iter().any(Option::is_some);
            if any && found.iter().all(|(_, known)| **known != band.target) {
                found.push((i, &band.target));
            }
        }
        found
    }

    /// The words beside the last year and the amounts that they stand for.
    fn labels(&self, about: &About) -> Vec<(f64, String)> {
        let median = text!(ja: "中央値（P50）", en: "median (P50)");
        let effect = text!(ja: "効果額", en: "effect");
        let mut labels = Vec::new();
        for band in &self.bands {
            let Some(q) = band.quantiles.last() else { continue };
            let name = shortened(&band.name, BESIDE - width(" P90", SIZE), SIZE);
            if q[0] == q[4] {
                let effect = if name.is_empty() { effect.get(about.lang).to_owned() } else { name };
                labels.push((q[2], effect));
                labels.extend(
                    band.reach.iter().flat_map(|[low, high]| [(*high, "P90".to_owned()), (*low, "P10".to_owned())]),
                );
            } else if self.bands.len() == 1 {
                labels.extend([
                    (q[4], "P90".to_owned()),
                    (q[2], median.get(about.lang).to_owned()),
                    (q[0], "P10".to_owned()),
                ]);
            } else {
                labels.push((q[4], format!("{name} P90")));
                labels.push((q[2], format!("{name} P50")));
                labels.push((q[0], format!("{name} P10")));
            }
        }
        let planned = text!(ja: "計画値", en: "planned");
        let planned = self
            .bands
            .iter()
            .filter_map(|band| band.planned.last())
            .map(|last| (*last, planned.get(about.lang).to_owned()));
        labels.extend(planned);
        let targets = self.own_targets();
        for (i, target) in &targets {
            let Some(last) = target.last().copied().flatten() else { continue };
            let of = if targets.len() > 1 { self.bands[*i].name.as_str() } else { "" };
            let said = text!(ja: "◇ 目標 {of}", en: "◇ target {of}");
            labels.push((last, shortened(said.get(about.lang), BESIDE, SIZE)));
        }
        labels
    }

    fn points(&self, frame: &Frame) -> Vec<Point> {
        let point = |(i, year): (usize, &FanYear)| {
            let x = frame.left + frame.each * i as f64;
            // Where plans lie over one another, only the last knows the actuals.
            let last = self.bands.len().saturating_sub(1);
            let medians =
                self.bands.iter().enumerate().filter_map(|(b, band)| Some((b == last, band.quantiles.get(i)?)));
            let medians = medians.map(|(is_last, q)| (year.closed && is_last, frame.y.at(q[2])));
            let targets = self.own_targets();
            let targets = targets.iter().filter_map(|(_, t)| *t.get(i)?).map(|t| frame.y.at(t));
            let marks = html! {
                @for y in targets { (diamond(frame.x(i), y)) }
                @for (closed, y) in medians { (median_mark(frame.x(i), y, closed)) }
            };
            Point {
                hit: area("hit", (x + 1.0, TOP), (x + frame.each - 1.0, frame.bottom)),
                marks,
                values: year.values.clone(),
            }
        };
        self.years.iter().enumerate().map(point).collect()
    }
}

/// The mark of an amount: a square for an actual, a dot for what is expected.
fn median_mark(x: f64, y: f64, closed: bool) -> Markup {
    if closed {
        return area("actual", (x - 4.5, y - 4.5), (x + 4.5, y + 4.5));
    }
    html! { circle class="dot" cx=(place(x)) cy=(place(y)) r="3.5" {} }
}

fn beside_last(frame: &Frame, labels: &[(f64, String)]) -> Markup {
    let places: Vec<f64> = labels.iter().map(|(amount, _)| frame.y.at(*amount)).collect();
    let moved = apart(&places, LINE - 1.0, TOP, frame.bottom);
    let from = frame.right - frame.each / 2.0 + 6.0;
    html! {
        @for ((place, moved), (_, said)) in places.iter().zip(&moved).zip(labels) {
            (line("leader", (from, *place), (frame.right + 6.0, *moved)))
            (words("label", (frame.right + 10.0, moved + 4.5), said))
        }
    }
}
