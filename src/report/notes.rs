//! The notes under the tables: what made the result, how to read it, and what stands behind it.

use super::Rounding;
use super::numbers::{UNDEFINED, percent, probability, seen, spoken};
use super::text::Report;
use super::words;
use crate::lang::{Lang, Text, text};
use crate::model::rails::Rail;
use crate::money;
use crate::money::Unit;
use crate::outcome::{Entry, JointEntry, PeriodKind, Profile, Provenance, TOTAL};

impl Report<'_> {
    pub(super) fn notes(&self) -> Vec<Text> {
        let mut notes = self.made_by();
        notes.extend(self.reading());
        notes.extend(self.edition_notes());
        notes.extend(self.progress());
        notes.extend(self.joint());
        notes.extend(self.unallocated());
        notes.extend(self.dependence());
        notes.extend(self.classes());
        notes.extend(self.spread());
        notes.extend(self.assumptions());
        notes.extend(
            self.outcome
                .header
                .not_modelled
                .iter()
                .map(|item| text!(ja: "この試算に入っていないもの：{item}", en: "Not modelled: {item}")),
        );
        notes.extend(self.findings());
        notes
    }

    /// What is spread over the years of the plan, where anything is.
    pub(super) fn spread(&self) -> Option<Text> {
        let keys = &self.outcome.header.spread;
        let (ja, en) = (keys.join("、"), keys.join(", "));
        (!keys.is_empty()).then(|| {
            text!(
                ja: "計画期間全体の額だけが書かれたもの（{ja}）は、各年度に等しく分けています。これは仮定で、その方針と合計の単年度の達成確率は出していません。",
                en: "What is stated for the whole plan period only ({en}) is spread equally over its years: an assumption. The odds of single years of its policy and of the total are therefore not given."
            )
        })
    }

    pub(super) fn made_by(&self) -> Vec<Text> {
        let p = &self.outcome.provenance;
        let mut notes = vec![self.counted(), self.reproduced()];
        if let Some(precision) = &p.precision {
            let place = if precision.reached { 2 } else { 0 };
            notes.insert(place, self.precision(precision));
        } else if let Some(words) = self.interrupted() {
            notes.insert(0, words);
        }
        notes
    }

    /// What gives the same result again.
    pub(super) fn reproduced(&self) -> Text {
        let p = &self.outcome.provenance;
        let (version, digest) = (&p.version, &p.digest[..16.min(p.digest.len())]);
        let Text { ja: made_ja, en: made_en } = made(p);
        text!(ja: "再現情報：mikomi {version}、シナリオの識別値 {digest}…、{made_ja}", en: "To reproduce: mikomi {version}, scenario digest {digest}…; {made_en}")
    }

    /// That a run for a number of trials was stopped before it had made them.
    pub(super) fn interrupted(&self) -> Option<Text> {
        let p = &self.outcome.provenance;
        let [asked, trials] = [p.trials_requested, p.trials].map(|n| money::count(n as f64));
        (p.interrupted && p.precision.is_none()).then(|| {
            text!(ja: "途中で止めました：{asked} 回のうち {trials} 回までの結果です。", en: "Interrupted: the result of {trials} of {asked} trials.")
        })
    }

    /// How effects are counted, and which years are closed.
    pub(super) fn counted(&self) -> Text {
        let p = &self.outcome.provenance;
        let [basis_ja, basis_en] = [Lang::Ja, Lang::En].map(|lang| words::basis_name(p.basis, lang));
        let Text { ja: as_of_ja, en: as_of_en } = as_of(p);
        text!(ja: "効果額の算定方法：{basis_ja}。時点：{as_of_ja}。", en: "Counting basis: {basis_en}. As of: {as_of_en}.")
    }

    pub(super) fn reading(&self) -> Vec<Text> {
        let confidence = spoken(self.outcome.provenance.confidence);
        let periods = |e: &&Entry| e.period.kind != PeriodKind::Year;
        let widest = self.outcome.results.iter().filter(periods);
        let widest = widest.filter_map(|e| e.p_met).map(|p| p.half_width()).fold(0.0, f64::max);
        let points = format!("{:.1}", widest * 100.0);
        let of = match (self.outcome.header.fixed_period, self.outcome.editions.is_empty()) {
            (true, true) => text!(ja: "計画期間", en: "over the plan period"),
            (true, false) => text!(ja: "計画期間と各版", en: "over the plan period and the editions"),
            (false, _) => text!(ja: "各版", en: "over the editions"),
        };
        let (of_ja, of_en) = (of.ja, of.en);
        let mut notes = vec![match self.figures.rounding() {
            Rounding::Each => {
                text!(ja: "四捨五入のため、内訳の和が合計と一致しないことがあります。", en: "Because of rounding, parts may not add up to their total.")
            }
            Rounding::ToAdd => {
                text!(ja: "目標・計画値・平均は、内訳の和が合計と一致するよう端数を調整しています（各額の調整は1単位未満）。", en: "Targets, planned effects and means are rounded so that parts add up to their totals (no amount moves by a whole unit).")
            }
        }];
        if !self.outcome.provenance.deterministic {
            notes.extend([
                text!(ja: "平均は足し合わせられますが、P10・P50・P90 は足しても合計の値になりません。P10 は10回に1回これを下回る額、P90 は10回に1回これを上回る額です。", en: "Means add up; P10, P50 and P90 do not. P10 is an amount undercut one time in ten, P90 one exceeded one time in ten."),
                text!(ja: "達成確率は効果額が目標以上になる割合。{of_ja}の達成確率の95％区間は、最も広いもので ±{points} ポイント。", en: "P(met) is the share of trials whose effect reaches the target; the widest 95 % interval {of_en} is ±{points} points."),
                text!(ja: "{confidence}確度に要する追加額は、{of_ja}の合計で、確実に生じる効果をあとそれだけ足せば {confidence} の試行で目標に届く額。", en: "The extra for {confidence} is the certain effect which, added {of_en} in all, lets {confidence} of the trials meet the target."),
            ]);
        }
        notes
    }

    /// The unit of every amount.
    pub(super) fn money(&self) -> Unit {
        self.outcome.header.unit
    }

    fn unit(&self) -> &str {
        self.outcome.header.unit.name(self.lang)
    }

    pub(super) fn progress(&self) -> Vec<Text> {
        let mut notes = Vec::new();
        for profile in &self.outcome.profiles {
            let name = self.name(&profile.policy);
            let share = |v: Option<f64>| v.map_or_else(|| UNDEFINED.to_owned(), |v| percent(v, 1));
            if let (Some(effect), Some(target)) = (profile.closed_effect, profile.closed_target) {
                let (effect, target, unit) =
                    (self.money().in_table(effect), self.money().in_table(target), self.unit());
                // Without a plan period there is nothing that all open years together must meet.
                let told = [if_past_repeats(profile, self.money(), unit), break_even(profile, self.money())];
                let [then, need] = if self.outcome.header.fixed_period { told } else { Default::default() };
                let rate = share(profile.closed_rate);
                let (then_ja, need_ja, then_en, need_en) = (then.ja, need.ja, then.en, need.en);
                notes.push(text!(
                    ja: "{name}：決算済みの年度の実績 {effect}{unit}、目標 {target}{unit}、達成率 {rate}{then_ja}。{need_ja}",
                    en: "{name}: closed years {effect} {unit} against a target of {target} {unit}, achievement {rate}{then_en}.{need_en}"
                ));
            }
            // A plan of two years has no others that they could be compared with; what is spread equally says nothing of any.
            let is_by_year = self.outcome.header.spread.is_empty();
            let has_others = self.outcome.header.plan.len() > 2 && profile.planned_in_last_two.is_some();
            if profile.policy == TOTAL && self.outcome.header.fixed_period && has_others && is_by_year {
                let (planned, target) = (share(profile.planned_in_last_two), share(profile.target_in_last_two));
                notes.push(text!(
                    ja: "{name}の計画値の {planned}（目標では {target}）が最後の2か年に集まっています。",
                    en: "{name}: {planned} of the planned effect ({target} of the target) lies in the last two years."
                ));
            }
        }
        notes
    }

    /// What is recorded for policies and not for their initiatives.
    pub(super) fn unallocated(&self) -> impl Iterator<Item = Text> {
        self.outcome.unallocated.iter().map(|u| {
            let (name, ja, en) = (self.name(&u.policy), u.year.label(Lang::Ja), u.year.label(Lang::En));
            let (amount, unit) = (self.money().in_table(u.unallocated), self.unit());
            text!(ja: "{name}の{ja}の実績のうち、取組項目に割り振られていない額：{amount}{unit}", en: "Of the actual of {name} in {en}, not allocated to initiatives: {amount} {unit}")
        })
    }

    pub(super) fn joint(&self) -> Vec<Text> {
        let fixed = self.outcome.header.fixed_period;
        let Some(joint) = self.main_joint() else { return Vec::new() };
        let [all_ja, all_en] = [Lang::Ja, Lang::En].map(|lang| probability(&joint.all_met, lang));
        let counts = |lang: Lang| joint.exactly.iter().enumerate().map(move |(k, p)| (k, seen(*p, lang)));
        let ja: Vec<String> = counts(Lang::Ja).map(|(k, p)| format!("{k}本 {p}")).collect();
        let en: Vec<String> = counts(Lang::En).map(|(k, p)| format!("{k}: {p}")).collect();
        let (ja, en) = (ja.join("、"), en.join(", "));
        let period = if fixed {
            text!(ja: "計画期間", en: "Over the plan period")
        } else {
            text!(ja: "現在の版", en: "In the current edition")
        };
        let (period_ja, period_en) = (period.ja, period.en);
        vec![text!(
            ja: "{period_ja}の目標を同時に達成する確率：全方針 {all_ja}。達成する基本方針が {ja}。",
            en: "{period_en} all policies meet their targets together with probability {all_en}; by number of policies that do: {en}."
        )]
    }

    /// The odds together over the period of the main table; nothing where there is one policy or no uncertainty.
    pub(super) fn main_joint(&self) -> Option<&JointEntry> {
        let (fixed, current) = (self.outcome.header.fixed_period, self.current().map(|edition| edition.base));
        let of_main =
            |j: &&JointEntry| if fixed { j.period.kind == PeriodKind::Plan } else { j.period.base == current };
        let found = self.outcome.joint.iter().find(of_main);
        found.filter(|j| j.exactly.len() > 2 && !self.outcome.provenance.deterministic)
    }

    pub(super) fn dependence(&self) -> Vec<Text> {
        let number = |v: Option<f64>| v.map_or_else(|| UNDEFINED.to_owned(), |v| format!("{v:.2}"));
        let note = |c: &crate::outcome::CorrelationEntry| {
            let (name, members, wanted) = (&c.name, c.members, format!("{:.2}", c.requested));
            let (latent, value) = (number(c.latent), number(c.value));
            // Inner groups, pairs or a repair make the mean over all pairs another than the one asked for.
            let mean = if (c.implied - c.requested).abs() < 0.005 {
                Text::default()
            } else {
                let mean = format!("{:.2}", c.implied);
                text!(ja: "（全組の平均では {mean}）", en: " (over all pairs {mean})")
            };
            let (mean_ja, mean_en) = (mean.ja, mean.en);
            text!(
                ja: "相関「{name}」（{members} 項目）：指定 {wanted}{mean_ja}、実現した相関は、順位を正規分布の値に置き換えたもの（正規スコア）で {latent}、値そのもので {value}。",
                en: "Correlation '{name}' ({members} quantities): asked {wanted}{mean_en}, achieved {latent} between ranks put on a normal scale (normal scores), {value} between the values themselves."
            )
        };
        self.outcome.correlations.iter().map(note).collect()
    }

    pub(super) fn classes(&self) -> Vec<Text> {
        let note = |(i, used): (usize, &crate::outcome::ClassUse)| {
            // What it is, where it is first spoken of.
            let what =
                if i == 0 { "類似事例に基づく標準値（参照クラス）" } else { "参照クラス" };
            let (c, n) = (&used.class, used.quantities.len());
            let id = &c.id;
            let [name, source, caveat] = [&c.name, &c.source, &c.caveat];
            Text {
                ja: format!("{what} {id}（{}、{n} 件）：{}。留意点：{}。", name.ja, source.ja, caveat.ja),
                en: format!("Reference class {id} ({}, {n} use(s)): {}. Beware: {}.", name.en, source.en, caveat.en),
            }
        };
        self.outcome.classes.iter().enumerate().map(note).collect()
    }

    /// What guard rails have found: how much is to be checked and accepted, then each.
    pub(super) fn findings(&self) -> Vec<Text> {
        let findings = &self.outcome.findings;
        let count = words::findings_count(findings);
        // Numbers without a source have a note of their own.
        let told = findings.iter().filter(|f| f.id != Rail::NoSource || !f.is_open());
        count.into_iter().chain(told.map(words::finding)).collect()
    }

    pub(super) fn assumptions(&self) -> Option<Text> {
        let numbers: usize = self.outcome.assumptions.iter().map(|a| a.numbers).sum();
        let tables = self.outcome.assumptions.len();
        (numbers > 0).then(|| {
            text!(
                ja: "根拠資料のない数値（仮定）が {numbers} 個（{tables} 項目）あります。内訳は mikomi check で見られます。",
                en: "{numbers} numbers in {tables} tables have no source and are assumptions; mikomi check lists them."
            )
        })
    }
}

