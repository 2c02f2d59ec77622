//! The editions of the financial plan that both scenarios have, and the bridge from the plan's current one to the
//! revision's.

use super::super::Names;
use super::{Pieces, Told, change, odds};
use crate::analysis::Difference;
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, Text, text};
use crate::outcome::{Amounts, BridgeEntry, PeriodKind};
use crate::report::editions::INDENT;
use crate::report::numbers::UNDEFINED;
use crate::report::steps::walk_of;
use crate::report::tables::{align, align_labels, table};
use crate::report::words::{self, columns};
use comfy_table::Table;

/// Which of the amounts of a step.
type Of = fn(&Amounts) -> Option<f64>;

impl<'a> Told<'a> {
    pub(super) fn editions(&self, out: &mut Pieces) {
        let bases = self.bases();
        if self.pair.plan.editions.is_empty() && self.pair.revised.editions.is_empty() {
            self.line(out, text!(ja: "どちらのシナリオにも財政計画の版がありません。", en: "Neither scenario has an edition of the financial plan."));
            return;
        }
        if bases.is_empty() {
            self.line(
                out,
                text!(ja: "両方にある版がないため、示せません。", en: "There is no edition that both have."),
            );
        } else {
            out.table(self.overview(&bases));
            self.marks(out);
        }
        self.bridge(out);
    }

    /// The base years of the editions that both have.
    fn bases(&self) -> Vec<FiscalYear> {
        let mut bases: Vec<FiscalYear> = self.differences().filter_map(|d| d.period.base).collect();
        bases.sort_unstable();
        bases.dedup();
        bases
    }

