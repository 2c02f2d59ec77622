//! What can be typed. The doc comments are the English help; `japanese.rs` holds the Japanese.

use super::input::{EXAMPLES, Example};
use super::output::OutArgs;
use super::report::{ChartArgs, ReportArgs};
use super::writing::{RoundingArg, WritingArgs};
use crate::engine::Sampling;
use crate::fiscal::FiscalYear;
use crate::import::{Brackets, Dash, Sign, Takes};
use crate::lang::Lang;
use crate::report::{ComparisonTable, Editions, RunTable};
use crate::samples::SamplesOf;
use clap::builder::{ArgPredicate, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

/// How likely a municipal reform plan is to deliver the effect amounts that the financial plan counts on, and how short it may fall.
#[derive(Debug, Parser)]
#[command(name = "mikomi", version, propagate_version = true)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
    /// Language of everything printed; without it Japanese, unless LC_ALL, LC_MESSAGES or LANG asks for English
    #[arg(long, global = true, value_enum)]
    pub(super) lang: Option<LangArg>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Simulate scenarios and report the distribution of the shortfall per basic policy
    Run(RunArgs),
    /// Read and check scenarios without simulating: errors, the plan as a table, guard rails, numbers without a source
    Check(CheckArgs),
    /// Compare a plan with its revisions on common draws: differences, what they come from, the track record
    Compare(CompareArgs),
    /// Simulate a set of scenarios into a store, which resumes where it was interrupted
    #[command(after_help = AFTER_BATCH)]
    Batch(BatchArgs),
    /// Tell a kept result again, in any format: the store of a set, a run or a comparison as JSON
    Report(ReportArgs),
    /// Draw one chart of a kept result as a picture for documents and slides (svg, png), or list the charts
    Chart(ChartArgs),
    /// Measure the throughput of this machine on generated sets of scenarios
    Bench(BenchArgs),
    /// Tell the compiled plan in words, or follow one number of one trial back to its draws
    Explain(ExplainArgs),
    /// Print the JSON Schema of the scenario file, its reference as Markdown, the guard rails, the reference classes or the columns of data
    Schema(SchemaArgs),
    /// List the scenarios that come with mikomi, or print one
    Example(ExampleArgs),
    /// Make a workbook to fill in: a scenario as sheets of Excel, which every command takes in place of a TOML file
    Template(TemplateArgs),
    /// Write a scenario as a workbook or as TOML, from either
    Convert(ConvertArgs),
    /// Read tables of effects as municipalities publish them (xlsx, xls, ods, csv, pasted text) into a scenario
    #[command(after_help = AFTER_IMPORT)]
    Import(ImportArgs),
    /// Print what a shell needs to complete the names of commands and options
    Completions(CompletionsArgs),
    /// Print the manual page of mikomi or of a command, or write all of them into a folder
    Man(ManArgs),
}

/// How a run is made.
#[derive(Debug, Args)]
pub(super) struct SimulationArgs {
    /// Number of trials
    #[arg(long, default_value = "100000", value_parser = trials)]
    pub(super) trials: u64,
    /// Seed of the random draws: the same seed gives the same result
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
    /// How draws are spread: latin stratifies each quantity within blocks, random does not
    #[arg(long, value_enum, default_value_t = SamplingArg::Latin)]
    pub(super) sampling: SamplingArg,
}

