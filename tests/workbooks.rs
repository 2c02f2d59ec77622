//! Workbooks: numbers of the JSON to the last bit, sums that are formulas, the layout of finance divisions, safe text.

#[path = "workbooks/opened.rs"]
pub(crate) mod opened;

mod charts;
mod comparisons;
mod facts;
mod hostile;
mod layout;
mod sets;
mod sums;

/// An amount as a table in thousand yen prints it.
pub(crate) fn in_table(amount: f64) -> String {
    mikomi::money::Unit::whole(mikomi::money::Name::ThousandYen).in_table(amount)
}
