//! Pairs made up at random of every feature: what must be true of any comparison ([`super::sound`]) is true of each, and read
//! the other way round a comparison is its own reverse.

use super::{Compared, Scenario, compared};
use crate::simulated::{read, settings};
use mikomi::analysis::{Attributed, Component};
use mikomi::engine::{Named, RandomStream as Bits};
use mikomi::plan::Uncertainty;
use std::fmt::Write as _;

/// Pairs of each kind.
const PAIRS: u64 = 24;
const TRIALS: u64 = 2048;

/// Choices at random, the same ones for the same number.
struct Dice {
    bits: Bits,
    next: u64,
}

impl Dice {
    fn new(number: u64) -> Self {
        Self { bits: Bits::new(number, "pairs", Named::Draws), next: 0 }
    }

    fn below(&mut self, n: usize) -> usize {
        self.next += 1;
        (self.bits.bits(self.next) >> 11) as usize % n
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }

    /// Once in n times.
    fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// A scenario as lines: what a revision changes is drawn anew line by line.
#[derive(Clone)]
struct Made {
    basis: String,
    plan: String,
    editions: String,
    target: String,
    actuals: String,
    initiatives: Vec<Initiative>,
    correlation: String,
    overlap: Option<[usize; 2]>,
    share: String,
    growth: String,
}

#[derive(Clone)]
struct Initiative {
    id: String,
    policy: String,
    go_ahead: String,
    delay: String,
    requires: Vec<String>,
    lineage: String,
    streams: Vec<[String; 8]>,
}

fn amount(dice: &mut Dice) -> String {
    format!("{}.{}", 1 + dice.below(90), dice.below(100))
}

/// Each line that describes a stream, by position.
fn line(dice: &mut Dice, position: usize) -> String {
    let start = dice.one(&["R3", "R4", "R5", "R6", "R7"]).to_owned();
    let full = amount(dice);
    match position {
        0 => format!("kind = \"{}\"", dice.one(&["saving", "saving", "revenue", "cost"])),
        1 => match dice.below(4) {
            0 => format!("shape = {{ kind = \"one_off\", start = \"{start}\", full = {full} }}"),
            1 => format!("shape = {{ kind = \"linear\", start = \"{start}\", years = 3, full = {full} }}"),
            2 => format!("amounts = {{ R5 = {full}, R6 = 0, R7 = {full} }}"),
            _ => format!("shape = {{ kind = \"step\", start = \"{start}\", full = {full} }}"),
        },
        2 => dice
            .one(&[
                "",
                "realisation = 0.7",
                "realisation = { kind = \"normal\", mean = 0.8, sd = 0.2 }",
                "realisation = { kind = \"uniform\", low = 0.4, high = 1.1 }",
                "realisation = { class = \"cash_item\" }",
            ])
            .to_owned(),
        3 => dice.one(&["", "", "volatility = 0.2", "volatility = 0.1, persistence = 0.6"]).to_owned(),
        4 => dice.one(&["", "", "driver = \"w\""]).to_owned(),
        5 => dice.one(&["", "", "general_fund_share = 0.6"]).to_owned(),
        6 => dice.one(&["", "", "timing = \"fixed\"", "timing = \"delayed\""]).to_owned(),
        // What is recorded of R4 and R5, as far as these are closed.
        _ => {
            dice.one(&["", "", "", "R4 = 3.3", "R4 = 4.1, R5 = { value = 7, state = \"outturn\", sd = 2 }"]).to_owned()
        }
    }
}

fn stream(dice: &mut Dice) -> [String; 8] {
    std::array::from_fn(|position| line(dice, position))
}

fn go_ahead(dice: &mut Dice) -> String {
    dice.one(&["", "", "go_ahead = 0.8", "go_ahead = 0.5"]).to_owned()
}

fn delay(dice: &mut Dice) -> String {
    dice.one(&[
        "",
        "",
        "delay = 0.5",
        "delay = { class = \"start_delay\" }",
        "delay = { kind = \"uniform\", low = -1.0, high = 2.0 }",
    ])
    .to_owned()
}

fn policy(dice: &mut Dice) -> String {
    dice.one(&["policy = \"P\"", "policy = \"P\"", "policy = \"Q\"", "shares = { P = 0.7, Q = 0.3 }"]).to_owned()
}

fn actuals(dice: &mut Dice) -> String {
    dice.one(&["", "", "R4 = 3.3, R5 = { value = 20, one_off = 5, state = \"outturn\", sd = 4 }"]).to_owned()
}

impl Made {
    fn new(dice: &mut Dice) -> Self {
        let count = 1 + dice.below(5);
        let initiatives = (0..count).map(|i| Initiative {
            id: format!("i{i}"),
            policy: policy(dice),
            go_ahead: go_ahead(dice),
            delay: delay(dice),
            requires: if i > 0 && dice.once_in(3) { vec![format!("i{}", dice.below(i))] } else { Vec::new() },
            lineage: String::new(),
            streams: (0..=dice.below(2)).map(|_| stream(dice)).collect(),
        });
        let initiatives = initiatives.collect();
        Self {
            basis: dice.one(&["recurring", "recurring", "new_in_year", "year_on_year"]).to_owned(),
            plan: dice.one(&["", "", "as_of = \"R5\"", "as_of = \"R6\""]).to_owned(),
            editions: "horizon = 4".to_owned(),
            target: amount(dice),
            actuals: actuals(dice),
            initiatives,
            correlation: dice.one(&["0.1", "0.5"]).to_owned(),
            overlap: (count > 1).then(|| [dice.below(count - 1), count - 1]),
            share: dice.one(&["0.4", "1"]).to_owned(),
            growth: dice.one(&["0", "0.03"]).into(),
        }
    }

