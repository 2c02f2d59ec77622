//! Groups and pairs of dependent quantities: who is meant, and whether such dependence can exist.

use super::ids::{Ids, Kind, check_ids, resolve};
use super::initiatives;
use super::rails::{Found, Item, Rail};
use super::reader::Reader;
use super::{Group, Initiative, Pair, Uncertain};
use crate::distributions::{self, DependenceError, Mixing};
use crate::lang::text;
use crate::scenario::{Among, Correlation, Path, Repair, Scenario, StreamKind, Variable};
use std::collections::HashSet;

/// What was read, with what is allowed but does nothing.
#[derive(Default)]
pub(super) struct Read {
    pub(super) groups: Vec<Group>,
    pub(super) pairs: Vec<Pair>,
    pub(super) mixing: Mixing,
    pub(super) idle: Vec<Found>,
}

pub(super) fn read(scenario: &Scenario, found: &initiatives::Found, reader: &mut Reader) -> Read {
    let list = Path::default().key("dependence");
    check_ids(scenario.dependence.iter().map(|d| d.id.as_str()), &list, reader);
    let before = reader.problems.len();
    let mut out = Read::default();
    let policies: Vec<&str> = scenario.policy.iter().map(|p| p.id.as_str()).collect();
    let mut groups: Vec<(Group, u8, Path)> = Vec::new();
    for (i, typed) in scenario.dependence.iter().enumerate() {
        let path = list.index(i);
        check_among(&typed.among, scenario, &path.key("among"), reader);
        let correlation = typed.correlation.value();
        let allowed = text!(ja: "0 以上 0.9999 以下", en: "0 to 0.9999");
        reader.within(correlation, &path.key("correlation"), (0.0..=0.9999).contains(&correlation), allowed);
        let members = members(&typed.among, &policies, typed.variable, &found.initiatives);
        if members.len() < 2 {
            let id = &typed.id;
            let words = text!(
                ja: "相関のグループ「{id}」に当てはまる不確かな量が二つ未満のため、効き目がありません",
                en: "the dependence group '{id}' meets fewer than two uncertain quantities and has no effect"
            );
            out.idle.push(Found::new(Rail::NoEffect, Item::of("dependence", id), words));
        }
        // A single member keeps its factor, so that its draws stay what they are when a second one comes or goes.
        if !members.is_empty() {
            groups.push((Group { id: typed.id.clone(), members, correlation }, rank(&typed.among), path));
        }
    }
    // By id, so that the order of the file changes no draw.
    groups.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    let all: Vec<(Group, u8)> = groups.iter().map(|(group, rank, _)| (group.clone(), *rank)).collect();
    groups.retain(|(group, rank, _)| !all.iter().any(|around| leaves_nothing_to(around, (group, *rank))));
    let ranks: Vec<u8> = groups.iter().map(|(_, rank, _)| *rank).collect();
    let group_paths: Vec<Path>;
    (out.groups, group_paths) = groups.into_iter().map(|(group, _, path)| (group, path)).unzip();
    let mut pair_paths = Vec::new();
    let (names, mut stated) = (Names::of(scenario), HashSet::new());
    for (i, typed) in scenario.correlation.iter().enumerate() {
        let path = Path::default().key("correlation").index(i);
        if let Some(pair) = pair(typed, i, &names, found, &mut out.idle, reader) {
            if !stated.insert(pair.between) {
                let message = text!(ja: "同じ二つの量の相関が二度書かれています", en: "the correlation of these two is stated twice");
                let allowed = text!(ja: "二つの量ごとに一度だけ", en: "each pair once");
                let hint = text!(ja: "どちらか一方にしてください", en: "keep one of the two");
                reader.refuse(&path.key("between"), message, allowed, hint);
            }
            out.pairs.push(pair);
            let [a, b] = pair.between.map(|q| found.quantities[q].name.as_str());
            pair_paths.push((path, format!("{a} × {b} ({})", pair.correlation)));
        }
    }
    if reader.problems.len() > before {
        return out;
    }
    let ranked = out.groups.iter().zip(ranks);
    let groups: Vec<distributions::CommonFactor> = ranked
        .map(|(g, rank)| distributions::CommonFactor { members: g.members.clone(), correlation: g.correlation, rank })
        .collect();
    let repair = match scenario.correlation_repair {
        Some(Repair::Nearest) => distributions::Repair::Nearest,
        _ => distributions::Repair::Refuse,
    };
    match distributions::mix(found.quantities.len(), &groups, &out.pairs, repair) {
        Ok(mixing) => out.mixing = mixing,
        Err(errors) => {
            let ids: Vec<&str> = out.groups.iter().map(|g| g.id.as_str()).collect();
            errors.iter().for_each(|e| impossible(e, &ids, &group_paths, &pair_paths, reader));
        }
    }
    out
}

