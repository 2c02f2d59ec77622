//! Holds a document against the schema: unknown keys, missing keys, wrong types, words that are not choices.

use super::form::label;
use super::node::{Entry, Node, Value};
use super::problem::{At, Path, Problem};
use super::rules::{Key, Kind, Others, Rule, RuleId, Rules, Word};
use crate::lang::{Text, text};
use std::borrow::Cow;
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

/// A thousand trillion: ten times the national budget in yen.
const LARGEST: f64 = 1e15;

/// Every difference between the document and the schema.
pub(crate) fn check(root: &Node, rules: &Rules) -> Vec<Problem> {
    let mut checker = Checker { rules, trail: Vec::new(), problems: Vec::new() };
    checker.node(root, rules.top());
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
enum PathStep<'a> {
    Key(&'a str),
    Index(usize),
}

struct Checker<'a> {
    rules: &'a Rules,
    /// The way to the node that is looked at; a path is made of it where there is a problem to tell.
    trail: Vec<PathStep<'a>>,
    problems: Vec<Problem>,
}

impl<'a> Checker<'a> {
    fn path(&self) -> Path {
        self.trail.iter().fold(Path::default(), |path, step| match step {
            PathStep::Key(key) => path.key(*key),
            PathStep::Index(index) => path.index(*index),
        })
    }

    fn node(&mut self, node: &'a Node, rule: &'a Rule) {
        if rule.is_open {
            return;
        }
        if let Some(words) = &rule.words {
            return self.word(node, words, rule);
        }
        if !rule.kinds.is_empty() && !rule.takes(node) {
            return self.wrong_kind(node, rule);
        }
        match &node.value {
            Value::Integer(number) => self.size(*number as f64, rule),
            Value::Float(number) => self.size(*number, rule),
            Value::Table(entries) => self.table(entries, rule),
            Value::Array(items) => {
                let Some(each) = rule.items else { return };
                for (i, item) in items.iter().enumerate() {
                    self.below(PathStep::Index(i), item, each);
                }
            }
            _ => {}
        }
    }

    fn below(&mut self, step: PathStep<'a>, node: &'a Node, place: RuleId) {
        self.trail.push(step);
        self.node(node, self.rules.at(place, node));
        self.trail.pop();
    }

    fn wrong_kind(&mut self, node: &Node, rule: &Rule) {
        let kinds = &rule.kinds[..];
        let names = kind_names(kinds);
        let (ja, en) = (&names.ja, &names.en);
        let message = text!(ja: "{ja}を書くところです", en: "{en} belongs here");
        let years = matches!(rule.others, Others::Of(_));
        let Text { ja: cell_ja, en: cell_en } = names_on_a_sheet(kinds);
        let on_a_sheet = text!(ja: "{cell_ja}を書くところです", en: "{cell_en} belongs here");
        if let Some(share) = node.as_str().filter(|_| kinds.contains(&Kind::Number)).and_then(percent) {
            let message = text!(ja: "0.9 のように数で書きます（90％は 0.9）", en: "a share is a number such as 0.9 (90 % is 0.9)");
            let hint = text!(ja: "％ を付けずに {share} と書いてください", en: "write {share}, without a % sign");
            let problem = Problem::new(self.path(), At::Value, message.clone()).hint(hint.clone());
            return self.problems.push(problem.on_a_sheet(message, hint));
        }
        let hint = match (kinds, &node.value) {
            ([Kind::List], Value::Table(_)) => {
                text!(ja: "[ ] を [[ ]] と二重にしてください", en: "write [[ ]] with double brackets")
            }
            ([Kind::Table], Value::Array(_)) if node.items().iter().all(|i| matches!(i.value, Value::Table(_))) => {
                text!(ja: "[[ ]] を [ ] と一重にして、表を一つだけ書いてください", en: "write [ ] with single brackets, and one table only")
            }
            ([Kind::List], _) => text!(ja: "[\"…\"] のように [ ] で囲んでください", en: "put it in [ ], as in [\"…\"]"),
            ([Kind::Table], _) if years => {
                text!(ja: "{{ R6 = 100, R7 = 200 }} のように書いてください", en: "write for example {{ R6 = 100, R7 = 200 }}")
            }
            ([Kind::Text], _) => text!(ja: "\" \" で囲んでください", en: "put it in quotes"),
            _ => text!(ja: "{ja}に直してください", en: "write {en} instead"),
        };
        let problem = Problem::new(self.path(), At::Value, message).hint(hint);
        let do_this = text!(ja: "{cell_ja}に直してください", en: "write {cell_en} instead");
        self.problems.push(problem.on_a_sheet(on_a_sheet, do_this));
    }

    fn is_top_level(&self, key: &str) -> bool {
        self.rules.top().keys.iter().any(|known| known.name == key)
    }

