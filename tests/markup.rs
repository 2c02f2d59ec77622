//! mikomi's own pages as trees of elements, whose markup must be well-formed: attributes quoted, everything closed in order.

use std::collections::HashMap;

/// An element of a page.
#[derive(Debug, Default)]
pub(crate) struct Element<'p> {
    /// Its name, as it is written.
    pub(crate) name: &'p str,
    /// Its attributes.
    pub(crate) attributes: HashMap<&'p str, String>,
    content: Vec<Node<'p>>,
}

/// What stands in an element.
#[derive(Debug)]
enum Node<'p> {
    Words(String),
    Element(Element<'p>),
}

/// A page: the element that holds all others.
pub(crate) fn read(page: &str) -> Element<'_> {
    let page = page.strip_prefix("<!DOCTYPE html>").expect("a document type");
    let mut pieces = page.split('<');
    assert_eq!(pieces.next(), Some(""), "words before the first tag");
    let mut open = vec![Element::default()];
    for piece in pieces {
        let (tag, words) = piece.split_once('>').expect("a tag ends");
        if let Some(name) = tag.strip_prefix('/') {
            close(&mut open, name);
        } else {
            open.push(Element::opened_by(tag));
        }
        if tag.starts_with("meta ") {
            close(&mut open, "meta");
        }
        if !words.is_empty() {
            open.last_mut().expect("the page").content.push(Node::Words(unescaped(words)));
        }
    }
    assert_eq!(open.len(), 1, "left open: {:?}", open.last().map(|element| element.name));
    open.remove(0)
}

fn close(open: &mut Vec<Element<'_>>, name: &str) {
    let closed = open.pop().expect("an element");
    assert_eq!(closed.name, name, "closed out of order");
    open.last_mut().expect("an element around it").content.push(Node::Element(closed));
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

impl<'p> Element<'p> {
    fn opened_by(tag: &'p str) -> Self {
        let (name, mut list) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut attributes = HashMap::new();
        while !list.is_empty() {
            let (key, value) = list.split_once("=\"").expect("a quoted value");
            let (value, more) = value.split_once('"').expect("a value ends");
            assert!(!key.contains(|c: char| c.is_whitespace() || "\"'<>/=".contains(c)), "{key} in <{tag}>");
            assert!(attributes.insert(key, unescaped(value)).is_none(), "{key} twice in <{tag}>");
            list = more.trim_start();
        }
        Self { name, attributes, content: Vec::new() }
    }

    /// An attribute.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.attributes.get(key).map(String::as_str)
    }

    /// Whether it is of a class.
    pub(crate) fn is(&self, class: &str) -> bool {
        self.get("class").is_some_and(|c| c.split(' ').any(|c| c == class))
    }

    /// An attribute that is a number.
    pub(crate) fn number(&self, key: &str) -> f64 {
        let typed = self.get(key).unwrap_or_else(|| panic!("{key} of {self:?}"));
        typed.parse().unwrap_or_else(|_| panic!("{key} of {self:?}"))
    }

    /// The elements that stand right in it.
    pub(crate) fn children(&self) -> impl Iterator<Item = &Self> {
        self.content.iter().filter_map(|node| if let Node::Element(element) = node { Some(element) } else { None })
    }

    /// Everything within it, in the order of the page.
    pub(crate) fn all(&self) -> Vec<&Self> {
        self.children().flat_map(|child| std::iter::once(child).chain(child.all())).collect()
    }

    /// The elements of a name within it.
    pub(crate) fn named(&self, name: &str) -> Vec<&Self> {
        self.all().into_iter().filter(|element| element.name == name).collect()
    }

    /// The charts whose ids have a part.
    pub(crate) fn charts(&self, id: &str) -> Vec<&Self> {
        let is_chart = |svg: &&Self| svg.is("chart") && svg.get("id").is_some_and(|own| own.contains(id));
        self.named("svg").into_iter().filter(is_chart).collect()
    }

    /// What is read aloud of the points of a chart.
    pub(crate) fn labels_of_points(&self) -> Vec<&str> {
        let points = self.all().into_iter().filter(|element| element.is("point"));
        points.map(|point| point.get("aria-label").expect("a label")).collect()
    }

    /// The tables that programs call so.
    pub(crate) fn tables(&self, name: &str) -> Vec<&Self> {
        self.named("table").into_iter().filter(|table| table.get("data-table") == Some(name)).collect()
    }

    /// The rows of a table without its headings.
    pub(crate) fn rows(&self) -> Vec<&Self> {
        self.named("tbody").into_iter().flat_map(|body| body.named("tr")).collect()
    }

    /// The words in it, by the tags that part them.
    pub(crate) fn pieces(&self) -> Vec<&str> {
        let mut pieces = Vec::new();
        for node in &self.content {
            match node {
                Node::Words(words) => pieces.push(words.as_str()),
                Node::Element(element) => pieces.extend(element.pieces()),
            }
        }
        pieces
    }

    /// All words in it.
    pub(crate) fn words(&self) -> String {
        self.pieces().concat()
    }
}

#[test]
fn pages_are_read_as_trees() {
    let page = read("<!DOCTYPE html><meta charset=\"x\"><p class=\"a b\" id=\"&quot;\">1 &lt; <b>2</b>3</p>");
    let [meta, p, b] = page.all()[..] else { panic!("{page:?}") };
    assert_eq!([meta.name, p.name, b.name], ["meta", "p", "b"]);
    assert!(p.is("a") && p.is("b") && !p.is("a b") && p.get("id") == Some("\""));
    assert_eq!((p.pieces(), p.words().as_str(), b.words().as_str()), (vec!["1 < ", "2", "3"], "1 < 23", "2"));
    let wrong =
        ["<p>", "</p>", "<p><b></p></b>", "<p class=a></p>", "<p a=\"1\" a=\"2\"></p>", "<p onload=x id=\"1\"></p>"];
    for markup in wrong {
        let text = format!("<!DOCTYPE html>{markup}");
        assert!(std::panic::catch_unwind(|| read(&text).all().len()).is_err(), "{markup}");
    }
}
