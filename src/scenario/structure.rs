//! Holds a document against the schema: unknown keys, missing keys, wrong types, words that are not choices.

use super::choices;
use super::node::{Entry, Node, Value};
use super::problem::{At, Path, Problem};
use crate::lang::{Text, text};
use serde_json::Value as Json;
use std::borrow::Cow;
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

/// A thousand trillion: ten times the national budget in yen.
const LARGEST: f64 = 1e15;

/// Every difference between the document and the schema.
pub(crate) fn check<'a>(root: &'a Node, schema: &'a Json) -> Vec<Problem> {
    let mut checker = Checker { schema, trail: Vec::new(), problems: Vec::new() };
    checker.node(root, schema);
    checker.problems
}

/// The document without the entries that `problems` are about.
pub(super) fn without<'n>(root: &'n Node, problems: &[Problem]) -> Cow<'n, Node> {
    let wrong: HashSet<Path> = problems.iter().filter(|p| p.at != At::Table).map(|p| p.path.entry()).collect();
    if wrong.is_empty() { Cow::Borrowed(root) } else { Cow::Owned(strip(root, &Path::default(), &wrong)) }
}

fn strip(node: &Node, path: &Path, wrong: &HashSet<Path>) -> Node {
    let value = match &node.value {
        Value::Table(entries) => {
            let right = entries.iter().filter(|e| !wrong.contains(&path.key(&e.key)));
            let strip_entry = |e: &Entry| Entry { node: strip(&e.node, &path.key(&e.key), wrong), ..e.clone() };
            Value::Table(right.map(strip_entry).collect())
        }
        Value::Array(items) => {
            Value::Array(items.iter().enumerate().map(|(i, n)| strip(n, &path.index(i), wrong)).collect())
        }
        other => other.clone(),
    };
    Node { value, origin: node.origin.clone() }
}

/// A step on the way to the node that is looked at.
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

struct Checker<'a> {
    schema: &'a Json,
    /// The way to the node that is looked at; a path is made of it where there is a problem to tell.
    trail: Vec<Step<'a>>,
    problems: Vec<Problem>,
}

impl<'a> Checker<'a> {
    fn path(&self) -> Path {
        self.trail.iter().fold(Path::default(), |path, step| match step {
            Step::Key(key) => path.key(*key),
            Step::Index(index) => path.index(*index),
        })
    }

    fn node(&mut self, node: &'a Node, schema: &'a Json) {
        let schema = resolve(self.schema, schema, node);
        if takes_anything(schema) {
            return;
        }
        if let Some(words) = choices::words(schema) {
            return self.word(node, &words, schema);
        }
        let types = self.all_types(schema, node);
        if !types.is_empty() && !types.iter().any(|t| has_type(node, t)) {
            return self.wrong_kind(node, schema, &types);
        }
        match &node.value {
            Value::Integer(number) => self.size(*number as f64, schema),
            Value::Float(number) => self.size(*number, schema),
            Value::Table(entries) => self.table(entries, schema),
            Value::Array(items) => {
                if let Some(each) = schema.get("items") {
                    for (i, item) in items.iter().enumerate() {
                        self.below(Step::Index(i), item, each);
                    }
                }
            }
            _ => {}
        }
    }

    fn below(&mut self, step: Step<'a>, node: &'a Node, schema: &'a Json) {
        self.trail.push(step);
        self.node(node, schema);
        self.trail.pop();
    }

    fn wrong_kind(&mut self, node: &Node, schema: &Json, types: &[&str]) {
        let names = type_names(types);
        let (ja, en) = (&names.ja, &names.en);
        let message = text!(ja: "{ja}を書くところです", en: "{en} belongs here");
        let years = schema.get("additionalProperties").is_some_and(Json::is_object);
        if let Some(share) = node.as_str().filter(|_| types.contains(&"number")).and_then(percent) {
            let hint = text!(ja: "割合は、％ を付けずに {share} と書いてください", en: "a share is written as {share}, without a % sign");
            return self.problems.push(Problem::new(self.path(), At::Value, message).hint(hint));
        }
        let hint = match (types, &node.value) {
            (["array"], Value::Table(_)) => {
                text!(ja: "[ ] を [[ ]] と二重にしてください", en: "write [[ ]] with double brackets")
            }
            (["object"], Value::Array(_)) if node.items().iter().all(|i| matches!(i.value, Value::Table(_))) => {
                text!(ja: "[[ ]] を [ ] と一重にして、表を一つだけ書いてください", en: "write [ ] with single brackets, and one table only")
            }
            (["array"], _) => text!(ja: "[\"…\"] のように [ ] で囲んでください", en: "put it in [ ], as in [\"…\"]"),
            (["object"], _) if years => {
                text!(ja: "{{ R6 = 100, R7 = 200 }} のように書いてください", en: "write for example {{ R6 = 100, R7 = 200 }}")
            }
            (["string"], _) => text!(ja: "\" \" で囲んでください", en: "put it in quotes"),
            _ => text!(ja: "{ja}に直してください", en: "write {en} instead"),
        };
        self.problems.push(Problem::new(self.path(), At::Value, message).hint(hint));
    }

