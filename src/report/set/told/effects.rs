//! What each factor does, like held against like.

use super::Told;
use crate::batch::reading::{Design, Effects, FactorEffect, LevelEffect};
use crate::lang::{Lang, Text, text};
use crate::money::Unit;
use crate::report::document::{Cell, Column, Figure, Number};
use crate::report::numbers::percent;
use crate::report::set::{SetTable, words};

/// A row: a factor with one of its values, or without where it has only its reference.
type Row<'e> = (&'e FactorEffect, Option<&'e LevelEffect>, bool);

impl Told<'_> {
    pub(super) fn effects(&mut self) {
        let found = self.report.outcome.effects();
        let statistic = self.statistic().name();
        let (ja, en) = (statistic.ja, statistic.en);
        self.section(
            SetTable::Effects,
            text!(ja: "どの要因が効いているか（{ja}への主効果）", en: "Which factor matters most (main effects on {en})"),
        );
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
        self.effect_table(found);
        self.effect_words(found);
    }

    fn effect_table(&mut self, found: &Effects) {
        let (set, lang, statistic) = (self.set(), self.lang, self.statistic());
        let mut rows: Vec<Row> = Vec::new();
        for factor in found.by_weight() {
            let levels = factor.levels.iter().take(self.room.levels).enumerate();
            rows.extend(levels.map(|(n, level)| (factor, Some(level), n == 0)));
            if factor.levels.len() > self.room.levels {
                rows.push((factor, None, false));
            }
        }
        let cells = |of: &dyn Fn(&Row) -> Cell| rows.iter().map(of).collect::<Vec<_>>();
        let once = |row: &Row, words: String| if row.2 { Cell::Words(words) } else { Cell::Blank };
        let of = |row: &Row| &set.factors[row.0.factor];
        let unit = words::difference_unit(statistic);
        let (ja, en) = (unit.ja, unit.en);
        let heads = [
            text!(ja: "要因", en: "Factor"),
            text!(ja: "種別", en: "Kind"),
            text!(ja: "ばらつきの\n寄与率", en: "Share of\nthe variance"),
            text!(ja: "基準の値", en: "Reference"),
            text!(ja: "値", en: "Value"),
            text!(ja: "対の数", en: "Matched\npairs"),
            text!(ja: "対の差の平均\n{ja}", en: "Mean over\npairs{en}"),
            text!(ja: "単独での差\n{ja}", en: "Alone\n{en}"),
            text!(ja: "備考", en: "Remark"),
        ]
        .map(|head| self.word(head));
        let [factor, kind, share, reference, value, pairs, effect, alone, remark] = heads;
        let labels = vec![
            Column::new(factor, cells(&|row| once(row, words::factor(of(row), lang)))),
            Column::new(kind, cells(&|row| once(row, self.word(words::kind(of(row).kind))))),
        ];
        let shares = |row: &Row| match row.0.share {
            _ if !row.2 => Cell::Blank,
            share => Cell::optional(share.map(|share| Number::of(share, Figure::Share(1)))),
        };
        let level = |row: &Row, of_level: &dyn Fn(&LevelEffect) -> Cell| row.1.map(of_level).unwrap_or_default();
        let named = |row: &Row, l: &LevelEffect| words::level(of(row), l.level, lang);
        let whole = |number: usize| Cell::Number(Number::of(number as f64, Figure::Whole));
        let columns = vec![
            Column::new(share, cells(&shares)),
            Column::new(reference, cells(&|row| once(row, words::level(of(row), row.0.reference, lang)))),
            Column::new(
                value,
                cells(&|row| Cell::Words(row.1.map_or_else(|| "…".to_owned(), |level| named(row, level)))),
            ),
            Column::new(pairs, cells(&|row| level(row, &|l| whole(l.pairs)))),
            Column::new(effect, cells(&|row| level(row, &|l| self.report.difference(l.effect))))
                .with_ends(self.with_error()),
            Column::new(alone, cells(&|row| level(row, &|l| self.report.difference(l.alone))))
                .with_ends(self.with_error()),
            Column::new(
                remark,
                cells(&|row| level(row, &|l| Cell::Words(self.word(remark_of(self.money(), statistic, l))))),
            ),
        ];
        self.table(labels, columns);
    }

    fn effect_words(&mut self, found: &Effects) {
        let (set, lang) = (self.set(), self.lang);
        self.say(text!(
            ja: "対とは、その要因の値だけが違い、ほかのすべての要因の値が同じ二つのシナリオです。差は、その値のときから基準の値のときを引いたものです。単独での差は、ほかのすべてが基準の値のときの差です。",
            en: "A matched pair is two scenarios that differ in this factor alone, all others having the same values; the difference is that at the value less that at the reference. Alone: where all others stand at their reference."
        ));
        if found.factors.iter().flat_map(|f| &f.levels).any(LevelEffect::is_turned) {
            self.say(text!(
                ja: "交互作用：対の差の平均と単独での差の符号が逆になっています。ほかに何を変えるかで向きが変わるため、この要因だけを取り出してよいとも悪いともいえません。",
                en: "Interaction: the mean over pairs and the difference alone have opposite signs. Which way it goes hangs on what else is changed, so the factor by itself is neither good nor bad."
            ));
        }
        let Some(first) = found.by_weight().first().copied() else { return };
        let name = words::factor(&set.factors[first.factor], lang);
        let n = found.scenarios;
        match (first.share, first.range) {
            (Some(share), _) if share > 0.0 => {
                let share = percent(share, 0);
                self.say(text!(
                    ja: "最も効いている要因は「{name}」で、{n} 件のシナリオの間のばらつき（分散）の {share} を占めます。",
                    en: "The factor that matters most is '{name}': {share} of the variance between the {n} scenarios."
                ));
            }
            (_, Some(range)) if range > 0.0 => {
                let range = self.report.change(range).shown(self.lang);
                self.say(text!(
                    ja: "対の差の平均の幅が最も大きい要因は「{name}」（{range}）です。",
                    en: "The factor whose effects range widest is '{name}' ({range})."
                ));
            }
            (_, Some(_)) => self.say(
                text!(ja: "どの要因を変えても値は同じです。", en: "The value is the same whatever factor is changed."),
            ),
            _ => {}
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
            ja: "割合は、このシナリオ群に書いた値の範囲での効き方です。値の幅を広げれば大きくなり、値の起こりやすさは考えていません。",
            en: "Shares hold for the values that this set gives: a wider range gives a larger share, and how likely values are plays no part."
        ));
        self.error_note();
    }
}

