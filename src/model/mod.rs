//! What is true: the scenario with every reference resolved and every value checked. Building it finds every problem.

mod accounts;
mod build;
mod classes;
mod context;
mod curve;
mod decisions;
mod dependence;
mod editions;
mod ids;
mod initiatives;
mod made_good;
mod policies;
pub(crate) mod quantity;
pub mod rails;
mod reader;
mod renamed;
mod streams;
mod targets;
mod unit;
mod whole;
mod years;

pub use crate::distributions::Pair;
pub use crate::scenario::{Basis, BeyondPlan, Lineage, OpenYears, StreamKind};
pub use classes::{ReferenceClass, reference_classes};
pub use curve::Curve;
pub use decisions::Decision;
pub use quantity::class_means;
pub use targets::Targets;
pub use whole::Spread;

use crate::distributions::{Marginal, Mixing};
use crate::fiscal::{FiscalYear, Span};
use crate::money::Unit;
use crate::scenario::{At, Document, Problem, Problems, Reading, Scenario};
use std::collections::BTreeMap;

/// The name of the total among policies; no policy can have it as its id.
pub const TOTAL: &str = "total";

/// A checked scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The title of every report.
    pub title: String,
    /// The unit of every amount.
    pub unit: Unit,
    /// The plan period; without a fixed one, all years of the editions' windows.
    pub period: Span,
    /// Whether the plan has a fixed period.
    pub fixed: bool,
    /// How effects are counted.
    pub basis: Basis,
    /// How what was recorded is counted: as effects are.
    pub recorded_on: Basis,
    /// The first open year; years before it are closed.
    pub as_of: Option<FiscalYear>,
    /// The year from which chains of yearly noise run, forwards and backwards: the one before the plan, or without a fixed
    /// period one that is the same for all plans. It does not hang on what streams state, on which years are closed and
    /// what editions read, so that a plan and its revision share the chain.
    pub noise_from: FiscalYear,
    /// The editions of the financial plan, by base year.
    pub editions: Vec<Edition>,
    /// The basic policies, in the order typed.
    pub policies: Vec<Policy>,
    /// Targets of the total, where they are not the sums of the policies'.
    pub total_targets: Option<Targets>,
    /// Targets of the general account, where they are stated.
    pub general_targets: Option<Targets>,
    /// The strategy classes, by id.
    pub strategies: BTreeMap<String, Strategy>,
    /// The initiatives, sorted by id, so that the order of the file changes nothing.
    pub initiatives: Vec<Initiative>,
    /// The indices, in the order typed.
    pub drivers: Vec<Driver>,
    /// The uncertain quantities that can depend on one another, sorted by name.
    pub quantities: Vec<Quantity>,
    /// The groups of dependent quantities, sorted by id.
    pub groups: Vec<Group>,
    /// The pairs with a correlation of their own.
    pub pairs: Vec<Pair>,
    /// How the latents of `quantities` are mixed from factors and own normals.
    pub mixing: Mixing,
    /// Initiatives that claim the same saving.
    pub overlaps: Vec<Overlap>,
    /// The reference classes in use, with the quantities that use them.
    pub classes: Vec<(ReferenceClass, Vec<String>)>,
    /// What the scenario says it leaves out.
    pub not_modelled: Vec<String>,
    /// What is stated for the whole plan period only.
    pub spread: Spread,
    /// What is allowed but looks wrong, as far as it can be seen without planned values.
    pub found: Vec<rails::Found>,
    /// What the scenario accepts of it.
    pub accepts: Vec<rails::Accept>,
}

/// An edition of the financial plan: it counts effects beyond those that its base year's budget already contains.
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    /// The year whose budget it builds on.
    pub base: FiscalYear,
    /// The years that it covers, from the year after its base on.
    pub window: Span,
    /// The year in which it is made; earlier years are known by their actuals.
    pub as_of: FiscalYear,
    /// What is assumed for its years after the plan period.
    pub beyond: BeyondPlan,
    /// The name printed beside its base year.
    pub name: Option<String>,
    /// The effect that was booked over its window, by policy.
    pub booked: Vec<Option<f64>>,
    /// The effect that was booked for the total: stated, or the sum where every policy's is.
    pub booked_total: Option<f64>,
}

impl Edition {
    /// What was booked for a policy (by position) or the total.
    pub fn booked(&self, policy: Option<usize>) -> Option<f64> {
        policy.map_or(self.booked_total, |p| self.booked[p])
    }
}

