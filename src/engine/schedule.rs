//! Graph → program: in which order the nodes are worked out, in which registers, and which of them never need one.
//!
//! A value that is only added to a sum is added while it is worked out; a draw that is only read by such sums, one after
//! the other, stays in the order of its strata. A register is free again after the last node that reads it, so the
//! columns of a block stay in cache however many nodes there are.

use super::assemble::Assembly;
use super::fusion::{Addend, Fate, Fused, Output, fused};
use super::graph::{Exactly, Graph, Id, Join, Node};
use super::kernels::DELAYS;
use super::program::{Pass, Program, Register};

pub(super) fn schedule(assembly: &Assembly) -> Program {
    let nodes = &assembly.graph.nodes;
    let outputs = outputs(assembly);
    let Fused { addends, prepared, fates } = fused(&assembly.graph, &outputs);
    let mut scheduler = Scheduler {
        graph: &assembly.graph,
        addends,
        prepared,
        last: vec![0; nodes.len()],
        places: vec![None; nodes.len()],
        squares: vec![0; nodes.len()],
        free: Vec::new(),
        free_years: Vec::new(),
        program: Program::default(),
    };
    for at in (0..nodes.len()).filter(|at| fates[*at] == Fate::Worked) {
        scheduler.reads(at).into_iter().for_each(|id| scheduler.last[id.index()] = at);
    }
    for at in 0..nodes.len() {
        match (fates[at], &nodes[at]) {
            (Fate::Worked, _) => scheduler.work_out(at),
            (Fate::Prepared, Node::Draw { source, drawn }) => {
                scheduler.program.passes.push(Pass::Prepare { source: *source, drawn: *drawn });
            }
            _ => continue,
        }
        outputs[at].iter().for_each(|output| scheduler.output(at, *output));
        if fates[at] == Fate::Worked {
            scheduler.release(at);
        }
    }
    scheduler.program
}

fn outputs(assembly: &Assembly) -> Vec<Vec<Output>> {
    let mut outputs = vec![Vec::new(); assembly.graph.nodes.len()];
    let mut add = |node: Id, output| outputs[node.index()].push(output);
    assembly.spreads.all.iter().enumerate().for_each(|(i, counted)| add(counted.node, Output::Count(i)));
    assembly.averages.all.iter().enumerate().for_each(|(i, counted)| add(counted.node, Output::Average(i)));
    for (check, sums) in assembly.checks.all.iter().map(|check| check.sums).enumerate() {
        for (which, sum) in sums.into_iter().enumerate() {
            sum.into_iter().for_each(|node| add(node, Output::Correlate(check, which)));
        }
    }
    outputs
}

struct Scheduler<'a> {
    graph: &'a Graph,
    addends: Vec<Addend>,
    prepared: Vec<bool>,
    /// By node, the last node that reads it.
    last: Vec<usize>,
    /// The register of each node that has one now; of whole years the register among those.
    places: Vec<Option<Register>>,
    squares: Vec<usize>,
    free: Vec<Register>,
    free_years: Vec<usize>,
    program: Program,
}

