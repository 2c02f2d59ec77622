//! Figures of the tables of a page, as shown and as programs read them.

use super::{Figure, Figures, YEARLY};

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {name}=\""))?.1.split('"').next()
}

/// The rows of a table that are of a policy, in their order: what opens each, and its figures.
fn rows<'a>(page: &'a str, name: &str) -> Vec<(&'a str, Vec<Figure>)> {
    let table =
        page.split(&format!("data-table=\"{name}\"")).nth(1).expect(name).split("</table>").next().expect("ended");
    let rows =
        table.split("<tr").skip(1).filter(|row| row.split('>').next().is_some_and(|tag| tag.contains("data-policy")));
    let figures = |row: &'a str| {
        let cells = row.split("<td").skip(1).map(|cell| {
            let (tag, rest) = cell.split_once('>').expect("a cell");
            let shown = rest.split('<').next().expect("ended").replace("&lt;", "<").replace("&gt;", ">");
            let number = attribute(tag, "data-value").unwrap_or_else(|| panic!("no number behind {shown}"));
            Figure { shown: Some(shown), number: number.parse().expect("a number") }
        });
        (row.split('>').next().expect("a tag"), cells.collect())
    };
    rows.map(figures).collect()
}

/// The main table and the one by year.
pub(super) fn of_page(bytes: &[u8]) -> Figures {
    let page = std::str::from_utf8(bytes).expect("UTF-8");
    let main = rows(page, "main");
    let by_year = rows(page, "by-year");
    for (at, (tag, _)) in by_year.iter().enumerate() {
        assert_eq!(attribute(tag, "data-statistic"), Some(YEARLY[at % YEARLY.len()]));
        assert_eq!(attribute(tag, "data-policy"), attribute(main[at / YEARLY.len()].0, "data-policy"));
    }
    let of_policy = |rows: &[(&str, Vec<Figure>)]| rows.iter().map(|(_, figures)| figures.clone()).collect();
    Figures {
        main: main.into_iter().map(|(_, figures)| figures).collect(),
        by_year: by_year.chunks(YEARLY.len()).map(of_policy).collect(),
    }
}
