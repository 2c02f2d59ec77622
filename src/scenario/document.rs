//! The resolved scenario: files read, laid over one another, frozen; and where each of its values stands.

use super::node::{Entry, Node, Origin, SourceFile, Value};
use super::overlay;
use super::parse::parse;
use super::problem::{At, Path, Problem, Segment};
use crate::lang::{Text, text};
use sha2::{Digest, Sha256};
use std::io;

/// A resolved scenario file with its sources.
#[derive(Clone, Debug)]
pub struct Document {
    files: Vec<SourceFile>,
    root: Node,
}

/// Problems with where they stand.
#[derive(Clone, Debug)]
pub struct Problems {
    /// The files that were read.
    pub files: Vec<SourceFile>,
    /// Every problem, in the order of the files.
    pub list: Vec<Located>,
}

/// A problem and where it stands.
#[derive(Clone, Debug)]
pub struct Located {
    /// Where it stands; nothing if it is about no file that could be read.
    pub origin: Option<Origin>,
    /// The readable path of the key: `initiative.bpr.delay`.
    pub key: String,
    /// The value found there, as one would type it.
    pub found: Option<String>,
    /// What is wrong.
    pub message: Text,
    /// What is allowed.
    pub allowed: Option<Text>,
    /// What to do.
    pub hint: Option<Text>,
    /// Whether something is missing; `allowed` then says what it means.
    pub is_lack: bool,
}

/// Reads `a.toml` or `a.toml+b.toml+…`, each with the files it extends, into one document.
///
/// `read` gives the bytes of a file by name, for a file named by the user (first argument) or by another file.
///
/// # Errors
/// Files that cannot be read, are not UTF-8 or not TOML, and files that extend themselves.
pub fn load(name: &str, read: &dyn Fn(&str) -> io::Result<Vec<u8>>) -> Result<Document, Problems> {
    let mut loader = Loader { files: Vec::new(), problems: Vec::new(), read };
    let mut root: Option<Node> = None;
    for part in name.split('+') {
        if let Some(node) = loader.file(part, None, &mut Vec::new()) {
            root = Some(match root {
                Some(base) => overlay::merge(base, node),
                None => node,
            });
        }
    }
    match root {
        Some(root) if loader.problems.is_empty() => Ok(Document { files: loader.files, root }),
        _ => Err(Problems { files: loader.files, list: loader.problems }),
    }
}

struct Loader<'a> {
    files: Vec<SourceFile>,
    problems: Vec<Located>,
    read: &'a dyn Fn(&str) -> io::Result<Vec<u8>>,
}

impl Loader<'_> {
    /// The tree of a file that the user named, or that `extends` at `named_at` names.
    fn file(&mut self, name: &str, named_at: Option<&Origin>, above: &mut Vec<String>) -> Option<Node> {
        let text = self.text(name, named_at)?;
        let file = self.files.len();
        self.files.push(SourceFile { name: name.to_owned(), text: text.clone() });
        let node = match parse(&text, file) {
            Ok(node) => node,
            Err(errors) => {
                for error in errors {
                    let hint = text!(ja: "この行を直してください", en: "correct this line");
                    self.refuse(Some(error.origin), "", error.message, hint);
                }
                return None;
            }
        };
        above.push(plain(std::path::Path::new(name)));
        let merged = self.extended(name, node, above);
        above.pop();
        merged
    }

    /// Takes `extends` out of the file and puts what it names below.
    fn extended(&mut self, name: &str, mut node: Node, above: &mut Vec<String>) -> Option<Node> {
        let Value::Table(entries) = &mut node.value else { return Some(node) };
        let Some(position) = entries.iter().position(|e| e.key == "extends") else { return Some(node) };
        let Entry { node: extends, .. } = entries.remove(position);
        let Some(base) = extends.as_str() else {
            let hint = text!(ja: "extends = \"base.toml\" のように書いてください", en: "write extends = \"base.toml\"");
            let message = text!(ja: "extends はファイル名（文字列）です", en: "extends takes the name of a file");
            self.refuse(Some(extends.origin), "extends", message, hint);
            return None;
        };
        let folder = std::path::Path::new(name).parent().unwrap_or(std::path::Path::new(""));
        let base = plain(&folder.join(base));
        if above.contains(&base) {
            let chain = above.join(" → ");
            let message = text!(ja: "extends が循環しています: {chain} → {base}", en: "extends goes in a circle: {chain} → {base}");
            let hint = text!(ja: "どれか一つの extends を外してください", en: "take one extends of the circle out");
            self.refuse(Some(extends.origin), "extends", message, hint);
            return None;
        }
        let below = self.file(&base, Some(&extends.origin), above)?;
        Some(overlay::merge(below, node))
    }

    fn text(&mut self, name: &str, named_at: Option<&Origin>) -> Option<String> {
        let bytes = match (self.read)(name) {
            Ok(bytes) => bytes,
            Err(error) => {
                let why = why(&error);
                let (ja, en) = (why.ja, why.en);
                let message =
                    text!(ja: "ファイル「{name}」を開けません（{ja}）", en: "cannot open the file '{name}' ({en})");
                let hint = if named_at.is_some() {
                    text!(ja: "extends のファイル名を確かめてください。このファイルのあるフォルダから探します", en: "check the name in extends; it is looked for from the folder of this file")
                } else {
                    text!(ja: "名前と場所を確かめてください。同梱の例は mikomi example で見られます", en: "check the name and folder; mikomi example lists the scenarios that come with mikomi")
                };
                self.refuse(named_at.cloned(), if named_at.is_some() { "extends" } else { "" }, message, hint);
                return None;
            }
        };
        let Ok(text) = String::from_utf8(bytes) else {
            let message = text!(ja: "ファイル「{name}」の文字コードがUTF-8ではありません", en: "the file '{name}' is not UTF-8 text");
            let hint = text!(ja: "メモ帳なら「名前を付けて保存」で文字コードに UTF-8 を選んでください", en: "save it again as UTF-8 (in Notepad: Save as, Encoding: UTF-8)");
            self.refuse(named_at.cloned(), "", message, hint);
            return None;
        };
        Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }

    fn refuse(&mut self, origin: Option<Origin>, key: &str, message: Text, hint: Text) {
        let key = key.to_owned();
        let hint = Some(hint);
        self.problems.push(Located { origin, key, found: None, message, allowed: None, hint, is_lack: false });
    }
}

