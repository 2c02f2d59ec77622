//! Words on a chart: how wide they are, how they are shortened, and how they keep clear of each other.

use unicode_width::UnicodeWidthChar;

/// The width of words in a size, estimated so that no usual font exceeds it: a full-width character is as wide as it is
/// high, another one takes 0.6 of that.
pub(in crate::report::page) fn width(words: &str, size: f64) -> f64 {
    words.chars().map(|c| wide(c) * size).sum()
}

fn wide(c: char) -> f64 {
    // Characters of ambiguous width, ▲ among them, are full-width in Japanese fonts.
    match c.width_cjk().unwrap_or(0) {
        0 => 0.0,
        1 if matches!(c, 'W' | 'M' | 'm' | 'w' | '%' | '@') => 0.95,
        1 => 0.6,
        _ => 1.0,
    }
}

/// Words on one line no wider than `room`, ended by … where something is left out.
pub(in crate::report::page) fn shortened(words: &str, room: f64, size: f64) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if width(&line, size) <= room {
        return line;
    }
    let mut left = room - size;
    let kept = line.chars().take_while(|c| {
        left -= wide(*c) * size;
        left >= 0.0
    });
    let kept: String = kept.collect();
    format!("{}…", kept.trim_end_matches(['\u{200d}', ' ']))
}

/// Words on at most `most` lines no wider than `room`; lines already broken stay so, where they fit.
pub(in crate::report::page) fn wrapped(words: &str, room: f64, size: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for given in words.lines() {
        let mut line = String::new();
        for piece in pieces(given) {
            if !line.is_empty() && width(&line, size) + width(piece.trim_end(), size) > room {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            line.push_str(piece);
        }
        lines.push(line.trim_end().to_owned());
    }
    if lines.len() > most {
        let rest = lines.split_off(most.saturating_sub(1)).join(" ");
        lines.push(if width(&rest, size) <= room { format!("{rest}…") } else { rest });
    }
    lines.iter().map(|line| shortened(line, room, size)).collect()
}

/// Where a line may be broken: after a space or a hyphen, and beside a full-width character that is no closing mark.
fn pieces(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut begin = 0;
    let mut before = None;
    for (at, c) in line.char_indices() {
        let breaks =
            |b: char| matches!(b, ' ' | '-' | '–') || ((wide(b) == 1.0 || wide(c) == 1.0) && !closes(c) && !opens(b));
        if before.is_some_and(breaks) && c != ' ' {
            pieces.push(&line[begin..at]);
            begin = at;
        }
        before = Some(c);
    }
    pieces.push(&line[begin..]);
    pieces
}

fn closes(c: char) -> bool {
    matches!(c, '、' | '。' | '）' | ')' | '」' | '・' | 'ー' | '…' | '％' | '%' | ',' | '.')
}

fn opens(c: char) -> bool {
    matches!(c, '（' | '(' | '「' | '▲')
}

/// Moves places apart, as little as needed, until no two are nearer than `gap`, between `low` and `high`; their order
/// stays. Where there is no room for all, they are spread evenly.
pub(in crate::report::page) fn apart(places: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|a, b| places[*a].total_cmp(&places[*b]));
    let room = (high - low) / (places.len().max(2) - 1) as f64;
    let gap = gap.min(room);
    let mut moved: Vec<f64> = order.iter().map(|i| places[*i].clamp(low, high)).collect();
    // Groups of labels that touch are centred on what they name.
    let mut groups: Vec<(f64, Vec<f64>)> = Vec::new();
    for place in moved.drain(..) {
        let mut group = (place, vec![place]);
        while let Some(last) = groups.last() {
            let (end, begin) = (extent(last, gap).1, extent(&group, gap).0);
            if end + gap <= begin + 1e-9 {
                break;
            }
            let mut all = groups.pop().map(|g| g.1).unwrap_or_default();
            all.append(&mut group.1);
            let half = gap * (all.len() - 1) as f64 / 2.0;
            let mean = all.iter().sum::<f64>() / all.len() as f64;
            group = (mean.clamp(low + half, (high - half).max(low + half)), all);
        }
        groups.push(group);
    }
    let mut out = vec![0.0; places.len()];
    let sorted = groups.iter().flat_map(|g| {
        let begin = extent(g, gap).0;
        (0..g.1.len()).map(move |k| begin + gap * k as f64)
    });
    for (i, place) in order.iter().zip(sorted) {
        out[*i] = place;
    }
    out
}

fn extent((centre, all): &(f64, Vec<f64>), gap: f64) -> (f64, f64) {
    let half = gap * (all.len() - 1) as f64 / 2.0;
    (centre - half, centre + half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_characters_are_as_wide_as_high() {
        assert_eq!([width("目標", 10.0), width("▲", 10.0), width("", 10.0)], [20.0, 10.0, 0.0]);
        assert!((width("1,234", 10.0) - 30.0).abs() < 1e-9);
    }

    #[test]
    fn long_words_are_shortened_to_the_room() {
        assert_eq!(shortened("目標額", 30.0, 10.0), "目標額");
        // 35 wide: 10 for …, 25 for two characters.
        assert_eq!(shortened("目標額の合計", 35.0, 10.0), "目標…");
        assert_eq!(shortened("a\nb\t c", 100.0, 10.0), "a b c");
        for room in 1..80 {
            let long = "🏯👨‍👩‍👧 名前 with words".repeat(20);
            assert!(width(&shortened(&long, f64::from(room), 10.0), 10.0) <= f64::from(room).max(10.0));
        }
    }

    #[test]
    fn lines_are_broken_where_they_may_be() {
        assert_eq!(wrapped("計画期間の額", 40.0, 10.0, 3), ["計画期間", "の額"]);
        assert_eq!(wrapped("Years before\nthe plan", 200.0, 10.0, 3), ["Years before", "the plan"]);
        // 42 for "one for", 30 for "three"; with " six" it would be 54.
        assert_eq!(wrapped("one for three six", 45.0, 10.0, 2), ["one for", "three…"]);
        assert_eq!(wrapped("(FY2022-FY2026)", 60.0, 10.0, 3), ["(FY2022-", "FY2026)"]);
        // No line ends with an opening mark or begins with a closing one.
        assert_eq!(wrapped("実績（確定）", 30.0, 10.0, 3), ["実績", "（確", "定）"]);
    }

    #[test]
    fn labels_are_moved_apart_and_stay_in_order() {
        assert_eq!(apart(&[10.0, 50.0], 15.0, 0.0, 100.0), [10.0, 50.0]);
        // Two at 50 and one at 52: centred on their mean, 15 apart.
        let mean = 152.0 / 3.0;
        assert_eq!(apart(&[50.0, 52.0, 50.0], 15.0, 0.0, 100.0), [mean - 15.0, mean + 15.0, mean]);
        assert_eq!(apart(&[0.0, 0.0], 20.0, 0.0, 100.0), [0.0, 20.0]);
        assert_eq!(apart(&[100.0, 100.0, 99.0], 10.0, 0.0, 100.0), [90.0, 100.0, 80.0]);
        // No room for 15 each: evenly.
        assert_eq!(apart(&[5.0, 5.0, 5.0], 15.0, 0.0, 20.0), [0.0, 10.0, 20.0]);
        assert!(apart(&[], 10.0, 0.0, 1.0).is_empty());
    }
}
