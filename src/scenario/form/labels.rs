//! What the keys of the file format are called on a sheet.

use crate::lang::Text;
use unicode_normalization::UnicodeNormalization;

/// Key, Japanese name, English name.
const LABELS: [(&str, &str, &str); 103] = [
    ("accept", "承知済み", "Accepted"),
    ("account", "会計", "Account"),
    ("actuals", "実績", "Actual"),
    ("after", "金額の後", "Afterwards"),
    ("alpha", "アルファ", "Alpha"),
    ("among", "範囲", "Among"),
    ("amounts", "金額", "Amount"),
    ("as_of", "見込みの初年度", "As of"),
    ("base", "基準年度", "Base year"),
    ("basis", "効果額の算定方法", "Basis"),
    ("beta", "ベータ", "Beta"),
    ("between", "二つの量", "Between"),
    ("beyond_plan", "計画期間の後", "Beyond the plan"),
    ("booked", "計上額", "Booked"),
    ("cap", "上の限度", "Cap"),
    ("class", "参照クラス", "Class"),
    ("closing_lag", "決算が済むまでの年数", "Closing lag"),
    ("correlation", "相関", "Correlation"),
    ("correlation_repair", "相関の修正", "Correlation repair"),
    ("decimals", "小数の桁", "Decimals"),
    ("delay", "開始の遅れ", "Delay"),
    ("dependence", "連動", "Dependence"),
    ("driver", "指数", "Driver"),
    ("drop", "取りやめ", "Drop"),
    ("edition", "財政計画の版", "Edition"),
    ("editions", "毎年の版", "Editions"),
    ("end", "終了年度", "End"),
    ("erosion", "目減り", "Erosion"),
    ("extends", "もとにするファイル", "Extends"),
    ("first", "初年度", "First year"),
    ("first_base", "最初の基準年度", "First base year"),
    ("floor", "下の限度", "Floor"),
    ("format", "形式", "Format"),
    ("full", "満額", "Full amount"),
    ("general_account", "一般会計", "General account"),
    ("general_fund_share", "一般財源の割合", "General fund share"),
    ("go_ahead", "実施確率", "Go-ahead"),
    ("growth", "上昇率", "Growth"),
    ("high", "上限", "High"),
    ("horizon", "対象年数", "Horizon"),
    ("id", "ID", "ID"),
    ("initiative", "取組", "Initiative"),
    ("initiatives", "取組の並び", "Initiatives"),
    ("kind", "種類", "Kind"),
    ("last", "最終年度", "Last year"),
    ("last_base", "最後の基準年度", "Last base year"),
    ("lineage", "区分", "Lineage"),
    ("low", "下限", "Low"),
    ("made_good", "取り戻す割合", "Made good"),
    ("mean", "平均", "Mean"),
    ("median", "中央値", "Median"),
    ("mode", "最頻値", "Mode"),
    ("name", "名称", "Name"),
    ("not_modelled", "織り込んでいないもの", "Not modelled"),
    ("note", "注記", "Note"),
    ("on_failure", "実施しないとき", "On failure"),
    ("one_off", "一時的な額", "One-off"),
    ("open_years", "見込みの年度", "Open years"),
    ("overlap", "二重計上", "Overlap"),
    ("owner", "主担当課", "Owner"),
    ("p10", "P10", "P10"),
    ("p25", "P25", "P25"),
    ("p5", "P5", "P5"),
    ("p50", "P50", "P50"),
    ("p75", "P75", "P75"),
    ("p90", "P90", "P90"),
    ("p95", "P95", "P95"),
    ("period", "期間", "Period"),
    ("persistence", "揺れの持続", "Persistence"),
    ("plan", "計画期間", "Plan"),
    ("policy", "基本方針", "Policy"),
    ("realisation", "実現率", "Realisation"),
    ("recurring", "継続する", "Recurring"),
    ("replaces", "引き継ぐ取組", "Replaces"),
    ("requires", "前提とする取組", "Requires"),
    ("scale", "規模", "Scale"),
    ("sd", "標準偏差", "Standard deviation"),
    ("shape", "曲線", "Shape"),
    ("share", "重なる割合", "Share"),
    ("shares", "基本方針への配分", "Shares"),
    ("shift", "繰下げ", "Shift"),
    ("sigma", "シグマ", "Sigma"),
    ("source", "出典", "Source"),
    ("start", "開始年度", "Start"),
    ("state", "状態", "State"),
    ("strategy", "戦略区分", "Strategy"),
    ("stream", "お金の流れ", "Stream"),
    ("targets", "目標", "Target"),
    ("timing", "時期", "Timing"),
    ("title", "題名", "Title"),
    ("total", "合計", "Total"),
    ("unit", "単位", "Unit"),
    ("value", "値", "Value"),
    ("values", "値の並び", "Values"),
    ("variable", "量", "Variable"),
    ("volatility", "年ごとの揺れ", "Volatility"),
    ("weights", "重み", "Weights"),
    ("years", "満額までの年数", "Years to full"),
    ("item", "項目", "Item"),
    ("content", "内容", "Content"),
    ("place", "場所", "Place"),
    ("sum", "計", "Sum"),
    ("comment", "注釈", "Comment"),
];

/// What a key is called; a key without a name of its own by itself.
pub(crate) fn label(key: &str) -> Text {
    let found = LABELS.iter().find(|(known, ..)| *known == key);
    found.map_or_else(|| Text::same(key), |(_, ja, en)| Text { ja: (*ja).to_owned(), en: (*en).to_owned() })
}

/// Whether a word on a sheet means a key: by its name in either language, or as the file format has it.
pub(super) fn means(typed: &str, key: &str) -> bool {
    let (typed, label) = (plain(typed), label(key));
    [key, &label.ja, &label.en].iter().any(|known| plain(known) == typed)
}

/// A word without what writers vary: width, case, blanks, underscores, and what is added in brackets or on a second line.
pub(super) fn plain(typed: &str) -> String {
    let bare = typed.split(['（', '(', '\n']).next().unwrap_or_default();
    bare.nfkc().filter(|c| !c.is_whitespace() && *c != '_').flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_two_keys_have_the_same_name() {
        let mut seen = HashSet::new();
        for (key, ja, en) in LABELS {
            let own: HashSet<String> = [key, ja, en].map(plain).into_iter().collect();
            assert!(own.into_iter().all(|word| seen.insert(word)), "{key}");
        }
    }

    #[test]
    fn every_key_of_the_schema_has_a_name() {
        let keys = |schema: &serde_json::Value| -> Vec<String> {
            let of =
                |table: &serde_json::Value| table["properties"].as_object().map(|keys| keys.keys().cloned().collect());
            of(schema).unwrap_or_default()
        };
        let schema = crate::scenario::json_schema();
        let defined = schema["$defs"].as_object().expect("definitions").values();
        let all: HashSet<String> = defined.chain([&schema]).flat_map(keys).collect();
        assert!(all.len() > 80, "only {} keys were seen", all.len());
        let unnamed: Vec<&String> = all.iter().filter(|key| !LABELS.iter().any(|(known, ..)| known == key)).collect();
        assert!(unnamed.is_empty(), "{unnamed:?}");
    }

    #[test]
    fn words_are_known_in_either_language_and_width() {
        for typed in [
            "実現率",
            "Realisation",
            "realisation",
            " ＲＥＡＬＩＳＡＴＩＯＮ ",
            "実現率（0.8など）",
            "実現率\n単位なし",
        ] {
            assert!(means(typed, "realisation"), "{typed}");
        }
        assert!(!means("実現", "realisation"));
    }
}
