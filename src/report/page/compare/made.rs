//! The notes, and what made both sides.

use super::RevisionPart;
use crate::lang::{Text, text};
use crate::outcome::Outcome;
use crate::report::words;
use maud::{Markup, html};

pub(super) fn title() -> Text {
    text!(ja: "注と作成情報", en: "Notes and what made this")
}

impl RevisionPart<'_> {
    pub(super) fn made(&self) -> Markup {
        let pair = self.told.pair;
        let sides = self.told.names().heads().into_iter().zip([pair.plan, pair.revised]);
        html! {
            section {
                (self.heading("made", &title()))
                ol class="plain" { @for note in self.told.own_notes() { li { (note.get(self.told.lang)) } } }
                dl class="made" {
                    @for (name, outcome) in sides {
                        @for (what, value) in self.facts(outcome) {
                            dt { (name.get(self.told.lang)) " " (what.get(self.told.lang)) }
                            dd { (value) }
                        }
                    }
                }
            }
        }
    }

    /// What made one side.
    fn facts(&self, outcome: &Outcome) -> Vec<(Text, String)> {
        let (p, lang) = (&outcome.provenance, self.told.lang);
        let as_of = p.as_of.map_or_else(|| "－".to_owned(), |year| self.say(&year.text()));
        vec![
            (text!(ja: "シナリオ", en: "scenario"), outcome.header.title.clone()),
            (text!(ja: "識別値（SHA-256）", en: "digest (SHA-256)"), p.digest.clone()),
            (text!(ja: "作成時点", en: "as of"), as_of),
            (text!(ja: "効果額の算定方法", en: "counting basis"), words::basis_name(p.basis, lang)),
            (text!(ja: "試行・種・抽出", en: "trials, seed, sampling"), {
                let (trials, seed, sampling) = (p.trials, p.seed, words::sampling_name(p.sampling, lang));
                self.say(&text!(ja: "{trials} 回、種 {seed}、{sampling}", en: "{trials}, seed {seed}, {sampling}"))
            }),
            (text!(ja: "版", en: "version"), format!("mikomi {}", p.version)),
        ]
    }
}
