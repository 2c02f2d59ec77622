//! The odds of every policy in every year as a labelled map, and the main table.

use super::OutcomePart;
use crate::fiscal::FiscalYear;
use crate::lang::{Text, text};
use crate::outcome::{Entry, Held, TOTAL};
use crate::report::numbers::probability;
use crate::report::page::chart::{About, Heat, HeatCell, HeatRow, WHOLE, shortened};
use crate::report::page::tables::drawn;
use crate::stats::Proportion;
use maud::{Markup, html};

/// The most columns and rows of one map.
const COLUMNS: usize = 9;
const ROWS: usize = 14;
/// The most policies that the note names.
const NAMED: usize = 8;

/// The entry of a policy.
type EntryOfPolicy<'a> = Box<dyn Fn(&str) -> Option<&'a Entry> + 'a>;

/// A column of a map: its name, and the entry of a policy in it.
pub(super) struct MapColumn<'a> {
    pub(super) name: String,
    /// Its name in a sentence.
    pub(super) said: String,
    pub(super) entry: EntryOfPolicy<'a>,
}

impl<'a> OutcomePart<'a> {
    pub(super) fn odds(&self) -> Markup {
        let title = text!(ja: "基本方針・年度別の達成確率", en: "Odds by policy and fiscal year");
        html! {
            @for note in self.odds_note() { p class="key" { (self.say(&note)) } }
            div class="panels wide-first" {
                (self.maps("map", &title, &self.by_year(), true, WHOLE))
                (self.amounts_missing())
            }
            (drawn(&self.report.by_policy(), self.lang()))
            p class="small" { (self.say(&self.means_add())) }
        }
    }

