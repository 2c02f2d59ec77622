//! Charts that can be read in black and white: lines by dash and marker, columns by pattern, labels beside both.

use crate::harmless::cells;
use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType,
    ChartMarker, ChartMarkerType, ChartPatternFill, ChartPatternFillType, ChartRange, ChartSolidFill, ChartType, Color,
};

/// Pixels.
pub(super) const WIDTH: u32 = 630;
/// Pixels.
pub(super) const HEIGHT: u32 = 350;
/// The most characters of a text alternative.
const ALT: usize = 250;
const AMOUNT: &str = r##"#,##0;"▲ "#,##0;0"##;

/// Cells in one column of a sheet.
#[derive(Clone, Debug)]
pub(super) struct Cells<'a> {
    pub(super) sheet: &'a str,
    pub(super) column: u16,
    /// The first and the last.
    pub(super) rows: (u32, u32),
}

impl Cells<'_> {
    pub(super) fn range(&self) -> ChartRange {
        ChartRange::new_from_range(self.sheet, self.rows.0, self.column, self.rows.1, self.column)
    }
}

/// How a line is told from the others.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stroke {
    /// What was promised: thick, square.
    Target,
    /// The middle: round.
    Middle,
    /// The mean: dotted, crossed.
    Mean,
    /// The upper edge: dashed, triangle.
    Upper,
    /// The lower edge: dashed with dots.
    Lower,
    /// A curve of many points.
    Curve,
}

impl Stroke {
    fn line(self) -> (u32, f64, ChartLineDashType) {
        match self {
            Self::Target => (0x0000_0000, 2.75, ChartLineDashType::Solid),
            Self::Middle | Self::Curve => (0x001F_4E79, 2.25, ChartLineDashType::Solid),
            Self::Mean => (0x0059_5959, 1.75, ChartLineDashType::RoundDot),
            Self::Upper => (0x001F_4E79, 1.5, ChartLineDashType::Dash),
            Self::Lower => (0x001F_4E79, 1.5, ChartLineDashType::DashDot),
        }
    }

    fn marker(self) -> Option<ChartMarkerType> {
        match self {
            Self::Target => Some(ChartMarkerType::Square),
            Self::Middle => Some(ChartMarkerType::Circle),
            Self::Mean => Some(ChartMarkerType::X),
            Self::Upper => Some(ChartMarkerType::Triangle),
            Self::Lower => Some(ChartMarkerType::LongDash),
            Self::Curve => None,
        }
    }

    fn format(self) -> ChartFormat {
        let (color, width, dash) = self.line();
        let mut line = ChartLine::new();
        line.set_color(Color::RGB(color)).set_width(width).set_dash_type(dash);
        let mut format = ChartFormat::new();
        format.set_line(&line);
        format
    }
}

/// How columns are told from each other.
const FILLS: [(u32, Option<ChartPatternFillType>); 6] = [
    (0x001F_4E79, None),
    (0x0059_5959, Some(ChartPatternFillType::DiagonalStripesWideUpwards)),
    (0x0059_5959, Some(ChartPatternFillType::Dotted20Percent)),
    (0x00BF_BFBF, None),
    (0x001F_4E79, Some(ChartPatternFillType::HorizontalStripesDark)),
    (0x0000_0000, Some(ChartPatternFillType::DiagonalBrick)),
];

/// The fill of the `n`th series.
pub(super) fn fill(n: usize) -> ChartFormat {
    filled(FILLS[n % FILLS.len()])
}

/// The fills of a waterfall, on which labels can be read.
#[derive(Clone, Copy, Debug)]
pub(super) enum WaterfallFill {
    Level,
    Rise,
    Fall,
}

impl WaterfallFill {
    pub(super) fn fill(self) -> ChartFormat {
        filled(match self {
            Self::Level => (0x00BF_BFBF, None),
            Self::Rise => (0x00DD_EBF7, None),
            Self::Fall => (0x007F_7F7F, Some(ChartPatternFillType::Dotted5Percent)),
        })
    }
}

fn filled((color, pattern): (u32, Option<ChartPatternFillType>)) -> ChartFormat {
    let (mut format, mut border) = (ChartFormat::new(), ChartLine::new());
    border.set_color(Color::RGB(0x0026_2626)).set_width(0.75);
    format.set_border(&border);
    match pattern {
        None => format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(color))),
        Some(pattern) => {
            let mut fill = ChartPatternFill::new();
            fill.set_pattern(pattern).set_foreground_color(Color::RGB(color)).set_background_color(Color::White);
            format.set_pattern_fill(&fill)
        }
    };
    format
}

/// What an axis counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counts {
    Amounts,
    /// From 0 to 1.
    Chances,
    /// Parts of 1, or more.
    Shares,
    /// Percentage points.
    Points,
}

/// An empty chart with its title, the titles of its axes, and its text alternative.
pub(super) fn chart(kind: ChartType, title: &str, axes: [&str; 2], counts: Counts, told: &str) -> Chart {
    let mut chart = Chart::new(kind);
    let mut font = ChartFont::new();
    font.set_size(12).set_bold();
    chart.title().set_name(&plain(title)).set_font(&font);
    let mut level = ChartFont::new();
    level.set_rotation(0);
    chart.x_axis().set_font(&level);
    if !axes[0].is_empty() {
        chart.x_axis().set_name(&plain(axes[0]));
    }
    if !axes[1].is_empty() {
        chart.y_axis().set_name(&plain(axes[1]));
    }
    // The axis across counts where bars lie.
    let counting = if kind == ChartType::Bar { chart.x_axis() } else { chart.y_axis() };
    match counts {
        Counts::Amounts => counting.set_num_format(AMOUNT),
        Counts::Shares => counting.set_num_format("0%"),
        Counts::Points => counting.set_num_format("0.0"),
        Counts::Chances => counting.set_num_format("0%").set_min(0).set_max(1),
    };
    chart.x_axis().set_label_position(ChartAxisLabelPosition::Low);
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.set_width(WIDTH).set_height(HEIGHT).set_alt_text(cells::one_line(told).chars().take(ALT).collect::<String>());
    chart
}

/// Adds a line of values by category.
pub(super) fn line(chart: &mut Chart, name: &str, [categories, values]: [&Cells; 2], stroke: Stroke) {
    let series = chart.add_series();
    series.set_name(&plain(name)).set_categories(&categories.range()).set_values(&values.range());
    series.set_format(&mut stroke.format());
    let mut marker = ChartMarker::new();
    match stroke.marker() {
        Some(kind) => marker.set_type(kind).set_size(7),
        None => marker.set_none(),
    };
    let (color, ..) = stroke.line();
    let (mut format, mut border) = (ChartFormat::new(), ChartLine::new());
    border.set_color(Color::RGB(color));
    format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(color))).set_border(&border);
    marker.set_format(&mut format);
    series.set_marker(&marker);
}

/// Adds a curve over amounts, which needs no legend.
pub(super) fn curve(chart: &mut Chart, name: &str, cells: [&Cells; 2], stroke: Stroke) {
    line(chart, name, cells, stroke);
    chart.x_axis().set_num_format(AMOUNT);
    // Beside the curve, not through it where amounts go from below 0 to above.
    chart.y_axis().set_label_position(ChartAxisLabelPosition::Low);
    chart.legend().set_hidden();
}

/// Text that is never taken for a range of cells.
pub(super) fn plain(text: &str) -> String {
    let line = cells::one_line(text);
    let line: String = line.chars().take(200).collect();
    // A range has a sheet before an exclamation mark; a name of a chart has a wide one.
    line.trim_start_matches('=').replace('!', "！")
}
