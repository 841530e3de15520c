"""Reads a run with ArviZ: python3 read_arviz.py RUN/run.h5

A run is an InferenceData as it is: ladders are chains, and the groups have the names and dimensions that ArviZ expects.
"""
import sys

import arviz

run = arviz.from_netcdf(sys.argv[1])
print(f"chains {run.posterior.sizes['chain']}, draws {run.posterior.sizes['draw']}")
rejection = run["tempering"]["swap_rejection"].mean("chain").values
for k, r in enumerate(rejection):
    print(f"pair {k}: beta {run['tempering']['beta'].values[k]:.4g}, swap rejection {r:.3f}")
predicted = run.posterior_predictive["y"].astype(float)
observed = run.observed_data["y"]
error = predicted.mean(["chain", "draw"]) - observed
print(f"RMSE {float((error ** 2).mean()) ** 0.5:.4f}")
interval = predicted.quantile([0.05, 0.95], ["chain", "draw"])
inside = (interval.sel(quantile=0.05) <= observed) & (observed <= interval.sel(quantile=0.95))
print(f"inside the 90% interval: {float(inside.mean()):.3f}")

# predictions of a few rows: what of a network can be summarised, since its weights change places freely
rows = run.posterior_predictive.isel(row=slice(3))
print(arviz.summary(rows, var_names=["y"], kind="diagnostics").to_string())
