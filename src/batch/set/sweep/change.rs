//! What a value of a factor changes in a scenario.

use super::path::{SweepPath, SweepStep};
use super::walk::{ScenarioPlace, Stop, places};
use crate::fiscal::FiscalYear;
use crate::lang::{Text, text};
use crate::scenario::{Entry, Located, Node, Origin, Path, Segment, Value, nearest, replaced_by};

/// The numbers of a table that grow with the amount that it holds.
const SIZES: [&str; 3] = ["value", "one_off", "sd"];

/// One change.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) kind: ChangeKind,
    /// Where it stands in the sweep file.
    pub(super) at: Origin,
    /// The readable path of the key there.
    pub(super) key: String,
}

/// A reference class that takes the place of another.
#[derive(Clone, Debug)]
pub(super) struct ClassChange {
    pub(super) from: String,
    pub(super) to: Node,
    /// Where it stands in the sweep file.
    pub(super) at: Origin,
}

/// What is changed.
#[derive(Clone, Debug)]
pub(super) enum ChangeKind {
    /// A part of a scenario is laid over.
    Lay(Node),
    /// A value is written.
    Set { path: SweepPath, value: Node },
    /// Reference classes take the place of others, all at once: what one brings in is not replaced by the next.
    Classes(Vec<ClassChange>),
    /// Numbers are multiplied.
    Multiply { path: SweepPath, by: f64 },
    /// The size of an initiative is multiplied, on top of what the scenario has decided.
    Resize { initiative: String, by: f64, typed: Origin },
    /// An initiative is moved by years, negative earlier, on top of what the scenario has decided.
    Move { initiative: String, by: i64, typed: Origin },
    /// An initiative is dropped, whatever else is decided about it.
    Drop { initiative: String },
}

impl Change {
    /// The places that a path means in a scenario.
    pub(super) fn places(&self, root: &Node, path: &SweepPath) -> Result<Vec<ScenarioPlace>, Box<Located>> {
        places(root, path).map_err(|stop| self.stopped(path, &stop))
    }

    /// Multiplies the numbers at some places.
    pub(super) fn multiply_at(&self, root: &mut Node, found: &[ScenarioPlace], by: f64) -> Result<(), Box<Located>> {
        let numbers = found.iter().filter(|p| p.new.is_none());
        let done: usize = numbers.map(|place| at_place(root, place).map_or(0, |node| self.multiply(node, by))).sum();
        if done == 0 { Err(self.no_number()) } else { Ok(()) }
    }

    /// Rewrites what an initiative states under a key; nothing where it states none.
    pub(super) fn decide(
        &self,
        root: &mut Node,
        (initiative, key): (&str, &str),
        typed: &Origin,
        decided: impl Fn(Option<&Value>) -> Value,
    ) -> Result<(), Box<Located>> {
        let path = SweepPath::of_initiative(initiative, key);
        for place in self.places(root, &path)? {
            let stated = if place.new.is_some() { None } else { at_place(root, &place).map(|node| node.value.clone()) };
            let value = Node { value: decided(stated.as_ref()), origin: typed.clone() };
            self.set(root, &place, &value);
        }
        Ok(())
    }

    /// Drops an initiative: what else is decided about it no longer matters.
    pub(super) fn drop_it(&self, root: &mut Node, initiative: &str) -> Result<(), Box<Located>> {
        self.decide(root, (initiative, "drop"), &self.at, |_| Value::Bool(true))?;
        let whole = SweepPath::of_initiative(initiative, "drop").without_last();
        for place in self.places(root, &whole)? {
            if let Some(Node { value: Value::Table(entries), .. }) = at_place(root, &place) {
                entries.retain(|e| e.key != "shift" && e.key != "scale");
            }
        }
        Ok(())
    }

