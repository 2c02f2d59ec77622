//! The columns of each table of a set for other programs.

use super::SetTable;

/// Where the columns of factors stand: one a factor, `factor_` and its id.
const FACTORS: &str = "factor_…";

/// The tables.
pub(in crate::report) const TABLES: [SetTable; 7] = [
    SetTable::Ranking,
    SetTable::Odds,
    SetTable::Regret,
    SetTable::Effects,
    SetTable::Failures,
    SetTable::Editions,
    SetTable::Scenarios,
];

/// What was read, at the end of every row but of those of scenarios; what a table has of its own stands where it has it.
pub(super) const READ: [&str; 5] = ["set", "policy", "period", "statistic", "unit"];

/// The columns of a table; of the summary those of the ranking.
pub(in crate::report) fn all(table: SetTable) -> Vec<&'static str> {
    let own: Vec<&str> = own(table).split_whitespace().collect();
    let read = READ.into_iter().filter(|name| table != SetTable::Scenarios && !own.contains(name));
    own.iter().copied().chain(read).collect()
}

/// Those that are its own, with these of factors in their place.
pub(super) fn with(table: SetTable, factors: &[String]) -> Vec<String> {
    let named = |name: &str| if name == FACTORS { factors.to_vec() } else { vec![name.to_owned()] };
    own(table).split_whitespace().flat_map(named).collect()
}

fn own(table: SetTable) -> &'static str {
    match table {
        SetTable::Summary | SetTable::Ranking => {
            "place place_first place_last choice scenario in_group title factor_… settings value low high p_met p_met_low p_met_high \
             gain gain_half_width less_best less_best_half_width from_best less_previous less_previous_half_width from_previous \
             worst_value worst_in regret regret_in plan less_plan less_plan_half_width p_not_below_plan p_not_below_plan_low \
             p_not_below_plan_high"
        }
        SetTable::Odds => "factor_… scenarios known mean",
        SetTable::Regret => {
            "factor_… value regret is_worst greatest_regret worst_value mean share_met share_planned_met threshold"
        }
        SetTable::Effects => {
            "factor factor_name kind reference level level_name pairs effect effect_half_width alone alone_half_width interaction \
             to_base to_base_half_width range share explained design"
        }
        SetTable::Failures => {
            "policy conditions conditions_name missed_with with missed scenarios coverage density lift mark threshold statistic"
        }
        SetTable::Editions => "scenario scenario_name title base_fy base_era value period statistic",
        SetTable::Scenarios => {
            "scenario scenario_name in_group title factor_… status message_ja message_en trials seed sampling"
        }
    }
}
