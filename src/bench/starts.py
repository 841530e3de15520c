"""Where replicas start: starts.py compares draws from the prior, PyTorch's default and Adam's ascent (`--init`).

All ways take as many gradients: what has no ascent warms up for as many iterations more as its 500 steps cost. Step sizes,
scales and ladders adapt as always. Prints a table of means over the seeds, with the lowest and the highest.
"""
import re
import subprocess
import tempfile
from pathlib import Path

import h5py
import numpy as np

TOP = Path(__file__).resolve().parents[2]
SEEDS = [1, 2, 3]
LEAPFROG = 50
WARMUP = 100
ITERATIONS = 100
ASCENT = 500   # gradients of a replica
PROBLEMS = {
    "airfoil 5-16-16-16-16-2, 4 ladders of 1 rung": ["airfoil", "--hidden", "16,16,16,16", "--likelihood", "heteroscedastic",
                                                     "--rungs", "1", "--ladders", "4"],
    "energy 8-16-1, 1 ladder of 12 rungs": ["energy", "--hidden", "16", "--prior", "normal-fan-in", "--rungs", "12"],
}


def sample(name, options, start, seed, out):
    """Mean log-likelihood of the cold draws, and the log predictive density of the test rows."""
    warmup = WARMUP + (0 if start == "map" else ASCENT // LEAPFROG)
    done = subprocess.run(["bin/kelvin", "sample", "--train", f"src/data/{name}_train.csv", "--test", f"src/data/{name}_test.csv",
                           "--activation", "tanh", *options, "--leapfrog", str(LEAPFROG), "--warmup", str(warmup), "--iterations",
                           str(ITERATIONS), "--init", start, "--seed", str(seed), "--quiet", "--overwrite", "--out", out],
                          check=True, capture_output=True, text=True, cwd=TOP)
    density = re.search(r"^log predictive density +(\S+)", done.stdout, re.M)
    with h5py.File(f"{out}/run.h5") as run:
        return run["sample_stats/log_likelihood"][:].mean(), float(density[1])


def main():
    print("| posterior | start | log-likelihood | log predictive density, test rows |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as out:
        for problem, (name, *options) in PROBLEMS.items():
            for start in ("prior", "fan-in", "map"):
                found = np.array([sample(name, options, start, seed, out) for seed in SEEDS])
                cells = [f"{column.mean():.{digits}f} ({column.min():.{digits}f} to {column.max():.{digits}f})"
                         for column, digits in zip(found.T, (0, 3))]
                print(f"| {problem} | {start} | {cells[0]} | {cells[1]} |", flush=True)
    print(f"\nSeeds {', '.join(map(str, SEEDS))}; MAMS, {LEAPFROG} steps a trajectory, {WARMUP} iterations of warm-up, "
          f"{ASCENT // LEAPFROG} more without the ascent, and {ITERATIONS} of sample.")


if __name__ == "__main__":
    main()
