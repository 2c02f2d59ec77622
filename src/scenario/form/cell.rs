//! One cell ↔ one value of the scenario.
//!
//! Words, numbers and truths stand as they are. Lists have an item a line. Tables of numbers by name have `name=number` a
//! line. A distribution is written on one line: `pert low=0.4 mode=0.9 high=1.1`, a reference class by its name.

use super::labels::{label, means, plain};
use super::layout::by_name;
use crate::lang::Lang;
use crate::scenario::node::{Entry, Node, Origin, Value};
use crate::scenario::rules::{Kind, Rule, RuleId, Rules, whole};
use crate::sheets::Content;
use unicode_normalization::UnicodeNormalization;

/// What stands for a text, a table and a list in which there is nothing.
const NOTHING: [(&str, Value); 3] =
    [("\"\"", Value::String(String::new())), ("{}", Value::Table(Vec::new())), ("[]", Value::Array(Vec::new()))];

/// Lists of prose, in which commas are part of an item.
const PROSE: &str = "not_modelled";
/// The key of a distribution that names a reference class, and the one that names its kind.
const CLASS: &str = "class";
const KIND: &str = "kind";

/// Reads and writes cells by the rules of their values.
#[derive(Clone, Copy)]
pub(super) struct CellRules<'r> {
    pub(super) rules: &'r Rules,
}

