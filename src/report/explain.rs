//! The compiled plan in words, and one trial followed back to its draws.

use super::numbers::{self, percent};
use super::reached::reached_text;
use super::words::{self, basis_name};
use crate::distributions::Marginal;
use crate::engine::Trace;
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, Text, text};
use crate::model::{
    BeyondPlan, Decision, Edition, Initiative, Lineage, Model, Strategy, Stream, StreamKind, Uncertain,
};
use crate::plan::{Metric, MetricSubject, Period, Plan, Portion};
use crate::scenario::Remark;
use std::fmt::Write as _;

/// The standard normal's 90 % quantile.
const Z90: f64 = 1.281_551_565_544_600_4;

/// What will be simulated, in words: every initiative with its curve and what is uncertain about it.
pub fn words_of_plan(model: &Model, plan: &Plan, planned: &Plan, remarks: &[Remark], lang: Lang) -> String {
    let told = Explanation { model, planned, lang };
    let mut out = format!("{}\n", model.title);
    told.head(&mut out, plan.numbers_per_trial());
    for (p, policy) in model.policies.iter().enumerate() {
        out.push('\n');
        told.policy(&mut out, p);
        for (year, actual) in &policy.actuals {
            let (value, ja, en) = (model.unit.in_table(actual.value), year.label(Lang::Ja), year.label(Lang::En));
            let open = actual.sd.map_or_else(Text::default, |sd| {
                let sd = model.unit.in_table(sd);
                text!(ja: "（決算見込、標準偏差 {sd}）", en: " (outturn, sd {sd})")
            });
            let (open_ja, open_en) = (open.ja, open.en);
            told.line(
                &mut out,
                "  ",
                text!(ja: "{ja}は実績 {value}{open_ja}", en: "{en} is the actual {value}{open_en}"),
            );
        }
        let serves = |i: &&Initiative| i.shares.iter().any(|s| s.0 == p);
        let (with, without): (Vec<_>, Vec<_>) =
            model.initiatives.iter().filter(serves).partition(|i| !i.streams.is_empty());
        with.iter().for_each(|i| told.initiative(&mut out, i, p));
        if !without.is_empty() {
            let names: Vec<&str> = without.iter().map(|i| i.name.as_str()).collect();
            let (n, list) = (names.len(), names.join(if lang == Lang::Ja { "、" } else { ", " }));
            told.line(
                &mut out,
                "  ",
                text!(ja: "お金の流れのない取組 {n} 件：{list}", en: "{n} initiatives without money: {list}"),
            );
        }
    }
    if let Some(reached) = reached_text(model, lang) {
        let _ = write!(out, "\n{reached}");
    }
    told.editions(&mut out);
    told.common(&mut out);
    told.remarks(&mut out, remarks);
    out
}

struct Explanation<'a> {
    model: &'a Model,
    /// The plan without uncertainty.
    planned: &'a Plan,
    lang: Lang,
}

