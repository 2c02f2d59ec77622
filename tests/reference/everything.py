"""An independent reference for the scenarios beside it: the meaning of a scenario, by plain sampling.

    python tests/reference/everything.py [trials [name…]]        (Python 3.11 or later; needs numpy and scipy)

Reads everything.toml, closed-recurring.toml and closed-yoy.toml (or those named) and ../../src/model/classes.toml and writes a
.json of the same name for each: for each policy and the total, each year, the plan period (on its own basis, and with each year
counted in the edition made in it) and each edition, the planned value and the statistics of X with their standard errors; the same
for every step of the reconciliations and bridges. It shares no code with mikomi and no random numbers: it is the specification
a second time. It knows no early start and no decisions.
"""

import sys
import tomllib
from functools import cache
from math import ceil, exp, log, sqrt
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import beta as beta_distribution
from scipy.stats import triang

sys.dont_write_bytecode = True                               # no __pycache__ beside the tests
from reached import ONE_OFF, RECURRING, Paper, Walk, built_up, planned_walk
from summary import summary, write

HERE = Path(__file__).parent
TRIALS = 4_000_000
CHUNK = 10_000
SEED = 20_240_401
REACH = 40                                                   # curves are worked out this many years around the plan
NAMES = ("everything", "closed-recurring", "closed-yoy")


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
    """Recorded amounts by calendar year: (value, one-off part or None, sd)."""
    full = {y: v if isinstance(v, dict) else {"value": v} for y, v in series(table).items()}
    return {y: (v["value"], v.get("one_off"), v.get("sd", 0.0)) for y, v in full.items()}


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


def by_table(ppf):
    """A smooth quantile function by its latent: interpolated among 400,001 points, good to 1e-8."""
    z = np.linspace(-8.3, 8.3, 400_001)
    table = ppf(ndtr(z))
    return lambda u: np.interp(ndtri(u), z, table)


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
        return by_table(beta_distribution(a, 6.0 - a, q["low"], width).ppf)
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
        return by_table(beta_distribution(a, b, low, high - low).ppf)
    if kind == "discrete":
        return steps(q["values"], q["weights"])
    if kind == "empirical":
        return steps(q["values"], [1.0] * len(q["values"]))
    return metalog(q)


def mean(value, classes):
    """The mean of a quantity."""
    if not isinstance(value, dict):
        return float(value)
    q = classes[value["class"]] if "class" in value else value
    match q.get("kind", "fixed"):
        case "fixed":
            return float(q["value"])
        case "uniform":
            return (q["low"] + q["high"]) / 2.0
        case "triangular":
            return (q["low"] + q["mode"] + q["high"]) / 3.0
        case "pert":
            return (q["low"] + 4.0 * q["mode"] + q["high"]) / 6.0
        case "beta" if "mean" in q:
            return q["mean"]
        case "discrete":
            return sum(v * w for v, w in zip(q["values"], q["weights"])) / sum(q["weights"])
        case "empirical":
            return sum(q["values"]) / len(q["values"])
    raise ValueError(f"the mean of {q} is not known here")


# ---------------------------------------------------------------------------------------------- curves and indices

