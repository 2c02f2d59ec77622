//! Gathers what is wrong with a sweep file.

use crate::lang::Text;
use crate::scenario::{Located, Node, Origin, nearest};

/// The problems found so far.
#[derive(Default)]
pub(super) struct SweepProblems {
    pub(super) list: Vec<Located>,
}

impl SweepProblems {
    /// A problem with a value.
    pub(super) fn value(&mut self, node: &Node, key: &str, message: Text, allowed: Option<Text>, hint: Text) {
        let found = Some(node.shown());
        self.add(&node.origin, key, found, message, allowed, hint);
    }

    /// A problem with a table or a key.
    pub(super) fn place(&mut self, origin: &Origin, key: &str, message: Text, allowed: Option<Text>, hint: Text) {
        self.add(origin, key, None, message, allowed, hint);
    }

    fn add(
        &mut self,
        origin: &Origin,
        key: &str,
        found: Option<String>,
        message: Text,
        allowed: Option<Text>,
        hint: Text,
    ) {
        let (origin, key) = (Some(origin.clone()), key.to_owned());
        self.list.push(Located { origin, key, found, message, allowed, hint: Some(hint), is_lack: false });
    }
}

/// "Did you mean …", or else what to do.
pub(super) fn meant(typed: &str, names: &[&str], else_do: Text) -> Text {
    use crate::lang::text;
    // A number is not mistyped for one that looks like it.
    let is_word = typed.parse::<f64>().is_err();
    match nearest(typed, names).filter(|_| is_word) {
        Some(near) => text!(ja: "「{near}」のことですか", en: "did you mean '{near}'?"),
        None => else_do,
    }
}
