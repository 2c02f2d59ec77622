//! Samples as Parquet: one row a trial and effect, effects as 64-bit numbers to the last bit. What tells rows apart is as good as
//! free: texts and years stand in a dictionary, in runs, and trials as differences.

use super::SamplesOf;
use super::columns::{Columns, SampleColumn};
use crate::engine::Sampled;
use crate::files;
use crate::lang::{Lang, Text};
use crate::outcome::Outcome;
use crate::outcome::fields::{Fact, Kind, MADE_BY, PERIOD, word};
use ::parquet::basic::{Compression, Encoding, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::{ColumnPath, Type, TypePtr};
use std::fs::File as OsFile;
use std::sync::Arc;

/// What tells the effects of a trial apart.
struct Key {
    name: &'static str,
    kind: Kind,
    of: fn(&SampleColumn) -> Fact,
}

const TRIAL: &str = "trial";
const EFFECT: &str = "effect";
const POLICY: Key = Key { name: "policy", kind: Kind::Text, of: |c| c.policy.clone().into() };
const INITIATIVE: Key = Key { name: "initiative", kind: Kind::Text, of: |c| c.initiative.clone().into() };
const YEAR: Key = Key { name: "fy", kind: Kind::Integer, of: |c| c.period.first.into() };
const BASIS: Key = Key { name: "basis", kind: Kind::Text, of: |c| word(&c.basis).into() };

fn keys(of: SamplesOf) -> Vec<Key> {
    let period = |name: &'static str, of| {
        let kind = PERIOD.iter().find(|field| field.name == name).map_or(Kind::Text, |field| field.kind);
        Key { name, kind, of }
    };
    match of {
        SamplesOf::Years => vec![POLICY, YEAR],
        SamplesOf::Initiatives => vec![POLICY, INITIATIVE, YEAR],
        SamplesOf::Periods => vec![
            POLICY,
            period("period_kind", |c| word(&c.period.kind).into()),
            period("first_fy", |c| c.period.first.into()),
            period("last_fy", |c| c.period.last.into()),
            period("base_fy", |c| c.period.base.into()),
            BASIS,
        ],
    }
}

/// A file that grows trial by trial.
pub(super) struct File {
    writer: SerializedFileWriter<OsFile>,
    keys: Vec<Key>,
}

impl File {
    pub(super) fn new(file: OsFile, of: SamplesOf, outcome: &Outcome) -> Result<Self, ParquetError> {
        let keys = keys(of);
        let mut fields = vec![field(TRIAL, Kind::Integer, Repetition::REQUIRED)?];
        for key in &keys {
            fields.push(field(key.name, key.kind, Repetition::OPTIONAL)?);
        }
        fields.push(field(EFFECT, Kind::Amount, Repetition::REQUIRED)?);
        let schema = Arc::new(Type::group_type_builder("samples").with_fields(fields).build()?);
        let properties = WriterProperties::builder()
            .set_created_by(format!("mikomi {}", env!("CARGO_PKG_VERSION")))
            .set_compression(Compression::SNAPPY)
            .set_column_dictionary_enabled(ColumnPath::from(TRIAL), false)
            .set_column_encoding(ColumnPath::from(TRIAL), Encoding::DELTA_BINARY_PACKED)
            .set_column_dictionary_enabled(ColumnPath::from(EFFECT), false)
            .set_key_value_metadata(Some(described(outcome)))
            .build();
        Ok(Self { writer: SerializedFileWriter::new(file, schema, Arc::new(properties))?, keys })
    }

    /// Adds some trials: a group of rows, effect by effect.
    pub(super) fn add(&mut self, columns: &Columns, sampled: &Sampled) -> Result<(), ParquetError> {
        let trials = sampled.trials();
        let mut group = self.writer.next_row_group()?;
        written(group.next_column()?, |to| {
            let first = sampled.first as i64 + 1;
            let numbers: Vec<i64> = (first..first + trials as i64).collect();
            columns.all.iter().try_for_each(|_| put::<Int64Type>(to, &numbers, None))
        })?;
        let (present, absent) = (vec![1; trials], vec![0; trials]);
        for key in &self.keys {
            written(group.next_column()?, |to| {
                columns.all.iter().try_for_each(|column| match (key.of)(column) {
                    Fact::Text(words) => {
                        put::<ByteArrayType>(to, &vec![ByteArray::from(words.into_bytes()); trials], Some(&present))
                    }
                    Fact::Integer(number) => put::<Int64Type>(to, &vec![number; trials], Some(&present)),
                    _ if key.kind == Kind::Text => put::<ByteArrayType>(to, &[], Some(&absent)),
                    _ => put::<Int64Type>(to, &[], Some(&absent)),
                })
            })?;
        }
        let mut room = Vec::new();
        written(group.next_column()?, |to| {
            let all = &mut columns.all.iter();
            all.try_for_each(|c| c.each(sampled, &mut room, |piece| put::<DoubleType>(to, piece, None)))
        })?;
        group.close().map(drop)
    }

    pub(super) fn end(self) -> Result<(), ParquetError> {
        self.writer.close().map(drop)
    }
}

/// Writes one column of a group.
fn written<'a>(
    column: Option<SerializedColumnWriter<'a>>,
    write: impl FnOnce(&mut SerializedColumnWriter<'a>) -> Result<(), ParquetError>,
) -> Result<(), ParquetError> {
    let Some(mut column) = column else { return Ok(()) };
    write(&mut column)?;
    column.close()
}

fn put<T: DataType>(
    column: &mut SerializedColumnWriter,
    values: &[T::T],
    levels: Option<&[i16]>,
) -> Result<(), ParquetError> {
    column.typed::<T>().write_batch(values, levels, None).map(drop)
}

fn field(name: &str, kind: Kind, repetition: Repetition) -> Result<TypePtr, ParquetError> {
    let (physical, logical) = match kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Integer | Kind::Natural => (Physical::INT64, None),
        Kind::Amount | Kind::Share => (Physical::DOUBLE, None),
    };
    let builder = Type::primitive_type_builder(name, physical);
    builder.with_repetition(repetition).with_logical_type(logical).build().map(Arc::new)
}

/// What holds of every row: the unit, how effects are counted, and what made them.
fn described(outcome: &Outcome) -> Vec<KeyValue> {
    let (h, p) = (&outcome.header, &outcome.provenance);
    let own = [("title", h.title.clone()), ("unit", h.unit.name(Lang::Ja).to_owned()), ("plan_basis", word(&p.basis))];
    let made_by = MADE_BY.iter().map(|field| {
        let value = match (field.of)(p) {
            Fact::Nothing => String::new(),
            Fact::Text(words) => words,
            Fact::Integer(number) => number.to_string(),
            Fact::Natural(number) => number.to_string(),
            Fact::Real(number) => number.to_string(),
        };
        (field.name, value)
    });
    own.into_iter().chain(made_by).map(|(key, value)| KeyValue::new(key.to_owned(), value)).collect()
}

/// Why a file is not finished.
pub(super) fn why(error: ParquetError) -> Text {
    match error {
        ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
            Ok(error) => files::why(&error),
            Err(other) => Text::same(other.to_string()),
        },
        other => Text::same(other.to_string()),
    }
}
