//! Tables of effects as municipalities publish them → what was understood of them, cell by cell → a scenario.
//!
//! ```text
//! bytes ──source──▶ grids ──find──▶ regions ──columns, rows, figure──▶ tables ──effects, scenario──▶ a tree ──▶ Document
//! ```
//!
//! Nothing is guessed at: what can be read in two ways is refused at its cell, and decided by an option or a map file.

mod columns;
mod doubts;
mod effects;
mod figure;
mod find;
mod footing;
mod headings;
mod holders;
mod known;
mod labels;
mod map;
mod pasted;
mod problems;
mod reading;
mod rows;
mod scenario;
mod series;
mod source;
mod spelling;
mod sums;
mod table;
mod unit;
mod year;

pub(crate) use columns::{Column, Kind, Role};
pub(crate) use effects::What;
pub(crate) use footing::SumCheck;
pub(crate) use map::{Brackets, Dash, MapFile, Sign, TableMap, Takes, map_schema};
pub(crate) use rows::RowLevel;
pub(crate) use scenario::{Asked, Change, Imported};
pub(crate) use table::{Row, Table};

use crate::files;
use crate::fiscal::FiscalYear;
use crate::lang::{Text, text};
use crate::scenario::{Basis, Document, Problems};
use find::{Region, has_years_going_down, regions, title};
use problems::ImportProblems;
use reading::Seen;
use source::{Grid, grids};
use spelling::bare;
use std::io;

/// Which tables are imported, and how.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choice {
    /// The tables by number or title, each with what its figures are; none for all, where each file has one.
    pub(crate) tables: Vec<(String, Option<Takes>)>,
    /// The year of tables whose headings name none, or the first of those that do not say theirs.
    pub(crate) year: Option<FiscalYear>,
    /// What was typed of every table.
    pub(crate) every: TableMap,
    /// The map file.
    pub(crate) map: MapFile,
}

/// The tables of files as they were understood.
pub(crate) struct Understood {
    /// The tables.
    pub(crate) tables: Vec<Table>,
    told: ImportProblems,
}

/// Reads the tables of files.
///
/// # Errors
/// Files that are not read, tables of which it is not clear which are meant, and cells that are not clear.
pub(crate) fn understand(
    names: &[String],
    read: &dyn Fn(&str) -> io::Result<Vec<u8>>,
    choice: &Choice,
    base: Option<&Document>,
) -> Result<Understood, Problems> {
    let mut told =
        ImportProblems { files: base.map(|base| base.files().to_vec()).unwrap_or_default(), problems: Vec::new() };
    let mut seen: Vec<(Grid, Region, Seen)> = Vec::new();
    for name in names {
        let file = told.file(name);
        let (before, mut goes_down) = (seen.len(), false);
        let found: Vec<(Grid, Region)> = opened(name, read, &mut told)
            .into_iter()
            .flat_map(|grid| {
                goes_down |= has_years_going_down(&grid);
                let found = regions(&grid, choice.year);
                found.into_iter().map(move |region| (grid.clone(), region)).collect::<Vec<_>>()
            })
            .collect();
        let is_alone = found.len() == 1;
        for (grid, region) in found {
            let title = title(&grid, &region);
            let (number, sheet) = (seen.len() + 1, grid.sheet.name.clone());
            let own = Seen { number, file, name: name.clone(), sheet, title, is_alone };
            seen.push((grid, region, own));
        }
        if seen.len() == before && told.problems.is_empty() {
            let message =
                text!(ja: "ファイル「{name}」に表が見つかりません", en: "no table was found in the file '{name}'");
            told.refuse_all(message, what_is_a_table(goes_down));
        }
    }
    is_year_of_use(&seen, choice, &mut told);
    let chosen = chosen(&seen, choice, &mut told);
    let mut tables = Vec::new();
    for (at, map) in chosen {
        let (grid, region, seen) = &seen[at];
        if choice.every.unit.is_none() {
            unit::compare_with_map(grid, region, seen.file, &map, &mut told);
        }
        tables.extend(reading::table(grid, region, seen, map, &mut told));
    }
    match told.problems() {
        Some(problems) => Err(problems),
        None => Ok(Understood { tables, told }),
    }
}

/// What is read as a table.
fn what_is_a_table(has_years_going_down: bool) -> Text {
    if has_years_going_down {
        return text!(
            ja: "年度が縦に並んでいるようです。Excel で行と列を入れ替えて（コピーして「形式を選択して貼り付け」の「行/列の入れ替え」）、保存し直してください",
            en: "years stand below one another: turn rows and columns in Excel (copy, Paste Special, Transpose) and save the file again"
        );
    }
    text!(
        ja: "見出しに年度（令和4年度、R4、2022 など）があり、その下に数値のある表を読みます。表題だけに年度がある一年度分の表なら、--year R4 のように年度を指定してください",
        en: "a table has fiscal years (R4, 2022, 2022/23) in its headings and figures below them; for a table of one year, which no heading names, state it: --year R4"
    )
}

