//! How far a batch has come: a bar for people, lines of JSON for programs.

use crate::batch::{BatchCounts, Event};
use crate::cli::{memory, output, remaining};
use crate::engine::Progress;
use crate::lang::{Lang, text};
use indicatif::{HumanCount, ProgressBar};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How often an interruption is looked for, and how many looks there are to one drawing of the bar.
const LOOK: Duration = Duration::from_millis(5);
const LOOKS_A_DRAWING: u32 = 40;

/// Tells what happens.
pub(super) struct Teller<'a> {
    progress: &'a Progress,
    /// The bar; nothing where JSON is asked for. Indicatif shows it only on a terminal.
    bar: Option<ProgressBar>,
    begun: Instant,
    lang: Lang,
}

impl<'a> Teller<'a> {
    pub(super) fn new(progress: &'a Progress, as_json: bool, lang: Lang) -> Self {
        let bar = (!as_json).then(|| bar(lang));
        Self { progress, bar, begun: Instant::now(), lang }
    }

    /// Does work that tells its events, and stops it on an interruption.
    pub(super) fn watched<T>(&self, stopped: &AtomicBool, work: impl FnOnce(&mut dyn FnMut(Event)) -> T) -> T {
        let finished = AtomicBool::new(false);
        let done = std::thread::scope(|scope| {
            scope.spawn(|| self.watch(&finished, stopped));
            // The watcher ends with the work, however that ends.
            let _finish = Finish(&finished);
            work(&mut |event| self.tell(event))
        });
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        done
    }

    /// The last line: nothing more is coming.
    pub(super) fn finished(&self, counts: BatchCounts) {
        if self.bar.is_none() {
            self.line("finished", None, counts, None);
        }
    }

    fn watch(&self, finished: &AtomicBool, stopped: &AtomicBool) {
        let mut looks = 0u32;
        while !finished.load(Ordering::Relaxed) {
            if stopped.load(Ordering::Relaxed) {
                self.progress.stop.store(true, Ordering::Relaxed);
            }
            looks = looks.wrapping_add(1);
            if let (Some(bar), 0) = (&self.bar, looks % LOOKS_A_DRAWING) {
                bar.set_prefix(HumanCount(self.trials_per_second() as u64).to_string());
                bar.tick();
            }
            std::thread::sleep(LOOK);
        }
    }

    fn tell(&self, event: Event) {
        match (event, &self.bar) {
            (Event::Begun(c), Some(bar)) => {
                bar.set_length((c.left + c.done + c.failed) as u64);
                bar.set_message(words(c, self.lang));
            }
            (Event::Done(_, c) | Event::Failed(_, _, c), Some(bar)) => {
                bar.set_position((c.done + c.failed) as u64);
                bar.set_message(words(c, self.lang));
            }
            (Event::FewerThreads(threads, asked, _), Some(bar)) => {
                bar.suspend(|| output::log(memory::fewer(threads, asked).get(self.lang)));
            }
            (Event::FewerThreads(threads, asked, c), None) => {
                self.line("fewer_threads", None, c, Some(memory::fewer(threads, asked).get(self.lang)));
            }
            (Event::Begun(c), None) => self.line("begun", None, c, None),
            (Event::Done(name, c), None) => self.line("done", Some(name), c, None),
            (Event::Failed(name, message, c), None) => {
                self.line("failed", Some(name), c, Some(message.get(self.lang)));
            }
        }
    }

    /// One object a line.
    fn line(&self, event: &str, scenario: Option<&str>, c: BatchCounts, message: Option<&str>) {
        let mut object = json!({ "event": event });
        let mut set = |key: &str, value: Value| object[key] = value;
        if let Some(name) = scenario {
            set("scenario", name.into());
        }
        for (key, number) in [("done", c.done), ("failed", c.failed), ("skipped", c.skipped), ("left", c.left)] {
            set(key, number.into());
        }
        set("trials_per_second", self.trials_per_second().round().into());
        if let Some(words) = message {
            set("message", words.into());
        }
        output::log_json(&object);
    }

    fn trials_per_second(&self) -> f64 {
        self.progress.done.load(Ordering::Relaxed) as f64 / self.begun.elapsed().as_secs_f64().max(1e-3)
    }
}

/// Sets its flag when it is dropped.
struct Finish<'a>(&'a AtomicBool);

impl Drop for Finish<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn words(c: BatchCounts, lang: Lang) -> String {
    let (done, failed, left) = (c.done, c.failed, c.left);
    let words = text!(ja: "済 {done}　失敗 {failed}　残 {left}", en: "{done} done, {failed} failed, {left} left");
    words.get(lang).to_owned()
}

fn bar(lang: Lang) -> ProgressBar {
    let words = text!(
        ja: "{{wide_bar}} {{msg}}　毎秒 {{prefix}} 試行　残り {{left}}",
        en: "{{wide_bar}} {{msg}}, {{prefix}} trials/s, {{left}} left"
    );
    let bar = ProgressBar::new(0);
    if let Some(style) = remaining::style(words.get(lang), Instant::now(), lang) {
        bar.set_style(style);
    }
    bar
}
