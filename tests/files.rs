//! What is read is what it is taken for, what is written is whole, and nothing that a user has is lost.

use crate::program::{self, in_shell, within};
use crate::simulated::file;
use std::ffi::OsStr;
use std::path::Path;
use tempfile::TempDir;

/// A folder with the scenario `a.toml`.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    put(&folder, "a.toml", &file("scenarios/minimal.toml"));
    folder
}

fn put(folder: &TempDir, name: &str, text: &str) {
    let path = folder.path().join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
    std::fs::write(path, text).expect("writable");
}

fn there(folder: &TempDir, name: &str) -> String {
    String::from_utf8_lossy(&std::fs::read(folder.path().join(name)).expect("there")).into_owned()
}

/// What is said in a language of arguments or files that are refused.
fn refused(folder: &TempDir, args: &[&str], lang: &str) -> String {
    program::refused(folder.path(), &[args, &["--lang", lang]].concat()).trim_end().to_owned()
}

fn done(folder: &TempDir, args: &[&str]) -> String {
    program::done(folder.path(), args)
}

const FEW: [&str; 2] = ["--trials", "64"];

#[test]
fn input_is_not_written_over() {
    let folder = folder();
    put(&folder, "mine", "extends = \"a.toml\"\n");
    let before = there(&folder, "mine");
    let ja = "--out：「./mine」はもとのファイルです。書くと失われます。別の名前を指定するか、失われてよければ --force を付けてください。";
    let en = "--out: './mine' is a file that is read and would be lost. Name another file, or add --force if it may be lost.";
    for args in [&["run", "mine", "--out", "./mine"][..], &["compare", "a.toml", "mine", "--out", "./mine"]] {
        assert_eq!(refused(&folder, args, "ja"), ja);
        assert_eq!(refused(&folder, args, "en"), en);
    }
    // What a file extends is read too, and a second name of a file is that file.
    std::fs::hard_link(folder.path().join("a.toml"), folder.path().join("second")).expect("a link");
    assert!(refused(&folder, &["run", "mine", "--out", "second"], "en").contains("'second' is a file that is read"));
    assert_eq!(there(&folder, "mine"), before);
    done(&folder, &[&["run", "mine", "--out", "mine", "--force"], &FEW[..]].concat());
    assert_ne!(there(&folder, "mine"), before);
    let told = refused(&folder, &["run", "a.toml", "--force"], "en");
    assert!(told.contains("--out <OUT>"), "{told}");
}

#[test]
fn stores_kept_results_and_figures_are_not_written_over() {
    let folder = folder();
    put(&folder, "set/one.toml", &there(&folder, "a.toml"));
    done(&folder, &[&["batch", "set", "--store", "kept"], &FEW[..]].concat());
    let before = there(&folder, "kept");
    let en = "--out: 'kept' is a store of results (SQLite) and would be lost. Name another file, or add --force if it may be lost.";
    let ja = "--out：「kept」は結果の入ったファイル（SQLite）です。書くと失われます。別の名前を指定するか、失われてよければ --force を付けてください。";
    assert_eq!(refused(&folder, &["run", "a.toml", "--out", "kept"], "en"), en);
    assert_eq!(refused(&folder, &["run", "a.toml", "--out", "kept"], "ja"), ja);
    assert!(refused(&folder, &["report", "kept", "--out", "kept"], "en").contains("is a file that is read"));
    assert!(refused(&folder, &["run", "a.toml", "--out", "x.sqlite"], "en").contains("there is no format .sqlite"));
    assert!(there(&folder, "kept") == before, "the store has changed");
    done(&folder, &[&["run", "a.toml", "--out", "kept.json"], &FEW[..]].concat());
    assert!(
        refused(&folder, &["report", "kept.json", "--out", "./kept.json"], "en").contains("is a file that is read")
    );
    let small = ["bench", "--scenarios", "2", "--trials", "64", "--initiatives", "2", "--years", "2", "--rounds", "1"];
    done(&folder, &[&small[..], &["--save", "figures"]].concat());
    let again = [&small[..], &["--against", "figures", "--save", "figures"]].concat();
    let told = refused(&folder, &again, "en");
    assert!(told.starts_with("--save: 'figures' is a file that is read"), "{told}");
    done(&folder, &[&again[..], &["--force"]].concat());
}

