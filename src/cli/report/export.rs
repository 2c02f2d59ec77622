//! `mikomi report --table results`: everything that a store holds, for other programs.

use super::args::{ReportArgs, ResultFormatArg};
use super::{choices, failure};
use crate::batch::{ExportError, ExportFormat, Store, export as export_to, export_csv};
use crate::cli::{Failure, output};
use crate::lang::text;

pub(super) fn export(store: &Store, args: &ReportArgs) -> Result<(), Failure> {
    let format = match choices::format(args) {
        ResultFormatArg::Xlsx => ExportFormat::Xlsx,
        ResultFormatArg::Parquet => ExportFormat::Parquet,
        _ => ExportFormat::Csv,
    };
    if let Some(out) = args.out.file() {
        return export_to(store, format, out).map_err(told);
    }
    if format != ExportFormat::Csv {
        return Err(Failure::Arguments(text!(
            ja: "xlsx と parquet は画面には出せません。--out で書き込むファイルを指定してください。",
            en: "xlsx and parquet cannot be printed. Name the file to write with --out."
        )));
    }
    output::write(&export_csv(store).map_err(told)?, None)
}

fn told(error: ExportError) -> Failure {
    match error {
        ExportError::Store(error) => failure(error),
        error => Failure::Other(error.text()),
    }
}
