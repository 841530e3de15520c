"""Effective samples per gradient and per second of the explorers, from the same posteriors, in function space.

    explorers.py [--gradients 50000] [--seeds 1 2 3] [--problems NAME...]

Each explorer warms up and samples with the same number of gradients (evaluations, for the random walk, which cost about a
third). Effective samples are ArviZ's bulk ones, of every chain by itself, of the log-likelihood and of the network's outputs at
16 test rows. Chains without tempering stay in the mode they start in; so that all explorers are measured in the same, only the
chains within 50 nats of its level count (below, by posterior), with their share of gradients and seconds. Where the worst of
these chains' own split R-hat is not small they are still under way, and no effective samples are given. On the last posterior
nothing settles; there the log-likelihood that all chains have reached is what tells. JAX's HMC takes as many leapfrog
steps as Kelvin's has found. Prints a row for each explorer, means over the seeds; of MALA and the random walk, which settle in
none of the networks, of the first seed alone.
"""
import argparse
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import arviz
import h5py
import numpy as np

TOP = Path(__file__).resolve().parents[2]
DRAWS = 2000
ROWS = 16
SETTLED = 1.1
SAME_MODE = 50   # nats
AIRFOIL = ["--train", "src/data/airfoil_train.csv", "--test", "src/data/airfoil_test.csv"]
ENERGY = ["--train", "src/data/energy_train.csv", "--test", "src/data/energy_test.csv"]
SMALL = ["--hidden", "4", "--activation", "tanh", "--prior", "normal-fan-in", "--rungs", "1", "--ladders", "8"]
# options, those of hmc and mams, their warm-up, share of the gradients, mean log-likelihood of the mode (None: all chains)
PROBLEMS = {
    "airfoil 5-4-1": ([*AIRFOIL, *SMALL], [], 200, 1, -682),
    "energy 8-4-1": ([*ENERGY, *SMALL], [], 200, 2, 746),
    "two modes 1-1-1, 10 rungs": (["--train", "docs/examples/two-modes/data.csv", "--hidden", "1", "--activation", "tanh",
                                  "--noise", "0.5", "--prior-scale", "3", "--no-standardize", "--ladders", "4", "--rungs",
                                  "10"], [], 200, 0.5, None),
    "airfoil 5-16-16-16-16-2": ([*AIRFOIL, "--hidden", "16,16,16,16", "--activation", "tanh", "--likelihood",
                                "heteroscedastic", "--rungs", "1", "--ladders", "4"], ["--leapfrog", "256"], 50, 0.25, None),
}
PEERED = ["airfoil 5-4-1", "energy 8-4-1"]
LEAPING = ["hmc", "mams"]
EXPLORERS = [*LEAPING, "mala", "random-walk"]


