//! Values that come again and again: each is counted by itself, exactly, since a histogram would smear it over its bin.

use std::collections::VecDeque;
use std::iter::Peekable;

/// Values that one block must hold of an atom for it to be counted as one.
const LEAST: usize = 2;
/// The most atoms that are told apart.
const MOST: usize = 256;

/// Some values with their counts, rising. Which values these are is fixed before the first block is counted, so merging adds
/// integers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Atoms {
    values: Vec<f64>,
    counts: Vec<u64>,
}

impl Atoms {
    /// Bytes that the values and their counts take at most.
    pub(super) const BYTES: usize = MOST * (size_of::<f64>() + size_of::<u64>());

    /// The values that a column of sample values holds more than once, the most frequent first where there are too many.
    pub fn of_sample(values: &[f64]) -> Self {
        if !any_twice(values) {
            return Self::default();
        }
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let mut found: Vec<(usize, f64)> =
            sorted.chunk_by(|a, b| a == b).filter(|run| run.len() >= LEAST).map(|run| (run.len(), run[0])).collect();
        found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.total_cmp(&b.1)));
        found.truncate(MOST);
        let mut values: Vec<f64> = found.into_iter().map(|(_, value)| value).collect();
        values.sort_by(f64::total_cmp);
        Self { counts: vec![0; values.len()], values }
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Counts a value if it is one of them, and says whether it is.
    pub(super) fn count(&mut self, value: f64) -> bool {
        let at = self.values.partition_point(|atom| *atom < value);
        let is_atom = self.values.get(at) == Some(&value);
        if is_atom {
            self.counts[at] += 1;
        }
        is_atom
    }

    /// Adds the counts of other blocks of the same run.
    pub(super) fn merge(&mut self, other: &Self) {
        debug_assert_eq!(self.values, other.values);
        self.counts.iter_mut().zip(&other.counts).for_each(|(mine, theirs)| *mine += theirs);
    }

    /// Those with a count, rising.
    pub(super) fn counted(&self) -> impl Iterator<Item = (f64, u64)> {
        self.values.iter().copied().zip(self.counts.iter().copied()).filter(|(_, count)| *count > 0)
    }
}

/// Whether any value comes twice. Hardly any column has such values, and this takes a fraction of the time of sorting.
fn any_twice(values: &[f64]) -> bool {
    const FREE: u64 = u64::MAX;
    let mut seen = vec![FREE; (4 * values.len()).next_power_of_two()];
    values.iter().any(|value| {
        // Zero has two signs.
        let bits = (value + 0.0).to_bits();
        let hash = bits.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        let mut at = hash as usize % seen.len();
        while seen[at] != FREE && seen[at] != bits {
            at = (at + 1) % seen.len();
        }
        std::mem::replace(&mut seen[at], bits) == bits
    })
}

/// Values between two bounds, spread evenly as far as is known; an atom where the bounds are one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) count: u64,
    /// The lower edge of its bin, which every value of the piece reaches.
    floor: f64,
    /// What its values surely reach but for the first `unsure` of them: how the values of a bin lie around its atoms is
    /// not known.
    sure: f64,
    unsure: u64,
}

/// The pieces of bins (low edge, high edge, count; rising and apart) and atoms, rising. The values of a bin are taken to lie
/// evenly around the atoms in it.
pub(super) fn pieces(mut bins: impl Iterator<Item = (f64, f64, u64)>, atoms: &Atoms) -> impl Iterator<Item = Piece> {
    let mut atoms = atoms.counted().peekable();
    let mut ready = VecDeque::new();
    let next = move || {
        if ready.is_empty() {
            let Some(bin) = bins.next() else { return atoms.next().map(alone) };
            // Nearly every bin holds no atom.
            if atoms.peek().is_none_or(|(atom, _)| *atom >= bin.1) {
                return Some(whole(bin));
            }
            while let Some(atom) = atoms.next_if(|(atom, _)| *atom < bin.0) {
                ready.push_back(alone(atom));
            }
            parted(bin, &mut atoms, &mut ready);
        }
        ready.pop_front()
    };
    std::iter::from_fn(next).filter(|piece| piece.count > 0)
}

