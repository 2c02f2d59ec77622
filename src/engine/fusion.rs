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
    let level =
        |id: Id| single(id) && matches!(nodes[id.index()], Node::Level { .. } | Node::Late { fraction: None, .. });
    let mut addends = vec![Addend::Column; nodes.len()];
    let mut fates = vec![Fate::Worked; nodes.len()];
    let mut noisy = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        let Node::Sum { share: Exactly(1.0), value, .. } = *node else { continue };
        match nodes[value.index()] {
            _ if level(value) => {
                addends[at] = Addend::Level(value);
                fates[value.index()] = Fate::Absorbed;
            }
            Node::Times { a, b } if single(value) && level(a) && matches!(nodes[b.index()], Node::Draw { .. }) => {
                noisy.push((at, value, a, b));
            }
            _ => {}
        }
    }
    // A draw can stay prepared until the next one.
    let (mut read, mut last) = (vec![0; nodes.len()], vec![0; nodes.len()]);
    for (at, _, _, draw) in &noisy {
        read[draw.index()] += 1;
        last[draw.index()] = *at;
    }
    let mut next_draw = vec![usize::MAX; nodes.len()];
    let mut next = usize::MAX;
    for (at, _) in nodes.iter().enumerate().rev().filter(|(_, node)| matches!(node, Node::Draw { .. })) {
        next_draw[at] = next;
        next = at;
    }
    for (at, value, level, draw) in noisy {
        let d = draw.index();
        if read[d] == uses[d] && outputs[d].is_empty() && next_draw[d] > last[d] {
            addends[at] = Addend::Prepared(level);
            fates[d] = Fate::Prepared;
            [value, level].iter().for_each(|id| fates[id.index()] = Fate::Absorbed);
        }
    }
    // A constant from which sums begin is set where they begin.
    for (at, _) in nodes.iter().enumerate().filter(|(_, node)| matches!(node, Node::Constant(_))) {
        if uses[at] == begun[at] && outputs[at].is_empty() {
            fates[at] = Fate::Absorbed;
        }
    }
    Fused { addends, fates }
}
