//! Waterfalls: from an amount over what is added and taken off to another, as stacked columns over an invisible one.

use super::chart::{Cells, Counts, WaterfallFill, chart};
use super::data::{Cell, Table};
use crate::lang::{Lang, text};
use crate::money::Unit;
use rust_xlsxwriter::{Chart, ChartDataLabel, ChartDataLabelPosition, ChartFormat, ChartType};

const COLUMNS: [&str; 11] =
    ["scenario", "chart", "step", "amount", "from", "to", "hidden", "level", "rise_above", "rise_below", "fall_above"];
const LAST: [&str; 2] = ["fall_below", "room"];
/// How high the room for labels above the columns is, as a part of the highest.
const ROOM: f64 = 0.08;

/// The data behind all waterfalls of a workbook.
pub(super) struct Waterfalls {
    pub(super) table: Table,
    lang: Lang,
}

/// The rows of one waterfall.
#[derive(Clone, Debug)]
pub(super) struct Drawn {
    rows: (u32, u32),
    /// Whether a step leads from above 0 to below or back: its two pieces are then not labelled as if they were two.
    crosses: bool,
    /// What is written above the columns where all stand above 0.
    above: Option<Vec<String>>,
}

/// A column of a waterfall.
pub(super) struct WaterfallColumn {
    pub(super) label: String,
    pub(super) amount: f64,
    /// Whether it stands on 0: where the waterfall begins and ends.
    pub(super) is_level: bool,
}

impl Waterfalls {
    pub(super) fn new(name: &str, lang: Lang) -> Self {
        Self { table: Table::new(name, &[&COLUMNS, &LAST]), lang }
    }

    /// Adds the rows of a waterfall; nothing where it has none.
    pub(super) fn add(&mut self, scenario: usize, id: &str, steps: &[WaterfallColumn], unit: Unit) -> Option<Drawn> {
        let first = u32::try_from(self.table.rows.len() + 1).ok()?;
        let (mut at, mut crosses) = (0.0, false);
        let room = room(steps);
        for step in steps {
            let (from, to) = if step.is_level { (0.0, step.amount) } else { (at, at + step.amount) };
            at = to;
            crosses |= from * to < 0.0;
            let mut row = vec![(scenario + 1).into(), id.into(), step.label.as_str().into(), step.amount.into()];
            row.extend([from.into(), to.into()]);
            row.extend(pieces(from, to, step.is_level).map(|piece| piece.map_or(Cell::Nothing, Cell::Number)));
            row.push(room.into());
            self.table.rows.push(row);
        }
        let last = u32::try_from(self.table.rows.len()).ok()?;
        (last >= first).then(|| Drawn {
            rows: (first, last),
            crosses,
            above: room.map(|_| steps.iter().map(|step| unit.in_table(step.amount)).collect()),
        })
    }

