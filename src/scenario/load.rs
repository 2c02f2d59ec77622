//! Files → resolved trees: read, parsed, laid over what they extend.

use super::document::{Document, Located, Problems};
use super::form::{self, Read};
use super::node::{Entry, Node, Origin, SourceFile, Value};
use super::overlay;
use super::parse::parse;
use super::schema;
use crate::files;
use crate::lang::{Text, text};
use crate::sheets;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Reads `a.toml` or `a.toml+b.toml+…`, each with the files it extends, into one document.
///
/// `read` gives the bytes of a file by name, for a file named by the user (first argument) or by another file.
///
/// # Errors
/// Files that cannot be read, are not UTF-8 or not TOML, and files that extend themselves.
pub fn load(name: &str, read: &dyn Fn(&str) -> io::Result<Vec<u8>>) -> Result<Document, Problems> {
    document(read, |loader| loader.scenario(name, None))
}

/// The same of one file, whatever its name holds.
///
/// # Errors
/// Those of [`load`].
pub(crate) fn load_file(name: &str, read: &dyn Fn(&str) -> io::Result<Vec<u8>>) -> Result<Document, Problems> {
    document(read, |loader| loader.file(name, None, &mut Vec::new()).map(|root| loader.whole(root)))
}

fn document(
    read: &dyn Fn(&str) -> io::Result<Vec<u8>>,
    tree: impl FnOnce(&mut Loader<'_>) -> Option<Node>,
) -> Result<Document, Problems> {
    let mut loader = Loader::new(read);
    match tree(&mut loader) {
        Some(root) if loader.problems.is_empty() => Ok(Document::of_scenario(Arc::new(loader.files), root)),
        _ => Err(Problems { files: loader.files, list: loader.problems }),
    }
}

/// Reads files one after the other into one list, so that values of several can stand in one document.
pub(crate) struct Loader<'a> {
    /// The files read.
    pub(crate) files: Vec<SourceFile>,
    /// What keeps files from being read.
    pub(crate) problems: Vec<Located>,
    read: &'a dyn Fn(&str) -> io::Result<Vec<u8>>,
}

/// The value of a file that names another file.
#[derive(Clone, Copy)]
pub(crate) struct NamedAt<'a> {
    /// Where it stands.
    pub(crate) origin: &'a Origin,
    /// The key that holds it.
    pub(crate) key: &'a str,
}

impl<'a> Loader<'a> {
    /// With no file read yet.
    pub(crate) fn new(read: &'a dyn Fn(&str) -> io::Result<Vec<u8>>) -> Self {
        Self { files: Vec::new(), problems: Vec::new(), read }
    }

    /// The resolved tree of `a.toml` or `a.toml+b.toml+…`; nothing where a problem keeps every file of it from being read.
    pub(crate) fn scenario(&mut self, name: &str, named_at: Option<NamedAt<'_>>) -> Option<Node> {
        let mut root: Option<Node> = None;
        for part in self.parts(name) {
            if let Some(node) = self.file(&part, named_at, &mut Vec::new()) {
                root = Some(match root {
                    Some(base) => self.laid_over(base, node),
                    None => node,
                });
            }
        }
        root.map(|root| self.whole(root))
    }

    /// Lays a tree over another. What a workbook leaves unsaid of the one below is said first; of the one above it may be
    /// said by the one below.
    fn laid_over(&mut self, base: Node, mut over: Node) -> Node {
        let base = self.whole(base);
        if self.is_of_book(&over.origin) {
            self.problems.extend(form::join(&base, &mut over));
        }
        overlay::merge(base, over)
    }

    /// A tree with what its workbooks leave unsaid.
    fn whole(&self, mut root: Node) -> Node {
        if self.files.iter().any(SourceFile::is_of_cells) {
            form::complete(schema::of_scenario(), &mut root, &|origin| self.is_of_book(origin));
        }
        root
    }

    fn is_of_book(&self, origin: &Origin) -> bool {
        self.files.get(origin.file).is_some_and(SourceFile::is_of_cells)
    }

    /// A scenario that the file `by` names, `a.toml` or `a.toml+b.toml+…`: each part is looked for from the folder of `by`.
    pub(crate) fn named(&self, by: &str, name: &str) -> String {
        self.parts_from(name, &|part| beside(by, part)).join("+")
    }

    /// The files that a name lays over one another. A `+` that belongs to the name of a file that is there, or of a folder
    /// above it, joins nothing: the longest name that is there counts.
    pub(crate) fn parts(&self, name: &str) -> Vec<String> {
        self.parts_from(name, &str::to_owned)
    }

    fn parts_from(&self, name: &str, place: &dyn Fn(&str) -> String) -> Vec<String> {
        let pieces: Vec<&str> = name.split('+').collect();
        let placed = |from: usize, to: usize| place(&pieces[from..to].join("+"));
        let (mut parts, mut from) = (Vec::new(), 0);
        while from < pieces.len() {
            let longer = (from + 2..=pieces.len()).rev().find(|to| self.is_there(&placed(from, *to)));
            let to = longer.unwrap_or(from + 1);
            parts.push(placed(from, to));
            from = to;
        }
        parts
    }

