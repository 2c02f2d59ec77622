//! Figures of spreadsheets: the csv table of results, and the sheets of a workbook.

use super::{Figure, Figures, YEARLY};
use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use std::collections::BTreeMap;
use std::path::Path;

/// The columns of the main table in data.
const COLUMNS: [&str; 9] = ["target", "planned", "mean", "p10", "p50", "p90", "p_met", "mean_shortfall", "extra"];

fn figure(number: f64) -> Figure {
    Figure { shown: None, number }
}

/// Rows of data by the names of their columns, in the order of the report.
type Rows = Vec<BTreeMap<String, String>>;

fn ordered(rows: &Rows, like: &Figures) -> Figures {
    let number = |row: &BTreeMap<String, String>, name: &str| row[name].parse::<f64>().expect("a number");
    let is = |row: &&BTreeMap<String, String>, kind: &str| row["period_kind"] == kind && row["basis"] != "edition";
    let plans: Vec<_> = rows.iter().filter(|row| is(row, "plan")).collect();
    assert_eq!(plans.len(), like.main.len(), "as many policies");
    let of_policy = |plan: &&BTreeMap<String, String>| {
        let years = rows.iter().filter(|row| is(row, "year") && row["policy"] == plan["policy"]);
        let all: Vec<_> = years.chain([*plan]).collect();
        let value = |row: &BTreeMap<String, String>, name: &str| match name {
            "gap" => figure(number(row, "planned") - number(row, "target")),
            name => figure(number(row, name)),
        };
        YEARLY.iter().map(|name| all.iter().map(|row| value(row, name)).collect()).collect()
    };
    Figures {
        main: plans.iter().map(|row| COLUMNS.iter().map(|name| figure(number(row, name))).collect()).collect(),
        by_year: plans.iter().map(of_policy).collect(),
    }
}

pub(super) fn of_csv(bytes: &[u8], like: &Figures) -> Figures {
    let text = std::str::from_utf8(bytes).expect("UTF-8").trim_start_matches('\u{feff}');
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().expect("columns").clone();
    let row = |r: csv::StringRecord| heads.iter().zip(&r).map(|(h, c)| (h.to_owned(), c.to_owned())).collect();
    ordered(&reader.records().map(|r| row(r.expect("a row"))).collect(), like)
}

fn sheet(file: &Path, name: &str) -> Range<Data> {
    let mut book: Xlsx<_> = open_workbook(file).expect("a workbook");
    book.worksheet_range(name).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn of_lang<'a>(lang: &str, ja: &'a str, en: &'a str) -> &'a str {
    if lang == "ja" { ja } else { en }
}

/// The sheet of data.
pub(super) fn of_data(file: &Path, lang: &str, like: &Figures) -> Figures {
    let range = sheet(file, of_lang(lang, "データ_結果", "data_results"));
    let mut rows = range.rows();
    let heads: Vec<String> = rows.next().expect("heads").iter().map(ToString::to_string).collect();
    let cell = |cell: &Data| if let Data::Float(number) = cell { format!("{number:?}") } else { cell.to_string() };
    let row = |cells: &[Data]| heads.iter().cloned().zip(cells.iter().map(cell)).collect();
    ordered(&rows.map(row).collect(), like)
}

fn number(cell: Option<&Data>) -> Figure {
    match cell {
        Some(Data::Float(number)) => figure(*number),
        Some(Data::Int(number)) => figure(*number as f64),
        other => panic!("no number: {other:?}"),
    }
}

/// The sheets that are printed.
pub(super) fn of_printed(file: &Path, lang: &str, like: &Figures) -> Figures {
    let below = |range: &Range<Data>| {
        let head = of_lang(lang, "基本方針", "Policy");
        let rows = range.rows().position(|row| row[0] == *head).expect("a head");
        range.rows().skip(rows + 1).map(<[Data]>::to_vec).collect::<Vec<_>>()
    };
    let policies = like.main.len();
    let main = below(&sheet(file, of_lang(lang, "総括", "Summary")));
    let main = main[..policies].iter().map(|row| (1..=9).map(|c| number(row.get(c))).collect()).collect();
    let by_year = below(&sheet(file, of_lang(lang, "年度別", "By year")));
    let years = like.by_year[0][0].len();
    let rows =
        |block: &[Vec<Data>]| block.iter().map(|row| (2..2 + years).map(|c| number(row.get(c))).collect()).collect();
    Figures { main, by_year: by_year[..policies * YEARLY.len()].chunks(YEARLY.len()).map(rows).collect() }
}
