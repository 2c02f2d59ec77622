//! The page about notebooks runs as it stands and prints what it shows.
//!
//! It needs Python with pandas and pyarrow (`MIKOMI_PYTHON` names another interpreter than `python3`). Without them the test
//! says so and passes, unless `MIKOMI_PYTHON=required`.

use crate::program::command;
use crate::simulated::file;
use std::path::Path;
use std::process::Command;

/// A block of code: its language and its lines.
type Block = (String, String);

/// What is printed between the outputs of two blocks.
const BETWEEN: &str = "\u{1e}";

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for line in page.lines() {
        match line.strip_prefix("```") {
            Some(language) if !is_open => blocks.push((language.to_owned(), String::new())),
            Some(_) => {}
            None if is_open => {
                let (_, code) = blocks.last_mut().expect("open");
                code.push_str(line);
                code.push('\n');
                continue;
            }
            None => continue,
        }
        is_open = !is_open;
    }
    assert!(!is_open, "a block is not closed");
    blocks
}

/// The interpreter that has what the page needs.
fn python() -> Option<String> {
    let asked = std::env::var("MIKOMI_PYTHON").unwrap_or_default();
    let required = asked == "required";
    let python = if required || asked.is_empty() { "python3".to_owned() } else { asked };
    let found = Command::new(&python).args(["-c", "import pandas, pyarrow"]).output();
    if found.is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    assert!(!required, "MIKOMI_PYTHON=required, but python3 has no pandas and pyarrow");
    eprintln!("left out: there is no {python} with pandas and pyarrow");
    None
}

fn commands(lines: &str, folder: &Path) {
    for line in lines.lines() {
        let mut words = line.split_whitespace();
        assert_eq!(words.next(), Some("mikomi"), "{line}");
        let mut program = command();
        let output = program.args(words).current_dir(folder).output().expect("runs");
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn the_page_prints_what_it_shows() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let (mut script, mut shown) = (String::new(), Vec::new());
    for (language, lines) in blocks(&file("docs/notebook.md")) {
        match language.as_str() {
            "sh" => commands(&lines, folder.path()),
            "python" => script.extend([&lines, "\nprint('", BETWEEN, "', end='')\n"]),
            "text" => shown.push(lines),
            other => panic!("{other}"),
        }
    }
    std::fs::write(folder.path().join("page.py"), script).expect("writable");
    let run = Command::new(python).args(["-X", "utf8", "page.py"]).current_dir(folder.path()).output().expect("runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let printed = String::from_utf8(run.stdout).expect("UTF-8").replace("\r\n", "\n");
    let trimmed = |text: &str| text.lines().map(|line| line.trim_end().to_owned() + "\n").collect::<String>();
    let printed: Vec<String> = printed.split_terminator(BETWEEN).map(trimmed).collect();
    assert_eq!(printed.len(), shown.len(), "every block of Python is followed by what it prints");
    assert!(shown.len() >= 6, "{}", shown.len());
    for (printed, shown) in printed.iter().zip(&shown) {
        assert_eq!(printed, &trimmed(shown));
    }
}

#[test]
fn both_languages_show_the_same_code() {
    assert_eq!(blocks(&file("docs/notebook.md")), blocks(&file("docs/notebook.ja.md")));
}
