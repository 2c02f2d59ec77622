//! Files that are workbooks by how they begin, and why one is not read.

use crate::lang::{Text, text};

/// The most bytes of a workbook as it is unpacked: 2,000 initiatives have some 3 million.
pub(super) const MOST_UNPACKED: u64 = 96 * 1024 * 1024;
/// Why a workbook is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unopened {
    /// It is locked by a password, or of the format before 2007: both have the same beginning.
    LockedOrOld,
    /// It is locked by a password.
    Locked,
    /// It is locked by a password, or damaged, and of the format before 2007.
    LockedOrDamaged,
    /// It is cut off, or something in it is damaged.
    Damaged,
    /// It is a zip file, and none of a spreadsheet.
    NoWorkbook,
    /// Unpacked it is larger than [`MOST_UNPACKED`], or it has more cells than a million cells.
    TooLarge,
    /// The program was built without what reads workbooks.
    #[cfg(not(feature = "workbook"))]
    NotBuiltIn,
}

impl Unopened {
    /// Why, and what to do.
    pub(crate) fn told(self) -> [Text; 2] {
        let most = MOST_UNPACKED / 1024 / 1024;
        match self {
            Self::LockedOrOld => [
                text!(ja: "パスワードの付いたブック、または古い形式（.xls）のブックです", en: "the workbook is locked by a password, or of the old format (.xls)"),
                text!(ja: "パスワードを外し、Excel ブック（.xlsx）で保存し直してください", en: "take the password off and save it as an Excel workbook (.xlsx)"),
            ],
            Self::Locked => [
                text!(ja: "パスワードの付いたブックです", en: "the workbook is locked by a password"),
                text!(ja: "パスワードを外して保存し直してください", en: "take the password off and save it again"),
            ],
            Self::LockedOrDamaged => [
                text!(ja: "パスワードの付いたブックか、壊れた古い形式（.xls）のブックです", en: "the workbook is locked by a password, or a damaged one of the old format (.xls)"),
                text!(ja: "パスワードを外し、Excel ブック（.xlsx）で保存し直してください", en: "take the password off and save it as an Excel workbook (.xlsx)"),
            ],
            Self::Damaged => [
                text!(ja: "ブックが途中で切れているか、壊れています", en: "the workbook is cut off or damaged"),
                text!(ja: "Excel で開けるか確かめ、名前を付けて保存し直してください", en: "see whether Excel opens it, and save it under another name"),
            ],
            Self::NoWorkbook => [
                text!(ja: "圧縮ファイルですが、表計算のブックではありません", en: "a packed file, but not a workbook"),
                text!(ja: ".xlsx、.xlsm、.ods か、TOML のファイルを指定してください", en: "name a file of .xlsx, .xlsm, .ods, or TOML"),
            ],
            #[cfg(not(feature = "workbook"))]
            Self::NotBuiltIn => [
                text!(ja: "このプログラムはブックを読めません", en: "this program reads no workbooks"),
                text!(ja: "TOML のファイルを指定してください", en: "name a file of TOML"),
            ],
            Self::TooLarge => [
                text!(ja: "ブックが大きすぎます（展開して {most} MiB、または 100万 セルを超えます）", en: "the workbook is too large (unpacked over {most} MiB, or more than a million cells)"),
                text!(ja: "画像や使わないシートを除いて保存し直してください", en: "take pictures and sheets that are not used out, and save it again"),
            ],
        }
    }
}

/// Whether a file is a workbook, or another file that is packed as one; known by how it begins.
pub(crate) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") || is_compound(bytes)
}

/// Workbooks that are locked, and those of the format before 2007.
pub(super) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
}
