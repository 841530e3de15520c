package kelvin.cli;

import java.util.OptionalDouble;

import kelvin.bank.Transition;

/**
 * What the options say of the explorer.
 *
 * @param transition the transition
 * @param leapfrogSteps of a trajectory
 * @param stepSize fixed, or empty to adapt it
 * @param targetAcceptance what the adaptation aims at
 */
record ExplorerOptions(Transition transition, int leapfrogSteps, OptionalDouble stepSize, double targetAcceptance) {
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

    static ExplorerOptions of(Values values) {
        Kind kind = values.choice("explorer", Kind.class);
        if (!kind.leaps() && values.given("leapfrog")) {
            throw values.contradiction("leapfrog", "explorer", "only hmc and mams make several leapfrog steps");
        }
        if (values.given("step-size") && values.given("target-acceptance")) {
            throw values.contradiction("target-acceptance", "step-size", "a fixed step size is not adapted");
        }
        Transition transition = switch (kind) {
            case HMC -> new Transition.Hmc(0);
            case MAMS -> new Transition.Mams(1);
            case MALA -> new Transition.Mala();
            case RANDOM_WALK -> new Transition.RandomWalk();
        };
        return new ExplorerOptions(transition, kind.leaps() ? values.integer("leapfrog", 1) : 1, values.number("step-size"),
                values.number("target-acceptance").orElse(kind.targetAcceptance));
    }
}
