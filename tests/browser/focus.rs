//! The keyboard: the tabulator key goes through everything in order, and every value shows what it says.

use super::{Page, checks};
use serde_json::Value as Json;

/// The longest way through a page that is gone key by key; what lies beyond is focused directly.
const KEYS: usize = 150;

/// What of the page the keyboard does not reach in order, and which values are not shown where they are reached.
pub(super) fn unreached(page: &mut Page<'_>) -> Vec<String> {
    let all = checks::wrong(page, "focusable");
    let mut reached = Vec::new();
    for _ in all.iter().take(KEYS) {
        page.tab();
        reached.push(page.value(&checks::measure("focused()")));
    }
    let rest = page.value(&checks::measure(&format!("rest({KEYS})")));
    reached.extend(rest.as_array().expect("a list").iter().cloned());
    let (mut wrong, mut values) = (Vec::new(), 0);
    for (place, (what, now)) in all.iter().zip(&reached).enumerate() {
        if now["place"] != place {
            wrong.push(format!("after {} keys at {}, not {what}", place + 1, now["what"]));
        } else if now["chart"] == true {
            wrong.extend(untold(now));
            values += 1;
        }
    }
    if values == 0 {
        wrong.push("no value can be focused".to_owned());
    }
    wrong
}

/// What is wrong with what is shown at a value: its own values must be seen, no others, and say what is read aloud.
fn untold(now: &Json) -> Option<String> {
    let [seen, label] = ["seen", "label"].map(|key| now[key].as_str().unwrap_or_default());
    let told = now["own"] == true && !seen.is_empty() && told_by(seen, label);
    (!told).then(|| format!("'{seen}' is seen where '{label}' is said"))
}

/// Whether words are those of a label; long ones may be shortened with an ellipsis.
fn told_by(seen: &str, label: &str) -> bool {
    let plain = |s: &str| s.split_whitespace().collect::<String>();
    let (seen, label) = (plain(seen), plain(label));
    seen == label || seen.contains('…') && seen.split('…').all(|part| label.contains(part))
}

#[test]
fn a_readout_may_only_be_shorter() {
    assert!(told_by("R4 12", "R4  12"));
    assert!(told_by("long na…: 12", "long names and more: 12"));
    assert!(!told_by("R4 13", "R4 12"));
    assert!(!told_by("R4", "R4 12"));
}
