//! Readable paths into a scenario: `initiative.bpr.delay`, `policy.*.target.R9`, `initiative[policy=II].delay`.

use crate::lang::{Text, text};

/// A path, step by step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SweepPath {
    pub(super) steps: Vec<SweepStep>,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SweepStep {
    /// A key, a year, or the id of a table in a list.
    Name(String),
    /// `*`: every entry.
    Every,
    /// `[key=value]`: the entries that fit.
    Fitting { keys: Vec<String>, value: String },
}

impl SweepPath {
    /// Reads a path as typed.
    pub(super) fn parse(typed: &str) -> Result<Self, Text> {
        let mut reader = Characters { rest: typed.trim() };
        let mut steps = Vec::new();
        loop {
            steps.push(reader.name()?);
            while let Some(inside) = reader.rest.strip_prefix('[') {
                let Some((filter, after)) = inside.split_once(']') else {
                    return Err(text!(ja: "[ が ] で閉じていません", en: "a [ has no ]"));
                };
                steps.push(fitting(filter)?);
                reader.rest = after;
            }
            match reader.rest.strip_prefix('.') {
                Some(after) => reader.rest = after,
                None if reader.rest.is_empty() => return Ok(Self { steps }),
                None => {
                    let rest = reader.rest;
                    return Err(text!(ja: "「{rest}」の前に「.」がありません", en: "a '.' is missing before '{rest}'"));
                }
            }
        }
    }

    /// The path of a key of an initiative.
    pub(super) fn of_initiative(id: &str, key: &str) -> Self {
        Self { steps: ["initiative", id, key].map(|s| SweepStep::Name(s.to_owned())).to_vec() }
    }

    /// The path one step shorter.
    pub(super) fn without_last(mut self) -> Self {
        self.steps.pop();
        self
    }

    /// Whether it can mean several places.
    pub(super) fn is_pattern(&self) -> bool {
        self.steps.iter().any(|s| !matches!(s, SweepStep::Name(_)))
    }
}

struct Characters<'t> {
    rest: &'t str,
}

impl Characters<'_> {
    /// A name up to the next `.` or `[`, or a name in quotes that may hold either.
    fn name(&mut self) -> Result<SweepStep, Text> {
        if let Some(inside) = self.rest.strip_prefix('"') {
            let Some((name, after)) = inside.split_once('"') else {
                return Err(text!(ja: "引用符が閉じていません", en: "a quote is not closed"));
            };
            self.rest = after;
            return Ok(SweepStep::Name(name.to_owned()));
        }
        let end = self.rest.find(['.', '[']).unwrap_or(self.rest.len());
        let (name, after) = self.rest.split_at(end);
        self.rest = after;
        match name.trim() {
            "" => Err(text!(ja: "「.」の前か後に名前がありません", en: "a name is missing before or after a '.'")),
            "*" => Ok(SweepStep::Every),
            name => Ok(SweepStep::Name(name.to_owned())),
        }
    }
}

fn fitting(filter: &str) -> Result<SweepStep, Text> {
    let parts = filter.split_once('=').map(|(keys, value)| (keys.trim(), value.trim().trim_matches('"')));
    match parts {
        Some((keys, value)) if !keys.is_empty() && !value.is_empty() => {
            let keys = keys.split('.').map(|k| k.trim().to_owned()).collect();
            Ok(SweepStep::Fitting { keys, value: value.to_owned() })
        }
        _ => Err(
            text!(ja: "[ ] の中は [policy=II] のように「項目=値」と書きます", en: "inside [ ] belongs key=value, as in [policy=II]"),
        ),
    }
}

impl std::fmt::Display for SweepPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let steps: Vec<String> = self.steps.iter().map(SweepStep::to_string).collect();
        f.write_str(&steps.join(".").replace(".[", "["))
    }
}

impl std::fmt::Display for SweepStep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Every => f.write_str("*"),
            Self::Fitting { keys, value } => write!(f, "[{}={value}]", keys.join(".")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(name: &str) -> SweepStep {
        SweepStep::Name(name.to_owned())
    }

    #[test]
    fn names_wildcards_filters_and_quotes_are_steps() {
        let path = SweepPath::parse("initiative.*.stream[realisation.class=dx_committed].\"a.b\"").expect("a path");
        let keys = vec!["realisation".to_owned(), "class".to_owned()];
        let filter = SweepStep::Fitting { keys, value: "dx_committed".to_owned() };
        assert_eq!(path.steps, [name("initiative"), SweepStep::Every, name("stream"), filter, name("a.b")]);
        assert!(path.is_pattern());
        let plain = SweepPath::parse("policy.II.target.R9").expect("a path");
        assert_eq!(plain.steps, ["policy", "II", "target", "R9"].map(name));
        assert!(!plain.is_pattern());
    }

    #[test]
    fn broken_paths_are_refused() {
        for typed in ["", ".", "a..b", "a.", "a[b", "a[b]", "a[=b]", "a[b=c]d", "\"a", "a[b=]"] {
            assert!(SweepPath::parse(typed).is_err(), "{typed}");
        }
    }
}
