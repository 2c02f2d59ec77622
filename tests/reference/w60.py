"""The reference workload W60 by plain sampling: 60 initiatives, 3 policies, years 2022 to 2031 of which the plan is the first six,
basis recurring; 6 editions of 5 years, base 2021 to 2026.

    python tests/reference/w60.py [trials]        (Python 3.11 or later; needs numpy and scipy)

Writes w60.json: for each policy and the total, each plan year, the plan period (on its own basis, and with each year counted in
the edition made in it: "rolling") and each edition, the planned value and the statistics of X with their standard errors.

Initiative k = 0..59 serves policy k mod 3. Its full level is F = 1000·(1 + k mod 10) and it starts in year s = k mod 4:
- saving: linear over 3 years from s, then held; moves with the delay (0, 1, 2 years with 60, 30, 10 %); goes ahead with 90 %;
  realisation PERT(0.4, 0.9, 1.1), latents correlated 0.3 within a policy; each year its own mean-one log-normal noise, σ = 0.1;
- cost: F/2 in the years s and s + 1, neither delayed nor saved by not going ahead; overrun log-normal, median 1.15, σ = 0.2.
Target of a policy's year: 0.85 of its planned savings less its planned costs; the total's: their sum.

Savings last and costs are spent once, of targets as of effects. So an edition with base year B counts in each of its years savings
less the savings of B, less costs: the target less its own level of B, the effect less the level reached in B in that trial. There
is no level before the first year.
"""

import sys
from math import ceil, log, sqrt
from pathlib import Path

import numpy as np
from scipy.special import ndtr
from scipy.stats import beta

sys.dont_write_bytecode = True                               # no __pycache__ beside the tests
from summary import summary, write

TRIALS = 2_500_000
CHUNK = 50_000
SEED = 60_2022
INITIATIVES, POLICIES, FIRST, YEARS = 60, ("A", "B", "C"), 2022, 10
PLAN, HORIZON = 6, 5
LOW, MODE, HIGH = 0.4, 0.9, 1.1
CORRELATION = 0.3


def planned(k):
    """The planned saving and cost of an initiative, by year since the first."""
    full, start = 1000.0 * (1 + k % 10), k % 4
    since = np.arange(YEARS) - start
    return full * np.clip(since + 1, 0, 3) / 3.0, np.where((since >= 0) & (since < 2), full / 2.0, 0.0)


def realisation_of():
    """PERT by its latent: interpolated among 400,001 points, good to 1e-8."""
    z = np.linspace(-8.0, 8.0, 400_001)
    a = 1.0 + 4.0 * (MODE - LOW) / (HIGH - LOW)
    table = beta.ppf(ndtr(z), a, 6.0 - a, LOW, HIGH - LOW)
    return lambda latent: np.interp(latent, z, table)


def effects(n, rng, realisation):
    """What n trials save, and what they spend: [policy, year, trial] each."""
    saved, spent = np.zeros((2, len(POLICIES), YEARS, n))
    common = rng.standard_normal((len(POLICIES), n))
    for k in range(INITIATIVES):
        p = k % len(POLICIES)
        saving, cost = planned(k)
        share = realisation(sqrt(CORRELATION) * common[p] + sqrt(1.0 - CORRELATION) * rng.standard_normal(n))
        share *= rng.random(n) < 0.9
        delay = rng.choice(3, size=n, p=(0.6, 0.3, 0.1))
        late = np.array([np.concatenate([np.zeros(d), saving[: YEARS - d]]) for d in range(3)])      # [delay, year]
        overrun = np.exp(log(1.15) + 0.2 * rng.standard_normal(n))
        for y in range(YEARS):
            noise = np.exp(0.1 * rng.standard_normal(n) - 0.005)
            saved[p, y] += share * late[delay, y] * noise
            spent[p, y] += cost[y] * overrun
    return saved, spent


def counted(saved, spent):
    """By period, what savings and costs [policy, year, …] come to for each policy and the total: [policy or total, …]."""
    saved, spent = (np.concatenate([x, x.sum(axis=0, keepdims=True)]) for x in (saved, spent))
    years = saved - spent
    before = np.concatenate([np.zeros_like(saved[:, :1]), saved[:, :-1]], axis=1)        # the level of the year before
    periods = {str(FIRST + y): years[:, y] for y in range(PLAN)}
    periods["plan"] = years[:, :PLAN].sum(axis=1)
    periods["rolling"] = (years - before)[:, :PLAN].sum(axis=1)
    for first in range(PLAN):                                                            # the base is the year before
        window = years[:, first : first + HORIZON]
        periods[f"edition {FIRST + first - 1}"] = window.sum(axis=1) - HORIZON * before[:, first]
    return periods


def main(trials):
    names, realisation = (*POLICIES, "total"), realisation_of()
    on_paper = np.zeros((2, len(POLICIES), YEARS))
    for k in range(INITIATIVES):
        on_paper[:, k % len(POLICIES)] += planned(k)
    plan, target = counted(*on_paper), counted(0.85 * on_paper[0], on_paper[1])
    x = {period: np.empty((len(names), trials)) for period in plan}
    for c, seed in enumerate(np.random.SeedSequence(SEED).spawn(ceil(trials / CHUNK))):
        chunk = slice(c * CHUNK, min((c + 1) * CHUNK, trials))
        drawn = effects(chunk.stop - chunk.start, np.random.default_rng(seed), realisation)
        for period, amounts in counted(*drawn).items():
            x[period][:, chunk] = amounts
    results = {
        name: {period: {"planned": plan[period][p]} | summary(x[period][p], target[period][p]) for period in x}
        for p, name in enumerate(names)
    }
    write(Path(__file__).parent / "w60.json", {"n": trials, "results": results})


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TRIALS)
