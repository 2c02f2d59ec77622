//! Effects of tables → a scenario: a new one, or one that is there with the actuals of a further year.

use super::effects::{Effect, Effects, Holder, What, When, effects};
use super::known::KnownRows;
use super::problems::ImportProblems;
use super::table::Table;
use super::unit::factor;
use super::{Understood, problems};
use crate::fiscal::FiscalYear;
use crate::harmless::on_one_line;
use crate::lang::{Lang, Text, text};
use crate::model::Model;
use crate::money::Name;
use crate::scenario::tree::{child, entry_mut, put};
use crate::scenario::{Basis, Document, Located, Node, Origin, Problems, StreamKind, Value};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

/// What is made of the tables.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Asked<'a> {
    /// How effects are counted.
    pub(crate) basis: Option<Basis>,
    /// The scenario that is gone on with.
    pub(crate) base: Option<&'a Document>,
    /// Whether figures that are no actuals take the place of those of the base.
    pub(crate) replaces: bool,
}

/// What was made of the tables.
pub(crate) struct Imported {
    /// The scenario.
    pub(crate) document: Document,
    /// What was changed in the base, and what was not.
    pub(crate) changes: Vec<Change>,
    /// Initiatives for which the tables print nothing.
    pub(crate) without: Vec<String>,
    /// How many actuals the base did not have.
    pub(crate) added: usize,
    /// The first year of what is expected.
    pub(crate) as_of: Option<FiscalYear>,
}

/// A figure of a table against that of the base.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// The policy or initiative.
    pub(crate) name: String,
    /// What the figure is.
    pub(crate) what: What,
    /// Of which year; nothing of the whole period.
    pub(crate) year: Option<FiscalYear>,
    /// What the base has.
    pub(crate) before: Option<f64>,
    /// What the table has.
    pub(crate) printed: f64,
    /// Whether it takes the place of what the base has.
    pub(crate) is_taken: bool,
}

impl Understood {
    /// Makes a scenario of the tables, or goes on with one.
    ///
    /// # Errors
    /// What a table does not say and a scenario needs; policies and initiatives that the base does not have.
    pub(crate) fn scenario(self, asked: Asked<'_>) -> Result<Imported, Problems> {
        let Self { tables, told } = self;
        let root = asked.base.map_or_else(|| table_node(Origin::default()), |base| base.root().clone());
        let unit = asked.base.map_or_else(|| tables.first().map(|table| table.unit), unit_of);
        let rows = |key: &str| asked.base.and_then(|base| base.root().get(key)).map(Node::items).unwrap_or_default();
        let mut builder = Builder {
            asked,
            told,
            root,
            unit,
            changes: Vec::new(),
            without: Vec::new(),
            added: 0,
            taken: HashMap::new(),
            policies: KnownRows::of(rows("policy")),
            initiatives: KnownRows::of(rows("initiative")),
            years: BTreeSet::new(),
            closed: BTreeSet::new(),
        };
        builder.begin(&tables);
        for table in &tables {
            builder.table(table);
        }
        builder.finish(&tables)
    }
}

/// The unit of a scenario, where it is one.
fn unit_of(base: &Document) -> Option<Name> {
    let unit = base.root().get("unit")?;
    let name = unit.as_str().or_else(|| unit.get("name")?.as_str())?;
    Name::of(name).ok()
}

pub(super) struct Builder<'a> {
    pub(super) asked: Asked<'a>,
    pub(super) told: ImportProblems,
    pub(super) root: Node,
    pub(super) unit: Option<Name>,
    pub(super) changes: Vec<Change>,
    without: Vec<String>,
    pub(super) added: usize,
    /// The cells that figures were taken from, by what they are of.
    pub(super) taken: HashMap<(String, What, When, Option<StreamKind>), String>,
    /// The policies and initiatives by what they are called.
    pub(super) policies: KnownRows,
    pub(super) initiatives: KnownRows,
    /// The years of the tables.
    pub(super) years: BTreeSet<FiscalYear>,
    /// The years with actuals.
    pub(super) closed: BTreeSet<FiscalYear>,
}

