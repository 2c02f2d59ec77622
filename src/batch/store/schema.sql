-- The store of a scenario set, format 3. Amounts are in the unit of their scenario, shares lie in 0 … 1, years are the
-- calendar years in which fiscal years begin. Nothing in it says when or for how long a run took place, so that a
-- store that was interrupted and completed equals one that was not.

CREATE TABLE about (
    -- What the store says of itself: format, version (of mikomi), set (its title), source (its file or folder), plan (the title of the plan that it names).
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE factor (
    -- What the set varies; empty for a folder of scenarios.
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    -- What it is called in each language.
    name_ja TEXT NOT NULL,
    name_en TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('lever', 'uncertainty'))
);

CREATE TABLE factor_value (
    factor INTEGER NOT NULL REFERENCES factor (position) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    -- By what it is known: in names of scenarios, with --only, in tables for other programs.
    label TEXT NOT NULL,
    -- What it is called in each language.
    name_ja TEXT NOT NULL,
    name_en TEXT NOT NULL,
    -- How much it counts against the other values of an uncertainty where a mean over them is taken.
    weight REAL NOT NULL,
    -- 1 for the value that leaves the base scenario as it is.
    is_base INTEGER NOT NULL,
    PRIMARY KEY (factor, position)
) WITHOUT ROWID;

CREATE TABLE scenario (
    id INTEGER PRIMARY KEY,
    -- Its place in the set, from 0; NULL once the set no longer has it.
    position INTEGER UNIQUE,
    name TEXT NOT NULL UNIQUE,
    -- The group of the sweep that it belongs to.
    in_group TEXT,
    title TEXT,
    -- pending: not run, or no longer what its results, if any, were made from.
    status TEXT NOT NULL CHECK (status IN ('pending', 'done', 'failed')),
    -- Of a failed one: everything that is wrong.
    message_ja TEXT,
    message_en TEXT,
    -- SHA-256 of the resolved scenario; of the files it was read from when it was run, a JSON object by name.
    digest TEXT,
    inputs TEXT,
    -- A number; from 9223372036854775808 on, which SQL has no integers for, its digits as text. The column has no type, so
    -- that SQLite leaves either as it is.
    seed,
    trials_requested INTEGER,
    -- Trials counted: 0 where nothing that is reported is uncertain.
    trials INTEGER,
    sampling TEXT,
    confidence REAL,
    deterministic INTEGER,
    -- SHA-256 of the plan that it was held against; NULL where the set names none.
    plan_digest TEXT,
    version TEXT,
    -- The unit of its amounts, and the decimals with which they are printed.
    unit TEXT,
    decimals INTEGER,
    plan_basis TEXT,
    as_of_fy INTEGER,
    plan_first_fy INTEGER,
    plan_last_fy INTEGER,
    -- How many findings of guard rails are to be checked (those that are accepted are not counted).
    to_check INTEGER
);

CREATE TABLE setting (
    -- The value that a scenario takes of a factor; others stand as in the base scenario.
    scenario INTEGER NOT NULL REFERENCES scenario (id) ON DELETE CASCADE,
    factor INTEGER NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (scenario, factor)
) WITHOUT ROWID;

