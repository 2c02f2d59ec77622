//! What became of the initiatives, and what could not be followed.

use super::super::Names;
use super::super::words::family;
use super::{ComparisonReport, SectionPieces};
use crate::analysis::{Family, FamilyKind, Member, Unmatched};
use crate::fiscal::{FiscalYear, Span};
use crate::lang::{Lang, Text, text};

const KINDS: [FamilyKind; 4] = [FamilyKind::Continued, FamilyKind::Merged, FamilyKind::Ended, FamilyKind::New];

impl<'a> ComparisonReport<'a> {
    pub(super) fn lineages(&self, out: &mut SectionPieces) {
        self.counts(out);
        for kind in [FamilyKind::Merged, FamilyKind::Ended, FamilyKind::New] {
            self.of_kind(out, kind);
        }
        self.unmatched(out);
    }

    fn families(&self, kind: FamilyKind) -> impl Iterator<Item = &'a Family> {
        self.pair.comparison.lineages.families.iter().filter(move |f| f.kind == kind)
    }

    fn counts(&self, out: &mut SectionPieces) {
        let count = |kind| {
            let [before, after] =
                self.families(kind).fold([0, 0], |n, f| [n[0] + f.before.len(), n[1] + f.after.len()]);
            let (name, n) = (family(kind), self.families(kind).count());
            let (ja, en) = (name.ja, name.en);
            match kind {
                FamilyKind::Merged if n > 0 => {
                    text!(ja: "{ja} {n}組（{before}件 → {after}件）", en: "{en}: {n} ({before} → {after})")
                }
                FamilyKind::Merged => text!(ja: "{ja} {n}組", en: "{en}: {n}"),
                _ => text!(ja: "{ja} {n}件", en: "{en}: {n}"),
            }
        };
        let counts = KINDS.map(count);
        let [ja, en] = [(Lang::Ja, "、"), (Lang::En, ", ")]
            .map(|(lang, between)| counts.iter().map(|t| t.get(lang)).collect::<Vec<_>>().join(between));
        self.line(out, text!(ja: "{ja}", en: "{en}"));
    }

    fn of_kind(&self, out: &mut SectionPieces, kind: FamilyKind) {
        let families: Vec<&Family> = self.families(kind).collect();
        if families.is_empty() {
            return;
        }
        let name = family(kind);
        let (ja, en) = (name.ja, name.en);
        self.line(out, text!(ja: "{ja}", en: "{en}"));
        for found in families {
            let [before, after] = [&found.before, &found.after].map(|members| self.list(members));
            self.line(
                out,
                match kind {
                    FamilyKind::New => text!(ja: "  {after}", en: "  {after}"),
                    // What an ended initiative still costs stands in the revision under its own name.
                    FamilyKind::Ended => text!(ja: "  {before}", en: "  {before}"),
                    _ => text!(ja: "  {before} → {after}", en: "  {before} → {after}"),
                },
            );
        }
    }

    fn list(&self, members: &[Member]) -> String {
        let names: Vec<&str> = members.iter().map(|m| m.name.as_str()).collect();
        names.join(if self.lang == Lang::Ja { "、" } else { ", " })
    }

    fn unmatched(&self, out: &mut SectionPieces) {
        let all = &self.pair.comparison.lineages.unmatched;
        if all.is_empty() {
            self.line(out, text!(ja: "対応のつかないものはありません。", en: "Everything was matched."));
            return;
        }
        let n = all.len();
        self.line(out, text!(ja: "対応のつかないもの（{n}件）", en: "Not matched ({n})"));
        for found in all {
            let told = self.unmatched_in_words(found);
            let (ja, en) = (told.ja, told.en);
            self.line(out, text!(ja: "  {ja}", en: "  {en}"));
        }
    }

    fn unmatched_in_words(&self, found: &Unmatched) -> Text {
        let Names { ja: [a_ja, b_ja], the: [a, b], .. } = self.names();
        match found {
            Unmatched::YearsOfPlan(years) => years_of_one(*years, [a_ja, a]),
            Unmatched::YearsOfRevised(years) => years_of_one(*years, [b_ja, b]),
            Unmatched::Missing(member) => {
                let name = by_name_and_id(member);
                text!(ja: "{name}：{b_ja}になく、引き継ぐ取組項目もありません。廃止と数えました。", en: "{name}: {b} neither has it nor says what replaces it. Counted as ended.")
            }
            Unmatched::WithoutPredecessor(member) => {
                let name = by_name_and_id(member);
                text!(ja: "{name}：引き継いだとありますが、{a_ja}に元の取組項目がありません。新規と数えました。", en: "{name}: said to go on from others, of which {a} has none. Counted as new.")
            }
            Unmatched::UnknownReplaced { initiative, replaces } => {
                let name = by_name_and_id(initiative);
                text!(ja: "{name}：引き継いだという「{replaces}」が{a_ja}にありません。引継ぎとは数えていません。", en: "{name}: {a} has no '{replaces}', which it is said to replace. Passed over.")
            }
            Unmatched::CalledNew(member) => {
                let name = by_name_and_id(member);
                text!(ja: "{name}：新規とありますが、{a_ja}にもあります。継続と数えました。", en: "{name}: called new, though {a} has it. Counted as continued.")
            }
            Unmatched::PolicyOfOne(member) => {
                let name = by_name_and_id(member);
                text!(ja: "基本方針 {name}：一方にしかありません。ない方では 0 と数えました。", en: "Policy {name}: only one of the two has it. Counted as 0 in the other.")
            }
            Unmatched::EditionOfOne { base } => {
                let year = FiscalYear::new(*base).map_or_else(|| Text::same(base.to_string()), FiscalYear::text);
                let (ja, en) = (year.ja, year.en);
                text!(ja: "{ja}を基準年度とする版：一方にしかないか、対象年度が違います。比べていません。", en: "Edition with base {en}: only one of the two has it, or it covers other years in the other. Not compared.")
            }
        }
    }
}

/// Years of one side alone.
fn years_of_one(years: Span, [side_ja, side]: [&str; 2]) -> Text {
    let [ja, en] = [Lang::Ja, Lang::En].map(|lang| years.short(lang));
    text!(ja: "年度 {ja}：{side_ja}にしかありません。比べていません。", en: "{en}: years of {side} alone. Not compared.")
}

fn by_name_and_id(member: &Member) -> String {
    format!("{} [{}]", member.name, member.id)
}