/// How narrowly a group is described. Of equally correlated groups inside one another the wider carries the correlation;
/// where both happen to meet the same quantities, this says which that is, whatever they will meet next.
fn rank(among: &Among) -> u8 {
    let stated = |is: bool, weight: u8| if is { weight } else { 0 };
    stated(among.initiatives.is_some(), 8)
        + stated(among.strategy.is_some(), 2)
        + stated(among.owner.is_some(), 2)
        + stated(among.policy.is_some(), 1)
}

/// Whether a group of one member lies in a group that is correlated more strongly, or will once that meets more, so that no
/// part is left for its factor.
fn leaves_nothing_to((around, rank): &(Group, u8), (group, own): (&Group, u8)) -> bool {
    let inside = group.members.len() == 1 && around.members.contains(&group.members[0]);
    inside && group.correlation < around.correlation && (around.members.len() > 1 || *rank < own)
}

fn check_among(among: &Among, scenario: &Scenario, path: &Path, reader: &mut Reader) {
    let policies: Vec<&str> = scenario.policy.iter().map(|p| p.id.as_str()).collect();
    let strategies: Vec<&str> = scenario.strategy.iter().map(|s| s.id.as_str()).collect();
    let mut owners: Vec<&str> = scenario.initiative.iter().filter_map(|i| i.owner.as_deref()).collect();
    owners.sort_unstable();
    owners.dedup();
    for (key, kind, id, ids) in [
        ("policy", Kind::Policy, &among.policy, &policies),
        ("strategy", Kind::Strategy, &among.strategy, &strategies),
        ("owner", Kind::Owner, &among.owner, &owners),
    ] {
        if let Some(id) = id {
            resolve(kind, id, ids, &path.key(key), reader);
        }
    }
    let named = among.initiatives.as_deref().unwrap_or_default();
    let known = scenario.initiative.iter().filter(|_| !named.is_empty());
    let initiatives = Ids::of(known.map(|i| i.id.as_str()));
    for (k, id) in named.iter().enumerate() {
        initiatives.resolve(Kind::Initiative, id, &path.key("initiatives").index(k), reader);
    }
}

/// The positions of the uncertain quantities meant; `policies` are the ids in the order of positions.
fn members(among: &Among, policies: &[&str], variable: Variable, initiatives: &[Initiative]) -> Vec<usize> {
    let meant: Option<HashSet<&String>> = among.initiatives.as_ref().map(|ids| ids.iter().collect());
    let fits = |i: &&Initiative| {
        let named = meant.as_ref().is_none_or(|ids| ids.contains(&i.id));
        let strategy = among.strategy.as_ref().is_none_or(|s| i.strategy.as_ref() == Some(s));
        let serves = among.policy.as_ref().is_none_or(|id| i.shares.iter().any(|(p, _)| policies[*p] == id));
        named && serves && strategy && among.owner.as_ref().is_none_or(|o| i.owner.as_ref() == Some(o))
    };
    let wanted = |kind: StreamKind| among.kind.map_or(kind != StreamKind::Cost, |k| k == kind);
    let mut found: Vec<usize> = initiatives
        .iter()
        .filter(fits)
        .flat_map(|i| -> Vec<Uncertain> {
            match variable {
                Variable::Delay => vec![i.delay],
                Variable::GoAhead => vec![i.go_ahead],
                Variable::Realisation => i.streams.iter().filter(|s| wanted(s.kind)).map(|s| s.realisation).collect(),
            }
        })
        .filter_map(|u| if let Uncertain::Quantity(q) = u { Some(q) } else { None })
        .collect();
    found.sort_unstable();
    found
}

