//! Tables of a store for other programs hold its numbers exactly.

use crate::batch::Bench;
use crate::simulated::file;
use calamine::{Data, Reader as _, Xlsx, open_workbook};
use mikomi::batch::{ExportError, ExportFormat, Store, export};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;
use std::path::Path;

/// A cell as any of the formats may give it.
#[derive(Clone, Debug, PartialEq)]
enum Cell {
    Nothing,
    Text(String),
    Number(f64),
}

/// A header and rows.
type Table = (Vec<String>, Vec<Vec<Cell>>);

/// The header of a factor's column begins with this.
const FACTOR: &str = "factor_";

/// What the store holds, asked by the names of the columns.
fn stored(path: &Path, header: &[String]) -> Vec<Vec<Cell>> {
    let connection = rusqlite::Connection::open(path).expect("a store");
    let of = |column: &String| match column.as_str() {
        "scenario" => "s.name".to_owned(),
        "policy_name" => "coalesce(p.name, r.policy)".to_owned(),
        "in_group" | "as_of_fy" | "title" | "unit" | "confidence" | "trials" | "seed" | "sampling" | "version"
        | "digest" => {
            format!("s.{column}")
        }
        factor if factor.starts_with(FACTOR) => format!(
            "(SELECT label FROM setting t JOIN factor f ON f.position = t.factor JOIN factor_value v \
             ON v.factor = t.factor AND v.position = t.value WHERE t.scenario = s.id AND f.id = '{}')",
            &factor[FACTOR.len()..]
        ),
        other => format!("r.{other}"),
    };
    let columns: Vec<String> = header.iter().map(of).collect();
    let query = format!(
        "SELECT {} FROM scenario s JOIN result r ON r.scenario = s.id LEFT JOIN policy p ON p.scenario = s.id \
         AND p.id = r.policy WHERE s.status = 'done' AND s.position IS NOT NULL ORDER BY s.position, r.position",
        columns.join(", ")
    );
    let mut statement = connection.prepare(&query).expect("SQL");
    let rows = statement.query_map([], |row| {
        Ok((0..header.len())
            .map(|c| match row.get_ref(c).expect("a cell") {
                rusqlite::types::ValueRef::Null => Cell::Nothing,
                rusqlite::types::ValueRef::Integer(n) => Cell::Number(n as f64),
                rusqlite::types::ValueRef::Real(x) => Cell::Number(x),
                other => Cell::Text(other.as_str().expect("text").to_owned()),
            })
            .collect())
    });
    rows.expect("rows").collect::<Result<_, _>>().expect("cells")
}

/// Texts of a csv file, as numbers where the store has a number.
fn from_csv(path: &Path, like: &dyn Fn(&[String]) -> Vec<Vec<Cell>>) -> Table {
    let bytes = std::fs::read(path).expect("written");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut records = reader.records().map(|r| r.expect("a record"));
    let header: Vec<String> = records.next().expect("a header").iter().map(str::to_owned).collect();
    let wanted = like(&header);
    let cell = |typed: &str, like: &Cell| match like {
        Cell::Number(_) => Cell::Number(typed.parse().expect("a number")),
        Cell::Text(_) => Cell::Text(typed.to_owned()),
        Cell::Nothing if typed.is_empty() => Cell::Nothing,
        Cell::Nothing => Cell::Text(typed.to_owned()),
    };
    let rows = records.zip(&wanted).map(|(r, like)| r.iter().zip(like).map(|(t, l)| cell(t, l)).collect()).collect();
    (header, rows)
}

fn from_xlsx(path: &Path) -> Table {
    let mut workbook: Xlsx<_> = open_workbook(path).expect("a workbook");
    let range = workbook.worksheet_range("results").expect("a sheet");
    let cell = |data: &Data| match data {
        Data::Empty => Cell::Nothing,
        Data::String(words) => Cell::Text(words.clone()),
        Data::Float(x) => Cell::Number(*x),
        Data::Int(n) => Cell::Number(*n as f64),
        other => panic!("{other:?}"),
    };
    let mut rows = range.rows();
    let header = rows.next().expect("a header").iter().map(ToString::to_string).collect();
    (header, rows.map(|row| row.iter().map(cell).collect()).collect())
}

