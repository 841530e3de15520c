#!/usr/bin/env bash
# Width and prior scale on the energy data, by evidence and predictive scores: prints the commands and the comparison.
set -euo pipefail
cd "$(dirname "$0")/../.."
runs=()
for model in ${MODELS:-8:1 16:0.5 16:1}; do   # width:prior scale
    run=results/run-compare/width-${model/:/-scale-}
    command="bin/kelvin sample --train src/data/energy_train.csv --test src/data/energy_test.csv --hidden ${model%:*} \
--activation tanh --prior normal-fan-in --prior-scale ${model#*:} --ladders 4 --rungs 40 --warmup 600 --iterations 300 --seed 1"
    echo "    $command --out $run"
    $command --out "$run" --overwrite --quiet >/dev/null
    runs+=("$run")
done
echo "    bin/kelvin compare ${runs[*]}"
echo
bin/kelvin compare "${runs[@]}" | sed 's/^/    /'
