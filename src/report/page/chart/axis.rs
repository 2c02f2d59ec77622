//! From amounts to places on a chart: axes that end on round numbers, and their labels.

use super::label::width;
use super::{SMALL, place};
use crate::money;
use maud::{Markup, html};

/// The greatest amount that is drawn; a greater one is drawn there.
const GREATEST: f64 = 1e200;

/// An axis from one round number to another.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::report::page) struct Axis {
    /// Where it begins.
    pub(in crate::report::page) low: f64,
    /// Where it ends, above `low`.
    pub(in crate::report::page) high: f64,
    /// The round numbers on it, rising, the ends among them.
    pub(in crate::report::page) ticks: Vec<f64>,
    /// What lies between two of them.
    step: f64,
}

impl Axis {
    /// The axis that covers some values (0 too if they are to be compared with nothing) in at most about `parts` parts.
    pub(in crate::report::page) fn over(values: impl IntoIterator<Item = f64>, with_zero: bool, parts: u32) -> Self {
        let finite = values.into_iter().filter(|v| v.is_finite()).map(|v| v.clamp(-GREATEST, GREATEST));
        let all = finite.chain(with_zero.then_some(0.0));
        let ends = all.fold(None, |ends: Option<(f64, f64)>, v| {
            Some(ends.map_or((v, v), |(low, high)| (low.min(v), high.max(v))))
        });
        let (mut low, mut high) = ends.unwrap_or((0.0, 0.0));
        if high - low <= 1e-9 * low.abs().max(high.abs()) {
            let room = if low == 0.0 { 1.0 } else { low.abs() * 0.1 };
            (low, high) = if low == 0.0 { (0.0, room) } else { (low - room, high + room) };
        }
        let step = nice((high - low) / f64::from(parts.max(1)));
        let (first, last) = ((low / step + 1e-9).floor(), (high / step - 1e-9).ceil());
        let count = (last - first) as u32;
        let ticks: Vec<f64> = (0..=count).map(|i| (first + f64::from(i)) * step + 0.0).collect();
        Self { low: first * step, high: last * step, ticks, step }
    }

    /// The axis of a probability.
    pub(in crate::report::page) fn of_probability() -> Self {
        Self { low: 0.0, high: 1.0, ticks: (0..=5).map(|i| f64::from(i) / 5.0).collect(), step: 0.2 }
    }

    /// The places of amounts between `start` and `end`.
    pub(in crate::report::page) fn scale(&self, start: f64, end: f64) -> Scale {
        Scale { low: self.low, high: self.high, start, end }
    }

    /// An amount as the axis says it: whole, unless its steps are finer.
    pub(in crate::report::page) fn label(&self, amount: f64) -> String {
        if amount.abs() >= 1e15 {
            return format!("{amount:.1e}");
        }
        let decimals = (-self.step.log10() - 1e-9).ceil().clamp(0.0, 9.0) as u8;
        money::printed(amount, decimals)
    }

    /// The width of its widest label.
    pub(super) fn label_width(&self) -> f64 {
        self.ticks.iter().map(|t| width(&self.label(*t), SMALL)).fold(0.0, f64::max)
    }

    /// It as lines across from `left` to `right` with amounts before them.
    pub(super) fn across(&self, scale: Scale, left: f64, right: f64, words: impl Fn(f64) -> String) -> Markup {
        html! {
            @for tick in &self.ticks {
                @let y = scale.at(*tick);
                line class=(if *tick == 0.0 { "zero" } else { "grid" }) x1=(place(left)) x2=(place(right)) y1=(place(y)) y2=(place(y)) {}
                text class="tick end" x=(place(left - 6.0)) y=(place(y + 4.0)) { (words(*tick)) }
            }
        }
    }

    /// It as lines upward from `bottom` to `top` with amounts below them that end before `right`, fewer where they would touch.
    pub(super) fn upward(&self, scale: Scale, [top, bottom, right]: [f64; 3]) -> Markup {
        let room = scale.end - scale.start;
        let each = room / (self.ticks.len().max(2) - 1) as f64;
        let every = every(self.label_width() + 10.0, each);
        html! {
            @for (i, tick) in self.ticks.iter().enumerate() {
                @let x = scale.at(*tick);
                line class=(if *tick == 0.0 { "zero" } else { "grid" }) x1=(place(x)) x2=(place(x)) y1=(place(top)) y2=(place(bottom)) {}
                @let label = self.label(*tick);
                @if i % every == 0 && x + width(&label, SMALL) / 2.0 <= right {
                    text class="tick middle" x=(place(x)) y=(place(bottom + 18.0)) { (label) }
                }
            }
        }
    }
}

