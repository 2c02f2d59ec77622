//! The pieces of plans that are simulated: states of initiatives, streams, outturns and overlaps. Equal pieces are one.

use super::columns::Targets;
use super::weighted::Weighted;
use crate::distributions::MixingRow;
use crate::fiscal::Span;
use crate::model::StreamKind;
use crate::plan::{
    Delay, Draw, DriverPlan, DriverStep, InitiativePlan, LevelColumn, Link, NoisePlan, OutturnPlan, OverlapPlan, Plan,
    Portion, Required, RequiredSlip, Slip, State, StreamPlan, YearPlan,
};
use std::collections::{BTreeMap, BTreeSet};

/// By column, what is added to it: with the plans' weights, or once where it is the column of an overlap's member.
#[derive(Default)]
struct Into {
    weighted: BTreeMap<(usize, i64), Weighted>,
    members: BTreeMap<usize, u64>,
}

impl Into {
    fn add(&mut self, targets: &Targets, share: f64) {
        for &(column, weight, per) in targets {
            self.weighted.entry((column, per)).or_default().add(share, weight);
        }
    }

    /// The shares that are not 0, which are noted in the columns with the greatest amount that they may add.
    fn settle(self, size: f64, columns: &mut [LevelColumn]) -> Vec<(usize, f64)> {
        let weighted = self.weighted.into_iter().map(|((column, per), sum)| (column, sum.sum(per)));
        let members = self.members.into_iter().map(|(column, bits)| (column, f64::from_bits(bits)));
        let into: Vec<(usize, f64)> = weighted.chain(members).filter(|(_, share)| *share != 0.0).collect();
        for (column, share) in &into {
            columns[*column].uncertain = true;
            columns[*column].size += (share * size).abs();
        }
        into
    }
}

/// The states of an initiative, and what hangs on them.
struct Unit {
    states: [Option<State>; 2],
    slip: Option<Slip>,
    cores: Vec<Core>,
}

/// What streams share that differ in nothing but their amounts.
struct Core {
    /// The quantities of realisation and of what is made good, and the index.
    quantities: [Option<usize>; 3],
    needs_go_ahead: bool,
    noise: Option<Noise>,
    first_delay: Option<f64>,
    slips: bool,
    kind: StreamKind,
    portion: Portion,
    id: String,
    /// By year and bits of the levels.
    years: BTreeMap<(usize, Vec<u64>), Into>,
}

struct Noise {
    sigma: f64,
    persistence: f64,
    anchor: usize,
    links: BTreeMap<usize, String>,
}

impl Noise {
    /// Whether it is the same chain of draws: the same names, from the same anchor where years hang together.
    fn is_chain_of(&self, other: &NoisePlan, shift: usize) -> bool {
        let mine = self.links.first_key_value().map(|(_, name)| stem(name));
        let theirs = other.links.first().map(|link| stem(&link.name));
        let same_anchor = self.persistence == 0.0 || self.anchor == other.anchor + shift;
        self.sigma == other.sigma && self.persistence == other.persistence && mine == theirs && same_anchor
    }
}

/// The name of a chain of draws: that of a link without its year.
fn stem(name: &str) -> &str {
    name.rsplit_once('/').map_or(name, |(stem, _)| stem)
}

/// A stream's year in a plan: its unit, core, year and levels.
type StreamYear = (usize, usize, usize, Vec<u64>);

struct Overlapping {
    share: f64,
    members: Vec<usize>,
    into: Vec<Into>,
    size: Vec<f64>,
}

#[derive(Default)]
pub(super) struct BlendPieces {
    factors: Vec<String>,
    normals: Vec<String>,
    quantities: Vec<Draw>,
    drivers: Vec<DriverPlan>,
    units: Vec<Unit>,
    kept: usize,
    outturns: Vec<(String, Into)>,
    overlaps: Vec<Overlapping>,
    /// The columns of overlaps' members, by what is in them.
    members: BTreeMap<(u64, Vec<(StreamYear, u64)>), usize>,
}

