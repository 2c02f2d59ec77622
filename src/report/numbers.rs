//! Numbers as they are read: amounts with ▲, percentages with no more digits than the simulation supports.

use crate::lang::{Lang, text};
use crate::money::{Unit, count};
use crate::stats::Proportion;

/// What stands for an undefined figure.
pub(super) const UNDEFINED: &str = "－";

/// An amount as tables print it, where it is defined.
pub(super) fn amount(unit: Unit, amount: Option<f64>) -> String {
    amount.map_or_else(|| UNDEFINED.to_owned(), unit.printer())
}

/// A percentage with a fixed number of decimals.
pub(super) fn percent(share: f64, decimals: usize) -> String {
    let scale = 10_f64.powi(decimals as i32);
    let rounded = (share * 100.0 * scale).round() / scale;
    let sign = if rounded < 0.0 { "▲" } else { "" };
    format!("{sign}{:.decimals$}%", rounded.abs())
}

/// A percentage as someone would say it: without decimals where it has none, else with one.
pub(super) fn spoken(share: f64) -> String {
    let whole = (share * 100.0 - (share * 100.0).round()).abs() < 0.005;
    percent(share, usize::from(!whole))
}

/// The share of simulated trials: never called impossible for not having been seen.
pub(super) fn seen(share: f64, lang: Lang) -> String {
    probability(&Proportion { value: share, low: share - 1e-9, high: share + 1e-9 }, lang)
}

/// A probability with one decimal if its 95 % interval is within half a point either way, else with none. What was
/// not seen in a finite number of trials is not called impossible. Without a target there is none.
pub(super) fn probability<'p>(p: impl Into<Option<&'p Proportion>>, lang: Lang) -> String {
    let Some(p) = p.into() else { return UNDEFINED.to_owned() };
    let decimals = usize::from(p.half_width() < 0.005);
    let least = if decimals == 1 { 0.0005 } else { 0.005 };
    if p.value < least && p.high > 0.0 {
        let bound = percent(2.0 * least, decimals);
        text!(ja: "{bound}未満", en: "<{bound}").get(lang).to_owned()
    } else if p.value >= 1.0 - least && p.low < 1.0 {
        let bound = percent(1.0 - 2.0 * least, decimals);
        text!(ja: "{bound}超", en: ">{bound}").get(lang).to_owned()
    } else {
        percent(p.value, decimals)
    }
}

/// How often a target is met, as far as it is said in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Often {
    /// Nothing is uncertain: it is met.
    Always,
    /// Nothing is uncertain: it is missed.
    Never,
    /// All but so rarely that no one would count it.
    NearlyAlways,
    /// As rarely.
    NearlyNever,
    /// So many times in ten.
    Tenths(u32),
}

/// From here to either end a target counts as almost certainly met or missed.
const NEARLY: f64 = 0.05;

/// How often a target is met. Where nothing is uncertain, the probability has no interval.
pub(super) fn often(met: &Proportion) -> Often {
    match met.value {
        1.0 if met.low == met.high => Often::Always,
        0.0 if met.low == met.high => Often::Never,
        value if value >= 1.0 - NEARLY => Often::NearlyAlways,
        value if value <= NEARLY => Often::NearlyNever,
        value => Often::Tenths((value * 10.0).round() as u32),
    }
}

/// From here on, and below the least, a number is told by its power of ten: nobody counts its zeros.
const COUNTABLE: f64 = 1e15;
const LEAST: f64 = 1e-9;

/// A number above 0 as someone typed it, whatever binary arithmetic has added.
pub(super) fn plain(number: f64) -> String {
    if !(LEAST..COUNTABLE).contains(&number) {
        return by_power(number, 9);
    }
    let rounded = (number * 1e9).round() / 1e9;
    let shown = if rounded > 0.0 { rounded } else { number };
    if shown >= 1e3 && shown.fract() == 0.0 { count(shown) } else { shown.to_string() }
}

/// A number above 0 with three digits, or all before the point if there are more.
pub(super) fn significant(number: f64) -> String {
    if number > 0.0 && !(LEAST..COUNTABLE).contains(&number) {
        return by_power(number, 3);
    }
    let before = number.log10().floor();
    if before >= 2.0 || !before.is_finite() {
        return count(number);
    }
    format!("{number:.*}", (2.0 - before) as usize)
}

/// A number with so many digits at most, times a power of ten: 1e-300.
fn by_power(number: f64, digits: usize) -> String {
    let rounded: f64 = format!("{number:.*e}", digits - 1).parse().unwrap_or(number);
    format!("{rounded:e}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(value: f64, low: f64, high: f64) -> String {
        probability(&Proportion { value, low, high }, Lang::Ja)
    }

    #[test]
    fn half_widths_have_the_digits_that_count() {
        assert_eq!([plain(0.3 * 100.0 / 100.0), plain(1500.0), plain(0.1 + 0.2)], ["0.3", "1,500", "0.3"]);
        assert_eq!([plain(100.0 * 1e-300), plain(1e300), plain(1e-9)], ["1e-298", "1e300", "0.000000001"]);
        assert_eq!([significant(1.23456e-12), significant(2e300)], ["1.23e-12", "2e300"]);
        let shown = [12345.6, 99.96, 61.23, 6.123, 0.6123, 0.000_612_34, 0.0].map(significant);
        assert_eq!(shown, ["12,346", "100.0", "61.2", "6.12", "0.612", "0.000612", "0"]);
    }

    #[test]
    fn digits_follow_the_interval() {
        assert_eq!(p(0.734_82, 0.732, 0.737), "73.5%");
        assert_eq!(p(0.734_82, 0.71, 0.75), "73%");
        assert_eq!(p(0.0, 0.0, 0.000_04), "0.1%未満");
        assert_eq!([p(1.0, 0.999_9, 1.0), p(0.9995, 0.999_2, 0.999_8)], ["99.9%超"; 2]);
        assert_eq!([p(0.0, 0.0, 0.0), p(1.0, 1.0, 1.0)], ["0.0%", "100.0%"]);
        assert_eq!(percent(-0.045, 1), "▲4.5%");
        assert_eq!([spoken(0.8), spoken(0.995)], ["80%", "99.5%"]);
        assert_eq!([seen(0.0, Lang::En), seen(0.25, Lang::En)], ["<0.1%", "25.0%"]);
    }
}
