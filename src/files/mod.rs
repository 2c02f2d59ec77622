//! Files: read only if they are what a file is taken for, written whole or not at all, and told of in words.

#[cfg(feature = "files")]
mod system;

#[cfg(feature = "files")]
pub use system::{STDIN, Whole, head, is_same, is_stream, read, write};

use crate::harmless;
use crate::lang::{Text, text};
use std::io::{self, ErrorKind};
use std::path::Path;

/// The most bytes of a file that is read: a scenario of 100,000 initiatives has 20 million.
pub const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// Why something that is there is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// A pipe, a device, a socket: it may have no end, or never begin.
    #[error("it is not an ordinary file")]
    NotOrdinary,
    /// It holds more than [`MOST_BYTES`].
    #[error("it is larger than 256 MiB")]
    TooLarge,
}

impl From<Unreadable> for io::Error {
    fn from(why: Unreadable) -> Self {
        Self::new(ErrorKind::InvalidInput, why)
    }
}

/// That a file cannot be written, why, and what to do.
pub fn unwritable(path: &Path, why: &Text) -> Text {
    let (name, Text { ja, en }) = (harmless::path(path), why);
    text!(
        ja: "「{name}」に書けません（{ja}）。書込先と空き容量を確かめてください。元のファイルには手を付けていません。",
        en: "cannot write '{name}' ({en}). Check the folder and the free space. Whatever stood there is untouched."
    )
}

/// Why a file cannot be read or written, in words; of what is rare those of the system, without a path that nobody typed.
pub fn why(error: &io::Error) -> Text {
    if let Some(unreadable) = error.get_ref().and_then(|inner| inner.downcast_ref::<Unreadable>()) {
        return match unreadable {
            Unreadable::NotOrdinary => text!(ja: "ふつうのファイルではありません", en: "it is not an ordinary file"),
            Unreadable::TooLarge => text!(ja: "256 MiB を超えています", en: "it is larger than 256 MiB"),
        };
    }
    match error.kind() {
        ErrorKind::NotFound => text!(ja: "見つかりません", en: "not found"),
        ErrorKind::IsADirectory => text!(ja: "フォルダです", en: "it is a folder"),
        ErrorKind::NotADirectory => {
            text!(ja: "途中の名前がフォルダではありません", en: "a part of the path is no folder")
        }
        ErrorKind::PermissionDenied => text!(ja: "権限がありません", en: "no permission"),
        ErrorKind::ReadOnlyFilesystem => text!(ja: "読み取り専用の場所です", en: "the place is read-only"),
        ErrorKind::StorageFull => text!(ja: "空き容量がありません", en: "no space left"),
        ErrorKind::QuotaExceeded => text!(ja: "割り当てられた容量を超えました", en: "the quota is used up"),
        ErrorKind::FileTooLarge => {
            text!(ja: "ファイルの大きさの上限を超えました", en: "the limit of file sizes is reached")
        }
        ErrorKind::InvalidFilename => text!(ja: "使えない名前です", en: "the name cannot be used"),
        ErrorKind::BrokenPipe => text!(ja: "相手が受け取りを終えました", en: "nobody reads it any more"),
        ErrorKind::OutOfMemory => text!(ja: "メモリが足りません", en: "not enough memory"),
        ErrorKind::WouldBlock => {
            text!(ja: "資源の上限に達しています", en: "a limit of the system is reached")
        }
        _ => rare(error),
    }
}

/// What is rare: in the words of the system, which speaks one language, and by the number under which it lists them.
fn rare(error: &io::Error) -> Text {
    let own = innermost(error);
    match error.raw_os_error() {
        Some(number) => text!(ja: "システムのエラー、番号 {number}", en: "{own}"),
        None => text!(ja: "{own}", en: "{own}"),
    }
}

/// What the system says, without what a library wrote around it.
fn innermost(error: &io::Error) -> String {
    let mut reason: &dyn std::error::Error = error;
    while let Some(below) = reason.source() {
        reason = below;
    }
    reason.to_string()
}