impl Builder<'_> {
    pub(super) fn is_new(&self) -> bool {
        self.asked.base.is_none()
    }

    /// What stands at the head of a new scenario.
    fn begin(&mut self, tables: &[Table]) {
        self.is_counted_alike();
        let Some(first) = tables.first().filter(|_| self.is_new()) else { return };
        let origin = self.told.origin(first.file_at, problems::cell(&first.sheet, "A1"));
        let title = if first.title.is_empty() { stem(&first.file) } else { first.title.clone() };
        let decimals = tables.iter().map(|table| table.decimals).max().unwrap_or(0);
        self.set(&["format"], &origin, Value::Integer(1));
        self.set(&["title"], &origin, Value::String(on_one_line(&title)));
        let unit = first.unit.text(Lang::Ja).to_owned();
        if decimals == 0 {
            self.set(&["unit"], &origin, Value::String(unit));
        } else {
            self.set(&["unit", "name"], &origin, Value::String(unit));
            self.set(&["unit", "decimals"], &origin, Value::Integer(i64::from(decimals)));
        }
        let mut notes: Vec<&str> = Vec::new();
        for note in tables.iter().flat_map(|table| &table.notes).filter(|note| !note.is_empty()) {
            if !notes.contains(&note.as_str()) {
                notes.push(note);
            }
        }
        if !notes.is_empty() {
            self.set(&["note"], &origin, Value::String(notes.join("\n")));
        }
        // In the order of the file format; the years are known at the end.
        self.set(&["plan"], &origin, Value::Table(Vec::new()));
        match self.asked.basis {
            Some(basis) => {
                self.set(&["plan", "basis"], &origin, Value::String(word(basis).unwrap_or_default()));
            }
            None => self.told.refuse_all(
                text!(ja: "効果額の算定方法が表からは分かりません", en: "the tables do not say how effects are counted"),
                text!(
                    ja: "--basis recurring（続く効果を毎年度数える）、new_in_year（新しく生じた分だけ）、year_on_year（前年度との差）のどれかを付けてください。同じ表でも合計が何倍も違います",
                    en: "add --basis recurring (lasting effects count every year), new_in_year (only what is new), or year_on_year (the change against the year before): the same table gives totals several times as large"
                ),
            ),
        }
    }

    /// Refuses another way of counting than that of the base.
    fn is_counted_alike(&mut self) {
        let Some((base, asked)) = self.asked.base.zip(self.asked.basis.and_then(word)) else { return };
        let own = base.root().get("plan").and_then(|plan| plan.get("basis")).and_then(Node::as_str);
        let Some(own) = own.filter(|own| *own != asked) else { return };
        self.told.refuse_all(
            text!(ja: "もとの計画の効果額の算定方法は {own} で、{asked} ではありません", en: "the plan counts effects as {own}, not as {asked}"),
            text!(ja: "--basis を外すか、算定方法の同じ表を使ってください", en: "leave --basis out, or use a table that counts alike"),
        );
    }

    fn set(&mut self, path: &[&str], origin: &Origin, value: Value) {
        let path: Vec<String> = path.iter().map(|key| (*key).to_owned()).collect();
        put(&mut self.root, &path, origin, Node { value, origin: origin.clone() });
    }

    fn table(&mut self, table: &Table) {
        let Some(factor) = self.unit.and_then(|unit| factor(table.unit, unit)) else {
            let (from, to) =
                (table.unit.text(Lang::Ja), self.unit.map_or_else(String::new, |unit| unit.text(Lang::Ja).to_owned()));
            let number = table.number;
            return self.told.refuse_all(
                text!(ja: "表 {number} の単位 {from} は {to} に換算できません", en: "the unit {from} of table {number} cannot be converted into {to}"),
                text!(ja: "--unit に円の単位を指定してください", en: "state a unit of yen with --unit"),
            );
        };
        let Effects { list, without } = effects(table);
        for effect in list {
            let number = if factor == 1.0 { effect.number } else { (effect.number * factor * 1e6).round() / 1e6 };
            self.effect(table, &Effect { number, ..effect });
        }
        for holder in without {
            self.without_effect(&holder);
        }
    }

    fn effect(&mut self, table: &Table, effect: &Effect) {
        let origin = self.told.origin(table.file_at, effect.cell.clone());
        let Some(policy) = self.policy(table, &effect.of) else { return };
        match (&effect.of.initiative, effect.what) {
            (None, What::Amount) if !self.is_new() => self.no_new_amounts(&origin),
            (None, What::Amount) => {
                let Some((_, name)) = &effect.of.policy else { return };
                let Some(initiative) = self.initiative(table, &effect.of, &policy, name) else { return };
                self.of_initiative(table, effect, initiative, &origin);
            }
            (Some(name), _) => {
                let Some(initiative) = self.initiative(table, &effect.of, &policy, name) else { return };
                self.of_initiative(table, effect, initiative, &origin);
            }
            (None, What::Target) => self.of_policy(table, effect, &policy, "targets", &origin),
            (None, What::Actual) => self.of_policy(table, effect, &policy, "actuals", &origin),
        }
    }

    fn no_new_amounts(&mut self, origin: &Origin) {
        let message = text!(ja: "計画の金額は基本方針ごとには取り込めません", en: "planned amounts of whole policies cannot be imported into a plan that has initiatives");
        let hint = text!(ja: "取組ごとの表を使うか、--as targets で目標額として取り込んでください", en: "use a table of initiatives, or import them as targets with --as targets");
        self.refuse(origin, None, message, hint);
    }

    pub(super) fn refuse(&mut self, origin: &Origin, found: Option<String>, message: Text, hint: Text) {
        let (key, hint, origin) = (String::new(), Some(hint), Some(origin.clone()));
        self.told.problems.push(Located { origin, key, found, message, allowed: None, hint, is_lack: false });
    }

    /// An initiative for which nothing is printed: its effect is not modelled, and that is told.
    fn without_effect(&mut self, holder: &Holder) {
        let Some(initiative) = &holder.initiative else { return };
        self.without.push(initiative.name.clone());
    }

    /// The years of the plan, and the first that is not closed.
    fn finish(mut self, tables: &[Table]) -> Result<Imported, Problems> {
        let file = tables.first().map_or(0, |table| table.file_at);
        let origin =
            self.told.origin(file, tables.first().map_or_else(String::new, |table| problems::cell(&table.sheet, "A1")));
        if let (true, Some(first), Some(last)) =
            (self.is_new(), self.years.first().copied(), self.years.last().copied())
        {
            self.set(&["plan", "first"], &origin, Value::String(first.era()));
            self.set(&["plan", "last"], &origin, Value::String(last.era()));
            if !self.without.is_empty() {
                let words = self.without.iter().map(|name| format!("効果額の記載がない取組：{name}"));
                let items = words.map(|words| Node { value: Value::String(words), origin: origin.clone() }).collect();
                self.set(&["not_modelled"], &origin, Value::Array(items));
            }
        }
        self.is_planned();
        self.open_years(tables, &origin);
        self.move_on(&origin);
        if let Some(problems) = self.told.problems() {
            return Err(problems);
        }
        let as_of = self.root.get("plan").and_then(|plan| plan.get("as_of")).and_then(Node::name);
        let as_of = as_of.and_then(|typed| FiscalYear::parse(&typed));
        let document = Document::of_scenario(Arc::new(self.told.files), self.root);
        Model::read(&document)?;
        Ok(Imported { document, changes: self.changes, without: self.without, added: self.added, as_of })
    }

    /// Refuses initiatives of which nothing but actuals is stated: a plan says what was planned.
    fn is_planned(&mut self) {
        let rows = self.root.get("initiative").map(Node::items).unwrap_or_default();
        let streams = rows.iter().flat_map(|row| row.get("stream").map(Node::items).unwrap_or_default());
        let without: Vec<Origin> = streams
            .filter(|stream| stream.get("amounts").is_none() && stream.get("shape").is_none())
            .map(|stream| stream.origin.clone())
            .collect();
        if let Some(origin) = without.first().filter(|_| self.is_new()) {
            let message = text!(ja: "取組の実績だけの表からは、計画を作れません", en: "a table of the actuals of initiatives alone makes no plan");
            let hint = text!(
                ja: "--onto で計画に加えるか、計画の金額の表も並べて指定するか、対応表の [table.columns] で \"figures\" としてください",
                en: "add them to a plan with --onto, name a table of planned amounts as well, or call its columns \"figures\" in a map"
            );
            self.refuse(origin, None, message, hint);
        }
    }

    /// A table that has actuals and what is expected was made when the actuals were known: its figures are what is expected
    /// of the years to come, and nothing that was reached or missed comes on top.
    fn open_years(&mut self, tables: &[Table], origin: &Origin) {
        if self.is_new() && tables.iter().any(Table::has_both) {
            self.set(&["plan", "open_years"], origin, Value::String("as_stated".to_owned()));
        }
    }

    /// What is expected begins after the last closed year.
    fn move_on(&mut self, origin: &Origin) {
        let Some(next) = self.closed.last().map(|last| last.plus(1)) else { return };
        let plan = child(&mut self.root, "plan", origin);
        let known = plan
            .as_ref()
            .and_then(|plan| plan.get("as_of"))
            .and_then(Node::name)
            .and_then(|typed| FiscalYear::parse(&typed));
        if known.is_some_and(|known| known >= next) {
            return;
        }
        let value = Node { value: Value::String(next.era()), origin: origin.clone() };
        let Some(plan) = plan else { return };
        if let Some(known) = entry_mut(plan, "as_of") {
            *known = value;
        } else {
            put(plan, &["as_of".to_owned()], origin, value);
        }
    }
}

/// A table without entries.
pub(super) fn table_node(origin: Origin) -> Node {
    Node { value: Value::Table(Vec::new()), origin }
}

/// The name of a file without its folder and ending.
fn stem(file: &str) -> String {
    Path::new(file).file_stem().map_or_else(|| file.to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// The word of the format for a way of counting.
fn word(basis: Basis) -> Option<String> {
    serde_json::to_value(basis).ok()?.as_str().map(str::to_owned)
}
