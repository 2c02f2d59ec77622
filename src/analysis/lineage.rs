//! Which initiatives of a revision go on from which of the plan: by id, and by what `replaces` names.

use crate::fiscal::Span;
use crate::model::{Initiative, Lineage, Model};
use serde::{Deserialize, Serialize};

/// A component of a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Component {
    /// Years closed since: actuals in place of forecasts.
    Actuals,
    /// Initiatives that ended without a successor.
    Ended,
    /// Initiatives without a predecessor.
    New,
    /// Initiatives joined, split or taken over by others.
    Merged,
    /// When the effects of continuing initiatives come: the year in which they start, and delays.
    Timing,
    /// How much continuing initiatives are planned to give: amounts by year, and streams added or taken out.
    Amounts,
    /// What is assumed of continuing initiatives: realisation, chance of going ahead, noise, indices, shares,
    /// dependence, requirements, overlaps.
    Assumptions,
}

impl Component {
    /// The components, in the order of the report.
    pub const ALL: [Self; 7] =
        [Self::Actuals, Self::Ended, Self::New, Self::Merged, Self::Timing, Self::Amounts, Self::Assumptions];
}

/// What became of a group of initiatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FamilyKind {
    /// One went on as one.
    Continued,
    /// Ended without a successor.
    Ended,
    /// Had no predecessor.
    New,
    /// Joined, split or taken over.
    Merged,
}

/// An initiative by id and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// Initiatives of the plan and those of the revision that go on from them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Family {
    /// What became of them.
    pub kind: FamilyKind,
    /// Those of the plan.
    pub before: Vec<Member>,
    /// Those of the revision, without entries that only say that one has ended.
    pub after: Vec<Member>,
}

/// A lineage that could not be followed, and what was done about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Unmatched {
    /// An initiative of the plan that the revision neither has nor replaces: counted as ended.
    Missing(Member),
    /// An initiative of the revision that is said to go on from others, of which the plan has none: counted as new.
    WithoutPredecessor(Member),
    /// An id in `replaces` that the plan does not have: passed over.
    UnknownReplaced {
        /// The initiative of the revision.
        initiative: Member,
        /// The id that it names.
        replaces: String,
    },
    /// An initiative of the revision that is called new though the plan has it: counted as continued.
    CalledNew(Member),
    /// Years that only the plan has: not compared.
    YearsOfPlan(Span),
    /// Years that only the revision has: not compared.
    YearsOfRevised(Span),
    /// A policy that only one of the two has: its amounts count as 0 in the other.
    PolicyOfOne(Member),
    /// An edition, by the calendar year of its base, that only one of the two has, or that covers other years in the
    /// other: not compared.
    EditionOfOne {
        /// The calendar year of the base.
        base: i32,
    },
}

/// All initiatives of two models in families.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lineages {
    /// The families, by the first id in them.
    pub families: Vec<Family>,
    /// What could not be matched.
    pub unmatched: Vec<Unmatched>,
}

/// A family by positions in the two models.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Positions {
    pub(super) kind: FamilyKind,
    pub(super) before: Vec<usize>,
    pub(super) after: Vec<usize>,
}

fn has_ended(initiative: &Initiative) -> bool {
    matches!(initiative.lineage, Some(Lineage::Ended | Lineage::Completed))
}

pub(super) fn member(initiative: &Initiative) -> Member {
    Member { id: initiative.id.clone(), name: initiative.name.clone() }
}

