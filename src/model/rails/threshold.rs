//! Where guard rails begin to fire.

/// An initiative whose amount in one year is above this many times its policy's largest yearly target: a slip of the unit
/// is a factor of a thousand, and few single initiatives are planned at five times what all of their policy is to bring.
pub const UNIT_SLIP: f64 = 5.0;

/// A policy whose target is below this share of the total's is measured against that share of the total's: next to a
/// target of almost nothing everything is large.
pub const TARGET_FLOOR: f64 = 0.05;

/// Planned effect and target further apart than this share of the target are far apart.
pub const FAR: f64 = 0.5;

/// Amounts are taken for increments only where what is planned is below this share of the target …
pub const INCREMENTS_BELOW: f64 = 0.75;

/// … and adding them up comes this near to it, as a share of the target.
pub const INCREMENTS_NEAR: f64 = 0.2;

/// A plan with more of its target than this in its last two years is back-loaded.
pub const BACK_LOADED: f64 = 0.5;

/// Of plans shorter than this, the last two years are half or more.
pub const BACK_LOADED_YEARS: usize = 4;

/// A realisation below 0 more often than this is negative too often.
pub const NEGATIVE_ODDS: f64 = 0.01;

/// A certain stream is told where at least so many others of its kind are uncertain.
pub const CERTAIN_PEERS: usize = 2;

/// From so many uncertain initiatives on, correlations are asked for.
pub const CORRELATED: usize = 3;

/// Names at least so much alike (Jaro-Winkler, 0 to 1) are similar.
pub const SIMILAR_NAMES: f64 = 0.85;

/// Readings of open years that differ by more than this share of the greater of target and planned effect lie far apart.
pub const READINGS_APART: f64 = 0.05;

/// A policy that has missed more than this share of its planned level is asked whether that is lost.
pub const MISSED: f64 = 0.05;

/// A share in whole percent, without the sign.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0}", share * 100.0)
}