#[test]
fn an_example_that_was_edited_is_not_written_over() {
    let folder = folder();
    let copy = ["example", "minimal", "--out", "my.toml"];
    done(&folder, &copy);
    // Once more is no loss.
    done(&folder, &copy);
    put(&folder, "my.toml", "# edited\n");
    assert_eq!(
        refused(&folder, &copy, "en"),
        "--out: 'my.toml' is there with other contents, which would be lost. Name another file, or add --force if they may be lost."
    );
    assert_eq!(
        refused(&folder, &copy, "ja"),
        "--out：「my.toml」には別の内容のファイルがあります。書くと失われます。別の名前を指定するか、失われてよければ --force を付けてください。"
    );
    assert_eq!(there(&folder, "my.toml"), "# edited\n");
    done(&folder, &[&copy[..], &["--force"]].concat());
    assert_eq!(there(&folder, "my.toml"), file("scenarios/minimal.toml"));
}

#[cfg(unix)]
#[test]
fn what_is_no_ordinary_file_is_not_read() {
    let folder = folder();
    assert!(in_shell(folder.path(), "mkfifo pipe").status.success());
    for (extends, shown) in [("/dev/zero", "/dev/zero"), ("pipe", "pipe")] {
        put(&folder, "x.toml", &format!("extends = \"{extends}\"\n"));
        let told = refused(&folder, &["check", "x.toml"], "en");
        assert!(told.contains(&format!("cannot open the file '{shown}' (it is not an ordinary file)")), "{told}");
        let told = refused(&folder, &["check", "x.toml"], "ja");
        assert!(told.contains(&format!("ファイル「{shown}」を開けません（ふつうのファイルではありません）")), "{told}");
    }
    for args in [["report", "pipe"], ["check", "/dev/full"], ["batch", "pipe"]] {
        refused(&folder, &args, "en");
    }
    let output = in_shell(folder.path(), "truncate -s 300M large.toml && $M check large.toml --lang en");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("(it is larger than 256 MiB)"));
    // What a shell passes is read.
    let output = in_shell(
        folder.path(),
        "$M check /dev/stdin --lang en < a.toml && cat a.toml | $M run - --trials 64 --lang en",
    );
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Standard input, and what a shell passes of another command, is read once and can be named more often.
#[cfg(unix)]
#[test]
fn streams_stand_wherever_a_file_can() {
    let folder = folder();
    for command in [
        "cat a.toml | $M check -",
        "cat a.toml | $M run - - --trials 64",
        "cat a.toml | $M batch - --store one.sqlite --trials 64 --lang en | grep '^1 done'",
        "$M run a.toml --trials 64 --format json | $M report - --lang en",
        "$M run a.toml --trials 64 --format json | $M report /dev/stdin --lang en",
        "$M run a.toml --trials 64 --format csv --out - | grep '^scenario_number,title,'",
        "echo old > old.csv; cat a.toml | $M run - --trials 64 --out old.csv && grep title, old.csv",
        "mkfifo out; cat out > got & $M run a.toml --trials 64 --format csv --out out; wait; grep title, got",
    ] {
        let output = in_shell(folder.path(), command);
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(!output.stdout.is_empty(), "{command}");
    }
    // The file behind standard input is input too.
    put(&folder, "in", &there(&folder, "a.toml"));
    let output = in_shell(folder.path(), "$M run - --trials 64 --format csv --out in --lang en < in");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("--out: 'in' is a file that is read"));
    assert_eq!(there(&folder, "in"), there(&folder, "a.toml"));
    for (lang, words) in [
        ("en", "--store: a store cannot go to standard output. Name a file."),
        ("ja", "--store：結果は標準出力には出せません。ファイルの名前を指定してください。"),
    ] {
        assert_eq!(refused(&folder, &["batch", "a.toml", "--store", "-"], lang), words);
    }
}

/// A scenario is a set of itself, also where it is laid over another.
#[test]
fn one_scenario_is_a_set() {
    let folder = folder();
    put(&folder, "over.toml", "title = \"laid over\"\n");
    put(&folder, "own.toml", "extends = \"a.toml\"\ntitle = \"extends\"\n");
    for (set, title) in [
        ("a.toml", "最小の例"),
        ("own.toml", "extends"),
        ("a.toml+over.toml", "laid over"),
        ("example:minimal", "最小の例"),
    ] {
        let told = done(&folder, &[&["batch", set, "--store", "s.sqlite", "--lang", "en"], &FEW[..]].concat());
        assert!(told.starts_with("1 done"), "{set}: {told}");
        let told = done(&folder, &["report", "s.sqlite", "--table", "results"]);
        assert!(told.contains(title), "{set}: {told}");
        std::fs::remove_file(folder.path().join("s.sqlite")).expect("there");
    }
}

