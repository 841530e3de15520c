"""Writes part of a reference file (HDF5, float64 values made with JAX) as the JSON that ReferenceValuesTest reads.

    python3 reference_json.py log_density.h5 > ../resources/kelvin/model/log_density.json

One parameter vector of the larger cases and three of the smaller ones, to keep the file small. Needs h5py.
"""
import json
import sys

import h5py

COUNTS = {
    "binary": 3,
    "classes": 3,
    "heteroscedastic-deep": 1,
    "learned-noise": 1,
    "linear": 3,
    "odd-widths-two-outputs": 1,
    "small-tanh": 3,
}

cases = []
with h5py.File(sys.argv[1]) as file:
    for name, count in COUNTS.items():
        group = file[name]
        case = {"name": name}
        for key, value in group.attrs.items():
            case[key] = value.tolist() if hasattr(value, "tolist") else value
        for key in ("X", "y"):
            case[key] = group[key][:].ravel().tolist()
        for key in ("theta", "output", "log_likelihood", "log_prior", "grad_log_likelihood", "grad_log_prior"):
            values = group[key][:count]
            case[key] = values.reshape(count, -1).tolist() if values.ndim > 1 else values.tolist()
        cases.append(case)
print("[" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "]")