impl CellRules<'_> {
    /// The value of a cell. What does not fit its rule is left as it stands, for the check to tell of.
    pub(super) fn read(self, place: RuleId, key: &str, content: &Content, origin: &Origin) -> Node {
        let alternatives = self.rules.alternatives(place);
        let value = match content {
            Content::Number(number) => of_number(*number, &alternatives),
            Content::Truth(truth) => Value::Bool(*truth),
            Content::Text(typed) => self.of_text(typed, key, &alternatives, origin),
            Content::Date(_) | Content::Error(_) | Content::NotWorkedOut => Value::String(String::new()),
        };
        Node { value, origin: origin.clone() }
    }

    /// The same where a list has a row an item.
    pub(super) fn read_one(self, place: RuleId, key: &str, content: &Content, origin: &Origin) -> Node {
        let each = self.rules.alternatives(place).iter().find_map(|rule| rule.items);
        let is_nothing = matches!(content, Content::Text(typed) if typed == "[]");
        match each.filter(|_| !is_nothing) {
            Some(each) => {
                Node { value: Value::Array(vec![self.read(each, "", content, origin)]), origin: origin.clone() }
            }
            None => self.read(place, key, content, origin),
        }
    }

    fn of_text(self, typed: &str, key: &str, alternatives: &[&Rule], origin: &Origin) -> Value {
        if let Some((_, nothing)) = NOTHING.iter().find(|(written, _)| *written == typed) {
            return nothing.clone();
        }
        let takes = |kind: Kind| alternatives.iter().any(|rule| rule.kinds.contains(&kind));
        if let Some(word) = alternatives.iter().find_map(|rule| choice(rule, typed)) {
            return Value::String(word);
        }
        if let Some(each) = alternatives.iter().find_map(|rule| by_name(self.rules, rule)) {
            return self.numbers_by_name(each, typed, origin);
        }
        if let Some(each) = alternatives.iter().find_map(|rule| rule.items) {
            let items = items(typed, key == PROSE);
            let item = |item: &str| self.read(each, "", &Content::Text(item.to_owned()), origin);
            return Value::Array(items.into_iter().map(item).collect());
        }
        if takes(Kind::Text) {
            return Value::String(typed.to_owned());
        }
        if takes(Kind::Truth) {
            return truth(typed).map_or_else(|| Value::String(typed.to_owned()), Value::Bool);
        }
        if let Some(number) = number(typed) {
            return of_number(number, alternatives);
        }
        // A share typed as text is told with the number to write.
        if typed.trim_end().ends_with(['%', '％']) {
            return Value::String(typed.to_owned());
        }
        let distribution = alternatives.iter().find(|rule| rule.place_of(CLASS).is_some());
        distribution.map_or_else(|| Value::String(typed.to_owned()), |rule| self.one_line(rule, typed, origin))
    }

    /// `I=0.6` a line.
    fn numbers_by_name(self, each: RuleId, typed: &str, origin: &Origin) -> Value {
        let entry = |item: &str| {
            let (key, number) = item.rsplit_once(['=', '＝']).unwrap_or((item, ""));
            self.entry(key.trim(), each, number.trim(), origin)
        };
        Value::Table(items(typed, false).into_iter().map(entry).collect())
    }

    fn entry(self, key: &str, place: RuleId, typed: &str, origin: &Origin) -> Entry {
        let node = self.read(place, key, &Content::Text(typed.to_owned()), origin);
        Entry { key: key.to_owned(), key_origin: origin.clone(), node }
    }

    /// A distribution or a class: its kind or name, then `key=number`.
    fn one_line(self, rule: &Rule, typed: &str, origin: &Origin) -> Value {
        let line: String = typed.nfkc().collect();
        let line = without_mean(&line);
        // Names of classes may have blanks in them.
        let parts: Vec<&str> = if line.contains('=') { line.split([' ', '\n', '、']).collect() } else { vec![line] };
        let mut entries = Vec::new();
        for (at, part) in parts.into_iter().filter(|part| !part.is_empty()).enumerate() {
            let Some((name, value)) = part.split_once('=') else {
                let is_kind = rule.place_of(KIND).and_then(|place| choice(self.rules.rule(place), part));
                let (key, word) = is_kind.map_or((CLASS, part.to_owned()), |word| (KIND, word));
                // A second word is none that could be meant: the check tells that the key is not known.
                let key = if at == 0 { key } else { part };
                let node = Node { value: Value::String(word), origin: origin.clone() };
                entries.push(Entry { key: key.to_owned(), key_origin: origin.clone(), node });
                continue;
            };
            let known = rule.keys.iter().find(|key| means(name, &key.name));
            let value = value.replace(';', "\n");
            entries.push(match known {
                Some(key) => self.entry(&key.name, key.place, &value, origin),
                None => Entry {
                    key: name.to_owned(),
                    key_origin: origin.clone(),
                    node: Node { value: Value::String(value), origin: origin.clone() },
                },
            });
        }
        Value::Table(entries)
    }

    /// A value as a cell, or the part of it that a cell can hold; nothing where reading the cell would give another value.
    pub(super) fn written(self, place: RuleId, key: &str, node: &Node, lang: Lang) -> Option<Content> {
        let content = self.content(place, node, lang)?;
        let back = self.read(place, key, &content, &Origin::default());
        is_part(&back, node).then_some(content)
    }

    fn content(self, place: RuleId, node: &Node, lang: Lang) -> Option<Content> {
        let alternatives = self.rules.alternatives(place);
        if let Some((written, _)) = NOTHING.iter().find(|(_, nothing)| *nothing == node.value) {
            return Some(Content::Text((*written).to_owned()));
        }
        match &node.value {
            Value::Integer(number) => whole(*number as f64).map(|_| Content::Number(*number as f64)),
            Value::Float(number) => Some(Content::Number(*number)),
            Value::Bool(truth) => Some(Content::Truth(*truth)),
            Value::String(typed) => {
                let shown = alternatives.iter().find_map(|rule| shown(rule, typed, lang));
                Some(Content::Text(shown.unwrap_or_else(|| typed.clone())))
            }
            Value::Array(items) => {
                let each = alternatives.iter().find_map(|rule| rule.items)?;
                let lines: Option<Vec<String>> =
                    items.iter().map(|item| in_line(&self.content(each, item, lang)?)).collect();
                let lines = lines?;
                // The end of its line says that a comma in it is its own.
                let end = if matches!(&lines[..], [only] if only.contains(COMMAS)) { "\n" } else { "" };
                Some(Content::Text(lines.join("\n") + end))
            }
            Value::Table(entries) => {
                if let Some(each) = alternatives.iter().find_map(|rule| by_name(self.rules, rule)) {
                    let line = |e: &Entry| Some(format!("{}={}", e.key, in_line(&self.content(each, &e.node, lang)?)?));
                    let lines: Option<Vec<String>> = entries.iter().map(line).collect();
                    return Some(Content::Text(lines?.join("\n")));
                }
                match alternatives.iter().find(|rule| rule.place_of(CLASS).is_some()) {
                    Some(rule) => self.on_one_line(rule, entries, lang),
                    None => self.content(place, node.get("value")?, lang),
                }
            }
        }
    }

    fn on_one_line(self, rule: &Rule, entries: &[Entry], lang: Lang) -> Option<Content> {
        let is_told_apart = |entry: &&Entry| !matches!(entry.key.as_str(), "source" | "note");
        let entries: Vec<&Entry> = entries.iter().filter(is_told_apart).collect();
        if let [only] = entries[..]
            && only.key == "value"
        {
            return self.content(rule.place_of("value")?, &only.node, lang);
        }
        let is_first = |entry: &&&Entry| entry.key == KIND || entry.key == CLASS;
        let first = entries.iter().find(is_first)?;
        let mut parts = vec![in_line(&self.content(rule.place_of(&first.key)?, &first.node, lang)?)?];
        for entry in entries.iter().filter(|entry| entry.key != first.key) {
            let value = in_line(&self.content(rule.place_of(&entry.key)?, &entry.node, lang)?)?;
            parts.push(format!("{}={}", label(&entry.key).get(lang).replace(' ', ""), value.replace('\n', ";")));
        }
        Some(Content::Text(parts.join(" ")))
    }
}

