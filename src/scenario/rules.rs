//! The JSON Schema made ready: what may stand at each place of a file, every reference followed and every choice of words
//! gathered once. A set holds thousands of files against it.

use super::form::label;
use super::node::{Entry, Node, Value};
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, Text};
use serde_json::{Map, Value as Json};
use std::collections::{HashMap, HashSet};

/// What may stand at every place of a file.
#[derive(Debug)]
pub(crate) struct Rules {
    all: Vec<Rule>,
    top: RuleId,
    second_words: HashSet<String>,
}

/// The position of a rule among all.
pub(crate) type RuleId = usize;

/// What may stand at a place.
#[derive(Clone, Debug, Default)]
pub(super) struct Rule {
    /// Whether it says nothing: others check it.
    pub(super) is_open: bool,
    /// The kinds of values.
    pub(super) kinds: Vec<Kind>,
    /// The words to choose from, where it is a choice of words.
    pub(super) words: Option<Vec<Word>>,
    /// The least number.
    pub(super) least: Option<f64>,
    /// The greatest number.
    pub(super) most: Option<f64>,
    /// What the items of a list are.
    pub(super) items: Option<RuleId>,
    /// The keys of a table.
    pub(super) keys: Vec<Key>,
    /// What stands under keys of other names.
    pub(super) others: Others,
    /// What to do where a word is none of the choices.
    pub(super) otherwise: Option<Text>,
    /// Several kinds of values, of which the value's own counts.
    either: Vec<RuleId>,
}

/// A kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Whole,
    Number,
    Truth,
    List,
    Table,
}

/// A word of a choice.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// As it is typed.
    pub(super) typed: String,
    /// The word of the file format, where this one stands for it in another language.
    pub(super) stands_for: Option<String>,
}

/// A key of a table.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) place: RuleId,
    pub(super) is_required: bool,
    /// What it means.
    pub(super) meaning: Text,
}

/// What stands under keys that are not named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Others {
    /// There are no others.
    #[default]
    None,
    /// Anything.
    Any,
    /// What another rule says.
    Of(RuleId),
}

impl Rules {
    /// The rules of a schema.
    pub(crate) fn of(schema: &Json) -> Self {
        let mut reader = Reader { whole: schema, all: Vec::new(), definitions: HashMap::new() };
        let top = reader.rule(schema);
        for place in 0..reader.all.len() {
            reader.all[place].kinds = reader.kinds_at(place);
        }
        let words = reader.all.iter().filter_map(|rule| rule.words.as_ref()).flatten();
        let second_words = words.filter(|word| word.stands_for.is_some()).map(|word| word.typed.clone()).collect();
        Self { all: reader.all, top, second_words }
    }

    /// What may stand at the top of a file.
    pub(super) fn top(&self) -> &Rule {
        &self.all[self.top]
    }

    /// Every choice of words, each with what it is called, in a language.
    pub(crate) fn choices(&self, lang: Lang) -> Vec<(String, Vec<String>)> {
        let mut found: Vec<(String, Vec<String>)> = Vec::new();
        for key in self.all.iter().flat_map(|rule| &rule.keys) {
            let words = self.words_at(key.place, lang);
            if !words.is_empty() && !found.iter().any(|(_, known)| *known == words) {
                found.push((label(&key.name).get(lang).to_owned(), words));
            }
        }
        found
    }

    /// The words to choose from at a place, in a language; none where other things can stand there as well.
    pub(crate) fn words_at(&self, place: RuleId, lang: Lang) -> Vec<String> {
        let alternatives = self.alternatives(place);
        let [only] = alternatives[..] else { return Vec::new() };
        let words = only.words.as_deref().unwrap_or_default();
        let is_second = |word: &&Word| word.stands_for.is_some();
        let has_second = |word: &&Word| words.iter().any(|other| other.stands_for.as_deref() == Some(&word.typed));
        let is_shown = |word: &&Word| match lang {
            Lang::Ja => is_second(word) || !has_second(word),
            Lang::En => !is_second(word),
        };
        words.iter().filter(is_shown).map(|word| word.typed.clone()).collect()
    }

    /// Whether a distribution or a reference class can stand at a place.
    pub(crate) fn is_distribution(&self, place: RuleId) -> bool {
        self.alternatives(place).iter().any(|rule| rule.place_of("class").is_some())
    }

    /// The place of the top of a file.
    pub(super) fn top_place(&self) -> RuleId {
        self.top
    }

    /// The rule of a place, whatever stands there.
    pub(super) fn rule(&self, place: RuleId) -> &Rule {
        &self.all[place]
    }

    /// The rules of which a value at a place obeys one.
    pub(super) fn alternatives(&self, place: RuleId) -> Vec<&Rule> {
        let rule = self.rule(place);
        if rule.either.is_empty() {
            return vec![rule];
        }
        rule.either.iter().flat_map(|place| self.alternatives(*place)).collect()
    }

