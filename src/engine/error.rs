//! Why a run did not begin.

use crate::lang::{Text, text};
use crate::threads::NoThreads;

/// Why a run did not begin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// The operating system starts no threads, and says why.
    #[error(transparent)]
    Threads(#[from] NoThreads),
    /// It takes more memory than it may, even on one thread.
    #[error("not enough memory")]
    Memory(Shortage),
}

/// The memory that a run would take on one thread, and what there is for it, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// What it takes.
    pub wanted: u64,
    /// What it may take.
    pub there: u64,
}

impl EngineError {
    /// What happened and what to do.
    pub fn text(&self) -> Text {
        match self {
            Self::Threads(NoThreads(Text { ja, en })) => text!(
                ja: "スレッドを起動できません（{ja}）。--threads を小さくするか、ほかのプログラムを終えてください。",
                en: "cannot start threads ({en}). Ask for fewer with --threads, or close other programs."
            ),
            Self::Memory(Shortage { wanted, there }) => {
                // What is wanted is rounded up, what there is down, so that the one never looks like the other.
                let (wanted, there) = (wanted.div_ceil(1_000_000), there / 1_000_000);
                text!(
                    ja: "メモリが足りません。1 スレッドで約 {wanted} MB が要りますが、使えるのは約 {there} MB です。ほかのプログラムを終えるか、メモリの上限（ulimit、コンテナ）を上げるか、基本方針・年度・財政計画の版を減らしてください。",
                    en: "not enough memory: one thread takes about {wanted} MB, and there are about {there} MB. Close other programs, raise the limit of memory (ulimit, container), or leave out policies, years or editions."
                )
            }
        }
    }
}
