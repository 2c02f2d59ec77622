//! Charts that can be read in black and white: lines by dash and marker, columns by pattern, labels beside both.

use super::facts::Years;
use crate::fiscal::Span;
use crate::harmless::cells;
use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType,
    ChartMarker, ChartMarkerType, ChartPatternFill, ChartPatternFillType, ChartRange, ChartSolidFill, ChartType, Color,
};

/// Pixels.
pub(super) const WIDTH: u32 = 640;
/// Pixels.
pub(super) const HEIGHT: u32 = 370;
/// Pixels of a chart as wide as two.
pub(super) const WIDE: u32 = 2 * WIDTH + 10;
/// Pixels of a chart as high as two.
pub(super) const HIGH: u32 = 2 * HEIGHT + 10;
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
    /// What is planned: dashed, diamond.
    Planned,
    /// The mean: dotted, crossed.
    Mean,
    /// A curve of many points.
    Curve,
}

impl Stroke {
    fn line(self) -> (u32, f64, ChartLineDashType) {
        match self {
            Self::Target => (0x0000_0000, 2.75, ChartLineDashType::Solid),
            Self::Middle | Self::Curve => (0x001F_4E79, 2.25, ChartLineDashType::Solid),
            Self::Mean => (0x0059_5959, 1.75, ChartLineDashType::RoundDot),
            Self::Planned => (0x0040_4040, 2.0, ChartLineDashType::Dash),
        }
    }

    fn marker(self) -> Option<ChartMarkerType> {
        match self {
            Self::Target => Some(ChartMarkerType::Square),
            Self::Middle => Some(ChartMarkerType::Circle),
            Self::Mean => Some(ChartMarkerType::X),
            Self::Planned => Some(ChartMarkerType::Diamond),
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
const FILLS: [(u32, Option<ChartPatternFillType>); 7] = [
    (0x001F_4E79, None),
    (0x00FF_FFFF, None),
    (0x008C_8C8C, None),
    (0x00D9_D9D9, None),
    (0x0000_0000, Some(ChartPatternFillType::DiagonalStripesWideUpwards)),
    (0x0000_0000, Some(ChartPatternFillType::HorizontalStripesDark)),
    (0x0000_0000, Some(ChartPatternFillType::LargeGrid)),
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
            Self::Level => (0x00D9_D9D9, None),
            Self::Rise => (0x00FF_FFFF, None),
            Self::Fall => (0x008C_8C8C, None),
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

/// A range as an area: what is invisible below it, and the range upon that.
pub(super) struct Band<'a> {
    name: String,
    below: Cells<'a>,
    range: Cells<'a>,
}

impl<'a> Band<'a> {
    /// That of P10 to P90 of a policy of an outcome in all of its years, or in some.
    pub(super) fn of(
        years: &'a Years<'_>,
        (outcome, policy, within): (usize, &str, Option<Span>),
        name: String,
    ) -> Option<Self> {
        let rows = years.rows(outcome, policy, within)?;
        let cells = |name: &str| Some(Cells { sheet: &years.table.name, column: years.table.column(name)?, rows });
        let [below, range] = [cells("p10")?, cells("p10_to_p90")?];
        Some(Self { name, below, range })
    }
}

/// Lines by category over a range.
pub(super) fn ranged(
    [title, across, up, told]: [&str; 4],
    categories: &Cells,
    band: &Band,
    lines: &[(String, Cells, Stroke)],
) -> Chart {
    let mut areas = chart(ChartType::AreaStacked, title, [across, up], Counts::Amounts, told);
    let below = areas.add_series();
    below.set_categories(&categories.range()).set_values(&band.below.range()).set_name("P10");
    below.set_format(ChartFormat::new().set_no_fill().set_no_border()).delete_from_legend(true);
    let range = areas.add_series();
    range.set_categories(&categories.range()).set_values(&band.range.range()).set_name(&plain(&band.name));
    range.set_format(&mut filled((0x00D0_D7E0, None)));
    let mut over = Chart::new(ChartType::Line);
    for (name, values, stroke) in lines {
        line(&mut over, name, [categories, values], *stroke);
    }
    areas.combine(&over);
    areas
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
