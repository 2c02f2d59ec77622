//! The table as Parquet: texts as UTF-8, numbers as 64-bit, all columns optional.

use super::{ExportColumn, Stopped, Table};
use crate::lang::Text;
use crate::outcome::fields::{Fact, Kind};
use ::parquet::basic::{LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::{Type, TypePtr};
use std::fs::File;
use std::sync::Arc;

/// The rows that are held in memory and written together.
const ROWS_OF_GROUP: usize = 20_000;

pub(super) struct Parquet {
    writer: SerializedFileWriter<File>,
    kinds: Vec<Kind>,
    rows: Vec<Vec<Fact>>,
}

impl Parquet {
    pub(super) fn new(columns: &[ExportColumn], file: File) -> Result<Self, Stopped> {
        let fields: Result<Vec<TypePtr>, ParquetError> = columns.iter().map(field).collect();
        let schema = Type::group_type_builder("results").with_fields(fields.map_err(stopped)?).build();
        let properties = Arc::new(WriterProperties::builder().build());
        let writer = SerializedFileWriter::new(file, Arc::new(schema.map_err(stopped)?), properties);
        let kinds = columns.iter().map(|c| c.kind).collect();
        Ok(Self { writer: writer.map_err(stopped)?, kinds, rows: Vec::new() })
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for (at, kind) in self.kinds.iter().enumerate() {
            let Some(mut column) = group.next_column()? else { break };
            let cells = self.rows.iter().filter_map(|row| row.get(at));
            match kind {
                Kind::Text => write::<ByteArrayType>(&mut column, cells, |c| match c {
                    Fact::Text(words) => Some(ByteArray::from(words.as_str())),
                    _ => None,
                }),
                Kind::Integer => write::<Int64Type>(&mut column, cells, |c| match c {
                    Fact::Integer(number) => Some(*number),
                    _ => None,
                }),
                // A column of whole numbers without a sign has the bits of one with a sign.
                Kind::Natural => write::<Int64Type>(&mut column, cells, |c| match c {
                    Fact::Natural(number) => Some(number.cast_signed()),
                    _ => None,
                }),
                Kind::Amount | Kind::Share => write::<DoubleType>(&mut column, cells, |c| match c {
                    Fact::Real(number) => Some(*number),
                    _ => None,
                }),
            }?;
            column.close()?;
        }
        group.close()?;
        self.rows.clear();
        Ok(())
    }
}

impl Table for Parquet {
    fn add(&mut self, cells: Vec<Fact>) -> Result<(), Stopped> {
        self.rows.push(cells);
        if self.rows.len() == ROWS_OF_GROUP { self.write_group().map_err(stopped) } else { Ok(()) }
    }

    fn end(mut self: Box<Self>) -> Result<(), Stopped> {
        if !self.rows.is_empty() {
            self.write_group().map_err(stopped)?;
        }
        self.writer.close().map(drop).map_err(stopped)
    }
}

/// One column of a group: the values that are there, and for each row whether its is.
fn write<'a, T: DataType>(
    column: &mut SerializedColumnWriter,
    cells: impl Iterator<Item = &'a Fact>,
    value: impl Fn(&Fact) -> Option<T::T>,
) -> Result<(), ParquetError> {
    let found: Vec<Option<T::T>> = cells.map(value).collect();
    let levels: Vec<i16> = found.iter().map(|v| i16::from(v.is_some())).collect();
    let values: Vec<T::T> = found.into_iter().flatten().collect();
    column.typed::<T>().write_batch(&values, Some(&levels), None).map(drop)
}

fn field(column: &ExportColumn) -> Result<TypePtr, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Integer => (Physical::INT64, None),
        Kind::Natural => (Physical::INT64, Some(LogicalType::integer(64, false))),
        Kind::Amount | Kind::Share => (Physical::DOUBLE, None),
    };
    let builder = Type::primitive_type_builder(&column.name, physical);
    builder.with_repetition(Repetition::OPTIONAL).with_logical_type(logical).build().map(Arc::new)
}

fn stopped(error: ParquetError) -> Stopped {
    match error {
        ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
            Ok(error) => (*error).into(),
            Err(other) => Stopped::Writer(Text::same(other.to_string())),
        },
        other => Stopped::Writer(Text::same(other.to_string())),
    }
}
