//! One thing that is wrong with a scenario, and the path of the value that it is about.

use crate::lang::Text;
use std::fmt;

/// One step from a value to a value inside it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Segment {
    /// The key of a table.
    Key(String),
    /// The position in a list, from 0.
    Index(usize),
}

/// The way from the top of a scenario to one of its values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Path(Vec<Segment>);

impl Path {
    /// The path one key further.
    #[must_use]
    pub fn key(&self, key: impl Into<String>) -> Self {
        self.with(Segment::Key(key.into()))
    }

    /// The path one list position further.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.with(Segment::Index(index))
    }

    /// The path of the entry that holds the value: list positions at the end are left out.
    #[must_use]
    pub fn entry(&self) -> Self {
        let last_key = self.0.iter().rposition(|s| matches!(s, Segment::Key(_)));
        Self(self.0[..last_key.map_or(0, |k| k + 1)].to_vec())
    }

    /// Whether `other` is this path or leads further down from it.
    pub fn holds(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }

    /// The steps from the top.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    fn with(&self, segment: Segment) -> Self {
        Self(self.0.iter().cloned().chain([segment]).collect())
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, segment) in self.0.iter().enumerate() {
            let dot = if i == 0 { "" } else { "." };
            match segment {
                Segment::Key(key) => write!(f, "{dot}{key}")?,
                Segment::Index(index) => write!(f, "{dot}{}", index + 1)?,
            }
        }
        Ok(())
    }
}

/// Whether a problem is about a value or about the key that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// The value.
    Value,
    /// The key: it is not one that the table has.
    Key,
    /// The whole table: something is missing from it.
    Table,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The value that it is about.
    pub path: Path,
    /// Whether the value, its key or a table.
    pub at: At,
    /// What is wrong.
    pub message: Text,
    /// What is allowed.
    pub allowed: Option<Text>,
    /// What to do.
    pub hint: Option<Text>,
    /// Of a table: the keys of which it lacks one.
    pub lacks: Vec<&'static str>,
    /// Whether it hangs on the years of the plan and of its editions: a mistake in those can be all there is to it.
    pub hangs_on_years: bool,
    /// What is wrong and what to do in the words of a sheet, where those of TOML mean nothing there.
    pub on_a_sheet: Option<Box<[Text; 2]>>,
}

impl Problem {
    /// A problem with what is wrong only.
    pub fn new(path: Path, at: At, message: Text) -> Self {
        Self {
            path,
            at,
            message,
            allowed: None,
            hint: None,
            lacks: Vec::new(),
            hangs_on_years: false,
            on_a_sheet: None,
        }
    }

    /// Whether it is about a key that was probably meant to be `key`.
    pub fn meant(&self, key: &str) -> bool {
        let Some(Segment::Key(typed)) = self.path.segments().last() else { return false };
        self.at == At::Key && super::nearest(typed, &[key]).is_some()
    }

    /// Whether it is about the years of the plan or of its editions.
    pub fn is_of_years(&self) -> bool {
        let is = |at: usize, keys: &[&str]| matches!(self.path.0.get(at), Some(Segment::Key(k)) if keys.contains(&k.as_str()));
        is(0, &["plan", "editions", "edition"]) && !is(1, &["basis"]) && !is(2, &["booked"])
    }

    /// Adds what is wrong and what to do in the words of a sheet.
    #[must_use]
    pub(super) fn on_a_sheet(mut self, message: Text, hint: Text) -> Self {
        self.on_a_sheet = Some(Box::new([message, hint]));
        self
    }

    /// Adds what is allowed.
    #[must_use]
    pub fn allowed(mut self, allowed: Text) -> Self {
        self.allowed = Some(allowed);
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: Text) -> Self {
        self.hint = Some(hint);
        self
    }
}
