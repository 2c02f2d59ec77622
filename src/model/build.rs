//! Scenario → Model, part by part; all problems are gathered before any is reported.

use super::quantity::Quantities;
use super::reader::Reader;
use super::whole::Spread;
use super::{Model, accounts, dependence, editions, initiatives, policies, rails, renamed, unit, years};
use crate::lang::{Text, text};
use crate::scenario::{Path, Problem, Scenario};

pub(super) fn build(scenario: &Scenario) -> Result<Model, Vec<Problem>> {
    let mut reader = Reader::default();
    let top = Path::default();
    if scenario.format != 1 {
        let hint = text!(ja: "format = 1 としてください", en: "write format = 1");
        let message = text!(ja: "この版のファイル形式には対応していません", en: "this version of the file format is not supported");
        reader.refuse(&top.key("format"), message, Text::same("1"), hint);
    }
    let rolled = editions::read(scenario, &mut reader);
    let Some(years) = years::read(scenario, &rolled, &mut reader) else { return Err(reader.told()) };
    let mut policies = policies::read(scenario, &years, &mut reader);
    let editions = editions::finish(scenario, rolled, &mut reader);
    let total_targets = scenario.total.as_ref().map(|total| {
        let path = top.key("total").key("targets");
        policies::targets(&total.targets, &path, &years, &mut reader)
    });
    let general_targets = scenario.general_account.as_ref().map(|general| {
        let path = top.key("general_account").key("targets");
        policies::targets(&general.targets, &path, &years, &mut reader)
    });
    accounts::check(scenario, &mut reader);
    let strategies = policies::strategies(scenario, &mut reader);
    let drivers = policies::drivers(scenario, &mut reader);
    let mut read = Quantities::new();
    let mut found = initiatives::read(scenario, &years, &mut read, &mut reader);
    let unit = unit::read(scenario, &mut reader);
    let overlaps = initiatives::overlaps(scenario, &found.initiatives, &mut reader);
    let dependence = dependence::read(scenario, &found, &mut reader);
    let accepts = rails::read_accepts(scenario, &mut reader);
    let Some(unit) = unit.filter(|_| reader.problems.is_empty()) else { return Err(reader.told()) };
    policies.iter_mut().zip(found.made_good).for_each(|(policy, made_good)| policy.made_good = made_good);
    renamed::keep_draws(&mut found.initiatives, &mut found.quantities);
    let spread = Spread::of(scenario, &found.initiatives);
    let mut model = Model {
        title: scenario.title.clone(),
        unit,
        period: years.plan,
        fixed: years.fixed,
        basis: scenario.plan.basis,
        recorded_on: scenario.plan.basis,
        as_of: years.as_of,
        noise_from: years.noise_from(),
        editions,
        policies,
        total_targets,
        general_targets,
        strategies,
        initiatives: found.initiatives,
        drivers,
        quantities: found.quantities,
        groups: dependence.groups,
        pairs: dependence.pairs,
        mixing: dependence.mixing,
        overlaps,
        classes: read.used(),
        not_modelled: scenario.not_modelled.clone(),
        spread,
        found: dependence.idle,
        accepts,
    };
    rails::look(&mut model, scenario);
    Ok(model)
}