def curve(stream, recurring, span):
    """The yearly levels of a stream as stated, without delay and erosion: an array over the span."""
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
    return np.array([0.0 if y < first else beyond if y > last else stated[y] for y in span])


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
        self.basis = plan["basis"]
        self.first, self.last, self.as_of = (year(plan[key]) for key in ("first", "last", "as_of"))
        self.span = range(self.first - REACH, self.last + REACH)
        self.policies = [p["id"] for p in file["policy"]]
        self.editions = self.editions_of(file)
        # With the year before the plan, which is the first base on new_in_year, and all that editions read.
        self.years = range(
            min([self.first - 1] + [e.base for e in self.editions]), max([self.last] + [e.last for e in self.editions]) + 1
        )
        self.plan_years = range(self.first, self.last + 1)
        self.actuals = {p["id"]: actuals(p.get("actuals")) for p in file["policy"]}
        reading = {p["id"]: p.get("open_years", plan.get("open_years", "from_reached")) for p in file["policy"]}
        self.from_reached = {p: {"from_reached": True, "as_stated": False}[word] for p, word in reading.items()}
        self.aimed_in = [{y for y in series(p.get("targets"))} for p in file["policy"]]
        aimed_at = [self.levels_aimed_at(p.get("targets")) for p in file["policy"]]
        aimed_at.append(self.levels_aimed_at(file["total"]["targets"]) if "total" in file else sum(aimed_at))
        self.target_levels = np.stack(aimed_at)[:, :, :, None]
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
                s["stated"] = curve(s, s["recurring"], self.span)
                s["erosion"] = number(s.get("erosion", 0.0))
                s["curve"] = built_up(s["stated"], s["erosion"]) if s["erosion"] else s["stated"]
                s["sign"] = -1.0 if s["kind"] == "cost" else 1.0
                s["signed"] = s["sign"] * number(s.get("general_fund_share", 1.0))
                s["actuals"] = actuals(s.get("actuals"))
                s["delayed"] = s.get("timing", "fixed" if s["kind"] == "cost" else "delayed") == "delayed"
                s["spent"] = s["kind"] == "cost" and s.get("on_failure", "spent") == "spent"
                self.quantities[f"{i['id']}/{s['id']}/realisation"] = quantity(s.get("realisation", 1.0), classes)
        self.streams = [(i, s) for i in self.initiatives for s in i["stream"]]
        self.made_good, self.means = {}, {}                  # (initiative, policy) -> the quantity's name; name -> its mean
        owners = {p["id"]: p for p in file["policy"]}
        for i in self.initiatives:
            for p in i["shares"]:                            # what is nearest says it
                near = [(i["id"], i), (f"policy/{p}", owners[p]), ("plan", plan), ("none", {"made_good": 0.0})]
                owner, value = next((owner, table["made_good"]) for owner, table in near if "made_good" in table)
                name = f"{owner}/made_good"
                self.made_good[i["id"], p] = name
                self.quantities[name], self.means[name] = quantity(value, classes), mean(value, classes)
        self.uncertain = [name for name, q in self.quantities.items() if self.is_uncertain(name, q)]
        self.loadings, self.residual = self.dependence(file)

    @cache
    def planned_walks(self):
        """The levels without uncertainty, by what is known when."""
        trial = drawn(self, Planned(self))
        paper = Paper(self, trial)
        return {known: planned_walk(self, paper, trial, known) for known in {self.as_of} | {e.known for e in self.editions}}

    def place(self, y):
        """Where a year stands in a curve."""
        return y - self.span.start

    def row(self, y):
        """Where a year stands among the years of the scenario."""
        return y - self.years.start

    def members_of(self, policy):
        """The initiatives that serve a policy, with their shares of it."""
        return [(i["id"], i["shares"][policy]) for i in self.initiatives if policy in i["shares"]]

    def editions_of(self, file):
        """The editions by base year: the rule's, with what single ones state laid over them."""
        if "editions" not in file:
            return []
        rule = file["editions"]
        merged = {base: {} for base in range(year(rule["first_base"]), year(rule["last_base"]) + 1)}
        merged |= {year(single["base"]): single for single in file.get("edition", [])}
        editions = []
        for base, single in sorted(merged.items()):
            made = year(single["as_of"]) if "as_of" in single else base + rule.get("closing_lag", 1)
            booked = {name: number(v) for name, v in single.get("booked", {}).items()}
            if all(p in booked for p in self.policies):
                booked.setdefault("total", sum(booked[p] for p in self.policies))
            editions.append(SimpleNamespace(
                base=base,
                last=base + single.get("horizon", rule["horizon"]),
                made=made,
                known=min(made, self.as_of),                 # never more than is known now
                beyond=single.get("beyond_plan", rule.get("beyond_plan", "hold")),
                booked=booked,
            ))
        return editions

    def levels_aimed_at(self, table):
        """The levels [part, year] that counted on the plan's basis are the targets stated; a missing one is 0."""
        levels = np.zeros((2, len(self.years)))
        for y, v in series(table).items():
            one_off = v.get("one_off", 0.0) if isinstance(v, dict) else 0.0
            levels[ONE_OFF, self.row(y)] = one_off
            if self.basis == "recurring":
                levels[RECURRING, self.row(y)] = number(v) - one_off
            elif self.basis == "new_in_year":
                levels[RECURRING, self.row(y) :] += number(v) - one_off          # new in y, there ever after
            else:
                levels[RECURRING, self.row(y) :] += number(v)                    # a change of both parts together
                levels[RECURRING, self.row(y)] -= one_off
        return levels

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
        if name.endswith("/made_good"):
            return self.scenario.means[name]
        return (0.0 if name.endswith("/delay") else 1.0) if callable(q) else q

    def goes_ahead(self, name):
        return np.full(1, float(self.scenario.quantities[name] > 0.0))

    def uniform(self):
        return np.full(1, 0.5)                               # of a delay's fraction: one half or more is the later year

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

    def uniform(self):
        return self.rng.random(self.n)

    def index_step(self, rate, sigma):
        return np.exp(log(1.0 + rate) + sigma * self.normal() - sigma**2 / 2.0)


