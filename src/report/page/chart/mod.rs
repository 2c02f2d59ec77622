//! Charts as SVG, from plain numbers and words.
//!
//! Each kind is a type with `draw(&About)`. The drawing itself is an image with a text alternative; over it lie the points
//! that can be reached by mouse or keyboard, whose values appear on the lines below the chart that are kept free for them.
//! Nothing is told by colour alone, and labels keep clear of each other by construction.

mod alone;
mod axis;
mod bars;
mod exceedance;
mod fan;
mod heat;
mod histogram;
mod label;
mod waterfall;

pub(super) use alone::{Alone, Kept};
pub(super) use bars::{Bar, Bars};
pub(super) use exceedance::{Curve, Exceedance, Mark};
pub(super) use fan::{Band, Fan, FanYear};
pub(super) use heat::{Heat, HeatCell, HeatRow};
pub(super) use histogram::{Bin, Histogram, bins, shares};
pub(super) use label::shortened;
pub(super) use waterfall::{StepKind, Waterfall, WaterfallStep};

use crate::lang::{Lang, text};
use label::width;
use maud::{Markup, html};

/// The width of a chart that stands alone, and of one of two beside each other; words are as large in both.
pub(super) const WHOLE: f64 = 760.0;
pub(super) const HALF: f64 = 560.0;
/// The size of words.
const SIZE: f64 = 13.0;
/// The size of words on axes.
const SMALL: f64 = 12.0;
/// From one line of words to the next.
const LINE: f64 = 17.0;
/// What a line kept free for values takes.
const READOUT: f64 = 20.0;

/// What a chart says about itself.
#[derive(Clone, Debug)]
pub(super) struct About {
    /// Its id, unique on the page.
    pub(super) id: String,
    /// Its title.
    pub(super) title: String,
    /// What it shows, for those who do not see it: the numbers that matter.
    pub(super) description: String,
    /// The unit of its amounts, as printed.
    pub(super) unit: String,
    /// The language of its words.
    pub(super) lang: Lang,
    /// Its width: [`WHOLE`] or [`HALF`].
    pub(super) width: f64,
    /// Who wants it by itself as well; nothing where nobody does.
    pub(super) kept: Option<Kept>,
}

/// What can be reached by mouse or keyboard: where, its marks, and the values that it shows.
struct Point {
    hit: Markup,
    marks: Markup,
    values: Vec<String>,
}

/// A chart of a height, with the points over it.
fn chart(about: &About, height: f64, drawing: Markup, points: &[Point]) -> Markup {
    if let Some(kept) = &about.kept {
        // Whoever wants it listens until the page is drawn.
        let _ = kept.send(Alone::of(about, height, &drawing, points));
    }
    let lines = points.iter().map(|p| p.values.len()).max().unwrap_or(0);
    let whole = height + READOUT * lines as f64 + 4.0;
    let (title, description) = (format!("{}-title", about.id), format!("{}-desc", about.id));
    let hint = text!(
        ja: "マウスを合わせるか、Tab キーで進むと、ここに値が出ます。",
        en: "Point at the chart, or move with the Tab key, to see its values here."
    );
    html! {
        svg class="chart" id=(about.id) preserveAspectRatio="xMinYMid" viewBox={ "0 0 " (place(about.width)) " " (place(whole)) } role="group" aria-labelledby=(title) {
            svg role="img" aria-labelledby={ (title) " " (description) } {
                title id=(title) { (about.title) }
                desc id=(description) { (about.description) }
                (drawing)
            }
            g class="points" {
                @for point in points {
                    g class="point" tabindex="0" role="img" aria-label=(point.values.join(" ")) {
                        (point.hit)
                        (point.marks)
                        @for (line, words) in point.values.iter().enumerate() {
                            (readout("value", (about.width, height), line, words))
                        }
                    }
                }
            }
            @if lines > 0 {
                (readout("hint", (about.width, height), 0, hint.get(about.lang)))
            }
        }
    }
}

fn readout(class: &str, (width, height): (f64, f64), line: usize, words: &str) -> Markup {
    let y = height + READOUT * (line as f64 + 0.75);
    html! { text class=(class) x="4" y=(place(y)) { (shortened(words, width - 8.0, SIZE)) } }
}

/// A number as a coordinate.
fn place(number: f64) -> String {
    let rounded = (number * 10.0).round() / 10.0;
    if rounded.is_finite() { (rounded + 0.0).to_string() } else { "0".to_owned() }
}

/// Places as the points of a line or an area.
fn path(places: impl IntoIterator<Item = (f64, f64)>) -> String {
    places.into_iter().map(|(x, y)| format!("{},{}", place(x), place(y))).collect::<Vec<_>>().join(" ")
}

fn line(class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> Markup {
    html! { line class=(class) x1=(place(x1)) y1=(place(y1)) x2=(place(x2)) y2=(place(y2)) {} }
}

/// An upright box between two corners, whichever way round.
fn area(class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> Markup {
    let (left, top) = (x1.min(x2), y1.min(y2));
    html! {
        rect class=(class) x=(place(left)) y=(place(top)) width=(place((x1 - x2).abs())) height=(place((y1 - y2).abs())) {}
    }
}

fn words(class: &str, (x, y): (f64, f64), words: &str) -> Markup {
    html! { text class=(class) x=(place(x)) y=(place(y)) { (words) } }
}

/// The mark of a target.
fn diamond(x: f64, y: f64) -> Markup {
    html! { path class="target-mark" d={ "M" (place(x)) " " (place(y - 6.0)) "l6 6l-6 6l-6 -6z" } {} }
}

/// Words beside a place, to its right or where there is no room to its left.
fn beside(class: &str, (x, y): (f64, f64), said: &str, right: f64) -> Markup {
    let (from, to) = extent(x, said, right);
    if from > x { words(class, (from, y), said) } else { words(&format!("{class} end"), (to, y), said) }
}

/// From where to where words beside a place reach.
fn extent(x: f64, said: &str, right: f64) -> (f64, f64) {
    let wide = width(said, SIZE);
    if x + 8.0 + wide <= right { (x + 8.0, x + 8.0 + wide) } else { (x - 8.0 - wide, x - 8.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_to_the_right_where_there_is_room() {
        // Three full-width characters in size 13 take 39.
        assert_eq!(extent(100.0, "目標額", 200.0), (108.0, 147.0));
        assert_eq!(extent(100.0, "目標額", 147.0), (108.0, 147.0));
        assert_eq!(extent(100.0, "目標額", 146.0), (53.0, 92.0));
    }

    #[test]
    fn coordinates_are_short_and_finite() {
        let shown = [1.0 / 3.0, -0.01, 12.0, f64::NAN, f64::INFINITY].map(place);
        assert_eq!(shown, ["0.3", "0", "12", "0", "0"]);
    }
}
