//! The rows of each table of a set for other programs: one column a factor, nothing rounded, what was read in every row.

use super::columns::{self, READ};
use super::tidy::Tidy;
use super::{SetReport, SetTable, words};
use crate::batch::reading::{Difference, Level, PolicyFailures, Robustness, Statistic, Strategy, Trait, Verdict};
use crate::batch::{Factor, FactorKind, ScenarioState, SetResults};
use crate::lang::Lang;
use serde::Serialize;
use serde_json::{Value, json};

/// The rows of a table; of the summary those of the ranking.
pub(in crate::report) fn of(report: &SetReport, table: SetTable, lang: Lang) -> Tidy {
    let table = match table {
        SetTable::Summary | SetTable::Ranking => ranking(report, lang),
        SetTable::Odds => odds(report),
        SetTable::Regret => regret(report),
        SetTable::Effects => effects(report, lang),
        SetTable::Failures => failures(report, lang),
        SetTable::Editions => editions(report, lang),
        SetTable::Scenarios => return scenarios(report, lang),
    };
    read_by(report, table)
}

/// Adds what was read to every row.
fn read_by(report: &SetReport, mut table: Tidy) -> Tidy {
    let selection = report.selection;
    let read = [
        json!(report.set().title),
        json!(selection.policy),
        json!(words::period_word(selection.period)),
        json!(report.statistic().id()),
        json!(report.unit(Lang::Ja)),
    ];
    let read = READ.into_iter().zip(read);
    for (name, value) in read.filter(|(name, _)| !table.columns.iter().any(|c| c == name)).collect::<Vec<_>>() {
        table.columns.push(name.to_owned());
        table.rows.iter_mut().for_each(|row| row.push(value.clone()));
    }
    table
}

fn ids(set: &SetResults, factors: &[usize]) -> Vec<String> {
    factors.iter().filter_map(|f| set.factors.get(*f)).map(Factor::column).collect()
}

fn all(set: &SetResults) -> Vec<usize> {
    (0..set.factors.len()).collect()
}

/// The label of a level; nothing where it stands as in the base.
fn label(factor: &Factor, level: Level) -> Value {
    json!(level.and_then(|l| factor.values.get(l)))
}

fn labels(set: &SetResults, factors: &[usize], levels: &[Level]) -> Vec<Value> {
    factors.iter().zip(levels).filter_map(|(f, l)| Some(label(set.factors.get(*f)?, *l))).collect()
}

/// One row a choice; of a set without levers one a scenario, without a place.
fn ranking(report: &SetReport, lang: Lang) -> Tidy {
    let (ranking, set) = (report.outcome.ranking(), report.set());
    let columns = columns::with(SetTable::Ranking, &ids(set, &all(set)));
    let is_one = report.outcome.is_of_one_choice();
    let shown = ranking.rows.iter().take(report.rows_shown(usize::MAX));
    let rows = shown.enumerate().map(|(at, r)| {
        let of = &ranking.choices;
        let only = r.scenarios.first().filter(|_| r.scenarios.len() == 1).map(|s| &set.scenarios[*s]);
        let mut row = vec![json!(Some(at + 1).filter(|_| !is_one))];
        row.extend(both(ranking.places(at)));
        row.extend([
            json!(words::choice(set, of, r, lang)),
            json!(only.map(|s| &s.name)),
            json!(only.and_then(|s| s.group.as_ref())),
            json!(only.map(|s| &s.title)),
        ]);
        let level = |factor: usize| match (only, of.levers.iter().position(|l| *l == factor)) {
            (_, Some(at)) => r.levels[at],
            (Some(scenario), None) => scenario.level(factor),
            (None, None) => None,
        };
        row.extend(labels(set, &all(set), &all(set).into_iter().map(level).collect::<Vec<_>>()));
        row.extend([json!(r.scenarios.len()), json!(r.value)]);
        row.extend(both(r.interval));
        let odds = r.odds.as_ref();
        row.push(json!(odds.map(|o| o.value)));
        row.extend(both(odds.and_then(|o| o.interval)));
        let is_reference = ranking.reference == Some(r.choice);
        let gain = r.gain.map(|d| d.value).or_else(|| is_reference.then_some(0.0));
        row.extend([json!(gain), json!(r.gain.and_then(|d| d.half_width))]);
        for difference in [r.to_best, r.to_previous] {
            row.extend(with_error(difference));
            row.push(json!(difference.map(|d| verdict(d.verdict()))));
        }
        let future = |at: usize| of.futures.get(at).map(|levels| words::changed(set, &of.uncertainties, levels, lang));
        let future = |at: usize| future(at).filter(|_| !of.uncertainties.is_empty());
        row.extend([json!(r.worst.1), json!(future(r.worst.0)), json!(r.regret.1), json!(future(r.regret.0))]);
        let against = r.against;
        row.extend([json!(set.plan), json!(against.map(|a| a.mean)), json!(against.and_then(|a| a.half_width))]);
        let odds = against.map(|a| a.not_below);
        row.extend([json!(odds.map(|p| p.value)), json!(odds.map(|p| p.low)), json!(odds.map(|p| p.high))]);
        row
    });
    Tidy { columns, rows: rows.collect() }
}

