//! Scenarios made at random, run together in several orders, have the results to the last bit that each has alone.

use crate::simulated::read;
use mikomi::engine::{Progress, Sampling, Settings};
use mikomi::outcome::{Request, Results, simulate, simulate_together};
use mikomi::plan::Uncertainty;
use std::fmt::Write as _;

/// Numbers that decide what a scenario is like (SplitMix64: Steele et al. 2014).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (x ^ (x >> 31)) % n
    }

    pub(crate) fn one_of<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len() as u64) as usize]
    }
}

const INITIATIVES: u64 = 5;

const REALISATIONS: [&str; 6] = [
    "",
    "realisation = { kind = \"triangular\", low = 0.2, mode = 0.9, high = 1.2 }\n",
    "realisation = { kind = \"normal\", mean = 1.0, sd = 0.2 }\n",
    "realisation = { kind = \"discrete\", values = [1.0, 0.3, 0.7], weights = [5, 2, 3] }\n",
    "realisation = { kind = \"lognormal\", median = 1.1, sigma = 0.2 }\n",
    "realisation = 0.8\n",
];
const DELAYS: [&str; 5] = [
    "",
    "delay = { kind = \"discrete\", values = [0, 1, 2], weights = [0.6, 0.3, 0.1] }\n",
    "delay = { kind = \"triangular\", low = 0.0, mode = 0.4, high = 2.2 }\n",
    "delay = 0.25\n",
    "delay = 1\n",
];
const NOISES: [&str; 4] = ["", "volatility = 0.1\n", "volatility = 0.1\npersistence = 0.6\n", "volatility = 0.25\n"];
const SHAPES: [&str; 4] = [
    "amounts = { R4 = 10, R5 = 20, R6 = 40, R7 = 50 }\n",
    "shape = { kind = \"linear\", start = \"R5\", years = 3, full = 42 }\n",
    "shape = { kind = \"logistic\", start = \"R4\", years = 4, full = 60 }\n",
    "amounts = { R6 = 30 }\nrecurring = false\n",
];

/// What a scenario is made of; each piece is decided by a number of its own, so that variants differ in few of them.
fn scenario(pieces: &[u64]) -> String {
    let mut next = pieces.iter().map(|piece| Chance(*piece));
    let mut piece = || next.next().expect("enough pieces");
    let mut text = "format = 1\ntitle = \"x\"\nunit = \"千円\"\ncorrelation_repair = \"nearest\"\n".to_owned();
    let basis = piece().one_of(&["recurring", "new_in_year"]);
    writeln!(text, "[plan]\nfirst = \"R4\"\nlast = \"R7\"\nbasis = \"{basis}\"\nas_of = \"R5\"").unwrap();
    let mut editions = piece();
    if editions.below(2) == 0 {
        let horizon = 3 + editions.below(2);
        let beyond = editions.one_of(&["hold", "zero"]);
        writeln!(text, "[editions]\nfirst_base = \"R4\"\nlast_base = \"R5\"\nhorizon = {horizon}\nclosing_lag = 1")
            .unwrap();
        writeln!(text, "beyond_plan = \"{beyond}\"").unwrap();
    }
    let mut policies = piece();
    for id in ["I", "II"] {
        let target = [40, 60, 90][policies.below(3) as usize];
        writeln!(
            text,
            "[[policy]]\nid = \"{id}\"\nname = \"{id}\"\ntargets = {{ R4 = 10, R5 = 20, R6 = {target}, R7 = {target} }}"
        )
        .unwrap();
        text += policies.one_of(&[
            "",
            "",
            "actuals = { R4 = 9 }\n",
            "actuals = { R4 = { value = 11, state = \"outturn\", sd = 3 } }\n",
        ]);
    }
    for i in 0..INITIATIVES {
        text += &initiative(i, &mut piece());
    }
    let (mut drivers, mut among, mut overlaps) = (piece(), piece(), piece());
    let volatility = drivers.one_of(&["", "volatility = 0.02\n", "volatility = 0.05\n"]);
    write!(text, "[[driver]]\nid = \"wage\"\nbase = \"R4\"\ngrowth = 0.01\n{volatility}").unwrap();
    // Always uncertain, so that there is something to be correlated.
    for id in ["u", "v"] {
        write!(text, "[[initiative]]\nid = \"{id}\"\nname = \"{id}\"\npolicy = \"I\"\ndelay = {{ kind = \"uniform\", low = 0.0, high = 1.5 }}\n").unwrap();
        write!(
            text,
            "[[initiative.stream]]\nid = \"s\"\nkind = \"saving\"\n{}{}{}",
            SHAPES[0], REALISATIONS[1], NOISES[1]
        )
        .unwrap();
    }
    if among.below(3) > 0 {
        let variable = among.one_of(&["realisation", "delay"]);
        let correlation = among.one_of(&["0.3", "0.5"]);
        write!(
            text,
            "[[dependence]]\nid = \"d\"\namong = {{}}\nvariable = \"{variable}\"\ncorrelation = {correlation}\n"
        )
        .unwrap();
    }
    if among.below(3) == 0 {
        text += "[[correlation]]\nbetween = [\"u/s/realisation\", \"v/s/realisation\"]\nvalue = -0.4\n";
    }
    for of in ["[\"i0\", \"i1\"]", "[\"i2\", \"u\"]", "[\"i3\", \"i4\", \"v\"]"] {
        if overlaps.below(3) == 0 {
            let share = overlaps.one_of(&["0.6", "1.0"]);
            write!(text, "[[overlap]]\ninitiatives = {of}\nshare = {share}\n").unwrap();
        }
    }
    text
}

