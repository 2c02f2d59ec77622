//! `mikomi example`: the scenarios that come with mikomi.

use super::args::ExampleArgs;
use super::input::EXAMPLES;
use super::{Failure, output};
use crate::lang::{Lang, text};

pub(super) fn example(args: &ExampleArgs, lang: Lang) -> Result<(), Failure> {
    let Some(name) = &args.name else {
        let list: String = EXAMPLES.iter().map(|e| format!("{}\t{}\n", e.name, title(e.text))).collect();
        let hint = text!(
            ja: "mikomi example 名前 --out 名前.toml で手元に写せます。",
            en: "mikomi example NAME --out NAME.toml makes a copy."
        );
        output::log(hint.get(lang));
        return output::write(list.as_bytes(), None);
    };
    match EXAMPLES.iter().find(|e| e.name == name) {
        Some(example) => output::write(example.text.as_bytes(), args.out.as_deref()),
        None => {
            let names: Vec<&str> = EXAMPLES.iter().map(|e| e.name).collect();
            let list = names.join(", ");
            Err(Failure::Arguments(text!(
                ja: "「{name}」という例はありません。あるのは {list} です。",
                en: "there is no example '{name}'. There are: {list}."
            )))
        }
    }
}

/// The title line of a scenario file.
fn title(text: &str) -> &str {
    let line = text.lines().find_map(|l| l.strip_prefix("title = "));
    line.map_or("", |l| l.trim_matches('"'))
}
