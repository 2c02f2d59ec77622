//! A workbook that a spreadsheet program has changed and saved.
//!
//! Without LibreOffice on the path the test says so and passes; with MIKOMI_OFFICE=required it fails.

use crate::office::{converted, without_results};
use crate::program::stdout;
use crate::simulated::file;
use calamine::{Data, Reader, Xlsx, open_workbook};
use std::path::Path;
use std::process::Command;

/// Changes a value, adds a row, and moves a column.
const MACRO: &str = r#"
Sub Main(source As String, target As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  sheet = book.Sheets.getByName("金額")
  head = 0
  Do While sheet.getCellByPosition(0, head).String &lt;&gt; "取組"
    head = head + 1
  Loop
  last = head
  Do While sheet.getCellByPosition(0, last + 1).String &lt;&gt; ""
    last = last + 1
  Loop
  For row = head To last
    For column = 0 To 60
      If sheet.getCellByPosition(column, row).Value = 22000 Then sheet.getCellByPosition(column, row).Value = 23000
    Next
  Next
  sheet.Rows.insertByIndex(last + 1, 1)
  For column = 0 To 60
    If sheet.getCellByPosition(column, head).String &lt;&gt; "" Then
    Select Case Split(sheet.getCellByPosition(column, head).String, Chr(10))(0)
      Case "取組" : sheet.getCellByPosition(column, last + 1).String = "使用料の改定"
      Case "ID" : sheet.getCellByPosition(column, last + 1).String = "減免"
      Case "種類" : sheet.getCellByPosition(column, last + 1).String = "経費"
      Case "金額 R12" : sheet.getCellByPosition(column, last + 1).Value = 500
    End Select
    End If
  Next
  sheet = book.Sheets.getByName("取組")
  sheet.Columns.insertByIndex(0, 1)
  For column = 1 To 60
    For row = 0 To 10
      If sheet.getCellByPosition(column, row).String = "主担当課" Then
        Dim from As New com.sun.star.table.CellRangeAddress
        from.Sheet = sheet.RangeAddress.Sheet
        from.StartColumn = column : from.EndColumn = column : from.StartRow = row : from.EndRow = row + 20
        sheet.moveRange(sheet.getCellByPosition(0, row).CellAddress, from)
      End If
    Next
  Next
  Dim kind(0) As New com.sun.star.beans.PropertyValue
  kind(0).Name = "FilterName" : kind(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL(target, kind())
  book.close(True)
End Sub
"#;

const MODULE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">"#;

/// Writes a third policy, and an initiative whose name stands for any other where it is not taken letter by letter.
const MORE: &str = r#"
Sub FillRow(book, title As String, offset As Integer, headings, entries)
  sheet = book.Sheets.getByName(title)
  head = 0
  Do While sheet.getCellByPosition(2, head).String = ""
    head = head + 1
  Loop
  For at = 0 To UBound(headings)
    For column = 0 To 60
      If sheet.getCellByPosition(column, head).String &lt;&gt; "" Then
        If Split(sheet.getCellByPosition(column, head).String, Chr(10))(0) = headings(at) Then
          cell = sheet.getCellByPosition(column, head + offset)
          If IsNumeric(entries(at)) Then
            cell.Value = entries(at)
          Else
            cell.String = entries(at)
          End If
        End If
      End If
    Next
  Next
End Sub
Sub Main(source As String, target As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  FillRow(book, "基本方針", 3, Array("名称", "目標 R8"), Array("施設の適正化", 7))
  FillRow(book, "取組", 5, Array("名称", "基本方針"), Array("*", "施設の適正化"))
  FillRow(book, "金額", 6, Array("取組", "種類", "金額 R8"), Array("*", "歳出減", 5))
  book.calculateAll()
  Dim kind(0) As New com.sun.star.beans.PropertyValue
  kind(0).Name = "FilterName" : kind(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL(target, kind())
  book.close(True)
End Sub
"#;

/// Lets the program run a macro on a workbook.
fn edited(folder: &Path, with: &str, from: &str, to: &str) {
    let home = folder.join("office");
    let module = home.join("user/basic/Standard/Module1.xba");
    std::fs::write(module, format!("{MODULE}{with}</script:module>")).expect("written");
    let url = |name: &str| format!("file://{}", folder.join(name).display());
    // What goes wrong in a macro is told in a window, which nobody would close.
    let output = Command::new("timeout")
        .args(["--kill-after=5", "120", "soffice"])
        .arg(format!("-env:UserInstallation=file://{}", home.display()))
        .args(["--headless", "--invisible", "--norestore"])
        .arg(format!("macro:///Standard.Module1.Main(\"{}\",\"{}\")", url(from), url(to)))
        .output()
        .expect("runs");
    assert!(output.status.success() && folder.join(to).exists(), "{output:?}");
}

#[test]
fn what_is_changed_there_is_changed_here() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = |file: &str| folder.path().join(file).display().to_string();
    stdout(&["template", &name("plan.xlsx"), "--lang", "ja"]);
    // The first start makes the folder in which macros stand; the file in another format is read as well.
    if !converted(folder.path(), "plan.xlsx", "ods") {
        return;
    }
    let json = |file: &str| stdout(&["run", &name(file), "--trials", "1000", "--format", "json"]);
    let sample = file("scenarios/template.toml");
    std::fs::write(name("plan.toml"), &sample).expect("written");
    assert_eq!(json("out/plan.ods"), json("plan.toml"));
    edited(folder.path(), MACRO, "plan.xlsx", "changed.xlsx");
    let fees = "amounts = { R8 = 2_000, R9 = 6_000, R10 = 8_000, R11 = 10_000, R12 = 10_000 }\nrealisation = { class = \"revenue\" }\n";
    let more = format!("{fees}[[initiative.stream]]\nid = \"減免\"\nkind = \"cost\"\namounts = {{ R12 = 500 }}\n");
    let changed = sample.replace("22_000", "23_000").replace(fees, &more);
    std::fs::write(name("changed.toml"), changed).expect("written");
    assert_eq!(json("changed.xlsx"), json("changed.toml"));
    assert_ne!(json("changed.toml"), json("plan.toml"));
}

/// The numbers and words of the sheet that adds up.
fn added_up(path: &Path) -> Vec<Data> {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let range = book.worksheet_range("確認").expect("there");
    let is_shown = |value: &&Data| !matches!(value, Data::String(words) if words.trim().is_empty());
    range.used_cells().filter(|(row, ..)| *row > 1).map(|(.., value)| value).filter(is_shown).cloned().collect()
}

#[test]
fn the_sheet_that_adds_up_is_worked_out_to_its_stored_results() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |file: &str| folder.path().join(file);
    stdout(&["template", &at("plan.xlsx").display().to_string(), "--lang", "ja"]);
    let stored = std::fs::read(at("plan.xlsx")).expect("there");
    std::fs::write(at("bare.xlsx"), without_results(&stored)).expect("written");
    if !converted(folder.path(), "bare.xlsx", "xlsx:Calc MS Excel 2007 XML") {
        return;
    }
    let (ours, theirs) = (added_up(&at("plan.xlsx")), added_up(&at("out/bare.xlsx")));
    assert_eq!(ours, theirs);
    // 22,000 - 12,000 + 14,000 of the first policy in its second year: its target.
    assert!(ours.iter().filter(|value| **value == Data::Float(24_000.0)).count() >= 2, "{ours:?}");
    assert!(ours.contains(&Data::String("○".to_owned())) && !ours.contains(&Data::String("×".to_owned())), "{ours:?}");
}

/// A policy that is written into an empty row appears beside the others, with its amounts and its target.
#[test]
fn the_sheet_that_adds_up_follows_what_is_typed() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |file: &str| folder.path().join(file);
    stdout(&["template", &at("plan.xlsx").display().to_string(), "--lang", "ja"]);
    if !converted(folder.path(), "plan.xlsx", "ods") {
        return;
    }
    edited(folder.path(), MORE, "plan.xlsx", "more.xlsx");
    let (before, after) = (added_up(&at("plan.xlsx")), added_up(&at("more.xlsx")));
    // The others stay what they were, although the name * would stand for every name.
    assert_eq!(after[..before.len()], before);
    let new = &after[before.len()..];
    assert_eq!(new[0], Data::String("施設の適正化".to_owned()));
    let numbers: Vec<f64> =
        new.iter().filter_map(|value| if let Data::Float(number) = value { Some(*number) } else { None }).collect();
    let by_year = |row: usize| numbers[5 * row..5 * row + 5].to_vec();
    assert_eq!(by_year(0), [5.0, 0.0, 0.0, 0.0, 0.0]);
    assert_eq!(by_year(1), [7.0, 0.0, 0.0, 0.0, 0.0]);
    assert_eq!(by_year(2), [-2.0, 0.0, 0.0, 0.0, 0.0]);
    assert_eq!(new.iter().filter(|value| **value == Data::String("×".to_owned())).count(), 1);
}
