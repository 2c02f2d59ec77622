//! The dependence of the drawn quantities, and how it is measured.

use super::CorrelationCheck;
use super::compile::Compiler;
use crate::distributions::MixingRow;
use std::collections::{BTreeMap, HashMap};

/// Some of many things, in the order in which they are first asked for.
#[derive(Default)]
struct Positions {
    list: Vec<usize>,
    known: HashMap<usize, usize>,
}

impl Positions {
    fn of(&mut self, item: usize) -> usize {
        let list = &mut self.list;
        *self.known.entry(item).or_insert_with(|| {
            list.push(item);
            list.len() - 1
        })
    }
}

impl Compiler<'_> {
    /// The mean correlation that the rows of some drawn quantities give their latents, over all pairs.
    pub(super) fn implied(&self, drawn: &[usize]) -> f64 {
        let rows: Vec<&MixingRow> = drawn.iter().map(|q| &self.quantities[*q].row).collect();
        let pairs = pairs_of(rows.len());
        (through_factors(&rows) + through_normals(&rows)) / pairs
    }

    /// Sets the rows of the drawn quantities; returns the normals and factors that they mix, and the checks, if they
    /// are asked for.
    pub(super) fn dependence(&mut self, measured: bool) -> (Vec<String>, Vec<String>, Vec<CorrelationCheck>) {
        let model = self.model;
        let (mut normals, mut factors) = (Positions::default(), Positions::default());
        for (q, drawn) in self.drawn.iter().enumerate() {
            let Some(drawn) = drawn else { continue };
            let row = &model.mixing.rows[q];
            let of_factors = row.factors.iter().map(|&(g, w)| (factors.of(g), w)).collect();
            let own = row.own.iter().map(|&(v, w)| (normals.of(v), w)).collect();
            self.quantities[*drawn].row = MixingRow { factors: of_factors, own };
        }
        let mut normals: Vec<String> = normals.list.into_iter().map(|q| model.quantities[q].name.clone()).collect();
        // What is open of a record hangs on a normal of its own.
        for (name, drawn) in &self.opened {
            self.quantities[*drawn].row = MixingRow { factors: Vec::new(), own: vec![(normals.len(), 1.0)] };
            normals.push(name.clone());
        }
        let groups = model.groups.iter().map(|g| (g.id.clone(), g.correlation, g.members.clone()));
        let pairs = model.pairs.iter().map(|p| {
            let [a, b] = p.between.map(|q| model.quantities[q].name.as_str());
            (format!("{a} × {b}"), p.correlation, p.between.to_vec())
        });
        let mut checks = Vec::new();
        for (name, requested, members) in groups.chain(pairs).filter(|_| measured) {
            let drawn: Vec<usize> = members.iter().filter_map(|&q| self.drawn[q]).collect();
            if drawn.len() >= 2 {
                drawn.iter().for_each(|&d| self.quantities[d].checks.push(checks.len()));
                let implied = self.implied(&drawn);
                checks.push(CorrelationCheck { name, requested, implied, members: drawn.len() as u32 });
            }
        }
        let factors = factors.list.into_iter().map(|g| format!("dependence//{}", model.groups[g].id)).collect();
        (normals, factors, checks)
    }
}

fn pairs_of(n: usize) -> f64 {
    (n * n.saturating_sub(1) / 2) as f64
}

/// What common factors give all pairs of rows together. Rows with the same weights, which are many, are taken as one.
fn through_factors(rows: &[&MixingRow]) -> f64 {
    let mut alike: BTreeMap<Vec<(usize, u64)>, (usize, &MixingRow)> = BTreeMap::new();
    for row in rows {
        let weights = row.factors.iter().map(|(factor, weight)| (*factor, weight.to_bits())).collect();
        alike.entry(weights).or_insert((0, row)).0 += 1;
    }
    let dot = |a: &MixingRow, b: &MixingRow| -> f64 {
        let with = |(i, v): &(usize, f64)| b.factors.iter().filter(|(j, _)| i == j).map(|(_, w)| v * w).sum::<f64>();
        a.factors.iter().map(with).sum()
    };
    let alike: Vec<(usize, &MixingRow)> = alike.into_values().collect();
    let within = alike.iter().map(|(n, row)| pairs_of(*n) * dot(row, row)).sum::<f64>();
    let pairs = alike.iter().enumerate().flat_map(|(k, a)| alike[k + 1..].iter().map(move |b| (a, b)));
    within + pairs.map(|((n, a), (m, b))| (n * m) as f64 * dot(a, b)).sum::<f64>()
}

/// What normals give that several rows mix: of each (Σw)² − Σw² is twice the sum over pairs.
fn through_normals(rows: &[&MixingRow]) -> f64 {
    let mut by_normal: BTreeMap<usize, (usize, f64, f64)> = BTreeMap::new();
    for (normal, weight) in rows.iter().flat_map(|row| &row.own) {
        let (rows, sum, squares) = by_normal.entry(*normal).or_default();
        (*rows, *sum, *squares) = (*rows + 1, *sum + weight, *squares + weight * weight);
    }
    by_normal.values().filter(|(rows, ..)| *rows > 1).map(|(_, sum, squares)| (sum * sum - squares) / 2.0).sum()
}
