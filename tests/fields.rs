//! No key of the scenario file is ignored: for every key of the schema there is a change of it that changes the result.

use crate::simulated::settings;
use mikomi::engine::Progress;
use mikomi::lang::Lang;
use mikomi::model::Model;
use mikomi::model::rails::Rail;
use mikomi::outcome::{self, Outcome, Request};
use mikomi::plan::{Plan, Uncertainty};
use mikomi::report::words_of_plan;
use mikomi::scenario::{self, json_schema, remarks};

const BASE: &str = r#"
format = 1
title = "base"
unit = "千円"
[plan]
first = "R4"
last = "R9"
basis = "recurring"
as_of = "R5"
[editions]
first_base = "R3"
last_base = "R7"
horizon = 4
[[edition]]
base = "R6"
booked = { P = 300 }
[[policy]]
id = "P"
name = "policy P"
targets = { R4 = 10, R6 = 100, R9 = 300 }
actuals = { R4 = { value = 12, state = "outturn", sd = 3 } }
[[policy]]
id = "Q"
name = "policy Q"
targets = { R9 = 50 }
actuals = { R4 = 5 }
[[strategy]]
id = "P-1"
name = "strategy one"
policy = "P"
[[driver]]
id = "wage"
base = "R5"
growth = 0.02
volatility = 0.05
[[initiative]]
id = "a"
name = "initiative a"
policy = "P"
strategy = "P-1"
owner = "division x"
go_ahead = 0.8
delay = { kind = "discrete", values = [0, 1, 2], weights = [5, 3, 2] }
  [[initiative.stream]]
  id = "s"
  kind = "saving"
  amounts = { R5 = 10, R6 = 60, R7 = 90, R8 = 120 }
  realisation = { kind = "pert", low = 0.4, mode = 0.9, high = 1.1 }
  volatility = 0.1
  driver = "wage"
  [[initiative.stream]]
  id = "c"
  kind = "cost"
  amounts = { R5 = 20, R6 = 10 }
  recurring = false
  realisation = { kind = "lognormal", median = 1.2, sigma = 0.3 }
[[initiative]]
id = "b"
name = "initiative b"
policy = "P"
owner = "division y"
delay = { kind = "uniform", low = 0, high = 1.5 }
  [[initiative.stream]]
  id = "s"
  kind = "saving"
  shape = { kind = "linear", start = "R5", years = 3, full = 100 }
  realisation = { class = "cash_item" }
[[initiative]]
id = "d"
name = "initiative d"
policy = "Q"
  [[initiative.stream]]
  id = "r"
  kind = "revenue"
  amounts = { R6 = 30, R7 = 40 }
  realisation = { kind = "normal", mean = 0.9, sd = 0.2 }
[[dependence]]
id = "g"
among = { policy = "P" }
variable = "realisation"
correlation = 0.2
"#;

/// The result as a reader sees it: what was simulated, and the plan in words.
struct Seen {
    outcome: Outcome,
    told: String,
}

/// The base with changes laid over, in order; a message instead of a result where they are refused.
fn seen(changes: &[&str]) -> Result<Seen, String> {
    let name = (0..=changes.len()).map(|i| i.to_string()).collect::<Vec<_>>().join("+");
    let read = |file: &str| {
        let index: usize = file.parse().map_err(|_| std::io::Error::from(std::io::ErrorKind::NotFound))?;
        Ok(if index == 0 { BASE } else { changes[index - 1] }.as_bytes().to_vec())
    };
    let first =
        |p: scenario::Problems| p.list.first().map_or_else(String::new, |l| format!("{} {}", l.key, l.message.en));
    let document = scenario::load(&name, &read).map_err(first)?;
    let model = Model::read(&document).map_err(first)?;
    let request = Request { settings: settings(4096), uncertainty: Uncertainty::On, confidence: 0.8 };
    let mut outcome = outcome::simulate(&document, &model, &request, &Progress::default()).expect("threads");
    outcome.scenario = serde_json::Value::Null;
    outcome.provenance.digest.clear();
    let [plan, planned] = [Uncertainty::On, Uncertainty::Off].map(|u| Plan::compile(&model, u));
    let told = words_of_plan(&model, &plan, &planned, &remarks(&document), Lang::En);
    Ok(Seen { outcome, told })
}

