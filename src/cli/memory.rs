//! How much memory there is for a run, and telling where it does not suffice for every thread.

use super::output;
use crate::engine::{Memory, Progress, Settings};
use crate::lang::{Lang, Text, text};
use std::sync::Once;
use std::sync::atomic::Ordering;
use sysinfo::{MemoryRefreshKind, ProcessRefreshKind, ProcessesToUpdate, System};

const MIB: u64 = 1 << 20;
/// What is left to reading and reporting.
const KEPT: u64 = 32 * MIB;
/// The addresses that an allocator sets aside for a thread, used or not, and those of its stack.
const ARENA: u64 = 64 * MIB;
const STACK: u64 = 2 * MIB;
/// Threads that only watch.
const WATCHERS: u64 = 2;

/// The memory that a run may take: what the machine has available, or less where a container or the shell sets a limit;
/// nothing where the system does not say.
pub(super) fn there_is() -> Option<Memory> {
    let mut system = System::new();
    system.refresh_memory_specifics(MemoryRefreshKind::nothing().with_ram());
    let available = Some(system.available_memory()).filter(|bytes| *bytes > 0);
    // What a container has read from files can be given back, and does not count.
    let contained = system.cgroup_limits().map(|limits| limits.total_memory.saturating_sub(limits.rss));
    let bytes = available.into_iter().chain(contained).min();
    let physical = bytes.map(|bytes| Memory { bytes: bytes.saturating_sub(KEPT), a_thread: 0 });
    let addresses = addresses(&mut system).map(among_addresses);
    physical.into_iter().chain(addresses).min_by_key(|memory| memory.bytes)
}

/// What is left of a limit of addresses. There, what a thread sets aside is gone.
fn among_addresses(left: u64) -> Memory {
    let watchers = (left / ARENA).saturating_sub(1).min(WATCHERS) * ARENA;
    // A place for it is sought in twice its size.
    Memory { bytes: left.saturating_sub(watchers + KEPT), a_thread: 2 * ARENA + STACK }
}

/// The addresses that this process may still take, where the shell sets a limit (`ulimit -v`, `ulimit -d`).
#[cfg(unix)]
fn addresses(system: &mut System) -> Option<u64> {
    use rustix::process::{Resource, getrlimit};
    let limits = [Resource::As, Resource::Data].map(|resource| getrlimit(resource).current);
    let limit = limits.into_iter().flatten().min()?;
    let this = sysinfo::get_current_pid().ok()?;
    let memory = ProcessRefreshKind::nothing().with_memory().without_tasks();
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[this]), false, memory);
    Some(limit.saturating_sub(system.process(this)?.virtual_memory()))
}

#[cfg(not(unix))]
fn addresses(_: &mut System) -> Option<u64> {
    None
}

/// Tells once that a run has fewer threads than were asked for, as soon as it has begun.
pub(super) fn tell(settings: &Settings, progress: &Progress, lang: Lang) {
    static TOLD: Once = Once::new();
    let (threads, asked) = (progress.threads.load(Ordering::Relaxed), settings.threads_asked());
    if threads > 0 && threads < asked {
        TOLD.call_once(|| output::log(fewer(threads, asked).get(lang)));
    }
}

/// That memory does not suffice for as many threads as were asked for.
pub(super) fn fewer(threads: usize, asked: usize) -> Text {
    text!(
        ja: "メモリの都合で {asked} スレッドのうち {threads} スレッドで試算します（結果は変わりません）。",
        en: "The memory suffices for {threads} of {asked} threads; the results are the same."
    )
}