impl Document {
    /// The resolved tree.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The names of the files that were read, in the order of reading.
    pub fn file_names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|f| f.name.as_str())
    }

    /// The resolved scenario as TOML.
    ///
    /// # Errors
    /// None that a parsed document can cause; the TOML writer's own otherwise.
    pub fn to_toml(&self) -> Result<String, toml::ser::Error> {
        toml::to_string(&self.root.to_json())
    }

    /// SHA-256 of the resolved scenario in a canonical form (JSON, keys sorted), in hexadecimal.
    pub fn digest(&self) -> String {
        let mut text = String::new();
        canonical(&self.root, &mut text);
        Sha256::digest(text.as_bytes()).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
    }

    /// Says where problems stand, in the order of files and lines.
    pub fn locate(&self, problems: Vec<Problem>) -> Problems {
        let mut list: Vec<Located> = problems.into_iter().map(|p| self.located(p)).collect();
        list.sort_by_key(|l| l.origin.as_ref().map(|o| (o.file, o.span.start)));
        Problems { files: self.files.clone(), list }
    }

    /// The readable path: list positions give way to the ids, or base years, of the tables that stand there.
    pub fn key(&self, path: &Path) -> String {
        let mut node = Some(&self.root);
        let mut names = Vec::new();
        for segment in path.segments() {
            node = match segment {
                Segment::Key(key) => {
                    names.push(key.clone());
                    node.and_then(|n| n.get(key))
                }
                Segment::Index(index) => {
                    let item = node.and_then(|n| n.items().get(*index));
                    let id = item.and_then(|i| i.get("id").or_else(|| i.get("base")));
                    names.push(id.and_then(Node::name).unwrap_or_else(|| (index + 1).to_string()));
                    item
                }
            };
        }
        names.join(".")
    }

    /// A value as it was typed, if that is short; else the beginning of it.
    fn shown(&self, node: &Node) -> String {
        const MOST: usize = 60;
        let typed = self.files.get(node.origin.file).and_then(|f| f.text.get(node.origin.span.clone()));
        match typed.filter(|t| !t.is_empty() && !t.contains('\n')) {
            Some(typed) if typed.chars().count() > MOST => typed.chars().take(MOST).chain(['…']).collect(),
            Some(typed) => typed.to_owned(),
            None => node.shown(),
        }
    }

    fn located(&self, problem: Problem) -> Located {
        let (mut node, entry, depth) = self.root.follow(&problem.path);
        let whole = depth == problem.path.segments().len();
        // Of a number with its source, it is the number that is meant.
        if let (true, At::Value, Some(number)) = (whole, problem.at, node.get("value"))
            && node.get("kind").is_none()
            && node.get("class").is_none()
        {
            node = number;
        }
        let origin = match (problem.at, entry) {
            (At::Key, Some(entry)) if whole => entry.key_origin.clone(),
            (At::Table, Some(entry)) => entry.key_origin.clone(),
            (At::Table, None) => first_key(node),
            _ => node.origin.clone(),
        };
        Located {
            origin: Some(origin),
            key: self.key(&problem.path),
            found: (whole && problem.at == At::Value).then(|| self.shown(node)),
            message: problem.message,
            allowed: problem.allowed,
            hint: problem.hint,
            is_lack: problem.at == At::Table,
        }
    }
}

/// The path without `.` and `..`, so that the same file has one name.
fn plain(path: &std::path::Path) -> String {
    use std::path::Component;
    let mut out = std::path::PathBuf::new();
    for part in path.components() {
        match (part, out.components().next_back()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                out.pop();
            }
            _ => out.push(part),
        }
    }
    out.to_string_lossy().into_owned()
}

/// Why a file cannot be read, in words of our own where the reason is a common one.
fn why(error: &io::Error) -> Text {
    match error.kind() {
        io::ErrorKind::NotFound => text!(ja: "見つかりません", en: "not found"),
        io::ErrorKind::IsADirectory => text!(ja: "フォルダです", en: "it is a folder"),
        io::ErrorKind::PermissionDenied => text!(ja: "読む権限がありません", en: "no permission to read it"),
        _ => text!(ja: "{error}", en: "{error}"),
    }
}

/// A table of a list has no key of its own; it is shown by its first.
fn first_key(node: &Node) -> Origin {
    node.entries().iter().map(|e| &e.key_origin).min_by_key(|o| (o.file, o.span.start)).unwrap_or(&node.origin).clone()
}

fn canonical(node: &Node, out: &mut String) {
    match &node.value {
        Value::Table(entries) => {
            let mut sorted: Vec<&Entry> = entries.iter().collect();
            sorted.sort_by(|a, b| a.key.cmp(&b.key));
            out.push('{');
            for entry in sorted {
                out.push_str(&serde_json::Value::from(entry.key.as_str()).to_string());
                out.push(':');
                canonical(&entry.node, out);
                out.push(',');
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for item in items {
                canonical(item, out);
                out.push(',');
            }
            out.push(']');
        }
        _ => out.push_str(&node.to_json().to_string()),
    }
}
