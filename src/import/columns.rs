//! Headings → what the columns of a table hold.

use super::find::Region;
use super::headings::{
    flow_of, is_left_out, is_no_effect, is_of_effects, is_of_row_numbers, is_of_units, is_open, is_whole, kind_of,
    kind_of_title, of_names,
};
use super::map::{ColumnIs, TableMap};
use super::source::Grid;
use super::spelling::{bare, half_width};
use super::sums;
use super::unit;
use super::year::{Years, in_era_of, years};
use crate::fiscal::{FiscalYear, Span};
use crate::money::Name;
use crate::scenario::StreamKind;
use crate::sheets::Content;

/// A column of a table.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// Where it stands.
    pub(crate) at: u32,
    /// Its heading.
    pub(crate) heading: String,
    /// The lines of its heading, from the top.
    pub(super) parts: Vec<String>,
    /// What it holds.
    pub(crate) role: Role,
    /// The unit that its heading states.
    pub(super) unit: Option<Name>,
    /// The kind of money that its heading states.
    pub(crate) flow: Option<StreamKind>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Names: of policies, of initiatives, or of both.
    Names(Names),
    /// Divisions.
    Owner,
    /// Remarks.
    Note,
    /// Numbers of rows.
    Number,
    /// What the figures of a row are.
    Kind,
    /// Units of rows.
    Unit,
    /// Figures of a year.
    Year(FiscalYear, Kind),
    /// One figure for several years.
    Period(Span, Kind),
    /// Sums of columns: of these years, or of those that stand before.
    Sum(Option<Span>, Kind),
    /// Nothing that is imported, known by its heading.
    LeftOut,
    /// Figures whose heading says nothing that is known.
    Unknown,
}

impl Role {
    /// Whether it is one of figures.
    pub(super) fn is_of_figures(self) -> bool {
        matches!(self, Self::Year(..) | Self::Period(..) | Self::Sum(..))
    }
}

/// What names stand in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Names {
    Policies,
    Initiatives,
    /// The heading does not say.
    Any,
}

/// What figures are, as their heading says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Nothing said, or that they are planned.
    Planned,
    /// Targets.
    Target,
    /// Actuals.
    Actual,
}

/// The columns of a table, from the left.
pub(super) fn columns(grid: &Grid, region: &Region, title: &str, map: &TableMap) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let mut counting = Counting { before: None, number: None, first: region.first_year, of_all: region.year };
    let headed: Vec<(u32, Vec<String>)> =
        region.columns(grid).into_iter().map(|at| (at, parts(grid, region, at))).collect();
    let is_said = headed.iter().any(|(_, parts)| kind_of(parts.iter()).is_some());
    let of_title = kind_of_title(title).filter(|_| !map.is_use_typed);
    let otherwise = of_title.unwrap_or(Kind::Planned);
    // Where a title says actuals and some headings say what they are, those that do not can be either.
    let is_doubtful = is_said && region.year.is_none() && of_title == Some(Kind::Actual);
    let flow_of_title = flow_of(std::iter::once(&title.to_owned()));
    let has_flows = headed.iter().any(|(_, parts)| flow_of(parts.iter()).is_some());
    for (at, parts) in headed {
        let is = map.column(&parts);
        let year = counting.year(&parts, is.is_some());
        let role = match is {
            Some(is) => stated(is, year, &parts, otherwise),
            None => {
                let role = role(grid, region, at, &parts, year, otherwise);
                let is_silent = matches!(role, Role::Year(..)) && kind_of(parts.iter()).is_none();
                if is_doubtful && is_silent { Role::Unknown } else { role }
            }
        };
        let unit = parts.iter().rev().find_map(|part| unit::stated(part));
        let of_heading = if has_flows { flow_of(parts.iter()) } else { flow_of_title };
        let flow = is.and_then(ColumnIs::flow).or(of_heading).filter(|_| role.is_of_figures());
        columns.push(Column { at, heading: parts.join(" "), parts, role, unit, flow });
    }
    are_years(&mut columns);
    are_sums(&mut columns, map);
    columns
}

/// Which year a heading names that does not say it by itself.
struct Counting {
    /// The year before it, and the number that it is written with.
    before: Option<FiscalYear>,
    number: Option<i32>,
    /// The first year of the table, where that was stated.
    first: Option<FiscalYear>,
    /// The year of a table whose headings name none.
    of_all: Option<FiscalYear>,
}

impl Counting {
    fn year(&mut self, parts: &[String], is_mapped: bool) -> Years {
        let named = year_of(parts);
        let year = match named {
            Years::WithoutEra(number) => self.in_era(parts, number).map_or(Years::Several, Years::One),
            Years::None => {
                let of_all = || self.of_effects(parts).or(self.of_all.filter(|_| is_mapped));
                self.next(parts).or_else(of_all).map_or(Years::None, Years::One)
            }
            other => other,
        };
        if let Years::One(year) = year {
            self.before = Some(year);
            self.number = if let Years::WithoutEra(number) = named { Some(number) } else { number_of(parts) };
        }
        year
    }

