"""What tempering buys at equal gradients: log predictive density of airfoil's test rows against gradients.

    tempering.py [--seeds 1]

(a) one chain, (b) independent chains, (c) one tempered ladder, (d) several tempered ladders, on 5-16-16-16-16-2 with the
published network's likelihood. Trajectories have a fixed number of leapfrog steps, so that gradients can be counted
exactly, the 500 of Adam and the warm-up included. Then where modes matter: airfoil with 5-4-1, which has a mode at a
log-likelihood of -682 and a far lighter one at -914 (230 nats in log posterior density), and the two modes of
docs/examples/two-modes with one target raised by 0.25, so that one has four times the mass of the other, against the exact
share. Writes results/tempering/README.md and lpd.svg.
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
RAISED = 0.25
PRIOR_SCALE, NOISE = 3, 0.5
AIRFOIL, TOY = "airfoil 5-4-1", "toy 1-1-1"
MODES = {  # options
    AIRFOIL: ["--train", "src/data/airfoil_train.csv", "--test", "src/data/airfoil_test.csv", "--hidden", "4", "--activation",
              "tanh", "--prior", "normal-fan-in", "--explorer", "hmc", "--leapfrog", "40", "--warmup", "150", "--iterations",
              "150"],
    TOY: ["--train", "results/run-tempering/modes.csv", "--hidden", "1", "--activation", "tanh", "--noise", str(NOISE),
          "--prior-scale", str(PRIOR_SCALE), "--no-standardize", "--explorer", "hmc", "--leapfrog", "16", "--warmup", "1000",
          "--iterations", "2000"],
}
SHAPES = {"40 independent chains": (40, 1), "4 ladders of 10 rungs": (4, 10)}


def predictive(file, activation):
    """Log densities of the test targets [chains][draws][rows], standardised."""
    posterior = file["posterior"]
    layers = sum(key.startswith("W") and key[1:].isdigit() for key in posterior)
    h = file["constant_data/X"][:].astype(np.float32)[None, None]
    for l in range(1, layers + 1):
        h = h @ posterior[f"W{l}"][:] + posterior[f"b{l}"][:][:, :, None]
        h = activation(h) if l < layers else h
    learned = posterior.get("log_sigma")
    spread = np.logaddexp(0, h[..., 1]) + 1e-6 if learned is None else np.exp(learned[:].reshape(*h.shape[:2], 1))
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
        terms = predictive(file, lambda a: np.maximum(a, 0))
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


def exact_share(rows, draws=20_000_000, batch=200_000):
    """Of the mode that is low on the left: draws from the prior, weighed by their likelihoods; with its standard error."""
    random = np.random.default_rng(1)
    x, y = rows.astype(np.float32).T
    sums = np.zeros(3)
    for _ in range(draws // batch):
        w1, b1, w2, b2 = PRIOR_SCALE * random.standard_normal((4, batch, 1)).astype(np.float32)
        misfit = ((y - np.tanh(x * w1 + b1) * w2 - b2) / NOISE).astype(float)
        weight = np.exp(60 - 0.5 * (misfit ** 2).sum(axis=1))
        low = (w1 * w2)[:, 0] > 0
        sums += weight.sum(), weight[low].sum(), (weight ** 2).sum()
    share = sums[1] / sums[0]
    return share, float(np.sqrt(share * (1 - share) * sums[2])) / sums[0]


def modes(problem, shape, seed, scratch):
    ladders, rungs = SHAPES[shape]
    run = scratch / f"modes-{problem[:3]}-{ladders}-{seed}"
    path = ["--path", "posterior", "--max-temperature", "5"] if rungs > 1 and problem == AIRFOIL else []
    command = ["bin/kelvin", "sample", *MODES[problem], *path, "--ladders", str(ladders), "--rungs", str(rungs), "--seed", str(seed),
               "--out", os.path.relpath(run, TOP), "--overwrite", "--quiet"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=TOP)
    with h5py.File(run / "run.h5") as file:
        if problem == TOY:
            heavier = file["posterior/W1"][:, :, 0, 0] * file["posterior/W2"][:, :, 0, 0] > 0
            density = None
        else:
            heavier = file["sample_stats/log_likelihood"][:] > -800
            terms = predictive(file, np.tanh)
            density = float(np.mean(logsumexp(terms.reshape(-1, terms.shape[2]), axis=0) - np.log(heavier.size)))
    return {"problem": problem, "name": shape, "seed": seed, "command": " ".join(command), "density": density,
            "shares": [float(share) for share in heavier.mean(axis=1)]}


def report_modes(found, exact):
    lines = ["", "## Where modes matter", "", "Airfoil with 5-4-1 (tanh, learned noise) has a mode at a log-likelihood of -682 "
             "and one at -914, which is 230 nats lower in log posterior density and has none of the mass to speak of. The toy "
             f"has the two modes of docs/examples/two-modes, one target raised by {RAISED}; the heavier has {exact[0]:.3f} +- "
             f"{exact[1]:.3f} of the mass, by weighed draws from the prior. Both ways take as many gradients.", "",
             "| | | seed | share of draws in the heavier mode | exact | lowest and highest chain or ladder | log predictive "
             "density |", "|---" * 7 + "|"]
    for one in found:
        truth = f"{exact[0]:.3f}" if one["problem"] == TOY else "1"
        density = "" if one["density"] is None else f"{one['density']:.3f}"
        lines.append(f"| {one['problem']} | {one['name']} | {one['seed']} | {np.mean(one['shares']):.3f} | {truth} | "
                     f"{min(one['shares']):.3f} to {max(one['shares']):.3f} | {density} |")
    return lines


def report(found, commit, machine, others):
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
    lines += report_modes(*others)
    lines += ["", f"Commit {commit}, {time.strftime('%Y-%m-%d')}, {machine}. Commands:", "",
              *(f"    {one['command']}" for one in found + others[0] if one["seed"] == found[0]["seed"]), ""]
    text = RESULTS / "discussion.md"
    (RESULTS / "README.md").write_text("\n".join(lines) + ("\n" + text.read_text() if text.exists() else ""))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", nargs="*", type=int, default=[1])
    given = parser.parse_args()
    given.scratch = TOP / "results" / "run-tempering"
    given.scratch.mkdir(parents=True, exist_ok=True)
    kept = given.scratch / "found.json"
    found = json.loads(kept.read_text()) if kept.exists() else []
    for seed in given.seeds:
        for name in WAYS:
            if not any(one["name"] == name and one["seed"] == seed for one in found):
                found.append(measure(name, seed, given.scratch))
                print(found[-1], file=sys.stderr, flush=True)
                kept.write_text(json.dumps(found))
    rows = np.loadtxt(TOP / "docs/examples/two-modes/data.csv", delimiter=",", skiprows=1)
    rows[-1, 1] += RAISED
    np.savetxt(given.scratch / "modes.csv", rows, fmt="%.3f", delimiter=",", header="x,y", comments="")
    others = [modes(problem, shape, seed, given.scratch) for problem in MODES for shape in SHAPES for seed in given.seeds]
    commit = subprocess.run(["git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"], cwd=TOP,
                            capture_output=True, text=True).stdout.strip()
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), "unknown")
    report(found, commit, f"{os.cpu_count()} x {model}", (others, exact_share(rows)))


if __name__ == "__main__":
    main()
