"""Reads the run of SmallRun.java with a library and compares every value: read_run.py LIBRARY FILE.

Exits 0 if all is as it should be, 1 with the first difference. LIBRARY is h5py, xarray, netCDF4 or arviz.
"""
import sys

import numpy as np

CHAINS, DRAWS, ITERATIONS, RUNGS, THIN = 2, 7, 15, 3, 2
INPUTS = ["größe", "b c"]
VARIABLES = {  # name: offset in theta, dimensions, shape
    "W1": (0, ["W1_in", "W1_out"], [2, 3]),
    "b1": (6, ["W1_out"], [3]),
    "W2": (9, ["W2_in", "W2_out"], [3, 1]),
    "b2": (12, ["W2_out"], [1]),
    "log_sigma": (13, [], []),
}
chain, draw = np.ogrid[:CHAINS, :DRAWS]
iteration = THIN * draw + 1


def local_barrier(first, second):
    """Slopes over beta of the monotone cubic through the barriers of rungs at beta = 1, 1/4 and 0."""
    shifted = np.array([1.25, 0.5, 0.25])
    before, after = -np.diff(np.log(shifted))
    left, right = first / before, second / after
    middle = 3 * (before + after) / ((2 * after + before) / left + (after + 2 * before) / right)
    return np.array([left, middle, right]) / shifted


def expected():
    """(group, variable) to (dimensions, values)."""
    all_of = {}
    for name, (offset, dims, shape) in VARIABLES.items():
        part = offset + np.arange(int(np.prod(shape))).reshape(shape)
        first = (chain * 1000 + draw * 50).reshape([CHAINS, DRAWS] + [1] * len(shape))
        all_of["posterior", name] = (["chain", "draw"] + dims, (first + part + 0.5).astype(np.float32))
    cold_likelihood = -(chain * 1000 + iteration * 10) - 0.25
    cold_prior = -(chain + iteration / 8)
    for name, values in {
        "log_likelihood": cold_likelihood,
        "log_prior": cold_prior,
        "lp": cold_likelihood + cold_prior,
        "acceptance_rate": (draw + 1) / 10 - chain / 100,
        "step_size": np.array([[0.01], [0.04]]) + 0 * draw,
        "n_steps": 30 + 0 * (chain + draw),
        "diverging": (chain == 1) & (draw == 3),
    }.items():
        all_of["sample_stats", name] = (["chain", "draw"], values)
    m, t, k = np.ogrid[:CHAINS, :ITERATIONS, :RUNGS]
    trace = ["chain", "iteration", "rung"]
    all_of["tempering", "log_likelihood"] = (trace, -(m * 1000 + t * 10 + k) - 0.25)
    all_of["tempering", "log_prior"] = (trace, -(m + t / 8 + k * 100))
    all_of["tempering", "replica"] = (trace, (m + t + k) % RUNGS)
    for name, values in {
        "temperature": [1, 4, np.inf],
        "beta": [1, 0.25, 0],
        "prior_coefficient": [1, 1, 1],
    }.items():
        all_of["tempering", name] = (["rung"], np.array(values))
    all_of["tempering", "step_size"] = (["chain", "rung"], np.arange(1, 7).reshape(2, 3) / 100)
    all_of["tempering", "leapfrog_steps"] = (["chain", "rung"], np.array([[30, 29, 28], [30, 27, 26]]))
    all_of["tempering", "acceptance"] = (["chain", "rung"], np.array([[0.6, 0.7, 0.8], [0.65, 0.75, 0.85]]))
    all_of["tempering", "not_finite"] = (["chain", "rung"], np.arange(6).reshape(2, 3))
    all_of["tempering", "swap_rejection"] = (["chain", "pair"], np.array([[0.25, 0.5], [0.125, np.nan]]))
    all_of["tempering", "swap_attempts"] = (["chain", "pair"], np.array([[7, 8], [7, 0]]))
    all_of["tempering", "swaps_accepted"] = (["chain", "pair"], np.array([[5, 4], [6, 0]]))
    all_of["tempering", "round_trips"] = (["chain"], np.array([3, 9]))
    all_of["tempering", "restarts"] = (["chain"], np.array([4, 11]))
    all_of["tempering", "barrier"] = (["chain"], np.array([0.75, np.nan]))
    all_of["tempering", "local_barrier"] = (["chain", "rung"], np.array([local_barrier(0.25, 0.5), local_barrier(0.125, 0.5)]))
    all_of["tempering", "log_evidence"] = ([], np.array(-123.5))
    all_of["tempering", "log_evidence_se"] = ([], np.array(0.25))
    all_of["observed_data", "y"] = (["row", "target"], np.array([[0.4], [0.5]]))
    all_of["constant_data", "X"] = (["row", "input"], np.array([[7, 8], [9, 10]]))
    all_of["constant_data", "X_train"] = (["train_row", "input"], np.arange(1, 7).reshape(3, 2))
    all_of["constant_data", "y_train"] = (["train_row", "target"], np.array([[0.1], [0.2], [0.3]]))
    all_of["constant_data", "input_mean"] = (["input"], np.array([0.5, -1]))
    all_of["constant_data", "input_sd"] = (["input"], np.array([2, 3]))
    all_of["constant_data", "target_mean"] = (["target"], np.array([10]))
    all_of["constant_data", "column_texts"] = (["column"], np.array([0, 0, 0]))
    all_of["constant_data", "target_sd"] = (["target"], np.array([4]))
    row = np.arange(2).reshape(1, 1, 2, 1)
    predicted = chain[..., None, None] * 100 + draw[..., None, None] * 10 + row
    all_of["posterior_predictive", "y"] = (["chain", "draw", "row", "target"], predicted)
    return all_of


