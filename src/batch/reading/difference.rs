//! Whether two scenarios, or two means over scenarios, differ by more than the simulation error: on common draws by the
//! differences of their parts.

use super::Reading;
use crate::stats::student_t_975;

/// What one scenario, or mean over scenarios, has more of a statistic than another.
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
    /// Differences part by part of runs on the same draws.
    CommonDraws,
    /// The standard errors of the two, as if they were independent.
    StandardErrors,
    /// Nothing: a statistic whose simulation error is not kept.
    Nothing,
}

/// Whether a difference is more than chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There is none at all in this statistic; others may well differ.
    NoDifference,
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
            Some(half) if self.value == 0.0 && half == 0.0 => Verdict::NoDifference,
            Some(half) if self.value.abs() > half => Verdict::Apart,
            Some(_) => Verdict::NotApart,
        }
    }
}

/// The weighted mean of a statistic over scenarios, with what its error is worked out from.
#[derive(Clone, Debug, PartialEq)]
pub struct MeanOf {
    /// The mean.
    pub value: f64,
    /// Its 95 % interval as far as the runs tell one by one: the mean of their ends, too wide rather than too narrow.
    pub interval: Option<[f64; 2]>,
    /// Seed, trials and sampling that all runs share, with the trials and the mean of each part.
    parts: Option<(Draws, Vec<(u64, f64)>)>,
    /// The standard error if the runs err together, as they do on common draws: at most this.
    error: Option<f64>,
}

/// What two runs share if they rest on the same draws: seed, trials, sampling.
type Draws = (u64, u64, Option<String>);

impl MeanOf {
    /// What this mean is above another.
    ///
    /// On common draws, with the weight w = trials of the part / trials of the run and K parts, the variance of Σ w·d is
    /// estimated by K / (K − 1) · Σ w²·(d − Σ w·d)², which for equal parts is the usual variance of a mean; Student's t
    /// with K − 1 degrees of freedom.
    pub fn less(&self, other: &Self) -> Difference {
        let value = self.value - other.value;
        if let Some(half_width) = self.paired(other) {
            return Difference { value, half_width: Some(half_width), grounds: Grounds::CommonDraws };
        }
        let error = self.error.zip(other.error).map(|(a, b)| a.hypot(b));
        let half_width = error.map(|error| student_t_975(u64::MAX) * error);
        let grounds = if half_width.is_some() { Grounds::StandardErrors } else { Grounds::Nothing };
        Difference { value, half_width, grounds }
    }

    fn paired(&self, other: &Self) -> Option<f64> {
        let ((draws, x), (others, y)) = self.parts.as_ref().zip(other.parts.as_ref())?;
        let trials: f64 = x.iter().map(|(trials, _)| *trials as f64).sum();
        if draws != others || x.len() < 2 || !are_alike(x, y) || trials == 0.0 {
            return None;
        }
        let pairs = || x.iter().zip(y).map(|((n, x), (_, y))| (*n as f64 / trials, x - y));
        let mean: f64 = pairs().map(|(w, d)| w * d).sum();
        let spread: f64 = pairs().map(|(w, d)| (w * (d - mean)).powi(2)).sum();
        let parts = x.len() as f64;
        let error = (parts / (parts - 1.0) * spread).sqrt();
        Some(student_t_975(x.len() as u64 - 1) * error)
    }
}

/// Whether two runs were kept in the same parts.
fn are_alike(x: &[(u64, f64)], y: &[(u64, f64)]) -> bool {
    x.len() == y.len() && x.iter().zip(y).all(|(x, y)| x.0 == y.0)
}

impl Reading<'_> {
    /// What scenario `a` has more than scenario `b`; nothing where either has no value.
    pub fn difference(&self, a: usize, b: usize) -> Option<Difference> {
        Some(self.mean_of(&[(a, 1.0)])?.less(&self.mean_of(&[(b, 1.0)])?))
    }

    /// The weighted mean over scenarios; weights above 0 that need not add up to 1. Nothing of nothing, or where a scenario
    /// has no value.
    pub fn mean_of(&self, scenarios: &[(usize, f64)]) -> Option<MeanOf> {
        let total: f64 = scenarios.iter().map(|(_, weight)| weight).sum();
        if scenarios.is_empty() {
            return None;
        }
        let each = || scenarios.iter().map(|(scenario, weight)| (*scenario, weight / total));
        let value = each().map(|(s, w)| Some(w * self.value(s)?)).sum::<Option<f64>>()?;
        let end = |end: usize| each().map(|(s, w)| Some(w * self.interval(s)?[end])).sum::<Option<f64>>();
        let interval = end(0).zip(end(1)).map(|(low, high)| [low, high]);
        let error = each().map(|(s, w)| Some(w * self.error(s)?)).sum();
        Some(MeanOf { value, interval, parts: self.mean_parts(each()), error })
    }

    /// The mean part by part, of runs on the same draws.
    fn mean_parts(&self, each: impl Iterator<Item = (usize, f64)>) -> Option<(Draws, Vec<(u64, f64)>)> {
        let mut sum: Option<(Draws, Vec<(u64, f64)>)> = None;
        for (scenario, weight) in each {
            let run = self.results.scenarios.get(scenario)?;
            let draws = (run.seed, run.trials, run.sampling.clone());
            let own = self.parts(run)?;
            match &mut sum {
                None => sum = Some((draws, own.into_iter().map(|(n, x)| (n, weight * x)).collect())),
                Some((shared, parts)) if *shared == draws && are_alike(parts, &own) => {
                    parts.iter_mut().zip(&own).for_each(|(part, (_, x))| part.1 += weight * x);
                }
                Some(_) => return None,
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::FactorKind;
    use crate::batch::reading::Statistic;
    use crate::batch::reading::sample::{run, set_of};

    /// Nine futures on the draws of one seed err together, so the mean errs as each does: 0.05, and against another such mean
    /// under another seed 1.96 · 0.05 · √2.
    #[test]
    fn a_mean_over_common_draws_errs_as_much_as_each() {
        let futures = ["0", "1", "2", "3", "4", "5", "6", "7", "8"];
        let factors = [("l", FactorKind::Lever, &["0", "1"][..]), ("u", FactorKind::Uncertainty, &futures)];
        let runs = (0..18).map(|i| {
            let mut run = run("s", &[i / 9, i % 9], &[0.5, 0.5]);
            run.seed = 1 + (i / 9) as u64;
            run
        });
        let set = set_of(&factors, runs.collect());
        let reading = Reading::new(&set, Statistic::PMet);
        let mean =
            |first: usize| reading.mean_of(&(first..first + 9).map(|i| (i, 1.0)).collect::<Vec<_>>()).expect("values");
        let difference = mean(0).less(&mean(9));
        assert_eq!(difference.grounds, Grounds::StandardErrors);
        assert!((difference.half_width.expect("known") - 0.1386).abs() < 1e-3, "{difference:?}");
    }
}