#[test]
fn what_stands_where_the_lock_would_is_not_removed() {
    let folder = folder();
    put(&folder, "z.sqlite.lock", "mine\n");
    for (lang, words) in [
        (
            "en",
            "'z.sqlite.lock' is the name of the lock of this store, and something else is there. Move it, or name another file with --store.",
        ),
        (
            "ja",
            "「z.sqlite.lock」は書込中の印に使う名前ですが、別のものがあります。移すか、--store で別のファイルを指定してください。",
        ),
    ] {
        let output = within(folder.path(), &["batch", "a.toml", "--store", "z.sqlite", "--lang", lang]);
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).trim_end()), (Some(1), words));
    }
    assert_eq!(there(&folder, "z.sqlite.lock"), "mine\n");
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_yet_is_followed() {
    let folder = folder();
    std::fs::create_dir(folder.path().join("sub")).expect("writable");
    std::os::unix::fs::symlink("sub/target.csv", folder.path().join("link")).expect("a link");
    done(&folder, &[&["run", "a.toml", "--format", "csv", "--out", "link"], &FEW[..]].concat());
    assert!(there(&folder, "sub/target.csv").contains("title,") && folder.path().join("link").is_symlink());
}

#[test]
fn a_plus_in_a_name_joins_nothing_where_that_file_is_there() {
    let folder = folder();
    let text = there(&folder, "a.toml");
    put(&folder, "R6+R7/a.toml", &text);
    put(&folder, "R6+R7/more.toml", "title = \"laid over\"\n");
    put(&folder, "R6+R7/extends.toml", "extends = \"a.toml\"\n");
    put(
        &folder,
        "R6+R7/set.toml",
        "format = 1\ntitle = \"t\"\nbase = \"a.toml\"\n[[lever]]\nid = \"l\"\nvalue = [{ label = \"later\", delay = { counter = 1 } }]\n",
    );
    put(&folder, "R6+R7/list.toml", "format = 1\ntitle = \"t\"\nscenarios = [\"x+y.toml\", \"a.toml+more.toml\"]\n");
    put(&folder, "R6+R7/x+y.toml", &text);
    for name in ["R6+R7/a.toml", "./R6+R7/x+y.toml", "R6+R7/extends.toml"] {
        done(&folder, &["check", name]);
    }
    assert!(done(&folder, &["check", "R6+R7/a.toml+R6+R7/more.toml", "--resolved"]).contains("title = \"laid over\""));
    for set in ["R6+R7/set.toml", "R6+R7/list.toml"] {
        done(&folder, &[&["batch", set, "--store", "s.sqlite"], &FEW[..]].concat());
    }
    std::fs::rename(folder.path().join("R6+R7/x+y.toml"), folder.path().join("x+y.toml")).expect("moved");
    put(&folder, "only/x+y.toml", &text);
    done(&folder, &[&["batch", "only", "--store", "o.sqlite"], &FEW[..]].concat());
    let told = done(&folder, &["report", "o.sqlite", "--table", "scenarios", "--format", "csv"]);
    assert!(told.contains("only/x+y") && told.contains("done"), "{told}");
    // From another folder, and more files than one name can hold.
    put(&folder, "o/p+q/a.toml", &text);
    put(&folder, "o/b.toml", "title = \"b\"\n");
    put(
        &folder,
        "o/s.toml",
        "format = 1\ntitle = \"t\"\nbase = \"p+q/a.toml+b.toml\"\n[[lever]]\nid = \"l\"\nvalue = [{ label = \"later\", delay = { counter = 1 } }]\n",
    );
    done(&folder, &["batch", "o/s.toml", "--plan", "--store", "p.sqlite"]);
    let many: Vec<String> = (0..6).map(|i| format!("{}{i}.toml", "l".repeat(60))).collect();
    many.iter().for_each(|name| put(&folder, name, "title = \"last\"\n"));
    done(&folder, &["check", &format!("a.toml+{}", many.join("+"))]);
    let told = refused(&folder, &["check", "no+where.toml"], "en");
    assert!(told.contains("cannot open the file 'no' (not found)"), "{told}");
}

