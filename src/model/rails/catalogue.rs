//! The guard rails by id: when each fires, why it matters, and what to do.

use super::threshold::{
    BACK_LOADED, BACK_LOADED_YEARS, CERTAIN_PEERS, CORRELATED, FAR, INCREMENTS_BELOW, INCREMENTS_NEAR, MISSED,
    NEGATIVE_ODDS, READINGS_APART, SIMILAR_NAMES, TARGET_FLOOR, UNIT_SLIP, percent,
};
use crate::lang::{Text, text};
use serde::{Deserialize, Serialize};

/// Declares the guard rails with the ids by which files and reports know them.
macro_rules! rails {
    ($($(#[$meaning:meta])* $name:ident = $id:literal),* $(,)?) => {
        /// A guard rail: something that is allowed but looks wrong.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Rail {
            $($(#[$meaning])* #[serde(rename = $id)] $name),*
        }

        impl Rail {
            /// Every guard rail, in the order in which findings are told.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The id by which it is accepted.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id),* }
            }
        }
    };
}

rails! {
    /// An initiative far larger than its policy's target.
    UnitSlip = "unit-slip",
    /// A policy without any target.
    PolicyWithoutTarget = "policy-without-target",
    /// A year of the plan without a target.
    YearWithoutTarget = "year-without-target",
    /// Yearly increments typed where levels are asked.
    IncrementsAsLevels = "increments-as-levels",
    /// What is planned lies far from the target.
    FarFromTarget = "far-from-target",
    /// A closed year without a record.
    ClosedWithoutActual = "closed-without-actual",
    /// No word on how open years follow the closed ones, though it matters.
    OpenYearsUnstated = "open-years-unstated",
    /// Records that are read in another way than before.
    RecordsReadAnew = "records-read-anew",
    /// Amounts missed in closed years that count as lost.
    MissedIsLost = "missed-is-lost",
    /// Amounts that came before their first stated year.
    EarlyAmount = "early-amount",
    /// A record whose one-off part is taken as planned.
    OneOffGuessed = "one-off-guessed",
    /// An initiative that has begun and yet may not begin.
    BegunMayNotBegin = "begun-may-not-begin",
    /// An edition's target below 0.
    EditionTargetBelowZero = "edition-target-below-zero",
    /// A level below 0 in the base year of an edition.
    LossInBase = "loss-in-base",
    /// An edition that reaches years without any target.
    EditionWithoutTarget = "edition-without-target",
    /// Targets that no edition reads.
    TargetUnread = "target-unread",
    /// An index that begins after what grows with it.
    LateSeries = "late-series",
    /// A realisation that is negative too often.
    NegativeRealisation = "negative-realisation",
    /// Input that changes nothing.
    NoEffect = "no-effect",
    /// An initiative that is dropped because of another.
    DroppedToo = "dropped-too",
    /// A strategy class of another policy.
    StrategyElsewhere = "strategy-elsewhere",
    /// An estimate stated as certain.
    Certain = "certain",
    /// Too much of the target lies in the last two years.
    BackLoading = "back-loading",
    /// Nothing is correlated.
    NoCorrelation = "no-correlation",
    /// Initiatives that may claim the same saving.
    DoubleCounting = "double-counting",
    /// Numbers without a source.
    NoSource = "no-source",
    /// A target that no trial or every trial meets.
    OneSided = "one-sided",
    /// An acceptance of what is not found.
    UnusedAccept = "unused-accept",
}

/// A guard rail in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RailWords {
    /// When it fires, with its threshold.
    pub when: Text,
    /// Why it matters.
    pub why: Text,
    /// What to do.
    pub to_do: Text,
}

impl Rail {
    /// The guard rail of an id.
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rail| rail.id() == id)
    }

    /// What it says of itself in the input reference and beside a finding.
    pub fn words(self) -> RailWords {
        let (when, why, to_do) = match self {
            Self::UnitSlip
            | Self::PolicyWithoutTarget
            | Self::YearWithoutTarget
            | Self::IncrementsAsLevels
            | Self::FarFromTarget => of_targets(self),
            Self::OpenYearsUnstated
            | Self::RecordsReadAnew
            | Self::MissedIsLost
            | Self::EarlyAmount
            | Self::OneOffGuessed
            | Self::BegunMayNotBegin => of_closed_years(self),
            Self::ClosedWithoutActual
            | Self::EditionTargetBelowZero
            | Self::LossInBase
            | Self::EditionWithoutTarget
            | Self::TargetUnread
            | Self::LateSeries => of_years(self),
            Self::NegativeRealisation
            | Self::Certain
            | Self::BackLoading
            | Self::NoCorrelation
            | Self::DoubleCounting
            | Self::OneSided => of_uncertainty(self),
            _ => of_the_file(self),
        };
        RailWords { when, why, to_do }
    }
}

