//! Dependence between latents: common factors of groups (nested ones too), and pairs through a correlation matrix.

use nalgebra::{DMatrix, linalg::SymmetricEigen};
use std::collections::{BTreeMap, HashSet};

/// Variables that share one common factor.
#[derive(Clone, Debug, PartialEq)]
pub struct CommonFactor {
    /// The variables, by position.
    pub members: Vec<usize>,
    /// The correlation between any two of the members that share no narrower group, 0 … below 1.
    pub correlation: f64,
    /// Of equally correlated groups with the same members, that of the lower rank counts as the wider one.
    pub rank: u8,
}

/// Two variables whose correlation is stated by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The two variables, by position.
    pub between: [usize; 2],
    /// Their correlation, above −1 and below 1.
    pub correlation: f64,
}

/// What to do about correlations that no set of variables can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    /// Refuse them.
    Refuse,
    /// Take the nearest matrix that is possible.
    Nearest,
}

/// How one latent is mixed from independent standard normals: z = Σ weight · factor + Σ weight · own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MixingRow {
    /// Weights on the common factors, by group.
    pub factors: Vec<(usize, f64)>,
    /// Weights on the variables' own normals, by variable.
    pub own: Vec<(usize, f64)>,
}

/// The mixing of all latents, one row a variable. Every row has unit length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mixing {
    /// One row a variable.
    pub rows: Vec<MixingRow>,
}

/// Why the stated dependence is impossible.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DependenceError {
    /// Two groups share some members, and neither holds the other.
    #[error("groups {0} and {1} overlap, and neither holds the other")]
    NotNested(usize, usize),
    /// The narrower group is less correlated than the wider.
    #[error("group {inner} lies in group {outer} but is less correlated")]
    InnerWeaker {
        /// The narrower group.
        inner: usize,
        /// The wider group.
        outer: usize,
    },
    /// The matrix of the pairs is not positive definite.
    #[error("the correlations of {pairs:?} are impossible together: smallest eigenvalue {smallest}")]
    NotPositive {
        /// The pairs concerned, by position.
        pairs: Vec<usize>,
        /// The smallest eigenvalue of their matrix, at most 0.
        smallest: f64,
    },
}

/// Works out how `variables` latents are mixed so that groups and pairs have their correlations.
///
/// A group's common factor carries the part of the correlation that wider groups do not; pairs act on what the factors
/// leave over. So a new member of a group changes no other member's row.
///
/// # Errors
/// [`DependenceError`], every one that is found.
pub fn mix(
    variables: usize,
    groups: &[CommonFactor],
    pairs: &[Pair],
    repair: Repair,
) -> Result<Mixing, Vec<DependenceError>> {
    let errors = nesting_errors(groups);
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut holding = vec![Vec::new(); variables];
    groups.iter().enumerate().for_each(|(g, group)| group.members.iter().for_each(|&m| holding[m].push(g)));
    let rows = holding.into_iter().enumerate().map(|(v, holding)| factor_row(v, holding, groups));
    let mut rows: Vec<MixingRow> = rows.collect();
    let errors: Vec<_> = components(variables, pairs)
        .into_iter()
        .filter_map(|component| mix_component(&component, pairs, &mut rows, repair).err())
        .collect();
    if errors.is_empty() { Ok(Mixing { rows }) } else { Err(errors) }
}

fn nesting_errors(groups: &[CommonFactor]) -> Vec<DependenceError> {
    let mut errors = Vec::new();
    let members: Vec<HashSet<usize>> = groups.iter().map(|g| g.members.iter().copied().collect()).collect();
    for (i, a) in groups.iter().enumerate() {
        for (j, b) in groups.iter().enumerate().skip(i + 1) {
            let shared = members[i].intersection(&members[j]).count();
            // Of two groups with the same members the more correlated counts as the inner.
            let narrower = (a.members.len(), -a.correlation) <= (b.members.len(), -b.correlation);
            let (inner, outer) = if narrower { (i, j) } else { (j, i) };
            if shared == 0 {
                continue;
            }
            if shared < groups[inner].members.len() {
                errors.push(DependenceError::NotNested(i, j));
            } else if groups[inner].correlation < groups[outer].correlation {
                errors.push(DependenceError::InnerWeaker { inner, outer });
            }
        }
    }
    errors
}

