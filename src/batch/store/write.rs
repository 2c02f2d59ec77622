//! The one that writes a store: what the set is, and then the scenarios as they end, some at a time, whole or not at all.

use super::known::{self, KnownScenario};
use super::lock::Lock;
use super::{FORMAT, StoreError, joint, open, parts, rows, views};
use crate::analysis::AgainstEntry;
use crate::batch::ScenarioSet;
use crate::lang::{Lang, Text};
use crate::outcome::fields::word;
use crate::outcome::{Request, Results};
use rusqlite::{Connection, Statement, Transaction, params, params_from_iter};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What this run does about a member of the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::batch) enum Task {
    /// It was not chosen: whatever the store has of it stands.
    Leave,
    /// The store has its results.
    Skip,
    /// It is to be simulated.
    Run,
}

/// How a scenario ended.
#[derive(Debug)]
pub(in crate::batch) enum Ended {
    /// With results.
    Done(Box<(Results, Vec<AgainstEntry>)>),
    /// With a message; the digest and the title as far as they are known.
    Failed { message: Text, digest: Option<String>, title: Option<String> },
}

/// A store opened for writing, by nobody else at the same time.
#[derive(Debug)]
pub(in crate::batch) struct Writer {
    path: PathBuf,
    // The connection is closed before the lock is given back.
    connection: Connection,
    _lock: Lock,
    /// The row of each member of the set.
    ids: Vec<i64>,
    /// The plan that the scenarios are held against.
    plan_digest: Option<String>,
}

impl Writer {
    /// Opens a store or makes one.
    pub(in crate::batch) fn open(path: &Path) -> Result<Self, StoreError> {
        // A link leads to its file: two names of one store have one lock.
        let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let lock = Lock::take(&target)?;
        let connection = open::to_write(&target)?;
        Ok(Self { path: path.to_owned(), connection, _lock: lock, ids: Vec::new(), plan_digest: None })
    }

    /// What it has, by name.
    pub(in crate::batch) fn known(
        &self,
        request: &Request,
        plan: Option<&str>,
    ) -> Result<HashMap<String, KnownScenario>, StoreError> {
        known::of(&self.connection, request, plan).map_err(|e| self.wrong(&e))
    }

    /// Writes down the set with a task for each member; tells how many scenarios of the store are not in it.
    pub(in crate::batch) fn begin(&mut self, set: &ScenarioSet, tasks: &[Task]) -> Result<usize, StoreError> {
        let begun = begin(&mut self.connection, set, tasks).map_err(|e| StoreError::of(&self.path, &e))?;
        self.ids = begun.0;
        self.plan_digest = set.plan().map(|plan| plan.digest.clone());
        Ok(begun.1)
    }

    /// Writes down how some members ended, with the digests of their files: all or nothing.
    pub(in crate::batch) fn save(&mut self, ended: &[(usize, String, Ended)]) -> Result<(), StoreError> {
        save(&mut self.connection, &self.ids, ended, self.plan_digest.as_deref())
            .map_err(|e| StoreError::of(&self.path, &e))
    }

    /// Leaves one file: what is still in the log beside it is moved into it.
    pub(in crate::batch) fn close(self) -> Result<(), StoreError> {
        let Self { path, connection, _lock: lock, .. } = self;
        let moved = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        open::settle(&connection);
        let closed = connection.close().map_err(|(_, error)| error);
        drop(lock);
        moved.and(closed).map_err(|e| StoreError::of(&path, &e))
    }

    fn wrong(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::of(&self.path, error)
    }
}

