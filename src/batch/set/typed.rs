//! The sweep file as serde types: one struct a table, one field a key, as for the scenario file.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// A scenario set: a base scenario and what is changed in it, or a list of scenario files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "シナリオ群：土台となるシナリオとその変え方、またはシナリオファイルの一覧。"))]
pub struct SweepFile {
    /// The version of this file format: 1.
    #[schemars(range(min = 1, max = 1), extend("x-ja" = "このファイル形式の版：1。"))]
    pub format: u32,
    /// The title of the set.
    #[schemars(extend("x-ja" = "シナリオ群の表題。"))]
    pub title: String,
    /// The scenario that is changed: a file, looked for from the folder of this one, or `example:revised` for one that comes with mikomi. `a.toml+b.toml` lays b over a. Several, by name, are compared as vintages of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "変更の土台となるシナリオ。このファイルのあるフォルダから探します。`example:revised` は同梱の例。`a.toml+b.toml` は b を a に重ねます。名前を付けて複数書くと、計画の策定時点どうしを比べます。"))]
    pub base: Option<Base>,
    /// The plan that every scenario is held against, on the same draws: a file, looked for from the folder of this one, or `example:plan-time` for one that comes with mikomi.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "各シナリオと同じ乱数で比べる計画。このファイルのあるフォルダから探します。`example:plan-time` は同梱の例。"))]
    pub plan: Option<String>,
    /// Scenario files, instead of base and factors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "土台と要因の代わりに、シナリオファイルの一覧。"))]
    pub scenarios: Vec<Listed>,
    /// What we decide.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "私たちが決めること（対応策）。"))]
    pub lever: Vec<SweepFactor>,
    /// What befalls us.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "私たちには決められないこと（前提）。"))]
    pub uncertainty: Vec<SweepFactor>,
    /// Which combinations are made. Left out: one group, the product of all factors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "どの組み合わせを作るか。省くと、すべての要因の総当たり。"))]
    pub group: Vec<SweepGroup>,
    /// Where the numbers of this table come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
}

/// The scenario that is changed, or several by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-ja" = "土台となるシナリオ。名前を付けて複数書けます。"))]
pub enum Base {
    /// One scenario.
    One(String),
    /// Several, by the name of each.
    Several(BTreeMap<String, String>),
}

/// A name, in one language or in both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-ja" = "呼び名。一つの言語で、または両方の言語で書きます。"))]
pub enum Named {
    /// The same words in both languages.
    One(String),
    /// In both languages.
    Both(BothNames),
}

/// A name in both languages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "両方の言語の呼び名。"))]
pub struct BothNames {
    /// In Japanese.
    #[schemars(extend("x-ja" = "日本語。"))]
    pub ja: String,
    /// In English.
    #[schemars(extend("x-ja" = "英語。"))]
    pub en: String,
}

/// A scenario file of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-ja" = "一覧の中のシナリオファイル。"))]
pub enum Listed {
    /// The file; its name in the set is that of the file.
    File(String),
    /// The file with a name of its own.
    Named(ListedFile),
}

/// A scenario file and its name in the set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "シナリオファイルと、シナリオ群の中での名前。"))]
pub struct ListedFile {
    /// Its name in the set.
    #[schemars(extend("x-ja" = "シナリオ群の中での名前。"))]
    pub name: String,
    /// The file, looked for from the folder of this one.
    #[schemars(extend("x-ja" = "ファイル。このファイルのあるフォルダから探します。"))]
    pub file: String,
}

/// A factor: a lever or an uncertainty with its values. Either value tables, or path with values or range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "要因：対応策または前提と、その値。value の表を並べるか、path と values（または range）を書きます。"))]
pub struct SweepFactor {
    /// The name by which groups refer to it, unique among all factors.
    #[schemars(extend("x-ja" = "組み合わせから参照する名前。すべての要因の中で一つだけ。"))]
    pub id: String,
    /// The name that is printed; left out, what it changes in words: the name of the initiative, for example.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "表示される名称。省くと、変えるものの名称（取組項目名など）。"))]
    pub name: Option<Named>,
    /// The place in the scenario that takes each of the values: `policy.II.target.R9`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "値を入れる場所：`policy.II.target.R9` など。"))]
    pub path: Option<String>,
    /// The values that are written at path.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "path に書き込む値。"))]
    pub values: Vec<Json>,
    /// A label for each of values; the values themselves if left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "values それぞれの呼び名。省くと値そのもの。"))]
    pub labels: Vec<Named>,
    /// Of an uncertainty: how much each of values counts where a mean over them is taken; alike if left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "前提の values それぞれを平均で数える重み。省くとどれも同じ。"))]
    pub weights: Vec<f64>,
    /// The least and the greatest of all numbers that path takes; for combine = latin only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "path に入れる数の最小と最大。combine = latin のときだけ使えます。"))]
    pub range: Vec<f64>,
    /// The values one by one, each with what it changes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "値を一つずつ。それぞれ何を変えるかを書きます。"))]
    pub value: Vec<SweepValue>,
    /// Where the numbers of this table come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
}

