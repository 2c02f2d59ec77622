//! What the system refuses - room, permission, a reader - is told in both languages, and leaves what was there as it was.

use crate::program::{command, in_shell};
use crate::simulated::file;
use std::process::{Command, Output};
use tempfile::TempDir;

/// A folder with `a.toml`, the store `s.sqlite` of 60 scenarios made of it, and an earlier report.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("writable");
    put("a.toml", &file("scenarios/minimal.toml"));
    put(
        "s.toml",
        "format = 1\ntitle = \"t\"\nbase = \"a.toml\"\n[[uncertainty]]\nid = \"u\"\npath = \"policy.P.target.R9\"\nrange = [1, 9]\n\
         [[group]]\nid = \"g\"\nfactors = [\"u\"]\ncombine = \"latin\"\nsample = 60\n",
    );
    let made = in_shell(folder.path(), "\"$M\" batch s.toml --trials 64 && mkdir full && chmod 755 .");
    assert!(made.status.success(), "{made:?}");
    folder
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end().to_owned()
}

/// A command with its exit code and its messages.
struct Case {
    command: &'static str,
    code: i32,
    ja: &'static str,
    en: &'static str,
}

/// Tells the messages of commands; `around` is what makes the fault, `{}` in it where the command goes.
fn told(folder: &TempDir, around: &str, cases: &[Case]) {
    for Case { command, code, ja, en } in cases {
        for (lang, message) in [("ja", ja), ("en", en)] {
            let output = in_shell(folder.path(), &around.replace("{}", &format!("\"$M\" {command} --lang {lang}")));
            assert_eq!((words(&output.stderr).as_str(), output.status.code()), (*message, Some(*code)), "{command}");
        }
    }
}

