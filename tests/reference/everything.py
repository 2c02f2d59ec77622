"""An independent reference for tests/reference/everything.toml: the meaning of a scenario, by plain sampling.

    python tests/reference/everything.py [trials]        (Python 3.11 or later; needs numpy and scipy)

Reads everything.toml and ../../src/model/classes.toml and writes everything.json: for each policy and the total, each year
and the plan period, the planned value and the statistics of X with their standard errors. It shares no code with mikomi and
no random numbers: it is the specification a second time. It knows the basis new_in_year only.
"""

import sys
import tomllib
from functools import reduce
from math import ceil, exp, log, sqrt
from pathlib import Path

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import beta as beta_distribution
from scipy.stats import triang

sys.dont_write_bytecode = True                               # no __pycache__ beside the tests
from summary import summary, write

HERE = Path(__file__).parent
TRIALS = 4_000_000
CHUNK = 100_000
SEED = 20_240_401
REACH = 40                                                   # curves are worked out this many years around the plan
RECURRING, ONE_OFF = 0, 1                                    # the two parts of a level


# ---------------------------------------------------------------------------------------------- reading the file

def year(name):
    """The calendar year in which a fiscal year begins: 2024, "2024年度", "FY2024", "R6", "令和6年度"."""
    text = str(name).removesuffix("年度").removeprefix("FY")
    for era, zero in (("令和", 2018), ("平成", 1988), ("R", 2018), ("H", 1988)):
        if text.startswith(era):
            number = text.removeprefix(era)
            return zero + (1 if number == "元" else int(number))
    return int(text)


def number(value):
    """A number, alone or in a table with its source."""
    return float(value["value"] if isinstance(value, dict) else value)


def series(table):
    """Values by calendar year."""
    return {year(key): value for key, value in (table or {}).items() if key not in ("source", "note")}


def actuals(table):
    """Recorded amounts by calendar year: (value, one-off part, sd)."""
    full = {y: v if isinstance(v, dict) else {"value": v} for y, v in series(table).items()}
    return {y: (v["value"], v.get("one_off", 0.0), v.get("sd", 0.0)) for y, v in full.items()}


# ---------------------------------------------------------------------------------------------- uncertain quantities

def steps(values, weights):
    """The quantile function of stated values: the least value that u does not exceed."""
    order = np.argsort(values)
    values, upto = np.array(values, float)[order], np.cumsum(np.array(weights, float)[order])
    upto /= upto[-1]
    return lambda u: values[np.minimum(np.searchsorted(upto, u), len(values) - 1)]


def metalog(q):
    """The 3-term metalog through P10, P50 and P90, on a line, a half-line or an interval."""
    low, high = q.get("low"), q.get("high")
    if low is not None and high is not None:
        to, back = lambda x: log((x - low) / (high - x)), lambda t: low + (high - low) / (1.0 + np.exp(-t))
    elif low is not None:
        to, back = lambda x: log(x - low), lambda t: low + np.exp(t)
    elif high is not None:
        to, back = lambda x: -log(high - x), lambda t: high - np.exp(-t)
    else:
        to = back = lambda x: x
    terms = lambda u: [np.ones_like(u), np.log(u / (1.0 - u)), (u - 0.5) * np.log(u / (1.0 - u))]
    at = np.array([0.1, 0.5, 0.9])
    a = np.linalg.solve(np.array(terms(at)).T, [to(q["p10"]), to(q["p50"]), to(q["p90"])])
    quantile = lambda u: back(sum(k * term for k, term in zip(a, terms(u))))
    assert np.all(np.diff(quantile(np.linspace(1e-6, 1 - 1e-6, 10_001))) > 0), f"not a distribution: {q}"
    return quantile


