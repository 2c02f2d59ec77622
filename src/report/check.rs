//! What `check` prints: the plan as finance divisions check it, and what guard rails have found.

use super::Rounding;
use super::columns::{TextColumn, WIDEST, write};
use super::figures::Figures;
use super::numbers;
use super::text::Report;
use super::words;
use super::{Editions, Style};
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, Text, text};
use crate::model::rails::Finding;
use crate::money::count;
use crate::outcome::{Breakdown, Entry, InitiativeAmounts, Outcome, TOTAL};
use std::collections::HashMap;
use std::fmt::Write as _;

/// Initiatives by year with subtotals and targets, then the findings of guard rails; `outcome` is that of a run without
/// uncertainty, `ids` are those of its initiatives in the order to print them in.
pub fn checked(outcome: &Outcome, ids: &[&str], lang: Lang) -> String {
    let style = Style { lang, rounding: Rounding::Each };
    let figures = Figures::of(outcome, style.rounding);
    let report = Report { outcome, editions: Editions::None, lang, figures: &figures };
    let mut out = String::new();
    let places = ids.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    PlanTable { report, places }.write(&mut out);
    findings(&outcome.findings, lang, &mut out);
    out
}

/// A row: what it is called, an amount a year, and the sum over the plan period.
struct PlanRow {
    name: String,
    by_year: Vec<Option<f64>>,
    sum: Option<f64>,
}

struct PlanTable<'a> {
    report: Report<'a>,
    /// By id, where an initiative stands among all.
    places: HashMap<&'a str, usize>,
}

impl PlanTable<'_> {
    fn write(&self, out: &mut String) {
        let outcome = self.report.outcome;
        let (unit, basis) = (outcome.header.unit.name(self.report.lang), outcome.provenance.basis);
        let [ja, en] = [Lang::Ja, Lang::En].map(|lang| words::basis_name(basis, lang));
        let title = text!(
            ja: "\n計画表（計画値、単位：{unit}、{ja}）",
            en: "\nThe plan (planned effect, unit: {unit}, {en})"
        );
        let _ = writeln!(out, "{}\n", title.get(self.report.lang));
        let rows: Vec<PlanRow> = outcome.breakdown.iter().flat_map(|b| self.policy(b)).chain(self.total()).collect();
        let years: Vec<FiscalYear> = outcome.header.plan.years().collect();
        let label = TextColumn {
            head: self.say(text!(ja: "基本方針・取組項目", en: "Policy, initiative")),
            cells: rows.iter().map(|row| row.name.clone()).collect(),
        };
        // A line that only names its policy has no amounts, and none is missing.
        let cell = |row: &PlanRow, amount: Option<f64>| {
            if row.by_year.is_empty() { String::new() } else { numbers::amount(self.report.money(), amount) }
        };
        let of_year = |(at, year): (usize, &FiscalYear)| TextColumn {
            head: self.report.year_head(*year),
            cells: rows.iter().map(|row| cell(row, row.by_year.get(at).copied().flatten())).collect(),
        };
        let sum = outcome.header.fixed_period.then(|| TextColumn {
            head: self.say(text!(ja: "合計", en: "Total")),
            cells: rows.iter().map(|row| cell(row, row.sum)).collect(),
        });
        let columns: Vec<TextColumn> = years.iter().enumerate().map(of_year).chain(sum).collect();
        write(out, &[label], &columns, WIDEST);
        if let Some(spread) = self.report.spread() {
            let _ = writeln!(out, "\n{}", spread.get(self.report.lang));
        }
    }

    fn say(&self, words: Text) -> String {
        words.get(self.report.lang).to_owned()
    }

    /// The name of a policy, its initiatives, what is recorded for it alone, and its sums.
    fn policy(&self, breakdown: &Breakdown) -> Vec<PlanRow> {
        let row = |name: String, amounts: &[Option<f64>]| PlanRow {
            name: format!("  {name}"),
            by_year: amounts.to_vec(),
            sum: amounts.iter().any(Option::is_some).then(|| amounts.iter().flatten().sum()),
        };
        let name = self.report.name(&breakdown.policy);
        let mut rows = vec![PlanRow { name, by_year: Vec::new(), sum: None }];
        let mut initiatives: Vec<&InitiativeAmounts> = breakdown.initiatives.iter().collect();
        initiatives.sort_by_key(|i| self.places.get(i.id.as_str()));
        let (with, without): (Vec<_>, Vec<_>) =
            initiatives.into_iter().partition(|i| i.by_year.iter().any(|amount| *amount != Some(0.0)));
        rows.extend(with.iter().map(|i| row(i.name.clone(), &i.by_year)));
        if !without.is_empty() {
            let n = without.len();
            let name = text!(ja: "（ほかに金額のない取組項目 {n}）", en: "(and {n} initiatives without amounts)");
            rows.push(PlanRow { name: format!("  {}", self.say(name)), by_year: Vec::new(), sum: None });
        }
        if breakdown.unallocated.iter().any(|amount| *amount != 0.0) {
            let name = text!(ja: "（取組項目に割り振られていない実績）", en: "(actuals not allocated to initiatives)");
            let amounts: Vec<Option<f64>> = breakdown.unallocated.iter().copied().map(Some).collect();
            rows.push(row(self.say(name), &amounts));
        }
        rows.extend(self.sums(&breakdown.policy, text!(ja: "小計", en: "Subtotal")));
        rows
    }

    fn total(&self) -> Vec<PlanRow> {
        let name = self.report.name(TOTAL);
        let head = PlanRow { name, by_year: Vec::new(), sum: None };
        [head].into_iter().chain(self.sums(TOTAL, text!(ja: "計画値", en: "Planned"))).collect()
    }

    /// Planned effect, target, and the one less the other.
    fn sums(&self, policy: &str, planned: Text) -> [PlanRow; 3] {
        let outcome = self.report.outcome;
        let row = |name: Text, of: fn(&Entry) -> Option<f64>| {
            let by_year = outcome.header.plan.years().map(|year| outcome.year_entry(policy, year).and_then(of));
            let sum = outcome.plan_entry(policy).and_then(of);
            PlanRow { name: format!("  {}", self.say(name)), by_year: by_year.collect(), sum }
        };
        [
            row(planned, |e| Some(e.planned)),
            row(text!(ja: "目標", en: "Target"), |e| e.target),
            row(text!(ja: "計画値－目標", en: "Planned - target"), Entry::gap),
        ]
    }
}

