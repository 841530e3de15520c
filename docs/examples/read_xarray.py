"""Reads a run with xarray, by the names of dimensions: python3 read_xarray.py RUN/run.h5"""
import sys

import numpy as np
import xarray

path = sys.argv[1]
tempering = xarray.open_dataset(path, group="tempering")
predicted = xarray.open_dataset(path, group="posterior_predictive")["y"].astype(float)
observed = xarray.open_dataset(path, group="observed_data")["y"]

print(f"chains {predicted.sizes['chain']}, draws {predicted.sizes['draw']}")
for k, r in enumerate(tempering["swap_rejection"].mean("chain").values):
    print(f"pair {k}: beta {tempering['beta'].values[k]:.4g}, swap rejection {r:.3f}")
error = predicted.mean(["chain", "draw"]) - observed
print(f"RMSE {float(np.sqrt((error ** 2).mean())):.4f}")
interval = predicted.quantile([0.05, 0.95], ["chain", "draw"])
inside = (interval.sel(quantile=0.05) <= observed) & (observed <= interval.sel(quantile=0.95))
print(f"inside the 90% interval: {float(inside.mean()):.3f}")
