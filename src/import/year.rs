//! Fiscal years in the headings of a table: `令和4年度`, `R4`, `2025/26`, `平成9～25年度`.

use super::spelling::without_blanks;
use crate::fiscal::{FiscalYear, Span};

/// What a heading says of years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Years {
    /// Nothing.
    None,
    /// One year.
    One(FiscalYear),
    /// The years from one to another.
    Range(Span),
    /// A year without its era: `30年度`.
    WithoutEra(i32),
    /// Several years, and no range.
    Several,
}

/// The count of what is a date and no year.
const NO_YEAR: i32 = -1;

/// Signs between the first and the last year of a range.
const TO: [char; 8] = ['~', '〜', '～', '-', '–', '—', '−', '‐'];

/// A year where it stands in a heading.
#[derive(Clone, Copy, Debug)]
struct Found {
    /// Nothing of a year without its era.
    year: Option<FiscalYear>,
    count: i32,
    from: usize,
    to: usize,
}

/// What a heading says of years.
pub(super) fn years(heading: &str) -> Years {
    let text: Vec<char> = without_blanks(heading).chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        match one(&text, at, found.last()) {
            Some(year) => {
                at = year.to;
                found.push(year);
            }
            None => at += 1,
        }
    }
    let is_range = |a: &Found, b: &Found| matches!(text[a.to..b.from], [sign] if TO.contains(&sign));
    match found[..] {
        [] => Years::None,
        [Found { year: Some(year), .. }] => Years::One(year),
        [Found { count, .. }] => Years::WithoutEra(count),
        [a, b] if is_range(&a, &b) => {
            let span = a.year.zip(b.year).and_then(|(first, last)| Span::new(first, last));
            span.map_or(Years::Several, Years::Range)
        }
        [a, ..] if a.year.is_some() && found.iter().all(|other| other.year == a.year) => {
            a.year.map_or(Years::Several, Years::One)
        }
        _ => Years::Several,
    }
}

/// The year that begins at a character.
fn one(text: &[char], at: usize, before: Option<&Found>) -> Option<Found> {
    let is_digit = |at: usize| text.get(at).is_some_and(char::is_ascii_digit);
    let is_letter = |at: usize| text.get(at).is_some_and(char::is_ascii_alphabetic);
    let digits = |from: usize| text.iter().skip(from).take_while(|c| c.is_ascii_digit()).count();
    let is_start = at == 0 || !(is_digit(at - 1) || is_letter(at - 1) || matches!(text[at - 1], ',' | '.'));
    if !is_start {
        return None;
    }
    let word = |from: usize, to: usize| text.iter().skip(from).take(to - from).collect::<String>();
    let ended = |from: usize| match (word(from, from + 2).as_str(), text.get(from)) {
        ("年度", _) => from + 2,
        (_, Some('年')) => from + 1,
        _ => from,
    };
    let parsed = |from: usize, to: usize| {
        // A calendar year counts as a fiscal year in headings; 令和元 is 令和1.
        let year = FiscalYear::parse(&word(from, to).replace('元', "1"))?;
        let to = ended(to);
        // With a month it is a date, and its fiscal year may be another.
        let is_date = text.get(to - 1) == Some(&'年') && is_digit(to);
        let (year, count) = if is_date { (None, NO_YEAR) } else { (Some(year), year.calendar()) };
        Some(Found { year, count, from, to })
    };
    if ["令和", "平成", "昭和"].contains(&word(at, at + 2).as_str()) {
        let count = if text.get(at + 2) == Some(&'元') { 1 } else { digits(at + 2) };
        return if (1..=2).contains(&count) { parsed(at, at + 2 + count) } else { None };
    }
    if word(at, at + 2).eq_ignore_ascii_case("fy") && digits(at + 2) == 4 {
        return parsed(at, at + 6);
    }
    if matches!(text.get(at), Some('R' | 'H' | 'S' | 'r' | 'h' | 's')) {
        let count = if text.get(at + 1) == Some(&'元') { 1 } else { digits(at + 1) };
        return if (1..=2).contains(&count) && !is_letter(at + 1 + count) { parsed(at, at + 1 + count) } else { None };
    }
    if word(at, at + 3) == "元年度" {
        return Some(Found { year: None, count: 1, from: at, to: at + 3 });
    }
    match digits(at) {
        4 => {
            let year = parsed(at, at + 4).filter(|year| (1950..2127).contains(&year.count))?;
            // 2025/26 is the fiscal year that begins in 2025.
            let (sign, next) = (text.get(at + 4), word(at + 5, at + 7));
            let is_next = next.parse() == Ok((year.count + 1).rem_euclid(100)) && next.len() == 2;
            let is_pair = matches!(sign, Some('/' | '-' | '–')) && is_next && !is_digit(at + 7);
            let is_long_pair = sign == Some(&'/') && word(at + 5, at + 9).parse() == Ok(year.count + 1);
            Some(match (is_pair, is_long_pair) {
                (true, _) => Found { to: ended(at + 7), ..year },
                (_, true) => Found { to: ended(at + 9), ..year },
                _ => year,
            })
        }
        count @ 1..=2 => {
            let to = at + count;
            let number: i32 = word(at, to).parse().ok()?;
            // Behind a sign of a range a year goes on in the era of the first.
            let goes_on = before.filter(|first| at == first.to + 1 && TO.contains(&text[first.to]));
            let is_year =
                word(to, to + 2) == "年度" || goes_on.is_some() && text.get(to).is_none_or(|c| !c.is_ascii_digit());
            let year = goes_on.and_then(|first| first.year).and_then(|first| in_era_of(first, number));
            is_year.then(|| Found { year, count: number, from: at, to: ended(to) })
        }
        _ => None,
    }
}

