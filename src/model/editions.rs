//! The editions of the rolled financial plan: the rule written out, single editions laid over it.

use super::ids::{Kind, resolve_key};
use super::reader::Reader;
use super::{Edition, TOTAL};
use crate::fiscal::{FiscalYear, Span};
use crate::lang::text;
use crate::scenario::{self, BeyondPlan, Path, Scenario, Year};

/// The most editions of a scenario.
const MOST: i32 = 40;
/// The farthest as-of year from the base, as in the schema.
const FARTHEST: i32 = 5;
/// The longest window, as in the schema.
const LONGEST: u32 = 30;

/// An edition before the policies are known.
pub(super) struct Rolled {
    pub(super) base: FiscalYear,
    pub(super) window: Span,
    as_of: FiscalYear,
    pub(super) beyond: BeyondPlan,
    name: Option<String>,
    /// Its position among single editions; nothing if the rule makes it.
    single: Option<usize>,
}

impl Rolled {
    /// Where its base year is stated: of the rule's editions the early ones hang on `first_base`, the late ones on `last_base`.
    pub(super) fn stated_at(&self, early: bool) -> Path {
        match self.single {
            Some(i) => Path::default().key("edition").index(i).key("base"),
            None => Path::default().key("editions").key(if early { "first_base" } else { "last_base" }),
        }
    }
}

/// The editions, by base year.
pub(super) fn read(scenario: &Scenario, reader: &mut Reader) -> Vec<Rolled> {
    let mut rolled = scenario.editions.as_ref().map_or_else(Vec::new, |rule| by_rule(rule, reader));
    let mut seen: Vec<FiscalYear> = Vec::new();
    for (i, typed) in scenario.edition.iter().enumerate() {
        let path = Path::default().key("edition").index(i);
        let Some(base) = reader.year(&typed.base, &path.key("base")) else { continue };
        if seen.contains(&base) {
            twice(base, &path.key("base"), reader);
            continue;
        }
        seen.push(base);
        rolled.retain(|r| r.base != base);
        rolled.extend(single(scenario, i, base, reader));
    }
    rolled.sort_by_key(|r| r.base);
    few(&rolled, reader);
    if scenario.plan.first.is_none() && scenario.plan.last.is_none() {
        without_period(scenario, &mut rolled, reader);
    }
    rolled
}

fn twice(base: FiscalYear, path: &Path, reader: &mut Reader) {
    let (ja, en) = (base.text().ja, base.text().en);
    let message = text!(ja: "基準年度{ja}の版が二つあります", en: "two editions with the base year {en}");
    let hint = text!(ja: "一つにまとめるか、基準年度を直してください", en: "join them, or correct a base year");
    let allowed = text!(ja: "ほかの版にない基準年度", en: "a base year that no other edition has");
    reader.refuse(path, message, allowed, hint);
}

fn few(rolled: &[Rolled], reader: &mut Reader) {
    let n = rolled.len();
    let Some(last) = rolled.iter().filter_map(|r| r.single).max().filter(|_| n > MOST as usize) else { return };
    let message = text!(ja: "版が{n}もあり、多すぎます", en: "{n} editions are too many");
    let allowed = text!(ja: "規則によるものと合わせて {MOST} まで", en: "at most {MOST}, those of the rule included");
    let hint = text!(ja: "版を減らしてください", en: "use fewer editions");
    reader.refuse(&Path::default().key("edition").index(last).key("base"), message, allowed, hint);
}

fn by_rule(rule: &scenario::Editions, reader: &mut Reader) -> Vec<Rolled> {
    let path = Path::default().key("editions");
    let first = reader.year(&rule.first_base, &path.key("first_base"));
    let last = reader.year(&rule.last_base, &path.key("last_base"));
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    if last < first || last.since(first) >= MOST {
        let message = if last < first {
            text!(ja: "最後の基準年度が最初の基準年度より前です", en: "the last base year lies before the first")
        } else {
            text!(ja: "版が多すぎます", en: "too many editions")
        };
        let (low, high) = (first.text(), first.plus(MOST - 1).text());
        let (low_ja, high_ja, low_en, high_en) = (low.ja, high.ja, low.en, high.en);
        let allowed = text!(ja: "{low_ja}～{high_ja}", en: "{low_en} to {high_en}");
        let hint = text!(ja: "first_base と last_base を確かめてください", en: "check first_base and last_base");
        reader.refuse(&path.key("last_base"), message, allowed, hint);
        return Vec::new();
    }
    let roll = |base: FiscalYear| Rolled {
        base,
        window: window(base, rule.horizon),
        as_of: base.plus(lag(Some(rule))),
        beyond: rule.beyond_plan.unwrap_or(BeyondPlan::Hold),
        name: None,
        single: None,
    };
    Span { first, last }.years().map(roll).collect()
}

fn window(base: FiscalYear, horizon: u32) -> Span {
    Span { first: base.plus(1), last: base.plus(horizon.clamp(1, LONGEST) as i32) }
}

