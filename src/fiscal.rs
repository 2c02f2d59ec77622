//! Fiscal years: how they are typed, named in either calendar, and ranged over.

use crate::lang::{Lang, Text};
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// A Japanese fiscal year (1 April to 31 March), named by the calendar year in which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i32")]
pub struct FiscalYear(i32);

/// The first and last year that a scenario may name: Shōwa 1 and a century from now.
const RANGE: std::ops::RangeInclusive<i32> = 1926..=2126;

/// The years that a stored result may hold: those that a scenario may name, and what editions read around them.
const STORED: std::ops::RangeInclusive<i32> = 1826..=2226;

impl TryFrom<i32> for FiscalYear {
    type Error = String;

    fn try_from(calendar: i32) -> Result<Self, String> {
        let (first, last) = (STORED.start(), STORED.end());
        if STORED.contains(&calendar) {
            Ok(Self(calendar))
        } else {
            Err(format!("a fiscal year from {first} to {last}, not {calendar}"))
        }
    }
}

/// An era: its letter, its kanji, and the fiscal year that is its year 1.
struct Era(char, &'static str, i32);

const ERAS: [Era; 3] = [Era('R', "令和", 2019), Era('H', "平成", 1989), Era('S', "昭和", 1926)];

impl FiscalYear {
    /// The fiscal year that begins in April of this calendar year, if a scenario may name it.
    pub fn new(calendar: i32) -> Option<Self> {
        RANGE.contains(&calendar).then_some(Self(calendar))
    }

    /// Reads `2024`, `FY2024`, `2024年度`, `R6`, `令和6年度`, `H31`, `令和元年度`, in full or half width.
    pub fn parse(typed: &str) -> Option<Self> {
        let text: String = typed.nfkc().filter(|c| !c.is_whitespace()).collect();
        let text = text.strip_suffix("年度").or_else(|| text.strip_suffix('年')).unwrap_or(&text);
        let text = text.to_uppercase();
        if text.contains(['+', '-']) {
            return None;
        }
        if let Ok(year) = text.strip_prefix("FY").unwrap_or(&text).parse() {
            return Self::new(year);
        }
        ERAS.iter().find_map(|Era(letter, kanji, first)| {
            let count = text.strip_prefix(*letter).or_else(|| text.strip_prefix(kanji))?;
            let count: i32 = if count == "元" { 1 } else { count.parse().ok().filter(|n| (1..100).contains(n))? };
            Self::new(first + count - 1)
        })
    }

    /// The calendar year in which the fiscal year begins.
    pub fn calendar(self) -> i32 {
        self.0
    }

    /// The fiscal year `years` later (earlier if negative); not limited to the years that can be typed.
    #[must_use]
    pub fn plus(self, years: i32) -> Self {
        Self(self.0 + years)
    }

    /// Whole years from `earlier` to this year.
    pub fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// `R6`: the short name in the Japanese calendar.
    pub fn era(self) -> String {
        let (Era(letter, ..), year) = self.in_era();
        format!("{letter}{year}")
    }

    /// `令和6年度` in Japanese, `FY2024` in English.
    pub fn label(self, lang: Lang) -> String {
        match lang {
            Lang::Ja => match self.in_era() {
                (Era(_, kanji, _), 1) => format!("{kanji}元年度"),
                (Era(_, kanji, _), year) => format!("{kanji}{year}年度"),
            },
            Lang::En => self.to_string(),
        }
    }

    /// The label in both languages.
    pub fn text(self) -> Text {
        Text { ja: self.label(Lang::Ja), en: self.label(Lang::En) }
    }

    /// `R6` in Japanese, `FY2024` in English: for narrow columns.
    pub fn short(self, lang: Lang) -> String {
        match lang {
            Lang::Ja => self.era(),
            Lang::En => self.to_string(),
        }
    }

    fn in_era(self) -> (&'static Era, i32) {
        let era = ERAS.iter().find(|era| self.0 >= era.2).unwrap_or(&ERAS[2]);
        (era, self.0 - era.2 + 1)
    }
}

impl fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FY{}", self.0)
    }
}

/// An unbroken run of fiscal years, both ends included, never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Ends")]
pub struct Span {
    /// The first year.
    pub first: FiscalYear,
    /// The last year, not before the first.
    pub last: FiscalYear,
}

/// A span as it is stored.
#[derive(Deserialize)]
struct Ends {
    first: FiscalYear,
    last: FiscalYear,
}

impl TryFrom<Ends> for Span {
    type Error = String;

