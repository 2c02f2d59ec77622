//! Where the tables of a sheet stand: headings with fiscal years over figures, and the words around them.

use super::headings::{is_of_effects, kind_of};
use super::source::Grid;
use super::spelling::{bare, half_width};
use super::year::{Years, in_era_of, years};
use super::{figure, unit};
use crate::fiscal::FiscalYear;
use crate::harmless::on_one_line;
use crate::sheets::Content;
use std::collections::{BTreeMap, BTreeSet};

/// The place of a table on its sheet.
#[derive(Clone, Debug)]
pub(super) struct Region {
    /// The rows of its headings.
    pub(super) heads: Vec<u32>,
    /// The row of the fiscal years, one of the headings.
    pub(super) years: u32,
    /// The first column that belongs to a year.
    pub(super) first_value: u32,
    /// The year of every figure, where no heading names one.
    pub(super) year: Option<FiscalYear>,
    /// Another year that its title names.
    pub(super) other_year: Option<FiscalYear>,
    /// The first year, where the headings do not say it: 「4年度」.
    pub(super) first_year: Option<FiscalYear>,
    /// The rows below the headings, with those of notes behind them.
    pub(super) body: Vec<u32>,
    /// The lines above it: its title, its unit.
    pub(super) above: Vec<u32>,
    /// The lines below it.
    pub(super) below: Vec<u32>,
}

/// How far below a heading its first figure may stand.
const NEAR: usize = 8;
/// The most rows of headings above the years.
const MOST_ABOVE: usize = 4;
/// The longest heading of a year.
const LONGEST: usize = 40;

/// What begins a note.
const NOTES: [&str; 8] = ["※", "注", "(注", "＊", "*", "備考", "出典", "資料"];

/// The tables of a sheet, from the top. The year that was stated is the first of headings that do not say theirs, and that
/// of all figures where no heading names any.
pub(super) fn regions(grid: &Grid, stated: Option<FiscalYear>) -> Vec<Region> {
    let rows: Vec<u32> = grid.sheet.rows.keys().copied().collect();
    let mut found: Vec<Region> = Vec::new();
    let mut from = 0;
    while let Some(at) = (from..rows.len()).find(|at| is_head(grid, &rows, *at)) {
        let first_value = heading_columns(grid, rows[at]).first().copied().unwrap_or_default();
        let region = region(grid, &rows, (from, at), first_value, &|at| is_head(grid, &rows, at));
        from = region.1;
        found.push(Region { first_year: stated, ..region.0 });
    }
    if found.is_empty() {
        found = of_one_year(grid, &rows, stated);
    }
    for at in 0..found.len() {
        let end = found
            .get(at + 1)
            .map_or(u32::MAX, |next| next.above.first().or(next.heads.first()).copied().unwrap_or(u32::MAX));
        end_of_body(grid, &mut found[at], end);
    }
    joined(grid, found)
}

/// Tells the rows of a table from what stands below it.
fn end_of_body(grid: &Grid, region: &mut Region, end: u32) {
    region.body.retain(|row| *row < end);
    // A row with a name and words in the place of figures is one that cannot be read, and no note.
    let is_row = |row: u32, first: u32| {
        let has = |is_place: &dyn Fn(u32) -> bool| without_units(grid, row).any(|(column, _)| is_place(column));
        !is_note(grid, row) && has(&|column| column < first) && has(&|column| column >= first)
    };
    let first = region.first_value;
    let is_of_table = |row: u32| has_figures(grid, row, first) || is_row(row, first);
    let last = region.body.iter().rposition(|row| is_of_table(*row));
    let tail = last.map_or(Vec::new(), |last| region.body.split_off(last + 1));
    region.below = tail.into_iter().filter(|row| *row < end).collect();
}

