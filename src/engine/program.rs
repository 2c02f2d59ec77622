//! What every block does, as passes over columns.

use super::kernels::DELAYS;

/// A column of numbers by position.
pub(super) type Register = usize;

/// One pass over columns. `out` is always the column that is written.
#[derive(Debug)]
pub(super) enum Pass {
    Set {
        out: Register,
        value: f64,
    },
    Copy {
        out: Register,
        of: Register,
    },
    Draw {
        out: Register,
        source: usize,
        drawn: usize,
    },
    /// Works a draw out in the order of its strata, for the sums that follow.
    Prepare {
        source: usize,
        drawn: usize,
    },
    WeightedSum {
        out: Register,
        constant: f64,
        terms: Vec<(Register, f64)>,
    },
    Quantile {
        out: Register,
        of: Register,
        drawn: usize,
    },
    Multiply {
        out: Register,
        by: Register,
    },
    Maximum {
        out: Register,
        with: Register,
    },
    Minimum {
        out: Register,
        with: Register,
    },
    /// Makes a delay whole: a year more where its fraction is above Φ of a normal draw.
    Slip {
        out: Register,
        by: Register,
    },
    /// Takes the second of two where the second of their delays is the greater.
    OfGreater {
        out: Register,
        of: [Register; 2],
        delays: [Register; 2],
    },
    Years {
        out: usize,
        delay: Register,
        first: f64,
        whole: bool,
    },
    Fraction {
        out: Register,
        delay: Register,
        first: f64,
    },
    Scale {
        out: Register,
        weight: f64,
        of: Register,
    },
    LookUp {
        out: Register,
        base: Register,
        years: usize,
        table: usize,
    },
    Interpolate {
        out: Register,
        base: Register,
        years: usize,
        fraction: Register,
        table: usize,
    },
    AddScaled {
        out: Register,
        weight: f64,
        of: Register,
    },
    AddLookUp {
        out: Register,
        base: Register,
        years: usize,
        table: usize,
    },
    /// Multiplies by the draw prepared.
    MultiplyPrepared {
        out: Register,
    },
    /// Adds weight · base · the draw prepared.
    AddPrepared {
        out: Register,
        weight: f64,
        base: Register,
    },
    /// Adds base · level · the draw prepared.
    AddLatePrepared {
        out: Register,
        base: Register,
        years: usize,
        table: usize,
    },
    Walk {
        out: Register,
        drift: f64,
        sigma: f64,
        z: Register,
    },
    Persist {
        out: Register,
        persistence: f64,
        z: Register,
    },
    Exp {
        out: Register,
        of: Register,
        shift: f64,
        factor: f64,
    },
    Cut {
        out: Vec<Register>,
        share: f64,
        members: Vec<Register>,
    },
    Standardise {
        out: Register,
        of: Register,
        mean: f64,
        per_sd: f64,
        squares: usize,
        before: Option<usize>,
    },
    /// Counts a column.
    Count {
        spread: usize,
        of: Register,
    },
    /// Averages a column.
    Average {
        average: usize,
        of: Register,
    },
    /// Counts the correlation of latents (0) or values (1).
    Correlate {
        check: usize,
        which: usize,
        of: Register,
        squares: usize,
    },
}

/// What every block does.
#[derive(Debug, Default)]
pub(super) struct Program {
    pub(super) passes: Vec<Pass>,
    /// How many columns of numbers it takes, and of whole years.
    pub(super) registers: usize,
    pub(super) years: usize,
    /// How many sums of squares.
    pub(super) squares: usize,
    /// Levels by whole years of delay.
    pub(super) tables: Vec<[f64; DELAYS]>,
    /// The most members of an overlap.
    pub(super) members: usize,
}