fn of_targets(rail: Rail) -> (Text, Text, Text) {
    let (floor, far, low) = (percent(TARGET_FLOOR), percent(FAR), percent(INCREMENTS_BELOW));
    let near = percent(INCREMENTS_NEAR);
    match rail {
        Rail::UnitSlip => (
            text!(ja: "取組項目の1か年の額が、その基本方針の最も大きい年度目標額の {UNIT_SLIP} 倍を超える（方針の目標額が合計の {floor}％に満たないときは、合計の最も大きい年度目標額の {floor}％と比べる）", en: "the amount of an initiative in one year is above {UNIT_SLIP} times the largest yearly target of its policy (where that is below {floor} % of the total's largest yearly target, {floor} % of the total's is taken)"),
            text!(ja: "円で書くべき額を千円のファイルに書くと1,000倍になり、達成確率は意味を失います", en: "an amount in yen typed into a file in thousand yen is a thousand times too large, and every probability with it means nothing"),
            text!(ja: "単位と桁を確かめてください", en: "check the unit and the digits"),
        ),
        Rail::PolicyWithoutTarget => (
            text!(ja: "基本方針に目標額が一つもない", en: "a policy has no target at all"),
            text!(ja: "達成確率・不足額・達成率は定まらず「－」となります。この方針の効果額は、ほかの方針の目標額の和と比べる合計には入ります", en: "its odds, gap, shortfall and achievement are undefined and shown as －; its effect still counts in the total, which is held against the targets of the others"),
            text!(ja: "targets を書くか、合計だけに目標があるなら [total] に書いてください", en: "state targets, or [total] if only the total has one"),
        ),
        Rail::YearWithoutTarget => (
            text!(ja: "ほかの年度には目標額があるのに、計画期間の中に目標額のない年度がある", en: "a year of the plan has no target though others of the same policy have"),
            text!(ja: "その年度の達成確率は定まらず、計画期間の目標額はその年度の分だけ小さくなります", en: "the odds of that year are undefined, and the target of the plan period lacks that year"),
            text!(ja: "その年度の目標額を書いてください。ないのが正しければ R4 = 0 のように 0 と書きます", en: "state it; if nothing is aimed at, write 0, as in R4 = 0"),
        ),
        Rail::IncrementsAsLevels => (
            text!(ja: "基本方針の計画値が目標額の {low}％に満たないが、書かれた額を年々積み上げると目標額の前後 {near}％に収まる", en: "what is planned for a policy is below {low} % of its target, but adding up the stated amounts from year to year comes within {near} % of it"),
            text!(ja: "年度ごとの額は「水準」です。増分を書くと、続いている効果を数え落とします", en: "amounts are levels; where increments are typed instead, what goes on from earlier years is not counted"),
            text!(ja: "各年度に、その年度に続いている効果の全額を書いてください", en: "write for each year the whole effect that is there in that year"),
        ),
        _ => (
            text!(ja: "基本方針の計画値と目標額の差が、目標額の {far}％を超える（方針の目標額が合計の {floor}％に満たないときは、合計の {floor}％と比べる）。計画期間がなければ現在の版で比べる", en: "planned effect and target of a policy differ by more than {far} % of the target (where that is below {floor} % of the total's target, {floor} % of the total's is taken); over the plan period, or the current edition where there is none"),
            text!(ja: "単位・年度・算定方法の違いや、入力していない取組があると、達成確率は計画ではなく入力の誤りを映します", en: "a unit, year or basis that differs, or initiatives that are not in the file, make the odds show the mistake instead of the plan"),
            text!(ja: "mikomi check の計画表を紙の計画と照らし合わせてください", en: "hold the plan table of mikomi check against the paper"),
        ),
    }
}

