//! The dependence of the drawn quantities, and how it is measured.

use super::CorrelationCheck;
use super::compile::Compiler;
use crate::dist::Row;

impl Compiler<'_> {
    /// The mean correlation that the rows of some drawn quantities give their latents, over all pairs.
    pub(super) fn implied(&self, drawn: &[usize]) -> f64 {
        let dot = |a: &[(usize, f64)], b: &[(usize, f64)]| -> f64 {
            a.iter().flat_map(|(i, v)| b.iter().filter(move |(j, _)| i == j).map(move |(_, w)| v * w)).sum()
        };
        let pairs = drawn.iter().enumerate().flat_map(|(k, a)| drawn[k + 1..].iter().map(move |b| (*a, *b)));
        let rows = pairs.map(|(a, b)| [a, b].map(|q| &self.quantities[q].row));
        let sum: f64 = rows.map(|[a, b]| dot(&a.factors, &b.factors) + dot(&a.own, &b.own)).sum();
        sum / (drawn.len() * (drawn.len() - 1) / 2) as f64
    }

    /// Sets the rows of the drawn quantities; returns the normals and factors that they mix, and the checks, if they
    /// are asked for.
    pub(super) fn dependence(&mut self, measured: bool) -> (Vec<String>, Vec<String>, Vec<CorrelationCheck>) {
        let model = self.model;
        let mut normals: Vec<usize> = Vec::new();
        let mut factors: Vec<usize> = Vec::new();
        let position = |list: &mut Vec<usize>, item: usize| {
            list.iter().position(|i| *i == item).unwrap_or_else(|| {
                list.push(item);
                list.len() - 1
            })
        };
        for (q, drawn) in self.drawn.iter().enumerate() {
            let Some(drawn) = drawn else { continue };
            let row = &model.mixing.rows[q];
            let of_factors = row.factors.iter().map(|&(g, w)| (position(&mut factors, g), w)).collect();
            let own = row.own.iter().map(|&(v, w)| (position(&mut normals, v), w)).collect();
            self.quantities[*drawn].row = Row { factors: of_factors, own };
        }
        let mut normals: Vec<String> = normals.into_iter().map(|q| model.quantities[q].name.clone()).collect();
        // What is open of a record hangs on a normal of its own.
        for (name, drawn) in &self.opened {
            self.quantities[*drawn].row = Row { factors: Vec::new(), own: vec![(normals.len(), 1.0)] };
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
        let factors = factors.into_iter().map(|g| format!("dependence//{}", model.groups[g].id)).collect();
        (normals, factors, checks)
    }
}
