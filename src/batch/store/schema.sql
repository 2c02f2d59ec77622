-- The store of a scenario set, format 2. Amounts are in the unit of their scenario, shares lie in 0 … 1, years are the
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
    -- As text: a seed can be larger than an SQL integer.
    seed TEXT,
    trials_asked INTEGER,
    -- Trials counted: 0 where nothing that is reported is uncertain.
    trials INTEGER,
    sampling TEXT,
    confidence REAL,
    deterministic INTEGER,
    -- SHA-256 of the plan that it was held against; NULL where the set names none.
    plan_digest TEXT,
    version TEXT,
    unit TEXT,
    basis TEXT,
    as_of INTEGER,
    plan_first INTEGER,
    plan_last INTEGER,
    -- How many findings of guard rails are to be checked (those that are accepted are not counted).
    warnings INTEGER
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
    -- year, years, plan (on the counting basis of the plan), plan_by_edition (each year of the plan counted in the edition
    -- whose as-of year it is) or edition.
    period_kind TEXT NOT NULL,
    first_fy INTEGER NOT NULL,
    last_fy INTEGER NOT NULL,
    -- Of an edition: its base year.
    base_fy INTEGER,
    era TEXT NOT NULL,
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
    base_fy INTEGER,
    era TEXT NOT NULL,
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

-- The views keep to what SQLite has known for long: other programs bring their own, older one.

CREATE VIEW v_scenario AS
-- Scenarios with their factors in words: wage=high; delay=1.
SELECT scenario.*, (
    SELECT group_concat(words, '; ')
    FROM (
        SELECT factor.id || '=' || factor_value.label AS words
        FROM setting
        JOIN factor ON factor.position = setting.factor
        JOIN factor_value ON factor_value.factor = setting.factor AND factor_value.position = setting.value
        WHERE setting.scenario = scenario.id
        ORDER BY factor.position
    )
) AS settings
FROM scenario;

CREATE VIEW v_result AS
-- The results of the scenarios of the set that are done, with names.
SELECT
    v_scenario.name AS scenario_name,
    v_scenario.in_group,
    v_scenario.settings,
    v_scenario.title,
    coalesce(policy.name, result.policy) AS policy_name,
    CASE result.period_kind
        WHEN 'edition' THEN 'base FY' || result.base_fy || ' (' || result.era || ')'
        WHEN 'plan' THEN 'plan ' || result.era
        WHEN 'plan_by_edition' THEN 'plan by edition ' || result.era
        ELSE result.era
    END AS period,
    v_scenario.unit,
    v_scenario.trials,
    v_scenario.seed,
    result.*
FROM result
JOIN v_scenario ON v_scenario.id = result.scenario
LEFT JOIN policy ON policy.scenario = result.scenario AND policy.id = result.policy
WHERE v_scenario.status = 'done' AND v_scenario.position IS NOT NULL
ORDER BY v_scenario.position, result.position;