/// What must change.
#[derive(Clone, Copy, PartialEq)]
enum Changes {
    /// A simulated figure.
    Figures,
    /// Something printed.
    Words,
    /// It is refused.
    Refused,
}
use Changes::{Figures, Refused, Words};

/// One key with a change of it: laid over the base, or over the base with `first` laid over it.
struct Case {
    keys: &'static [&'static str],
    first: &'static str,
    change: &'static str,
    changes: Changes,
}

const fn case(keys: &'static [&'static str], first: &'static str, change: &'static str, changes: Changes) -> Case {
    Case { keys, first, change, changes }
}

/// A table of initiative a's saving, of its realisation, of b's shape.
macro_rules! saving {
    ($($line:literal),*) => { concat!("[[initiative]]\nid = \"a\"\n[[initiative.stream]]\nid = \"s\"\n", $($line, "\n"),*) };
}
macro_rules! cost {
    ($($line:literal),*) => { concat!("[[initiative]]\nid = \"a\"\n[[initiative.stream]]\nid = \"c\"\n", $($line, "\n"),*) };
}
macro_rules! shaped {
    ($($line:literal),*) => { concat!("[[initiative]]\nid = \"b\"\n[[initiative.stream]]\nid = \"s\"\n", $($line, "\n"),*) };
}
macro_rules! of_a {
    ($($line:literal),*) => { concat!("[[initiative]]\nid = \"a\"\n", $($line, "\n"),*) };
}

/// A record of R5 that falls short of what was planned.
const MISSED: &str = "[plan]\nas_of = \"R6\"\n[[policy]]\nid = \"P\"\nactuals = { R5 = 3 }";

