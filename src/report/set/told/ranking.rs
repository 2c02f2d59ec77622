//! Choices from the best to the worst; of a set without choices, how the plan fares over what befalls it.

use super::Told;
use crate::batch::reading::{Fare, Neighbours, Ranked, Ranking, Statistic};
use crate::lang::{Text, text};
use crate::report::document::{Cell, Column, Figure, Layout, Number, Table};
use crate::report::set::SetTable;
use crate::report::set::words;

impl Told<'_> {
    /// The first `head` and the last `tail` places.
    pub(super) fn ranking(&mut self, head: usize, tail: usize) {
        if self.report.outcome.is_of_one_choice() {
            return self.fares();
        }
        let ranking = self.report.outcome.ranking();
        let Text { ja, en } = self.statistic().name();
        self.section(SetTable::Ranking, text!(ja: "順位（{ja}のよい順）", en: "Ranking by {en}, the best first"));
        if ranking.rows.is_empty() {
            self.say(words::no_result());
            return;
        }
        let n = ranking.rows.len();
        let shown: Vec<usize> = (0..n).filter(|place| *place < head || place + tail >= n).collect();
        let rows: Vec<(usize, &Ranked)> = shown.iter().map(|place| (*place, &ranking.rows[*place])).collect();
        self.ranking_table(ranking, &rows);
        self.left_out_of(shown.len(), n, &text!(ja: "件", en: ""), "--table ranking ");
        self.judged(ranking);
        self.stability(ranking);
        if !ranking.without.is_empty() {
            let without = ranking.without.len();
            self.say(
                text!(ja: "値のない {without} 件は順位に入っていません。", en: "Not ranked for want of a value: {without}."),
            );
        }
    }

    fn ranking_table(&mut self, ranking: &Ranking, rows: &[(usize, &Ranked)]) {
        let (statistic, set, lang) = (self.statistic(), self.set(), self.lang);
        let unit = words::difference_unit(statistic);
        let (ja, en) = (unit.ja, unit.en);
        let cells = |of: &dyn Fn(usize, &Ranked) -> Cell| rows.iter().map(|(p, r)| of(*p, r)).collect::<Vec<_>>();
        let name = if ranking.choices.levers.is_empty() {
            text!(ja: "シナリオ", en: "Scenario")
        } else {
            text!(ja: "対応策", en: "Choice of levers")
        };
        let place = |place: usize| Cell::Number(Number::of((place + 1) as f64, Figure::Whole));
        let labels = vec![
            Column::new(self.word(text!(ja: "順位", en: "Place")), cells(&|p, _| place(p))),
            Column::new(self.word(name), cells(&|_, r| Cell::Words(words::choice(set, &ranking.choices, r, lang)))),
        ];
        let mut columns = vec![
            Column::new(
                self.word(statistic.name()),
                cells(&|_, r| Cell::Number(self.report.value(r.value, r.interval))),
            ),
            Column::new(
                self.word(text!(ja: "95%区間", en: "95% interval")),
                cells(&|_, r| self.report.interval(r.interval)),
            )
            .with_ends(self.ends()),
        ];
        if statistic != Statistic::PMet {
            let odds = |r: &Ranked| words::mean(self.money(), Statistic::PMet, r.odds.as_ref());
            columns.push(Column::new(self.word(Statistic::PMet.name()), cells(&|_, r| odds(r))));
        }
        let gained = text!(ja: "効果額の増減\n（計画どおりとの差）", en: "Effect gained\n(over as planned)");
        let gain = |r: &Ranked| match r.gain {
            None if ranking.reference == Some(r.choice) => Cell::Number(Number::of(0.0, Figure::Amount(self.money()))),
            found => words::difference(self.money(), Statistic::Mean, found.as_ref()),
        };
        columns.push(Column::new(self.word(gained), cells(&|_, r| gain(r))).with_ends(self.with_error()));
        if let Some(plan) = &set.plan {
            let plan = crate::harmless::on_one_line(plan);
            self.say(text!(ja: "比べる計画：{plan}", en: "Held against the plan: {plan}"));
            let heads = [
                text!(ja: "効果額の\n計画との差", en: "Effect less\nthe plan's"),
                text!(ja: "計画を\n下回らない確率", en: "P(not below\nthe plan)"),
            ];
            let [difference, odds] = heads.map(|head| self.word(head));
            let above = cells(&|_, r| words::above_plan(self.money(), r.against.as_ref()));
            columns.push(Column::new(difference, above).with_ends(self.with_error()));
            columns.push(Column::new(odds, cells(&|_, r| words::not_below(r.against.as_ref()))));
        }
        let less = text!(ja: "最良との差\n{ja}", en: "Less the best\n{en}");
        let to_best = cells(&|_, r| self.report.difference(r.to_best));
        columns.push(Column::new(self.word(less), to_best).with_ends(self.with_error()));
        let above = text!(ja: "一つ上と", en: "From the\none above");
        let verdict = |r: &Ranked| match r.to_previous {
            None => Cell::Undefined,
            Some(d) => Cell::Words(self.word(words::verdict(statistic, d.verdict()))),
        };
        columns.push(Column::new(self.word(above), cells(&|_, r| verdict(r))));
        let places = text!(ja: "同順位とみる\n範囲", en: "Places that\ncannot be told");
        columns.push(
            Column::new(self.word(places), cells(&|p, _| places_cell(ranking.places(p)))).with_ends(self.first_last()),
        );
        if ranking.choices.futures.len() > 1 {
            let of = &ranking.choices;
            let future = |at: usize| Cell::Words(words::changed(set, &of.uncertainties, &of.futures[at], lang));
            let heads = [
                text!(ja: "最悪の値", en: "Worst value"),
                text!(ja: "\nその想定", en: "\nin the setting"),
                text!(ja: "最善案との差\nの最大{ja}", en: "Greatest regret\n{en}"),
            ];
            let [worst, worst_in, regret] = heads.map(|head| self.word(head));
            columns.push(Column::new(worst, cells(&|_, r| Cell::Number(self.report.plain(r.worst.1)))));
            columns.push(Column::new(worst_in, cells(&|_, r| future(r.worst.0))));
            columns.push(Column::new(regret, cells(&|_, r| Cell::Number(self.report.change(r.regret.1)))));
        }
        self.put(Table { labels, columns, layout: Layout::LongNames, ..Table::default() });
    }

    /// What a choice is judged by.
    fn judged(&mut self, ranking: &Ranking) {
        let of = &ranking.choices;
        let (futures, left) = (of.futures.len(), of.futures_left_out.len());
        if futures > 1 {
            let alike = if of.is_weighted() {
                text!(ja: "シナリオ群に書かれた重みで", en: "with the weights that the set states")
            } else {
                text!(ja: "どれも同じ重みで", en: "each counted alike")
            };
            let (ja, en) = (alike.ja, alike.en);
            self.say(text!(
                ja: "対応策は、前提の値の組合せ {futures} 通りの平均（{ja}）で比べています。選べるのは対応策だけで、前提は選べません。",
                en: "Choices are judged by their mean over {futures} settings of the uncertainties, {en}: levers are chosen, uncertainties are not."
            ));
        }
        if left > 0 {
            self.say(text!(
                ja: "結果のない対応策があるか、重みが書かれていない、前提の値の組合せ {left} 通りは、どの対応策の平均にも入っていません。",
                en: "Settings of the uncertainties left out, since some choice has no result in them or they have no weight: {left}."
            ));
        }
        let missing = of.left_out.len();
        if missing > 0 && !of.uncertainties.is_empty() {
            self.say(text!(
                ja: "ほかと同じ前提の値での結果がない対応策 {missing} 件は、比べられないため入っていません。",
                en: "Choices left out, since they have no result in the settings that the others share: {missing}."
            ));
        }
        if ranking.reference.is_none() && !of.levers.is_empty() {
            self.say(text!(
                ja: "読んだシナリオの中に、どの対応策も計画どおりで結果のあるものがないため、効果額の増減は求められません。",
                en: "No scenario that is read here has a result with every lever as planned, so the effect gained is not known."
            ));
        }
    }

    /// A set of uncertainties alone: nothing is chosen, so there is no best.
    fn fares(&mut self) {
        let (fares, set, lang, statistic) = (self.report.outcome.fares(), self.set(), self.lang, self.statistic());
        let Text { ja, en } = statistic.name();
        self.section(
            SetTable::Ranking,
            text!(
                ja: "前提のもとでの計画（{ja}、悪い順）",
                en: "How the plan fares over the uncertainties ({en}, the worst first)"
            ),
        );
        if fares.is_empty() {
            self.say(words::no_result());
            return;
        }
        let shown = &fares[..self.report.rows_shown(self.room.ranking).min(fares.len())];
        let cells = |of: &dyn Fn(&Fare) -> Cell| shown.iter().map(of).collect::<Vec<_>>();
        let less = |fare: &Fare| self.report.difference(fare.from_base);
        let unit = words::difference_unit(statistic);
        let (unit_ja, unit_en) = (unit.ja, unit.en);
        let heads = [
            statistic.name(),
            text!(ja: "95%区間", en: "95% interval"),
            text!(ja: "想定どおりとの差\n{unit_ja}", en: "Less as assumed\n{unit_en}"),
            text!(ja: "前提の値", en: "Setting of the uncertainties"),
        ];
        let [value, interval, from_base, name] = heads.map(|head| self.word(head));
        let labels = vec![Column::new(name, cells(&|fare| Cell::Words(words::scenario(set, fare.scenario, lang))))];
        let value_of = |fare: &Fare| Cell::Number(self.report.value(fare.value, fare.interval));
        let columns = vec![
            Column::new(value, cells(&value_of)),
            Column::new(interval, cells(&|fare| self.report.interval(fare.interval))).with_ends(self.ends()),
            Column::new(from_base, cells(&less)).with_ends(self.with_error()),
        ];
        self.put(Table { labels, columns, layout: Layout::LongNames, ..Table::default() });
        let ranking = self.report.outcome.ranking();
        if let Some(plan) = ranking.rows.first() {
            let (n, mean) = (ranking.choices.futures.len(), self.report.value(plan.value, plan.interval).shown(lang));
            let worst = self.report.plain(plan.worst.1).shown(lang);
            let of = &ranking.choices;
            let named = words::changed(set, &of.uncertainties, &of.futures[plan.worst.0], lang);
            self.say(text!(
                ja: "このシナリオ群に対応策はなく、選べるものはありません。{ja}は、前提の値の組合せ {n} 通りの平均で {mean}、最も悪い「{named}」で {worst} です。",
                en: "The set has no lever, so there is nothing to choose. The {en} is {mean} on average over {n} settings of the uncertainties, and {worst} in the worst ('{named}')."
            ));
        }
        self.error_note();
    }

    /// How far the order is more than chance.
    fn stability(&mut self, ranking: &Ranking) {
        let Some(neighbours) = ranking.neighbours() else { return };
        let Neighbours { pairs, close, .. } = neighbours;
        let statistic = self.statistic().name();
        let (ja, en) = (statistic.ja, statistic.en);
        if neighbours.unknown == pairs {
            self.say(text!(
                ja: "{ja}の試行の誤差は残していないため、順位がどこまで確かかは分かりません。p_met・mean・margin・mean_shortfall なら判定できます。",
                en: "The simulation error of the {en} is not kept, so how far this order is more than chance is not known. It is for p_met, mean, margin and mean_shortfall."
            ));
            return;
        }
        match ranking.places(0) {
            Some([_, last]) if last > 1 => self.say(text!(
                ja: "1 位から {last} 位までは試行の誤差の範囲で区別できません。同順位とみるべきです。",
                en: "Places 1 to {last} cannot be told apart given the simulation error: take them as equal."
            )),
            Some(_) => self.say(text!(
                ja: "1 位は 2 位以下と、試行の誤差を超えて区別できます。",
                en: "The first place is apart from the second by more than the simulation error."
            )),
            None => self.say(text!(
                ja: "1 位が何位までと区別できないかは、試行の誤差が分からないものがあるため、分かりません。",
                en: "How far the first place can be told from others is not known, since the simulation error of some is not."
            )),
        }
        if close == 0 {
            self.say(text!(
                ja: "隣り合う {pairs} 組はすべて区別できます。",
                en: "All {pairs} pairs of neighbours can be told apart."
            ));
        } else {
            self.say(text!(
                ja: "隣り合う {pairs} 組のうち {close} 組は区別できません。その間の順序に意味はありません。",
                en: "Of {pairs} pairs of neighbours {close} cannot be told apart; the order within them means nothing."
            ));
        }
        self.grounds(neighbours);
    }

    fn grounds(&mut self, neighbours: Neighbours) {
        let others = neighbours.pairs - neighbours.on_common_draws;
        if others == 0 {
            self.say(text!(
                ja: "判定：同じ乱数で試算しているので、試行を分けた部分ごとの差から誤差を求めました（95％）。本当は差がない組でも 20 組に 1 組は区別できると出ます。",
                en: "Judged at 95% by differences part by part, since the runs share their draws. One in 20 pairs without any difference still appears apart."
            ));
        } else {
            self.say(text!(
                ja: "判定：{others} 組は、乱数（種・試行回数・引き方）が違うか部分ごとの平均が残っていないため、それぞれの標準誤差を独立とみて比べました（95％）。同じ乱数なら控えめな判定です。",
                en: "Judged at 95%; {others} pairs by their own standard errors as if independent, since they do not share seed, trials and sampling, or their parts are not kept. On common draws that is cautious."
            ));
        }
    }
}

impl Told<'_> {
    fn ends(&self) -> [String; 2] {
        [text!(ja: "下限", en: "low"), text!(ja: "上限", en: "high")].map(|end| self.word(end))
    }

    fn first_last(&self) -> [String; 2] {
        [text!(ja: "から", en: "from"), text!(ja: "まで", en: "to")].map(|end| self.word(end))
    }
}

fn places_cell(places: Option<[usize; 2]>) -> Cell {
    let place = |place: usize| Number::of(place as f64, Figure::Whole);
    match places {
        None => Cell::Undefined,
        Some([first, last]) => Cell::Pair(place(first), "–", (first != last).then(|| place(last))),
    }
}
