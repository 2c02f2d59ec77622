//! Headings → what the columns of a table hold.

use super::find::Region;
use super::map::{ColumnIs, TableMap};
use super::source::Grid;
use super::spelling::{bare, half_width};
use super::unit;
use super::year::{Years, in_era_of, years};
use crate::fiscal::{FiscalYear, Span};
use crate::money::Name;
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

/// What is no figure of a year, by its heading.
const LEFT_OUT: [&str; 22] = [
    "差引",
    "差額",
    "増減",
    "比較",
    "前年比",
    "対前年",
    "前年度比",
    "構成比",
    "累計",
    "累積",
    "達成率",
    "進捗率",
    "実施率",
    "執行率",
    "割合",
    "%",
    "現在高",
    "年度末",
    "difference",
    "change",
    "cumulative",
    "percent",
];
/// What rows are called that are worked out of others, or stand there for comparison.
const LEFT_OUT_ROWS: [&str; 21] = [
    "差",
    "差引",
    "差引額",
    "差額",
    "増減",
    "増減額",
    "増減率",
    "比較",
    "率",
    "達成率",
    "進捗率",
    "実施率",
    "執行率",
    "伸び率",
    "構成比",
    "構成割合",
    "前年比",
    "目標",
    "目標額",
    "計画額",
    "実績額",
];
/// How the names of such rows begin.
const LEFT_OUT_BEGINS: [&str; 10] =
    ["前年度比", "前年度との", "前年比", "対前年", "計画との", "目標との", "累計額", "(参考", "差引効果", "純効果"];
const ACTUAL: [&str; 6] = ["実績", "決算", "actual", "outturn", "確定", "実額"];
const TARGET: [&str; 2] = ["目標", "target"];
const PLANNED: [&str; 11] =
    ["見込", "見通", "計画", "予定", "予算", "推計", "試算", "plan", "estimate", "forecast", "budget"];
const SUMS: [&str; 7] = ["合計", "総計", "総額", "期間計", "累計額", "total", "sum"];

/// The columns of a table, from the left.
pub(super) fn columns(grid: &Grid, region: &Region, title: &str, map: &TableMap) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let mut before = None;
    let headed: Vec<(u32, Vec<String>)> =
        region.columns(grid).into_iter().map(|at| (at, parts(grid, region, at))).collect();
    let is_said = headed.iter().any(|(_, parts)| kind_of(parts.iter()).is_some());
    let otherwise = kind_of_title(title).filter(|_| !is_said).unwrap_or(Kind::Planned);
    for (at, parts) in headed {
        let year = match year_of(&parts) {
            Years::WithoutEra(number) => {
                before.and_then(|before| in_era_of(before, number)).map_or(Years::Several, Years::One)
            }
            other => other,
        };
        if let Years::One(year) = year {
            before = Some(year);
        }
        let role = match map.column(&parts) {
            Some(is) => stated(is, year, &parts),
            None => role(grid, region, at, &parts, year, otherwise),
        };
        let unit = parts.iter().rev().find_map(|part| unit::stated(part));
        columns.push(Column { at, heading: parts.join(" "), parts, role, unit });
    }
    are_years(&mut columns);
    columns
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
fn merged_over(grid: &Grid, row: u32, column: u32) -> Option<(u32, u32)> {
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

/// Whether a heading that names one year means more than it, or less.
fn is_open(part: &str) -> bool {
    const WORDS: [&str; 10] = ["以降", "以前", "以後", "まで", "から", "半期", "～", "〜", "~", "月"];
    WORDS.iter().any(|word| part.contains(word))
}

/// Whether the heading of a year says that its figures are no effects.
fn is_no_effect(part: &str) -> bool {
    const WORDS: [&str; 10] =
        ["経費", "事業費", "費用", "職員数", "人数", "人員", "件数", "未達", "執行残", "収支不足"];
    WORDS.iter().any(|word| part.contains(word))
}

/// What figures are, by the lowest line of a heading that says it; of several words the last counts: 「実績見込み」 is an
/// estimate, 「実施計画の実績額」 an actual.
pub(super) fn kind_of<'p>(parts: impl DoubleEndedIterator<Item = &'p String>) -> Option<Kind> {
    let last = |bare: &str, words: &[&str]| words.iter().filter_map(|word| bare.rfind(word)).max();
    parts.rev().find_map(|part| {
        let bare = bare(part);
        let kinds = [(Kind::Target, &TARGET[..]), (Kind::Planned, &PLANNED), (Kind::Actual, &ACTUAL)];
        let found = kinds.into_iter().filter_map(|(kind, words)| Some((last(&bare, words)?, kind)));
        found.max_by_key(|(at, _)| *at).map(|(_, kind)| kind)
    })
}

/// What the figures of a table are by its title, where no heading says it.
pub(super) fn kind_of_title(title: &str) -> Option<Kind> {
    let bare = bare(title);
    let has = |words: &[&str]| words.iter().any(|word| bare.contains(word));
    let (is_actual, is_target) = (has(&ACTUAL) && !has(&["見込", "予定", "estimate", "forecast"]), has(&TARGET));
    // A title that names both says nothing of either.
    match (is_actual, is_target) {
        (true, false) => Some(Kind::Actual),
        (false, true) => Some(Kind::Target),
        _ => None,
    }
}

