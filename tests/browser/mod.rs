//! Pages in a real browser: nothing is asked for, nothing overlaps, everything can be read and reached.
//!
//! The browser is Chromium without a window, the one of `MIKOMI_CHROMIUM` or else on the path. Where there is none, the
//! tests say so and pass, unless `MIKOMI_BROWSER=required`.

mod checks;
mod faults;
mod focus;
mod page;
mod paper;
mod picture;
mod process;
mod protocol;
mod shipped;

use page::Page;
use process::Browser;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// The browser in use: one process for all tests that run at the time, ended with the last.
static SHARED: Mutex<Weak<Mutex<Browser>>> = Mutex::new(Weak::new());

/// Lets a test work in a browser, one at a time.
fn browse(test: impl FnOnce(&mut Browser)) {
    let Some(browser) = shared() else { return };
    let mut browser = browser.lock().unwrap_or_else(PoisonError::into_inner);
    test(&mut browser);
}

fn shared() -> Option<Arc<Mutex<Browser>>> {
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(browser) = shared.upgrade() {
        return Some(browser);
    }
    let Some(program) = process::chromium() else {
        let required = std::env::var("MIKOMI_BROWSER").is_ok_and(|v| v == "required");
        assert!(!required, "MIKOMI_BROWSER=required, but there is no Chromium on the path nor in MIKOMI_CHROMIUM");
        eprintln!("no Chromium found: pages were not opened");
        return None;
    };
    let browser = Arc::new(Mutex::new(Browser::start(&program)));
    *shared = Arc::downgrade(&browser);
    Some(browser)
}
