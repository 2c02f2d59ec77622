//! The look of the workbook: what is to be typed is white, what is given is grey.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

const FONT: &str = "游ゴシック";
const HEAD: Color = Color::RGB(0x00DD_E6F0);
const GIVEN: Color = Color::RGB(0x00F2_F2F2);
const GREY: Color = Color::RGB(0x0060_6060);

/// The formats of cells, and what the sheets say of amounts.
pub(super) struct Style {
    /// The unit of amounts.
    pub(super) unit: String,
    /// The title of the scenario.
    pub(super) title: String,
    pub(super) plain: Format,
    pub(super) lead: Format,
    pub(super) section: Format,
    pub(super) head: Format,
    pub(super) required: Format,
    pub(super) text: Format,
    pub(super) number: Format,
    pub(super) amount: Format,
    pub(super) given: Format,
    /// What is worked out, on sheets where it is grey only where anything stands.
    pub(super) given_plain: Format,
    pub(super) given_plain_amount: Format,
    pub(super) mark_plain: Format,
    pub(super) grey: Format,
    pub(super) date: Format,
}

impl Style {
    pub(super) fn new(unit: &str, decimals: usize, title: String) -> Self {
        let plain = Format::new().set_font_name(FONT).set_font_size(11).set_align(FormatAlign::Top);
        let boxed = plain.clone().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00BF_BFBF));
        let places = if decimals == 0 { String::new() } else { format!(".{}", "0".repeat(decimals)) };
        let amount = format!("#,##0{places};\"▲ \"#,##0{places};0{places}");
        let head =
            boxed.clone().set_bold().set_background_color(HEAD).set_text_wrap().set_align(FormatAlign::VerticalCenter);
        Self {
            unit: unit.to_owned(),
            title,
            lead: plain.clone().set_font_color(GREY),
            section: plain.clone().set_bold().set_font_size(14),
            required: head.clone().set_font_color(Color::RGB(0x00A0_2020)),
            text: boxed.clone().set_text_wrap(),
            number: boxed.clone(),
            amount: boxed.clone().set_num_format(amount.as_str()),
            given: boxed.clone().set_background_color(GIVEN).set_text_wrap(),
            given_plain: plain.clone().set_text_wrap(),
            given_plain_amount: plain.clone().set_num_format(amount.as_str()),
            mark_plain: plain.clone().set_bold().set_font_color(Color::RGB(0x00C0_0000)).set_align(FormatAlign::Center),
            grey: Format::new()
                .set_background_color(GIVEN)
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::RGB(0x00BF_BFBF)),
            head,
            date: plain.clone().set_num_format("yyyy-mm-dd"),
            plain,
        }
    }
}