fn initiative(i: u64, chance: &mut Chance) -> String {
    let mut text = format!("[[initiative]]\nid = \"i{i}\"\nname = \"i{i}\"\n");
    text += chance.one_of(&["policy = \"I\"\n", "policy = \"II\"\n", "shares = { I = 0.6, II = 0.4 }\n"]);
    if i > 0 && chance.below(2) == 0 {
        writeln!(text, "requires = [\"i{}\"]", chance.below(i)).unwrap();
    }
    text += chance.one_of(&["", "go_ahead = 0.8\n", "go_ahead = 0.5\n"]);
    text += chance.one_of(&DELAYS);
    for s in 0..=chance.below(2) {
        let kind = chance.one_of(&["saving", "revenue", "cost"]);
        write!(text, "[[initiative.stream]]\nid = \"s{s}\"\nkind = \"{kind}\"\n").unwrap();
        text += chance.one_of(&SHAPES);
        text += chance.one_of(&REALISATIONS);
        text += chance.one_of(&NOISES);
        text += chance.one_of(&["", "", "driver = \"wage\"\n"]);
        text += chance.one_of(&["", "", "general_fund_share = 0.5\n"]);
    }
    text
}

/// Some variants of one scenario, the first of them twice.
pub(crate) fn variants(family: u64) -> Vec<String> {
    let pieces = 3 + INITIATIVES as usize + 3;
    let mut chance = Chance(family);
    let base: Vec<u64> = (0..pieces).map(|_| chance.below(u64::MAX)).collect();
    let mut texts = vec![scenario(&base), scenario(&base)];
    for _ in 0..4 {
        let mut changed = base.clone();
        for _ in 0..=chance.below(2) {
            changed[chance.below(pieces as u64) as usize] = chance.below(u64::MAX);
        }
        texts.push(scenario(&changed));
    }
    texts
}

#[test]
fn scenarios_made_at_random_give_the_same_bits_together_and_alone() {
    for family in 0..40 {
        let texts = variants(family);
        let scenarios: Vec<_> = texts.iter().map(|text| read(text)).collect();
        let sampling = if family % 3 == 0 { Sampling::Random } else { Sampling::Latin };
        let settings =
            Settings { trials: 1_024 + 500, precision: None, seed: family, sampling, threads: 1, memory: None };
        let request = Request { settings, uncertainty: Uncertainty::On, confidence: 0.9 };
        let alone: Vec<String> = scenarios
            .iter()
            .map(|(document, model)| {
                let outcome = simulate(document, model, &request, &Progress::default()).expect("threads");
                format!("{:?}", Results::from(outcome))
            })
            .collect();
        for order in [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [3, 0, 5, 2, 4, 1]] {
            let of: Vec<_> = order.iter().map(|at| (&scenarios[*at].0, &scenarios[*at].1)).collect();
            let together = simulate_together(&of, &request, &Progress::default()).expect("threads");
            assert_eq!(together.len(), order.len());
            for (at, results) in order.into_iter().zip(together) {
                assert!(!results.results.is_empty());
                assert!(
                    format!("{results:?}") == alone[at],
                    "family {family}, variant {at} of {order:?}:\n{}",
                    texts[at]
                );
            }
        }
    }
}