# ---------------------------------------------------------------------------------------------- one trial

def drawn(scenario, draw):
    """All that chance decides, drawn once: what is known in which year changes what it is applied to, and not it."""
    index = {}
    for name, driver in scenario.drivers.items():
        rows = [np.ones(draw.n)]
        for y in list(scenario.years)[1:]:
            step = draw.index_step(growth(driver, y), number(driver.get("volatility", 0.0))) if y > year(driver["base"]) else 1.0
            rows.append(rows[-1] * step)
        index[name] = np.array(rows)

    go = {i: draw.goes_ahead(f"{i}/go_ahead") for i in scenario.by_id}
    delay = {i: np.broadcast_to(draw.value(f"{i}/delay"), draw.n) for i in scenario.by_id}
    assert all(np.min(d) >= 0.0 for d in delay.values()), "an early start"
    # One-off amounts are never divided: all those of an initiative come in the one year or in the next.
    whole = {i: np.floor(d) + (draw.uniform() <= d - np.floor(d)) for i, d in delay.items()}
    realisation, yearly, still_open = {}, {}, {}
    for i, initiative in scenario.by_id.items():
        for s in initiative["stream"]:
            x = np.ones((len(scenario.years), draw.n))
            if "volatility" in s:
                x *= draw.noise(number(s["volatility"]), number(s.get("persistence", 0.0)), len(scenario.years))
            if "driver" in s:
                x *= index[s["driver"]]
            realisation[i, s["id"]], yearly[i, s["id"]] = draw.value(f"{i}/{s['id']}/realisation"), x
            still_open |= {(i, s["id"], y): draw.normal() for y in s["actuals"]}
    still_open |= {(policy, y): draw.normal() for policy in scenario.policies for y in scenario.actuals[policy]}
    made_good = {name: draw.value(name) for name in scenario.made_good.values()}
    return SimpleNamespace(
        n=draw.n, go=go, delay=delay, whole=whole, realisation=realisation, index=index, yearly=yearly, still_open=still_open,
        made_good={place: made_good[name] for place, name in scenario.made_good.items()},
    )


# ---------------------------------------------------------------------------------------------- what is counted