/// Whether a value that was read from a cell is another one, or the part of it that cells hold: a number without its source.
pub(super) fn is_part(part: &Node, of: &Node) -> bool {
    match (&part.value, &of.value) {
        (Value::Table(_), Value::Table(_)) => {
            part.entries().iter().all(|entry| of.get(&entry.key).is_some_and(|whole| is_part(&entry.node, whole)))
        }
        (Value::Array(some), Value::Array(all)) => {
            some.len() == all.len() && some.iter().zip(all).all(|(part, whole)| is_part(part, whole))
        }
        // A number alone in a table would come back without the table.
        (_, Value::Table(entries)) => entries.len() > 1 && of.get("value").is_some_and(|value| is_part(part, value)),
        (part, of) => is_same(part, of),
    }
}

/// Whether two values are the same; a number is, whether it has a decimal point or not.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Integer(whole), Value::Float(number)) | (Value::Float(number), Value::Integer(whole)) => {
            *whole as f64 == *number
        }
        (a, b) => a == b,
    }
}

/// A word of a choice that was typed, in either language, with or without what a list adds in brackets.
fn choice(rule: &Rule, typed: &str) -> Option<String> {
    let words = rule.words.as_ref()?;
    let bare = plain(typed);
    let found =
        words.iter().find(|word| word.typed == typed).or_else(|| words.iter().find(|w| plain(&w.typed) == bare));
    found.map(|word| word.stands_for.clone().unwrap_or_else(|| word.typed.clone()))
}

/// A word of a choice in the sheet's language.
fn shown(rule: &Rule, word: &str, lang: Lang) -> Option<String> {
    let words = rule.words.as_ref()?;
    let second = words.iter().find(|second| lang == Lang::Ja && second.stands_for.as_deref() == Some(word));
    second.map(|second| second.typed.clone())
}

/// A reference class without the mean that the list of them adds.
fn without_mean(line: &str) -> &str {
    line.split("(平均").next().and_then(|rest| rest.split("(mean").next()).unwrap_or_default().trim()
}

/// What stands between the items of a list on one line.
const COMMAS: [char; 3] = ['、', ',', '，'];

/// The items of a list: one a line, or where they are no prose, between commas on the only line.
fn items(typed: &str, is_prose: bool) -> Vec<&str> {
    let has_lines = is_prose || typed.contains('\n');
    let between = |c: char| c == '\n' || !has_lines && COMMAS.contains(&c);
    typed.split(between).map(str::trim).filter(|item| !item.is_empty()).collect()
}

/// A number with the decimals that bring it back; a text as it stands. Nothing of what has several lines.
fn in_line(content: &Content) -> Option<String> {
    match content {
        Content::Number(number) => Some(number.to_string()),
        Content::Text(text) => Some(text.clone()),
        Content::Truth(truth) => Some(truth.to_string()),
        Content::Date(_) | Content::Error(_) | Content::NotWorkedOut => None,
    }
}

fn of_number(number: f64, alternatives: &[&Rule]) -> Value {
    let takes = |kind: Kind| alternatives.iter().any(|rule| rule.kinds.contains(&kind));
    let is_number = takes(Kind::Whole) || takes(Kind::Number);
    let has_words = alternatives.iter().any(|rule| rule.words.is_some());
    if takes(Kind::Text) && !is_number && !has_words {
        return Value::String(number.to_string());
    }
    // What other programs write of a truth.
    if takes(Kind::Truth) && !is_number && (number == 0.0 || number == 1.0) {
        return Value::Bool(number == 1.0);
    }
    whole(number).map_or(Value::Float(number), Value::Integer)
}

/// A number as people type it in a text: full-width digits, commas between thousands, ▲ for minus. Nothing of what has
/// anything else in it, such as the mark of a footnote.
fn number(typed: &str) -> Option<f64> {
    let half: String = typed.trim().chars().map(half_width).collect();
    let (sign, digits) = match half.strip_prefix(['▲', '△', '-', '−']) {
        Some(rest) => (-1.0, rest.trim_start()),
        None => (1.0, half.as_str()),
    };
    let is_plain = digits.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') || !is_plain || !has_thousands(digits) {
        return None;
    }
    digits.replace(',', "").parse::<f64>().ok().filter(|number| number.is_finite()).map(|number| sign * number)
}

