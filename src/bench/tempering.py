"""What tempering buys at equal gradients: log predictive density of airfoil's test rows against gradients.

    tempering.py [--seeds 1]

(a) one chain, (b) independent chains, (c) one tempered ladder, (d) several tempered ladders, on 5-16-16-16-16-2 with the
published network's likelihood. Trajectories have a fixed number of leapfrog steps, so that gradients can be counted
exactly, the 500 of Adam and the warm-up included. Writes results/tempering/README.md and lpd.svg.
"""
import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import h5py
import matplotlib
import numpy as np
from scipy.special import logsumexp

matplotlib.use("Agg")
import matplotlib.pyplot as plt

TOP = Path(__file__).resolve().parents[2]
RESULTS = TOP / "results" / "tempering"
LEAPFROG = 256
ADAM = 500
GRADIENTS = 400_000
COMMON = ["--train", "src/data/airfoil_train.csv", "--test", "src/data/airfoil_test.csv", "--hidden", "16,16,16,16",
          "--activation", "relu", "--likelihood", "heteroscedastic", "--prior", "normal", "--prior-scale", "0.5",
          "--explorer", "hmc", "--leapfrog", str(LEAPFROG)]
WAYS = {  # ladders, rungs, options
    "(a) one chain": (1, 1, []),
    "(b) 8 independent chains": (8, 1, []),
    "(c) one ladder of 8 rungs to T = 1.3": (1, 8, ["--max-temperature", "1.3"]),
    "(d) 4 ladders of 3 rungs to T = 1.1": (4, 3, ["--max-temperature", "1.1"]),
}


def predictive(file):
    """Log densities of the test targets [chains][draws][rows], standardised."""
    posterior = file["posterior"]
    layers = sum(key.startswith("W") and key[1:].isdigit() for key in posterior)
    h = file["constant_data/X"][:].astype(np.float32)[None, None]
    for l in range(1, layers + 1):
        h = h @ posterior[f"W{l}"][:] + posterior[f"b{l}"][:][:, :, None]
        h = np.maximum(h, 0) if l < layers else h
    spread = np.logaddexp(0, h[..., 1]) + 1e-6
    y = file["observed_data/y"][:].reshape(-1)
    return -0.5 * ((y - h[..., 0]) / spread) ** 2 - np.log(spread) - 0.5 * np.log(2 * np.pi)


def measure(name, seed, scratch):
    ladders, rungs, options = WAYS[name]
    iterations = int((GRADIENTS / (ladders * rungs) - ADAM) / LEAPFROG)
    warmup = iterations // 2
    run = scratch / f"{name[1]}-{seed}"
    command = ["bin/kelvin", "sample", *COMMON, "--ladders", str(ladders), "--rungs", str(rungs), *options, "--warmup",
               str(warmup), "--iterations", str(iterations - warmup), "--thin", str(max(1, iterations // 800)), "--seed",
               str(seed), "--out", os.path.relpath(run, TOP), "--overwrite", "--quiet"]
    start = time.time()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=TOP)
    with h5py.File(run / "run.h5") as file:
        terms = predictive(file)
        draws = terms.shape[1]
        curve = []
        for part in np.unique(np.linspace(1, draws, 12).astype(int)):
            used = terms[:, :part].reshape(-1, terms.shape[2])
            at = ladders * rungs * (ADAM + LEAPFROG * (warmup + (iterations - warmup) * part / draws))
            curve.append((float(at), float(np.mean(logsumexp(used, axis=0) - np.log(len(used))))))
        level = file["sample_stats/log_likelihood"][:]
        swaps = float(1 - np.nanmean(file["tempering/swap_rejection"][:])) if rungs > 1 else None
        return {"name": name, "seed": seed, "command": " ".join(command), "curve": curve, "level": float(level.mean()),
                "swaps": swaps, "trips": int(file["tempering/round_trips"][:].sum()), "seconds": time.time() - start,
                "one": float(np.mean([np.mean(logsumexp(c, axis=0) - np.log(len(c))) for c in terms]))}


def report(found, commit, machine):
    RESULTS.mkdir(parents=True, exist_ok=True)
    figure, axes = plt.subplots(figsize=(7, 4.5))
    for name, colour in zip(WAYS, ("C7", "C0", "C3", "C1")):
        for one in (one for one in found if one["name"] == name):
            axes.plot(*zip(*one["curve"]), color=colour, label=name if one["seed"] == found[0]["seed"] else None)
    axes.set(xlabel="gradients, warm-up and Adam included", ylabel="log predictive density, test rows")
    axes.legend()
    axes.grid(alpha=0.3)
    figure.savefig(RESULTS / "lpd.svg", bbox_inches="tight", metadata={"Date": None})
    lines = ["# What tempering buys at equal gradients", "", f"Written by `make results-tempering` (src/bench/tempering.py): "
             f"airfoil, 5-16-16-16-16-2, {GRADIENTS} gradients each, {ADAM} of Adam for every replica and the warm-up "
             "included. Log predictive density of the test rows, standardised, of all cold draws together, and of one "
             "ladder or chain alone; level is the cold rungs' mean log-likelihood.", "", "![](lpd.svg)", "",
             "| | seed | log predictive density | one alone | level | swaps accepted | round trips |", "|---" * 7 + "|"]
    for one in found:
        swaps = "" if one["swaps"] is None else f"{one['swaps']:.2f}"
        trips = "" if one["swaps"] is None else one["trips"]
        lines.append(f"| {one['name']} | {one['seed']} | {one['curve'][-1][1]:.3f} | {one['one']:.3f} | {one['level']:.0f} | "
                     f"{swaps} | {trips} |")
    lines += ["", f"Commit {commit}, {time.strftime('%Y-%m-%d')}, {machine}. Commands:", "",
              *(f"    {one['command']}" for one in found if one["seed"] == found[0]["seed"]), ""]
    text = RESULTS / "discussion.md"
    (RESULTS / "README.md").write_text("\n".join(lines) + ("\n" + text.read_text() if text.exists() else ""))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", nargs="*", type=int, default=[1])
    parser.add_argument("--scratch", type=Path, default=TOP / "results" / "run-tempering", help="where runs go")
    given = parser.parse_args()
    given.scratch.mkdir(parents=True, exist_ok=True)
    kept = given.scratch / "found.json"
    found = json.loads(kept.read_text()) if kept.exists() else []
    for seed in given.seeds:
        for name in WAYS:
            if not any(one["name"] == name and one["seed"] == seed for one in found):
                found.append(measure(name, seed, given.scratch))
                print(found[-1], file=sys.stderr, flush=True)
                kept.write_text(json.dumps(found))
    commit = subprocess.run(["git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"], cwd=TOP,
                            capture_output=True, text=True).stdout.strip()
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), "unknown")
    report(found, commit, f"{os.cpu_count()} x {model}")


if __name__ == "__main__":
    main()
