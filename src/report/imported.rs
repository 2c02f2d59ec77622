//! What was understood of published tables: each figure with its cell, what was left out, what does not add up.

use super::tables::table as empty;
use crate::harmless::on_one_line;
use crate::import::{Change, Column, Kind, Role, Row, RowLevel, SumCheck, Table, Takes, What};
use crate::lang::{Lang, Text, text};
use crate::money::printed;
use crate::scenario::StreamKind;
use comfy_table::{CellAlignment, Table as Drawn};
use std::fmt::Write as _;
use std::path::Path;

/// What tables are imported into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Into {
    /// A new plan.
    NewPlan,
    /// A plan that is there, of which figures that are no actuals stay.
    Actuals,
    /// A plan that is there, of which other figures change as well.
    Everything,
}

/// What was understood of tables.
pub(crate) fn understood(tables: &[Table], into: Into, lang: Lang) -> String {
    let mut out = String::new();
    for (at, table) in tables.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        one(&mut out, table, into, lang);
    }
    out
}

fn one(out: &mut String, table: &Table, into: Into, lang: Lang) {
    let mut line = |words: Text| {
        let _ = writeln!(out, "{}", words.get(lang));
    };
    let (number, title, unit) = (table.number, on_one_line(&table.title), table.unit.text(lang).to_owned());
    let file = Path::new(&table.file)
        .file_name()
        .map_or_else(|| table.file.clone(), |name| name.to_string_lossy().into_owned());
    let place =
        if table.sheet.is_empty() { on_one_line(&file) } else { on_one_line(&format!("{file} {}", table.sheet)) };
    line(
        text!(ja: "表 {number}：{title}（{place}、単位：{unit}）", en: "Table {number}: {title} ({place}, unit: {unit})"),
    );
    if let Some(other) = table.other_unit {
        let [(ja, other_ja), (en, other_en)] =
            [Lang::Ja, Lang::En].map(|lang| (table.unit.text(lang), other.text(lang)));
        line(text!(
            ja: "表には単位が{other_ja}と書かれていますが、指定のとおり{ja}として読みます。",
            en: "The table states {other_en}; as was asked, its figures are read as {en}."
        ));
    }
    if let Some((other, own)) = table.other_year {
        let [(ja, other_ja), (en, other_en)] = [Lang::Ja, Lang::En].map(|lang| (own.label(lang), other.label(lang)));
        line(text!(
            ja: "表題には{other_ja}とありますが、指定のとおり{ja}の数値として読みます。",
            en: "The title names {other_en}; as was asked, its figures are read as those of {en}."
        ));
    }
    line(taken(table, into));
    if into == Into::NewPlan && table.has_both() {
        line(text!(
            ja: "実績と見込みが同じ表にあるので、見込みは実績を知ったうえでの額とし、そのまま数えます（open_years = \"as_stated\"）。",
            en: "The table has actuals and what is expected: what is expected was stated with the actuals known, and counts as it stands (open_years = \"as_stated\")."
        ));
    }
    let _ = writeln!(out, "\n{}", grid(table, lang));
    left_out(out, table, lang);
    footing(out, table, lang);
    let zeros = table.zeros();
    if into == Into::NewPlan && !zeros.is_empty() {
        let cells = listed(&zeros);
        let words = text!(ja: "空欄なので 0（その年度は効果なし）と読むセル：{cells}", en: "Blank cells read as 0 (no effect in that year): {cells}");
        let _ = writeln!(out, "{}", words.get(lang));
    }
    if !table.unused.is_empty() {
        let names = on_one_line(&lang.listed(&table.unused));
        let words =
            text!(ja: "対応表にあって、この表にないもの：{names}", en: "In the map, but not in this table: {names}");
        let _ = writeln!(out, "{}", words.get(lang));
    }
    for note in &table.notes {
        let note = on_one_line(note);
        let _ = writeln!(out, "{}", text!(ja: "表の注記：{note}", en: "Note of the table: {note}").get(lang));
    }
}

