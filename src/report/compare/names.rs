//! What the two sides of a comparison are called: plan and revision, or their labels.

use crate::lang::Text;

/// What the two sides are called, the plan's first. A label is the same wherever it stands; "plan" and "revision" are put
/// differently in English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report) struct Names<'a> {
    /// The labels, where there are any.
    pub(in crate::report) labels: Option<[&'a str; 2]>,
    /// In Japanese.
    pub(in crate::report) ja: [&'a str; 2],
    /// At the head of a line.
    pub(in crate::report) head: [&'a str; 2],
    /// In a narrow column.
    pub(in crate::report) column: [&'a str; 2],
    /// In a sentence.
    pub(in crate::report) the: [&'a str; 2],
    /// At the beginning of a sentence.
    pub(in crate::report) the_first: [&'a str; 2],
    /// Without an article.
    pub(in crate::report) bare: [&'a str; 2],
    /// The revision without an article, at the beginning of a line.
    pub(in crate::report) bare_first: &'a str,
}

impl<'a> Names<'a> {
    pub(in crate::report) const DEFAULT: Self = Self {
        labels: None,
        ja: ["計画策定時", "見直し後"],
        head: ["Plan", "Revised"],
        column: ["plan", "revised"],
        the: ["the plan", "the revision"],
        the_first: ["The plan", "The revision"],
        bare: ["plan", "revision"],
        bare_first: "Revision",
    };

    pub(in crate::report) fn of(labels: [&'a str; 2]) -> Self {
        Self {
            labels: Some(labels),
            ja: labels,
            head: labels,
            column: labels,
            the: labels,
            the_first: labels,
            bare: labels,
            bare_first: labels[1],
        }
    }

    /// Both at the head of a line or a column.
    pub(in crate::report) fn heads(self) -> [Text; 2] {
        [0, 1].map(|side| Text { ja: self.ja[side].to_owned(), en: self.head[side].to_owned() })
    }
}