#[derive(Debug, Args)]
#[command(mut_arg("trials", |a| {
    let most = a.default_value_if("precision", ArgPredicate::IsPresent, MOST_FOR_PRECISION);
    most.help("Number of trials; with --precision the most, 10000000 unless stated")
}), mut_arg("force", |a| {
    a.help("Let --out and --samples write over a file that is input, the store of a set, or an example that was edited")
}))]
pub(super) struct RunArgs {
    /// Scenario files; a.toml+b.toml lays b over a. Without a file, the revised example plan
    pub(super) files: Vec<String>,
    #[command(flatten)]
    pub(super) simulation: SimulationArgs,
    /// Go on until the results are known this exactly, then stop: 0.5 is the odds of each target to ±0.5 points (95 %
    /// interval); mean=0.1% or p10=500 (in the scenario's unit) are the mean or a quantile; several are joined by commas
    #[arg(long, value_name = "HALF_WIDTH", allow_hyphen_values = true)]
    pub(super) precision: Vec<String>,
    /// Number of threads; 0 uses every core. The result does not depend on it
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub(super) threads: u16,
    /// Switch all uncertainty off: the plan's own figures
    #[arg(long)]
    pub(super) deterministic: bool,
    /// Confidence of the additional effect that would be needed, in percent
    #[arg(long, default_value = "80", value_parser = confidence)]
    pub(super) confidence: f64,
    /// Print every table and note, with these editions of the financial plan step by step: a base year (R5), all or none;
    /// with --detail alone the current one. Only with text: the other formats hold every edition
    #[arg(long, value_name = "BASE_YEAR|all|none", value_parser = editions)]
    pub(super) edition: Option<Editions>,
    /// Print every table and note; without it what decides, on a screen. Only with text
    #[arg(long)]
    pub(super) detail: bool,
    /// Table that csv holds, or json as rows; only with --format csv or json [default: of csv results]
    #[arg(long, value_enum)]
    pub(super) table: Option<TableArg>,
    /// Write what every trial gives to this Parquet file too: the effects that the statistics were counted from, one row a
    /// trial, policy (or total) and fiscal year. Of one scenario
    #[arg(long, value_name = "FILE", group = "written")]
    pub(super) samples: Option<PathBuf>,
    /// What the rows of --samples are besides trials: years; periods (plan period and editions too, each on its counting
    /// basis); initiatives (by year) [default: years]
    #[arg(long, value_enum, requires = "samples")]
    pub(super) samples_of: Option<SamplesArg>,
    #[command(flatten)]
    pub(super) writing: WritingArgs,
    /// Rounding of printed amounts: each by itself, or so that parts add up to their totals [default: each]
    #[arg(long, value_enum)]
    pub(super) rounding: Option<RoundingArg>,
}

#[derive(Debug, Args)]
pub(super) struct TemplateArgs {
    /// The workbook to write (.xlsx)
    pub(super) out: PathBuf,
    /// A scenario to fill it with, file or example:NAME; without it a small plan to write over
    #[arg(long, value_name = "SCENARIO")]
    pub(super) from: Option<String>,
    /// Write over a file that is there
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, Args)]
pub(super) struct ConvertArgs {
    /// The scenario: TOML or a workbook; a+b lays b over a, and what it extends is put in
    pub(super) from: String,
    /// The file to write: .xlsx or .toml
    pub(super) to: PathBuf,
    /// Write over a file that is there
    #[arg(long)]
    pub(super) force: bool,
}

/// What an import shows.
const AFTER_IMPORT: &str = "Without --out nothing is written: the tables are shown as they were understood, each number with its cell. What can be read in two ways is refused at its cell and decided by an option or a map file (--write-map makes one).";

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// Files with tables: .xlsx, .xlsm, .xls, .ods, .csv (UTF-8 or cp932), or text pasted from a document
    #[arg(required = true, value_name = "TABLE")]
    pub(super) files: Vec<String>,
    /// Which table: its number or words of its title, as often as needed; =targets or =amounts says what its figures are
    #[arg(long, value_name = "TABLE[=targets|amounts]", value_parser = table_and_use)]
    pub(super) table: Vec<(String, Option<Takes>)>,
    /// What figures are whose heading does not say it: targets of policies, or planned amounts
    #[arg(long = "as", value_enum, value_name = "USE")]
    pub(super) takes: Option<Takes>,
    /// How effects are counted: the tables do not say it
    #[arg(long, value_enum)]
    pub(super) basis: Option<BasisArg>,
    /// The fiscal year of a table that names it nowhere or in its title alone; of headings such as 4年度 the first: R4, 2022
    #[arg(long, value_parser = year)]
    pub(super) year: Option<FiscalYear>,
    /// Unit of the amounts, where the table does not state it
    #[arg(long)]
    pub(super) unit: Option<String>,
    /// What a minus is: a loss of effect, or (change) less expenditure and so an effect
    #[arg(long, value_enum)]
    pub(super) sign: Option<Sign>,
    /// What a number in brackets is: negative, or cumulative and not read
    #[arg(long, value_enum)]
    pub(super) brackets: Option<Brackets>,
    /// What a dash is: no figure, or zero
    #[arg(long, value_enum)]
    pub(super) dash: Option<Dash>,
    /// The policy of every row, where the table names none
    #[arg(long, value_name = "NAME")]
    pub(super) policy: Option<String>,
    /// A map file: what was decided about columns, rows and cells
    #[arg(long, value_name = "MAP.toml")]
    pub(super) map: Option<String>,
    /// Write what was decided to this map file, to be used again
    #[arg(long, value_name = "MAP.toml")]
    pub(super) write_map: Option<PathBuf>,
    /// A plan to go on with: actuals are added to it, and what is expected begins after the last closed year
    #[arg(long, value_name = "SCENARIO")]
    pub(super) onto: Option<String>,
    /// The file to write: .xlsx or .toml
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long)]
    pub(super) force: bool,
}

