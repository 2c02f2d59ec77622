//! A typed quantity → a marginal: which keys each distribution takes, and what makes it impossible.

use super::classes::{ReferenceClass, reference_classes};
use super::reader::Reader;
use crate::distributions::{Marginal, MarginalError};
use crate::lang::{Text, text};
use crate::scenario::{Path, Quantity, QuantityKind, QuantityTable};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Reads quantities, and remembers which reference classes they use.
pub(super) struct Quantities {
    known: &'static [ReferenceClass],
    used: Vec<(usize, String)>,
    /// What was read already, since tabulating a distribution takes longer than all else about a quantity.
    built: HashMap<String, Marginal>,
}

impl Quantities {
    pub(super) fn new() -> Self {
        Self { known: reference_classes(), used: Vec::new(), built: HashMap::new() }
    }

    /// The classes in use with the names of the quantities that use them.
    pub(super) fn used(&self) -> Vec<(ReferenceClass, Vec<String>)> {
        let names = |class: usize| -> Vec<String> {
            self.used.iter().filter(|(c, _)| *c == class).map(|(_, n)| n.clone()).collect()
        };
        let all = self.known.iter().enumerate().map(|(i, class)| (class.clone(), names(i)));
        all.filter(|(_, names)| !names.is_empty()).collect()
    }

    /// The marginal of a quantity called `name`; a problem and nothing where there is none.
    pub(super) fn read(
        &mut self,
        quantity: &Quantity,
        name: &str,
        path: &Path,
        reader: &mut Reader,
    ) -> Option<Marginal> {
        match quantity {
            Quantity::Number(value) => Some(Marginal::Fixed(*value)),
            Quantity::Table(table) if table.class.is_some() => self.class(table, name, path, reader),
            Quantity::Table(table) => self.distribution(table, path, reader),
        }
    }

    fn distribution(&mut self, table: &QuantityTable, path: &Path, reader: &mut Reader) -> Option<Marginal> {
        let bare = QuantityTable { source: None, note: None, ..table.clone() };
        // Written out, numbers are told apart to the last bit.
        let written = format!("{bare:?}");
        if let Some(marginal) = self.built.get(&written) {
            return Some(marginal.clone());
        }
        let marginal = distribution(&bare, path, reader)?;
        self.built.insert(written, marginal.clone());
        Some(marginal)
    }

    fn class(&mut self, table: &QuantityTable, name: &str, path: &Path, reader: &mut Reader) -> Option<Marginal> {
        let id = table.class.as_deref()?;
        let beside: Vec<&str> = given(table).map(|(key, _)| key).collect();
        if let Some(first) = beside.first() {
            let keys = beside.join(", ");
            let message = text!(ja: "class と一緒に {keys} は書けません", en: "{keys} cannot stand beside class");
            let hint = text!(ja: "どちらかを消してください", en: "take one of them out");
            reader.useless(&path.key(*first), message, hint);
        }
        let Some(class) = self.known.iter().position(|c| c.is_called(id)) else {
            let ids: Vec<&str> = self.known.iter().map(|c| c.id.as_str()).collect();
            let message = text!(ja: "「{id}」という参照クラスはありません", en: "there is no reference class '{id}'");
            let hint = match crate::scenario::nearest(id, &ids) {
                Some(near) => text!(ja: "「{near}」のことですか", en: "did you mean '{near}'?"),
                None => {
                    text!(ja: "説明は mikomi schema --classes で見られます", en: "mikomi schema --classes describes them")
                }
            };
            reader.refuse(&path.key("class"), message, Text::same(ids.join(", ")), hint);
            return None;
        };
        self.used.push((class, name.to_owned()));
        clamped(shipped(class).cloned()?, table, path, reader)
    }
}

/// The reference classes with their means.
pub fn class_means() -> Vec<(&'static ReferenceClass, f64)> {
    let of = |(at, class)| Some((class, shipped(at)?.mean()));
    reference_classes().iter().enumerate().filter_map(of).collect()
}