const CASES: &[Case] = &[
    case(&["scenario.format"], "", "format = 2", Refused),
    case(&["scenario.title"], "", "title = \"other\"", Words),
    case(&["scenario.unit"], "", "unit = \"百万円\"", Words),
    case(&["scenario.unit"], "", "unit = \"million_yen\"", Words),
    case(&["UnitTable.name"], "", "unit = { name = \"GBP m\" }", Words),
    case(&["UnitTable.decimals"], "", "unit = { name = \"千円\", decimals = 1 }", Words),
    // Of a policy with actuals of its own; what accounts do to figures is held in a place of its own.
    case(&["Stream.account"], "", saving!("account = \"病院事業会計\""), Refused),
    case(&["scenario.general_account"], "", "[general_account]\ntargets = { R9 = 100 }", Refused),
    case(&["scenario.extends"], "", "extends = \"nowhere.toml\"", Refused),
    case(&["scenario.not_modelled"], "", "not_modelled = [\"prices\"]", Words),
    case(&["scenario.plan", "Plan.first"], "", "[plan]\nfirst = \"R5\"\n[[policy]]\nid = \"P\"\n", Refused),
    case(&["Plan.last"], "", "[plan]\nlast = \"R10\"", Figures),
    case(&["Plan.basis"], "", "[plan]\nbasis = \"new_in_year\"", Figures),
    case(&["Plan.basis"], "[plan]\nbasis = \"new_in_year\"", "[plan]\nbasis = \"year_on_year\"", Figures),
    case(&["Plan.as_of"], "", "[plan]\nas_of = \"R6\"", Words),
    case(&["Plan.as_of"], cost!("timing = \"delayed\""), "[plan]\nas_of = \"R6\"", Figures),
    case(&["Plan.open_years"], MISSED, "[plan]\nopen_years = \"as_stated\"", Figures),
    case(&["Plan.made_good"], MISSED, "[plan]\nmade_good = 0.5", Figures),
    case(&["scenario.editions", "Editions.first_base"], "", "[editions]\nfirst_base = \"R4\"", Figures),
    case(&["Editions.last_base"], "", "[editions]\nlast_base = \"R8\"", Figures),
    case(&["Editions.horizon"], "", "[editions]\nhorizon = 3", Figures),
    case(&["Editions.closing_lag"], "", "[editions]\nclosing_lag = 2", Figures),
    case(&["Editions.beyond_plan"], "", "[editions]\nbeyond_plan = \"zero\"", Figures),
    case(&["Editions.beyond_plan"], "", "[editions]\nbeyond_plan = \"explicit\"", Figures),
    case(
        &["Editions.beyond_plan"],
        "[editions]\nbeyond_plan = \"zero\"",
        "[editions]\nbeyond_plan = \"hold\"",
        Figures,
    ),
    case(&["scenario.edition", "Edition.base"], "", "[[edition]]\nbase = \"R9\"", Figures),
    case(&["Edition.name"], "", "[[edition]]\nbase = \"R6\"\nname = \"of autumn\"", Words),
    case(&["Edition.horizon"], "", "[[edition]]\nbase = \"R6\"\nhorizon = 2", Figures),
    case(&["Edition.as_of"], "", "[[edition]]\nbase = \"R3\"\nas_of = \"R5\"", Figures),
    case(&["Edition.beyond_plan"], "", "[[edition]]\nbase = \"R7\"\nbeyond_plan = \"zero\"", Figures),
    case(&["Edition.booked"], "", "[[edition]]\nbase = \"R6\"\nbooked = { P = 310 }", Figures),
    case(&["Edition.booked"], "", "[[edition]]\nbase = \"R6\"\nbooked = { total = 350 }", Figures),
    case(&["TargetTable.value"], "", "[[policy]]\nid = \"P\"\ntargets = { R9 = { value = 310 } }", Figures),
    case(
        &["TargetTable.one_off"],
        "[[policy]]\nid = \"P\"\ntargets = { R6 = { value = 100 } }",
        "[[policy]]\nid = \"P\"\ntargets = { R6 = { one_off = 40 } }",
        Figures,
    ),
    case(&["scenario.total", "Total.targets"], "", "[total]\ntargets = { R9 = 900 }", Figures),
    case(&["scenario.policy", "Policy.targets"], "", "[[policy]]\nid = \"P\"\ntargets = { R9 = 400 }", Figures),
    case(&["Initiative.shift"], "", "[[initiative]]\nid = \"a\"\nshift = 1", Figures),
    case(&["Initiative.scale"], "", "[[initiative]]\nid = \"a\"\nscale = 1.5", Figures),
    case(&["Initiative.drop"], "", "[[initiative]]\nid = \"a\"\ndrop = true", Figures),
    case(&["Policy.id"], "", "[[policy]]\nid = \"Z\"\nname = \"policy Z\"", Figures),
    case(&["Policy.name"], "", "[[policy]]\nid = \"P\"\nname = \"renamed\"", Words),
    case(&["Policy.open_years"], MISSED, "[[policy]]\nid = \"P\"\nopen_years = \"as_stated\"", Figures),
    case(&["Policy.made_good"], MISSED, "[[policy]]\nid = \"P\"\nmade_good = 0.5", Figures),
    case(&["Policy.actuals"], "", "[[policy]]\nid = \"Q\"\nactuals = { R4 = 7 }", Figures),
    case(
        &["ActualTable.value"],
        "",
        "[[policy]]\nid = \"P\"\nactuals = { R4 = { value = 13, state = \"outturn\", sd = 3 } }",
        Figures,
    ),
    case(
        &["ActualTable.sd"],
        "",
        "[[policy]]\nid = \"P\"\nactuals = { R4 = { value = 12, state = \"outturn\", sd = 4 } }",
        Figures,
    ),
    case(
        &["ActualTable.state"],
        "",
        "[[policy]]\nid = \"P\"\nactuals = { R4 = { value = 12, state = \"actual\", sd = 3 } }",
        Refused,
    ),
    case(
        &["ActualTable.one_off"],
        "[plan]\nbasis = \"new_in_year\"\n[[policy]]\nid = \"Q\"\nactuals = { R4 = { value = 5 } }",
        "[[policy]]\nid = \"Q\"\nactuals = { R4 = { value = 5, one_off = 5 } }",
        Figures,
    ),
    case(
        &["scenario.strategy", "Strategy.id", "Strategy.policy"],
        "",
        "[[strategy]]\nid = \"P-2\"\nname = \"n\"\npolicy = \"none\"",
        Refused,
    ),
    case(&["Strategy.name"], "", "[[strategy]]\nid = \"P-1\"\nname = \"renamed\"", Words),
    case(
        &["scenario.initiative", "Initiative.id", "Initiative.stream", "Stream.id"],
        "",
        "[[initiative]]\nid = \"e\"\nname = \"e\"\npolicy = \"Q\"\n[[initiative.stream]]\nid = \"s\"\nkind = \"saving\"\namounts = { R6 = 9 }",
        Figures,
    ),
    case(
        &["Stream.id"],
        "",
        of_a!("[[initiative.stream]]", "id = \"t\"", "kind = \"saving\"", "amounts = { R6 = 9 }"),
        Figures,
    ),
    case(&["Initiative.name"], "", of_a!("name = \"renamed\""), Words),
    case(&["Initiative.policy"], "", of_a!("policy = \"Q\""), Figures),
    case(&["Initiative.shares"], "", of_a!("shares = { P = 0.5, Q = 0.5 }"), Figures),
    case(
        &["Initiative.strategy"],
        "[[strategy]]\nid = \"P-2\"\nname = \"two\"\npolicy = \"P\"",
        of_a!("strategy = \"P-2\""),
        Words,
    ),
    case(&["Initiative.owner"], "", of_a!("owner = \"division z\""), Words),
    case(&["Initiative.lineage"], "", of_a!("lineage = \"new\""), Words),
    // It takes over the draws of the one that it replaces.
    case(&["Initiative.replaces"], "", of_a!("replaces = [\"old\"]"), Figures),
    case(&["Initiative.go_ahead"], "", of_a!("go_ahead = 0.7"), Figures),
    case(&["Initiative.delay"], "", of_a!("delay = 1"), Figures),
    case(&["Initiative.made_good"], MISSED, of_a!("made_good = 0.5"), Figures),
    case(&["Initiative.requires"], "", "[[initiative]]\nid = \"b\"\nrequires = [\"a\"]", Figures),
    case(&["Stream.kind"], "", shaped!("kind = \"cost\""), Figures),
    case(&["Stream.amounts"], "", saving!("amounts = { R8 = 130 }"), Figures),
    case(&["Stream.shape", "Shape.full"], "", shaped!("shape = { full = 110 }"), Figures),
    case(
        &["Shape.kind"],
        "",
        shaped!("shape = { kind = \"logistic\", start = \"R5\", years = 3, full = 100 }"),
        Figures,
    ),
    case(
        &["Shape.kind"],
        shaped!("shape = { kind = \"step\", start = \"R5\", full = 100 }"),
        shaped!("shape = { kind = \"one_off\", start = \"R5\", full = 100 }"),
        Figures,
    ),
    case(&["Shape.start"], "", shaped!("shape = { start = \"R6\" }"), Figures),
    case(&["Shape.years"], "", shaped!("shape = { years = 2 }"), Figures),
    case(&["Shape.end"], "", shaped!("shape = { end = \"R8\" }"), Figures),
    case(&["Stream.recurring"], "", shaped!("recurring = false"), Figures),
    case(&["Stream.after"], "", saving!("after = \"zero\""), Figures),
    case(&["Stream.realisation"], "", saving!("realisation = 0.5"), Figures),
    case(&["Stream.volatility"], "", saving!("volatility = 0.2"), Figures),
    case(&["Stream.persistence"], "", saving!("persistence = 0.5"), Figures),
    case(
        &["Stream.driver", "Driver.id"],
        "[[driver]]\nid = \"prices\"\nbase = \"R5\"\ngrowth = 0.01",
        saving!("driver = \"prices\""),
        Figures,
    ),
    case(&["Stream.erosion"], "", saving!("erosion = 0.05"), Figures),
    case(&["Stream.general_fund_share"], "", saving!("general_fund_share = 0.5"), Figures),
    case(&["Stream.timing"], "", saving!("timing = \"fixed\""), Figures),
    case(&["Stream.on_failure"], "", cost!("on_failure = \"avoided\""), Figures),
    case(
        &["Stream.actuals"],
        "[[policy]]\nid = \"R\"\nname = \"R\"\n[[initiative]]\nid = \"d\"\npolicy = \"R\"",
        "[[initiative]]\nid = \"d\"\n[[initiative.stream]]\nid = \"r\"\nactuals = { R4 = 3 }",
        Figures,
    ),
    case(&["scenario.driver", "Driver.growth"], "", "[[driver]]\nid = \"wage\"\ngrowth = 0.03", Figures),
    case(&["Driver.growth"], "", "[[driver]]\nid = \"wage\"\ngrowth = { R6 = 0.02, R8 = 0.05 }", Figures),
    case(&["Driver.base"], "", "[[driver]]\nid = \"wage\"\nbase = \"R6\"", Figures),
    case(&["Driver.volatility"], "", "[[driver]]\nid = \"wage\"\nvolatility = 0.1", Figures),
    case(&["Driver.name"], "", "[[driver]]\nid = \"wage\"\nname = \"pay\"", Words),
    case(
        &["scenario.dependence", "Dependence.correlation"],
        "",
        "[[dependence]]\nid = \"g\"\ncorrelation = 0.6",
        Figures,
    ),
    case(
        &["Dependence.id"],
        "[[dependence]]\nid = \"g\"\namong = { policy = \"P\", initiatives = [\"a\", \"b\"] }",
        "[[dependence]]\nid = \"h\"\namong = { policy = \"P\" }\nvariable = \"realisation\"\ncorrelation = 0.1",
        Figures,
    ),
    case(&["Dependence.variable"], "", "[[dependence]]\nid = \"g\"\nvariable = \"delay\"", Figures),
    case(
        &["Dependence.variable"],
        "[[initiative]]\nid = \"b\"\ngo_ahead = 0.5",
        "[[dependence]]\nid = \"g\"\nvariable = \"go_ahead\"",
        Figures,
    ),
    case(
        &["Dependence.among", "Among.policy"],
        "[[dependence]]\nid = \"g\"\namong = {}\ncorrelation = 0.5",
        "[[dependence]]\nid = \"g\"\namong = { policy = \"Q\" }",
        Figures,
    ),
    case(&["Among.strategy"], "", "[[dependence]]\nid = \"g\"\namong = { strategy = \"P-1\" }", Figures),
    case(&["Among.owner"], "", "[[dependence]]\nid = \"g\"\namong = { owner = \"division y\" }", Figures),
    case(&["Among.initiatives"], "", "[[dependence]]\nid = \"g\"\namong = { initiatives = [\"a\"] }", Figures),
    case(&["Among.kind"], "", "[[dependence]]\nid = \"g\"\namong = { kind = \"cost\" }", Figures),
    case(
        &["scenario.correlation", "Correlation.between", "Correlation.value"],
        "",
        "[[correlation]]\nbetween = [\"a/s/realisation\", \"d/r/realisation\"]\nvalue = 0.6",
        Figures,
    ),
    case(
        &["scenario.correlation_repair"],
        "correlation_repair = \"nearest\"\n[[correlation]]\nbetween = [\"a/s/realisation\", \"d/r/realisation\"]\nvalue = 0.9\n\
         [[correlation]]\nbetween = [\"d/r/realisation\", \"a/c/realisation\"]\nvalue = 0.9\n\
         [[correlation]]\nbetween = [\"a/s/realisation\", \"a/c/realisation\"]\nvalue = -0.9",
        "correlation_repair = \"refuse\"",
        Refused,
    ),
    case(
        &["scenario.overlap", "Overlap.initiatives", "Overlap.share"],
        "",
        "[[overlap]]\ninitiatives = [\"a\", \"b\"]\nshare = 0.5",
        Figures,
    ),
    case(&["AmountTable.value"], "", saving!("amounts = { R8 = { value = 130 } }"), Figures),
    case(&["SourcedNumber.value"], "", saving!("volatility = { value = 0.2 }"), Figures),
    case(
        &["QuantityTable.kind"],
        "",
        saving!("realisation = { kind = \"triangular\", low = 0.4, mode = 0.9, high = 1.1 }"),
        Figures,
    ),
    case(&["QuantityTable.kind"], "", saving!("realisation = { kind = \"uniform\", low = 0.4, high = 1.1 }"), Figures),
    case(&["QuantityTable.class"], "", saving!("realisation = { class = \"revenue\" }"), Figures),
    case(&["QuantityTable.value"], "", saving!("realisation = { value = 0.7 }"), Figures),
    case(
        &["QuantityTable.low"],
        "",
        saving!("realisation = { kind = \"pert\", low = 0.3, mode = 0.9, high = 1.1 }"),
        Figures,
    ),
    case(
        &["QuantityTable.mode"],
        "",
        saving!("realisation = { kind = \"pert\", low = 0.4, mode = 0.8, high = 1.1 }"),
        Figures,
    ),
    case(
        &["QuantityTable.high"],
        "",
        saving!("realisation = { kind = \"pert\", low = 0.4, mode = 0.9, high = 1.2 }"),
        Figures,
    ),
    case(
        &["QuantityTable.mean"],
        saving!("realisation = { kind = \"beta\", mean = 0.6, sd = 0.2 }"),
        saving!("realisation = { kind = \"beta\", mean = 0.7, sd = 0.2 }"),
        Figures,
    ),
    case(
        &["QuantityTable.sd"],
        saving!("realisation = { kind = \"normal\", mean = 0.7, sd = 0.2 }"),
        saving!("realisation = { kind = \"normal\", mean = 0.7, sd = 0.3 }"),
        Figures,
    ),
    case(
        &["QuantityTable.low", "QuantityTable.high"],
        saving!("realisation = { kind = \"beta\", alpha = 2, beta = 3 }"),
        saving!("realisation = { kind = \"beta\", alpha = 2, beta = 3, low = 0.1, high = 1.2 }"),
        Figures,
    ),
    case(
        &["QuantityTable.median"],
        "",
        cost!("realisation = { kind = \"lognormal\", median = 1.3, sigma = 0.3 }"),
        Figures,
    ),
    case(
        &["QuantityTable.sigma"],
        "",
        cost!("realisation = { kind = \"lognormal\", median = 1.2, sigma = 0.4 }"),
        Figures,
    ),
    case(
        &["QuantityTable.alpha"],
        saving!("realisation = { kind = \"beta\", alpha = 2, beta = 3 }"),
        saving!("realisation = { kind = \"beta\", alpha = 3, beta = 3 }"),
        Figures,
    ),
    case(
        &["QuantityTable.beta"],
        saving!("realisation = { kind = \"beta\", alpha = 2, beta = 3 }"),
        saving!("realisation = { kind = \"beta\", alpha = 2, beta = 4 }"),
        Figures,
    ),
    case(
        &["QuantityTable.values"],
        "",
        of_a!("delay = { kind = \"discrete\", values = [0, 1, 3], weights = [5, 3, 2] }"),
        Figures,
    ),
    case(
        &["QuantityTable.weights"],
        "",
        of_a!("delay = { kind = \"discrete\", values = [0, 1, 2], weights = [5, 3, 3] }"),
        Figures,
    ),
    case(&["QuantityTable.values"], "", of_a!("delay = { kind = \"empirical\", values = [0, 1, 2] }"), Figures),
    case(
        &["QuantityTable.p10"],
        saving!("realisation = { kind = \"quantiles\", p10 = 0.5, p50 = 0.8, p90 = 1.0 }"),
        saving!("realisation = { kind = \"quantiles\", p10 = 0.4, p50 = 0.8, p90 = 1.0 }"),
        Figures,
    ),
    case(
        &["QuantityTable.p50"],
        saving!("realisation = { kind = \"quantiles\", p10 = 0.5, p50 = 0.8, p90 = 1.0 }"),
        saving!("realisation = { kind = \"quantiles\", p10 = 0.5, p50 = 0.75, p90 = 1.0 }"),
        Figures,
    ),
    case(
        &["QuantityTable.p90"],
        saving!("realisation = { kind = \"quantiles\", p10 = 0.5, p50 = 0.8, p90 = 1.0 }"),
        saving!("realisation = { kind = \"quantiles\", p10 = 0.5, p50 = 0.8, p90 = 1.1 }"),
        Figures,
    ),
    case(
        &["QuantityTable.low", "QuantityTable.high"],
        saving!("realisation = { kind = \"quantiles\", p10 = 0.5, p50 = 0.8, p90 = 1.0 }"),
        saving!("realisation = { kind = \"quantiles\", p10 = 0.5, p50 = 0.8, p90 = 1.0, low = 0, high = 1.3 }"),
        Figures,
    ),
    case(
        &["QuantityTable.p5"],
        saving!("realisation = { kind = \"quantiles\", p5 = 0.5, p50 = 0.8, p95 = 1.0 }"),
        saving!("realisation = { kind = \"quantiles\", p5 = 0.4, p50 = 0.8, p95 = 1.0 }"),
        Figures,
    ),
    case(
        &["QuantityTable.p95"],
        saving!("realisation = { kind = \"quantiles\", p5 = 0.5, p50 = 0.8, p95 = 1.0 }"),
        saving!("realisation = { kind = \"quantiles\", p5 = 0.5, p50 = 0.8, p95 = 1.1 }"),
        Figures,
    ),
    case(
        &["QuantityTable.p25"],
        saving!("realisation = { kind = \"quantiles\", p25 = 0.5, p50 = 0.8, p75 = 1.0 }"),
        saving!("realisation = { kind = \"quantiles\", p25 = 0.6, p50 = 0.8, p75 = 1.0 }"),
        Figures,
    ),
    case(
        &["QuantityTable.p75"],
        saving!("realisation = { kind = \"quantiles\", p25 = 0.5, p50 = 0.8, p75 = 1.0 }"),
        saving!("realisation = { kind = \"quantiles\", p25 = 0.5, p50 = 0.8, p75 = 1.1 }"),
        Figures,
    ),
    case(
        &["QuantityTable.floor"],
        saving!("realisation = { class = \"cash_item\" }"),
        saving!("realisation = { class = \"cash_item\", floor = 0.5 }"),
        Figures,
    ),
    case(
        &["QuantityTable.cap"],
        saving!("realisation = { class = \"cash_item\" }"),
        saving!("realisation = { class = \"cash_item\", cap = 1.0 }"),
        Figures,
    ),
];