/// The row of a variable that some groups hold.
fn factor_row(variable: usize, mut holding: Vec<usize>, groups: &[CommonFactor]) -> MixingRow {
    // From the widest group to the narrowest; of equally correlated ones the wider must carry the correlation, since the
    // members of the narrower have it with the others too.
    let by_width = |a: usize, b: usize| {
        groups[b].members.len().cmp(&groups[a].members.len()).then(groups[a].rank.cmp(&groups[b].rank))
    };
    holding
        .sort_by(|&a, &b| groups[a].correlation.total_cmp(&groups[b].correlation).then(by_width(a, b)).then(a.cmp(&b)));
    let mut carried = 0.0;
    let factors = holding.into_iter().map(|g| {
        let weight = (groups[g].correlation - carried).max(0.0).sqrt();
        carried = groups[g].correlation;
        (g, weight)
    });
    let factors = factors.filter(|(_, w)| *w > 0.0).collect();
    MixingRow { factors, own: vec![(variable, (1.0 - carried).sqrt())] }
}

/// Variables that pairs join, rising, and the positions of those pairs.
#[derive(Debug, Default, PartialEq)]
struct Component {
    variables: Vec<usize>,
    pairs: Vec<usize>,
}

/// Sets of variables joined by pairs, by their least variable.
fn components(variables: usize, pairs: &[Pair]) -> Vec<Component> {
    let mut above: Vec<usize> = (0..variables).collect();
    for Pair { between: [a, b], .. } in pairs {
        let (a, b) = (least(&mut above, *a), least(&mut above, *b));
        above[a.max(b)] = a.min(b);
    }
    let mut sets: BTreeMap<usize, Component> = BTreeMap::new();
    for (position, pair) in pairs.iter().enumerate() {
        sets.entry(least(&mut above, pair.between[0])).or_default().pairs.push(position);
    }
    for variable in 0..variables {
        if let Some(set) = sets.get_mut(&least(&mut above, variable)) {
            set.variables.push(variable);
        }
    }
    sets.into_values().collect()
}

/// The least variable joined with one; ways to it are shortened.
fn least(above: &mut [usize], mut variable: usize) -> usize {
    while above[variable] != variable {
        above[variable] = above[above[variable]];
        variable = above[variable];
    }
    variable
}

fn mix_component(
    Component { variables: component, pairs: used }: &Component,
    pairs: &[Pair],
    rows: &mut [MixingRow],
    repair: Repair,
) -> Result<(), DependenceError> {
    let left: Vec<f64> = component.iter().map(|&v| rows[v].own[0].1).collect();
    let mut wanted = DMatrix::<f64>::identity(component.len(), component.len());
    for pair in used.iter().map(|index| pairs[*index]) {
        let [Ok(i), Ok(j)] = pair.between.map(|v| component.binary_search(&v)) else { continue };
        let rest = (pair.correlation - common(&rows[component[i]], &rows[component[j]])) / (left[i] * left[j]);
        wanted[(i, j)] = rest;
        wanted[(j, i)] = rest;
    }
    let impossible = |wanted: DMatrix<f64>| {
        let smallest = SymmetricEigen::new(wanted).eigenvalues.min();
        DependenceError::NotPositive { pairs: used.clone(), smallest }
    };
    let possible = if is_possible(&wanted) {
        wanted
    } else if repair == Repair::Nearest {
        nearest_correlation(&wanted)
    } else {
        return Err(impossible(wanted));
    };
    let Some(cholesky) = possible.clone().cholesky() else { return Err(impossible(possible)) };
    let lower = cholesky.l();
    for (i, &v) in component.iter().enumerate() {
        let weights = (0..=i).map(|j| (component[j], left[i] * lower[(i, j)]));
        rows[v].own = weights.filter(|(_, w)| *w != 0.0).collect();
    }
    Ok(())
}