/// The distribution of a reference class by position, tabulated when it is first asked for.
fn shipped(class: usize) -> Option<&'static Marginal> {
    static TABULATED: OnceLock<Vec<OnceLock<Option<Marginal>>>> = OnceLock::new();
    let known = reference_classes();
    let all = TABULATED.get_or_init(|| known.iter().map(|_| OnceLock::new()).collect());
    let tabulate = || distribution(&known[class].distribution, &Path::default(), &mut Reader::default());
    all[class].get_or_init(tabulate).as_ref()
}

/// The keys of a distribution: those it must have, and those it may have.
fn keys(kind: QuantityKind, table: &QuantityTable) -> (&'static [&'static str], &'static [&'static str]) {
    use QuantityKind as K;
    match kind {
        K::Fixed => (&["value"], &[]),
        K::Uniform => (&["low", "high"], &[]),
        K::Triangular | K::Pert => (&["low", "mode", "high"], &[]),
        K::Normal => (&["mean", "sd"], &[]),
        K::Lognormal if table.median.is_some() || table.sigma.is_some() => (&["median", "sigma"], &[]),
        K::Lognormal => (&["mean", "sd"], &[]),
        K::Beta if table.alpha.is_some() || table.beta.is_some() => (&["alpha", "beta"], &["low", "high"]),
        K::Beta => (&["mean", "sd"], &["low", "high"]),
        K::Discrete => (&["values", "weights"], &[]),
        K::Empirical => (&["values"], &[]),
        K::Quantiles if table.p5.is_some() || table.p95.is_some() => (&["p5", "p50", "p95"], &["low", "high"]),
        K::Quantiles if table.p25.is_some() || table.p75.is_some() => (&["p25", "p50", "p75"], &["low", "high"]),
        K::Quantiles => (&["p10", "p50", "p90"], &["low", "high"]),
    }
}

/// The keys of a table that belong to a distribution, with whether each is given.
fn given(t: &QuantityTable) -> impl Iterator<Item = (&'static str, bool)> {
    [
        ("kind", t.kind.is_some()),
        ("value", t.value.is_some()),
        ("low", t.low.is_some()),
        ("mode", t.mode.is_some()),
        ("high", t.high.is_some()),
        ("mean", t.mean.is_some()),
        ("sd", t.sd.is_some()),
        ("median", t.median.is_some()),
        ("sigma", t.sigma.is_some()),
        ("alpha", t.alpha.is_some()),
        ("beta", t.beta.is_some()),
        ("values", t.values.is_some()),
        ("weights", t.weights.is_some()),
        ("p5", t.p5.is_some()),
        ("p10", t.p10.is_some()),
        ("p25", t.p25.is_some()),
        ("p50", t.p50.is_some()),
        ("p75", t.p75.is_some()),
        ("p90", t.p90.is_some()),
        ("p95", t.p95.is_some()),
    ]
    .into_iter()
    .filter(|(_, is_given)| *is_given)
}

fn distribution(table: &QuantityTable, path: &Path, reader: &mut Reader) -> Option<Marginal> {
    let kind = match (table.kind, table.value) {
        (Some(kind), _) => kind,
        (None, Some(_)) => QuantityKind::Fixed,
        (None, None) => {
            let message =
                text!(ja: "kind、class、value のどれもありません", en: "none of kind, class and value is given");
            let hint = text!(ja: "kind = \"pert\" などの分布か、class = \"…\" を書いてください", en: "state a distribution such as kind = \"pert\", or class = \"…\"");
            reader.missing(path, &["kind", "class", "value"], message, hint);
            return None;
        }
    };
    let (needed, optional) = keys(kind, table);
    let before = reader.problems.len();
    let name = serde_json::to_value(kind).ok()?.as_str()?.to_owned();
    for key in needed.iter().filter(|k| !given(table).any(|(g, _)| g == **k)) {
        let all = needed.join(", ");
        let message = text!(ja: "分布 {name} に {key} がありません", en: "the distribution {name} lacks {key}");
        reader.missing(path, &[key], message, text!(ja: "{all} を書いてください", en: "state {all}"));
    }
    for (key, _) in given(table).filter(|(k, _)| *k != "kind" && !needed.contains(k) && !optional.contains(k)) {
        let all = [needed, optional].concat().join(", ");
        let message = text!(ja: "分布 {name} に {key} は使えません", en: "the distribution {name} has no {key}");
        let hint = text!(ja: "使えるのは {all} です", en: "it takes {all}");
        reader.useless(&path.key(key), message, hint);
    }
    if reader.problems.len() > before {
        return None;
    }
    match construct(kind, table) {
        Ok(marginal) => clamped(marginal, table, path, reader),
        Err(error) => {
            impossible(error, &name, path, reader);
            None
        }
    }
}