/// What is to be checked, each with why it matters and what to do; then what is accepted, with the reason.
fn findings(findings: &[Finding], lang: Lang, out: &mut String) {
    let mut line = |words: Text| {
        let _ = writeln!(out, "{}", words.get(lang));
    };
    let open = || findings.iter().filter(|f| f.is_open());
    let (n, accepted) = (count(open().count() as f64), count(findings.iter().filter(|f| !f.is_open()).count() as f64));
    line(
        text!(ja: "\n確認事項：要確認 {n} 件、承知済み {accepted} 件", en: "\nGuard rails: {n} to check, {accepted} accepted"),
    );
    for finding in open() {
        let (id, item) = (finding.id.id(), words::item(finding));
        let (found, why, to_do) = (&finding.found, &finding.why, &finding.to_do);
        let (item_ja, item_en) = (item.ja, item.en);
        let (found_ja, found_en) = (&found.ja, &found.en);
        line(text!(ja: "- [{id}] {item_ja}：{found_ja}", en: "- [{id}] {item_en}: {found_en}"));
        let (why_ja, why_en, do_ja, do_en) = (&why.ja, &why.en, &to_do.ja, &to_do.en);
        line(text!(ja: "    なぜ：{why_ja}", en: "    why: {why_en}"));
        line(text!(ja: "    対応：{do_ja}", en: "    to do: {do_en}"));
    }
    for finding in findings {
        let Some(reason) = &finding.accepted else { continue };
        let (id, item) = (finding.id.id(), words::item(finding));
        let (item_ja, item_en, found_ja, found_en) = (item.ja, item.en, &finding.found.ja, &finding.found.en);
        line(text!(
            ja: "- 承知済み [{id}] {item_ja}：{found_ja}（理由：{reason}）",
            en: "- accepted [{id}] {item_en}: {found_en} (reason: {reason})"
        ));
    }
}
