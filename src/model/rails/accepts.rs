//! What a file accepts: the ids of guard rails with a reason, in the table where they arise.

use super::super::reader::Reader;
use super::catalogue::Rail;
use super::finding::Item;
use crate::fiscal::FiscalYear;
use crate::harmless::on_one_line;
use crate::lang::{Text, text};
use crate::scenario::{At, Path, Problem, Scenario, Year, nearest};
use std::collections::BTreeMap;

/// A guard rail that is accepted in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accept {
    /// The table.
    pub item: Item,
    /// The guard rail.
    pub rail: Rail,
    /// Why it is accepted, on one line.
    pub reason: String,
}

/// Every `accept` of a scenario.
pub(in crate::model) fn read(scenario: &Scenario, reader: &mut Reader) -> Vec<Accept> {
    let mut out = Vec::new();
    for (item, path, typed) in tables(scenario) {
        for (id, reason) in typed {
            let at = path.key("accept").key(id);
            match (Rail::of(id), on_one_line(reason)) {
                (None, _) => unknown(id, at, reader),
                (_, reason) if reason.is_empty() => without_reason(&at, reader),
                (Some(rail), reason) => out.push(Accept { item: item.clone(), rail, reason }),
            }
        }
    }
    out
}

fn unknown(id: &str, at: Path, reader: &mut Reader) {
    let ids: Vec<&str> = Rail::ALL.iter().map(|rail| rail.id()).collect();
    let message = text!(ja: "「{id}」という確認事項はありません", en: "there is no guard rail '{id}'");
    let hint = match nearest(id, &ids) {
        Some(near) => text!(ja: "「{near}」のことですか", en: "did you mean '{near}'?"),
        None => text!(ja: "mikomi check が示す id を書いてください", en: "write the id that mikomi check shows"),
    };
    reader.problems.push(Problem::new(at, At::Key, message).allowed(Text::same(ids.join(", "))).hint(hint));
}

fn without_reason(at: &Path, reader: &mut Reader) {
    let message = text!(ja: "承知する理由がありません", en: "accepted without a reason");
    let allowed = text!(ja: "空でない文字列", en: "text that is not empty");
    let hint = text!(ja: "次に読む人のために、承知してよい理由を書いてください", en: "say for the next reader why it can be accepted");
    reader.refuse(at, message, allowed, hint);
}

type AcceptTable<'a> = (Item, Path, &'a BTreeMap<String, String>);

/// Every table that accepts anything, with that.
fn tables(scenario: &Scenario) -> Vec<AcceptTable<'_>> {
    let mut all = Tables(Vec::new());
    let top = Path::default();
    let at = |list: &str, i: usize| top.key(list).index(i);
    all.add(&scenario.accept, || (Item::default(), top.clone()));
    all.add(&scenario.plan.accept, || (Item::table("plan"), top.key("plan")));
    if let Some(e) = &scenario.editions {
        all.add(&e.accept, || (Item::table("editions"), top.key("editions")));
    }
    if let Some(t) = &scenario.total {
        all.add(&t.accept, || (Item::table("total"), top.key("total")));
    }
    for (i, e) in scenario.edition.iter().enumerate() {
        if let Some(base) = base(&e.base) {
            all.add(&e.accept, || (Item::edition(base), at("edition", i)));
        }
    }
    for (i, p) in scenario.policy.iter().enumerate() {
        all.add(&p.accept, || (Item::of("policy", &p.id), at("policy", i)));
    }
    for (i, s) in scenario.strategy.iter().enumerate() {
        all.add(&s.accept, || (Item::of("strategy", &s.id), at("strategy", i)));
    }
    for (i, initiative) in scenario.initiative.iter().enumerate() {
        all.add(&initiative.accept, || (Item::of("initiative", &initiative.id), at("initiative", i)));
        for (k, s) in initiative.stream.iter().enumerate() {
            let path = || at("initiative", i).key("stream").index(k);
            all.add(&s.accept, || (Item::stream(&initiative.id, &s.id), path()));
        }
    }
    for (i, d) in scenario.driver.iter().enumerate() {
        all.add(&d.accept, || (Item::of("driver", &d.id), at("driver", i)));
    }
    for (i, d) in scenario.dependence.iter().enumerate() {
        all.add(&d.accept, || (Item::of("dependence", &d.id), at("dependence", i)));
    }
    for (i, c) in scenario.correlation.iter().enumerate() {
        all.add(&c.accept, || (Item::of("correlation", &(i + 1).to_string()), at("correlation", i)));
    }
    for (i, o) in scenario.overlap.iter().enumerate() {
        all.add(&o.accept, || (Item::of("overlap", &(i + 1).to_string()), at("overlap", i)));
    }
    all.0
}

struct Tables<'a>(Vec<AcceptTable<'a>>);

impl<'a> Tables<'a> {
    /// Adds a table if it accepts anything. Hardly any does, so its names are made only then.
    fn add(&mut self, accept: &'a BTreeMap<String, String>, names: impl FnOnce() -> (Item, Path)) {
        if !accept.is_empty() {
            let (item, path) = names();
            self.0.push((item, path, accept));
        }
    }
}

/// A base year that cannot be read is told where editions are read.
fn base(typed: &Year) -> Option<FiscalYear> {
    match typed {
        Year::Number(number) => i32::try_from(*number).ok().and_then(FiscalYear::new),
        Year::Name(name) => FiscalYear::parse(name),
    }
}
