"""What checkpoints cost: checkpoints.py runs a small and a large network over two ranks, with checkpoints and without.

A rank's stall is its time in copying states and waiting for other ranks to have done so (timing/seconds, part "checkpoint"); the
writing goes on beside the sampling, and may slow it down: "transitions beside" compares their time with that of the same run
without checkpoints. "Copied" are the states of a rank's slots, which it keeps until they are on the disk: the length of its
shard. Peak memory is the rank's that has most (VmHWM), what Java has not collected included.
"""
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import h5py
import numpy as np

TOP = Path(__file__).resolve().parents[2]
RANKS = 2
# hidden layers, inputs, targets, rows, rungs, leapfrog steps, iterations, time between checkpoints
CASES = [("64,64", 10, 1, 1000, 8, 8, 800, "500ms"), ("3125,3125", 64, 10, 16, 4, 2, 120, "1s")]


def write(file, inputs, targets, rows):
    random = np.random.default_rng(1)
    x = random.standard_normal((rows, inputs))
    y = np.tanh(x @ random.standard_normal((inputs, targets)) / 3) + 0.1 * random.standard_normal((rows, targets))
    names = [f"x{i}" for i in range(inputs)] + [f"y{i}" for i in range(targets)]
    np.savetxt(file, np.hstack([x, y]), delimiter=",", fmt="%.6f", header=",".join(names), comments="")
    return ",".join(names[inputs:])


def peak(pid):
    """VmHWM in MiB, or 0 of what is not a rank."""
    words = Path(f"/proc/{pid}/status").read_text()
    return int(words.split("VmHWM:")[1].split()[0]) / 1024 if words.startswith("Name:\tjava") else 0


def watch(process, checkpoints):
    """The largest of the ranks' peaks before the first checkpoint and in the end, MiB, and the bytes of the largest shard."""
    before, last, shard = 0, 0, 0
    while process.poll() is None:
        try:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            now = max([peak(pid) for pid in children], default=0)
            files = [file.stat().st_size for file in checkpoints.glob("*.shard*")]
            before, last, shard = last if not files else before, max(last, now), max([shard, *files])
        except (OSError, IndexError):
            pass   # a rank has just ended, or a file has
        time.sleep(0.05)
    return before, last, shard


def run(folder, options, every):
    """Mean seconds of a rank in transitions, most seconds of a rank's stalls, checkpoints before the last, and the memory."""
    out = folder / "run"
    shutil.rmtree(out, ignore_errors=True)
    process = subprocess.Popen(
        ["mpirun", "-np", str(RANKS), "--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "--mca",
         "mpi_yield_when_idle", "1", str(TOP / "bin/kelvin"), "sample", *options, "--checkpoint-every", every, "--quiet",
         "--threads", "1", "--out", str(out)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=TOP,
        env={**os.environ, "KELVIN_JAVA_OPTS": "-Xmx2500m"})
    memory = watch(process, out / "checkpoint")
    if process.returncode != 0:
        raise SystemExit(f"kelvin ended with {process.returncode}")
    with h5py.File(out / "run.h5") as file:
        parts = list(file["timing/part"].asstr())
        seconds = file["timing/seconds"][:].sum(axis=2)
        checkpoints = int(file["timing"].attrs["checkpoints"])
    return seconds[:, parts.index("explore")].mean(), seconds[:, parts.index("checkpoint")].max(), checkpoints, *memory


def main():
    print("| network | parameters | slots of a rank | copied, MiB | peak memory before and with checkpoints, MiB | checkpoints "
          "| stall of one, ms | of 5 minutes | transitions beside |")
    print("|---|---|---|---|---|---|---|---|---|")
    for hidden, inputs, targets, rows, rungs, leapfrog, iterations, every in CASES:
        with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/tmp")) as name:
            folder = Path(name)
            target = write(folder / "rows.csv", inputs, targets, rows)
            # the longest states are those of the warm-up, which has sums of squares too
            options = ["--train", str(folder / "rows.csv"), "--target", target, "--hidden", hidden, "--init", "prior",
                       "--rungs", str(rungs), "--leapfrog", str(leapfrog), "--warmup", str(iterations // 2), "--iterations",
                       str(iterations // 2), "--thin", str(iterations // 2)]
            quiet = run(folder, options, "10h")
            busy = run(folder, options, every)
        sizes = [inputs, *map(int, hidden.split(",")), targets]
        parameters = sum((a + 1) * b for a, b in zip(sizes, sizes[1:]))
        stall = busy[1] / busy[2]
        print(f"| {'-'.join(map(str, sizes))} | {parameters} | {rungs // RANKS} | {busy[5] / 2**20:.2f} | {busy[3]:.0f}, "
              f"{busy[4]:.0f} | {busy[2]}, every {every} | {1000 * stall:.1f} | {100 * stall / 300:.2f}% "
              f"| {100 * (busy[0] / quiet[0] - 1):+.1f}% |", flush=True)


main()
