//! `mikomi example`: the scenarios that come with mikomi.

use super::args::ExampleArgs;
use super::input::{EXAMPLES, Example};
use super::output::OutArgs;
use super::{Failure, output};
use crate::files;
use crate::harmless::{self, Harmless};
use crate::lang::{Lang, text};

pub(super) fn example(args: &ExampleArgs, lang: Lang) -> Result<(), Failure> {
    if let Some(example) = args.name {
        is_free(example, &args.out)?;
        return args.out.write(&Harmless::of_the_program(example.text));
    }
    let list: String = EXAMPLES.iter().map(|e| format!("{}\t{}\n", e.name, title(e.text))).collect();
    let hint = text!(
        ja: "mikomi example 名前 --out 名前.toml で手元に写せます。",
        en: "mikomi example NAME --out NAME.toml makes a copy."
    );
    output::log(hint.get(lang));
    output::print(&list)
}

/// An example that was copied and then edited is not written over, nor is anything else of a user.
fn is_free(example: &Example, to: &OutArgs) -> Result<(), Failure> {
    let Some(out) = to.file().filter(|_| !to.force) else { return Ok(()) };
    let is_new = std::fs::metadata(out).map_or(true, |there| !there.is_file());
    if is_new || files::read(out).is_ok_and(|there| there == example.text.as_bytes()) {
        return Ok(());
    }
    let name = harmless::path(out);
    Err(Failure::Arguments(text!(
        ja: "--out：「{name}」には別の内容のファイルがあります。書くと失われます。別の名前を指定するか、失われてよければ --force を付けてください。",
        en: "--out: '{name}' is there with other contents, which would be lost. Name another file, or add --force if they may be lost."
    )))
}

/// The title line of a scenario file.
fn title(text: &str) -> &str {
    let line = text.lines().find_map(|l| l.strip_prefix("title = "));
    line.map_or("", |l| l.trim_matches('"'))
}
