//! The keyboard: the tabulator key goes through everything in order, and every value shows what it says.

use super::{Page, checks};
use serde_json::Value as Json;

/// The longest way through a page that is gone key by key; what lies beyond is focused directly.
const KEYS: usize = 150;

/// What of the page the keyboard does not reach in order, and which values are not shown where they are reached.
pub(super) fn unreached(page: &mut Page<'_>) -> Vec<String> {
    let all = checks::wrong(page, "focusable");
    let (mut wrong, mut values) = (Vec::new(), 0);
    for (place, what) in all.iter().enumerate() {
        if place < KEYS {
            page.tab();
        } else {
            page.value(&format!("document.querySelector('[data-place=\"{place}\"]').focus({{ focusVisible: true }})"));
        }
        let now = page.value(&checks::measure("focused"));
        if now["place"] != place {
            wrong.push(format!("after {} keys at {}, not {what}", place + 1, now["what"]));
        } else if now["chart"] == true {
            wrong.extend(untold(&now));
            values += 1;
        }
    }
    if values == 0 {
        wrong.push("no value can be focused".to_owned());
    }
    wrong
}

/// What is wrong with what is shown at a value: one readout must be seen, and say what is read aloud.
fn untold(now: &Json) -> Option<String> {
    let label = now["label"].as_str().unwrap_or_default();
    let readouts: Vec<&str> = now["readouts"].as_array().expect("a list").iter().filter_map(Json::as_str).collect();
    match readouts[..] {
        [seen] if !seen.is_empty() && told_by(seen, label) => None,
        _ => Some(format!("{readouts:?} is seen where '{label}' is said")),
    }
}

/// Whether words begin as a label does; long ones may be shortened with an ellipsis.
fn told_by(seen: &str, label: &str) -> bool {
    let plain = |s: &str| s.split_whitespace().collect::<String>();
    let (seen, label) = (plain(seen), plain(label));
    seen.split('…').all(|part| label.contains(part))
}

#[test]
fn a_readout_may_only_be_shorter() {
    assert!(told_by("R4 12", "R4  12"));
    assert!(told_by("long na…: 12", "long names and more: 12"));
    assert!(!told_by("R4 13", "R4 12"));
}
