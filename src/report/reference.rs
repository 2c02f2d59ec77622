//! The input reference: the JSON Schema of the scenario file as a page to read, in either language.

use crate::lang::{Lang, Text, text};
use crate::model::rails::Rail;
use crate::model::{ReferenceClass, reference_classes};
use serde_json::{Map, Value as Json};
use std::fmt::Write as _;

/// The input reference as Markdown, made from the JSON Schema.
pub fn input_reference(schema: &Json, lang: Lang) -> String {
    let title = text!(ja: "# シナリオファイルの項目一覧", en: "# The scenario file, key by key");
    let made = text!(
        ja: "この文書は `mikomi schema --markdown --lang ja` の出力です。形式は TOML、金額はシナリオの単位で書きます。",
        en: "This page is what `mikomi schema --markdown --lang en` prints. The format is TOML; amounts are in the scenario's unit."
    );
    format!("{}\n{}", reference([&title, &made], "scenario", schema, lang), classes(lang))
}

/// The reference of the sweep file as Markdown, made from its JSON Schema.
pub fn sweep_reference(schema: &Json, lang: Lang) -> String {
    let title = text!(ja: "# シナリオ群のファイルの項目一覧", en: "# The sweep file, key by key");
    let made = text!(
        ja: "この文書は `mikomi schema --sweep --markdown --lang ja` の出力です。形式は TOML です。",
        en: "This page is what `mikomi schema --sweep --markdown --lang en` prints. The format is TOML."
    );
    reference([&title, &made], "set", schema, lang)
}

/// The reference of the map file of an import, by the same means.
pub fn map_reference(schema: &Json, lang: Lang) -> String {
    let title = text!(ja: "# 対応表の項目一覧", en: "# The map file of an import, key by key");
    let made = text!(
        ja: "この文書は `mikomi schema --map --markdown --lang ja` の出力です。形式は TOML です。",
        en: "This page is what `mikomi schema --map --markdown --lang en` prints. The format is TOML."
    );
    reference([&title, &made], "map", schema, lang)
}

/// A title, what made the page, and a section for each kind of table; the first is of the whole file, called `name`.
fn reference([title, made]: [&Text; 2], name: &str, schema: &Json, lang: Lang) -> String {
    let mut out = format!("{}\n\n{}\n", title.get(lang), made.get(lang));
    section(&mut out, name, schema, lang);
    for (name, definition) in schema.get("$defs").and_then(Json::as_object).into_iter().flatten() {
        section(&mut out, name, definition, lang);
    }
    out
}

fn section(out: &mut String, name: &str, schema: &Json, lang: Lang) {
    let _ = writeln!(out, "\n## {name}\n\n{}", described(schema, lang));
    if let Some(keys) = schema.get("properties").and_then(Json::as_object) {
        keys_table(out, schema, keys, lang);
    }
    if let Some(words) = schema.get("oneOf").and_then(Json::as_array) {
        out.push('\n');
        for word in words {
            let one = word.get("const").into_iter();
            let same = word.get("enum").and_then(Json::as_array).into_iter().flatten();
            let words: Vec<String> = one.chain(same).filter_map(Json::as_str).map(|w| format!("`{w}`")).collect();
            let _ = writeln!(out, "- {}: {}", words.join(", "), described(word, lang));
        }
    }
    if let Some(words) = schema.get("enum").and_then(Json::as_array) {
        let list: Vec<String> = words.iter().filter_map(Json::as_str).map(|w| format!("`{w}`")).collect();
        let _ = writeln!(out, "\n{}", list.join(", "));
    }
    if let Some(forms) = schema.get("anyOf").and_then(Json::as_array) {
        out.push('\n');
        for form in forms {
            let _ = writeln!(out, "- {}", kind(form));
        }
    }
}

fn keys_table(out: &mut String, schema: &Json, keys: &Map<String, Json>, lang: Lang) {
    let heads = text!(ja: "| 項目 | 種類 | 必須 | 意味 |", en: "| key | type | required | meaning |");
    let _ = writeln!(out, "\n{}\n|---|---|---|---|", heads.get(lang));
    let required: Vec<&str> =
        schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).collect();
    for (key, value) in keys {
        let needed = if required.contains(&key.as_str()) { "✓" } else { "" };
        let _ = writeln!(out, "| `{key}` | {} | {needed} | {} |", kind(value), described(value, lang));
    }
    if let Some(other) = schema.get("additionalProperties").filter(|o| o.is_object()) {
        let year = text!(ja: "年度（`R6`、`2024` など）", en: "a fiscal year (`R6`, `2024`, …)");
        let _ = writeln!(out, "| {} | {} | | |", year.get(lang), kind(other));
    }
}

