//! What leaves the program. Standard output, standard error and files take nothing else, so a text that nobody made
//! harmless cannot be printed.

use super::csv::Csv;
use super::{json, words};
#[cfg(feature = "html")]
use maud::Markup;
#[cfg(feature = "xlsx")]
use rust_xlsxwriter::{Workbook, XlsxError};
use serde::Serialize;

/// The bytes of a report, of data or of a message, in which nothing acts on a terminal, turns the text around it or
/// becomes a formula. There is one way to make it for each format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Harmless(Vec<u8>);

impl Harmless {
    /// Words to be read; their lines stay.
    pub(crate) fn words(text: &str) -> Self {
        Self(words(text).into_bytes())
    }

    /// JSON for programs and people.
    ///
    /// # Errors
    /// Those of the JSON writer.
    pub(crate) fn json(data: &(impl Serialize + ?Sized)) -> serde_json::Result<Self> {
        let mut text = json(&serde_json::to_string_pretty(data)?);
        text.push('\n');
        Ok(Self(text.into_bytes()))
    }

    /// An object of JSON on one line.
    pub(crate) fn json_line(object: &serde_json::Value) -> Self {
        Self(json(&object.to_string()).into_bytes())
    }

    /// A page. Names are on one line already; sources and notes stand as they were typed.
    #[cfg(feature = "html")]
    pub(crate) fn page(page: Markup) -> Self {
        Self::words(&page.into_string())
    }

    /// A picture: pixels say nothing to a terminal's or a document's program.
    ///
    /// # Errors
    /// Those of the writer of pictures.
    #[cfg(feature = "cli")]
    pub(crate) fn picture(pixels: &resvg::tiny_skia::Pixmap) -> Result<Self, String> {
        pixels.encode_png().map(Self).map_err(|error| error.to_string())
    }

    /// A table as csv, of harmless cells.
    ///
    /// # Errors
    /// Those of the csv writer.
    pub(crate) fn csv(table: Csv<Vec<u8>>) -> csv::Result<Self> {
        table.end().map(Self)
    }

    /// A workbook, whose texts are written by [`super::cells`].
    ///
    /// # Errors
    /// Those of the writer of workbooks.
    #[cfg(feature = "xlsx")]
    pub(crate) fn workbook(mut workbook: Workbook) -> Result<Self, XlsxError> {
        workbook.save_to_buffer().map(Self)
    }

    /// What the program is made with: its examples, its manual, what it tells a shell.
    pub(crate) fn of_the_program(own: impl Into<Vec<u8>>) -> Self {
        Self(own.into())
    }

    /// The same text in another encoding.
    ///
    /// # Errors
    /// Those of `encode`.
    pub(crate) fn encoded<E>(&self, encode: impl FnOnce(&str) -> Result<Vec<u8>, E>) -> Result<Self, E> {
        encode(&String::from_utf8_lossy(&self.0)).map(Self)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}
