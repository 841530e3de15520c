"""Reads a run with h5py: python3 read_h5py.py RUN/run.h5

Everything is in standardised units; constant_data has the means and standard deviations to go back with.
"""
import sys

import h5py
import numpy as np

ACTIVATIONS = {"relu": lambda a: np.maximum(a, 0), "tanh": np.tanh, "silu": lambda a: a / (1 + np.exp(-a))}


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def network(run, chain, draw, x):
    """The network's outputs [rows, outputs] of one draw for inputs x [rows, inputs]."""
    act = ACTIVATIONS[text(run.attrs["act"])]
    layers = len(run.attrs["sizes"]) - 1
    for layer in range(1, layers + 1):
        weights = run[f"posterior/W{layer}"][chain, draw]  # [in, out]
        x = x @ weights + run[f"posterior/b{layer}"][chain, draw]
        x = act(x) if layer < layers else x
    return x


with h5py.File(sys.argv[1]) as run:
    predicted = run["posterior_predictive/y"][:]  # [chain, draw, row, target]
    chains, draws = predicted.shape[:2]
    print(f"chains {chains}, draws {draws}")
    rejection = np.nanmean(run["tempering/swap_rejection"][:], axis=0)  # [pair], mean over the ladders
    for k, (beta, r) in enumerate(zip(run["tempering/beta"][:], rejection)):
        print(f"pair {k}: beta {beta:.4g}, swap rejection {r:.3f}")
    observed = run["observed_data/y"][:]  # [row, target]
    mean = predicted.astype(float).mean(axis=(0, 1))
    print(f"RMSE {np.sqrt(np.mean((mean - observed) ** 2)):.4f}")
    low, high = np.quantile(predicted, [0.05, 0.95], axis=(0, 1))
    print(f"inside the 90% interval: {np.mean((low <= observed) & (observed <= high)):.3f}")
    outputs = network(run, 0, draws - 1, run["constant_data/X"][:1])
    print("network, last draw, first row:", " ".join(f"{value:.4f}" for value in outputs[0]))
