//! Editions of the financial plan: what one counts, how that follows from the plan-period amount, and how one edition
//! leads to the next. Every step is an effect of its own, so targets, plans and simulated levels take the same steps.

use super::LevelPart;
use super::effects::{Effect, LevelKey, effect};
use crate::fiscal::{FiscalYear, Span};
use crate::model::{Basis, BeyondPlan, Edition, Model};
use serde::{Deserialize, Serialize};

/// A step from the plan-period amount to an edition's basis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReconciliationStep {
    /// The amount over the plan period on the plan's counting basis. Without a fixed period there is none.
    PlanPeriod,
    /// From the plan's counting basis to levels.
    Basis,
    /// Less the years of the plan before the window: no longer in the edition.
    BeforeWindow,
    /// Less the years of the plan after the window: not yet in the edition.
    AfterWindow,
    /// Plus the years of the window before the plan; without a fixed period, all years of the window.
    BeforePlan,
    /// Plus the years of the window after the plan.
    BeyondPlan,
    /// Less what the base year already contains, in every year of the window.
    Rebase,
    /// From what is known now to what is known when the edition is made: forecasts in place of later actuals.
    AsOf,
}

/// A step from one edition to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BridgeStep {
    /// Less the years that only the earlier edition covers.
    YearDropped,
    /// Plus the years that only the later edition covers.
    YearAdded,
    /// Less what the later base year contains beyond the earlier one.
    Rebased,
    /// Actuals of years closed since, in place of their forecasts, and what open years go on from because of them.
    Actuals,
    /// Forecasts made anew, in the years that are still open.
    ReEstimated,
}

impl BridgeStep {
    /// The steps, in the order of the report.
    pub const ALL: [Self; 5] = [Self::YearDropped, Self::YearAdded, Self::Rebased, Self::Actuals, Self::ReEstimated];
}

/// What an edition counts: its years against its base year, under its own rule and as known in a year.
#[derive(Clone, Copy)]
struct Counted<'m> {
    model: &'m Model,
    window: Span,
    base: FiscalYear,
    beyond: BeyondPlan,
    as_of: Option<FiscalYear>,
}

impl Counted<'_> {
    /// Adds the level of a year: after the plan period by the edition's rule.
    fn add(&self, effect: &mut Effect, part: LevelPart, year: FiscalYear, weight: f64) {
        let last = self.model.period.last;
        let level = |year| LevelKey { part, year, as_of: self.as_of };
        match self.beyond {
            _ if year <= last => effect.add(level(year), weight),
            BeyondPlan::Explicit => effect.add(level(year), weight),
            BeyondPlan::Hold if part == LevelPart::Recurring => effect.add(level(last), weight),
            BeyondPlan::Hold | BeyondPlan::Zero => {}
        }
    }

    /// The levels of some years.
    fn levels(&self, years: impl Iterator<Item = FiscalYear>) -> Effect {
        let mut effect = Effect::default();
        for year in years {
            self.add(&mut effect, LevelPart::Recurring, year, 1.0);
            self.add(&mut effect, LevelPart::OneOff, year, 1.0);
        }
        effect
    }

    /// What the base contains, in every one of some years.
    fn base(&self, years: usize) -> Effect {
        let mut effect = Effect::default();
        self.add(&mut effect, LevelPart::Recurring, self.base, years as f64);
        effect
    }

    /// The effect counted over some years.
    fn over(&self, years: impl Iterator<Item = FiscalYear> + Clone) -> Effect {
        self.levels(years.clone()).plus(-1.0, &self.base(years.count()))
    }

    fn whole(&self) -> Effect {
        self.over(self.window.years())
    }
}

/// What an edition counts, as known in the year `as_of`.
fn counted<'m>(model: &'m Model, edition: &Edition, as_of: Option<FiscalYear>) -> Counted<'m> {
    Counted { model, window: edition.window, base: edition.base, beyond: edition.beyond, as_of }
}

/// What is known when an edition is made: never more than what is known now.
pub(super) fn known(model: &Model, edition: &Edition) -> Option<FiscalYear> {
    model.as_of.map(|now| now.min(edition.as_of))
}

/// The effect on an edition's basis, as known when it is made.
pub(super) fn on_edition(model: &Model, edition: &Edition) -> Effect {
    counted(model, edition, known(model, edition)).whole()
}

/// Years of the plan, each counted in the edition made in that year, as known now; nothing where an edition is missing for a
/// year or does not cover it.
pub(super) fn rolling(model: &Model, span: Span) -> Option<Effect> {
    if !model.fixed {
        return None;
    }
    let of_year = |year: FiscalYear| {
        let made = model.editions.iter().find(|e| e.as_of == year && e.window.contains(year))?;
        Some(counted(model, made, model.as_of).over(std::iter::once(year)))
    };
    let years: Option<Vec<Effect>> = span.years().map(of_year).collect();
    Some(years?.iter().fold(Effect::default(), |sum, effect| sum.plus(1.0, effect)))
}

