//! What each initiative is planned to give in the revision, beside what those that it goes on from were planned to give.

use crate::analysis::Family;
use crate::model::Lineage;
use crate::money::Unit;
use crate::outcome::{Breakdown, InitiativeAmounts};
use std::ops::Range;

/// A row of a policy: an initiative of the revision, or one of the plan that nothing in the policy goes on from.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct InitiativeRow<'a> {
    pub(super) initiative: &'a InitiativeAmounts,
    /// Whether only the plan has it in this policy.
    pub(super) is_of_plan: bool,
    /// Whether it goes on from nothing in the plan.
    pub(super) is_new: bool,
    /// The revision's planned effect by year; nothing where it is not known.
    pub(super) by_year: Vec<Option<f64>>,
    /// What is known of the planned effect over the plan period at plan time; nothing where nothing is.
    pub(super) before: Option<f64>,
    /// Whether all of both is known, so that they can be compared.
    pub(super) is_known: bool,
}

impl InitiativeRow<'_> {
    /// Whether the revision only says that it has ended.
    pub(super) fn has_ended(&self) -> bool {
        !self.is_of_plan && matches!(self.initiative.lineage, Some(Lineage::Ended | Lineage::Completed))
    }
}

/// A policy by initiative.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Rows<'a> {
    pub(super) rows: Vec<InitiativeRow<'a>>,
    /// What is recorded for the policy alone: the revision's by year and the plan's over the plan period, where any is.
    pub(super) unallocated: Option<(Vec<Option<f64>>, Option<f64>)>,
}

impl<'a> Rows<'a> {
    /// The rows of a policy by strategy class, those of the plan alone behind the others; `years` are the positions of the
    /// years that both have, in the plan's and in the revision's amounts.
    pub(super) fn of(
        [plan, revised]: [Option<&'a Breakdown>; 2],
        families: &[Family],
        [of_plan, of_revised]: &[Range<usize>; 2],
    ) -> Self {
        let within = |amounts: &[f64], years: &Range<usize>| amounts.get(years.clone()).unwrap_or_default().to_vec();
        let years = of_revised.len();
        let rows = revised.into_iter().flat_map(|b| &b.initiatives);
        let row = |initiative: &'a InitiativeAmounts| InitiativeRow {
            initiative,
            is_of_plan: false,
            is_new: families.iter().any(|f| f.before.is_empty() && f.after.iter().any(|m| m.id == initiative.id)),
            by_year: initiative.by_year.get(of_revised.clone()).unwrap_or_default().to_vec(),
            before: Some(0.0),
            is_known: initiative.is_known(of_revised.clone()),
        };
        let mut rows: Vec<InitiativeRow> = rows.map(row).collect();
        let mut gone_on: Vec<Vec<Option<f64>>> = vec![Vec::new(); rows.len()];
        for earlier in plan.into_iter().flat_map(|b| &b.initiatives) {
            let before = earlier.known(of_plan.clone());
            match successor(&rows, &earlier.id, families) {
                Some(at) => {
                    gone_on[at].push(before);
                    rows[at].is_known &= earlier.is_known(of_plan.clone());
                }
                None => {
                    rows.push(InitiativeRow {
                        initiative: earlier,
                        is_of_plan: true,
                        is_new: false,
                        by_year: vec![Some(0.0); years],
                        before,
                        is_known: earlier.is_known(of_plan.clone()),
                    });
                }
            }
        }
        for (row, before) in rows.iter_mut().zip(gone_on).filter(|(_, before)| !before.is_empty()) {
            row.before = before.iter().any(Option::is_some).then(|| before.iter().flatten().sum());
        }
        rows.retain(says_something);
        let key = |row: &InitiativeRow<'a>| (&row.initiative.strategy, row.is_of_plan, &row.initiative.id);
        rows.sort_by(|a, b| key(a).cmp(&key(b)));
        let by_year = revised.map_or_else(|| vec![0.0; years], |b| within(&b.unallocated, of_revised));
        let before: f64 = plan.into_iter().flat_map(|b| within(&b.unallocated, of_plan)).sum();
        let is_any = before != 0.0 || by_year.iter().any(|amount| *amount != 0.0);
        Self { rows, unallocated: is_any.then(|| (by_year.into_iter().map(Some).collect(), Some(before))) }
    }

