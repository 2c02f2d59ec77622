//! The unit of a scenario, and the decimals with which its amounts are printed.

use super::reader::Reader;
use crate::lang::text;
use crate::money::{Name, Unit};
use crate::scenario::{Actual, Amount, Path, Scenario, Series, Target, Unit as Typed};

pub(super) fn read(scenario: &Scenario, reader: &mut Reader) -> Option<Unit> {
    let (name, decimals) = match &scenario.unit {
        Typed::Word(word) => (Some(word.0), None),
        Typed::Table(table) => (named(&table.name, reader), table.decimals),
    };
    let name = name?;
    Some(Unit::new(name, decimals.unwrap_or_else(|| Unit::written_decimals(name, amounts(scenario)))))
}

fn named(typed: &str, reader: &mut Reader) -> Option<Name> {
    let name = Name::of(typed);
    if name.is_err() {
        let message = text!(ja: "単位の名前として使えません", en: "no name for a unit");
        let allowed = text!(ja: "全角10文字（30バイト）まで", en: "1 to 30 bytes: 10 Japanese characters");
        let hint = text!(ja: "「百万円」のように短く書いてください", en: "write a short name such as \"GBP m\"");
        reader.refuse(&Path::default().key("unit").key("name"), message, allowed, hint);
    }
    name.ok()
}

/// Every amount that the scenario states: targets, actuals, what editions booked, what streams bring.
fn amounts(scenario: &Scenario) -> impl Iterator<Item = f64> {
    let targets = scenario.policy.iter().filter_map(|policy| policy.targets.as_ref());
    let targets = targets
        .chain(scenario.total.iter().chain(&scenario.general_account).map(|total| &total.targets))
        .flat_map(values);
    let streams = || scenario.initiative.iter().flat_map(|initiative| &initiative.stream);
    let stated = streams().filter_map(|stream| stream.amounts.as_ref()).flat_map(values);
    let full = streams().filter_map(|stream| stream.shape.as_ref()).map(|shape| shape.full);
    let recorded = scenario.policy.iter().filter_map(|policy| policy.actuals.as_ref());
    let recorded = recorded.chain(streams().filter_map(|stream| stream.actuals.as_ref())).flat_map(values);
    let booked =
        scenario.edition.iter().filter_map(|edition| edition.booked.as_ref()).flat_map(|booked| booked.values());
    targets
        .map(Target::value)
        .chain(stated.map(Amount::value))
        .chain(full)
        .chain(recorded.map(Actual::value))
        .chain(booked.map(Amount::value))
}

fn values<T>(series: &Series<T>) -> impl Iterator<Item = &T> {
    series.years.values()
}
