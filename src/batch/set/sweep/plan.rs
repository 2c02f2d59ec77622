//! The plan that every scenario of a set is held against.

use crate::analysis::holdable;
use crate::batch::set::Plan;
use crate::lang::{Text, text};
use crate::model::Model;
use crate::scenario::{Document, Loader, Located, NamedAt, Node, Origin, Problems};
use std::sync::Arc;

/// The plan with where the set names it.
pub(super) struct Stated {
    pub(super) plan: Plan,
    at: Origin,
}

/// Reads the plan that the set names; nothing where it names none.
///
/// # Errors
/// Everything that is wrong with it.
pub(super) fn read(name: &str, root: &Node, loader: &mut Loader<'_>) -> Result<Option<Stated>, Problems> {
    let Some((stated, typed)) = root.get("plan").and_then(|node| Some((node, node.as_str()?))) else { return Ok(None) };
    let file = loader.named(name, typed);
    let found = loader.scenario(&file, Some(NamedAt { origin: &stated.origin, key: "plan" }));
    let files = || Arc::new(loader.files.clone());
    let Some(tree) = found else {
        return Err(Problems { files: loader.files.clone(), list: std::mem::take(&mut loader.problems) });
    };
    let document = Document::of_scenario(files(), tree);
    let model = Model::read(&document)?;
    let plan = Plan { name: typed.to_owned(), digest: document.digest(), model };
    Ok(Some(Stated { plan, at: stated.origin.clone() }))
}

impl Stated {
    /// Why a base cannot be held against the plan, told where the set names that.
    pub(super) fn refuses(&self, base: &Model) -> Option<Located> {
        let Text { ja, en } = holdable(&self.plan.model, base).err()?.reasons();
        let title = &base.title;
        let message = text!(
            ja: "「{title}」をこの計画とは比べられません：{ja}",
            en: "'{title}' cannot be held against this plan: {en}"
        );
        let hint = text!(
            ja: "計画期間・単位・算定方法・基本方針が土台と同じ計画を書いてください",
            en: "name a plan with the period, unit, counting basis and policies of the base"
        );
        let found = Some(format!("\"{}\"", self.plan.name));
        let (origin, key) = (Some(self.at.clone()), String::from("plan"));
        Some(Located { origin, key, found, message, allowed: None, hint: Some(hint), is_lack: false })
    }
}