fn position<T: PartialEq>(list: &mut Vec<T>, item: T) -> usize {
    list.iter().position(|i| *i == item).unwrap_or_else(|| {
        list.push(item);
        list.len() - 1
    })
}

impl BlendPieces {
    /// Adds the pieces of a plan whose axis begins `shift` years after the common one.
    pub(super) fn add(&mut self, plan: &Plan, shift: usize, targets: Vec<Targets>, columns: &mut Vec<LevelColumn>) {
        let quantities: Vec<usize> = plan.quantities.iter().map(|draw| self.quantity(plan, draw)).collect();
        let drivers: Vec<usize> = plan.drivers.iter().map(|d| self.driver(d, shift)).collect();
        let mut slots = vec![0; plan.kept_states];
        let mut places: Vec<(StreamYear, &YearPlan)> = Vec::new();
        for initiative in &plan.initiatives {
            let unit = self.unit(initiative, &quantities, &mut slots);
            for stream in &initiative.streams {
                let core = self.core(unit, stream, &quantities, &drivers, shift);
                for year in &stream.years {
                    let levels = year.levels.iter().map(|l| l.to_bits()).collect();
                    places.push(((unit, core, year.year + shift, levels), year));
                }
            }
        }
        let members = self.member_columns(plan, &places, columns);
        // Streams that are alike in everything are one piece, which a member then holds several times.
        let mut held: BTreeMap<(StreamYear, usize), f64> = BTreeMap::new();
        for (place, plan_year) in places {
            for &(column, share) in &plan_year.into {
                if members.contains_key(&column) {
                    *held.entry((place.clone(), column)).or_insert(0.0) += share;
                } else {
                    self.into(place.clone()).add(&targets[column], share);
                }
            }
        }
        for ((place, column), share) in held {
            self.into(place).members.insert(members[&column], share.to_bits());
        }
        for outturn in &plan.outturns {
            let known = self.outturns.iter().position(|(name, _)| *name == outturn.name);
            let known = known.unwrap_or_else(|| {
                self.outturns.push((outturn.name.clone(), Into::default()));
                self.outturns.len() - 1
            });
            outturn.into.iter().for_each(|(c, share)| self.outturns[known].1.add(&targets[*c], *share));
        }
        for overlap in &plan.overlaps {
            self.overlap(plan, overlap, &members, &targets);
        }
    }

    /// What a stream's year is added to.
    fn into(&mut self, (unit, core, year, levels): StreamYear) -> &mut Into {
        self.units[unit].cores[core].years.entry((year, levels)).or_default()
    }

    fn quantity(&mut self, plan: &Plan, draw: &Draw) -> usize {
        let factors = draw.row.factors.iter().map(|(f, w)| (position(&mut self.factors, plan.factors[*f].clone()), *w));
        let factors = factors.collect();
        let own = draw.row.own.iter().map(|(v, w)| (position(&mut self.normals, plan.normals[*v].clone()), *w));
        let row = MixingRow { factors, own: own.collect() };
        let (name, marginal) = (draw.name.clone(), draw.marginal.clone());
        position(&mut self.quantities, Draw { name, row, marginal, checks: Vec::new() })
    }

    fn driver(&mut self, driver: &DriverPlan, shift: usize) -> usize {
        let mut driver = driver.clone();
        driver.steps.iter_mut().for_each(|step| step.year = step.year.map(|y| y + shift));
        let Some(known) = self.drivers.iter().position(|known| goes_on_as(known, &driver)) else {
            self.drivers.push(driver);
            return self.drivers.len() - 1;
        };
        // What one plan reads of an index before or after the years of another is read of the same index.
        let steps = &mut self.drivers[known].steps;
        steps.iter_mut().zip(&driver.steps).for_each(|(mine, step)| mine.year = mine.year.or(step.year));
        steps.extend(driver.steps.into_iter().skip(steps.len()).collect::<Vec<_>>());
        known
    }

