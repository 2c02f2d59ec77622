//! The tables that initiatives refer to: policies, strategy classes and drivers.

use super::ids::{Kind, check_ids, resolve};
use super::reader::{Reader, Years};
use super::whole::Stated;
use super::{Driver, Policy, Strategy, TOTAL, Targets, Uncertain};
use crate::fiscal::{FiscalYear, Span};
use crate::lang::{Text, text};
use crate::scenario::{Growth, Path, Scenario, Series, Target};
use std::collections::BTreeMap;

/// The joint odds of a trial are kept as one bit a policy.
const MOST: usize = 60;

pub(super) fn read(scenario: &Scenario, years: &Years, reader: &mut Reader) -> Vec<Policy> {
    let list = Path::default().key("policy");
    check_ids(scenario.policy.iter().map(|p| p.id.as_str()), &list, reader);
    if scenario.policy.is_empty() {
        let message = text!(ja: "基本方針が一つもありません", en: "there is no policy");
        let hint = text!(ja: "[[policy]] を書いてください", en: "add a [[policy]] table");
        reader.missing(&Path::default(), &["policy"], message, hint);
    }
    if scenario.policy.len() > MOST {
        let message = text!(ja: "基本方針が多すぎます", en: "too many policies");
        let allowed = text!(ja: "{MOST} まで", en: "at most {MOST}");
        let hint = text!(ja: "基本方針をまとめてください", en: "join some of them");
        reader.refuse(&list, message, allowed, hint);
    }
    let read = scenario.policy.iter().enumerate().map(|(i, typed)| {
        let path = list.index(i);
        if typed.id == TOTAL {
            let message = text!(ja: "「{TOTAL}」は合計を表すため、基本方針の id に使えません", en: "'{TOTAL}' stands for the total and cannot be the id of a policy");
            let allowed = text!(ja: "「{TOTAL}」以外", en: "anything but '{TOTAL}'");
            reader.refuse(&path.key("id"), message, allowed, text!(ja: "id を変えてください", en: "choose another id"));
        }
        let stated = typed.targets.as_ref();
        let targets = stated.map(|t| targets(t, &path.key("targets"), years, reader)).unwrap_or_default();
        let actuals = reader.actuals(typed.actuals.as_ref(), &path.key("actuals"), years, true);
        Policy {
            id: typed.id.clone(),
            name: typed.name.clone(),
            targets,
            actuals,
            open_years: typed.open_years.or(scenario.plan.open_years),
            // Read with the other uncertain quantities.
            made_good: Uncertain::Certain(0.0),
        }
    });
    read.collect()
}

/// Reads targets by year.
pub(super) fn targets(typed: &Series<Target>, path: &Path, years: &Years, reader: &mut Reader) -> Targets {
    let mut read = Targets::default();
    match reader.stated(typed, path, years) {
        Stated::Wrong => return read,
        Stated::Whole(target) => {
            let share = 1.0 / years.plan.len() as f64;
            read.stated = years.plan.years().map(|year| (year, target.value() * share)).collect();
            if target.one_off() != 0.0 {
                read.one_off = years.plan.years().map(|year| (year, target.one_off() * share)).collect();
            }
            return read;
        }
        Stated::ByYear => {}
    }
    for (year, target) in reader.series(typed, path, years.targets, &years.hint_for_target()) {
        read.stated.insert(year, target.value());
        if target.one_off() != 0.0 {
            read.one_off.insert(year, target.one_off());
        }
    }
    read
}

pub(super) fn strategies(scenario: &Scenario, reader: &mut Reader) -> BTreeMap<String, Strategy> {
    let list = Path::default().key("strategy");
    check_ids(scenario.strategy.iter().map(|s| s.id.as_str()), &list, reader);
    let policies: Vec<&str> = scenario.policy.iter().map(|p| p.id.as_str()).collect();
    let mut read = BTreeMap::new();
    for (i, typed) in scenario.strategy.iter().enumerate() {
        if let Some(policy) = resolve(Kind::Policy, &typed.policy, &policies, &list.index(i).key("policy"), reader) {
            read.insert(typed.id.clone(), Strategy { name: typed.name.clone(), policy });
        }
    }
    read
}

pub(super) fn drivers(scenario: &Scenario, reader: &mut Reader) -> Vec<Driver> {
    let list = Path::default().key("driver");
    check_ids(scenario.driver.iter().map(|d| d.id.as_str()), &list, reader);
    let mut read = Vec::new();
    for (i, typed) in scenario.driver.iter().enumerate() {
        let path = list.index(i);
        let base = reader.year(&typed.base, &path.key("base"));
        let growth = growth(&typed.growth, &path.key("growth"), base, reader);
        let volatility = typed.volatility.as_ref().map_or(Some(0.0), |v| {
            let allowed = text!(ja: "0 以上 1 以下（0.02 は2％）", en: "0 to 1 (0.02 is 2 %)");
            reader.within(v.value(), &path.key("volatility"), (0.0..=1.0).contains(&v.value()), allowed)
        });
        if let (Some(base), Some(volatility)) = (base, volatility) {
            let name = typed.name.clone().unwrap_or_else(|| typed.id.clone());
            read.push(Driver { id: typed.id.clone(), name, base, growth, volatility });
        }
    }
    read
}

fn growth(typed: &Growth, path: &Path, base: Option<FiscalYear>, reader: &mut Reader) -> BTreeMap<FiscalYear, f64> {
    let Some(base) = base else { return BTreeMap::new() };
    let rates: Vec<(FiscalYear, f64, Path)> = match typed {
        Growth::Number(rate) => vec![(base.plus(1), *rate, path.clone())],
        Growth::Table(rate) => vec![(base.plus(1), rate.value, path.clone())],
        Growth::Years(series) => {
            let Some(range) = Span::new(base.plus(1), base.plus(100)) else { return BTreeMap::new() };
            let hint = text!(ja: "指数の基準年度（base）より後の年度を書いてください", en: "state years after the base year of the driver");
            let read = reader.series(series, path, range, &hint);
            let spelled = |year| series.years.keys().find(|k| FiscalYear::parse(k) == Some(year));
            let at = |year| path.key(spelled(year).map_or("", String::as_str));
            read.into_iter().map(|(year, rate)| (year, rate.value(), at(year))).collect()
        }
    };
    let mut out = BTreeMap::new();
    for (year, rate, path) in rates {
        let allowed: Text = text!(ja: "-0.9 以上 1 以下（0.02 は年2％）", en: "-0.9 to 1 (0.02 is 2 % a year)");
        if let Some(rate) = reader.within(rate, &path, (-0.9..=1.0).contains(&rate), allowed) {
            out.insert(year, rate);
        }
    }
    out
}