/// Two ends.
fn both<T: Copy + Serialize>(ends: Option<[T; 2]>) -> [Value; 2] {
    [json!(ends.map(|e| e[0])), json!(ends.map(|e| e[1]))]
}

/// A difference and half its interval.
fn with_error(difference: Option<Difference>) -> [Value; 2] {
    [json!(difference.map(|d| d.value)), json!(difference.and_then(|d| d.half_width))]
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NoDifference => "no_difference",
        Verdict::NotApart => "not_apart",
        Verdict::Apart => "apart",
        Verdict::Unknown => "unknown",
    }
}

fn odds(report: &SetReport) -> Tidy {
    let (set, grid) = (report.set(), report.outcome.odds());
    let columns = columns::with(SetTable::Odds, &ids(set, &[&grid.rows[..], &grid.columns].concat()));
    let mut rows = Vec::new();
    for (down, cells) in grid.row_levels.iter().zip(&grid.cells).take(report.rows_shown(usize::MAX)) {
        for (across, cell) in grid.column_levels.iter().zip(cells) {
            let mut row = [labels(set, &grid.rows, down), labels(set, &grid.columns, across)].concat();
            row.extend([json!(cell.scenarios.len()), json!(cell.known), json!(cell.mean)]);
            rows.push(row);
        }
    }
    Tidy { columns, rows }
}

/// One row a strategy and future; what holds of the strategy is repeated. No rows where there is no regret to tell.
fn regret(report: &SetReport) -> Tidy {
    let (reading, set) = (&report.outcome.reading, report.set());
    let [levers, uncertainties] = [FactorKind::Lever, FactorKind::Uncertainty].map(|kind| reading.factors(kind));
    let columns = columns::with(SetTable::Regret, &ids(set, &[&levers[..], &uncertainties].concat()));
    let shown = report.outcome.robustness().into_iter().flat_map(|found| {
        let order = found.by_regret().into_iter().take(report.rows_shown(usize::MAX));
        order.map(move |strategy| (found, strategy))
    });
    let rows = shown.flat_map(|(found, s): (&Robustness, &Strategy)| {
        let (levers, uncertainties) = (&levers, &uncertainties);
        found.futures.iter().enumerate().map(move |(place, future)| {
            let mut row = [labels(set, levers, &s.levels), labels(set, uncertainties, future)].concat();
            row.extend([json!(s.values[place]), json!(s.regrets[place]), json!(place == s.worst)]);
            row.extend([s.greatest_regret(), s.worst_value(), s.mean, s.met, s.planned_met].map(|v| json!(v)));
            row.push(json!(report.outcome.question.threshold));
            row
        })
    });
    Tidy { columns, rows: rows.collect() }
}

/// One row a factor and level besides its reference.
fn effects(report: &SetReport, lang: Lang) -> Tidy {
    let (found, set) = (report.outcome.effects(), report.set());
    let columns = columns::with(SetTable::Effects, &[]);
    let mut rows = Vec::new();
    for effect in found.by_weight() {
        let factor = &set.factors[effect.factor];
        for level in &effect.levels {
            let mut row = vec![json!(factor.id), json!(words::factor(factor, lang)), json!(factor.kind.id())];
            row.extend([label(factor, effect.reference), label(factor, level.level)]);
            row.extend([json!(words::level(factor, level.level, lang)), json!(level.pairs)]);
            for (place, difference) in [level.effect, level.alone, level.to_base].into_iter().enumerate() {
                row.extend(with_error(difference));
                if place == 1 {
                    row.push(json!(level.is_turned()));
                }
            }
            row.extend([json!(effect.range), json!(effect.share), json!(found.explained)]);
            row.push(json!(format!("{:?}", found.design).to_lowercase()));
            rows.push(row);
        }
    }
    Tidy { columns, rows }
}