/// Every how many labels one can be written, where each needs `wanted` and has `each`.
pub(super) fn every(wanted: f64, each: f64) -> usize {
    (wanted / each.max(0.1)).ceil().clamp(1.0, 1e6) as usize
}

/// The round number (1, 2 or 5 times a power of ten) at or above a positive one.
fn nice(raw: f64) -> f64 {
    let power = 10_f64.powf(raw.log10().floor());
    let times = [1.0, 2.0, 5.0].into_iter().find(|times| times * power >= raw * (1.0 - 1e-9));
    times.unwrap_or(10.0) * power
}

/// Places of amounts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::report::page) struct Scale {
    low: f64,
    high: f64,
    start: f64,
    end: f64,
}

impl Scale {
    /// The place of an amount; the nearer end for one outside, the start for what is no number.
    pub(in crate::report::page) fn at(self, amount: f64) -> f64 {
        let share = (amount - self.low) / (self.high - self.low);
        let share = if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) };
        self.start + share * (self.end - self.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(values: &[f64], with_zero: bool, parts: u32) -> Vec<f64> {
        Axis::over(values.iter().copied(), with_zero, parts).ticks
    }

    #[test]
    fn axes_end_on_round_numbers() {
        // 97 in at most 5 parts: 19.4 each, so steps of 20.
        assert_eq!(ticks(&[3.0, 97.0], true, 5), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        // From -52 to 707 in 5 parts: 151.8 each, so steps of 200.
        assert_eq!(ticks(&[-52.0, 707.0], true, 5), [-200.0, 0.0, 200.0, 400.0, 600.0, 800.0]);
        assert_eq!(ticks(&[0.1, 0.3], false, 4), [0.1, 0.15, 0.2, 0.25, 0.3].map(|t: f64| (t / 0.05).round() * 0.05));
        assert_eq!(ticks(&[-7.0, -3.0], true, 4), [-8.0, -6.0, -4.0, -2.0, 0.0]);
    }

    #[test]
    fn whatever_the_values_an_axis_has_room() {
        for values in
            [&[][..], &[0.0], &[f64::NAN, f64::INFINITY], &[5.0, 5.0], &[-5.0], &[1e300, -1e300], &[1e15, 1e15]]
        {
            for with_zero in [true, false] {
                let axis = Axis::over(values.iter().copied(), with_zero, 5);
                assert!(axis.high > axis.low && axis.ticks.len() >= 2 && axis.ticks.len() <= 12, "{values:?} {axis:?}");
                assert!(axis.ticks.iter().all(|t| t.is_finite()));
                let scale = axis.scale(10.0, 110.0);
                assert!([f64::NAN, -1e300, 0.0, 1e300].into_iter().all(|v| (10.0..=110.0).contains(&scale.at(v))));
            }
        }
    }

    #[test]
    fn places_are_in_proportion() {
        let axis = Axis::over([0.0, 100.0], true, 5);
        let (right, up) = (axis.scale(50.0, 250.0), axis.scale(300.0, 100.0));
        assert_eq!([right.at(0.0), right.at(25.0), right.at(100.0)], [50.0, 100.0, 250.0]);
        assert_eq!([up.at(0.0), up.at(25.0), up.at(100.0)], [300.0, 250.0, 100.0]);
    }

    #[test]
    fn labels_have_the_digits_that_tell_them_apart() {
        let label = |values: [f64; 2], amount| Axis::over(values, true, 4).label(amount);
        assert_eq!(label([0.0, 4000.0], -1000.0), "▲1,000");
        // 0.8 in 4 parts: steps of 0.2, one decimal; 0.04 in 4: steps of 0.01, two.
        assert_eq!([label([0.0, 0.8], 0.4), label([0.0, 0.04], -0.02)], ["0.4", "▲0.02"]);
        assert_eq!(label([0.0, 4e17], 1e17), "1.0e17");
    }

    #[test]
    fn labels_are_left_out_before_they_touch() {
        assert_eq!([every(50.0, 60.0), every(50.0, 30.0), every(50.0, 0.0)], [1, 2, 500]);
    }
}
