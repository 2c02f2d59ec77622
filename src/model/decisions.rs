//! What is decided about initiatives after they were planned: resized, done later or earlier, dropped.
//!
//! A decision acts on what is still to come. The stated levels are changed, before erosion: so what is reached by the last
//! closed year erodes as it would have, and what comes later erodes from its new year on.

use super::rails::{Found, Item, Rail};
use crate::fiscal::FiscalYear;
use crate::lang::text;
use crate::scenario::{Initiative, Scenario};
use std::collections::BTreeMap;

/// What is decided about one initiative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decision {
    /// Years by which it is done later; negative is earlier.
    pub shift: i32,
    /// What its size is multiplied by.
    pub scale: f64,
    /// Whether it is dropped, itself or with one that it requires.
    pub dropped: bool,
}

/// Stated levels from a first year on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stated {
    pub(super) first: FiscalYear,
    pub(super) levels: Vec<f64>,
    /// Whether the last level goes on.
    pub(super) hold: bool,
}

impl Stated {
    fn at(&self, year: FiscalYear) -> f64 {
        match usize::try_from(year.since(self.first)) {
            Ok(index) if index < self.levels.len() => self.levels[index],
            Ok(_) if self.hold => self.levels.last().copied().unwrap_or_default(),
            _ => 0.0,
        }
    }
}

impl Decision {
    /// Nothing is decided.
    pub const NONE: Self = Self { shift: 0, scale: 1.0, dropped: false };

    /// The levels after the decision. `closed` is the last closed year, whose level, and all before it, stand.
    pub(super) fn applied(self, stated: Stated, recurring: bool, closed: Option<FiscalYear>) -> Stated {
        if self == Self::NONE || stated.levels.is_empty() {
            return stated;
        }
        let open = closed.map(|c| c.plus(1));
        let first = match open {
            Some(open) if stated.first < open => stated.first,
            Some(open) => stated.first.plus(self.shift).max(open),
            None => stated.first.plus(self.shift),
        };
        // One year more than was stated: what goes on after it is the same in every year.
        let end = stated.first.plus(stated.levels.len() as i32 + self.shift.max(0));
        let end = open.map_or(end, |open| end.max(open));
        let level = |year: FiscalYear| match closed {
            Some(closed) if year <= closed => stated.at(year),
            _ if self.dropped => 0.0,
            _ if recurring => self.recurring(&stated, year, closed),
            _ => self.one_off(&stated, year, open),
        };
        let years = (0..=end.since(first).max(0)).map(|k| first.plus(k));
        Stated { levels: years.map(level).collect(), first, hold: true }
    }

    /// The level that is reached stands; the rest of the way is scaled, and walked later or earlier.
    fn recurring(self, stated: &Stated, year: FiscalYear, closed: Option<FiscalYear>) -> f64 {
        let from = year.plus(-self.shift);
        let reached = closed.map_or(0.0, |closed| stated.at(closed));
        let planned = stated.at(closed.map_or(from, |closed| from.max(closed)));
        // Of a level that falls a larger size falls by more, but never below nothing.
        (reached + self.scale * (planned - reached)).max(0.0)
    }

    /// An amount moves with its year; brought forward no further than the first open year, where amounts add up.
    fn one_off(self, stated: &Stated, year: FiscalYear, open: Option<FiscalYear>) -> f64 {
        let from = year.plus(-self.shift);
        let amount = match open {
            Some(open) if from < open => 0.0,
            Some(open) if year == open => (0..=-self.shift).map(|k| stated.at(open.plus(k))).sum(),
            _ => stated.at(from),
        };
        self.scale * amount
    }
}

/// What is decided about every initiative, by id. What requires a dropped one is dropped with it.
pub(super) fn decisions(scenario: &Scenario) -> BTreeMap<&str, Decision> {
    let own = |i: &Initiative| Decision {
        shift: i.shift.unwrap_or(0),
        scale: i.scale.unwrap_or(1.0),
        dropped: i.drop.unwrap_or(false),
    };
    let mut all: BTreeMap<&str, Decision> = scenario.initiative.iter().map(|i| (i.id.as_str(), own(i))).collect();
    let mut required_by: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for initiative in &scenario.initiative {
        initiative.requires.iter().for_each(|r| required_by.entry(r).or_default().push(&initiative.id));
    }
    let mut dropped: Vec<&str> = all.iter().filter(|(_, d)| d.dropped).map(|(id, _)| *id).collect();
    while let Some(id) = dropped.pop() {
        for with in required_by.get(id).into_iter().flatten() {
            if let Some(decision) = all.get_mut(with).filter(|d| !d.dropped) {
                decision.dropped = true;
                dropped.push(with);
            }
        }
    }
    all
}