    fn is_there(&self, name: &str) -> bool {
        !matches!((self.read)(name), Err(error) if is_missing(&error))
    }

    /// The tree of a workbook.
    fn workbook(&mut self, name: &str, bytes: &[u8], named_at: Option<NamedAt<'_>>) -> Option<Node> {
        let book = match sheets::open(bytes) {
            Ok(book) => book,
            Err(why) => {
                let [Text { ja, en }, hint] = why.told();
                let message = text!(ja: "ファイル「{name}」：{ja}", en: "the file '{name}': {en}");
                self.refuse(named_at.map(|n| n.origin.clone()), named_at.map_or("", |n| n.key), message, hint);
                return None;
            }
        };
        let Read { root, cells, comments: remarks, own_columns, problems } =
            form::read(schema::of_scenario(), &book, self.files.len());
        self.files.push(SourceFile { name: name.to_owned(), text: String::new(), cells, remarks, own_columns });
        let is_read = problems.is_empty();
        self.problems.extend(problems);
        is_read.then_some(root)
    }

    /// The tree of one file as it was typed.
    pub(crate) fn typed(&mut self, name: &str, named_at: Option<NamedAt<'_>>) -> Option<Node> {
        let bytes = self.bytes(name, named_at)?;
        if sheets::is_workbook(&bytes) {
            return self.workbook(name, &bytes, named_at);
        }
        let text = self.text(name, bytes, named_at)?;
        let file = self.files.len();
        self.files.push(SourceFile::of_text(name, text.clone()));
        match parse(&text, file) {
            Ok(node) => Some(node),
            Err(errors) => {
                for error in errors {
                    let hint = text!(ja: "この行を直してください", en: "correct this line");
                    self.refuse(Some(error.origin), "", error.message, hint);
                }
                None
            }
        }
    }

    /// The tree of a file that the user named, or that another file names, laid over what it extends.
    fn file(&mut self, name: &str, named_at: Option<NamedAt<'_>>, above: &mut Vec<String>) -> Option<Node> {
        let node = self.typed(name, named_at)?;
        above.push(plain(Path::new(name)));
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
        let base = beside(name, base);
        if above.contains(&base) {
            let chain = above.join(" → ");
            let message = text!(ja: "extends が循環しています: {chain} → {base}", en: "extends goes in a circle: {chain} → {base}");
            let hint = text!(ja: "どれか一つの extends を外してください", en: "take one extends of the circle out");
            self.refuse(Some(extends.origin), "extends", message, hint);
            return None;
        }
        let below = self.file(&base, Some(NamedAt { origin: &extends.origin, key: "extends" }), above)?;
        Some(self.laid_over(below, node))
    }

    fn bytes(&mut self, name: &str, named_at: Option<NamedAt<'_>>) -> Option<Vec<u8>> {
        match (self.read)(name) {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                let why = files::why(&error);
                let (ja, en) = (why.ja, why.en);
                let message =
                    text!(ja: "ファイル「{name}」を開けません（{ja}）", en: "cannot open the file '{name}' ({en})");
                let hint = if is_missing(&error) && name.contains('+') {
                    text!(ja: "名前を確かめてください。「+」はファイルを重ねる記号でもあります（a.toml+b.toml）", en: "check the name; a + also lays one file over another (a.toml+b.toml)")
                } else if let Some(NamedAt { key, .. }) = named_at {
                    text!(ja: "{key} のファイル名を確かめてください。このファイルのあるフォルダから探します", en: "check the name in {key}; it is looked for from the folder of this file")
                } else {
                    text!(ja: "名前と場所を確かめてください。同梱の例は mikomi example で見られます", en: "check the name and folder; mikomi example lists the scenarios that come with mikomi")
                };
                self.refuse(named_at.map(|n| n.origin.clone()), named_at.map_or("", |n| n.key), message, hint);
                None
            }
        }
    }

    fn text(&mut self, name: &str, bytes: Vec<u8>, named_at: Option<NamedAt<'_>>) -> Option<String> {
        let Ok(text) = String::from_utf8(bytes) else {
            let message = text!(ja: "ファイル「{name}」の文字コードがUTF-8ではありません", en: "the file '{name}' is not UTF-8 text");
            let hint = text!(ja: "メモ帳なら「名前を付けて保存」で文字コードに UTF-8 を選んでください", en: "save it again as UTF-8 (in Notepad: Save as, Encoding: UTF-8)");
            self.refuse(named_at.map(|n| n.origin.clone()), "", message, hint);
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

/// No such file, or no such folder above it; nor can a name that is too long be one.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidFilename)
}

/// A file named by another: it is looked for from the folder of that one. What comes with mikomi stands in none.
fn beside(file: &str, name: &str) -> String {
    if name.starts_with("example:") {
        return name.to_owned();
    }
    let folder = Path::new(file).parent().unwrap_or(Path::new(""));
    plain(&folder.join(name))
}

/// The path without `.` and `..`, so that the same file has one name.
fn plain(path: &Path) -> String {
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