def quantity(value, classes):
    """A quantity as its quantile function, or as a plain float where it is certain."""
    if not isinstance(value, dict):
        return float(value)
    q = classes[value["class"]] if "class" in value else value
    kind = q.get("kind", "fixed")
    if kind == "fixed":
        return float(q["value"])
    if kind == "uniform":
        return lambda u: q["low"] + (q["high"] - q["low"]) * u
    if kind == "triangular":
        width = q["high"] - q["low"]
        return triang((q["mode"] - q["low"]) / width, q["low"], width).ppf
    if kind == "pert":
        width = q["high"] - q["low"]
        a = 1.0 + 4.0 * (q["mode"] - q["low"]) / width
        return beta_distribution(a, 6.0 - a, q["low"], width).ppf
    if kind == "normal":
        return lambda u: q["mean"] + q["sd"] * ndtri(u)
    if kind == "lognormal":
        if "median" in q:
            mu, sigma = log(q["median"]), q["sigma"]
        else:
            sigma = sqrt(log(1.0 + (q["sd"] / q["mean"]) ** 2))
            mu = log(q["mean"]) - sigma**2 / 2.0
        return lambda u: np.exp(mu + sigma * ndtri(u))
    if kind == "beta":
        low, high = q.get("low", 0.0), q.get("high", 1.0)
        if "alpha" in q:
            a, b = q["alpha"], q["beta"]
        else:
            mean, var = (q["mean"] - low) / (high - low), (q["sd"] / (high - low)) ** 2
            total = mean * (1.0 - mean) / var - 1.0
            a, b = mean * total, (1.0 - mean) * total
        return beta_distribution(a, b, low, high - low).ppf
    if kind == "discrete":
        return steps(q["values"], q["weights"])
    if kind == "empirical":
        return steps(q["values"], [1.0] * len(q["values"]))
    return metalog(q)


# ---------------------------------------------------------------------------------------------- curves and indices

def curve(stream, recurring, span):
    """The yearly levels of a stream as planned, without delay: an array over the span."""
    after = stream.get("after", "hold" if recurring else "zero")
    if "amounts" in stream:
        stated = {y: number(v) for y, v in series(stream["amounts"]).items()}
    else:
        shape = stream["shape"]
        start, full, n = year(shape["start"]), float(shape["full"]), shape.get("years", 1)
        s = lambda x: 1.0 / (1.0 + exp(-x))
        rise = {
            "step": lambda k: 1.0,
            "one_off": lambda k: 1.0,
            "linear": lambda k: k / n,
            "logistic": lambda k: (s(5.0 * (2.0 * k / n - 1.0)) - s(-5.0)) / (s(5.0) - s(-5.0)),
        }[shape["kind"]]
        stated = {start + k - 1: full * rise(k) for k in range(1, n + 1)}
        if shape["kind"] == "one_off":
            after = "zero"
        elif "end" in shape:
            end, after = year(shape["end"]), "zero"
            stated = {y: stated.get(y, full) for y in range(start, end + 1)}
    first, last = min(stated), max(stated)
    assert sorted(stated) == list(range(first, last + 1)), "a gap among the stated years"
    beyond = stated[last] if after == "hold" else 0.0
    level = np.array([0.0 if y < first else beyond if y > last else stated[y] for y in span])
    erosion = number(stream.get("erosion", 0.0))
    if erosion:
        rises = np.diff(level, prepend=0.0)
        assert np.all(rises >= 0.0), "erosion is for rising curves"
        level = np.array([sum(rises[k] * (1.0 - erosion) ** (j - k) for k in range(j + 1)) for j in range(len(level))])
    return level


def growth(driver, y):
    """The growth from the year before y to y: that stated for y or else for the latest year before it."""
    if not isinstance(driver["growth"], dict):
        return float(driver["growth"])
    stated = {k: number(v) for k, v in series(driver["growth"]).items() if k <= y}
    return stated[max(stated)] if stated else 0.0


# ---------------------------------------------------------------------------------------------- the scenario