#[test]
fn a_file_that_is_there_is_no_pattern() {
    let folder = folder();
    put(&folder, "gl/list1.toml", "format = 1\ntitle = \"another\"\nscenarios = [\"../a.toml\"]\n");
    put(&folder, "gl/list[1].toml", "format = 1\ntitle = \"this one\"\nscenarios = [\"../a.toml\"]\n");
    put(&folder, "[2024]/one.toml", &there(&folder, "a.toml"));
    let told = done(&folder, &["batch", "./[2024]/o*.toml", "--plan", "--lang", "en"]);
    assert!(told.contains("1 scenarios, 1 of them chosen"), "{told}");
    let told = done(&folder, &["batch", "gl/list[1].toml", "--plan", "--lang", "en"]);
    assert!(told.contains("Set 'this one'"), "{told}");
}

#[cfg(unix)]
#[test]
fn files_that_cannot_be_members_are_told() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder();
    let text = there(&folder, "a.toml");
    for name in ["set/b.toml", "set/C.TOML", "set/._b.toml"] {
        put(&folder, name, &text.replace("最小", name));
    }
    let odd = folder.path().join("set").join(OsStr::from_bytes(b"\x96k.toml"));
    std::fs::write(odd, &text).expect("writable");
    let told = done(&folder, &[&["batch", "set", "--store", "s.sqlite", "--lang", "en"], &FEW[..]].concat());
    assert!(told.starts_with("2 done"), "{told}");
    assert!(
        told.contains("Files that are left out of the set: 2\n- set/._b.toml: hidden: its name begins with a dot\n- set/\u{fffd}k.toml: its name is not UTF-8; rename it\n"),
        "{told}"
    );
    let told = done(&folder, &["batch", "set", "--store", "s.sqlite", "--plan", "--lang", "ja"]);
    assert!(told.contains("このシナリオ群に入れなかったファイル 2 件："), "{told}");
    assert!(told.contains("- set/._b.toml：隠しファイルです（名前が . で始まります）"), "{told}");
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_no_text_is_refused() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder();
    let odd = OsStr::from_bytes(b"\xff.toml");
    let output = within(folder.path(), &[OsStr::new("run"), odd]);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    // Where only a place is named, any name will do.
    let odd = OsStr::from_bytes(b"\xff.html");
    let output = within(
        folder.path(),
        &[OsStr::new("run"), OsStr::new("a.toml"), OsStr::new("--trials"), OsStr::new("64"), OsStr::new("--out"), odd],
    );
    assert!(output.status.success() && folder.path().join(odd).is_file());
}

#[test]
fn special_names_of_sqlite_are_names_of_files() {
    let folder = folder();
    put(&folder, "set/one.toml", &there(&folder, "a.toml"));
    for name in [":memory:", "file:x?mode=memory"] {
        done(&folder, &[&["batch", "set", "--store", name], &FEW[..]].concat());
        assert!(folder.path().join(name).is_file(), "{name}");
        done(&folder, &["report", name]);
    }
}

/// Bytes 18 and 19 of a SQLite file are 1 where a reader needs nothing but the file, 2 where it needs a log beside it.
#[test]
fn a_finished_store_is_one_file_that_anything_can_read() {
    let folder = folder();
    put(&folder, "set/one.toml", &there(&folder, "a.toml"));
    done(&folder, &[&["batch", "set", "--store", "s.sqlite"], &FEW[..]].concat());
    done(&folder, &["report", "s.sqlite"]);
    let bytes = std::fs::read(folder.path().join("s.sqlite")).expect("there");
    assert_eq!(bytes[18..20], [1, 1]);
    let names: Vec<String> = std::fs::read_dir(folder.path())
        .expect("a folder")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("s.sqlite"))
        .collect();
    assert_eq!(names, ["s.sqlite"]);
}