/// Which years are closed.
pub(super) fn as_of(p: &Provenance) -> Text {
    match p.as_of {
        Some(year) => {
            let (ja, en) = (year.label(Lang::Ja), year.label(Lang::En));
            text!(ja: "{ja}以降が見込み、それより前は決算済みの年度", en: "{en} is the first open year; earlier years are closed")
        }
        None => text!(ja: "すべての年度が見込み", en: "no year is closed"),
    }
}

/// How the figures came about.
pub(super) fn made(p: &Provenance) -> Text {
    let [ja, en] = [Lang::Ja, Lang::En].map(|lang| words::sampling_name(p.sampling, lang));
    let (trials, seed) = (money::count(p.trials as f64), p.seed);
    if p.deterministic {
        text!(ja: "不確実性はすべて除いた（--deterministic）。", en: "All uncertainty is switched off (--deterministic).")
    } else if !p.simulated {
        text!(ja: "結果に効く不確かな量がないため、試行は行っていません。", en: "Nothing uncertain bears on the result, so nothing was simulated.")
    } else {
        text!(ja: "試行 {trials} 回、乱数の種 {seed}、{ja}。同じ版の mikomi、同じシナリオ、同じ種なら同じ結果になります。", en: "{trials} trials, seed {seed}, sampling {en}. The same version, scenario and seed give the same result.")
    }
}