    /// The policy's sum of each year, and of the plan's amounts.
    fn sums(&self) -> (Vec<f64>, f64) {
        let rest = self.unallocated.iter().map(|(by_year, before)| (by_year, *before));
        let all: Vec<_> = self.rows.iter().map(|row| (&row.by_year, row.before)).chain(rest).collect();
        let years = all.first().map_or(0, |(by_year, _)| by_year.len());
        let of_year = |at: usize| all.iter().filter_map(|(by_year, _)| *by_year.get(at)?).sum();
        ((0..years).map(of_year).collect(), all.iter().filter_map(|(_, before)| *before).sum())
    }

    /// As printed: years add up to the revision's planned amount over the plan period, rows to each year and to the
    /// plan's amount.
    pub(super) fn rounded(mut self, unit: Unit) -> Self {
        let (years, before) = self.sums();
        let years = unit.rounded_to_add(&years, years.iter().sum());
        let mut cells: Vec<(&mut Vec<Option<f64>>, &mut Option<f64>)> =
            self.rows.iter_mut().map(|row| (&mut row.by_year, &mut row.before)).collect();
        cells.extend(self.unallocated.as_mut().map(|(by_year, before)| (by_year, before)));
        for (at, year) in years.into_iter().enumerate() {
            round(cells.iter_mut().filter_map(|(by_year, _)| by_year.get_mut(at)?.as_mut()), unit, year);
        }
        round(cells.iter_mut().filter_map(|(_, before)| before.as_mut()), unit, unit.round(before));
        self
    }
}

/// Rounds parts so that they add up to a sum.
fn round<'p>(parts: impl Iterator<Item = &'p mut f64>, unit: Unit, sum: f64) {
    let parts: Vec<&mut f64> = parts.collect();
    let exact: Vec<f64> = parts.iter().map(|part| **part).collect();
    for (part, amount) in parts.into_iter().zip(unit.rounded_to_add(&exact, sum)) {
        *part = amount;
    }
}

/// Whether a row is more than an entry that what others went on from has ended.
fn says_something(row: &InitiativeRow) -> bool {
    !row.has_ended() || row.before != Some(0.0) || row.by_year.iter().any(|amount| *amount != Some(0.0))
}