/// Each table in which a source and a note can stand, with both.
const REMARKED: &[(&str, &str)] = &[
    ("scenario", "source = \"S\"\nnote = \"N\""),
    ("Plan", "[plan]\nsource = \"S\"\nnote = \"N\""),
    ("Total", "[total]\nsource = \"S\"\nnote = \"N\"\ntargets = { R9 = 1 }"),
    ("Policy", "[[policy]]\nid = \"P\"\nsource = \"S\"\nnote = \"N\""),
    ("Editions", "[editions]\nsource = \"S\"\nnote = \"N\""),
    ("Edition", "[[edition]]\nbase = \"R6\"\nsource = \"S\"\nnote = \"N\""),
    ("SeriesOfTarget", "[[policy]]\nid = \"P\"\ntargets = { source = \"S\", note = \"N\" }"),
    (
        "TargetTable",
        "[[policy]]\nid = \"P\"\ntargets = { R9 = { value = 300, one_off = 0, source = \"S\", note = \"N\" } }",
    ),
    ("SeriesOfAmount", saving!("amounts = { source = \"S\", note = \"N\" }")),
    ("SeriesOfActual", "[[policy]]\nid = \"P\"\nactuals = { source = \"S\", note = \"N\" }"),
    ("ActualTable", "[[policy]]\nid = \"Q\"\nactuals = { R4 = { value = 5, source = \"S\", note = \"N\" } }"),
    ("Strategy", "[[strategy]]\nid = \"P-1\"\nsource = \"S\"\nnote = \"N\""),
    ("Initiative", "[[initiative]]\nid = \"a\"\nsource = \"S\"\nnote = \"N\""),
    ("Stream", saving!("source = \"S\"", "note = \"N\"")),
    ("AmountTable", saving!("amounts = { R8 = { value = 120, source = \"S\", note = \"N\" } }")),
    ("QuantityTable", saving!("realisation = { source = \"S\", note = \"N\" }")),
    ("SourcedNumber", saving!("volatility = { value = 0.1, source = \"S\", note = \"N\" }")),
    ("Shape", shaped!("shape = { source = \"S\", note = \"N\" }")),
    ("Driver", "[[driver]]\nid = \"wage\"\nsource = \"S\"\nnote = \"N\""),
    ("Dependence", "[[dependence]]\nid = \"g\"\nsource = \"S\"\nnote = \"N\""),
    (
        "Correlation",
        "[[correlation]]\nbetween = [\"a/s/realisation\", \"d/r/realisation\"]\nvalue = 0.1\nsource = \"S\"\nnote = \"N\"",
    ),
    ("Overlap", "[[overlap]]\ninitiatives = [\"a\", \"b\"]\nshare = 0\nsource = \"S\"\nnote = \"N\""),
];

