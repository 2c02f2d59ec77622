//! What readings and exports take out of a store.

use super::known::Status;
use super::{Store, StoreError, joint, parts, rows};
use crate::batch::{AgainstPlan, Factor, FactorKind, PeriodChoice, ScenarioResult, Selection, SetResults, Setting};
use crate::fiscal::FiscalYear;
use crate::lang::{Text, text};
use crate::money::{Name, Unit};
use crate::outcome::{Entry, GENERAL_ACCOUNT, JointEntry};
use crate::stats::Proportion;
use rusqlite::{Params, params};
use std::collections::HashMap;

/// What became of a stored scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScenarioState {
    /// It has not been run, or no longer is what its results were made from.
    Pending,
    /// It has results.
    Done,
    /// Why it could not be run.
    Failed(Text),
}

impl ScenarioState {
    /// Its word in data files.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Done => "done",
            Self::Failed(_) => "failed",
        }
    }
}

/// One scenario of the set, as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredScenario {
    /// Its row.
    pub(in crate::batch) id: i64,
    /// Its name in the set.
    pub name: String,
    /// The group of the sweep that it belongs to.
    pub group: Option<String>,
    /// The title of its plan; empty where it could not be read.
    pub title: String,
    /// What became of it.
    pub state: ScenarioState,
    /// SHA-256 of the resolved scenario.
    pub digest: Option<String>,
    /// The seed.
    pub seed: u64,
    /// Trials asked for.
    pub trials_requested: u64,
    /// Trials counted.
    pub trials: u64,
    /// The version of mikomi that made its results.
    pub version: Option<String>,
    /// How draws were spread.
    pub sampling: Option<String>,
    /// The confidence of the additional effect.
    pub confidence: Option<f64>,
    /// Whether all uncertainty was switched off.
    pub deterministic: bool,
    /// The first open year.
    pub as_of: Option<FiscalYear>,
    /// The unit of its amounts.
    pub unit: Option<Unit>,
    /// The value of each factor that is set.
    pub settings: Vec<Setting>,
}

/// One result with the name of its policy.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::batch) struct StoredEntry {
    pub(in crate::batch) policy_name: String,
    pub(in crate::batch) entry: Entry,
}

const SCENARIO: &str = "scenario.id, name, in_group, title, status, message_ja, message_en, digest, seed, trials_requested, \
    trials, version, sampling, confidence, deterministic, as_of_fy, unit, decimals";

impl Store {
    /// The title of the set.
    ///
    /// # Errors
    /// What keeps the store from being read.
    pub fn title(&self) -> Result<String, StoreError> {
        let titles = self.all("SELECT value FROM about WHERE key = 'set'", [], |row| row.get(0))?;
        Ok(titles.into_iter().next().unwrap_or_default())
    }

    /// The file or folder that the set is, as it was named from the folder where the batch was run; nothing where the store does
    /// not say.
    ///
    /// # Errors
    /// What keeps the store from being read.
    pub fn source(&self) -> Result<Option<String>, StoreError> {
        let sources = self.all("SELECT value FROM about WHERE key = 'source'", [], |row| row.get(0))?;
        Ok(sources.into_iter().next())
    }

    /// The factors that the set varies.
    ///
    /// # Errors
    /// What keeps the store from being read.
    pub fn factors(&self) -> Result<Vec<Factor>, StoreError> {
        let mut factors = self.all("SELECT id, name_ja, name_en, kind FROM factor ORDER BY position", [], |row| {
            let kind = if row.get::<_, String>(3)? == "lever" { FactorKind::Lever } else { FactorKind::Uncertainty };
            let name = Text { ja: row.get(1)?, en: row.get(2)? };
            let (values, names, weights) = (Vec::new(), Vec::new(), Vec::new());
            Ok(Factor { id: row.get(0)?, name, kind, values, names, weights, base: None })
        })?;
        let values =
            "SELECT factor, label, name_ja, name_en, weight, is_base FROM factor_value ORDER BY factor, position";
        let value = |row: &rusqlite::Row| {
            let name = Text { ja: row.get(2)?, en: row.get(3)? };
            Ok((row.get::<_, usize>(0)?, row.get(1)?, name, row.get(4)?, row.get::<_, bool>(5)?))
        };
        for (factor, label, name, weight, is_base) in self.all(values, [], value)? {
            if let Some(factor) = factors.get_mut(factor) {
                factor.base = factor.base.or(is_base.then_some(factor.values.len()));
                factor.values.push(label);
                factor.names.push(name);
                factor.weights.push(weight);
            }
        }
        Ok(factors)
    }

