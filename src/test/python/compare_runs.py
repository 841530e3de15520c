"""Compares run files to the bit, all groups but `timing`: python3 compare_runs.py RUN.h5 OTHER.h5...
Prints every difference and exits with 1 if there is one; otherwise prints how much was equal."""
import sys

import h5py


def contents(path):
    """Name -> bytes of every dataset and attribute outside `timing`."""
    found = {}

    def attributes(name, thing):
        for key, value in thing.attrs.items():
            if key not in ("DIMENSION_LIST", "REFERENCE_LIST"):  # addresses within the file
                found[f"{name}@{key}"] = value.tobytes() if hasattr(value, "tobytes") else value

    def visit(name, thing):
        if name.split("/")[0] == "timing":
            return
        attributes(name, thing)
        if isinstance(thing, h5py.Dataset):
            found[name] = (thing.shape, str(thing.dtype), thing[()].tobytes() if thing.dtype.kind != "O" else thing[()].tolist())

    with h5py.File(path, "r") as file:
        attributes("/", file)
        file.visititems(visit)
    return found


def main(first, *others):
    expected = contents(first)
    different = 0
    for other in others:
        actual = contents(other)
        for name in sorted(expected.keys() | actual.keys()):
            if expected.get(name) != actual.get(name):
                print(f"{other}: {name} differs from {first}")
                different += 1
    print(f"{len(expected)} datasets and attributes, {different} differences")
    return 1 if different else 0


sys.exit(main(*sys.argv[1:]))
