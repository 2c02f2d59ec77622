//! Plans whose target lies mostly at their end.

use super::super::Model;
use super::threshold::{BACK_LOADED, BACK_LOADED_YEARS};
use super::{Found, Item, Rail};
use crate::lang::text;

pub(super) fn look(model: &Model) -> Option<Found> {
    // The years that editions cover have no end towards which a plan could be loaded.
    if !model.fixed {
        return None;
    }
    let targets: Vec<f64> = model.period.years().map(|y| model.target(None, y)).collect();
    let total: f64 = targets.iter().sum();
    if targets.len() < BACK_LOADED_YEARS || total <= 0.0 {
        return None;
    }
    let share = targets[targets.len() - 2..].iter().sum::<f64>() / total;
    let percent = format!("{:.1}", share * 100.0);
    (share > BACK_LOADED).then(|| {
        let words = text!(
            ja: "目標額の{percent}％が最後の2か年に集まっています（後年度偏重）",
            en: "{percent} % of the target lies in the last two years (back-loaded)"
        );
        Found::new(Rail::BackLoading, Item::table("plan"), words)
    })
}
