//! The pages of the shipped scenarios.

use super::{Page, browse, checks, focus, paper, picture};
use crate::program::mikomi;
use std::path::PathBuf;
use tempfile::TempDir;

/// The largest page that goes by mail without a thought, in bytes.
const LARGEST: u64 = 1_000_000;

/// Writes a page by a command of mikomi.
fn made(folder: &TempDir, args: &[&str]) -> PathBuf {
    let path = folder.path().join("page.html");
    let out = path.display().to_string();
    let output = mikomi(&[args, &["--out", &out]].concat());
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    assert!(std::fs::metadata(&path).expect("written").len() < LARGEST, "{args:?}: too large");
    path
}

/// Everything that holds of every page.
fn is_sound(args: &[&str], sheets: std::ops::RangeInclusive<usize>) {
    let folder = tempfile::tempdir().expect("a folder");
    is_sound_in(&folder, &[args, &["--trials", "4000"]].concat(), sheets);
}

fn is_sound_in(folder: &TempDir, args: &[&str], sheets: std::ops::RangeInclusive<usize>) {
    let (file, name) = (made(folder, args), args.join(" "));
    browse(|browser| {
        let mut page = Page::open(browser, &file);
        checks::holds(&mut page, &name);
        picture::charts_are_drawn(&mut page, &name);
        assert_eq!(focus::unreached(&mut page), Vec::<String>::new(), "{name}");
        paper::prints(&mut page, &name, sheets);
        assert_eq!(page.incidents(), Vec::<String>::new(), "{name}");
    });
}

#[test]
fn the_page_of_a_run_is_sound() {
    is_sound(&["run", "scenarios/revised.toml", "--lang", "ja"], 8..=12);
    is_sound(&["run", "scenarios/revised.toml", "--lang", "en"], 8..=14);
}

#[test]
fn the_page_of_a_comparison_is_sound() {
    let compare = ["compare", "scenarios/plan-time.toml", "scenarios/revised.toml", "--lang"];
    is_sound(&[&compare[..], &["ja"]].concat(), 8..=40);
    is_sound(&[&compare[..], &["en"]].concat(), 8..=40);
    is_sound(
        &["compare", "scenarios/plan-time.toml", "scenarios/revised.toml", "--deterministic", "--lang", "ja"],
        5..=40,
    );
}

#[test]
fn the_page_of_a_set_is_sound() {
    for (set, lang) in [("example:what-if", "ja"), ("example:stress", "en")] {
        let folder = tempfile::tempdir().expect("a folder");
        let store = folder.path().join("set.sqlite").display().to_string();
        let output = mikomi(&["batch", set, "--trials", "1000", "--store", &store]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        is_sound_in(&folder, &["report", &store, "--lang", lang], 5..=40);
    }
}

#[test]
fn a_page_of_little_is_sound() {
    is_sound(&["run", "scenarios/minimal.toml", "--lang", "ja"], 2..=6);
    is_sound(&["run", "scenarios/minimal.toml", "--deterministic", "--lang", "en"], 2..=6);
}

/// Names of 300 letters, of markup, of letters that run the other way: they neither run nor overlap.
#[test]
fn pages_of_hostile_names_are_sound() {
    let names = "tests/hostile/names.toml";
    is_sound(&["run", names, "--lang", "ja"], 8..=60);
    is_sound(&["compare", names, names, "--lang", "en"], 5..=60);
}

#[test]
fn the_page_of_a_run_looks_as_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = made(&folder, &["run", "--lang", "ja", "--trials", "4000"]);
    browse(|browser| picture::looks_as_before(&mut Page::open(browser, &file), "tests/golden/page.ja.png"));
}
