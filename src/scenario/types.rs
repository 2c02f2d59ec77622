//! The scenario file as serde types: one struct a table, one field a key, nothing invented.
//!
//! The doc comment of a field is its English description in the schema and the input reference; `x-ja` is the Japanese.

use crate::money::{MOST_DECIMALS, Name};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The unit of every amount.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-ja" = "すべての金額の単位。"))]
pub enum Unit {
    /// Its name alone. Amounts are printed with the decimals that those of the file have.
    Word(UnitWord),
    /// Its name and the decimals to print.
    Table(UnitTable),
}

/// A unit of yen by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitWord(pub Name);

/// Both the Japanese names and the English ones are words of the file.
impl JsonSchema for UnitWord {
    fn schema_name() -> Cow<'static, str> {
        "UnitWord".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words = Name::WORDS.map(|(word, _)| word);
        json_schema!({
            "description": "The name of a unit of yen.",
            "x-ja": "円の単位の名前。",
            "type": "string",
            "enum": words,
            "x-otherwise": {
                "ja": "どれか一つを書くか、ほかの単位なら unit = { name = \"GBP m\", decimals = 1 } のように書いてください",
                "en": "write one of these, or for another unit unit = { name = \"GBP m\", decimals = 1 }",
            },
        })
    }
}

/// A unit with the decimals of its amounts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "小数の桁数つきの単位。"))]
pub struct UnitTable {
    /// Its name, ten Japanese characters (30 bytes) at most. One that is not of yen, as "GBP m", is converted to no other.
    #[schemars(extend("x-ja" = "名前（全角10文字、30バイトまで）。円の単位でない名前（「GBP m」など）は、ほかの単位に換算されません。"))]
    pub name: String,
    /// Decimals with which amounts are printed, 0 to 6. Left out: as many as the amounts of the file have, down to a thousand yen and three at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = MOST_DECIMALS), extend("x-ja" = "金額を表示する小数の桁数（0～6）。省くと、ファイルの金額の桁数（千円の位まで、3桁まで）。"))]
    pub decimals: Option<u8>,
}

/// A scenario: a reform plan with its targets, its initiatives and what is uncertain about them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "シナリオ：改革プランの目標、取組項目と、その不確実性。"))]
pub struct Scenario {
    /// The version of this file format: 1.
    #[schemars(range(min = 1, max = 1), extend("x-ja" = "このファイル形式の版：1。"))]
    pub format: u32,
    /// The title printed on every report.
    #[schemars(extend("x-ja" = "すべての帳票に表示される表題。"))]
    pub title: String,
    /// The unit of every amount: 円, 千円, 万円, 百万円 or 億円, or a table with any name and the decimals to print.
    #[schemars(extend("x-ja" = "すべての金額の単位：円、千円、万円、百万円、億円。ほかの名前や小数の桁数は表で書きます。"))]
    pub unit: Unit,
    /// A scenario file that this one is laid over: tables merge by key, lists of tables by id, years by the year they name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "土台にするシナリオファイル。表は項目ごと、id のある並びは id ごと、年度は同じ年度ごとに上書きします。"))]
    pub extends: Option<String>,
    /// Where the numbers of this table come from. A number without a source is reported as an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。根拠資料のない数値は「仮定」として報告されます。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
    /// Guard rails that are accepted for this table and what it holds: the reason by id. docs/checks.md lists them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "この表とその中の確認事項のうち、承知しているもの。id ごとに理由を書きます。一覧は docs/checks.ja.md。"))]
    pub accept: BTreeMap<String, String>,
    /// What this scenario leaves out; printed under the report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "このシナリオに入っていないもの。帳票の下に表示されます。"))]
    pub not_modelled: Vec<String>,
    /// The period, the counting basis and the as-of year.
    #[schemars(extend("x-ja" = "計画期間、効果額の算定方法、時点。"))]
    pub plan: Plan,
    /// The editions of the rolled financial plan, by a rule: one for each base year.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "毎年度ローリングする財政計画の版を、規則で並べます（基準年度ごとに一つ）。"))]
    pub editions: Option<Editions>,
    /// Single editions of the financial plan: further ones, or what differs from the rule for a base year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "財政計画の版を一つずつ：規則にない版か、規則と違う点。"))]
    pub edition: Vec<Edition>,
    /// Targets of the total, where they are not the sums of the policies' targets.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "合計の目標額。基本方針の目標額の和でない場合だけ書きます。"))]
    pub total: Option<Total>,
    /// Targets of the general account (一般会計), where some streams belong to other accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "一般会計の目標額。ほかの会計の流れがあるときに書けます。"))]
    pub general_account: Option<Total>,
    /// The basic policies (基本方針), in the order of the report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "基本方針。書いた順に帳票に並びます。"))]
    pub policy: Vec<Policy>,
    /// The strategy classes (戦略区分).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "戦略区分。"))]
    pub strategy: Vec<Strategy>,
    /// The initiatives (取組項目).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "取組項目。"))]
    pub initiative: Vec<Initiative>,
    /// Indices that amounts grow with: wages, prices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "金額が連動する指数：賃金、物価など。"))]
    pub driver: Vec<Driver>,
    /// Groups of quantities that vary together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "そろって動く量のグループ。"))]
    pub dependence: Vec<Dependence>,
    /// Pairs of quantities with a correlation of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "個別に相関を決める量の組。"))]
    pub correlation: Vec<Correlation>,
    /// What to do if the pairs are impossible together: nearest takes the nearest possible correlations.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "個別の相関どうしが両立しないときの扱い。nearest は最も近い両立する相関に置き換えます。"))]
    pub correlation_repair: Option<Repair>,
    /// Groups of initiatives that claim the same saving (二重計上).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "同じ効果を重ねて数えている取組項目のグループ（二重計上）。"))]
    pub overlap: Vec<Overlap>,
}

