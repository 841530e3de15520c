"""Kelvin on a GPU beside JAX and PyTorch on it, in one run: gpu_peers.py TABLE [--kelvin bin/kelvin] [--device cuda].

Prints one table, a row for every number of replicas. Kelvin's columns have the error of its gradient against float64 at
draws as wide as the prior, the peers' at their own start; rates are of products alone, counted alike for all
(27,520 operations for a row of 10-64-64-1).
"""
import argparse
import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

PEERS = Path(__file__).resolve().parent / "peers"
JAX, TORCH, LEAPFROG = "jax", "torch", 32
GRADIENT = {  # column: package, program, environment
    "JAX highest": (JAX, "jax_gradient.py", {"PRECISION": "highest"}),
    "JAX default": (JAX, "jax_gradient.py", {"PRECISION": "default"}),
    "PyTorch": (TORCH, "torch_gradient.py", {}),
    "PyTorch TF32": (TORCH, "torch_gradient.py", {"TF32": "1"}),
    "PyTorch compiled": (TORCH, "torch_gradient.py", {"COMPILE": "1"}),
}
HMC = {
    "JAX highest": (JAX, "jax_hmc.py", {"PRECISION": "highest"}),
    "JAX default": (JAX, "jax_hmc.py", {"PRECISION": "default"}),
}
PRODUCTS = {"float32 products alone": (TORCH, "torch_products.py", {})}
TABLES = {  # what to bench, work, kinds of gradient, problems (network, rows, replicas), peers, what is expected
    "gradients": ("gradient", "GRADIENT", ("fp32", "tensor"), [("10-64-64-1", 1000, (1, 4, 16, 64, 256, 1024))], GRADIENT,
                  "fp32: 50% of the peak where the GPU is full, 3 times JAX highest, one replica below 15 microseconds"),
    "trajectories": ("trajectory", "TRAJECTORY", ("fp32", "tensor"), [("10-64-64-1", 5000, (1, 16, 132, 1024))], HMC,
                     "1024 replicas: 6 times JAX highest, 3 times JAX default, above the peak of float32; fewer: 4 times JAX"),
    "deep": ("trajectory", "TRAJECTORY", ("fp32", "tensor"), [("5-16-16-16-16-2", 1202, (1024,))], HMC, "6 times JAX"),
    "wide": ("gradient", "GRADIENT", ("fp32",), [("784-512-512-10", 10000, (8,)), ("64-1024-1024-1", 50000, (4,))],
             {**GRADIENT, **PRODUCTS}, "784-512-512-10: JAX's speed; 64-1024-1024-1: 70% of the products alone"),
    "random-walk": ("trajectory", "RANDOM_WALK", ("fp32",), [("10-64-64-1", 1000, (264,))], {}, "60% of the peak"),
}


def kelvin(program, device, what, work, gradient, network, rows, replicas):
    """Results of `kelvin bench`, by replicas; a text where there are none."""
    done = subprocess.run([program, "bench", what, "--device", device, "--gradient", gradient, "--networks", network, "--rows",
                           str(rows), "--replicas", ",".join(map(str, replicas)), "--json"], capture_output=True, text=True)
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    return {result["setting"]["replicas"]: result for result in json.loads(done.stdout)["results"]
            if result["setting"]["work"] == work}


def peer(package, program, environment, network, rows, replicas, seconds):
    """Rate and error of a peer, by replicas; a text where there are none."""
    if importlib.util.find_spec(package) is None:
        return "not here"
    done = subprocess.run([sys.executable, str(PEERS / program)], capture_output=True, text=True, env=dict(
        os.environ, SIZES=network.replace("-", ","), ROWS=str(rows), REPLICAS=",".join(map(str, replicas)),
        LEAPFROG=str(LEAPFROG), SECONDS_EACH=str(seconds), XLA_PYTHON_CLIENT_PREALLOCATE="false", **environment))
    found = {int(r): (float(rate), error) for r, rate, error in
             re.findall(r"R=(\d+) .*GFLOP/s=([\d.]+)(?: error=(\S+))?", done.stdout)}
    if done.returncode and not found:
        return (done.stderr.strip().splitlines() or ["no reason given"])[-1][:60].replace("|", "/")
    return found


def cells(own, replicas):
    if isinstance(own, str):
        return [own, "", ""]
    if replicas not in own:
        return ["does not fit", "", ""]
    result = own[replicas]
    return [f"{result['milliseconds']:.4f} ms, {result['gigaflops']:.0f}", f"{result['percentOfPeak']:.0f}%",
            f"{result['error']:.0e}"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", choices=list(TABLES))
    parser.add_argument("--kelvin", default="bin/kelvin", help="the program")
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--seconds", type=float, default=1, help="of each measurement of a peer")
    parser.add_argument("--tiny", action="store_true", help="one replica and 32 rows, to try this program")
    given = parser.parse_args()
    what, work, gradients, problems, peers, expected = TABLES[given.table]
    if given.tiny:
        problems = [(network, 32, (1,)) for network, _, _ in problems]
    print(f"{work.capitalize().replace('_', ' ')}: time, GFLOP/s, share of the measured peak in float32, error. Expected: {expected}.\n")
    print("| network | rows | replicas | " + " | ".join(f"Kelvin {kind} | of peak | error" for kind in gradients)
          + "".join(f" | {name} | Kelvin over it | error" for name in peers) + " |")
    print("|" + "---|" * (3 + 3 * len(gradients) + 3 * len(peers)))
    for network, rows, replicas in problems:
        own = [kelvin(given.kelvin, given.device, what, work, kind, network, rows, replicas) for kind in gradients]
        others = [peer(*of_peer, network, rows, replicas, given.seconds) for of_peer in peers.values()]
        for r in replicas:
            best = max((one[r]["gigaflops"] for one in own if not isinstance(one, str) and r in one), default=float("nan"))
            line = [network, str(rows), str(r)] + [cell for one in own for cell in cells(one, r)]
            for other in others:
                if isinstance(other, str) or r not in other:
                    line += [other if isinstance(other, str) else "none", "", ""]
                else:
                    line += [f"{other[r][0]:.0f}", f"{best / other[r][0]:.2f}", other[r][1]]
            print("| " + " | ".join(line) + " |", flush=True)


if __name__ == "__main__":
    main()