/// Years from a base to the as-of year where none is stated.
fn lag(rule: Option<&scenario::Editions>) -> i32 {
    rule.and_then(|r| r.closing_lag).unwrap_or(1).clamp(1, FARTHEST as u32) as i32
}

/// A single edition; what it leaves out is taken from the rule.
fn single(scenario: &Scenario, i: usize, base: FiscalYear, reader: &mut Reader) -> Option<Rolled> {
    let path = Path::default().key("edition").index(i);
    let (typed, rule) = (&scenario.edition[i], scenario.editions.as_ref());
    let horizon = typed.horizon.or_else(|| rule.map(|r| r.horizon));
    if horizon.is_none() {
        let message = text!(ja: "版の年数（horizon）がありません", en: "the edition has no horizon");
        let hint = text!(ja: "horizon = 5 のように書くか、[editions] の規則を書いてください", en: "write for example horizon = 5, or add a rule in [editions]");
        reader.missing(&path, &["horizon"], message, hint);
    }
    let stated = typed.as_of.as_ref().and_then(|year| as_of(year, base, &path.key("as_of"), reader));
    let beyond = typed.beyond_plan.or_else(|| rule.and_then(|r| r.beyond_plan));
    Some(Rolled {
        base,
        window: window(base, horizon?),
        as_of: stated.unwrap_or(base.plus(lag(rule))),
        beyond: beyond.unwrap_or(BeyondPlan::Hold),
        name: typed.name.clone(),
        single: Some(i),
    })
}

fn as_of(year: &Year, base: FiscalYear, path: &Path, reader: &mut Reader) -> Option<FiscalYear> {
    let year = reader.year(year, path)?;
    if (1..=FARTHEST).contains(&year.since(base)) {
        return Some(year);
    }
    let message =
        text!(ja: "版の時点が基準年度と合いません", en: "the edition's as-of year does not fit its base year");
    let (low, high) = (base.plus(1).text(), base.plus(FARTHEST).text());
    let (low_ja, high_ja, low_en, high_en) = (low.ja, high.ja, low.en, high.en);
    let allowed = text!(ja: "{low_ja}～{high_ja}", en: "{low_en} to {high_en}");
    let hint = text!(ja: "版を作る年度を書いてください", en: "state the year in which the edition is made");
    reader.refuse(path, message, allowed, hint);
    None
}

/// Without a plan period nothing lies beyond it: streams are counted as they state it.
fn without_period(scenario: &Scenario, rolled: &mut [Rolled], reader: &mut Reader) {
    let top = Path::default();
    let of_rule = scenario.editions.as_ref().filter(|r| r.beyond_plan.is_some()).map(|_| top.key("editions"));
    let singles = scenario.edition.iter().enumerate().filter(|(_, e)| e.beyond_plan.is_some());
    for path in of_rule.into_iter().chain(singles.map(|(i, _)| top.key("edition").index(i))) {
        let message = text!(ja: "計画期間がないのに beyond_plan が書かれています", en: "beyond_plan is given though there is no plan period");
        let hint = text!(
            ja: "この行を消すか（計画期間がなければ、お金の流れに書かれたとおりに数えます）、plan に first と last を書いてください",
            en: "take this line out (without a plan period the streams are counted as they are stated), or state first and last in plan"
        );
        reader.useless(&path.key("beyond_plan"), message, hint);
    }
    rolled.iter_mut().for_each(|r| r.beyond = BeyondPlan::Explicit);
}

/// The editions with what was booked, once the policies are known.
pub(super) fn finish(scenario: &Scenario, rolled: Vec<Rolled>, reader: &mut Reader) -> Vec<Edition> {
    rolled.into_iter().map(|r| with_booked(scenario, r, reader)).collect()
}

fn with_booked(scenario: &Scenario, rolled: Rolled, reader: &mut Reader) -> Edition {
    let known: Vec<&str> = scenario.policy.iter().map(|p| p.id.as_str()).chain([TOTAL]).collect();
    let policies = scenario.policy.len();
    let mut booked = vec![None; known.len()];
    let typed = rolled.single.and_then(|i| scenario.edition[i].booked.as_ref().map(|b| (i, b)));
    for (i, (id, amount)) in typed.into_iter().flat_map(|(i, b)| b.iter().map(move |entry| (i, entry))) {
        let path = Path::default().key("edition").index(i).key("booked");
        if let Some(position) = resolve_key(Kind::Policy, id, &known, &path, reader) {
            booked[position] = Some(amount.value());
        }
    }
    let total = booked.pop().flatten();
    let sum: Option<f64> = booked.iter().copied().sum();
    Edition {
        base: rolled.base,
        window: rolled.window,
        as_of: rolled.as_of,
        beyond: rolled.beyond,
        name: rolled.name,
        booked_total: total.or(sum.filter(|_| policies > 0)),
        booked,
    }
}
