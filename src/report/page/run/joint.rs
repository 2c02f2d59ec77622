//! The odds of meeting several targets together.

use super::OutcomePart;
use crate::lang::text;
use crate::outcome::JointEntry;
use crate::report::numbers::{UNDEFINED, seen};
use crate::report::page::parts::{Cell, Row, Table, of_numbers, of_words};
use maud::{Markup, html};

/// The most policies whose failures are told two by two.
const PAIRS: usize = 12;

impl OutcomePart<'_> {
    /// The odds of several targets together; nothing where there is one.
    pub(super) fn joint(&self) -> Markup {
        let Some(joint) = self.report.main_joint() else { return html! {} };
        html! {
            @for note in self.report.joint() { p { (self.say(&note)) } }
            div class="abreast" {
                (self.joint_table(joint).draw(self.lang()))
                @if joint.short_given.len() <= PAIRS { (self.given_table(joint).draw(self.lang())) }
            }
        }
    }

    fn joint_table(&self, joint: &JointEntry) -> Table {
        let row = |(k, (exactly, at_least)): (usize, (&f64, &f64))| {
            let cells = [exactly, at_least].map(|p| Cell::number(seen(*p, self.lang()), Some(*p)));
            Row { head: k.to_string(), cells: cells.into(), ..Row::default() }
        };
        let heads = [
            text!(ja: "目標に届く基本方針の数", en: "Policies that meet their targets"),
            text!(ja: "ちょうどその数", en: "Exactly that many"),
            text!(ja: "その数以上", en: "That many or more"),
        ];
        let [number, exactly, at_least] = heads.map(|w| self.say(&w));
        let caption = text!(ja: "同時に目標に届く確率", en: "Odds of meeting targets together");
        Table {
            name: "joint",
            caption: self.say(&caption),
            unit: String::new(),
            over: Vec::new(),
            heads: vec![of_words(&number), of_numbers(&exactly), of_numbers(&at_least)],
            rows: joint.exactly.iter().zip(&joint.at_least).enumerate().map(row).collect(),
        }
    }

    /// Which policy falls short given that another one does.
    fn given_table(&self, joint: &JointEntry) -> Table {
        let names: Vec<String> = joint.policies.iter().map(|policy| self.report.name(policy)).collect();
        let cell = |p: Option<f64>| Cell::number(p.map_or_else(|| UNDEFINED.to_owned(), |p| seen(p, self.lang())), p);
        // That a policy falls short when it does says nothing.
        let row = |(at, (name, given)): (usize, (&String, &Vec<Option<f64>>))| Row {
            head: name.clone(),
            cells: given.iter().enumerate().map(|(of, p)| cell(p.filter(|_| of != at))).collect(),
            ..Row::default()
        };
        let corner = text!(ja: "この基本方針が届かないとき", en: "When this policy falls short");
        let caption = text!(
            ja: "ある基本方針が目標に届かないとき、ほかの基本方針も届かない確率",
            en: "Probability that another policy falls short too when one does"
        );
        let mut heads = vec![of_words(&self.say(&corner))];
        heads.extend(names.iter().map(|n| of_numbers(n)));
        Table {
            name: "short-given",
            caption: self.say(&caption),
            unit: String::new(),
            over: Vec::new(),
            heads,
            rows: names.iter().zip(&joint.short_given).enumerate().map(row).collect(),
        }
    }
}
