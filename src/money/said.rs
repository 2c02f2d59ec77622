//! Amounts as people say them in sentences: 約9億1,700万円, about ¥917 million.

use super::{Unit, count};
use crate::lang::{Lang, Text};

/// From here on Japanese counts in 万, 億 and 兆.
const MAN: f64 = 1e4;
const OKU: f64 = 1e8;
const CHO: f64 = 1e12;
/// Below it what is above a 億 is said to the million, so with three or four figures.
const TEN_BILLION: f64 = 1e10;
/// The figures that are said of other amounts.
const FIGURES: i32 = 3;

impl Unit {
    /// An amount as it is said in a sentence, with three or four figures: 約9億1,700万円, 4,520万円, about ¥917 million.
    /// 約 and "about" stand only where that is not the amount to the yen. What is in no unit of yen is said as a table
    /// prints it.
    pub fn said(self, amount: f64) -> Text {
        let Some(worth) = self.name.yen() else {
            let printed = self.in_table(amount);
            let [ja, en] = [Lang::Ja, Lang::En].map(|lang| self.name(lang));
            return Text { ja: format!("{printed}{ja}"), en: format!("{printed} {en}") };
        };
        let yen = amount * worth;
        Text { ja: japanese(yen), en: english(yen) }
    }
}

fn japanese(yen: f64) -> String {
    let step = match yen.abs() {
        little if little < MAN => 1.0,
        some if (OKU..TEN_BILLION).contains(&some) => 1e6,
        other => step_of(other),
    };
    let rounded = to_step(yen.abs(), step);
    let about = if is_about(yen, rounded) { "約" } else { "" };
    let minus = if yen < 0.0 && rounded > 0.0 { "マイナス" } else { "" };
    format!("{about}{minus}{}円", counted(rounded))
}

/// A whole number in 兆, 億 and 万.
fn counted(number: f64) -> String {
    let parts = [(number / CHO, "兆"), (number % CHO / OKU, "億"), (number % OKU / MAN, "万"), (number % MAN, "")];
    let said: String = parts
        .into_iter()
        .map(|(part, word)| (part.floor(), word))
        .filter(|(part, _)| *part > 0.0)
        .map(|(part, word)| format!("{}{word}", count(part)))
        .collect();
    if said.is_empty() { "0".to_owned() } else { said }
}

fn english(yen: f64) -> String {
    let step = if yen.abs() < MAN { 1.0 } else { step_of(yen.abs()) };
    let rounded = to_step(yen.abs(), step);
    let about = if is_about(yen, rounded) { "about " } else { "" };
    let minus = if yen < 0.0 && rounded > 0.0 { "-" } else { "" };
    let powers = [(1e12, " trillion"), (1e9, " billion"), (1e6, " million")];
    let said = match powers.into_iter().find(|(power, _)| rounded >= *power) {
        Some((power, word)) if rounded < power * 1e3 => format!("{}{word}", (rounded / power * 1e3).round() / 1e3),
        Some((power, word)) => format!("{}{word}", count(rounded / power)),
        None => count(rounded),
    };
    format!("{about}{minus}¥{said}")
}

/// The last place of a number that is said with three figures.
fn step_of(number: f64) -> f64 {
    10_f64.powi(number.log10().floor() as i32 + 1 - FIGURES)
}

fn to_step(number: f64, step: f64) -> f64 {
    (number / step).round() * step
}

/// Whether rounding has changed an amount: by half a yen or more, which binary arithmetic does not.
fn is_about(yen: f64, rounded: f64) -> bool {
    (yen.abs() - rounded).abs() >= 0.5
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Name;

    fn thousands(amount: f64) -> [String; 2] {
        let Text { ja, en } = Unit::new(Name::ThousandYen, 0).said(amount);
        [ja, en]
    }

    #[test]
    fn amounts_are_said_with_three_or_four_figures() {
        for (amount, ja, en) in [
            (917_058.0, "約9億1,700万円", "about ¥917 million"),
            (2_674_093.0, "約26億7,400万円", "about ¥2.67 billion"),
            (12_345_678.0, "約123億円", "about ¥12.3 billion"),
            (123_456_789.0, "約1,230億円", "about ¥123 billion"),
            (1_234_567_890.0, "約1兆2,300億円", "about ¥1.23 trillion"),
            (45_212.0, "約4,520万円", "about ¥45.2 million"),
            (123.456, "約12万3,000円", "about ¥123,000"),
            (45.2, "4万5,200円", "¥45,200"),
            (9.999, "9,999円", "¥9,999"),
        ] {
            assert_eq!(thousands(amount), [ja, en], "{amount}");
        }
    }

    #[test]
    fn about_stands_only_where_something_was_left_out() {
        for (amount, ja, en) in [
            (900_000.0, "9億円", "¥900 million"),
            (2_000_000.0, "20億円", "¥2 billion"),
            (2_674_000.0, "26億7,400万円", "about ¥2.67 billion"),
            (50_000.0, "5,000万円", "¥50 million"),
            (0.0, "0円", "¥0"),
        ] {
            assert_eq!(thousands(amount), [ja, en], "{amount}");
        }
    }

    #[test]
    fn what_is_rounded_up_takes_the_next_word() {
        assert_eq!(thousands(99_999.0), ["約1億円", "about ¥100 million"]);
        assert_eq!(thousands(999_999.6), ["約10億円", "about ¥1 billion"]);
        assert_eq!(thousands(9.9996), ["1万円", "¥10,000"]);
    }

    #[test]
    fn less_than_nothing_is_said_in_words() {
        assert_eq!(thousands(-62_493.0), ["約マイナス6,250万円", "about -¥62.5 million"]);
        assert_eq!(thousands(-0.000_1), ["0円", "¥0"]);
    }

    #[test]
    fn other_units_are_said_as_they_are_printed() {
        let of = |name, amount| Unit::new(name, 0).said(amount);
        assert_eq!(of(Name::HundredMillionYen, 9.17), Text { ja: "9億1,700万円".into(), en: "¥917 million".into() });
        let hours = Name::of("時間").expect("a name");
        assert_eq!(of(hours, -1_234.0), Text { ja: "▲1,234時間".into(), en: "▲1,234 時間".into() });
    }
}