fn pair(
    typed: &Correlation,
    position: usize,
    names: &Names,
    found: &initiatives::Found,
    idle: &mut Vec<Found>,
    reader: &mut Reader,
) -> Option<Pair> {
    let path = Path::default().key("correlation").index(position);
    let allowed = text!(ja: "-0.9999 以上 0.9999 以下", en: "-0.9999 to 0.9999");
    let fits = typed.value.abs() <= 0.9999;
    let value = reader.within(typed.value, &path.key("value"), fits, allowed);
    let at = path.key("between");
    let [a, b] = &typed.between[..] else {
        let message =
            text!(ja: "相関には量の名前がちょうど二つ必要です", en: "a correlation needs exactly two quantities");
        let hint = text!(ja: "量の名前を二つ書いてください", en: "name two quantities");
        reader.refuse(&at, message, text!(ja: "名前二つ", en: "two names"), hint);
        return None;
    };
    if a == b {
        let message = text!(ja: "同じ量どうしの相関です", en: "a quantity paired with itself");
        let hint = text!(ja: "別の量を書いてください", en: "name another quantity");
        reader.refuse(&at, message, text!(ja: "異なる名前二つ", en: "two different names"), hint);
        return None;
    }
    let find = |k: usize, name: &str, reader: &mut Reader| -> Option<Option<usize>> {
        names.has(name, &at.index(k), reader)?;
        Some(found.quantities.binary_search_by(|q| q.name.as_str().cmp(name)).ok())
    };
    let (a_at, b_at) = (find(0, a, reader), find(1, b, reader));
    if let (Some(a_at), Some(b_at)) = (a_at, b_at) {
        let (Some(x), Some(y)) = (a_at, b_at) else {
            let words = text!(
                ja: "「{a}」と「{b}」の相関は、どちらかが確定値のため効き目がありません",
                en: "the correlation of '{a}' and '{b}' has no effect, since one of them is certain"
            );
            let item = Item::of("correlation", &(position + 1).to_string());
            idle.push(Found::new(Rail::NoEffect, item, words));
            return None;
        };
        return Some(Pair { between: [x.min(y), x.max(y)], correlation: value? });
    }
    None
}

/// The names of all quantities of a scenario, certain or not.
struct Names {
    all: Vec<String>,
    known: HashSet<String>,
}

impl Names {
    /// Of a scenario; none where nothing refers to them.
    fn of(scenario: &Scenario) -> Self {
        let of = |i: &crate::scenario::Initiative| -> Vec<String> {
            let own = ["go_ahead", "delay"].map(|v| format!("{}/{v}", i.id));
            own.into_iter().chain(i.stream.iter().map(|s| format!("{}/{}/realisation", i.id, s.id))).collect()
        };
        let referred = scenario.initiative.iter().filter(|_| !scenario.correlation.is_empty());
        let all: Vec<String> = referred.flat_map(of).collect();
        Self { known: all.iter().cloned().collect(), all }
    }

    /// Whether there is such a quantity; a problem where there is none.
    fn has(&self, name: &str, path: &Path, reader: &mut Reader) -> Option<()> {
        if self.known.contains(name) {
            return Some(());
        }
        let all: Vec<&str> = self.all.iter().map(String::as_str).collect();
        resolve(Kind::Quantity, name, &all, path, reader).map(drop)
    }
}

fn impossible(error: &DependenceError, ids: &[&str], groups: &[Path], pairs: &[(Path, String)], reader: &mut Reader) {
    match error {
        DependenceError::NotNested(a, b) => {
            let (first, second) = (ids[*a], ids[*b]);
            let message = text!(ja: "グループ「{first}」と「{second}」は一部だけ重なっています", en: "the groups '{first}' and '{second}' overlap only in part");
            let allowed =
                text!(ja: "重ならないか、一方が他方に完全に含まれる", en: "groups apart, or one inside the other");
            let hint = text!(ja: "重なる取組をどちらかから外してください", en: "take the shared ones out of one group");
            reader.refuse(&groups[*b].key("among"), message, allowed, hint);
        }
        DependenceError::InnerWeaker { inner, outer } => {
            let (inside, around) = (ids[*inner], ids[*outer]);
            let message = text!(ja: "内側のグループ「{inside}」の相関が、外側の「{around}」より小さくなっています", en: "the inner group '{inside}' is less correlated than the group '{around}' around it");
            let allowed = text!(ja: "外側の相関以上", en: "at least the correlation of the group around it");
            let hint = text!(ja: "内側の相関を大きくするか、外側を小さくしてください", en: "raise the inner correlation or lower the outer");
            reader.refuse(&groups[*inner].key("correlation"), message, allowed, hint);
        }
        DependenceError::NotPositive { pairs: used, smallest } => {
            let least = format!("{smallest:.6}");
            let list: Vec<String> = used.iter().filter_map(|p| pairs.get(*p)).map(|(_, named)| named.clone()).collect();
            let list = list.join(", ");
            let message = text!(
                ja: "次の相関は同時には成り立ちません：{list}（最小固有値 {least}）",
                en: "these correlations cannot hold at the same time: {list} (smallest eigenvalue {least})"
            );
            let allowed = text!(
                ja: "互いに、またグループの相関とも矛盾しない相関（最小固有値が 0 より大きい）",
                en: "correlations that agree with one another and with the groups (smallest eigenvalue above 0)"
            );
            let hint = text!(ja: "相関を弱めるか、correlation_repair = \"nearest\" としてください", en: "weaken the correlations, or set correlation_repair = \"nearest\"");
            if let Some((path, _)) = used.first().and_then(|p| pairs.get(*p)) {
                reader.refuse(&path.key("value"), message, allowed, hint);
            }
        }
    }
}
