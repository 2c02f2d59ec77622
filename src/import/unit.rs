//! The unit of a table, as it is stated above, beside or below it, or in its headings.

use super::find::Region;
use super::map::TableMap;
use super::problems::ImportProblems;
use super::source::Grid;
use super::spelling::{bare, half_width};
use crate::lang::{Lang, text};
use crate::money::Name;

/// Units as they are printed, and by their English names.
const WORDS: [(&str, Name); 10] = [
    ("億円", Name::HundredMillionYen),
    ("百万円", Name::MillionYen),
    ("万円", Name::TenThousandYen),
    ("千円", Name::ThousandYen),
    ("円", Name::Yen),
    ("hundredmillionyen", Name::HundredMillionYen),
    ("millionyen", Name::MillionYen),
    ("tenthousandyen", Name::TenThousandYen),
    ("thousandyen", Name::ThousandYen),
    ("yen", Name::Yen),
];

/// A unit by its name.
pub(super) fn known(typed: &str) -> Option<Name> {
    let bare = bare(typed).replace('_', "");
    WORDS.iter().find(|(word, _)| *word == bare).map(|(_, name)| *name)
}

/// The unit that words state: `単位：千円`, `（千円）`, `金額（千円）`.
pub(super) fn stated(typed: &str) -> Option<Name> {
    let half = half_width(typed);
    for word in ["単位", "unit", "Unit", "UNIT"] {
        let Some((_, rest)) = half.split_once(word) else { continue };
        let Some(rest) = rest.trim_start().strip_prefix([':', '=', '・']).or_else(|| rest.strip_prefix(' ')) else {
            continue;
        };
        let to = rest.find([')', ']', '】', ';']).unwrap_or(rest.len());
        let mut names = rest[..to].split(['、', ',', '・']).map(str::trim).filter(|name| !name.is_empty());
        let first = names.clone().next().unwrap_or_default();
        return names.find_map(known).or_else(|| Name::of(first).ok());
    }
    in_brackets(&half).or_else(|| known(&half))
}

/// Words without the statement of a unit.
pub(super) fn without(typed: &str) -> String {
    const BRACKETS: [(char, char); 4] = [('（', '）'), ('(', ')'), ('【', '】'), ('[', ']')];
    for (open, close) in BRACKETS {
        let groups = typed
            .match_indices(open)
            .filter_map(|(from, _)| Some((from, from + typed[from..].find(close)? + close.len_utf8())));
        if let Some((from, to)) = groups.into_iter().find(|(from, to)| stated(&typed[*from..*to]).is_some()) {
            return format!("{}{}", &typed[..from], &typed[to..]);
        }
    }
    if stated(typed).is_some() { String::new() } else { typed.to_owned() }
}

/// The unit in brackets, or behind a blank at the end: `広告（百万円）`, `広告【単位：百万円】`, `広告 百万円`.
pub(super) fn in_name(typed: &str) -> Option<Name> {
    const BRACKETS: [(char, char); 5] = [('(', ')'), ('[', ']'), ('【', '】'), ('<', '>'), ('〔', '〕')];
    let half = half_width(typed);
    let of_group = |words: &str| {
        let words = words.trim().strip_prefix("単位").map_or(words, |rest| rest.trim_start_matches([':', ' ']));
        words.split(['、', ',', '・']).find_map(known)
    };
    let in_brackets = BRACKETS
        .iter()
        .find_map(|(open, close)| half.split(*open).skip(1).find_map(|rest| of_group(rest.split_once(*close)?.0)));
    in_brackets.or_else(|| known(half.rsplit_once(' ')?.1))
}

/// A name without its unit.
pub(super) fn out_of_name(typed: &str) -> String {
    let half = half_width(typed);
    if in_name(&half).is_none() {
        return typed.to_owned();
    }
    let ends = half.trim_end_matches([')', ']', '】', '>', '〕']);
    let from = if ends.len() < half.len() { ends.rfind(['(', '[', '【', '<', '〔']) } else { ends.rfind(' ') };
    from.map_or_else(|| typed.to_owned(), |from| half[..from].trim_end().to_owned())
}

