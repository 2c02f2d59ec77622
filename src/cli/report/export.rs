//! `mikomi report --table results`: everything that a store holds, for other programs.

use super::args::{ReportArgs, ResultFormatArg};
use super::{choices, failure};
use crate::batch::{ExportError, ExportFormat, Store, export as export_to};
use crate::cli::{Failure, output};
use crate::files;
use crate::lang::{Text, text};

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
    let unusable = |Text { ja, en }: Text| {
        Failure::Other(text!(
            ja: "一時ファイルを使えません（{ja}）。空き容量を確かめてください。",
            en: "cannot use a temporary file ({en}). Check the free space."
        ))
    };
    let unwritable = |error: std::io::Error| unusable(files::why(&error));
    let folder = tempfile::tempdir().map_err(unwritable)?;
    let file = folder.path().join("results.csv");
    export_to(store, format, &file).map_err(|error| match error {
        // A file of a name that nobody typed.
        ExportError::Unwritable { why, .. } => unusable(why),
        error => told(error),
    })?;
    output::write(&std::fs::read(&file).map_err(unwritable)?, None)
}

fn told(error: ExportError) -> Failure {
    match error {
        ExportError::Store(error) => failure(error),
        error => Failure::Other(error.text()),
    }
}
