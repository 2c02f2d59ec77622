//! The editions of the rolled financial plan: the rule written out, single editions laid over it.

use super::ids::{Kind, resolve};
use super::reader::Reader;
use super::{Edition, TOTAL};
use crate::fiscal::{FiscalYear, Span};
use crate::lang::text;
use crate::scenario::{self, BeyondPlan, Path, Scenario};

/// The most editions of a scenario.
const MOST: i32 = 40;
/// The farthest as-of year from the base.
const LAG: i32 = 5;

/// An edition before the policies are known.
pub(super) struct Rolled {
    pub(super) base: FiscalYear,
    pub(super) window: Span,
    as_of: FiscalYear,
    pub(super) beyond: BeyondPlan,
    name: Option<String>,
    /// Where it is stated.
    pub(super) path: Path,
    /// Its position among single editions.
    single: Option<usize>,
}

/// The editions, by base year.
pub(super) fn read(scenario: &Scenario, reader: &mut Reader) -> Vec<Rolled> {
    let mut rolled = scenario.editions.as_ref().map_or_else(Vec::new, |rule| by_rule(rule, reader));
    let mut seen: Vec<FiscalYear> = Vec::new();
    for (i, typed) in scenario.edition.iter().enumerate() {
        let path = Path::default().key("edition").index(i);
        let Some(base) = reader.year(&typed.base, &path.key("base")) else { continue };
        if seen.contains(&base) {
            let (ja, en) = (base.text().ja, base.text().en);
            let message = text!(ja: "基準年度{ja}の版が二つあります", en: "two editions with the base year {en}");
            let hint = text!(ja: "一つにまとめるか、基準年度を直してください", en: "join them, or correct a base year");
            let allowed = text!(ja: "ほかの版にない基準年度", en: "a base year that no other edition has");
            reader.refuse(&path.key("base"), message, allowed, hint);
            continue;
        }
        seen.push(base);
        let below = rolled.iter().position(|r| r.base == base).map(|at| rolled.remove(at));
        rolled.extend(single(scenario, typed, i, base, below, reader));
    }
    rolled.sort_by_key(|r| r.base);
    if rolled.len() > MOST as usize {
        let message = text!(ja: "版が多すぎます", en: "too many editions");
        let hint = text!(ja: "版を減らしてください", en: "use fewer editions");
        reader.refuse(&Path::default().key("edition"), message, text!(ja: "{MOST} まで", en: "at most {MOST}"), hint);
    }
    if scenario.plan.first.is_none() && scenario.plan.last.is_none() {
        without_period(scenario, &mut rolled, reader);
    }
    rolled
}

fn by_rule(rule: &scenario::Editions, reader: &mut Reader) -> Vec<Rolled> {
    let path = Path::default().key("editions");
    let first = reader.year(&rule.first_base, &path.key("first_base"));
    let last = reader.year(&rule.last_base, &path.key("last_base"));
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    if last < first || last.since(first) >= MOST {
        let message = text!(ja: "最後の基準年度が使える範囲の外です", en: "the last base year is outside its range");
        let (low, high) = (first.text(), first.plus(MOST - 1).text());
        let (low_ja, high_ja, low_en, high_en) = (low.ja, high.ja, low.en, high.en);
        let allowed = text!(ja: "{low_ja}～{high_ja}", en: "{low_en} to {high_en}");
        let hint = text!(ja: "first_base と last_base を確かめてください", en: "check first_base and last_base");
        reader.refuse(&path.key("last_base"), message, allowed, hint);
        return Vec::new();
    }
    let lag = rule.closing_lag.unwrap_or(1) as i32;
    let roll = |base: FiscalYear| Rolled {
        base,
        window: window(base, rule.horizon),
        as_of: base.plus(lag),
        beyond: rule.beyond_plan.unwrap_or(BeyondPlan::Hold),
        name: None,
        path: path.key("first_base"),
        single: None,
    };
    Span { first, last }.years().map(roll).collect()
}

fn window(base: FiscalYear, horizon: u32) -> Span {
    Span { first: base.plus(1), last: base.plus(horizon.max(1) as i32) }
}

