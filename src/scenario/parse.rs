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
            let origin = Origin { file, span: error.span().unwrap_or(0..0) };
            SyntaxError { origin, message: in_plain_words(error.message()) }
        })
        .collect();
    let span = table.span();
    let node = convert_table(table.get_ref(), span, file, &mut found);
    if found.is_empty() {
        return Ok(node);
    }
    // One slip makes the parser stumble several times in a line: the first is told.
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let line = |error: &SyntaxError| ends.partition_point(|end| *end < error.origin.span.start);
    found.sort_by_key(|e| e.origin.span.start);
    found.dedup_by_key(|e| line(e));
    Err(found)
}

/// What the parser's usual messages mean to someone who does not know its grammar.
fn in_plain_words(message: &str) -> Text {
    let starts = |words: &[&str]| words.iter().any(|w| message.starts_with(w));
    if starts(&["string values must be quoted"]) {
        text!(ja: "文字は半角の \" \" で囲み、数は半角の数字で書きます", en: "put text in straight quotes \" \"; write numbers in half-width digits")
    } else if starts(&["invalid basic string"]) {
        text!(ja: "文字列が \" で閉じていないか、使えない文字があります", en: "the text has no closing \" or holds a character that cannot be used")
    } else if starts(&["duplicate key"]) {
        text!(ja: "同じ項目か表が二度書かれています", en: "the same key or table is written twice")
    } else if starts(&["key with no value", "missing assignment"]) {
        text!(ja: "項目名の後に半角の「=」がありません", en: "no half-width '=' after the key")
    } else if starts(&["extra comma"]) {
        text!(ja: "余分なカンマがあります（1,100 は 1100 か 1_100 と書きます）", en: "an extra comma (write 1,100 as 1100 or 1_100)")
    } else if starts(&["missing comma"]) {
        text!(ja: "項目の間にカンマがないか、前の行の }} が抜けています", en: "a comma, or the }} of an earlier line, is missing")
    } else if starts(&["unclosed"]) {
        text!(ja: "}} か ] で閉じていません", en: "not closed by }} or ]")
    } else if starts(&["missing opening quote"]) {
        text!(ja: "引用符の前に使えない文字（全角の空白など）があります", en: "a character such as a full-width space stands before the quote")
    } else if starts(&["carriage return"]) {
        text!(ja: "改行の形式が違います。LF か CRLF で保存し直してください", en: "wrong line ends; save with LF or CRLF")
    } else if starts(&["cannot recurse", "recursion limit"]) {
        text!(ja: "入れ子が深すぎます", en: "nested too deep")
    } else {
        text!(ja: "TOMLとして読めません（{message}）", en: "cannot be read as TOML ({message})")
    }
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
            Err(_) => refuse(text!(ja: "数が大きすぎます", en: "the number is too large")),
        },
        DeValue::Float(number) => match number.as_str().parse::<f64>() {
            Ok(number) if number.is_finite() => Value::Float(number),
            _ if number.as_str().contains("inf") || number.as_str().contains("nan") => {
                refuse(text!(ja: "nan と inf は使えません", en: "nan and inf cannot be used"))
            }
            _ => refuse(text!(ja: "数が大きすぎます", en: "the number is too large")),
        },
        DeValue::Datetime(_) => refuse(
            text!(ja: "日付は使えません。年度は \"R6\" か 2024 と書きます", en: "dates are not used here; write a fiscal year as \"R6\" or 2024"),
        ),
        DeValue::Array(items) => Value::Array(items.iter().map(|item| convert(item, file, errors)).collect()),
        DeValue::Table(table) => return convert_table(table, origin.span, file, errors),
    };
    Node { value, origin }
}