class Counted:
    """What levels come to: in years, over the plan period, in editions, and step by step from one to the other.

    `known` gives the levels [policy or total, part, year, trial] as known in a year."""

    def __init__(self, scenario, known):
        self.scenario, self.known, self.now = scenario, known, known(scenario.as_of)

    def level(self, levels, part, y):
        return levels[:, part, y - self.scenario.years.start]

    def in_year(self, y):
        """On the basis of the plan."""
        level = self.level(self.now, RECURRING, y) + self.level(self.now, ONE_OFF, y)
        if self.scenario.basis == "recurring":
            return level
        if self.scenario.basis == "new_in_year":
            return level - self.level(self.now, RECURRING, y - 1)
        return level - self.level(self.now, RECURRING, y - 1) - self.level(self.now, ONE_OFF, y - 1)

    def under(self, rule, levels, part, y):
        """The level of a year by the rule for the years after the plan: an array, or 0."""
        if y > self.scenario.last and rule == "zero" or y > self.scenario.last and rule == "hold" and part == ONE_OFF:
            return 0.0 * self.level(levels, part, self.scenario.last)
        return self.level(levels, part, min(y, self.scenario.last) if rule == "hold" else y)

    def both(self, rule, levels, years):
        """Both parts of the levels of some years."""
        zero = 0.0 * levels[:, RECURRING, 0]
        return sum((self.under(rule, levels, part, y) for y in years for part in (RECURRING, ONE_OFF)), zero)

    def rolling(self):
        """Each year of the plan in the edition made in it; nothing where one is missing."""
        total = 0.0
        for y in self.scenario.plan_years:
            made = [e for e in self.scenario.editions if e.made == y and e.base < y <= e.last]
            if not made:
                return None
            total = total + self.both(made[0].beyond, self.now, [y]) - self.under(made[0].beyond, self.now, RECURRING, made[0].base)
        return total

    def edition(self, e, levels):
        window = range(e.base + 1, e.last + 1)
        return self.both(e.beyond, levels, window) - len(window) * self.under(e.beyond, levels, RECURRING, e.base)

    def reconciliation(self, e):
        s, now, window = self.scenario, self.now, range(e.base + 1, e.last + 1)
        plan = sum(self.in_year(y) for y in s.plan_years)
        return {
            "plan_period": plan,
            "basis": self.both(e.beyond, now, s.plan_years) - plan,
            "before_window": -self.both(e.beyond, now, [y for y in s.plan_years if y < window.start]),
            "after_window": -self.both(e.beyond, now, [y for y in s.plan_years if y >= window.stop]),
            "before_plan": self.both(e.beyond, now, [y for y in window if y < s.first]),
            "beyond_plan": self.both(e.beyond, now, [y for y in window if y > s.last]),
            "rebase": -len(window) * self.under(e.beyond, now, RECURRING, e.base),
            "as_of": self.edition(e, self.known(e.known)) - self.edition(e, now),
        }

    def bridge(self, a, b):
        """From edition a to edition b. Until the base has moved on, all is as edition a knew it and by its rule."""
        old, new = self.known(a.known), self.known(b.known)
        earlier, later = range(a.base + 1, a.last + 1), range(b.base + 1, b.last + 1)
        over = lambda years: self.both(a.beyond, old, years) - len(years) * self.under(a.beyond, old, RECURRING, a.base)
        moved = self.under(a.beyond, old, RECURRING, b.base) - self.under(a.beyond, old, RECURRING, a.base)
        closed_since = lambda y: a.known <= y < b.known      # closed years lie within the plan, where no rule bears on them
        actuals = self.both(b.beyond, new, [y for y in later if closed_since(y)])
        actuals = actuals - self.both(a.beyond, old, [y for y in later if closed_since(y)])
        # Years that are still open go on from what is newly recorded, at lasting levels: that is the records' doing too.
        unaware = self.known(min(a.known, b.known))
        for y in (y for y in later if not closed_since(y)):
            actuals = actuals + self.under(b.beyond, new, RECURRING, y) - self.under(b.beyond, unaware, RECURRING, y)
        before = (a.beyond, old) if closed_since(b.base) else (b.beyond, unaware)
        base = self.under(b.beyond, new, RECURRING, b.base) - self.under(*before, RECURRING, b.base)
        actuals = actuals - len(later) * base
        steps = {
            "year_dropped": -over([y for y in earlier if y not in later]),
            "year_added": over([y for y in later if y not in earlier]),
            "rebased": -len(later) * moved,
            "actuals": actuals,
        }
        return steps | {"re_estimated": self.edition(b, new) - self.edition(a, old) - sum(steps.values())}

    def periods(self):
        """What is reported of each period: [policy or total, trial]."""
        years = {str(y): self.in_year(y) for y in self.scenario.plan_years}
        out = years | {"plan": sum(years.values())}
        rolling = self.rolling() if self.scenario.editions else None
        if rolling is not None:
            out["rolling"] = rolling
        return out | {f"edition {e.base}": self.edition(e, self.known(e.known)) for e in self.scenario.editions}

    def steps(self):
        """Every step by kind, edition and name: [policy or total, trial]."""
        editions = self.scenario.editions
        for e in editions:
            yield from ((("editions", str(e.base), name), x) for name, x in self.reconciliation(e).items())
        for a, b in zip(editions, editions[1:]):
            yield from ((("bridges", str(a.base), name), x) for name, x in self.bridge(a, b).items())