/// A single edition, with what it leaves out taken from the rule's edition of the same base or from the rule itself.
fn single(
    scenario: &Scenario,
    typed: &scenario::Edition,
    i: usize,
    base: FiscalYear,
    below: Option<Rolled>,
    reader: &mut Reader,
) -> Option<Rolled> {
    let path = Path::default().key("edition").index(i);
    let rule = scenario.editions.as_ref();
    let horizon = typed.horizon.or_else(|| rule.map(|r| r.horizon));
    if horizon.is_none() {
        let message = text!(ja: "版の年数（horizon）がありません", en: "the edition has no horizon");
        let hint = text!(ja: "horizon = 5 のように書くか、[editions] の規則を書いてください", en: "write for example horizon = 5, or add a rule in [editions]");
        reader.missing(&path, &["horizon"], message, hint);
    }
    let lag = rule.and_then(|r| r.closing_lag).unwrap_or(1) as i32;
    let as_of = match &typed.as_of {
        None => below.as_ref().map_or(base.plus(lag), |b| b.as_of),
        Some(year) => {
            let key = path.key("as_of");
            let year = reader.year(year, &key)?;
            if !(1..=LAG).contains(&year.since(base)) {
                let message = text!(ja: "版の時点が基準年度と合いません", en: "the edition's as-of year does not fit its base year");
                let (low, high) = (base.plus(1).text(), base.plus(LAG).text());
                let (low_ja, high_ja, low_en, high_en) = (low.ja, high.ja, low.en, high.en);
                let allowed = text!(ja: "{low_ja}～{high_ja}", en: "{low_en} to {high_en}");
                let hint = text!(ja: "版を作る年度を書いてください", en: "state the year in which the edition is made");
                reader.refuse(&key, message, allowed, hint);
            }
            year
        }
    };
    let beyond = typed.beyond_plan.or_else(|| rule.and_then(|r| r.beyond_plan)).unwrap_or(BeyondPlan::Hold);
    let at = path.key("base");
    Some(Rolled { base, window: window(base, horizon?), as_of, beyond, name: typed.name.clone(), path: at, single: Some(i) })
}

/// Without a plan period nothing lies beyond it: streams are counted as they state it.
fn without_period(scenario: &Scenario, rolled: &mut [Rolled], reader: &mut Reader) {
    let top = Path::default();
    let of_rule = scenario.editions.as_ref().filter(|r| r.beyond_plan.is_some()).map(|_| top.key("editions"));
    let singles = scenario.edition.iter().enumerate().filter(|(_, e)| e.beyond_plan.is_some());
    for path in of_rule.into_iter().chain(singles.map(|(i, _)| top.key("edition").index(i))) {
        let message = text!(ja: "計画期間がないのに beyond_plan が書かれています", en: "beyond_plan is given though there is no plan period");
        let hint = text!(ja: "この行を消すか、plan に first と last を書いてください", en: "take this line out, or state first and last in plan");
        reader.useless(&path.key("beyond_plan"), message, hint);
    }
    rolled.iter_mut().for_each(|r| r.beyond = BeyondPlan::Explicit);
}

/// The editions with what was booked, once the policies are known.
pub(super) fn finish(scenario: &Scenario, rolled: Vec<Rolled>, reader: &mut Reader) -> Vec<Edition> {
    let policies: Vec<&str> = scenario.policy.iter().map(|p| p.id.as_str()).collect();
    let finished = rolled.into_iter().map(|r| {
        let mut booked = vec![None; policies.len()];
        let mut total = None;
        let typed = r.single.and_then(|i| scenario.edition[i].booked.as_ref().map(|b| (i, b)));
        for (i, (id, amount)) in typed.into_iter().flat_map(|(i, b)| b.iter().map(move |entry| (i, entry))) {
            if id == TOTAL {
                total = Some(amount.value());
                continue;
            }
            let path = Path::default().key("edition").index(i).key("booked").key(id);
            if let Some(policy) = resolve(Kind::Policy, id, &policies, &path, reader) {
                booked[policy] = Some(amount.value());
            }
        }
        let sum: Option<f64> = booked.iter().copied().sum();
        Edition {
            base: r.base,
            window: r.window,
            as_of: r.as_of,
            beyond: r.beyond,
            name: r.name,
            booked_total: total.or(sum.filter(|_| !policies.is_empty())),
            booked,
        }
    });
    finished.collect()
}
