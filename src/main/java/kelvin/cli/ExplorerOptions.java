package kelvin.cli;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

import kelvin.bank.Gradient;
import kelvin.bank.Transition;
import kelvin.explorer.Adaptation;
import kelvin.explorer.Init;
import kelvin.explorer.TrajectoryLengths;
import kelvin.model.Model;

/**
 * What the options say of the explorer.
 *
 * @param transition the transition
 * @param leapfrog steps of a trajectory; empty where the warm-up finds them
 * @param stepSize fixed, or empty to adapt it
 * @param targetAcceptance what the adaptation aims at
 * @param adaptation what else the warm-up finds out
 * @param init where replicas start
 * @param gradient how gradients are computed
 */
record ExplorerOptions(Transition transition, OptionalInt leapfrog, OptionalDouble stepSize, double targetAcceptance,
        Adaptation adaptation, Init init, Gradient gradient) {
    static final String AUTO = "auto";

    private enum Mass { DIAGONAL, UNIT }

    private enum Kind {
        HMC(0.8), MALA(0.574), RANDOM_WALK(0.234), MAMS(0.9);

        private final double targetAcceptance;

        Kind(double targetAcceptance) {
            this.targetAcceptance = targetAcceptance;
        }

        private boolean leaps() {
            return this == HMC || this == MAMS;
        }
    }

    /**
     * The explorer where none is given: the one with most effective draws for its gradients (results/explorers), but with
     * gradients on tensor cores one whose way back is exact to the bit (docs/mathematics.md).
     */
    static Map<String, String> byDefault(Values given) {
        return Map.of("explorer", Values.label(given.text("gradient").equals("tensor") ? Kind.HMC : Kind.MAMS));
    }

    static ExplorerOptions of(Values values) {
        Kind kind = values.choice("explorer", Kind.class);
        if (!kind.leaps() && values.given("leapfrog")) {
            throw values.contradiction("leapfrog", "explorer", "only hmc and mams make several leapfrog steps");
        }
        if (values.given("step-size") && values.given("target-acceptance")) {
            throw values.contradiction("target-acceptance", "step-size", "a fixed step size is not adapted");
        }
        if (kind == Kind.RANDOM_WALK && values.given("gradient")) {
            throw values.contradiction("gradient", "explorer", "a random walk takes none");
        }
        Transition transition = switch (kind) {
            case HMC -> new Transition.Hmc(1);
            case MAMS -> new Transition.Mams(1);
            case MALA -> new Transition.Mala();
            case RANDOM_WALK -> new Transition.RandomWalk();
        };
        Mass mass = values.choice("mass", Mass.class);
        boolean fixed = values.given("step-size");
        boolean auto = values.text("leapfrog").equals(AUTO) && !fixed;
        if (fixed && values.given("mass") && mass == Mass.DIAGONAL) {
            throw values.contradiction("mass", "step-size", "a fixed step size is that of scales that are all 1");
        }
        Adaptation adaptation = new Adaptation(mass == Mass.DIAGONAL && transition.usesGradient() && !fixed,
                auto && kind.leaps(), kind.leaps() && !fixed && !values.given("exact-warmup"));
        OptionalInt leapfrog = !kind.leaps() ? OptionalInt.of(1) : values.text("leapfrog").equals(AUTO) ? OptionalInt.empty()
                : OptionalInt.of(values.integer("leapfrog", 1));
        Init init = values.text("init") != null ? values.choice("init", Init.class)
                : transition.usesGradient() ? Init.MAP : Init.PRIOR;
        Gradient gradient = values.choice("gradient", Gradient.class);
        return new ExplorerOptions(transition, leapfrog, values.number("step-size"),
                values.number("target-acceptance").orElse(kind.targetAcceptance), adaptation, init,
                // its way back is exact to rounding only, which tensor cores' gradients magnify: on demand alone
                kind == Kind.MAMS && gradient == Gradient.AUTO ? Gradient.FP32 : gradient);
    }

    /** Leapfrog steps of a trajectory, or what those of a model start with. */
    int leapfrogSteps(Model of) {
        return leapfrog.orElse(TrajectoryLengths.start(of.parameters()));
    }
}
