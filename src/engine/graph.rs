//! What a block works out, as a graph of columns: each node is a column of numbers, one a trial, made from other nodes.
//!
//! Equal nodes are one: whatever the variants of a plan have in common - draws, what streams give, levels, effects -
//! is worked out once for all of them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// A number that is equal to another only if all its bits are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exactly(pub(super) f64);

impl PartialEq for Exactly {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

impl Eq for Exactly {}

impl std::hash::Hash for Exactly {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

/// A node by its position. Each stands after those that it is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Id(pub(super) u32);

impl Id {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// How two states are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Join {
    /// Their product.
    Product,
    /// The greater.
    Greatest,
    /// The smaller.
    Least,
}

/// A column and what it is made from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Node {
    /// One number in every trial.
    Constant(Exactly),
    /// The draw of a name: positions of the source and of the distribution.
    Draw { source: usize, drawn: usize },
    /// Σ weight · factor, then each own normal added with its weight.
    Mix { factors: Vec<(Id, Exactly)>, own: Vec<(Id, Exactly)> },
    /// The quantile of a distribution (by position) at a latent.
    Quantile { of: Id, drawn: usize },
    /// Two states joined.
    Joined { join: Join, a: Id, b: Id },
    /// A delay made whole: a year more with its fraction as the probability, by a normal draw.
    Slipped { delay: Id, by: Id },
    /// The one of two that belongs to the greater of two delays; the first where they are equal.
    OfGreater { of: [Id; 2], delays: [Id; 2] },
    /// Whole years of delay from `first` on, as bytes; `whole` where no delay has a fraction.
    Years { delay: Id, first: Exactly, whole: bool },
    /// The fraction of a year beyond them.
    Fraction { delay: Id, first: Exactly },
    /// level · base.
    Level { level: Exactly, base: Id },
    /// base · level at whole years of delay, interpolated where there is a fraction.
    Late { base: Id, years: Id, fraction: Option<Id>, levels: Vec<Exactly> },
    /// a · b.
    Times { a: Id, b: Id },
    /// to + share · value.
    Sum { to: Id, share: Exactly, value: Id },
    /// chain + (drift + sigma · z).
    Walk { chain: Id, drift: Exactly, sigma: Exactly, z: Id },
    /// persistence · chain + √(1 − persistence²) · z.
    Persist { chain: Id, persistence: Exactly, z: Id },
    /// exp(shift + factor · x).
    Exp { of: Id, shift: Exactly, factor: Exactly },
    /// What an overlap leaves of a member's level: as many nodes in a row as there are members.
    Cut { share: Exactly, members: Vec<Id>, which: usize },
    /// `to` + (x − mean) · `per_sd`; the squares of what is added are summed up beside.
    Standardised { to: Option<Id>, of: Id, mean: Exactly, per_sd: Exactly },
    /// constant + Σ weight · column.
    Effect { constant: Exactly, terms: Vec<(Id, Exactly)> },
}

impl Node {
    /// Bytes that it takes in memory.
    pub(super) fn bytes(&self) -> u64 {
        let listed = match self {
            Self::Mix { factors, own } => size_of_val(&factors[..]) + size_of_val(&own[..]),
            Self::Late { levels, .. } => size_of_val(&levels[..]),
            Self::Cut { members, .. } => size_of_val(&members[..]),
            Self::Effect { terms, .. } => size_of_val(&terms[..]),
            _ => 0,
        };
        (size_of::<Self>() + listed) as u64
    }

    /// The nodes that it is made from.
    pub(super) fn inputs(&self, mut each: impl FnMut(Id)) {
        match self {
            Self::Constant(_) | Self::Draw { .. } => {}
            Self::Mix { factors, own } => factors.iter().chain(own).for_each(|(id, _)| each(*id)),
            Self::Quantile { of, .. } | Self::Exp { of, .. } => each(*of),
            Self::Joined { a, b, .. } | Self::Times { a, b } => [*a, *b].into_iter().for_each(each),
            Self::Slipped { delay, by } => [*delay, *by].into_iter().for_each(each),
            Self::OfGreater { of, delays } => of.iter().chain(delays).copied().for_each(each),
            Self::Years { delay, .. } | Self::Fraction { delay, .. } => each(*delay),
            Self::Level { base, .. } => each(*base),
            Self::Late { base, years, fraction, .. } => {
                [*base, *years].into_iter().chain(*fraction).for_each(each);
            }
            Self::Sum { to, value, .. } => [*to, *value].into_iter().for_each(each),
            Self::Walk { chain, z, .. } | Self::Persist { chain, z, .. } => [*chain, *z].into_iter().for_each(each),
            Self::Cut { members, .. } => members.iter().copied().for_each(each),
            Self::Standardised { to, of, .. } => to.iter().copied().chain([*of]).for_each(each),
            Self::Effect { terms, .. } => terms.iter().for_each(|(id, _)| each(*id)),
        }
    }
}

/// The nodes of some plans.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    known: HashMap<Node, Id>,
}

impl Graph {
    /// The node, made if there is none like it.
    pub(super) fn node(&mut self, node: Node) -> Id {
        let next = Id(self.nodes.len() as u32);
        match self.known.entry(node) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                self.nodes.push(new.key().clone());
                *new.insert(next)
            }
        }
    }

    pub(super) fn constant(&mut self, value: f64) -> Id {
        self.node(Node::Constant(Exactly(value)))
    }

    pub(super) fn sum(&mut self, to: Id, share: f64, value: Id) -> Id {
        self.node(Node::Sum { to, share: Exactly(share), value })
    }
}
