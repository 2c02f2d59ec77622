//! What a store already has of the scenarios of a set.

use super::rows::seed;
use super::{Store, StoreError};
use crate::outcome::Request;
use crate::outcome::fields::word;
use crate::plan::Uncertainty;
use rusqlite::{Connection, params};
use std::collections::HashMap;

/// What became of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::batch) enum Status {
    Pending,
    Done,
    Failed,
}

/// What a store has of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::batch) struct KnownScenario {
    pub(in crate::batch) status: Status,
    /// The digest of the scenario, if its results were made by this version with the same settings.
    pub(in crate::batch) same: Option<String>,
}

impl Status {
    /// The status by its word.
    pub(super) fn of(word: &str) -> Self {
        match word {
            "done" => Self::Done,
            "failed" => Self::Failed,
            _ => Self::Pending,
        }
    }
}

impl Store {
    /// What it has, by name; `plan` is the digest of the plan that scenarios are held against.
    pub(in crate::batch) fn known(
        &self,
        request: &Request,
        plan: Option<&str>,
    ) -> Result<HashMap<String, KnownScenario>, StoreError> {
        of(&self.connection, request, plan).map_err(|e| self.wrong(&e))
    }
}

pub(super) fn of(
    connection: &Connection,
    request: &Request,
    plan: Option<&str>,
) -> rusqlite::Result<HashMap<String, KnownScenario>> {
    const SAME: &str = "SELECT name, status, iif(trials IS NOT NULL AND seed = ?1 AND trials_requested = ?2 \
        AND sampling = ?3 AND confidence = ?4 AND deterministic = ?5 AND version = ?6 AND plan_digest IS ?7, digest, NULL) FROM scenario";
    let settings = &request.settings;
    let mut statement = connection.prepare(SAME)?;
    let rows = statement.query_map(
        params![
            seed(settings.seed),
            i64::try_from(settings.trials).unwrap_or(i64::MAX),
            word(&settings.sampling),
            request.confidence,
            request.uncertainty == Uncertainty::Off,
            env!("CARGO_PKG_VERSION"),
            plan,
        ],
        |row| {
            let status = Status::of(&row.get::<_, String>(1)?);
            Ok((row.get(0)?, KnownScenario { status, same: row.get(2)? }))
        },
    )?;
    rows.collect()
}
