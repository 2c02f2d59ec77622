//! A figure at its place in the scenario: the targets and actuals of a policy, the amounts and actuals of a stream.

use super::effects::{Effect, What, When};
use super::problems;
use super::scenario::{Builder, Change, table_node};
use super::table::Table;
use crate::fiscal::FiscalYear;
use crate::harmless::on_one_line;
use crate::lang::text;
use crate::scenario::tree::{child, entries_of, items_of, put};
use crate::scenario::{Entry, Node, Origin, StreamKind, Value};

/// A stream of an initiative: its kind in the words of the format, and its name.
#[derive(Clone, Copy, PartialEq, Eq)]
struct StreamKey {
    kind: &'static str,
    id: &'static str,
}

impl StreamKey {
    const fn gives(id: &'static str) -> Self {
        Self { kind: "saving", id }
    }

    const fn earns(id: &'static str) -> Self {
        Self { kind: "revenue", id }
    }

    const fn takes(id: &'static str) -> Self {
        Self { kind: "cost", id }
    }

    fn is(self, node: &Node) -> bool {
        let word = |key: &str| node.get(key).and_then(Node::as_str);
        word("kind") == Some(self.kind) && word("id") == Some(self.id)
    }
}

/// The streams that an effect is written to, each with its amount: what is below zero is what is taken.
fn streams(effect: &Effect) -> [(StreamKey, f64); 2] {
    let (above, below) = (effect.number.max(0.0), (-effect.number).max(0.0));
    match effect.flow {
        None => [(StreamKey::gives("効果額"), above), (StreamKey::takes("経費"), below)],
        Some(StreamKind::Saving) => [(StreamKey::gives("歳出減"), above), (StreamKey::takes("歳出増"), below)],
        Some(StreamKind::Revenue) => [(StreamKey::earns("歳入増"), above), (StreamKey::takes("歳入減"), below)],
        Some(StreamKind::Cost) => [(StreamKey::takes("実施経費"), above), (StreamKey::gives("経費の戻り"), below)],
    }
}

