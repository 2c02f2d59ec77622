//! What the figures rest on: sources and notes as the scenario states them, reference classes, numbers without a source,
//! warnings, what is left out.

use super::OutcomePart;
use crate::lang::text;
use crate::money::count;
use crate::report::page::parts::{Cell, Look, Row, Table, heading, of_numbers, of_words};
use maud::{Markup, html};
use serde_json::Value as Json;

/// The most names that stand beside one source.
const NAMED: usize = 6;

/// A source or note in the words of the scenario, and what it is about.
#[derive(Debug, PartialEq)]
struct Remark {
    words: String,
    about: Vec<String>,
}

impl OutcomePart<'_> {
    pub(super) fn sources(&self) -> Markup {
        let outcome = self.report.outcome;
        let titles = [
            text!(ja: "確認事項", en: "Guard rails"),
            text!(ja: "この試算に入っていないもの", en: "Not modelled"),
            text!(ja: "出典", en: "Sources"),
            text!(ja: "根拠の説明（シナリオに書かれた注）", en: "Notes of the scenario"),
        ];
        let [warnings, left_out, sources, notes] = titles.map(|t| self.say(&t));
        let warned: Vec<String> = self.report.findings().iter().map(|w| self.say(w)).collect();
        html! {
            (self.list(&warnings, &warned))
            (self.list(&left_out, &outcome.header.not_modelled))
            @if let Some(spread) = self.report.spread() { p { (self.say(&spread)) } }
            (self.remarks("sources", &sources, "source"))
            (self.class_table())
            (self.remarks("notes", &notes, "note"))
            (self.unsourced())
            @let dependence = self.report.dependence();
            @if !dependence.is_empty() {
                @let title = text!(ja: "そろって動くとみたもの", en: "What is taken to vary together");
                (self.list(&self.say(&title), &dependence.iter().map(|t| self.say(t)).collect::<Vec<_>>()))
            }
        }
    }

    /// A list under its heading; nothing where it is empty.
    fn list(&self, title: &str, items: &[String]) -> Markup {
        html! { @if !items.is_empty() {
            (heading(self.level + 2, Look::Figure, None, title))
            ul class="plain" { @for item in items { li { (item) } } }
        } }
    }

    fn remarks(&self, name: &'static str, title: &str, key: &str) -> Markup {
        let mut found = Vec::new();
        gather(&self.report.outcome.scenario, key, &mut Vec::new(), &mut found);
        if found.is_empty() {
            return html! {};
        }
        let whole = self.say(&text!(ja: "シナリオ全体", en: "the whole scenario"));
        let item = |remark: &Remark| {
            let named: Vec<&str> =
                remark.about.iter().take(NAMED).map(|a| if a.is_empty() { whole.as_str() } else { a }).collect();
            let more = remark.about.len().saturating_sub(NAMED);
            let (list_ja, list_en) = (named.join("、"), named.join(", "));
            let about = if more > 0 {
                text!(ja: "（{list_ja} ほか {more} 件）", en: " ({list_en} and {more} more)")
            } else {
                text!(ja: "（{list_ja}）", en: " ({list_en})")
            };
            html! { li { (remark.words) span class="small" { (self.say(&about)) } } }
        };
        html! {
            (heading(self.level + 2, Look::Figure, None, title))
            ul class="plain" data-list=(name) { @for remark in &found { (item(remark)) } }
        }
    }

    fn class_table(&self) -> Markup {
        let classes = &self.report.outcome.classes;
        if classes.is_empty() {
            return html! {};
        }
        let heads = [
            text!(ja: "参照クラス", en: "Reference class"),
            text!(ja: "使った量", en: "Uses"),
            text!(ja: "出典", en: "Source"),
            text!(ja: "留意点", en: "Beware"),
        ];
        let [class, uses, source, caveat] = heads.map(|w| self.say(&w));
        let row = |used: &crate::outcome::ClassUse| {
            let (c, n) = (&used.class, used.quantities.len());
            let cells = vec![
                Cell::number(n.to_string(), Some(n as f64)),
                Cell::words(self.say(&c.source)),
                Cell::words(self.say(&c.caveat)),
            ];
            Row { head: format!("{} ({})", self.say(&c.name), c.id), cells, ..Row::default() }
        };
        let caption = text!(ja: "使った「類似事例に基づく標準値（参照クラス）」", en: "Reference classes in use: the record of comparable reforms");
        let heads = vec![of_words(&class), of_numbers(&uses), of_words(&source), of_words(&caveat)];
        let rows = classes.iter().map(row).collect();
        Table { name: "classes", caption: self.say(&caption), unit: String::new(), over: Vec::new(), heads, rows }
            .draw(self.lang())
    }

    /// The tables of the scenario with numbers that have no source.
    fn unsourced(&self) -> Markup {
        let tables = &self.report.outcome.assumptions;
        let numbers: usize = tables.iter().map(|a| a.numbers).sum();
        if numbers == 0 {
            return html! {};
        }
        let (many, all) = (count(tables.len() as f64), count(numbers as f64));
        let title = text!(ja: "根拠資料のない数値（仮定）", en: "Numbers without a source (assumptions)");
        let said = text!(
            ja: "根拠資料のない数値が {all} 個（{many} 項目）あり、仮定として扱っています。項目の名前の後の数が、その項目にある個数です。",
            en: "{all} numbers in {many} tables have no source and count as assumptions. Each table is followed by how many it has."
        );
        html! {
            (heading(self.level + 2, Look::Figure, None, &self.say(&title)))
            p { (self.say(&said)) }
            p class="small" {
                @for (i, table) in tables.iter().enumerate() {
                    @if i > 0 { (self.say(&text!(ja: "、", en: ", "))) }
                    (self.named(&table.key)) " " (table.numbers)
                }
            }
        }
    }
}