/// The period of the plan and how its effects are counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "計画期間と効果額の算定方法。"))]
pub struct Plan {
    /// The first fiscal year of the plan. Left out together with last: there is no fixed period, only editions.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "計画の最初の年度。last とともに省くと、決まった計画期間はなく、財政計画の版だけで数えます。"))]
    pub first: Option<Year>,
    /// The last fiscal year of the plan. first and last are stated both or neither.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "計画の最後の年度。first と last は、両方書くか両方省きます。"))]
    pub last: Option<Year>,
    /// How effects are counted. There is no default: the same saving can differ fivefold between bases.
    #[schemars(extend("x-ja" = "効果額の算定方法。既定値はありません。算定方法によって同じ効果が何倍も違うためです。"))]
    pub basis: Basis,
    /// The first year that is still open: earlier years are closed and take recorded actuals. Left out: no year is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "見込みとする最初の年度。これより前の年度は実績に置き換わります。省くと、すべての年度が見込みです。"))]
    pub as_of: Option<Year>,
    /// How open years follow what was recorded: from_reached if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "見込みの年度を、実績からどう続けるか。省くと from_reached。"))]
    pub open_years: Option<OpenYears>,
    /// The share of what was missed by the last closed year that is still made good, 0 to 1; 0 if left out: what was missed is lost. Only with from_reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "決算が済んだ最後の年度までに届かなかった額のうち、これから取り戻す割合（0～1）。省くと 0 で、届かなかった分は戻りません。from_reached のときだけ書けます。"))]
    pub made_good: Option<Quantity>,
    /// Where the numbers of this table come from. A number without a source is reported as an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。根拠資料のない数値は「仮定」として報告されます。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
    /// Guard rails that are accepted for this table and what it holds: the reason by id. docs/checks.md lists them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "この表とその中の確認事項のうち、承知しているもの。id ごとに理由を書きます。一覧は docs/checks.ja.md。"))]
    pub accept: BTreeMap<String, String>,
}

/// A rule for the editions of the financial plan: it is rolled once a year, so there is one edition for each base year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "財政計画の版の規則。毎年度ローリングするので、基準年度ごとに一つの版ができます。"))]
pub struct Editions {
    /// The base year of the first edition: its budget already contains the effects reached by then.
    #[schemars(extend("x-ja" = "最初の版の基準年度。それまでに実現した効果は、この年度の予算に既に入っています。"))]
    pub first_base: Year,
    /// The base year of the last edition.
    #[schemars(extend("x-ja" = "最後の版の基準年度。"))]
    pub last_base: Year,
    /// How many years an edition covers, beginning with the year after its base, 1 to 30.
    #[schemars(range(min = 1, max = 30), extend("x-ja" = "一つの版が対象とする年数（基準年度の翌年度から）。1～30。"))]
    pub horizon: u32,
    /// Years from the base year to the year in which the edition is made (its as-of year), 1 to 5; 1 if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 5), extend("x-ja" = "基準年度から版を作る年度（その版の時点）までの年数。1～5。省くと 1。"))]
    pub closing_lag: Option<u32>,
    /// What is assumed for years of an edition after the plan period; hold if left out. Only where there is a plan period.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "版の対象年度が計画期間より後に及ぶときの仮定。省くと hold。計画期間があるときだけ書けます。"))]
    pub beyond_plan: Option<BeyondPlan>,
    /// Where the numbers of this table come from. A number without a source is reported as an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。根拠資料のない数値は「仮定」として報告されます。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
    /// Guard rails that are accepted for this table and what it holds: the reason by id. docs/checks.md lists them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "この表とその中の確認事項のうち、承知しているもの。id ごとに理由を書きます。一覧は docs/checks.ja.md。"))]
    pub accept: BTreeMap<String, String>,
}

/// One edition of the financial plan. What it leaves out is taken from the rule in editions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "財政計画の版の一つ。書かない項目は editions の規則によります。"))]
pub struct Edition {
    /// Its base year, by which it is known: its budget already contains the effects reached by then.
    #[schemars(extend("x-ja" = "基準年度。版はこの年度で見分けます。それまでに実現した効果は、この年度の予算に既に入っています。"))]
    pub base: Year,
    /// The name that is printed beside the base year.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "基準年度に添えて表示される名称。"))]
    pub name: Option<String>,
    /// How many years it covers, beginning with the year after its base, 1 to 30. Left out: as in editions.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 30), extend("x-ja" = "対象とする年数（基準年度の翌年度から）。1～30。省くと editions の horizon。"))]
    pub horizon: Option<u32>,
    /// The year in which it is made: earlier years are known by their actuals. Left out: by closing_lag of editions, or else the year after its base.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この版を作る年度。これより前の年度は実績によります。省くと editions の closing_lag により、それもなければ基準年度の翌年度。"))]
    pub as_of: Option<Year>,
    /// What is assumed for years of the edition after the plan period. Left out: as in editions, or else hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "対象年度が計画期間より後に及ぶときの仮定。省くと editions の beyond_plan により、それもなければ hold。"))]
    pub beyond_plan: Option<BeyondPlan>,
    /// The effect that the financial plan booked over the edition's years together, by policy id or `total`. Without `total` it is the sum, if every policy is stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この版が対象年度の合計として計上した効果額。基本方針の id か `total` ごと。`total` を省くと、全基本方針の額があればその和。"))]
    pub booked: Option<BTreeMap<String, Amount>>,
    /// Where the numbers of this table come from. A number without a source is reported as an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。根拠資料のない数値は「仮定」として報告されます。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
    /// Guard rails that are accepted for this table and what it holds: the reason by id. docs/checks.md lists them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "この表とその中の確認事項のうち、承知しているもの。id ごとに理由を書きます。一覧は docs/checks.ja.md。"))]
    pub accept: BTreeMap<String, String>,
}

/// What is assumed for years of an edition after the plan period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-ja" = "計画期間より後の年度の仮定。"))]
pub enum BeyondPlan {
    /// The recurring level of the plan's last year goes on, of targets too; there are no one-off amounts.
    #[schemars(extend("x-ja" = "計画の最後の年度の継続的な水準が、目標も含めてそのまま続く。一時的な額はない。", "x-word" = "続く"))]
    Hold,
    /// Every level falls back to 0: what the base year contains lapses and counts against the edition.
    #[schemars(extend("x-ja" = "水準はすべて 0 に戻る。基準年度の予算に入っている効果は失われ、その版ではマイナスに数える。", "x-word" = "0に戻る"))]
    Zero,
    /// As the streams give it for those years; targets are those stated for years after the plan.
    #[schemars(extend("x-ja" = "お金の流れから計算した額による。目標も、計画期間より後の年度に書かれた額による。", "x-word" = "書いたとおり"))]
    Explicit,
}

