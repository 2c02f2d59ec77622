//! Model → Plan.

use super::effects::{Weights, effect};
use super::levels::{Levels, Owner};
use super::{
    CorrelationCheck, Draw, DriverPlan, DriverStep, InitiativePlan, Joint, Metric, NoisePlan, OutturnPlan, OverlapPlan,
    Part, Period, Plan, State, StreamPlan, SumPlan, Uncertainty, YearPlan, split_overlap,
};
use crate::dist::{Row, normal};
use crate::fiscal::{FiscalYear, Span};
use crate::model::{Actual, Basis, Driver, Initiative, Model, Stream, Uncertain};

pub(super) fn compile(model: &Model, uncertainty: Uncertainty) -> Plan {
    let axis = Span { first: model.period.first.plus(-1), last: model.period.last };
    let mut compiler = Compiler {
        model,
        on: uncertainty == Uncertainty::On,
        axis,
        read: if model.basis == Basis::Recurring { model.period } else { axis },
        levels: Levels::default(),
        drawn: vec![None; model.quantities.len()],
        quantities: Vec::new(),
        drivers: vec![None; model.drivers.len()],
        driver_plans: Vec::new(),
        outturns: Vec::new(),
        overlap_cells: vec![Vec::new(); model.overlaps.len()],
    };
    compiler.closed_years();
    let (initiatives, kept_states) = compiler.initiatives();
    let overlaps = compiler.overlaps();
    let sums = compiler.totals();
    let metrics = compiler.metrics();
    let joint = joint(model, &metrics);
    let (normals, factors, checks) = compiler.dependence();
    Plan {
        axis,
        columns: compiler.levels.columns,
        factors,
        quantities: compiler.quantities,
        normals,
        drivers: compiler.driver_plans,
        initiatives,
        kept_states,
        overlaps,
        outturns: compiler.outturns,
        sums,
        metrics,
        joint,
        checks,
    }
}

struct Compiler<'m> {
    model: &'m Model,
    on: bool,
    axis: Span,
    /// The years whose levels any effect reads.
    read: Span,
    levels: Levels,
    /// Where each quantity of the model stands among those drawn.
    drawn: Vec<Option<usize>>,
    quantities: Vec<Draw>,
    drivers: Vec<Option<usize>>,
    driver_plans: Vec<DriverPlan>,
    outturns: Vec<OutturnPlan>,
    /// The (part, year) cells of each overlap that any member reaches.
    overlap_cells: Vec<Vec<(Part, FiscalYear)>>,
}

/// What is known of an initiative's state before any draw, the initiatives it requires included.
#[derive(Clone, Default)]
struct Known {
    go: Certainty,
    delay: Certainty,
    /// The least and greatest delay.
    reach: (f64, f64),
}

/// A state that is certain, or where it is kept.
#[derive(Clone, Copy, PartialEq)]
enum Certainty {
    Certain(f64),
    Kept(usize),
    Uncertain,
}

impl Default for Certainty {
    fn default() -> Self {
        Self::Certain(0.0)
    }
}

