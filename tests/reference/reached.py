"""What a trial comes to, in levels: closed years as recorded, and open years that go on from what was reached.

Used by everything.py. Levels are counted by initiative, policy and part (recurring, one-off), signed, of the general fund and of
the policy's share. The trial without uncertainty is walked first: what a record leaves is shared out by planned amounts, and what
a trial gave in a year without a record counts for what goes on as planned, with its deviation carried beside, unchanged.
"""

from types import SimpleNamespace

import numpy as np

RECURRING, ONE_OFF = 0, 1                                    # the two parts of a level


# ---------------------------------------------------------------------------------------------- curves

def kept(stated, erosion):
    """What is left of a level from one year to the next: the erosion's share lost, and a stated fall's share of what is there."""
    before = np.concatenate([stated[:1], stated[:-1]])
    falls = np.where(before > 0.0, np.minimum(1.0, stated / np.where(before > 0.0, before, 1.0)), 1.0)
    return (1.0 - erosion) * falls


def built_up(stated, erosion, closed=0):
    """The level that the rises of the first `closed` places on build up, less what is lost of them."""
    factor, rises = kept(stated, erosion), np.maximum(np.diff(stated, prepend=0.0), 0.0)
    level = np.zeros(len(stated))
    for k in range(closed, len(stated)):
        level[k] = (level[k - 1] * factor[k] if k else 0.0) + rises[k]
    return level


def going_on(stated, erosion, place):
    """What is left of 1 at a place, from there on; 0 before."""
    left = np.cumprod(kept(stated, erosion)[place + 1 :])
    return np.concatenate([np.zeros(place), [1.0], left])


def late(levels, place, delay):
    """Levels at a place less a delay; fractions lie between whole years."""
    whole = np.floor(delay).astype(int)
    part = delay - whole
    if not np.any(part):
        return levels[place - whole]
    return (1.0 - part) * levels[place - whole] + part * levels[place - whole - 1]


# ---------------------------------------------------------------------------------------------- overlaps

def without_overlap(levels, share):
    """Takes off what several initiatives count of the same: levels is [initiative, trial].

    Each positive level goes from L towards its share φ of the greatest (Shapley value of the airport game)."""
    positive = np.maximum(levels, 0.0)                       # a level of 0 costs the others nothing
    order = np.argsort(positive, axis=0)
    ascending = np.take_along_axis(positive, order, axis=0)
    sharers = np.arange(len(levels), 0, -1.0)[:, None]
    parts = np.cumsum(np.diff(ascending, axis=0, prepend=0.0) / sharers, axis=0)
    phi = np.empty_like(parts)
    np.put_along_axis(phi, order, parts, axis=0)
    return np.where(levels > 0.0, levels - share * (levels - phi), levels)


def cut(scenario, levels):
    """What overlaps leave of the levels of initiatives."""
    left = dict(levels)
    for ids, share in scenario.overlaps:
        if sum(np.any(left[i] > 0.0) for i in ids) > 1:      # one alone counts nothing twice
            left.update(zip(ids, without_overlap(np.array([left[i] for i in ids]), share)))
    return left


def ratio(before, after, positive):
    """What is left of an initiative's positive streams where overlaps cut its level."""
    return 1.0 - (before - after) / np.where(positive > 0.0, positive, 1.0)


# ---------------------------------------------------------------------------------------------- what is on paper

class Paper:
    """The plan without uncertainty and without records."""

    def __init__(self, scenario, trial):
        self.scenario, self.trial = scenario, trial
        state = states(scenario, trial, begun=set())
        self.level, self.undelayed, self.one_off = {}, {}, {}
        for i, s in scenario.streams:
            key = i["id"], s["id"]
            go, delay, whole = acting_on(s, state[i["id"]])
            for y in scenario.years:
                x = (s["signed"] * go * trial.realisation[key] * trial.yearly[key][scenario.row(y)])[0]
                if s["recurring"]:
                    self.level[key, y] = x * late(s["curve"], scenario.place(y), delay)[0]
                    self.undelayed[key, y] = x * s["curve"][scenario.place(y)]
                else:
                    self.one_off[key, y] = x * late(s["curve"], scenario.place(y), whole)[0]
        self.ratio, self.recurring = {}, {}
        for y in scenario.years:
            own = {i: [x for (key, z), x in self.level.items() if key[0] == i and z == y] for i in scenario.by_id}
            levels = {i: np.array([sum(x)]) for i, x in own.items()}
            left = cut(scenario, levels)
            for i, x in own.items():
                self.ratio[i, y] = ratio(levels[i], left[i], sum(v for v in x if v > 0.0)).item()
            for p in scenario.policies:
                self.recurring[p, y] = sum(left[i][0] * share for i, share in scenario.members_of(p))

    def one_off_of(self, policy, y, before, value):
        """The one-off part of a policy's record that does not state it: what is recorded of it, and of the rest as planned."""
        shares = dict(self.scenario.members_of(policy))
        streams = [(i["id"], s) for i, s in self.scenario.streams if i["id"] in shares]
        recorded = sum(shares[i] * one_off_recorded(s, y) for i, s in streams)
        unrecorded = [(i, s) for i, s in streams if not s["recurring"] and y not in s["actuals"]]
        planned = sum(shares[i] * self.one_off[(i, s["id"]), y] for i, s in unrecorded)
        if planned == 0.0:
            return recorded
        recurring = self.recurring[policy, y]
        if self.scenario.basis == "new_in_year":
            recurring -= self.recurring[policy, y - 1]
        if self.scenario.basis == "year_on_year":
            value += before                                  # both as levels
        effect = recurring + planned
        share = planned / effect if effect else 0.0
        return recorded + ((value - recorded) * share if 0.0 < share <= 1.0 else planned)