/// Where the plan period ends if the open years come as the closed ones did.
fn if_past_repeats(profile: &Profile, money: Unit, unit: &str) -> Text {
    let Some(landing) = profile.if_past_repeats.filter(|_| profile.break_even.is_some()) else {
        return Text::default();
    };
    let landing = money.in_table(landing);
    let apart = goes_on(profile, money).and(profile.if_past_repeats_to_come).map(money.printer()).map(|landing| {
        text!(
            ja: "、到達した分はそのまま続き、これから加わる分だけがこの割合なら {landing}{unit}",
            en: ", at {landing} {unit} if what was reached goes on and only what is still to come is realised at this rate"
        )
    });
    let (ja, en) = apart.map_or_else(Default::default, |apart| (apart.ja, apart.en));
    text!(
        ja: "（残る年度も計画値のこの割合で実現すれば、計画期間では {landing}{unit}{ja}）",
        en: " (if the remaining years realise their planned effect at this rate, the plan period ends at {landing} {unit}{en})"
    )
}

/// What goes on of what was reached, where there is anything beside it still to come.
fn goes_on(profile: &Profile, money: Unit) -> Option<f64> {
    profile.goes_on.filter(|amount| !money.is_nothing(*amount))
}

fn break_even(profile: &Profile, money: Unit) -> Text {
    let apart = goes_on(profile, money).zip(profile.break_even_to_come.filter(|need| *need > 0.0)).map(|(amount, need)| {
        let (amount, need) = (money.in_table(amount), percent(need, 1));
        text!(ja: "（到達した分が続く {amount} を除き、これから加わる分では {need}）", en: " ({need} of what is still to come, besides the {amount} that go on from what was reached)")
    });
    let (ja, en) = apart.map_or_else(Default::default, |apart| (apart.ja, apart.en));
    match profile.break_even {
        Some(need) if need > 0.0 => {
            let need = percent(need, 1);
            text!(ja: "目標に届くには、残る年度の計画値の {need} の実現が必要です{ja}。", en: " To meet the target, {need} of what is planned for the remaining years must be realised{en}.")
        }
        Some(_) => text!(ja: "目標はすでに達しています。", en: " The target is already met."),
        None => text!(ja: "残る年度に計画値がありません。", en: " Nothing is planned for the remaining years."),
    }
}