    fn differences(&self) -> impl Iterator<Item = &'a Difference> {
        self.pair.comparison.differences.iter()
    }

    fn overview(&self, bases: &[FiscalYear]) -> Table {
        let Names { ja: [a_ja, b_ja], column: [a, b], .. } = self.names();
        let mut heads = vec![
            words::edition_columns("")[0].clone(),
            text!(ja: "計画値\n{a_ja}", en: "Planned\n{a}"),
            text!(ja: "\n{b_ja}", en: "\n{b}"),
            text!(ja: "\n増減", en: "\nchange"),
        ];
        if !self.is_certain() {
            heads.push(text!(ja: "試算の平均\nの増減", en: "Change of\nthe mean"));
        }
        heads.extend(self.target_columns());
        heads.push(text!(ja: "達成確率\n{a_ja} → {b_ja}", en: "P(met)\n{a} → {b}"));
        let mut table = table(heads.iter().map(|head| self.word(head)).collect());
        for base in bases {
            self.block(
                &mut table,
                self.edition_head(*base),
                self.differences().filter(|d| d.period.base == Some(*base)),
            );
        }
        let rolling = self.differences().filter(|d| d.period.kind == PeriodKind::Rolling);
        let head = match self.common() {
            Some(years) => {
                let [ja, en] = [Lang::Ja, Lang::En].map(|lang| years.short(lang));
                text!(ja: "共通する年度 {ja}（年度ごとの版で）", en: "common years {en}, year by year")
            }
            None => text!(ja: "計画期間（年度ごとの版で）", en: "plan period, year by year"),
        };
        self.block(&mut table, self.word(&head), rolling);
        align(&mut table);
        table
    }

    /// A heading with the rows that stand under it; nothing where there are none.
    fn block(&self, table: &mut Table, head: String, differences: impl Iterator<Item = &'a Difference>) {
        let rows: Vec<Vec<String>> = differences.map(|d| self.edition_row(d)).collect();
        if !rows.is_empty() {
            table.add_row([head]);
            table.add_rows(rows);
        }
    }

    fn edition_row(&self, difference: &Difference) -> Vec<String> {
        let mut row = vec![format!("{INDENT}{}", self.name(&difference.policy))];
        row.extend(self.sides(difference, change(self.money(), difference, |a| a.planned)));
        if !self.is_certain() {
            let change = self.money().in_table(change(self.money(), difference, |a| a.mean)[2]);
            row.push(if self.is_of_one(difference) { UNDEFINED.to_owned() } else { change });
        }
        row.extend(self.target_cells(difference));
        row.push(odds(difference, self.lang));
        row
    }

    /// The base years of the current editions of plan and revision.
    fn current(&self) -> [Option<FiscalYear>; 2] {
        [self.pair.plan, self.pair.revised].map(|outcome| self.of(outcome).current().map(|edition| edition.base))
    }

    fn edition_head(&self, base: FiscalYear) -> String {
        let [of_plan, of_revised] = self.current().map(|current| current == Some(base));
        let [plan, revised] = self.both_marks();
        let marks = format!("{}{}", if of_plan { plan } else { "" }, if of_revised { revised } else { "" });
        let name = self.edition(base).map(|edition| words::edition(edition, self.lang)).unwrap_or_default();
        format!("{name}{marks}")
    }

    /// What stands beside the current editions of plan and revision.
    fn both_marks(&self) -> [&'static str; 2] {
        [if self.lang == Lang::Ja { "※" } else { "+" }, self.of(self.pair.revised).mark()]
    }

    fn marks(&self, out: &mut Pieces) {
        let [plan, revised] = self.both_marks();
        let Names { ja: [a_ja, b_ja], the: [a, b], .. } = self.names();
        self.line(out, text!(
            ja: "{plan} {a_ja}の現在の版　{revised} {b_ja}の現在の版\n版の基準では、基準年度までに目標に届かなかった分はもう不足に数えません（再ベース化）。版の達成確率が上がっても、計画期間の目標に近づいたとは限りません。",
            en: "{plan} {a}'s current edition   {revised} {b}'s current edition\nOn an edition's basis what was missed by its base year is no shortfall any more (rebased). Better odds of an edition need not mean that the target of the plan period has come nearer."
        ));
    }

    fn bridge(&self, out: &mut Pieces) {
        let bridge = &self.pair.comparison.bridge;
        let Some(first) = bridge.first() else {
            self.line(out, text!(ja: "\n一方に版がないため、版から版への増減は示せません。", en: "\nOne of the two has no edition, so there is no bridge between editions."));
            return;
        };
        let Names { ja: [a_ja, b_ja], the: [a, b], .. } = self.names();
        let (from, to) = (first.from.text(), first.to.text());
        let (from_ja, to_ja, from_en, to_en) = (from.ja, to.ja, from.en, to.en);
        self.line(
            out,
            text!(
                ja: "\n版から版への増減：{a_ja}の現在の版（{from_ja}基準）から{b_ja}の現在の版（{to_ja}基準）へ",
                en: "\nBridge: from {a}'s current edition (base {from_en}) to {b}'s (base {to_en})"
            ),
        );
        out.table(self.bridge_table(first, bridge));
        self.line(out, text!(
            ja: "  年度の脱落・追加：対象年度が替わる分。再ベース化：基準年度までの効果額が予算に既に入っているとして差し引く分（{a_ja}の見込みで）。\n  実績への置換え：締まった年度の見込みを実績に置き換えた分。残る年度がその実績から続くことによる分を含む。基準年度の実績が見込みを下回ると、差し引く額が小さくなるので増となる。\n  見込みの改訂：残る年度の見込み（目標を見直したなら目標も）の見直し。",
            en: "  Years dropped, added: the years covered change. Rebased: effects up to the later base year are in its budget already and are taken off, as {a} foresaw them.\n  Actuals: actuals in place of forecasts of the years closed since, and what open years go on from because of them. Where the base year fell short of its forecast, less is taken off, so that this step is positive.\n  Forecasts revised: the forecasts of the years still open, made anew, and targets where they were revised."
        ));
    }

    fn bridge_table(&self, first: &BridgeEntry, entries: &[BridgeEntry]) -> Table {
        let mut heads = vec![columns("")[0].clone(), Text::default(), text!(ja: "前の版", en: "Earlier\nedition")];
        heads.extend(first.steps.iter().map(|s| words::bridge_step(s.step)));
        heads.push(text!(ja: "次の版", en: "Later\nedition"));
        let mut table = table(heads.iter().map(|head| self.word(head)).collect());
        for entry in entries {
            let mut name = self.name(&entry.policy);
            for (label, of) in self.bridge_rows() {
                let walk =
                    walk_of(self.money(), &entry.before, entry.steps.iter().map(|s| &s.amounts), &entry.after, of);
                let undefined = || vec![UNDEFINED.to_owned(); first.steps.len() + 2];
                let cells = walk.map_or_else(undefined, |walk| walk.into_iter().map(self.money().printer()).collect());
                table.add_row([std::mem::take(&mut name), self.word(&label)].into_iter().chain(cells));
            }
        }
        align(&mut table);
        align_labels(&mut table);
        table
    }

    fn bridge_rows(&self) -> Vec<(Text, Of)> {
        let mut rows: Vec<(Text, Of)> = vec![
            (text!(ja: "目標", en: "target"), |a| a.target),
            (text!(ja: "計画値", en: "planned"), |a| Some(a.planned)),
        ];
        if !self.is_certain() {
            rows.push((text!(ja: "平均", en: "mean"), |a| Some(a.mean)));
        }
        rows
    }
}