/// Whether a heading is of figures that are worked out of others.
pub(super) fn is_left_out(words: &str) -> bool {
    let bare = bare(words);
    let is_part = bare.trim_start_matches(['(', '[']).starts_with("うち") || bare.starts_with("内訳");
    is_part
        || bare.ends_with(['差', '率', '比'])
        || has_formula(&bare)
        || LEFT_OUT.iter().any(|word| bare.contains(word))
}

/// Whether a row is worked out of others, by its whole name: initiatives have such words in theirs.
pub(super) fn is_left_out_row(name: &str) -> bool {
    let bare = bare(name);
    let without = bare.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | '【' | '】'));
    LEFT_OUT_ROWS.contains(&without)
        || LEFT_OUT_BEGINS.iter().any(|word| without.starts_with(word) || bare.starts_with(word))
        || without.ends_with("再掲")
        || without.ends_with("ベース")
        || has_formula(&bare)
}

/// `b-a`, `b/a*100`, with no letters around.
fn has_formula(bare: &str) -> bool {
    ["b-a", "a-b", "b/a", "a/b"].iter().any(|formula| {
        bare.match_indices(formula).any(|(at, _)| {
            let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
            !is_letter(bare[..at].chars().next_back()) && !is_letter(bare[at + formula.len()..].chars().next())
        })
    })
}

fn is_sum(words: &str) -> bool {
    let bare = bare(words);
    let without_range = bare.split('(').next().unwrap_or_default();
    SUMS.iter().any(|word| bare.contains(word))
        || without_range.ends_with('計') && !without_range.ends_with("会計")
        || without_range == "計額"
}

fn role(grid: &Grid, region: &Region, at: u32, parts: &[String], year: Years, otherwise: Kind) -> Role {
    let whole = parts.join(" ");
    let cells: Vec<&Content> = region.body.iter().filter_map(|row| grid.content(*row, at)).collect();
    let has_figures = cells.iter().any(|content| is_number(content));
    let is_all_figures = has_figures && cells.iter().all(|content| super::figure::is_like_one(content));
    if is_of_row_numbers(&whole) {
        return Role::Number;
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
        Years::One(_) | Years::Range(_) if parts.iter().any(|part| is_no_effect(part)) => Role::Unknown,
        Years::One(year) => Role::Year(year, kind),
        Years::Range(span) if parts.iter().any(|part| is_sum(part)) => Role::Sum(Some(span), kind),
        Years::Range(span) => Role::Period(span, kind),
        _ if parts.iter().any(|part| is_sum(part)) => Role::Sum(None, kind),
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

/// Whether a heading is that of the numbers of rows.
fn is_of_row_numbers(heading: &str) -> bool {
    let bare = bare(heading);
    bare.ends_with("番号") || bare.ends_with("項番") || ["no", "no.", "№", "#", "番"].contains(&bare.as_str())
}

/// Whether cells are the numbers of rows: 1, 2, 3.
fn is_counted(cells: &[&Content]) -> bool {
    let numbers = cells.iter().map(|content| match super::figure::read(content, super::figure::Reading::default()) {
        Ok(super::figure::Figure::Number(number, None)) => Some(number),
        _ => None,
    });
    (1..).zip(numbers).all(|(at, number): (i32, _)| number == Some(f64::from(at)))
}

/// Columns of words.
fn of_names(heading: &str) -> Option<Role> {
    let bare = bare(heading);
    let has = |words: &[&str]| words.iter().any(|word| bare.contains(word));
    let policies = has(&["基本方針", "方針", "柱", "分野", "大項目", "policy", "directorate", "theme"]);
    let initiatives = has(&[
        "取組",
        "取り組み",
        "項目",
        "事業",
        "施策",
        "名称",
        "件名",
        "initiative",
        "scheme",
        "proposal",
        "measure",
    ]) && !has(&["大項目"]);
    if has(&["担当", "所管", "主管", "部署", "部局", "owner", "division", "department"]) {
        Some(Role::Owner)
    } else if has(&["備考", "摘要", "説明", "根拠", "会計", "remarks", "note", "comment"]) {
        Some(Role::Note)
    } else if policies && initiatives {
        Some(Role::Names(Names::Any))
    } else if policies {
        Some(Role::Names(Names::Policies))
    } else if initiatives {
        Some(Role::Names(Names::Initiatives))
    } else {
        None
    }
}

/// What a map says of a column.
fn stated(is: ColumnIs, year: Years, parts: &[String]) -> Role {
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
        ColumnIs::Figures => of_year(Kind::Planned),
        ColumnIs::Targets => of_year(Kind::Target),
        ColumnIs::Actuals => of_year(Kind::Actual),
        ColumnIs::Sum => {
            let span = if let Years::Range(span) = year { Some(span) } else { None };
            Role::Sum(span, kind_of(parts.iter()).unwrap_or(Kind::Planned))
        }
        ColumnIs::Skip => Role::LeftOut,
    }
}
