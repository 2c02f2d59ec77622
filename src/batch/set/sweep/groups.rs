//! The groups of a sweep file: which values of which factors come together.

use super::factors::{Dimension, label_of};
use super::problems::{SweepProblems, meant};
use crate::batch::set::Setting;
use crate::harmless::on_one_line;
use crate::lang::{Text, text};
use crate::scenario::{Entry, Node, Origin};
use std::collections::HashMap;

/// A group as it is stated, with names resolved.
#[derive(Debug)]
pub(super) struct FactorGroup {
    pub(super) id: Option<String>,
    /// The positions of its factors, those of the bases left out.
    pub(super) factors: Vec<usize>,
    pub(super) how: How,
    only: Vec<Pattern>,
    except: Vec<Pattern>,
    pub(super) at: Origin,
}

/// How values are combined.
#[derive(Debug)]
pub(super) enum How {
    Product,
    Zip,
    List(Vec<Vec<Setting>>),
    Latin { sample: usize, seed: u64 },
    Each,
}

/// A table of a filter: each factor with the values that match.
#[derive(Debug)]
struct Pattern(Vec<(usize, Vec<usize>)>);

impl FactorGroup {
    /// All combinations of all factors.
    pub(super) fn of_everything(factors: Vec<usize>) -> Self {
        let (only, except) = (Vec::new(), Vec::new());
        Self { id: None, factors, how: How::Product, only, except, at: Origin::default() }
    }

    /// Whether the filters keep a combination.
    pub(super) fn keeps(&self, settings: &[Setting]) -> bool {
        let fits = |pattern: &Pattern| {
            let has = |(factor, values): &(usize, Vec<usize>)| {
                settings.iter().any(|s| s.factor == *factor && values.contains(&s.value))
            };
            pattern.0.iter().all(has)
        };
        (self.only.is_empty() || self.only.iter().any(fits)) && !self.except.iter().any(fits)
    }
}

/// Reads the groups of a sweep file.
pub(super) struct GroupReader<'r> {
    factors: &'r [Dimension],
    /// By factor, where each label stands among its values.
    labels: Vec<HashMap<&'r str, usize>>,
    /// Whether the first factor is which base is taken.
    has_bases: bool,
    told: &'r mut SweepProblems,
}

impl<'r> GroupReader<'r> {
    /// Of these factors; `has_bases` where the first is which base is taken.
    pub(super) fn new(factors: &'r [Dimension], has_bases: bool, told: &'r mut SweepProblems) -> Self {
        let labels =
            |d: &'r Dimension| d.factor.values.iter().enumerate().rev().map(|(at, l)| (l.as_str(), at)).collect();
        Self { factors, labels: factors.iter().map(labels).collect(), has_bases, told }
    }
}