def one_off_recorded(stream, y):
    """The one-off part of a stream's record, if there is one."""
    if y not in stream["actuals"]:
        return 0.0
    value, one_off, _ = stream["actuals"][y]
    return stream["sign"] * ((one_off or 0.0) if stream["recurring"] else value)


# ---------------------------------------------------------------------------------------------- what initiatives depend on

def states(scenario, trial, begun):
    """By initiative: whether it goes ahead, how late, and by how many whole years its one-off amounts slip, with what it requires.

    What has begun has gone ahead, and in time, for those that require it."""
    found = {}

    def state(i):
        if i not in found:
            go, delay, whole = trial.go[i], trial.delay[i], trial.whole[i]
            for r in scenario.by_id[i].get("requires", []):
                their_go, their_delay, their_whole = state(r)
                if r in begun:
                    their_go, their_delay, their_whole = 1.0, np.minimum(their_delay, 0.0), np.minimum(their_whole, 0.0)
                later = their_delay > delay                  # the slip is that of the greatest delay
                go, delay, whole = go * their_go, np.where(later, their_delay, delay), np.where(later, their_whole, whole)
            found[i] = go, delay, whole
        return found[i]

    for i in scenario.by_id:
        state(i)
    return found


def acting_on(stream, state):
    """What of its initiative's state acts on a stream: go-ahead, delay, slip."""
    go, delay, whole = state
    at_once = np.zeros(1)
    return (np.ones(1) if stream["spent"] else go, *((delay, whole) if stream["delayed"] else (at_once, at_once)))


def index_in(scenario, trial, stream, y):
    """The index of a stream in a year."""
    return trial.index[stream["driver"]][scenario.row(y)] if "driver" in stream else np.ones(1)


# ---------------------------------------------------------------------------------------------- year by year