/// How effects are counted.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(super) enum BasisArg {
    /// Lasting effects count every year
    Recurring,
    /// Only what is new in the year
    NewInYear,
    /// The change against the year before
    YearOnYear,
}

#[expect(clippy::unnecessary_wraps, reason = "what clap asks of a parser")]
fn table_and_use(typed: &str) -> Result<(String, Option<Takes>), String> {
    let Some((name, takes)) = typed.rsplit_once('=') else { return Ok((typed.to_owned(), None)) };
    match Takes::from_str(takes, true) {
        Ok(takes) => Ok((name.to_owned(), Some(takes))),
        // A title may have such a sign in it.
        Err(_) => Ok((typed.to_owned(), None)),
    }
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Scenario files; a.toml+b.toml lays b over a
    #[arg(required = true)]
    pub(super) files: Vec<String>,
    /// Print the resolved scenario as TOML instead: overlays laid over, ready to be run
    #[arg(long)]
    pub(super) resolved: bool,
}

#[derive(Debug, Args)]
pub(super) struct CompareArgs {
    /// Scenario file of the plan; a.toml+b.toml lays b over a
    pub(super) plan: String,
    /// Scenario files of its revisions; each is compared with the plan, over the years that both have
    #[arg(required = true)]
    pub(super) revised: Vec<String>,
    #[command(flatten)]
    pub(super) simulation: SimulationArgs,
    /// Number of threads; 0 uses every core. The result does not depend on it
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub(super) threads: u16,
    /// Switch all uncertainty off: the plans' own figures
    #[arg(long)]
    pub(super) deterministic: bool,
    /// Confidence of the additional effect that would be needed, in percent
    #[arg(long, default_value = "80", value_parser = confidence)]
    pub(super) confidence: f64,
    /// What a file is called in the report; once for each file, in their order. Without it "plan" and "revised", or the names
    /// of the files where their plan periods differ
    #[arg(long, value_name = "NAME")]
    pub(super) label: Vec<String>,
    /// Print every section and note; without it what decides. Only with text
    #[arg(long)]
    pub(super) detail: bool,
    /// Table that csv holds, or json as rows; only with --format csv or json [default: of csv differences]
    #[arg(long, value_enum)]
    pub(super) table: Option<ComparisonTableArg>,
    #[command(flatten)]
    pub(super) writing: WritingArgs,
}

/// How a batch ends.
const AFTER_BATCH: &str = "Exit codes: 0 every scenario has its results; 2 at least one scenario, the set or an argument is at fault; 1 anything else (the store, the disk, memory); 130 interrupted. Whatever was told as done is in the store in every case, and the same command goes on from there.";

#[derive(Debug, Args)]
pub(super) struct BatchArgs {
    /// The set: a folder of scenario files, a pattern such as "scenarios/*.toml", or a sweep file
    pub(super) set: String,
    /// The store, an SQLite file; without it the name of the set with .sqlite, in the current folder
    #[arg(long, value_name = "FILE")]
    pub(super) store: Option<PathBuf>,
    /// Show what would be run, how many, what the store has already and about how long it takes; write nothing
    #[arg(long)]
    pub(super) plan: bool,
    /// Print the scenario of this name as TOML instead, ready to be run or explained by itself; write nothing
    #[arg(long, value_name = "NAME", conflicts_with = "plan")]
    pub(super) show: Option<String>,
    /// Run only the scenarios with this value of a factor; of several values of one factor any, of several factors each
    #[arg(long, value_name = "FACTOR=VALUE", value_parser = factor_and_value)]
    pub(super) only: Vec<(String, String)>,
    /// Run only the scenarios of this group
    #[arg(long, value_name = "ID")]
    pub(super) group: Vec<String>,
    #[command(flatten)]
    pub(super) simulation: SimulationArgs,
    /// Number of threads; 0 uses every core. The result does not depend on it
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub(super) threads: u16,
    /// Switch all uncertainty off: the plans' own figures
    #[arg(long)]
    pub(super) deterministic: bool,
    /// Confidence of the additional effect that would be needed, in percent
    #[arg(long, default_value = "80", value_parser = confidence)]
    pub(super) confidence: f64,
    /// Tell progress on standard error as one JSON object a line, for other programs
    #[arg(long, conflicts_with = "plan")]
    pub(super) json_progress: bool,
}

