//! What `mikomi report` is asked.

use crate::cli::args::{editions, factor_and_value};
use crate::cli::output::OutArgs;
use crate::cli::writing::{EncodingArg, RoundingArg};
use crate::report::Editions;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(in crate::cli) struct ReportArgs {
    /// The result: the store of mikomi batch, or a JSON file of mikomi run or mikomi compare
    pub(super) result: PathBuf,
    /// Table to tell: of a store ranking to results, without it a summary of all; of a JSON file the table that csv or rows of json hold:
    /// results, reconciliation, bridge of a run, differences to lineages of a comparison
    #[arg(long, value_enum)]
    pub(super) table: Option<ResultTableArg>,
    /// Statistic by which scenarios are read: p_met, mean, margin, mean_shortfall, cvar90, extra_for_80, p5, p10, p20, p25,
    /// p50, p75, p80, p90, p95, achievement, planned [default: p_met; mean_shortfall where every p_met is below 5 %, margin
    /// where every one is above 95 %]
    #[arg(long, value_name = "STATISTIC")]
    pub(super) by: Option<String>,
    /// Policy to read, or total [default: total; failures are told of each]
    #[arg(long, value_name = "ID")]
    pub(super) policy: Option<String>,
    /// Period to read: plan, rolling (each year counted in the edition made in it), a fiscal year (R9) or an edition by its
    /// base year (edition:R5) [default: plan]
    #[arg(long)]
    pub(super) period: Option<String>,
    /// Factors whose combinations are the rows of the odds, joined by commas; none for one row [default: the levers]
    #[arg(long, value_name = "FACTOR", value_delimiter = ',')]
    pub(super) rows: Vec<String>,
    /// Factors whose combinations are their columns, joined by commas; none for one column [default: the uncertainties]
    #[arg(long, value_name = "FACTOR", value_delimiter = ',')]
    pub(super) columns: Vec<String>,
    /// Probability, in percent, from which a target counts as met [default: 50]
    #[arg(long, value_name = "PERCENT", value_parser = threshold)]
    pub(super) threshold: Option<f64>,
    /// How many rows of the table to tell
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) top: Option<u32>,
    /// Read only the scenarios with this value of a factor (base: where it is not set); of several values of one factor
    /// any, of several factors each
    #[arg(long, value_name = "FACTOR=VALUE", value_parser = factor_and_value)]
    pub(super) only: Vec<(String, String)>,
    /// Format; parquet only of the table results of a store [default: what --out ends with, else text; of the table
    /// results csv]
    #[arg(long, value_enum)]
    pub(super) format: Option<ResultFormatArg>,
    /// Character encoding of csv; with cp932, characters that it does not have are an error [default: utf-8]
    #[arg(long, value_enum)]
    pub(super) encoding: Option<EncodingArg>,
    /// Of a run: rounding of printed amounts, each by itself or so that parts add up to their totals [default: each]
    #[arg(long, value_enum)]
    pub(super) rounding: Option<RoundingArg>,
    /// Of a run or a comparison as text: every table and note; without it what decides
    #[arg(long)]
    pub(super) detail: bool,
    /// Of a run as text: every table and note, with these editions of the financial plan step by step: a base year (R5), all
    /// or none; with --detail alone the current one
    #[arg(long, value_name = "BASE_YEAR|all|none", value_parser = editions)]
    pub(super) edition: Option<Editions>,
    #[command(flatten)]
    pub(super) out: OutArgs,
}

impl ReportArgs {
    /// The page of a result, with nothing else said about it.
    pub(super) fn page_of(result: PathBuf) -> Self {
        Self {
            result,
            table: None,
            by: None,
            policy: None,
            period: None,
            rows: Vec::new(),
            columns: Vec::new(),
            threshold: None,
            top: None,
            only: Vec::new(),
            format: Some(ResultFormatArg::Html),
            encoding: None,
            rounding: None,
            detail: false,
            edition: None,
            out: OutArgs::default(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ResultTableArg {
    Ranking,
    Odds,
    Regret,
    Effects,
    Failures,
    Editions,
    Scenarios,
    Results,
    Reconciliation,
    Bridge,
    Differences,
    Attribution,
    Dominance,
    TrackRecord,
    Lineages,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ResultFormatArg {
    Text,
    Csv,
    Json,
    Html,
    Xlsx,
    Parquet,
}

fn threshold(typed: &str) -> Result<f64, String> {
    let read: Option<f64> = typed.trim_end_matches(['%', '％']).parse().ok();
    read.filter(|p| *p > 0.0 && *p <= 100.0).map(|p| p / 100.0).ok_or_else(|| "0 < % ≤ 100".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_is_a_percentage_above_none() {
        assert_eq!([threshold("50"), threshold("100%"), threshold("62.5％")], [Ok(0.5), Ok(1.0), Ok(0.625)]);
        assert!(["0", "-1", "101", "x", "NaN"].iter().all(|typed| threshold(typed).is_err()));
    }
}