/// A value of a factor and what it changes; without any change it leaves the base as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "要因の値と、その変更。変更を書かなければ土台のまま。"))]
pub struct SweepValue {
    /// What it is called, unique in its factor; left out, what it changes in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "呼び名。要因の中で一つだけ。省くと、変える内容を言葉にしたもの。"))]
    pub label: Option<Named>,
    /// Of an uncertainty: how much it counts against the other values where a mean over them is taken; 1 if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "前提の値を、ほかの値との平均で数える重み。省くと 1。"))]
    pub weight: Option<f64>,
    /// Initiatives (by id) and by how many years we do them later, on top of what the base has decided.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "遅く実施する取組項目（id）と年数。土台で決めた繰下げに足されます。"))]
    pub delay: BTreeMap<String, u32>,
    /// Initiatives (by id) and by how many years we do them earlier, on top of what the base has decided.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "早く実施する取組項目（id）と年数。土台で決めた繰下げから引かれます。"))]
    pub accelerate: BTreeMap<String, u32>,
    /// The ids of initiatives that we drop, whatever else is decided about them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "取りやめる取組項目の id。繰下げや規模の変更より優先します。"))]
    pub drop: Vec<String>,
    /// Initiatives (by id) and what their size is multiplied by, on top of what the base has decided.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "規模を変える取組項目（id）と倍率。土台で決めた規模に掛かります。"))]
    pub resize: BTreeMap<String, f64>,
    /// Places in the scenario and what is written there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "シナリオの場所と、そこに書き込む値。"))]
    pub set: BTreeMap<String, Json>,
    /// Places in the scenario and what the numbers there are multiplied by.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "シナリオの場所と、そこにある数に掛ける倍率。"))]
    pub multiply: BTreeMap<String, f64>,
    /// Reference classes and the ones that take their place wherever they are used.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "類似事例に基づく標準値（参照クラス）と、それが使われているすべての場所で代わりに使う参照クラス。"))]
    pub class: BTreeMap<String, String>,
    /// A part of a scenario that is laid over the base.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "土台に重ねるシナリオの一部。"))]
    pub with: BTreeMap<String, Json>,
    /// A scenario file that is laid over the base, looked for from the folder of this file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "土台に重ねるシナリオファイル。このファイルのあるフォルダから探します。"))]
    pub overlay: Option<String>,
    /// Where the numbers of this table come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
}

/// A group of combinations. The values of several bases are combined with all of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "組み合わせのグループ。土台が複数あるときは、そのそれぞれについて作ります。"))]
pub struct SweepGroup {
    /// Its name, which stands before the names of its scenarios; needed where there are several groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "名前。シナリオの名前の前に付きます。グループが複数あるときは必須。"))]
    pub id: Option<String>,
    /// The factors that it varies; all if left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "変える要因。省くとすべて。"))]
    pub factors: Vec<String>,
    /// How values are combined; product if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "組み合わせ方。省くと product。"))]
    pub combine: Option<Combine>,
    /// Of combine = list: one table a scenario, with the label of each factor. Factors not named stay as in the base.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "combine = list のとき、シナリオごとの表（要因 = 値の呼び名）。書かない要因は土台のまま。"))]
    pub list: Vec<BTreeMap<String, Json>>,
    /// Of combine = latin: how many scenarios.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1_000_000), extend("x-ja" = "combine = latin のとき、シナリオの数。"))]
    pub sample: Option<u32>,
    /// Of combine = latin: the seed of the sample; 1 if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "combine = latin のとき、標本の乱数の種。省くと 1。"))]
    pub seed: Option<u64>,
    /// Keeps the scenarios that match one of these tables: factor = label, or a list of labels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "この表のどれかに当てはまるものだけを残します（要因 = 呼び名、または呼び名の並び）。"))]
    pub only: Vec<BTreeMap<String, Json>>,
    /// Leaves out the scenarios that match one of these tables.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "この表のどれかに当てはまるものを除きます。"))]
    pub except: Vec<BTreeMap<String, Json>>,
    /// Where the numbers of this table come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "この表の数値の出典。"))]
    pub source: Option<String>,
    /// A remark for the next reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "次に読む人のための覚え書き。"))]
    pub note: Option<String>,
}

/// How the values of factors are combined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-ja" = "要因の値の組み合わせ方。"))]
pub enum Combine {
    /// Every value with every value.
    #[schemars(extend("x-ja" = "総当たり。", "x-word" = "総当たり"))]
    Product,
    /// The first values together, the second values together, and so on.
    #[schemars(extend("x-ja" = "一番目どうし、二番目どうし、と順に。", "x-word" = "順に"))]
    Zip,
    /// The combinations that list states.
    #[schemars(extend("x-ja" = "list に書いたとおり。", "x-word" = "一覧"))]
    List,
    /// A Latin hypercube sample: each value of each factor as often as any other.
    #[schemars(extend("x-ja" = "ラテン超方格標本。どの要因のどの値も同じ回数ずつ現れます。", "x-word" = "ラテン超方格"))]
    Latin,
    /// The base alone, then each value alone.
    #[schemars(extend("x-ja" = "土台だけのものと、値を一つだけ変えたもの。", "x-word" = "一つずつ"))]
    Each,
}
