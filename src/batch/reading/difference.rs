//! Whether two scenarios differ by more than the simulation error: on common draws by the differences of their parts.

use super::Reading;
use crate::stats::student_t_975;

/// What one scenario has more of a statistic than another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The difference of the values, in the unit of the statistic.
    pub value: f64,
    /// Half of its 95 % interval; nothing where the simulation error is not known.
    pub half_width: Option<f64>,
    /// How it was judged.
    pub grounds: Grounds,
}

/// What a judgement about a difference rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grounds {
    /// Differences part by part of two runs on the same draws.
    CommonDraws,
    /// The standard errors of two runs, as if they were independent.
    StandardErrors,
    /// Nothing: a statistic whose simulation error is not kept.
    Nothing,
}

/// Whether a difference is more than chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There is none at all.
    Same,
    /// It is within the simulation error: the two cannot be told apart.
    NotApart,
    /// It is beyond the simulation error.
    Apart,
    /// Not known.
    Unknown,
}

impl Difference {
    /// Whether it is more than chance, at 95 %.
    pub fn verdict(&self) -> Verdict {
        match self.half_width {
            None => Verdict::Unknown,
            Some(half) if self.value == 0.0 && half == 0.0 => Verdict::Same,
            Some(half) if self.value.abs() > half => Verdict::Apart,
            Some(_) => Verdict::NotApart,
        }
    }
}

impl Reading<'_> {
    /// What scenario `a` has more than scenario `b`; nothing where either has no value.
    pub fn difference(&self, a: usize, b: usize) -> Option<Difference> {
        let value = self.value(a)? - self.value(b)?;
        if let Some(half_width) = self.paired(a, b) {
            return Some(Difference { value, half_width: Some(half_width), grounds: Grounds::CommonDraws });
        }
        let errors = self.error(a).zip(self.error(b));
        let half_width = errors.map(|(x, y)| student_t_975(u64::MAX) * x.hypot(y));
        let grounds = if half_width.is_some() { Grounds::StandardErrors } else { Grounds::Nothing };
        Some(Difference { value, half_width, grounds })
    }

    /// Half the 95 % interval of the difference of two runs on the same draws; nothing where they are not, or where the
    /// statistic is no mean over trials.
    ///
    /// With the weight w = trials of the part / trials of the run and K parts, the variance of Σ w·d is estimated by
    /// K / (K − 1) · Σ w²·(d − Σ w·d)², which for equal parts is the usual variance of a mean; Student's t with K − 1
    /// degrees of freedom.
    fn paired(&self, a: usize, b: usize) -> Option<f64> {
        let (first, second) = (self.results.scenarios.get(a)?, self.results.scenarios.get(b)?);
        let run = |i: usize| {
            let s = &self.results.scenarios[i];
            (s.seed, s.trials, s.sampling.as_deref())
        };
        if run(a) != run(b) {
            return None;
        }
        let (x, y) = (self.parts(first)?, self.parts(second)?);
        let shared = x.len() == y.len() && x.len() >= 2 && x.iter().zip(&y).all(|(x, y)| x.0 == y.0);
        let trials: f64 = x.iter().map(|(trials, _)| *trials as f64).sum();
        if !shared || trials == 0.0 {
            return None;
        }
        let pairs = || x.iter().zip(&y).map(|((n, x), (_, y))| (*n as f64 / trials, x - y));
        let mean: f64 = pairs().map(|(w, d)| w * d).sum();
        let spread: f64 = pairs().map(|(w, d)| (w * (d - mean)).powi(2)).sum();
        let parts = x.len() as f64;
        let error = (parts / (parts - 1.0) * spread).sqrt();
        Some(student_t_975(x.len() as u64 - 1) * error)
    }
}
