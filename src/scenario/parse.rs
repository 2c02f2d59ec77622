//! TOML text → nodes with positions, with every error of syntax that the parser can find.

use super::node::{Entry, Node, Origin, Value};
use crate::lang::{Text, text};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// An error of syntax and where it stands.
pub(super) struct SyntaxError {
    pub(super) origin: Origin,
    pub(super) message: Text,
}

/// Parses the text of one file.
pub(super) fn parse(text: &str, file: usize) -> Result<Node, Vec<SyntaxError>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut found: Vec<SyntaxError> = errors
        .into_iter()
        .map(|error| {
            let message = error.message();
            SyntaxError {
                origin: Origin { file, span: error.span().unwrap_or(0..0) },
                message: text!(ja: "TOMLの書き方の誤り: {message}", en: "not valid TOML: {message}"),
            }
        })
        .collect();
    let span = table.span();
    let node = convert_table(table.get_ref(), span, file, &mut found);
    if found.is_empty() { Ok(node) } else { Err(found) }
}

fn convert_table(
    table: &DeTable<'_>,
    span: std::ops::Range<usize>,
    file: usize,
    errors: &mut Vec<SyntaxError>,
) -> Node {
    let entries = table.iter().map(|(key, value)| Entry {
        key: key.get_ref().to_string(),
        key_origin: Origin { file, span: key.span() },
        node: convert(value, file, errors),
    });
    Node { value: Value::Table(entries.collect()), origin: Origin { file, span } }
}

fn convert(value: &Spanned<DeValue<'_>>, file: usize, errors: &mut Vec<SyntaxError>) -> Node {
    let origin = Origin { file, span: value.span() };
    let mut refuse = |message: Text| {
        errors.push(SyntaxError { origin: origin.clone(), message });
        Value::Bool(false)
    };
    let value = match value.get_ref() {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Boolean(truth) => Value::Bool(*truth),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Value::Integer(number),
            Err(_) => refuse(text!(ja: "整数が大きすぎます", en: "the whole number is too large")),
        },
        DeValue::Float(number) => match number.as_str().parse::<f64>() {
            Ok(number) if number.is_finite() => Value::Float(number),
            _ => refuse(text!(ja: "有限の数ではありません", en: "not a finite number")),
        },
        DeValue::Datetime(_) => refuse(
            text!(ja: "日付は使えません。年度は \"R6\" のように書きます", en: "dates are not used here; write a fiscal year as \"R6\" or 2024"),
        ),
        DeValue::Array(items) => Value::Array(items.iter().map(|item| convert(item, file, errors)).collect()),
        DeValue::Table(table) => return convert_table(table, origin.span, file, errors),
    };
    Node { value, origin }
}
