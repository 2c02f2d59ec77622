//! Mistakes in the arguments are told in the reader's language.

use crate::program::{mikomi, refused};
use crate::simulated::at;

fn told(args: &[&str]) -> String {
    refused(&at(""), &[args, &["--lang", "ja"]].concat())
}

const HOW: &str = "\n  使い方は mikomi --help、または mikomi コマンド --help で見られます。\n";

#[test]
fn in_japanese() {
    for (args, words) in [
        (&["runn"][..], "引数の誤り：「runn」というコマンドはありません。\n  もしかして：run"),
        (&["run", "--trails", "5"], "引数の誤り：「--trails」という引数はありません。\n  もしかして：--trials"),
        (&["run", "--trials", "0"], "引数の誤り：--trials <試行回数> に「0」は使えません（1 – 100000000000）。"),
        (&["run", "--trials", "-5"], "引数の誤り：--trials <試行回数> に「-5」は使えません（1 – 100000000000）。"),
        (&["bench", "--rounds", "-1"], "引数の誤り：--rounds <回数> に「-1」は使えません（1 – 100）。"),
        (&["run", "--threads", "99999"], "引数の誤り：--threads <数> に「99999」は使えません（0 – 1024）。"),
        (&["run", "--trials"], "引数の誤り：--trials <試行回数> に値がありません。"),
        (
            &["run", "--format", "pdf"],
            "引数の誤り：--format <形式> に「pdf」は使えません。\n  使えるもの：text、csv、json、html、xlsx",
        ),
        (&["compare"], "引数の誤り：<計画>、<見直し後>... がありません。"),
        (&["run", "--seed", "1", "--seed", "2"], "引数の誤り：--seed <種> は重ねて書けません。"),
        (&["schema", "--checks", "--classes"], "引数の誤り：--checks と --classes は一緒に使えません。"),
    ] {
        assert_eq!(told(args), format!("{words}{HOW}"), "{args:?}");
    }
}

#[test]
fn in_english_and_help_is_no_error() {
    let output = mikomi(&["runn", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("unrecognized subcommand 'runn'"));
    // What stands after an option is its value, also where it looks like another one.
    let output = mikomi(&["run", "--trials", "-5", "--lang", "en"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told.starts_with("error: invalid value '-5' for '--trials <TRIALS>': ") && !told.contains("-- -5"),
        "{told}"
    );
    for args in [
        &["--help"][..],
        &["run", "--help"],
        &["--version"],
        &["help", "run"],
        &["help"],
        &["help", "run", "--lang", "en"],
    ] {
        let output = mikomi(args);
        assert!(output.status.success() && !output.stdout.is_empty() && output.stderr.is_empty(), "{args:?}");
    }
}
