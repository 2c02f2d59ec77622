//! What can go wrong with a store, and what to do then.

use crate::harmless;
use crate::lang::{Text, text};
use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};

/// A store that cannot be opened, read or written. What was committed before is untouched.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.text().en)]
pub enum StoreError {
    /// There is no such file.
    Missing(PathBuf),
    /// Another batch is writing to it.
    InUse(PathBuf),
    /// Something else stands where the lock beside it would.
    LockTaken(PathBuf),
    /// Another program has locked it.
    Locked(PathBuf),
    /// What it holds is damaged.
    Damaged(PathBuf),
    /// The file or its folder cannot be written to.
    ReadOnly(PathBuf),
    /// The file is something else.
    NotAStore(PathBuf),
    /// A store of another format.
    OtherFormat {
        /// The file.
        path: PathBuf,
        /// The format that it has.
        found: i32,
    },
    /// The disk is full, or a limit of file sizes is reached.
    Full {
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: Text,
    },
    /// Anything else that SQLite or the system reports.
    Other {
        /// The file.
        path: PathBuf,
        /// What it says.
        why: Text,
    },
}

impl StoreError {
    /// What happened to the store at `path`, as far as SQLite's code tells.
    pub(super) fn of(path: &Path, error: &rusqlite::Error) -> Self {
        let (path, why) = (path.to_owned(), why(error));
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked(path),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(path),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly(path),
            Some(ErrorCode::NotADatabase) => Self::NotAStore(path),
            Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure) => Self::Full { path, why },
            _ => Self::Other { path, why },
        }
    }

    /// The same of one that was only read: nothing can have been lost.
    pub(super) fn of_reading(path: &Path, error: &rusqlite::Error) -> Self {
        match Self::of(path, error) {
            Self::Full { path, why } => Self::Other { path, why },
            other => other,
        }
    }

    /// What is stored cannot be read as what should be there.
    pub(super) fn odd(path: &Path, why: Text) -> Self {
        Self::Other { path: path.to_owned(), why }
    }

    /// The message.
    pub fn text(&self) -> Text {
        match self {
            Self::Missing(path) => {
                let name = harmless::path(path);
                text!(
                    ja: "「{name}」がありません。結果ファイルは mikomi batch で作ります。名前と場所を確かめてください。",
                    en: "there is no '{name}'. A store is made by mikomi batch; check the name and the folder."
                )
            }
            Self::InUse(path) => {
                let name = harmless::path(path);
                text!(
                    ja: "「{name}」には別の mikomi batch が書込中です。終わるのを待つか、--store で別のファイルを指定してください。",
                    en: "another mikomi batch is writing to '{name}'. Wait for it to end, or name another file with --store."
                )
            }
            Self::LockTaken(path) => {
                let name = harmless::path(path);
                text!(
                    ja: "「{name}」は書込中の印に使う名前ですが、別のものがあります。移すか、--store で別のファイルを指定してください。",
                    en: "'{name}' is the name of the lock of this store, and something else is there. Move it, or name another file with --store."
                )
            }
            Self::Locked(path) => {
                let name = harmless::path(path);
                text!(
                    ja: "「{name}」は別のプログラムが使用中です。閉じてからやり直してください。",
                    en: "'{name}' is locked by another program. Close it there, then try again."
                )
            }
            Self::Damaged(path) => {
                let name = harmless::path(path);
                text!(
                    ja: "結果ファイル「{name}」は壊れています。控えがあればそれを使うか、mikomi batch を --store で別の名前を指定して実行し、作り直してください。",
                    en: "the store '{name}' is damaged. Use a copy if there is one, or make it again: run mikomi batch with another --store."
                )
            }
            Self::ReadOnly(path) => {
                let name = harmless::path(path);
                text!(
                    ja: "「{name}」に書けません。ファイルとフォルダの書込権限を確かめるか、--store で書ける場所を指定してください。入っている結果はそのままです。",
                    en: "'{name}' cannot be written to. Check the permissions of the file and its folder, or name a place that can be written to with --store. What it holds is untouched."
                )
            }
            Self::NotAStore(path) => {
                let name = harmless::path(path);
                text!(
                    ja: "「{name}」は mikomi の結果ファイルではありません。上書きはしません。--store で別の名前を指定してください。",
                    en: "'{name}' is not a store of mikomi and is left as it is. Name another file with --store."
                )
            }
            Self::OtherFormat { path, found } => {
                let (name, known) = (harmless::path(path), super::FORMAT);
                text!(
                    ja: "「{name}」は形式 {found} の結果ファイルで、この mikomi が扱えるのは形式 {known} です。作った版の mikomi を使うか、--store で別の名前を指定してください。",
                    en: "'{name}' is a store of format {found}; this mikomi knows format {known}. Use the version that made it, or name another file with --store."
                )
            }
            Self::Full { path, why: Text { ja, en } } => {
                let name = harmless::path(path);
                text!(
                    ja: "「{name}」に書き込めませんでした（{ja}）。空き容量とファイルサイズの上限を確かめてください。ここまでに済んだと報告した結果はすべて入っています。同じコマンドで続きから再開できます。",
                    en: "could not write to '{name}' ({en}). Check the free space and the limit of file sizes. Everything that was reported as done is in it; the same command goes on from there."
                )
            }
            Self::Other { path, why: Text { ja, en } } => {
                let name = harmless::path(path);
                text!(
                    ja: "結果ファイル「{name}」を扱えません（{ja}）。ファイルと空き容量を確かめてください。直らなければ、mikomi batch を --store で別の名前を指定して実行すれば作り直せます。",
                    en: "cannot use the store '{name}' ({en}). Check the file and the free space; if that does not help, mikomi batch makes it again under another --store."
                )
            }
        }
    }
}

/// What SQLite says: in its own words, which are English, and in ours of what users meet.
fn why(error: &rusqlite::Error) -> Text {
    let own = error.to_string();
    let rusqlite::Error::SqliteFailure(failure, _) = error else {
        return text!(ja: "読み取れない内容です", en: "{own}");
    };
    match failure.code {
        ErrorCode::DiskFull => text!(ja: "空き容量がありません", en: "{own}"),
        ErrorCode::SystemIoFailure => text!(ja: "読み書きに失敗しました", en: "{own}"),
        ErrorCode::OutOfMemory => text!(ja: "メモリが足りません", en: "{own}"),
        ErrorCode::CannotOpen => text!(ja: "開けません", en: "{own}"),
        _ => {
            let number = failure.extended_code;
            text!(ja: "SQLite のエラー、番号 {number}", en: "{own}")
        }
    }
}
