//! The factors of a sweep file: their values, and what each changes.

use super::bases::BaseTree;
use super::change::{Change, ChangeKind, ClassChange};
use super::names::{self, Names};
use super::path::SweepPath;
use super::problems::SweepProblems;
use crate::batch::set::{Factor, FactorKind};
use crate::harmless::on_one_line;
use crate::lang::{Text, text};
use crate::scenario::{Entry, Loader, NamedAt, Node, Origin, Value};
use std::collections::HashSet;

/// The most values of a factor.
const MOST: usize = 100_000;

/// A factor with what its values change.
#[derive(Debug)]
pub(super) struct Dimension {
    pub(super) factor: Factor,
    /// Where it stands in the sweep file.
    pub(super) at: Origin,
    /// What each value changes, one list a label.
    pub(super) values: Vec<Vec<Change>>,
    /// Where and between which numbers it is drawn, if it is.
    pub(super) range: Option<Range>,
}

/// Numbers that are drawn.
#[derive(Debug)]
pub(super) struct Range {
    path: SweepPath,
    pub(super) low: f64,
    pub(super) high: f64,
    at: Origin,
    key: String,
}

/// Reads the factors of a sweep file.
pub(super) struct FactorReader<'r, 'l> {
    /// The name of the sweep file.
    pub(super) name: &'r str,
    pub(super) bases: &'r [BaseTree],
    pub(super) loader: &'r mut Loader<'l>,
    pub(super) told: &'r mut SweepProblems,
}

impl FactorReader<'_, '_> {
    /// All factors, in the order of the file.
    pub(super) fn factors(&mut self, root: &Node) -> Vec<Dimension> {
        let mut read = Vec::new();
        for (list, kind) in [("lever", FactorKind::Lever), ("uncertainty", FactorKind::Uncertainty)] {
            for table in root.get(list).map(Node::items).unwrap_or_default() {
                read.extend(self.factor(table, list, kind));
            }
        }
        read.sort_by_key(|d: &Dimension| d.at.span.start);
        read
    }

    fn factor(&mut self, table: &Node, list: &str, kind: FactorKind) -> Option<Dimension> {
        let id = on_one_line(table.get("id").and_then(Node::as_str)?);
        let key = format!("{list}.{id}");
        let at = table.get("id").map_or_else(|| table.origin.clone(), |node| node.origin.clone());
        let short = table.get("path");
        let long = table.get("value").map(Node::items).unwrap_or_default();
        let (mut values, mut range) = (Vec::new(), None);
        match (short, table.get("values"), table.get("range")) {
            (None, None, None) if !long.is_empty() => values = self.long(long, kind, &key),
            (Some(path), Some(list), None) if long.is_empty() => {
                values = self.short(path, list, table.get("labels"), &key);
                self.weigh(&mut values, table.get("weights"), &key);
            }
            (Some(path), None, Some(numbers)) if long.is_empty() => range = self.range(path, numbers, &key),
            _ => {
                let message = text!(ja: "値の書き方が一通りに決まりません", en: "its values are not stated in one way");
                let allowed = text!(
                    ja: "value の表を一つ以上、または path と values、または path と range",
                    en: "one value table or more; or path and values; or path and range"
                );
                let hint = text!(ja: "どれか一通りにしてください", en: "use one of these ways");
                self.told.place(&at, &key, message, Some(allowed), hint);
            }
        }
        self.too_many(&values, &at, &key);
        if let Some(weights) = table.get("weights").filter(|_| kind == FactorKind::Lever || range.is_some()) {
            self.no_weight(weights, kind, &format!("{key}.weights"));
        }
        self.base_of(&mut values);
        let words = Names { base: &self.bases.first()?.tree };
        let of_range = range.iter().map(|r: &Range| r.change(r.low)).collect::<Vec<_>>();
        let all = || values.iter().flat_map(|v| &v.changes).chain(&of_range);
        let name = table.get("name").and_then(names::typed).unwrap_or_else(|| words.factor(&id, all()));
        let labels = self.labels(&values, &key);
        let named = |v: &Labelled| v.name.clone().unwrap_or_else(|| words.value(&name, &v.changes));
        let names: Vec<Text> = values.iter().map(named).collect();
        let base = values.iter().position(|v| v.changes.is_empty()).or_else(|| values.iter().position(|v| v.is_base));
        let weights = values.iter().map(|v| v.weight).collect();
        let changes: Vec<Vec<Change>> = values.into_iter().map(|v| v.changes).collect();
        let factor = Factor { id, name, kind, values: labels, names, weights, base };
        Some(Dimension { factor, at, values: changes, range })
    }