    /// The chart of rows that were added.
    pub(super) fn chart(&self, drawn: &Drawn, title: &str, axis: &str, told: &str) -> Chart {
        let cells = |name: &str| {
            self.table.column(name).map(|column| Cells { sheet: &self.table.name, column, rows: drawn.rows })
        };
        let mut chart = chart(ChartType::ColumnStacked, title, ["", axis], Counts::Amounts, told);
        let names = [
            text!(ja: "", en: ""),
            text!(ja: "額", en: "amount"),
            text!(ja: "増", en: "more"),
            text!(ja: "増", en: "more"),
            text!(ja: "減", en: "less"),
            text!(ja: "減", en: "less"),
        ];
        let columns = ["hidden", "level", "rise_above", "rise_below", "fall_above", LAST[0]];
        for (n, (column, name)) in columns.into_iter().zip(names).enumerate() {
            let (Some(labels), Some(values)) = (cells("step"), cells(column)) else { continue };
            let series = chart.add_series();
            series.set_categories(&labels.range()).set_values(&values.range()).set_gap(40).set_overlap(100);
            series.set_name(name.get(self.lang));
            if n == 0 {
                series.set_format(ChartFormat::new().set_no_fill().set_no_border());
            } else {
                let column = [
                    WaterfallFill::Level,
                    WaterfallFill::Level,
                    WaterfallFill::Rise,
                    WaterfallFill::Rise,
                    WaterfallFill::Fall,
                    WaterfallFill::Fall,
                ][n];
                series.set_format(&mut column.fill());
                if drawn.above.is_none() && (!drawn.crosses || n == 1) {
                    let format = if n > 3 { r##""▲ "#,##0;"▲ "#,##0;"## } else { r##"#,##0;"▲ "#,##0;"## };
                    series.set_data_label(ChartDataLabel::new().show_value().set_num_format(label(format, n)));
                }
            }
            // A name a look: not that of what is invisible, nor again that of the pieces below 0.
            if [0, 3, 5].contains(&n) {
                series.delete_from_legend(true);
            }
        }
        if let (Some(words), Some(labels), Some(values)) = (&drawn.above, cells("step"), cells(LAST[1])) {
            above(&mut chart, words, [&labels, &values]);
        }
        chart
    }
}

/// Labels above the columns, where no edge of a column strikes them through: at the foot of an invisible piece on top.
fn above(chart: &mut Chart, words: &[String], [labels, values]: [&Cells; 2]) {
    // No line of a grid through them either.
    chart.y_axis().set_min(0).set_major_gridlines(false);
    let series = chart.add_series();
    series.set_categories(&labels.range()).set_values(&values.range()).set_gap(40).set_overlap(100);
    series.set_format(ChartFormat::new().set_no_fill().set_no_border());
    let words: Vec<ChartDataLabel> =
        words.iter().map(|words| ChartDataLabel::new().set_value(words.as_str()).clone()).collect();
    series.set_data_label(ChartDataLabel::new().show_value().set_position(ChartDataLabelPosition::InsideBase));
    series.set_custom_data_labels(&words).delete_from_legend(true);
}

/// The room for labels above the columns; nothing where any goes below 0.
fn room(steps: &[WaterfallColumn]) -> Option<f64> {
    let mut at = 0.0;
    let tops: Vec<f64> = steps
        .iter()
        .flat_map(|step| {
            let from = if step.is_level { 0.0 } else { at };
            at = from + step.amount;
            [from, at]
        })
        .collect();
    let highest = tops.iter().copied().fold(0.0, f64::max);
    (highest > 0.0 && tops.iter().all(|top| *top >= 0.0)).then_some(highest * ROOM)
}

/// The format of a label: a rise that lies below 0 is none the less a rise.
fn label(format: &str, n: usize) -> &str {
    if n == 3 { "#,##0;#,##0;" } else { format }
}

/// What is invisible, a level, and the pieces of a rise and of a fall above and below 0.
fn pieces(from: f64, to: f64, is_level: bool) -> [Option<f64>; 6] {
    if is_level {
        return [None, Some(to), None, None, None, None];
    }
    let (low, high) = (from.min(to), from.max(to));
    let hidden = if low > 0.0 { low } else { high.min(0.0) };
    let [above, below] = [high.max(0.0) - low.max(0.0), low.min(0.0) - high.min(0.0)];
    let piece = |amount: f64| Some(amount).filter(|amount| *amount != 0.0);
    let (above, below, hidden) = (piece(above), piece(below), piece(hidden));
    if to >= from { [hidden, None, above, below, None, None] } else { [hidden, None, None, None, above, below] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_left_where_nothing_goes_below_0() {
        let step = |amount, is_level| WaterfallColumn { label: String::new(), amount, is_level };
        assert_eq!(room(&[step(100.0, true), step(-40.0, false), step(60.0, true)]), Some(8.0));
        assert_eq!(room(&[step(10.0, true), step(-40.0, false), step(-30.0, true)]), None);
        assert_eq!(room(&[step(0.0, true)]), None);
    }

    #[test]
    fn pieces_stand_where_the_step_leads() {
        assert_eq!(pieces(0.0, 7.0, true), [None, Some(7.0), None, None, None, None]);
        assert_eq!(pieces(2.0, 5.0, false), [Some(2.0), None, Some(3.0), None, None, None]);
        assert_eq!(pieces(5.0, 2.0, false), [Some(2.0), None, None, None, Some(3.0), None]);
        assert_eq!(pieces(-2.0, -5.0, false), [Some(-2.0), None, None, None, None, Some(-3.0)]);
        assert_eq!(pieces(3.0, -1.0, false), [None, None, None, None, Some(3.0), Some(-1.0)]);
        assert_eq!(pieces(-1.0, 3.0, false), [None, None, Some(3.0), Some(-1.0), None, None]);
    }
}
