//! What was typed, checked against what the store holds: every wrong argument at once, with what exists.

use super::args::{ReportArgs, ResultFormatArg, ResultTableArg};
use super::{Failure, choices, failure};
use crate::batch::reading::{Layout, Level, Statistic};
use crate::batch::{Factor, FactorKind, PeriodChoice, Selection, SetResults, Store};
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, Text, text};
use crate::outcome::TOTAL;
use crate::report::{Encoding, SetFormat, SetTable};

/// The word for a factor that is not set, and for no factor at all.
const BASE: &str = "base";
const NONE: &str = "none";

/// What is asked, as the store knows it.
pub(super) struct Asked {
    pub(super) policies: Vec<(String, String)>,
    pub(super) periods: Vec<PeriodChoice>,
    pub(super) selection: Selection,
    /// By what scenarios are read; nothing for what tells them apart best.
    pub(super) statistic: Option<Statistic>,
    pub(super) layout: Layout,
    pub(super) only: Only,
    pub(super) threshold: f64,
    pub(super) top: Option<usize>,
    pub(super) table: SetTable,
    pub(super) format: SetFormat,
}

/// The levels that scenarios must have: for each factor any of those listed.
#[derive(Debug, Default)]
pub(super) struct Only(Vec<(usize, Vec<Level>)>);

impl Asked {
    /// # Errors
    /// Every argument that names what is not there, or the store cannot be read.
    pub(super) fn of(args: &ReportArgs, store: &Store) -> Result<Self, Failure> {
        let factors = store.factors().map_err(failure)?;
        let policies = store.policies().map_err(failure)?;
        let periods = store.periods().map_err(failure)?;
        let mut wrong = Vec::new();
        let statistic = statistic(args, &mut wrong);
        let policy = policy(args, &policies, &mut wrong);
        let period = period(args, &periods, &mut wrong);
        let layout = layout(args, &factors, &mut wrong);
        let only = Only::of(&args.only, &factors, &mut wrong);
        if !wrong.is_empty() {
            let of = |lang: Lang| wrong.iter().map(|w: &Text| w.get(lang)).collect::<Vec<_>>().join("\n");
            return Err(Failure::Arguments(Text { ja: of(Lang::Ja), en: of(Lang::En) }));
        }
        Ok(Self {
            policies,
            periods,
            selection: Selection { policy, period },
            statistic,
            layout,
            only,
            threshold: args.threshold.unwrap_or(0.5),
            top: args.top.map(|n| n as usize),
            table: table(args.table),
            format: match choices::format(args) {
                ResultFormatArg::Csv => SetFormat::Csv(args.encoding.map(Encoding::from).unwrap_or_default()),
                ResultFormatArg::Json => SetFormat::Json,
                ResultFormatArg::Html => SetFormat::Html,
                ResultFormatArg::Xlsx => SetFormat::Xlsx,
                ResultFormatArg::Text | ResultFormatArg::Parquet => SetFormat::Text,
            },
        })
    }

    /// The base years of the editions that any scenario has.
    pub(super) fn bases(&self) -> impl Iterator<Item = FiscalYear> + '_ {
        self.periods.iter().filter_map(|period| match period {
            PeriodChoice::Edition(base) => Some(*base),
            _ => None,
        })
    }
}

fn table(table: Option<ResultTableArg>) -> SetTable {
    match table {
        None => SetTable::Summary,
        Some(ResultTableArg::Ranking) => SetTable::Ranking,
        Some(ResultTableArg::Odds) => SetTable::Odds,
        Some(ResultTableArg::Regret) => SetTable::Regret,
        Some(ResultTableArg::Effects) => SetTable::Effects,
        Some(ResultTableArg::Failures) => SetTable::Failures,
        Some(ResultTableArg::Editions) => SetTable::Editions,
        Some(ResultTableArg::Scenarios) => SetTable::Scenarios,
        // Those of runs and comparisons are refused before.
        Some(_) => SetTable::Summary,
    }
}

fn statistic(args: &ReportArgs, wrong: &mut Vec<Text>) -> Option<Statistic> {
    let typed = args.by.as_ref()?;
    let named = Statistic::named(typed);
    if named.is_none() {
        let Text { ja, en } = listed(Statistic::ALL.iter().map(|s| s.id().to_owned()));
        wrong.push(
            text!(ja: "--by：統計量「{typed}」はありません。{ja}", en: "--by: there is no statistic '{typed}'. {en}"),
        );
    }
    named
}

fn policy(args: &ReportArgs, policies: &[(String, String)], wrong: &mut Vec<Text>) -> String {
    let Some(typed) = &args.policy else { return TOTAL.to_owned() };
    if typed != TOTAL && policies.iter().all(|(id, _)| id != typed) {
        let Text { ja, en } = listed(policies.iter().map(|(id, _)| id.clone()).chain([TOTAL.to_owned()]));
        wrong.push(text!(
            ja: "--policy：結果ファイルに基本方針「{typed}」はありません。{ja}",
            en: "--policy: the store has no policy '{typed}'. {en}"
        ));
    }
    typed.clone()
}