fn alone((atom, count): (f64, u64)) -> Piece {
    Piece { low: atom, high: atom, count, floor: atom, sure: atom, unsure: 0 }
}

fn whole((low, high, count): (f64, f64, u64)) -> Piece {
    Piece { low, high, count, floor: low, sure: low, unsure: 0 }
}

/// The pieces of one bin. What lies between two atoms is sure to reach the lower one but for as many values as could lie
/// below it.
fn parted(
    (floor, high, count): (f64, f64, u64),
    atoms: &mut Peekable<impl Iterator<Item = (f64, u64)>>,
    into: &mut VecDeque<Piece>,
) {
    let mut between = whole((floor, high, count));
    while let Some((atom, of_atom)) = atoms.next_if(|(atom, _)| *atom < high) {
        let share = (atom - between.low) / (high - between.low);
        let below = ((between.count as f64 * share).round() as u64).min(between.count);
        let left = between.count - below;
        into.push_back(Piece { high: atom, count: below, ..between });
        into.push_back(Piece { low: atom, high: atom, count: of_atom, floor, sure: atom, unsure: left });
        between = Piece { low: atom, high, count: left, floor, sure: atom, unsure: left.saturating_sub(of_atom) };
    }
    into.push_back(between);
}

impl Piece {
    /// A value that the one at this rank among the piece's own (from 0 on) surely reaches.
    pub(super) fn surely(&self, rank: u64) -> f64 {
        if rank >= self.unsure { self.sure } else { self.floor }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_come_again_are_atoms() {
        let mut atoms = Atoms::of_sample(&[3.0, 1.0, 0.0, -0.0, 3.0, 2.0, 3.0]);
        assert_eq!(atoms.values, [0.0, 3.0]);
        assert!(!atoms.count(1.0) && atoms.count(0.0) && atoms.count(-0.0) && atoms.count(3.0));
        let other = atoms.clone();
        atoms.merge(&other);
        assert_eq!(atoms.counted().collect::<Vec<_>>(), [(0.0, 4), (3.0, 2)]);
        assert!(Atoms::of_sample(&[1.0, 2.0]).is_empty());
    }

    #[test]
    fn of_too_many_atoms_the_most_frequent_are_kept() {
        let twice = (0..2 * MOST).flat_map(|k| [k as f64; 2]);
        let values: Vec<f64> = twice.chain([400.0, 500.0]).collect();
        let atoms = Atoms::of_sample(&values);
        assert_eq!(atoms.values.len(), MOST);
        assert!(atoms.values.contains(&400.0) && atoms.values.contains(&500.0) && atoms.values.is_sorted());
    }

    #[test]
    fn atoms_part_their_bin() {
        let mut atoms = Atoms::of_sample(&[0.0, 0.0, 0.25, 0.25, 9.0, 9.0]);
        for (atom, count) in [(0.25, 40), (9.0, 5)] {
            (0..count).for_each(|_| assert!(atoms.count(atom)));
        }
        // A bin from 0 to 1 with 8 values besides: a quarter of them below the atom.
        let pieces: Vec<Piece> = pieces([(0.0, 1.0, 8), (1.0, 2.0, 3)].into_iter(), &atoms).collect();
        let of: Vec<_> = pieces.iter().map(|p| (p.low, p.high, p.count)).collect();
        assert_eq!(of, [(0.0, 0.25, 2), (0.25, 0.25, 40), (0.25, 1.0, 6), (1.0, 2.0, 3), (9.0, 9.0, 5)]);
        // All 8 may lie below the atom: then its first 6 places hold such values.
        assert_eq!([pieces[1].surely(5), pieces[1].surely(6)], [0.0, 0.25]);
        // Whatever comes after as many values as that reaches the atom.
        assert_eq!([pieces[0].surely(0), pieces[2].surely(0), pieces[4].surely(0)], [0.0, 0.25, 9.0]);
    }
}