    /// Where reference classes stand that are replaced, and by which of `changes`.
    pub(super) fn class_places<'c>(
        &self,
        root: &Node,
        changes: &'c [ClassChange],
    ) -> Result<Vec<(Path, &'c ClassChange)>, Box<Located>> {
        let mut used = Vec::new();
        classes(root, &Path::default(), &mut used);
        if let Some(change) = changes.iter().find(|c| used.iter().all(|(_, class)| *class != c.from)) {
            let mut names: Vec<String> = used.into_iter().map(|(_, class)| class).collect();
            names.sort();
            names.dedup();
            return Err(self.no_class(change, &names));
        }
        let replaced = |(path, class): (Path, String)| Some((path, changes.iter().find(|c| c.from == class)?));
        Ok(used.into_iter().filter_map(replaced).collect())
    }

    /// Writes a value at a place.
    pub(super) fn set(&self, root: &mut Node, place: &ScenarioPlace, value: &Node) {
        let Some(node) = at_place(root, place) else { return };
        let Some(key) = &place.new else {
            *node = value.clone();
            return;
        };
        if let Value::Table(entries) = &mut node.value {
            let gone: Vec<&str> = replaced_by(key).collect();
            entries.retain(|e| !gone.contains(&e.key.as_str()));
            entries.push(Entry { key: key.clone(), key_origin: self.at.clone(), node: value.clone() });
        }
    }

    /// Multiplies a number, or the amounts that a table holds; how many there were.
    fn multiply(&self, node: &mut Node, by: f64) -> usize {
        let product = match &mut node.value {
            Value::Integer(number) => *number as f64 * by,
            Value::Float(number) => *number * by,
            Value::Table(entries) => {
                let is_size = |key: &str| SIZES.contains(&key) || FiscalYear::parse(key).is_some();
                return entries.iter_mut().filter(|e| is_size(&e.key)).map(|e| self.multiply(&mut e.node, by)).sum();
            }
            _ => return 0,
        };
        *node = Node { value: Value::Float(product), origin: self.at.clone() };
        1
    }

    /// The path matches nothing: at which step, and what stands there.
    fn stopped(&self, path: &SweepPath, stop: &Stop) -> Box<Located> {
        let step = path.steps[stop.step].to_string();
        let before: Vec<String> = path.steps[..stop.step].iter().map(SweepStep::to_string).collect();
        let before = before.join(".").replace(".[", "[");
        let message = if stop.step == 0 {
            text!(ja: "シナリオに「{step}」はありません", en: "the scenario has no '{step}'")
        } else if stop.names.is_empty() {
            text!(ja: "シナリオの「{before}」の下には何もなく、「{step}」に進めません", en: "in the scenario nothing stands below '{before}', so there is no '{step}'")
        } else {
            text!(ja: "シナリオの「{before}」に「{step}」はありません", en: "in the scenario '{before}' has no '{step}'")
        };
        let names: Vec<&str> = stop.names.iter().map(String::as_str).collect();
        let typed = match &path.steps[stop.step] {
            SweepStep::Fitting { value, .. } => value.clone(),
            other => other.to_string(),
        };
        let hint = match nearest(&typed, &names) {
            Some(near) => text!(ja: "「{near}」のことですか", en: "did you mean '{near}'?"),
            None => {
                text!(ja: "土台のシナリオにある名前に直してください", en: "use a name that stands in the base scenario")
            }
        };
        let allowed = (!names.is_empty()).then(|| Text::same(listed(&names)));
        self.problem(message, allowed, hint)
    }

    fn no_number(&self) -> Box<Located> {
        let message =
            text!(ja: "ここには掛けられる数がありません", en: "there is no number here that could be multiplied");
        let hint = text!(ja: "金額や率のある場所を書くか、set で値を書き込んでください", en: "name a place with amounts or rates, or write a value with set");
        self.problem(message, None, hint)
    }

    fn no_class(&self, change: &ClassChange, used: &[String]) -> Box<Located> {
        let from = change.from.as_str();
        let message = text!(ja: "参照クラス「{from}」はシナリオで使われていません", en: "the scenario does not use the reference class '{from}'");
        let names: Vec<&str> = used.iter().map(String::as_str).collect();
        let hint = match nearest(from, &names) {
            Some(near) => text!(ja: "「{near}」のことですか", en: "did you mean '{near}'?"),
            None => {
                text!(ja: "使われている参照クラスに直してください", en: "use a reference class that the scenario uses")
            }
        };
        let allowed = (!names.is_empty()).then(|| Text::same(names.join(", ")));
        Box::new(Located { origin: Some(change.at.clone()), ..*self.problem(message, allowed, hint) })
    }

    fn problem(&self, message: Text, allowed: Option<Text>, hint: Text) -> Box<Located> {
        let (origin, key) = (Some(self.at.clone()), self.key.clone());
        Box::new(Located { origin, key, found: None, message, allowed, hint: Some(hint), is_lack: false })
    }
}

/// The first of many names, and how many more there are.
fn listed(names: &[&str]) -> String {
    const MOST: usize = 30;
    let shown = names[..names.len().min(MOST)].join(", ");
    if names.len() > MOST { format!("{shown}, … ({})", names.len()) } else { shown }
}

fn at_place<'n>(root: &'n mut Node, place: &ScenarioPlace) -> Option<&'n mut Node> {
    place.path.segments().iter().try_fold(root, |node, segment| match (segment, &mut node.value) {
        (Segment::Key(key), Value::Table(entries)) => entries.iter_mut().find(|e| e.key == *key).map(|e| &mut e.node),
        (Segment::Index(index), Value::Array(items)) => items.get_mut(*index),
        _ => None,
    })
}

/// Every reference class that is used, with its place.
fn classes(node: &Node, here: &Path, used: &mut Vec<(Path, String)>) {
    for entry in node.entries() {
        match entry.node.as_str().filter(|_| entry.key == "class") {
            Some(class) => used.push((here.key(&entry.key), class.to_owned())),
            None => classes(&entry.node, &here.key(&entry.key), used),
        }
    }
    node.items().iter().enumerate().for_each(|(i, item)| classes(item, &here.index(i), used));
}
