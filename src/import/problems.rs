//! What is not clear of the tables, each at its cell.

use super::source::Grid;
use crate::harmless::on_one_line;
use crate::lang::Text;
use crate::scenario::{Located, Origin, Problems, SourceFile};
use std::path::Path;

/// The files that were read, and what is not clear of them.
#[derive(Debug, Default)]
pub(super) struct ImportProblems {
    pub(super) files: Vec<SourceFile>,
    pub(super) problems: Vec<Located>,
}

impl ImportProblems {
    /// Takes a file in, and gives its position.
    pub(super) fn file(&mut self, name: &str) -> usize {
        self.files.push(SourceFile::of_cells(name));
        self.files.len() - 1
    }

    /// Where a cell stands.
    pub(super) fn origin(&mut self, file: usize, cell: String) -> Origin {
        let cells = &mut self.files[file].cells;
        let at = cells.len();
        cells.push(cell);
        Origin { file, span: at..at + 1 }
    }

    /// Tells of a cell what is not clear.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn refuse(
        &mut self,
        grid: &Grid,
        file: usize,
        (row, column): (u32, u32),
        found: Option<String>,
        message: Text,
        hint: Text,
    ) {
        let cell = cell(&grid.sheet.name, &grid.named(row, column));
        let origin = Some(self.origin(file, cell));
        let key = String::new();
        self.problems.push(Located { origin, key, found, message, allowed: None, hint: Some(hint), is_lack: false });
    }

    /// Tells what is about no cell.
    pub(super) fn refuse_all(&mut self, message: Text, hint: Text) {
        let (key, hint) = (String::new(), Some(hint));
        self.problems.push(Located { origin: None, key, found: None, message, allowed: None, hint, is_lack: false });
    }

    /// What was told; nothing where all is clear.
    pub(super) fn problems(&mut self) -> Option<Problems> {
        let list = std::mem::take(&mut self.problems);
        (!list.is_empty()).then(|| Problems { files: self.files.clone(), list })
    }
}

/// The name of a file without its folder.
pub(super) fn file_name(path: &str) -> String {
    Path::new(path).file_name().map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned())
}

/// The name of a cell with its sheet.
pub(super) fn cell(sheet: &str, cell: &str) -> String {
    if sheet.is_empty() { cell.to_owned() } else { format!("{}!{cell}", on_one_line(sheet)) }
}
