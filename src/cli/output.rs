//! Data to standard output or, whole or not at all, to a file; messages to standard error.

use super::Failure;
use crate::lang::{Text, text};
use std::io::{self, Write};
use std::path::Path;

/// Writes data to `out`, or to standard output.
pub(super) fn write(bytes: &[u8], out: Option<&Path>) -> Result<(), Failure> {
    match out {
        None => to_stdout(bytes),
        Some(path) => to_file(bytes, path).map_err(|error| {
            let name = path.display();
            Failure::Other(text!(
                ja: "「{name}」に書けません（{error}）。書込先と空き容量を確かめてください。元のファイルには手を付けていません。",
                en: "cannot write '{name}' ({error}). Check the folder and the free space. Whatever stood there is untouched."
            ))
        }),
    }
}

/// Writes a message to standard error; if that is closed there is nobody to tell.
pub(super) fn log(message: &str) {
    let _ = writeln!(io::stderr(), "{}", message.trim_end());
}

fn to_stdout(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        // The reader has seen enough, as `| head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => {
            let message: Text =
                text!(ja: "標準出力に書けません（{error}）。", en: "cannot write to standard output ({error}).");
            Err(Failure::Other(message))
        }
        Ok(()) => Ok(()),
    }
}

/// A file appears whole: it is written beside its place and then moved there. What is no ordinary file (a pipe, a
/// device) is written to, not replaced; a link leads to its file.
fn to_file(bytes: &[u8], path: &Path) -> io::Result<()> {
    let target = std::fs::canonicalize(path);
    let path = target.as_deref().unwrap_or(path);
    let there = std::fs::metadata(path);
    if there.as_ref().is_ok_and(|m| !m.is_file()) {
        return std::fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    let folder = path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    match there {
        Ok(there) => std::fs::set_permissions(file.path(), there.permissions())?,
        Err(_) => share_as_usual(file.path())?,
    }
    file.persist(path)?;
    Ok(())
}

/// A temporary file is private; a report gets the permissions of an ordinary new file.
#[cfg(unix)]
fn share_as_usual(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn share_as_usual(_: &Path) -> io::Result<()> {
    Ok(())
}