/// How effects are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-ja" = "効果額の算定方法。"))]
pub enum Basis {
    /// A lasting effect counts again in every year of the plan (level against the do-nothing path, plus one-off amounts).
    #[schemars(extend("x-ja" = "継続的効果額：続いている効果は毎年度数える（何もしない場合との差＋一時的な額）。", "x-word" = "継続的効果額"))]
    Recurring,
    /// Only what is new in the year counts (rise of the lasting level, plus one-off amounts).
    #[schemars(extend("x-ja" = "単年度効果額：その年度に新しく生じた分だけを数える（継続的な水準の増分＋一時的な額）。", "x-word" = "単年度効果額"))]
    NewInYear,
    /// The change of everything against the year before.
    #[schemars(extend("x-ja" = "前年度比：全体の前年度からの増減。", "x-word" = "前年度比"))]
    YearOnYear,
}

/// Targets of the total over all policies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "全基本方針の合計の目標額。"))]
pub struct Total {
    /// The target of each fiscal year, in the unit of the scenario.
    #[schemars(extend("x-ja" = "年度ごとの目標額（シナリオの単位）。"))]
    pub targets: Series<Target>,
    /// Where the numbers of this table come from. A number without a source is reported as an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。根拠資料のない数値は「仮定」として報告されます。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
    /// Guard rails that are accepted for this table and what it holds: the reason by id. docs/checks.md lists them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "この表とその中の確認事項のうち、承知しているもの。id ごとに理由を書きます。一覧は docs/checks.ja.md。"))]
    pub accept: BTreeMap<String, String>,
}

/// A basic policy (基本方針) with its targets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "基本方針と、その目標額。"))]
pub struct Policy {
    /// The name by which other tables refer to it, unique among policies.
    #[schemars(extend("x-ja" = "他の表から参照する名前。基本方針の中で一つだけ。"))]
    pub id: String,
    /// The name that is printed.
    #[schemars(extend("x-ja" = "表示される名称。"))]
    pub name: String,
    /// The target of each fiscal year, in the unit of the scenario. For a year left out there is no target: its odds are undefined, and it adds nothing to the target of the plan period.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "年度ごとの目標額（シナリオの単位）。書かない年度には目標がなく、その年度の達成確率は定まりません（計画期間の目標額には 0 として入ります）。"))]
    pub targets: Option<Series<Target>>,
    /// What was recorded for closed years, on the plan's counting basis like the targets; it takes the place of what the initiatives would give.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "決算済みの年度の実績。目標額と同じ算定方法（plan.basis）で書きます。取組項目から計算される額に代わります。"))]
    pub actuals: Option<Series<Actual>>,
    /// How its open years follow what was recorded; as the plan states if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この方針の、見込みの年度を実績からどう続けるか。省くと plan のとおり。"))]
    pub open_years: Option<OpenYears>,
    /// The share of what it missed that is still made good, 0 to 1; as the plan states if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この方針で届かなかった額のうち、これから取り戻す割合（0～1）。省くと plan のとおり。"))]
    pub made_good: Option<Quantity>,
    /// Where the numbers of this table come from. A number without a source is reported as an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。根拠資料のない数値は「仮定」として報告されます。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
    /// Guard rails that are accepted for this table and what it holds: the reason by id. docs/checks.md lists them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "この表とその中の確認事項のうち、承知しているもの。id ごとに理由を書きます。一覧は docs/checks.ja.md。"))]
    pub accept: BTreeMap<String, String>,
}

/// A strategy class (戦略区分) of a policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "基本方針の中の戦略区分。"))]
pub struct Strategy {
    /// The name by which initiatives refer to it, unique among strategies.
    #[schemars(extend("x-ja" = "取組項目から参照する名前。戦略区分の中で一つだけ。"))]
    pub id: String,
    /// The name that is printed.
    #[schemars(extend("x-ja" = "表示される名称。"))]
    pub name: String,
    /// The id of its policy.
    #[schemars(extend("x-ja" = "属する基本方針の id。"))]
    pub policy: String,
    /// Where the numbers of this table come from. A number without a source is reported as an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。根拠資料のない数値は「仮定」として報告されます。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
    /// Guard rails that are accepted for this table and what it holds: the reason by id. docs/checks.md lists them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "この表とその中の確認事項のうち、承知しているもの。id ごとに理由を書きます。一覧は docs/checks.ja.md。"))]
    pub accept: BTreeMap<String, String>,
}