/// Nothing half written, nothing temporary.
fn files(folder: &TempDir, below: &str) -> Vec<String> {
    let all = std::fs::read_dir(folder.path().join(below)).expect("a folder");
    let mut names: Vec<String> = all.map(|e| e.expect("readable").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Around a command: the folder `full` has room for 64 KiB, of which 56 are taken. Nothing where no file system can be mounted.
fn full(folder: &TempDir) -> Option<&'static str> {
    const AROUND: &str = "unshare -m sh -c 'mount -t tmpfs -o size=64k tmpfs full && head -c 57344 /dev/zero > full/there; {}; code=$?; ls -A full >&3; exit $code' 3> left";
    let can = in_shell(folder.path(), &AROUND.replace("{}", "true")).status.success();
    if !can {
        eprintln!("not tested: a full disk, since this user cannot mount one");
    }
    can.then_some(AROUND)
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_keeps_what_is_there() {
    let folder = folder();
    let Some(around) = full(&folder) else { return };
    let unwritable = [
        ("run a.toml --trials 64 --out full/r.html", "full/r.html"),
        ("run a.toml --trials 64 --out full/r.xlsx", "full/r.xlsx"),
        ("compare a.toml a.toml --trials 64 --out full/c.html", "full/c.html"),
        ("report s.sqlite --table results --out full/t.csv", "full/t.csv"),
        ("report s.sqlite --out full/r.html", "full/r.html"),
        ("example revised --out full/e.toml", "full/e.toml"),
    ];
    for (command, out) in unwritable {
        let (ja, en) = (
            format!(
                "「{out}」に書けません（空き容量がありません）。書込先と空き容量を確かめてください。元のファイルには手を付けていません。"
            ),
            format!(
                "cannot write '{out}' (no space left). Check the folder and the free space. Whatever stood there is untouched."
            ),
        );
        for (lang, message) in [("ja", ja), ("en", en)] {
            let output = in_shell(folder.path(), &around.replace("{}", &format!("\"$M\" {command} --lang {lang}")));
            assert_eq!((words(&output.stderr), output.status.code()), (message, Some(1)), "{command}");
            assert_eq!(std::fs::read_to_string(folder.path().join("left")).expect("told"), "there\n", "{command}");
        }
    }
    // A store is begun, and says what to do.
    for (lang, begins, ends) in [
        ("ja", "「full/s.sqlite」に書き込めませんでした（", "同じコマンドで続きから再開できます。"),
        ("en", "could not write to 'full/s.sqlite' (", "the same command goes on from there."),
    ] {
        let batch = format!("\"$M\" batch s.toml --trials 64 --store full/s.sqlite --lang {lang}");
        let output = in_shell(folder.path(), &around.replace("{}", &batch));
        let told = words(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.starts_with(begins) && told.ends_with(ends), "{told}");
    }
}

/// A measurement uses the folder for temporary files; reports do without.
#[cfg(target_os = "linux")]
#[test]
fn a_full_folder_for_temporary_files_is_told() {
    let folder = folder();
    let Some(around) = full(&folder) else { return };
    told(
        &folder,
        &around.replace("{}", "export TMPDIR=full; {}"),
        &[Case {
            command: "bench --scenarios 2000 --initiatives 3 --years 4 --trials 64 --rounds 1",
            code: 1,
            ja: "生成したシナリオを書けません（空き容量がありません）。空き容量を確かめてください。",
            en: "cannot write the generated scenarios (no space left). Check the free space.",
        }],
    );
    assert_eq!(std::fs::read_to_string(folder.path().join("left")).expect("told"), "there\n");
    // A workbook is made beside the file that it becomes.
    for wanted in ["--out t.xlsx", "--format csv"] {
        let report = format!("export TMPDIR=full; \"$M\" report s.sqlite --table results {wanted}");
        assert!(in_shell(folder.path(), &around.replace("{}", &report)).status.success(), "{wanted}");
    }
    told(
        &folder,
        "TMPDIR=/no/such/folder {}",
        &[Case {
            command: "bench --scenarios 1 --rounds 1",
            code: 1,
            ja: "一時フォルダを作れません（見つかりません）。空き容量と権限を確かめてください。",
            en: "cannot make a temporary folder (not found). Check the free space and the permissions.",
        }],
    );
}

/// Around a command: done by a user whom permissions bind. Nothing where that cannot be.
fn bound() -> Option<&'static str> {
    const AROUND: &str = "setpriv --reuid 65534 --regid 65534 --clear-groups -- sh -c '{}'";
    let whoami = Command::new("id").arg("-u").output().ok()?;
    if words(&whoami.stdout) != "0" {
        return Some("{}");
    }
    let can = Command::new("sh").args(["-c", &AROUND.replace("{}", "test -x \"$0\"")]).status();
    if can.is_ok_and(|status| status.code().is_some_and(|code| code <= 1)) { Some(AROUND) } else { None }
}

#[cfg(target_os = "linux")]
#[test]
fn without_permission_nothing_is_written_and_the_reason_is_told() {
    let folder = folder();
    let readable = in_shell(
        folder.path(),
        "test -r \"$M\" && mkdir closed && echo old > closed/r.html && echo x > secret.toml && chmod 555 closed && chmod 000 secret.toml",
    );
    assert!(readable.status.success());
    let Some(around) = bound() else {
        eprintln!("not tested: permissions, which do not bind this user");
        return;
    };
    let seen = in_shell(folder.path(), &around.replace("{}", "test -x \"$M\" && test -r a.toml"));
    if !seen.status.success() {
        eprintln!("not tested: permissions, since another user does not reach the program");
        return;
    }
    told(
        &folder,
        around,
        &[
            Case {
                command: "run a.toml --trials 64 --out closed/r.html",
                code: 1,
                ja: "「closed/r.html」に書けません（権限がありません）。書込先と空き容量を確かめてください。元のファイルには手を付けていません。",
                en: "cannot write 'closed/r.html' (no permission). Check the folder and the free space. Whatever stood there is untouched.",
            },
            Case {
                command: "example minimal --out closed/e.toml",
                code: 1,
                ja: "「closed/e.toml」に書けません（権限がありません）。書込先と空き容量を確かめてください。元のファイルには手を付けていません。",
                en: "cannot write 'closed/e.toml' (no permission). Check the folder and the free space. Whatever stood there is untouched.",
            },
            Case {
                command: "man --out closed/man",
                code: 1,
                ja: "「closed/man」に書けません（権限がありません）。書込先と空き容量を確かめてください。元のファイルには手を付けていません。",
                en: "cannot write 'closed/man' (no permission). Check the folder and the free space. Whatever stood there is untouched.",
            },
            Case {
                command: "batch s.toml --store closed/n.sqlite",
                code: 1,
                ja: "「closed/n.sqlite」に書けません。ファイルとフォルダの書込権限を確かめるか、--store で書ける場所を指定してください。入っている結果はそのままです。",
                en: "'closed/n.sqlite' cannot be written to. Check the permissions of the file and its folder, or name a place that can be written to with --store. What it holds is untouched.",
            },
        ],
    );
    for (lang, message) in [
        ("ja", "ファイル「secret.toml」を開けません（権限がありません）"),
        ("en", "cannot open the file 'secret.toml' (no permission)"),
    ] {
        let output = in_shell(folder.path(), &around.replace("{}", &format!("\"$M\" check secret.toml --lang {lang}")));
        assert_eq!(output.status.code(), Some(2));
        assert!(words(&output.stderr).contains(message), "{output:?}");
    }
    assert_eq!(files(&folder, "closed"), ["r.html"]);
    assert_eq!(std::fs::read_to_string(folder.path().join("closed/r.html")).expect("there"), "old\n");
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_printed_is_told() {
    let folder = folder();
    let full = |command| Case {
        command,
        code: 1,
        ja: "標準出力に書けません（空き容量がありません）。",
        en: "cannot write to standard output (no space left).",
    };
    let cases = ["run a.toml --trials 64", "check a.toml", "--help", "run --help", "--version", "schema"];
    told(&folder, "{} > /dev/full", &cases.map(full));
    // Who closes the pipe has seen enough.
    for command in ["run a.toml --trials 64", "schema", "--help", "check a.toml"] {
        let output = in_shell(folder.path(), &format!("{{ \"$M\" {command} --lang en; echo $? >&2; }} | true"));
        assert_eq!(words(&output.stderr), "0", "{command}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_limit_of_file_sizes_is_told_in_japanese_too() {
    let folder = folder();
    let before = files(&folder, "");
    told(
        &folder,
        "ulimit -f 8; {}",
        &[Case {
            command: "run a.toml --trials 64 --out t.html",
            code: 1,
            ja: "「t.html」に書けません（ファイルの大きさの上限を超えました）。書込先と空き容量を確かめてください。元のファイルには手を付けていません。",
            en: "cannot write 't.html' (the limit of file sizes is reached). Check the folder and the free space. Whatever stood there is untouched.",
        }],
    );
    assert_eq!(files(&folder, ""), before);
}

/// A long command that is interrupted once it runs.
#[cfg(unix)]
fn interrupted(folder: &TempDir, args: &[&str]) -> Output {
    let mut program = command();
    program.args(args).current_dir(folder.path());
    let child =
        program.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().expect("runs");
    std::thread::sleep(std::time::Duration::from_secs(3));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill").success());
    child.wait_with_output().expect("ends")
}

#[cfg(unix)]
#[test]
fn an_interruption_says_what_was_done() {
    let folder = folder();
    let trials = ["--trials", "100000000000", "--lang"];
    for (lang, run, compare, bench) in [
        (
            "ja",
            "中断したため、次は試算していません：a.toml, a.toml\n中断しました。途中までの結果です。",
            "中断しました。比較はしていません。",
            "中断しました。計測は途中のため、結果はありません。",
        ),
        (
            "en",
            "not run because of the interruption: a.toml, a.toml\nInterrupted: these are the results so far.",
            "Interrupted; nothing was compared.",
            "Interrupted; nothing was measured to the end.",
        ),
    ] {
        for (args, message) in [
            (&["run", "a.toml", "a.toml", "a.toml"][..], run),
            (&["compare", "a.toml", "a.toml"], compare),
            (&["bench", "--scenarios", "2", "--rounds", "1"], bench),
        ] {
            let bounded = if args[0] == "bench" { ["--trials", "1000000000", "--lang"] } else { trials };
            let output = interrupted(&folder, &[args, &bounded, &[lang]].concat());
            assert_eq!((words(&output.stderr).as_str(), output.status.code()), (message, Some(130)), "{args:?}");
            assert_eq!(output.stdout.is_empty(), args[0] != "run", "{args:?}");
        }
    }
}