impl GroupReader<'_> {
    /// All groups; where none is stated, one of all combinations.
    pub(super) fn groups(&mut self, root: &Node) -> Vec<FactorGroup> {
        let all: Vec<usize> = (usize::from(self.has_bases)..self.factors.len()).collect();
        let tables = root.get("group").map(Node::items).unwrap_or_default();
        if tables.is_empty() {
            self.drawn_without_latin(&all, None);
            return vec![FactorGroup::of_everything(all)];
        }
        let mut ids: Vec<&str> = Vec::new();
        let mut groups = Vec::new();
        for (i, table) in tables.iter().enumerate() {
            let id = table.get("id").and_then(Node::as_str);
            let key = format!("group.{}", id.map_or_else(|| (i + 1).to_string(), str::to_owned));
            if id.is_none() && tables.len() > 1 || id.is_some_and(|id| ids.contains(&id)) {
                let message = text!(ja: "グループの名前（id）がないか、重なっています", en: "a group without an id, or with that of another");
                let hint = text!(ja: "グループごとに違う id を書いてください", en: "give each group an id of its own");
                self.told.place(&first_of(table), &key, message, None, hint);
            }
            ids.extend(id);
            groups.push(self.group(table, id, &all, &key));
        }
        groups
    }

    fn group(&mut self, table: &Node, id: Option<&str>, all: &[usize], key: &str) -> FactorGroup {
        let mut factors: Vec<usize> = match table.get("factors").filter(|f| !f.items().is_empty()) {
            None => all.to_vec(),
            Some(list) => {
                list.items().iter().filter_map(|f| self.factor(f.as_str()?, f, &format!("{key}.factors"))).collect()
            }
        };
        factors.retain(|f| !(self.has_bases && *f == 0));
        factors.sort_unstable();
        factors.dedup();
        let how = self.how(table, &factors, key);
        if !matches!(how, How::Latin { .. }) {
            self.drawn_without_latin(&factors, Some((&first_of(table), key)));
        }
        let only = self.patterns(table.get("only"), &format!("{key}.only"));
        let except = self.patterns(table.get("except"), &format!("{key}.except"));
        FactorGroup { id: id.map(on_one_line), factors, how, only, except, at: first_of(table) }
    }

    fn how(&mut self, table: &Node, factors: &[usize], key: &str) -> How {
        let combine = table.get("combine").and_then(Node::as_str).unwrap_or("product");
        for (other, owner) in [("list", "list"), ("sample", "latin"), ("seed", "latin")] {
            let stated = table.entries().iter().find(|e| e.key == other);
            if let Some(entry) = stated.filter(|_| combine != owner) {
                let message = text!(ja: "「{other}」は combine = \"{owner}\" のときだけ使えます", en: "'{other}' is for combine = \"{owner}\" only");
                let hint =
                    text!(ja: "この項目を消すか、combine を直してください", en: "take it out, or change combine");
                self.told.place(&entry.key_origin, &format!("{key}.{other}"), message, None, hint);
            }
        }
        match combine {
            "zip" => {
                self.same_length(table, factors, key);
                How::Zip
            }
            "each" => How::Each,
            "list" => {
                let rows = table.get("list").map(Node::items).unwrap_or_default();
                if rows.is_empty() {
                    self.lacks(table, "list", key);
                }
                How::List(rows.iter().map(|row| self.row(row, &format!("{key}.list"))).collect())
            }
            "latin" => {
                let number = |name: &str| table.get(name).and_then(|n| n.to_json().as_u64());
                if number("sample").is_none() {
                    self.lacks(table, "sample", key);
                }
                How::Latin { sample: number("sample").unwrap_or(1) as usize, seed: number("seed").unwrap_or(1) }
            }
            _ => How::Product,
        }
    }

    fn lacks(&mut self, table: &Node, what: &str, key: &str) {
        let message = text!(ja: "「{what}」がありません", en: "'{what}' is missing");
        let hint = text!(ja: "「{what} = …」を書き足してください", en: "add '{what} = …'");
        self.told.place(&first_of(table), key, message, None, hint);
    }

    fn same_length(&mut self, table: &Node, factors: &[usize], key: &str) {
        let lengths: Vec<(&str, usize)> =
            factors.iter().map(|&f| (self.factors[f].factor.id.as_str(), self.factors[f].values.len())).collect();
        if lengths.windows(2).all(|pair| pair[0].1 == pair[1].1) {
            return;
        }
        let list = lengths.iter().map(|(id, n)| format!("{id} {n}")).collect::<Vec<_>>().join(", ");
        let message = text!(ja: "zip では要因の値の数が同じでなければなりません（{list}）", en: "zip needs factors with as many values each ({list})");
        let hint =
            text!(ja: "値の数をそろえるか、combine を直してください", en: "make them equally many, or change combine");
        self.told.place(&first_of(table), key, message, None, hint);
    }

    /// Numbers between two ends cannot be counted off.
    fn drawn_without_latin(&mut self, factors: &[usize], at: Option<(&Origin, &str)>) {
        for &f in factors {
            let dimension = &self.factors[f];
            if dimension.range.is_none() {
                continue;
            }
            let id = &dimension.factor.id;
            let message = text!(ja: "「{id}」は range なので、combine = \"latin\" でしか使えません", en: "'{id}' has a range, which only combine = \"latin\" can use");
            let hint = text!(ja: "values を書くか、combine = \"latin\" と sample を書いてください", en: "state values instead, or combine = \"latin\" with sample");
            let (origin, key) = at.map_or((&dimension.at, id.as_str()), |(origin, key)| (origin, key));
            self.told.place(origin, key, message, None, hint);
        }
    }

    fn row(&mut self, row: &Node, key: &str) -> Vec<Setting> {
        let mut settings: Vec<Setting> = Vec::new();
        for entry in row.entries() {
            let Some(factor) = self.factor_of(entry, key) else { continue };
            settings.extend(self.value(factor, &entry.node, key).map(|value| Setting { factor, value }));
        }
        settings.sort_by_key(|s| s.factor);
        settings
    }

    fn patterns(&mut self, tables: Option<&Node>, key: &str) -> Vec<Pattern> {
        tables.map(Node::items).unwrap_or_default().iter().map(|table| self.pattern(table, key)).collect()
    }

    fn pattern(&mut self, table: &Node, key: &str) -> Pattern {
        let mut wanted = Vec::new();
        for entry in table.entries() {
            let Some(factor) = self.factor_of(entry, key) else { continue };
            let one = std::slice::from_ref(&entry.node);
            let labels = if entry.node.items().is_empty() { one } else { entry.node.items() };
            wanted.push((factor, labels.iter().filter_map(|label| self.value(factor, label, key)).collect()));
        }
        Pattern(wanted)
    }

    fn factor_of(&mut self, entry: &Entry, key: &str) -> Option<usize> {
        let at = Node { value: crate::scenario::Value::String(entry.key.clone()), origin: entry.key_origin.clone() };
        self.factor(&entry.key, &at, key)
    }

    fn factor(&mut self, id: &str, at: &Node, key: &str) -> Option<usize> {
        let found = self.factors.iter().position(|d| d.factor.id == id);
        if found.is_none() {
            let ids: Vec<&str> = self.factors.iter().map(|d| d.factor.id.as_str()).collect();
            let message = text!(ja: "「{id}」という要因はありません", en: "there is no factor '{id}'");
            let hint = meant(id, &ids, text!(ja: "要因の id を書いてください", en: "write the id of a factor"));
            self.told.value(at, key, message, Some(Text::same(ids.join(", "))), hint);
        }
        found
    }

    fn value(&mut self, at: usize, label: &Node, key: &str) -> Option<usize> {
        let factor = &self.factors[at].factor;
        let typed = label_of(label);
        let known = self.labels[at].get(typed.as_str()).copied();
        let found = known.or_else(|| factor.value(&typed));
        if found.is_none() {
            let labels: Vec<&str> = factor.values.iter().map(String::as_str).collect();
            let id = &factor.id;
            let message =
                text!(ja: "要因「{id}」に値「{typed}」はありません", en: "the factor '{id}' has no value '{typed}'");
            let hint =
                meant(&typed, &labels, text!(ja: "値の呼び名を書いてください", en: "write the label of a value"));
            self.told.value(label, key, message, Some(Text::same(labels.join(", "))), hint);
        }
        found
    }
}

fn first_of(table: &Node) -> Origin {
    let first = table.entries().iter().map(|e| &e.key_origin).min_by_key(|o| o.span.start);
    first.unwrap_or(&table.origin).clone()
}