/// An initiative (取組項目): the smallest unit of reform with an owner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "取組項目：担当課のある改革の最小単位。"))]
pub struct Initiative {
    /// The name by which it is referred to, unique among initiatives. Its random draws hang on it.
    #[schemars(extend("x-ja" = "参照する名前。取組項目の中で一つだけ。乱数もこの名前で決まります。"))]
    pub id: String,
    /// The name that is printed.
    #[schemars(extend("x-ja" = "表示される名称。"))]
    pub name: String,
    /// The id of the policy that it serves. One of policy and shares is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "属する基本方針の id。policy か shares のどちらかが必要です。"))]
    pub policy: Option<String>,
    /// The policies that it serves, each with its share of the effect; the shares add up to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "複数の基本方針に属するときの、基本方針ごとの割合。合計は 1。"))]
    pub shares: Option<BTreeMap<String, f64>>,
    /// The id of its strategy class.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "戦略区分の id。"))]
    pub strategy: Option<String>,
    /// The division in charge (主担当課).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "主担当課。"))]
    pub owner: Option<String>,
    /// What became of it at the last review (見直し区分).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "見直し区分。"))]
    pub lineage: Option<Lineage>,
    /// The ids of earlier initiatives that this one continues under another name or takes in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "この取組が引き継いだ、または集約した以前の取組項目の id。"))]
    pub replaces: Vec<String>,
    /// The probability that it goes ahead, 0 to 1; 1 if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "実施される確率（0～1）。省くと 1。"))]
    pub go_ahead: Option<Quantity>,
    /// By how many years its effects come later than stated; 0 if left out. A fraction interpolates recurring levels between years; one-off amounts come in the later year with that probability.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "効果が計画より遅れる年数。省くと 0。端数があると、継続する水準は年度の間を按分し、一時的な額はその確率で後の年度に丸ごと移ります。"))]
    pub delay: Option<Quantity>,
    /// The share of what it missed by the last closed year that is still made good, 0 to 1; as its policy or the plan states if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "決算が済んだ最後の年度までに届かなかった額のうち、これから取り戻す割合（0～1）。省くと、基本方針または plan のとおり。"))]
    pub made_good: Option<Quantity>,
    /// By how many whole years we decide to do it later than stated, -20 to 20; negative is earlier. Unlike delay, costs move too, and what is reached by the last closed year stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = -20, max = 20), extend("x-ja" = "実施を計画より繰り下げると決めた年数（整数、-20～20）。マイナスは前倒し。delay（遅れ）と違い、経費も一緒に動き、決算済みの年度までに実現した分は動きません。"))]
    pub shift: Option<i32>,
    /// What we decide to multiply the size of what is still to come by, 0 to 100, costs included; 1 if left out. Applied before shift.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 100), extend("x-ja" = "これから生じる分（経費を含む）の規模の倍率（0～100）。省くと 1。shift より先に掛けます。"))]
    pub scale: Option<f64>,
    /// Whether we drop it: from the first open year on nothing of it is left, costs included. What requires it is dropped too.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "取りやめるか。true とすると、見込みとする最初の年度から、経費を含めて何も残りません。これを前提とする取組項目も取りやめになります。"))]
    pub drop: Option<bool>,
    /// The ids of initiatives without which it does not go ahead, and before which it does not start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "前提となる取組項目の id。どれかが実施されなければ実施されず、遅れも少なくとも同じだけ生じます。"))]
    pub requires: Vec<String>,
    /// Its flows of money.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "お金の流れ。"))]
    pub stream: Vec<Stream>,
    /// Where the numbers of this table come from. A number without a source is reported as an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。根拠資料のない数値は「仮定」として報告されます。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
    /// Guard rails that are accepted for this table and what it holds: the reason by id. docs/checks.md lists them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "この表とその中の確認事項のうち、承知しているもの。id ごとに理由を書きます。一覧は docs/checks.ja.md。"))]
    pub accept: BTreeMap<String, String>,
}

/// What became of an initiative at the last review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-ja" = "見直し区分。"))]
pub enum Lineage {
    /// Goes on as before.
    #[schemars(extend("x-ja" = "継続。", "x-word" = "継続"))]
    Continuing,
    /// Was not in the earlier plan.
    #[schemars(extend("x-ja" = "新規。", "x-word" = "新規"))]
    New,
    /// Takes in earlier initiatives, which `replaces` names.
    #[schemars(extend("x-ja" = "集約（replaces に元の取組を書く）。", "x-word" = "集約"))]
    Merged,
    /// Was dropped.
    #[schemars(extend("x-ja" = "廃止。", "x-word" = "廃止"))]
    Ended,
    /// Reached its end.
    #[schemars(extend("x-ja" = "完了。", "x-word" = "完了"))]
    Completed,
}

/// One flow of money of an initiative: a saving, a revenue or a cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "取組項目のお金の流れの一つ：歳出減、歳入増、経費。"))]
pub struct Stream {
    /// The name by which it is referred to, unique in its initiative.
    #[schemars(extend("x-ja" = "参照する名前。取組項目の中で一つだけ。"))]
    pub id: String,
    /// Saving, revenue or cost.
    #[schemars(extend("x-ja" = "種類：歳出減、歳入増、経費。"))]
    pub kind: StreamKind,
    /// The level of each fiscal year against the do-nothing path, 0 or above. One of amounts and shape is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "年度ごとの額（何もしない場合との差）。0 以上。amounts か shape のどちらかが必要です。"))]
    pub amounts: Option<Series<Amount>>,
    /// The curve by its form instead of year by year.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "年度ごとに書く代わりに、立上り曲線の形で指定します。"))]
    pub shape: Option<Shape>,
    /// Whether the level carries into the next year's baseline (継続) or not (一時). Left out: false for one_off shapes, else true.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "翌年度以降の予算の基礎に残るか（継続）、残らないか（一時）。省くと、one_off は一時、それ以外は継続。"))]
    pub recurring: Option<bool>,
    /// The level beyond the last stated year: hold or zero. Left out: hold for recurring streams, else zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "最後に書いた年度より後の額：hold（同額が続く）か zero。省くと、継続は hold、一時は zero。"))]
    pub after: Option<After>,
    /// Realised / planned, one draw a trial; 1 if left out. For a cost: its overrun, 1.2 is 20 % more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "実現率（実績÷計画）。試行ごとに一つ。省くと 1。経費では超過率（1.2 は2割増）。"))]
    pub realisation: Option<Quantity>,
    /// Coefficient of variation of a mean-one log-normal noise that is drawn every year; 0 if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "年度ごとのぶれ（平均1の対数正規）の変動係数。省くと 0。"))]
    pub volatility: Option<Sourced>,
    /// How much of the logarithm of a year's noise carries into the next (AR(1) coefficient), above -1 and below 1; 0 if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "ぶれの対数が翌年度に残る割合（AR(1)係数）。-1 より大きく 1 より小さい。省くと 0。"))]
    pub persistence: Option<Sourced>,
    /// The id of the index that the amount grows with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "金額が連動する指数の id。"))]
    pub driver: Option<String>,
    /// The share of each year's rise of a recurring level that is lost in every later year, 0 to below 1; 0 if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "継続的な効果の各年度の増分が、翌年度以降毎年失われる割合（0 以上 1 未満）。省くと 0。"))]
    pub erosion: Option<Sourced>,
    /// The account that it belongs to: "general" (or 一般会計) if left out. With streams of another account, reports show the total of the general account beside that of all accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "属する会計の名前。省くと一般会計。ほかの会計の流れがあれば、帳票に全会計の合計とうち一般会計を並べます。"))]
    pub account: Option<String>,
    /// The share that falls to the general fund (一般財源), 0 to 1; 1 if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "一般財源の割合（0～1）。省くと 1。"))]
    pub general_fund_share: Option<Sourced>,
    /// Whether it moves with the initiative's delay. Left out: fixed for costs, else delayed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "取組の遅れと一緒に動くか。省くと、経費は fixed、それ以外は delayed。"))]
    pub timing: Option<Timing>,
    /// For a cost: whether the money is spent though the initiative does not go ahead. Left out: spent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "経費について、取組が実施されないときも支出されるか。省くと spent。"))]
    pub on_failure: Option<OnFailure>,
    /// What was recorded of this stream in closed years: on the plan's counting basis where it is recurring, as amounts where it is one-off; of a cost without its sign.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この流れの決算済みの年度の実績。継続する流れは plan.basis の算定方法で、一時の流れは額そのもので書きます。経費は符号を付けません。"))]
    pub actuals: Option<Series<Actual>>,
    /// Where the numbers of this table come from. A number without a source is reported as an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。根拠資料のない数値は「仮定」として報告されます。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
    /// Guard rails that are accepted for this table and what it holds: the reason by id. docs/checks.md lists them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "この表とその中の確認事項のうち、承知しているもの。id ごとに理由を書きます。一覧は docs/checks.ja.md。"))]
    pub accept: BTreeMap<String, String>,
}

