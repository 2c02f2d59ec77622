//! Initiatives that go on under another name keep their draws, so that a new name alone changes no figure.

use super::{Initiative, Lineage, Quantity};

/// Gives each renamed initiative, and its quantities, the name on which its draws hung before.
pub(super) fn keep_draws(initiatives: &mut [Initiative], quantities: &mut [Quantity]) {
    let names: Vec<String> = initiatives.iter().map(|i| earlier(i, initiatives)).collect();
    for (initiative, draws) in initiatives.iter_mut().zip(names) {
        let prefix = format!("{}/", initiative.id);
        for quantity in quantities.iter_mut().filter(|q| draws != initiative.id && q.name.starts_with(&prefix)) {
            quantity.name = format!("{draws}/{}", &quantity.name[prefix.len()..]);
        }
        initiative.draws = draws;
    }
}

/// The one initiative that this one replaces, unless it is still there, is taken in, or is replaced by others too.
fn earlier(initiative: &Initiative, all: &[Initiative]) -> String {
    let renamed = matches!(initiative.lineage, None | Some(Lineage::Continuing));
    match &initiative.replaces[..] {
        [before] if renamed => {
            let free = all.iter().all(|i| i.id != *before && (i.id == initiative.id || !i.replaces.contains(before)));
            if free { before.clone() } else { initiative.id.clone() }
        }
        _ => initiative.id.clone(),
    }
}
