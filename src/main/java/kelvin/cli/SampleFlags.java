package kelvin.cli;

import java.util.List;
import java.util.Set;

/** The options of {@code kelvin sample}, in the order of the help. */
final class SampleFlags {
    static final Flag GRADIENT = new Flag("gradient", "auto|fp32|tensor", "auto", "how gradients are computed: in float32, or "
            + "on a GPU's tensor cores, with errors that cost acceptance but not exactness; auto takes what was measured "
            + "to be faster on the GPU, and for mams float32");

    static final List<Flag> ALL = List.of(
            new Flag("train", "FILE", null, "training rows: CSV with a header, or HDF5 as FILE:/dataset"),
            new Flag("test", "FILE", null, "rows to predict and score at the end"),
            new Flag("target", "NAME,...", null, "target columns of a CSV file; without it the last column"),
            Flag.toggle("no-standardize", "leaves inputs and targets as they are, instead of mean 0 and sd 1 over the "
                    + "training rows"),
            new Flag("missing", "error|drop|mean", "error", "what becomes of missing values: an error, their rows left "
                    + "out, or the training rows' mean"),
            new Flag("validation", "SHARE", null, "keeps this share of the training rows back and scores it in place "
                    + "of test rows; the same rows for every seed"),
            new Flag("problem", "FILE#CASE", null, "a case of a reference file with its data and model"),
            new Flag("preset", "original", null, "the formulation that this program replaces, with its synthetic data; "
                    + "options beside it override its values"),

            new Flag("hidden", "N,...", "64,64", "widths of the hidden layers"),
            new Flag("activation", "relu|tanh|silu", "relu", "after every layer but the last"),
            new Flag("likelihood", "NAME", "gaussian", "distribution of the targets: gaussian, heteroscedastic (a noise "
                    + "for every row), student-t, poisson for counts, bernoulli or categorical for classes"),
            new Flag("noise", "SD|learned", "learned", "of gaussian and student-t: scale of the targets around the "
                    + "network's output, in the model's units; learned with log scale ~ N(-1, 1)"),
            new Flag("degrees", "NU", "4", "degrees of freedom of student-t"),
            new Flag("prior", "NAME", "normal", "of the weights and biases: normal, normal-fan-in, laplace, or "
                    + "hierarchical, which learns the scale of every layer, half-normal with --prior-scale"),
            new Flag("prior-scale", "X", "1", "its scale"),

            new Flag("path", "likelihood|posterior", "likelihood", "what a temperature acts on"),
            new Flag("ladder", "adaptive|linear|geometric|T1,T2,...", "adaptive", "spacing of the temperatures, or all of "
                    + "them, from 1 up; adaptive starts geometric, and the warm-up makes neighbours swap equally often"),
            new Flag("rungs", "K|auto", "8", "temperatures of a ladder; auto lets a pilot in the first half of the warm-up find "
                    + "how many make neighbours swap about one time in two"),
            new Flag("max-temperature", "T", null, "the hottest; needed by the posterior path and the linear ladder"),
            new Flag("min-beta", "B", null, "smallest 1/T above 0 of a geometric ladder on the likelihood path, whose "
                    + "last rung is the prior, or of the start of an adaptive one; without it 1 / training rows, where all data weigh as one row"),
            new Flag("ladders", "M", "1", "independent copies of the whole ladder"),
            new Flag("swap-every", "N", "1", "iterations between swap rounds"),

            new Flag("explorer", "mams|hmc|mala|random-walk", null, "the transition inside a slot; without it mams, which needs "
                    + "fewest gradients, and hmc with --gradient tensor"),
            new Flag("step-size", "X", null, "fixes its step size, which is otherwise adapted in the warm-up"),
            new Flag("leapfrog", "L|auto", ExplorerOptions.AUTO, "leapfrog steps of an hmc or mams transition, on average; auto "
                    + "lets the warm-up find, for every rung, those that move furthest for their gradients"),
            new Flag("mass", "diagonal|unit", "diagonal", "whether the warm-up finds a scale for every parameter's proposals"),
            Flag.toggle("exact-warmup", "Metropolis tests in the whole warm-up of hmc and mams, whose first three "
                    + "quarters otherwise go without and come to the posterior sooner"),
            new Flag("target-acceptance", "A", null, "what the adaptation aims at; without it 0.8 for hmc, 0.574 for "
                    + "mala, 0.9 for mams, 0.234 for random-walk"),
            new Flag("init", "prior|fan-in|map", null, "where replicas start: draws from the prior, PyTorch's "
                    + "default, or 500 steps of Adam from there; without it map, and prior for random-walk"),

            new Flag("warmup", "N", "1000", "iterations before the sample"),
            new Flag("iterations", "N", "2000", "iterations of the sample"),
            new Flag("thin", "N", null, "iterations per draw that is kept; without it as many as leave at most 1000 "
                    + "draws of a ladder, or " + StopOptions.THIN + " with --until"),
            new Flag("until", "RULE,...", null, "ends the sample once there are ess=N effective draws (bulk, of the "
                    + "log-likelihood and of the network's outputs at " + StopRules.ROWS + " test rows), or "
                    + "round-trips=N of all ladders; --iterations is then the most, 100000 unless given"),
            new Flag("time-limit", "TIME", null, "stops after a time such as 90s, 55m or 4h with a checkpoint, for "
                    + "--resume to go on from"),
            new Flag("seed", "S", "1", "of all random numbers"),

            DeviceChoice.FLAG,
            DeviceChoice.KERNEL,
            GRADIENT,
            new Flag("threads", "N", null, "of a rank; without it the rank's cores, shared fairly with other ranks on "
                    + "them"),

            new Flag("out", "DIR", "kelvin-run", "where run.h5 goes"),
            Flag.toggle("overwrite", "replaces a run that is there"),
            Flag.toggle("resume", "goes on from the checkpoint in --out, with its options; starts where there is none"),
            new Flag("checkpoint-every", "TIME", "5m", "time between checkpoints, such as 90s, 5m or 1h; one is also "
                    + "written on SIGUSR1, SIGTERM and SIGINT, which end the run with exit code 75, and at the end"),
            new Flag("stall-limit", "TIME", "10m", "ends the run, with the stacks of every rank, when one has not moved for "
                    + "so long; an iteration must be shorter"),
            new Flag("live", "FILE.csv", null, "streams statistics, a row a second at most, for other programs to follow"),
            new Flag("config", "FILE.toml", null, "reads options from a file; those on the command line win"),
            Flag.toggle("dry-run", "prints rungs, parameters, memory, disk and the time it will take, from a few "
                    + "iterations that it tries, and writes nothing"),
            Flag.toggle("plain-progress", "a line a minute instead of a progress bar, as where stderr is no terminal"),
            Flag.toggle("quiet", "only errors and results"));

    /** What may differ between equal runs. */
    static final Set<String> NOT_RECORDED = Set.of("threads", "out", "overwrite", "config", "dry-run", "resume",
            "checkpoint-every", "stall-limit", "time-limit", "live", "plain-progress", "quiet", Flag.DEBUG.name());

    /** What may be raised when a run is resumed, since it changes none of the draws so far. */
    static final Set<String> MAY_BE_RAISED = Set.of("iterations");

    private SampleFlags() {
    }
}
