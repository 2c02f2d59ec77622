//! A Chromium of our own without a window, in an empty profile, ended and removed with its last user.

use super::protocol::Connection;
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The names of the program on different systems.
const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// No window, no questions, and nothing that would go to the network by itself.
const OPTIONS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-extensions",
    "--disable-sync",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-default-apps",
    "--disable-breakpad",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
    "--remote-debugging-pipe",
];

/// The program to start.
pub(super) fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("MIKOMI_CHROMIUM") {
        return Some(PathBuf::from(named));
    }
    let path = std::env::var_os("PATH")?;
    let found = |name: &&str| std::env::split_paths(&path).map(|folder| folder.join(name)).find(|p| p.is_file());
    NAMES.iter().find_map(found)
}

/// A running browser.
pub(super) struct Browser {
    child: Child,
    pub(super) connection: Connection,
    _profile: TempDir,
}

impl Browser {
    /// Starts the program; it takes orders on its third file and answers on its fourth.
    pub(super) fn start(program: &Path) -> Self {
        let profile = tempfile::tempdir().expect("a folder");
        let mut child = Command::new("sh")
            .args(["-c", r#"exec "$0" "$@" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null"#])
            .arg(program)
            .args(OPTIONS)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("sh starts");
        let (orders, answers) = (child.stdin.take().expect("piped"), child.stdout.take().expect("piped"));
        Self { child, connection: Connection::new(orders, answers), _profile: profile }
    }

    /// Gives an order to the browser as a whole.
    pub(super) fn order(&mut self, method: &str, parameters: Json) -> Json {
        self.connection.order(None, method, parameters)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.connection.tell("Browser.close", json!({}));
        let asked = Instant::now();
        while asked.elapsed() < Duration::from_secs(5) {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
