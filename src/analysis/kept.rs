//! Whether a comparison that was kept as a file is whole.

use super::{Comparison, Component};
use crate::outcome::{Outcome, TOTAL, is_proportion};

impl Comparison {
    /// Whether everything that refers to policies fits the two outcomes, and every number can be what it is called.
    ///
    /// # Errors
    /// The first thing that does not fit, by its key.
    pub fn check(&self, plan: &Outcome, revised: &Outcome) -> Result<(), String> {
        let known = |policy: &str| {
            let all = plan.header.policies.iter().chain(&revised.header.policies);
            policy == TOTAL || all.map(|p| p.id.as_str()).any(|id| id == policy)
        };
        let named = |at: &str, policy: &str| {
            if known(policy) { Ok(()) } else { Err(format!("{at}.policy: no policy '{policy}'")) }
        };
        if let Some(common) = &self.common {
            let both = plan.header.plan.common(revised.header.plan);
            if both != Some(common.years) {
                return Err("common.years: the years that both have".to_owned());
            }
            common.before.iter().try_for_each(|before| named("common.before", &before.policy))?;
        } else if [plan, revised].iter().all(|o| o.header.fixed_period) && plan.header.plan != revised.header.plan {
            return Err("common: the years that both have, where plan periods differ".to_owned());
        }
        for (i, d) in self.differences.iter().enumerate() {
            named(&format!("differences[{i}]"), &d.policy)?;
            let sides = [&d.plan, &d.revised].into_iter().flatten();
            if !sides.filter_map(|side| side.p_met.as_ref()).chain([&d.p_not_below]).all(is_proportion) {
                return Err(format!("differences[{i}]: probabilities from 0 to 1, low to high"));
            }
        }
        for (i, d) in self.distributions.iter().enumerate() {
            named(&format!("distributions[{i}]"), &d.policy)?;
            d.check().map_err(|what| format!("distributions[{i}].{what}"))?;
        }
        for (i, a) in self.attribution.iter().enumerate() {
            named(&format!("attribution[{i}]"), &a.policy)?;
            if !a.components.iter().map(|c| c.component).eq(Component::ALL) {
                return Err(format!("attribution[{i}].components: all {}, in their order", Component::ALL.len()));
            }
        }
        let of_dominance = self.dominance.iter().map(|d| ("dominance", &d.policy));
        let of_bridge = self.bridge.iter().map(|b| ("bridge", &b.policy));
        let predictions = self.track_record.iter().flat_map(|record| &record.predictions);
        let of_record = predictions.map(|p| ("track_record.predictions", &p.policy));
        of_dominance.chain(of_bridge).chain(of_record).try_for_each(|(at, policy)| named(at, policy))
    }
}
