//! A chart as pixels, with the fonts of this machine.

use super::Failure;
use crate::harmless::Harmless;
use crate::lang::text;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{FontResolver, Options, Tree};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A picture of this width, and as high as the chart is in proportion.
///
/// # Errors
/// No font of this machine has the characters of the chart, or the picture cannot be made.
pub(super) fn png(svg: &[u8], width: u32) -> Result<Harmless, Failure> {
    let mut options = Options::default();
    options.fontdb_mut().load_system_fonts();
    let pixels = drawn(svg, width, options)?;
    Harmless::picture(&pixels).map_err(|error| cannot(&error))
}

fn drawn(svg: &[u8], width: u32, options: Options) -> Result<Pixmap, Failure> {
    let is_readable = Arc::new(AtomicBool::new(true));
    let options = Options { font_resolver: telling(&is_readable), ..options };
    let tree = Tree::from_data(svg, &options).map_err(|error| cannot(&error.to_string()))?;
    if !is_readable.load(Ordering::Relaxed) {
        return Err(no_font());
    }
    let scale = width as f32 / tree.size().width();
    let height = (tree.size().height() * scale).round() as u32;
    let mut pixels = Pixmap::new(width, height).ok_or_else(|| cannot("size"))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    Ok(pixels)
}

/// The usual choice of fonts, which tells where there is none for a character: that would be a box.
fn telling(is_readable: &Arc<AtomicBool>) -> FontResolver<'static> {
    let (usual, fallback) = (FontResolver::default_font_selector(), FontResolver::default_fallback_selector());
    let [no_font, no_character] = [is_readable.clone(), is_readable.clone()];
    FontResolver {
        select_font: Box::new(move |font, fonts| {
            let found = usual(font, fonts).or_else(|| fonts.faces().next().map(|face| face.id));
            no_font.fetch_and(found.is_some(), Ordering::Relaxed);
            found
        }),
        select_fallback: Box::new(move |character, tried, fonts| {
            let found = fallback(character, tried, fonts);
            let is_shown = !character.is_whitespace() && !character.is_control();
            no_character.fetch_and(found.is_some() || !is_shown, Ordering::Relaxed);
            found
        }),
    }
}

fn no_font() -> Failure {
    Failure::Other(text!(
        ja: "図の文字を表示できるフォントがこの機械にありません。Noto Sans CJK JP、BIZ UDゴシック、IPAexゴシックのいずれかを入れてください（Debian・Ubuntu では fonts-noto-cjk）。svg ならフォントがなくても書けます。",
        en: "no font of this machine has all characters of the chart. Install Noto Sans CJK JP, BIZ UDGothic or IPAexGothic (fonts-noto-cjk on Debian and Ubuntu). An svg needs no font here."
    ))
}

fn cannot(error: &str) -> Failure {
    Failure::Other(text!(ja: "図を作れません（{error}）。", en: "cannot make the picture ({error})."))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str =
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text y="15">SAID</text></svg>"#;

    fn with_fonts() -> Options<'static> {
        let mut options = Options::default();
        options.fontdb_mut().load_system_fonts();
        options
    }

    /// Words that no font has are no boxes, nor left out: they are an error that says what to install.
    #[test]
    fn words_without_a_font_are_an_error() {
        let svg = |said: &str| WORDS.replace("SAID", said);
        let told = |said: &str, options: Options| match drawn(svg(said).as_bytes(), 80, options) {
            Ok(pixels) => Ok((pixels.width(), pixels.height())),
            Err(Failure::Other(words)) => Err(words.ja),
            Err(_) => Err(String::new()),
        };
        let missing = told("目標", Options::default()).unwrap_err();
        assert!(
            missing.starts_with("図の文字を表示できるフォントがこの機械にありません。Noto Sans CJK JP、"),
            "{missing}"
        );
        // A character that is not assigned, with whatever fonts this machine has.
        assert_eq!(told("\u{8_fffd}", with_fonts()), Err(missing));
        assert_eq!(told(" ", Options::default()).map_err(|_| ()), Ok((80, 40)));
        let no_svg = drawn(b"<svg", 80, Options::default());
        assert!(matches!(no_svg, Err(Failure::Other(words)) if words.en.starts_with("cannot make the picture (")));
    }
}