/// Refuses a year that was stated where every heading names its own: it would not be heeded.
fn is_year_of_use(seen: &[(Grid, Region, Seen)], choice: &Choice, told: &mut ImportProblems) {
    let needs = |grid: &Grid, region: &Region| {
        let is_first = |(row, column): (u32, u32)| {
            let words = grid.words(row, column).unwrap_or_default();
            matches!(year::years(&words), year::Years::WithoutEra(_))
        };
        region.year.is_some() || is_first((region.years, region.first_value))
    };
    if choice.year.is_some() && !seen.is_empty() && !seen.iter().any(|(grid, region, _)| needs(grid, region)) {
        let message = text!(ja: "--year を使う表がありません", en: "no table needs --year");
        let hint = text!(ja: "どの見出しにも年度が書かれています。--year を外してください", en: "every heading names its fiscal year: leave --year out");
        told.refuse_all(message, hint);
    }
}

impl Understood {
    /// What was decided and understood of the tables, to be used for their next edition.
    pub(crate) fn map(&self, basis: Option<Basis>) -> MapFile {
        MapFile { format: 1, basis, table: self.tables.iter().map(Table::map).collect() }
    }
}

fn opened(name: &str, read: &dyn Fn(&str) -> io::Result<Vec<u8>>, told: &mut ImportProblems) -> Vec<Grid> {
    let refused = match read(name) {
        Ok(bytes) => match grids(name, &bytes) {
            Ok(grids) => return grids,
            Err([Text { ja, en }, hint]) => {
                (text!(ja: "ファイル「{name}」：{ja}", en: "the file '{name}': {en}"), hint)
            }
        },
        Err(error) => {
            let Text { ja, en } = files::why(&error);
            let message =
                text!(ja: "ファイル「{name}」を開けません（{ja}）", en: "cannot open the file '{name}' ({en})");
            (message, text!(ja: "名前と場所を確かめてください", en: "check the name and folder"))
        }
    };
    told.refuse_all(refused.0, refused.1);
    Vec::new()
}

/// The tables that are meant, each with what was decided about it.
fn chosen(seen: &[(Grid, Region, Seen)], choice: &Choice, told: &mut ImportProblems) -> Vec<(usize, TableMap)> {
    let of_map = |seen: &Seen| {
        let own =
            choice.map.table.iter().filter(|map| map.title.as_deref().is_some_and(|title| is_called(seen, title)));
        let every = choice.map.table.iter().filter(|map| map.title.is_none());
        own.chain(every).fold(TableMap::default(), TableMap::or)
    };
    let decided = |at: usize, takes: Option<Takes>| {
        let typed = TableMap { takes, is_use_typed: takes.is_some(), ..TableMap::default() };
        typed.or(&choice.every).or(&of_map(&seen[at].2))
    };
    let titles = choice.map.table.iter().filter_map(|map| Some((map.title.clone()?, None)));
    let named: Vec<(String, Option<Takes>)> =
        if choice.tables.is_empty() { titles.collect() } else { choice.tables.clone() };
    let mut found = Vec::new();
    for (name, takes) in &named {
        let fits: Vec<usize> = (0..seen.len()).filter(|at| is_called(&seen[*at].2, name)).collect();
        match fits[..] {
            [only] => found.push((only, decided(only, *takes))),
            [] => {
                let list = list(seen);
                let message = text!(ja: "表「{name}」はありません", en: "there is no table '{name}'");
                let hint = Text {
                    ja: format!("次から選んでください：{}", list.ja),
                    en: format!("choose one of these: {}", list.en),
                };
                told.refuse_all(message, hint);
            }
            _ => {
                let list = list(seen);
                let message =
                    text!(ja: "表「{name}」にあたる表がいくつもあります", en: "several tables are called '{name}'");
                let hint = Text {
                    ja: format!("番号で選んでください：{}", list.ja),
                    en: format!("choose one by its number: {}", list.en),
                };
                told.refuse_all(message, hint);
            }
        }
    }
    if !named.is_empty() || !told.problems.is_empty() {
        return found;
    }
    if seen.iter().all(|(.., seen)| seen.is_alone) {
        return (0..seen.len()).map(|at| (at, decided(at, None))).collect();
    }
    let list = list(seen);
    let message = text!(ja: "表がいくつもあります", en: "there are several tables");
    let hint = Text {
        ja: format!("--table 番号（または表題）で選んでください。いくつでも選べます：{}", list.ja),
        en: format!("choose with --table NUMBER (or title), as many as you like: {}", list.en),
    };
    told.refuse_all(message, hint);
    Vec::new()
}

/// Whether a table is meant by a number or words of its title.
fn is_called(seen: &Seen, name: &str) -> bool {
    name.trim().parse() == Ok(seen.number) || !bare(name).is_empty() && bare(&seen.title).contains(&bare(name))
}

/// The tables in a line each.
fn list(seen: &[(Grid, Region, Seen)]) -> Text {
    let mut list = Text::default();
    for (grid, region, seen) in seen {
        let row = region.heads.first().copied().unwrap_or(region.years);
        let place = problems::cell(&seen.sheet, &grid.named(row, region.first_value));
        let file = problems::file_name(&seen.name);
        let line = format!("\n    {}: {} ({file} {place})", seen.number, seen.title);
        list.ja.push_str(&line);
        list.en.push_str(&line);
    }
    list
}
