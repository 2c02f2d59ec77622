//! What factors and their values are called: as the file says, else what they change, in words of the scenario.

use super::change::{Change, ChangeKind};
use super::path::{SweepPath, SweepStep};
use crate::fiscal::FiscalYear;
use crate::harmless::on_one_line;
use crate::lang::{Lang, Text, text};
use crate::scenario::Node;

/// A name as typed: text, or a table of both languages.
pub(super) fn typed(node: &Node) -> Option<Text> {
    if let Some(name) = node.as_str() {
        return Some(Text::same(on_one_line(name)));
    }
    let of = |lang: &str| Some(on_one_line(node.get(lang)?.as_str()?));
    Some(Text { ja: of("ja")?, en: of("en")? })
}

/// The scenario that names are taken from.
#[derive(Clone, Copy)]
pub(super) struct Names<'n> {
    pub(super) base: &'n Node,
}

impl Names<'_> {
    /// What a factor is called that has no name: what all its values change, else its id.
    pub(super) fn factor<'c>(self, id: &str, mut changes: impl Iterator<Item = &'c Change>) -> Text {
        let Some(first) = changes.next().and_then(|c| self.subject(c)) else { return Text::same(on_one_line(id)) };
        let is_one = changes.all(|change| self.subject(change).as_ref() == Some(&first));
        if is_one { first } else { Text::same(on_one_line(id)) }
    }

    /// What a value is called that has no label: what it changes, without what the factor's name says already.
    pub(super) fn value(self, factor: &Text, changes: &[Change]) -> Text {
        if changes.is_empty() {
            return text!(ja: "計画どおり", en: "as planned");
        }
        let all: Vec<Text> = changes.iter().map(|change| self.change(factor, change)).collect();
        let joined = |lang: Lang, comma: &str| all.iter().map(|t| t.get(lang)).collect::<Vec<_>>().join(comma);
        Text { ja: joined(Lang::Ja, "、"), en: joined(Lang::En, ", ") }
    }

    fn change(self, factor: &Text, change: &Change) -> Text {
        let done = done(change);
        match self.subject(change) {
            Some(subject) if subject != *factor => {
                let (Text { ja, en }, Text { ja: done_ja, en: done_en }) = (subject, done);
                text!(ja: "{ja}：{done_ja}", en: "{en}: {done_en}")
            }
            _ => done,
        }
    }

    /// What is changed.
    fn subject(self, change: &Change) -> Option<Text> {
        match &change.kind {
            ChangeKind::Move { initiative, .. }
            | ChangeKind::Resize { initiative, .. }
            | ChangeKind::Drop { initiative } => Some(self.named("initiative", initiative)),
            ChangeKind::Set { path, .. } | ChangeKind::Multiply { path, .. } => Some(self.path(path)),
            ChangeKind::Classes(_) => Some(text!(ja: "参照クラス", en: "reference classes")),
            ChangeKind::Lay(over) => {
                let names: Vec<&str> =
                    over.get("initiative")?.items().iter().filter_map(|i| i.get("name")?.as_str()).collect();
                (!names.is_empty()).then(|| Text::same(on_one_line(&names.join("、"))))
            }
        }
    }

    /// The name of a table by its id.
    fn named(self, list: &str, id: &str) -> Text {
        let items = self.base.get(list).map(Node::items).unwrap_or_default();
        let is_it = |item: &&Node| item.get("id").and_then(Node::as_str) == Some(id);
        let name = items.iter().find(is_it).and_then(|item| item.get("name")?.as_str());
        Text::same(on_one_line(name.unwrap_or(id)))
    }

    /// A path in words: whose value it is, and which.
    fn path(self, path: &SweepPath) -> Text {
        let mut steps = path.steps.iter();
        let Some(SweepStep::Name(list)) = steps.next() else { return Text::same("*") };
        let rest: Vec<&SweepStep> = steps.collect();
        let (owner, rest) = match rest.split_first() {
            Some((SweepStep::Name(id), rest)) if !rest.is_empty() => (Some(self.named(list, id)), rest),
            Some((SweepStep::Every | SweepStep::Fitting { .. }, rest)) => {
                let (of_all, filters) =
                    (key(list), rest.iter().take_while(|s| matches!(s, SweepStep::Fitting { .. })).count());
                let Text { ja, en } = of_all;
                (Some(text!(ja: "すべての{ja}", en: "all {en}")), &rest[filters..])
            }
            _ => (None, &rest[..]),
        };
        let own: Vec<Text> = if owner.is_none() && rest.is_empty() { vec![key(list)] } else { keys(rest) };
        let joined = |lang: Lang, between: &str| own.iter().map(|t| t.get(lang)).collect::<Vec<_>>().join(between);
        let (what_ja, what_en) = (joined(Lang::Ja, "の"), joined(Lang::En, " "));
        match owner {
            Some(Text { ja, en }) if !own.is_empty() => text!(ja: "{ja}の{what_ja}", en: "{what_en} of {en}"),
            Some(owner) => owner,
            None => Text { ja: what_ja, en: what_en },
        }
    }
}