/// A whole number, as text where a cell would not hold it exactly.
fn whole(number: u64) -> Cell {
    if number > 1 << 53 { Cell::Text(number.to_string()) } else { Cell::Number(number as f64) }
}

fn from_parquet(path: &Path) -> Table {
    let reader = SerializedFileReader::new(std::fs::File::open(path).expect("written")).expect("Parquet");
    let schema = reader.metadata().file_metadata().schema_descr();
    let header = schema.columns().iter().map(|c| c.name().to_owned()).collect();
    let cell = |field: &Field| match field {
        Field::Null => Cell::Nothing,
        Field::Str(words) => Cell::Text(words.clone()),
        Field::Double(x) => Cell::Number(*x),
        Field::Long(n) => Cell::Number(*n as f64),
        Field::ULong(n) => whole(*n),
        other => panic!("{other:?}"),
    };
    let rows = reader.get_row_iter(None).expect("rows");
    (header, rows.map(|row| row.expect("a row").get_column_iter().map(|(_, f)| cell(f)).collect()).collect())
}

#[test]
fn every_format_holds_the_numbers_of_the_store() {
    let bench = Bench::with_scenarios(3);
    bench.write("revised", &file("scenarios/revised.toml"));
    bench.write("everything", &file("tests/reference/everything.toml"));
    bench.write("wrong", "format = 1\n");
    let args = ["--trials", "3000", "--seed", "18446744073709551615"];
    assert_eq!(bench.batch("a.sqlite", &args).status.code(), Some(2));
    let path = bench.path("a.sqlite");
    let store = Store::open_read(&path).expect("a store");
    let write = |format, name: &str| {
        let out = bench.path(name);
        export(&store, format, &out).expect("written");
        out
    };
    let csv = from_csv(&write(ExportFormat::Csv, "t.csv"), &|header| stored(&path, header));
    let xlsx = from_xlsx(&write(ExportFormat::Xlsx, "t.xlsx"));
    let parquet = from_parquet(&write(ExportFormat::Parquet, "t.parquet"));
    let wanted = stored(&path, &csv.0);
    assert!(wanted.len() > 100, "{}", wanted.len());
    assert_eq!((&csv.0, &csv.0), (&xlsx.0, &parquet.0));
    for (name, (header, rows)) in [("csv", csv), ("xlsx", xlsx), ("parquet", parquet)] {
        assert_eq!(rows.len(), wanted.len(), "{name}");
        for (row, wanted) in rows.iter().zip(&wanted) {
            for ((column, cell), wanted) in header.iter().zip(row).zip(wanted) {
                assert_eq!(cell, wanted, "{name}: {column}");
            }
        }
        let seed = header.iter().position(|c| c == "seed").expect("a seed");
        assert_eq!(rows[0][seed], Cell::Text("18446744073709551615".to_owned()), "{name}");
        assert!(rows.iter().flatten().any(|c| *c == Cell::Nothing), "{name}: some things are undefined");
    }
}

#[test]
fn a_table_appears_whole_or_not_at_all() {
    let bench = Bench::with_scenarios(2);
    assert!(bench.batch("a.sqlite", &["--trials", "1024"]).status.success());
    let store = Store::open_read(&bench.path("a.sqlite")).expect("a store");
    let before = std::fs::read_dir(bench.folder.path()).expect("readable").count();
    for format in [ExportFormat::Csv, ExportFormat::Xlsx, ExportFormat::Parquet] {
        let out = bench.path("no-such-folder/t");
        let error = export(&store, format, &out).expect_err("there is no such folder");
        assert!(matches!(&error, ExportError::Unwritable { path, .. } if *path == out), "{error}");
        // What stands there gives way to a whole table.
        let out = bench.path("t");
        std::fs::write(&out, "before").expect("writable");
        export(&store, format, &out).expect("written");
        assert!(std::fs::metadata(&out).expect("there").len() > 1000);
        std::fs::remove_file(&out).expect("there");
    }
    assert_eq!(std::fs::read_dir(bench.folder.path()).expect("readable").count(), before, "no stray files");
}