fn in_brackets(half: &str) -> Option<Name> {
    half.split('(').skip(1).find_map(|rest| known(rest.split_once(')')?.0))
}

/// The units stated around a table, each with its cell, besides those in the headings of figures.
pub(super) fn around(grid: &Grid, region: &Region) -> Vec<(Name, u32, u32)> {
    let mut found: Vec<(Name, u32, u32)> = Vec::new();
    for row in region.around() {
        let is_head = region.heads.contains(&row);
        for (column, _) in grid.row(row) {
            let words = grid.words(row, column).unwrap_or_default();
            let is_heading = is_head && column >= region.first_value && !words.contains("単位");
            // Below a table a sentence may name a unit that is not the table's.
            let is_sentence = region.below.contains(&row)
                && !half_width(&words).trim_start_matches(['(', '※', '*']).starts_with("単位");
            if is_heading || is_sentence {
                continue;
            }
            if let Some(name) = stated(&words).filter(|name| found.iter().all(|(known, ..)| known != name)) {
                found.push((name, row, column));
            }
        }
    }
    found
}

/// Refuses a map whose unit is not the one that the table states: it was written for the table of another year.
pub(super) fn compare_with_map(grid: &Grid, region: &Region, file: usize, map: &TableMap, told: &mut ImportProblems) {
    let Some(typed) = map.unit.as_deref() else { return };
    let own = known(typed).or_else(|| Name::of(typed).ok());
    if let ([(stated, row, column)], Some(own)) = (&around(grid, region)[..], own)
        && *stated != own
    {
        let [stated, own] = [*stated, own].map(|name| name.text(Lang::Ja).to_owned());
        let message =
            text!(ja: "表の単位は{stated}ですが、対応表では{own}です", en: "the table states {stated}, the map {own}");
        let hint = text!(ja: "--unit で正しいほうを指定してください", en: "state the right one with --unit");
        told.refuse(grid, file, (*row, *column), None, message, hint);
    }
}

/// How many of `to` one of `from` is; nothing where that is not known.
pub(super) fn factor(from: Name, to: Name) -> Option<f64> {
    if from == to { Some(1.0) } else { from.in_units_of(to) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_stated_in_many_ways() {
        for typed in [
            "(単位：千円)",
            "単位: 千円",
            "（単位　千円）",
            "【単位：千円】",
            "（千円）",
            "金額（千円）",
            "千円",
            "単位：千円、％",
        ] {
            assert_eq!(stated(typed), Some(Name::ThousandYen), "{typed}");
        }
        assert_eq!(stated("（単位：百万円）"), Some(Name::MillionYen));
        assert_eq!(stated("(unit: million yen)"), Some(Name::MillionYen));
        assert_eq!(stated("改革改善効果額"), None);
        assert_eq!(stated("単位"), None);
        assert_eq!(without("効果額（継続的）（単位：千円）"), "効果額（継続的）");
        assert_eq!([without("単位：千円"), without("（千円）"), without("効果額")], ["", "", "効果額"]);
        assert_eq!(stated("千円未満切捨て"), None);
        assert_eq!(stated("（単位：人、千円）"), Some(Name::ThousandYen));
        for typed in [
            "広告（百万円）",
            "広告（単位：百万円）",
            "広告（単位百万円）",
            "広告[百万円]",
            "広告＜百万円＞",
            "広告【百万円】",
            "広告（百万円、税込）",
            "広告　百万円",
        ] {
            assert_eq!((in_name(typed), out_of_name(typed).as_str()), (Some(Name::MillionYen), "広告"), "{typed}");
        }
        for typed in ["広告", "広告（庁舎）", "10億円の削減", "広告 第2期"] {
            assert_eq!((in_name(typed), out_of_name(typed).as_str()), (None, typed), "{typed}");
        }
    }
}
