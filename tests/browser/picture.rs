//! What pages look like: the first screen beside a stored picture of it, and no chart that is empty.

use super::page::Medium;
use super::{Page, checks};
use crate::simulated::at;
use image::imageops::{FilterType, resize};
use image::{GrayImage, imageops};

/// The width of the stored picture: letters become grey, so that other fonts of the same size make little difference.
const WIDTH: u32 = 160;

/// The most by which shades may differ on average, of 255. Fonts of other machines move it by a few; a missing chart or
/// table by more.
const TOLERANCE: f64 = 8.0;

/// The least share of dark pixels in a chart: its axes and labels alone.
const INK: f64 = 0.004;

/// Fails unless the first screen looks as it did; with `MIKOMI_BLESS=1` it is stored instead.
pub(super) fn looks_as_before(page: &mut Page<'_>, stored: &str) {
    page.show(Medium::Screen(1280, 900));
    page.value("scrollTo(0, 0)");
    let whole = page.picture();
    let small = resize(&whole, WIDTH, WIDTH * whole.height() / whole.width(), FilterType::Triangle);
    let path = at(stored);
    if std::env::var_os("MIKOMI_BLESS").is_some() {
        small.save(path).expect("writable");
        return;
    }
    let before = image::open(path).expect("stored").into_luma8();
    assert_eq!(small.dimensions(), before.dimensions());
    let apart = apart(&small, &before);
    assert!(
        apart <= TOLERANCE,
        "the page looks different from {stored}, by {apart:.1} of 255 (MIKOMI_BLESS=1 keeps it)"
    );
}

/// The mean difference of shades.
fn apart(a: &GrayImage, b: &GrayImage) -> f64 {
    let differences = a.pixels().zip(b.pixels()).map(|(a, b)| f64::from(a.0[0].abs_diff(b.0[0])));
    differences.sum::<f64>() / f64::from(a.width() * a.height())
}

/// Fails for a chart with next to nothing in it.
pub(super) fn charts_are_drawn(page: &mut Page<'_>, name: &str) {
    let height = page.value("Math.ceil(document.documentElement.scrollHeight)").as_u64().expect("a height");
    let places = page.value(&checks::measure("places()"));
    let places = places.as_array().expect("a list");
    assert!(!places.is_empty(), "{name}: no chart");
    page.show(Medium::Screen(1280, u32::try_from(height).expect("a page")));
    let whole = page.picture();
    for place in places {
        let [x, y, w, h] = [0, 1, 2, 3].map(|k| place[k].as_f64().expect("a number").max(0.0) as u32);
        let chart = imageops::crop_imm(&whole, x, y, w, h).to_image();
        let dark = chart.pixels().filter(|p| p.0[0] < 140).count() as f64 / f64::from(w * h);
        assert!(dark > INK, "{name}: {dark:.4} of the chart '{}' is drawn", place[4]);
    }
    page.show(Medium::Screen(1280, 900));
}

#[test]
fn a_picture_without_its_chart_is_too_far_away() {
    // A white page of 160 × 112 with a black frame of 60 × 20: without it, 156 of 17,920 pixels differ by 255.
    let white = GrayImage::from_pixel(160, 112, image::Luma([255]));
    let mut framed = white.clone();
    for x in 0..60 {
        for y in [0, 19] {
            framed.put_pixel(x, y, image::Luma([0]));
        }
    }
    for y in 1..19 {
        for x in [0, 59] {
            framed.put_pixel(x, y, image::Luma([0]));
        }
    }
    assert_eq!(apart(&white, &framed), 156.0 * 255.0 / 17_920.0);
    assert_eq!(apart(&white, &white), 0.0);
}
