"""What both references write of each X: its statistics and their standard errors."""

import json
from pathlib import Path

import numpy as np

LEVELS = {"p5": 0.05, "p10": 0.10, "p25": 0.25, "p50": 0.50, "p75": 0.75, "p90": 0.90, "p95": 0.95}
TAIL = 0.10


def rounded(value):
    """The number (or every number within) at 10 significant digits."""
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(inner) for inner in value]
    return value if isinstance(value, (int, str)) else float(f"{value:.10g}")


def summary(effect, target):
    """The statistics of X against T, with a standard error ("se") for each that has one."""
    x = np.sort(effect)
    n = len(x)
    if np.any(np.abs(x - target) < 1e-7):
        raise ValueError(f"a trial lies on the target {target}: whether it is met would hang on rounding")
    mean = x.mean() if x[0] < x[-1] else x[0]                # a constant is exactly itself
    centred = x - mean
    sd = np.sqrt(np.sum(centred**2) / (n - 1))
    met = np.mean(x >= target)
    shortfall = np.maximum(target - x, 0.0)
    worst = shortfall[: round(TAIL * n)]                     # x is sorted: the lowest tenth of X comes first
    out = {"target": target, "mean": mean, "sd": sd}
    se = {"mean": sd / np.sqrt(n), "sd": np.sqrt(max(np.mean(centred**4) - sd**4, 0.0) / n) / (2.0 * sd) if sd > 0 else 0.0}
    for name, p in LEVELS.items():
        out[name] = np.quantile(x, p)
        spread = np.sqrt(n * p * (1.0 - p))                  # the order statistics one standard error to either side
        low, high = round(n * p - spread), round(n * p + spread)
        se[name] = (x[high] - x[low]) / 2.0
    out |= {"p_met": met, "mean_shortfall": shortfall.mean(), "cvar90": worst.mean()}
    se |= {"p_met": np.sqrt(met * (1.0 - met) / n), "mean_shortfall": shortfall.std(ddof=1) / np.sqrt(n)}
    se["cvar90"] = np.sqrt((worst.var() + (1.0 - TAIL) * (worst.mean() - worst[-1]) ** 2) / (TAIL * n))
    return out | {"se": se}


def write(path, content):
    """Writes the content as JSON."""
    Path(path).write_text(json.dumps(rounded(content), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
