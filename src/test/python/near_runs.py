"""Prints which variables of two runs' posteriors differ by more than rounding; nothing if none does."""
import sys

import h5py
import numpy

with h5py.File(sys.argv[1]) as one, h5py.File(sys.argv[2]) as other:
    for name, values in one["posterior"].items():
        if name in ("chain", "draw") or values.dtype.kind != "f":
            continue
        a, b = values[...], other["posterior"][name][...]
        if a.shape != b.shape or not numpy.allclose(a, b, rtol=1e-3, atol=1e-3):
            print(f"posterior/{name}: draws differ")