class Walk:
    """The levels as known in a year, year by year: `levels` is [policy or total, part, year, trial].

    An amount that goes on is in three parts: as planned, what is open of outturns, and the trial's deviation from the plan.
    Without `planned` this is the walk without uncertainty itself. `begun` are the initiatives known to have begun."""

    def __init__(self, scenario, paper, trial, known, begun, planned=None):
        self.scenario, self.paper, self.trial, self.known, self.planned = scenario, paper, trial, known, planned or self
        self.begun, self.zero = begun, np.zeros(trial.n)
        stated, reached = states(scenario, trial, set()), states(scenario, trial, begun)
        self.state = {p: reached if scenario.from_reached[p] else stated for p in scenario.policies}
        self.records = {}                                    # policy, or (initiative, stream, policy) -> its last record
        self.reached = {}                                    # (initiative, stream, policy) -> what was reached by then
        self.beside = dict.fromkeys(scenario.policies, self.zero)                    # items of the policies' own
        self.net = {}                                        # (initiative, stream, policy, year) -> level net of overlaps
        self.level = {}                                      # (policy, part, year)
        self.alone = set()                                   # who alone can have given what was recorded of a policy
        for y in scenario.years:
            self.step(y)
        parts = RECURRING, ONE_OFF
        levels = np.array([[[self.level[p, part, y] for y in scenario.years] for part in parts] for p in scenario.policies])
        self.levels = np.concatenate([levels, levels.sum(axis=0, keepdims=True)])

    def closed(self, records, y):
        return y < self.known and y in records

    def streams_of(self, policy):
        shares = dict(self.scenario.members_of(policy))
        return [(i["id"], s, shares[i["id"]]) for i, s in self.scenario.streams if i["id"] in shares]

    def step(self, y):
        for p in self.scenario.policies:
            for i, s, share in self.streams_of(p):
                if self.closed(s["actuals"], y):
                    self.record_stream(i, s, p, share, y)
            if self.closed(self.scenario.actuals[p], y):
                self.record_policy(p, y)
                self.share_out(p, y)
        parts = [self.after_overlaps(part, y) for part in (RECURRING, ONE_OFF)]
        for p in self.scenario.policies:
            self.count(p, y, parts)

    # -- records

    def parted(self, of):
        """What the trial itself gave without a record: as planned, nothing of outturns, and how far it is from the plan."""
        as_planned = of(self.planned)[0]
        return SimpleNamespace(planned=as_planned, open=self.zero, deviation=of(self) - as_planned)

    def built_upon(self, owner, y, level, one_off):
        """The level that a record of year y builds upon, on the plan's basis: that recorded the year before, or the trial's own."""
        if self.scenario.basis == "recurring":
            return SimpleNamespace(planned=0.0, open=self.zero, deviation=self.zero)
        last = self.records.get(owner)
        base = last if last is not None and last.year == y - 1 else self.parted(level)
        if self.scenario.basis == "year_on_year":
            more = self.parted(one_off)
            base = SimpleNamespace(
                planned=base.planned + more.planned, open=base.open, deviation=base.deviation + more.deviation
            )
        return base

    def record_stream(self, i, s, p, share, y):
        """The level of a stream that its record implies, of the policy's share. One-off streams record amounts."""
        owner, (value, one_off, sd) = (i, s["id"], p), s["actuals"][y]
        value, one_off = share * s["sign"] * value, share * s["sign"] * (one_off or 0.0)
        still_open = share * s["sign"] * sd * self.trial.still_open[i, s["id"], y]
        if not s["recurring"]:
            self.records[owner] = SimpleNamespace(
                year=y, planned=0.0, open=self.zero, deviation=self.zero, one_off=value + still_open
            )
            return
        last = self.records.get(owner)
        was_one_off = last.one_off if last is not None and last.year == y - 1 else self.zero
        base = self.built_upon(owner, y, lambda walk: walk.net.get((*owner, y - 1), walk.zero), lambda walk: was_one_off)
        self.records[owner] = SimpleNamespace(
            year=y,
            planned=base.planned + value - one_off,
            open=base.open + still_open,
            deviation=base.deviation,
            one_off=self.zero + one_off,
        )
        if self.scenario.from_reached[p]:
            self.go_on(i, s, p, share, self.records[owner], base.deviation)

    def record_policy(self, p, y):
        """The level of a policy that its record implies."""
        value, one_off, sd = self.scenario.actuals[p][y]
        base = self.built_upon(
            p, y, lambda walk: walk.level[p, RECURRING, y - 1], lambda walk: walk.level[p, ONE_OFF, y - 1]
        )
        if one_off is None:
            one_off = self.paper.one_off_of(p, y, base.planned, value)
        self.records[p] = SimpleNamespace(
            year=y,
            planned=base.planned + value - one_off,
            open=base.open + sd * self.trial.still_open[p, y],
            deviation=base.deviation,
            one_off=one_off,
        )

    # -- what was reached

    def go_on(self, i, s, p, share, net, deviation):
        """From a record on a stream goes on from its net level; what overlaps took of it comes back, to be cut anew."""
        y, place = net.year, self.scenario.place(net.year)
        gross = 1.0 / self.paper.ratio[i, y] if net.planned > 0.0 else 1.0
        aimed_at = share * self.paper.undelayed[(i, s["id"]), y]
        left = going_on(s["stated"], s["erosion"], place)
        self.reached[i, s["id"], p] = SimpleNamespace(
            year=y,
            net=net.planned + net.open,
            gross=gross * (net.planned + net.open),
            missed=max(0.0, aimed_at - gross * net.planned) if aimed_at > 0.0 else 0.0,
            left=left,
            left_after=np.where(np.arange(len(left)) > place, left, 0.0),
            to_come=share * s["signed"] * built_up(s["stated"], s["erosion"], place + 1),
            deviation=deviation,
        )

    def share_out(self, p, y):
        """What a policy's record leaves is shared among its savings and revenues; what cannot be shared is the policy's own."""
        record, sharers, reached = self.records[p], [], []
        rest, still_open = record.planned, record.open
        for i, s, share in ((i, s, share) for i, s, share in self.streams_of(p) if s["recurring"]):
            planned, own = share * self.paper.level[(i, s["id"]), y], self.closed(s["actuals"], y)
            if planned > 0.0 and not own:
                sharers.append((i, s, share, planned * self.paper.ratio[i, y]))
                continue
            net = self.records[i, s["id"], p] if own else SimpleNamespace(year=y, planned=planned, open=self.zero)
            reached.append((i, s, share, net))
            rest, still_open = rest - net.planned, still_open - net.open
        whole = sum(weight for *_, weight in sharers)
        shared = rest > 0.0 and whole > 0.0
        for i, s, share, weight in sharers:
            part = weight / whole if shared else 0.0
            reached.append((i, s, share, SimpleNamespace(year=y, planned=part * rest, open=part * still_open)))
        if shared and len({i for i, *_ in sharers}) == 1:    # so it has begun, whatever open years go by
            self.alone.add(sharers[0][0])
        if self.scenario.from_reached[p]:
            for i, s, share, net in reached:
                self.go_on(i, s, p, share, net, self.zero)
            self.beside[p] = record.deviation + (0.0 if shared else rest + still_open)

    # -- levels of a year

    def recurring(self, i, s, p, share, y):
        """A stream's level before overlaps."""
        place, row, key = self.scenario.place(y), self.scenario.row(y), (i, s["id"])
        go, delay, _ = acting_on(s, self.state[p][i])
        realised = go * self.trial.realisation[key] * self.trial.yearly[key][row]
        r = self.reached.get((*key, p))
        if r is None:
            return share * s["signed"] * realised * late(s["curve"], place, delay)
        if r.year == y:
            return r.gross
        since = self.trial.yearly[key][row] / index_in(self.scenario, self.trial, s, r.year)
        level = r.gross * r.left[place] * since + realised * late(r.to_come, place, delay)
        if r.missed:
            at_prices = r.missed / index_in(self.scenario, self.paper.trial, s, r.year)
            level = level + self.trial.made_good[i, p] * at_prices * realised * late(r.left_after, place, delay)
        return level

    def one_off(self, i, s, p, share, y):
        """A stream's one-off amount before overlaps: none planned for a closed year moves into an open one."""
        key = i, s["id"]
        go, _, whole = acting_on(s, self.state[p][i])
        curve = s["curve"]
        if y >= self.known:
            curve = np.where(np.array(self.scenario.span) < self.known, 0.0, curve)
        realised = go * self.trial.realisation[key] * self.trial.yearly[key][self.scenario.row(y)]
        return share * s["signed"] * realised * late(curve, self.scenario.place(y), whole)

    def after_overlaps(self, part, y):
        """What overlaps leave by policy; and of single streams, where a record of the next year may build upon it."""
        nothing = dict.fromkeys(self.scenario.by_id, self.zero)
        amounts, levels, positive = {}, dict(nothing), dict(nothing)
        for p in self.scenario.policies:
            for i, s, share in self.streams_of(p):
                if s["recurring"] == (part == RECURRING) and not self.closed(s["actuals"], y):     # no overlap cuts a record
                    x = (self.recurring if s["recurring"] else self.one_off)(i, s, p, share, y) + self.zero
                    amounts[i, s["id"], p] = x
                    levels[i], positive[i] = levels[i] + x, positive[i] + np.maximum(x, 0.0)
        left = cut(self.scenario, levels)
        result = {}
        for p in self.scenario.policies:                     # what is taken off falls to policies by their shares
            result[p] = sum((share * (left[i] - levels[i]) for i, share in self.scenario.members_of(p)), self.zero)
        for (i, s, p), x in amounts.items():
            result[p] = result[p] + x
            if (i, s, y + 1) in self.trial.still_open:       # recorded the next year
                self.net[i, s, p, y] = np.where(x > 0.0, x * ratio(levels[i], left[i], positive[i]), x)
        return result

    def count(self, p, y, parts):
        """The level of a policy in a year: as recorded, or all its streams, and what it has beside."""
        recurring, one_off = parts[RECURRING][p] + self.beside[p], parts[ONE_OFF][p]
        recorded = self.closed(self.scenario.actuals[p], y)
        for i, s, _ in self.streams_of(p):
            key = i, s["id"], p
            own, r = self.records.get(key), self.reached.get(key)
            if own is not None and own.year == y:
                self.net[*key, y] = own.planned + own.open + own.deviation
                recurring, one_off = recurring + self.net[*key, y], one_off + own.one_off
            elif r is not None:
                recurring = recurring + r.deviation
                if recorded:
                    self.net[*key, y] = r.net
        if recorded:
            record = self.records[p]
            recurring, one_off = record.planned + record.open + record.deviation, self.zero + record.one_off
        self.level[p, RECURRING, y], self.level[p, ONE_OFF, y] = recurring, one_off


def shown_by_streams(scenario, known):
    """The initiatives of which something is recorded that would not be there had they not gone ahead."""
    return {
        i["id"]
        for i, s in scenario.streams
        if not s["spent"] and any(y < known and value > 0.0 for y, (value, _, _) in s["actuals"].items())
    }


def planned_walk(scenario, paper, trial, known):
    """The walk without uncertainty: once more with what the first shows to have begun."""
    shown = shown_by_streams(scenario, known)
    first = Walk(scenario, paper, trial, known, shown)
    return Walk(scenario, paper, trial, known, shown | first.alone)