class Scenario:
    """The file, with everything that does not depend on the trial worked out."""

    def __init__(self, path, classes_path):
        classes = {c["id"]: c["distribution"] for c in tomllib.loads(classes_path.read_text("utf-8"))["class"]}
        file = tomllib.loads(path.read_text("utf-8"))
        plan = file["plan"]
        assert plan["basis"] == "new_in_year"
        self.first, self.last, self.as_of = (year(plan[key]) for key in ("first", "last", "as_of"))
        self.years = range(self.first - 1, self.last + 1)    # with the year before the plan: its level is the first base
        self.span = range(self.first - REACH, self.last + REACH)
        self.policies = [p["id"] for p in file["policy"]]
        self.actuals = {p["id"]: actuals(p.get("actuals")) for p in file["policy"]}
        self.targets = {p["id"]: self.by_plan_year(p.get("targets")) for p in file["policy"]}
        self.targets["total"] = self.by_plan_year(file["total"]["targets"])
        self.drivers = {d["id"]: d for d in file.get("driver", [])}
        self.overlaps = [(o["initiatives"], number(o["share"])) for o in file.get("overlap", [])]
        self.initiatives = file["initiative"]
        self.by_id = {i["id"]: i for i in self.initiatives}
        self.quantities = {}                                 # name -> quantile function, float, or go-ahead probability
        for i in self.initiatives:
            self.quantities[f"{i['id']}/go_ahead"] = quantity(i.get("go_ahead", 1.0), classes)
            self.quantities[f"{i['id']}/delay"] = quantity(i.get("delay", 0.0), classes)
            i["shares"] = {i["policy"]: 1.0} if "policy" in i else i["shares"]
            for s in i["stream"]:
                s["recurring"] = s.get("recurring", s.get("shape", {}).get("kind") != "one_off")
                s["curve"] = curve(s, s["recurring"], self.span)
                s["actuals"] = actuals(s.get("actuals"))
                s["delayed"] = s.get("timing", "fixed" if s["kind"] == "cost" else "delayed") == "delayed"
                s["spent"] = s["kind"] == "cost" and s.get("on_failure", "spent") == "spent"
                self.quantities[f"{i['id']}/{s['id']}/realisation"] = quantity(s.get("realisation", 1.0), classes)
        self.uncertain = [name for name, q in self.quantities.items() if self.is_uncertain(name, q)]
        self.loadings, self.residual = self.dependence(file)

    def by_plan_year(self, table):
        """Targets of the plan's years; a missing one is 0."""
        stated = {y: number(v) for y, v in series(table).items()}
        return [stated.get(y, 0.0) for y in range(self.first, self.last + 1)]

    @staticmethod
    def is_uncertain(name, q):
        return 0.0 < q < 1.0 if name.endswith("/go_ahead") else callable(q)

    def members(self, group):
        """The uncertain quantities that a group is about."""
        among, variable = group["among"], group["variable"]
        for i in self.initiatives:
            if "policy" in among and among["policy"] not in i["shares"]:
                continue
            if any(key in among and i.get(key) != among[key] for key in ("strategy", "owner")):
                continue
            if "initiatives" in among and i["id"] not in among["initiatives"]:
                continue
            if variable == "realisation":
                kinds = [among["kind"]] if "kind" in among else ["saving", "revenue"]
                names = [f"{i['id']}/{s['id']}/realisation" for s in i["stream"] if s["kind"] in kinds]
            else:
                names = [f"{i['id']}/{variable}"]
            yield from (name for name in names if name in self.uncertain)

    def dependence(self, file):
        """The latents as z = loadings·factors + residual·ε, both matrices over self.uncertain, all factors and ε independent.

        Groups are taken from the widest in; each adds a factor of what its correlation exceeds that of the one around it."""
        count = len(self.uncertain)
        place = {name: k for k, name in enumerate(self.uncertain)}
        groups = [(set(self.members(g)), number(g["correlation"])) for g in file.get("dependence", [])]
        loadings, common = np.zeros((count, len(groups))), np.zeros(count)
        for k, (members, rho) in sorted(enumerate(groups), key=lambda g: -len(g[1][0])):
            rows = [place[name] for name in members]
            around = set(common[rows])
            assert len(around) == 1 and max(around) <= rho, "a group is neither apart from the others nor within one"
            loadings[rows, k] = sqrt(rho - around.pop())
            common[rows] = rho
        shared = loadings @ loadings.T
        own = np.sqrt(1.0 - common)                          # the standard deviation of the residual
        correlation = np.eye(count)
        for pair in file.get("correlation", []):
            a, b = (place[name] for name in pair["between"])
            correlation[a, b] = correlation[b, a] = (pair["value"] - shared[a, b]) / (own[a] * own[b])
        return loadings, own[:, None] * np.linalg.cholesky(correlation)