    /// Each value is tried on the base before anything runs, which takes about as long as reading the base.
    fn too_many(&mut self, values: &[Labelled], at: &Origin, key: &str) {
        let n = values.len();
        if n > MOST {
            let message = text!(ja: "値が{n}個あります", en: "{n} values");
            let allowed = text!(ja: "{MOST}個まで", en: "up to {MOST}");
            let hint = text!(ja: "値を減らすか、uncertainty の range と combine = \"latin\" で標本にしてください", en: "use fewer values, or an uncertainty with a range and a sample of it with combine = \"latin\"");
            self.told.place(at, key, message, Some(allowed), hint);
        }
    }

    /// Marks the value that writes what every base states anyway.
    fn base_of(&self, values: &mut [Labelled]) {
        for value in values {
            let [Change { kind: ChangeKind::Set { path, value: written }, .. }] = &value.changes[..] else { continue };
            value.is_base = self.bases.iter().all(|base| super::walk::stand(&base.tree, path, written));
        }
    }

    /// Gives values their weights.
    fn weigh(&mut self, values: &mut [Labelled], weights: Option<&Node>, key: &str) {
        let Some(weights) = weights.filter(|_| !values.is_empty()) else { return };
        let (n, given) = (values.len(), weights.items().len());
        if n != given {
            let message =
                text!(ja: "値が{n}個、重みが{given}個です", en: "the number of values is {n}, that of weights {given}");
            let hint = text!(ja: "値と重みを同じ数だけ書いてください", en: "state as many weights as values");
            return self.told.place(&weights.origin, &format!("{key}.weights"), message, None, hint);
        }
        for (value, weight) in values.iter_mut().zip(weights.items()) {
            value.weight = self.weight(weight, &format!("{key}.weights"));
        }
    }

    /// A weight above 0, within bounds between which products and sums of weights stay numbers.
    fn weight(&mut self, typed: &Node, key: &str) -> f64 {
        let weight = typed.to_json().as_f64().unwrap_or_default();
        if (1e-6..=1e6).contains(&weight) {
            return weight;
        }
        let message = if weight > 0.0 {
            text!(ja: "重みは 0.000001 から 1,000,000 までの数です", en: "a weight is a number from 0.000001 to 1,000,000")
        } else {
            text!(ja: "重みは 0 より大きい数です", en: "a weight is a number above 0")
        };
        let hint = text!(ja: "数えない値は、values から外してください", en: "take a value that is not to count out of the values");
        self.told.value(typed, key, message, None, hint);
        1.0
    }

    /// Levers are chosen: nothing says how likely their values are. Numbers that are drawn come alike often.
    fn no_weight(&mut self, typed: &Node, kind: FactorKind, key: &str) {
        let (message, hint) = if kind == FactorKind::Lever {
            (
                text!(ja: "対応策の値には重みを付けられません", en: "the values of a lever have no weights"),
                text!(ja: "重みを消すか、[[uncertainty]] にしてください（対応策は選ぶもので、平均しません）", en: "leave the weights out, or make it an [[uncertainty]]: a lever is chosen and never averaged over"),
            )
        } else {
            (
                text!(ja: "range には重みを付けられません", en: "a range has no weights"),
                text!(ja: "重みを消すか、values に書いてください", en: "leave the weights out, or state values"),
            )
        };
        self.told.place(&typed.origin, key, message, None, hint);
    }

    /// The labels of the values, each once.
    fn labels(&mut self, values: &[Labelled], key: &str) -> Vec<String> {
        let mut seen = HashSet::new();
        for value in values {
            if !seen.insert(&value.label) {
                let label = &value.label;
                let message = text!(ja: "値の呼び名「{label}」が二度あります", en: "the label '{label}' stands twice");
                let hint = text!(ja: "要因の中で違う呼び名にしてください", en: "give each value of the factor a label of its own");
                self.told.place(&value.at, key, message, None, hint);
            }
        }
        values.iter().map(|value| value.label.clone()).collect()
    }

