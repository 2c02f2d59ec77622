//! The files of this machine: read only if they are what a file is taken for, written whole or not at all.

use super::{MOST_BYTES, Unreadable};
use crate::harmless::Harmless;
use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// The name under which standard input is read.
pub const STDIN: &str = "-";

/// The bytes of an ordinary file, or under the name [`STDIN`] of standard input: all of them.
///
/// # Errors
/// It cannot be opened, is no ordinary file, or holds more than [`MOST_BYTES`].
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    if path == Path::new(STDIN) {
        return bounded(io::stdin().lock());
    }
    // Asked before it is opened: opening a pipe waits for its other end.
    let there = std::fs::metadata(path)?;
    if there.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    if !there.is_file() && !is_stream(path) {
        return Err(Unreadable::NotOrdinary.into());
    }
    bounded(File::open(path)?)
}

/// The first bytes of an ordinary file, at most `most`; nothing of anything else.
pub fn head(path: &Path, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    let is_file = std::fs::metadata(path).is_ok_and(|there| there.is_file());
    let read = is_file.then(|| File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)));
    if matches!(read, Some(Ok(_))) { bytes } else { Vec::new() }
}

/// Whether it is standard input, or what a shell passes of another command (`<(…)`): it can be read once.
pub fn is_stream(path: &Path) -> bool {
    path == Path::new(STDIN) || path.starts_with("/dev/fd") || path == Path::new("/dev/stdin")
}

fn bounded(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES { Err(Unreadable::TooLarge.into()) } else { Ok(bytes) }
}

/// A file that appears whole: it is written beside its place, and moved there when it is finished. What is no ordinary file
/// (a pipe, a device) is written to as it is; a link leads to its file.
#[derive(Debug)]
pub struct Whole {
    target: PathBuf,
    there: Option<Metadata>,
    file: NamedTempFile,
}

impl Whole {
    /// Begins a file that will stand at `path`, with the permissions of the one that stands there, else those of any new
    /// file.
    ///
    /// # Errors
    /// Nothing can be written in its folder.
    pub fn begin(path: &Path) -> io::Result<Self> {
        let target = std::fs::canonicalize(path).unwrap_or_else(|_| led_to(path));
        let there = std::fs::metadata(&target).ok();
        let file = new_file().tempfile_in(folder_of(&target))?;
        Ok(Self { target, there, file })
    }

    /// Where to write.
    pub fn file(&self) -> &File {
        self.file.as_file()
    }

    /// The folder in which it stands.
    pub fn folder(&self) -> &Path {
        folder_of(&self.target)
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// Something of it cannot be written, or it cannot be moved; what stood there is untouched.
    pub fn finish(self) -> io::Result<()> {
        self.file.as_file().sync_all()?;
        match self.there {
            Some(there) if !there.is_file() => {
                let mut target = std::fs::OpenOptions::new().write(true).open(&self.target)?;
                return io::copy(&mut self.file.reopen()?, &mut target).map(|_| ());
            }
            Some(there) => std::fs::set_permissions(self.file.path(), there.permissions())?,
            None => {}
        }
        self.file.persist(&self.target)?;
        Ok(())
    }
}

/// Whether two names are of one file, be it there yet or not.
pub fn is_same(a: &Path, b: &Path) -> bool {
    let place = |path: &Path| {
        let target = led_to(path);
        let folder = std::fs::canonicalize(folder_of(&target)).unwrap_or_else(|_| folder_of(&target).to_owned());
        target.file_name().map(|name| folder.join(name))
    };
    place(a) == place(b) || same_file::is_same_file(a, b).unwrap_or(false)
}

/// Where a link leads that leads to nothing yet.
fn led_to(path: &Path) -> PathBuf {
    const MOST: usize = 40;
    let mut target = path.to_owned();
    for _ in 0..MOST {
        let Ok(next) = std::fs::read_link(&target) else { break };
        target = folder_of(&target).join(next);
    }
    target
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes a file whole or not at all.
///
/// # Errors
/// Those of [`Whole`].
pub fn write(path: &Path, report: &Harmless) -> io::Result<()> {
    if let Ok(there) = std::fs::metadata(path)
        && !there.is_file()
        && !there.is_dir()
    {
        return std::fs::OpenOptions::new().write(true).open(path)?.write_all(report.as_bytes());
    }
    let whole = Whole::begin(path)?;
    whole.file().write_all(report.as_bytes())?;
    whole.finish()
}

/// A temporary file with the permissions that the user's mask leaves of those of an ordinary file.
fn new_file() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

#[cfg(test)]
mod tests {
    use super::super::why;
    use super::*;

    #[test]
    fn a_file_appears_whole_with_the_permissions_of_the_one_before() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.txt");
        write(&path, &Harmless::words("one")).expect("written");
        assert_eq!(std::fs::read(&path).expect("there"), b"one");
        let begun = Whole::begin(&path).expect("a folder");
        begun.file().write_all(b"half").expect("written");
        drop(begun);
        assert_eq!(std::fs::read(&path).expect("there"), b"one");
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).expect("ours");
            write(&path, &Harmless::words("two")).expect("written");
            assert_eq!(std::fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o640);
        }
    }

    #[test]
    fn two_names_of_one_file_are_known_before_it_is_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("in")).expect("a folder");
        assert!(is_same(&at("a.csv"), &at("in/../a.csv")) && !is_same(&at("a.csv"), &at("in/a.csv")));
        write(&at("a.csv"), &Harmless::words("one")).expect("written");
        std::fs::hard_link(at("a.csv"), at("b.csv")).expect("a link");
        assert!(is_same(&at("a.csv"), &at("b.csv")));
    }

    #[test]
    fn what_is_no_file_is_not_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let told = |path: &Path| why(&read(path).expect_err("unreadable")).en;
        assert_eq!(told(folder.path()), "it is a folder");
        assert_eq!(told(&folder.path().join("none")), "not found");
        #[cfg(unix)]
        assert_eq!(told(Path::new("/dev/zero")), "it is not an ordinary file");
    }

    #[test]
    fn a_reason_names_no_file_that_nobody_typed() {
        let error = Whole::begin(Path::new("/no/such/folder/a.txt")).expect_err("no folder");
        assert_eq!(why(&error).en, "not found");
        let odd = io::Error::other(io::Error::from_raw_os_error(5));
        assert!(!why(&odd).en.is_empty());
    }
}
