//! Groups → scenarios with their names.

use super::factors::Dimension;
use super::groups::{FactorGroup, How};
use super::{combine, first_key};
use crate::batch::set::{Member, Setting, free};
use crate::lang::text;
use crate::scenario::{Located, Node};
use std::collections::HashSet;

/// Settings with those factors too that stand as in the base and have a value that says so.
fn completed(mut settings: Vec<Setting>, factors: &[Dimension]) -> Vec<Setting> {
    for (factor, dimension) in factors.iter().enumerate() {
        if let Some(value) = dimension.factor.base.filter(|_| settings.iter().all(|s| s.factor != factor)) {
            settings.push(Setting { factor, value });
        }
    }
    settings.sort_by_key(|setting| setting.factor);
    settings
}

/// The scenarios of all groups. Of those of a group that come to the same the first is kept, but for a sample, in which
/// every value is to come as often as any other.
pub(super) fn members(groups: &[FactorGroup], factors: &mut [Dimension], has_bases: bool, bases: usize) -> Vec<Member> {
    let (mut members, mut taken) = (Vec::new(), HashSet::new());
    for group in groups {
        let combined = combine::combinations(group, factors);
        let mut seen = HashSet::new();
        for base in 0..bases {
            for (number, settings) in combined.iter().enumerate() {
                let of_base = has_bases.then_some(Setting { factor: 0, value: base });
                let Some(settings) = on_base(settings, of_base).filter(|s| group.keeps(s)) else { continue };
                let is_new = seen.insert(changing(&settings, factors, has_bases));
                if is_new || matches!(group.how, How::Latin { .. }) {
                    let name = free(&combine::name(group, number, &settings, factors), &mut taken);
                    members.push(Member { name, group: group.id.clone(), settings: completed(settings, factors) });
                }
            }
        }
    }
    members
}

/// Settings with the base they are made on; nothing where they name another.
fn on_base(settings: &[Setting], of_base: Option<Setting>) -> Option<Vec<Setting>> {
    let Some(of_base) = of_base else { return Some(settings.to_vec()) };
    match settings.iter().find(|s| s.factor == of_base.factor) {
        Some(stated) => (*stated == of_base).then(|| settings.to_vec()),
        None => Some([of_base].into_iter().chain(settings.iter().copied()).collect()),
    }
}

/// The settings that make a difference: those that change nothing left out.
fn changing(settings: &[Setting], factors: &[Dimension], has_bases: bool) -> Vec<(usize, usize)> {
    let counts = |s: &&Setting| (has_bases && s.factor == 0) || !factors[s.factor].values[s.value].is_empty();
    settings.iter().filter(counts).map(|s| (s.factor, s.value)).collect()
}

/// The filters leave nothing.
pub(super) fn nothing_left(root: &Node, groups: &[FactorGroup]) -> Located {
    let message = text!(ja: "条件に合うシナリオが一つもありません", en: "no scenario is left");
    let hint = text!(ja: "only と except を確かめてください", en: "check only and except");
    let stated = groups.first().map(|g| g.at.clone()).filter(|at| !at.span.is_empty());
    let (origin, key) = (Some(stated.unwrap_or_else(|| first_key(root))), String::from("group"));
    Located { origin, key, found: None, message, allowed: None, hint: Some(hint), is_lack: false }
}
