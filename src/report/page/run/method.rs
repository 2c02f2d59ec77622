//! The method in half a page, with this run's numbers, and what made the report.

use super::OutcomePart;
use crate::lang::{Text, text};
use crate::money::count;
use crate::outcome::TOTAL;
use crate::report::notes::{as_of, made};
use crate::report::numbers::{probability, spoken};
use crate::report::words;
use maud::{Markup, html};

impl OutcomePart<'_> {
    pub(super) fn method(&self) -> Markup {
        html! { @for words in self.half_a_page() { p { (self.say(&words)) } } }
    }

    fn half_a_page(&self) -> Vec<Text> {
        let p = &self.report.outcome.provenance;
        let mut said = vec![text!(
            ja: "改革プランには、基本方針ごと・年度ごとに、財政計画が見込んでいる改革改善効果額（歳入の増と歳出の減から経費を引いた額）が書かれています。これは、すべてが書いたとおりに進んだ場合の額です。実際には、取りやめになる取組、遅れる取組、一部しか実現しない取組があり、経費が見込みを超えることもあります。",
            en: "The reform plan states, for each basic policy and fiscal year, the effect (more revenue and less expenditure, less the cost of both) that the financial plan counts on. That is what happens if everything goes as written. In fact some initiatives are dropped, some are late, some are realised in part only, and costs can exceed their estimates."
        )];
        if p.deterministic || !p.simulated {
            said.push(text!(
                ja: "この帳票では不確実性を試算していません。表の額は、計画に書かれたとおりに進んだ場合の額です。",
                en: "No uncertainty was simulated for this report: its amounts are those of a plan that goes as written."
            ));
            return said;
        }
        let trials = count(p.trials as f64);
        said.push(text!(
            ja: "そこで、取組項目ごとに、何がどのくらい外れうるか（実施されるか、何年遅れるか、どれだけ実現するか、経費がいくらになるか）を確率で表し、計画の実施を計算機の上で {trials} 回繰り返しました（モンテカルロ法）。1回ごとに、書かれた確率に従ってくじを引くように決め、そろって動きやすいものはそろって動くようにしています。決算済みの年度は試算せず、実績の額を使っています。",
            en: "So for each initiative it was written down, as probabilities, what may turn out otherwise and how far: whether it goes ahead, how many years late, how much of it is realised, what it costs. The plan was then carried out {trials} times on a computer (Monte Carlo simulation). Each time these things are drawn by lot according to their probabilities, and what tends to go well or badly together does so here too. Closed years are not simulated: their actuals stand."
        ));
        said.extend(self.meaning());
        said.push(text!(
            ja: "これは予言ではありません。記録のないものには他の団体などの類似事例に基づく標準値（参照クラス）を使い、それもないものは判断による仮定です。仮定が変われば結果も変わります。出典と仮定は「前提とその出典」に示しています。",
            en: "This is no forecast. Where there is no record of its own, the record of comparable reforms (reference classes) was used, and where there is none either, an assumption by judgement. With other assumptions the result is another. Sources and assumptions are listed in “Assumptions and their sources”."
        ));
        said
    }

    /// What the odds and the amounts mean, by the total.
    fn meaning(&self) -> Option<Text> {
        let total = self.report.main_entry(TOTAL)?.held()?;
        let missed = 100.0 - (total.p_met.value * 100.0).round();
        let odds = probability(&total.p_met, self.lang());
        let often = match missed {
            0.0 => text!(ja: "ほぼすべての試算で届いた", en: "met in nearly all of 100"),
            100.0 => text!(ja: "ほぼすべての試算で届かなかった", en: "missed in nearly all of 100"),
            _ => text!(ja: "100回のうちおよそ{missed}回は届かなかった", en: "missed in about {missed} of 100"),
        };
        let (ja, en) = (often.ja, often.en);
        let share = spoken(self.report.outcome.provenance.confidence);
        Some(text!(
            ja: "達成確率は、この繰り返しのうち目標に届いた回数の割合です。合計の {odds}は、{ja}という意味です。平均不足額は平均していくら足りないか、{share}確度に要する追加額は、{share}の回数で届くようにするには確実な効果があといくら必要かを表します。",
            en: "P(met) is the share of these repetitions in which the target was met. The total's {odds} means that it was {en}. The mean shortfall says how much is missing on average, the extra for {share} how much certain effect would have to be added for the target to be met in {share} of the repetitions."
        ))
    }

    pub(super) fn made(&self) -> Markup {
        let p = &self.report.outcome.provenance;
        let as_of = as_of(p);
        let same = if p.simulated && !p.deterministic {
            text!(ja: "同じ版・シナリオ・種なら、どの計算機でも同じ結果になります。", en: "The same version, scenario and seed give the same result on every machine.")
        } else {
            made(p)
        };
        let rows = [
            (text!(ja: "プログラム", en: "Program"), format!("mikomi {}", p.version)),
            (text!(ja: "シナリオ", en: "Scenario"), self.report.outcome.header.title.clone()),
            (text!(ja: "シナリオの識別値（SHA-256）", en: "Scenario digest (SHA-256)"), p.digest.clone()),
            (text!(ja: "試行", en: "Trials"), count(p.trials as f64)),
            (text!(ja: "乱数の種", en: "Seed"), p.seed.to_string()),
            (text!(ja: "引き方", en: "Sampling"), words::sampling_name(p.sampling, self.lang()).to_owned()),
            (text!(ja: "効果額の算定方法", en: "Counting basis"), words::basis_name(p.basis, self.lang())),
            (text!(ja: "時点", en: "As of"), self.say(&as_of)),
            (text!(ja: "追加額の確度", en: "Confidence of the extra"), spoken(p.confidence)),
        ];
        let precision = p.precision.as_ref().map(|precision| self.report.precision(precision));
        html! {
            dl class="made" { @for (name, value) in &rows { dt { (self.say(name)) } dd { (value) } } }
            p class="small" { (self.say(&same)) }
            @if let Some(precision) = precision { p class="small" { (self.say(&precision)) } }
        }
    }
}
