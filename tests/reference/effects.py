"""Main effects of a scenario set, worked out from its settings and values alone.

    python3 tests/reference/effects.py STORE [POLICY [COLUMN]]   effects of a store, e.g. total mean_shortfall
    python3 tests/reference/effects.py --made                    writes effects.json, the made-up set of the tests

For every factor and value: over all pairs of scenarios that agree in the settings of every other factor, the mean of
the value at the one less that at the reference; the difference where all others stand at their reference; whether the
two have opposite signs. Scenarios with the same settings, asked for in two groups, count once. Needs only Python.
"""

import itertools
import json
import random
import sqlite3
import sys
from pathlib import Path


def of_store(path, policy="total", column="p_met"):
    """Factors (id, labels, base) and scenarios (settings, value) of the plan period."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    factors = []
    for position, name in db.execute("SELECT position, id FROM factor ORDER BY position"):
        values = list(db.execute("SELECT label, is_base FROM factor_value WHERE factor = ? ORDER BY position", [position]))
        base = next((i for i, (_, is_base) in enumerate(values) if is_base), None)
        factors.append({"id": name, "labels": [label for label, _ in values], "base": base})
    scenarios = []
    query = f"""SELECT scenario.id, result.{column} FROM scenario JOIN result ON result.scenario = scenario.id
        WHERE scenario.position IS NOT NULL AND status = 'done' AND policy = ? AND period_kind = 'plan'
        AND result.basis <> 'edition' ORDER BY scenario.position"""
    for scenario, value in db.execute(query, [policy]):
        settings = dict(db.execute("SELECT factor, value FROM setting WHERE scenario = ?", [scenario]))
        scenarios.append({"levels": [settings.get(f) for f in range(len(factors))], "value": value})
    return factors, scenarios


def reference(factor, place, scenarios):
    """The base value where any scenario has it; else what stands as in the base, else the first."""
    taken = {s["levels"][place] for s in scenarios}
    if factor["base"] is not None and factor["base"] in taken:
        return factor["base"]
    return None if None in taken else min(taken)


def effects(factors, scenarios):
    """One row a factor and value besides its reference, in the order of the file."""
    references = [reference(f, place, scenarios) for place, f in enumerate(factors)]
    known = {}
    for scenario in scenarios:
        known.setdefault(tuple(scenario["levels"]), scenario["value"])
    rows = []
    for place, factor in enumerate(factors):
        taken = sorted({s["levels"][place] for s in scenarios}, key=lambda level: -1 if level is None else level)
        for level in taken:
            if level == references[place]:
                continue
            differences, alone = [], None
            for a, b in itertools.permutations(known, 2):
                others = [i for i in range(len(factors)) if i != place]
                if a[place] == level and b[place] == references[place] and all(a[i] == b[i] for i in others):
                    differences.append(known[a] - known[b])
                    if all(b[i] == references[i] for i in others):
                        alone = differences[-1]
            mean = sum(differences) / len(differences) if differences else None
            # By sign alone; mikomi asks besides that neither lies within its error.
            turned = mean is not None and alone is not None and mean * alone < 0
            rows.append({"factor": factor["id"], "level": level, "pairs": len(differences), "effect": mean,
                         "alone": alone, "interaction": turned})
    return rows


def made():
    """An unbalanced set as they come: one at a time, some together, some asked for twice, one value never alone."""
    random.seed(20261127)
    factors = [{"id": "a", "labels": ["0", "1", "2"], "base": 0}, {"id": "b", "labels": ["0", "1"], "base": 0},
               {"id": "c", "labels": ["0", "1", "2"], "base": 1}, {"id": "d", "labels": ["0", "1"], "base": 0}]
    levels = [[0, 0, 1, 0], [1, 0, 1, 0], [2, 0, 1, 0], [0, 1, 1, 0], [0, 0, 0, 0], [0, 0, 2, 0]]
    levels += [list(l) for l in itertools.product([0, 1], [0, 1], [0, 1], [0])] + [[1, 1, 2, 1], [2, 1, 2, 0], [2, 0, 2, 0]]
    value = {}
    for one in levels:
        value.setdefault(tuple(one), round(random.random(), 3))
    return factors, [{"levels": one, "value": value[tuple(one)]} for one in levels]


def main():
    if sys.argv[1:] == ["--made"]:
        factors, scenarios = made()
        kept = {"factors": factors, "scenarios": scenarios, "effects": effects(factors, scenarios)}
        path = Path(__file__).with_suffix(".json")
        path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    else:
        print(json.dumps(effects(*of_store(*sys.argv[1:])), indent=1))


if __name__ == "__main__":
    main()
