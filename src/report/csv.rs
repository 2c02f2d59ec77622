//! Tables as csv: UTF-8 with a byte order mark, CRLF, numbers with as many digits as bring back the same number.

use super::ReportError;
use super::encoding::BYTE_ORDER_MARK;
use super::facts::Facts;
use crate::harmless::in_csv;
use crate::outcome::fields::Fact;
use csv::{Terminator, WriterBuilder};

pub(super) fn of(table: &Facts) -> Result<Vec<u8>, ReportError> {
    written(&table.columns, table.rows.iter().map(|row| row.iter().map(cell).collect()).collect())
}

fn cell(fact: &Fact) -> String {
    match fact {
        Fact::Nothing => String::new(),
        Fact::Text(words) => in_csv(words),
        Fact::Integer(number) => number.to_string(),
        Fact::Natural(number) => number.to_string(),
        Fact::Real(number) => number.to_string(),
    }
}

/// A file of a header and rows.
pub(super) fn written(header: &[&str], rows: Vec<Vec<String>>) -> Result<Vec<u8>, ReportError> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row)?;
    }
    Ok(writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_made_harmless_and_nothing_is_empty() {
        let facts = [Fact::Text("=cmd|x".to_owned()), Fact::Nothing, Fact::Natural(u64::MAX), Fact::Real(0.1)];
        assert_eq!(facts.each_ref().map(cell), ["'=cmd|x", "", "18446744073709551615", "0.1"]);
    }
}