/// What figures are that do not say it.
fn taken(table: &Table, into: Into) -> Text {
    let has_initiatives = table.rows.iter().any(|row| row.level == RowLevel::Initiative);
    let has_flows =
        table.columns.iter().any(|column| column.flow.is_some()) || table.rows.iter().any(|row| row.flow.is_some());
    if into == Into::Actuals {
        return text!(
            ja: "実績だけを取り込みます。目標・計画の数値は、もとの計画と照らし合わせます（取り込むなら --as）。",
            en: "Actuals alone are imported; targets and planned figures are held against those of the plan (--as imports them)."
        );
    }
    match (table.takes, has_initiatives) {
        (Takes::Targets, _) => text!(
            ja: "実績とない数値は、基本方針の目標額として読みます（計画の金額なら --as amounts）。",
            en: "Figures that are no actuals are read as targets of the policies (--as amounts for planned amounts)."
        ),
        (Takes::Amounts, true) if has_flows => text!(
            ja: "取組の数値は計画の金額として読みます。目標額は、見出しに「目標」とある列だけから読みます。お金の流れの種類は、表にあるもの（歳出減・歳入増・経費）のほかは歳出減とします。",
            en: "Figures of initiatives are read as planned amounts; targets come from columns that say so. Where the table does not say whether a stream saves, earns or costs, it is a saving."
        ),
        (Takes::Amounts, true) => text!(
            ja: "取組の数値は計画の金額として読みます。目標額は、見出しに「目標」とある列だけから読みます。お金の流れの種類は表にないので、歳出減とします。",
            en: "Figures of initiatives are read as planned amounts; targets come from columns that say so. The table does not say whether a stream saves or earns: all are savings."
        ),
        (Takes::Amounts, false) => text!(
            ja: "目標・実績とない数値は、基本方針ごとにひとまとめの取組の金額として読みます（目標額なら --as targets）。",
            en: "Figures that are neither targets nor actuals are read as the amounts of one initiative a policy (--as targets for targets)."
        ),
    }
}

/// The rows and columns that are read, each number with its cell.
fn grid(table: &Table, lang: Lang) -> Drawn {
    let shown: Vec<usize> = (0..table.columns.len()).filter(|at| is_shown(table.columns[*at].role)).collect();
    let label = text!(ja: "行", en: "Row");
    let is = text!(ja: "読み方", en: "Read as");
    let heads = shown.iter().map(|at| head(&table.columns[*at], lang));
    let mut drawn = empty([label.get(lang).to_owned(), is.get(lang).to_owned()].into_iter().chain(heads).collect());
    let mut policy = None;
    for row in
        table.rows.iter().filter(|row| matches!(row.level, RowLevel::Policy | RowLevel::Initiative | RowLevel::Sum))
    {
        // A policy whose name stands beside its initiatives has no row of its own.
        if row.level == RowLevel::Policy {
            policy = Some(&row.printed);
        } else if let Some(own) = row.policy.as_ref().filter(|own| policy != Some(own)) {
            drawn.add_row([on_one_line(own), text!(ja: "基本方針", en: "policy").get(lang).to_owned()]);
            policy = Some(own);
        }
        let margin = if row.level == RowLevel::Initiative { "  " } else { "" };
        let cells = shown.iter().map(|at| match row.figure(*at) {
            Some(figure) => format!("{} {}", printed(figure.number, table.decimals), figure.cell),
            None => String::from("－"),
        });
        let name = format!("{margin}{}", on_one_line(&row.printed));
        drawn.add_row([name, level(row, lang)].into_iter().chain(cells).collect::<Vec<_>>());
    }
    for column in drawn.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    drawn
}

fn is_shown(role: Role) -> bool {
    matches!(role, Role::Year(..) | Role::Period(..) | Role::Sum(..))
}

/// The kind of money of figures.
fn flow(of: Option<StreamKind>) -> Text {
    match of {
        None => Text::default(),
        Some(StreamKind::Saving) => text!(ja: " 歳出減", en: " saving"),
        Some(StreamKind::Revenue) => text!(ja: " 歳入増", en: " revenue"),
        Some(StreamKind::Cost) => text!(ja: " 経費", en: " cost"),
    }
}

fn head(column: &Column, lang: Lang) -> String {
    let flow = flow(column.flow);

    let kind = |kind: Kind| match kind {
        Kind::Planned => Text::default(),
        Kind::Target => text!(ja: " 目標", en: " target"),
        Kind::Actual => text!(ja: " 実績", en: " actual"),
    };
    match column.role {
        Role::Year(year, of) => format!("{}{}{}", year.short(lang), kind(of).get(lang), flow.get(lang)),
        Role::Period(span, of) => format!("{}{}{}", span.short(lang), kind(of).get(lang), flow.get(lang)),
        Role::Sum(None, _) => text!(ja: "合計（照合）", en: "sum (checked)").get(lang).to_owned(),
        Role::Sum(Some(span), _) => {
            let [ja, en] = [Lang::Ja, Lang::En].map(|lang| span.short(lang));
            text!(ja: "{ja} 合計（照合）", en: "{en} sum (checked)").get(lang).to_owned()
        }
        _ => String::new(),
    }
}

fn level(row: &Row, lang: Lang) -> String {
    let words = match row.level {
        RowLevel::Policy => text!(ja: "基本方針", en: "policy"),
        RowLevel::Initiative => text!(ja: "取組", en: "initiative"),
        RowLevel::Sum => text!(ja: "合計（照合）", en: "sum (checked)"),
        RowLevel::OfWhich | RowLevel::LeftOut => Text::default(),
    };
    let kind = row.kind_words.as_ref().map(|words| format!(" {}", on_one_line(words)));
    // Where a column says it, its words are there.
    let flow = if kind.is_some() { Text::default() } else { flow(row.flow) };
    format!("{}{}{}", words.get(lang), flow.get(lang), kind.unwrap_or_default())
}

