//! What `mikomi report` is asked.

use crate::cli::args::factor_and_value;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(in crate::cli) struct ReportArgs {
    /// The store, made by mikomi batch
    pub(super) store: PathBuf,
    /// Table to tell; without it a summary of all
    #[arg(long, value_enum)]
    pub(super) table: Option<SetTableArg>,
    /// Statistic by which scenarios are read: p_met, mean, mean_shortfall, cvar90, extra_for_80, p5, p10, p20, p25, p50,
    /// p75, p80, p90, p95, achievement, planned [default: p_met]
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
    /// Format; xlsx and parquet only of the table results [default: text; of results csv, or what --out ends with]
    #[arg(long, value_enum)]
    pub(super) format: Option<SetFormatArg>,
    /// Write to this file instead of standard output
    #[arg(long)]
    pub(super) out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SetTableArg {
    Ranking,
    Odds,
    Regret,
    Effects,
    Failures,
    Editions,
    Scenarios,
    Results,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SetFormatArg {
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