    /// The unit of an initiative; notes where its states are kept for others.
    fn unit(&mut self, initiative: &InitiativePlan, quantities: &[usize], slots: &mut [usize]) -> usize {
        let common = |state: &Option<State>| {
            state.as_ref().map(|s| {
                let place = |r: &Required| Required { slot: slots[r.slot], ..*r };
                let mut required: Vec<Required> = s.required.iter().map(place).collect();
                required.sort_unstable();
                State { quantity: s.quantity.map(|q| quantities[q]), certain: s.certain, required, kept: None }
            })
        };
        let states = [common(&initiative.go_ahead), common(&initiative.delay)];
        let slip = initiative.slip.as_ref().map(|slip| common_slip(slip, quantities, slots));
        let same = |unit: &Unit| {
            let bare = |state: &Option<State>| state.clone().map(|s| State { kept: None, ..s });
            unit.states.iter().zip(&states).all(|(a, b)| bare(a) == *b)
                && unit.slip.clone().map(|s| Slip { kept: None, ..s }) == slip
        };
        let known = self.units.iter().position(same);
        let unit = known.unwrap_or_else(|| {
            self.units.push(Unit { states, slip, cores: Vec::new() });
            self.units.len() - 1
        });
        let of_plan = [&initiative.go_ahead, &initiative.delay].map(|state| state.as_ref().and_then(|s| s.kept));
        let Unit { states: [go_ahead, delay], slip, .. } = &mut self.units[unit];
        let slip = slip.as_mut().map(|s| &mut s.kept);
        let kept = [go_ahead.as_mut().map(|s| &mut s.kept), delay.as_mut().map(|s| &mut s.kept), slip];
        let of_plan = of_plan.into_iter().chain([initiative.slip.as_ref().and_then(|s| s.kept)]);
        for (kept, slot) in kept.into_iter().zip(of_plan) {
            let (Some(kept), Some(slot)) = (kept, slot) else { continue };
            slots[slot] = *kept.get_or_insert_with(|| {
                self.kept += 1;
                self.kept - 1
            });
        }
        unit
    }

    fn core(
        &mut self,
        unit: usize,
        stream: &StreamPlan,
        quantities: &[usize],
        drivers: &[usize],
        shift: usize,
    ) -> usize {
        let of = |quantity: Option<usize>| quantity.map(|q| quantities[q]);
        let driver = stream.driver.map(|d| drivers[d]);
        let quantities = [of(stream.realisation), of(stream.made_good), driver];
        let cores = &mut self.units[unit].cores;
        let same_noise = |core: &Core| match (&core.noise, &stream.noise) {
            (Some(a), Some(b)) => a.is_chain_of(b, shift),
            (a, b) => a.is_none() && b.is_none(),
        };
        let same = |core: &Core| {
            core.quantities == quantities
                && core.slips == stream.slips
                && core.needs_go_ahead == stream.needs_go_ahead
                && core.first_delay == stream.first_delay
                && same_noise(core)
        };
        let known = cores.iter().position(same).unwrap_or_else(|| {
            cores.push(Core {
                quantities,
                needs_go_ahead: stream.needs_go_ahead,
                noise: stream.noise.as_ref().map(|n| Noise {
                    sigma: n.sigma,
                    persistence: n.persistence,
                    anchor: n.anchor + shift,
                    links: BTreeMap::new(),
                }),
                first_delay: stream.first_delay,
                slips: stream.slips,
                kind: stream.kind,
                portion: stream.portion,
                id: stream.id.clone(),
                years: BTreeMap::new(),
            });
            cores.len() - 1
        });
        if let (Some(noise), Some(plan)) = (&mut cores[known].noise, &stream.noise) {
            noise.links.extend(plan.links.iter().map(|l| (l.year + shift, l.name.clone())));
        }
        known
    }