    /// The rule for a value that stands at a place: of several the one of its kind.
    pub(super) fn at(&self, place: RuleId, node: &Node) -> &Rule {
        let rule = &self.all[place];
        if rule.either.is_empty() {
            return rule;
        }
        let fitting = rule.either.iter().map(|place| self.at(*place, node)).filter(|rule| rule.takes(node));
        // Of several tables it is the one that knows most of the keys; years are known to tables of years.
        fitting.max_by_key(|rule| rule.familiar(node)).unwrap_or(rule)
    }

    /// Whether a tree has a Japanese word for a word of the file format anywhere: few have one.
    pub(super) fn has_second_words(&self, node: &Node) -> bool {
        match &node.value {
            Value::String(typed) => !typed.is_ascii() && self.second_words.contains(typed.as_str()),
            Value::Array(items) => items.iter().any(|item| self.has_second_words(item)),
            Value::Table(entries) => entries.iter().any(|entry| self.has_second_words(&entry.node)),
            _ => false,
        }
    }

    /// Puts the words of the file format in the place of their Japanese ones, so that a file is the same whichever it is
    /// written with: to its digest, to overlays and to whoever reads the resolved file.
    pub(crate) fn put_words_of_the_format(&self, root: &mut Node) {
        if self.has_second_words(root) {
            self.put_words_at(self.top, root);
        }
    }

    /// A tree as data in an order of its own: keys as in the schema, then years, then names; whole numbers without a decimal
    /// point. So a scenario is the same to the last byte, whatever it was typed in.
    pub(super) fn ordered(&self, root: &Node) -> Json {
        self.ordered_at(Some(self.top), root)
    }

    fn ordered_at(&self, place: Option<RuleId>, node: &Node) -> Json {
        let rule = place.map(|place| self.at(place, node));
        match &node.value {
            Value::Table(entries) => {
                let known = |key: &str| rule.and_then(|rule| rule.keys.iter().position(|known| known.name == key));
                let mut sorted: Vec<&Entry> = entries.iter().collect();
                sorted.sort_by_cached_key(|entry| {
                    let (at, year) = (known(&entry.key), FiscalYear::parse(&entry.key));
                    (at.is_none(), at, year.is_none(), year, entry.key.clone())
                });
                let value = |entry: &Entry| self.ordered_at(rule.and_then(|rule| rule.below(&entry.key)), &entry.node);
                Json::Object(sorted.into_iter().map(|entry| (entry.key.clone(), value(entry))).collect())
            }
            Value::Array(items) => {
                items.iter().map(|item| self.ordered_at(rule.and_then(|rule| rule.items), item)).collect()
            }
            Value::Float(number) => whole(*number).map_or_else(|| node.to_json(), Json::from),
            _ => node.to_json(),
        }
    }

    fn put_words_at(&self, place: RuleId, node: &mut Node) {
        let rule = self.at(place, node);
        match &mut node.value {
            Value::String(typed) => {
                let meant = rule.words.iter().flatten().find(|word| word.typed == *typed);
                if let Some(word) = meant.and_then(|word| word.stands_for.as_ref()) {
                    word.clone_into(typed);
                }
            }
            Value::Array(items) => {
                if let Some(each) = rule.items {
                    items.iter_mut().for_each(|item| self.put_words_at(each, item));
                }
            }
            Value::Table(entries) => {
                for entry in entries {
                    let Some(place) = rule.below(&entry.key) else { continue };
                    self.put_words_at(place, &mut entry.node);
                }
            }
            _ => {}
        }
    }
}

/// A number that is whole, as such.
pub(super) fn whole(number: f64) -> Option<i64> {
    /// Whole numbers below this are all numbers of a cell.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && number.abs() < EXACT).then_some(number as i64)
}

impl Rule {
    /// The rule under a key of a table; nothing where anything or nothing may stand there.
    pub(super) fn below(&self, key: &str) -> Option<RuleId> {
        self.place_of(key).or(if let Others::Of(place) = self.others { Some(place) } else { None })
    }

    /// The rule under a key of its own.
    pub(super) fn place_of(&self, key: &str) -> Option<RuleId> {
        self.keys.iter().find(|known| known.name == key).map(|known| known.place)
    }

    /// Whether a value is of one of its kinds.
    pub(super) fn takes(&self, node: &Node) -> bool {
        self.kinds.iter().any(|kind| kind.is_of(node))
    }

    /// Twice the number of keys of a table that are named here, and one more if it takes keys of any name.
    fn familiar(&self, node: &Node) -> usize {
        let is_named = |key: &str| self.keys.iter().any(|known| known.name == key);
        let named = node.entries().iter().filter(|entry| is_named(&entry.key)).count();
        2 * named + usize::from(matches!(self.others, Others::Of(_)))
    }
}

impl Kind {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "string" => Self::Text,
            "integer" => Self::Whole,
            "number" => Self::Number,
            "boolean" => Self::Truth,
            "array" => Self::List,
            "object" => Self::Table,
            _ => return None,
        })
    }

    /// Whether values of the kind hold no others.
    pub(super) fn is_plain(self) -> bool {
        !matches!(self, Self::List | Self::Table)
    }

    fn is_of(self, node: &Node) -> bool {
        match node.value {
            Value::String(_) => self == Self::Text,
            Value::Integer(_) => matches!(self, Self::Whole | Self::Number),
            Value::Float(_) => self == Self::Number,
            Value::Bool(_) => self == Self::Truth,
            Value::Array(_) => self == Self::List,
            Value::Table(_) => self == Self::Table,
        }
    }
}

