//! Beyond one scenario: a plan against its revisions, on the same draws.

mod against;
mod align;
mod blends;
mod common;
mod compare;
mod dominance;
mod dust;
mod hybrid;
mod kept;
mod lineage;
mod shapley;
mod track;

pub use against::{AgainstEntry, against, holdable};
pub use align::{Incomparable, printed_alike};
pub use common::{Before, Common, beside, common_years};
pub use compare::{
    Attributed, Attribution, Comparison, ComparisonError, Difference, DifferenceSide, Ratio, Spread, comparable,
    compare,
};
pub use dominance::{Dominance, DominanceVerdict};
pub use lineage::{Component, Family, FamilyKind, Lineages, Member, Unmatched};
pub use track::{Coverage, Judgement, Prediction, TrackRecord};
