# Kelvin. "make run" and "make test" do all the set-up themselves; "make help" lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: results-tempering bench-uci bench-jmh bench-peers help deps deps-test build run suite test test-long test-bare results results-airfoil results-cpu results-proof results-kills results-memory dist \
  gpu-bundle gpu-check install test-dist test-slurm test-hosts clean FORCE

# Ranks of "make run", and more options for it: make run NP=4 ARGS="--seed 2"
NP ?= 2
ARGS ?=
RUN_OPTIONS := --train src/data/airfoil_train.csv --test src/data/airfoil_test.csv \
  --hidden 16,16 --activation tanh --prior normal-fan-in --noise learned --explorer hmc --leapfrog 64 \
  --path posterior --ladder geometric --max-temperature 2 --rungs 12 \
  --target-acceptance 0.7 --warmup 600 --iterations 500 --out results/run --overwrite

# The commit is recorded in the jar's manifest and in every run file.
COMMIT := $(shell git describe --always --dirty --abbrev=40 --exclude='*' 2>/dev/null || echo unknown)
# noreset: no stray escape sequences in logs
MAVEN := MAVEN_OPTS="-Djansi.noreset=true $${MAVEN_OPTS:-}" mvn --batch-mode --no-transfer-progress -Dcommit=$(COMMIT)
SOURCES := pom.xml src/setup/kernels.sh $(shell find src/main kernels -type f -not -path 'kernels/build/*' 2>/dev/null) $(wildcard .git/logs/HEAD)

# Open MPI refuses to run as root, which is what containers are, unless told twice.
export OMPI_ALLOW_RUN_AS_ROOT := 1
export OMPI_ALLOW_RUN_AS_ROOT_CONFIRM := 1
# More ranks than cores are welcome (waiting ranks then give up their core), and no rank is tied to a single core.
# Ranks that are ended have ten seconds for a checkpoint, not one.
MPI_OPTIONS := --oversubscribe --bind-to none --mca mpi_yield_when_idle 1 --mca odls_base_sigkill_timeout 10

help: ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 28

deps: .deps/env ## install or find a JDK, Maven, Open MPI with Java bindings, JHDF5

.deps/env: FORCE
	@src/setup/deps.sh

deps-test: deps
	@src/setup/deps-test.sh

build: target/kelvin.jar ## compile, and put the jar and its libraries into target/

target/kelvin.jar: $(SOURCES) .deps/env
	@echo "kelvin: building (the first time, Maven fetches its plugins and libraries)" >&2
	@src/setup/kernels.sh
	@rm -rf target   # two compilations into one folder confuse Maven's search for stale classes; all of it takes seconds
	@source .deps/env && $(MAVEN) --quiet -Dmaven.test.skip=true package
	@touch $@

run: build ## sample the airfoil posterior: NP=2 ranks, ARGS="more options", result in results/run
	@source .deps/env && mpirun -np $(NP) $(MPI_OPTIONS) bin/kelvin sample $(RUN_OPTIONS) $(ARGS)
	@bin/kelvin report results/run

test: suite ## run the tests

# What of the tests: make suite ONLY="-Dtest=FooTest,BarTest"
ONLY ?=
suite: build deps-test
	@src/setup/kernels.sh standin
	@rm -rf target/test-classes
	@source .deps/env && source .deps/env-test && $(MAVEN) test $(ONLY)

# Seconds that test-long may take; what does not fit is left out, and said. Names of long tests, for fewer than all.
BUDGET ?=
LONG ?=
test-long: build deps-test ## run the long tests, and those that need SLURM, hosts, a browser, R or Octave (root)
	@src/test/long.sh "$(BUDGET)" $(LONG)

# What is measured, beside how: results/NAME/README.md says on what.
MACHINE = echo "commit $(COMMIT), $$(date -u +%F), $$(nproc) x $$(lscpu | sed -n 's/^Model name: *//p'), $$($$JAVA_HOME/bin/java --version | head -n 1)"
MEASURED = { $(MACHINE); echo; echo "    $(1)"; echo; $(1) 2>&1 | grep -v 'incubator modules' | sed 's/^/    /'; }

results: results-airfoil results-cpu results-proof results-scaling ## measure again what results/ holds

results-airfoil: build
	@mkdir -p results/airfoil
	@source .deps/env && $(call MEASURED,mpirun -np 2 $(MPI_OPTIONS) bin/kelvin sample $(RUN_OPTIONS) --plain-progress) >results/airfoil/README.md