/// What happens to it.
fn done(change: &Change) -> Text {
    match &change.kind {
        ChangeKind::Move { by, .. } if *by >= 0 => {
            let unit = if *by == 1 { "year" } else { "years" };
            text!(ja: "{by}年繰下げ", en: "{by} {unit} later")
        }
        ChangeKind::Move { by, .. } => {
            let by = by.unsigned_abs();
            let unit = if by == 1 { "year" } else { "years" };
            text!(ja: "{by}年前倒し", en: "{by} {unit} earlier")
        }
        ChangeKind::Resize { by, .. } => text!(ja: "規模{by}倍", en: "{by} times the size"),
        ChangeKind::Multiply { by, .. } => text!(ja: "{by}倍", en: "times {by}"),
        ChangeKind::Drop { .. } => text!(ja: "取りやめ", en: "dropped"),
        ChangeKind::Set { value, .. } => Text::same(super::factors::label_of(value)),
        ChangeKind::Classes(list) => {
            let all = list.iter().map(|c| format!("{}→{}", c.from, super::factors::label_of(&c.to)));
            Text::same(all.collect::<Vec<_>>().join(", "))
        }
        ChangeKind::Lay(_) => text!(ja: "加える・変える", en: "added or changed"),
    }
}

/// The keys that say which value is meant; the ids of streams say nothing to a reader.
fn keys(steps: &[&SweepStep]) -> Vec<Text> {
    let mut out = Vec::new();
    let mut steps = steps.iter();
    while let Some(step) = steps.next() {
        match step {
            SweepStep::Name(name) if name == "stream" => _ = steps.next(),
            // A year stands before what is counted in it.
            SweepStep::Name(name) => match FiscalYear::parse(name) {
                Some(year) => out.insert(0, year.text()),
                None => out.push(key(name)),
            },
            SweepStep::Every | SweepStep::Fitting { .. } => {}
        }
    }
    out
}

/// A key of the scenario file in words; one that has none as it is.
fn key(name: &str) -> Text {
    match name {
        "initiative" => text!(ja: "取組項目", en: "initiatives"),
        "policy" => text!(ja: "基本方針", en: "policies"),
        "driver" => text!(ja: "指数", en: "indices"),
        "dependence" => text!(ja: "相関のグループ", en: "groups that vary together"),
        "edition" | "editions" => text!(ja: "財政計画の版", en: "editions of the financial plan"),
        "target" | "targets" => text!(ja: "目標額", en: "target"),
        "actual" | "actuals" => text!(ja: "実績", en: "actual"),
        "booked" => text!(ja: "計上額", en: "booked amount"),
        "total" => text!(ja: "合計", en: "total"),
        "delay" => text!(ja: "開始の遅れ", en: "delay"),
        "go_ahead" => text!(ja: "実施確率", en: "chance to go ahead"),
        "shift" => text!(ja: "繰下げ年数", en: "years later"),
        "scale" => text!(ja: "規模", en: "size"),
        "realisation" => text!(ja: "実現率", en: "realisation"),
        "class" => text!(ja: "参照クラス", en: "reference class"),
        "growth" => text!(ja: "伸び率", en: "growth"),
        "volatility" => text!(ja: "年ごとの振れ", en: "volatility"),
        "correlation" => text!(ja: "相関", en: "correlation"),
        "erosion" => text!(ja: "目減り率", en: "erosion"),
        "amounts" => text!(ja: "金額", en: "amounts"),
        other => Text::same(on_one_line(other)),
    }
}

