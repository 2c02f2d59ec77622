//! The page of a run.

use crate::outcome::Outcome;
use crate::report::Style;
use crate::report::page::document::document;
use maud::html;

/// The page of outcomes, one after the other.
pub(super) fn page(outcomes: &[Outcome], style: Style) -> Vec<u8> {
    let title = outcomes.first().map_or("", |o| o.header.title.as_str());
    document(style.lang, title, &html! {}, &[], &html! {})
}