impl Explanation<'_> {
    fn line(&self, out: &mut String, indent: &str, words: Text) {
        let _ = writeln!(out, "{indent}{}", words.get(self.lang));
    }

    fn head(&self, out: &mut String, numbers: usize) {
        let model = self.model;
        let [ja, en] = [Lang::Ja, Lang::En].map(|l| basis_name(model.basis, l));
        let unit = model.unit.name(self.lang);
        let (first, last) = (model.period.first.label(self.lang), model.period.last.label(self.lang));
        self.line(out, "", if model.fixed {
            text!(
                ja: "計画期間 {first}～{last}、単位 {unit}、効果額の算定方法：{ja}。1試行に引く乱数は {numbers} 個。",
                en: "Plan period {first} to {last}, unit {unit}, counting basis: {en}. Each trial draws {numbers} random numbers."
            )
        } else {
            text!(
                ja: "決まった計画期間はなく、財政計画の版が {first}～{last} を対象とする。単位 {unit}、年度別の算定方法：{ja}。1試行に引く乱数は {numbers} 個。",
                en: "No fixed plan period; the editions of the financial plan cover {first} to {last}. Unit {unit}, counting basis by year: {en}. Each trial draws {numbers} random numbers."
            )
        });
    }

    /// A policy with target and planned effect: over the plan period, or by edition where there is none.
    fn policy(&self, out: &mut String, p: usize) {
        let policy = &self.model.policies[p];
        let name = words::policy(&policy.id, &policy.name);
        let amounts =
            |m: &Metric| (numbers::amount(self.model.unit, m.target), self.model.unit.in_table(m.sum.constant));
        let mut of_policy =
            self.planned.metrics.iter().filter(|m| m.policy == Some(p) && m.measure == MetricSubject::Effect);
        if let Some(total) = of_policy.clone().find(|m| matches!(m.period, Period::Plan(_))) {
            let (target, effect) = amounts(total);
            let words =
                text!(ja: "{name}　目標 {target}、計画値 {effect}", en: "{name}: target {target}, planned {effect}");
            return self.line(out, "■ ", words);
        }
        let _ = writeln!(out, "■ {name}");
        for edition in of_policy.by_ref().filter(|m| matches!(m.period, Period::Edition { .. })) {
            let (target, effect) = amounts(edition);
            let of = period_name(edition.period, self.lang);
            self.line(
                out,
                "  ",
                text!(ja: "{of}：目標 {target}、計画値 {effect}", en: "{of}: target {target}, planned {effect}"),
            );
        }
    }

    /// The editions of the financial plan, each with its rule and what it booked.
    fn editions(&self, out: &mut String) {
        if self.model.editions.is_empty() {
            return;
        }
        self.line(out, "\n", text!(ja: "財政計画の版", en: "Editions of the financial plan"));
        for edition in &self.model.editions {
            self.edition(out, edition);
        }
    }

    fn edition(&self, out: &mut String, edition: &Edition) {
        let year = |y: FiscalYear| y.label(self.lang);
        let (base, as_of) = (year(edition.base), year(edition.as_of));
        let (first, last) = (year(edition.window.first), year(edition.window.last));
        let name = edition.name.as_ref().map_or_else(Text::default, |n| text!(ja: "「{n}」", en: " '{n}'"));
        let reaches = self.model.fixed && edition.window.last > self.model.period.last;
        let beyond = if reaches { beyond_words(edition.beyond) } else { Text::default() };
        let (name_ja, name_en, beyond_ja, beyond_en) = (name.ja, name.en, beyond.ja, beyond.en);
        self.line(
            out,
            "  ",
            text!(
                ja: "基準 {base}{name_ja}：対象 {first}～{last}、時点 {as_of}{beyond_ja}",
                en: "base {base}{name_en}: covers {first} to {last}, made in {as_of}{beyond_en}"
            ),
        );
        let of = |p: Option<usize>| edition.booked(p).map(self.model.unit.printer());
        let policies = self.model.policies.iter().enumerate().map(|(p, policy)| (policy.id.clone(), of(Some(p))));
        let total = words::total(self.lang).to_owned();
        let all = policies.chain([(total, of(None))]).filter_map(|(name, amount)| Some(format!("{name} {}", amount?)));
        let booked: Vec<String> = all.collect();
        if !booked.is_empty() {
            let list = booked.join(if self.lang == Lang::Ja { "、" } else { "; " });
            self.line(out, "    ", text!(ja: "計上額：{list}", en: "booked: {list}"));
        }
    }

    fn initiative(&self, out: &mut String, initiative: &Initiative, policy: usize) {
        let share = initiative.shares.iter().find(|s| s.0 == policy).map_or(1.0, |s| s.1);
        let said = percent(share, 1);
        let share = if share < 1.0 { text!(ja: "（{said}）", en: " ({said})") } else { Text::default() };
        let share = share.get(self.lang);
        let _ = writeln!(out, "  ● {}{share} [{}]", initiative.name, initiative.id);
        self.place(out, initiative);
        if initiative.decision != Decision::NONE {
            let decided = decided(initiative.decision);
            self.line(out, "    ", decided);
        }
        if initiative.go_ahead != Uncertain::Certain(1.0) {
            let p = percent(self.mean(initiative.go_ahead), 1);
            self.line(out, "    ", text!(ja: "実施される確率 {p}", en: "goes ahead with probability {p}"));
        }
        if initiative.delay != Uncertain::Certain(0.0) {
            let delay = self.quantity(initiative.delay, 2);
            let (ja, en) = (delay.ja, delay.en);
            self.line(out, "    ", text!(ja: "遅れ（年）：{ja}", en: "delay in years: {en}"));
        }
        if !initiative.requires.is_empty() {
            let names: Vec<&str> =
                initiative.requires.iter().map(|r| self.model.initiatives[*r].name.as_str()).collect();
            let list = names.join(if self.lang == Lang::Ja { "、" } else { ", " });
            self.line(out, "    ", text!(ja: "前提：{list}", en: "requires: {list}"));
        }
        initiative.streams.iter().for_each(|s| self.stream(out, s));
    }

    fn stream(&self, out: &mut String, stream: &Stream) {
        let kind = match stream.kind {
            StreamKind::Saving => text!(ja: "歳出減", en: "saving"),
            StreamKind::Revenue => text!(ja: "歳入増", en: "revenue"),
            StreamKind::Cost => text!(ja: "経費", en: "cost"),
        };
        let lasting =
            if stream.recurring { text!(ja: "継続", en: "recurring") } else { text!(ja: "一時", en: "one-off") };
        // Of years outside the period those are told in which there is something that an edition reads.
        let told = |y: &FiscalYear| self.model.period.contains(*y) || stream.curve.at(*y) != 0.0;
        let years: Vec<FiscalYear> = self.planned.axis.years().filter(told).collect();
        let curve = |lang: Lang| -> String {
            let cell = |y: &FiscalYear| format!("{} {}", y.short(lang), self.model.unit.in_table(stream.curve.at(*y)));
            years.iter().map(cell).collect::<Vec<_>>().join(if lang == Lang::Ja { "、" } else { ", " })
        };
        let (kind_ja, kind_en, lasting_ja, lasting_en) = (kind.ja, kind.en, lasting.ja, lasting.en);
        let id = &stream.id;
        let (ja, en) = (curve(Lang::Ja), curve(Lang::En));
        self.line(
            out,
            "    - ",
            text!(ja: "{kind_ja}「{id}」（{lasting_ja}）：{ja}", en: "{kind_en} '{id}' ({lasting_en}): {en}"),
        );
        if stream.realisation != Uncertain::Certain(1.0) {
            let realisation = self.quantity(stream.realisation, 2);
            let (ja, en) = (realisation.ja, realisation.en);
            self.line(out, "      ", text!(ja: "実現率：{ja}", en: "realised / planned: {en}"));
        }
        if stream.delayed == (stream.kind == StreamKind::Cost) {
            self.line(
                out,
                "      ",
                if stream.delayed {
                    text!(ja: "取組の遅れと一緒に遅れる", en: "moves with the initiative's delay")
                } else {
                    text!(ja: "取組が遅れても動かない", en: "does not move with the initiative's delay")
                },
            );
        }
        if stream.kind == StreamKind::Cost && !stream.spent_on_failure {
            self.line(
                out,
                "      ",
                text!(ja: "取組が実施されなければ支出されない", en: "not spent if the initiative does not go ahead"),
            );
        }
        if stream.volatility > 0.0 {
            let (cv, rho) = (percent(stream.volatility, 1), stream.persistence);
            self.line(
                out,
                "      ",
                text!(ja: "年度ごとのぶれ {cv}、翌年度に残る割合 {rho}", en: "yearly noise {cv}, persistence {rho}"),
            );
        }
        if let Some(driver) = stream.driver {
            let name = &self.model.drivers[driver].name;
            self.line(out, "      ", text!(ja: "指数「{name}」に連動", en: "moves with the index '{name}'"));
        }
        if let Some(account) = &stream.account {
            self.line(out, "      ", text!(ja: "会計：{account}", en: "account: {account}"));
        }
        if stream.general_fund_share < 1.0 {
            let share = percent(stream.general_fund_share, 1);
            self.line(out, "      ", text!(ja: "一般財源の割合 {share}", en: "general fund share {share}"));
        }
    }

    fn common(&self, out: &mut String) {
        for overlap in &self.model.overlaps {
            let names: Vec<&str> =
                overlap.initiatives.iter().map(|i| self.model.initiatives[*i].name.as_str()).collect();
            let list = names.join(if self.lang == Lang::Ja { "、" } else { ", " });
            let share = percent(overlap.share, 1);
            self.line(out, "\n", text!(ja: "二重計上：{list}（重なりの {share} を除く）", en: "overlap: {list} ({share} of the common part is taken off)"));
        }
        for group in &self.model.groups {
            let (id, n, rho) = (&group.id, group.members.len(), group.correlation);
            let quantities = if n == 1 { "quantity" } else { "quantities" };
            self.line(out, "\n", text!(ja: "相関のグループ「{id}」：{n} 項目、相関 {rho}", en: "dependence group '{id}': {n} {quantities}, correlation {rho}"));
        }
        for pair in &self.model.pairs {
            let [a, b] = pair.between.map(|q| self.model.quantities[q].name.as_str());
            let rho = pair.correlation;
            self.line(out, "\n", text!(ja: "相関：{a} と {b}、{rho}", en: "correlation of {a} and {b}: {rho}"));
        }
    }

    /// Every source and note with the table that it stands in.
    fn remarks(&self, out: &mut String, remarks: &[Remark]) {
        if !remarks.is_empty() {
            self.line(out, "\n", text!(ja: "出典と覚え書き", en: "Sources and notes"));
        }
        for Remark { key, is_source, words } in remarks {
            let at = if key.is_empty() { String::new() } else { format!("{key}: ") };
            self.line(
                out,
                "  ",
                if *is_source {
                    text!(ja: "{at}出典：{words}", en: "{at}source: {words}")
                } else {
                    text!(ja: "{at}{words}", en: "{at}{words}")
                },
            );
        }
    }

    /// Strategy class, division and lineage of an initiative, where stated.
    fn place(&self, out: &mut String, initiative: &Initiative) {
        let strategy = initiative.strategy.as_ref().and_then(|id| self.model.strategies.get(id));
        if let Some(Strategy { name, .. }) = strategy {
            self.line(out, "    ", text!(ja: "戦略区分：{name}", en: "strategy class: {name}"));
        }
        if let Some(owner) = &initiative.owner {
            self.line(out, "    ", text!(ja: "主担当課：{owner}", en: "division in charge: {owner}"));
        }
        if let Some(lineage) = initiative.lineage {
            let (ja, en) = match lineage {
                Lineage::Continuing => ("継続", "continuing"),
                Lineage::New => ("新規", "new"),
                Lineage::Merged => ("集約", "merged"),
                Lineage::Ended => ("廃止", "ended"),
                Lineage::Completed => ("完了", "completed"),
            };
            self.line(out, "    ", text!(ja: "見直し区分：{ja}", en: "lineage: {en}"));
        }
        if !initiative.replaces.is_empty() {
            let list = initiative.replaces.join(", ");
            self.line(out, "    ", text!(ja: "引き継いだ取組：{list}", en: "replaces: {list}"));
        }
    }

    fn mean(&self, value: Uncertain) -> f64 {
        match value {
            Uncertain::Certain(value) => value,
            Uncertain::Quantity(q) => self.model.quantities[q].marginal.mean(),
        }
    }

    fn quantity(&self, value: Uncertain, decimals: usize) -> Text {
        let q = match value {
            Uncertain::Certain(value) => return Text::same(format!("{value:.decimals$}")),
            Uncertain::Quantity(q) => &self.model.quantities[q].marginal,
        };
        if let Marginal::Steps(steps) = q {
            let each = steps.values.iter().zip(&steps.weights).map(|(v, w)| format!("{v} ({})", percent(*w, 1)));
            return Text::same(each.collect::<Vec<_>>().join(", "));
        }
        let mean = format!("{:.decimals$}", q.mean());
        let [p10, p50, p90] = [-Z90, 0.0, Z90].map(|z| format!("{:.decimals$}", q.quantile(z)));
        text!(ja: "平均 {mean}、P10 {p10}、P50 {p50}、P90 {p90}", en: "mean {mean}, P10 {p10}, P50 {p50}, P90 {p90}")
    }
}