    /// 「5年度」 behind 「令和4年度」, or below 「令和」.
    fn in_era(&self, parts: &[String], number: i32) -> Option<FiscalYear> {
        let era = parts.iter().find(|part| ["令和", "平成", "昭和"].contains(&part.as_str()));
        if let Some(era) = era {
            return if let Years::One(year) = years(&format!("{era}{number}年度")) { Some(year) } else { None };
        }
        let is_first = |first: &FiscalYear| in_era_of(*first, number) == Some(*first);
        // 「平成30年度」, 「31年度」, 「32年度」 goes on counting where a new era began.
        let is_next = self.number.is_some_and(|before| number == before + 1);
        let next = self.before.filter(|_| is_next).map(|before| before.plus(1));
        let in_era =
            || self.before.and_then(|before| in_era_of(before, number).filter(|year| year.since(before) < FAR));
        next.or_else(in_era).or_else(|| self.first.filter(is_first))
    }

    /// 「5」 behind 「令和4年度」.
    fn next(&self, parts: &[String]) -> Option<FiscalYear> {
        let number: i32 = parts.last().filter(|part| part.chars().all(|c| c.is_ascii_digit()))?.parse().ok()?;
        let next = self.before?.plus(1);
        let is_next = self.number.map_or(in_era_of(self.before?, number) == Some(next), |before| number == before + 1);
        is_next.then_some(next)
    }

    fn of_effects(&self, parts: &[String]) -> Option<FiscalYear> {
        let is_sum = parts.iter().any(|part| sums::is_heading(part));
        self.of_all.filter(|_| !is_sum && parts.iter().any(|part| is_of_effects(part)))
    }
}

/// So many years apart no columns of a table stand.
const FAR: i32 = 12;

/// The number that a year is written with: 30 of 平成30年度.
fn number_of(parts: &[String]) -> Option<i32> {
    let written = parts.iter().rev().find(|part| matches!(years(part), Years::One(_)))?;
    let digits: String = written.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    if digits.is_empty() { written.contains('元').then_some(1) } else { digits.parse().ok() }
}

/// What stands beside 「歳出削減」 and 「歳入確保」 of the same year without a kind of its own is their sum, by its words, or not
/// clear.
fn are_sums(columns: &mut [Column], map: &TableMap) {
    let of = |column: &Column| if let Role::Year(year, kind) = column.role { Some((year, kind)) } else { None };
    let is_part = |column: &&Column| column.flow.is_some_and(|flow| flow != StreamKind::Cost);
    let years: Vec<(FiscalYear, Kind)> = columns.iter().filter(|column| is_part(column)).filter_map(of).collect();
    let silent = columns.iter_mut().filter(|column| column.flow.is_none() && map.column(&column.parts).is_none());
    for column in silent {
        let Some((year, kind)) = of(column).filter(|of| years.contains(of)) else { continue };
        let is_whole = column.parts.iter().any(|part| is_whole(part));
        column.role = if is_whole { Role::Sum(Span::new(year, year), kind) } else { Role::Unknown };
    }
}

/// Periods of two years that follow one another, each from the year in which the one before ends, are fiscal years that are
/// named by both calendar years: `2025-2026`.
fn are_years(columns: &mut [Column]) {
    let spans: Vec<Span> = columns
        .iter()
        .filter_map(|column| if let Role::Period(span, _) = column.role { Some(span) } else { None })
        .collect();
    let go_on = spans.windows(2).all(|pair| pair[1].first == pair[0].last || pair[1] == pair[0]);
    if spans.iter().any(|span| *span != spans[0]) && go_on && spans.iter().all(|span| span.len() == 2) {
        for column in columns {
            if let Role::Period(span, kind) = column.role {
                column.role = Role::Year(span.first, kind);
            }
        }
    }
}

/// The words over a column, from the top; a heading reaches over the empty cells to its right that have a heading below.
fn parts(grid: &Grid, region: &Region, at: u32) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for (level, row) in region.heads.iter().enumerate() {
        let words = words(grid, *row, at).or_else(|| {
            let from = merged_over(grid, *row, at).or_else(|| reaching(grid, region, level, at))?;
            words(grid, from.0, from.1)
        });
        if let Some(words) = words.filter(|words| parts.last() != Some(words)) {
            parts.push(words);
        }
    }
    parts
}

fn words(grid: &Grid, row: u32, column: u32) -> Option<String> {
    grid.words(row, column).map(|words| half_width(&words)).filter(|words| !words.is_empty())
}

/// The first of the merged cells that a cell is one of.
pub(super) fn merged_over(grid: &Grid, row: u32, column: u32) -> Option<(u32, u32)> {
    let is_in = |from: u32, at: u32, to: u32| from <= at && at <= to;
    let merged = &grid.sheet.merged;
    let found = merged.iter().find(|(from, to)| is_in(from.row, row, to.row) && is_in(from.column, column, to.column));
    found.map(|(from, _)| (from.row, from.column))
}

