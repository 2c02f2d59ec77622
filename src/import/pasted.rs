//! A line of text that was copied out of a document → cells. Blanks are all that tells them apart.

use super::figure;
use super::spelling::indent;
use super::sums;
use super::year::{Years, years};
use crate::sheets::Content;

/// The cells of a line: first its words, then its figures or the headings of figures.
pub(super) fn cells(line: &str) -> Vec<String> {
    let margin = " ".repeat(indent(line));
    let mut fields = fields(line.trim());
    if let [only] = &fields[..] {
        fields = apart(only);
    }
    if let Some(first) = fields.first_mut().filter(|first| !first.is_empty()) {
        first.insert_str(0, &margin);
    }
    fields
}

/// What stands between two blanks or more.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut blanks = String::new();
    for c in line.chars() {
        if c.is_whitespace() {
            blanks.push(c);
            continue;
        }
        if indent(&blanks) > 1 && !is_sign(fields.last()) {
            fields.push(String::new());
        } else if let Some(last) = fields.last_mut() {
            last.push_str(&blanks);
        }
        blanks.clear();
        if let Some(last) = fields.last_mut() {
            last.push(c);
        }
    }
    fields
}

/// A sign that stands apart from its number.
fn is_sign(field: Option<&String>) -> bool {
    field.is_some_and(|field| field.ends_with(['▲', '△']))
}

/// A line with single blanks: from its end, what is a figure or the heading of one is a cell of its own.
fn apart(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in line.split_whitespace() {
        match words.last_mut().filter(|last| matches!(last.as_str(), "▲" | "△")) {
            Some(sign) => sign.push_str(word),
            None => words.push(word.to_owned()),
        }
    }
    // 「合計」 is the heading of a column beside years, and the name of a row beside figures.
    let has_years = words.iter().any(|word| is_year(word));
    let is_cell = |word: &String| {
        is_year(word) || has_years && sums::is_word(word) || figure::is_like_one(&Content::Text(word.clone()))
    };
    let values = words.iter().rev().take_while(|word| is_cell(word)).count();
    // A number at the end of a sentence is none of a table.
    if values < 2 && !(values == 1 && words.len() == 2) {
        return vec![line.to_owned()];
    }
    let label = words[..words.len() - values].join(" ");
    std::iter::once(label).chain(words.split_off(words.len() - values)).collect()
}

fn is_year(word: &str) -> bool {
    !matches!(years(word), Years::None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_tell_cells_apart() {
        assert_eq!(cells("I 業務マネジメント改革  11,442  ▲ 92,408"), ["I 業務マネジメント改革", "11,442", "▲ 92,408"]);
        assert_eq!(cells("II 組織・人材 -63,660 182,190 ▲ 5"), ["II 組織・人材", "-63,660", "182,190", "▲5"]);
        assert_eq!(cells("基本方針 令和4年度 令和5年度 合計"), ["基本方針", "令和4年度", "令和5年度", "合計"]);
        assert_eq!(cells("Policy 2024年度 2025年度 Total"), ["Policy", "2024年度", "2025年度", "Total"]);
        assert_eq!(cells("基本方針 R4 R5 期間計"), ["基本方針", "R4", "R5", "期間計"]);
        assert_eq!(cells("　窓口の委託　1,000　2,000"), ["  窓口の委託", "1,000", "2,000"]);
        assert_eq!(cells("合計 1,100 ▲ 150 3,360"), ["合計", "1,100", "▲150", "3,360"]);
        assert_eq!(cells("(単位：千円)"), ["(単位：千円)"]);
        assert_eq!(cells("取組は全部で 5 件 ある"), ["取組は全部で 5 件 ある"]);
        assert_eq!(cells(""), [""]);
    }
}
