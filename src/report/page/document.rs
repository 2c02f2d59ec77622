//! The frame of every page: its head with the style, the patterns of its charts, its contents.

use crate::harmless::Harmless;
use crate::lang::{Lang, text};
use maud::{DOCTYPE, Markup, PreEscaped, html};

pub(super) const STYLE: &str = include_str!("style.css");

/// A place of the page that its contents lead to.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Its id.
    pub(super) id: String,
    /// Its title.
    pub(super) title: String,
}

/// A page: its title, what stands at its head, what leads to its places, its body.
pub(super) fn document(lang: Lang, title: &str, head: &Markup, places: &[Place], body: &Markup) -> Harmless {
    let code = if lang == Lang::Ja { "ja" } else { "en" };
    let skip = text!(ja: "本文へ進む", en: "Skip to the content");
    let contents = text!(ja: "目次", en: "Contents");
    Harmless::page(html! {
        (DOCTYPE)
        html lang=(code) {
            head {
                meta charset="utf-8";
                // Whatever a name should try: the page runs nothing and asks for nothing.
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a class="skip" href="#content" { (skip.get(lang)) }
                (patterns())
                div class="page" {
                    header { (head) }
                    @if !places.is_empty() {
                        nav aria-label=(contents.get(lang)) {
                            ul { @for place in places { li { a href={ "#" (place.id) } { (place.title) } } } }
                        }
                    }
                    main id="content" tabindex="-1" { (body) }
                }
            }
        }
    })
}

/// The patterns by which areas are told apart where colours are not printed.
fn patterns() -> Markup {
    html! {
        svg class="defs" aria-hidden="true" { (definitions()) }
    }
}

/// The patterns themselves.
pub(super) fn definitions() -> Markup {
    html! {
            defs {
                pattern id="rise" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect width="7" height="7" fill="#fff" {}
                    rect width="2.2" height="7" fill="#2f6096" {}
                }
                pattern id="fall" width="6" height="6" patternUnits="userSpaceOnUse" {
                    rect width="6" height="6" fill="#e3e6ea" {}
                    rect x="1" y="1" width="2.4" height="2.4" fill="#333" {}
                }
                pattern id="dots" width="7" height="7" patternUnits="userSpaceOnUse" {
                    rect width="7" height="7" fill="#f4f4f4" {}
                    circle cx="2" cy="2" r="1" fill="#666" {}
                }
            }
    }
}
