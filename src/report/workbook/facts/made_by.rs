//! What made the results: keys and values.

use super::super::data::{Cell, Table, choice};
use super::sheet_name;
use crate::lang::{Lang, text};
use crate::outcome::Outcome;

pub(in crate::report::workbook) fn made_by<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>, lang: Lang) -> Table {
    let name = sheet_name(text!(ja: "作成条件", en: "provenance"), lang);
    let mut table = Table::new(&name, &[&["scenario_number", "key", "value"]]);
    for (number, outcome) in outcomes.into_iter().enumerate() {
        for (key, value) in facts(outcome) {
            table.rows.push(vec![(number + 1).into(), key.into(), value]);
        }
    }
    table
}

fn facts(outcome: &Outcome) -> Vec<(&'static str, Cell)> {
    let (p, h) = (&outcome.provenance, &outcome.header);
    let mut facts = vec![
        ("title", h.title.as_str().into()),
        ("unit", h.unit.name(Lang::Ja).into()),
        ("first_fy", h.plan.first.into()),
        ("last_fy", h.plan.last.into()),
        ("first_era", h.plan.first.era().into()),
        ("last_era", h.plan.last.era().into()),
        ("fixed_period", yes(h.fixed_period)),
        ("plan_basis", choice(&p.basis)),
        ("as_of_fy", p.as_of.into()),
        ("version", p.version.as_str().into()),
        ("digest", p.digest.as_str().into()),
        ("seed", p.seed.into()),
        ("trials_requested", p.trials_requested.into()),
        ("trials", p.trials.into()),
        ("simulated", yes(p.simulated)),
        ("interrupted", yes(p.interrupted)),
        ("deterministic", yes(p.deterministic)),
        ("sampling", choice(&p.sampling)),
        ("confidence", p.confidence.into()),
    ];
    facts.extend(h.not_modelled.iter().map(|item| ("not_modelled", item.as_str().into())));
    facts.extend(h.spread.iter().map(|key| ("spread", key.as_str().into())));
    facts.extend(outcome.classes.iter().map(|used| ("reference_class", used.class.id.as_str().into())));
    for finding in &outcome.findings {
        let key = if finding.is_open() { "to_check" } else { "accepted" };
        // Data hold no sentences: what it says is in the printed notes and in the JSON.
        let (id, item) = (finding.id.id(), &finding.item);
        facts.push((key, if item.is_empty() { id.into() } else { format!("{id} {item}").into() }));
    }
    facts
}

fn yes(holds: bool) -> Cell {
    Cell::Text(holds.to_string())
}