fn of_years(rail: Rail) -> (Text, Text, Text) {
    match rail {
        Rail::ClosedWithoutActual => (
            text!(ja: "決算済みの年度に、基本方針の実績も、すべての流れの実績もない（計画期間の外では、版が読み、金額のある年度だけ）", en: "a closed year has neither an actual of the policy nor of all its streams (outside the plan period: years that editions read and in which the policy has amounts)"),
            text!(ja: "済んだはずの年度が、まだ不確かなまま試算に残ります", en: "a year that is over stays uncertain in the result"),
            text!(ja: "actuals に実績か決算見込を書いてください", en: "state the actual or the outturn in actuals"),
        ),
        Rail::EditionTargetBelowZero => (
            text!(ja: "財政計画の版の目標額が 0 を下回る。基準年度の目標額の水準が高く、それが続かない", en: "the target of an edition is below 0: the level that the targets aim at in its base year is higher than afterwards"),
            text!(ja: "土地売却などの一時的な目標額を続くものとして書くと、版の目標額から毎年度差し引かれ、達成しやすく見えます", en: "a one-off target, as of a land sale, typed as lasting is taken off in every year of the edition, which then looks easily met"),
            text!(ja: "一時的な分を R7 = {{ value = …, one_off = … }} と書いてください", en: "state the one-off part as R7 = {{ value = …, one_off = … }}"),
        ),
        Rail::LossInBase => (
            text!(ja: "版の基準年度の目標額か実績の継続的な水準が 0 を下回る", en: "the lasting level of the target or the actual in the base year of an edition is below 0"),
            text!(ja: "続く損失なら正しい扱いですが、一時的な経費なら、版は毎年度その分だけ大きく数えてしまいます", en: "that is right of a lasting loss; of an outlay of one year it makes the edition count so much more in each of its years"),
            text!(ja: "一時的な経費なら one_off に書いてください", en: "if it is a cost of one year, state it in one_off"),
        ),
        Rail::EditionWithoutTarget => (
            text!(ja: "書かれたとおりに数える版の対象年度のうち、計画期間（なければ最後の目標額）より後に目標額が一つもない", en: "an edition that counts years as stated reaches beyond the plan (or the last target), and no target is stated there"),
            text!(ja: "その年度の目標は、書いたものではなく、みなした額になります", en: "what is aimed at in those years is assumed, not stated"),
            text!(ja: "その年度の目標額を書くか、beyond_plan を hold か zero にしてください", en: "state targets for those years, or make beyond_plan hold or zero"),
        ),
        Rail::TargetUnread => (
            text!(ja: "計画期間より後の目標額が、どの版にも読まれない", en: "targets after the plan are read by no edition"),
            text!(ja: "書いた目標額が結果に入っていません", en: "what is stated is not in the result"),
            text!(ja: "その年度に及ぶ beyond_plan = \"explicit\" の版を加えるか、目標額を消してください", en: "add an edition with beyond_plan = \"explicit\" that reaches them, or take them out"),
        ),
        _ => (
            text!(ja: "指数の基準年度が、連動する金額の最初の年度より後にある。または年度別の伸び率が基準年度の翌年度から始まらず、その前に連動する金額がある", en: "the base year of a driver lies after the first year of an amount that grows with it, or its rates by year begin later than the year after its base though amounts grow with it before"),
            text!(ja: "それより前の年度には伸びも不確実性も掛からず、そのことは結果の表からはわかりません", en: "earlier years have neither growth nor uncertainty from it, which no table shows"),
            text!(ja: "base を早めるか、最初の年度からの伸び率を書いてください（伸びないなら 0）", en: "move base back, or state the rates from the first year on (0 for no growth)"),
        ),
    }
}