    /// The years and the period of the main table.
    fn by_year(&self) -> Vec<MapColumn<'a>> {
        let report = self.report;
        let header = &report.outcome.header;
        let year = |y: FiscalYear| MapColumn {
            name: report.year_head(y),
            said: format!("{} ({})", y.label(report.lang), report.year_state(y).get(report.lang)),
            entry: Box::new(move |policy| report.outcome.year_entry(policy, y)),
        };
        let whole = if header.fixed_period {
            text!(ja: "計画期間", en: "Plan period")
        } else {
            text!(ja: "現在の版", en: "Current edition")
        };
        let whole = whole.get(report.lang).to_owned();
        let main =
            MapColumn { name: whole.clone(), said: whole, entry: Box::new(move |policy| report.main_entry(policy)) };
        header.plan.years().map(year).chain([main]).collect()
    }

    /// Maps of the odds of a width, in as many parts as are needed.
    pub(super) fn maps(
        &self,
        id: &str,
        title: &Text,
        columns: &[MapColumn<'a>],
        last_is_whole: bool,
        width: f64,
    ) -> Markup {
        let policies: Vec<&str> = self.report.policies().collect();
        let parts = columns.chunks(even(columns.len(), COLUMNS)).enumerate();
        let parts: Vec<(usize, &[MapColumn<'a>], usize, &[&str])> = parts
            .flat_map(|(c, columns)| {
                let rows = policies.chunks(even(policies.len(), ROWS)).enumerate();
                rows.map(move |(r, rows)| (c, columns, r, rows)).collect::<Vec<_>>()
            })
            .collect();
        let several = parts.len();
        html! {
            @for (n, (c, columns, r, rows)) in parts.iter().enumerate() {
                @let map = Heat {
                    columns: columns.iter().map(|c| c.name.clone()).collect(),
                    last_is_whole: last_is_whole && n + 1 > several - policies.len().div_ceil(ROWS).max(1),
                    rows: rows.iter().map(|policy| self.map_row(policy, columns)).collect(),
                };
                @let title = if several > 1 { numbered(title, n + 1, several) } else { title.clone() };
                @let about = About { width, ..self.about(&format!("{id}{c}-{r}"), &title, &said_map(&map)) };
                (Self::panel(&about, self.level + 2, "", map.draw(&about)))
            }
        }
    }

    fn map_row(&self, policy: &str, columns: &[MapColumn<'a>]) -> HeatRow {
        let name = self.report.name(policy);
        let cell = |column: &MapColumn<'a>| {
            let e = (column.entry)(policy)?.held()?;
            let odds = probability(&e.p_met, self.lang());
            let [target, mean] = [e.target, e.mean].map(self.money().printer());
            let (of, unit) = (&column.said, self.unit());
            let values = text!(
                ja: "{name}　{of}：達成確率 {odds}、目標 {target}、平均 {mean}（{unit}）",
                en: "{name}, {of}: P(met) {odds}, target {target}, mean {mean} ({unit})"
            );
            Some(HeatCell { share: e.p_met.value, said: self.short_odds(&e), values: self.say(&values) })
        };
        HeatRow { cells: columns.iter().map(cell).collect(), is_total: policy == TOTAL, name }
    }

    /// Odds in a cell; of what is certain, whether the target is met.
    fn short_odds(&self, e: &Held) -> String {
        let certain = e.p_met.low == e.p_met.high;
        let said = match (certain, e.p_met.value) {
            (true, 1.0) => text!(ja: "達成", en: "met"),
            (true, 0.0) => text!(ja: "未達", en: "missed"),
            _ => return probability(&e.p_met, self.lang()),
        };
        self.say(&said)
    }

    fn odds_note(&self) -> Vec<Text> {
        let report = &self.report;
        let mut note = vec![text!(
            ja: "ます目の数字は、その年度（右端は期間全体）の効果額が目標額に届く確率です。実績などで決まっているものは「達成」「未達」と書いています。",
            en: "Each cell holds the probability that the effect of that year (at the right: of the whole period) reaches its target. What is settled, as by actuals, says “met” or “missed”."
        )];
        let unlikely = |id: &str| -> Option<(String, usize, usize)> {
            let years = report.outcome.header.plan.years();
            let odds = years.filter_map(|y| report.outcome.year_entry(id, y)?.p_met);
            let open: Vec<Proportion> = odds.filter(|p| p.low < p.high).collect();
            let low = open.iter().filter(|p| p.value < 0.5).count();
            (!open.is_empty()).then(|| (report.name(id), low, open.len()))
        };
        let all: Vec<(String, usize, usize)> = report.policies().filter_map(unlikely).collect();
        if !all.is_empty() {
            note.push(below_half(&all));
        }
        note
    }

    fn means_add(&self) -> Text {
        self.report.reading().into_iter().nth(1).unwrap_or_default()
    }
}

/// A map as words.
fn said_map(map: &Heat) -> String {
    let row = |row: &HeatRow| {
        let cells = row.cells.iter().zip(&map.columns);
        let cells =
            cells.filter_map(|(cell, column)| Some(format!("{} {}", column.replace('\n', ""), cell.as_ref()?.said)));
        format!("{}: {}", row.name, cells.collect::<Vec<_>>().join(", "))
    };
    map.rows.iter().map(row).collect::<Vec<_>>().join("; ")
}

/// How many of the years that are not settled have odds below one half, by policy.
fn below_half(all: &[(String, usize, usize)]) -> Text {
    let low: Vec<&(String, usize, usize)> = all.iter().filter(|(_, low, _)| *low > 0).collect();
    if low.is_empty() {
        return text!(
            ja: "まだ決まっていない年度で、達成確率が50%に満たないものはありません。",
            en: "No year that is not settled yet has odds below 50%."
        );
    }
    let named = low.iter().take(NAMED).map(|(name, low, open)| (shortened(name, 320.0, 16.0), low, open));
    let ja: Vec<String> = named.clone().map(|(name, low, open)| format!("{name} {open}か年のうち{low}か年")).collect();
    let en: Vec<String> = named.map(|(name, low, open)| format!("{name} {low} of {open}")).collect();
    let (ja, en, more) = (ja.join("、"), en.join("; "), low.len().saturating_sub(NAMED));
    let more = if more > 0 { text!(ja: "、ほか {more}", en: "; {more} more") } else { Text::default() };
    let (more_ja, more_en) = (more.ja, more.en);
    text!(
        ja: "まだ決まっていない年度のうち、達成確率が50%に満たないもの：{ja}{more_ja}。",
        en: "Years that are not settled yet and whose odds are below 50%: {en}{more_en}."
    )
}

/// How many go into each of as few parts as hold at most `most`, evenly.
fn even(count: usize, most: usize) -> usize {
    count.div_ceil(count.div_ceil(most).max(1)).max(1)
}

fn numbered(title: &Text, n: usize, of: usize) -> Text {
    let (ja, en) = (&title.ja, &title.en);
    text!(ja: "{ja}（{n}／{of}）", en: "{en} ({n} of {of})")
}

#[cfg(test)]
mod tests {
    use super::even;

    #[test]
    fn parts_are_even() {
        assert_eq!([even(7, 9), even(10, 9), even(61, 14), even(0, 9), even(9, 9)], [7, 5, 13, 1, 9]);
    }
}