    /// Every scenario of the set, in its order.
    ///
    /// # Errors
    /// What keeps the store from being read.
    pub fn scenarios(&self) -> Result<Vec<StoredScenario>, StoreError> {
        let settings = self.settings()?;
        let query = format!("SELECT {SCENARIO} FROM scenario WHERE position IS NOT NULL ORDER BY position");
        self.all(&query, [], |row| scenario(row, &settings))
    }

    /// How many scenarios it holds that are no longer in the set. Their results are kept, and read by nothing.
    ///
    /// # Errors
    /// What keeps the store from being read.
    pub fn others(&self) -> Result<usize, StoreError> {
        let counted = self.all("SELECT count(*) FROM scenario WHERE position IS NULL", [], |row| row.get(0))?;
        Ok(counted.first().copied().unwrap_or_default())
    }

    /// One policy (or the total) and period of every scenario of the set.
    ///
    /// # Errors
    /// What keeps the store from being read.
    pub fn results(&self, selection: &Selection) -> Result<SetResults, StoreError> {
        let settings = self.settings()?;
        let (condition, year) = match selection.period {
            PeriodChoice::Plan => ("period_kind = 'plan'", None),
            PeriodChoice::Rolling => ("period_kind = 'rolling'", None),
            PeriodChoice::Year(year) => ("period_kind = 'year' AND first_fy = ?2", Some(year)),
            PeriodChoice::Edition(base) => ("period_kind = 'edition' AND base_fy = ?2", Some(base)),
        };
        let query = format!(
            "SELECT {SCENARIO}, means, against_plan.planned, against_plan.mean, against_plan.se, p_not_below, \
             p_not_below_low, p_not_below_high, {} FROM scenario LEFT JOIN result ON result.scenario = scenario.id \
             AND status = 'done' AND policy = ?1 AND ?2 IS ?2 AND {condition} \
             LEFT JOIN part ON part.scenario = result.scenario AND part.position = result.position \
             LEFT JOIN against_plan ON against_plan.scenario = result.scenario \
             AND against_plan.position = result.position \
             WHERE scenario.position IS NOT NULL ORDER BY scenario.position",
            of_result()
        );
        let found = params![selection.policy, year.map(FiscalYear::calendar)];
        let scenarios = self.all(&query, found, |row| {
            let scenario = scenario(row, &settings)?;
            let first = SCENARIO.split(',').count();
            let has = row.get_ref(first + 1 + AGAINST)? != rusqlite::types::ValueRef::Null;
            let entry = if has { Some(with_parts(row, first)?) } else { None };
            Ok(ScenarioResult { against: against(row, first + 1)?, ..result_of(scenario, entry) })
        })?;
        let plan = self.all("SELECT value FROM about WHERE key = 'plan'", [], |row| row.get(0))?;
        let plan = plan.into_iter().next();
        Ok(SetResults { title: self.title()?, plan, factors: self.factors()?, scenarios })
    }

    /// All results of a scenario, in their order, without their parts.
    pub(in crate::batch) fn rows_of(&self, scenario: &StoredScenario) -> Result<Vec<StoredEntry>, StoreError> {
        let columns = of_result();
        let query = format!(
            "SELECT policy.name, {columns} FROM result LEFT JOIN policy ON policy.scenario = result.scenario \
             AND policy.id = result.policy WHERE result.scenario = ?1 ORDER BY result.position"
        );
        self.all(&query, [scenario.id], |row| {
            let entry = rows::from_row(row, 1)?;
            let name: Option<String> = row.get(0)?;
            Ok(StoredEntry { policy_name: name.unwrap_or_else(|| entry.policy.clone()), entry })
        })
    }

    /// The odds of meeting targets together, by period, of a scenario.
    ///
    /// # Errors
    /// What keeps the store from being read.
    pub fn joint(&self, scenario: &StoredScenario) -> Result<Vec<JointEntry>, StoreError> {
        let query = format!("SELECT {} FROM joint WHERE scenario = ?1 ORDER BY position", joint::columns().join(", "));
        self.all(&query, [scenario.id], |row| joint::from_row(row, 0))
    }