/// The kind of a flow of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-ja" = "お金の流れの種類。"))]
pub enum StreamKind {
    /// Less expenditure (歳出減).
    #[schemars(extend("x-ja" = "歳出減。", "x-word" = "歳出減"))]
    Saving,
    /// More revenue (歳入増).
    #[schemars(extend("x-ja" = "歳入増。", "x-word" = "歳入増"))]
    Revenue,
    /// What it takes (経費); counts negative.
    #[schemars(extend("x-ja" = "経費。マイナスで数える。", "x-word" = "経費"))]
    Cost,
}

/// The level beyond the last stated year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-ja" = "最後に書いた年度より後の額。"))]
pub enum After {
    /// The last level goes on.
    #[schemars(extend("x-ja" = "最後の額が続く。", "x-word" = "続く"))]
    Hold,
    /// Nothing.
    #[schemars(extend("x-ja" = "0 になる。", "x-word" = "0になる"))]
    Zero,
}

/// How open years follow what was recorded in closed ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-ja" = "見込みの年度を、実績からどう続けるか。"))]
pub enum OpenYears {
    /// They go on from what was reached; only what is still to come hangs on go-ahead, delay and realisation.
    #[schemars(extend("x-ja" = "到達した水準から続ける。実施確率・遅れ・実現率は、これから加わる分だけに掛かる。", "x-word" = "到達水準から"))]
    FromReached,
    /// Their amounts are fresh estimates that already know what was recorded.
    #[schemars(extend("x-ja" = "書かれた額のとおり。実績をふまえて見積もり直した額とみる。", "x-word" = "書いたとおり"))]
    AsStated,
}

/// Whether a stream moves with its initiative's delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-ja" = "取組の遅れと一緒に動くか。"))]
pub enum Timing {
    /// Moves with the delay.
    #[schemars(extend("x-ja" = "一緒に遅れる。", "x-word" = "一緒に遅れる"))]
    Delayed,
    /// Stays in its years.
    #[schemars(extend("x-ja" = "遅れない。", "x-word" = "遅れない"))]
    Fixed,
}

/// What becomes of a cost if the initiative does not go ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-ja" = "取組が実施されないときの経費。"))]
pub enum OnFailure {
    /// It is spent all the same.
    #[schemars(extend("x-ja" = "それでも支出される。", "x-word" = "支出する"))]
    Spent,
    /// It is not spent.
    #[schemars(extend("x-ja" = "支出されない。", "x-word" = "支出しない"))]
    Avoided,
}

/// A curve by its form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "立上り曲線の形。"))]
pub struct Shape {
    /// The form.
    #[schemars(extend("x-ja" = "形。"))]
    pub kind: ShapeKind,
    /// The first year with an effect.
    #[schemars(extend("x-ja" = "効果が出る最初の年度。"))]
    pub start: Year,
    /// The full level, 0 or above, in the unit of the scenario.
    #[schemars(extend("x-ja" = "満額（0 以上、シナリオの単位）。"))]
    pub full: f64,
    /// Of linear and logistic: the number of years until the full level is reached, 1 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 100), extend("x-ja" = "linear と logistic で、満額に達するまでの年数（1～100）。"))]
    pub years: Option<u32>,
    /// The last year with an effect, at the full level up to it; left out, what `after` says goes on. Not of one_off.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "効果がある最後の年度（そこまで満額が続きます）。省くと after に従います。one_off では使えません。"))]
    pub end: Option<Year>,
    /// Where the numbers of this table come from. A number without a source is reported as an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。根拠資料のない数値は「仮定」として報告されます。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
}

/// The form of a curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-ja" = "立上り曲線の形の種類。"))]
pub enum ShapeKind {
    /// The full level from the first year on.
    #[schemars(extend("x-ja" = "最初の年度から満額。", "x-word" = "満額"))]
    Step,
    /// Equal rises over `years` years.
    #[schemars(extend("x-ja" = "years 年かけて毎年同じ額ずつ増える。", "x-word" = "直線"))]
    Linear,
    /// An S-shaped rise over `years` years.
    #[schemars(extend("x-ja" = "years 年かけてS字形に増える。", "x-word" = "S字"))]
    Logistic,
    /// The full amount in the first year only.
    #[schemars(extend("x-ja" = "最初の年度だけ。", "x-word" = "一時"))]
    OneOff,
}

