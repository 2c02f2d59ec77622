//! The sheet that adds up: what the amounts come to by basic policy and year, beside the targets, with a mark where they
//! differ. Formulas, locked, for every row in which a policy can stand; what they come to is worked out here as well, for
//! readers that do not calculate.

use super::sheet::Drawn;
use super::style::Style;
use crate::harmless::cells::{CellText, put};
use crate::lang::{Lang, Text, text};
use crate::scenario::form::{Filled, FilledSection, Rows};
use crate::sheets::Content;
use rust_xlsxwriter::utility::row_col_to_cell_absolute;
use rust_xlsxwriter::{ConditionalFormatFormula, Format, Formula, Worksheet, XlsxError};
use std::collections::HashMap;

/// The Japanese word for a stream of costs, and that of the file format.
const COSTS: [&str; 2] = ["経費", "cost"];
/// What amounts may differ by and still foot: less than the last of the three decimals that are shown at most.
const TOLERANCE: f64 = 0.0005;
/// The marks of what foots and what does not.
const MARKS: [&str; 2] = ["○", "×"];
/// The rows of a policy.
const BLOCK: u32 = 4;
/// The rows above the first policy.
const TOP: u32 = 2;

/// The sheet, before it is drawn.
pub(super) struct Balance {
    lang: Lang,
    years: Vec<Year>,
    policies: Vec<Policy>,
    /// The rows of policies: those that are filled in, and those to go on in.
    rows: Vec<PolicyRow>,
    initiatives: Ranges,
    streams: Ranges,
}

/// A year with its amounts and the column of its targets.
struct Year {
    head: String,
    amounts: String,
    targets: u16,
}

/// A row of the sheet of policies: its number, and the cells of its id and its name.
struct PolicyRow {
    row: u32,
    id: String,
    name: String,
    sheet: String,
}

/// A policy that is filled in: its name, and by year what is planned and aimed at.
struct Policy {
    name: String,
    planned: Vec<f64>,
    targets: Vec<f64>,
}

/// Columns by their path.
struct Ranges(Vec<(String, String)>);

impl Ranges {
    fn get(&self, key: &str) -> &str {
        self.0.iter().find(|(known, _)| known == key).map_or("A1:A1", |(_, range)| range.as_str())
    }
}

/// A section as it was filled in, and where it stands.
struct FilledPart<'a> {
    filled: &'a FilledSection,
    sheet: &'a str,
    rows: (u32, u32),
    ranges: Ranges,
}

fn part<'a>(filled: &'a Filled, drawn: &'a [Drawn], kind: &Rows) -> Option<FilledPart<'a>> {
    let layout = filled.sheets.iter().flat_map(|sheet| &sheet.sections).find(|section| section.kind == *kind)?;
    let (sheet, placed) =
        drawn.iter().find_map(|sheet| Some((sheet, sheet.sections.iter().find(|placed| placed.kind == *kind)?)))?;
    let (first, last) = placed.rows;
    let range = |at: usize| {
        let [from, to] = [first, last].map(|row| row_col_to_cell_absolute(row, at as u16));
        format!("'{}'!{from}:{to}", sheet.name)
    };
    let ranges = placed.paths.iter().enumerate().map(|(at, path)| (path.join("."), range(at))).collect();
    Some(FilledPart { filled: layout, sheet: &sheet.name, rows: placed.rows, ranges: Ranges(ranges) })
}

impl FilledPart<'_> {
    fn column(&self, path: &[&str]) -> Option<usize> {
        self.filled.columns.iter().position(|column| column.path == path)
    }

    fn at(&self, row: usize, path: &[&str]) -> Option<&Content> {
        self.filled.rows.get(row)?.get(self.column(path)?)?.as_ref()
    }

    fn words(&self, row: usize, path: &[&str]) -> Option<&str> {
        if let Content::Text(words) = self.at(row, path)? { Some(words) } else { None }
    }

    fn amount(&self, row: usize, path: &[&str]) -> f64 {
        if let Some(Content::Number(amount)) = self.at(row, path) { *amount } else { 0.0 }
    }

    /// The rows by what they are known by.
    fn called(&self) -> HashMap<&str, usize> {
        let names = |key: &'static str| {
            (0..self.filled.rows.len()).filter_map(move |row| Some((self.words(row, &[key])?, row)))
        };
        names("name").chain(names("id")).collect()
    }
}

