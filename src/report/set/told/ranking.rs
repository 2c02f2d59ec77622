//! Scenarios from the best to the worst.

use super::{Piece, Told, column};
use crate::batch::reading::{Grounds, Ranked, Ranking, Verdict};
use crate::lang::{Text, text};
use crate::report::numbers::UNDEFINED;
use crate::report::set::SetTable;
use crate::report::set::words;

impl Told<'_> {
    /// The first `head` and the last `tail` places.
    pub(super) fn ranking(&mut self, head: usize, tail: usize) {
        let reading = self.report.reading();
        let ranking = Ranking::of(&reading, head, tail);
        let statistic = self.statistic().name();
        let (ja, en) = (&statistic.ja, &statistic.en);
        self.section(SetTable::Ranking, text!(ja: "順位（{ja}のよい順）", en: "Ranking by {en}, the best first"));
        if ranking.rows.is_empty() {
            self.say(text!(ja: "結果のあるシナリオがありません。", en: "No scenario has a result."));
            return;
        }
        let n = ranking.rows.len();
        let shown: Vec<usize> = (0..n).filter(|place| *place < head || place + tail >= n).collect();
        let rows: Vec<(usize, &Ranked)> = shown.iter().map(|place| (*place, &ranking.rows[*place])).collect();
        self.ranking_table(&rows);
        if shown.len() < n {
            let left = n - shown.len();
            self.hint(
                text!(
                    ja: "{n} 件のうち {left} 件は省きました（--table ranking --top {n} ですべて表示）。",
                    en: "{left} of {n} scenarios are not shown (all with --table ranking --top {n})."
                ),
                text!(ja: "{n} 件のうち {left} 件は省きました。", en: "{left} of {n} scenarios are not shown."),
            );
        }
        self.stability(&ranking);
        if !ranking.without.is_empty() {
            let without = ranking.without.len();
            self.say(text!(
                ja: "値のない {without} 件（失敗・未試算など）は順位に入っていません。",
                en: "Not ranked for want of a value (failed, not run, undefined): {without}."
            ));
        }
    }

    /// The names stand last: those of a sweep are long.
    fn ranking_table(&mut self, rows: &[(usize, &Ranked)]) {
        let (reading, statistic, set) = (self.report.reading(), self.statistic(), self.set());
        let unit = words::difference_unit(statistic);
        let (ja, en) = (unit.ja, unit.en);
        let heads = [
            text!(ja: "順位", en: "Place"),
            statistic.name(),
            text!(ja: "95%区間", en: "95% interval"),
            text!(ja: "最良との差\n{ja}", en: "Less the best\n{en}"),
            text!(ja: "最良と", en: "From\nthe best"),
            text!(ja: "一つ上と", en: "From the\none above"),
            text!(ja: "同順位とみる\n範囲", en: "Places that\ncannot be told"),
            text!(ja: "シナリオ", en: "Scenario"),
        ];
        let row = |(place, r): &(usize, &Ranked)| {
            let interval = reading.interval(r.scenario);
            [
                (place + 1).to_string(),
                words::value(statistic, r.value, interval, self.lang),
                words::interval(statistic, interval),
                words::difference(statistic, r.to_best.as_ref()),
                self.verdict(r.to_best.map(|d| d.verdict())),
                self.verdict(r.to_previous.map(|d| d.verdict())),
                places_cell(r.places),
                set.scenarios[r.scenario].name.clone(),
            ]
        };
        let cells: Vec<[String; 8]> = rows.iter().map(row).collect();
        let of = |at: usize| cells.iter().map(|row| row[at].clone()).collect();
        let columns = heads.into_iter().enumerate().map(|(at, head)| column(self.word(head), of(at))).collect();
        self.out.push(Piece::Ranked(columns));
    }

    fn verdict(&self, verdict: Option<Verdict>) -> String {
        self.word(match verdict {
            None => Text::same(UNDEFINED),
            Some(Verdict::Same) => text!(ja: "差なし", en: "the same"),
            Some(Verdict::NotApart) => text!(ja: "区別できない", en: "cannot be told"),
            Some(Verdict::Apart) => text!(ja: "区別できる", en: "apart"),
            Some(Verdict::Unknown) => text!(ja: "不明", en: "not known"),
        })
    }

    /// How far the order is more than chance.
    fn stability(&mut self, ranking: &Ranking) {
        let neighbours: Vec<_> = ranking.rows.iter().filter_map(|r| r.to_previous).collect();
        if neighbours.is_empty() {
            return;
        }
        let statistic = self.statistic().name();
        let (ja, en) = (statistic.ja, statistic.en);
        if neighbours.iter().all(|d| d.verdict() == Verdict::Unknown) {
            self.say(text!(
                ja: "{ja}の試行の誤差は残していないため、順位がどこまで確かかは分かりません。p_met・mean・mean_shortfall なら判定できます。",
                en: "The simulation error of the {en} is not kept, so how far this order is more than chance is not known. It is for p_met, mean and mean_shortfall."
            ));
            return;
        }
        let (pairs, close) = (neighbours.len(), neighbours.iter().filter(|d| d.verdict() != Verdict::Apart).count());
        match ranking.rows[0].places {
            Some([_, last]) if last > 1 => self.say(text!(
                ja: "1 位から {last} 位までは試行の誤差の範囲で区別できません。同順位とみるべきです。",
                en: "Places 1 to {last} cannot be told apart given the simulation error: take them as equal."
            )),
            _ => self.say(text!(
                ja: "1 位は 2 位以下と、試行の誤差を超えて区別できます。",
                en: "The first place is apart from the second by more than the simulation error."
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
        self.grounds(&neighbours.iter().map(|d| d.grounds).collect::<Vec<_>>());
    }

    fn grounds(&mut self, grounds: &[Grounds]) {
        let common = grounds.iter().filter(|g| **g == Grounds::CommonDraws).count();
        if common == grounds.len() {
            self.say(text!(
                ja: "判定：同じ乱数で試算しているので、試行を分けた部分ごとの差から誤差を求めました（95％）。本当は差がない組でも 20 組に 1 組は区別できると出ます。",
                en: "Judged at 95% by differences part by part, since the runs share their draws. One in 20 pairs without any difference still appears apart."
            ));
        } else {
            let others = grounds.len() - common;
            self.say(text!(
                ja: "判定：{others} 組は、乱数（種・試行回数・引き方）が違うか部分ごとの平均が残っていないため、それぞれの標準誤差を独立とみて比べました（95％）。同じ乱数なら控えめな判定です。",
                en: "Judged at 95%; {others} pairs by their own standard errors as if independent, since they do not share seed, trials and sampling, or their parts are not kept. On common draws that is cautious."
            ));
        }
    }
}

fn places_cell(places: Option<[usize; 2]>) -> String {
    match places {
        None => UNDEFINED.to_owned(),
        Some([first, last]) if first == last => first.to_string(),
        Some([first, last]) => format!("{first}–{last}"),
    }
}