    /// A revision: each line is drawn anew once in four times, each initiative dropped once in six, and one is added.
    fn revised(&self, dice: &mut Dice) -> Self {
        let mut out = self.clone();
        out.initiatives.retain(|_| !dice.once_in(6));
        for i in &mut out.initiatives {
            let mut anew = |line: &mut String, draw: fn(&mut Dice) -> String| {
                if dice.once_in(4) {
                    *line = draw(dice);
                }
            };
            anew(&mut i.policy, policy);
            anew(&mut i.go_ahead, go_ahead);
            anew(&mut i.delay, delay);
            for stream in &mut i.streams {
                for (position, text) in stream.iter_mut().enumerate() {
                    if dice.once_in(5) {
                        *text = line(dice, position);
                    }
                }
            }
            match dice.below(6) {
                0 => i.streams.push(stream(dice)),
                1 if i.streams.len() > 1 => drop(i.streams.pop()),
                _ => {}
            }
        }
        if dice.once_in(2) {
            let mut new = Self::new(dice).initiatives.swap_remove(0);
            new.id = "new".into();
            new.requires = out.initiatives.first().map(|i| i.id.clone()).into_iter().collect();
            out.initiatives.push(new);
        }
        if dice.once_in(3) {
            out.plan = dice.one(&["as_of = \"R5\"", "as_of = \"R6\"", "as_of = \"R7\""]).into();
        }
        if dice.once_in(3) {
            out.actuals = actuals(dice);
            out.target = amount(dice);
        }
        if dice.once_in(4) {
            out.editions = dice.one(&["horizon = 4, closing_lag = 2", "horizon = 4, beyond_plan = \"zero\""]).into();
        }
        (out.correlation, out.share) = (dice.one(&["0.1", "0.5"]).to_owned(), dice.one(&["0.4", "1"]).to_owned());
        out.growth = dice.one(&["0", "0.03"]).into();
        out
    }

    /// Some initiatives go on in others: the first two as one, the last one in two, one under another name.
    fn regrouped(mut self, dice: &mut Dice) -> Self {
        let last = self.initiatives.len().saturating_sub(1);
        let told = |ids: &[&str], lineage: &str| {
            let ids: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
            format!("replaces = [{}]\n{lineage}", ids.join(", "))
        };
        match dice.below(4) {
            0 if last > 0 => {
                let taken = self.initiatives.remove(0).id;
                let id = self.initiatives[0].id.clone();
                self.initiatives[0].id = "merged".into();
                self.initiatives[0].lineage = told(&[&taken, &id], "lineage = \"merged\"");
            }
            1 if last > 0 => {
                let mut half = self.initiatives[last].clone();
                half.id = "half".into();
                half.lineage = told(&[&self.initiatives[last].id], "");
                self.initiatives.push(half);
            }
            2 if last > 0 => {
                let id = self.initiatives[last].id.clone();
                self.initiatives[last].id = "another".into();
                self.initiatives[last].lineage = told(&[&id], "lineage = \"continuing\"");
            }
            _ => {
                if let Some(i) = self.initiatives.first_mut() {
                    i.lineage = "lineage = \"ended\"".into();
                }
            }
        }
        // What was required of those that are gone is required of the last one, if that closes no circle.
        let ids: Vec<String> = self.initiatives.iter().map(|i| i.id.clone()).collect();
        for (at, i) in self.initiatives.iter_mut().enumerate() {
            i.requires = if dice.once_in(2) && at + 1 < ids.len() { vec![ids[at + 1].clone()] } else { Vec::new() };
        }
        self
    }