/// What is to be known of a level's effect.
fn remark_of(unit: Unit, statistic: crate::batch::reading::Statistic, level: &LevelEffect) -> Text {
    if level.is_turned() {
        return text!(ja: "交互作用", en: "interaction");
    }
    let Some(to_base) = &level.to_base else {
        return if level.pairs == 0 { text!(ja: "対なし", en: "no pair") } else { Text::default() };
    };
    let difference = words::difference(unit, statistic, Some(to_base)).shown(Lang::Ja);
    text!(
        ja: "対なし。基準のシナリオとの差 {difference}（ほかの変更を含む）",
        en: "no pair; to the base {difference}, with all else that is changed"
    )
}

/// How the shares are to be read.
fn design_words(found: &Effects) -> Text {
    match (found.design, found.explained) {
        (Design::Balanced, Some(explained)) => {
            let (sum, rest) = (percent(explained, 1), percent((1.0 - explained).max(0.0), 1));
            text!(
                ja: "シナリオ群は釣り合っており、割合は足せます：合わせて {sum}、残り {rest} は要因どうしの組合せの効果です。",
                en: "The set is balanced, so shares add up: {sum} together, the other {rest} is the interplay of factors."
            )
        }
        (Design::Unbalanced, Some(explained)) => {
            let fit = percent(explained, 1);
            text!(
                ja: "シナリオ群は釣り合っていません（要因の値の組合せの回数が不ぞろい）。割合は、効果を足し合わせるモデル（決定係数 {fit}）からその要因を除いたときに失われる分で、足しても決定係数にはなりません。",
                en: "The set is not balanced (values of factors do not come together equally often). A share is what an additive model (R² {fit}) loses without the factor; shares do not add up to R²."
            )
        }
        (Design::TooFew, _) => text!(
            ja: "シナリオの数が要因の値の数に比べて少なく、割合は求められません。",
            en: "There are too few scenarios for the number of values to tell shares apart."
        ),
        (Design::TooMany, _) => text!(
            ja: "シナリオ群は釣り合っておらず、要因の値が多すぎるため、割合は求められません。",
            en: "The set is not balanced, and its factors have too many values to tell shares apart."
        ),
        (_, None) => text!(
            ja: "シナリオの間に差がないため、割合は求められません。",
            en: "The scenarios do not differ, so there are no shares."
        ),
    }
}