/// An index that amounts grow with: 1 in its base year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "金額が連動する指数。基準年度で 1。"))]
pub struct Driver {
    /// The name by which streams refer to it, unique among drivers. Its random draws hang on it.
    #[schemars(extend("x-ja" = "参照する名前。指数の中で一つだけ。乱数もこの名前で決まります。"))]
    pub id: String,
    /// The name that is printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "表示される名称。"))]
    pub name: Option<String>,
    /// The year in which the index is 1; before it, it is 1 too.
    #[schemars(extend("x-ja" = "指数が 1 の年度。それより前も 1。"))]
    pub base: Year,
    /// The expected yearly growth: 0.02 is 2 % a year. By year: a year left out grows like the year before.
    #[schemars(extend("x-ja" = "毎年の伸び率の見込み。0.02 は年2％。年度別に書いたとき、書かない年度は前の年度と同じ。"))]
    pub growth: Growth,
    /// The standard deviation of the yearly growth (of its logarithm); 0 if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "毎年の伸び（対数）の標準偏差。省くと 0。"))]
    pub volatility: Option<Sourced>,
    /// Where the numbers of this table come from. A number without a source is reported as an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。根拠資料のない数値は「仮定」として報告されます。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
    /// Guard rails that are accepted for this table and what it holds: the reason by id. docs/checks.md lists them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "この表とその中の確認事項のうち、承知しているもの。id ごとに理由を書きます。一覧は docs/checks.ja.md。"))]
    pub accept: BTreeMap<String, String>,
}

/// A group of quantities that share one common factor. Groups may lie inside one another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "共通の要因でそろって動く量のグループ。入れ子にできます。"))]
pub struct Dependence {
    /// The name of the common factor, unique among groups. Its random draws hang on it.
    #[schemars(extend("x-ja" = "共通要因の名前。グループの中で一つだけ。乱数もこの名前で決まります。"))]
    pub id: String,
    /// The initiatives whose quantities are meant.
    #[schemars(extend("x-ja" = "対象の取組項目。"))]
    pub among: Among,
    /// Which of their quantities.
    #[schemars(extend("x-ja" = "対象の量。"))]
    pub variable: Variable,
    /// The correlation between any two of them (of the normal scores), 0 to below 1.
    #[schemars(extend("x-ja" = "どの二つの間にもある相関（正規スコアの相関）。0 以上 1 未満。"))]
    pub correlation: Sourced,
    /// Where the numbers of this table come from. A number without a source is reported as an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。根拠資料のない数値は「仮定」として報告されます。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
    /// Guard rails that are accepted for this table and what it holds: the reason by id. docs/checks.md lists them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "この表とその中の確認事項のうち、承知しているもの。id ごとに理由を書きます。一覧は docs/checks.ja.md。"))]
    pub accept: BTreeMap<String, String>,
}

/// Which initiatives a group is about: those that fit everything stated; all, if nothing is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "グループの対象。書いた条件すべてに合う取組項目。何も書かなければ全部。"))]
pub struct Among {
    /// Those that serve this policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この基本方針に属するもの。"))]
    pub policy: Option<String>,
    /// Those of this strategy class.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この戦略区分のもの。"))]
    pub strategy: Option<String>,
    /// Those of this division.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この主担当課のもの。"))]
    pub owner: Option<String>,
    /// Those named.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "名指ししたもの。"))]
    pub initiatives: Option<Vec<String>>,
    /// For realisation: streams of this kind only. Left out: savings and revenues.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "realisation のとき、この種類の流れだけ。省くと歳出減と歳入増。"))]
    pub kind: Option<StreamKind>,
}

/// A quantity of an initiative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-ja" = "取組項目の量。"))]
pub enum Variable {
    /// The realisation of its streams.
    #[schemars(extend("x-ja" = "お金の流れの実現率。", "x-word" = "実現率"))]
    Realisation,
    /// Its delay.
    #[schemars(extend("x-ja" = "遅れ。", "x-word" = "遅れ"))]
    Delay,
    /// Whether it goes ahead.
    #[schemars(extend("x-ja" = "実施されるかどうか。", "x-word" = "実施"))]
    GoAhead,
}

/// Two quantities with a correlation of their own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "個別に相関を決める二つの量。"))]
pub struct Correlation {
    /// Their names: initiative/stream/realisation, initiative/delay or initiative/go_ahead.
    #[schemars(extend("x-ja" = "二つの量の名前：取組/流れ/realisation、取組/delay、取組/go_ahead。"))]
    pub between: Vec<String>,
    /// Their correlation (of the normal scores), above -1 and below 1.
    #[schemars(extend("x-ja" = "相関（正規スコアの相関）。-1 より大きく 1 より小さい。"))]
    pub value: f64,
    /// Where the numbers of this table come from. A number without a source is reported as an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。根拠資料のない数値は「仮定」として報告されます。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
    /// Guard rails that are accepted for this table and what it holds: the reason by id. docs/checks.md lists them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "この表とその中の確認事項のうち、承知しているもの。id ごとに理由を書きます。一覧は docs/checks.ja.md。"))]
    pub accept: BTreeMap<String, String>,
}

/// What to do about impossible correlations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-ja" = "両立しない相関の扱い。"))]
pub enum Repair {
    /// Report them as an error.
    #[schemars(extend("x-ja" = "誤りとして報告する。", "x-word" = "誤りとする"))]
    Refuse,
    /// Take the nearest possible ones.
    #[schemars(extend("x-ja" = "最も近い両立する相関に置き換える。", "x-word" = "最も近い相関"))]
    Nearest,
}

/// Initiatives that claim the same saving.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "同じ効果を重ねて数えている取組項目。"))]
pub struct Overlap {
    /// Their ids, at least two.
    #[schemars(extend("x-ja" = "取組項目の id（二つ以上）。"))]
    pub initiatives: Vec<String>,
    /// The share of the common part that is counted twice, 0 to 1.
    #[schemars(extend("x-ja" = "重なる部分のうち二重に数えている割合（0～1）。"))]
    pub share: Sourced,
    /// Where the numbers of this table come from. A number without a source is reported as an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。根拠資料のない数値は「仮定」として報告されます。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
    /// Guard rails that are accepted for this table and what it holds: the reason by id. docs/checks.md lists them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "この表とその中の確認事項のうち、承知しているもの。id ごとに理由を書きます。一覧は docs/checks.ja.md。"))]
    pub accept: BTreeMap<String, String>,
}

/// A number with its source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "出典つきの数。"))]
pub struct SourcedNumber {
    /// The number.
    #[schemars(extend("x-ja" = "数。"))]
    pub value: f64,
    /// Where the numbers of this table come from. A number without a source is reported as an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。根拠資料のない数値は「仮定」として報告されます。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
}