/// One row a level, then the marks with two, of each policy.
fn failures(report: &SetReport, lang: Lang) -> Tidy {
    let mut rows = Vec::new();
    for PolicyFailures { policy, odds, found } in report.outcome.failures() {
        let results = odds.results;
        let counts = [found.failing.len(), found.considered];
        let row = |t: Option<&Trait>, mark: Option<usize>| {
            let mut row = vec![json!(policy), json!(t.map(|t| conditions(results, t)))];
            row.push(json!(t.map(|t| words::conditions(results, &t.conditions, lang))));
            row.extend([json!(t.map(|t| t.failing)), json!(t.map(|t| t.all)), json!(counts[0]), json!(counts[1])]);
            row.extend([json!(t.map(|t| t.coverage)), json!(t.map(|t| t.density)), json!(t.map(|t| t.lift))]);
            row.extend([json!(mark), json!(found.threshold), json!(Statistic::PMet.id())]);
            row
        };
        let mark = |t: &Trait| found.marks.iter().position(|m| m.conditions == t.conditions).map(|place| place + 1);
        let pairs = found.marks.iter().filter(|m| m.conditions.len() > 1);
        let of_policy: Vec<_> = found.levels.iter().chain(pairs).map(|t| row(Some(t), mark(t))).collect();
        if of_policy.is_empty() { rows.push(row(None, None)) } else { rows.extend(of_policy) }
    }
    Tidy { columns: columns::with(SetTable::Failures, &[]), rows }
}

fn conditions(set: &SetResults, t: &Trait) -> String {
    let one = |c: &crate::batch::reading::Condition| {
        let factor = set.factors.get(c.factor)?;
        Some(format!("{}={}", factor.id, c.level.and_then(|l| factor.values.get(l)).map_or("base", String::as_str)))
    };
    t.conditions.iter().filter_map(one).collect::<Vec<_>>().join(" & ")
}

fn editions(report: &SetReport, lang: Lang) -> Tidy {
    let (found, set) = (report.outcome.editions(), report.set());
    let statistic = report.outcome.question.edition_statistic.id();
    let mut rows = Vec::new();
    for row in found.rows.iter().take(report.rows_shown(usize::MAX)) {
        let scenario = &set.scenarios[row.scenario];
        for (base, value) in found.bases.iter().zip(&row.values) {
            let name = words::scenario(set, row.scenario, lang);
            let mut cells = vec![json!(scenario.name), json!(name), json!(scenario.title), json!(base.calendar())];
            cells.extend([json!(base.era()), json!(value), json!("edition"), json!(statistic)]);
            rows.push(cells);
        }
    }
    Tidy { columns: columns::with(SetTable::Editions, &[]), rows }
}

fn scenarios(report: &SetReport, lang: Lang) -> Tidy {
    let set = report.set();
    let columns = columns::with(SetTable::Scenarios, &ids(set, &all(set)));
    let shown = set.scenarios.iter().enumerate().take(report.rows_shown(usize::MAX));
    let rows = shown.map(|(i, s)| {
        let state = s.state();
        let message = if let ScenarioState::Failed(message) = &state { Some(message) } else { None };
        let mut row = vec![json!(s.name), json!(words::scenario(set, i, lang)), json!(s.group), json!(s.title)];
        row.extend(labels(set, &all(set), &s.levels(&all(set))));
        row.extend([json!(state.id()), json!(message.map(|m| &m.ja)), json!(message.map(|m| &m.en))]);
        let run = s.entry.is_ok();
        row.extend([
            json!(run.then_some(s.trials)),
            json!(run.then_some(s.seed)),
            json!(s.sampling.as_ref().filter(|_| run)),
        ]);
        row
    });
    Tidy { columns, rows: rows.collect() }
}