/// A distribution with the floor and the cap that a table states.
fn clamped(marginal: Marginal, table: &QuantityTable, path: &Path, reader: &mut Reader) -> Option<Marginal> {
    if table.floor.is_none() && table.cap.is_none() {
        return Some(marginal);
    }
    let clamped = marginal.clamped(table.floor, table.cap);
    if clamped.is_err() {
        let message = text!(ja: "floor が cap より小さくありません", en: "floor is not below cap");
        let allowed = text!(ja: "floor < cap（差は10億分の1以上）", en: "floor < cap (by a billionth at least)");
        reader.refuse(path, message, allowed, text!(ja: "数値を直してください", en: "correct the numbers"));
    }
    clamped.ok()
}

fn construct(kind: QuantityKind, t: &QuantityTable) -> Result<Marginal, MarginalError> {
    use QuantityKind as K;
    let number = |v: Option<f64>| v.ok_or(MarginalError::NotFinite);
    let (low, high) = (t.low.unwrap_or(0.0), t.high.unwrap_or(1.0));
    let values = t.values.as_deref().unwrap_or_default();
    match kind {
        K::Fixed => Ok(Marginal::Fixed(number(t.value)?)),
        K::Uniform => Marginal::uniform(low, high),
        K::Triangular => Marginal::triangular(low, number(t.mode)?, high),
        K::Pert => Marginal::pert(low, number(t.mode)?, high),
        K::Normal => Marginal::normal(number(t.mean)?, number(t.sd)?),
        K::Lognormal if t.median.is_some() => Marginal::lognormal(number(t.median)?, number(t.sigma)?),
        K::Lognormal => Marginal::lognormal_of(number(t.mean)?, number(t.sd)?),
        K::Beta if t.alpha.is_some() => Marginal::beta(number(t.alpha)?, number(t.beta)?, low, high),
        K::Beta => Marginal::beta_of(number(t.mean)?, number(t.sd)?, low, high),
        K::Discrete => Marginal::discrete(values, t.weights.as_deref()),
        K::Empirical => Marginal::discrete(values, None),
        K::Quantiles => {
            let (tail, lower, upper) = match (t.p5, t.p25) {
                (Some(p5), _) => (0.05, Some(p5), t.p95),
                (_, Some(p25)) => (0.25, Some(p25), t.p75),
                _ => (0.1, t.p10, t.p90),
            };
            Marginal::quantiles(tail, [number(lower)?, number(t.p50)?, number(upper)?], t.low, t.high)
        }
    }
}