/// A full-width digit or sign of a number in half width; anything else as it is.
fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        '，' => ',',
        '．' => '.',
        '－' => '-',
        c => c,
    }
}

/// Whether commas, if there are any, stand between thousands.
fn has_thousands(digits: &str) -> bool {
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    if decimals.contains(',') {
        return false;
    }
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default().len();
    let mut others = groups.peekable();
    others.peek().is_none() || (1..=3).contains(&first) && others.all(|group| group.len() == 3)
}

fn truth(typed: &str) -> Option<bool> {
    match plain(typed).as_str() {
        "はい" | "する" | "有" | "○" | "〇" | "◯" | "true" | "yes" => Some(true),
        "いいえ" | "しない" | "無" | "×" | "✕" | "✗" | "false" | "no" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::schema;

    fn cells() -> CellRules<'static> {
        CellRules { rules: schema::of_scenario() }
    }

    /// The rule of a key of the initiatives' streams.
    fn of_stream(key: &str) -> RuleId {
        let rules = schema::of_scenario();
        let row = |place| rules.rule(rules.rule(place).items.expect("a list"));
        let initiative = row(rules.top().place_of("initiative").expect("known"));
        row(initiative.place_of("stream").expect("known")).place_of(key).expect("known")
    }

    fn read(key: &str, typed: &str) -> serde_json::Value {
        cells().read(of_stream(key), key, &Content::Text(typed.to_owned()), &Origin::default()).to_json()
    }

    #[test]
    fn distributions_stand_on_one_line() {
        use serde_json::json;
        assert_eq!(read("realisation", "0.8"), json!(0.8));
        assert_eq!(read("realisation", "cash_item"), json!({ "class": "cash_item" }));
        assert_eq!(read("realisation", "cash_item（平均 0.82）"), json!({ "class": "cash_item" }));
        let pert = json!({ "kind": "pert", "low": 0.4, "mode": 1, "high": 1.1 });
        assert_eq!(read("realisation", "pert low=0.4 mode=1 high=1.1"), pert);
        assert_eq!(read("realisation", "ＰＥＲＴ　下限＝0.4　最頻値＝1　上限＝1.1"), pert);
        let steps = json!({ "kind": "discrete", "values": [0, 1], "weights": [0.75, 0.25] });
        assert_eq!(read("realisation", "discrete values=0;1 weights=0.75;0.25"), steps);
        assert_eq!(read("realisation", "90％"), json!("90％"));
    }

    #[test]
    fn numbers_are_read_as_people_type_them() {
        let typed = ["１，２３４", "▲ 19,761", "△5", "−0.5", "1,234,567.8"];
        assert_eq!(typed.map(number), [1234.0, -19761.0, -5.0, -0.5, 1_234_567.8].map(Some));
        assert_eq!(["1,23", "12,34", "千", "90%", "", "▲"].map(number), [None; 6]);
        assert_eq!(["22000①", "10²", "1\n2", "1 2", "22.000,5", "1e400"].map(number), [None; 6]);
    }

    #[test]
    fn choices_are_known_in_either_language() {
        assert_eq!(read("kind", "歳出減"), "saving");
        assert_eq!(read("kind", " Saving "), "saving");
        assert_eq!(read("kind", "削減"), "削減");
        assert_eq!(read("recurring", "いいえ"), false);
    }

    #[test]
    fn what_a_cell_cannot_hold_is_not_written() {
        let text = |value: &str| Node { value: Value::String(value.to_owned()), origin: Origin::default() };
        let list = |items: &[&str]| Node {
            value: Value::Array(items.iter().map(|i| text(i)).collect()),
            origin: Origin::default(),
        };
        let rules = schema::of_scenario();
        let place = rules.top().place_of("not_modelled").expect("known");
        let written = |node: &Node| cells().written(place, "not_modelled", node, Lang::Ja);
        assert_eq!(written(&list(&["a、b", "c"])), Some(Content::Text("a、b\nc".to_owned())));
        assert_eq!(written(&list(&["a\nb"])), None);
        assert_eq!(items("a、b, c", false), ["a", "b", "c"]);
        assert_eq!(items("a、b\n", false), ["a、b"]);
        assert_eq!(written(&list(&[])), Some(Content::Text("[]".to_owned())));
    }
}