fn kind(schema: &Json) -> String {
    if let Some(name) = schema.get("$ref").and_then(Json::as_str).and_then(|r| r.rsplit('/').next()) {
        return format!("[{name}](#{})", name.to_lowercase());
    }
    match schema.get("type") {
        Some(Json::String(t)) if t == "array" => format!("[{}]", schema.get("items").map(kind).unwrap_or_default()),
        Some(Json::String(t)) if t == "object" => {
            let of = schema.get("additionalProperties").filter(|o| o.is_object());
            of.map_or_else(|| t.clone(), |of| format!("{{ id = {} }}", kind(of)))
        }
        Some(Json::String(t)) => t.clone(),
        Some(Json::Array(many)) => many.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" / "),
        _ => String::new(),
    }
}

fn described(schema: &Json, lang: Lang) -> String {
    let key = if lang == Lang::Ja { "x-ja" } else { "description" };
    schema.get(key).and_then(Json::as_str).unwrap_or_default().replace('\n', " ")
}

/// The guard rails as Markdown.
pub fn checks(lang: Lang) -> String {
    let head = text!(
        ja: "# 確認事項\n\nこの文書は `mikomi schema --checks --lang ja` の出力です。`mikomi check` は、書けるけれども誤りらしく見えるものを次の確認事項として示し、帳票の下にはその件数（要確認と承知済み）が出ます。\n\n承知してよいものは、それが生じた表に、id と理由を書きます。中の表に生じたものも、まとめて承知できます（ファイル全体なら先頭に）。\n\n```toml\n[[policy]]\nid = \"III\"\naccept = {{ far-from-target = \"見直しで土地の売却が加わったため\" }}\n```\n\n知らない id や空の理由は誤りです。見つからないものを承知していると、`unused-accept` になります。しきい値は下のとおりで、変えられません。\n",
        en: "# Guard rails\n\nThis page is what `mikomi schema --checks --lang en` prints. What is allowed but looks wrong, `mikomi check` tells as one of these guard rails; under every report stands how many are to be checked and how many accepted.\n\nWhat can be accepted is accepted in the table where it arises, by its id and with a reason. A table accepts for what it holds too (the head of the file for all of it).\n\n```toml\n[[policy]]\nid = \"III\"\naccept = {{ far-from-target = \"the revision adds the sale of land\" }}\n```\n\nAn unknown id and an empty reason are errors. Accepting what does not fire is `unused-accept`. The thresholds are those stated and cannot be changed.\n"
    );
    let mut out = head.get(lang).to_owned();
    for rail in Rail::ALL {
        let (id, words) = (rail.id(), rail.words());
        let labels = [("いつ：", "When: "), ("例：", "Example: "), ("なぜ：", "Why: "), ("対応：", "To do: ")];
        let _ = write!(out, "\n## `{id}`\n\n");
        for ((ja, en), said) in labels.iter().zip([&words.when, &rail.example(), &words.why, &words.to_do]) {
            let label = if lang == Lang::Ja { ja } else { en };
            let _ = writeln!(out, "- {label}{}", said.get(lang));
        }
    }
    out
}

/// The shipped reference classes as Markdown.
pub fn classes(lang: Lang) -> String {
    let heading = text!(ja: "## 参照クラス", en: "## Reference classes");
    let mut out = format!("{}\n", heading.get(lang));
    for class in reference_classes() {
        let _ = write!(out, "\n{}", class_entry(class).get(lang));
    }
    out
}

fn class_entry(class: &ReferenceClass) -> Text {
    let id = &class.id;
    let form = serde_json::to_value(&class.distribution).unwrap_or_default().to_string();
    Text {
        ja: format!(
            "- `{id}`（{}）`{form}`\n  - 出典：{}\n  - 留意点：{}\n",
            class.name.ja, class.source.ja, class.caveat.ja
        ),
        en: format!(
            "- `{id}` ({}) `{form}`\n  - Source: {}\n  - Beware: {}\n",
            class.name.en, class.source.en, class.caveat.en
        ),
    }
}