#[test]
fn a_change_of_any_key_changes_the_result() {
    for case in CASES {
        let label = format!("{:?}: {}", case.keys, case.change);
        let before = seen(&[case.first]).unwrap_or_else(|e| panic!("{label}: before: {e}"));
        let after = seen(&[case.first, case.change]);
        match (case.changes, after) {
            (Refused, Err(_)) => {}
            (Refused, Ok(_)) => panic!("{label} is not refused"),
            (_, Err(error)) => panic!("{label}: {error}"),
            (Figures, Ok(after)) => {
                assert!(before.outcome.results != after.outcome.results, "{label} changes no figure");
            }
            (Words, Ok(after)) => {
                assert!(before.told != after.told || before.outcome != after.outcome, "{label} changes no word");
                if !case.keys.contains(&"Plan.as_of") {
                    assert!(before.outcome.results == after.outcome.results, "{label} changes a figure");
                }
            }
        }
    }
}

#[test]
fn every_source_and_note_is_told() {
    for (table, change) in REMARKED {
        let after = seen(&["", change]).unwrap_or_else(|e| panic!("{table}: {e}"));
        let told = after.told.lines().filter(|l| l.trim_end().ends_with("source: S")).count();
        let noted = after.told.lines().filter(|l| l.trim() == "N" || l.trim_end().ends_with(": N")).count();
        assert_eq!((told, noted), (1, 1), "{table}:\n{}", after.told);
        let numbers = |seen: &Seen| seen.outcome.assumptions.iter().map(|a| a.numbers).sum::<usize>();
        let added = usize::from(*table == "Overlap" || *table == "Correlation");
        let sourceless = ["Plan", "Editions", "Total", "Strategy"];
        let (before, now) = (numbers(&seen(&[]).expect("valid")), numbers(&after));
        assert!(now < before || sourceless.contains(table) || added == 1, "{table}: {before} → {now}");
    }
}