#[derive(Debug, Args)]
pub(super) struct BenchArgs {
    /// Scenarios of the set
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(super) scenarios: u32,
    /// Initiatives of each scenario
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(super) initiatives: u16,
    /// Years of each plan
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u8).range(1..=50))]
    pub(super) years: u8,
    /// Trials of each scenario
    #[arg(long, default_value = "10000", value_parser = trials)]
    pub(super) trials: u64,
    /// The most threads; 0 is one a core
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub(super) threads: u16,
    /// Seed of the random draws
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
    /// How often everything is measured; the median counts
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=100))]
    pub(super) rounds: u8,
    /// Keep the figures in this file, to be compared with later
    #[arg(long, value_name = "FILE")]
    pub(super) save: Option<PathBuf>,
    /// Let --save write over the file of --against
    #[arg(long, requires = "save")]
    pub(super) force: bool,
    /// Compare with the figures in this file: of another machine, or of another version
    #[arg(long, value_name = "FILE")]
    pub(super) against: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    mut_arg("trials", |a| a.requires("trial")),
    mut_arg("seed", |a| a.requires("trial")),
    mut_arg("sampling", |a| a.requires("trial"))
)]
pub(super) struct ExplainArgs {
    /// Scenario file; a.toml+b.toml lays b over a. Without a file, the revised example plan
    pub(super) file: Option<String>,
    #[command(flatten)]
    pub(super) simulation: SimulationArgs,
    /// Follow this trial, counted from 1, instead of telling the plan
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) trial: Option<u64>,
    /// Policy whose effect is followed; without it the total
    #[arg(long, requires = "trial")]
    pub(super) policy: Option<String>,
    /// Fiscal year whose effect is followed; without it the plan period
    #[arg(long, requires = "trial", value_parser = year)]
    pub(super) year: Option<FiscalYear>,
    /// Format of the trial that is followed
    #[arg(long, value_enum, default_value_t = ExplainFormat::Text, requires = "trial")]
    pub(super) format: ExplainFormat,
}

// Each is a switch of its own on the command line.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// Of the sweep file of a scenario set instead of the scenario file
    #[arg(long, conflicts_with = "classes")]
    pub(super) sweep: bool,
    /// Of the map file of an import instead of the scenario file
    #[arg(long, conflicts_with_all = ["classes", "sweep", "checks"])]
    pub(super) map: bool,
    /// Print the input reference as Markdown
    #[arg(long, conflicts_with = "classes")]
    pub(super) markdown: bool,
    /// Print the reference classes with their sources
    #[arg(long)]
    pub(super) classes: bool,
    /// Print the guard rails of check: when each fires, why it matters, what to do
    #[arg(long, conflicts_with_all = ["classes", "sweep", "markdown"])]
    pub(super) checks: bool,
    /// Print the columns of the data, and what each means
    #[arg(long, conflicts_with_all = ["classes", "sweep", "map", "markdown", "checks"])]
    pub(super) data: bool,
}