    /// No number of a scenario is so large that sums of squares of its products would overflow.
    fn size(&mut self, number: f64, rule: &Rule) {
        let (least, most) = (rule.least.unwrap_or(-LARGEST), rule.most.unwrap_or(LARGEST));
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

    fn table(&mut self, entries: &'a [Entry], rule: &'a Rule) {
        for entry in entries {
            match rule.below(&entry.key) {
                Some(place) => self.below(PathStep::Key(&entry.key), &entry.node, place),
                None if rule.others == Others::Any => {}
                None => self.unknown(&entry.key, &rule.keys),
            }
        }
        let is_given = |key: &&Key| entries.iter().any(|entry| entry.key == key.name);
        for key in rule.keys.iter().filter(|key| key.is_required && !is_given(key)) {
            self.missing(key, entries, &rule.keys);
        }
    }

    /// Tells that a key is missing, unless it is there misspelt, which is told already.
    fn missing(&mut self, key: &Key, entries: &[Entry], known: &[Key]) {
        let names: Vec<&str> = known.iter().map(|known| known.name.as_str()).collect();
        let key_name = key.name.as_str();
        let is_meant = |typed: &str| !names.contains(&typed) && nearest(typed, &names) == Some(key_name);
        if entries.iter().any(|entry| is_meant(&entry.key)) {
            return;
        }
        let message = text!(ja: "必須の項目「{key_name}」がありません", en: "the required key '{key_name}' is missing");
        let hint = text!(ja: "「{key_name} = …」を書き足してください", en: "add '{key_name} = …'");
        let problem = Problem::new(self.path(), At::Table, message).allowed(key.meaning.clone()).hint(hint);
        let Text { ja, en } = self.called(key_name);
        self.problems.push(problem.on_a_sheet(
            text!(ja: "「{ja}」がありません", en: "'{en}' is missing"),
            text!(ja: "「{ja}」の欄に書いてください", en: "write it into the cell of '{en}'"),
        ));
    }

    /// What a key is called on a sheet: by the keys on the way to it, from its row on.
    fn called(&self, key: &str) -> Text {
        let is_key = |step: &&PathStep<'_>| matches!(step, PathStep::Key(_));
        let mut keys: Vec<&str> = self
            .trail
            .iter()
            .rev()
            .take_while(is_key)
            .filter_map(|step| if let PathStep::Key(key) = step { Some(*key) } else { None })
            .collect();
        keys.reverse();
        keys.push(key);
        let labels: Vec<Text> = keys.into_iter().map(label).collect();
        let of = |part: fn(&Text) -> &str| labels.iter().map(part).collect::<Vec<_>>().join(" ");
        Text { ja: of(|label| &label.ja), en: of(|label| &label.en) }
    }

    fn unknown(&mut self, key: &str, known: &[Key]) {
        let keys: Vec<&str> = known.iter().map(|known| known.name.as_str()).collect();
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

    fn word(&mut self, node: &Node, words: &[Word], rule: &Rule) {
        if node.as_str().is_some_and(|typed| words.iter().any(|word| word.typed == typed)) {
            return;
        }
        let words: Vec<&str> = words.iter().map(|word| word.typed.as_str()).collect();
        let list = words.iter().map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(", ");
        let word = node.shown();
        let message = text!(ja: "{word} は選択肢にありません", en: "{word} is not one of the choices");
        let problem = Problem::new(self.path(), At::Value, message).allowed(Text::same(list));
        let otherwise = || rule.otherwise.clone().unwrap_or_else(choose);
        self.problems.push(match node.as_str().and_then(|typed| nearest(typed, &words)) {
            Some(near) => problem.hint(text!(ja: "\"{near}\" のことですか", en: "did you mean \"{near}\"?")),
            None => problem.hint(otherwise()),
        });
    }
}

/// What to do where a word is none of the choices, and the schema says nothing.
fn choose() -> Text {
    text!(ja: "どれか一つを書いてください", en: "write one of these")
}

/// What a text such as "90%" or "９０％" means.
fn percent(typed: &str) -> Option<f64> {
    let half: String = typed.nfkc().collect();
    let number: f64 = half.trim().strip_suffix('%')?.trim().parse().ok()?;
    // Two decimals of a percentage are four of a share: what the division adds is rounded away.
    Some((number * 1e8).round() / 1e10)
}

fn kind_names(kinds: &[Kind]) -> Text {
    let name = |kind: &Kind| match kind {
        Kind::Text => ("文字列", "text"),
        Kind::Whole => ("整数", "a whole number"),
        Kind::Number => ("数", "a number"),
        Kind::Truth => ("true または false", "true or false"),
        Kind::List => ("並び [ … ]", "a list [ … ]"),
        Kind::Table => ("表 { … }", "a table { … }"),
    };
    let (ja, en): (Vec<_>, Vec<_>) = kinds.iter().map(name).unzip();
    Text { ja: ja.join("か"), en: en.join(" or ") }
}

/// The same in the words of a sheet.
fn names_on_a_sheet(kinds: &[Kind]) -> Text {
    let has = |kind| kinds.contains(&kind);
    match (has(Kind::Number) || has(Kind::Whole), has(Kind::Truth), has(Kind::Text)) {
        (true, ..) => text!(ja: "数", en: "a number"),
        (_, true, _) => text!(ja: "はい・いいえ", en: "yes or no"),
        (_, _, true) => text!(ja: "文字", en: "text"),
        _ => kind_names(kinds),
    }
}

/// The word most like what was typed, if any is like it.
pub(crate) fn nearest<'w>(typed: &str, words: &[&'w str]) -> Option<&'w str> {
    let scored = words.iter().map(|w| (strsim::jaro_winkler(typed, w), *w)).filter(|(score, _)| *score > 0.8);
    scored.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, word)| word)
}