/// The year of this number in the era of another year.
pub(super) fn in_era_of(other: FiscalYear, number: i32) -> Option<FiscalYear> {
    let letter = other.era().chars().next()?;
    let counted = FiscalYear::parse(&format!("{letter}{number}"));
    // Plans that were made before a new era went on counting, and others began anew.
    counted.filter(|year| year.since(other) >= 0 && year.since(other) < 50)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(calendar: i32) -> FiscalYear {
        FiscalYear::new(calendar).expect("in range")
    }

    #[test]
    fn a_heading_names_one_year() {
        for (heading, calendar) in [
            ("令和4年度", 2022),
            ("令和４年度 (実績)", 2022),
            ("R5見込", 2023),
            ("令和元年度決算", 2019),
            ("R元", 2019),
            ("H元年度", 1989),
            ("2025/2026", 2025),
            ("平成 30 年度", 2018),
            ("2025/26", 2025),
            ("2025-26 budget", 2025),
            ("FY2024", 2024),
            ("2024年度", 2024),
            ("令和6年度（2024年度）", 2024),
        ] {
            assert_eq!(years(heading), Years::One(year(calendar)), "{heading}");
        }
    }

    #[test]
    fn ranges_and_years_without_an_era_are_told_apart() {
        let range = |first, last| Years::Range(Span::new(year(first), year(last)).expect("not empty"));
        assert_eq!(years("合計額 (R4~R9)"), range(2022, 2027));
        assert_eq!(years("平成9～25年度"), range(1997, 2013));
        assert_eq!(years("令和4年度～令和9年度"), range(2022, 2027));
        assert_eq!(years("30年度"), Years::WithoutEra(30));
        assert_eq!(years("H29とH30の差"), Years::Several);
        assert_eq!(years("令和7年3月末"), Years::WithoutEra(NO_YEAR));
        for heading in ["合計", "計画策定時 との比較", "1,234", "PR4", "12", "b-a", "DB方式2000"] {
            let found = years(heading);
            assert!(matches!(found, Years::None) || heading == "DB方式2000", "{heading}: {found:?}");
        }
    }
}
