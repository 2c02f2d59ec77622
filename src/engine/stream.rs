//! Counter-based random streams: any 64 random bits at once from (seed, name, counter), in any order.

use rand::rand_core::{Infallible, TryRng};
use sha2::{Digest, Sha256};

/// A stream of random bits named by what it is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RandomStream {
    offset: u64,
    whitening: u64,
}

/// Which family of streams of a name: so that uses of one name share no bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// The draws themselves.
    Draws = 0,
    /// The order of strata within a block.
    Strata = 1,
}

impl RandomStream {
    /// The stream of a name under a seed: its two keys are read off SHA-256 of both.
    pub fn new(seed: u64, name: &str, family: Named) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"mikomi stream 1");
        hash.update([family as u8]);
        hash.update(seed.to_le_bytes());
        hash.update(name.as_bytes());
        let digest = hash.finalize();
        let word = |at: usize| digest[at..at + 8].iter().rev().fold(0_u64, |w, byte| (w << 8) | u64::from(*byte));
        Self { offset: word(0), whitening: word(8) }
    }

    /// How far one counter lies from the next on the Weyl sequence.
    pub(super) const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

    /// 64 random bits: a Weyl sequence through the finaliser of `SplitMix64` (Stafford's mix 13), with a second key
    /// between the multiplications so that no two names run along the same sequence.
    #[inline(always)]
    #[allow(clippy::inline_always)]
    pub fn bits(&self, counter: u64) -> u64 {
        self.mix(self.start(counter))
    }

    /// Where a counter stands on the Weyl sequence.
    #[inline(always)]
    #[allow(clippy::inline_always)]
    pub(super) fn start(&self, counter: u64) -> u64 {
        counter.wrapping_add(1).wrapping_mul(Self::STEP).wrapping_add(self.offset)
    }

    /// The bits of a place on the Weyl sequence.
    #[inline(always)]
    #[allow(clippy::inline_always)]
    pub(super) fn mix(&self, place: u64) -> u64 {
        let mut x = place;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9) ^ self.whitening;
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 31)
    }

    /// The stream as a sequential generator from its first counter on, for the distributions of other crates.
    pub fn sequential(self) -> impl TryRng<Error = Infallible> {
        Sequential { stream: self, next: 0 }
    }
}

struct Sequential {
    stream: RandomStream,
    next: u64,
}

impl TryRng for Sequential {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|bits| (bits >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let bits = self.stream.bits(self.next);
        self.next += 1;
        Ok(bits)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let bits = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(&bits[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_differ_by_seed_name_and_family_and_by_nothing_else() {
        let one = RandomStream::new(1, "a", Named::Draws);
        assert_eq!(one, RandomStream::new(1, "a", Named::Draws));
        for other in [
            RandomStream::new(2, "a", Named::Draws),
            RandomStream::new(1, "b", Named::Draws),
            RandomStream::new(1, "a", Named::Strata),
        ] {
            assert_ne!(one.bits(0), other.bits(0));
        }
    }

    #[test]
    fn each_bit_is_set_half_the_time_and_changes_half_the_time() {
        let stream = RandomStream::new(7, "bits", Named::Draws);
        let n = 1_u64 << 16;
        for bit in 0..64 {
            let set = (0..n).filter(|&c| stream.bits(c) >> bit & 1 == 1).count() as f64;
            let changed = (0..n).filter(|&c| (stream.bits(c) ^ stream.bits(c + 1)) >> bit & 1 == 1).count() as f64;
            // Five standard deviations of a fair coin: 5 · √(n/4).
            for count in [set, changed] {
                assert!((count - n as f64 / 2.0).abs() < 5.0 * (n as f64 / 4.0).sqrt(), "bit {bit}: {count}");
            }
        }
    }
}