/// What is decided about an initiative: the curves told below it are those after the decision.
fn decided(decision: Decision) -> Text {
    if decision.dropped {
        return text!(ja: "決定：取りやめ", en: "decided: dropped");
    }
    let mut parts: Vec<Text> = Vec::new();
    if decision.scale != 1.0 {
        let scale = decision.scale;
        parts.push(text!(ja: "規模 {scale} 倍", en: "{scale} times the size"));
    }
    let years = decision.shift.abs();
    let counted = if years == 1 { "1 year" } else { &format!("{years} years") };
    match decision.shift {
        0 => {}
        1.. => parts.push(text!(ja: "{years}年繰下げ", en: "{counted} later")),
        _ => parts.push(text!(ja: "{years}年前倒し", en: "{counted} earlier")),
    }
    let (ja, en): (Vec<String>, Vec<String>) = parts.into_iter().map(|t| (t.ja, t.en)).unzip();
    let (ja, en) = (ja.join("、"), en.join(", "));
    text!(ja: "決定：{ja}", en: "decided: {en}")
}

fn beyond_words(beyond: BeyondPlan) -> Text {
    match beyond {
        BeyondPlan::Hold => {
            text!(ja: "、計画期間より後は最後の年度の水準が続く", en: "; after the plan its last level goes on")
        }
        BeyondPlan::Zero => text!(ja: "、計画期間より後の水準は 0", en: "; after the plan every level is 0"),
        BeyondPlan::Explicit => text!(ja: "、計画期間より後は書かれたとおり", en: "; after the plan as it is stated"),
    }
}

