"""Memory and time of long files: rows.py MIB [MIB ...] makes CSV files of those sizes, then loads and predicts them.

Prints a table: for every size the peak resident memory of every rank (VmHWM) and the seconds of `sample` of two ranks, of
which one reads, and of `predict` in a heap that is smaller than the file.
"""
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

TOP = Path(__file__).resolve().parents[2]
COLUMNS = 12
HEAP_MIB = 96


def write(file, mebibytes):
    """One block of rows over and over; returns how many rows."""
    random = np.random.default_rng(1)
    x = random.standard_normal((4000, COLUMNS - 1))
    rows = np.column_stack([x, np.tanh(x[:, 0]) + 0.1 * random.standard_normal(len(x))])
    block = "".join(",".join(f"{value:.6f}" for value in row) + "\n" for row in rows)
    count = max(1, (mebibytes << 20) // len(block))
    with open(file, "w") as out:
        out.write(",".join(f"x{i}" for i in range(COLUMNS - 1)) + ",y\n")
        for _ in range(count):
            out.write(block)
    return count * len(rows)


def peak(command, ranks=1, options=""):
    """Seconds, and the peak resident memory of each rank in MiB, as the kernel tells it to GNU time."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told"
        timed = ["/usr/bin/time", "-a", "-o", str(told), "-f", "%M", str(TOP / "bin/kelvin"), *command]
        mpirun = ["mpirun", "-np", str(ranks), "--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "--mca",
                  "mpi_yield_when_idle", "1"] if ranks > 1 else []
        start = time.perf_counter()
        subprocess.run(mpirun + timed, check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "KELVIN_JAVA_OPTS": options})
        return time.perf_counter() - start, [int(k) / 1024 for k in re.findall(r"^\d+$", told.read_text(), re.M)]


def main():
    sizes = [int(word) for word in sys.argv[1:]] or [128, 1024]
    model = ["--hidden", "4", "--activation", "tanh", "--rungs", "1", "--ladders", "2", "--leapfrog", "1", "--step-size",
             "1e-5", "--warmup", "0", "--iterations", "4", "--quiet", "--overwrite"]
    print("| file, MiB | rows | numbers, MiB | sample, s | peak of ranks 0 and 1, MiB | predict, s | peak, MiB |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/tmp")) as folder:
        file, run = Path(folder) / "rows.csv", str(Path(folder) / "run")
        for mebibytes in sizes:
            rows = write(file, mebibytes)
            # as float64, which is what a rank keeps beside the float32 copy that it computes with
            numbers = rows * COLUMNS * 8 / 2 ** 20
            sampled, ranks = peak(["sample", "--train", str(file), *model, "--out", run], 2)
            predicted, alone = peak(["predict", run, "--data", str(file), "--out", str(Path(folder) / "predicted.h5"),
                                     "--overwrite", "--device", "cpu", "--json"], 1, f"-Xmx{HEAP_MIB}m")
            print(f"| {file.stat().st_size / 2 ** 20:.0f} | {rows} | {numbers:.0f} | {sampled:.0f} | "
                  f"{max(ranks):.0f}, {min(ranks):.0f} | {predicted:.0f} | {alone[0]:.0f} |", flush=True)
    print(f"\npredict ran in a heap of {HEAP_MIB} MiB.")


if __name__ == "__main__":
    main()