# Which of the proofs: make results-proof PROOF=SimulationCalibrationTest
PROOF ?= PromiseTest,CalibrationTest,EvidenceCoverageTest,SimulationCalibrationTest
results-proof:
	@$(MAKE) --no-print-directory suite ONLY="-Dexcluded.tags= -Dtest=$(PROOF)"
	@mkdir -p results/proof && for table in promise calibration evidence sbc; do \
	  if [[ -f target/$$table.md ]]; then cp target/$$table.md results/proof/; fi; done

.PHONY: results-scaling
results-scaling: build ## measure and foresee scaling (two cores without other work)
	@mkdir -p results/scaling
	@src/bench/scaling.sh >results/scaling/new && mv results/scaling/new results/scaling/README.md

.PHONY: results-tensor
results-tensor: ## measure again what gradients on tensor cores cost in acceptance, and count what they should in time
	@$(MAKE) --no-print-directory suite ONLY="-Dexcluded.tags= -Dtest=AcceptanceTest"
	@mkdir -p results/tensor && { echo "# Gradients on tensor cores"; echo; \
	  echo "commit $(COMMIT), $$(date -u +%F); \`make results-tensor\`. No GPU: acceptance is that of the emulation, times are counted in the code, a prediction."; \
	  echo; echo "## Acceptance"; echo; cat target/acceptance.md; \
	  echo; echo "## What a gradient should cost on an H100"; python3 kernels/tensor_instructions.py; } >results/tensor/README.md

results-cpu: build
	@mkdir -p results/cpu
	@source .deps/env && { $(call MEASURED,bin/kelvin bench gradient --device cpu); echo; $(call MEASURED,bin/kelvin bench trajectory --device cpu); } >results/cpu/README.md

bench-jmh: deps ## the CPU bank's inner loops one by one, with JMH: JMH="names and options"
	@mkdir -p results/cpu target
	@source .deps/env && $(MAVEN) --quiet -Pjmh test-compile && $$JAVA_HOME/bin/java \
	  -cp "target/jmh/test-classes:target/jmh/classes:$$(<target/jmh/classpath)" org.openjdk.jmh.Main \
	  -rf text -rff target/jmh/result.txt $(JMH)
	@source .deps/env && { $(MACHINE); echo; echo '    make bench-jmh$(if $(JMH), JMH="$(JMH)")'; echo; sed 's/^/    /' target/jmh/result.txt; } >results/cpu/jmh.md

# A Python with jax and torch; what pip cannot install is left out, and its columns say so.
PEERS_PYTHON ?= .deps/peers/bin/python

.deps/peers/bin/python:
	@python3 -m venv .deps/peers
	@for package in jax torch arviz h5py; do .deps/peers/bin/pip install --quiet $$package || echo "kelvin: pip cannot install $$package" >&2; done

bench-peers: build $(PEERS_PYTHON) ## gradients and trajectories beside JAX and PyTorch, and the original's rate
	@mkdir -p results/cpu
	@source .deps/env && { $(MACHINE); echo; echo "    make bench-peers"; echo; $(PEERS_PYTHON) src/bench/peers.py; } >target/peers.md && mv target/peers.md results/cpu/peers.md

.PHONY: results-starts
results-starts: build deps-test ## what replicas gain by starting from Adam's ascent
	@mkdir -p results/starts
	@source .deps/env && source .deps/env-test && $$PYTHON src/bench/starts.py >target/starts.md && { echo "# Where replicas start"; echo; \
	  $(MACHINE); echo; echo "    make results-starts"; echo; cat target/starts.md results/starts/discussion.md; } >results/starts/README.md

.PHONY: results-explorers results-compare
results-explorers: build $(PEERS_PYTHON) ## effective samples of the explorers for their gradients and seconds, beside JAX's HMC
	@mkdir -p results/explorers
	@source .deps/env && $(PEERS_PYTHON) src/bench/explorers.py >target/explorers.md && { echo "# What the explorers reach"; echo; \
	  $(MACHINE); echo; echo "    make results-explorers"; echo; cat target/explorers.md results/explorers/discussion.md; } >results/explorers/README.md

results-compare: build ## width and prior scale on the energy data, by evidence and scores
	@mkdir -p results/compare
	@source .deps/env && src/bench/compare.sh >target/compare.md && { echo "# Width and prior scale on the energy data"; echo; \
	  $(MACHINE); echo; echo "    make results-compare"; echo; cat target/compare.md results/compare/discussion.md; } >results/compare/README.md