def coordinate(group, name, length):
    columns = ['{"role":"input","name":"größe","levels":[],"fill":[]}',
               '{"role":"input","name":"b c","levels":[],"fill":[0.25]}',
               '{"role":"target","name":"y","levels":[],"fill":[]}']
    labels = {"W1_in": INPUTS, "input": INPUTS, "target": ["y"], "column": columns}
    return labels.get(name, list(range(length)))


def check_group(group, dims_of, values_of, coordinate_of, variables):
    """Compares a group, through three functions of a variable's or dimension's name, and its list of variables."""
    wanted = {name: found for (g, name), found in expected().items() if g == group}
    assert sorted(variables) == sorted(wanted), f"{group}: {sorted(variables)}, must be {sorted(wanted)}"
    for name, (dims, values) in wanted.items():
        assert list(dims_of(name)) == dims, f"{group}/{name}: dimensions {dims_of(name)}, must be {dims}"
        found = np.asarray(values_of(name))
        assert found.shape == values.shape, f"{group}/{name}: shape {found.shape}, must be {values.shape}"
        assert np.allclose(found, values, rtol=1e-13, atol=0, equal_nan=True), f"{group}/{name}: {found}, must be {values}"
        for dim, length in zip(dims, values.shape):
            labels = list(coordinate_of(dim))
            assert labels == coordinate(group, dim, length), f"{group}/{dim}: {labels}"


def check_attributes(attributes):
    for name, value in {
        "program": "kelvin", "format_version": "1", "inference_library": "kelvin", "version": "0.1",
        "commit": "abc123", "device": "cpu", "seed": -42, "data_checksum": "00ff", "path": "likelihood",
        "warmup": 100, "iterations": 15, "thin": 2, "act": "tanh", "likelihood": "gaussian-learned",
        "log_noise_mean": -1.5, "log_noise_sd": 0.7, "prior": "normal-fan-in", "prior_scale": 1.25,
        "option_hidden": "3", "option_max-temperature": "inf", "option_train": "größe.csv", "option_target": "",
    }.items():
        assert attributes[name] == value, f"attribute {name}: {attributes[name]!r}, must be {value!r}"
    assert list(attributes["sizes"]) == [2, 3, 1]


GROUPS = sorted({group for group, _ in expected()})


def with_h5py(path):
    import h5py

    with h5py.File(path) as file:
        check_attributes({k: v.decode() if isinstance(v, bytes) else v for k, v in file.attrs.items()})
        assert sorted(file) == sorted(GROUPS + ["timing"]), sorted(file)
        assert file["timing"].attrs["started"] in ("2026-01-02T03:04:05Z", b"2026-01-02T03:04:05Z")
        for group in GROUPS:
            g = file[group]

            def labels(name):
                return [v.decode() if isinstance(v, bytes) else v for v in g[name][:]]

            def dims_of(name):
                # the names of the scales that are attached, through DIMENSION_LIST
                scales = [dim[0] for dim in g[name].dims]
                assert all(scale == g[scale.name.split("/")[-1]] for scale in scales)
                return [scale.name.split("/")[-1] for scale in scales]

            def is_scale(name):
                return h5py.h5ds.is_scale(g[name].id)

            for name in g:
                if is_scale(name):
                    uses = g[name].attrs["REFERENCE_LIST"]
                    assert len(uses) and all(g[name] in g[ref].dims[index].values() for ref, index in uses)
            check_group(group, dims_of, lambda name: g[name][()], labels, [n for n in g if not is_scale(n)])
        assert file["posterior/W1"].dtype == np.float32 and file["sample_stats/lp"].dtype == np.float64


def with_netCDF4(path):
    import netCDF4

    with netCDF4.Dataset(path) as file:
        check_attributes({name: file.getncattr(name) for name in file.ncattrs()})
        for group in GROUPS:
            g = file[group]
            assert not any(d.isunlimited() for d in g.dimensions.values())
            check_group(group, lambda n: g[n].dimensions, lambda n: g[n][...].filled(np.nan)
                        if np.issubdtype(g[n].dtype, np.floating) else g[n][...].data, lambda n: g[n][:],
                        [n for n in g.variables if n not in g.dimensions])


def with_xarray(path):
    import xarray

    with xarray.open_dataset(path) as root:
        check_attributes(root.attrs)
    for group in GROUPS:
        with xarray.open_dataset(path, group=group) as data:
            if group == "sample_stats":
                assert data["diverging"].dtype == bool
            check_group(group, lambda n: data[n].dims, lambda n: data[n].values, lambda n: data[n].values.tolist(),
                        list(data.data_vars))


def with_arviz(path):
    import arviz

    data = arviz.from_netcdf(path)
    for group in GROUPS:
        part = data[group]
        check_group(group, lambda n: part[n].dims, lambda n: part[n].values, lambda n: part[n].values.tolist(),
                    list(part.data_vars))
    summary = arviz.summary(data, var_names=["b1", "log_sigma"])
    assert len(summary) == 4 and np.isclose(summary["mean"]["log_sigma"], 500 + 150 + 13.5), summary


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    try:
        {"h5py": with_h5py, "netCDF4": with_netCDF4, "xarray": with_xarray, "arviz": with_arviz}[sys.argv[1]](
            sys.argv[2])
    except AssertionError as difference:
        print(difference)
        sys.exit(1)
