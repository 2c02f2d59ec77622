//! What cannot be decided of a table as a whole: columns that say nothing, figures that are merged, tables side by side.

use super::columns::{Column, Role};
use super::find::Region;
use super::headings::is_no_effect;
use super::map::TableMap;
use super::problems::ImportProblems;
use super::source::Grid;
use super::spelling::{bare, half_width};
use super::table::Row;
use super::year::{Years, years};
use crate::lang::text;

/// Refuses columns of figures that say nothing, or the same as another.
pub(super) fn are_known(grid: &Grid, region: &Region, columns: &[Column], file: usize, told: &mut ImportProblems) {
    for (at, column) in columns.iter().enumerate() {
        let head =
            region.heads.iter().rev().find(|row| grid.content(**row, column.at).is_some()).or(region.heads.last());
        let place = (head.copied().unwrap_or(region.years), column.at);
        if column.role == Role::Unknown {
            let message =
                text!(ja: "数値の列が何か分かりません", en: "it is not clear what this column of figures holds");
            let is_without_era = column.parts.iter().any(|part| matches!(years(part), Years::WithoutEra(_)));
            let has_year = column.parts.iter().any(|part| matches!(years(part), Years::One(_)));
            let hint = match (is_without_era, column.parts.iter().any(|part| is_no_effect(part))) {
                (true, _) => text!(
                    ja: "最初の年度を --year R4 のように指定するか、見出しに元号を書いてください",
                    en: "state the first year with --year R4, or write the era in the heading"
                ),
                (_, true) => text!(
                    ja: "対応表の [table.columns] に、読まないなら \"skip\"、効果から引く経費なら \"costs\" と書いてください",
                    en: "name it under [table.columns] of a map: \"skip\" if it is not to be read, \"costs\" if it is taken off the effects"
                ),
                _ if has_year => text!(
                    ja: "見出しからは決められません。対応表の [table.columns] に \"figures\"（計画）、\"actuals\"（実績）、\"savings\"（歳出減）、\"revenues\"（歳入増）、\"costs\"（経費）、\"skip\"（読まない）のどれかを書いてください",
                    en: "its heading does not decide it: name it \"figures\" (planned), \"actuals\", \"savings\", \"revenues\", \"costs\" or \"skip\" under [table.columns] of a map"
                ),
                _ => text!(
                    ja: "見出しに年度か「合計」と書くか、対応表の [table.columns] に書いてください（読まないなら \"skip\"）",
                    en: "write a fiscal year or 'Total' in its heading, or name it under [table.columns] of a map (\"skip\" if it is not to be read)"
                ),
            };
            told.refuse(grid, file, place, Some(column.heading.clone()), message, hint);
        }
        let is_same = |other: &&Column| match (other.role, column.role) {
            (Role::Year(..), Role::Year(..)) => (other.role, other.flow) == (column.role, column.flow),
            // A plan takes one sum for the whole period.
            (Role::Period(_, kind), Role::Period(_, other)) => kind == other,
            _ => false,
        };
        if let Some(other) = columns[..at].iter().find(is_same) {
            let first = grid.named(region.years, other.at);
            let message = text!(ja: "同じ年度（期間）の列が二つあります（{first} とこの列）", en: "two columns of the same year or of periods ({first} and this one)");
            let hint = text!(
                ja: "対応表の [table.columns] で、どちらかを \"skip\"（読まない）、\"targets\"（目標）、\"actuals\"（実績）としてください",
                en: "name one of them \"skip\", \"targets\" or \"actuals\" under [table.columns] of a map"
            );
            told.refuse(grid, file, place, Some(column.heading.clone()), message, hint);
        }
    }
}

/// Refuses rows of what is taken of which it is not clear whether it counts, and for which initiative.
pub(super) fn are_no_costs(grid: &Grid, columns: &[Column], rows: &[u32], file: usize, told: &mut ImportProblems) {
    let names = columns.iter().filter(|column| matches!(column.role, Role::Kind | Role::Names(_)));
    let at: Vec<u32> = names.map(|column| column.at).collect();
    for row in rows {
        let words = at.iter().rev().find_map(|column| Some((*column, grid.words(*row, *column)?)));
        let Some((column, words)) = words else { continue };
        let words = half_width(&words);
        let message = text!(ja: "経費の行を、どう数えるのか分かりません", en: "it is not clear how a row of costs is to be counted");
        let hint = text!(
            ja: "対応表の [table.rows] に \"{words}\" = \"skip\"（読まない）か \"costs\"（取組の経費として効果から引く）と書いてください",
            en: "write \"{words}\" = \"skip\" (not read) or \"costs\" (taken off the effects of its initiative) under [table.rows] of a map"
        );
        told.refuse(grid, file, (*row, column), Some(words), message, hint);
    }
}

