//! Damaged and unusual workbooks: they are read, or told by what is wrong with them.

use super::{by_hand, folder, sheets};
use crate::program::mikomi;
use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

type Parts = Vec<(String, Vec<u8>)>;

fn parts(bytes: &[u8]) -> Parts {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let part = |n| {
        let mut part = archive.by_index(n).expect("a part");
        let (name, mut bytes) = (part.name().expect("a name").into_owned(), Vec::new());
        part.read_to_end(&mut bytes).expect("readable");
        (name, bytes)
    };
    (0..parts_of(bytes)).map(part).collect()
}

fn parts_of(bytes: &[u8]) -> usize {
    ZipArchive::new(Cursor::new(bytes)).expect("an archive").len()
}

fn packed(parts: &Parts) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        out.start_file(name, SimpleFileOptions::default()).expect("writable");
        out.write_all(bytes).expect("writable");
    }
    out.finish().expect("an archive").into_inner()
}

/// The workbook with a part changed as text.
fn with_part(name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut all = parts(&by_hand(&sheets()));
    let part = all.iter_mut().find(|(known, _)| known == name).unwrap_or_else(|| panic!("{name} is no part"));
    let text = String::from_utf8(part.1.clone()).expect("UTF-8");
    let changed = change(&text);
    assert_ne!(changed, text, "{name} is not changed");
    part.1 = changed.into_bytes();
    packed(&all)
}

fn without_part(name: &str) -> Vec<u8> {
    let mut all = parts(&by_hand(&sheets()));
    let before = all.len();
    all.retain(|(known, _)| known != name);
    assert_eq!(all.len() + 1, before, "{name}");
    packed(&all)
}

/// The sheet of amounts; the first sheet is a memo.
const AMOUNTS: &str = "xl/worksheets/sheet5.xml";

/// The workbook with rows added to the end of its sheet of amounts.
fn with_rows(rows: &str) -> Vec<u8> {
    with_part(AMOUNTS, |sheet| sheet.replace("</sheetData>", &format!("{rows}</sheetData>")))
}

const DAMAGED: &str = "ブックが途中で切れているか、壊れています";
const LARGE: &str = "ブックが大きすぎます";
const LOCKED: &str = "パスワードの付いたブック、または古い形式（.xls）のブックです";
const NO_BOOK: &str = "圧縮ファイルですが、表計算のブックではありません";
const NO_FORM: &str = "mikomi の様式のブックではありません";
/// It is read as if nothing were the matter.
const READ: &str = "誤りはありません";

fn cut(share: usize) -> Vec<u8> {
    let whole = by_hand(&sheets());
    whole[..whole.len() * share / 100].to_vec()
}

fn large(name: &str) -> Vec<u8> {
    let mut all = parts(&by_hand(&sheets()));
    all.push((name.to_owned(), vec![b' '; 100 * 1024 * 1024]));
    packed(&all)
}

fn blank_rows(n: u32) -> String {
    let row = |at: u32| format!("<row r=\"{at}\" spans=\"1:3\" s=\"1\"/>");
    (7..7 + n).map(row).collect()
}

