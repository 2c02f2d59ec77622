//! What the files of a comparison are called in its report.

use super::{Failure, writing};
use crate::harmless::on_one_line;
use crate::lang::{Lang, text};
use crate::model::Model;
use std::collections::BTreeSet;
use std::path::Path;

/// The labels that were typed, cleaned; none where none was.
///
/// # Errors
/// Not one a file, one that says nothing, one that stands for two files.
pub(super) fn typed(labels: &[String], files: usize) -> Result<Vec<String>, Failure> {
    let cleaned: Vec<String> = labels.iter().map(|label| on_one_line(label)).collect();
    let (given, mut wrong) = (cleaned.len(), Vec::new());
    if given > 0 && given != files {
        wrong.push(text!(
            ja: "--label：ファイルは {files} 個、呼び名は {given} 個です。ファイルの順に、同じ数だけ指定してください（例：--label 前年度 --label 今年度）。",
            en: "--label: {files} files, {given} label(s). Give one for each file, in their order (such as --label last-year --label this-year)."
        ));
    }
    if cleaned.iter().any(String::is_empty) {
        wrong.push(text!(
            ja: "--label：空の呼び名があります。表示できる文字を書いてください。",
            en: "--label: a label is empty. Write characters that can be printed."
        ));
    }
    let twice = cleaned.iter().enumerate().filter(|(at, label)| !label.is_empty() && cleaned[..*at].contains(*label));
    for label in twice.map(|(_, label)| label).collect::<BTreeSet<_>>() {
        wrong.push(text!(
            ja: "--label：呼び名「{label}」が二つのファイルに付いています。別の呼び名にしてください。",
            en: "--label: '{label}' stands for two files. Give each a label of its own."
        ));
    }
    writing::all(&wrong).map(|()| cleaned)
}

/// What plans with different periods are called: the names of their files or, where these do not tell them apart, their
/// titles, else their periods.
pub(super) fn of_files(names: &[&str], models: &[&Model], lang: Lang) -> Vec<String> {
    let titles = || models.iter().map(|model| on_one_line(&model.title)).collect();
    let periods = || models.iter().map(|model| model.period.short(lang)).collect();
    let stems: Option<Vec<String>> = names.iter().map(|name| stem(name)).collect();
    stems
        .filter(|stems| differ(stems))
        .or_else(|| Some(titles()).filter(|t: &Vec<String>| differ(t)))
        .unwrap_or_else(periods)
}

/// The name of a file without folder and ending; nothing of standard input.
fn stem(name: &str) -> Option<String> {
    let name = name.strip_prefix("example:").unwrap_or(name);
    Some(on_one_line(Path::new(name).file_stem()?.to_str()?)).filter(|stem| stem != "-")
}

/// Whether names tell what they stand for apart.
fn differ(names: &[String]) -> bool {
    names.iter().all(|name| !name.is_empty()) && names.iter().collect::<BTreeSet<_>>().len() == names.len()
}
