//! Figures as they are printed on a terminal.

use super::{Figure, Figures, YEARLY};

/// The number that printed figures stand for: ▲ for a minus, commas between thousands.
pub(super) fn number(shown: &str) -> f64 {
    let digits = shown.replace('▲', "-").replace([',', '%'], "");
    digits.trim().parse().unwrap_or_else(|_| panic!("no number: {shown}"))
}

fn figure(shown: &str) -> Figure {
    Figure { shown: Some(shown.to_owned()), number: f64::NAN }
}

/// The main table and the one by year; `like` says how many policies there are.
pub(super) fn of_text(bytes: &[u8], like: &Figures) -> Figures {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let policies = like.main.len();
    let mut tables = text.split("===\n").skip(1).map(|below| {
        let rows = below.lines().take_while(|line| line.contains('|'));
        rows.map(|row| row.split('|').map(str::trim).collect::<Vec<_>>()).collect::<Vec<_>>()
    });
    let main = tables.next().expect("a main table");
    let by_year = tables.next().expect("a table by year");
    assert_eq!((main.len(), by_year.len()), (policies, policies * YEARLY.len()));
    let main = main.iter().map(|row| row[1..].iter().map(|cell| figure(cell)).collect()).collect();
    let rows =
        |block: &[Vec<&str>]| block.iter().map(|row| row[2..].iter().map(|cell| figure(cell)).collect()).collect();
    Figures { main, by_year: by_year.chunks(YEARLY.len()).map(rows).collect() }
}