/// The rows and columns that are not imported.
fn left_out(out: &mut String, table: &Table, lang: Lang) {
    let rows = table.rows.iter().filter(|row| matches!(row.level, RowLevel::OfWhich | RowLevel::LeftOut)).map(|row| {
        let kind = row.kind_words.as_ref().map(|words| format!(" {words}"));
        format!("{}{}", row.printed, kind.unwrap_or_default())
    });
    let columns =
        table.columns.iter().filter(|column| column.role == Role::LeftOut).map(|column| column.heading.clone());
    let mut told = |names: Vec<String>, words: fn(&str) -> Text| {
        if !names.is_empty() {
            let _ = writeln!(out, "{}", words(&lang.listed(&names)).get(lang));
        }
    };
    let names = |of: &mut dyn Iterator<Item = String>| {
        let mut names: Vec<String> = Vec::new();
        for name in of.map(|name| on_one_line(&name)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    };
    told(names(&mut { columns }), |list| text!(ja: "読まない列：{list}", en: "Columns left out: {list}"));
    told(names(&mut { rows }), |list| text!(ja: "読まない行：{list}", en: "Rows left out: {list}"));
}

/// The first of many cells, and how many there are.
fn listed(cells: &[String]) -> String {
    const SHOWN: usize = 10;
    let shown = cells.iter().take(SHOWN).map(|cell| on_one_line(cell)).collect::<Vec<_>>().join(" ");
    if cells.len() > SHOWN { format!("{shown} … ({})", cells.len()) } else { shown }
}

/// Sums that do not add up, and how many do.
fn footing(out: &mut String, table: &Table, lang: Lang) {
    let count = |verdict: SumCheck| table.footings.iter().filter(|footing| footing.verdict == verdict).count();
    let (exact, rounding, off) = (count(SumCheck::Exact), count(SumCheck::Rounding), count(SumCheck::Off));
    if table.footings.is_empty() {
        let _ =
            writeln!(out, "{}", text!(ja: "合計の行・列はありません。", en: "There are no sums to check.").get(lang));
        return;
    }
    let words = text!(
        ja: "合計の照合：一致 {exact}、端数の範囲の差 {rounding}、不一致 {off}",
        en: "Sums: {exact} add up, {rounding} but for rounding, {off} do not"
    );
    let _ = writeln!(out, "{}", words.get(lang));
    for footing in table.footings.iter().filter(|footing| footing.verdict != SumCheck::Exact) {
        let [stated, sum, off] =
            [footing.printed, footing.sum, footing.printed - footing.sum].map(|number| printed(number, table.decimals));
        let (cell, row, column) = (&footing.cell, on_one_line(&footing.row), on_one_line(&footing.column));
        let mark = if footing.verdict == SumCheck::Off { "×" } else { "・" };
        let words = text!(
            ja: "  {mark} {cell} {row}／{column}：表では {stated}、内訳の和は {sum}（差 {off}）",
            en: "  {mark} {cell} {row} / {column}: printed {stated}, the parts add up to {sum} (off by {off})"
        );
        let _ = writeln!(out, "{}", words.get(lang));
    }
    if off > 0 {
        let words = text!(
            ja: "  合わない合計は、小計・うち数の行の読み方（対応表の [table.rows]）か、符号（--sign、行ごとには \"as_change\"）を確かめてください。表の誤りなら、内訳のまま取り込みます。",
            en: "  Where a sum does not add up, see to how sums and parts are read ([table.rows] of a map) and to the sign (--sign, or \"as_change\" of a row). If the table is wrong, the parts are imported as they are."
        );
        let _ = writeln!(out, "{}", words.get(lang));
    }
}

/// What tables change in a plan that is there.
pub(crate) fn changes(changes: &[Change], decimals: u8, lang: Lang) -> String {
    let mut out = String::new();
    for change in changes {
        let what = match change.what {
            What::Target => text!(ja: "目標", en: "target"),
            What::Amount => text!(ja: "金額", en: "amount"),
            What::Actual => text!(ja: "実績", en: "actual"),
        };
        let year = |lang| change.year.map_or_else(String::new, |year| year.short(lang));
        let (name, now) = (on_one_line(&change.name), printed(change.printed, decimals));
        let before = change.before.map_or_else(|| "－".to_owned(), |before| printed(before, decimals));
        let Text { ja, en } =
            Text { ja: format!("{}の{}", year(Lang::Ja), what.ja), en: format!("{} of {}", what.en, year(Lang::En)) };
        let words = if change.is_taken {
            text!(ja: "  {name}：{ja}を {before} から {now} に改めます", en: "  {name}: {en} changes from {before} to {now}")
        } else {
            text!(ja: "  {name}：{ja}は表では {now}、計画では {before}（取り込みません。取り込むなら --as を付けてください）", en: "  {name}: {en} is {now} in the table and {before} in the plan (not imported; --as imports it)")
        };
        let _ = writeln!(out, "{}", words.get(lang));
    }
    out
}
