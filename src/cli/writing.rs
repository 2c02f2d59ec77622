//! How a result is written: format, encoding, rounding, and where to.

use super::Failure;
use super::output::OutArgs;
use crate::harmless::Harmless;
use crate::lang::{Lang, Text, text};
use crate::report::{Encoding, ReportError, Rounding};
use clap::{Args, ValueEnum};
use std::path::Path;

#[derive(Debug, Args)]
pub(super) struct WritingArgs {
    /// Format: text, csv, json, html (a page with charts), xlsx (a workbook) [default: what --out ends with, else text]
    #[arg(long, value_enum)]
    pub(super) format: Option<FormatArg>,
    /// Character encoding of csv; with cp932, characters that it does not have are an error [default: utf-8]
    #[arg(long, value_enum)]
    pub(super) encoding: Option<EncodingArg>,
    #[command(flatten)]
    pub(super) out: OutArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
    Text,
    Csv,
    Json,
    Html,
    Xlsx,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum EncodingArg {
    #[value(name = "utf-8")]
    Utf8,
    Cp932,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum RoundingArg {
    Each,
    ToAdd,
}

impl From<EncodingArg> for Encoding {
    fn from(arg: EncodingArg) -> Self {
        match arg {
            EncodingArg::Utf8 => Self::Utf8,
            EncodingArg::Cp932 => Self::Cp932,
        }
    }
}

impl From<RoundingArg> for Rounding {
    fn from(arg: RoundingArg) -> Self {
        match arg {
            RoundingArg::Each => Self::Each,
            RoundingArg::ToAdd => Self::ToAdd,
        }
    }
}

impl WritingArgs {
    /// The format asked for, else the one that the file's name ends with, else text.
    pub(super) fn format(&self) -> FormatArg {
        let ending = self.out.file().and_then(Path::extension).and_then(|e| e.to_str()).unwrap_or_default();
        self.format.unwrap_or_else(|| match ending.to_ascii_lowercase().as_str() {
            "csv" => FormatArg::Csv,
            "json" => FormatArg::Json,
            "html" | "htm" => FormatArg::Html,
            "xlsx" => FormatArg::Xlsx,
            _ => FormatArg::Text,
        })
    }

    /// The encoding of csv.
    pub(super) fn encoding(&self) -> Encoding {
        self.encoding.map(Encoding::from).unwrap_or_default()
    }

    /// Whether the options fit the format; `table`, `rounding`, `edition` and `detail` say whether those were typed.
    ///
    /// # Errors
    /// Every option that would be ignored, and a workbook without a file to go to.
    pub(super) fn go_together(
        &self,
        table: Option<()>,
        rounding: Option<()>,
        edition: Option<()>,
        detail: bool,
    ) -> Result<(), Failure> {
        let format = self.format();
        let mut wrong = Vec::new();
        if table.is_some() && !matches!(format, FormatArg::Csv | FormatArg::Json) {
            wrong.push(text!(
                ja: "--table は csv の表、または行ごとの json にする表を選ぶものです。--format csv か json と一緒に使ってください。",
                en: "--table chooses the table of a csv file, or of rows of JSON. Use it with --format csv or json."
            ));
        }
        if self.encoding.is_some() && format != FormatArg::Csv {
            wrong.push(text!(
                ja: "--encoding は csv の文字コードを選ぶものです。--format csv と一緒に使ってください。",
                en: "--encoding chooses the character encoding of a csv file. Use it with --format csv."
            ));
        }
        if rounding.is_some() && matches!(format, FormatArg::Csv | FormatArg::Json) {
            wrong.push(text!(
                ja: "--rounding は表示する表の端数処理を選ぶものです。csv と json の額は丸めた単位にしません。text、html、xlsx と一緒に使ってください。",
                en: "--rounding chooses how printed tables are rounded; csv and json hold finer amounts. Use it with text, html or xlsx."
            ));
        }
        if edition.is_some() && format != FormatArg::Text {
            wrong.push(text!(
                ja: "--edition は text で読替えと増減を示す版を選ぶものです。csv・json・xlsx はすべての版を、html は版の一覧と現在の財政計画への読替えをいつも含みます。",
                en: "--edition chooses the editions that text shows step by step. csv, json and xlsx always hold every edition, html all in an overview and the current one step by step."
            ));
        }
        if detail && format != FormatArg::Text {
            wrong.push(text!(
                ja: "--detail は text の長さを選ぶものです。ほかの形式はいつもすべてを含みます。",
                en: "--detail chooses how much text tells. The other formats always hold everything."
            ));
        }
        wrong.extend(ending_misleads(self.out.file(), self.format.map(name)));
        if format == FormatArg::Xlsx && self.out.file().is_none() {
            wrong.push(needs_a_file());
        }
        all(&wrong)
    }

    /// Whether text is printed and not written to a file.
    pub(super) fn is_printed(&self) -> bool {
        self.format() == FormatArg::Text && self.out.file().is_none()
    }

    /// Writes a report.
    pub(super) fn write(&self, rendered: Result<Harmless, ReportError>) -> Result<(), Failure> {
        self.out.write(&rendered.map_err(failure)?)
    }
}

fn name(format: FormatArg) -> &'static str {
    match format {
        FormatArg::Text => "text",
        FormatArg::Csv => "csv",
        FormatArg::Json => "json",
        FormatArg::Html => "html",
        FormatArg::Xlsx => "xlsx",
    }
}

/// Endings that promise a format of ours, and endings that promise one that we do not write.
const OURS: [(&str, &str); 6] =
    [("csv", "csv"), ("json", "json"), ("html", "html"), ("htm", "html"), ("xlsx", "xlsx"), ("parquet", "parquet")];
const OTHERS: [&str; 12] = ["doc", "docx", "xls", "xlsm", "ods", "odt", "pdf", "ppt", "pptx", "png", "sqlite", "toml"];

/// What is wrong with a file's ending, given the format that was typed.
pub(super) fn ending_misleads(out: Option<&Path>, format: Option<&str>) -> Option<Text> {
    let ending = out?.extension()?.to_str()?.to_ascii_lowercase();
    let promised = OURS.into_iter().find(|(known, _)| *known == ending).map(|(_, format)| format);
    match (promised, format) {
        (Some(promised), Some(format)) if promised != format => Some(text!(
            ja: "--out：拡張子 .{ending} のファイルに {format} は書きません。開けなくなるためです。拡張子か --format を改めてください。",
            en: "--out: {format} is not written to a file that ends with .{ending}, since nothing would open it. Change the ending or --format."
        )),
        (None, None) if OTHERS.contains(&ending.as_str()) => Some(text!(
            ja: "--out：.{ending} の形式では書けません。書けるのは .txt、.csv、.json、.html、.xlsx です（PDF は .html を開いて印刷してください）。",
            en: "--out: there is no format .{ending}. There are .txt, .csv, .json, .html and .xlsx (for PDF, open the .html and print it)."
        )),
        _ => None,
    }
}

/// A workbook cannot be printed.
pub(super) fn needs_a_file() -> Text {
    text!(
        ja: "xlsx は画面には出せません。--out で書き込むファイルを指定してください（例：--out report.xlsx）。",
        en: "xlsx cannot be printed. Name the file to write with --out (such as --out report.xlsx)."
    )
}

/// What is wrong with arguments, together.
pub(super) fn all(wrong: &[Text]) -> Result<(), Failure> {
    let of = |lang: Lang| wrong.iter().map(|w| w.get(lang)).collect::<Vec<_>>().join("\n");
    if wrong.is_empty() { Ok(()) } else { Err(Failure::Arguments(Text { ja: of(Lang::Ja), en: of(Lang::En) })) }
}

/// A report that could not be made.
pub(super) fn failure(error: ReportError) -> Failure {
    if error.is_of_input() { Failure::Arguments(error.text()) } else { Failure::Other(error.text()) }
}
