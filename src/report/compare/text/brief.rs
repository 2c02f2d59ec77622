//! A comparison that fits a few screens: by policy, what the change comes from, and the notes that matter most.

use super::{ComparisonReport, SectionPieces};
use crate::lang::{Text, text};
use crate::report::brief::{WIDTH, wrapped};
use crate::report::text::no_result;
use std::fmt::Write as _;

/// How many notes are told.
const MOST: usize = 3;
/// The sections that are told, by their position in the whole report.
const TOLD: [usize; 2] = [0, 2];

impl ComparisonReport<'_> {
    pub(super) fn write_brief(&self, out: &mut String) {
        let mut head = SectionPieces::default();
        self.head(&mut head);
        if self.is_empty() {
            self.line(&mut head, no_result());
            head.write_within(out, self.lang);
            return;
        }
        self.summary(&mut head);
        head.write_within(out, self.lang);
        let sections = self.sections();
        for (title, pieces) in TOLD.iter().filter_map(|at| sections.get(*at)) {
            let _ = writeln!(out, "\n■ {}\n", title.get(self.lang));
            pieces.write_within(out, self.lang);
        }
        let notes = text!(ja: "注", en: "Notes");
        let _ = writeln!(out, "\n{}", notes.get(self.lang));
        for (i, note) in self.brief_notes().iter().enumerate() {
            let line = format!("{:>2}. {}", i + 1, note.get(self.lang));
            let _ = writeln!(out, "{}", wrapped(&line, WIDTH, 4));
        }
    }

    /// The most important first: over which years, what is to be checked, whether targets differ, why a change is the
    /// revision's, what made the result.
    fn brief_notes(&self) -> Vec<Text> {
        let sides = [self.pair.plan, self.pair.revised];
        let to_check = sides.iter().any(|side| side.findings.iter().any(crate::model::rails::Finding::is_open));
        let mut notes: Vec<Text> = self.on_common_years().into_iter().collect();
        notes.extend(self.guard_rails().filter(|_| to_check));
        notes.push(self.targets());
        notes.extend((!self.is_certain()).then(|| self.common_draws()));
        notes.extend(self.made_by());
        notes.truncate(MOST);
        notes
    }
}