fn impossible(error: MarginalError, name: &str, path: &Path, reader: &mut Reader) {
    use MarginalError as E;
    let allowed = match error {
        E::NotFinite => text!(ja: "有限の数", en: "finite numbers"),
        E::Bounds => text!(ja: "low < high（差は10億分の1以上）", en: "low < high (by a billionth at least)"),
        E::Mode => text!(ja: "low ≦ mode ≦ high", en: "low <= mode <= high"),
        E::Spread => {
            text!(ja: "幅や形の数（sd、sigma、alpha、beta）と対数正規の中央値・平均は 0 より大きい", en: "sd, sigma, alpha, beta, and the median or mean of a lognormal, above 0")
        }
        E::Extreme if name != "beta" => text!(
            ja: "幅が計算できる大きさの分布（数値の絶対値は 10 の 100 乗まで）",
            en: "numbers whose spread can be worked out (none beyond 10 to the power of 100)"
        ),
        E::Extreme => text!(
            ja: "値が上下限にほとんど張り付かない分布（alpha、beta とも 0.05 以上）",
            en: "a distribution that does not all but stand on its bounds (alpha and beta at least 0.05)"
        ),
        E::Wide => text!(ja: "対数の標準偏差が 5 以下", en: "a standard deviation of the logarithm of at most 5"),
        E::Beta => {
            text!(ja: "low < mean < high で、sd は √((mean-low)×(high-mean)) より小さい", en: "low < mean < high, and an sd below the square root of (mean-low) × (high-mean)")
        }
        E::Weights => {
            text!(ja: "一つ以上の値と、（あれば）値と同じ数の 0 以上の重み。重みの少なくとも一つは 0 より大きい", en: "one value or more and, if there are weights, one for each value, each 0 or above and one above 0")
        }
        E::Quantiles => {
            text!(ja: "low < p10 < p50 < p90 < high（p5・p95、p25・p75 でも同じ）で、片寄りすぎない", en: "low < p10 < p50 < p90 < high (likewise p5 and p95, p25 and p75), and not too lopsided")
        }
        E::Variance => text!(ja: "分散が有限", en: "a finite variance"),
    };
    let hint = match error {
        E::Variance => {
            text!(ja: "上限がなく、極端な値が際限なく出ます。上限 high（または下限 low）を書いてください", en: "without a bound its values can grow without limit: state high (or low)")
        }
        E::Extreme if name == "beta" => {
            text!(ja: "kind = \"discrete\" で二つの値に重みをつけてください", en: "use kind = \"discrete\" with two values and weights")
        }
        E::Quantiles => {
            text!(ja: "順序を確かめ、片寄りが大きければ low か high を書いてください", en: "check the order; if they lean far to one side, state low or high")
        }
        _ => text!(ja: "数値を直してください", en: "correct the numbers"),
    };
    let message = text!(ja: "この数値では分布（{name}）を作れません", en: "no {name} distribution has these numbers");
    reader.refuse(path, message, allowed, hint);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_class_is_a_distribution_with_words_in_both_languages() {
        let classes = reference_classes();
        assert!(classes.len() >= 10);
        for class in classes {
            let mut reader = Reader::default();
            assert!(distribution(&class.distribution, &Path::default(), &mut reader).is_some(), "{}", class.id);
            for text in [&class.name, &class.source, &class.caveat] {
                assert!(!text.ja.is_empty() && !text.en.is_empty(), "{}", class.id);
            }
        }
    }

    #[test]
    fn classes_have_the_quantiles_that_they_state() {
        const Z90: f64 = 1.281_551_565_544_600_4;
        let at = |id: &str, z: f64| {
            let class = reference_classes().iter().find(|c| c.id == id).expect("shipped");
            distribution(&class.distribution, &Path::default(), &mut Reader::default()).expect("valid").quantile(z)
        };
        for (id, p10, p50, p90) in [
            ("post_reduction", 0.45, 0.80, 1.05),
            ("dx_idea", 0.2, 0.4, 0.8),
            ("dx_committed", 0.6, 0.9, 1.1),
            ("system_standardisation", 1.0, 2.0, 4.0),
        ] {
            for (z, q) in [(-Z90, p10), (0.0, p50), (Z90, p90)] {
                assert!((at(id, z) - q).abs() < 1e-6, "{id}");
            }
        }
        for (id, p50, p90) in [("cost_it", 1.2, 2.0), ("cost_outsourcing", 1.1, 1.41)] {
            assert!((at(id, 0.0) - p50).abs() < 1e-6 && (at(id, Z90) - p90).abs() < 1e-5, "{id}: {}", at(id, Z90));
        }
    }
}
