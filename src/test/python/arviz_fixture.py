"""Writes the fixture of the diagnostics tests: draws, and ArviZ's statistics of them.

    pip install arviz==0.23.4
    python src/test/python/arviz_fixture.py src/test/resources/kelvin/diagnostics

draws.csv has a line a chain (case, draw, draw, ...), statistics.csv a line a value
(case, statistic, value), beta.csv a line a quantile of a beta distribution (p, a, b, quantile).
The draws are written with few digits and read back, so that both sides see the same numbers.
"""

import csv
import logging
import pathlib
import sys

import arviz
import numpy as np
from scipy import stats


def ar1(rng, chains, draws, phi):
    x = np.empty((chains, draws))
    x[:, 0] = rng.normal(size=chains)
    for i in range(1, draws):
        x[:, i] = phi * x[:, i - 1] + np.sqrt(1 - phi**2) * rng.normal(size=chains)
    return x


def cases():
    rng = np.random.default_rng(20210701)
    normal = rng.normal
    yield "independent", normal(size=(4, 250))
    yield "one chain, odd", ar1(rng, 1, 501, 0.6)
    yield "autocorrelated, odd", ar1(rng, 4, 301, 0.9)
    yield "hardly moving", ar1(rng, 2, 250, 0.995)
    yield "antithetic", ar1(rng, 2, 200, -0.3)
    yield "strongly antithetic", ar1(rng, 2, 200, -0.99)
    yield "one chain shifted", normal(size=(4, 120)) + [[0], [0], [0], [2]]
    yield "one chain wide", normal(size=(4, 120)) * [[1], [1], [1], [4]]
    yield "drift", normal(size=(2, 150)) + np.linspace(0, 3, 150)
    yield "cauchy", rng.standard_cauchy(size=(4, 200))
    yield "far from zero", 1e6 + normal(size=(2, 101))
    yield "ties", rng.integers(0, 6, size=(3, 120)).astype(float)
    yield "fair coin", np.array([rng.permutation(np.repeat([0.0, 1.0], 50)) for _ in range(2)])
    yield "rare event", (rng.random(size=(2, 200)) < 0.02).astype(float)
    yield "one chain stuck", np.concatenate([normal(size=(3, 60)), np.full((1, 60), 0.5)])
    yield "stuck apart", np.repeat([[1.0], [2.0]], 20, axis=1)
    yield "constant", np.full((2, 21), 0.5)
    yield "one infinite", np.concatenate([[-np.inf], normal(size=79)]).reshape(2, 40)
    yield "one not a number", np.concatenate([[np.nan], normal(size=79)]).reshape(2, 40)
    # The last pair of correlations is negative, then positive, with a positive sum.
    yield "last pair of mixed signs", np.array([
        [0.9, 1.3, 1.8, 1.0, 0.7, 1.0, 1.5, 2.1, 0.3, 2.5, 3.3, 2.5],
        [1.2, 1.1, 0.7, 2.3, 1.2, 0.3, -0.6, -1.1, 2.1, 1.7, 0.7, 0.9],
    ])
    yield "four draws", normal(size=(3, 4))
    yield "five draws", normal(size=(2, 5))
    yield "nine draws", normal(size=(1, 9))
    yield "three draws", normal(size=(2, 3))


STATISTICS = {
    "ess bulk": lambda x: arviz.ess(x, method="bulk"),
    "ess tail": lambda x: arviz.ess(x, method="tail"),
    "ess mean": lambda x: arviz.ess(x, method="mean"),
    "ess quantile 0.3": lambda x: arviz.ess(x, method="quantile", prob=0.3),
    "rhat rank": lambda x: arviz.rhat(x, method="rank"),
    "rhat split": lambda x: arviz.rhat(x, method="split"),
    "mcse mean": lambda x: arviz.mcse(x, method="mean"),
    "mcse sd": lambda x: arviz.mcse(x, method="sd"),
    "mcse quantile 0.05": lambda x: arviz.mcse(x, method="quantile", prob=0.05),
    "mcse quantile 0.5": lambda x: arviz.mcse(x, method="quantile", prob=0.5),
}


def write(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def text(value):
    """As Java's Double.parseDouble reads it."""
    value = float(value)
    if np.isnan(value):
        return "NaN"
    return repr(value).replace("inf", "Infinity")


def main(folder):
    logging.getLogger("arviz").setLevel(logging.ERROR)
    np.seterr(all="ignore")
    draws, statistics = [], []
    for name, exact in cases():
        name = name.replace(",", "")
        printed = [[f"{v:.5g}" if abs(v) < 1e5 else text(round(v, 4)) for v in chain] for chain in exact]
        x = np.array(printed, dtype=float)
        draws += [[name, *map(text, chain)] for chain in x]
        statistics += [[name, key, text(f(x))] for key, f in STATISTICS.items()]
    write(folder / "draws.csv", draws)
    write(folder / "statistics.csv", statistics)
    write(folder / "beta.csv", [
        [text(v) for v in (p, a, b, stats.beta.ppf(p, a, b))]
        for p in (0.1586553, 0.8413447)
        for a, b in ((1, 1), (1, 40.5), (3.3, 1), (1.7, 2.2), (51, 951), (12.5, 230), (4e5, 3e4), (5e5, 5e5))
    ])


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