    fn short(&mut self, path: &Node, list: &Node, labels: Option<&Node>, key: &str) -> Vec<Labelled> {
        let Some(parsed) = self.path(path, &format!("{key}.path")) else { return Vec::new() };
        let labels = labels.map(Node::items).unwrap_or_default();
        let n = list.items().len();
        if n == 0 || (!labels.is_empty() && labels.len() != n) {
            let given = labels.len();
            let message = if n == 0 {
                text!(ja: "値が一つもありません", en: "there is no value")
            } else {
                text!(ja: "値が{n}個、呼び名が{given}個です", en: "the number of values is {n}, that of labels {given}")
            };
            let hint = if n == 0 {
                text!(ja: "values = [0.01, 0.02] のように書いてください", en: "write for example values = [0.01, 0.02]")
            } else {
                text!(ja: "値と呼び名を同じ数だけ書いてください", en: "state as many labels as values")
            };
            self.told.place(&list.origin, &format!("{key}.values"), message, None, hint);
            return Vec::new();
        }
        let at = &path.origin;
        let one = |(i, value): (usize, &Node)| {
            let name = labels.get(i).and_then(names::typed);
            let label = name.as_ref().map_or_else(|| on_one_line(&label_of(value)), |name| name.ja.clone());
            // The factor says what it is that is written.
            let name = name.or_else(|| Some(Text::same(on_one_line(&label))));
            let kind = ChangeKind::Set { path: parsed.clone(), value: value.clone() };
            let changes = vec![Change { kind, at: at.clone(), key: format!("{key}.path") }];
            Labelled { label, name, at: value.origin.clone(), weight: 1.0, is_base: false, changes }
        };
        list.items().iter().enumerate().map(one).collect()
    }

    fn range(&mut self, path: &Node, numbers: &Node, key: &str) -> Option<Range> {
        let parsed = self.path(path, &format!("{key}.path"))?;
        let stated: Vec<f64> = numbers.items().iter().filter_map(|n| n.to_json().as_f64()).collect();
        match stated[..] {
            [low, high] if low < high => {
                Some(Range { path: parsed, low, high, at: path.origin.clone(), key: format!("{key}.path") })
            }
            _ => {
                let message = text!(ja: "最小と最大の二つの数を書くところです", en: "the least and the greatest number belong here");
                let hint = text!(ja: "range = [0.0, 0.04] のように書いてください", en: "write for example range = [0.0, 0.04]");
                self.told.value(numbers, &format!("{key}.range"), message, None, hint);
                None
            }
        }
    }

    fn long(&mut self, values: &[Node], kind: FactorKind, key: &str) -> Vec<Labelled> {
        let mut read = Vec::new();
        for (i, value) in values.iter().enumerate() {
            let name = value.get("label").and_then(names::typed);
            let at = value.get("label").map_or_else(|| value.origin.clone(), |node| node.origin.clone());
            let own = name.as_ref().map_or_else(|| (i + 1).to_string(), |name| name.ja.clone());
            let key = format!("{key}.value.{own}");
            let changes = self.changes(value, &key);
            let label = name.as_ref().map_or_else(|| on_one_line(&names::label(&changes)), |name| name.ja.clone());
            let typed = value.get("weight");
            if let Some(weight) = typed.filter(|_| kind == FactorKind::Lever) {
                self.no_weight(weight, kind, &format!("{key}.weight"));
            }
            let weight = typed.map_or(1.0, |weight| self.weight(weight, &format!("{key}.weight")));
            read.push(Labelled { label, name, at, weight, is_base: false, changes });
        }
        read
    }

