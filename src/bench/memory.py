"""Watches the memory of every rank of a long run of a small problem: python3 src/bench/memory.py MINUTES.

Resident memory is VmRSS; the heap is what is live after a full collection (jcmd GC.class_histogram). Prints a table with a
row every so often, and by how much each grew from a quarter of the way to the end; exits with 1 if that is above 5% and
4 MiB.
"""
import os
import subprocess
import sys
import tempfile
import time

ROWS = 12
OPTIONS = ["--train", "src/data/airfoil_train.csv", "--hidden", "8", "--rungs", "4", "--leapfrog", "2", "--ladders", "2",
           "--warmup", "1000", "--iterations", "100000000", "--thin", "100000", "--quiet", "--threads", "1",
           "--checkpoint-every", "20s"]
RANKS = 2


def ranks_below(parent):
    """Process of every rank below mpirun, by rank."""
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as stat:
                above = int(stat.read().rsplit(")", 1)[1].split()[1])
            with open(f"/proc/{pid}/environ", "rb") as environ:
                words = dict(word.split(b"=", 1) for word in environ.read().split(b"\0") if b"=" in word)
        except OSError:
            continue
        if above == parent and b"OMPI_COMM_WORLD_RANK" in words:
            found[int(words[b"OMPI_COMM_WORLD_RANK"])] = int(pid)
    return [found[rank] for rank in sorted(found)]


def resident(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


def live_heap(pid):
    histogram = subprocess.run([os.path.join(os.environ["JAVA_HOME"], "bin/jcmd"), str(pid), "GC.class_histogram"],
                               check=True, capture_output=True, text=True).stdout
    return int(histogram.strip().splitlines()[-1].split()[-1]) / 2**20


def newest_checkpoint(directory):
    names = [name for name in os.listdir(os.path.join(directory, "checkpoint")) if name.endswith(".manifest")]
    return max((int(name.split(".")[0]) for name in names), default=0)


def main(minutes):
    with tempfile.TemporaryDirectory() as out:
        run = subprocess.Popen(["mpirun", "-np", str(RANKS), "--oversubscribe", "--bind-to", "none", "--mca",
                                "mpi_yield_when_idle", "1", "bin/kelvin", "sample", *OPTIONS, "--out", out],
                               stderr=subprocess.DEVNULL)
        table = []
        try:
            start = time.monotonic()
            print("    kelvin sample " + " ".join(OPTIONS) + f" over {RANKS} ranks\n")
            print("| minute | iterations | " + " | ".join(f"rank {r}: RSS, MiB | live heap, MiB" for r in range(RANKS)) + " |")
            print("|" + "---|" * (2 + 2 * RANKS))
            for row in range(1, ROWS + 1):
                time.sleep(max(0, start + 60 * minutes * row / ROWS - time.monotonic()))
                values = [value for pid in ranks_below(run.pid) for value in (resident(pid), live_heap(pid))]
                table.append(values)
                print(f"| {(time.monotonic() - start) / 60:.1f} | {newest_checkpoint(out)} | "
                      + " | ".join(f"{value:.1f}" for value in values) + " |", flush=True)
        finally:
            run.terminate()
            run.wait()
    first, last = table[ROWS // 4], table[-1]
    growth = [(b - a, b / a - 1) for a, b in zip(first, last)]
    print("\nFrom a quarter of the way to the end: " + ", ".join(f"{a:+.1f} MiB ({100 * b:+.1f}%)" for a, b in growth) + ".")
    return 1 if any(a > 4 and b > 0.05 for a, b in growth) else 0


sys.exit(main(float(sys.argv[1])))