fn begin(connection: &mut Connection, set: &ScenarioSet, tasks: &[Task]) -> rusqlite::Result<(Vec<i64>, usize)> {
    let transaction = connection.transaction()?;
    about(&transaction, set)?;
    transaction.execute("UPDATE scenario SET position = NULL WHERE position IS NOT NULL", [])?;
    transaction.execute("DELETE FROM setting", [])?;
    let mut ids = Vec::with_capacity(set.members.len());
    {
        let mut row = transaction.prepare(
            "INSERT INTO scenario (name, position, in_group, status) VALUES (?1, ?2, ?3, 'pending') ON CONFLICT (name) \
             DO UPDATE SET position = excluded.position, in_group = excluded.in_group RETURNING id",
        )?;
        let mut run = transaction
            .prepare("UPDATE scenario SET status = 'pending', message_ja = NULL, message_en = NULL WHERE id = ?1")?;
        let mut skip = transaction.prepare("UPDATE scenario SET status = 'done' WHERE id = ?1")?;
        let mut setting = transaction.prepare("INSERT INTO setting (scenario, factor, value) VALUES (?1, ?2, ?3)")?;
        for (position, member) in set.members.iter().enumerate() {
            let id: i64 = row.query_row(params![member.name, position, member.group], |row| row.get(0))?;
            match tasks.get(position) {
                Some(Task::Run) => run.execute([id]).map(drop)?,
                Some(Task::Skip) => skip.execute([id]).map(drop)?,
                Some(Task::Leave) | None => {}
            }
            for s in &member.settings {
                setting.execute(params![id, s.factor, s.value])?;
            }
            ids.push(id);
        }
    }
    let others = transaction.query_row("SELECT count(*) FROM scenario WHERE position IS NULL", [], |row| row.get(0))?;
    transaction.commit()?;
    Ok((ids, others))
}

/// What the set is called and what it varies.
fn about(transaction: &Transaction, set: &ScenarioSet) -> rusqlite::Result<()> {
    let mut about = transaction.prepare("INSERT OR REPLACE INTO about (key, value) VALUES (?1, ?2)")?;
    about.execute(params!["format", FORMAT.to_string()])?;
    about.execute(params!["version", env!("CARGO_PKG_VERSION")])?;
    about.execute(params!["set", set.title])?;
    about.execute(params!["source", set.name])?;
    transaction.execute("DELETE FROM about WHERE key = 'plan'", [])?;
    if let Some(plan) = set.plan() {
        about.execute(params!["plan", plan.model.title])?;
    }
    transaction.execute("DELETE FROM factor", [])?;
    let mut factor = transaction.prepare("INSERT INTO factor VALUES (?1, ?2, ?3, ?4, ?5)")?;
    let mut value = transaction.prepare("INSERT INTO factor_value VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    for (at, f) in set.factors.iter().enumerate() {
        factor.execute(params![at, f.id, f.name.ja, f.name.en, f.kind.id()])?;
        for (position, ((label, name), weight)) in f.values.iter().zip(&f.names).zip(&f.weights).enumerate() {
            value.execute(params![at, position, label, name.ja, name.en, weight, f.base == Some(position)])?;
        }
    }
    views::make(transaction, &set.factors)
}

fn save(
    connection: &mut Connection,
    ids: &[i64],
    ended: &[(usize, String, Ended)],
    plan_digest: Option<&str>,
) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    for (member, inputs, ended) in ended {
        let Some(&id) = ids.get(*member) else { continue };
        for table in ["against_plan", "part", "result", "joint", "policy"] {
            transaction.prepare_cached(&format!("DELETE FROM {table} WHERE scenario = ?1"))?.execute([id])?;
        }
        match ended {
            Ended::Done(both) => done(&transaction, id, inputs, &both.0, &both.1, plan_digest)?,
            Ended::Failed { message, digest, title } => {
                let mut statement = transaction.prepare_cached(
                    "UPDATE scenario SET status = 'failed', message_ja = ?2, message_en = ?3, digest = ?4, title = ?5, \
                     inputs = ?6, seed = NULL, trials_requested = NULL, trials = NULL, sampling = NULL, confidence = NULL, \
                     deterministic = NULL, plan_digest = NULL, version = NULL, unit = NULL, decimals = NULL, plan_basis = NULL, as_of_fy = NULL, plan_first_fy = NULL, \
                     plan_last_fy = NULL, to_check = NULL WHERE id = ?1",
                )?;
                statement.execute(params![id, message.ja, message.en, digest, title, inputs])?;
            }
        }
    }
    transaction.commit()
}