    /// What a value changes. What is laid over comes first, so that the rest can speak of it.
    fn changes(&mut self, value: &Node, key: &str) -> Vec<Change> {
        let mut changes = Vec::new();
        let entries = |name: &str| value.get(name).map(Node::entries).unwrap_or_default();
        changes.extend(self.overlay(value.get("overlay"), key));
        if let Some(with) = value.get("with") {
            let kind = ChangeKind::Lay(with.clone());
            changes.push(Change { kind, at: with.origin.clone(), key: format!("{key}.with") });
        }
        for both in entries("accelerate").iter().filter(|a| entries("delay").iter().any(|d| d.key == a.key)) {
            let id = &both.key;
            let message = text!(ja: "「{id}」が delay と accelerate の両方にあります", en: "'{id}' stands in both delay and accelerate");
            let hint = text!(ja: "どちらか一方にしてください", en: "state one of them");
            self.told.place(&both.key_origin, &format!("{key}.accelerate"), message, None, hint);
        }
        for (name, sign) in [("delay", 1), ("accelerate", -1)] {
            for entry in entries(name) {
                let by = sign * entry.node.to_json().as_i64().unwrap_or_default();
                let kind = ChangeKind::Move { initiative: entry.key.clone(), by, typed: entry.node.origin.clone() };
                changes.push(Change { kind, at: entry.key_origin.clone(), key: format!("{key}.{name}") });
            }
        }
        for entry in entries("resize") {
            let by = entry.node.to_json().as_f64().unwrap_or(1.0);
            let kind = ChangeKind::Resize { initiative: entry.key.clone(), by, typed: entry.node.origin.clone() };
            changes.push(Change { kind, at: entry.key_origin.clone(), key: format!("{key}.resize") });
        }
        for item in value.get("drop").map(Node::items).unwrap_or_default() {
            let Some(id) = item.as_str() else { continue };
            let kind = ChangeKind::Drop { initiative: id.to_owned() };
            changes.push(Change { kind, at: item.origin.clone(), key: format!("{key}.drop") });
        }
        let classes = entries("class").iter();
        let class_of = |e: &Entry| ClassChange { from: e.key.clone(), to: e.node.clone(), at: e.key_origin.clone() };
        let classes: Vec<ClassChange> = classes.map(class_of).collect();
        if let Some(first) = classes.first() {
            let at = first.at.clone();
            changes.push(Change { kind: ChangeKind::Classes(classes), at, key: format!("{key}.class") });
        }
        for entry in entries("set") {
            let key = format!("{key}.set");
            let Some(path) = self.parsed(&entry.key, &entry.key_origin, &key) else { continue };
            let kind = ChangeKind::Set { path, value: entry.node.clone() };
            changes.push(Change { kind, at: entry.key_origin.clone(), key });
        }
        for entry in entries("multiply") {
            let key = format!("{key}.multiply");
            let Some(path) = self.parsed(&entry.key, &entry.key_origin, &key) else { continue };
            let by = entry.node.to_json().as_f64().unwrap_or(1.0);
            changes.push(Change { kind: ChangeKind::Multiply { path, by }, at: entry.key_origin.clone(), key });
        }
        changes
    }

    fn overlay(&mut self, named: Option<&Node>, key: &str) -> Option<Change> {
        let named = named?;
        let key = format!("{key}.overlay");
        let file = self.loader.named(self.name, named.as_str()?);
        let tree = self.loader.scenario(&file, Some(NamedAt { origin: &named.origin, key: "overlay" }))?;
        Some(Change { kind: ChangeKind::Lay(tree), at: named.origin.clone(), key })
    }

    fn path(&mut self, typed: &Node, key: &str) -> Option<SweepPath> {
        self.parsed(typed.as_str()?, &typed.origin, key)
    }

    fn parsed(&mut self, typed: &str, at: &Origin, key: &str) -> Option<SweepPath> {
        match SweepPath::parse(typed) {
            Ok(path) => Some(path),
            Err(message) => {
                let allowed = Text::same("initiative.bpr.delay, policy.*.target.R9, initiative[policy=II].delay");
                let hint = text!(ja: "このような書き方に直してください", en: "write it in a way like these");
                self.told.place(at, key, message, Some(allowed), hint);
                None
            }
        }
    }
}

/// A value as it is read.
struct Labelled {
    /// By what it is known.
    label: String,
    /// As typed; nothing where the file gives none.
    name: Option<Text>,
    at: Origin,
    weight: f64,
    /// Whether it writes what the base states anyway.
    is_base: bool,
    changes: Vec<Change>,
}

impl Range {
    /// The change that writes a drawn number.
    pub(super) fn change(&self, number: f64) -> Change {
        let value = Node { value: Value::Float(number), origin: self.at.clone() };
        let kind = ChangeKind::Set { path: self.path.clone(), value };
        Change { kind, at: self.at.clone(), key: self.key.clone() }
    }
}

/// What a value is called that has no label of its own.
pub(super) fn label_of(value: &Node) -> String {
    let class = value.get("class").and_then(Node::as_str);
    class.or(value.as_str()).map_or_else(|| value.to_json().to_string(), str::to_owned)
}
