//! Which trials of a block meet a target, one bit a trial.

use crate::vector::{BLOCK, kernels};

const WORDS: usize = BLOCK / 64;
/// Binary digits of the number of targets: more of them than any plan can have.
const DIGITS: usize = 32;

/// One bit a trial of a block; the trials past its end do not meet the target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Meeting([u64; WORDS]);

impl Meeting {
    /// Which of at most [`BLOCK`] values are at least `least`.
    pub fn of(values: &[f64], least: f64) -> Self {
        let mut words = [0; WORDS];
        let (whole, rest) = values.as_chunks::<64>();
        at_least(whole, least, &mut words);
        for (k, x) in rest.iter().enumerate() {
            words[whole.len()] |= u64::from(*x >= least) << k;
        }
        Self(words)
    }

    /// The first `n` trials, all of them or none.
    pub fn certain(holds: bool, n: usize) -> Self {
        let word = |w: usize| match n.saturating_sub(w * 64) {
            _ if !holds => 0,
            rest if rest >= 64 => u64::MAX,
            rest => (1 << rest) - 1,
        };
        Self(std::array::from_fn(word))
    }

    /// How many trials.
    pub fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// The trials of both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self(std::array::from_fn(|w| self.0[w] & other.0[w]))
    }

    /// The trials of this and not of the other.
    #[must_use]
    pub fn and_not(&self, other: &Self) -> Self {
        Self(std::array::from_fn(|w| self.0[w] & !other.0[w]))
    }

    /// Adds to `counts[k]` how many of the first `n` trials are in exactly k of `all`: all of them added up bit by bit.
    pub fn add_by_count(all: &[Self], n: usize, counts: &mut [u64]) {
        let mut sums = [Self::default(); DIGITS];
        let sums = &mut sums[..(usize::BITS - all.len().leading_zeros()) as usize];
        for one in all {
            let mut carry = *one;
            for sum in &mut *sums {
                let both = sum.and(&carry);
                *sum = Self(std::array::from_fn(|w| sum.0[w] ^ carry.0[w]));
                carry = both;
            }
        }
        let exactly = |k: usize| {
            let digit =
                |(d, sum): (usize, &Self)| if k >> d & 1 == 1 { *sum } else { Self::certain(true, n).and_not(sum) };
            sums.iter().enumerate().map(digit).fold(Self::certain(true, n), |met, digit| met.and(&digit)).count()
        };
        counts.iter_mut().enumerate().for_each(|(k, count)| *count += u64::from(exactly(k)));
    }
}

kernels! {
    fn at_least(values: &[[f64; 64]], least: f64, words: &mut [u64; WORDS]) {
        for (word, values) in words.iter_mut().zip(values) {
            let mut bits = 0_u64;
            for (k, x) in values.iter().enumerate() {
                bits |= if *x >= least { 1 << k } else { 0 };
            }
            *word = bits;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vector::{alike, sample};

    #[test]
    fn bits_are_those_of_the_values() {
        for n in [0, 1, 63, 64, 65, 1000, 1024] {
            let values: Vec<f64> = (0..n).map(|i| f64::from(i * 37 % 101)).collect();
            let met = Meeting::of(&values, 50.0);
            assert_eq!(met.count() as usize, values.iter().filter(|x| **x >= 50.0).count());
            for (i, x) in values.iter().enumerate() {
                assert_eq!(met.0[i / 64] >> (i % 64) & 1 == 1, *x >= 50.0, "{n} {i}");
            }
            assert_eq!(Meeting::certain(true, values.len()).count() as usize, values.len());
            assert_eq!(Meeting::certain(false, values.len()).count(), 0);
        }
    }

    #[test]
    fn counts_by_how_many() {
        // Trial i is in set s if bit s of i is set: of 1,000 trials the count is that of the ones of i mod 8.
        let set = |s: usize| Meeting::of(&(0..1000).map(|i| f64::from(i >> s & 1)).collect::<Vec<_>>(), 1.0);
        let sets: Vec<Meeting> = (0..3).map(set).collect();
        // 125 whole turns of 8: one with none, three with one, three with two, one with all.
        let by_count = |sets: &[Meeting], n| {
            let mut counts = vec![0; sets.len() + 1];
            Meeting::add_by_count(sets, n, &mut counts);
            counts
        };
        assert_eq!(by_count(&sets, 1000), [125, 375, 375, 125]);
        assert_eq!(by_count(&[], 7), [7]);
        assert_eq!(sets[0].and(&sets[1]).count(), 250);
        assert_eq!(sets[0].and_not(&sets[1]).count(), 250);
    }

    #[test]
    fn every_instruction_set_gives_the_same_bits() {
        let x = sample(1);
        alike!(words = [0; WORDS]; at_least(x.as_chunks::<64>().0, 0.3, &mut words));
    }
}
