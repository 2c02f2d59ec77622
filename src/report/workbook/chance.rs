//! The digits of a probability in a cell: the cell holds the number, its format shows what the simulation error supports.

use crate::lang::{Lang, text};
use crate::stats::Proportion;

/// How a probability is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Digits {
    /// One decimal, or none.
    has_decimal: bool,
    /// What the ends are called that were not seen in a finite number of trials; nothing where they are certain.
    bounded: Option<Lang>,
}

impl Digits {
    /// Those of a probability: the same as on a terminal.
    pub(super) fn of(p: &Proportion, lang: Lang) -> Self {
        let is_certain = p.high <= 0.0 || p.low >= 1.0;
        Self { has_decimal: p.half_width() < 0.005, bounded: (!is_certain).then_some(lang) }
    }

    /// One decimal, for shares of trials.
    pub(super) fn seen(lang: Lang) -> Self {
        Self { has_decimal: true, bounded: Some(lang) }
    }

    /// The number format.
    pub(super) fn format(self) -> String {
        let (plain, least, low, high) =
            if self.has_decimal { ("0.0%", 0.0005, "0.1%", "99.9%") } else { ("0%", 0.005, "1%", "99%") };
        let Some(lang) = self.bounded else { return plain.to_owned() };
        let most = 1.0 - least;
        let (below, above) = (
            text!(ja: "{low}未満", en: "<{low}").get(lang).to_owned(),
            text!(ja: "{high}超", en: ">{high}").get(lang).to_owned(),
        );
        format!(r#"[<{least}]"{below}";[>={most}]"{above}";{plain}"#)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_show_what_a_terminal_shows() {
        let format = |value, low, high| Digits::of(&Proportion { value, low, high }, Lang::Ja).format();
        assert_eq!(format(0.734_82, 0.732, 0.737), r#"[<0.0005]"0.1%未満";[>=0.9995]"99.9%超";0.0%"#);
        assert_eq!(format(0.734_82, 0.71, 0.75), r#"[<0.005]"1%未満";[>=0.995]"99%超";0%"#);
        assert_eq!([format(0.0, 0.0, 0.0), format(1.0, 1.0, 1.0)], ["0.0%", "0.0%"]);
    }
}