/// Whether all eigenvalues are above 1e-10: whether the matrix is positive definite with that much less on its diagonal.
fn is_possible(wanted: &DMatrix<f64>) -> bool {
    let mut less = wanted.clone();
    less.fill_diagonal(1.0 - 1e-10);
    less.cholesky().is_some()
}

fn common(a: &MixingRow, b: &MixingRow) -> f64 {
    let with = |factor| b.factors.iter().find(|(f, _)| *f == factor).map_or(0.0, |(_, w)| *w);
    a.factors.iter().map(|(f, w)| w * with(*f)).sum()
}

/// The nearest correlation matrix (Higham 2002: alternating projections with Dykstra's correction), kept a little
/// inside the set of possible ones so that it has a Cholesky factor.
fn nearest_correlation(wanted: &DMatrix<f64>) -> DMatrix<f64> {
    const LEAST: f64 = 1e-8;
    let n = wanted.nrows();
    let mut y = wanted.clone();
    let mut correction = DMatrix::<f64>::zeros(n, n);
    for _ in 0..1000 {
        let r = &y - &correction;
        let eigen = SymmetricEigen::new(r.clone());
        let raised = DMatrix::from_diagonal(&eigen.eigenvalues.map(|v| v.max(LEAST)));
        let x = &eigen.eigenvectors * raised * eigen.eigenvectors.transpose();
        correction = &x - r;
        let mut next = x;
        next.fill_diagonal(1.0);
        let change = (&next - &y).abs().max();
        y = next;
        if change < 1e-12 {
            break;
        }
    }
    // What remains of the distance to the set is closed by shrinking towards independence.
    let smallest = SymmetricEigen::new(y.clone()).eigenvalues.min();
    let keep = if smallest < LEAST { (1.0 - LEAST) / (1.0 - smallest) } else { 1.0 };
    let mut out = y * keep;
    out.fill_diagonal(1.0);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The correlation that two rows give.
    fn correlation(mixing: &Mixing, a: usize, b: usize) -> f64 {
        let (a, b) = (&mixing.rows[a], &mixing.rows[b]);
        let dot = |x: &[(usize, f64)], y: &[(usize, f64)]| -> f64 {
            x.iter().map(|(i, w)| y.iter().filter(|(j, _)| i == j).map(|(_, v)| v * w).sum::<f64>()).sum()
        };
        dot(&a.factors, &b.factors) + dot(&a.own, &b.own)
    }

    fn group(members: &[usize], correlation: f64) -> CommonFactor {
        CommonFactor { members: members.to_vec(), correlation, rank: 0 }
    }

    fn pair(a: usize, b: usize, correlation: f64) -> Pair {
        Pair { between: [a, b], correlation }
    }

    #[test]
    fn nested_groups_and_pairs_get_their_correlations() {
        let groups = [group(&[0, 1, 2, 3], 0.2), group(&[0, 1], 0.5)];
        let mixing = mix(6, &groups, &[pair(1, 4, -0.3), pair(2, 3, 0.6)], Repair::Refuse).expect("possible");
        for (a, b, r) in [(0, 1, 0.5), (0, 2, 0.2), (2, 3, 0.6), (1, 4, -0.3), (0, 4, 0.0), (4, 5, 0.0), (3, 3, 1.0)] {
            assert!((correlation(&mixing, a, b) - r).abs() < 1e-12, "{a} {b}: {}", correlation(&mixing, a, b));
        }
    }

    #[test]
    fn nested_groups_of_equal_correlation_hold_in_either_order() {
        for groups in [[group(&[0, 1], 0.3), group(&[0, 1, 2], 0.3)], [group(&[0, 1, 2], 0.3), group(&[0, 1], 0.3)]] {
            let mixing = mix(3, &groups, &[], Repair::Refuse).expect("possible");
            for (a, b) in [(0, 1), (0, 2), (1, 2)] {
                assert!((correlation(&mixing, a, b) - 0.3).abs() < 1e-12, "{a} {b}: {}", correlation(&mixing, a, b));
            }
        }
    }

    #[test]
    fn a_new_member_changes_no_other_row() {
        let before = mix(3, &[group(&[0, 1], 0.3)], &[], Repair::Refuse).expect("possible");
        let after = mix(3, &[group(&[0, 1, 2], 0.3)], &[], Repair::Refuse).expect("possible");
        assert_eq!(before.rows[..2], after.rows[..2]);
    }

    #[test]
    fn a_single_member_has_the_row_that_it_has_among_others() {
        let inner = |members: &[usize]| CommonFactor { rank: 1, ..group(members, 0.3) };
        let outer = |members: &[usize]| group(members, 0.3);
        let widest = |members: &[usize]| group(members, 0.1);
        let row = |groups: &[CommonFactor]| mix(3, groups, &[], Repair::Refuse).expect("possible").rows[0].clone();
        let among = row(&[inner(&[0]), outer(&[0, 1]), widest(&[0, 1, 2])]);
        for alone in [
            [inner(&[0]), outer(&[0]), widest(&[0])],
            [inner(&[0]), outer(&[0]), widest(&[0, 2])],
            [inner(&[0]), outer(&[0, 1]), widest(&[0, 1])],
        ] {
            assert_eq!(row(&alone), among);
        }
    }

    #[test]
    fn impossible_dependence_is_named() {
        let overlapping = mix(3, &[group(&[0, 1], 0.3), group(&[1, 2], 0.3)], &[], Repair::Refuse);
        assert_eq!(overlapping, Err(vec![DependenceError::NotNested(0, 1)]));
        let weaker = mix(3, &[group(&[0, 1, 2], 0.3), group(&[1, 2], 0.1)], &[], Repair::Refuse);
        assert_eq!(weaker, Err(vec![DependenceError::InnerWeaker { inner: 1, outer: 0 }]));
        // Three pairs at −0.9: eigenvalues 1 − 2·0.9 = −0.8 and 1.9 twice.
        let pairs = [pair(0, 1, -0.9), pair(1, 2, -0.9), pair(0, 2, -0.9)];
        match mix(3, &[], &pairs, Repair::Refuse) {
            Err(errors) => match &errors[..] {
                [DependenceError::NotPositive { pairs, smallest }] => {
                    assert_eq!(pairs, &[0, 1, 2]);
                    assert!((smallest + 0.8).abs() < 1e-12);
                }
                other => panic!("{other:?}"),
            },
            Ok(mixing) => panic!("{mixing:?}"),
        }
    }

    #[test]
    fn the_nearest_matrix_is_the_known_one() {
        // By symmetry the nearest to three pairs at −0.9 is three pairs at −0.5.
        let pairs = [pair(0, 1, -0.9), pair(1, 2, -0.9), pair(0, 2, -0.9)];
        let mixing = mix(3, &[], &pairs, Repair::Nearest).expect("repaired");
        for (a, b) in [(0, 1), (1, 2), (0, 2)] {
            assert!((correlation(&mixing, a, b) + 0.5).abs() < 1e-6, "{}", correlation(&mixing, a, b));
        }
        // Higham (2002), §4: the nearest to [1 1 0; 1 1 1; 0 1 1] has 0.7607 and 0.1573 off the diagonal.
        let pairs = [pair(0, 1, 0.999_999), pair(1, 2, 0.999_999), pair(0, 2, 0.0)];
        let mixing = mix(3, &[], &pairs, Repair::Nearest).expect("repaired");
        assert!((correlation(&mixing, 0, 1) - 0.7607).abs() < 1e-4);
        assert!((correlation(&mixing, 0, 2) - 0.1573).abs() < 1e-4);
    }
}
