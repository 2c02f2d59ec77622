//! What is wrong with the arguments, in the reader's language.

use super::output;
use crate::harmless::on_one_line;
use crate::lang::Lang;
use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

/// `mikomi help run` is `mikomi run --help`.
pub(super) fn typed(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<OsString> = args.collect();
    let is_help = |args: &[OsString]| args.get(1).is_some_and(|first| first == "help");
    if is_help(&args) {
        while is_help(&args) {
            args.remove(1);
        }
        args.push("--help".into());
    }
    args
}

/// Tells what the parser of arguments has found; help and version are no errors.
pub(super) fn told(error: &Error, lang: Lang) -> ExitCode {
    let message = error.use_stderr().then(|| {
        let own = (lang == Lang::Ja).then(|| japanese(error)).flatten();
        own.unwrap_or_else(|| error.render().to_string())
    });
    let written = match &message {
        Some(words) => {
            output::log(words);
            Ok(())
        }
        None => help(error),
    };
    let code = match written {
        // The reader has seen enough, as `| head` does.
        Err(failed) if failed.kind() == std::io::ErrorKind::BrokenPipe => error.exit_code(),
        Err(failed) => {
            output::log(output::unprintable(&failed).get(lang));
            1
        }
        Ok(()) => error.exit_code(),
    };
    ExitCode::from(u8::try_from(code).unwrap_or(2))
}

/// Prints help and version, which are the program's own words, in the colours that the terminal has.
#[expect(clippy::disallowed_methods, reason = "nothing in them comes from elsewhere")]
fn help(error: &Error) -> std::io::Result<()> {
    error.print().and_then(|()| std::io::stdout().flush())
}

/// The message in Japanese; nothing of kinds that do not occur here.
fn japanese(error: &Error) -> Option<String> {
    let of = |kind: ContextKind| on_one_line(&error.get(kind).map(words).unwrap_or_default());
    let (argument, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    let what = match error.kind() {
        ErrorKind::UnknownArgument => format!("「{argument}」という引数はありません"),
        ErrorKind::InvalidSubcommand => {
            format!("「{}」というコマンドはありません", of(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} に値がありません"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(|own| format!("（{}）", allowed(&own.to_string())));
            let why = why.unwrap_or_default();
            format!("{argument} に「{value}」は使えません{why}")
        }
        ErrorKind::NoEquals => format!("{argument} には = が要ります"),
        ErrorKind::TooManyValues => format!("{argument} の値「{value}」は余分です"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("{argument} の値の数が違います"),
        ErrorKind::ArgumentConflict => {
            let prior = of(ContextKind::PriorArg);
            if prior.is_empty() || prior == argument {
                format!("{argument} は重ねて書けません")
            } else {
                format!("{argument} と {prior} は一緒に使えません")
            }
        }
        ErrorKind::MissingRequiredArgument => format!("{argument} がありません"),
        ErrorKind::MissingSubcommand => "コマンドがありません".to_owned(),
        ErrorKind::InvalidUtf8 => "UTF-8 でない引数があります。ファイル名を付け直してください".to_owned(),
        _ => return None,
    };
    let allowed = [ContextKind::ValidValue, ContextKind::ValidSubcommand].map(of).concat();
    let near =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue].map(of).concat();
    let line = |name: &str, words: &str| if words.is_empty() { String::new() } else { format!("\n  {name}：{words}") };
    let (allowed, near) = (line("使えるもの", &allowed), line("もしかして", &near));
    let how = "\n  使い方は mikomi --help、または mikomi コマンド --help で見られます。";
    Some(format!("引数の誤り：{what}。{allowed}{near}{how}"))
}

/// What a parser of values says is allowed; of a range its ends.
fn allowed(own: &str) -> String {
    match own.split_once(" is not in ") {
        Some((_, range)) => range.replace("..=", " – ").replace("..", " – "),
        None => own.to_owned(),
    }
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(one) => one.clone(),
        ContextValue::Strings(many) => many.join("、"),
        ContextValue::StyledStr(one) => one.to_string(),
        ContextValue::StyledStrs(many) => many.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
        ContextValue::Number(number) => number.to_string(),
        ContextValue::Bool(truth) => truth.to_string(),
        _ => String::new(),
    }
}