    fn text(&self) -> String {
        let ids: Vec<&str> = self.initiatives.iter().map(|i| i.id.as_str()).collect();
        let as_of = if self.plan.is_empty() { String::new() } else { format!(", {}", self.plan) };
        let recorded = |records: &str| {
            let of_r4 = records.split(", R5").next().unwrap_or_default();
            let known = if self.plan.is_empty() {
                ""
            } else if self.plan.contains("R5") {
                of_r4
            } else {
                records
            };
            if known.is_empty() { String::new() } else { format!("actuals = {{ {known} }}") }
        };
        let policies = format!(
            "{{ id = \"P\", name = \"P\", targets = {{ R6 = {}, R7 = 3 }}{} }}, {{ id = \"Q\", name = \"Q\" }}",
            self.target,
            Some(recorded(&self.actuals)).filter(|a| !a.is_empty()).map_or(String::new(), |a| format!(", {a}"))
        );
        let mut out = format!(
            "format = 1\ntitle = \"t\"\nunit = \"千円\"\n\
             plan = {{ first = \"R4\", last = \"R8\", basis = \"{}\"{as_of} }}\n\
             editions = {{ first_base = \"R3\", last_base = \"R7\", {} }}\npolicy = [{}]\n\
             [[driver]]\nid = \"w\"\nbase = \"R4\"\ngrowth = {}\nvolatility = 0.05\n\
             [[dependence]]\nid = \"d\"\namong = {{}}\nvariable = \"realisation\"\ncorrelation = {}\n",
            self.basis, self.editions, policies, self.growth, self.correlation
        );
        for i in &self.initiatives {
            let requires: Vec<String> =
                i.requires.iter().filter(|r| ids.contains(&r.as_str())).map(|r| format!("\"{r}\"")).collect();
            let streams = i.streams.iter().enumerate().map(|(k, lines)| {
                let [keys @ .., records] = lines;
                let keys = keys.iter().cloned().chain([recorded(records)]).filter(|l| !l.is_empty());
                let keys: Vec<String> = keys.collect();
                format!("{{ id = \"s{k}\", {} }}", keys.join(", "))
            });
            let streams: Vec<String> = streams.collect();
            let _ = write!(
                out,
                "[[initiative]]\nid = \"{}\"\nname = \"n\"\n{}\n{}\n{}\n{}\nrequires = [{}]\nstream = [{}]\n",
                i.id,
                i.policy,
                i.go_ahead,
                i.delay,
                i.lineage,
                requires.join(", "),
                streams.join(", ")
            );
        }
        let named = self.overlap.map(|of| of.map(|i| format!("i{i}")));
        if let Some([a, b]) = named.filter(|of| of.iter().all(|id| ids.contains(&id.as_str()))) {
            let _ = write!(out, "[[overlap]]\ninitiatives = [\"{a}\", \"{b}\"]\nshare = {}\n", self.share);
        }
        out
    }
}

fn both(plan: &Scenario, revised: &Scenario) -> [Compared; 2] {
    let of = |uncertainty, trials| compared(plan, revised, settings(trials), uncertainty);
    [of(Uncertainty::Off, 1), of(Uncertainty::On, TRIALS)]
}

/// What the component is when the pair is read the other way round.
fn reverse(component: Component) -> Component {
    match component {
        Component::Ended => Component::New,
        Component::New => Component::Ended,
        other => other,
    }
}

#[test]
fn the_other_way_round_a_comparison_is_its_own_reverse() {
    for number in 0..PAIRS {
        let mut dice = Dice::new(number);
        let plan = Made::new(&mut dice);
        let revised = plan.revised(&mut dice);
        let (plan, revised) = (read(&plan.text()), read(&revised.text()));
        for (there, back) in both(&plan, &revised).iter().zip(&both(&revised, &plan)) {
            for (a, b) in there.of.attribution.iter().zip(&back.of.attribution) {
                assert_eq!((&a.policy, &a.period), (&b.policy, &b.period));
                for c in &a.components {
                    let other = b.components.iter().find(|o| o.component == reverse(c.component)).expect("all");
                    let what = format!("{number}: {} {} {:?}: {c:?} {other:?}", a.policy, a.period.era, a.basis);
                    let figures = |c: &Attributed| [c.planned, c.mean, c.spread.sd.expect("many")];
                    let ([p, m, s], [q, n, t]) = (figures(c), figures(other));
                    assert!((p + q).abs() < 1e-9 && (m + n).abs() < 1e-7 && (s - t).abs() < 1e-7, "{what}");
                }
            }
        }
    }
}

#[test]
fn regrouped_initiatives_add_up_all_the_same() {
    for number in 0..PAIRS {
        let mut dice = Dice::new(1000 + number);
        let plan = Made::new(&mut dice);
        let revised = plan.revised(&mut dice).regrouped(&mut dice);
        // `both` looks at whether it adds up.
        both(&read(&plan.text()), &read(&revised.text()));
    }
}
