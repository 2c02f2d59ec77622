//! The answer on one sheet, for those who decide: does it hold, on which basis, how short, why the bases differ, what it rests on.

mod answer;
mod cumulative;
mod years;

pub(super) use answer::Answer;
pub(super) use cumulative::{Cumulative, added_up};

use super::document::{Adds, Cell, Column, Heading, Key, Layout, Number, Table};
use super::notes::{as_of, made};
use super::text::{AmountOf, Report, period_key};
use super::words;
use crate::lang::{Text, text};
use crate::model::rails::Rail;
use crate::outcome::{EditionEntry, Entry};

/// The most policies of the sheet; of more those that are worst off are told.
const POLICIES: usize = 8;

/// What an effect is held against.
#[derive(Clone, Copy, Debug)]
pub(super) enum Basis<'a> {
    /// The target of the plan period.
    Plan,
    /// That of the current edition of the financial plan.
    Edition(&'a EditionEntry),
}

impl<'a> Report<'a> {
    /// On which bases the plan is held against its targets, the plan's own first.
    pub(super) fn bases(&self) -> Vec<Basis<'a>> {
        let plan = self.outcome.header.fixed_period.then_some(Basis::Plan);
        plan.into_iter().chain(self.current().map(Basis::Edition)).collect()
    }

    /// The entry of a policy or the total on a basis.
    pub(super) fn on(&self, basis: Basis<'a>, policy: &str) -> Option<&'a Entry> {
        match basis {
            Basis::Plan => self.outcome.plan_entry(policy),
            Basis::Edition(edition) => self.outcome.edition_entry(policy, edition.base),
        }
    }

    /// What a basis is called.
    pub(super) fn basis_name(&self, basis: Basis) -> String {
        let [first, last] = match basis {
            Basis::Plan => [self.outcome.header.plan.first, self.outcome.header.plan.last],
            Basis::Edition(edition) => [edition.first, edition.last],
        }
        .map(|year| year.short(self.lang));
        let name = match basis {
            Basis::Plan => text!(ja: "計画期間（{first}～{last}）", en: "Plan period ({first}-{last})"),
            Basis::Edition(edition) => {
                let made = edition.as_of.short(self.lang);
                text!(ja: "財政計画（{made}ローリング版、{first}～{last}）", en: "Financial plan (edition of {made}, {first}-{last})")
            }
        };
        name.get(self.lang).to_owned()
    }

    /// Why the odds on the two bases differ; nothing where there is one.
    pub(super) fn why_bases_differ(&self) -> Option<String> {
        let [Basis::Plan, Basis::Edition(edition)] = self.bases()[..] else { return None };
        let plan = self.outcome.header.plan;
        let [first, last, from, to, base] =
            [plan.first, plan.last, edition.first, edition.last, edition.base].map(|year| year.short(self.lang));
        let gap = self.hidden_by_rebasing(edition);
        let gap = gap.map_or_else(Text::default, |[_, gap]| {
            let amount = self.said(gap.abs());
            if gap > 0.0 {
                text!(
                    ja: "{base}までに目標に届かなかった分は、計画期間では不足のまま残りますが、財政計画では既に{base}の予算に入っており（{from}～{to}で計{amount}）、不足に数えません。",
                    en: " What was missed by {base} stays a shortfall of the plan period; in the financial plan it is in the budget of {base} already ({amount} over {from}-{to}) and counts as none."
                )
            } else {
                text!(
                    ja: "{base}までに目標を上回った分は、計画期間では達成に数えますが、財政計画では既に{base}の予算に入っており（{from}～{to}で計{amount}）、数えません。",
                    en: " What was gained by {base} helps the plan period; in the financial plan it is in the budget of {base} already ({amount} over {from}-{to}) and does not count."
                )
            }
        });
        let (ja, en) = (gap.ja, gap.en);
        let why = text!(
            ja: "計画期間は{first}～{last}の効果額の合計、財政計画は{base}の水準から{from}～{to}に増える分を数えます。{ja}",
            en: "The plan period adds up the effects of {first}-{last}; the financial plan counts what is added in {from}-{to} to the level of {base}.{en}"
        );
        Some(why.get(self.lang).to_owned())
    }

    /// The policies of the sheet and how many are left out: all, or the total and those that are worst off.
    fn policies_of_sheet(&self) -> (Vec<&'a str>, usize) {
        let all: Vec<&str> = self.policies().collect();
        let own = self.outcome.header.policies.len();
        if own <= POLICIES {
            return (all, 0);
        }
        let worst = self.worst_off(POLICIES);
        let kept = all.iter().enumerate().filter(|(at, policy)| *at >= own || worst.contains(policy));
        (kept.map(|(_, policy)| *policy).collect(), own - POLICIES)
    }

    /// The policies on each basis, and how many are left out.
    pub(super) fn council_table(&self) -> (Table, usize) {
        let (policies, left_out) = self.policies_of_sheet();
        let names = policies.iter().map(|policy| self.name(policy)).collect();
        let heads = words::columns("");
        let mut columns = Vec::new();
        for basis in self.bases() {
            let over = self.basis_name(basis);
            let entries: Vec<Option<&Entry>> = policies.iter().map(|policy| self.on(basis, policy)).collect();
            let period = entries.iter().flatten().next().map(|e| period_key(&e.period));
            let column = |head: &Text, of: &dyn Fn(&Entry) -> Cell| {
                let cells = entries.iter().map(|e| e.map_or(Cell::Undefined, of)).collect();
                let heading = Heading::under(over.clone(), head.get(self.lang));
                Column { period: period.clone(), ..Column::new(heading, cells) }
            };
            let adds = |cell: Cell| if left_out > 0 { cell.that_adds(Adds::Nothing) } else { cell };
            columns.extend([
                column(&heads[1], &|e| adds(self.adding_up(e, AmountOf::Target))),
                column(&heads[2], &|e| adds(self.adding_up(e, AmountOf::Planned))),
                column(&heads[3], &|e| adds(self.adding_up(e, AmountOf::Mean))),
                column(&heads[8], &|e| self.amount_of(e.mean_shortfall)),
                column(&heads[7], &|e| Cell::optional(e.p_met.as_ref().map(Number::chance))),
            ]);
        }
        let caption = text!(ja: "基本方針別", en: "By policy");
        let key = |policy: &&str| Key { policy: Some((*policy).to_owned()), ..Key::default() };
        let table = Table {
            name: "council",
            caption: caption.get(self.lang).to_owned(),
            unit: self.outcome.header.unit.name(self.lang).to_owned(),
            labels: vec![Column::of_words(heads[0].get(self.lang), names)],
            columns,
            layout: Layout::Whole,
            looks: policies.iter().map(|policy| Self::look(policy)).collect(),
            keys: policies.iter().map(key).collect(),
            ..Table::default()
        };
        (table, left_out)
    }

    /// What the figures rest on: how they were made, what is known, what is assumed, what is left out.
    pub(super) fn rests_on(&self) -> Vec<Text> {
        let outcome = self.outcome;
        let initiatives: std::collections::BTreeSet<&str> =
            outcome.breakdown.iter().flat_map(|b| &b.initiatives).map(|i| i.id.as_str()).collect();
        let (count, known) = (initiatives.len(), as_of(&outcome.provenance));
        let (known_ja, known_en) = (known.ja, known.en);
        let how = made(&outcome.provenance);
        let (how_ja, how_en) = (how.ja, how.en);
        let mut said = vec![
            text!(ja: "取組項目 {count} 件の費用と効果。{known_ja}。", en: "Costs and effects of {count} initiatives; {known_en}."),
            text!(ja: "{how_ja}", en: "{how_en}"),
        ];
        let (classes, numbers) = (outcome.classes.len(), outcome.assumptions.iter().map(|a| a.numbers).sum::<usize>());
        let tables = outcome.assumptions.len();
        if classes + numbers > 0 {
            said.push(text!(
                ja: "不確実性の根拠：類似事例に基づく標準値（参照クラス）{classes} 種、根拠資料のない数値 {numbers} 個（{tables} 項目）。",
                en: "Uncertainty rests on {classes} reference classes from comparable cases and {numbers} numbers without a source (in {tables} tables)."
            ));
        }
        let left_out = outcome.header.not_modelled.len();
        let open = outcome.findings.iter().filter(|f| f.is_open() && f.id != Rail::NoSource).count();
        let accepted = outcome.findings.iter().filter(|f| !f.is_open()).count();
        said.push(text!(
            ja: "試算に入っていないもの {left_out} 件、確認事項（要確認 {open} 件、承知済み {accepted} 件）は附属資料のとおり。",
            en: "What is not modelled ({left_out}) and the guard rails ({open} to check, {accepted} accepted) are listed in the annex."
        ));
        let (version, digest) = (&outcome.provenance.version, &outcome.provenance.digest);
        let digest = &digest[..16.min(digest.len())];
        said.push(text!(ja: "再現情報：mikomi {version}、シナリオの識別値 {digest}…", en: "To reproduce: mikomi {version}, scenario digest {digest}…"));
        said
    }
}
