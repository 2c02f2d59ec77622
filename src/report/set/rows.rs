//! The rows of each table of a set for other programs: one column a factor, nothing rounded, what was read in every row.

use super::tidy::Tidy;
use super::{SetReport, SetTable, words};
use crate::batch::reading::{
    ByEdition, Effects, Failures, Grid, Level, Ranking, Robustness, Statistic, Strategy, Trait, Verdict,
};
use crate::batch::{Factor, FactorKind, SetResults};
use crate::lang::Lang;
use serde_json::{Value, json};

/// The rows of a table; of the summary those of the ranking.
pub(in crate::report) fn of(report: &SetReport, table: SetTable) -> Tidy {
    let table = match table {
        SetTable::Summary | SetTable::Ranking => ranking(report),
        SetTable::Odds => odds(report),
        SetTable::Regret => regret(report),
        SetTable::Effects => effects(report),
        SetTable::Failures => failures(report),
        SetTable::Editions => editions(report),
        SetTable::Scenarios => return scenarios(report),
    };
    read_by(report, table)
}

/// Adds what was read to every row.
fn read_by(report: &SetReport, mut table: Tidy) -> Tidy {
    let selection = report.selection;
    let unit = report.reading().unit().map(|u| u.name(Lang::Ja));
    let read = [
        ("set", json!(report.results.title)),
        ("policy", json!(selection.policy)),
        ("period", json!(words::period_word(selection.period))),
        ("statistic", json!(report.statistic.id())),
        ("unit", json!(unit)),
    ];
    for (name, value) in
        read.into_iter().filter(|(name, _)| !table.columns.iter().any(|c| c == name)).collect::<Vec<_>>()
    {
        table.columns.push(name.to_owned());
        table.rows.iter_mut().for_each(|row| row.push(value.clone()));
    }
    table
}

fn named(columns: &[&str]) -> Vec<String> {
    columns.iter().map(|c| (*c).to_owned()).collect()
}

/// A factor's column: its id, marked where it would be taken for another column.
fn ids(set: &SetResults, factors: &[usize]) -> Vec<String> {
    factors.iter().filter_map(|f| set.factors.get(*f)).map(|f| format!("factor_{}", f.id)).collect()
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

fn ranking(report: &SetReport) -> Tidy {
    let (reading, set) = (report.reading(), report.results);
    let top = report.top.unwrap_or(usize::MAX);
    let ranking = Ranking::of(&reading, top, 0);
    let mut columns = named(&["place", "place_first", "place_last", "scenario", "title", "group"]);
    columns.extend(ids(set, &all(set)));
    columns.extend(named(&["value", "low", "high", "less_best", "less_best_half_width", "from_best"]));
    columns.extend(named(&["less_previous", "less_previous_half_width", "from_previous"]));
    let rows = ranking.rows.iter().take(top).enumerate().map(|(place, r)| {
        let scenario = &set.scenarios[r.scenario];
        let mut row = vec![json!(place + 1), json!(r.places.map(|p| p[0])), json!(r.places.map(|p| p[1]))];
        row.extend([json!(scenario.name), json!(scenario.title), json!(scenario.group)]);
        row.extend(labels(set, &all(set), &scenario.levels(&all(set))));
        let interval = reading.interval(r.scenario);
        row.extend([json!(r.value), json!(interval.map(|i| i[0])), json!(interval.map(|i| i[1]))]);
        for difference in [r.to_best, r.to_previous] {
            row.push(json!(difference.map(|d| d.value)));
            row.push(json!(difference.and_then(|d| d.half_width)));
            row.push(json!(difference.map(|d| verdict(d.verdict()))));
        }
        row
    });
    Tidy { columns, rows: rows.collect() }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Same => "same",
        Verdict::NotApart => "not_apart",
        Verdict::Apart => "apart",
        Verdict::Unknown => "unknown",
    }
}

fn odds(report: &SetReport) -> Tidy {
    let (set, layout) = (report.results, report.layout);
    let grid = Grid::of(&report.reading(), &layout.rows, &layout.columns);
    let columns = [ids(set, &grid.rows), ids(set, &grid.columns), named(&["scenarios", "known", "mean"])].concat();
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
    let (reading, set) = (report.reading(), report.results);
    let [levers, uncertainties] = [FactorKind::Lever, FactorKind::Uncertainty].map(|kind| reading.factors(kind));
    let mut columns = [ids(set, &levers), ids(set, &uncertainties)].concat();
    columns.extend(named(&["value", "regret", "is_worst", "greatest_regret", "worst_value", "mean", "share_met"]));
    columns.extend(named(&["share_planned_met", "threshold"]));
    let found = Robustness::of(&reading, report.threshold).ok();
    let shown = found.iter().flat_map(|found| {
        let order = found.by_regret().into_iter().take(report.rows_shown(usize::MAX));
        order.map(move |i| (found, &found.strategies[i]))
    });
    let rows = shown.flat_map(|(found, s): (&Robustness, &Strategy)| {
        let (levers, uncertainties) = (&levers, &uncertainties);
        found.futures.iter().enumerate().map(move |(place, future)| {
            let mut row = [labels(set, levers, &s.levels), labels(set, uncertainties, future)].concat();
            row.extend([json!(s.values[place]), json!(s.regrets[place]), json!(place == s.worst)]);
            row.extend([s.greatest_regret(), s.worst_value(), s.mean, s.met, s.planned_met].map(|v| json!(v)));
            row.push(json!(report.threshold));
            row
        })
    });
    Tidy { columns, rows: rows.collect() }
}

