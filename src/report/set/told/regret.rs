//! Strategies over futures: regret, the worst case, in how many futures targets are met.

use super::Told;
use crate::batch::reading::{NoRobustness, Robustness, Strategy};
use crate::lang::{Text, text};
use crate::report::document::{Cell, Column, Figure, Number};
use crate::report::numbers::spoken;
use crate::report::set::{SetTable, words};

impl Told<'_> {
    pub(super) fn regret(&mut self) {
        let statistic = self.statistic().name();
        let (ja, en) = (statistic.ja, statistic.en);
        self.section(
            SetTable::Regret,
            text!(ja: "対応案別の最善案との差（機会損失）と頑健さ（{ja}）", en: "Regret and robustness of each strategy ({en})"),
        );
        match self.report.outcome.robustness() {
            Ok(found) => {
                self.strategies(found);
                self.regret_words(found);
                self.set_aside(found);
                self.error_note();
            }
            Err(reason) => self.say(no_robustness(reason)),
        }
    }

    fn strategies(&mut self, found: &Robustness) {
        let (set, lang, statistic) = (self.set(), self.lang, self.statistic());
        let mut shown = found.by_regret();
        shown.truncate(self.report.rows_shown(self.room.strategies));
        let cells = |of: &dyn Fn(&Strategy) -> Cell| shown.iter().map(|s| of(s)).collect::<Vec<_>>();
        let future = |place: usize| Cell::Words(words::levels(set, &found.uncertainties, &found.futures[place], lang));
        let value = |v: f64| Cell::Number(self.report.plain(v));
        let share = |share: f64| Cell::Number(Number::of(share, Figure::Share(0)));
        let threshold = spoken(self.report.outcome.question.threshold);
        let unit = words::difference_unit(statistic);
        let (ja, en) = (unit.ja, unit.en);
        let heads = [
            text!(ja: "最善案との差\nの最大{ja}", en: "Greatest regret\n{en}"),
            text!(ja: "\nその想定", en: "\nin the future"),
            text!(ja: "最悪の値", en: "Worst value"),
            text!(ja: "\nその想定", en: "\nin the future"),
            text!(ja: "想定の平均", en: "Mean over\nfutures"),
            text!(ja: "達成確率{threshold}以上\nの想定の割合", en: "Futures with\nP(met) ≥ {threshold}"),
            text!(ja: "計画値が目標に届く\n想定の割合", en: "Futures where the\nplanned amount does"),
        ]
        .map(|head| self.word(head));
        let [most, most_in, worst, worst_in, mean, met, planned] = heads;
        let labels = vec![Column::new(
            words::factors(set, &found.levers, lang),
            cells(&|s| Cell::Words(words::levels(set, &found.levers, &s.levels, lang))),
        )];
        let columns: Vec<Column> = vec![
            Column::new(most, cells(&|s| Cell::Number(self.report.change(s.greatest_regret())))),
            Column::new(
                most_in,
                cells(&|s| if s.greatest_regret() > 0.0 { future(s.most_regretted) } else { Cell::Blank }),
            ),
            Column::new(worst, cells(&|s| value(s.worst_value()))),
            Column::new(worst_in, cells(&|s| future(s.worst))),
            Column::new(mean, cells(&|s| value(s.mean))),
            Column::new(met, cells(&|s| share(s.met))),
            Column::new(planned, cells(&|s| share(s.planned_met))),
        ];
        self.table(labels, columns);
        self.left_out(shown.len(), found.strategies.len(), &text!(ja: "案", en: " strategies"));
    }

    fn regret_words(&mut self, found: &Robustness) {
        let (set, lang, statistic) = (self.set(), self.lang, self.statistic());
        let name = |strategy: &Strategy| words::levels(set, &found.levers, &strategy.levels, lang);
        let futures = found.futures.len();
        let Some(first) = found.by_regret().first().copied() else { return };
        let (least, regret) = (name(first), self.report.change(first.greatest_regret()).shown(self.lang));
        let points = words::difference_unit(statistic);
        let (ja, en) =
            (points.ja.trim_matches(['（', '）']).to_owned(), if points.en.is_empty() { "" } else { " points" });
        self.say(text!(
            ja: "最善案との差の最大が最も小さいのは「{least}」（{regret}{ja}）です。",
            en: "The greatest regret is least for '{least}' ({regret}{en})."
        ));
        let safest = found.safest();
        let shown = |value: f64| self.report.plain(value).shown(lang);
        let (best, worst) = (name(safest), shown(safest.worst_value()));
        let all_alike = found.strategies.iter().all(|s| shown(s.worst_value()) == worst);
        self.say(if all_alike {
            text!(
                ja: "最悪の想定での値は、どの対応案でも {worst} です。",
                en: "The worst case is {worst} whatever the strategy."
            )
        } else {
            text!(
                ja: "最悪の想定での値が最もよいのは「{best}」（{worst}）です。",
                en: "The worst case is best for '{best}' ({worst})."
            )
        });
        self.say(text!(
            ja: "最善案との差は、その想定で最もよい対応案の値との差です。全案に共通する {futures} 通りの想定で求め、この差では想定の起こりやすさは考えていません。平均と割合は、重みの指定がなければ同じ重みで数えます。",
            en: "Regret is what the best strategy of a future is better by. Of regret only futures common to all strategies count ({futures}), however likely each is; means and shares count them alike unless weights are stated."
        ));
    }

    fn set_aside(&mut self, found: &Robustness) {
        let (futures, strategies) = (found.futures_left_out.len(), found.strategies_left_out.len());
        if futures > 0 {
            self.say(text!(
                ja: "結果のない対応案があるか、重みが書かれていない想定 {futures} 通りは除きました。",
                en: "Futures left out, since some strategy has no result in them or they have no weight: {futures}."
            ));
        }
        if strategies > 0 {
            self.say(text!(
                ja: "ほかと同じ想定での結果がない対応案 {strategies} 案は除きました。",
                en: "Strategies left out, since they have no result in the futures that the others share: {strategies}."
            ));
        }
    }
}

fn no_robustness(reason: NoRobustness) -> Text {
    match reason {
        NoRobustness::NoLever => text!(
            ja: "このシナリオ群には対応策（決められること）がないため、対応案を比べられません。",
            en: "The set varies no lever (what we decide), so there are no strategies to compare."
        ),
        NoRobustness::NoUncertainty => text!(
            ja: "このシナリオ群には前提（決められないこと）がないため、想定ごとに比べられません。",
            en: "The set varies no uncertainty (what we do not decide), so there are no futures to compare over."
        ),
        NoRobustness::NoResult => text!(
            ja: "結果のある対応案がないため、最善案との差を求められません。",
            en: "No strategy has a result, so regret is not defined."
        ),
    }
}
