//! One mistake a file in `tests/invalid/`, beside the exact message in both languages.

use crate::golden::same_as;
use crate::simulated::at;
use std::process::Command;

#[test]
fn every_mistake_has_its_message() {
    let folder = at("tests/invalid");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("readable")
        .filter_map(|e| e.ok()?.file_name().into_string().ok()?.strip_suffix(".toml").map(str::to_owned))
        .collect();
    names.sort();
    assert!(names.len() >= 40, "only {} mistakes", names.len());
    let mut accepted = Vec::new();
    for name in names {
        for lang in ["en", "ja"] {
            let file = format!("tests/invalid/{name}.toml");
            let command = Command::new(env!("CARGO_BIN_EXE_mikomi"))
                .args(["check", &file, "--lang", lang])
                .current_dir(at(""))
                .output()
                .expect("runs");
            if command.status.code() != Some(2) {
                accepted.push(format!("{file}: {}", String::from_utf8_lossy(&command.stderr)));
                continue;
            }
            assert!(command.stdout.is_empty(), "{file} prints to standard output");
            same_as(&format!("tests/invalid/{name}.{lang}.txt"), &command.stderr);
        }
    }
    assert!(accepted.is_empty(), "not refused with exit code 2: {accepted:#?}");
}
