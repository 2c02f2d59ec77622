//! The look of every table on a terminal.

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, presets};

/// An empty table with its headings.
pub(super) fn table(heads: Vec<String>) -> Table {
    let mut table = Table::new();
    let style = presets::ASCII_NO_BORDERS.row_separator(LineStyle::none());
    table.load_style(style).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(heads);
    table
}

/// Names to the left, figures to the right.
pub(super) fn align(table: &mut Table) {
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
}

/// Puts the words of the second column, which say what a row holds, to the left.
pub(super) fn align_labels(table: &mut Table) {
    if let Some(column) = table.column_mut(1) {
        column.set_cell_alignment(CellAlignment::Left);
    }
}
