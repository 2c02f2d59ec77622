//! The measurements find what they look for: small pages with one fault each, and one without any.

use super::checks::{self, ALL};
use super::page::Medium;
use super::{Page, browse, focus};
use std::path::PathBuf;
use tempfile::TempDir;

const STYLE: &str = "body { margin: 10px; background: #fff; color: #000 } figure { margin: 0; break-inside: avoid } \
    tr { break-inside: avoid } .value { visibility: hidden } g:focus .value { visibility: visible }";

const CHART: &str = r#"<figure><svg role="img" aria-label="a chart" width="400" height="100"><title>a chart</title>
    <g tabindex="0" aria-label="R4: 12"><rect width="50" height="20" fill="black"></rect>
    <text class="value" x="200" y="20">R4: 12</text></g><text x="5" y="90">below</text></svg></figure>"#;

const TABLE: &str =
    "<table><thead><tr><th scope='col'>amount</th></tr></thead><tbody><tr><td>12</td></tr></tbody></table>";

fn html(head: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>t</title><style>{STYLE}</style>{head}</head><body>{body}</body></html>"
    )
}

fn sound(more: &str) -> String {
    html("", &format!("<h1>title</h1><h2>part</h2>{CHART}{TABLE}<p><a href='#a' id='a'>up</a></p>{more}"))
}

fn written(folder: &TempDir, html: &str) -> PathBuf {
    let path = folder.path().join("page.html");
    std::fs::write(&path, html).expect("writable");
    path
}

/// Every measure of a page, by name, that finds something.
fn found(page: &mut Page<'_>) -> Vec<&'static str> {
    let at = |measure: &&&'static str| !checks::wrong(page, measure).is_empty();
    ALL.iter().chain(&["breaks"]).filter(at).copied().collect()
}

#[test]
fn a_sound_page_has_no_fault() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = written(&folder, &sound(""));
    browse(|browser| checks::holds(&mut Page::open(browser, &file), "a sound page"));
}

#[test]
fn each_fault_is_found_by_its_measure() {
    let chart = |inner: &str| {
        format!(
            "<figure><svg role='img' aria-label='c' width='400' height='100'><title>c</title>{inner}</svg></figure>"
        )
    };
    let hatch = "<defs><pattern id='h' width='4' height='4' patternUnits='userSpaceOnUse'><path d='M0 0L4 4' stroke='#333'/></pattern></defs>";
    let cases: Vec<(&str, String)> = vec![
        ("foreign", sound("<script>1</script>")),
        ("foreign", sound("<p onclick='1'>x</p>")),
        ("foreign", sound("<p><a href='https://example.invalid/'>out</a></p>")),
        ("charts", html("", "<h1>title</h1>")),
        ("charts", sound(&chart("<path d='M0 NaN'/>"))),
        (
            "charts",
            sound(
                "<figure style='width: 100px; height: 100px'><svg role='img' aria-label='c' width='400' height='100'><title>c</title></svg></figure>",
            ),
        ),
        ("overlaps", sound(&chart("<text x='10' y='50'>one label</text><text x='40' y='52'>another</text>"))),
        (
            "overlaps",
            sound(
                "<p style='position: relative'>words<span style='position: absolute; left: 3px'>over words</span></p>",
            ),
        ),
        ("inside", sound(&chart("<text x='380' y='50' fill='#000'>a long label</text>"))),
        (
            "inside",
            sound(
                "<table style='table-layout: fixed; width: 60px'><tr><th scope='row'>x</th><td>12345678901234567890</td></tr></table>",
            ),
        ),
        ("scrolling", sound("<div style='width: 3000px'>wide</div>")),
        ("contrast", sound("<p style='color: #888'>grey</p>")),
        (
            "contrast",
            sound(&chart("<rect width='100' height='100' fill='#555'/><text x='10' y='50' fill='#000'>dark</text>")),
        ),
        (
            "contrast",
            sound(&chart(&format!(
                "{hatch}<rect width='100' height='100' fill='url(#h)'/><text x='10' y='50'>hatched</text>"
            ))),
        ),
        ("headings", sound("<h4>too deep</h4>")),
        ("headings", html("", &format!("<h2>part</h2>{CHART}"))),
        ("names", sound("<figure><svg width='90' height='90'></svg></figure>")),
        ("names", sound("<p id='a'>again</p>")),
        ("names", sound("<p><a href='#nowhere'>up</a></p>")),
        ("names", sound("<table><tr><td>1</td></tr></table>")),
        (
            "breaks",
            sound(
                "<figure style='break-inside: auto'><svg role='img' aria-label='c' width='99' height='99'><title>c</title></svg></figure>",
            ),
        ),
        (
            "breaks",
            sound("<figure><svg role='img' aria-label='c' width='99' height='900'><title>c</title></svg></figure>"),
        ),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    browse(|browser| {
        for (measure, html) in cases {
            let file = written(&folder, &html);
            let mut page = Page::open(browser, &file);
            if measure == "breaks" {
                page.show(Medium::Paper);
            }
            assert_eq!(found(&mut page), [measure], "{html}");
        }
    });
}

#[test]
fn requests_and_messages_are_recorded() {
    let cases = [
        ("a request", sound("<img src='other.png' alt='x'>")),
        ("consoleAPICalled", sound("<script>console.log('x')</script>")),
        ("exceptionThrown", sound("<script>none()</script>")),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    browse(|browser| {
        for (what, html) in cases {
            let file = written(&folder, &html);
            let incidents = Page::open(browser, &file).incidents();
            assert!(incidents.iter().any(|i| i.contains(what)), "{what}: {incidents:?}");
        }
    });
}

#[test]
fn what_is_off_is_off() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = written(&folder, &sound(""));
    browse(|browser| {
        let mut page = Page::open(browser, &file);
        let online = page.value("navigator.onLine");
        let answer = page.value("fetch('http://127.0.0.1:9/').then(() => 'an answer', () => 'none')");
        assert_eq!((online.as_bool(), answer.as_str()), (Some(false), Some("none")));
    });
}

#[test]
fn values_that_are_not_shown_are_found() {
    let cases = [
        ("", 0),
        // The readout is never seen, says something else, or belongs to nothing that can be focused.
        ("<style>g:focus .value { visibility: hidden }</style>", 1),
        (
            "<style>.value { visibility: visible !important }</style><figure><svg><text class='value'>13</text><g tabindex='0' aria-label='R5: 14'><text class='value'>15</text></g></svg></figure>",
            1,
        ),
        ("<p tabindex='3'>first of all</p>", 4),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    browse(|browser| {
        for (more, faults) in cases {
            let file = written(&folder, &sound(more));
            let found = focus::unreached(&mut Page::open(browser, &file));
            assert_eq!(found.len(), faults, "{more}: {found:?}");
        }
        let file = written(&folder, &html("", "<p><a href='#a' id='a'>up</a></p>"));
        assert_eq!(focus::unreached(&mut Page::open(browser, &file)), ["no value can be focused"]);
    });
}