#[test]
fn damaged_stores_say_what_to_do() {
    let folder = folder();
    put(&folder, "set/one.toml", &there(&folder, "a.toml"));
    done(&folder, &[&["batch", "set", "--store", "s.sqlite"], &FEW[..]].concat());
    let bytes = std::fs::read(folder.path().join("s.sqlite")).expect("there");
    std::fs::write(folder.path().join("short.sqlite"), &bytes[..bytes.len() / 2]).expect("writable");
    for (lang, words) in [
        (
            "en",
            "the store 'short.sqlite' is damaged. Use a copy if there is one, or make it again: run mikomi batch with another --store.",
        ),
        (
            "ja",
            "結果ファイル「short.sqlite」は壊れています。控えがあればそれを使うか、mikomi batch を --store で別の名前を指定して実行し、作り直してください。",
        ),
    ] {
        let output = within(folder.path(), &["report", "short.sqlite", "--lang", lang]);
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).trim_end()), (Some(1), words));
    }
    assert!(refused(&folder, &["report", "set"], "en").starts_with("'set' is no result of mikomi."));
}

#[cfg(unix)]
#[test]
fn the_users_mask_holds_for_reports() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    for (mask, mode) in [("077", 0o600), ("022", 0o644), ("027", 0o640)] {
        let output = in_shell(folder.path(), &format!("umask {mask} && $M run a.toml --trials 64 --out r{mask}.html"));
        assert!(output.status.success());
        let found = std::fs::metadata(folder.path().join(format!("r{mask}.html"))).expect("there").permissions().mode();
        assert_eq!(found & 0o777, mode, "{mask}");
    }
}