fn of_closed_years(rail: Rail) -> (Text, Text, Text) {
    let (apart, share) = (percent(READINGS_APART), percent(MISSED));
    match rail {
        Rail::OpenYearsUnstated => (
            text!(ja: "実績があるのに open_years が書かれておらず、二つの読み方の差が、いずれかの基本方針か合計で、目標額と計画値の大きい方の {apart}％を超える（計画値か平均）", en: "there are records, open_years is not stated, and the two readings differ by more than {apart} % of the greater of target and planned effect, of a policy or the total, in the planned effect or in the mean"),
            text!(ja: "届かなかった分が戻らないとみるか、残る年度の額に織り込み済みとみるかで、見通しが変わります", en: "whether what was missed is lost, or the amounts of open years already know of it, changes the outlook"),
            text!(ja: "plan か基本方針に open_years = \"from_reached\"（到達した水準から）か \"as_stated\"（書かれた額のまま）と書いてください", en: "state open_years = \"from_reached\" or \"as_stated\", in plan or in the policy"),
        ),
        Rail::RecordsReadAnew => (
            text!(ja: "open_years が書かれておらず、以前の読み方（実績は水準、残る年度は書かれた額のまま）と計画値が違う", en: "open_years is not stated, and the planned effect differs from what it was when records were read as levels and open years as stated"),
            text!(ja: "同じファイルから、以前の帳票と違う額が出ます", en: "the same file gives other figures than in earlier reports"),
            text!(ja: "実績が目標額と同じ算定方法で書かれているか確かめ、open_years を書いてください。書くと、この確認事項は出なくなります", en: "see that actuals are typed on the basis of the targets, and state open_years; then this is no longer told"),
        ),
        Rail::MissedIsLost => (
            text!(ja: "最後に実績のある年度に計画へ届かなかった額（取り戻す分を除く）が、その基本方針の計画の水準の {share}％を超える", en: "what a policy missed by its last record, less what is made good, is above {share} % of its planned level"),
            text!(ja: "遅れているだけなら、戻らないとみるのは悲観的すぎます", en: "if it is only late, to count it as lost is too gloomy"),
            text!(ja: "あとから出てくる分があれば made_good に割合を書き、残る年度の額が見積もり直したものなら open_years = \"as_stated\" とし、戻らないならその旨を accept に書いてください", en: "if a part still comes, state its share as made_good; if the amounts of open years are new estimates, state open_years = \"as_stated\"; if it is lost, say so in accept"),
        ),
        Rail::EarlyAmount => (
            text!(ja: "取組項目に、書かれた最初の年度より前の実績がある", en: "an initiative has a record before its first stated year"),
            text!(ja: "早く生じた額は続くものとし、計画の年度の額をさらに加えるため、二重に数えることがあります", en: "what came early goes on, and the stated amounts are added to it: the same effect may count twice"),
            text!(ja: "計画の額を、早く生じた分を含む水準に書き直してください。別の効果なら、その旨を accept に書きます", en: "restate the amounts as levels that include it; if it is another effect, say so in accept"),
        ),
        Rail::OneOffGuessed => (
            text!(ja: "基本方針の実績に one_off がなく、計画の一時的な額が計画の効果額の割合にならない", en: "the actual of a policy states no one_off, and what is planned as one-off is no share of what is planned"),
            text!(ja: "一時的な額は翌年度に残りません。分け方を誤ると、その後のどの年度もその分だけ違ってきます", en: "a one-off amount does not carry on: what is divided wrongly is wrong in every later year"),
            text!(ja: "実績に one_off を書いてください", en: "state one_off in the actual"),
        ),
        _ => (
            text!(ja: "open_years が as_stated の基本方針で、決算済みの年度に始まっている取組項目に、実施確率か遅れがある", en: "open_years is as_stated, and an initiative that has begun in a closed year has a go-ahead or a delay"),
            text!(ja: "すでに生じている効果まで、なくなったり遅れたりすることになります", en: "what is already there can then vanish or be late"),
            text!(ja: "open_years = \"from_reached\" とするか、go_ahead と delay を消してください", en: "state open_years = \"from_reached\", or take go_ahead and delay out"),
        ),
    }
}