impl Builder<'_> {
    /// Puts a figure into a series of a policy.
    pub(super) fn of_policy(&mut self, table: &Table, effect: &Effect, policy: &str, key: &str, origin: &Origin) {
        if !self.is_first(table, effect, format!("policy {policy}"), origin) {
            return;
        }
        self.counts(effect);
        let is_this = |row: &&mut Node| row.get("id").and_then(Node::name).as_deref() == Some(policy);
        let is_replaced = self.replaces(effect);
        let found = items_of(&mut self.root, "policy", origin)
            .into_iter()
            .flatten()
            .find(is_this)
            .and_then(|row| child(row, key, origin));
        let put = Put { table, effect, number: effect.number, is_replaced, origin };
        let done = found.map(|series| put.into(series));
        self.counted(effect, done);
    }

    fn counted(&mut self, effect: &Effect, done: Option<Done>) {
        match done {
            Some(Done::Differs(change)) => self.changes.push(change),
            Some(Done::Added) if effect.what == What::Actual => self.added += 1,
            Some(Done::Added | Done::Same) | None => {}
        }
    }

    /// Puts a figure into the stream of an initiative. A net effect that falls below zero in some years is what it gives and
    /// what it takes, in streams that both state every year.
    pub(super) fn of_initiative(&mut self, table: &Table, effect: &Effect, initiative: usize, origin: &Origin) {
        if !self.is_first(table, effect, format!("{INITIATIVE} {initiative}"), origin) {
            return;
        }
        self.counts(effect);
        if self.is_new() {
            self.of_new(table, effect, initiative, origin);
        } else if let Some(stream) = self.stream_of(effect, initiative, origin)
            && self.is_first(table, effect, format!("stream {stream} of {initiative}"), origin)
        {
            let is_replaced = self.replaces(effect);
            let put = Put { table, effect, number: effect.number, is_replaced, origin };
            let row = items_of(&mut self.root, "initiative", origin).and_then(|rows| rows.get_mut(initiative));
            let streams = row.and_then(|row| items_of(row, "stream", origin));
            let series = streams
                .and_then(|streams| streams.get_mut(stream))
                .and_then(|stream| child(stream, series_of(effect), origin));
            let done = series.map(|series| put.into(series));
            self.counted(effect, done);
        }
    }

    /// Puts a figure into the streams of an initiative of a new plan.
    fn of_new(&mut self, table: &Table, effect: &Effect, initiative: usize, origin: &Origin) {
        let Some(row) = items_of(&mut self.root, "initiative", origin).and_then(|rows| rows.get_mut(initiative)) else {
            return;
        };
        let [first, second] = streams(effect);
        let mut done = Vec::new();
        for (stream, number) in [first, second] {
            let is_there = row.get("stream").map(Node::items).unwrap_or_default().iter().any(|known| stream.is(known));
            if !is_there && stream == second.0 && number == 0.0 {
                continue;
            }
            if !is_there {
                let other = if stream == first.0 { second.0 } else { first.0 };
                add_stream(row, stream, other, origin);
            }
            let found = items_of(row, "stream", origin).into_iter().flatten().find(|known| stream.is(known));
            let put = Put { table, effect, number, is_replaced: true, origin };
            done.extend(found.and_then(|found| child(found, series_of(effect), origin)).map(|series| put.into(series)));
        }
        for done in done {
            self.counted(effect, Some(done));
        }
    }

    /// Refuses a second figure of one policy or initiative, year and kind: one of the two would be lost.
    fn is_first(&mut self, table: &Table, effect: &Effect, of: String, origin: &Origin) -> bool {
        let cell = format!("{} {}", problems::file_name(&table.file), effect.cell);
        // A policy has one series, whatever its figures are of.
        let flow = effect.flow.filter(|_| of.starts_with(INITIATIVE));
        let Some(first) = self.taken.insert((of, effect.what, effect.when, flow), cell) else { return true };
        let message = text!(ja: "同じ名前の行の、同じ年度の数値がすでにあります（{first}）", en: "a row of the same name has a figure of the same year already ({first})");
        let hint = text!(
            ja: "別のものなら名前を分け、どちらかだけなら対応表の [table.rows] か [table.columns] でもう一方を \"skip\" としてください",
            en: "give them different names, or name one of the rows or columns \"skip\" in a map"
        );
        self.refuse(origin, None, message, hint);
        false
    }

    /// Keeps in mind which years the tables have.
    fn counts(&mut self, effect: &Effect) {
        match effect.when {
            When::Year(year) => {
                self.years.insert(year);
                if effect.what == What::Actual {
                    self.closed.insert(year);
                }
            }
            When::Period(span) => self.years.extend([span.first, span.last]),
        }
    }

    /// Whether a figure takes the place of one that is there.
    fn replaces(&self, effect: &Effect) -> bool {
        self.is_new() || effect.what == What::Actual || self.asked.replaces
    }

    /// The stream of an initiative of a plan that a figure belongs to; refuses where it is not one.
    fn stream_of(&mut self, effect: &Effect, initiative: usize, origin: &Origin) -> Option<usize> {
        let rows = self.root.get("initiative").map(Node::items).unwrap_or_default();
        let streams = rows.get(initiative).and_then(|row| row.get("stream")).map(Node::items).unwrap_or_default();
        let kind = |stream: &Node| stream.get("kind").and_then(Node::as_str).unwrap_or_default().to_owned();
        let wanted = effect.flow.map(|_| self::streams(effect)[0].0.kind);
        let fits: Vec<usize> =
            (0..streams.len()).filter(|at| wanted.is_none_or(|wanted| kind(&streams[*at]) == wanted)).collect();
        // What is nothing needs no stream.
        if fits.is_empty() && effect.number == 0.0 {
            return None;
        }
        let (message, hint) = match fits[..] {
            [] if streams.is_empty() => (
                text!(ja: "この取組にはお金の流れがありません", en: "the initiative has no stream"),
                text!(ja: "もとの計画に流れを書き足してください", en: "add a stream to it in the plan"),
            ),
            [] => (
                text!(ja: "この取組には、この種類（歳出減・歳入増・経費）のお金の流れがありません", en: "the initiative has no stream of this kind (saving, revenue, cost)"),
                text!(ja: "もとの計画に流れを書き足してください", en: "add a stream to it in the plan"),
            ),
            [only] if wanted.is_none() && kind(&streams[only]) == "cost" || effect.number < 0.0 => (
                text!(ja: "この取組のお金の流れに、この符号の数値は入りません", en: "the stream of the initiative takes no figure of this sign"),
                text!(ja: "もとの計画の取組に、効果と経費の流れを分けて書いてください", en: "give the initiative streams of effects and of costs in the plan, and write the figures there"),
            ),
            [only] => return Some(only),
            _ => (
                text!(ja: "この取組にはお金の流れがいくつもあり、一つの数値を分けられません", en: "the initiative has several streams, among which one figure cannot be divided"),
                text!(ja: "もとの計画に流れごとの数値を書くか、基本方針ごとの表を取り込んでください", en: "write the figure of each stream into the plan, or import a table of policies"),
            ),
        };
        self.refuse(origin, None, message, hint);
        None
    }
}

/// What begins the name of an initiative among what has a figure.
const INITIATIVE: &str = "initiative";

/// The series that a figure of a stream belongs to.
fn series_of(effect: &Effect) -> &'static str {
    if effect.what == What::Actual { "actuals" } else { "amounts" }
}