impl Compiler<'_> {
    /// Whether what initiatives give for a policy in a year is counted: not where a recorded actual stands.
    fn is_open(&self, policy: usize, year: FiscalYear) -> bool {
        !self.model.policies[policy].actuals.contains_key(&year)
    }

    /// Puts recorded actuals of policies in their columns.
    fn closed_years(&mut self) {
        for (p, policy) in self.model.policies.iter().enumerate() {
            for (&year, actual) in &policy.actuals {
                let name = format!("policy//{}/outturn/{}", policy.id, year.calendar());
                self.recorded(actual, Part::Recurring, name, 1.0, &[(Owner::Policy(p), 1.0)], year);
            }
        }
    }

    /// Adds a recorded amount; what is still open of an outturn goes to `part`.
    fn recorded(
        &mut self,
        actual: &Actual,
        part: Part,
        name: String,
        sign: f64,
        owners: &[(Owner, f64)],
        year: FiscalYear,
    ) {
        let open = actual.sd.filter(|_| self.on && !owners.is_empty());
        let mut into = Vec::new();
        for &(owner, share) in owners {
            for (of, amount) in [(Part::Recurring, actual.value - actual.one_off), (Part::OneOff, actual.one_off)] {
                if amount == 0.0 && of != part {
                    continue;
                }
                let column = self.levels.column(owner, of, year);
                self.levels.add(column, sign * share * amount);
                if of == part && open.is_some() {
                    self.levels.mark(column);
                    into.push((column, sign * share));
                }
            }
        }
        if let Some(sd) = open {
            self.outturns.push(OutturnPlan { name, sd, into });
        }
    }

    /// The certain value of a quantity, if it is certain; `planned` is what the plan states for it.
    fn certain(&self, value: Uncertain, planned: f64) -> Option<f64> {
        match value {
            Uncertain::Certain(value) => Some(value),
            Uncertain::Quantity(_) if !self.on => Some(planned),
            Uncertain::Quantity(_) => None,
        }
    }

    fn draw(&mut self, value: Uncertain) -> Option<usize> {
        let Uncertain::Quantity(q) = value else { return None };
        if self.drawn[q].is_none() {
            let quantity = &self.model.quantities[q];
            let (name, marginal) = (quantity.name.clone(), quantity.marginal.clone());
            // The row is set when it is known which factors and normals are drawn.
            self.quantities.push(Draw { name, row: Row::default(), marginal, checks: Vec::new() });
            self.drawn[q] = Some(self.quantities.len() - 1);
        }
        self.drawn[q]
    }

    /// Initiatives in an order in which each follows those that it requires.
    fn order(&self) -> Vec<usize> {
        fn visit(i: usize, all: &[Initiative], done: &mut [bool], order: &mut Vec<usize>) {
            if !std::mem::replace(&mut done[i], true) {
                all[i].requires.iter().for_each(|&r| visit(r, all, done, order));
                order.push(i);
            }
        }
        let all = &self.model.initiatives;
        let (mut done, mut order) = (vec![false; all.len()], Vec::new());
        (0..all.len()).for_each(|i| visit(i, all, &mut done, &mut order));
        order
    }

    fn initiatives(&mut self) -> (Vec<InitiativePlan>, usize) {
        let model = self.model;
        let mut known = vec![Known::default(); model.initiatives.len()];
        let (mut plans, mut kept) = (Vec::new(), 0);
        for i in self.order() {
            let initiative = &model.initiatives[i];
            let is_required = model.initiatives.iter().any(|other| other.requires.contains(&i));
            let required: Vec<Known> = initiative.requires.iter().map(|&r| known[r].clone()).collect();
            let go_parts: Vec<Certainty> = required.iter().map(|k| k.go).collect();
            let delay_parts: Vec<Certainty> = required.iter().map(|k| k.delay).collect();
            let go = self.state(initiative.go_ahead, 1.0, &go_parts, |a, b| a * b, 1.0);
            let go = if go.certain == 0.0 { State { quantity: None, required: Vec::new(), ..go } } else { go };
            let delay = self.state(initiative.delay, 0.0, &delay_parts, f64::max, f64::NEG_INFINITY);
            let mut keep = |state: &mut Option<State>| match state {
                Some(state) if is_required => {
                    state.kept = Some(kept);
                    kept += 1;
                    Certainty::Kept(kept - 1)
                }
                _ => Certainty::Uncertain,
            };
            let (mut go, mut delay) = (Some(go), Some(delay));
            let reach = self.reach(initiative, &required);
            let mut own = Known { go: Certainty::Certain(1.0), delay: Certainty::Certain(0.0), reach };
            for (state, certainty) in [(&mut go, &mut own.go), (&mut delay, &mut own.delay)] {
                *certainty = match state {
                    Some(s) if s.quantity.is_none() && s.required.is_empty() => {
                        let value = s.certain;
                        *state = None;
                        Certainty::Certain(value)
                    }
                    _ => keep(state),
                };
            }
            let streams: Vec<StreamPlan> =
                initiative.streams.iter().filter_map(|s| self.stream(i, initiative, s, &own)).collect();
            let needs_go = streams.iter().any(|s| s.needs_go_ahead) || is_required;
            let needs_delay = streams.iter().any(|s| s.first_delay.is_some()) || is_required;
            let go_ahead = go.filter(|_| needs_go);
            let delay = delay.filter(|_| needs_delay);
            if !streams.is_empty() || go_ahead.is_some() || delay.is_some() {
                // A state is drawn only where something reads it.
                let go_ahead = go_ahead.map(|s| self.drawn_state(s, initiative.go_ahead));
                let delay = delay.map(|s| self.drawn_state(s, initiative.delay));
                plans.push(InitiativePlan { id: initiative.id.clone(), go_ahead, delay, streams });
            }
            known[i] = own;
        }
        (plans, kept)
    }

    /// The state of an initiative joined with those it requires. A quantity is marked to be drawn by position 0 and
    /// given its real position once it is known that something reads it.
    fn state(
        &self,
        own: Uncertain,
        planned: f64,
        required: &[Certainty],
        join: fn(f64, f64) -> f64,
        neutral: f64,
    ) -> State {
        let mut certain = self.certain(own, planned).unwrap_or(neutral);
        let mut kept = Vec::new();
        for part in required {
            match part {
                Certainty::Certain(value) => certain = join(certain, *value),
                Certainty::Kept(slot) => kept.push(*slot),
                Certainty::Uncertain => {}
            }
        }
        let quantity = self.certain(own, planned).is_none().then_some(0);
        State { quantity, certain, required: kept, kept: None }
    }

    fn drawn_state(&mut self, state: State, own: Uncertain) -> State {
        let quantity = state.quantity.and_then(|_| self.draw(own));
        State { quantity, ..state }
    }

    fn reach(&self, initiative: &Initiative, required: &[Known]) -> (f64, f64) {
        let own = match (self.certain(initiative.delay, 0.0), initiative.delay) {
            (None, Uncertain::Quantity(q)) => {
                let marginal = &self.model.quantities[q].marginal;
                (marginal.quantile(-normal::REACH), marginal.quantile(normal::REACH))
            }
            (certain, _) => (certain.unwrap_or(0.0), certain.unwrap_or(0.0)),
        };
        required.iter().fold(own, |(low, high), k| (low.max(k.reach.0), high.max(k.reach.1)))
    }

    /// Where a stream's amounts go in a year: the columns of its open policies, or its member column in an overlap.
    fn owners(&self, i: usize, year: FiscalYear) -> Vec<(Owner, f64)> {
        match self.model.overlaps.iter().find(|o| o.initiatives.contains(&i)) {
            Some(overlap) => {
                let reached = overlap.initiatives.iter().any(|&m| self.reaches(m, year));
                if reached { vec![(Owner::Member(i), 1.0)] } else { Vec::new() }
            }
            None => self.policies(i, year),
        }
    }

    fn policies(&self, i: usize, year: FiscalYear) -> Vec<(Owner, f64)> {
        let shares = self.model.initiatives[i].shares.iter();
        shares.filter(|(p, _)| self.is_open(*p, year)).map(|&(p, share)| (Owner::Policy(p), share)).collect()
    }

    fn reaches(&self, i: usize, year: FiscalYear) -> bool {
        self.model.initiatives[i].shares.iter().any(|(p, _)| self.is_open(*p, year))
    }

    /// Folds what is certain of a stream into the columns; returns what is left to simulate.
    fn stream(&mut self, i: usize, initiative: &Initiative, stream: &Stream, state: &Known) -> Option<StreamPlan> {
        let part = if stream.recurring { Part::Recurring } else { Part::OneOff };
        let realisation = self.certain(stream.realisation, 1.0);
        let go = match state.go {
            _ if stream.spent_on_failure => Some(1.0),
            Certainty::Certain(go) => Some(go),
            _ => None,
        };
        let delay = match state.delay {
            _ if !stream.delayed => Some(0.0),
            Certainty::Certain(delay) => Some(delay),
            _ => None,
        };
        let noise = (self.on && stream.volatility > 0.0).then(|| libm::log1p(stream.volatility.powi(2)).sqrt());
        let driver = stream.driver.map(|d| &self.model.drivers[d]);
        let moving = stream.driver.filter(|&d| self.on && self.model.drivers[d].volatility > 0.0);
        let fold = stream.sign() * stream.general_fund_share * realisation.unwrap_or(1.0) * go.unwrap_or(1.0);
        let is_certain =
            realisation.is_some() && go.is_some() && delay.is_some() && noise.is_none() && moving.is_none();
        let first_delay = delay.is_none().then(|| state.reach.0.floor());
        let delays: Vec<f64> = match (delay, first_delay) {
            (Some(delay), _) => vec![delay],
            (None, first) => {
                let first = first.unwrap_or(0.0);
                (0..=(state.reach.1.ceil() - first) as i32).map(|k| first + f64::from(k)).collect()
            }
        };
        let mut years = Vec::new();
        for year in self.read.years() {
            let owners = self.owners(i, year);
            if let Some(actual) = stream.actuals.get(&year) {
                let name = format!("{}/{}/outturn/{}", initiative.id, stream.id, year.calendar());
                let one_off = if part == Part::OneOff { actual.value } else { actual.one_off };
                // What was recorded is a fact: no overlap cuts it.
                let policies = self.policies(i, year);
                self.recorded(&Actual { one_off, ..*actual }, part, name, stream.sign(), &policies, year);
                continue;
            }
            let index = driver.filter(|_| moving.is_none()).map_or(1.0, |d| expected_index(d, year));
            let levels: Vec<f64> = delays.iter().map(|d| fold * index * self.planned(stream, year, *d)).collect();
            if owners.is_empty() || levels.iter().all(|l| *l == 0.0) {
                continue;
            }
            self.note_overlap(i, part, year);
            let into: Vec<(usize, f64)> =
                owners.iter().map(|&(owner, share)| (self.levels.column(owner, part, year), share)).collect();
            if is_certain {
                into.iter().for_each(|(column, share)| self.levels.add(*column, share * levels[0]));
            } else {
                into.iter().for_each(|(column, _)| self.levels.mark(*column));
                let year = self.axis.index(year).unwrap_or_default();
                years.push(YearPlan { year, levels, into });
            }
        }
        if years.is_empty() {
            return None;
        }
        Some(StreamPlan {
            id: stream.id.clone(),
            kind: stream.kind,
            realisation: if realisation.is_none() { self.draw(stream.realisation) } else { None },
            needs_go_ahead: go.is_none(),
            noise: noise.map(|sigma| self.noise(initiative, stream, sigma, &years)),
            driver: moving.and_then(|d| self.driver(d)),
            first_delay,
            years,
        })
    }

    fn note_overlap(&mut self, i: usize, part: Part, year: FiscalYear) {
        if let Some(o) = self.model.overlaps.iter().position(|o| o.initiatives.contains(&i))
            && !self.overlap_cells[o].contains(&(part, year))
        {
            self.overlap_cells[o].push((part, year));
        }
    }

    /// curve(y − d), interpolated between whole years. A one-off amount planned for a closed year never moves into an
    /// open one.
    fn planned(&self, stream: &Stream, year: FiscalYear, delay: f64) -> f64 {
        let at = |shift: i32| {
            let from = year.plus(-shift);
            let lost = !stream.recurring && self.model.is_closed(from) && !self.model.is_closed(year);
            if lost { 0.0 } else { stream.curve.at(from) }
        };
        let whole = delay.floor();
        let fraction = delay - whole;
        let now = at(whole as i32);
        if fraction == 0.0 { now } else { now + fraction * (at(whole as i32 + 1) - now) }
    }

    fn noise(&self, initiative: &Initiative, stream: &Stream, sigma: f64, years: &[YearPlan]) -> NoisePlan {
        let last = years.last().map_or(0, |y| y.year);
        let link = |(index, year): (usize, FiscalYear)| {
            let name = format!("{}/{}/noise/{}", initiative.id, stream.id, year.calendar());
            (name, years.iter().position(|y| y.year == index))
        };
        // Without persistence a year's noise needs no other year's; with it the chain begins where the axis does,
        // whichever years are closed, so that a plan and its revision share it.
        let links = self.axis.years().enumerate().map(link).take(last + 1);
        let links = links.filter(|(_, used)| used.is_some() || stream.persistence != 0.0).collect();
        NoisePlan { sigma, persistence: stream.persistence, links }
    }

    fn driver(&mut self, d: usize) -> Option<usize> {
        if self.drivers[d].is_none() {
            let driver = &self.model.drivers[d];
            let sigma = driver.volatility;
            let span = Span::new(driver.base.plus(1), self.axis.last);
            let steps = span.into_iter().flat_map(Span::years).map(|year| DriverStep {
                name: format!("driver//{}/{}", driver.id, year.calendar()),
                drift: libm::log1p(driver.growth_in(year)) - 0.5 * sigma * sigma,
                year: self.axis.index(year),
            });
            self.driver_plans.push(DriverPlan { steps: steps.collect(), sigma });
            self.drivers[d] = Some(self.driver_plans.len() - 1);
        }
        self.drivers[d]
    }

    fn overlaps(&mut self) -> Vec<OverlapPlan> {
        let model = self.model;
        let mut plans = Vec::new();
        for (o, overlap) in model.overlaps.iter().enumerate() {
            for (part, year) in std::mem::take(&mut self.overlap_cells[o]) {
                let members: Vec<usize> =
                    overlap.initiatives.iter().map(|&i| self.levels.column(Owner::Member(i), part, year)).collect();
                let into: Vec<Vec<(usize, f64)>> = overlap
                    .initiatives
                    .iter()
                    .map(|&i| {
                        let policies = self.policies(i, year);
                        policies.into_iter().map(|(owner, s)| (self.levels.column(owner, part, year), s)).collect()
                    })
                    .collect();
                if members.iter().any(|&m| self.levels.columns[m].uncertain) {
                    into.iter().flatten().for_each(|(column, _)| self.levels.mark(*column));
                    plans.push(OverlapPlan { share: overlap.share, members, into });
                } else {
                    let mut levels: Vec<f64> = members.iter().map(|&m| self.levels.columns[m].initial).collect();
                    split_overlap(overlap.share, &mut levels);
                    for (targets, level) in into.iter().zip(levels) {
                        targets.iter().for_each(|(column, share)| self.levels.add(*column, share * level));
                    }
                }
            }
        }
        plans
    }

    /// The columns of the total. Policies are added in the order of their ids, so that the file's order changes nothing.
    fn totals(&mut self) -> Vec<SumPlan> {
        let mut order: Vec<usize> = (0..self.model.policies.len()).collect();
        order.sort_by(|&a, &b| self.model.policies[a].id.cmp(&self.model.policies[b].id));
        let mut sums = Vec::new();
        for year in self.read.years() {
            for part in [Part::Recurring, Part::OneOff] {
                let columns = order.iter().filter_map(|&p| self.levels.find(Owner::Policy(p), part, year));
                let columns: Vec<usize> = columns.collect();
                if columns.is_empty() {
                    continue;
                }
                let column = self.levels.column(Owner::Total, part, year);
                for &c in columns.iter().filter(|&&c| !self.levels.columns[c].uncertain).collect::<Vec<_>>() {
                    let initial = self.levels.columns[c].initial;
                    self.levels.add(column, initial);
                }
                let of: Vec<usize> = columns.into_iter().filter(|&c| self.levels.columns[c].uncertain).collect();
                if !of.is_empty() {
                    self.levels.mark(column);
                    sums.push(SumPlan { column, of });
                }
            }
        }
        sums
    }

    fn metrics(&self) -> Vec<Metric> {
        let model = self.model;
        let owners = (0..model.policies.len()).map(Some).chain([None]);
        let periods = model.period.years().map(Period::Year).chain([Period::Plan(model.period)]);
        let of = |policy, period: Period| {
            let weights = effect(model.basis, period.span());
            let target = period.span().years().map(|y| model.target(policy, y)).sum();
            self.metric(policy, period, &weights, target)
        };
        owners.flat_map(|policy| periods.clone().map(move |period| (policy, period))).map(|(o, p)| of(o, p)).collect()
    }

    fn metric(&self, policy: Option<usize>, period: Period, weights: &Weights, target: f64) -> Metric {
        let owner = policy.map_or(Owner::Total, Owner::Policy);
        let mut metric = Metric { policy, period, target, constant: 0.0, terms: Vec::new() };
        for (&(part, year), &weight) in weights {
            let Some(column) = self.levels.find(owner, part, year) else { continue };
            if self.levels.columns[column].uncertain {
                metric.terms.push((column, weight));
            } else {
                metric.constant += weight * self.levels.columns[column].initial;
            }
        }
        metric
    }

    /// The mean correlation that the rows of some drawn quantities give their latents, over all pairs.
    fn implied(&self, drawn: &[usize]) -> f64 {
        let dot = |a: &[(usize, f64)], b: &[(usize, f64)]| -> f64 {
            a.iter().flat_map(|(i, v)| b.iter().filter(move |(j, _)| i == j).map(move |(_, w)| v * w)).sum()
        };
        let pairs = drawn.iter().enumerate().flat_map(|(k, a)| drawn[k + 1..].iter().map(move |b| (*a, *b)));
        let rows = pairs.map(|(a, b)| [a, b].map(|q| &self.quantities[q].row));
        let sum: f64 = rows.map(|[a, b]| dot(&a.factors, &b.factors) + dot(&a.own, &b.own)).sum();
        sum / (drawn.len() * (drawn.len() - 1) / 2) as f64
    }

    /// Sets the rows of the drawn quantities; returns the normals and factors that they mix, and the checks.
    fn dependence(&mut self) -> (Vec<String>, Vec<String>, Vec<CorrelationCheck>) {
        let model = self.model;
        let mut normals: Vec<usize> = Vec::new();
        let mut factors: Vec<usize> = Vec::new();
        let position = |list: &mut Vec<usize>, item: usize| {
            list.iter().position(|i| *i == item).unwrap_or_else(|| {
                list.push(item);
                list.len() - 1
            })
        };
        for (q, drawn) in self.drawn.iter().enumerate() {
            let Some(drawn) = drawn else { continue };
            let row = &model.mixing.rows[q];
            let of_factors = row.factors.iter().map(|&(g, w)| (position(&mut factors, g), w)).collect();
            let own = row.own.iter().map(|&(v, w)| (position(&mut normals, v), w)).collect();
            self.quantities[*drawn].row = Row { factors: of_factors, own };
        }
        let groups = model.groups.iter().map(|g| (g.id.clone(), g.correlation, g.members.clone()));
        let pairs = model.pairs.iter().map(|p| {
            let [a, b] = p.between.map(|q| model.quantities[q].name.as_str());
            (format!("{a} × {b}"), p.correlation, p.between.to_vec())
        });
        let mut checks = Vec::new();
        for (name, requested, members) in groups.chain(pairs) {
            let drawn: Vec<usize> = members.iter().filter_map(|&q| self.drawn[q]).collect();
            if drawn.len() >= 2 {
                drawn.iter().for_each(|&d| self.quantities[d].checks.push(checks.len()));
                let implied = self.implied(&drawn);
                checks.push(CorrelationCheck { name, requested, implied, members: drawn.len() as u32 });
            }
        }
        let normals = normals.into_iter().map(|q| model.quantities[q].name.clone()).collect();
        let factors = factors.into_iter().map(|g| format!("dependence//{}", model.groups[g].id)).collect();
        (normals, factors, checks)
    }
}

/// The expected index of a year: Π (1 + growth) from the year after the base.
fn expected_index(driver: &Driver, year: FiscalYear) -> f64 {
    let span = Span::new(driver.base.plus(1), year);
    span.into_iter().flat_map(Span::years).map(|y| 1.0 + driver.growth_in(y)).product()
}

fn joint(model: &Model, metrics: &[Metric]) -> Vec<Joint> {
    let periods = model.period.years().map(Period::Year).chain([Period::Plan(model.period)]);
    let of = |period: Period| {
        let metrics = metrics.iter().enumerate().filter(|(_, m)| m.policy.is_some() && m.period == period);
        Joint { period, metrics: metrics.map(|(i, _)| i).collect() }
    };
    periods.map(of).collect()
}
