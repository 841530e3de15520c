# Reads a run with ncdf4: Rscript read_run.R RUN/run.h5
#
# R has the dimensions in reverse order: W1 is [out, in, draw, chain], y is [target, row, draw, chain].
library(ncdf4)

run <- nc_open(commandArgs(trailingOnly = TRUE)[1])
get <- function(name) ncvar_get(run, name, collapse_degen = FALSE)

predicted <- get("posterior_predictive/y")
chains <- dim(predicted)[4]
draws <- dim(predicted)[3]
cat(sprintf("chains %d, draws %d\n", chains, draws))

beta <- get("tempering/beta")
rejection <- rowMeans(get("tempering/swap_rejection"), na.rm = TRUE)  # [pair, chain]
for (k in seq_along(rejection)) {
  cat(sprintf("pair %d: beta %.4g, swap rejection %.3f\n", k - 1, beta[k], rejection[k]))
}

observed <- get("observed_data/y")  # [target, row]
mean <- apply(predicted, c(1, 2), mean)
cat(sprintf("RMSE %.4f\n", sqrt(mean((mean - observed)^2))))
interval <- apply(predicted, c(1, 2), quantile, probs = c(0.05, 0.95))
inside <- interval[1, , ] <= observed & observed <= interval[2, , ]
cat(sprintf("inside the 90%% interval: %.3f\n", mean(inside)))

activation <- list(
  relu = function(a) pmax(a, 0),
  tanh = tanh,
  silu = function(a) a / (1 + exp(-a))
)[[ncatt_get(run, 0, "act")$value]]
layers <- sum(grepl("^posterior/W", names(run$var)))
h <- get("constant_data/X")[, 1]  # the first row's inputs
for (l in seq_len(layers)) {
  weights <- get(sprintf("posterior/W%d", l))[, , draws, 1]
  weights <- matrix(weights, ncol = length(h))  # [out, in]; R drops dimensions of length 1
  h <- as.vector(weights %*% h) + get(sprintf("posterior/b%d", l))[, draws, 1]
  if (l < layers) h <- activation(h)
}
cat("network, last draw, first row:", sprintf("%.4f", h), "\n")
nc_close(run)