/// The tables in which guard rails can be accepted.
const ACCEPTING: [&str; 13] = [
    "scenario",
    "Plan",
    "Total",
    "Policy",
    "Editions",
    "Edition",
    "Strategy",
    "Initiative",
    "Stream",
    "Driver",
    "Dependence",
    "Correlation",
    "Overlap",
];

/// Nothing of the kind fires in any of them: each acceptance is told as idle, by the table in which it stands.
#[test]
fn every_acceptance_is_read() {
    for table in ACCEPTING {
        let (_, remarked) = REMARKED.iter().find(|(name, _)| *name == table).expect("a table with remarks");
        let change =
            remarked.replace("source = \"S\"", "accept = { late-series = \"why\" }").replace("note = \"N\"", "");
        let after = seen(&["", &change]).unwrap_or_else(|e| panic!("{table}: {e}"));
        let idle = after.outcome.findings.iter().filter(|f| f.id == Rail::UnusedAccept).count();
        assert_eq!(idle, 1, "{table}: {:#?}", after.outcome.findings);
    }
}

#[test]
fn every_key_of_the_schema_has_a_case() {
    let schema = json_schema();
    let definitions = schema["$defs"].as_object().expect("$defs");
    let tables = definitions.iter().map(|(name, d)| (name.as_str(), d)).chain([("scenario", &schema)]);
    let mut missing = Vec::new();
    for (table, definition) in tables {
        for key in definition.get("properties").and_then(|p| p.as_object()).into_iter().flat_map(|p| p.keys()) {
            let name = format!("{table}.{key}");
            let remarked = matches!(key.as_str(), "source" | "note") && REMARKED.iter().any(|(t, _)| *t == table);
            let accepts = key == "accept" && ACCEPTING.contains(&table);
            if !remarked && !accepts && !CASES.iter().any(|c| c.keys.contains(&name.as_str())) {
                missing.push(name);
            }
        }
    }
    assert!(missing.is_empty(), "no case for {missing:?}");
}