def counted(scenario, draw):
    """What one draw of everything comes to."""
    trial, planned = drawn(scenario, draw), scenario.planned_walks()
    views = {known: Walk(scenario, walk.paper, trial, known, walk.begun, walk).levels for known, walk in planned.items()}
    return Counted(scenario, views.get)


# ---------------------------------------------------------------------------------------------- what is written

class Moments:
    """Mean and standard deviation with their standard errors, from sums of powers of the distance from the planned value."""

    def __init__(self, planned):
        self.planned, self.n, self.sums = planned, 0, np.zeros((4, len(planned)))

    def add(self, x):
        distance = x - self.planned[:, None]
        self.n += x.shape[1]
        self.sums += [np.sum(distance**k, axis=1) for k in (1, 2, 3, 4)]

    def of(self, row):
        a, b, c, d = self.sums[:, row] / self.n
        variance, fourth = b - a**2, d - 4 * a * c + 6 * a**2 * b - 3 * a**4
        sd = sqrt(variance) if variance > 1e-12 * max(b, 1.0) else 0.0
        error = sqrt(max(fourth - variance**2, 0.0) / self.n) / (2.0 * sd) if sd else 0.0
        return {"mean": self.planned[row] + a, "sd": sd, "se": {"mean": sd / sqrt(self.n), "sd": error}}


def simulate(path, trials):
    """Simulates a scenario and writes what comes out beside it."""
    scenario = Scenario(path, HERE / "../../src/model/classes.toml")
    names = scenario.policies + ["total"]
    aimed_at = Counted(scenario, lambda known: scenario.target_levels)           # what is known when changes no target
    planned = counted(scenario, Planned(scenario))
    targets, plain = ({key: x[:, 0] for key, x in of.periods().items()} for of in (aimed_at, planned))
    step_targets = {key: x[:, 0] for key, x in aimed_at.steps()}
    steps = {key: Moments(x[:, 0]) for key, x in planned.steps()}
    x = {key: np.empty((len(names), trials)) for key in plain}
    for k, seed in enumerate(np.random.SeedSequence(SEED).spawn(ceil(trials / CHUNK))):
        chunk = slice(k * CHUNK, min((k + 1) * CHUNK, trials))
        of = counted(scenario, Sampled(scenario, chunk.stop - chunk.start, np.random.default_rng(seed)))
        for key, values in of.periods().items():
            x[key][:, chunk] = values
        for key, values in of.steps():
            steps[key].add(values)
    results, joint = {name: {} for name in names}, {}
    for key, goals in targets.items():
        for p, name in enumerate(names):
            results[name][key] = {"planned": plain[key][p]} | summary(x[key][p], goals[p])
        # A policy for which nothing is aimed at in a year is neither met nor missed in it.
        held_to = [p for p in range(len(scenario.policies)) if not key.isdigit() or int(key) in scenario.aimed_in[p]]
        met = [x[key][p] >= goals[p] for p in held_to]
        share = np.bincount(np.sum(met, axis=0), minlength=len(met) + 1) / trials
        joint[key] = {"all": share[-1], "k": list(share), "se": {"k": [sqrt(c * (1 - c) / trials) for c in share]}}
    for e in scenario.editions:
        for name, amount in e.booked.items():
            held = summary(x[f"edition {e.base}"][names.index(name)], amount)
            kept = ("p_met", "mean_shortfall", "cvar90")
            booked = {"amount": amount} | {k: held[k] for k in kept} | {"se": {k: held["se"][k] for k in kept}}
            results[name][f"edition {e.base}"]["booked"] = booked
    out = {"n": trials, "results": results, "joint": joint, "editions": {}, "bridges": {}}
    for (kind, base, step), moments in steps.items():
        for p, name in enumerate(names):
            figures = {"target": step_targets[kind, base, step][p], "planned": moments.planned[p]} | moments.of(p)
            out[kind].setdefault(base, {}).setdefault(name, {})[step] = figures
    write(path.with_suffix(".json"), out)


if __name__ == "__main__":
    for chosen in sys.argv[2:] or NAMES:
        simulate(HERE / f"{chosen}.toml", int(sys.argv[1]) if len(sys.argv) > 1 else TRIALS)
