//! Which factor matters most across the set.

use super::{Told, column};
use crate::batch::reading::{Design, Effects, FactorEffect};
use crate::lang::{Text, text};
use crate::report::numbers::{UNDEFINED, percent};
use crate::report::set::{SetTable, words};

impl Told<'_> {
    pub(super) fn effects(&mut self) {
        let found = Effects::of(&self.report.reading());
        let statistic = self.statistic().name();
        let (ja, en) = (statistic.ja, statistic.en);
        self.section(SetTable::Effects, text!(ja: "どの要因が効いているか（{ja}への主効果）", en: "Which factor matters most (main effects on {en})"));
        if self.set().factors.is_empty() {
            self.no_factors();
            return;
        }
        if found.factors.is_empty() || found.scenarios < 2 {
            self.say(text!(
                ja: "結果のあるシナリオの間で値が変わる要因がありません。",
                en: "No factor takes more than one value among the scenarios that have results."
            ));
            return;
        }
        self.effect_table(&found);
        self.effect_words(&found);
    }

    fn effect_table(&mut self, found: &Effects) {
        const NAMED: usize = 8;
        let (set, lang, statistic) = (self.set(), self.lang, self.statistic());
        let order = found.by_weight();
        let cells =
            |of: &dyn Fn(&FactorEffect) -> String| order.iter().map(|i| of(&found.factors[*i])).collect::<Vec<_>>();
        let unit = words::difference_unit(statistic);
        let (ja, en) = (unit.ja, unit.en);
        let heads = [
            text!(ja: "要因", en: "Factor"),
            text!(ja: "種別", en: "Kind"),
            text!(ja: "散らばりに占める割合", en: "Share of the variance"),
            text!(ja: "平均の幅\n{ja}", en: "Range of means\n{en}"),
            text!(ja: "値ごとの平均", en: "Mean at each value"),
        ]
        .map(|head| self.word(head));
        let [factor, kind, share, range, means] = heads;
        let mean = |e: &FactorEffect, i: usize| {
            let m = e.means[i];
            let value = self.plain(m.mean);
            format!("{} {value}", words::level(&set.factors[e.factor], m.level, lang))
        };
        let listed = |e: &FactorEffect| {
            let mut all: Vec<String> = (0..e.means.len().min(NAMED)).map(|i| mean(e, i)).collect();
            if e.means.len() > NAMED {
                all.push("…".to_owned());
            }
            all.join(if lang == crate::lang::Lang::Ja { "、" } else { "; " })
        };
        let labels = vec![
            column(factor, cells(&|e| set.factors[e.factor].name.clone())),
            column(kind, cells(&|e| self.word(kind_name(set.factors[e.factor].kind)))),
        ];
        let columns = vec![
            column(share, cells(&|e| e.share.map_or_else(|| UNDEFINED.to_owned(), |s| percent(s, 1)))),
            column(range, cells(&|e| words::change(statistic, e.range))),
            column(means, cells(&listed)),
        ];
        self.table(labels, columns);
    }

    fn effect_words(&mut self, found: &Effects) {
        let set = self.set();
        let Some(first) = found.by_weight().first().map(|i| &found.factors[*i]) else { return };
        let (name, range) = (&set.factors[first.factor].name, words::change(self.statistic(), first.range));
        let n = found.scenarios;
        if let Some(share) = first.share {
            let share = percent(share, 0);
            self.say(text!(
                ja: "最も効いている要因は「{name}」で、{n} 件のシナリオの間の散らばり（分散）の {share} を占めます（値ごとの平均の幅 {range}）。",
                en: "The factor that matters most is '{name}': {share} of the variance between the {n} scenarios (its means range over {range})."
            ));
        } else if first.range > 0.0 {
            self.say(text!(
                ja: "値ごとの平均の幅が最も大きい要因は「{name}」（{range}）です。",
                en: "The factor whose means range widest is '{name}' ({range})."
            ));
        } else {
            self.say(
                text!(ja: "どの要因を変えても値は同じです。", en: "The value is the same whatever factor is changed."),
            );
        }
        self.say(design_words(found));
        if found.left_out > 0 {
            let left_out = found.left_out;
            self.say(text!(
                ja: "値のない {left_out} 件は入っていません。",
                en: "Left out for want of a value: {left_out}."
            ));
        }
        self.say(text!(
            ja: "割合は、この組に書いた値の範囲での効き方です。値の幅を広げれば大きくなり、値の起こりやすさは考えていません。",
            en: "Shares hold for the values that this set gives: a wider range gives a larger share, and how likely values are plays no part."
        ));
        self.error_note();
    }
}

/// How the shares are to be read.
fn design_words(found: &Effects) -> Text {
    match (found.design, found.explained) {
        (Design::Balanced, Some(explained)) => {
            let (sum, rest) = (percent(explained, 1), percent((1.0 - explained).max(0.0), 1));
            text!(
                ja: "組は釣り合っており、割合は足せます：合わせて {sum}、残り {rest} は要因どうしの組合せの効果です。",
                en: "The set is balanced, so shares add up: {sum} together, the other {rest} is the interplay of factors."
            )
        }
        (Design::Unbalanced, Some(explained)) => {
            let fit = percent(explained, 1);
            text!(
                ja: "組は釣り合っていません（要因の値の組合せの回数が不ぞろい）。割合は、効果を足し合わせるモデル（決定係数 {fit}）からその要因を除いたときに失われる分で、足しても決定係数にはなりません。値ごとの平均にはほかの要因の違いも混じります。",
                en: "The set is not balanced (values of factors do not come together equally often). A share is what an additive model (R² {fit}) loses without the factor; shares do not add up to R², and the means at each value mix in differences of the other factors."
            )
        }
        (Design::TooFew, _) => text!(
            ja: "シナリオの数が要因の値の数に比べて少なく、割合は求められません。",
            en: "There are too few scenarios for the number of values to tell shares apart."
        ),
        (_, None) => text!(
            ja: "シナリオの間に差がないため、割合は求められません。",
            en: "The scenarios do not differ, so there are no shares."
        ),
    }
}

/// Whether a factor is decided or befalls.
pub(super) fn kind_name(kind: crate::batch::FactorKind) -> Text {
    match kind {
        crate::batch::FactorKind::Lever => text!(ja: "打ち手", en: "lever"),
        crate::batch::FactorKind::Uncertainty => text!(ja: "不確かさ", en: "uncertainty"),
    }
}