#[derive(Debug, Args)]
#[command(mut_arg("out", |a| a.requires("name")))]
pub(super) struct ExampleArgs {
    /// Name of the example to print
    #[arg(value_parser = example(), hide_possible_values = true)]
    pub(super) name: Option<&'static Example>,
    #[command(flatten)]
    pub(super) out: OutArgs,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The command; without it mikomi itself
    pub(super) command: Option<String>,
    /// Write the pages of mikomi and of every command into this folder instead, such as mikomi-run.1
    #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LangArg {
    Ja,
    En,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SamplingArg {
    Latin,
    Random,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TableArg {
    Results,
    Reconciliation,
    Bridge,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ExplainFormat {
    Text,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ComparisonTableArg {
    Differences,
    Attribution,
    Bridge,
    Dominance,
    TrackRecord,
    Lineages,
}

impl From<ComparisonTableArg> for ComparisonTable {
    fn from(arg: ComparisonTableArg) -> Self {
        match arg {
            ComparisonTableArg::Differences => Self::Differences,
            ComparisonTableArg::Attribution => Self::Attribution,
            ComparisonTableArg::Bridge => Self::Bridge,
            ComparisonTableArg::Dominance => Self::Dominance,
            ComparisonTableArg::TrackRecord => Self::TrackRecord,
            ComparisonTableArg::Lineages => Self::Lineages,
        }
    }
}

impl From<SamplingArg> for Sampling {
    fn from(arg: SamplingArg) -> Self {
        match arg {
            SamplingArg::Latin => Self::Latin,
            SamplingArg::Random => Self::Random,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SamplesArg {
    Years,
    Periods,
    Initiatives,
}

impl From<SamplesArg> for SamplesOf {
    fn from(arg: SamplesArg) -> Self {
        match arg {
            SamplesArg::Years => Self::Years,
            SamplesArg::Periods => Self::Periods,
            SamplesArg::Initiatives => Self::Initiatives,
        }
    }
}

impl From<TableArg> for RunTable {
    fn from(arg: TableArg) -> Self {
        match arg {
            TableArg::Results => Self::Results,
            TableArg::Reconciliation => Self::Reconciliation,
            TableArg::Bridge => Self::Bridge,
        }
    }
}

/// The most trials of a run that goes on until a precision is reached, where none are stated.
const MOST_FOR_PRECISION: &str = "10000000";

/// The most trials of a run: the counters hold far more, but no run of this size ends in a working day.
const MOST_TRIALS: u64 = 100_000_000_000;

fn trials(typed: &str) -> Result<u64, String> {
    let plain: String = typed.chars().filter(|c| !matches!(c, ',' | '_')).collect();
    let read = plain.parse().ok().filter(|n| (1..=MOST_TRIALS).contains(n));
    read.ok_or_else(|| format!("1 – {MOST_TRIALS}"))
}

/// The examples by name, so that shells complete them.
fn example() -> impl TypedValueParser<Value = &'static Example> {
    let names = PossibleValuesParser::new(EXAMPLES.iter().map(|e| e.name));
    names.try_map(|name| EXAMPLES.iter().find(|e| e.name == name).ok_or("no such example"))
}

fn confidence(typed: &str) -> Result<f64, String> {
    let read: Option<f64> = typed.trim_end_matches(['%', '％']).parse().ok();
    read.filter(|p| *p > 0.0 && *p < 100.0).map(|p| p / 100.0).ok_or_else(|| "0 < % < 100".to_owned())
}

pub(super) fn factor_and_value(typed: &str) -> Result<(String, String), String> {
    let pair = typed.split_once('=').map(|(factor, value)| (factor.trim().to_owned(), value.trim().to_owned()));
    pair.ok_or_else(|| "FACTOR=VALUE".to_owned())
}

fn year(typed: &str) -> Result<FiscalYear, String> {
    FiscalYear::parse(typed).ok_or_else(|| "2024, FY2024, R6, 令和6年度".to_owned())
}

pub(super) fn editions(typed: &str) -> Result<Editions, String> {
    match typed {
        "all" => Ok(Editions::All),
        "none" => Ok(Editions::None),
        _ => year(typed).map(Editions::Base).map_err(|years| format!("{years}, all, none")),
    }
}

/// The language asked for: `--lang`, else Japanese unless the environment asks for English.
pub(super) fn language(args: impl Iterator<Item = OsString>, environment: impl Fn(&str) -> Option<String>) -> Lang {
    // What is no text asks for no language.
    let args: Vec<String> = args.map(|arg| arg.to_string_lossy().into_owned()).collect();
    let named = args.iter().enumerate().find_map(|(i, arg)| match arg.strip_prefix("--lang") {
        Some("") => args.get(i + 1).cloned(),
        Some(rest) => rest.strip_prefix('=').map(str::to_owned),
        None => None,
    });
    let wanted = named.or_else(|| {
        ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| environment(name).filter(|v| !v.is_empty()))
    });
    if wanted.is_some_and(|w| w.starts_with("en")) { Lang::En } else { Lang::Ja }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(args: &[&str], variable: Option<(&str, &str)>) -> Lang {
        let environment = |name: &str| variable.filter(|(n, _)| *n == name).map(|(_, v)| v.to_owned());
        language(args.iter().map(OsString::from), environment)
    }

    #[test]
    fn the_language_is_that_asked_for() {
        assert_eq!(lang(&["mikomi", "run"], None), Lang::Ja);
        assert_eq!(lang(&["mikomi", "run"], Some(("LANG", "en_GB.UTF-8"))), Lang::En);
        assert_eq!(lang(&["mikomi", "run", "--lang", "ja"], Some(("LANG", "en_GB.UTF-8"))), Lang::Ja);
        assert_eq!(lang(&["mikomi", "--lang=en", "run"], None), Lang::En);
        assert_eq!(lang(&["mikomi"], Some(("LANG", "C.UTF-8"))), Lang::Ja);
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!((trials("1,000_000"), trials("0").is_err(), trials("x").is_err()), (Ok(1_000_000), true, true));
        assert_eq!((confidence("80"), confidence("90%"), confidence("100").is_err()), (Ok(0.8), Ok(0.9), true));
    }
}
