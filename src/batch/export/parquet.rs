//! The table as Parquet: texts as UTF-8, numbers as 64-bit, all columns optional.

use super::columns::Kind;
use super::{Cell, Column, Stopped, Table};
use crate::lang::Text;
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
    rows: Vec<Vec<Cell>>,
}

impl Parquet {
    pub(super) fn new(columns: &[Column], file: File) -> Result<Self, Stopped> {
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
                    Cell::Text(words) => Some(ByteArray::from(words.as_str())),
                    _ => None,
                }),
                Kind::Integer => write::<Int64Type>(&mut column, cells, |c| match c {
                    Cell::Integer(number) => Some(*number),
                    _ => None,
                }),
                Kind::Real => write::<DoubleType>(&mut column, cells, |c| match c {
                    Cell::Real(number) => Some(*number),
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
    fn add(&mut self, cells: Vec<Cell>) -> Result<(), Stopped> {
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
    cells: impl Iterator<Item = &'a Cell>,
    value: impl Fn(&Cell) -> Option<T::T>,
) -> Result<(), ParquetError> {
    let found: Vec<Option<T::T>> = cells.map(value).collect();
    let levels: Vec<i16> = found.iter().map(|v| i16::from(v.is_some())).collect();
    let values: Vec<T::T> = found.into_iter().flatten().collect();
    column.typed::<T>().write_batch(&values, Some(&levels), None).map(drop)
}

fn field(column: &Column) -> Result<TypePtr, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Integer => (Physical::INT64, None),
        Kind::Real => (Physical::DOUBLE, None),
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