/// The limit ends no process by a signal, and no library by a panic.
#[cfg(target_os = "linux")]
#[test]
fn a_limit_of_file_sizes_is_told() {
    let folder = folder();
    put(
        &folder,
        "set.toml",
        "format = 1\ntitle = \"t\"\nbase = \"a.toml\"\n[[uncertainty]]\nid = \"u\"\npath = \"policy.P.target.R9\"\nrange = [1, 9]\n\
         [[group]]\nid = \"g\"\nfactors = [\"u\"]\ncombine = \"latin\"\nsample = 400\n",
    );
    let made = within(folder.path(), &["batch", "set.toml", "--store", "s.sqlite", "--trials", "64"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    for (limit, command) in [
        (20, "report s.sqlite --table results --out t.xlsx"),
        (20, "run a.toml --trials 64 --out t.html"),
        (20, "report s.sqlite --table results --out t.csv"),
        (20, "report s.sqlite --table results --out t.parquet"),
    ] {
        let output = in_shell(folder.path(), &format!("ulimit -f {limit}; $M {command} --lang en"));
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{command}: {told}");
        let out = command.rsplit(' ').next().expect("a name");
        assert!(told.starts_with(&format!("cannot write '{out}' (")) && told.lines().count() == 1, "{command}: {told}");
        assert!(told.contains("the limit of file sizes"), "{command}: {told}");
    }
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).expect("a folder").map(|e| e.expect("readable").file_name()).collect();
    assert!(
        left.iter().all(|name| !name.to_string_lossy().starts_with("t.") && !name.to_string_lossy().contains(".tmp")),
        "{left:?}"
    );
}

/// A wall of errors helps nobody, and takes no longer than its lines.
#[test]
fn of_many_problems_the_first_are_shown() {
    let folder = folder();
    let lines: String = (0..50_000).map(|i| format!("{i},abc\n")).collect();
    put(&folder, "data.toml", &lines);
    let told = refused(&folder, &["check", "data.toml"], "en");
    assert!(told.ends_with("50000 problems found; the first 20 are shown."), "{told}");
    assert_eq!(told.matches("\nerror: ").count() + 1, 20);
    let told = refused(&folder, &["check", "data.toml"], "ja");
    assert!(told.ends_with("誤りが 50000 件あります。はじめの 20 件を示しました。"), "{told}");
    let keys: String = (0..50_000).map(|i| format!("nokey{i} = {i}\n")).collect();
    put(&folder, "keys.toml", &(keys + &there(&folder, "a.toml")));
    assert!(refused(&folder, &["check", "keys.toml"], "en").ends_with("50000 problems found; the first 20 are shown."));
}

/// A kept result is a file like any other: what somebody has written into it does not act on a terminal either.
#[test]
fn words_of_a_kept_result_are_harmless() {
    let folder = folder();
    done(&folder, &[&["run", "a.toml", "--out", "kept.json"], &FEW[..]].concat());
    let kept = there(&folder, "kept.json");
    let evil = kept.replace("基本方針 / Policy", "\\u001b[31m方針\\u202e\\r偽");
    assert_ne!(kept, evil);
    put(&folder, "kept.json", &evil);
    for lang in ["ja", "en"] {
        let told = done(&folder, &["report", "kept.json", "--lang", lang]);
        assert!(told.contains("方針") && !told.contains(['\u{1b}', '\u{202e}', '\r']), "{told:?}");
    }
}

/// Remarks keep what would act on a terminal, written by its number: they are part of what a scenario is.
#[test]
fn remarks_stay_what_they_are_where_they_are_printed() {
    let folder = folder();
    let note = "note = \"a\\u202eb\\u009bc\\u0001\\r\\n'd\\u2028\"\n";
    put(&folder, "b.toml", &format!("{note}{}", there(&folder, "a.toml")));
    put(&folder, "s.toml", "format = 1\ntitle = \"t\"\nscenarios = [\"b.toml\"]\n");
    let acts = |text: &str| text.contains(['\u{202e}', '\u{9b}', '\u{1}', '\r', '\u{2028}']);
    let digest = |name: &str| {
        let told = done(&folder, &["check", name, "--lang", "en"]);
        told.lines().find_map(|line| line.trim().strip_prefix("SHA-256 ")).expect("a digest").to_owned()
    };
    for command in [&["check", "b.toml", "--resolved"][..], &["batch", "s.toml", "--show", "b"]] {
        let shown = done(&folder, command);
        assert!(shown.contains("a\\u202Eb\\u009Bc\\u0001\\u000D") && !acts(&shown), "{shown}");
        put(&folder, "again.toml", &shown);
        assert_eq!(digest("again.toml"), digest("b.toml"), "{command:?}");
    }
    let json = done(&folder, &[&["run", "b.toml", "--format", "json"], &FEW[..]].concat());
    assert!(json.contains("a\\u202eb\\u009bc") && !acts(&json));
    let read: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(read["scenario"]["note"], "a\u{202e}b\u{9b}c\u{1}\r\n'd\u{2028}");
}

/// Two sets of one name have one store by default: the second does not take it over.
#[test]
fn the_store_of_another_set_is_not_taken_over_unless_it_is_named() {
    let folder = folder();
    for one in ["a", "b"] {
        put(&folder, &format!("{one}/set.toml"), "format = 1\ntitle = \"t\"\nscenarios = [\"../a.toml\"]\n");
    }
    done(&folder, &[&["batch", "a/set.toml"], &FEW[..]].concat());
    let before = std::fs::read(folder.path().join("set.sqlite")).expect("a store");
    for (lang, words) in [
        (
            "en",
            "'set.sqlite' holds the results of another set (a/set.toml, 't'). Name a file of its own with --store for this one (b/set.toml). If the set was only moved, --store set.sqlite goes on with it.",
        ),
        (
            "ja",
            "「set.sqlite」には別のシナリオ群（a/set.toml「t」）の結果が入っています。このシナリオ群（b/set.toml）の結果は、--store で別のファイルを指定して入れてください。シナリオ群のファイルを移しただけなら、--store set.sqlite を付けて実行すれば続けられます。",
        ),
    ] {
        assert_eq!(refused(&folder, &["batch", "b/set.toml"], lang), words);
        assert_eq!(refused(&folder, &["batch", "b/set.toml", "--plan"], lang), words);
    }
    assert_eq!(std::fs::read(folder.path().join("set.sqlite")).expect("a store"), before);
    // However the way to it is typed, it is the same set.
    let full = folder.path().canonicalize().expect("there").join("a/set.toml");
    for name in ["a/set.toml", "./a/set.toml", full.to_str().expect("text")] {
        assert!(done(&folder, &[&["batch", name, "--lang", "en"], &FEW[..]].concat()).contains("1 skipped"), "{name}");
    }
    done(&folder, &[&["batch", "b/set.toml", "--store", "set.sqlite"], &FEW[..]].concat());
    // Of two sets from standard input the titles tell.
    let piped = |title: &str| {
        let set = format!("format = 1\\ntitle = \\\"{title}\\\"\\nscenarios = [\\\"a.toml\\\"]\\n");
        in_shell(
            folder.path(),
            &format!(
                "mkdir -p {title}; rm -f set.sqlite; printf \"{set}\" | $M batch - --trials 64; printf \"{}\" | $M batch - --trials 64 --lang en",
                set.replace("one", "two")
            ),
        )
    };
    assert_eq!(piped("one").status.code(), Some(2));
    assert_eq!(piped("same").status.code(), Some(0));
}

/// Labels, ids of groups, bases, names of files: nothing in them acts on a terminal, in a cell or in a comment.
#[test]
fn words_of_a_set_are_harmless_wherever_they_are_printed() {
    let folder = folder();
    let evil = "\\u001b[31mred\\u202e\\u0007\\n＝1+1";
    put(
        &folder,
        "set.toml",
        &format!(
            "format = 1\ntitle = \"t{evil}\"\nbase = {{ \"b{evil}\" = \"a.toml\", two = \"a.toml\" }}\n[[lever]]\nid = \"l{evil}\"\nvalue = [{{ label = \"{evil}\", delay = {{ counter = 1 }} }}, {{ label = \"x{evil}\", delay = {{ counter = 2 }} }}]\n\
             [[lever]]\nid = \"m\"\npath = \"policy.P.target.R9\"\nvalues = [1, 2]\nlabels = [\"＝{evil}\", \"@y\"]\n\
             [[group]]\nid = \"g{evil}\"\nfactors = [\"m\"]\n"
        ),
    );
    let harmless = |told: &[u8], what: &str| {
        let text = String::from_utf8_lossy(told).into_owned();
        let acts = |c: char| (c.is_control() && !matches!(c, '\n' | '\r')) || matches!(c, '\u{202a}'..='\u{202e}');
        assert!(!text.contains(acts), "{what}: {text:?}");
        text
    };
    let run = |args: &[&str]| {
        let output = within(folder.path(), args);
        harmless(&output.stderr, &args.join(" "));
        harmless(&output.stdout, &args.join(" "))
    };
    run(&["batch", "set.toml", "--plan"]);
    run(&[&["batch", "set.toml", "--store", "s.sqlite"], &FEW[..]].concat());
    for table in ["ranking", "odds", "effects", "failures", "scenarios"] {
        for format in ["text", "csv", "json", "html"] {
            run(&["report", "s.sqlite", "--table", table, "--format", format]);
        }
    }
    let csv = run(&["report", "s.sqlite", "--table", "results", "--format", "csv"]);
    assert!(csv.contains("@y") && !csv.contains(",@y") && !csv.contains(",＝"), "{}", &csv[..2000.min(csv.len())]);
    run(&["report", "s.sqlite", "--only", "l=\u{1b}[31m"]);
    run(&["batch", "set.toml", "--show", "\u{1b}[31m"]);
    run(&["run", "\u{1b}]0;x\u{7}.toml"]);
    for args in [
        &["example", "x\u{1b}[31m\r誤り"][..],
        &["run", "--x\n誤り: 偽\r上書き"],
        &["report", "s.sqlite", "--policy", "\rx"],
    ] {
        for lang in ["ja", "en"] {
            let told = String::from_utf8_lossy(&within(folder.path(), &[args, &["--lang", lang]].concat()).stderr)
                .into_owned();
            assert!(!told.contains(['\r', '\u{1b}']), "{args:?}: {told:?}");
        }
    }
    run(&["report", "\u{1b}]0;x\u{7}.sqlite"]);
    let name = run(&["report", "s.sqlite", "--table", "scenarios", "--format", "csv"]);
    let first = name
        .lines()
        .nth(1)
        .and_then(|line| line.split(',').next())
        .expect("a scenario")
        .trim_start_matches('\'')
        .to_owned();
    let shown = run(&["batch", "set.toml", "--show", &first]);
    put(&folder, "shown.toml", &shown);
    assert!(within(folder.path(), &["check", "shown.toml"]).status.success() || shown.is_empty(), "{first}: {shown}");
    let bad = folder.path().join("bad");
    std::fs::create_dir(&bad).expect("a folder");
    std::fs::write(bad.join("\u{1b}[31mred.toml"), "x").expect("writable");
    std::fs::write(bad.join("good.toml"), there(&folder, "a.toml")).expect("writable");
    run(&[&["batch", "bad", "--store", "b.sqlite"], &FEW[..]].concat());
    run(&["report", "b.sqlite"]);
    let title = Path::new("a.toml");
    assert!(folder.path().join(title).is_file());
}
