//! The base scenarios of a sweep; several are a factor of their own.

use super::factors::Dimension;
use super::problems::SweepProblems;
use super::{BASES, first_key};
use crate::batch::set::{Factor, FactorKind};
use crate::harmless::on_one_line;
use crate::lang::{Text, text};
use crate::scenario::{Loader, NamedAt, Node, Origin};

/// A base scenario.
pub(super) struct BaseTree {
    label: String,
    pub(super) tree: Node,
}

/// The base scenarios; nothing where one cannot be read.
pub(super) fn read(
    name: &str,
    root: &Node,
    loader: &mut Loader<'_>,
    told: &mut SweepProblems,
) -> Option<Vec<BaseTree>> {
    let Some(stated) = root.get("base").filter(|base| base.as_str().is_some() || !base.entries().is_empty()) else {
        let message = text!(ja: "base も scenarios もありません", en: "neither base nor scenarios is given");
        let hint = text!(ja: "base = \"…\" か scenarios = [ … ] を書いてください", en: "state base = \"…\" or scenarios = [ … ]");
        told.place(&first_key(root), "", message, None, hint);
        return None;
    };
    let one = [(String::new(), stated)];
    let several: Vec<(String, &Node)> = stated.entries().iter().map(|e| (on_one_line(&e.key), &e.node)).collect();
    let named = if several.is_empty() { &one[..] } else { &several[..] };
    let mut read = Vec::new();
    for (label, node) in named {
        let file = loader.named(name, node.as_str()?);
        let tree = loader.scenario(&file, Some(NamedAt { origin: &node.origin, key: BASES }));
        read.extend(tree.map(|tree| BaseTree { label: label.clone(), tree }));
    }
    (read.len() == named.len() && loader.problems.is_empty()).then_some(read)
}

/// The factor that several bases are.
pub(super) fn factor(bases: &[BaseTree]) -> Option<Dimension> {
    let labels: Vec<String> = bases.iter().map(|b| b.label.clone()).collect();
    let named = labels.iter().any(|l| !l.is_empty());
    let factor = Factor {
        id: BASES.to_owned(),
        name: text!(ja: "土台の計画", en: "base plan"),
        kind: FactorKind::Lever,
        names: bases.iter().map(|b| Text::same(on_one_line(&b.label))).collect(),
        weights: vec![1.0; labels.len()],
        values: labels,
        base: None,
    };
    let values = bases.iter().map(|_| Vec::new()).collect();
    named.then(|| Dimension { factor, at: Origin::default(), values, range: None })
}