fn done(
    transaction: &Transaction,
    id: i64,
    inputs: &str,
    results: &Results,
    against: &[AgainstEntry],
    plan_digest: Option<&str>,
) -> rusqlite::Result<()> {
    let (p, h) = (&results.provenance, &results.header);
    let mut scenario = transaction.prepare_cached(
        "UPDATE scenario SET status = 'done', message_ja = NULL, message_en = NULL, digest = ?2, title = ?3, inputs = ?4, \
         seed = ?5, trials_requested = ?6, trials = ?7, sampling = ?8, confidence = ?9, deterministic = ?10, version = ?11, \
         unit = ?12, plan_basis = ?13, as_of_fy = ?14, plan_first_fy = ?15, plan_last_fy = ?16, to_check = ?17, plan_digest = ?18, decimals = ?19 WHERE id = ?1",
    )?;
    scenario.execute(params![
        id,
        p.digest,
        h.title,
        inputs,
        rows::seed(p.seed),
        i64::try_from(p.trials_requested).unwrap_or(i64::MAX),
        i64::try_from(p.trials).unwrap_or(i64::MAX),
        word(&p.sampling),
        p.confidence,
        p.deterministic,
        p.version,
        h.unit.name(Lang::Ja),
        word(&p.basis),
        p.as_of.map(crate::fiscal::FiscalYear::calendar),
        h.plan.first.calendar(),
        h.plan.last.calendar(),
        results.findings.iter().filter(|f| f.is_open()).count(),
        plan_digest,
        h.unit.decimals(),
    ])?;
    let mut policy = transaction.prepare_cached("INSERT INTO policy VALUES (?1, ?2, ?3, ?4)")?;
    for (at, named) in h.policies.iter().enumerate() {
        policy.execute(params![id, at, named.id, named.name])?;
    }
    let mut result = prepared(transaction, "result", &rows::columns())?;
    let mut held = transaction.prepare_cached("INSERT INTO against_plan VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    let mut part = transaction.prepare_cached("INSERT INTO part VALUES (?1, ?2, ?3)")?;
    for (at, entry) in results.results.iter().chain(&results.general_account).enumerate() {
        insert(&mut result, id, at, rows::to_row(entry))?;
        if !entry.parts.is_empty() {
            part.execute(params![id, at, parts::to_bytes(&entry.parts)])?;
        }
        let same = |a: &&AgainstEntry| a.policy == entry.policy && a.period == entry.period && a.basis == entry.basis;
        if let Some(a) = against.iter().find(same) {
            let p = a.p_not_below;
            held.execute(params![id, at, a.planned, a.mean, a.se, p.value, p.low, p.high])?;
        }
    }
    let mut together = prepared(transaction, "joint", &joint::columns())?;
    for (at, entry) in results.joint.iter().enumerate() {
        insert(&mut together, id, at, joint::to_row(entry))?;
    }
    Ok(())
}

/// An insertion of a scenario, a position and these columns.
fn prepared<'a>(
    transaction: &'a Transaction,
    table: &str,
    columns: &[&str],
) -> rusqlite::Result<rusqlite::CachedStatement<'a>> {
    let places = vec!["?"; columns.len() + 2].join(", ");
    let columns = columns.join(", ");
    transaction.prepare_cached(&format!("INSERT INTO {table} (scenario, position, {columns}) VALUES ({places})"))
}

fn insert(
    statement: &mut Statement,
    id: i64,
    position: usize,
    values: Vec<rusqlite::types::Value>,
) -> rusqlite::Result<()> {
    let which = [rusqlite::types::Value::from(id), rusqlite::types::Value::from(position as i64)];
    statement.execute(params_from_iter(which.into_iter().chain(values))).map(drop)
}
