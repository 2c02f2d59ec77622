//! `mikomi report`: a kept result told again, in any format.

mod again;
mod args;
mod asked;
mod chart;
mod choices;
mod export;
mod kept;
mod set;

pub(super) use args::ReportArgs;
pub(super) use chart::{ChartArgs, chart};

use super::{Failure, input};
use crate::batch::StoreError;
use crate::harmless;
use crate::lang::{Lang, text};

pub(super) fn report(args: &ReportArgs, lang: Lang) -> Result<(), Failure> {
    input::remember(&args.result);
    args.out.is_free()?;
    if kept::is_json(&args.result) {
        return again::render_again(args, lang);
    }
    choices::go_together(args)?;
    set::tell(args, lang)
}

/// A store that is not there or no store is the input's fault; what keeps one from being read is not.
fn failure(error: StoreError) -> Failure {
    match error {
        StoreError::Missing(path) => {
            let name = harmless::path(&path);
            Failure::Arguments(text!(
                ja: "「{name}」がありません。mikomi batch の結果ファイルか、mikomi run・compare の --out で残した .json を指定してください。",
                en: "there is no '{name}'. Name the store of mikomi batch, or a .json kept with --out of mikomi run or compare."
            ))
        }
        StoreError::NotAStore(path) => {
            let name = harmless::path(&path);
            Failure::Arguments(text!(
                ja: "「{name}」は mikomi の結果ではありません。mikomi batch の結果ファイルか、mikomi run・compare の --out で残した .json を指定してください。",
                en: "'{name}' is no result of mikomi. Name the store of mikomi batch, or a .json kept with --out of mikomi run or compare."
            ))
        }
        StoreError::OtherFormat { .. } => Failure::Arguments(error.text()),
        _ => Failure::Other(error.text()),
    }
}
