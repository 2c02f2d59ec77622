//! Statistics in bounded memory that merge exactly: sums are integers, so no order of merging can change a bit.

mod against;
mod atoms;
mod average;
mod correlation;
mod estimate;
mod exact;
mod histogram;
mod interval;
mod meeting;
mod parts;
mod spread;
mod tally;

pub use against::Against;
pub use atoms::Atoms;
pub use average::Average;
pub use correlation::{CorrelationSums, MeanCorrelation};
pub use estimate::Estimate;
pub use exact::{BlockSum, Blocks};
pub use histogram::{BINS_PER_SCALE, Histogram, Pending};
pub use interval::{Proportion, student_t_975};
pub use meeting::Meeting;
pub use parts::{PARTS, Part};
pub use spread::{PERCENTILES, Scale, Spread, SpreadSummary};
pub use tally::{Summary, Tally};