/// Adds a stream that has 0 in the years that the other one has.
fn add_stream(row: &mut Node, stream: StreamKey, other: StreamKey, origin: &Origin) {
    let StreamKey { kind, id } = stream;
    let mut stream = table_node(origin.clone());
    for (key, words) in [("id", id), ("kind", kind)] {
        let node = Node { value: Value::String(words.to_owned()), origin: origin.clone() };
        put(&mut stream, &[key.to_owned()], origin, node);
    }
    let known = row.get("stream").map(Node::items).unwrap_or_default();
    let other = known.iter().find(|known| other.is(known)).cloned();
    for key in ["amounts", "actuals"] {
        for entry in other.as_ref().and_then(|other| other.get(key)).map(Node::entries).unwrap_or_default() {
            let value = if entry.key == "source" { entry.node.value.clone() } else { Value::Integer(0) };
            let path = [key.to_owned(), entry.key.clone()];
            put(&mut stream, &path, &entry.key_origin, Node { value, origin: entry.node.origin.clone() });
        }
    }
    if let Some(streams) = items_of(row, "stream", origin) {
        streams.push(stream);
    }
}

/// What came of a figure.
enum Done {
    /// The series has it already.
    Same,
    /// The series had none.
    Added,
    /// The series has another one.
    Differs(Change),
}

/// A figure on its way into a series.
struct Put<'a> {
    table: &'a Table,
    effect: &'a Effect,
    number: f64,
    is_replaced: bool,
    origin: &'a Origin,
}

impl Put<'_> {
    /// Puts it in.
    fn into(self, series: &mut Node) -> Done {
        let source = source_of(self.table);
        let Some(entries) = entries_of(series) else { return Done::Same };
        let own = entries.iter().find(|entry| entry.key == "source").and_then(|entry| entry.node.as_str());
        // A series says once where it is from, and a figure of another source for itself.
        let is_from_there = own == Some(&source);
        let is_first = own.is_none() && entries.is_empty();
        let known = entries.iter_mut().find(|entry| self.is_at(&entry.key));
        if let Some(known) = known {
            let before = amount(&known.node);
            if before.is_some_and(|before| (before - self.number).abs() < 1e-9) {
                return Done::Same;
            }
            let change = self.change(before);
            if self.is_replaced {
                known.node = self.node(if is_from_there { None } else { Some(source) });
            }
            return Done::Differs(change);
        }
        if is_first {
            entries.push(self.entry("source", Node { value: Value::String(source), origin: self.origin.clone() }));
            entries.push(self.entry(&self.key(), self.node(None)));
        } else {
            let node = self.node(if is_from_there { None } else { Some(source) });
            entries.push(self.entry(&self.key(), node));
        }
        Done::Added
    }

    fn change(&self, before: Option<f64>) -> Change {
        let year = if let When::Year(year) = self.effect.when { Some(year) } else { None };
        let of = &self.effect.of;
        let name = of
            .initiative
            .as_ref()
            .map(|label| label.name.clone())
            .or_else(|| of.policy.as_ref().map(|(printed, _)| printed.clone()));
        Change {
            name: name.unwrap_or_default(),
            what: self.effect.what,
            year,
            before,
            printed: self.number,
            is_taken: self.is_replaced,
        }
    }

    fn entry(&self, key: &str, node: Node) -> Entry {
        Entry { key: key.to_owned(), key_origin: self.origin.clone(), node }
    }

    fn key(&self) -> String {
        match self.effect.when {
            When::Year(year) => year.era(),
            When::Period(_) => "period".to_owned(),
        }
    }

    fn is_at(&self, key: &str) -> bool {
        match self.effect.when {
            When::Year(year) => FiscalYear::parse(key) == Some(year),
            When::Period(_) => matches!(key, "period" | "期間"),
        }
    }

    fn node(&self, source: Option<String>) -> Node {
        let number = self.number;
        let value = if number.fract() == 0.0 && number.abs() < 1e15 {
            Value::Integer(number as i64)
        } else {
            Value::Float(number)
        };
        let mut node = Node { value, origin: self.origin.clone() };
        if let Some(source) = source {
            let source = Node { value: Value::String(source), origin: self.origin.clone() };
            put(&mut node, &["source".to_owned()], self.origin, source);
        }
        node
    }
}

/// The amount of an entry of a series.
fn amount(node: &Node) -> Option<f64> {
    match &node.value {
        Value::Integer(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        _ => node.get("value").and_then(amount),
    }
}

/// What a figure says of where it is from: the title of its table, and the file.
fn source_of(table: &Table) -> String {
    let file = problems::file_name(&table.file);
    let title = on_one_line(&table.title);
    if title.is_empty() { on_one_line(&file) } else { format!("{title}（{}）", on_one_line(&file)) }
}