/// The row of what goes on from an earlier initiative: the first of its family that the policy has; an entry of its own
/// where it only says that the initiative has ended.
fn successor(rows: &[InitiativeRow], earlier: &str, families: &[Family]) -> Option<usize> {
    let family = families.iter().find(|f| f.before.iter().any(|m| m.id == earlier));
    let after = family.into_iter().flat_map(|f| f.after.iter().map(|m| m.id.as_str()));
    let mut ids = after.chain([earlier]);
    ids.find_map(|id| rows.iter().position(|row| !row.is_of_plan && row.initiative.id == id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{FamilyKind, Member};
    use crate::money::Name;

    fn initiative(id: &str, by_year: &[f64]) -> InitiativeAmounts {
        let (id, name) = (id.to_owned(), format!("name of {id}"));
        InitiativeAmounts {
            id,
            name,
            strategy: None,
            owner: None,
            lineage: None,
            share: 1.0,
            by_year: by_year.iter().copied().map(Some).collect(),
        }
    }

    fn sum(row: &InitiativeRow) -> f64 {
        row.by_year.iter().flatten().sum()
    }

    fn policy(initiatives: Vec<InitiativeAmounts>, unallocated: &[f64]) -> Breakdown {
        Breakdown { policy: "I".to_owned(), initiatives, unallocated: unallocated.to_vec() }
    }

    fn family(kind: FamilyKind, before: &[&str], after: &[&str]) -> Family {
        let of = |ids: &[&str]| ids.iter().map(|id| Member { id: (*id).to_owned(), name: String::new() }).collect();
        Family { kind, before: of(before), after: of(after) }
    }

    /// Joined ones beside the first that goes on from them, an ended one in a row of its own, nothing for a new one.
    #[test]
    fn earlier_amounts_stand_beside_what_goes_on() {
        let plan = policy(
            vec![
                initiative("a", &[1.0, 2.0]),
                initiative("b", &[10.0, 20.0]),
                initiative("c", &[100.0, 200.0]),
                initiative("gone", &[5.0, 5.0]),
            ],
            &[0.0, 0.0],
        );
        let revised = policy(
            vec![
                initiative("a", &[3.0, 4.0]),
                initiative("fresh", &[7.0, 7.0]),
                initiative("joined", &[50.0, 60.0]),
                initiative("split", &[1.0, 1.0]),
            ],
            &[0.5, 0.0],
        );
        let families = [
            family(FamilyKind::Continued, &["a"], &["a"]),
            family(FamilyKind::Merged, &["b", "c"], &["joined", "split"]),
            family(FamilyKind::Ended, &["gone"], &[]),
            family(FamilyKind::New, &[], &["fresh"]),
        ];
        let found = Rows::of([Some(&plan), Some(&revised)], &families, &[0..2, 0..2]);
        let told: Vec<(&str, f64, f64)> =
            found.rows.iter().map(|row| (row.initiative.id.as_str(), sum(row), row.before.unwrap())).collect();
        assert_eq!(
            told,
            [("a", 7.0, 3.0), ("fresh", 14.0, 0.0), ("joined", 110.0, 330.0), ("split", 2.0, 0.0), ("gone", 0.0, 10.0)]
        );
        assert_eq!(found.unallocated, Some((vec![Some(0.5), Some(0.0)], Some(0.0))));
    }

    /// An entry that says that an initiative has ended shows what was planned; one of what was joined has nothing to show.
    #[test]
    fn ended_entries_show_what_was_planned() {
        let plan = policy(vec![initiative("gone", &[5.0, 5.0]), initiative("b", &[1.0, 1.0])], &[0.0, 0.0]);
        let ended = |id: &str| InitiativeAmounts { lineage: Some(Lineage::Ended), ..initiative(id, &[0.0, 0.0]) };
        let revised = policy(vec![ended("gone"), ended("b"), initiative("joined", &[9.0, 0.0])], &[0.0, 0.0]);
        let families = [family(FamilyKind::Ended, &["gone"], &[]), family(FamilyKind::Merged, &["b"], &["joined"])];
        let found = Rows::of([Some(&plan), Some(&revised)], &families, &[0..2, 0..2]);
        let told: Vec<(&str, bool, f64)> =
            found.rows.iter().map(|row| (row.initiative.id.as_str(), row.has_ended(), row.before.unwrap())).collect();
        assert_eq!(told, [("gone", true, 10.0), ("joined", false, 2.0)]);
    }

    /// What is not known of a year is no zero, in the revision and in the plan; with what is known beside it that counts.
    #[test]
    fn what_is_unknown_stays_unknown() {
        let unknown = |id: &str, by_year: [Option<f64>; 2]| InitiativeAmounts {
            by_year: by_year.to_vec(),
            ..initiative(id, &[])
        };
        let plan = policy(
            vec![unknown("a", [None, None]), unknown("b", [None, Some(2.5)]), unknown("c", [None, None])],
            &[9.0, 0.0],
        );
        let revised = policy(vec![unknown("a", [None, Some(1.5)]), unknown("d", [Some(1.0), Some(2.5)])], &[6.0, 0.0]);
        let families = [family(FamilyKind::Continued, &["a"], &["a"]), family(FamilyKind::Merged, &["b", "c"], &["d"])];
        let found = Rows::of([Some(&plan), Some(&revised)], &families, &[0..2, 0..2]);
        let told: Vec<_> = found.rows.iter().map(|row| (row.by_year.clone(), row.before, row.is_known)).collect();
        let exact = [(vec![None, Some(1.5)], None, false), (vec![Some(1.0), Some(2.5)], Some(2.5), false)];
        assert_eq!(told, exact);
        let rounded = found.rounded(Unit::whole(Name::ThousandYen));
        assert_eq!(rounded.rows[0].by_year[0], None);
        assert_eq!(rounded.rows[0].before, None);
        let sum: f64 = rounded.rows.iter().filter_map(|row| row.by_year[1]).sum();
        assert_eq!(sum, 4.0);
    }

    /// What has gone on in another policy stays in the policy that it served; one side may lack a policy.
    #[test]
    fn nothing_leaves_its_policy() {
        let plan = policy(vec![initiative("a", &[1.0, 2.0])], &[0.0, 4.0]);
        let elsewhere = [family(FamilyKind::Continued, &["a"], &["a"])];
        let found = Rows::of([Some(&plan), None], &elsewhere, &[0..2, 0..2]);
        assert_eq!((found.rows[0].before, &found.rows[0].by_year[..]), (Some(3.0), &[Some(0.0), Some(0.0)][..]));
        assert!(found.rows[0].is_of_plan);
        assert_eq!(found.unallocated, Some((vec![Some(0.0), Some(0.0)], Some(4.0))));
        let found = Rows::of([None, Some(&plan)], &elsewhere, &[0..2, 0..2]);
        assert_eq!(found.rows[0].before, Some(0.0));
        assert_eq!(found.unallocated, Some((vec![Some(0.0), Some(4.0)], Some(0.0))));
    }

    /// Of plans with different periods only the years count that both have: the plan's second and third, the revision's first two.
    #[test]
    fn only_the_years_that_both_have_count() {
        let plan = policy(vec![initiative("a", &[1.0, 2.0, 3.0])], &[0.5, 0.0, 0.25]);
        let revised = policy(vec![initiative("a", &[4.0, 5.0, 6.0]), initiative("n", &[7.0, 0.0, 9.0])], &[0.0; 3]);
        let families = [family(FamilyKind::Continued, &["a"], &["a"]), family(FamilyKind::New, &[], &["n"])];
        let found = Rows::of([Some(&plan), Some(&revised)], &families, &[1..3, 0..2]);
        let told: Vec<_> = found.rows.iter().map(|row| (&row.by_year[..], row.before, row.is_new)).collect();
        let expected = [(&[Some(4.0), Some(5.0)][..], Some(5.0), false), (&[Some(7.0), Some(0.0)], Some(0.0), true)];
        assert_eq!(told, expected);
        assert_eq!(found.unallocated, Some((vec![Some(0.0), Some(0.0)], Some(0.25))));
    }

    /// 1.4 three times is 4.2: whole units that add up to 4.
    #[test]
    fn whole_units_add_up_both_ways() {
        let each = || vec![initiative("a", &[1.4, 1.4]), initiative("b", &[1.4, 1.4]), initiative("c", &[1.4, 1.4])];
        let (plan, revised) = (policy(each(), &[0.0, 0.0]), policy(each(), &[0.0, 0.0]));
        let families = ["a", "b", "c"].map(|id| family(FamilyKind::Continued, &[id], &[id]));
        let found =
            Rows::of([Some(&plan), Some(&revised)], &families, &[0..2, 0..2]).rounded(Unit::whole(Name::ThousandYen));
        let years = [0, 1].map(|at| found.rows.iter().filter_map(|row| row.by_year[at]).sum::<f64>());
        assert_eq!(years, [4.0, 4.0]);
        // 8.4 in all, 2.8 each.
        assert_eq!(found.rows.iter().filter_map(|row| row.before).sum::<f64>(), 8.0);
        let whole =
            |row: &InitiativeRow| row.by_year.iter().chain([&row.before]).all(|amount| amount.unwrap().fract() == 0.0);
        assert!(found.rows.iter().all(whole));
    }
}
