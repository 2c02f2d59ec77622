//! The charts of the page, each by itself.

use super::Set;
use crate::lang::Lang;
use crate::report::SetReport;
use crate::report::page::named::NamedChart;
use std::sync::mpsc::channel;

/// Those of every section.
pub(in crate::report::page) fn charts(report: &SetReport, lang: Lang) -> Vec<NamedChart> {
    let (to, drawn) = channel();
    let set = Set { report: *report, lang, kept: Some(to) };
    set.sections().iter().for_each(|section| drop(set.charts(section)));
    drop(set);
    drawn.iter().map(|alone| NamedChart::of(&alone, "chart-", None)).collect()
}
