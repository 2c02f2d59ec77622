//! Money: units with their decimals, the one rounding on output, tables that foot, and the ▲ of Japanese tables.

mod amounts;
mod said;
mod unit;

pub use amounts::{count, printed};
pub use unit::{MOST_DECIMALS, Name, NameError, Unit};