CREATE TABLE policy (
    scenario INTEGER NOT NULL REFERENCES scenario (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (scenario, position)
) WITHOUT ROWID;

CREATE TABLE result (
    -- One row a scenario, policy (or total) and period.
    scenario INTEGER NOT NULL REFERENCES scenario (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    policy TEXT NOT NULL,
    -- year, years, plan (on the counting basis of the plan), rolling (each year of the plan counted in the edition
    -- whose as-of year it is) or edition.
    period_kind TEXT NOT NULL,
    first_fy INTEGER NOT NULL,
    last_fy INTEGER NOT NULL,
    -- The same in the Japanese calendar: R6.
    first_era TEXT NOT NULL,
    last_era TEXT NOT NULL,
    -- Of an edition: its base year.
    base_fy INTEGER,
    base_era TEXT,
    -- recurring, new_in_year, year_on_year or edition.
    basis TEXT NOT NULL,
    -- NULL where no target is stated; what is held against it is NULL then too.
    target REAL,
    planned REAL NOT NULL,
    mean REAL NOT NULL,
    sd REAL,
    se REAL,
    p5 REAL NOT NULL,
    p10 REAL NOT NULL,
    p20 REAL NOT NULL,
    p25 REAL NOT NULL,
    p50 REAL NOT NULL,
    p75 REAL NOT NULL,
    p80 REAL NOT NULL,
    p90 REAL NOT NULL,
    p95 REAL NOT NULL,
    -- The probability of meeting the target with its 95 % interval.
    p_met REAL,
    p_met_low REAL,
    p_met_high REAL,
    mean_shortfall REAL,
    mean_shortfall_se REAL,
    mean_shortfall_if_short REAL,
    -- The mean shortfall of the worst tenth of the trials.
    cvar90 REAL,
    -- The additional certain effect with which 80 % of the trials, or the confidence asked for, meet the target.
    extra_for_80 REAL,
    extra REAL,
    -- Mean over target; NULL for a target of 0 or below.
    achievement REAL,
    -- Against what the edition booked, where it states that.
    booked REAL,
    p_met_booked REAL,
    p_met_booked_low REAL,
    p_met_booked_high REAL,
    mean_shortfall_booked REAL,
    mean_shortfall_if_short_booked REAL,
    cvar90_booked REAL,
    extra_booked REAL,
    PRIMARY KEY (scenario, position)
);

CREATE INDEX result_by_period ON result (scenario, policy, period_kind, first_fy, base_fy);

CREATE TABLE part (
    -- Means over parts of the run, for comparing two scenarios on common draws: for each part 32 bytes, little-endian:
    -- trials (64-bit integer), share that meets the target, mean, mean shortfall (64-bit floating point).
    scenario INTEGER NOT NULL,
    position INTEGER NOT NULL,
    means BLOB NOT NULL,
    PRIMARY KEY (scenario, position),
    FOREIGN KEY (scenario, position) REFERENCES result (scenario, position) ON DELETE CASCADE
);

CREATE TABLE against_plan (
    -- Of a set that names a plan: what a result is above that of the plan, trial by trial on the same draws.
    scenario INTEGER NOT NULL,
    position INTEGER NOT NULL,
    -- The difference of the planned effects; of the means, with its standard error.
    planned REAL NOT NULL,
    mean REAL NOT NULL,
    se REAL,
    -- The probability of at least as much as the plan, with its 95 % interval.
    p_not_below REAL NOT NULL,
    p_not_below_low REAL NOT NULL,
    p_not_below_high REAL NOT NULL,
    PRIMARY KEY (scenario, position),
    FOREIGN KEY (scenario, position) REFERENCES result (scenario, position) ON DELETE CASCADE
);

CREATE TABLE joint (
    -- The odds of several policies together, one row a scenario and period.
    scenario INTEGER NOT NULL REFERENCES scenario (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    -- As of a result.
    period_kind TEXT NOT NULL,
    first_fy INTEGER NOT NULL,
    last_fy INTEGER NOT NULL,
    first_era TEXT NOT NULL,
    last_era TEXT NOT NULL,
    base_fy INTEGER,
    base_era TEXT,
    -- JSON: the ids of the policies that have a target over the period; the others are left out.
    policies TEXT NOT NULL,
    all_met REAL NOT NULL,
    all_met_low REAL NOT NULL,
    all_met_high REAL NOT NULL,
    -- JSON: the probability that exactly, or at least, 0, 1, 2 … policies meet their targets.
    exactly TEXT NOT NULL,
    at_least TEXT NOT NULL,
    -- JSON, [a][b]: the probability that policy b falls short where a does.
    short_given TEXT NOT NULL,
    PRIMARY KEY (scenario, position)
);

-- The views keep to what SQLite has known for long: other programs bring their own, older one. In them scenario is a name.
-- v_scenario and v_result have a column a factor (factor_ and its id) and are made with the set.

CREATE VIEW v_setting AS
-- The value that each scenario of the set takes of each factor: one a row.
SELECT
    scenario.name AS scenario,
    scenario.in_group,
    factor.id AS factor,
    factor.name_ja AS factor_name_ja,
    factor.name_en AS factor_name_en,
    factor.kind,
    factor_value.label AS level,
    factor_value.name_ja AS level_name_ja,
    factor_value.name_en AS level_name_en,
    factor_value.weight,
    factor_value.is_base
FROM setting
JOIN scenario ON scenario.id = setting.scenario
JOIN factor ON factor.position = setting.factor
JOIN factor_value ON factor_value.factor = setting.factor AND factor_value.position = setting.value
WHERE scenario.position IS NOT NULL
ORDER BY scenario.position, factor.position;

CREATE VIEW v_joint AS
-- The odds of policies together, one a row: all_met; exactly and at_least so many policies_met; short_given, that policy falls
-- short where given does. Read from JSON, which SQLite knows by itself since 3.38.
WITH odds AS (
    SELECT
        scenario.name,
        scenario.title,
        CASE WHEN joint.period_kind IN ('rolling', 'edition') THEN 'edition' ELSE scenario.plan_basis END AS basis,
        joint.*
    FROM joint
    JOIN scenario ON scenario.id = joint.scenario
    WHERE scenario.status = 'done' AND scenario.position IS NOT NULL
)
SELECT name AS scenario, title, period_kind, first_fy, last_fy, first_era, last_era, base_fy, base_era, basis,
    'all_met' AS measure, NULL AS policies_met, NULL AS given, NULL AS policy,
    all_met AS value, all_met_low AS low, all_met_high AS high
FROM odds
UNION ALL
SELECT name, title, period_kind, first_fy, last_fy, first_era, last_era, base_fy, base_era, basis,
    'exactly', counted.key, NULL, NULL, counted.value, NULL, NULL
FROM odds, json_each(odds.exactly) AS counted
UNION ALL
SELECT name, title, period_kind, first_fy, last_fy, first_era, last_era, base_fy, base_era, basis,
    'at_least', counted.key, NULL, NULL, counted.value, NULL, NULL
FROM odds, json_each(odds.at_least) AS counted
UNION ALL
SELECT name, title, period_kind, first_fy, last_fy, first_era, last_era, base_fy, base_era, basis,
    'short_given', NULL, json_extract(odds.policies, '$[' || given.key || ']'),
    json_extract(odds.policies, '$[' || short.key || ']'), short.value, NULL, NULL
FROM odds, json_each(odds.short_given) AS given, json_each(given.value) AS short;