impl OutcomePart<'_> {
    /// A table of the scenario in words: what it is, and its name where it has one.
    fn named(&self, key: &str) -> String {
        let Some((kind, id)) = key.split_once('.') else { return key.to_owned() };
        let entries = self.report.outcome.scenario.get(kind).and_then(Json::as_array);
        let same = |entry: &&Json| entry.get("id").and_then(Json::as_str) == Some(id);
        let name = entries.and_then(|all| all.iter().find(same)?.get("name")?.as_str()).unwrap_or(id);
        match kind {
            "initiative" => self.say(&text!(ja: "「{name}」", en: "“{name}”")),
            "policy" => self.say(&text!(ja: "基本方針「{name}」", en: "policy “{name}”")),
            "dependence" => self.say(&text!(ja: "相関「{name}」", en: "correlation “{name}”")),
            _ => key.to_owned(),
        }
    }
}

/// Every word under a key, with the names of what it stands in; the same words stand once.
fn gather(node: &Json, key: &str, names: &mut Vec<String>, found: &mut Vec<Remark>) {
    match node {
        Json::Array(items) => {
            for item in items {
                gather(item, key, names, found);
            }
        }
        Json::Object(entries) => {
            let name = ["name", "id"].into_iter().find_map(|k| entries.get(k).and_then(Json::as_str));
            names.extend(name.map(ToOwned::to_owned));
            if let Some(words) = entries.get(key).and_then(Json::as_str) {
                let about = names.first().cloned().unwrap_or_default();
                remember(words, about, found);
            }
            for (_, value) in entries.iter().filter(|(k, _)| *k != key) {
                gather(value, key, names, found);
            }
            names.truncate(names.len() - usize::from(name.is_some()));
        }
        _ => {}
    }
}

fn remember(words: &str, about: String, found: &mut Vec<Remark>) {
    match found.iter_mut().find(|r| r.words == words) {
        Some(known) if known.about.contains(&about) => {}
        Some(known) => known.about.push(about),
        None => found.push(Remark { words: words.to_owned(), about: vec![about] }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_same_words_stand_once_with_all_that_they_are_about() {
        let scenario = json!({
            "title": "t", "note": "whole",
            "policy": [{"id": "I", "name": "First", "targets": {"source": "book", "R4": {"value": 1, "source": "page 3"}}}],
            "initiative": [{"id": "a", "stream": [{"id": "s", "source": "book"}, {"id": "u", "source": "book"}]}],
        });
        let mut found = Vec::new();
        gather(&scenario, "source", &mut Vec::new(), &mut found);
        let remark = |words: &str, about: &[&str]| Remark {
            words: words.to_owned(),
            about: about.iter().map(|a| (*a).to_owned()).collect(),
        };
        found.sort_by(|a, b| a.words.cmp(&b.words));
        assert_eq!(found, [remark("book", &["First", "a"]), remark("page 3", &["First"])]);
        let mut found = Vec::new();
        gather(&scenario, "note", &mut Vec::new(), &mut found);
        assert_eq!(found, [remark("whole", &[""])]);
    }
}
