//! A chart as pixels, with the fonts of this machine.

use super::Failure;
use crate::harmless::Harmless;
use crate::lang::text;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Group, Node, Options, Tree};

/// A picture of this width, and as high as the chart is in proportion.
///
/// # Errors
/// No font of this machine has the characters of the chart, or the picture cannot be made.
pub(super) fn png(svg: &[u8], width: u32) -> Result<Harmless, Failure> {
    let mut options = Options::default();
    options.fontdb_mut().load_system_fonts();
    let tree = Tree::from_data(svg, &options).map_err(|error| cannot(&error.to_string()))?;
    if !is_readable(tree.root()) {
        return Err(no_font());
    }
    let scale = width as f32 / tree.size().width();
    let height = (tree.size().height() * scale).ceil() as u32;
    let mut pixels = Pixmap::new(width, height).ok_or_else(|| cannot("size"))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    Harmless::picture(&pixels).map_err(|error| cannot(&error))
}

/// Whether every character of its words was found in a font.
fn is_readable(group: &Group) -> bool {
    group.children().iter().all(|node| match node {
        Node::Group(group) => is_readable(group),
        Node::Text(text) => {
            let is_shown = |c: char| !c.is_whitespace() && !c.is_control();
            let words = text.chunks().iter().any(|chunk| chunk.text().chars().any(is_shown));
            let glyphs = || text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
            (!words || glyphs().next().is_some())
                && glyphs().all(|glyph| glyph.id.0 != 0 || !glyph.text.chars().any(is_shown))
        }
        Node::Path(_) | Node::Image(_) => true,
    })
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
