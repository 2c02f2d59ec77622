//! Problems as they are read: the line, the place in it, what was found, what is allowed, what to do.

use crate::harmless::{self, on_one_line};
use crate::lang::{Lang, text};
use crate::scenario::{Located, Problems};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::fmt::Write as _;

/// How many problems are shown: enough to see what is wrong, and no wall of text.
const SHOWN: usize = 20;

/// The first problems, one after the other, and how many there are.
pub(super) fn render(problems: &Problems, lang: Lang) -> String {
    let mut out = String::new();
    for problem in problems.list.iter().take(SHOWN) {
        one(&mut out, problems, problem, lang);
        out.push('\n');
    }
    let n = problems.list.len();
    if n > SHOWN {
        let found = text!(ja: "誤りが {n} 件あります。はじめの {SHOWN} 件を示しました。", en: "{n} problems found; the first {SHOWN} are shown.");
        let _ = writeln!(out, "{}", found.get(lang));
        return out;
    }
    let found = match n {
        1 => text!(ja: "誤りが 1 件あります。", en: "1 problem found."),
        _ => text!(ja: "誤りが {n} 件あります。", en: "{n} problems found."),
    };
    let _ = writeln!(out, "{}", found.get(lang));
    out
}

fn one(out: &mut String, problems: &Problems, problem: &Located, lang: Lang) {
    let name = text!(ja: "誤り", en: "error");
    let title = Level::ERROR.with_name(name.get(lang)).primary_title(problem.message.get(lang));
    let group = Group::with_title(title);
    let file = problem.origin.as_ref().and_then(|o| problems.files.get(o.file).map(|f| (f, o.span.clone())));
    let rendered = match file {
        Some((file, _)) if !file.cells.is_empty() => {
            let cell = problem.origin.as_ref().and_then(|origin| file.cell(origin)).unwrap_or_default();
            let place = format!("{} {}", on_one_line(&file.name), on_one_line(cell));
            format!("{}\n  --> {place}", Renderer::plain().render(&[group]))
        }
        Some((file, span)) => {
            let end = line_end(&file.text, &span);
            let annotation = AnnotationKind::Primary.span(span.start.min(file.text.len())..end);
            let snippet = Snippet::source(file.text.as_str()).path(on_one_line(&file.name)).annotation(annotation);
            Renderer::plain().render(&[group.element(snippet)])
        }
        None => Renderer::plain().render(&[group]),
    };
    let _ = writeln!(out, "{rendered}");
    let mut line = |ja: &str, en: &str, words: &str| {
        let words = harmless::words(words);
        let _ = writeln!(out, "  {}: {words}", if lang == Lang::Ja { ja } else { en });
    };
    if !problem.key.is_empty() {
        line("項目", "key", &problem.key);
    }
    if let Some(found) = &problem.found {
        line("値", "value", found);
    }
    if let Some(allowed) = &problem.allowed {
        let is_missing = problem.found.is_none() && problem.is_lack;
        let (ja, en) = if is_missing { ("意味", "meaning") } else { ("使えるもの", "allowed") };
        line(ja, en, allowed.get(lang));
    }
    if let Some(hint) = &problem.hint {
        line("対処", "to do", hint.get(lang));
    }
}

/// A table that spans many lines is shown by its first.
fn line_end(text: &str, span: &std::ops::Range<usize>) -> usize {
    let start = span.start.min(text.len());
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    span.end.clamp(start, end.max(start))
}
