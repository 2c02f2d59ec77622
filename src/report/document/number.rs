//! A number of a report: what it is, and how it is shown. The one place where a number of a table becomes a string.

use crate::lang::{Lang, text};
use crate::money::{Unit, count};
use crate::report::numbers::{percent, probability, seen};
use crate::stats::Proportion;

/// What a number is, which says how it is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::report) enum Figure {
    /// An amount in this unit.
    Amount(Unit),
    /// A probability with its 95 % interval, which says how many digits count.
    Chance([f64; 2]),
    /// A share of trials: what was not seen is not called impossible.
    Seen,
    /// A share with so many decimals.
    Share(u8),
    /// A difference of shares, told in percentage points.
    Points,
    /// A count with its thousands grouped.
    Count,
    /// A whole number that counts nothing: a place, a seed.
    Whole,
    /// So many times, with so many decimals.
    Times(u8),
    /// One amount over another: a percentage, or so many times where it is so large that one would mislead.
    Ratio,
}

/// From here on a ratio is told in times.
pub(in crate::report) const TIMES: f64 = 10.0;

/// A number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::report) struct Number {
    /// The number itself; of points a share.
    pub(in crate::report) exact: f64,
    /// The number that is shown: the same, or rounded so that what adds up does so as it is shown.
    pub(in crate::report) rounded: f64,
    /// What it is.
    pub(in crate::report) figure: Figure,
    /// A mark behind it.
    pub(in crate::report) mark: &'static str,
    /// Which other cells of its table it is worked out of.
    pub(in crate::report) adds: Adds,
}

/// Which other cells of a table a number is worked out of, as far as they hold numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::report) enum Adds {
    /// None.
    #[default]
    Nothing,
    /// It is the sum of those above it, from the heading of its rows on, in rows whose labels but for the first are its own.
    Above,
    /// It is the sum of so many before it in its row, but for so many right before it.
    Before { count: usize, skip: usize },
    /// It is the one before it less the one before that.
    Change,
    /// It is the one above it less the one above that.
    ChangeBelow,
}

impl Number {
    /// A number of a kind.
    pub(in crate::report) fn of(exact: f64, figure: Figure) -> Self {
        Self { exact, rounded: exact, figure, mark: "", adds: Adds::Nothing }
    }

    /// A number that was rounded with others.
    pub(in crate::report) fn rounded(exact: f64, rounded: f64, figure: Figure) -> Self {
        Self { exact, rounded, figure, mark: "", adds: Adds::Nothing }
    }

    /// A probability with its interval.
    pub(in crate::report) fn chance(p: &Proportion) -> Self {
        Self::of(p.value, Figure::Chance([p.low, p.high]))
    }

    /// It as what it is worked out of others.
    pub(in crate::report) fn that_adds(self, adds: Adds) -> Self {
        Self { adds, ..self }
    }

    /// It with a mark behind it.
    pub(in crate::report) fn marked(self, mark: &'static str) -> Self {
        Self { mark, ..self }
    }

    /// It as it is read.
    pub(in crate::report) fn shown(&self, lang: Lang) -> String {
        let value = self.rounded;
        let shown = match self.figure {
            Figure::Amount(unit) => unit.in_table(value),
            Figure::Chance([low, high]) => probability(&Proportion { value, low, high }, lang),
            Figure::Seen => seen(value, lang),
            Figure::Share(decimals) => percent(value, decimals.into()),
            Figure::Points => percent(value, 1).trim_end_matches('%').to_owned(),
            Figure::Count => count(value),
            Figure::Whole => format!("{value:.0}"),
            Figure::Times(decimals) => format!("{value:.*}", usize::from(decimals)),
            Figure::Ratio if value >= TIMES => {
                let times = format!("{value:.1}");
                text!(ja: "{times}倍", en: "x{times}").get(lang).to_owned()
            }
            Figure::Ratio => percent(value, 1),
        };
        format!("{shown}{}", self.mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Name;

    #[test]
    fn numbers_are_shown_as_what_they_are() {
        let shown = |value, figure| Number::of(value, figure).shown(Lang::Ja);
        assert_eq!(shown(-1234.6, Figure::Amount(Unit::whole(Name::Yen))), "▲1,235");
        assert_eq!([shown(0.5, Figure::Chance([0.4, 0.6])), shown(0.0, Figure::Seen)], ["50%", "0.1%未満"]);
        assert_eq!([shown(0.1234, Figure::Share(1)), shown(-0.1234, Figure::Points)], ["12.3%", "▲12.3"]);
        assert_eq!([shown(12345.0, Figure::Count), shown(12345.0, Figure::Whole)], ["12,345", "12345"]);
        assert_eq!(Number::of(1.234, Figure::Times(2)).marked("*").shown(Lang::En), "1.23*");
    }
}
