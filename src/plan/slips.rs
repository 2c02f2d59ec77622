//! One-off amounts fall whole into one year: what a delay with a fraction needs for that.

use super::compile::Compiler;
use super::reached::topological;
use super::states::{Certainty, Requirement, next};
use super::{Delay, RequiredSlip, Slip};
use crate::distributions::Marginal;
use crate::model::{Initiative, Stream, Uncertain};

impl Compiler<'_> {
    /// By initiative, whether one-off amounts of its own, or of one that requires it, hang on its delay.
    pub(super) fn slipping(&self) -> Vec<bool> {
        let initiatives = &self.model.initiatives;
        let slips = |stream: &Stream| !stream.recurring && stream.delayed && !stream.curve.is_zero();
        let mut slipping: Vec<bool> = initiatives.iter().map(|i| self.on && i.streams.iter().any(slips)).collect();
        for i in topological(initiatives).into_iter().rev().filter(|_| self.on) {
            if slipping[i] {
                initiatives[i].requires.iter().for_each(|&r| slipping[r] = true);
            }
        }
        slipping
    }

    /// Whether a delay is a whole number of years, whatever is drawn.
    pub(super) fn is_whole(&self, delay: Uncertain) -> bool {
        let is_whole = |years: f64| years == years.round();
        match (self.certain(delay, 0.0), delay) {
            (Some(years), _) => is_whole(years),
            (None, Uncertain::Quantity(q)) => match &self.model.quantities[q].marginal {
                Marginal::Steps(steps) => steps.values.iter().all(|years| is_whole(*years)),
                _ => false,
            },
            (None, Uncertain::Certain(_)) => true,
        }
    }

    /// The slip of an initiative; `slots` counts the states that are kept, where others require this one.
    pub(super) fn slip(
        &mut self,
        initiative: &Initiative,
        required: &[Requirement],
        slots: Option<&mut usize>,
    ) -> Slip {
        let own = match self.certain(initiative.delay, 0.0) {
            Some(certain) => Delay { quantity: None, kept: None, certain },
            None => Delay { quantity: self.draw(initiative.delay), kept: None, certain: 0.0 },
        };
        let of_required =
            |r: &Requirement| RequiredSlip { delay: kept(r.known.delay), slip: r.known.slip, begun: r.begun };
        Slip {
            name: format!("{}/slip", initiative.draws),
            own,
            required: required.iter().map(of_required).collect(),
            kept: slots.map(next),
        }
    }
}

fn kept(delay: Certainty) -> Delay {
    match delay {
        Certainty::Certain(certain) => Delay { quantity: None, kept: None, certain },
        Certainty::Kept(slot) => Delay { quantity: None, kept: Some(slot), certain: 0.0 },
        // A state that is required is kept.
        Certainty::Uncertain => Delay { quantity: None, kept: None, certain: f64::NEG_INFINITY },
    }
}
