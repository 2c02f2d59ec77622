//! Every chart of a page by its name, each as a picture by itself.

use super::chart::Alone;
use super::{compare, run};
use crate::harmless::Harmless;
use crate::lang::Lang;
use crate::outcome::Outcome;
use crate::report::{Compared, Style};

/// A chart of a page.
#[derive(Clone, Debug)]
pub struct NamedChart {
    /// What it is called: the same for the same chart of every result.
    pub name: String,
    /// Its title.
    pub title: String,
    /// It as SVG, which needs nothing but itself.
    pub svg: Harmless,
}

impl NamedChart {
    /// A chart called by its id on its page, without what begins all ids of its part. One of several alike is told from the
    /// others by its owner, id and name.
    pub(super) fn of(alone: &Alone, part: &str, owner: Option<&(String, String)>) -> Self {
        let own = alone.id().strip_prefix(part).unwrap_or(alone.id());
        let (name, of) = match owner {
            Some((id, name)) => {
                (format!("{}-{id}", own.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-')), name.as_str())
            }
            None => (own.to_owned(), ""),
        };
        let title = alone.title(of);
        Self { name, svg: Harmless::page(alone.draw(&title)), title }
    }

    /// It as the chart of one part of several.
    pub(super) fn of_part(self, part: usize, parts: usize) -> Self {
        if parts < 2 { self } else { Self { name: format!("{part}-{}", self.name), ..self } }
    }
}

/// Which of several owners a chart is of, by the number at the end of its id.
pub(super) fn number(id: &str) -> Option<usize> {
    id[id.trim_end_matches(|c: char| c.is_ascii_digit()).len()..].parse().ok()
}

/// The charts of the page of outcomes.
pub(in crate::report) fn of_run(outcomes: &[Outcome], style: Style) -> Vec<NamedChart> {
    run::charts(outcomes, style)
}

/// The charts of the page of a comparison.
pub(in crate::report) fn of_comparison(compared: &Compared<'_>, lang: Lang) -> Vec<NamedChart> {
    compare::charts(compared, lang)
}

/// The charts of the page of a set.
#[cfg(feature = "sets")]
pub(in crate::report) fn of_set(report: &crate::report::SetReport<'_>, lang: Lang) -> Vec<NamedChart> {
    super::set::charts(report, lang)
}