/// The period asked for; without one the plan period, or what comes first where no scenario has one.
fn period(args: &ReportArgs, periods: &[PeriodChoice], wrong: &mut Vec<Text>) -> PeriodChoice {
    let usual = periods.first().copied().unwrap_or(PeriodChoice::Plan);
    let Some(typed) = &args.period else { return usual };
    let read = match typed.as_str() {
        "plan" => Some(PeriodChoice::Plan),
        "rolling" => Some(PeriodChoice::Rolling),
        other => match other.strip_prefix("edition:") {
            Some(base) => FiscalYear::parse(base).map(PeriodChoice::Edition),
            None => FiscalYear::parse(other).map(PeriodChoice::Year),
        },
    };
    read.filter(|period| periods.contains(period)).unwrap_or_else(|| {
        let [ja, en] = [Lang::Ja, Lang::En].map(|lang| {
            let names = periods.iter().map(|p| typed_as(*p, lang));
            listed(names).get(lang).to_owned()
        });
        wrong.push(text!(
            ja: "--period：結果ファイルに期間「{typed}」の結果はありません。{ja}",
            en: "--period: the store has no results of the period '{typed}'. {en}"
        ));
        usual
    })
}

/// A period as it is typed.
fn typed_as(period: PeriodChoice, lang: Lang) -> String {
    match period {
        PeriodChoice::Plan => "plan".to_owned(),
        PeriodChoice::Rolling => "rolling".to_owned(),
        PeriodChoice::Year(year) => year.short(lang),
        PeriodChoice::Edition(base) => format!("edition:{}", base.short(lang)),
    }
}

/// The factors of rows and columns; what is not asked for is of its own kind, without what the other has.
fn layout(args: &ReportArgs, factors: &[Factor], wrong: &mut Vec<Text>) -> Layout {
    let rows = named("--rows", &args.rows, factors, wrong);
    let columns = named("--columns", &args.columns, factors, wrong);
    let of_kind = |kind: FactorKind, others: &Option<Vec<usize>>| -> Vec<usize> {
        let all = (0..factors.len()).filter(|f| factors[*f].kind == kind);
        all.filter(|f| others.as_ref().is_none_or(|o| !o.contains(f))).collect()
    };
    let layout = Layout {
        rows: rows.clone().unwrap_or_else(|| of_kind(FactorKind::Lever, &columns)),
        columns: columns.clone().unwrap_or_else(|| of_kind(FactorKind::Uncertainty, &rows)),
    };
    for twice in layout.rows.iter().filter(|f| layout.columns.contains(f)) {
        let id = &factors[*twice].id;
        wrong.push(text!(
            ja: "--rows と --columns：要因「{id}」が両方にあります。どちらか一方に置いてください。",
            en: "--rows and --columns: the factor '{id}' is in both. Leave it in one."
        ));
    }
    // A set of one kind alone is told down the page.
    if rows.is_none() && columns.is_none() && layout.rows.is_empty() {
        return Layout { rows: layout.columns, columns: layout.rows };
    }
    layout
}

fn named(option: &str, typed: &[String], factors: &[Factor], wrong: &mut Vec<Text>) -> Option<Vec<usize>> {
    if typed.is_empty() {
        return None;
    }
    let mut found = Vec::new();
    for name in typed.iter().map(|n| n.trim()).filter(|n| !n.is_empty() && *n != NONE) {
        match position(name, factors) {
            Some(place) if !found.contains(&place) => found.push(place),
            Some(_) => {}
            None => wrong.push(no_factor(option, name, factors)),
        }
    }
    Some(found)
}

/// A factor by its id, else by its name.
fn position(name: &str, factors: &[Factor]) -> Option<usize> {
    factors.iter().position(|f| f.id == name).or_else(|| factors.iter().position(|f| f.is_called(name)))
}

fn no_factor(option: &str, name: &str, factors: &[Factor]) -> Text {
    let Text { ja, en } = listed(factors.iter().map(|f| f.id.clone()));
    text!(
        ja: "{option}：このシナリオ群に要因「{name}」はありません。{ja}",
        en: "{option}: the set has no factor '{name}'. {en}"
    )
}

impl Only {
    fn of(typed: &[(String, String)], factors: &[Factor], wrong: &mut Vec<Text>) -> Self {
        let mut all: Vec<(usize, Vec<Level>)> = Vec::new();
        for (name, value) in typed {
            let Some(place) = position(name, factors) else {
                wrong.push(no_factor("--only", name, factors));
                continue;
            };
            let values = &factors[place].values;
            let level = match factors[place].value(value) {
                None if value == BASE => None,
                None => {
                    let Text { ja, en } = listed(values.iter().cloned().chain([BASE.to_owned()]));
                    wrong.push(text!(
                        ja: "--only：要因「{name}」に値「{value}」はありません。{ja}",
                        en: "--only: the factor '{name}' has no value '{value}'. {en}"
                    ));
                    continue;
                }
                some => some,
            };
            match all.iter_mut().find(|(factor, _)| *factor == place) {
                Some((_, levels)) => levels.push(level),
                None => all.push((place, vec![level])),
            }
        }
        Self(all)
    }

    /// Keeps the scenarios that have these levels.
    pub(super) fn keep(&self, results: &mut SetResults) {
        results.scenarios.retain(|s| self.0.iter().all(|(factor, levels)| levels.contains(&s.level(*factor))));
    }
}

/// What exists.
fn listed(names: impl Iterator<Item = String>) -> Text {
    let names: Vec<String> = names.collect();
    let (ja, en) = (names.join("、"), names.join(", "));
    if names.is_empty() {
        return text!(ja: "一つもありません。", en: "It has none.");
    }
    text!(ja: "あるのは {ja} です。", en: "There are: {en}.")
}
