//! No kill, no full disk, no read-only or foreign file and no second process loses or breaks anything.

use crate::batch::{Bench, dump, names, told};
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::Path;
use std::process::{Output, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const TRIALS: [&str; 3] = ["--trials", "100000", "--json-progress"];
const SCENARIOS: usize = 24;

/// Numbers in 0 … 1 that look random (splitmix64).
struct Moments(u64);

impl Moments {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// What the store at `path` holds as done, with results; looked at in a copy, so that the store itself is left as the
/// killed process left it.
fn done_in(path: &Path) -> Vec<String> {
    let copy = tempfile::tempdir().expect("a folder");
    let to = copy.path().join("store");
    if std::fs::copy(path, &to).is_err() {
        return Vec::new();
    }
    let log = |p: &Path| format!("{}-wal", p.display());
    let _ = std::fs::copy(log(path), log(&to));
    let connection = rusqlite::Connection::open(&to).expect("a store");
    let sound: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("readable");
    assert_eq!(sound, "ok");
    let query = "SELECT name FROM scenario WHERE status = 'done' AND EXISTS (SELECT 1 FROM result WHERE scenario = id)";
    let Ok(mut statement) = connection.prepare(query) else { return Vec::new() };
    let names = statement.query_map([], |row| row.get(0)).expect("rows");
    names.collect::<Result<_, _>>().expect("names")
}

fn assert_kept(reported: &[String], path: &Path, seed: u64) {
    let kept = done_in(path);
    let lost: Vec<&String> = reported.iter().filter(|name| !kept.contains(name)).collect();
    assert!(lost.is_empty(), "told as done and lost: {lost:?} (seed {seed})");
}

/// Each round begins a store, is killed once, goes on, may be killed again, and ends.
#[test]
#[allow(clippy::print_stdout, reason = "the seed is shown where the test fails")]
fn whatever_the_moment_of_a_kill_nothing_is_lost_and_nothing_run_twice() {
    let seed = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time").as_nanos() as u64;
    println!("seed of the moments: {seed}");
    let mut moments = Moments(seed);
    let bench = Bench::with_scenarios(SCENARIOS);
    let begun = Instant::now();
    assert!(bench.batch("undisturbed.sqlite", &TRIALS).status.success());
    let mut whole = begun.elapsed();
    let undisturbed = dump(&bench.path("undisturbed.sqlite"));
    let (mut landed, mut amid) = (0, 0);
    for round in 0..100 {
        let name = format!("{round}.sqlite");
        let path = bench.path(&name);
        let mut reported: Vec<String> = Vec::new();
        let mut left = 1.0;
        loop {
            // Spread over what is left of the whole, a little beyond its end.
            let moment = whole.mul_f64(moments.next() * 1.05 * left);
            let (lines, killed) = killed_after(&bench, &name, moment);
            let done = names(&lines, "done");
            assert!(done.iter().all(|d| !reported.contains(d)), "run again: {done:?} {reported:?} (seed {seed})");
            reported.extend(done);
            assert_kept(&reported, &path, seed);
            if !killed {
                // The machine may be faster than it was at first.
                whole = whole.mul_f64(0.9);
                break;
            }
            landed += 1;
            amid += usize::from(!reported.is_empty() && reported.len() < SCENARIOS);
            left = 1.0 - reported.len() as f64 / SCENARIOS as f64;
            if landed % 2 == 0 {
                break;
            }
        }
        let output = bench.batch(&name, &TRIALS);
        assert!(output.status.success(), "{} (seed {seed})", String::from_utf8_lossy(&output.stderr));
        let lines = told(&output.stderr);
        assert!(lines[0]["skipped"].as_u64().expect("a number") >= reported.len() as u64, "seed {seed}");
        assert!(names(&lines, "done").iter().all(|d| !reported.contains(d)), "run again (seed {seed})");
        assert!(dump(&path) == undisturbed, "the store differs from an undisturbed one (seed {seed})");
        assert_eq!(std::fs::read_dir(bench.folder.path()).expect("readable").count(), 3, "one file is left");
        std::fs::remove_file(&path).expect("there");
        if landed >= 20 {
            assert!(
                amid >= 5,
                "only {amid} of {landed} kills fell between the first and the last scenario (seed {seed})"
            );
            return;
        }
    }
    panic!("only {landed} kills landed (seed {seed})");
}

/// Runs and kills; tells the progress and whether the kill came before the end.
fn killed_after(bench: &Bench, store: &str, moment: Duration) -> (Vec<serde_json::Value>, bool) {
    let mut command = bench.command(store, &TRIALS);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("runs");
    std::thread::sleep(moment);
    child.kill().expect("there");
    let output = child.wait_with_output().expect("ends");
    (told(&output.stderr), output.status.signal() == Some(9))
}

/// Runs a batch whose files may not grow beyond `blocks` of 512 bytes.
fn limited(bench: &Bench, store: &str, blocks: u64) -> Output {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let plain = bench.command(store, &TRIALS);
    let mut command = std::process::Command::new("sh");
    command.arg("-c").arg(script).arg(plain.get_program()).args(plain.get_args());
    command.current_dir(bench.folder.path()).output().expect("runs")
}

#[test]
fn a_full_disk_loses_nothing_that_was_told() {
    let bench = Bench::with_scenarios(SCENARIOS);
    assert!(bench.batch("whole.sqlite", &TRIALS).status.success());
    let blocks = std::fs::metadata(bench.path("whole.sqlite")).expect("written").len() / 512;
    let mut midway = 0;
    for share in [0.02, 0.2, 0.4, 0.6, 0.8] {
        let name = format!("{share}.sqlite");
        // Some shells count in 1024 bytes: then the limit is twice as high.
        let output = limited(&bench, &name, (blocks as f64 * share) as u64);
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        let reported = names(&told(&output.stderr), "done");
        assert_kept(&reported, &bench.path(&name), 0);
        if output.status.success() {
            continue;
        }
        assert_eq!(output.status.code(), Some(1), "{share}: {words}");
        assert!(words.contains(&format!("could not write to '{name}'")) && words.contains("free space"), "{words}");
        midway += usize::from(!reported.is_empty());
        let output = bench.batch(&name, &TRIALS);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(names(&told(&output.stderr), "done").iter().all(|d| !reported.contains(d)));
        assert!(dump(&bench.path(&name)) == dump(&bench.path("whole.sqlite")), "{share}");
    }
    assert!(midway > 0, "no limit was reached midway");
}

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("permitted");
}

/// Runs as a user whom permissions bind: they do not bind root.
fn bound(bench: &Bench, store: &str, args: &[&str]) -> Output {
    let mut command = bench.command(store, args);
    let probe = bench.path("probe");
    std::fs::write(&probe, "").expect("writable");
    mode(&probe, 0o444);
    if std::fs::OpenOptions::new().write(true).open(&probe).is_ok() {
        command.uid(65534).gid(65534);
    }
    std::fs::remove_file(&probe).expect("there");
    command.output().expect("runs")
}

#[test]
fn what_cannot_be_written_to_is_left_as_it_is() {
    let bench = Bench::with_scenarios(4);
    mode(bench.folder.path(), 0o755);
    assert!(bench.batch("a.sqlite", &["--trials", "1024"]).status.success());
    let before = dump(&bench.path("a.sqlite"));
    let refused = |store: &str, what: &str| {
        let output = bound(&bench, store, &["--trials", "2048"]);
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{what}: {words}");
        assert!(words.contains(store) && words.contains("cannot be written to"), "{what}: {words}");
    };
    refused("a.sqlite", "a folder that is not ours");
    refused("new.sqlite", "no store yet");
    // A store can be read where nothing can be written.
    let plan = bound(&bench, "a.sqlite", &["--trials", "1024", "--plan"]);
    assert!(String::from_utf8_lossy(&plan.stdout).contains("4 done already"), "{plan:?}");
    mode(bench.folder.path(), 0o777);
    mode(&bench.path("a.sqlite"), 0o444);
    refused("a.sqlite", "a file that is read-only");
    mode(&bench.path("a.sqlite"), 0o644);
    assert_eq!(dump(&bench.path("a.sqlite")), before);
    assert!(!bench.path("new.sqlite").exists() && !bench.path("a.sqlite.lock").exists());
}

#[test]
fn what_is_no_store_is_never_overwritten() {
    let bench = Bench::with_scenarios(2);
    let other = bench.path("other.sqlite");
    rusqlite::Connection::open(&other)
        .expect("writable")
        .execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1)")
        .expect("SQL");
    std::fs::write(bench.path("text.sqlite"), "a text of some length, which is not a database\n".repeat(50))
        .expect("writable");
    std::fs::write(bench.path("short.sqlite"), "short").expect("writable");
    assert!(bench.batch("later.sqlite", &["--trials", "1024"]).status.success());
    let later = rusqlite::Connection::open(bench.path("later.sqlite")).expect("a store");
    later.pragma_update(None, "user_version", 7).expect("writable");
    later.close().expect("closed");
    // Format 1 had the plan period twice under one kind; format 2 called columns otherwise.
    for (name, format) in [("first.sqlite", 1), ("second.sqlite", 2)] {
        assert!(bench.batch(name, &["--trials", "1024"]).status.success());
        let former = rusqlite::Connection::open(bench.path(name)).expect("a store");
        former.pragma_update(None, "user_version", format).expect("writable");
        former.close().expect("closed");
    }
    for (name, words) in [
        ("other.sqlite", "is not a store of mikomi"),
        ("text.sqlite", "is not a store of mikomi"),
        ("short.sqlite", "is not a store of mikomi"),
        ("later.sqlite", "is a store of format 7; this mikomi knows format 3"),
        ("first.sqlite", "is a store of format 1; this mikomi knows format 3"),
        ("second.sqlite", "is a store of format 2; this mikomi knows format 3"),
    ] {
        let before = std::fs::read(bench.path(name)).expect("there");
        for args in [&["--trials", "1024"][..], &["--plan"]] {
            let output = bench.batch(name, args);
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(1), "{name} {args:?}: {told}");
            assert!(told.contains(name) && told.contains(words), "{told}");
            assert!(std::fs::read(bench.path(name)).expect("there") == before, "{name} was touched");
        }
    }
    // An empty file is as good as none.
    std::fs::write(bench.path("empty.sqlite"), "").expect("writable");
    assert!(bench.batch("empty.sqlite", &["--trials", "1024"]).status.success());
    assert_eq!(bench.batch("no-such-folder/a.sqlite", &["--trials", "1024"]).status.code(), Some(1));
}