impl Balance {
    /// Nothing where there are no years of which both amounts and targets have columns.
    pub(super) fn of(filled: &Filled, drawn: &[Drawn], lang: Lang) -> Option<Self> {
        let policies = part(filled, drawn, &Rows::Of("policy".to_owned()))?;
        let initiatives = part(filled, drawn, &Rows::Of("initiative".to_owned()))?;
        let streams = part(filled, drawn, &Rows::Streams)?;
        let of_year = |(path, amounts): &(String, String)| {
            let head = path.strip_prefix("amounts.")?.to_owned();
            let targets = policies.column(&["targets", &head])? as u16;
            Some(Year { head, amounts: amounts.clone(), targets })
        };
        let years: Vec<Year> = streams.ranges.0.iter().filter_map(of_year).collect();
        if years.is_empty() {
            return None;
        }
        let (id, name) = (policies.column(&["id"])? as u16, policies.column(&["name"])? as u16);
        let cell = |row: u32, column: u16| format!("'{}'!{}", policies.sheet, row_col_to_cell_absolute(row, column));
        let rows = (policies.rows.0..=policies.rows.1)
            .map(|row| PolicyRow { row, id: cell(row, id), name: cell(row, name), sheet: policies.sheet.to_owned() })
            .collect();
        let filled_in = filled_in(&policies, &initiatives, &streams, &years);
        Some(Self { lang, years, policies: filled_in, rows, initiatives: initiatives.ranges, streams: streams.ranges })
    }

    pub(super) fn draw(&self, style: &Style) -> Result<Worksheet, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(text!(ja: "確認", en: "Check").get(self.lang))?;
        let lead = text!(
            ja: "「金額」を基本方針ごとに足した額と目標です。経費は差し引いています。足した額は年度の欄に書いた額だけで、曲線・実績・複数の方針への配分は入りません（くわしくは mikomi check）。",
            en: "The amounts by basic policy beside the targets; costs are deducted. Only what stands in the columns of years is added up, without curves, actuals and shares among policies (mikomi check tells them)."
        );
        put(&mut sheet, (0, 0), &CellText::one_line(lead.get(self.lang)), Some(&style.lead))?;
        let heads = [text!(ja: "基本方針", en: "Policy"), text!(ja: "額", en: "Amount")];
        for (at, head) in
            (0..).zip(heads.iter().map(|head| head.get(self.lang)).chain(self.years.iter().map(|y| y.head.as_str())))
        {
            put(&mut sheet, (1, at), &CellText::one_line(head), Some(&style.head))?;
        }
        sheet.set_column_width(0, 34)?.set_column_width(1, 18)?.set_freeze_panes(2, 2)?;
        for at in 0..self.years.len() as u16 {
            sheet.set_column_width(at + 2, 13)?;
        }
        for (at, cells) in self.rows.iter().enumerate() {
            self.block(&mut sheet, TOP + BLOCK * at as u32, cells, self.policies.get(at), style)?;
        }
        sheet.protect();
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        Ok(sheet)
    }

    /// The rows of a policy; of a row in which none stands yet they are empty, until one does.
    fn block(
        &self,
        sheet: &mut Worksheet,
        top: u32,
        cells: &PolicyRow,
        policy: Option<&Policy>,
        style: &Style,
    ) -> Result<(), XlsxError> {
        let label = row_col_to_cell_absolute(top, 0);
        let name = format!("IF({n}<>\"\",{n},IF({i}<>\"\",{i},\"\"))", n = cells.name, i = cells.id);
        let named = policy.map_or(" ", |policy| policy.name.as_str());
        let pen = Pen { label: &label, is_there: policy.is_some() };
        write(sheet, (top, 0), &name, named.to_owned(), &style.given_plain)?;
        for (row, words) in (top..).zip(&names()) {
            let words = words.get(self.lang);
            write(sheet, (row, 1), &pen.if_there(&format!("\"{words}\"")), pen.or_nothing(words), &style.given_plain)?;
        }
        for (at, year) in self.years.iter().enumerate() {
            let column = at as u16 + 2;
            let (planned, target) = policy.map_or((0.0, 0.0), |policy| (policy.planned[at], policy.targets[at]));
            let cell = |row: u32| row_col_to_cell_absolute(row, column);
            let of_target = format!("N('{}'!{})", cells.sheet, row_col_to_cell_absolute(cells.row, year.targets));
            let differs = format!("{}-{}", cell(top), cell(top + 1));
            for (row, formula, result) in [
                (top, self.planned(cells, year), planned),
                (top + 1, of_target, target),
                (top + 2, differs, planned - target),
            ] {
                write(
                    sheet,
                    (row, column),
                    &pen.if_there(&formula),
                    pen.or_nothing(&result.to_string()),
                    &style.given_plain_amount,
                )?;
            }
            let [foots, does_not] = MARKS;
            let mark = format!("IF(ABS({})<{TOLERANCE},\"{foots}\",\"{does_not}\")", cell(top + 2));
            let shown = if (planned - target).abs() < TOLERANCE { foots } else { does_not };
            write(sheet, (top + 3, column), &pen.if_there(&mark), pen.or_nothing(shown), &style.mark_plain)?;
        }
        let grey = ConditionalFormatFormula::new().set_rule(format!("={label}<>\"\"").as_str()).set_format(&style.grey);
        sheet.add_conditional_format(top, 0, top + BLOCK - 1, self.years.len() as u16 + 1, &grey)?;
        Ok(())
    }

    /// Amounts of the streams whose initiative, known by its id or its name, is one of the policy's, known by its id or its
    /// name; costs deducted.
    fn planned(&self, policy: &PolicyRow, year: &Year) -> String {
        let [ids, names, policies] = ["id", "name", "policy"].map(|key| self.initiatives.get(key));
        let (of, kinds, amounts) = (self.streams.get("initiative"), self.streams.get("kind"), &year.amounts);
        let counts = |known: &str, cell: &str| {
            format!("({cell}<>\"\")*COUNTIFS({known},{},{policies},{})", exactly(of), exactly(cell))
        };
        let pairs = [(ids, &policy.id), (ids, &policy.name), (names, &policy.id), (names, &policy.name)];
        let is_one = pairs.map(|(known, cell)| counts(known, cell)).join("+");
        let [ja, en] = COSTS;
        let is_cost = format!("(({kinds}=\"{ja}\")+({kinds}=\"{en}\")>0)");
        format!("SUMPRODUCT((({is_one})>0)*(1-2*{is_cost}),{amounts})")
    }
}