/// A number, alone or with its source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-ja" = "数。出典つきでも書けます。"))]
pub enum Sourced {
    /// The number alone.
    Number(f64),
    /// The number with its source.
    Table(SourcedNumber),
}

/// A fiscal year: 2024, "2024", "FY2024", "R6", "令和6年度".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-ja" = "年度：2024、\"2024年度\"、\"R6\"、\"令和6年度\" など。"))]
pub enum Year {
    /// The calendar year in which it begins.
    Number(i64),
    /// Its name in either calendar.
    Name(String),
}

/// Values by fiscal year: { R6 = 100, R7 = 200 }; of amounts also one for the whole plan period: { period = 300 }, or
/// { "期間" = 300 }, which is spread equally over its years as effects on the plan's counting basis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "SeriesOf{T}", extend("x-ja" = "年度ごとの値：{ R6 = 100, R7 = 200 }。金額は期間全体の額でも書けます：{ \"期間\" = 300 } または { period = 300 }。plan.basis で数えた効果として、計画期間の各年度に等しく分けます。"))]
pub struct Series<T> {
    /// Where the numbers of this table come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
    /// One value a fiscal year.
    #[serde(flatten)]
    pub years: BTreeMap<String, T>,
}

/// An amount with its source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "出典つきの金額。"))]
pub struct AmountTable {
    /// The amount, in the unit of the scenario.
    #[schemars(extend("x-ja" = "金額（シナリオの単位）。"))]
    pub value: f64,
    /// Where the numbers of this table come from. A number without a source is reported as an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。根拠資料のない数値は「仮定」として報告されます。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
}

/// An amount, alone or with its source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-ja" = "金額。出典つきでも書けます。"))]
pub enum Amount {
    /// The amount alone.
    Number(f64),
    /// The amount with its source.
    Table(AmountTable),
}

/// A target with its one-off part or its source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "一時的な額や出典つきの目標額。"))]
pub struct TargetTable {
    /// The target, in the unit of the scenario.
    #[schemars(extend("x-ja" = "目標額（シナリオの単位）。"))]
    pub value: f64,
    /// The one-off amount that is aimed at in this year; it does not carry into the base of an edition. 0 if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この年度の目標のうち一時的な額。財政計画の版の基準年度には残らない。省くと 0。"))]
    pub one_off: Option<f64>,
    /// Where the numbers of this table come from. A number without a source is reported as an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。根拠資料のない数値は「仮定」として報告されます。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
}

/// A target, alone or with more about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-ja" = "目標額。一時的な額や出典つきでも書けます。"))]
pub enum Target {
    /// The amount alone.
    Number(f64),
    /// The amount and more about it.
    Table(TargetTable),
}

/// A recorded amount.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "実績の金額。"))]
pub struct ActualTable {
    /// The amount, in the unit of the scenario.
    #[schemars(extend("x-ja" = "金額（シナリオの単位）。"))]
    pub value: f64,
    /// actual (実績) or outturn (決算見込); actual if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "actual（実績）か outturn（決算見込）。省くと actual。"))]
    pub state: Option<ActualState>,
    /// Of an outturn: the standard deviation of what is still open, above 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "決算見込のとき、まだ動きうる幅（標準偏差）。0 より大きい。"))]
    pub sd: Option<f64>,
    /// The part of the amount that is one-off and does not carry into the next baseline; 0 if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "金額のうち、翌年度に残らない一時的な額。省くと 0。"))]
    pub one_off: Option<f64>,
    /// Where the numbers of this table come from. A number without a source is reported as an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。根拠資料のない数値は「仮定」として報告されます。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
}

/// How final a recorded amount is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-ja" = "実績の確かさ。"))]
pub enum ActualState {
    /// Closed by the settlement (実績).
    #[schemars(extend("x-ja" = "実績（決算済み）。", "x-word" = "実績"))]
    Actual,
    /// Estimated before the settlement (決算見込).
    #[schemars(extend("x-ja" = "決算見込。", "x-word" = "決算見込"))]
    Outturn,
}

/// A recorded amount: a number, or a table with its state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-ja" = "実績。数、または状態などを書いた表。"))]
pub enum Actual {
    /// A final amount alone.
    Number(f64),
    /// An amount with its state.
    Table(ActualTable),
}

/// A growth rate: one for all years, or by year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-ja" = "伸び率。全年度共通、または年度別。"))]
pub enum Growth {
    /// One rate for all years.
    Number(f64),
    /// One rate for all years with its source.
    Table(SourcedNumber),
    /// A rate by year.
    Years(Series<Amount>),
}

