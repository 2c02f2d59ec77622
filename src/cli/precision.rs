//! `--precision` as typed → the precision of a run.

use super::Failure;
use crate::engine::{Margin, Precision, PrecisionStatistic};
use crate::lang::{Text, text};

/// Reads lists such as `0.5,mean=0.1%`; nothing where none was typed.
pub(super) fn precision(typed: &[String]) -> Result<Option<Precision>, Failure> {
    let mut read: Option<Precision> = None;
    for list in typed {
        for (place, item) in list.split(',').map(str::trim).enumerate() {
            let (statistic, margin) = criterion(item, place == 0).map_err(Failure::Arguments)?;
            if read.is_some_and(|so_far| so_far.margin(statistic).is_some()) {
                return Err(Failure::Arguments(twice(item, statistic)));
            }
            read = Some(read.map_or(Precision::of(statistic, margin), |so_far| so_far.and(statistic, margin)));
        }
    }
    Ok(read)
}

/// A statistic and its half-width. A number alone is short for the odds, but only at the head of a list: elsewhere it
/// may be the end of an amount such as `mean=1,000`.
fn criterion(item: &str, first: bool) -> Result<(PrecisionStatistic, Margin), Text> {
    let (name, number) = match item.split_once('=') {
        Some((name, number)) => (name.trim(), number.trim()),
        None if first => (PrecisionStatistic::Odds.name(), item),
        None => return Err(nameless(item)),
    };
    let named = |s: &PrecisionStatistic| s.name().eq_ignore_ascii_case(name);
    let statistic = PrecisionStatistic::ALL.into_iter().find(named).ok_or_else(|| unknown(item))?;
    let margin = if statistic == PrecisionStatistic::Odds {
        points(number).ok_or_else(|| no_points(item))?
    } else {
        margin(number).ok_or_else(|| no_margin(item, statistic))?
    };
    Ok((statistic, margin))
}

fn points(typed: &str) -> Option<Margin> {
    number(typed).filter(|points| *points < 50.0).map(|points| Margin::Absolute(points / 100.0))
}

fn margin(typed: &str) -> Option<Margin> {
    match typed.strip_suffix(['%', '％']) {
        Some(percent) => number(percent.trim()).filter(|p| *p < 100.0).map(|p| Margin::Relative(p / 100.0)),
        None => number(typed).map(Margin::Absolute),
    }
}

/// A number above 0, with `_` between its digits where wanted.
fn number(typed: &str) -> Option<f64> {
    typed.replace('_', "").parse().ok().filter(|n: &f64| n.is_finite() && *n > 0.0)
}

fn unknown(item: &str) -> Text {
    let names = PrecisionStatistic::ALL.map(PrecisionStatistic::name);
    let (ja, en) = (names.join("、"), names.join(", "));
    text!(
        ja: "--precision：「{item}」は、精度を求められる値を指していません。使えるもの：{ja}。",
        en: "--precision: '{item}' names nothing of which a precision can be asked. Allowed: {en}."
    )
}

fn no_points(item: &str) -> Text {
    text!(
        ja: "--precision：「{item}」は達成確率の幅になりません。使えるもの：0 より大きく 50 より小さいポイント数（0.5、odds=0.5）。ほかの値の幅には名前を付けます（mean=0.1%、p10=500）。",
        en: "--precision: '{item}' is no half-width of odds. Allowed: percentage points above 0 and below 50 (0.5, odds=0.5). Half-widths of other figures have a name (mean=0.1%, p10=500)."
    )
}

fn no_margin(item: &str, statistic: PrecisionStatistic) -> Text {
    let name = statistic.name();
    text!(
        ja: "--precision：「{item}」は額の幅になりません。使えるもの：シナリオの単位による 0 より大きい額（{name}=500）、または値の 0％ より大きく 100％ より小さい割合（{name}=0.1%）。",
        en: "--precision: '{item}' is no half-width of an amount. Allowed: an amount above 0 in the unit of the scenario ({name}=500), or a share of the figure above 0 % and below 100 % ({name}=0.1%)."
    )
}

fn nameless(item: &str) -> Text {
    text!(
        ja: "--precision：コンマの後の「{item}」は、何の幅か分かりません。使えるもの：odds=0.5、mean=0.1% のような名前付きの幅。額の桁区切りにコンマは使えません。",
        en: "--precision: '{item}' after a comma does not say of what. Allowed: half-widths with a name, such as odds=0.5 or mean=0.1%. Digits of an amount are not grouped by commas."
    )
}

fn twice(item: &str, statistic: PrecisionStatistic) -> Text {
    let name = statistic.name();
    text!(
        ja: "--precision：「{item}」で {name} の幅が二度目になります。使えるもの：一つの値に一つの幅。",
        en: "--precision: '{item}' is a second half-width of {name}. Allowed: one of each."
    )
}

/// Figures without uncertainty are exact, so that there is nothing to ask.
pub(super) fn not_without_uncertainty() -> Failure {
    Failure::Arguments(text!(
        ja: "--precision は試算した値をどこまで正確に知るかを求めるものです。--deterministic は試行を行わず、その値は正確です。どちらか一方を使ってください。",
        en: "--precision asks how exactly simulated figures are to be known. --deterministic simulates nothing, and its figures are exact. Use one of them."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &[&str]) -> Option<Precision> {
        let typed: Vec<String> = typed.iter().map(|t| (*t).to_owned()).collect();
        precision(&typed).ok().flatten()
    }

    #[test]
    fn lists_and_repetitions_are_read_alike() {
        let wanted = Precision::of(PrecisionStatistic::Odds, Margin::Absolute(0.005))
            .and(PrecisionStatistic::Mean, Margin::Relative(0.001))
            .and(PrecisionStatistic::P10, Margin::Absolute(1500.0));
        for typed in [
            &["0.5,mean=0.1%,p10=1_500"][..],
            &["0.5", "mean=0.1%", "p10=1500"],
            &["P10 = 1500, odds=0.5", "mean=0.1％"],
        ] {
            assert_eq!(read(typed), Some(wanted), "{typed:?}");
        }
        assert_eq!(read(&[]), None);
    }

    #[test]
    fn what_is_no_half_width_is_refused() {
        for typed in ["", "0", "-1", "50", "inf", "NaN", "0.5%", "odds=", "mean", "mean=0", "p50=100%", "sd=1", "1,000"]
        {
            assert!(precision(&[typed.to_owned()]).is_err(), "{typed}");
        }
        assert!(precision(&["0.5,odds=1".to_owned()]).is_err());
    }
}