/// A basic policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its targets.
    pub targets: Targets,
    /// What was recorded for closed years, on the plan's counting basis.
    pub actuals: BTreeMap<FiscalYear, Actual>,
    /// How its open years follow what was recorded; nothing where the file does not say.
    pub open_years: Option<OpenYears>,
    /// The share of what was missed that is still made good, 0 to 1.
    pub made_good: Uncertain,
}

impl Policy {
    /// A policy with nothing but a name.
    pub fn without_records(id: String, name: String) -> Self {
        let (targets, actuals) = (Targets::default(), BTreeMap::new());
        Self { id, name, targets, actuals, open_years: None, made_good: Uncertain::Certain(0.0) }
    }

    /// Whether its open years go on from what was reached.
    pub fn goes_on_from_reached(&self) -> bool {
        self.open_years != Some(OpenYears::AsStated)
    }
}

/// A strategy class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strategy {
    /// Its name.
    pub name: String,
    /// The position of its policy.
    pub policy: usize,
}

/// A recorded amount.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Actual {
    /// The amount, on the plan's counting basis, in the unit of the scenario.
    pub value: f64,
    /// The part of it that is one-off, where that is stated.
    pub one_off: Option<f64>,
    /// The standard deviation of what is still open; nothing once settled.
    pub sd: Option<f64>,
}

/// How complete the record of a policy in a year is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Records {
    /// All of it is settled.
    Settled,
    /// All of it is recorded, and some may still move.
    Open,
    /// Some of it is not recorded.
    Missing,
}

/// An initiative.
#[derive(Clone, Debug, PartialEq)]
pub struct Initiative {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The policies it serves (by position) with shares adding up to 1.
    pub shares: Vec<(usize, f64)>,
    /// The id of its strategy class.
    pub strategy: Option<String>,
    /// The division in charge.
    pub owner: Option<String>,
    /// What became of it at the last review.
    pub lineage: Option<Lineage>,
    /// The ids of earlier initiatives that it continues or takes in.
    pub replaces: Vec<String>,
    /// The name on which its draws hang: its id, or the earlier one if it only goes on under another name.
    pub draws: String,
    /// Whether it goes ahead: 1 or 0.
    pub go_ahead: Uncertain,
    /// Years by which its effects come later.
    pub delay: Uncertain,
    /// The share of what it missed that is still made good, 0 to 1; nothing where its policies say.
    pub made_good: Option<Uncertain>,
    /// The positions of the initiatives that it requires.
    pub requires: Vec<usize>,
    /// What is decided about it; the curves of its streams are those after the decision.
    pub decision: Decision,
    /// Its flows of money, sorted by id.
    pub streams: Vec<Stream>,
}

/// A flow of money.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// Its id.
    pub id: String,
    /// Saving, revenue or cost.
    pub kind: StreamKind,
    /// The planned level by year, erosion included, 0 or above.
    pub curve: Curve,
    /// Whether the level carries into the next year's baseline.
    pub recurring: bool,
    /// Realised / planned.
    pub realisation: Uncertain,
    /// The coefficient of variation of the yearly noise.
    pub volatility: f64,
    /// The AR(1) coefficient of the logarithm of the noise.
    pub persistence: f64,
    /// The position of the index that the amount grows with.
    pub driver: Option<usize>,
    /// The account that it belongs to, unless it is the general one.
    pub account: Option<String>,
    /// The share of the general fund.
    pub general_fund_share: f64,
    /// Whether it moves with the initiative's delay.
    pub delayed: bool,
    /// Whether it is spent though the initiative does not go ahead.
    pub spent_on_failure: bool,
    /// What was recorded in closed years, without the sign of a cost: on the plan's counting basis where the stream is
    /// recurring, as amounts where it is one-off.
    pub actuals: BTreeMap<FiscalYear, Actual>,
}

impl Stream {
    /// +1 for a saving or a revenue, −1 for a cost.
    pub fn sign(&self) -> f64 {
        if self.kind == StreamKind::Cost { -1.0 } else { 1.0 }
    }
}

/// A value that is certain, or the position of an uncertain quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Uncertain {
    /// Certain.
    Certain(f64),
    /// The position in [`Model::quantities`].
    Quantity(usize),
}

