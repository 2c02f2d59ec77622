//! Orders to the browser and its answers: JSON, each message ended by a zero byte (the Chrome DevTools Protocol).

use serde_json::{Value as Json, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, ChildStdout};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// The browser is slow on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(120);

/// Both directions of the pipe.
pub(super) struct Connection {
    orders: ChildStdin,
    answers: Receiver<Json>,
    last: u64,
    /// What happened in pages, in order: since an order came back, or while one was waited for.
    pub(super) events: Vec<Json>,
}

impl Connection {
    pub(super) fn new(orders: ChildStdin, answers: ChildStdout) -> Self {
        let (sender, receiver) = channel();
        std::thread::spawn(move || {
            let messages = BufReader::new(answers).split(0).map_while(Result::ok);
            let parsed = messages.filter_map(|m| serde_json::from_slice(&m).ok());
            // It ends with the browser, or with whoever listens.
            let _ = parsed.into_iter().try_for_each(|m: Json| sender.send(m));
        });
        Self { orders, answers: receiver, last: 0, events: Vec::new() }
    }

    /// Sends an order without waiting for its answer, and gives its number.
    pub(super) fn tell(&mut self, method: &str, parameters: Json) -> u64 {
        self.send(None, method, parameters)
    }

    /// Gives an order to a page, or to the browser as a whole, and waits for what it answers.
    pub(super) fn order(&mut self, session: Option<&str>, method: &str, parameters: Json) -> Json {
        let id = self.send(session, method, parameters);
        loop {
            let mut message = self.next();
            if message["id"] == id {
                assert!(message.get("error").is_none(), "{method}: {}", message["error"]);
                return message["result"].take();
            }
            self.events.push(message);
        }
    }

    /// Waits for something to happen, unless it has already.
    pub(super) fn wait_for(&mut self, session: &str, method: &str) {
        let fits = |m: &Json| m["sessionId"] == session && m["method"] == method;
        while !self.events.iter().any(fits) {
            let message = self.next();
            self.events.push(message);
        }
    }

    fn send(&mut self, session: Option<&str>, method: &str, parameters: Json) -> u64 {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": parameters });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let _ = self.orders.write_all(format!("{message}\0").as_bytes()).and_then(|()| self.orders.flush());
        self.last
    }

    fn next(&mut self) -> Json {
        self.answers.recv_timeout(PATIENCE).expect("the browser answers")
    }
}
