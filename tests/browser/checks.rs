//! What must hold of every page, measured in the page itself.

use super::Page;
use super::page::Medium;
use serde_json::Value as Json;

/// The measurements: an object of functions, each of which gives what is wrong as a list of sentences.
const MEASURES: &str = include_str!("measures.js");

/// Everything that is looked at.
pub(super) const ALL: [&str; 8] =
    ["foreign", "charts", "overlaps", "inside", "scrolling", "contrast", "headings", "names"];

/// The expression that calls a measure.
pub(super) fn measure(call: &str) -> String {
    format!("({MEASURES})().{call}")
}

/// What a measure finds wrong with the page as it is shown.
pub(super) fn wrong(page: &mut Page<'_>, name: &str) -> Vec<String> {
    let found = page.value(&measure(&format!("{name}()")));
    let sentence = |s: &Json| s.as_str().expect("a sentence").to_owned();
    found.as_array().expect("a list").iter().map(sentence).collect()
}

/// Fails with everything that is wrong with the page on two screens and on paper.
pub(super) fn holds(page: &mut Page<'_>, name: &str) {
    let mut all = Vec::new();
    for medium in [Medium::Screen(1280, 900), Medium::Screen(1920, 1080), Medium::Paper] {
        page.show(medium);
        for measure in ALL {
            all.extend(wrong(page, measure).into_iter().map(|w| format!("{medium:?}, {measure}: {w}")));
        }
    }
    page.show(Medium::Paper);
    all.extend(wrong(page, "breaks").into_iter().map(|w| format!("breaks: {w}")));
    page.show(Medium::Screen(1280, 900));
    all.extend(page.incidents());
    let shown = all.iter().take(40).cloned().collect::<Vec<_>>().join("\n  ");
    assert!(all.is_empty(), "{name}: {} faults\n  {shown}", all.len());
}
