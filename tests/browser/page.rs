//! One page in the browser: opened from a file with the network off, measured, typed at, printed.

use super::process::Browser;
use image::GrayImage;
use serde_json::{Value as Json, json};
use std::path::Path;

/// What the page is shown on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Medium {
    /// A screen of this width and height in pixels.
    Screen(u32, u32),
    /// A4 landscape, as wide as its margins of 12 mm leave it: 273 mm at 96 pixels an inch.
    Paper,
}

/// The width of the text area of a landscape A4 page with side margins of 12 mm, in pixels.
const PAPER_WIDTH: u32 = 1032;

/// An open page.
pub(super) struct Page<'a> {
    browser: &'a mut Browser,
    session: String,
    target: String,
    address: String,
}

impl<'a> Page<'a> {
    /// Opens a file with the network off, and waits until it is there.
    pub(super) fn open(browser: &'a mut Browser, file: &Path) -> Self {
        let target = browser.order("Target.createTarget", json!({ "url": "about:blank" }));
        let target = target["targetId"].as_str().expect("a target").to_owned();
        let attached = browser.order("Target.attachToTarget", json!({ "targetId": target, "flatten": true }));
        let session = attached["sessionId"].as_str().expect("a session").to_owned();
        let mut page = Self { browser, session, target, address: format!("file://{}", file.display()) };
        for domain in ["Page.enable", "Runtime.enable", "Log.enable", "Network.enable"] {
            page.order(domain, json!({}));
        }
        let off = json!({ "offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0 });
        page.order("Network.emulateNetworkConditions", off);
        page.show(Medium::Screen(1280, 900));
        page.browser.connection.events.clear();
        let address = page.address.clone();
        let gone = page.order("Page.navigate", json!({ "url": address }));
        assert!(gone.get("errorText").is_none(), "{gone}");
        let session = page.session.clone();
        page.browser.connection.wait_for(&session, "Page.loadEventFired");
        page
    }

    fn order(&mut self, method: &str, parameters: Json) -> Json {
        self.browser.connection.order(Some(&self.session), method, parameters)
    }

    /// Shows the page on something else.
    pub(super) fn show(&mut self, medium: Medium) {
        let (name, width, height) = match medium {
            Medium::Screen(width, height) => ("screen", width, height),
            Medium::Paper => ("print", PAPER_WIDTH, 900),
        };
        self.order("Emulation.setEmulatedMedia", json!({ "media": name }));
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.order("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// The value of an expression in the page.
    pub(super) fn value(&mut self, expression: &str) -> Json {
        let asked = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.order("Runtime.evaluate", asked);
        assert!(answer.get("exceptionDetails").is_none(), "{}", answer["exceptionDetails"]);
        answer["result"]["value"].take()
    }

    /// Presses and releases the tabulator key.
    pub(super) fn tab(&mut self) {
        for kind in ["rawKeyDown", "keyUp"] {
            let key = json!({ "type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9 });
            self.order("Input.dispatchKeyEvent", key);
        }
    }

    /// What of the page can be seen, in shades of grey.
    pub(super) fn picture(&mut self) -> GrayImage {
        let answer = self.order("Page.captureScreenshot", json!({ "format": "png" }));
        let bytes = decoded(answer["data"].as_str().expect("a picture"));
        image::load_from_memory(&bytes).expect("a picture").into_luma8()
    }

    /// The page as it is printed, on the paper that it asks for.
    pub(super) fn pdf(&mut self) -> Vec<u8> {
        // What was put on show before would else be printed, with the styles of a screen.
        self.order("Emulation.setEmulatedMedia", json!({ "media": "print" }));
        self.order("Emulation.clearDeviceMetricsOverride", json!({}));
        let asked = json!({ "preferCSSPageSize": true, "printBackground": true });
        let answer = self.order("Page.printToPDF", asked);
        decoded(answer["data"].as_str().expect("a document"))
    }

    /// What happened that must not: messages, dialogs, failed loads, and requests for anything but the page itself.
    pub(super) fn incidents(&mut self) -> Vec<String> {
        // Whatever was under way has been told by the time that an order comes back.
        self.value("1");
        let of_page = self.browser.connection.events.iter().filter(|e| e["sessionId"] == self.session.as_str());
        let told = of_page.filter_map(|event| {
            let (method, parameters) = (event["method"].as_str()?, &event["params"]);
            match method {
                "Runtime.consoleAPICalled"
                | "Runtime.exceptionThrown"
                | "Log.entryAdded"
                | "Network.loadingFailed"
                | "Page.javascriptDialogOpening"
                | "Page.downloadWillBegin" => Some(format!("{method}: {parameters}")),
                "Network.requestWillBeSent" => {
                    let wanted = parameters["request"]["url"].as_str()?;
                    (wanted != self.address).then(|| format!("a request for {wanted}"))
                }
                _ => None,
            }
        });
        told.collect()
    }
}

impl Drop for Page<'_> {
    fn drop(&mut self) {
        let target = self.target.clone();
        self.browser.connection.tell("Target.closeTarget", json!({ "targetId": target }));
    }
}

/// The bytes behind base 64 (RFC 4648, section 4).
fn decoded(text: &str) -> Vec<u8> {
    let digit = |c: u8| match c {
        b'A'..=b'Z' => u32::from(c - b'A'),
        b'a'..=b'z' => u32::from(c - b'a') + 26,
        b'0'..=b'9' => u32::from(c - b'0') + 52,
        b'+' => 62,
        b'/' => 63,
        other => panic!("{other} in base 64"),
    };
    let text = text.trim_end_matches('=').as_bytes();
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    for four in text.chunks(4) {
        let bits = four.iter().fold(0, |bits, c| bits << 6 | digit(*c)) << (6 * (4 - four.len()));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..four.len()]);
    }
    bytes
}

#[test]
fn base_64_comes_back() {
    // The examples of RFC 4648, section 10.
    let cases =
        [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"), ("Zm9vYmFy", "foobar")];
    for (encoded, plain) in cases {
        assert_eq!(decoded(encoded), plain.as_bytes(), "{encoded}");
    }
}