/// The heading to the left that reaches over a column, where the format does not tell of merged cells.
fn reaching(grid: &Grid, region: &Region, level: usize, at: u32) -> Option<(u32, u32)> {
    let row = region.heads[level];
    if grid.is_ragged || !grid.sheet.merged.is_empty() || at <= region.first_value {
        return None;
    }
    let has_below = region.heads[level + 1..].iter().any(|row| grid.content(*row, at).is_some());
    let from = grid.row(row).map(|(column, _)| column).filter(|column| *column < at).last()?;
    (has_below && from >= region.first_value).then_some((row, from))
}

/// The year of a heading: that of the lowest of its lines that names any.
fn year_of(parts: &[String]) -> Years {
    let named = parts.iter().rev().map(|part| (part, years(part))).find(|(_, years)| *years != Years::None);
    match named {
        // 「令和6年度以降」 is no year, and a half of one is none either.
        Some((part, Years::One(_))) if is_open(part) => Years::Several,
        Some((_, years)) => years,
        None => Years::None,
    }
}

fn role(grid: &Grid, region: &Region, at: u32, parts: &[String], year: Years, otherwise: Kind) -> Role {
    let whole = parts.join(" ");
    let cells: Vec<&Content> = region.body.iter().filter_map(|row| grid.content(*row, at)).collect();
    let has_figures = cells.iter().any(|content| is_number(content));
    let is_all_figures = has_figures && cells.iter().all(|content| super::figure::is_like_one(content));
    if is_of_row_numbers(&whole) {
        return Role::Number;
    }
    if is_of_units(&whole) && !has_figures {
        return Role::Unit;
    }
    // 「事業費」 is no column of names, and what stands left of the years can be figures. Remarks may be numbers.
    let is_of_words = if at < region.first_value { !is_all_figures } else { !has_figures };
    let is_of_remarks = |role: &Role| *role == Role::Owner || *role == Role::Note && !bare(&whole).contains("会計");
    let named = of_names(&whole).filter(|_| !matches!(year, Years::One(_)));
    if let Some(role) = named.filter(|role| is_of_words || is_of_remarks(role)) {
        return role;
    }
    if parts.iter().any(|part| is_left_out(part)) {
        return Role::LeftOut;
    }
    let kind = kind_of(parts.iter()).unwrap_or(otherwise);
    match year {
        Years::One(_) | Years::Range(_)
            if parts.iter().any(|part| is_no_effect(part)) && flow_of(parts.iter()).is_none() =>
        {
            Role::Unknown
        }
        Years::One(year) => Role::Year(year, kind),
        Years::Range(span) if parts.iter().any(|part| sums::is_heading(part)) => Role::Sum(Some(span), kind),
        Years::Range(span) => Role::Period(span, kind),
        _ if parts.iter().any(|part| sums::is_heading(part)) => Role::Sum(None, kind),
        _ if at < region.first_value && !is_all_figures => Role::Names(Names::Any),
        _ if parts.is_empty() && is_counted(&cells) => Role::Number,
        _ if !has_figures => Role::Note,
        _ => Role::Unknown,
    }
}

fn is_number(content: &Content) -> bool {
    super::figure::is_like_one(content)
        && !matches!(content, Content::Text(words) if words.trim().chars().all(|c| !c.is_numeric()))
}

/// Whether cells are the numbers of rows: 1, 2, 3.
fn is_counted(cells: &[&Content]) -> bool {
    let numbers = cells.iter().map(|content| match super::figure::read(content, super::figure::Reading::default()) {
        Ok(super::figure::Figure::Number(number, None)) => Some(number),
        _ => None,
    });
    (1..).zip(numbers).all(|(at, number): (i32, _)| number == Some(f64::from(at)))
}

/// What a map says of a column.
fn stated(is: ColumnIs, year: Years, parts: &[String], otherwise: Kind) -> Role {
    let of_year = |kind| match year {
        Years::One(year) => Role::Year(year, kind),
        Years::Range(span) => Role::Period(span, kind),
        _ => Role::Unknown,
    };
    match is {
        ColumnIs::Policy => Role::Names(Names::Policies),
        ColumnIs::Initiative => Role::Names(Names::Initiatives),
        ColumnIs::Owner => Role::Owner,
        ColumnIs::Note => Role::Note,
        ColumnIs::Kind => Role::Kind,
        ColumnIs::Unit => Role::Unit,
        ColumnIs::Figures => of_year(Kind::Planned),
        ColumnIs::Savings | ColumnIs::Revenues | ColumnIs::Costs => of_year(kind_of(parts.iter()).unwrap_or(otherwise)),
        ColumnIs::Targets => of_year(Kind::Target),
        ColumnIs::Actuals => of_year(Kind::Actual),
        ColumnIs::Sum => {
            let span = if let Years::Range(span) = year { Some(span) } else { None };
            Role::Sum(span, kind_of(parts.iter()).unwrap_or(Kind::Planned))
        }
        ColumnIs::Skip => Role::LeftOut,
    }
}