    /// The common columns of the plan's overlapping members: those with the same content are one.
    fn member_columns(
        &mut self,
        plan: &Plan,
        places: &[(StreamYear, &YearPlan)],
        columns: &mut Vec<LevelColumn>,
    ) -> BTreeMap<usize, usize> {
        let all: BTreeSet<usize> = plan.overlaps.iter().flat_map(|o| &o.members).copied().collect();
        let mut contents: BTreeMap<usize, Vec<(StreamYear, u64)>> = all.iter().map(|c| (*c, Vec::new())).collect();
        for (place, year) in places {
            for (column, share) in &year.into {
                if let Some(content) = contents.get_mut(column) {
                    content.push((place.clone(), share.to_bits()));
                }
            }
        }
        let mut out = BTreeMap::new();
        for (column, mut content) in contents {
            content.sort();
            let initial = plan.columns[column].initial;
            let common = *self.members.entry((initial.to_bits(), content)).or_insert_with(|| {
                columns.push(LevelColumn { initial, uncertain: false, size: 0.0 });
                columns.len() - 1
            });
            out.insert(column, common);
        }
        out
    }

    fn overlap(&mut self, plan: &Plan, overlap: &OverlapPlan, members: &BTreeMap<usize, usize>, targets: &[Targets]) {
        let common: Vec<usize> = overlap.members.iter().map(|m| members[m]).collect();
        let known = self.overlaps.iter().position(|o| o.share == overlap.share && o.members == common);
        let known = known.unwrap_or_else(|| {
            let size = overlap.members.iter().map(|m| plan.columns[*m].size + plan.columns[*m].initial.abs()).collect();
            let into = common.iter().map(|_| Into::default()).collect();
            self.overlaps.push(Overlapping { share: overlap.share, members: common, into, size });
            self.overlaps.len() - 1
        });
        for (mine, theirs) in self.overlaps[known].into.iter_mut().zip(&overlap.into) {
            theirs.iter().for_each(|(column, share)| mine.add(&targets[*column], *share));
        }
    }

    /// The plan of all pieces that add anything, without metrics.
    pub(super) fn plan(self, axis: Span, mut columns: Vec<LevelColumn>) -> Plan {
        let mut overlaps = Vec::new();
        for overlap in self.overlaps {
            let into = overlap.into.into_iter().zip(overlap.size).map(|(into, size)| into.settle(size, &mut columns));
            let into: Vec<Vec<(usize, f64)>> = into.collect();
            if into.iter().any(|i| !i.is_empty()) {
                overlaps.push(OverlapPlan { share: overlap.share, members: overlap.members, into });
            }
        }
        let used: BTreeSet<usize> = overlaps.iter().flat_map(|o| &o.members).copied().collect();
        let idle: BTreeSet<usize> = self.members.values().copied().filter(|m| !used.contains(m)).collect();
        let mut initiatives: Vec<InitiativePlan> =
            self.units.into_iter().map(|unit| unit.settle(&idle, &mut columns)).collect();
        without_idle(&mut initiatives);
        let mut outturns = Vec::new();
        for (name, into) in self.outturns {
            let into = into.settle(1.0, &mut columns);
            if !into.is_empty() {
                outturns.push(OutturnPlan { name, into });
            }
        }
        Plan {
            axis,
            columns,
            factors: self.factors,
            quantities: self.quantities,
            normals: self.normals,
            drivers: self.drivers,
            initiatives,
            kept_states: self.kept,
            overlaps,
            outturns,
            sums: Vec::new(),
            metrics: Vec::new(),
            joint: Vec::new(),
            reconciliations: Vec::new(),
            averaged: Vec::new(),
            checks: Vec::new(),
        }
    }
}

