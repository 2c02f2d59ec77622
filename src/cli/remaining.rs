//! How long something will take yet, in words.

use crate::lang::Lang;
use indicatif::{ProgressState, ProgressStyle};
use std::fmt::Write;
use std::time::Instant;

/// Before so many seconds nothing is said: the first ones tell little.
const FIRST: f64 = 1.0;

/// A style of a bar in whose words `{left}` is the time left, by the mean speed since `begun`; nothing where the words are no
/// template.
pub(super) fn style(words: &str, begun: Instant, lang: Lang) -> Option<ProgressStyle> {
    let style = ProgressStyle::with_template(words).ok()?;
    Some(style.with_key("left", move |state: &ProgressState, out: &mut dyn Write| {
        let (done, all) = (state.pos(), state.len().unwrap_or(0));
        let _ = out.write_str(&left(begun.elapsed().as_secs_f64(), done, all, lang));
    }))
}

fn left(elapsed: f64, done: u64, all: u64, lang: Lang) -> String {
    if elapsed < FIRST || done == 0 {
        return "…".to_owned();
    }
    in_words(elapsed * all.saturating_sub(done) as f64 / done as f64, lang)
}

/// A length of time as one would say it.
fn in_words(seconds: f64, lang: Lang) -> String {
    let [whole, minutes] = [seconds, seconds / 60.0].map(|x| x.round() as u64);
    let (hours, rest) = (minutes / 60, minutes % 60);
    match (whole, minutes, lang) {
        (..100, _, Lang::Ja) => format!("{whole} 秒"),
        (..100, _, Lang::En) => format!("{whole} s"),
        (_, ..100, Lang::Ja) => format!("{minutes} 分"),
        (_, ..100, Lang::En) => format!("{minutes} min"),
        (_, _, Lang::Ja) => format!("{hours} 時間 {rest} 分"),
        (_, _, Lang::En) => format!("{hours} h {rest} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_goes_by_the_mean_speed() {
        // A quarter in 30 s: the rest takes 90.
        assert_eq!(left(30.0, 25, 100, Lang::En), "90 s");
        assert_eq!(left(30.0, 25, 100, Lang::Ja), "90 秒");
        assert_eq!(left(0.5, 25, 100, Lang::Ja), "…");
        assert_eq!(left(30.0, 0, 100, Lang::Ja), "…");
        assert_eq!(left(600.0, 10, 20, Lang::Ja), "10 分");
        assert_eq!(left(7200.0, 10, 25, Lang::En), "3 h 0 min");
    }
}