# ---------------------------------------------------------------------------------------------- what a trial draws

class Planned:
    """The one deterministic trial: every uncertain quantity as planned."""

    n = 1

    def __init__(self, scenario):
        self.scenario = scenario

    def value(self, name):
        q = self.scenario.quantities[name]
        return (0.0 if name.endswith("/delay") else 1.0) if callable(q) else q

    def goes_ahead(self, name):
        return np.ones(1)

    def noise(self, cv, persistence, count):
        return np.ones((count, 1))

    def normal(self):
        return np.zeros(1)

    def index_step(self, rate, sigma):
        return np.full(1, 1.0 + rate)


class Sampled:
    """Many trials at once."""

    def __init__(self, scenario, n, rng):
        self.scenario, self.n, self.rng = scenario, n, rng
        groups, count = scenario.loadings.shape[1], len(scenario.uncertain)
        z = scenario.loadings @ rng.standard_normal((groups, n)) + scenario.residual @ rng.standard_normal((count, n))
        self.u = dict(zip(scenario.uncertain, np.clip(ndtr(z), 1e-300, 1.0 - 2.0**-53)))

    def value(self, name):
        q = self.scenario.quantities[name]
        return q(self.u[name]) if callable(q) else q

    def goes_ahead(self, name):
        p = self.scenario.quantities[name]
        return (self.u[name] > 1.0 - p).astype(float) if name in self.u else np.full(self.n, p)

    def noise(self, cv, persistence, count):
        """Mean-one log-normal factors of consecutive years; their logarithm is a stationary AR(1) chain."""
        sigma = sqrt(log(1.0 + cv**2))
        w = [self.normal()]
        for _ in range(count - 1):
            w.append(persistence * w[-1] + sqrt(1.0 - persistence**2) * self.normal())
        return np.exp(sigma * np.array(w) - sigma**2 / 2.0)

    def normal(self):
        return self.rng.standard_normal(self.n)

    def index_step(self, rate, sigma):
        return np.exp(log(1.0 + rate) + sigma * self.normal() - sigma**2 / 2.0)


# ---------------------------------------------------------------------------------------------- one trial

def shifted(scenario, stream, delay):
    """The curve at y − delay, for each year of the scenario."""
    whole = np.floor(delay).astype(int)
    part = delay - whole
    rows = []
    for y in scenario.years:
        levels = stream["curve"]
        if not stream["recurring"] and y >= scenario.as_of:  # a one-off planned for a closed year does not move into an open one
            levels = np.where(np.array(scenario.span) < scenario.as_of, 0.0, levels)
        at = y - scenario.span.start - whole
        rows.append((1.0 - part) * levels[at] + part * levels[at - 1])
    return np.array(rows)


def initiative_levels(scenario, draw, initiative, go, delay, index):
    """An initiative's own level from its curves, and what was recorded in their place: each [part, year, trial]."""
    levels = np.zeros((2, len(scenario.years), draw.n))
    recorded = np.zeros_like(levels)
    for s in initiative["stream"]:
        sign = -1.0 if s["kind"] == "cost" else 1.0
        x = shifted(scenario, s, delay if s["delayed"] else np.zeros(draw.n))
        x = sign * x * draw.value(f"{initiative['id']}/{s['id']}/realisation") * number(s.get("general_fund_share", 1.0))
        if not s["spent"]:
            x = x * go
        if "volatility" in s:
            x = x * draw.noise(number(s["volatility"]), number(s.get("persistence", 0.0)), len(scenario.years))
        if "driver" in s:
            x = x * index[s["driver"]]
        part = RECURRING if s["recurring"] else ONE_OFF
        for y, (value, _, sd) in s["actuals"].items():       # recorded: in place of what the curve gives
            x[y - scenario.years.start] = 0.0
            recorded[part, y - scenario.years.start] += sign * (value + sd * draw.normal())
        levels[part] += x
    return levels, recorded