/// Tables whose title names the year, or of which the year was stated: no heading does.
fn of_one_year(grid: &Grid, rows: &[u32], stated: Option<FiscalYear>) -> Vec<Region> {
    let is_effects = |content: &Content| matches!(content, Content::Text(words) if is_of_effects(words));
    let over = |at: usize| {
        let columns = grid.row(rows[at]).filter(|(_, content)| is_effects(content)).map(|(column, _)| column);
        columns.filter(|column| is_over_figures(grid, rows, at, *column)).collect::<Vec<u32>>()
    };
    let is_head = |at: usize| {
        let has_figures = grid.row(rows[at]).any(|(_, content)| figure::is_like_one(content));
        !has_figures && !over(at).is_empty() && without_units(grid, rows[at]).count() >= 2
    };
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(at) = (from..rows.len()).find(|at| is_head(*at)) {
        let first_value = over(at).first().copied().unwrap_or_default();
        let (region, end) = region(grid, rows, (from, at), first_value, &is_head);
        from = end;
        let titled = if let Years::One(year) = years(&title(grid, &region)) { Some(year) } else { None };
        let year = stated.or(titled);
        let other_year = titled.filter(|titled| year != Some(*titled));
        found.extend(year.is_some().then_some(Region { year, other_year, ..region }));
    }
    found
}