KILLS ?= 200
results-kills: build deps-test ## kill KILLS=200 runs at random instants, resume them, compare
	@rm -rf target/test-classes && mkdir -p results/kills
	@source .deps/env && source .deps/env-test && $(MAVEN) --quiet test -Dtest=KillSweepTest -Dkills=$(KILLS) && \
	  { $(MACHINE); echo; echo "    make results-kills KILLS=$(KILLS)"; echo; cat target/kill-sweep.md; } >results/kills/README.md

.PHONY: results-checkpoints
results-checkpoints: build deps-test ## what checkpoints cost a small and a large network
	@mkdir -p results/checkpoints
	@source .deps/env && source .deps/env-test && { $(MACHINE); echo; echo "    make results-checkpoints"; echo; \
	  $$PYTHON src/bench/checkpoints.py; } >target/checkpoints.md && mv target/checkpoints.md results/checkpoints/README.md

FUZZ ?= 240000 40000
.PHONY: results-fuzz
results-fuzz: build deps-test ## a million cases of hostile input: FUZZ="cases of each kind, and of HDF5"
	@mkdir -p results/fuzz
	@source .deps/env && { $(MACHINE); echo; echo '    make results-fuzz FUZZ="$(FUZZ)"'; echo; src/test/fuzz.sh $(FUZZ); } >results/fuzz/new && mv results/fuzz/new results/fuzz/README.md

MINUTES ?= 60
results-memory: build ## watch the memory of every rank of a run of MINUTES=60
	@mkdir -p results/memory
	@source .deps/env && { $(MACHINE); echo; python3 src/bench/memory.py $(MINUTES); } >results/memory/new && mv results/memory/new results/memory/README.md

# A Python with scikit-learn, torch, scipy, h5py and matplotlib; without one, one is made in .deps by pip (PIP_INDEX_URL says where from).
BENCH_PYTHON ?= .deps/bench/bin/python
SETS ?= airfoil energy ionosphere bikesharing
SEEDS ?= 1 2 3 4 5

.deps/bench/bin/python:
	@python3 -m venv .deps/bench && .deps/bench/bin/pip install --quiet scikit-learn torch scipy h5py matplotlib

results-tempering: build $(BENCH_PYTHON) ## what tempering buys at equal gradients, on airfoil
	@source .deps/env && $(BENCH_PYTHON) src/bench/tempering.py

bench-uci: build $(BENCH_PYTHON) ## predictions on published splits beside a forest and an ensemble: SETS, SEEDS
	@source .deps/env && $(BENCH_PYTHON) src/bench/uci.py --sets $(SETS) --seeds $(SEEDS)

.PHONY: results-rows
results-rows: build $(BENCH_PYTHON) ## memory and time of files of 128 MiB and 1 GiB
	@mkdir -p results/rows
	@source .deps/env && $(call MEASURED,$(BENCH_PYTHON) src/bench/rows.py 128 1024) >results/rows/README.md

test-bare: ## try "make run" and "make test" in a bare Debian (root; SUITE=bookworm)
	@src/setup/bare-test.sh $(SUITE)

# The release, as pom.xml has it.
VERSION = $(shell sed -nE '0,/<version>/s/.*<version>(.*)<\/version>.*/\1/p' pom.xml)

dist: build ## make a tarball that needs neither Java nor MPI on the machine: target/dist
	@src/dist/dist.sh $(VERSION)

gpu-bundle: dist deps-test ## what gpu-check needs, to be carried to a machine with a GPU: two archives in target/dist
	@src/gpu/bundle.sh $(VERSION)

gpu-check: ## try and measure everything on this machine's GPU, into results/gpu (STANDIN=kernels/build/standin/lib: without one)
	@ls target/dist/kelvin-*-gpu-tests.tar.xz >/dev/null 2>&1 || $(MAKE) gpu-bundle
	@src/gpu/gpu-check.sh

PREFIX ?= /usr/local
install: dist ## put Kelvin below PREFIX=/usr/local: bin/kelvin, its manual and a module file
	@src/dist/install.sh $(VERSION) "$(PREFIX)"

test-slurm: build deps-test ## run jobs/ on a SLURM cluster of two nodes started on this machine (root)
	@src/test/slurm/test-slurm.sh

test-hosts: build deps-test ## run over two hosts in network namespaces, and cut one off (root)
	@src/test/hosts/test-hosts.sh

test-dist: dist deps-test ## try the tarball in bare Debians (root)
	@src/dist/test-dist.sh

clean: ## remove what was built (not .deps/ and results/)
	rm -rf target
