//! Figures of the tables of a page, as shown and as programs read them.

use super::{Figure, Figures, YEARLY};
use crate::markup::{self, Element};

/// The rows of a table that are of a policy, in their order.
fn rows<'a>(page: &'a Element, name: &str) -> Vec<&'a Element<'a>> {
    let rows = page.tables(name)[0].rows();
    rows.into_iter().filter(|row| row.get("data-policy").is_some()).collect()
}

fn figures(row: &Element) -> Vec<Figure> {
    let cells = row.children().filter(|cell| cell.name == "td");
    cells.map(|cell| Figure { shown: Some(cell.words()), number: cell.number("data-value") }).collect()
}

/// The main table and the one by year.
pub(super) fn of_page(bytes: &[u8]) -> Figures {
    let page = markup::read(std::str::from_utf8(bytes).expect("UTF-8"));
    let main = rows(&page, "main");
    let by_year = rows(&page, "by-year");
    for (at, row) in by_year.iter().enumerate() {
        assert_eq!(row.get("data-statistic"), Some(YEARLY[at % YEARLY.len()]));
        assert_eq!(row.get("data-policy"), main[at / YEARLY.len()].get("data-policy"));
    }
    let of_policy = |rows: &[&Element]| rows.iter().map(|row| figures(row)).collect();
    Figures {
        main: main.into_iter().map(figures).collect(),
        by_year: by_year.chunks(YEARLY.len()).map(of_policy).collect(),
    }
}