/// Decisions that reach further than stated, and those without effect.
pub(super) fn found(scenario: &Scenario) -> Vec<Found> {
    let all = decisions(scenario);
    let mut out = Vec::new();
    for initiative in &scenario.initiative {
        let (id, stated) = (&initiative.id, [initiative.shift.is_some(), initiative.scale.is_some()]);
        let is_own = initiative.drop.unwrap_or(false);
        let Some(decision) = all.get(id.as_str()) else { continue };
        let mut tell = |rail, words| out.push(Found::new(rail, Item::of("initiative", id), words));
        if decision.dropped && !is_own {
            tell(
                Rail::DroppedToo,
                text!(
                    ja: "「{id}」は、前提とする取組項目が取りやめとなるため、あわせて取りやめとします",
                    en: "'{id}' is dropped too: it requires an initiative that is dropped"
                ),
            );
        }
        if initiative.stream.is_empty() && (is_own || stated.contains(&true)) {
            tell(
                Rail::NoEffect,
                text!(
                    ja: "「{id}」には金額がないため、取りやめ・繰下げ・規模の変更は効き目がありません",
                    en: "'{id}' has no amounts: dropping, moving or resizing it has no effect"
                ),
            );
        } else if decision.dropped && stated.contains(&true) {
            tell(
                Rail::NoEffect,
                text!(
                    ja: "「{id}」は取りやめとなるため、shift と scale は効き目がありません",
                    en: "the shift and scale of '{id}' have no effect, since it is dropped"
                ),
            );
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(calendar: i32) -> FiscalYear {
        FiscalYear::new(calendar).expect("in range")
    }

    fn stated(levels: &[f64], hold: bool) -> Stated {
        Stated { first: year(2022), levels: levels.to_vec(), hold }
    }

    fn after(decision: Decision, levels: &[f64], recurring: bool, closed: Option<i32>) -> Vec<f64> {
        let applied = decision.applied(stated(levels, recurring), recurring, closed.map(year));
        (2021..=2030).map(|y| applied.at(year(y))).collect()
    }

    const LATER: Decision = Decision { shift: 1, ..Decision::NONE };
    const EARLIER: Decision = Decision { shift: -1, ..Decision::NONE };
    const LARGER: Decision = Decision { scale: 1.5, ..Decision::NONE };
    const DROPPED: Decision = Decision { dropped: true, ..Decision::NONE };

    #[test]
    fn a_lasting_level_moves_from_what_is_reached_on() {
        // 10, 20 reached in 2023; 30, 50, 60 planned for 2024-2026 and held.
        let levels = [10.0, 20.0, 30.0, 50.0, 60.0];
        let closed = Some(2023);
        assert_eq!(after(LATER, &levels, true, closed), [0.0, 10.0, 20.0, 20.0, 30.0, 50.0, 60.0, 60.0, 60.0, 60.0]);
        assert_eq!(after(EARLIER, &levels, true, closed), [0.0, 10.0, 20.0, 50.0, 60.0, 60.0, 60.0, 60.0, 60.0, 60.0]);
        // 20 + 1.5 · (30 − 20) = 35; 20 + 1.5 · 30 = 65; 20 + 1.5 · 40 = 80.
        assert_eq!(after(LARGER, &levels, true, closed), [0.0, 10.0, 20.0, 35.0, 65.0, 80.0, 80.0, 80.0, 80.0, 80.0]);
        assert_eq!(after(DROPPED, &levels, true, closed), [0.0, 10.0, 20.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn where_nothing_is_closed_the_whole_curve_moves() {
        let levels = [10.0, 20.0];
        assert_eq!(after(LATER, &levels, true, None), [0.0, 0.0, 10.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0]);
        assert_eq!(after(EARLIER, &levels, true, None), [10.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0]);
        assert_eq!(after(DROPPED, &levels, true, None), [0.0; 10]);
    }

    #[test]
    fn one_off_amounts_of_open_years_move_and_add_up_in_the_first_of_them() {
        // 7 in 2022 is closed; 10, 20, 40 in 2024-2026.
        let levels = [7.0, 0.0, 10.0, 20.0, 40.0];
        let closed = Some(2023);
        assert_eq!(after(LATER, &levels, false, closed), [0.0, 7.0, 0.0, 0.0, 10.0, 20.0, 40.0, 0.0, 0.0, 0.0]);
        assert_eq!(after(EARLIER, &levels, false, closed), [0.0, 7.0, 0.0, 30.0, 40.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(after(LARGER, &levels, false, closed), [0.0, 7.0, 0.0, 15.0, 30.0, 60.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(after(DROPPED, &levels, false, closed), [0.0, 7.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn it_is_resized_before_it_moves_and_never_falls_below_nothing() {
        let both = Decision { shift: 1, scale: 0.5, dropped: false };
        // Half of 10 and of 20, a year later.
        assert_eq!(after(both, &[0.0, 10.0, 20.0], true, None)[..6], [0.0, 0.0, 0.0, 5.0, 10.0, 10.0]);
        // A level of 10 that ends: 10 + 3 · (0 − 10) would be −20.
        let triple = Decision { scale: 3.0, ..Decision::NONE };
        let applied = triple.applied(stated(&[10.0, 10.0], false), true, Some(year(2022)));
        assert_eq!([2022, 2023, 2024, 2025].map(|y| applied.at(year(y))), [10.0, 10.0, 0.0, 0.0]);
    }
}
