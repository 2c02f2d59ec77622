//! Names of a scenario, each on one line.

use super::types::Scenario;
use crate::harmless::on_one_line;

/// Puts every name of a scenario on one line.
pub(super) fn put_on_one_line(scenario: &mut Scenario) {
    let Scenario { title, not_modelled, policy, strategy, initiative, driver, edition, dependence, .. } = scenario;
    let groups = dependence.iter_mut().filter_map(|d| d.among.owner.as_mut());
    let names = [title].into_iter().chain(not_modelled);
    let names = names.chain(policy.iter_mut().map(|p| &mut p.name)).chain(strategy.iter_mut().map(|s| &mut s.name));
    let names = names.chain(driver.iter_mut().filter_map(|d| d.name.as_mut()));
    let names = names.chain(edition.iter_mut().filter_map(|e| e.name.as_mut())).chain(groups);
    let of_initiatives = initiative.iter_mut().flat_map(|i| {
        let accounts = i.stream.iter_mut().filter_map(|stream| stream.account.as_mut());
        [Some(&mut i.name), i.owner.as_mut()].into_iter().flatten().chain(accounts)
    });
    names.chain(of_initiatives).for_each(|name| *name = on_one_line(name));
}
