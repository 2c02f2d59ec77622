//! Tries every value of every factor on the base before anything runs.

use super::Sweep;
use crate::batch::set::{Member, Setting};
use crate::model::Model;
use crate::scenario::{Document, Located, Node, Problems};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// Everything that is wrong with the bases or, alone on its base, with a value that any member takes.
pub(super) fn problems(sweep: &Sweep, members: &[Member]) -> Vec<Located> {
    let mut used: BTreeSet<(usize, Option<(usize, usize)>)> = BTreeSet::new();
    for member in members {
        let base = sweep.base_of(member);
        used.insert((base, None));
        used.extend(sweep.changing(&member.settings).map(|s| (base, Some((s.factor, s.value)))));
    }
    let bases: Vec<usize> = used.iter().filter(|(_, value)| value.is_none()).map(|(base, _)| *base).collect();
    let mut found: Vec<Located> = bases.iter().flat_map(|&b| wrong(sweep, sweep.bases[b].clone())).collect();
    if found.is_empty() {
        let ends = Ends::of(sweep, &used);
        for (base, value) in used {
            let Some((factor, value)) = value.filter(|&(factor, value)| ends.try_it(factor, value)) else { continue };
            found.extend(of_value(sweep, base, Setting { factor, value }));
        }
        found.extend(written_twice(sweep, members));
    }
    let mut told = BTreeSet::new();
    found.retain(|l| told.insert((l.origin.as_ref().map(|o| (o.file, o.span.start)), l.message.en.clone())));
    found.sort_by_key(|l| l.origin.as_ref().map(|o| (o.file, o.span.start)));
    found
}

/// What is wrong with a scenario as a whole.
fn wrong(sweep: &Sweep, tree: Node) -> Vec<Located> {
    let document = Document::of_scenario(Arc::clone(&sweep.files), tree);
    Model::read(&document).err().map(|Problems { list, .. }| list).unwrap_or_default()
}

/// What is wrong with one value on one base. What other factors lay over the base counts where the value needs it.
fn of_value(sweep: &Sweep, base: usize, setting: Setting) -> Vec<Located> {
    let alone = sweep.changed(sweep.bases[base].clone(), &[setting]);
    let tried = alone.or_else(|stopped| {
        let mut tree = sweep.bases[base].clone();
        sweep.lay_others(&mut tree, setting.factor);
        sweep.changed(tree, &[setting]).map_err(|_| stopped)
    });
    match tried {
        Err(stopped) => stopped,
        // What the value itself brings in; the base is known to be right.
        Ok(tree) => wrong(sweep, tree),
    }
}

/// What several values of a scenario write at one place. Every two values that come together in any scenario are tried
/// once, those that a factor writes at one path for all of them.
fn written_twice(sweep: &Sweep, members: &[Member]) -> Vec<Located> {
    let mut tried = HashSet::new();
    let mut found = Vec::new();
    for member in members {
        let base = sweep.base_of(member);
        let values: Vec<(usize, usize)> =
            sweep.changing(&member.settings).map(|s| (s.factor, sweep.factors[s.factor].alike(s.value))).collect();
        let pairs = values.iter().enumerate().flat_map(|(i, a)| values[i + 1..].iter().map(move |b| (base, *a, *b)));
        let before = tried.len();
        tried.extend(pairs);
        if tried.len() > before {
            found.extend(sweep.applied(sweep.bases[base].clone(), &member.settings).twice.into_iter().flatten());
        }
    }
    found
}

/// Of numbers that are drawn only the least and the greatest are tried.
struct Ends {
    of: Vec<Option<[usize; 2]>>,
}

impl Ends {
    fn of(sweep: &Sweep, used: &BTreeSet<(usize, Option<(usize, usize)>)>) -> Self {
        let number = |factor: usize, value: usize| -> f64 {
            sweep.factors[factor].factor.values[value].parse().unwrap_or_default()
        };
        let of = |factor: usize| {
            sweep.factors[factor].range.as_ref()?;
            let values = || used.iter().filter_map(|(_, v)| *v).filter(|v| v.0 == factor).map(|v| v.1);
            let order = |a: &usize, b: &usize| number(factor, *a).total_cmp(&number(factor, *b));
            Some([values().min_by(order)?, values().max_by(order)?])
        };
        Self { of: (0..sweep.factors.len()).map(of).collect() }
    }

    fn try_it(&self, factor: usize, value: usize) -> bool {
        self.of[factor].is_none_or(|ends| ends.contains(&value))
    }
}