/// What part of a stream's amounts a line is, where it is not simply what was planned.
fn portion_words(portion: Portion) -> Option<Text> {
    match portion {
        Portion::Planned => None,
        Portion::MadeGood => Some(text!(ja: "（取り戻す分）", en: "(made good)")),
        Portion::Reached => Some(text!(ja: "（到達した分）", en: "(goes on)")),
        Portion::Open => Some(text!(ja: "（決算見込の動き）", en: "(open outturn)")),
    }
}

/// What a period is called: a year, the plan period, or the edition with its years.
fn period_name(period: Period, lang: Lang) -> String {
    let years = period.span().short(lang);
    let words = match period {
        Period::Year(_) => Text::same(years),
        Period::Plan(_) => text!(ja: "計画期間（{years}）", en: "the plan period ({years})"),
        Period::Years(_) => text!(ja: "{years} の合計", en: "{years} together"),
        Period::Rolling(_) => {
            text!(ja: "計画期間、各年度の版の基準による（{years}）", en: "the plan period, each year in its own edition ({years})")
        }
        Period::Edition { base, .. } => {
            let base = base.short(lang);
            text!(ja: "基準 {base} の版（{years}）", en: "the edition with base {base} ({years})")
        }
    };
    words.get(lang).to_owned()
}

/// One trial of a metric followed back to its draws, as text.
pub fn trace_text(model: &Model, metric: &Metric, trace: &Trace, lang: Lang) -> String {
    let mut out = String::new();
    let policy = metric.policy.map(|p| &model.policies[p]);
    let whose = policy.map_or_else(|| words::total(lang).to_owned(), |p| words::policy(&p.id, &p.name));
    let period = period_name(metric.period, lang);
    let unit = model.unit;
    let (trial, effect, simulated) = (trace.trial, trace.effect, trace.simulated);
    let (effect, simulated, unit) = (format!("{effect:.3}"), format!("{simulated:.3}"), unit.name(lang));
    let head = text!(
        ja: "第 {trial} 試行、{whose}、{period}の効果額 {simulated} {unit}（下の積み上げ {effect}）",
        en: "Trial {trial}, {whose}, {period}: effect {simulated} {unit} (adding up the lines below: {effect})"
    );
    let certain = format!("{:.3}", trace.certain);
    let fixed = text!(ja: "確定した部分（実績、確定した流れ）{certain}", en: "certain part (actuals, certain streams) {certain}");
    let formula = text!(
        ja: "年度ごとの額 ＝ 割合 × 実現率 × 実施 × 計画の額（遅れを反映） × ぶれ × 指数",
        en: "amount of a year = weight × realisation × goes ahead × planned level at the delay × noise × index"
    );
    for words in [head, fixed, formula] {
        let _ = writeln!(out, "{}", words.get(lang));
    }
    for l in &trace.lines {
        let year = l.year.and_then(FiscalYear::new).map(|y| y.short(lang)).unwrap_or_default();
        let portion = portion_words(l.portion).map_or_else(String::new, |words| format!(" {}", words.get(lang)));
        let _ = writeln!(
            out,
            "  {}{portion} {year}: {:.4} × {:.4} × {} × {:.3} [{:.3}] × {:.4} × {:.4} = {:.3}",
            l.name, l.weight, l.realisation, l.go_ahead, l.level, l.delay, l.noise, l.index, l.contribution
        );
    }
    let draws = text!(ja: "もとになった乱数（名前、正規スコア z、値）", en: "The draws (name, normal score z, value)");
    let _ = writeln!(out, "{}", draws.get(lang));
    for d in &trace.draws {
        let _ = writeln!(out, "  {}: z = {:.6}, {:.6}", d.name, d.latent, d.value);
    }
    out
}
