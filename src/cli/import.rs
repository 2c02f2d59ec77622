//! `mikomi import`: published tables → what was understood of them → a scenario.

use super::args::{BasisArg, ImportArgs};
use super::template::{is_new, write_scenario};
use super::{Failure, input, output};
use crate::harmless::{Harmless, on_one_line};
use crate::import::{Asked, Choice, Imported, MapFile, TableMap, understand};
use crate::lang::{Lang, text};
use crate::report::{ImportedInto, imported_changes, understood};
use crate::scenario::{Basis, Document};

pub(super) fn import(args: &ImportArgs, lang: Lang) -> Result<(), Failure> {
    for out in [&args.out, &args.write_map].into_iter().flatten() {
        is_new(out, args.force)?;
    }
    let map = args.map.as_deref().map(|name| MapFile::read(name, &input::from_disk)).transpose();
    let map = map.map_err(refused)?.unwrap_or_default();
    let base = args.onto.as_deref().map(|name| input::checked(Some(name))).transpose()?.map(|checked| checked.document);
    let choice = choice(args, map);
    let replaces = args.takes.is_some() || args.table.iter().any(|(_, takes)| takes.is_some());
    let into = match base {
        None => ImportedInto::NewPlan,
        Some(_) if replaces => ImportedInto::Everything,
        Some(_) => ImportedInto::Actuals,
    };
    let read = understand(&args.files, &input::from_disk, &choice, base.as_ref()).map_err(refused)?;
    output::print(&understood(&read.tables, into, lang))?;
    if let Some(file) = &args.write_map {
        let made = read.map(basis(args, &choice)).to_toml();
        let toml =
            made.map_err(|e| Failure::Other(text!(ja: "TOMLに書けません（{e}）。", en: "cannot write TOML ({e}).")))?;
        output::write(&Harmless::words(&toml), Some(file))?;
    }
    if base.is_none() && basis(args, &choice).is_none() && args.out.is_none() {
        let words = text!(
            ja: "書き込むには、効果額の算定方法（--basis）と書込先（--out plan.xlsx）を付けてください。",
            en: "To write a plan of it, add how effects are counted (--basis) and a file (--out plan.xlsx)."
        );
        return output::print(&format!("\n{}\n", words.get(lang)));
    }
    let decimals = read.tables.iter().map(|table| table.decimals).max().unwrap_or(0);
    let asked = Asked { basis: basis(args, &choice), base: base.as_ref(), replaces };
    let imported = read.scenario(asked).map_err(refused)?;
    told(&imported, base.as_ref(), decimals, lang)?;
    let Some(out) = &args.out else { return Ok(()) };
    // Tables hold nothing that is not understood or told: only the plan that is gone on with is a workbook of its own.
    write_scenario(&imported.document, base.as_ref(), out, lang)
}

fn refused(problems: crate::scenario::Problems) -> Failure {
    Failure::Input(vec![problems])
}

fn choice(args: &ImportArgs, map: MapFile) -> Choice {
    let every = TableMap {
        takes: args.takes,
        is_use_typed: args.takes.is_some(),
        unit: args.unit.clone(),
        sign: args.sign,
        brackets: args.brackets,
        dash: args.dash,
        policy: args.policy.clone(),
        ..TableMap::default()
    };
    Choice { tables: args.table.clone(), year: args.year, every, map }
}

fn basis(args: &ImportArgs, choice: &Choice) -> Option<Basis> {
    let typed = args.basis.map(|basis| match basis {
        BasisArg::Recurring => Basis::Recurring,
        BasisArg::NewInYear => Basis::NewInYear,
        BasisArg::YearOnYear => Basis::YearOnYear,
    });
    typed.or(choice.map.basis)
}

/// Tells what the tables change, and for which initiatives they print nothing.
fn told(imported: &Imported, base: Option<&Document>, decimals: u8, lang: Lang) -> Result<(), Failure> {
    let mut out = String::new();
    if !imported.without.is_empty() {
        let names: Vec<String> = imported.without.iter().map(|name| on_one_line(name)).collect();
        let names = lang.listed(&names);
        let words = text!(ja: "効果額の記載がない取組：{names}", en: "Initiatives without any figure: {names}");
        out.push_str(words.get(lang));
        out.push('\n');
    }
    if base.is_some() {
        let added = imported.added;
        let [ja, en] =
            [Lang::Ja, Lang::En].map(|lang| imported.as_of.map_or_else(|| "－".to_owned(), |year| year.label(lang)));
        let words = text!(
            ja: "加わる実績：{added} 件。見込みの初年度は {ja} です。",
            en: "{added} actuals are added; what is expected begins in {en}."
        );
        out.push_str(words.get(lang));
        out.push('\n');
        let listed = imported_changes(&imported.changes, decimals, lang);
        let words = if listed.is_empty() {
            text!(ja: "もとの計画にある数値で、改めるものはありません。", en: "No figure of the plan changes.")
        } else {
            text!(ja: "もとの計画にある数値との違い：", en: "Where the tables differ from the plan:")
        };
        out.push_str(words.get(lang));
        out.push('\n');
        out.push_str(&listed);
    }
    if out.is_empty() { Ok(()) } else { output::print(&format!("\n{out}")) }
}