fn of_uncertainty(rail: Rail) -> (Text, Text, Text) {
    let negative = percent(NEGATIVE_ODDS);
    match rail {
        Rail::NegativeRealisation => (
            text!(ja: "流れの realisation が 0 を下回る確率が {negative}％を超える（類似事例に基づく標準値（参照クラス）を使うものを除く）", en: "the realisation of a stream is below 0 with a probability above {negative} % (streams with a reference class excepted)"),
            text!(ja: "歳出減が支出の増に、経費が収入に変わる場合を数えることになります。正規分布の裾でよく起こります", en: "a saving then turns into spending, or a cost into income; the tail of a normal distribution often does this"),
            text!(ja: "下限のある分布（pert、beta、lognormal、low = 0 の quantiles）にしてください", en: "use a distribution with a lower bound (pert, beta, lognormal, quantiles with low = 0)"),
        ),
        Rail::Certain => (
            text!(ja: "まだ増える額のある流れが確定値のままで、同じ種類の流れのうち {CERTAIN_PEERS} 本以上は不確かである", en: "a stream with amounts still to come is certain, while {CERTAIN_PEERS} streams of its kind or more are uncertain"),
            text!(ja: "参照クラスの記録では、計画どおりに実現する見積りはまれです。確定値は結果の幅を狭く見せます", en: "by the record behind the reference classes, estimates seldom come true to the yen; certain ones make the outlook look narrower than it is"),
            text!(ja: "realisation に参照クラスか分布を書いてください。契約済みなどで本当に確定しているなら、その理由を accept に書きます", en: "state a reference class or a distribution as its realisation; if it is settled indeed, say why in accept"),
        ),
        Rail::BackLoading => {
            let share = percent(BACK_LOADED);
            (
                text!(ja: "{BACK_LOADED_YEARS} か年以上の計画で、合計の目標額の {share}％を超える分が最後の2か年にある", en: "of a plan of {BACK_LOADED_YEARS} years or more, more than {share} % of the total's target lies in the last two"),
                text!(ja: "後ろに偏った計画は、遅れると計画期間のうちに取り戻せません", en: "what slips at the end of a plan cannot be made good within it"),
                text!(ja: "前倒しできる取組がないか、遅れ（delay）を入れているか確かめてください", en: "see whether initiatives can come earlier, and whether delays are modelled"),
            )
        }
        Rail::NoCorrelation => (
            text!(ja: "実現率か遅れが不確かな取組項目が {CORRELATED} 以上あるのに、相関がどこにもない（すべて 0）", en: "{CORRELATED} initiatives or more have an uncertain realisation or delay, and no correlation is above or below 0"),
            text!(ja: "良し悪しが互いに打ち消し合い、結果の幅が実際より狭くなります。同じ体制で進む取組はそろって遅れるものです", en: "good and bad luck then cancel out and the outlook is too narrow; what the same people do tends to go well or badly together"),
            text!(ja: "[[dependence]] を書いてください（例：同じ方針の realisation に 0.25）", en: "add a [[dependence]] (for example 0.25 for the realisation within a policy)"),
        ),
        Rail::DoubleCounting => {
            let alike = format!("{SIMILAR_NAMES:.2}");
            (
                text!(ja: "主担当課と種類（歳出減・歳入増）が同じで、名称がよく似た（類似度 {alike} 以上）二つの取組項目に、同じ年度の額があり、同じ [[overlap]] に入っていない", en: "two initiatives of one division have savings (or revenues) in the same years and similar names (likeness {alike} or more), and stand in no common [[overlap]]"),
                text!(ja: "同じ効果を二つの取組が数えていると、計画値が過大になります（二重計上）", en: "if both count the same effect, the plan is too large"),
                text!(ja: "重なるなら [[overlap]] に書き、別の効果ならその旨を accept に書いてください", en: "if they overlap, state an [[overlap]]; if they do not, say so in accept"),
            )
        }
        _ => (
            text!(ja: "不確実性のある目標を、すべての試行が達成するか、一つの試行も達成しない（計画期間。なければ現在の版）。実行したときだけわかる", en: "every trial or no trial meets a target above 0 though the effect is uncertain (over the plan period, or the current edition where there is none); known after a run only"),
            text!(ja: "目標が計画と釣り合っていないか、不確実性が小さすぎるおそれがあります", en: "the target may not match the plan, or too little is taken as uncertain"),
            text!(ja: "目標額・金額・分布の幅を確かめてください", en: "check the target, the amounts and how wide the distributions are"),
        ),
    }
}

fn of_the_file(rail: Rail) -> (Text, Text, Text) {
    match rail {
        Rail::NoEffect => (
            text!(ja: "書かれたものが、どの結果にも効かない", en: "something is stated that bears on no result"),
            text!(ja: "効いているつもりの設定が効いていないおそれがあります", en: "what is meant to count may not"),
            text!(ja: "消すか、効くように書き直してください", en: "take it out, or state it so that it counts"),
        ),
        Rail::DroppedToo => (
            text!(ja: "前提（requires）とする取組項目が取りやめとなり、あわせて取りやめになる", en: "an initiative is dropped because one that it requires is"),
            text!(ja: "取りやめると書いていない取組の額まで消えます", en: "amounts go that nobody said to drop"),
            text!(ja: "それでよければ drop = true と書くか accept してください。よくなければ requires を直します", en: "if that is meant, write drop = true or accept it; if not, correct requires"),
        ),
        Rail::StrategyElsewhere => (
            text!(ja: "取組項目の戦略区分が、別の基本方針のものである", en: "the strategy class of an initiative belongs to another policy"),
            text!(ja: "取組が別の方針に数えられているおそれがあります", en: "it may count for the wrong policy"),
            text!(ja: "policy か strategy を直してください", en: "correct policy or strategy"),
        ),
        Rail::NoSource => (
            text!(ja: "根拠資料のない数値がある（ファイル全体で1件と数え、ファイルの先頭で承知する）", en: "there are numbers without a source (counted once for the whole file, and accepted at its head)"),
            text!(ja: "根拠資料のない数値は仮定です。根拠を問われたときに示せません", en: "a number without a source is an assumption, and nobody can check it"),
            text!(ja: "表に source を書いてください", en: "state source in the table"),
        ),
        _ => (
            text!(ja: "accept に書かれた確認事項が、その表では見つからない", en: "accept names a guard rail that does not fire there"),
            text!(ja: "直した後に残った accept は、次に同じ誤りが起きたときにそれを隠します", en: "left behind after a correction, it hides the next mistake of the same kind"),
            text!(ja: "accept からその行を消してください", en: "take it out of accept"),
        ),
    }
}