#[test]
fn a_second_process_is_turned_away_and_a_dead_one_does_not_block() {
    let bench = Bench::with_scenarios(SCENARIOS);
    std::os::unix::fs::symlink("a.sqlite", bench.path("link.sqlite")).expect("writable");
    let long = ["--trials", "3000000", "--json-progress"];
    let mut first =
        bench.command("a.sqlite", &long).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("runs");
    let mut pipe = BufReader::new(first.stderr.take().expect("piped"));
    let mut line = String::new();
    pipe.read_line(&mut line).expect("readable");
    assert!(line.contains("\"begun\""), "{line}");
    for name in ["a.sqlite", "link.sqlite"] {
        let second = bench.batch(name, &TRIALS);
        let words = String::from_utf8_lossy(&second.stderr).into_owned();
        assert_eq!(second.status.code(), Some(1), "{words}");
        assert!(words.contains("another mikomi batch is writing to"), "{words}");
        assert!(names(&told(&second.stderr), "done").is_empty());
    }
    // Reading goes on beside it.
    assert!(bench.batch("a.sqlite", &["--plan", "--trials", "2000"]).status.success());
    first.kill().expect("there");
    let mut rest = String::new();
    pipe.read_to_string(&mut rest).expect("readable");
    assert_eq!(first.wait().expect("ends").signal(), Some(9));
    assert!(bench.path("a.sqlite.lock").exists(), "nobody took it away");
    let third = bench.batch("a.sqlite", &TRIALS);
    assert!(third.status.success(), "{}", String::from_utf8_lossy(&third.stderr));
    assert!(bench.batch("b.sqlite", &TRIALS).status.success());
    assert!(dump(&bench.path("a.sqlite")) == dump(&bench.path("b.sqlite")));
    assert!(!bench.path("a.sqlite.lock").exists());
}