/// The steps from the plan-period amount to an edition's basis: they add up to [`on_edition`].
pub(super) fn reconciliation(model: &Model, edition: &Edition) -> Vec<(ReconciliationStep, Effect)> {
    use ReconciliationStep::{AfterWindow, AsOf, Basis as OfBasis, BeforePlan, BeforeWindow, Rebase};
    let now = counted(model, edition, model.as_of);
    let (window, plan) = (edition.window, model.period);
    let none = Effect::default;
    let inside = plan.years().filter(|_| model.fixed);
    let minus = |effect: &Effect| none().plus(-1.0, effect);
    let in_plan = |y: &FiscalYear| model.fixed && plan.contains(*y);
    let amount = if model.fixed { effect(model.basis, plan, model.as_of) } else { none() };
    let levels = now.levels(inside.clone());
    let mut steps = vec![
        (ReconciliationStep::PlanPeriod, amount.clone()),
        (OfBasis, levels.plus(-1.0, &amount)),
        (BeforeWindow, minus(&now.levels(inside.clone().filter(|y| *y < window.first)))),
        (AfterWindow, minus(&now.levels(inside.filter(|y| *y > window.last)))),
        (BeforePlan, now.levels(window.years().filter(|y| !in_plan(y) && (!model.fixed || *y < plan.first)))),
        (ReconciliationStep::BeyondPlan, now.levels(window.years().filter(|y| model.fixed && *y > plan.last))),
        (Rebase, minus(&now.base(window.len()))),
        (AsOf, on_edition(model, edition).plus(-1.0, &now.whole())),
    ];
    let idle = |step: ReconciliationStep| match step {
        OfBasis => !model.fixed || model.basis == Basis::Recurring,
        ReconciliationStep::PlanPeriod | BeforeWindow | AfterWindow | ReconciliationStep::BeyondPlan => !model.fixed,
        _ => false,
    };
    steps.retain(|(step, _)| !idle(*step));
    steps
}

/// One side of a bridge: an edition of a model.
#[derive(Clone, Copy)]
pub struct BridgeSide<'m> {
    /// The model.
    pub model: &'m Model,
    /// One of its editions.
    pub edition: &'m Edition,
}

impl BridgeSide<'_> {
    /// The effect on the edition's basis, as known when it is made.
    pub fn effect(self) -> Effect {
        on_edition(self.model, self.edition)
    }
}

/// A step of a bridge: what it counts of the earlier model's levels and of the later one's.
#[derive(Clone, Debug, PartialEq)]
pub struct BridgeEffect {
    /// The step.
    pub step: BridgeStep,
    /// Of the earlier model.
    pub before: Effect,
    /// Of the later model.
    pub after: Effect,
}

/// The steps from one edition to another, of the same model or of a later estimate of the plan.
pub fn bridge(from: BridgeSide<'_>, to: BridgeSide<'_>) -> Vec<BridgeEffect> {
    let (earlier, later) = (from.edition, to.edition);
    let old = counted(from.model, earlier, known(from.model, earlier));
    let shared = || earlier.window.years().filter(|y| later.window.contains(*y));
    let kept = old.over(shared());
    let rolled = old.over(later.window.years());
    let rebased = Counted { base: later.base, window: later.window, ..old }.whole();
    let new_known = known(to.model, later);
    let new = counted(to.model, later, new_known).whole();
    // Years that are still open can go on from what was recorded since: the later estimate as it would be without that.
    let known_before = old.as_of.zip(new_known).map(|(old, new)| old.min(new));
    let unaware = Counted { as_of: known_before, ..counted(to.model, later, new_known) }.whole();
    // A level counts as actual where it is closed for the later edition and was open for the earlier one.
    let closed = |as_of: Option<FiscalYear>, year: FiscalYear| as_of.is_some_and(|a| year < a);
    let since = |year: FiscalYear| closed(new_known, year) && !closed(old.as_of, year);
    let open = |year: FiscalYear| !since(year);
    let minus = |effect: &Effect| Effect::default().plus(-1.0, effect);
    let learned = new.within(open).plus(-1.0, &unaware.within(open)).recurring();
    let step = |step, before, after| BridgeEffect { step, before, after };
    vec![
        step(BridgeStep::YearDropped, kept.clone().plus(-1.0, &old.whole()), Effect::default()),
        step(BridgeStep::YearAdded, rolled.clone().plus(-1.0, &kept), Effect::default()),
        step(BridgeStep::Rebased, rebased.clone().plus(-1.0, &rolled), Effect::default()),
        step(BridgeStep::Actuals, minus(&rebased.within(since)), new.within(since).plus(1.0, &learned)),
        step(BridgeStep::ReEstimated, minus(&rebased.within(open)), new.within(open).plus(-1.0, &learned)),
    ]
}