    fn is_top_level(&self, key: &str) -> bool {
        self.schema.get("properties").and_then(Json::as_object).is_some_and(|p| p.contains_key(key))
    }

    /// No number of a scenario is so large that sums of squares of its products would overflow.
    fn size(&mut self, number: f64, schema: &Json) {
        let bound = |key| schema.get(key).and_then(Json::as_f64);
        let (least, most) = (bound("minimum").unwrap_or(-LARGEST), bound("maximum").unwrap_or(LARGEST));
        if number.abs() <= LARGEST && (number < least || number > most) {
            let message = text!(ja: "数値が範囲外です", en: "a number outside its range");
            let range = if least == most { format!("{least}") } else { format!("{least} – {most}") };
            let hint = text!(ja: "範囲内の数に直してください", en: "use a number inside the range");
            let problem = Problem::new(self.path(), At::Value, message).allowed(Text::same(range));
            self.problems.push(problem.hint(hint));
        }
        if number.abs() > LARGEST {
            let message = text!(ja: "数が大きすぎます", en: "a number that is too large");
            let allowed = text!(ja: "プラス・マイナス1,000兆まで", en: "up to 1,000,000,000,000,000 either way");
            let hint = text!(ja: "桁と単位を確かめてください", en: "check its digits and the unit");
            self.problems.push(Problem::new(self.path(), At::Value, message).allowed(allowed).hint(hint));
        }
    }

