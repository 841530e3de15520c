% Reads a run with Octave's netcdf package: octave-cli read_run.m RUN/run.h5
%
% Octave has the dimensions in reverse order: W1 is [out, in, draw, chain], y is [target, row, draw, chain].
pkg load netcdf
run = argv(){end};

predicted = double(ncread(run, "/posterior_predictive/y"));
chains = size(predicted, 4);
draws = size(predicted, 3);
printf("chains %d, draws %d\n", chains, draws);

beta = ncread(run, "/tempering/beta");
rejection = mean(ncread(run, "/tempering/swap_rejection"), 2);  % [pair, chain]
for k = 1:numel(rejection)
  printf("pair %d: beta %.4g, swap rejection %.3f\n", k - 1, beta(k), rejection(k));
end

observed = ncread(run, "/observed_data/y");  % [target, row]
errors = mean(mean(predicted, 4), 3) - observed;
printf("RMSE %.4f\n", sqrt(mean(errors(:) .^ 2)));
draws_of = reshape(predicted, [], chains * draws);
interval = quantile(draws_of, [0.05 0.95], 2, 7);
inside = interval(:, 1) <= observed(:) & observed(:) <= interval(:, 2);
printf("inside the 90%% interval: %.3f\n", mean(inside));

switch strtok(ncreadatt(run, "/", "act"), "\0")  % it ends with a NUL
  case "relu"
    activation = @(a) max(a, 0);
  case "tanh"
    activation = @tanh;
  case "silu"
    activation = @(a) a ./ (1 + exp(-a));
end
layers = numel(ncreadatt(run, "/", "sizes")) - 1;
h = ncread(run, "/constant_data/X")(:, 1);  % the first row's inputs
for l = 1:layers
  weights = double(ncread(run, sprintf("/posterior/W%d", l))(:, :, draws, 1));  % [out, in]
  h = weights * h + double(ncread(run, sprintf("/posterior/b%d", l))(:, draws, 1));
  if l < layers
    h = activation(h);
  end
end
printf("network, last draw, first row: %s\n", strjoin(arrayfun(@(v) sprintf("%.4f", v), h', "UniformOutput", false), " "));
