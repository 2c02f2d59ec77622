//! One mistake a file in `tests/invalid/`, beside the exact message in both languages.

use crate::expected::same_as;
use crate::program::command;
use crate::simulated::at;
use mikomi::lang::Lang;
use mikomi::model::Model;
use mikomi::plan::{Plan, Uncertainty};
use mikomi::report::words_of_plan;
use mikomi::scenario;

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
            let command = command().args(["check", &file, "--lang", lang]).current_dir(at("")).output().expect("runs");
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

/// Whatever years and lengths editions state, they are accepted or refused with a message; what is accepted can be run.
#[test]
fn no_years_of_editions_make_the_reader_stumble() {
    let mut accepted = 0;
    for period in [
        "",
        "first = 1926, last = 1926,",
        "first = 1926, last = 1985,",
        "first = \"R4\", last = \"R9\",",
        "first = 2126, last = 2126,",
    ] {
        for rule in [
            "",
            "first_base = 1926\nlast_base = 1965\nhorizon = 30\nclosing_lag = 5",
            "first_base = 2126\nlast_base = 2126\nhorizon = 30",
            "first_base = \"R9\"\nlast_base = \"R3\"\nhorizon = 1",
        ] {
            for base in ["", "1926", "2126", "\"R3\"", "-9223372036854775808", "9223372036854775807", "0", "\"\""] {
                for length in [
                    "",
                    "horizon = 1",
                    "horizon = 30",
                    "horizon = 9223372036854775807",
                    "horizon = -1",
                    "as_of = 2126",
                    "as_of = 9223372036854775807",
                ] {
                    for beyond in ["", "beyond_plan = \"explicit\"", "beyond_plan = \"zero\""] {
                        let rule = if rule.is_empty() { String::new() } else { format!("[editions]\n{rule}\n") };
                        let single = if base.is_empty() {
                            String::new()
                        } else {
                            format!("[[edition]]\nbase = {base}\n{length}\n{beyond}\nbooked = {{ P = 1 }}\n")
                        };
                        let text = format!(
                            "format = 1\ntitle = \"t\"\nunit = \"円\"\nplan = {{ {period} basis = \"new_in_year\" }}\n{rule}{single}[[policy]]\nid = \"P\"\nname = \"P\"\n"
                        );
                        accepted += usize::from(is_accepted(&text));
                        if base.is_empty() {
                            break;
                        }
                    }
                }
            }
        }
    }
    assert!(accepted >= 100, "only {accepted} were accepted");
}

fn is_accepted(text: &str) -> bool {
    let document = scenario::load("test.toml", &|_| Ok(text.as_bytes().to_vec())).expect("TOML");
    match Model::read(&document) {
        Ok(model) => {
            let plan = Plan::compile(&model, Uncertainty::On);
            let told = words_of_plan(&model, &plan, &plan, &[], Lang::Ja);
            assert!(!plan.metrics.is_empty() && !told.is_empty(), "{text}");
            true
        }
        Err(problems) => {
            assert!(!problems.list.is_empty(), "{text}");
            assert!(
                problems.list.iter().all(|p| p.hint.is_some() && p.origin.is_some()),
                "{text}: {:#?}",
                problems.list
            );
            false
        }
    }
}