/// Whether two indices are one, as far as both go.
fn goes_on_as(a: &DriverPlan, b: &DriverPlan) -> bool {
    let same = |(a, b): (&DriverStep, &DriverStep)| {
        let years = a.year.zip(b.year);
        a.name == b.name && a.drift == b.drift && years.is_none_or(|(a, b)| a == b)
    };
    let begun = a.steps.is_empty() == b.steps.is_empty();
    a.sigma == b.sigma && begun && a.steps.iter().zip(&b.steps).all(same)
}

/// A slip with the quantities and slots of the blend.
fn common_slip(slip: &Slip, quantities: &[usize], slots: &[usize]) -> Slip {
    let delay = |delay: Delay| Delay {
        quantity: delay.quantity.map(|q| quantities[q]),
        kept: delay.kept.map(|slot| slots[slot]),
        certain: delay.certain,
    };
    let required = slip.required.iter().map(|r| RequiredSlip {
        delay: delay(r.delay),
        slip: r.slip.map(|slot| slots[slot]),
        begun: r.begun,
    });
    Slip { name: slip.name.clone(), own: delay(slip.own), required: required.collect(), kept: None }
}

/// Takes out initiatives without streams whose states nobody requires.
fn without_idle(initiatives: &mut Vec<InitiativePlan>) {
    let mut required: BTreeSet<usize> = BTreeSet::new();
    let mut kept = Vec::new();
    for initiative in std::mem::take(initiatives).into_iter().rev() {
        let is_required = required.iter().any(|slot| initiative.keeps(*slot));
        if is_required || !initiative.streams.is_empty() {
            required.extend(initiative.required());
            kept.push(initiative);
        }
    }
    kept.reverse();
    *initiatives = kept;
}

impl Unit {
    fn settle(self, idle: &BTreeSet<usize>, columns: &mut [LevelColumn]) -> InitiativePlan {
        let streams: Vec<StreamPlan> = self.cores.into_iter().filter_map(|core| core.settle(idle, columns)).collect();
        let [go_ahead, delay] = self.states;
        let id = streams.first().map_or_else(String::new, |s| s.id.clone());
        InitiativePlan { draws: id.clone(), id, go_ahead, delay, slip: self.slip, streams }
    }
}

impl Core {
    fn settle(self, idle: &BTreeSet<usize>, columns: &mut [LevelColumn]) -> Option<StreamPlan> {
        let mut years = Vec::new();
        for ((year, bits), mut into) in self.years {
            into.members.retain(|member, _| !idle.contains(member));
            let levels: Vec<f64> = bits.into_iter().map(f64::from_bits).collect();
            let size = levels.iter().map(|l| l.abs()).fold(0.0, f64::max);
            let into = into.settle(size, columns);
            if !into.is_empty() {
                years.push(YearPlan { year, levels, into });
            }
        }
        let noise = self.noise.map(|noise| noise.settle(&years));
        (!years.is_empty()).then_some(StreamPlan {
            id: self.id,
            kind: self.kind,
            portion: self.portion,
            realisation: self.quantities[0],
            made_good: self.quantities[1],
            needs_go_ahead: self.needs_go_ahead,
            noise,
            driver: self.quantities[2],
            first_delay: self.first_delay,
            slips: self.slips,
            years,
        })
    }
}

impl Noise {
    fn settle(self, years: &[YearPlan]) -> NoisePlan {
        let persistence = self.persistence;
        let [first, last] = [years.first(), years.last()].map(|year| year.map_or(self.anchor, |y| y.year));
        let reached = first.min(self.anchor)..=last.max(self.anchor);
        let link = |(year, name): (usize, String)| {
            let used = years.partition_point(|y| y.year < year)..years.partition_point(|y| y.year <= year);
            Link { name, year, used }
        };
        let links = self.links.into_iter().filter(|(year, _)| reached.contains(year)).map(link);
        let links = links.filter(|link| !link.used.is_empty() || persistence != 0.0).collect();
        NoisePlan { sigma: self.sigma, persistence, anchor: self.anchor, links }
    }
}
