"""An independent reference for the comparison of pair-plan.toml with pair-revised.toml, by plain sampling.

    python tests/reference/pair.py [trials]        (Python 3.11 or later; needs numpy)

Writes pair.json: over the plan period R4-R9 the difference of the two, and what each component of the revision adds to it, averaged
over all orders in which the components can be changed; planned, mean and sd, with standard errors. The two scenarios stand
below as formulas, one total for every set of changed components. It shares no code with mikomi and no random numbers.
"""

import sys
from itertools import combinations
from math import factorial
from pathlib import Path
from statistics import NormalDist

import numpy as np

sys.dont_write_bytecode = True                               # no __pycache__ beside the tests
from summary import summary, write

TRIALS = 2_000_000
CHUNK = 50_000
SEED = 20_240_402
COMPONENTS = ["actuals", "ended", "new", "merged", "timing", "amounts", "assumptions"]
SETS = [frozenset(s) for n in range(8) for s in combinations(COMPONENTS, n)]
YEARS = range(5, 10)                                         # R5 to R9; R4 is dealt with apart


def shares(z):
    """Φ(z), from a fine table."""
    return np.interp(z, TABLE_Z, TABLE_P)


TABLE_Z = np.linspace(-8.0, 8.0, 160_001)
TABLE_P = np.array([NormalDist().cdf(z) for z in TABLE_Z])


class Draws:
    """What is drawn, under the assumptions of the plan (0) and of the revision (1): of continuing initiatives, both."""

    def __init__(self, generator, n):
        factor, own = generator.standard_normal(n), generator.standard_normal((6, n))
        latent = lambda k, rho: np.sqrt(rho) * factor + np.sqrt(1.0 - rho) * own[k]
        self.a = [0.8 + 0.2 * latent(0, 0.3), 0.5 + 0.5 * shares(latent(0, 0.5))]
        self.b = 0.9 * np.exp(0.3 * latent(1, 0.3))
        self.c = 0.4 + 0.8 * shares(latent(2, 0.5))
        self.d = 0.9 + 0.1 * latent(3, 0.3)
        self.e = 0.6 + 0.4 * shares(latent(4, 0.3))
        self.m = 0.85 + 0.15 * latent(5, 0.5)
        self.cost = 1.1 * np.exp(0.2 * generator.standard_normal(n))
        self.go_a, self.go_m = generator.random(n) < 0.9, generator.random(n) < 0.8
        u = generator.random(n)
        self.late = [(u > 0.6).astype(int) + (u > 0.9), (u > 0.4).astype(int) + (u > 0.8)]


class Planned:
    """Everything as planned: goes ahead, in full, in time."""

    a, late = [np.ones(1)] * 2, [np.zeros(1, int)] * 2
    b = c = d = e = m = cost = np.ones(1)
    go_a = go_m = np.ones(1, bool)


def total(changed, x):
    """X over R4-R9 where `changed` is as in the revision and everything else as in the plan."""
    has = lambda component: component in changed
    assumed = int(has("assumptions"))
    late = x.late[int(has("timing"))]
    a = (120.0 if has("amounts") else 100.0) * x.a[assumed] * x.go_a
    nothing = np.zeros_like(a)
    b = nothing if has("ended") else 40.0 * x.b
    c = 50.0 * x.c * x.go_a if has("new") else nothing        # requires a: goes ahead with it, and as late
    if has("actuals"):
        # R4 is recorded, without its one-off part: planned -25 of 20 - 25 where b is there, so -25, and 37 of what b goes on from,
        # with the rise from 20 to 40 still to come; planned -25 of -25 where b has ended, so all of it, and nothing goes on.
        effect = np.full_like(a, 12.0)
        b = nothing if has("ended") else 37.0 + 20.0 * x.b
    else:
        effect = b / 2.0 - 25.0 * x.cost
    for year in YEARS:
        of_a, of_c = a * (year >= 5 + late), c * (year >= 6 + late)
        if assumed:
            twice = 0.6 * np.minimum(np.maximum(of_a, 0.0), of_c)
        else:
            twice = 0.5 * np.minimum(np.maximum(of_a, 0.0), b)
        effect = effect + of_a + b + of_c - twice
        if has("merged"):
            effect = effect + (60.0 * x.m * x.go_m if year >= 6 else 0.0)
        else:
            effect = effect + 30.0 * x.d + (20.0 * x.e if year >= 6 else 0.0)
    return effect


def attributed(x):
    """The Shapley value of each component, and the whole difference."""
    totals = {changed: total(changed, x) for changed in SETS}
    values = {}
    for component in COMPONENTS:
        value = 0.0
        for changed in (s for s in SETS if component not in s):
            weight = factorial(len(changed)) * factorial(6 - len(changed)) / factorial(7)
            value = value + weight * (totals[changed | {component}] - totals[changed])
        values[component] = value
    return values | {"difference": totals[SETS[-1]] - totals[SETS[0]]}


def moments(x):
    """Mean and standard deviation with their standard errors."""
    n, mean = len(x), x.mean()
    centred = x - mean
    sd = np.sqrt(np.sum(centred**2) / (n - 1))
    return {"mean": mean, "sd": sd, "se": {"mean": sd / np.sqrt(n), "sd": np.sqrt((np.mean(centred**4) - sd**4) / n) / (2.0 * sd)}}


def main():
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else TRIALS
    generator = np.random.default_rng(SEED)
    parts = [attributed(Draws(generator, CHUNK)) for _ in range(trials // CHUNK)]
    drawn = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    planned = {name: float(value[0]) for name, value in attributed(Planned).items()}
    content = {"n": trials // CHUNK * CHUNK, "planned": planned}
    content["components"] = {name: moments(drawn[name]) for name in COMPONENTS}
    content["difference"] = summary(drawn["difference"], 0.0)
    write(Path(__file__).parent / "pair.json", content)


if __name__ == "__main__":
    main()
