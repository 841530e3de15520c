"""Kelvin's gradients and HMC trajectories beside those of JAX and PyTorch, in one run on one machine.

Prints a table for each work and the two-rank rate of `--preset original`. The peers run where this Python has them;
where it has not, their columns say so.
"""
import argparse
import importlib.metadata
import importlib.util
import json
import os
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = [  # column, package, program, Kelvin's work
    ("JAX", "jax", "jax_gradient.py", "GRADIENT"),
    ("PyTorch", "torch", "torch_gradient.py", "GRADIENT"),
    ("JAX", "jax", "jax_hmc.py", "TRAJECTORY"),
]
TITLES = {"GRADIENT": "Value and gradient, GFLOP/s", "TRAJECTORY": "HMC trajectories of 32 steps, GFLOP/s"}


def kelvin(what, threads):
    """Results of `kelvin bench WHAT`, by (work, widths, rows, replicas)."""
    done = subprocess.run(["bin/kelvin", "bench", what, "--json", "--threads", str(threads)], check=True,
                          capture_output=True, text=True)
    results = {}
    for result in json.loads(done.stdout)["results"]:
        setting = result["setting"]
        key = (setting["work"], tuple(setting["network"]["sizes"]), setting["rows"], setting["replicas"])
        results[key] = result
    return results


def peer(program, widths, rows, replicas, threads, seconds):
    """GFLOP/s of a peer, by replicas."""
    environment = dict(os.environ, SIZES=",".join(map(str, widths)), ROWS=str(rows), THREADS=str(threads),
                       REPLICAS=",".join(map(str, replicas)), SECONDS_EACH=str(seconds), JAX_PLATFORMS="cpu",
                       CUDA_VISIBLE_DEVICES="")
    done = subprocess.run([sys.executable, os.path.join(HERE, "peers", program)], env=environment, check=True,
                          capture_output=True, text=True)
    found = re.findall(r"R=(\d+) .*GFLOP/s=([\d.]+)", done.stdout)
    return {int(r): float(gigaflops) for r, gigaflops in found}


def table(work, results, threads, seconds):
    peers = [entry for entry in PEERS if entry[3] == work]
    here = {package: importlib.util.find_spec(package) is not None for _, package, _, _ in peers}
    print(f"\n{TITLES[work]}:\n")
    print("| network | rows | replicas | Kelvin | of the FMA peak |" + "".join(f" {p[0]} | Kelvin over it |" for p in peers))
    print("|---|---|---|---|---|" + "---|---|" * len(peers))
    problems = {}
    for (_, widths, rows, replicas) in [key for key in results if key[0] == work]:
        problems.setdefault((widths, rows), []).append(replicas)
    for (widths, rows), replicas in problems.items():
        rates = [peer(program, widths, rows, replicas, threads, seconds) if here[package] else {}
                 for _, package, program, _ in peers]
        for r in replicas:
            own = results[work, widths, rows, r]
            cells = ["-".join(map(str, widths)), rows, r, f"{own['gigaflops']:.1f}", f"{own['percentOfPeak']:.1f}%"]
            for rate in rates:
                cells += [f"{rate[r]:.1f}", f"{own['gigaflops'] / rate[r]:.1f}"] if r in rate else ["not here", ""]
            print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def original(iterations):
    """Iterations a second of `--preset original` on two ranks: of a long run beyond those of a short one, which starts up too."""
    seconds = []
    for n in (iterations // 5, iterations):
        start = time.monotonic()
        subprocess.run(["mpirun", "-np", "2", "--bind-to", "none", "bin/kelvin", "sample", "--preset", "original", "--threads",
                        "1", "--iterations", str(n), "--thin", "100", "--out", "target/original", "--overwrite"],
                       check=True, capture_output=True)
        seconds.append(time.monotonic() - start)
    return (iterations - iterations // 5) / (seconds[1] - seconds[0])


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    options.add_argument("--seconds", type=float, default=1, help="of each measurement of a peer")
    options.add_argument("--iterations", type=int, default=100000, help="of --preset original")
    arguments = options.parse_args()
    for package in ("jax", "torch"):
        if importlib.util.find_spec(package) is None:
            print(f"This Python ({sys.executable}) has no {package}: its columns stay empty.")
        else:
            print(f"{package} {importlib.metadata.version(package)}")
    for what, work in (("gradient", "GRADIENT"), ("trajectory", "TRAJECTORY")):
        table(work, kelvin(what, arguments.threads), arguments.threads, arguments.seconds)
    print(f"\n`--preset original` on two ranks of one thread: {original(arguments.iterations):.0f} iterations a second per "
          "chain, start-up left out.")


if __name__ == "__main__":
    main()
