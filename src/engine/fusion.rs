//! Which nodes never need a register: values that are worked out inside the sums that they are added to.

use super::graph::{Exactly, Graph, Id, Node};

/// How a sum adds its value.
#[derive(Clone, Copy)]
pub(super) enum Addend {
    /// From its register.
    Column,
    /// A level of a base, while it is worked out.
    Level(Id),
    /// The same times the draw prepared.
    Prepared(Id),
}

/// What becomes of a node.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Fate {
    /// It is worked out in a register.
    Worked,
    /// It is worked out inside the node that reads it.
    Absorbed,
    /// It is a draw that stays in the order of its strata.
    Prepared,
}

/// What is done with a node as soon as it is worked out.
#[derive(Clone, Copy)]
pub(super) enum Output {
    Count(usize),
    Average(usize),
    Correlate(usize, usize),
}

/// What becomes of each node, and how each sum adds.
pub(super) struct Fused {
    pub(super) addends: Vec<Addend>,
    /// The products whose second factor is a draw that stays prepared.
    pub(super) prepared: Vec<bool>,
    pub(super) fates: Vec<Fate>,
}

/// Which values are worked out inside the sums that they are added to. What is read twice, or put out, is not.
pub(super) fn fused(graph: &Graph, outputs: &[Vec<Output>]) -> Fused {
    let nodes = &graph.nodes;
    let (mut uses, mut begun) = (vec![0; nodes.len()], vec![0; nodes.len()]);
    for node in nodes {
        node.inputs(|id| uses[id.index()] += 1);
        if let Node::Sum { to, .. } = node {
            begun[to.index()] += 1;
        }
    }
    let single = |id: Id| uses[id.index()] == 1 && outputs[id.index()].is_empty();
    let level = |id: Id| {
        let is_level = matches!(nodes[id.index()], Node::Level { .. } | Node::Late { fraction: None, .. });
        is_level && outputs[id.index()].is_empty()
    };
    let mut addends = vec![Addend::Column; nodes.len()];
    let mut fates = vec![Fate::Worked; nodes.len()];
    let is_draw = |id: Id| matches!(nodes[id.index()], Node::Draw { .. });
    // The sum that a noisy value is added to while it is worked out.
    let mut added_to = vec![None; nodes.len()];
    for (at, node) in nodes.iter().enumerate() {
        let Node::Sum { share: Exactly(1.0), value, .. } = *node else { continue };
        match nodes[value.index()] {
            _ if single(value) && level(value) => {
                addends[at] = Addend::Level(value);
                fates[value.index()] = Fate::Absorbed;
            }
            Node::Times { a, b } if single(value) && level(a) && is_draw(b) => added_to[value.index()] = Some(at),
            _ => {}
        }
    }
    // A draw can stay prepared until the next one, if only products read it.
    let (mut read, mut last) = (vec![0; nodes.len()], vec![0; nodes.len()]);
    for (at, node) in nodes.iter().enumerate() {
        if let Node::Times { b, .. } = node {
            read[b.index()] += 1;
            last[b.index()] = last[b.index()].max(added_to[at].unwrap_or(at));
        }
    }
    let mut next_draw = vec![usize::MAX; nodes.len()];
    let mut next = usize::MAX;
    for (at, _) in nodes.iter().enumerate().rev().filter(|(_, node)| matches!(node, Node::Draw { .. })) {
        next_draw[at] = next;
        next = at;
    }
    let mut prepared = vec![false; nodes.len()];
    // Years of a stream can have one level: working it out once more costs nothing beside reading the draw.
    let mut absorbed = vec![0; nodes.len()];
    for (at, node) in nodes.iter().enumerate() {
        let Node::Times { a, b } = *node else { continue };
        let draw = b.index();
        if !is_draw(b) || read[draw] < uses[draw] || !outputs[draw].is_empty() || next_draw[draw] <= last[draw] {
            continue;
        }
        fates[draw] = Fate::Prepared;
        match added_to[at] {
            Some(sum) => {
                addends[sum] = Addend::Prepared(a);
                fates[at] = Fate::Absorbed;
                absorbed[a.index()] += 1;
                if absorbed[a.index()] == uses[a.index()] {
                    fates[a.index()] = Fate::Absorbed;
                }
            }
            None => prepared[at] = true,
        }
    }
    // A constant from which sums begin is set where they begin.
    for (at, _) in nodes.iter().enumerate().filter(|(_, node)| matches!(node, Node::Constant(_))) {
        if uses[at] == begun[at] && outputs[at].is_empty() {
            fates[at] = Fate::Absorbed;
        }
    }
    Fused { addends, prepared, fates }
}