    fn try_from(Ends { first, last }: Ends) -> Result<Self, String> {
        Self::new(first, last).ok_or_else(|| format!("years in their order, not {first} to {last}"))
    }
}

impl Span {
    /// The span from `first` to `last`, or nothing if it would be empty.
    pub fn new(first: FiscalYear, last: FiscalYear) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// The number of years, at least 1.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(self) -> usize {
        (self.last.0 - self.first.0 + 1) as usize
    }

    /// Whether the year lies in the span.
    pub fn contains(self, year: FiscalYear) -> bool {
        self.first <= year && year <= self.last
    }

    /// The years that lie in both spans, if any does.
    pub fn common(self, other: Self) -> Option<Self> {
        Self::new(self.first.max(other.first), self.last.min(other.last))
    }

    /// The years that do not lie in another span: before it and after it.
    pub fn outside(self, other: Self) -> impl Iterator<Item = Self> {
        let before = Self::new(self.first, self.last.min(other.first.plus(-1)));
        let after = Self::new(self.first.max(other.last.plus(1)), self.last);
        before.into_iter().chain(after)
    }

    /// The position of the year in the span, if it lies in it.
    pub fn index(self, year: FiscalYear) -> Option<usize> {
        self.contains(year).then(|| (year.0 - self.first.0) as usize)
    }

    /// Each year from the first to the last.
    pub fn years(self) -> impl DoubleEndedIterator<Item = FiscalYear> + Clone {
        (self.first.0..=self.last.0).map(FiscalYear)
    }

    /// `R4–R9` in Japanese, `FY2022–FY2027` in English; one name where the span is one year.
    pub fn short(self, lang: Lang) -> String {
        if self.first == self.last {
            self.first.short(lang)
        } else {
            format!("{}–{}", self.first.short(lang), self.last.short(lang))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_accepted_spelling_names_the_same_year() {
        for typed in
            ["2024", "FY2024", "2024年度", "R6", "r6", "令和6年度", "令和６年度", "Ｒ６", "令和6年", "H36", "fy2024"]
        {
            assert_eq!(FiscalYear::parse(typed), Some(FiscalYear(2024)), "{typed}");
        }
        for typed in ["H31", "R1", "令和元年度", "平成31年度", "2019"] {
            assert_eq!(FiscalYear::parse(typed), Some(FiscalYear(2019)), "{typed}");
        }
    }

    #[test]
    fn what_is_no_year_is_refused() {
        for typed in ["", "R", "R0", "R-1", "X6", "6", "R6.5", "20244", "1800", "+2024", "FY+2024", "R+6", "令和", "FY"]
        {
            assert_eq!(FiscalYear::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn names_follow_the_language() {
        let year = FiscalYear(2024);
        assert_eq!((year.label(Lang::Ja).as_str(), year.label(Lang::En).as_str()), ("令和6年度", "FY2024"));
        assert_eq!(FiscalYear(2019).label(Lang::Ja), "令和元年度");
        assert_eq!(FiscalYear(2018).era(), "H30");
    }

    #[test]
    fn a_span_counts_both_ends() {
        let span = Span::new(FiscalYear(2022), FiscalYear(2027)).expect("not empty");
        assert_eq!((span.len(), span.index(FiscalYear(2027)), span.index(FiscalYear(2028))), (6, Some(5), None));
        assert_eq!(Span::new(FiscalYear(2027), FiscalYear(2022)), None);
    }

    #[test]
    fn spans_share_years_and_have_years_of_their_own() {
        let span = |first, last| Span::new(FiscalYear(first), FiscalYear(last)).expect("not empty");
        let (earlier, later) = (span(2024, 2028), span(2025, 2029));
        assert_eq!(earlier.common(later), Some(span(2025, 2028)));
        assert_eq!(later.common(earlier), Some(span(2025, 2028)));
        assert_eq!(earlier.common(span(2029, 2030)), None);
        assert_eq!(earlier.outside(later).collect::<Vec<_>>(), [span(2024, 2024)]);
        assert_eq!(later.outside(earlier).collect::<Vec<_>>(), [span(2029, 2029)]);
        assert_eq!(span(2020, 2030).outside(later).collect::<Vec<_>>(), [span(2020, 2024), span(2030, 2030)]);
        assert_eq!(later.outside(span(2020, 2030)).count(), 0);
        assert_eq!(later.outside(span(2030, 2031)).collect::<Vec<_>>(), [later]);
    }
}
