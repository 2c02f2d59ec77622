//! Runs that do not fit in the memory have fewer threads and the same bits, or are refused before they begin.

use crate::simulated::{file, settings};
use mikomi::engine::{EngineError, Memory, Progress, Settings, Shortage, memory_wanted, run, run_together, trace};
use mikomi::model::Model;
use mikomi::plan::{Plan, Uncertainty};
use mikomi::scenario::load;
use mikomi::threads::NoThreads;
use std::sync::atomic::Ordering;

fn plan() -> Plan {
    let document = load("x", &|_| Ok(file("scenarios/revised.toml").into_bytes())).expect("readable");
    Plan::compile(&Model::read(&document).expect("valid"), Uncertainty::On)
}

/// Settings with so many threads in so many bytes.
fn within(threads: usize, bytes: u64) -> Settings {
    Settings { threads, memory: Some(Memory { bytes, a_thread: 0 }), ..settings(20 * 1024) }
}

#[test]
fn threads_that_do_not_fit_are_left_out_and_no_bit_changes() {
    let plan = plan();
    let wanted = memory_wanted(&[&plan], &settings(20 * 1024));
    let whole = run(&plan, &settings(20 * 1024), &Progress::default()).expect("threads");
    let mut had = Vec::new();
    // A second thread takes less than the first: plans are there once.
    for bytes in [wanted, 2 * wanted, 8 * wanted] {
        let progress = Progress::default();
        assert_eq!(run(&plan, &within(4, bytes), &progress).expect("memory"), whole);
        let together = run_together(&[&plan], &within(4, bytes), &progress).expect("memory");
        assert_eq!(together, std::slice::from_ref(&whole));
        had.push(progress.threads.load(Ordering::Relaxed));
    }
    assert_eq!(had, [1, 2, 4]);
}

#[test]
fn what_does_not_fit_on_one_thread_does_not_begin() {
    let plan = plan();
    let wanted = memory_wanted(&[&plan], &settings(20 * 1024));
    let short = EngineError::Memory(Shortage { wanted, there: wanted - 1 });
    let progress = Progress::default();
    assert_eq!(run(&plan, &within(4, wanted - 1), &progress), Err(short.clone()));
    assert_eq!(run_together(&[&plan], &within(4, wanted - 1), &progress), Err(short));
    assert_eq!(progress.done.load(Ordering::Relaxed), 0);
    let traced = trace(&plan, &within(1, 1000), &plan.metrics[0], 0);
    assert!(matches!(traced, Err(EngineError::Memory(Shortage { there: 1000, .. }))), "{traced:?}");
}

#[test]
fn every_refusal_has_its_message() {
    let short = EngineError::Memory(Shortage { wanted: 1_200_000_001, there: 345_999_999 }).text();
    assert_eq!(
        short.ja,
        "メモリが足りません。1 スレッドで約 1201 MB が要りますが、使えるのは約 345 MB です。ほかのプログラムを終えるか、メモリの上限（ulimit、コンテナ）を上げるか、基本方針・年度・財政計画の版を減らしてください。"
    );
    assert_eq!(
        short.en,
        "not enough memory: one thread takes about 1201 MB, and there are about 345 MB. Close other programs, raise the limit of memory (ulimit, container), or leave out policies, years or editions."
    );
    let threads = EngineError::from(NoThreads::from(&std::io::Error::from(std::io::ErrorKind::WouldBlock))).text();
    assert_eq!(
        threads.ja,
        "スレッドを起動できません（資源の上限に達しています）。--threads を小さくするか、ほかのプログラムを終えてください。"
    );
    assert_eq!(
        threads.en,
        "cannot start threads (a limit of the system is reached). Ask for fewer with --threads, or close other programs."
    );
}

/// Limits of addresses as a shell sets them.
#[cfg(target_os = "linux")]
mod limited {
    use super::file;
    use crate::program::in_shell;
    use std::fmt::Write as _;
    use std::process::Output;
    use tempfile::TempDir;

    /// What a command says that may take so many KiB of addresses.
    fn limited(folder: &TempDir, kibibytes: u32, args: &str) -> Output {
        let command = format!("ulimit -v {kibibytes}; exec \"$M\" {args}");
        in_shell(folder.path(), &command)
    }

    fn words(bytes: &[u8]) -> String {
        String::from_utf8_lossy(bytes).trim_end().to_owned()
    }

    /// The same with every number as N.
    fn without_numbers(words: &str) -> String {
        let digits = |c: char| c.is_ascii_digit();
        let parts = words.split(digits).filter(|part| !part.is_empty()).collect::<Vec<_>>();
        parts.join("N")
    }