/// Refuses rows of which a column of kinds or units does not say what they are, where it says it of others.
pub(super) fn are_clear(grid: &Grid, cells: &[(u32, u32)], file: usize, told: &mut ImportProblems) {
    for (row, column) in cells {
        let words = grid.words(*row, *column).map(|words| half_width(&words));
        let message = text!(ja: "この行の数値が何か（種類・単位）分かりません", en: "it is not clear what the figures of this row are (their kind or unit)");
        let hint = match &words {
            Some(words) => text!(
                ja: "対応表の [table.rows] に \"{words}\" = \"savings\"（歳出減）、\"revenues\"（歳入増）、\"costs\"（経費）か \"skip\"（読まない）と書いてください",
                en: "write \"{words}\" = \"savings\", \"revenues\", \"costs\" or \"skip\" under [table.rows] of a map"
            ),
            None => text!(ja: "ほかの行と同じように書いてください", en: "write it as in the other rows"),
        };
        told.refuse(grid, file, (*row, *column), words, message, hint);
    }
}

/// Refuses a table whose title says that it is one of costs: they are no effects.
pub(super) fn is_no_table_of_costs(title: &str, told: &mut ImportProblems) {
    let bare = bare(title);
    let has = |words: &[&str]| words.iter().any(|word| bare.contains(word));
    if has(&["経費", "費用", "事業費", "コスト"]) && !has(&["削減", "節減", "抑制", "縮減", "見直し", "適正化", "効果"])
    {
        told.refuse_all(
            text!(ja: "表題からは経費の表のようで、効果額ではありません", en: "by its title this is a table of costs, and not of effects"),
            text!(ja: "効果額の表なら、表題にそう書いてください", en: "if it is one of effects (効果額), say so in its title"),
        );
    }
}

/// Refuses figures below zero of a table of changes, of which it is not said whether they are effects.
pub(super) fn is_sign_said(rows: &[Row], title: &str, map: &TableMap, told: &mut ImportProblems) {
    let has_negative = rows.iter().flat_map(|row| &row.figures).any(|figure| figure.number < 0.0);
    if map.sign.is_none() && has_negative && bare(title).contains("増減") {
        told.refuse_all(
            text!(ja: "表題に「増減」とあり、マイナスが効果（歳出の減）か逆効果か分かりません", en: "the title speaks of changes: it is not clear whether a minus is less expenditure, and so an effect, or a loss"),
            text!(ja: "--sign change（歳出の増減。マイナスが効果）か --sign effect（効果額）を付けてください", en: "add --sign change (changes of expenditure: a minus is an effect) or --sign effect"),
        );
    }
}

/// Refuses merged cells of figures: it is not said how the one figure is shared among rows or years.
pub(super) fn are_not_merged(grid: &Grid, region: &Region, columns: &[Column], file: usize, told: &mut ImportProblems) {
    for (from, to) in &grid.sheet.merged {
        let is_of_figures = columns.iter().any(|column| column.at == from.column && column.role.is_of_figures());
        if from == to
            || !is_of_figures
            || !region.body.contains(&from.row)
            || grid.content(from.row, from.column).is_none()
        {
            continue;
        }
        let cells = format!("{}:{}", grid.named(from.row, from.column), grid.named(to.row, to.column));
        let message = text!(ja: "数値のセルが結合されています（{cells}）", en: "cells of figures are merged ({cells})");
        let hint = text!(ja: "結合を解き、それぞれの行・年度の数値を書いてください", en: "take the merging off and write the figure of each row and year");
        told.refuse(grid, file, (from.row, from.column), None, message, hint);
    }
}

/// Refuses tables that stand side by side: the names of one would be those of the other.
pub(super) fn is_one_table(grid: &Grid, region: &Region, columns: &[Column], file: usize, told: &mut ImportProblems) {
    let is_of_names = |column: &&Column| matches!(column.role, Role::Names(_));
    let first = columns.iter().find(|column| is_of_names(column) && column.at < region.first_value);
    let is_value_after = |at: u32| columns.iter().any(|column| column.at > at && column.role.is_of_figures());
    let is_second = |column: &&Column| {
        let is_headed_alike = first.is_some_and(|first| !first.heading.is_empty() && first.heading == column.heading);
        column.at > region.first_value && (is_of_names(column) || is_headed_alike) && is_value_after(column.at)
    };
    let second = first.and_then(|_| columns.iter().find(is_second));
    if let Some(second) = second {
        let message = text!(ja: "表が横に並んでいるようです（名前の列が数値の間にもあります）", en: "tables stand side by side (a column of names stands between figures)");
        let hint = text!(ja: "表ごとに別のシートか、上下に分けてください", en: "put each on a sheet of its own, or one below the other");
        told.refuse(grid, file, (region.years, second.at), Some(second.heading.clone()), message, hint);
    }
}