/// What the rows of a policy are called.
fn names() -> [Text; BLOCK as usize] {
    [
        text!(ja: "金額の計", en: "Sum of amounts"),
        text!(ja: "目標", en: "Target"),
        text!(ja: "差", en: "Difference"),
        text!(ja: "一致", en: "Foots"),
    ]
}

/// A criterion that counts what is equal, letter by letter: * and ? of a name stand for themselves.
fn exactly(cell: &str) -> String {
    let escaped =
        ["~", "*", "?"].iter().fold(cell.to_owned(), |cell, sign| format!("SUBSTITUTE({cell},\"{sign}\",\"~{sign}\")"));
    format!("\"=\"&{escaped}")
}

/// What writes the cells of a block.
struct Pen<'a> {
    label: &'a str,
    is_there: bool,
}

impl Pen<'_> {
    fn if_there(&self, formula: &str) -> String {
        format!("IF({}=\"\",\"\",{formula})", self.label)
    }

    fn or_nothing(&self, result: &str) -> String {
        // The writer takes an empty result for 0.
        if self.is_there { result.to_owned() } else { " ".to_owned() }
    }
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    formula: &str,
    result: String,
    format: &Format,
) -> Result<(), XlsxError> {
    let formula = Formula::new(format!("={formula}")).set_result(result);
    sheet.write_formula_with_format(row, column, formula, format).map(drop)
}

/// What is planned and aimed at of each policy that is filled in.
fn filled_in(
    policies: &FilledPart<'_>,
    initiatives: &FilledPart<'_>,
    streams: &FilledPart<'_>,
    years: &[Year],
) -> Vec<Policy> {
    let named =
        |row: usize| policies.words(row, &["name"]).or_else(|| policies.words(row, &["id"])).unwrap_or_default();
    let aims = |row: usize| years.iter().map(|year| policies.amount(row, &["targets", &year.head])).collect();
    let empty =
        |row: usize| Policy { name: named(row).to_owned(), planned: vec![0.0; years.len()], targets: aims(row) };
    let mut all: Vec<Policy> = (0..policies.filled.rows.len()).map(empty).collect();
    let (of_policies, of_initiatives) = (policies.called(), initiatives.called());
    for row in 0..streams.filled.rows.len() {
        let initiative = streams.words(row, &["initiative"]).and_then(|name| of_initiatives.get(name));
        let policy = initiative.and_then(|at| of_policies.get(initiatives.words(*at, &["policy"])?));
        let Some(policy) = policy.and_then(|at| all.get_mut(*at)) else { continue };
        let is_cost = streams.words(row, &["kind"]).is_some_and(|kind| COSTS.contains(&kind));
        for (at, year) in years.iter().enumerate() {
            let amount = streams.amount(row, &["amounts", &year.head]);
            policy.planned[at] += if is_cost { -amount } else { amount };
        }
    }
    all
}