/// Reads rules from a schema.
struct Reader<'s> {
    whole: &'s Json,
    all: Vec<Rule>,
    /// The rules of what the schema defines by name.
    definitions: HashMap<&'s str, RuleId>,
}

impl<'s> Reader<'s> {
    fn rule(&mut self, schema: &'s Json) -> RuleId {
        let name = schema.get("$ref").and_then(Json::as_str).and_then(|to| to.strip_prefix("#/$defs/"));
        let Some(name) = name else {
            let place = self.new_place();
            self.all[place] = self.read(schema);
            return place;
        };
        if let Some(place) = self.definitions.get(name) {
            return *place;
        }
        // Known before it is read: a definition may hold itself.
        let place = self.new_place();
        self.definitions.insert(name, place);
        if let Some(definition) = self.whole.get("$defs").and_then(|all| all.get(name)) {
            self.all[place] = self.read(definition);
        }
        place
    }

    fn new_place(&mut self) -> RuleId {
        self.all.push(Rule::default());
        self.all.len() - 1
    }

    fn read(&mut self, schema: &'s Json) -> Rule {
        Rule {
            is_open: is_open(schema),
            kinds: kinds(schema),
            words: words(schema),
            least: schema.get("minimum").and_then(Json::as_f64),
            most: schema.get("maximum").and_then(Json::as_f64),
            items: schema.get("items").map(|each| self.rule(each)),
            keys: self.keys(schema),
            others: match schema.get("additionalProperties") {
                Some(Json::Bool(true)) => Others::Any,
                Some(other @ Json::Object(_)) => Others::Of(self.rule(other)),
                _ => Others::None,
            },
            otherwise: otherwise(schema),
            either: list(schema, "anyOf").map(|choice| self.rule(choice)).collect(),
        }
    }

    /// The kinds of a rule, which are those of its alternatives.
    fn kinds_at(&self, place: RuleId) -> Vec<Kind> {
        let rule = &self.all[place];
        let mut kinds = rule.kinds.clone();
        for kind in rule.either.iter().flat_map(|place| self.kinds_at(*place)) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        kinds
    }

    fn keys(&mut self, schema: &'s Json) -> Vec<Key> {
        let required: HashSet<&str> = list(schema, "required").filter_map(Json::as_str).collect();
        let known = schema.get("properties").and_then(Json::as_object).into_iter().flatten();
        let key = |(name, schema): (&'s String, &'s Json)| Key {
            name: name.clone(),
            place: self.rule(schema),
            is_required: required.contains(name.as_str()),
            meaning: meaning(schema),
        };
        known.map(key).collect()
    }
}

fn list<'s>(schema: &'s Json, key: &str) -> impl Iterator<Item = &'s Json> {
    schema.get(key).and_then(Json::as_array).into_iter().flatten()
}

fn kinds(schema: &Json) -> Vec<Kind> {
    match schema.get("type") {
        Some(Json::String(one)) => Kind::named(one).into_iter().collect(),
        Some(Json::Array(many)) => many.iter().filter_map(Json::as_str).filter_map(Kind::named).collect(),
        _ => Vec::new(),
    }
}

/// Whether a schema says nothing about the value.
fn is_open(schema: &Json) -> bool {
    const SAYS: [&str; 6] = ["type", "enum", "oneOf", "anyOf", "properties", "additionalProperties"];
    let says = |schema: &Map<String, Json>| SAYS.iter().any(|key| schema.contains_key(*key));
    schema.as_bool() == Some(true) || schema.as_object().is_some_and(|schema| !says(schema))
}

/// The words of a choice. Of a word with a meaning of its own, those after the first stand for it in another language.
fn words(schema: &Json) -> Option<Vec<Word>> {
    let own = |word: &Json| Some(Word { typed: word.as_str()?.to_owned(), stands_for: None });
    if let Some(words) = schema.get("enum").and_then(Json::as_array) {
        return words.iter().map(own).collect();
    }
    let mut all = Vec::new();
    for option in schema.get("oneOf")?.as_array()? {
        let Some(words) = option.get("enum").and_then(Json::as_array) else {
            all.push(own(option.get("const")?)?);
            continue;
        };
        let first = words.first().filter(|_| option.get("description").is_some()).and_then(Json::as_str);
        for word in words {
            let stands_for = first.filter(|first| *word != **first).map(str::to_owned);
            all.push(Word { stands_for, ..own(word)? });
        }
    }
    Some(all)
}

/// What a key means, as its schema says.
fn meaning(schema: &Json) -> Text {
    let get = |key| schema.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    Text { ja: get("x-ja"), en: get("description") }
}

/// What to do where a word is none of the choices.
fn otherwise(schema: &Json) -> Option<Text> {
    let said = schema.get("x-otherwise")?;
    let get = |key| said.get(key)?.as_str().map(str::to_owned);
    Some(Text { ja: get("ja")?, en: get("en")? })
}
