//! Loops over columns, compiled for several instruction sets and chosen at run time.
//!
//! The loops are plain: no fused multiply-add and no reordering of sums, so every version gives the same bits.

use std::ops::{Deref, DerefMut};

/// The number of trials of a full block, and so the length of a column.
pub const BLOCK: usize = 1024;

/// One number a trial of a block, at the start of a cache line: a load that crosses two of them takes twice as long.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(64))]
pub struct TrialColumn<T = f64>(pub [T; BLOCK]);

impl<T: Copy> TrialColumn<T> {
    /// A column of one value.
    pub const fn of(value: T) -> Self {
        Self([value; BLOCK])
    }
}

impl<T> Deref for TrialColumn<T> {
    type Target = [T; BLOCK];

    #[inline(always)]
    #[allow(clippy::inline_always)]
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T> DerefMut for TrialColumn<T> {
    #[inline(always)]
    #[allow(clippy::inline_always)]
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

/// 1.5 · 2⁵²: adding it to a number of magnitude below 2⁵¹ rounds that to a whole one, which then stands in the low bits.
pub(crate) const ROUNDER: f64 = 6_755_399_441_055_744.0;

/// The whole part of 0 ≤ x < 2³¹ (of a whole number that or the one before it), without the test for overflow that a cast makes for every number.
#[inline(always)]
#[allow(clippy::inline_always)]
pub(crate) fn whole(x: f64) -> u32 {
    ((x - 0.5) + ROUNDER).to_bits() as u32
}

/// Compiles each function for every instruction set. In tests a module of the function's name holds the lesser versions,
/// which the best would hide.
macro_rules! kernels {
    ($($(#[$meta:meta])* $vis:vis fn $name:ident($($arg:ident: $ty:ty),* $(,)?) $(-> $out:ty)? $body:block)*) => {$(
        $(#[$meta])*
        #[multiversion::multiversion(
            targets("x86_64+avx512f+avx512dq+avx512vl+avx512bw", "x86_64+avx2", "aarch64+neon")
        )]
        $vis fn $name($($arg: $ty),*) $(-> $out)? $body

        #[cfg(test)]
        #[allow(dead_code, unused_imports, clippy::pedantic)]
        mod $name {
            use super::*;

            #[multiversion::multiversion(targets("x86_64+avx2"))]
            pub(super) fn narrow($($arg: $ty),*) $(-> $out)? $body

            #[inline(never)]
            pub(super) fn baseline($($arg: $ty),*) $(-> $out)? $body
        }
    )*};
}
pub(crate) use kernels;

/// Every version of a kernel that this machine has gives the same bits: `alike!(out = start; kernel(&mut out, …))`.
#[cfg(test)]
macro_rules! alike {
    ($out:ident = $start:expr; $kernel:ident($($arg:expr),* $(,)?)) => {{
        let best = { let mut $out = $start; let returned = $kernel($($arg),*); format!("{:?}", ($out, returned)) };
        let narrow = { let mut $out = $start; let returned = $kernel::narrow($($arg),*); format!("{:?}", ($out, returned)) };
        let baseline = { let mut $out = $start; let returned = $kernel::baseline($($arg),*); format!("{:?}", ($out, returned)) };
        assert!(best == narrow && narrow == baseline, stringify!($kernel));
    }};
}
#[cfg(test)]
pub(crate) use alike;

/// Columns to try kernels on: numbers of both signs, large and small, none of them special.
#[cfg(test)]
pub(crate) fn sample(kind: u64) -> TrialColumn {
    let mut state = kind.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    TrialColumn(std::array::from_fn(|_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 11) as f64 / (1_u64 << 52) as f64 - 1.0) * 4.0
    }))
}