impl Scheduler<'_> {
    /// The nodes that are read where a node is worked out, what it absorbs included.
    fn reads(&self, at: usize) -> Vec<Id> {
        let mut read = Vec::new();
        let node = &self.graph.nodes[at];
        match (self.addends[at], node) {
            (Addend::Level(level) | Addend::Prepared(level), Node::Sum { to, .. }) => {
                read.push(*to);
                self.graph.nodes[level.index()].inputs(|id| read.push(id));
            }
            (_, Node::Times { a, .. }) if self.prepared[at] => read.push(*a),
            _ => node.inputs(|id| read.push(id)),
        }
        read
    }

    fn allocate(&mut self) -> Register {
        self.free.pop().unwrap_or_else(|| {
            self.program.registers += 1;
            self.program.registers - 1
        })
    }

    fn place(&self, id: Id) -> Register {
        debug_assert!(self.places[id.index()].is_some(), "a node is read that has no register");
        self.places[id.index()].unwrap_or_default()
    }

    /// A register that holds a node's value, to be changed: its own where nothing reads it any more.
    fn taken(&mut self, id: Id, at: usize, others: &[Id]) -> Register {
        if let Node::Constant(Exactly(value)) = self.graph.nodes[id.index()] {
            let out = self.allocate();
            self.program.passes.push(Pass::Set { out, value });
            return out;
        }
        let of = self.place(id);
        if self.last[id.index()] == at && !others.contains(&id) {
            self.places[id.index()] = None;
            return of;
        }
        let out = self.allocate();
        self.program.passes.push(Pass::Copy { out, of });
        out
    }

    /// Frees what nothing reads any more.
    fn release(&mut self, at: usize) {
        let done = self.reads(at).into_iter().map(Id::index).filter(|id| self.last[*id] == at);
        for id in done.chain((self.last[at] <= at).then_some(at)).collect::<Vec<_>>() {
            let Some(place) = self.places[id].take() else { continue };
            match self.graph.nodes[id] {
                Node::Years { .. } => self.free_years.push(place),
                _ => self.free.push(place),
            }
        }
    }

    fn output(&mut self, at: usize, output: Output) {
        let of = self.places[at].unwrap_or_default();
        self.program.passes.push(match output {
            Output::Count(spread) => Pass::Count { spread, of },
            Output::Average(average) => Pass::Average { average, of },
            Output::Correlate(check, which) => Pass::Correlate { check, which, of, squares: self.squares[at] },
        });
    }

    fn table(&mut self, levels: &[Exactly]) -> usize {
        let last = levels.last().map_or(0.0, |level| level.0);
        let mut table = [last; DELAYS];
        table.iter_mut().zip(levels).for_each(|(all, level)| *all = level.0);
        self.program.tables.push(table);
        self.program.tables.len() - 1
    }

    fn terms(&self, terms: &[(Id, Exactly)]) -> Vec<(Register, f64)> {
        terms.iter().map(|(id, weight)| (self.place(*id), weight.0)).collect()
    }

    fn work_out(&mut self, at: usize) {
        let graph = self.graph;
        let out = match &graph.nodes[at] {
            Node::Years { delay, first, whole } => {
                let out = self.free_years.pop().unwrap_or(self.program.years);
                self.program.years = self.program.years.max(out + 1);
                let delay = self.place(*delay);
                self.program.passes.push(Pass::Years { out, delay, first: first.0, whole: *whole });
                out
            }
            Node::Cut { share, members, which } => {
                if *which == 0 {
                    self.cut(at, share.0, members);
                }
                return;
            }
            Node::Joined { join, a, b } => {
                let (out, other) = (self.taken(*a, at, &[*b]), self.place(*b));
                self.program.passes.push(match join {
                    Join::Product => Pass::Multiply { out, by: other },
                    Join::Greatest => Pass::Maximum { out, with: other },
                    Join::Least => Pass::Minimum { out, with: other },
                });
                out
            }
            Node::Slipped { delay, by } => {
                let (out, by) = (self.taken(*delay, at, &[*by]), self.place(*by));
                self.program.passes.push(Pass::Slip { out, by });
                out
            }
            Node::Times { a, .. } if self.prepared[at] => {
                let out = self.taken(*a, at, &[]);
                self.program.passes.push(Pass::MultiplyPrepared { out });
                out
            }
            Node::Times { a, b } => {
                let (out, by) = (self.taken(*a, at, &[*b]), self.place(*b));
                self.program.passes.push(Pass::Multiply { out, by });
                out
            }
            Node::Walk { chain, drift, sigma, z } => {
                let (out, z) = (self.taken(*chain, at, &[*z]), self.place(*z));
                self.program.passes.push(Pass::Walk { out, drift: drift.0, sigma: sigma.0, z });
                out
            }
            Node::Persist { chain, persistence, z } => {
                let (out, z) = (self.taken(*chain, at, &[*z]), self.place(*z));
                self.program.passes.push(Pass::Persist { out, persistence: persistence.0, z });
                out
            }
            Node::Sum { to, share, value } => self.add(at, *to, share.0, *value),
            Node::Standardised { to, of, mean, per_sd } => self.standardise(at, *to, *of, mean.0, per_sd.0),
            node => self.fresh(node),
        };
        self.places[at] = Some(out);
    }

    /// Works a node out in a register of its own.
    fn fresh(&mut self, node: &Node) -> Register {
        let out = self.allocate();
        let pass = match node {
            Node::Draw { source, drawn } => Pass::Draw { out, source: *source, drawn: *drawn },
            Node::Mix { factors, own } => {
                let terms = self.terms(factors);
                self.program.passes.push(Pass::WeightedSum { out, constant: 0.0, terms });
                for (of, weight) in self.terms(own) {
                    self.program.passes.push(Pass::AddScaled { out, weight, of });
                }
                return out;
            }
            Node::OfGreater { of, delays } => {
                let [of, delays] = [of, delays].map(|pair| pair.map(|id| self.place(id)));
                Pass::OfGreater { out, of, delays }
            }
            Node::Quantile { of, drawn } => Pass::Quantile { out, of: self.place(*of), drawn: *drawn },
            Node::Fraction { delay, first } => Pass::Fraction { out, delay: self.place(*delay), first: first.0 },
            Node::Level { level, base } => Pass::Scale { out, weight: level.0, of: self.place(*base) },
            Node::Late { base, years, fraction, levels } => {
                let table = self.table(levels);
                let (base, years) = (self.place(*base), self.place(*years));
                match fraction.map(|fraction| self.place(fraction)) {
                    None => Pass::LookUp { out, base, years, table },
                    Some(fraction) => Pass::Interpolate { out, base, years, fraction, table },
                }
            }
            Node::Exp { of, shift, factor } => Pass::Exp { out, of: self.place(*of), shift: shift.0, factor: factor.0 },
            Node::Effect { constant, terms } => {
                Pass::WeightedSum { out, constant: constant.0, terms: self.terms(terms) }
            }
            Node::Constant(value) => Pass::Set { out, value: value.0 },
            // Worked out in a register of another node.
            _ => return out,
        };
        self.program.passes.push(pass);
        out
    }

    fn add(&mut self, at: usize, to: Id, share: f64, value: Id) -> Register {
        let read = self.reads(at);
        let out = self.taken(to, at, &read[1..]);
        let graph = self.graph;
        let pass = match (self.addends[at], &graph.nodes[value.index()]) {
            (Addend::Column, _) => Pass::AddScaled { out, weight: share, of: self.place(value) },
            (Addend::Level(level), _) => match &graph.nodes[level.index()] {
                Node::Late { base, years, levels, .. } => {
                    let table = self.table(levels);
                    Pass::AddLookUp { out, base: self.place(*base), years: self.place(*years), table }
                }
                Node::Level { level, base } => Pass::AddScaled { out, weight: level.0, of: self.place(*base) },
                _ => return out,
            },
            (Addend::Prepared(level), _) => match &graph.nodes[level.index()] {
                Node::Late { base, years, levels, .. } => {
                    let table = self.table(levels);
                    Pass::AddLatePrepared { out, base: self.place(*base), years: self.place(*years), table }
                }
                Node::Level { level, base } => Pass::AddPrepared { out, weight: level.0, base: self.place(*base) },
                _ => return out,
            },
        };
        self.program.passes.push(pass);
        out
    }

    fn standardise(&mut self, at: usize, to: Option<Id>, of: Id, mean: f64, per_sd: f64) -> Register {
        let before = to.map(|to| self.squares[to.index()]);
        let out = match to {
            Some(to) => self.taken(to, at, &[of]),
            None => {
                let out = self.allocate();
                self.program.passes.push(Pass::Set { out, value: 0.0 });
                out
            }
        };
        self.squares[at] = self.program.squares;
        self.program.squares += 1;
        let of = self.place(of);
        self.program.passes.push(Pass::Standardise { out, of, mean, per_sd, squares: self.squares[at], before });
        out
    }

    /// Works out what an overlap leaves of all its members: the nodes from `at` on.
    fn cut(&mut self, at: usize, share: f64, members: &[Id]) {
        let out: Vec<Register> = members.iter().map(|_| self.allocate()).collect();
        out.iter().enumerate().for_each(|(which, place)| self.places[at + which] = Some(*place));
        self.program.members = self.program.members.max(members.len());
        let members = members.iter().map(|id| self.place(*id)).collect();
        self.program.passes.push(Pass::Cut { out, share, members });
    }
}