fn workbooks() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let compound = |rest: usize| [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &vec![0; rest]].concat();
    let text = |words: &str| format!("<row r=\"9\"><c r=\"A9\" t=\"inlineStr\"><is><t>{words}</t></is></c></row>");
    let entities: String = (1..10).fold(String::new(), |mut all, n| {
        let _ = write!(all, "<!ENTITY e{n} \"{}\">", format!("&e{};", n - 1).repeat(10));
        all
    });
    vec![
        (
            "cells that are merged over rows",
            with_part(AMOUNTS, |s| {
                s.replace("</sheetData>", "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"E2:E3\"/></mergeCells>")
            }),
            "セルが結合されています（E2:E3）",
        ),
        (
            "a formula that gives an empty text",
            with_part(AMOUNTS, |s| s.replacen("<c r=\"B3\"><v>0</v>", "<c r=\"B3\" t=\"str\"><f>\"\"</f><v></v>", 1)),
            READ,
        ),
        (
            "a number that is none at all",
            with_part(AMOUNTS, |s| s.replacen("<v>150</v>", "<v>NaN</v>", 1)),
            "計算式がエラー NaN になっています",
        ),
        ("cut off at a tenth", cut(10), DAMAGED),
        ("cut off at a third", cut(33), DAMAGED),
        ("cut off in the middle", cut(50), DAMAGED),
        ("cut off near the end", cut(97), DAMAGED),
        ("the beginning alone", b"PK\x03\x04".to_vec(), DAMAGED),
        ("an empty archive", [&b"PK\x05\x06"[..], &[0; 18]].concat(), NO_BOOK),
        ("another packed file", packed(&vec![("word/document.xml".to_owned(), b"<w/>".to_vec())]), NO_BOOK),
        ("a text that is packed", packed(&vec![("plan.toml".to_owned(), b"format = 1".to_vec())]), NO_BOOK),
        ("locked by a password", compound(4096), LOCKED),
        ("the old format, cut off", compound(0), LOCKED),
        ("no list of sheets", without_part("xl/workbook.xml"), DAMAGED),
        ("no sheet of amounts", without_part(AMOUNTS), DAMAGED),
        ("no relations", without_part("xl/_rels/workbook.xml.rels"), DAMAGED),
        ("no shared texts", without_part("xl/sharedStrings.xml"), DAMAGED),
        ("no styles", without_part("xl/styles.xml"), READ),
        (
            "a sheet that is not closed",
            with_part(AMOUNTS, |s| s.split("</sheetData>").next().expect("a part").to_owned()),
            DAMAGED,
        ),
        ("tags that cross", with_part(AMOUNTS, |s| s.replacen("</c>", "</row>", 1)), DAMAGED),
        ("no XML at all", with_part(AMOUNTS, |_| "これはXMLではない".to_owned()), DAMAGED),
        ("a place that is none", with_part(AMOUNTS, |s| s.replacen("r=\"A1\"", "r=\"あ1\"", 1)), DAMAGED),
        ("a text that is not there", with_part(AMOUNTS, |s| s.replacen("<v>", "<v>99999", 1)), DAMAGED),
        (
            "a number that is none",
            with_part(AMOUNTS, |s| s.replacen("<v>1.1</v>", "<v>12x</v>", 1)),
            "「12x」という参照クラスはありません",
        ),
        ("unpacked too large", large("xl/media/picture.png"), LARGE),
        ("a shared text too large", large("xl/more.xml"), LARGE),
        (
            "entities within entities",
            with_part(AMOUNTS, |s| {
                let rest = s.split_once("?>").expect("a head").1;
                format!("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e0 \"x\">{entities}]>{rest}")
            }),
            READ,
        ),
        (
            "an entity as a text",
            with_part("xl/sharedStrings.xml", |s| {
                let rest = s.split_once("?>").expect("a head").1.replacen("<t>ここは</t>", "<t>&e9;</t>", 1);
                format!("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e0 \"x\">{entities}]>{rest}")
            }),
            DAMAGED,
        ),
        ("the last cell of the sheet", with_rows("<row r=\"1048576\"><c r=\"XFD1048576\"/></row>"), READ),
        (
            "dimensions that are not true",
            with_part(AMOUNTS, |s| s.replacen("ref=\"A1:F5\"", "ref=\"A1:XFD1048576\"", 1)),
            READ,
        ),
        ("a million blank rows", with_rows(&blank_rows(1_000_000)), READ),
        (
            "rows that are hidden",
            with_part(AMOUNTS, |s| s.replacen("<row r=\"2\"", "<row hidden=\"1\" r=\"2\"", 1)),
            READ,
        ),
        (
            "a sheet that is hidden",
            with_part("xl/workbook.xml", |s| s.replacen("sheetId=\"5\"", "sheetId=\"5\" state=\"hidden\"", 1)),
            READ,
        ),
        (
            "cells that are merged",
            with_part(AMOUNTS, |s| {
                s.replace("</sheetData>", "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"G7:H9\"/></mergeCells>")
            }),
            READ,
        ),
        (
            "a formula with its result",
            with_part(AMOUNTS, |s| s.replacen("<v>150</v>", "<f>100+50</f><v>150</v>", 1)),
            READ,
        ),
        (
            "a formula without a result",
            with_part(AMOUNTS, |s| s.replacen("<v>150</v>", "<f>100+50</f>", 1)),
            "計算式の結果が保存されていません",
        ),
        (
            "a formula of another file",
            with_part(AMOUNTS, |s| s.replacen("<v>150</v>", "<f>[1]Sheet1!A1</f><v>150</v>", 1)),
            READ,
        ),
        (
            "a formula that lost its cell",
            with_part(AMOUNTS, |s| s.replacen("><v>150</v>", " t=\"e\"><f>#REF!+1</f><v>#REF!</v>", 1)),
            "計算式がエラー #REF! になっています",
        ),
        (
            "a result that is a text",
            with_part(AMOUNTS, |s| s.replacen("><v>150</v>", " t=\"str\"><f>\"百\"</f><v>百</v>", 1)),
            "数を書くところです",
        ),
        (
            "readings of kanji",
            with_part("xl/sharedStrings.xml", |s| {
                s.replacen(
                    "<t>歳出減</t>",
                    "<t>歳出減</t><rPh sb=\"0\" eb=\"2\"><t>サイシュツ</t></rPh><phoneticPr fontId=\"1\"/>",
                    1,
                )
            }),
            READ,
        ),
        (
            "letters of several looks",
            with_part("xl/sharedStrings.xml", |s| {
                s.replacen("<t>歳出減</t>", "<r><t>歳出</t></r><r><rPr><b/></rPr><t>減</t></r>", 1)
            }),
            READ,
        ),
        ("a note beside the table", with_rows(&text("ここは自分用のメモです")), "どの取組のものか書かれていません"),
        ("numbers far to the right", with_rows("<row r=\"9\"><c r=\"ZZ9\"><v>5</v></c></row>"), READ),
        (
            "a number that is infinite",
            with_rows("<row r=\"9\"><c r=\"A9\"><v>1E400</v></c></row>"),
            "計算式がエラー inf になっています",
        ),
        ("another workbook", by_hand(&[("Sheet1", "年度 | 額\nR8 | 100")]), NO_FORM),
        ("no cells at all", by_hand(&[("Sheet1", "")]), NO_FORM),
        (
            "a name that begins a formula",
            by_hand(&[
                (
                    "計画",
                    "項目 | 内容\n題名 | '=HYPERLINK(\"x\")\n単位 | 千円\n計画期間 初年度 | R8\n計画期間 最終年度 | R9\n計画期間 効果額の算定方法 | 継続的効果額",
                ),
                ("基本方針", "ID | 名称 | 目標 R8\nA | '@SUM(1) | 5"),
                ("取組", "名称 | 基本方針\n'+1 | A"),
                ("金額", "取組 | 種類 | 金額 R8\n'+1 | 歳出減 | 5"),
            ]),
            READ,
        ),
    ]
}

