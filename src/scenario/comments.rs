//! The comments of a TOML text, wherever they stand: in lines of their own, or behind values.

/// How a text within TOML is quoted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoted {
    No,
    /// `"…"` and `"""…"""`, in which a backslash takes the meaning of the next sign away.
    Basic(&'static str),
    /// `'…'` and `'''…'''`.
    Literal(&'static str),
}

/// What stands behind each `#` that begins a comment, in order.
pub(super) fn comments(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut rest, mut quoted) = (text, Quoted::No);
    while let Some(c) = rest.chars().next() {
        let step = match quoted {
            Quoted::No if c == '#' => {
                let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
                found.push(&rest[1..end]);
                end
            }
            Quoted::No => {
                let marks = [("\"\"\"", true), ("'''", false), ("\"", true), ("'", false)];
                match marks.into_iter().find(|(mark, _)| rest.starts_with(mark)) {
                    Some((mark, is_basic)) => {
                        quoted = if is_basic { Quoted::Basic(mark) } else { Quoted::Literal(mark) };
                        mark.len()
                    }
                    None => c.len_utf8(),
                }
            }
            Quoted::Basic(_) if c == '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            Quoted::Basic(mark) | Quoted::Literal(mark) if rest.starts_with(mark) => {
                quoted = Quoted::No;
                mark.len()
            }
            // What is not closed on its line is no TOML.
            Quoted::Basic("\"") | Quoted::Literal("'") if c == '\n' => {
                quoted = Quoted::No;
                1
            }
            Quoted::Basic(_) | Quoted::Literal(_) => c.len_utf8(),
        };
        rest = &rest[step..];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_found_wherever_they_stand() {
        let text = "# a\n  #b\nx = 1 # c\ny = \"# no\" # d\nz = '#no\\' #e\r\nw = \"\"\"\n# no\n\\\"\"\"\" # f\nv = '''\n#no''' #g";
        assert_eq!(comments(text), [" a", "b", " c", " d", "e", " f", "g"]);
        assert_eq!(comments("x = \"\\\"#\" # ok"), [" ok"]);
        assert_eq!(comments(""), [""; 0]);
    }
}