/// The title of a table: the lines above it, without that of the unit.
pub(super) fn title(grid: &Grid, region: &Region) -> String {
    let words = region.above.iter().flat_map(|row| grid.row(*row).filter_map(|(column, _)| grid.words(*row, column)));
    let bare = words.map(|words| on_one_line(&unit::without(&words)).trim_start_matches('#').trim().to_owned());
    bare.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Tables whose headings are the same, without a title between them, are the pages of one.
fn joined(grid: &Grid, found: Vec<Region>) -> Vec<Region> {
    let heads = |region: &Region| -> Vec<(u32, String)> {
        let cells = region.heads.iter().flat_map(|row| grid.row(*row).map(|(column, _)| (*row, column)));
        cells.map(|(row, column)| (column, bare(&grid.words(row, column).unwrap_or_default()))).collect()
    };
    let is_title = |words: &str| words.chars().any(char::is_alphabetic) && !words.contains("続き");
    // Between them nothing says that the one is in another unit, or of another kind, than the other.
    let says_otherwise = |last: &Region, region: &Region| {
        let own = unit::around(grid, last).first().map(|(name, ..)| *name);
        let between =
            last.below.iter().chain(&region.above).flat_map(|row| grid.row(*row).map(|(column, _)| (*row, column)));
        between.filter_map(|(row, column)| grid.words(row, column)).any(|words| {
            let has_unit = is_unit_line(&words) && unit::stated(&words) != own;
            has_unit || kind_of(std::iter::once(&words)).is_some()
        })
    };
    let is_page_of = |last: &Region, region: &Region| {
        let is_same = heads(last) == heads(region) && last.year == region.year;
        is_same && !is_title(&title(grid, region)) && !says_otherwise(last, region)
    };
    let mut all: Vec<Region> = Vec::new();
    for region in found {
        match all.last_mut().filter(|last| is_page_of(last, &region)) {
            Some(last) => {
                last.body.extend(region.body);
                last.below.extend(region.below);
            }
            None => all.push(region),
        }
    }
    all
}

/// Whether fiscal years stand in a column, one below the other.
pub(super) fn has_years_going_down(grid: &Grid) -> bool {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for (column, content) in grid.sheet.rows.keys().flat_map(|row| grid.row(*row)) {
        if matches!(content, Content::Text(words) if is_short(words) && matches!(years(words), Years::One(_))) {
            *counts.entry(column).or_default() += 1;
        }
    }
    counts.values().any(|count| *count >= 2)
}

/// A table whose years stand in a row, and the position of the first row that is none of it.
fn region(
    grid: &Grid,
    rows: &[u32],
    (from, at): (usize, usize),
    first_value: u32,
    is_head: &dyn Fn(usize) -> bool,
) -> (Region, usize) {
    let years_row = rows[at];
    let mut first = at;
    while first > from
        && at - first < MOST_ABOVE
        && rows[first - 1] + 1 == rows[first]
        && is_upper(grid, rows[first - 1], first_value)
    {
        first -= 1;
    }
    let mut body = at + 1;
    while body < rows.len() && is_lower(grid, rows[body], first_value) {
        body += 1;
    }
    let mut above: Vec<u32> = Vec::new();
    let mut title = first;
    while title > from
        && !is_note(grid, rows[title - 1])
        && is_title(grid, &rows[title - 1..=title], first_value, &above)
    {
        title -= 1;
        above.insert(0, rows[title]);
    }
    let next = (body..rows.len()).find(|at| is_head(*at)).unwrap_or(rows.len());
    let heads = rows[first..body].to_vec();
    let region = Region {
        heads,
        years: years_row,
        first_value,
        year: None,
        other_year: None,
        first_year: None,
        body: rows[body..next].to_vec(),
        above,
        below: Vec::new(),
    };
    // What stands above the next table may be its title; figures are none.
    let end = (body..next).rev().find(|at| has_figures(grid, rows[*at], first_value)).map_or(body, |at| at + 1);
    (region, end)
}

/// Whether a row holds fiscal years over figures. Years from one to another are headings of sums where years stand below.
fn is_head(grid: &Grid, rows: &[u32], at: usize) -> bool {
    let has_single = |at: usize| grid.row(rows[at]).any(|(_, content)| is_single(content));
    let below = at + 1..rows.len().min(at + 1 + MOST_ABOVE);
    is_over(grid, rows, at)
        && (has_single(at) || !below.into_iter().any(|at| has_single(at) && is_over(grid, rows, at)))
}

/// Whether a cell is one year, and not several.
fn is_single(content: &Content) -> bool {
    match content {
        Content::Text(words) => is_short(words) && matches!(years(words), Years::One(_) | Years::WithoutEra(_)),
        Content::Number(_) => true,
        _ => false,
    }
}

fn is_over(grid: &Grid, rows: &[u32], at: usize) -> bool {
    let row = rows[at];
    let columns = heading_columns(grid, row);
    let over_figures = columns.iter().filter(|column| is_over_figures(grid, rows, at, **column)).count();
    let others = without_units(grid, row).count();
    // Years in a row of figures are remarks.
    let has_figures = grid
        .row(row)
        .any(|(column, content)| !columns.contains(&column) && figure::is_like_one(content) && !is_dash(content));
    !has_figures && (over_figures >= 2 || over_figures == 1 && others >= 2)
}

/// The columns of a row whose cells are years.
fn heading_columns(grid: &Grid, row: u32) -> Vec<u32> {
    // Below figures, or below years, a row of numbers is one of figures.
    let is_above = |content: &Content| {
        figure::is_like_one(content) || matches!(content, Content::Text(words) if matches!(years(words), Years::One(_)))
    };
    let is_below = |column: u32| row > 0 && grid.content(row - 1, column).is_some_and(is_above);
    let is_below_figures = grid.row(row).any(|(column, content)| number(content).is_some() && is_below(column));
    let numbers: Vec<f64> = grid.row(row).filter_map(|(_, content)| number(content)).collect();
    // Numbers that rise by one and can be years are years: figures hardly do.
    let are_years = numbers.len() >= 2
        && numbers.iter().all(|number| (1980.0..2100.0).contains(number))
        && numbers.windows(2).all(|pair| pair[1] == pair[0] || (pair[1] - pair[0] - 1.0).abs() < 1e-9)
        && numbers.first() != numbers.last()
        && !is_below_figures;
    let is_year = |content: &Content| match content {
        content if number(content).is_some() => are_years,
        Content::Text(words) => {
            is_short(words) && matches!(years(words), Years::One(_) | Years::WithoutEra(_) | Years::Range(_))
        }
        _ => false,
    };
    let mut columns: Vec<u32> =
        grid.row(row).filter(|(_, content)| is_year(content)).map(|(column, _)| column).collect();
    // 「令和4年度」, 「5」, 「6」.
    let of_year = |column: u32| grid.words(row, column).map(|words| years(&words));
    if let (false, Some(Some(Years::One(first)))) = (are_years, columns.last().map(|column| of_year(*column))) {
        let last = columns[columns.len() - 1];
        let behind = grid.row(row).filter(|(column, _)| *column > last).map_while(|(column, content)| {
            Some((column, number(content).filter(|number| number.fract() == 0.0 && *number < 100.0)?))
        });
        let next = (1..).map(|more| first.plus(more));
        let goes_on =
            behind.zip(next).take_while(|((_, number), next)| in_era_of(first, *number as i32) == Some(*next));
        columns.extend(goes_on.map(|((column, _), _)| column));
    }
    columns
}

/// A number without anything else, which can be a year.
fn number(content: &Content) -> Option<f64> {
    match content {
        Content::Number(number) => Some(*number),
        Content::Text(words) if words.trim().chars().all(|c| c.is_ascii_digit()) => words.trim().parse().ok(),
        _ => None,
    }
}

/// Whether words can be the heading of a year: a remark that names one is longer, or says since when.
fn is_short(words: &str) -> bool {
    const REMARKS: [&str; 7] = ["から", "より", "以降", "まで", "開始", "実施予定", "。"];
    words.chars().count() <= LONGEST && !REMARKS.iter().any(|remark| words.contains(remark))
}

/// A dash stands for a heading as well as for a figure.
fn is_dash(content: &Content) -> bool {
    matches!(content, Content::Text(words) if !words.chars().any(char::is_alphanumeric))
}

/// Whether the first cell below a heading that is no heading is a figure.
fn is_over_figures(grid: &Grid, rows: &[u32], at: usize, column: u32) -> bool {
    let below = rows[at + 1..].iter().take(NEAR).filter_map(|row| grid.content(*row, column));
    // A line of headings between is passed over: 計画, 実績, 金額.
    below.take(4).any(figure::is_like_one)
}

fn has_figures(grid: &Grid, row: u32, first_value: u32) -> bool {
    grid.row(row).any(|(column, content)| column >= first_value && figure::is_like_one(content))
}

/// Whether a row above the years is one of headings: words over the figures, and no figure.
fn is_upper(grid: &Grid, row: u32, first_value: u32) -> bool {
    let over = without_units(grid, row).filter(|(column, _)| *column >= first_value).count();
    over > 0 && !has_figures(grid, row, first_value)
}

/// Whether a row below the years is one of headings: words in the columns of figures, and no figure.
fn is_lower(grid: &Grid, row: u32, first_value: u32) -> bool {
    let over = grid.row(row).filter(|(column, _)| *column >= first_value).count();
    over > 0 && !has_figures(grid, row, first_value)
}

/// The cells of a row but for that of the unit.
fn without_units(grid: &Grid, row: u32) -> impl Iterator<Item = (u32, &Content)> {
    grid.row(row).filter(|(_, content)| !matches!(content, Content::Text(words) if is_unit_line(words)))
}

fn is_unit_line(words: &str) -> bool {
    let bare = bare(words);
    bare.trim_start_matches(['(', '[', '【']).starts_with("単位")
        || bare.starts_with("(unit")
        || bare.starts_with("unit")
}

/// Whether a row above a table belongs to it: it stands right above, or is the first words above a blank line.
fn is_title(grid: &Grid, pair: &[u32], first_value: u32, above: &[u32]) -> bool {
    let [row, next] = pair else { return false };
    if has_figures(grid, *row, first_value.max(1)) && grid.row(*row).count() > 2 {
        return false;
    }
    let distance = next - row;
    let has_words = above
        .iter()
        .any(|row| grid.row(*row).any(|(_, content)| matches!(content, Content::Text(words) if !is_unit_line(words))));
    distance == 1 || distance <= 3 && !has_words
}

/// Whether a row is a note.
pub(super) fn is_note(grid: &Grid, row: u32) -> bool {
    let first = grid
        .row(row)
        .find_map(|(_, content)| if let Content::Text(words) = content { Some(half_width(words)) } else { None });
    first.is_some_and(|words| NOTES.iter().any(|mark| words.trim_start().starts_with(mark)))
}

impl Region {
    /// The rows where the unit may be stated, the nearest first.
    pub(super) fn around(&self) -> impl Iterator<Item = u32> + '_ {
        self.heads.iter().rev().chain(self.above.iter().rev()).chain(&self.below).copied()
    }

    /// Its columns that hold anything.
    pub(super) fn columns(&self, grid: &Grid) -> BTreeSet<u32> {
        self.heads.iter().chain(&self.body).flat_map(|row| grid.row(*row).map(|(column, _)| column)).collect()
    }
}