def sample(options):
    """Runs kelvin; seconds of processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(["bin/kelvin", "sample", *options, "--threads", "1", "--quiet"], check=True, stdout=subprocess.DEVNULL,
                   cwd=TOP)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def outputs(weights, x):
    """Of networks with tanh [chains][draws][rows]; weights are pairs W [chains][draws][in][out], b [chains][draws][out]."""
    h = x[None, None]
    for l, (w, b) in enumerate(weights):
        h = h @ w + b[:, :, None]
        h = np.tanh(h) if l < len(weights) - 1 else h
    return h[..., 0]


def effective(level, out, mode):
    """R-hat, and how many chains are in the mode; of these, their level, bulk ESS of the log-likelihood and of outputs, over
    that share."""
    there = np.full(len(level), True) if mode is None else np.abs(level.mean(axis=1) - mode) < SAME_MODE
    if not there.any():
        return {"agree": float(arviz.rhat(level)), "settled": np.inf, "there": 0, "chains": len(level)}

    def size(draws):
        return sum(float(arviz.ess(chain[None])) for chain in draws[there]) / there.mean()
    sizes = [size(out[:, :, r]) for r in range(out.shape[2])]
    halves = level[there, :level.shape[1] // 2 * 2].reshape(there.sum(), 2, -1)
    return {"agree": float(arviz.rhat(level)), "settled": max(float(arviz.rhat(chain)) for chain in halves),
            "there": int(there.sum()), "chains": len(level), "level": float(level[there].mean()), "ess": size(level), "least": min(sizes),
            "median": float(np.median(sizes))}


def measure(problem, explorer, seed, gradients, like, scratch):
    """like: what HMC found there, None for itself."""
    options, leaping, warmup, share, mode = PROBLEMS[problem]
    run = scratch / f"{problem.replace(' ', '-').replace(',', '')}-{explorer}"
    leaps = explorer in LEAPING
    thin = 1 if leaps else max(1, int(gradients * share / DRAWS))
    # explorers of one step warm up with as many gradients
    warm = warmup if leaps else int(warmup * like["each"])
    out = ["--out", os.path.relpath(run, TOP)]
    first = [*options, "--explorer", explorer, *(leaping if leaps else []), "--warmup", str(warm), "--thin", str(thin), "--seed",
             str(seed), *out]
    sample([*first, "--iterations", str(10 * thin), "--overwrite"])
    with h5py.File(run / "run.h5") as file:
        steps = np.maximum(1, file["tempering/leapfrog_steps"][:])
    each = float(steps.mean())                  # gradients of an iteration of a slot
    iterations = 10 * thin + int(gradients * share / each)
    # of the long part beyond the short one, since both start up
    seconds = [sample([*out, "--resume", "--iterations", str(n)]) for n in (iterations // 5, iterations)]
    with h5py.File(run / "run.h5") as file:
        layers = sum(key[0] == "W" and key[1:].isdigit() for key in file["posterior"])
        weights = [(file[f"posterior/W{l}"][:], file[f"posterior/b{l}"][:]) for l in range(1, layers + 1)]
        found = effective(file["sample_stats/log_likelihood"][:], outputs(weights, file["constant_data/X"][:ROWS]), mode)
    return {"problem": problem, "explorer": explorer, "each": each, "cold": float(np.mean(steps.reshape(-1, steps.shape[-1])[:, 0])),
            "gradients": iterations * float(steps.sum()), "seconds": (seconds[1] - seconds[0]) * 5 / 3,
            "command": " ".join(["bin/kelvin sample", *first]), **found}


def jax_hmc(problem, seed, like):
    """The peer on the same posterior, with as many steps and gradients."""
    environment = dict(os.environ, STEPS=str(round(like["cold"])), GRADIENTS=str(like["gradients"] / 8), ROWS_OUT=str(ROWS),
                       JAX_PLATFORMS="cpu", TRAIN=PROBLEMS[problem][0][1], TEST=PROBLEMS[problem][0][3],
                       HIDDEN="4", DRAWS=str(DRAWS), SEED=str(seed))
    done = subprocess.run([sys.executable, "src/bench/peers/jax_ess.py"], env=environment, check=True, capture_output=True,
                          text=True, cwd=TOP)
    facts = json.loads(done.stdout.splitlines()[-1])
    with np.load(facts.pop("draws")) as draws:
        found = effective(draws["level"], draws["out"], PROBLEMS[problem][4])
    return {"problem": problem, "explorer": "JAX HMC", "cold": like["cold"], **facts, **found}


def line(seeds):
    """A row: means over the seeds; of effective samples over those that settled, with the lowest and the highest."""
    def mean(name):
        return np.mean([one[name] for one in seeds])

    def sizes(size, unit, per=1):
        each = [per * one[size] / one[unit] for one in settled]
        return f"{np.mean(each):.3g} ({min(each):.3g} to {max(each):.3g})" if each else "-"
    settled = [one for one in seeds if one["settled"] < SETTLED]
    levels = [one["level"] for one in seeds if one["there"]]
    cells = [seeds[0]["problem"], seeds[0]["explorer"], f"{mean('cold'):.0f}", f"{mean('gradients'):.2g}", f"{mean('agree'):.2f}",
             f"{sum(one['there'] for one in seeds)} of {sum(one['chains'] for one in seeds)}", f"{np.mean(levels):.1f}" if levels else "-",
             f"{len(settled)} of {len(seeds)}"]
    cells += [sizes(size, "gradients", 1000) for size in ("ess", "least", "median")]
    cells += [sizes(size, "seconds") for size in ("ess", "median")]
    return "| " + " | ".join(cells) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gradients", type=float, default=50_000, help="of each slot's sample")
    parser.add_argument("--seeds", nargs="*", type=int, default=[1, 2, 3])
    parser.add_argument("--problems", nargs="*", default=list(PROBLEMS))
    parser.add_argument("--scratch", type=Path, default=TOP / "results" / "run-explorers", help="where runs go")
    given = parser.parse_args()
    given.scratch.mkdir(parents=True, exist_ok=True)
    print("| posterior | explorer | steps | gradients | R-hat | chains in the mode | log-likelihood there | seeds that "
          "settled | ESS in 1000 gradients: log-likelihood | worst output | median output | ESS in a core-second: "
          "log-likelihood | median output |")
    print("|---" * 13 + "|")
    commands = []
    for problem in given.problems:
        found = {}
        for seed in given.seeds:
            for explorer in EXPLORERS if seed == given.seeds[0] else LEAPING:
                like = found["hmc"][-1] if found else None
                one = measure(problem, explorer, seed, given.gradients, like, given.scratch)
                found.setdefault(explorer, []).append(one)
                if explorer == "hmc" and problem in PEERED:
                    found.setdefault("JAX HMC", []).append(jax_hmc(problem, seed, one))
        for seeds in found.values():
            print(line(seeds), flush=True)
        commands.append(found["mams"][0]["command"])
    print("\nCommands of MAMS and the first seed, with --iterations that take the gradients:\n")
    print("\n".join(f"    {command}" for command in commands))


if __name__ == "__main__":
    main()
