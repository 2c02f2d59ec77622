//! Files of what is expected, byte by byte. `MIKOMI_BLESS=1 cargo test --release golden` writes those of `golden` anew; read the
//! difference before it is kept, and say so in the changelog under "Value changes".

use crate::simulated::at;

/// Compares with a file of the project, or writes it when `MIKOMI_BLESS` is set.
pub(crate) fn same_as(path: &str, bytes: &[u8]) {
    let path = at(path);
    if std::env::var_os("MIKOMI_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().expect("in a folder")).expect("writable");
        std::fs::write(&path, bytes).expect("writable");
    }
    let expected = std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    if expected == bytes {
        return;
    }
    let [expected, found] = [&expected[..], bytes].map(|b| String::from_utf8_lossy(b).into_owned());
    let line = expected.lines().zip(found.lines()).position(|(a, b)| a != b);
    let show = |text: &str| line.and_then(|n| text.lines().nth(n)).unwrap_or("(end of file)").to_owned();
    panic!("{} line {:?}:\n- {}\n+ {}", path.display(), line.map(|n| n + 1), show(&expected), show(&found));
}
