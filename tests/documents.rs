//! What the documents show is what is printed.

use crate::program::{command, mikomi};
use crate::simulated::{at, file};

fn printed(args: &[&str]) -> String {
    let output = mikomi(args);
    String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8")
}

/// The fenced blocks of a page with this language.
fn blocks(page: &str, fence: &str) -> Vec<String> {
    let opening = format!("```{fence}\n");
    page.split(opening.as_str()).skip(1).map(|p| p.split("```").next().expect("closed").to_owned()).collect()
}

/// Each table, summary and note line that a page shows must be printed by one of its own commands.
fn check(page: &str, lang: &str) {
    let text = file(page);
    let toml = blocks(&text, "toml");
    assert!(toml.contains(&file("scenarios/minimal.toml")), "{page} shows another minimal scenario");
    let late = toml.iter().find(|t| t.contains("delay = ") && t.contains("counter")).expect("the overlay");
    let folder = tempfile::tempdir().expect("a folder");
    let overlay = folder.path().join("late.toml");
    std::fs::write(&overlay, late).expect("writable");
    let laid_over = format!("scenarios/minimal.toml+{}", overlay.display());
    let wrong = folder.path().join("wrong.toml");
    let recuring = file("scenarios/minimal.toml").replace("\"recurring\"", "\"recuring\"");
    std::fs::write(&wrong, recuring).expect("writable");
    let outputs: String = [
        printed(&["run", "--lang", lang]),
        printed(&["run", "scenarios/minimal.toml", "--lang", lang]),
        printed(&["run", &laid_over, "--lang", lang]),
        printed(&["check", &wrong.display().to_string(), "--lang", lang])
            .replace(&wrong.display().to_string(), "wrong.toml"),
        of_sets(lang, &[("what-if", &["--table", "ranking", "--top", "3"])]),
    ]
    .concat();
    let shown = blocks(&text, "text");
    let of_reports = shown.iter().filter(|b| b.contains("===") || b.contains("^^^"));
    let mut lines = 0;
    for line in of_reports.flat_map(|b| b.lines()).filter(|l| !l.trim().is_empty() && l.trim() != "…") {
        assert!(outputs.lines().any(|printed| printed == line), "{page} shows what is not printed:\n{line}");
        lines += 1;
    }
    assert!(lines > 25, "{page}: only {lines} lines were compared");
}

/// What is reported of sets that come with mikomi, after what is planned for them.
fn of_sets(lang: &str, reports: &[(&str, &[&str])]) -> String {
    each_of_sets(lang, reports).concat()
}

/// The same, one output a command.
fn each_of_sets(lang: &str, reports: &[(&str, &[&str])]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let mikomi = |args: &[&str]| {
        let mut program = command();
        let output = program.args(args).args(["--lang", lang]).current_dir(folder.path()).output().expect("runs");
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let mut printed = vec![mikomi(&["batch", "example:what-if", "--plan"])];
    for (set, args) in reports {
        mikomi(&["batch", &format!("example:{set}")]);
        printed.push(mikomi(&[&["report", &format!("{set}.sqlite")], *args].concat()));
    }
    printed
}

/// The page with its blocks as they are printed now: each from the line that it begins with to the end of that output,
/// or as many lines as it has where the sentence before it says that it is shortened.
fn renewed(text: &str, outputs: &[String]) -> String {
    const FENCE: &str = "```text\n";
    let mut parts = text.split(FENCE);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (block, after) = part.split_once("```").expect("closed");
        let before = out.trim_end().rsplit('\n').next().unwrap_or_default();
        let is_short = before.contains("(shortened)") || before.contains("抜粋");
        let first = block.lines().next().unwrap_or_default();
        let found = outputs.iter().find_map(|printed| {
            // The names of the worst scenarios are what is left out of a shortened block.
            let left_out =
                |line: &str| is_short && ["  lowest:", "  達成確率の低いもの"].iter().any(|w| line.starts_with(w));
            let lines: Vec<&str> = printed.lines().map(str::trim_end).filter(|line| !left_out(line)).collect();
            let at = lines.iter().position(|line| *line == first.trim_end())?;
            let most = if is_short { block.lines().count() } else { lines.len() };
            Some(lines[at..].iter().take(most).copied().collect::<Vec<_>>().join("\n"))
        });
        out += FENCE;
        out += &found.map_or_else(|| block.to_owned(), |lines| format!("{}\n", lines.trim_end()));
        out += "```";
        out += after;
    }
    out
}

/// How long a batch takes is another matter on another machine.
fn is_an_estimate(line: &str) -> bool {
    line.contains("It takes") || line.contains("所要時間")
}

#[test]
fn the_guide_to_sets_shows_what_is_printed() {
    let reports: [(&str, &[&str]); 4] = [
        ("what-if", &["--table", "ranking", "--top", "5"]),
        ("what-if", &["--table", "editions", "--top", "3"]),
        ("stress", &["--table=odds", "--by=mean_shortfall", "--rows=peer-staffing", "--columns=start,realisation"]),
        ("stress", &["--table", "failures", "--policy", "II", "--threshold", "2"]),
    ];
    for (page, lang) in [("docs/sets.md", "en"), ("docs/sets.ja.md", "ja")] {
        let each = each_of_sets(lang, &reports);
        // MIKOMI_BLESS=1 cargo test the_guide_to_sets writes what is printed now.
        if std::env::var_os("MIKOMI_BLESS").is_some() {
            std::fs::write(at(page), renewed(&file(page), &each)).expect("writable");
        }
        let outputs = each.concat();
        let shown = blocks(&file(page), "text").join("\n");
        let lines: Vec<&str> = shown.lines().filter(|l| !l.trim().is_empty() && !is_an_estimate(l)).collect();
        assert!(lines.len() > 35, "{page}: only {} lines", lines.len());
        for line in lines {
            assert!(
                outputs.lines().any(|printed| printed.trim_end() == line.trim_end()),
                "{page} shows what is not printed:\n{line}"
            );
        }
    }
}

#[test]
fn the_readme_shows_what_is_printed() {
    check("README.md", "en");
}

#[test]
fn the_japanese_readme_shows_what_is_printed() {
    check("README.ja.md", "ja");
}

#[test]
fn the_overlays_of_the_readmes_are_valid() {
    let folder = tempfile::tempdir().expect("a folder");
    for page in ["README.md", "README.ja.md"] {
        let yearly =
            blocks(&file(page), "toml").into_iter().find(|t| t.starts_with("extends")).expect("the yearly overlay");
        let base = at("scenarios/revised.toml").display().to_string();
        let overlay = folder.path().join("r7.toml");
        std::fs::write(&overlay, yearly.replace("scenarios/revised.toml", &base)).expect("writable");
        let told = printed(&["check", &overlay.display().to_string(), "--lang", "en"]);
        assert!(told.contains("no errors"), "{page}: {told}");
    }
}