fn effects(report: &SetReport) -> Tidy {
    let (found, set) = (Effects::of(&report.reading()), report.results);
    let columns =
        ["factor", "factor_name", "kind", "level", "scenarios", "mean", "range", "share", "explained", "design"];
    let mut rows = Vec::new();
    for i in found.by_weight() {
        let effect = &found.factors[i];
        let factor = &set.factors[effect.factor];
        let kind = if factor.kind == FactorKind::Lever { "lever" } else { "uncertainty" };
        for m in &effect.means {
            let mut row = vec![json!(factor.id), json!(factor.name), json!(kind), label(factor, m.level)];
            row.extend([json!(m.scenarios), json!(m.mean), json!(effect.range), json!(effect.share)]);
            row.extend([json!(found.explained), json!(format!("{:?}", found.design).to_lowercase())]);
            rows.push(row);
        }
    }
    Tidy { columns: named(&columns), rows }
}

/// One row a level, then the marks with two, of each policy.
fn failures(report: &SetReport) -> Tidy {
    let columns = [
        "policy",
        "conditions",
        "missed_with",
        "with",
        "missed",
        "scenarios",
        "coverage",
        "density",
        "lift",
        "mark",
        "threshold",
    ];
    let mut rows = Vec::new();
    for (policy, results) in report.by_policy {
        let found = Failures::of(results, report.threshold);
        let counts = [found.failing.len(), found.considered];
        let row = |t: Option<&Trait>, mark: Option<usize>| {
            let mut row = vec![json!(policy), json!(t.map(|t| conditions(results, t)))];
            row.extend([json!(t.map(|t| t.failing)), json!(t.map(|t| t.all)), json!(counts[0]), json!(counts[1])]);
            row.extend([json!(t.map(|t| t.coverage)), json!(t.map(|t| t.density)), json!(t.map(|t| t.lift))]);
            row.extend([json!(mark), json!(report.threshold)]);
            row
        };
        let mark = |t: &Trait| found.marks.iter().position(|m| m.conditions == t.conditions).map(|place| place + 1);
        let pairs = found.marks.iter().filter(|m| m.conditions.len() > 1);
        let of_policy: Vec<_> = found.levels.iter().chain(pairs).map(|t| row(Some(t), mark(t))).collect();
        if of_policy.is_empty() { rows.push(row(None, None)) } else { rows.extend(of_policy) }
    }
    let mut table = Tidy { columns: named(&columns), rows };
    table.columns.push("statistic".to_owned());
    table.rows.iter_mut().for_each(|row| row.push(json!(Statistic::PMet.id())));
    table
}

fn conditions(set: &SetResults, t: &Trait) -> String {
    let one = |c: &crate::batch::reading::Condition| {
        let factor = set.factors.get(c.factor)?;
        Some(format!("{}={}", factor.id, c.level.and_then(|l| factor.values.get(l)).map_or("base", String::as_str)))
    };
    t.conditions.iter().filter_map(one).collect::<Vec<_>>().join(" & ")
}

fn editions(report: &SetReport) -> Tidy {
    let found = ByEdition::of(report.editions, report.statistic);
    let mut rows = Vec::new();
    for row in found.rows.iter().take(report.rows_shown(usize::MAX)) {
        let scenario = &report.results.scenarios[row.scenario];
        for (base, value) in found.bases.iter().zip(&row.values) {
            let cells =
                [json!(scenario.name), json!(scenario.title), json!(base.calendar()), json!(base.era()), json!(value)];
            rows.push(cells.into_iter().chain([json!("edition")]).collect());
        }
    }
    Tidy { columns: named(&["scenario", "title", "base_fy", "base_era", "value", "period"]), rows }
}

fn scenarios(report: &SetReport) -> Tidy {
    let set = report.results;
    let mut columns = named(&["scenario", "title", "group"]);
    columns.extend(ids(set, &all(set)));
    columns.extend(named(&["status", "message_ja", "message_en", "trials", "seed", "sampling"]));
    let shown = set.scenarios.iter().take(report.rows_shown(usize::MAX));
    let rows = shown.map(|s| {
        let (status, message) = match &s.entry {
            Err(_) if s.is_pending => ("pending", None),
            Err(message) => ("failed", Some(message)),
            Ok(_) => ("done", None),
        };
        let mut row = vec![json!(s.name), json!(s.title), json!(s.group)];
        row.extend(labels(set, &all(set), &s.levels(&all(set))));
        row.extend([json!(status), json!(message.map(|m| &m.ja)), json!(message.map(|m| &m.en))]);
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