    /// A folder with `small.toml`, and `large.toml` that is counted in 3,000 columns.
    fn folder() -> TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        let small = file("scenarios/minimal.toml");
        let mut large = small.replace("last = \"R9\"", "last = \"R53\"");
        for p in 0..59 {
            let _ = write!(
                large,
                "[[policy]]\nid = \"p{p}\"\nname = \"p{p}\"\n[[initiative]]\nid = \"i{p}\"\nname = \"i{p}\"\npolicy = \"p{p}\"\n\
                 stream = [{{ id = \"s\", kind = \"saving\", shape = {{ kind = \"step\", start = \"R4\", full = 10 }}, realisation = {{ class = \"cash_item\" }}, volatility = 0.1 }}]\n"
            );
        }
        std::fs::write(folder.path().join("small.toml"), small).expect("writable");
        std::fs::write(folder.path().join("large.toml"), large).expect("writable");
        folder
    }

    #[test]
    fn a_run_with_fewer_threads_says_so_and_prints_the_same() {
        let folder = folder();
        let run = "run small.toml --trials 4096 --threads 64";
        for (lang, told) in [
            ("ja", "メモリの都合で N スレッドのうち N スレッドで試算します（結果は変わりません）。"),
            ("en", "The memory suffices for N of N threads; the results are the same."),
        ] {
            let whole = limited(&folder, 100_000_000, &format!("{run} --lang {lang}"));
            assert_eq!(words(&whole.stderr), "");
            let output = limited(&folder, 600_000, &format!("{run} --lang {lang}"));
            assert!(output.status.success(), "{output:?}");
            assert_eq!(without_numbers(&words(&output.stderr)), told);
            assert!(words(&output.stderr).contains("64"), "{output:?}");
            assert_eq!(output.stdout, whole.stdout);
        }
    }

    #[test]
    fn what_does_not_fit_is_refused_before_anything_is_run() {
        let folder = folder();
        let told = [
            (
                "ja",
                "メモリが足りません。N スレッドで約 N MB が要りますが、使えるのは約 N MB です。ほかのプログラムを終えるか、メモリの上限（ulimit、コンテナ）を上げるか、基本方針・年度・財政計画の版を減らしてください。",
            ),
            (
                "en",
                "not enough memory: one thread takes about N MB, and there are about N MB. Close other programs, raise the limit of memory (ulimit, container), or leave out policies, years or editions.",
            ),
        ];
        for (lang, told) in told {
            for command in ["run large.toml --out r.html", "compare large.toml large.toml --out r.html"] {
                let output = limited(&folder, 200_000, &format!("{command} --lang {lang}"));
                assert_eq!(output.status.code(), Some(1), "{command}: {output:?}");
                assert_eq!(without_numbers(&words(&output.stderr)), told, "{command}");
                assert!(output.stdout.is_empty() && !folder.path().join("r.html").exists());
            }
            // The second of two is told before the first is run.
            let both = limited(&folder, 200_000, &format!("run small.toml large.toml --lang {lang}"));
            assert_eq!(both.status.code(), Some(1), "{both:?}");
            let named =
                if lang == "ja" { format!("「large.toml」：{told}") } else { format!("'large.toml': {told}") };
            assert_eq!(without_numbers(&words(&both.stderr)), named);
        }
    }

    #[test]
    fn a_batch_keeps_to_the_memory_and_tells_what_does_not_fit() {
        let folder = folder();
        let whole = limited(&folder, 100_000_000, "batch example:what-if --store a.sqlite --trials 1024 --threads 2");
        assert!(whole.status.success(), "{whole:?}");
        let output =
            limited(&folder, 150_000, "batch example:what-if --store b.sqlite --trials 1024 --threads 2 --lang en");
        assert!(output.status.success(), "{output:?}");
        let told = words(&output.stderr);
        assert_eq!(told, "The memory suffices for 1 of 2 threads; the results are the same.");
        let table =
            |store: &str| limited(&folder, 100_000_000, &format!("report {store} --table results --format csv")).stdout;
        let tables = ["a.sqlite", "b.sqlite"].map(table);
        assert!(tables[0] == tables[1] && tables[0].len() > 1000);
        let json = limited(
            &folder,
            150_000,
            "batch example:what-if --store c.sqlite --trials 64 --threads 2 --json-progress --lang ja",
        );
        assert!(words(&json.stderr).contains("{\"event\":\"fewer_threads\""), "{json:?}");
        assert!(words(&json.stderr).contains("メモリの都合で 2 スレッドのうち 1 スレッドで試算します"), "{json:?}");
    }

    /// A scenario that does not fit fails by itself.
    #[test]
    fn of_a_batch_what_does_not_fit_fails_alone() {
        let folder = folder();
        let planned = limited(&folder, 200_000, "batch large.toml --plan --threads 1 --lang en");
        assert!(words(&planned.stdout).contains("\nnot enough memory: one thread takes about "), "{planned:?}");
        let output = limited(&folder, 200_000, "batch . --store s.sqlite --trials 1024 --threads 1 --lang en");
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let told = words(&output.stdout);
        assert!(told.contains("1 done, 0 skipped (done before), 1 failed, 0 left"), "{told}");
        assert!(told.contains("- ./large\n    not enough memory: one thread takes about "), "{told}");
        // With more memory the same command does the rest.
        let output = limited(&folder, 100_000_000, "batch . --store s.sqlite --trials 1024 --lang en");
        assert!(words(&output.stdout).contains("1 done, 1 skipped (done before), 0 failed, 0 left"), "{output:?}");
    }
}