    /// The policies of the scenarios of the set, by id with the name, in the order in which they first appear.
    ///
    /// # Errors
    /// What keeps the store from being read.
    pub fn policies(&self) -> Result<Vec<(String, String)>, StoreError> {
        let query = "SELECT policy.id, policy.name FROM policy JOIN scenario ON scenario.id = policy.scenario \
            WHERE scenario.position IS NOT NULL GROUP BY policy.id \
            ORDER BY min(scenario.position * 1000 + policy.position)";
        let mut policies: Vec<(String, String)> = self.all(query, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let query = "SELECT DISTINCT policy FROM result WHERE policy = ?1";
        let general: Vec<String> = self.all(query, [GENERAL_ACCOUNT], |row| row.get(0))?;
        policies.extend(general.into_iter().map(|id| (id.clone(), id)));
        Ok(policies)
    }

    fn settings(&self) -> Result<HashMap<i64, Vec<Setting>>, StoreError> {
        let mut by_scenario: HashMap<i64, Vec<Setting>> = HashMap::new();
        let query = "SELECT scenario, factor, value FROM setting ORDER BY scenario, factor";
        let setting = |row: &rusqlite::Row| Ok((row.get(0)?, Setting { factor: row.get(1)?, value: row.get(2)? }));
        for (scenario, setting) in self.all(query, [], setting)? {
            by_scenario.entry(scenario).or_default().push(setting);
        }
        Ok(by_scenario)
    }

    pub(super) fn all<T>(
        &self,
        query: &str,
        params: impl Params,
        of: impl FnMut(&rusqlite::Row) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let read = || {
            let mut statement = self.connection.prepare_cached(query)?;
            let rows = statement.query_map(params, of)?;
            rows.collect::<rusqlite::Result<Vec<T>>>()
        };
        read().map_err(|e| self.wrong(&e))
    }
}

fn scenario(row: &rusqlite::Row, settings: &HashMap<i64, Vec<Setting>>) -> rusqlite::Result<StoredScenario> {
    let mut cells = rows::RowReader { row, next: 0 };
    let id = cells.take()?;
    let (name, group, title) = (cells.take()?, cells.take()?, cells.take::<Option<String>>()?);
    let status = Status::of(&cells.take::<String>()?);
    let (ja, en): (Option<String>, Option<String>) = (cells.take()?, cells.take()?);
    let state = match status {
        Status::Pending => ScenarioState::Pending,
        Status::Done => ScenarioState::Done,
        Status::Failed => ScenarioState::Failed(Text { ja: ja.unwrap_or_default(), en: en.unwrap_or_default() }),
    };
    let digest = cells.take()?;
    let seed = cells.seed()?.unwrap_or_default();
    let mut count = || cells.take::<Option<i64>>().map(|n| n.unwrap_or_default().unsigned_abs());
    let (trials_requested, trials) = (count()?, count()?);
    let (version, sampling, confidence) = (cells.take()?, cells.take()?, cells.take()?);
    let deterministic = cells.take::<Option<bool>>()?.unwrap_or_default();
    let as_of = cells.year()?;
    let unit = match cells.take::<Option<String>>()? {
        Some(_) => Some(rows::RowReader { row, next: cells.next - 1 }.word::<Name>()?),
        None => None,
    };
    let decimals = cells.take::<Option<u8>>()?.unwrap_or_default();
    let unit = unit.map(|name| Unit::new(name, decimals));
    let settings = settings.get(&id).cloned().unwrap_or_default();
    let title = title.unwrap_or_default();
    Ok(StoredScenario {
        id,
        name,
        group,
        title,
        state,
        digest,
        seed,
        trials_requested,
        trials,
        version,
        sampling,
        confidence,
        deterministic,
        as_of,
        unit,
        settings,
    })
}

/// The entry whose parts stand at `first` and whose columns follow.
fn with_parts(row: &rusqlite::Row, first: usize) -> rusqlite::Result<Entry> {
    let means: Option<Vec<u8>> = row.get(first)?;
    let parts = parts::from_bytes(&means.unwrap_or_default()).unwrap_or_default();
    Ok(Entry { parts, ..rows::from_row(row, first + 1 + AGAINST)? })
}

/// How many columns hold what a result is above the plan.
const AGAINST: usize = 6;

/// What a result is above the plan; nothing where it was not held against one.
fn against(row: &rusqlite::Row, first: usize) -> rusqlite::Result<Option<AgainstPlan>> {
    let Some(planned) = row.get::<_, Option<f64>>(first)? else { return Ok(None) };
    let not_below = Proportion { value: row.get(first + 3)?, low: row.get(first + 4)?, high: row.get(first + 5)? };
    Ok(Some(AgainstPlan { planned, mean: row.get(first + 1)?, se: row.get(first + 2)?, not_below }))
}

/// The columns of a result, where those of other tables are called alike.
fn of_result() -> String {
    let columns = rows::columns().into_iter().map(|column| format!("result.{column}"));
    columns.collect::<Vec<_>>().join(", ")
}

fn result_of(scenario: StoredScenario, entry: Option<Entry>) -> ScenarioResult {
    let is_pending = scenario.state == ScenarioState::Pending;
    let entry = match scenario.state {
        ScenarioState::Done => Ok(entry),
        ScenarioState::Failed(message) => Err(message),
        ScenarioState::Pending => Err(text!(ja: "まだ試算していません", en: "not run yet")),
    };
    let StoredScenario { name, title, group, settings, unit, trials, seed, sampling, .. } = scenario;
    ScenarioResult { name, title, group, settings, unit, trials, seed, sampling, is_pending, entry, against: None }
}
