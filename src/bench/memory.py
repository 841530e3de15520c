"""Watches the memory of every rank of a long run of a small problem: python3 src/bench/memory.py MINUTES.

Resident memory is VmRSS, with a heap of fixed size all of which is resident from the start (JAVA_OPTIONS): it grows by what is
allocated outside Java. The heap is what is live in it after a full collection (jcmd GC.class_histogram). Prints a table, and by
how much the least value of each column grew from the second quarter of the time to the last: the least, since rank 0 holds
up to two segments of draws (2 x 8 MiB) that come and go. Exits with 1 if a heap grew by more than 2 MiB or a resident memory
by more than 5 MiB, or if the same table with a leak of LEAK put in would pass.
"""
import os
import subprocess
import sys
import tempfile
import time

ROWS, SHOWN = 60, 5   # measurements, and every how many of them the table shows
LEAK = 0.25           # MiB a minute
OPTIONS = ["--train", "src/data/airfoil_train.csv", "--hidden", "8", "--rungs", "4", "--leapfrog", "2", "--ladders", "2",
           "--warmup", "1000", "--iterations", "100000000", "--thin", "100000", "--quiet", "--threads", "1",
           "--checkpoint-every", "20s"]
RANKS = 2
# without them resident memory follows the largest heap that ever was, which two segments and a publication meet by chance
JAVA_OPTIONS = "-Xms128m -Xmx128m -XX:+AlwaysPreTouch"


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
    return max((int(name.split("-")[0]) for name in names), default=0)


def growth(table):
    """Of every column: the least of the last quarter less the least of the second, MiB."""
    quarter = len(table) // 4
    return [min(column[-quarter:]) - min(column[quarter:2 * quarter]) for column in zip(*table)]


def flat(table):
    return all(value <= (5, 2)[column % 2] for column, value in enumerate(growth(table)))


def leaking(table, column, minutes):
    """The table as it would be with a leak in one column."""
    return [[value + (LEAK * minutes * row / len(table) if at == column else 0) for at, value in enumerate(values)]
            for row, values in enumerate(table)]


def main(minutes):
    with tempfile.TemporaryDirectory() as out:
        run = subprocess.Popen(["mpirun", "-np", str(RANKS), "--oversubscribe", "--bind-to", "none", "--mca",
                                "mpi_yield_when_idle", "1", "bin/kelvin", "sample", *OPTIONS, "--out", out],
                               stderr=subprocess.DEVNULL, env={**os.environ, "KELVIN_JAVA_OPTS": JAVA_OPTIONS})
        table = []
        try:
            start = time.monotonic()
            print(f"    KELVIN_JAVA_OPTS='{JAVA_OPTIONS}' kelvin sample " + " ".join(OPTIONS) + f" over {RANKS} ranks\n")
            print("| minute | iterations | " + " | ".join(f"rank {r}: RSS, MiB | live heap, MiB" for r in range(RANKS)) + " |")
            print("|" + "---|" * (2 + 2 * RANKS))
            for row in range(1, ROWS + 1):
                time.sleep(max(0, start + 60 * minutes * row / ROWS - time.monotonic()))
                values = [value for pid in ranks_below(run.pid) for value in (resident(pid), live_heap(pid))]
                table.append(values)
                if row % SHOWN == 0:
                    print(f"| {(time.monotonic() - start) / 60:.1f} | {newest_checkpoint(out)} | "
                          + " | ".join(f"{value:.1f}" for value in values) + " |", flush=True)
        finally:
            run.terminate()
            run.wait()
    leaks_found = sum(not flat(leaking(table, column, minutes)) for column in range(2 * RANKS))
    print(f"\n{len(table)} measurements. The least of the second quarter to the least of the last: "
          + ", ".join(f"{value:+.1f} MiB" for value in growth(table)) + f". Flat: {'yes' if flat(table) else 'no'}. "
          f"With a leak of {LEAK} MiB a minute put into one column, {leaks_found} of {2 * RANKS} would be found.")
    return 0 if flat(table) and leaks_found == 2 * RANKS else 1


sys.exit(main(float(sys.argv[1])))
