//! The columns of names on sheets of initiatives: policy, strategy class, initiative, division in charge.

use super::face::{Face, Weight};
use super::sheet::Sheet;
use crate::lang::{Text, text};
use crate::report::ReportError;

/// The columns before those of the years.
pub(super) const NAMES: u16 = 4;

/// Their headings.
pub(super) fn heads() -> [Text; NAMES as usize] {
    [
        text!(ja: "基本方針", en: "Policy"),
        text!(ja: "戦略区分", en: "Strategy class"),
        text!(ja: "取組項目", en: "Initiative"),
        text!(ja: "主担当課", en: "Division in charge"),
    ]
}

/// Keeps the names narrow, which leaves room for the years.
pub(super) fn narrow(sheet: &mut Sheet) {
    for (column, widest) in (0..).zip([34, 34, 46, 18]) {
        sheet.narrow(column, widest);
    }
}

/// The names of a policy's rows: a policy and a strategy class stand for the rows below as well.
pub(super) struct Names<'a> {
    policy: Option<&'a str>,
    strategy: Option<String>,
}

impl<'a> Names<'a> {
    pub(super) fn of(policy: &'a str) -> Self {
        Self { policy: Some(policy), strategy: None }
    }

    /// Writes strategy class, initiative and division into the sheet's row.
    pub(super) fn write(&mut self, sheet: &mut Sheet, [strategy, name, owner]: [&str; 3]) -> Result<(), ReportError> {
        let at = sheet.row;
        match self.policy.take() {
            Some(name) => sheet.text((at, 0), name, Face::NameAbove, Weight::Part)?,
            None => sheet.text((at, 0), "", Face::NameBelow, Weight::Part)?,
        }
        let is_new = self.strategy.as_deref() != Some(strategy);
        self.strategy = Some(strategy.to_owned());
        let face = if is_new { Face::NameAbove } else { Face::NameBelow };
        sheet.text((at, 1), if is_new { strategy } else { "" }, face, Weight::Part)?;
        sheet.text((at, 2), name, Face::Name, Weight::Part)?;
        sheet.text((at, 3), owner, Face::Name, Weight::Part)?;
        Ok(())
    }
}

/// What stands for amounts that are recorded for a policy alone.
pub(super) fn unallocated() -> Text {
    text!(ja: "（取組項目に割り振られていない実績）", en: "(actuals not allocated to initiatives)")
}