def without_overlap(levels, share):
    """Takes off what several initiatives count of the same: levels is [initiative, part, year, trial].

    Each positive level goes from L towards its share φ of the greatest (Shapley value of the airport game)."""
    positive = np.maximum(levels, 0.0)                       # a level of 0 costs the others nothing
    order = np.argsort(positive, axis=0)
    ascending = np.take_along_axis(positive, order, axis=0)
    sharers = np.arange(len(levels), 0, -1.0)[:, None, None, None]
    parts = np.cumsum(np.diff(ascending, axis=0, prepend=0.0) / sharers, axis=0)
    phi = np.empty_like(parts)
    np.put_along_axis(phi, order, parts, axis=0)
    return np.where(levels > 0.0, levels - share * (levels - phi), levels)


def effects(scenario, draw):
    """The effect of every policy, then the total, in every plan year: [policy or total, year, trial]."""
    index = {}
    for name, driver in scenario.drivers.items():
        rows = [np.ones(draw.n)]
        for y in list(scenario.years)[1:]:
            step = draw.index_step(growth(driver, y), number(driver.get("volatility", 0.0))) if y > year(driver["base"]) else 1.0
            rows.append(rows[-1] * step)
        index[name] = np.array(rows)

    own_go = {i: draw.goes_ahead(f"{i}/go_ahead") for i in scenario.by_id}
    own_delay = {i: np.broadcast_to(draw.value(f"{i}/delay"), draw.n) for i in scenario.by_id}

    def joined(i, own, join):                                # with what the initiative requires
        return reduce(join, (joined(r, own, join) for r in scenario.by_id[i].get("requires", [])), own[i])

    both = {
        i: initiative_levels(scenario, draw, it, joined(i, own_go, np.multiply), joined(i, own_delay, np.maximum), index)
        for i, it in scenario.by_id.items()
    }
    levels = {i: of_curves for i, (of_curves, _) in both.items()}
    for ids, share in scenario.overlaps:
        levels.update(zip(ids, without_overlap(np.array([levels[i] for i in ids]), share)))
    levels = {i: levels[i] + recorded for i, (_, recorded) in both.items()}      # a record is a fact: no overlap cuts it

    result = []
    for policy in scenario.policies:
        level = sum(levels[i] * it["shares"][policy] for i, it in scenario.by_id.items() if policy in it["shares"])
        for y, (value, one_off, sd) in scenario.actuals[policy].items():
            level[RECURRING, y - scenario.years.start] = value - one_off + sd * draw.normal()
            level[ONE_OFF, y - scenario.years.start] = one_off
        result.append(np.diff(level[RECURRING], axis=0) + level[ONE_OFF, 1:])      # basis new_in_year
    return np.array(result + [sum(result)])


# ---------------------------------------------------------------------------------------------- what is written

def main(trials):
    scenario = Scenario(HERE / "everything.toml", HERE / "../../src/model/classes.toml")
    names = scenario.policies + ["total"]
    plan_years = range(scenario.first, scenario.last + 1)
    planned = effects(scenario, Planned(scenario))[:, :, 0]
    x = np.empty((len(names), len(plan_years), trials))
    for k, seed in enumerate(np.random.SeedSequence(SEED).spawn(ceil(trials / CHUNK))):
        chunk = slice(k * CHUNK, min((k + 1) * CHUNK, trials))
        x[:, :, chunk] = effects(scenario, Sampled(scenario, chunk.stop - chunk.start, np.random.default_rng(seed)))
    results, met = {}, []
    for p, name in enumerate(names):
        target, whole = scenario.targets[name], x[p].sum(axis=0)
        periods = [(str(y), x[p, j], target[j], planned[p, j]) for j, y in enumerate(plan_years)]
        periods.append(("plan", whole, sum(target), planned[p].sum()))
        results[name] = {key: {"planned": plain} | summary(values, goal) for key, values, goal, plain in periods}
        if name != "total":
            met.append(whole >= sum(target))
    count = np.bincount(np.sum(met, axis=0), minlength=len(met) + 1) / trials
    joint = {"all": count[-1], "k": list(count), "se": {"all": sqrt(count[-1] * (1 - count[-1]) / trials)}}
    joint["se"]["k"] = [sqrt(c * (1 - c) / trials) for c in count]
    write(HERE / "everything.json", {"n": trials, "results": results, "joint": joint})


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TRIALS)