#[test]
fn each_is_read_or_told() {
    let all = workbooks();
    assert!(all.len() >= 40, "only {}", all.len());
    let mut wrong = String::new();
    for (name, bytes, expected) in all {
        let (_folder, path) = folder(&bytes);
        let output = mikomi(&["check", &path, "--lang", "ja"]);
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let code = if expected == READ { 0 } else { 2 };
        let told = if expected == READ { &out } else { &err };
        if output.status.code() != Some(code) || !told.contains(expected) {
            let _ = writeln!(wrong, "{name}: {:?}\n{err}", output.status.code());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The same words in English; and a damaged file that another names is told where it is named.
#[test]
fn what_is_wrong_is_told_in_english_too() {
    let cases = [
        (cut(50), "the workbook is cut off or damaged", "see whether Excel opens it, and save it under another name"),
        (
            [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1].to_vec(),
            "the workbook is locked by a password, or of the old format (.xls)",
            "take the password off and save it as an Excel workbook (.xlsx)",
        ),
        (
            packed(&vec![("a".to_owned(), b"b".to_vec())]),
            "a packed file, but not a workbook",
            "name a file of .xlsx, .xlsm, .ods, or TOML",
        ),
        (
            large("a"),
            "the workbook is too large (unpacked over 96 MiB, or more than a million cells)",
            "take pictures and sheets that are not used out, and save it again",
        ),
        (
            by_hand(&[("Sheet1", "a | b")]),
            "not a workbook in the form of mikomi (sheets: Sheet1)",
            "make the form with mikomi template and copy your figures into it",
        ),
    ];
    for (bytes, message, to_do) in cases {
        let (folder, path) = folder(&bytes);
        let told = String::from_utf8(mikomi(&["check", &path, "--lang", "en"]).stderr).expect("UTF-8");
        assert!(told.contains(message) && told.contains(&format!("to do: {to_do}")), "{told}");
        let next = folder.path().join("next.toml");
        std::fs::write(&next, "extends = \"plan.xlsx\"\n").expect("written");
        let told = mikomi(&["check", &next.display().to_string(), "--lang", "en"]).stderr;
        assert!(String::from_utf8(told).expect("UTF-8").contains(message));
    }
}

/// A formula of a sheet of one's own that was never worked out has no value to carry over.
#[test]
fn formulas_without_results_are_not_carried_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let row = "<row r=\"90\"><c r=\"A90\"><v>5</v></c><c r=\"B90\"><f>A90*2</f></c></row></sheetData>";
    let book = with_part("xl/worksheets/sheet1.xml", |sheet| sheet.replace("</sheetData>", row));
    std::fs::write(folder.path().join("plan.xlsx"), book).expect("written");
    let told = crate::program::done(folder.path(), &["convert", "plan.xlsx", "next.xlsx", "--lang", "en"]);
    let lost = "1 formulas (their values are); of which 1 have no saved result, and their cells stay empty";
    assert!(told.contains(lost), "{told}");
    assert!(told.contains("Sheet carried over: メモ (the values of 5 cells)"), "{told}");
}