/// An uncertain quantity with the name on which its draws hang.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// `initiative/stream/realisation`, `initiative/delay`, `initiative/go_ahead` or `initiative/made_good`; with
    /// `policy//id` or `plan/` in place of the initiative where a whole policy or the plan makes good what was missed.
    pub name: String,
    /// Its distribution.
    pub marginal: Marginal,
}

/// An index: 1 up to its base year, then growing.
#[derive(Clone, Debug, PartialEq)]
pub struct Driver {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The year in which it is 1.
    pub base: FiscalYear,
    /// The growth rate stated for each year, rising; a year takes the last one stated up to it, none is 0.
    pub growth: BTreeMap<FiscalYear, f64>,
    /// The standard deviation of the logarithm of each year's growth.
    pub volatility: f64,
}

impl Driver {
    /// The expected growth rate of a year.
    pub fn growth_in(&self, year: FiscalYear) -> f64 {
        self.growth.range(..=year).next_back().map_or(0.0, |(_, rate)| *rate)
    }
}

/// A group of quantities with a common factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// The positions of its quantities.
    pub members: Vec<usize>,
    /// The correlation asked for.
    pub correlation: f64,
}

/// Initiatives that claim the same saving.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap {
    /// The positions of the initiatives.
    pub initiatives: Vec<usize>,
    /// The share of the common part that is counted twice.
    pub share: f64,
}

impl Model {
    /// Checks a document and resolves its references.
    ///
    /// # Errors
    /// Every problem of the document, with where it stands.
    pub fn read(document: &Document) -> Result<Self, Problems> {
        let Reading { scenario, mut problems } = crate::scenario::read(document);
        let Some(scenario) = scenario else { return Err(document.locate(problems)) };
        match Self::build(&scenario) {
            Ok(model) if problems.is_empty() => Ok(model),
            Ok(_) => Err(document.locate(problems)),
            Err(found) => {
                let news: Vec<Problem> = found.into_iter().filter(|f| !follows(f, &problems)).collect();
                problems.extend(news);
                Err(document.locate(problems))
            }
        }
    }

    /// Checks a scenario and resolves its references.
    ///
    /// # Errors
    /// Every problem of the scenario.
    pub fn build(scenario: &Scenario) -> Result<Self, Vec<Problem>> {
        build::build(scenario)
    }

    /// How completely a policy (by position) is recorded in a year: by its own actual, or else by those of all its streams.
    pub fn records(&self, policy: usize, year: FiscalYear) -> Records {
        if let Some(actual) = self.policies[policy].actuals.get(&year) {
            return if actual.sd.is_some() { Records::Open } else { Records::Settled };
        }
        let serving = self.initiatives.iter().filter(|i| i.shares.iter().any(|s| s.0 == policy));
        let streams: Vec<Option<&Actual>> = serving.flat_map(|i| &i.streams).map(|s| s.actuals.get(&year)).collect();
        if streams.is_empty() || streams.contains(&None) {
            Records::Missing
        } else if streams.iter().flatten().any(|a| a.sd.is_some()) {
            Records::Open
        } else {
            Records::Settled
        }
    }

    /// The edition that is made now: in the as-of year, or else the last one before it; before any year is closed the first.
    pub fn current_edition(&self) -> Option<&Edition> {
        let made = |e: &&Edition| self.as_of.is_some_and(|now| e.as_of <= now);
        self.editions.iter().filter(made).max_by_key(|e| (e.as_of, e.base)).or(self.editions.first())
    }

    /// The mean of a quantity.
    pub fn mean(&self, value: Uncertain) -> f64 {
        match value {
            Uncertain::Certain(value) => value,
            Uncertain::Quantity(q) => self.quantities[q].marginal.mean(),
        }
    }

    /// Whether the year is closed: before the as-of year.
    pub fn is_closed(&self, year: FiscalYear) -> bool {
        self.as_of.is_some_and(|as_of| year < as_of)
    }
}

/// Whether a problem only follows from an entry that was left out: its table lacks that entry, or a whole list is gone.
fn follows(problem: &Problem, left_out: &[Problem]) -> bool {
    let lacks = |out: &Problem| problem.lacks.iter().any(|key| problem.path.key(*key) == out.path || out.meant(key));
    let is_list = |out: &Problem| out.at == At::Value && out.path.segments().len() == 1;
    let hangs = |out: &Problem| problem.hangs_on_years && out.is_of_years();
    left_out.iter().any(|out| is_list(out) || hangs(out) || (problem.path.holds(&out.path) && lacks(out)))
}