    fn all_types(&self, schema: &'a Json, node: &Node) -> Vec<&'a str> {
        match schema.get("anyOf").and_then(Json::as_array) {
            Some(choices) => {
                let all = choices.iter().flat_map(|c| types(resolve(self.schema, c, node)));
                let mut each: Vec<&str> = Vec::new();
                all.for_each(|t| {
                    if !each.contains(&t) {
                        each.push(t);
                    }
                });
                each
            }
            None => types(schema),
        }
    }

    fn table(&mut self, entries: &'a [Entry], schema: &'a Json) {
        let known = schema.get("properties").and_then(Json::as_object);
        let other = schema.get("additionalProperties");
        for entry in entries {
            match (known.and_then(|k| k.get(&entry.key)), other) {
                (Some(schema), _) | (None, Some(schema @ Json::Object(_))) => {
                    self.below(Step::Key(&entry.key), &entry.node, schema);
                }
                (None, Some(Json::Bool(true))) => {}
                (None, _) => self.unknown(&entry.key, known),
            }
        }
        let required = schema.get("required").and_then(Json::as_array).into_iter().flatten();
        let keys: Vec<&str> = known.into_iter().flat_map(|k| k.keys()).map(String::as_str).collect();
        let given = |key: &str| entries.iter().any(|e| e.key == key);
        // A misspelt key is told as such, not as missing too.
        let meant =
            |key: &str| entries.iter().any(|e| !keys.contains(&e.key.as_str()) && nearest(&e.key, &keys) == Some(key));
        for key in required.filter_map(Json::as_str).filter(|k| !given(k) && !meant(k)) {
            let message = text!(ja: "必須の項目「{key}」がありません", en: "the required key '{key}' is missing");
            let meaning = known.and_then(|k| k.get(key)).map(description);
            let problem = Problem::new(self.path(), At::Table, message);
            let hint = text!(ja: "「{key} = …」を書き足してください", en: "add '{key} = …'");
            self.problems.push(Problem { allowed: meaning, ..problem }.hint(hint));
        }
    }

    fn unknown(&mut self, key: &str, known: Option<&serde_json::Map<String, Json>>) {
        let keys: Vec<&str> = known.into_iter().flat_map(|k| k.keys()).map(String::as_str).collect();
        let list = keys.join(", ");
        let message = text!(ja: "「{key}」という項目はここにはありません", en: "there is no key '{key}' here");
        let problem = Problem::new(self.path().key(key), At::Key, message).allowed(Text::same(list));
        let hint = match nearest(key, &keys) {
            Some(near) => text!(ja: "「{near}」のことですか", en: "did you mean '{near}'?"),
            None if self.is_top_level(key) => {
                text!(ja: "「{key}」は、最初の [ ] の行より前に書いてください", en: "write '{key}' before the first [ ] line")
            }
            None => {
                text!(ja: "この項目を消すか、正しい名前に直してください", en: "take the key out or correct its name")
            }
        };
        self.problems.push(problem.hint(hint));
    }

    fn word(&mut self, node: &Node, words: &[&str], schema: &Json) {
        if node.as_str().is_some_and(|w| words.contains(&w)) {
            return;
        }
        let list = words.iter().map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(", ");
        let word = node.shown();
        let message = text!(ja: "{word} は選択肢にありません", en: "{word} is not one of the choices");
        let problem = Problem::new(self.path(), At::Value, message).allowed(Text::same(list));
        self.problems.push(match node.as_str().and_then(|typed| nearest(typed, words)) {
            Some(near) => problem.hint(text!(ja: "\"{near}\" のことですか", en: "did you mean \"{near}\"?")),
            None => problem.hint(otherwise(schema)),
        });
    }
}

/// Follows `$ref` in the whole schema, and takes of several alternatives the one of the value's own type.
pub(super) fn resolve<'s>(whole: &'s Json, schema: &'s Json, node: &Node) -> &'s Json {
    if let Some(reference) = schema.get("$ref").and_then(Json::as_str) {
        let name = reference.strip_prefix("#/$defs/");
        let target = name.and_then(|name| whole.get("$defs")?.get(name));
        return target.map_or(schema, |target| resolve(whole, target, node));
    }
    let Some(choices) = schema.get("anyOf").and_then(Json::as_array) else { return schema };
    let resolved = choices.iter().map(|choice| resolve(whole, choice, node));
    let fitting = resolved.filter(|choice| types(choice).iter().any(|t| has_type(node, t)));
    // Of several tables it is the one that knows most of the keys; years are known to tables of years.
    fitting.max_by_key(|choice| familiar(choice, node)).unwrap_or(schema)
}

/// What to do where a word is none of the choices: what the schema says (`x-otherwise`), or else to choose.
fn otherwise(schema: &Json) -> Text {
    let said = |key: &str| schema.get("x-otherwise").and_then(|hint| hint.get(key)).and_then(Json::as_str);
    match said("ja").zip(said("en")) {
        Some((ja, en)) => Text { ja: ja.to_owned(), en: en.to_owned() },
        None => text!(ja: "どれか一つを書いてください", en: "write one of these"),
    }
}

/// What a text such as "90%" or "９０％" means.
fn percent(typed: &str) -> Option<f64> {
    let half: String = typed.nfkc().collect();
    let number: f64 = half.trim().strip_suffix('%')?.trim().parse().ok()?;
    // Two decimals of a percentage are four of a share: what the division adds is rounded away.
    Some((number * 1e8).round() / 1e10)
}

/// Whether a schema says nothing about the value: it is for others to check.
fn takes_anything(schema: &Json) -> bool {
    const SAYS: [&str; 6] = ["type", "enum", "oneOf", "anyOf", "properties", "additionalProperties"];
    schema.as_bool() == Some(true) || schema.as_object().is_some_and(|s| !SAYS.iter().any(|key| s.contains_key(*key)))
}

/// Twice the number of keys of a table that a schema names, and one more if it takes keys of any name.
fn familiar(schema: &Json, node: &Node) -> usize {
    let known = schema.get("properties").and_then(Json::as_object);
    let named = node.entries().iter().filter(|e| known.is_some_and(|k| k.contains_key(&e.key))).count();
    2 * named + usize::from(schema.get("additionalProperties").is_some_and(Json::is_object))
}

fn types(schema: &Json) -> Vec<&str> {
    match schema.get("type") {
        Some(Json::String(one)) => vec![one],
        Some(Json::Array(many)) => many.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    }
}

fn has_type(node: &Node, name: &str) -> bool {
    match node.value {
        Value::String(_) => name == "string",
        Value::Integer(_) => name == "integer" || name == "number",
        Value::Float(_) => name == "number",
        Value::Bool(_) => name == "boolean",
        Value::Array(_) => name == "array",
        Value::Table(_) => name == "object",
    }
}

fn type_names(types: &[&str]) -> Text {
    let name = |t: &str| match t {
        "string" => ("文字列", "text"),
        "integer" => ("整数", "a whole number"),
        "number" => ("数", "a number"),
        "boolean" => ("true または false", "true or false"),
        "array" => ("並び [ … ]", "a list [ … ]"),
        _ => ("表 { … }", "a table { … }"),
    };
    let (ja, en): (Vec<_>, Vec<_>) = types.iter().map(|t| name(t)).unzip();
    Text { ja: ja.join("か"), en: en.join(" or ") }
}

fn description(schema: &Json) -> Text {
    let get = |key| schema.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    Text { ja: get("x-ja"), en: get("description") }
}

/// The word most like what was typed, if any is like it.
pub(crate) fn nearest<'w>(typed: &str, words: &[&'w str]) -> Option<&'w str> {
    let scored = words.iter().map(|w| (strsim::jaro_winkler(typed, w), *w)).filter(|(score, _)| *score > 0.8);
    scored.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, word)| word)
}
