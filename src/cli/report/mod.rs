//! `mikomi report`: a kept result told again, in any format.

mod again;
mod args;
mod asked;
mod choices;
mod export;
mod kept;
mod set;

pub(super) use args::ReportArgs;

use super::Failure;
use crate::batch::StoreError;
use crate::lang::{Lang, text};
use std::path::Path;

pub(super) fn report(args: &ReportArgs, lang: Lang) -> Result<(), Failure> {
    not_over_the_result(args)?;
    if kept::is_json(&args.result) {
        return again::render_again(args, lang);
    }
    choices::go_together(args)?;
    set::tell(args, lang)
}

/// A report must not take the place of the results that it is made from.
fn not_over_the_result(args: &ReportArgs) -> Result<(), Failure> {
    let place = |path: &Path| std::fs::canonicalize(path).ok();
    let same = args.out.as_deref().and_then(place).is_some_and(|out| place(&args.result) == Some(out));
    if !same {
        return Ok(());
    }
    Err(Failure::Arguments(text!(
        ja: "--out：もとの結果ファイルには書き込めません。別のファイルを指定してください。",
        en: "--out: the report cannot be written over the result itself. Name another file."
    )))
}

/// A store that is not there or no store is the input's fault; what keeps one from being read is not.
fn failure(error: StoreError) -> Failure {
    match error {
        StoreError::Missing(path) => {
            let name = path.display();
            Failure::Arguments(text!(
                ja: "「{name}」がありません。mikomi batch の結果ファイルか、mikomi run・compare の --out で残した .json を指定してください。",
                en: "there is no '{name}'. Name the store of mikomi batch, or a .json kept with --out of mikomi run or compare."
            ))
        }
        StoreError::NotAStore(path) => {
            let name = path.display();
            Failure::Arguments(text!(
                ja: "「{name}」は mikomi の結果ではありません。mikomi batch の結果ファイルか、mikomi run・compare の --out で残した .json を指定してください。",
                en: "'{name}' is no result of mikomi. Name the store of mikomi batch, or a .json kept with --out of mikomi run or compare."
            ))
        }
        StoreError::OtherFormat { .. } => Failure::Arguments(error.text()),
        _ => Failure::Other(error.text()),
    }
}