/// The label by which a value is known that has none: what it changes, by ids, the same in every language.
pub(super) fn label(changes: &[Change]) -> String {
    let one = |change: &Change| match &change.kind {
        ChangeKind::Move { initiative, by, .. } if *by >= 0 => format!("delay {initiative} {by}"),
        ChangeKind::Move { initiative, by, .. } => format!("accelerate {initiative} {}", by.unsigned_abs()),
        ChangeKind::Resize { initiative, by, .. } => format!("resize {initiative} {by}"),
        ChangeKind::Drop { initiative } => format!("drop {initiative}"),
        ChangeKind::Set { path, value } => format!("set {path} {}", super::factors::label_of(value)),
        ChangeKind::Multiply { path, by } => format!("multiply {path} {by}"),
        ChangeKind::Classes(list) => {
            let all = list.iter().map(|c| format!("{} {}", c.from, super::factors::label_of(&c.to)));
            format!("class {}", all.collect::<Vec<_>>().join(", "))
        }
        ChangeKind::Lay(_) => change.key.rsplit('.').next().unwrap_or_default().to_owned(),
    };
    if changes.is_empty() { String::from("as planned") } else { changes.iter().map(one).collect::<Vec<_>>().join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Origin;

    fn words(kind: ChangeKind, factor: &str) -> [String; 2] {
        let text = "[[initiative]]\nid = \"bpr\"\nname = \"BPRの推進\"\n[[policy]]\nid = \"II\"\nname = \"方針II\"\n";
        let read = |_: &str| Ok(text.as_bytes().to_vec());
        let base = crate::scenario::Loader::new(&read).typed("base.toml", None).expect("TOML");
        let change = Change { kind, at: Origin::default(), key: String::new() };
        let Text { ja, en } = Names { base: &base }.value(&Text::same(factor), &[change]);
        [ja, en]
    }

    #[test]
    fn a_change_is_told_in_words_of_the_scenario() {
        let bpr = || "bpr".to_owned();
        let resized = || ChangeKind::Resize { initiative: bpr(), by: 1.5, typed: Origin::default() };
        assert_eq!(words(resized(), "x"), ["BPRの推進：規模1.5倍", "BPRの推進: 1.5 times the size"]);
        assert_eq!(words(resized(), "BPRの推進"), ["規模1.5倍", "1.5 times the size"]);
        let moved = |by| ChangeKind::Move { initiative: bpr(), by, typed: Origin::default() };
        assert_eq!(words(moved(1), "BPRの推進"), ["1年繰下げ", "1 year later"]);
        assert_eq!(words(moved(-2), "BPRの推進"), ["2年前倒し", "2 years earlier"]);
        let path = |typed: &str| SweepPath::parse(typed).expect("a path");
        let target = ChangeKind::Multiply { path: path("policy.II.target.R9"), by: 1.1 };
        assert_eq!(words(target, "x"), ["方針IIの令和9年度の目標額：1.1倍", "FY2027 target of 方針II: times 1.1"]);
        let all = ChangeKind::Multiply { path: path("initiative[policy=II].delay"), by: 2.0 };
        assert_eq!(words(all, "x"), ["すべての取組項目の開始の遅れ：2倍", "delay of all initiatives: times 2"]);
    }
}
