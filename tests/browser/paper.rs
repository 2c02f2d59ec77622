//! Pages as they are printed.

use super::Page;
use std::path::Path;
use std::process::Command;

/// A landscape A4 page in points, give or take one.
const PAPER: (f64, f64) = (841.89, 595.28);

/// Fails unless a page is printed on landscape A4, on a number of sheets in this range, with something on each.
pub(super) fn prints(page: &mut Page<'_>, name: &str, sheets: std::ops::RangeInclusive<usize>) {
    let pdf = page.pdf();
    let sizes = sizes(&pdf);
    assert!(sheets.contains(&sizes.len()), "{name}: {} sheets", sizes.len());
    for (width, height) in &sizes {
        let fits = (width - PAPER.0).abs() < 1.5 && (height - PAPER.1).abs() < 1.5;
        assert!(fits, "{name}: a sheet of {width} × {height} points");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("page.pdf");
    std::fs::write(&file, pdf).expect("writable");
    let Some(inks) = inks(&file) else {
        eprintln!("no pdftoppm found: printed pages were not looked at");
        return;
    };
    assert_eq!(inks.len(), sizes.len(), "{name}");
    // Under 25 mm at the top nothing is printed; something is on every sheet.
    for (sheet, (top, rest)) in inks.iter().enumerate() {
        assert_eq!(*top, 0.0, "{name}: sheet {} is printed on in its upper margin", sheet + 1);
        assert!(*rest > 0.0005, "{name}: sheet {} is blank", sheet + 1);
    }
}

/// The sizes of the sheets, as the document states them in plain text.
fn sizes(pdf: &[u8]) -> Vec<(f64, f64)> {
    let text = String::from_utf8_lossy(pdf);
    let boxes = text.split("/MediaBox").skip(1).filter_map(|rest| {
        let inner = rest.split_once('[')?.1.split_once(']')?.0;
        let numbers: Vec<f64> = inner.split_whitespace().filter_map(|n| n.parse().ok()).collect();
        Some((*numbers.get(2)?, *numbers.get(3)?))
    });
    boxes.collect()
}

/// The share of dark pixels of each sheet in the upper 24 mm and below, if there is a program to draw them.
fn inks(pdf: &Path) -> Option<Vec<(f64, f64)>> {
    let folder = pdf.parent().expect("in a folder");
    let drawn =
        Command::new("pdftoppm").args(["-gray", "-png", "-r", "50"]).arg(pdf).arg(folder.join("sheet")).status();
    drawn.ok().filter(std::process::ExitStatus::success)?;
    let mut sheets: Vec<_> =
        std::fs::read_dir(folder).expect("readable").map(|e| e.expect("an entry").path()).collect();
    sheets.retain(|p| p.extension().is_some_and(|e| e == "png"));
    sheets.sort();
    let ink = |path: &std::path::PathBuf| {
        let picture = image::open(path).expect("a picture").into_luma8();
        let top = picture.height() * 24 / 210;
        let dark = |from: u32, to: u32| {
            let all = (from..to).flat_map(|y| (0..picture.width()).map(move |x| (x, y)));
            let count = all.filter(|(x, y)| picture.get_pixel(*x, *y).0[0] < 128).count();
            count as f64 / f64::from((to - from) * picture.width())
        };
        (dark(0, top), dark(top, picture.height()))
    };
    Some(sheets.iter().map(ink).collect())
}