/// An uncertain quantity: a distribution, or a reference class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "不確かな量：分布、または類似事例に基づく標準値（参照クラス）。"))]
pub struct QuantityTable {
    /// The distribution. Left out with value: fixed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "分布の種類。value だけ書くと fixed。"))]
    pub kind: Option<QuantityKind>,
    /// A reference class shipped with mikomi instead of a distribution; `mikomi schema --classes` lists them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "分布の代わりに、同梱の参照クラスの名前。一覧は `mikomi schema --classes`。"))]
    pub class: Option<String>,
    /// fixed: the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "fixed：値。"))]
    pub value: Option<f64>,
    /// uniform, triangular, pert: the least value; beta (0 if left out) and quantiles (open if left out): the lower bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "uniform、triangular、pert の最小値。beta（省くと 0）と quantiles（省くと制限なし）の下限。"))]
    pub low: Option<f64>,
    /// triangular, pert: the most likely value.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "triangular、pert の最頻値。"))]
    pub mode: Option<f64>,
    /// uniform, triangular, pert: the greatest value; beta (1 if left out) and quantiles (open if left out): the upper bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "uniform、triangular、pert の最大値。beta（省くと 1）と quantiles（省くと制限なし）の上限。"))]
    pub high: Option<f64>,
    /// normal, beta, lognormal: the mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "normal、beta、lognormal の平均。"))]
    pub mean: Option<f64>,
    /// normal, beta, lognormal: the standard deviation, above 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "normal、beta、lognormal の標準偏差。0 より大きい。"))]
    pub sd: Option<f64>,
    /// lognormal: the median, above 0, together with sigma.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "lognormal の中央値（0 より大きい）。sigma と一緒に書きます。"))]
    pub median: Option<f64>,
    /// lognormal: the standard deviation of the logarithm, above 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "lognormal の対数の標準偏差。0 より大きい。"))]
    pub sigma: Option<f64>,
    /// beta: the first shape, above 0, instead of mean and sd.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "beta の形 α（0 より大きい）。mean と sd の代わり。"))]
    pub alpha: Option<f64>,
    /// beta: the second shape, above 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "beta の形 β（0 より大きい）。"))]
    pub beta: Option<f64>,
    /// discrete, empirical: the values.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "discrete、empirical の値。"))]
    pub values: Option<Vec<f64>>,
    /// discrete: the weight of each value, 0 or above; they need not add up to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "discrete の各値の重み（0 以上。合計は 1 でなくてもよい）。"))]
    pub weights: Option<Vec<f64>>,
    /// quantiles: one time in twenty it is lower; with p95 instead of p10 and p90.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "quantiles：20回に1回はこれを下回る値。p10 と p90 の代わりに p95 と一緒に書きます。"))]
    pub p5: Option<f64>,
    /// quantiles: one time in ten it is lower.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "quantiles：10回に1回はこれを下回る値。"))]
    pub p10: Option<f64>,
    /// quantiles: one time in four it is lower; with p75 instead of p10 and p90.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "quantiles：4回に1回はこれを下回る値。p10 と p90 の代わりに p75 と一緒に書きます。"))]
    pub p25: Option<f64>,
    /// quantiles: as often lower as higher.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "quantiles：中央値。"))]
    pub p50: Option<f64>,
    /// quantiles: one time in four it is higher.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "quantiles：4回に1回はこれを上回る値。"))]
    pub p75: Option<f64>,
    /// quantiles: one time in ten it is higher.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "quantiles：10回に1回はこれを上回る値。"))]
    pub p90: Option<f64>,
    /// quantiles: one time in twenty it is higher.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "quantiles：20回に1回はこれを上回る値。"))]
    pub p95: Option<f64>,
    /// Of any distribution or class: values below it count as this value.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "どの分布・参照クラスでも：これを下回る値は、この値とみなします。"))]
    pub floor: Option<f64>,
    /// Of any distribution or class: values above it count as this value.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "どの分布・参照クラスでも：これを上回る値は、この値とみなします。"))]
    pub cap: Option<f64>,
    /// Where the numbers of this table come from. A number without a source is reported as an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。根拠資料のない数値は「仮定」として報告されます。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
}

/// A distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-ja" = "分布の種類。"))]
pub enum QuantityKind {
    /// One certain value.
    #[schemars(extend("x-ja" = "確定した値。", "x-word" = "固定"))]
    Fixed,
    /// All values between low and high alike.
    #[schemars(extend("x-ja" = "low から high まで一様。", "x-word" = "一様"))]
    Uniform,
    /// Straight up to mode and down again.
    #[schemars(extend("x-ja" = "mode を頂点とする三角分布。", "x-word" = "三角"))]
    Triangular,
    /// Smooth, with its peak at mode (PERT).
    #[schemars(extend("x-ja" = "mode を頂点とするなめらかな分布（PERT）。", "x-word" = "PERT"))]
    Pert,
    /// Normal.
    #[schemars(extend("x-ja" = "正規分布。", "x-word" = "正規"))]
    Normal,
    /// Log-normal.
    #[schemars(extend("x-ja" = "対数正規分布。", "x-word" = "対数正規"))]
    Lognormal,
    /// Beta between low and high.
    #[schemars(extend("x-ja" = "low から high までのベータ分布。", "x-word" = "ベータ"))]
    Beta,
    /// Stated values with weights.
    #[schemars(extend("x-ja" = "重みつきの値。", "x-word" = "離散"))]
    Discrete,
    /// Recorded values, each as likely.
    #[schemars(extend("x-ja" = "記録された値（どれも同じ確からしさ）。", "x-word" = "経験"))]
    Empirical,
    /// Through P10, P50 and P90, or P5 and P95, or P25 and P75 (metalog).
    #[schemars(extend("x-ja" = "P10・P50・P90（または P5・P95、P25・P75）を通る分布（メタログ）。", "x-word" = "分位点"))]
    Quantiles,
}

/// A quantity: a number, a distribution or a reference class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-ja" = "量：数、分布、または類似事例に基づく標準値（参照クラス）。"))]
pub enum Quantity {
    /// A certain value.
    Number(f64),
    /// A distribution or a class.
    Table(Box<QuantityTable>),
}

/// The keys that stand for the whole plan period.
pub(crate) const WHOLE_PERIOD: [&str; 2] = ["period", "期間"];

impl<T> Series<T> {
    /// What is stated for the whole plan period, with its key.
    pub fn whole(&self) -> Option<(&str, &T)> {
        let whole = self.years.iter().find(|(key, _)| WHOLE_PERIOD.contains(&key.as_str()));
        whole.map(|(key, value)| (key.as_str(), value))
    }
}

impl Sourced {
    /// The number.
    pub fn value(&self) -> f64 {
        match self {
            Self::Number(value) => *value,
            Self::Table(table) => table.value,
        }
    }
}

impl Actual {
    /// The amount that was recorded.
    pub fn value(&self) -> f64 {
        match self {
            Self::Number(value) => *value,
            Self::Table(table) => table.value,
        }
    }
}

impl Target {
    /// The target.
    pub fn value(&self) -> f64 {
        match self {
            Self::Number(value) => *value,
            Self::Table(table) => table.value,
        }
    }

    /// The one-off amount that is aimed at.
    pub fn one_off(&self) -> f64 {
        match self {
            Self::Number(_) => 0.0,
            Self::Table(table) => table.one_off.unwrap_or(0.0),
        }
    }
}

impl Amount {
    /// The amount.
    pub fn value(&self) -> f64 {
        match self {
            Self::Number(value) => *value,
            Self::Table(table) => table.value,
        }
    }
}