/// Follows every initiative of `plan` into `revised`; what cannot be followed is noted.
pub(super) fn families(plan: &Model, revised: &Model, unmatched: &mut Vec<Unmatched>) -> Vec<Positions> {
    let find = |id: &str| plan.initiatives.iter().position(|i| i.id == id);
    // What the plan itself tells of earlier initiatives is no news.
    let told = |id: &String| plan.initiatives.iter().any(|i| i.replaces.contains(id));
    let count = plan.initiatives.len();
    // Each position of either model points to another of its family, the first one to itself.
    let mut parent: Vec<usize> = (0..count + revised.initiatives.len()).collect();
    for (r, initiative) in revised.initiatives.iter().enumerate() {
        for id in initiative.replaces.iter().filter(|id| find(id).is_none() && !told(id)) {
            unmatched.push(Unmatched::UnknownReplaced { initiative: member(initiative), replaces: id.clone() });
        }
        let ids = std::iter::once(&initiative.id).chain(&initiative.replaces);
        for before in ids.filter_map(|id| find(id)) {
            let (a, b) = (root(&parent, before), root(&parent, count + r));
            parent[a.max(b)] = a.min(b);
        }
    }
    let roots: Vec<usize> = (0..parent.len()).map(|i| root(&parent, i)).collect();
    let mut families = Vec::new();
    for family in (0..parent.len()).filter(|i| roots[*i] == *i) {
        let all = || (0..parent.len()).filter(|i| roots[*i] == family);
        let before: Vec<usize> = all().filter(|i| *i < count).collect();
        let after: Vec<usize> = all().filter(|i| *i >= count).map(|i| i - count).collect();
        families.extend(classified(plan, revised, before, after, unmatched));
    }
    families
}

fn root(parent: &[usize], mut of: usize) -> usize {
    while parent[of] != of {
        of = parent[of];
    }
    of
}

fn classified(
    plan: &Model,
    revised: &Model,
    before: Vec<usize>,
    after: Vec<usize>,
    unmatched: &mut Vec<Unmatched>,
) -> Option<Positions> {
    let revision = |r: &usize| &revised.initiatives[*r];
    let live: Vec<usize> = after.iter().copied().filter(|r| !has_ended(revision(r))).collect();
    // An entry that only says that its initiative has ended is no successor; one that still costs something counts.
    let counts = |i: &Initiative| !has_ended(i) || !i.streams.is_empty();
    let counted: Vec<usize> = after.iter().copied().filter(|r| counts(revision(r))).collect();
    let before: Vec<usize> = before.into_iter().filter(|p| counts(&plan.initiatives[*p])).collect();
    let kind = match (&before[..], &live[..]) {
        ([], _) => FamilyKind::New,
        (_, []) => FamilyKind::Ended,
        ([p], [r]) => {
            let (p, r) = (&plan.initiatives[*p], revision(r));
            let taken_over = p.id != r.id && r.lineage == Some(Lineage::Merged);
            if taken_over || counted.len() > 1 { FamilyKind::Merged } else { FamilyKind::Continued }
        }
        _ => FamilyKind::Merged,
    };
    if before.is_empty() && counted.is_empty() {
        return None;
    }
    match kind {
        FamilyKind::New => {
            let claims = |r: &&usize| !matches!(revision(r).lineage, None | Some(Lineage::New));
            unmatched.extend(live.iter().filter(claims).map(|r| Unmatched::WithoutPredecessor(member(revision(r)))));
        }
        FamilyKind::Ended if after.is_empty() => {
            unmatched.extend(before.iter().map(|p| Unmatched::Missing(member(&plan.initiatives[*p]))));
        }
        FamilyKind::Continued => {
            let known_as_new = before.iter().any(|p| plan.initiatives[*p].lineage == Some(Lineage::New));
            let called_new = live.iter().filter(|r| revision(r).lineage == Some(Lineage::New) && !known_as_new);
            unmatched.extend(called_new.map(|r| Unmatched::CalledNew(member(revision(r)))));
        }
        _ => {}
    }
    Some(Positions { kind, before, after: counted })
}

/// The families with ids and names.
pub(super) fn named(plan: &Model, revised: &Model, families: &[Positions]) -> Vec<Family> {
    let of = |model: &Model, positions: &[usize]| positions.iter().map(|p| member(&model.initiatives[*p])).collect();
    let name = |f: &Positions| Family { kind: f.kind, before: of(plan, &f.before), after: of(revised, &f.after) };
    families.iter().map(name).collect()
}
