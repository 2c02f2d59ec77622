//! Initiatives that go on under another name keep their draws, so that a new name alone changes no figure.

use super::{Initiative, Lineage, Quantity};
use std::collections::{HashMap, HashSet};

/// Gives each renamed initiative, and its quantities, the name on which its draws hung before.
pub(super) fn keep_draws(initiatives: &mut [Initiative], quantities: &mut [Quantity]) {
    let renamed = renamed(initiatives);
    if renamed.is_empty() {
        return;
    }
    for quantity in quantities {
        let Some((initiative, rest)) = quantity.name.split_once('/') else { continue };
        if let Some(draws) = renamed.get(initiative) {
            quantity.name = format!("{draws}/{rest}");
        }
    }
    for initiative in initiatives {
        if let Some(draws) = renamed.get(&initiative.id) {
            initiative.draws.clone_from(draws);
        }
    }
}

/// By initiative the one that it replaces, unless that is still there, is taken in, or is replaced by others too.
fn renamed(all: &[Initiative]) -> HashMap<String, String> {
    let ids: HashSet<&str> = all.iter().map(|i| i.id.as_str()).collect();
    let mut replacing: HashMap<&str, HashSet<&str>> = HashMap::new();
    for initiative in all {
        for before in &initiative.replaces {
            replacing.entry(before).or_default().insert(&initiative.id);
        }
    }
    let earlier = |initiative: &Initiative| {
        let [before] = &initiative.replaces[..] else { return None };
        let goes_on = matches!(initiative.lineage, None | Some(Lineage::Continuing));
        let free = !ids.contains(before.as_str()) && replacing[before.as_str()].len() == 1;
        (goes_on && free).then(|| (initiative.id.clone(), before.clone()))
    };
    all.iter().filter_map(earlier).collect()
}
