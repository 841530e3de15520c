package kelvin.bank;

/** An MCMC transition that leaves a slot's tempered density invariant, but for {@link Relaxation}. Step size, scales and length are the slot's. */
public sealed interface Transition {
    /** Whether the cached gradient is part of a replica's state. */
    boolean usesGradient();

    /**
     * Evaluations of the density, with its gradient where that is used, that one iteration of a slot takes: the
     * leapfrog steps of its trajectory, or one.
     *
     * @param leapfrogSteps the slot's, at least 1
     * @param uniform of the iteration, strictly between 0 and 1: {@link Advance#lengthStream}; one for all slots, so
     *        that slots of equal length stay in step
     */
    default int evaluations(int leapfrogSteps, double uniform) {
        return 1;
    }

    /** theta' = theta + step * scales * z, accepted by Metropolis. */
    record RandomWalk() implements Transition {
        @Override
        public boolean usesGradient() {
            return false;
        }
    }

    /**
     * theta' = theta + step^2 / 2 * scales^2 * gradient + step * scales * z with the Hastings correction (Roberts and
     * Tweedie 1996): the same as one leapfrog step of HMC.
     */
    record Mala() implements Transition {
        @Override
        public boolean usesGradient() {
            return true;
        }
    }

    /**
     * Hamiltonian Monte Carlo (Neal 2011, figure 2) with mass 1 / scales^2 and as many leapfrog steps as the slot's,
     * times a number uniform between 1 - jitter and 1 + jitter. The number does not depend on the state, so every
     * iteration leaves the density invariant; it keeps trajectories from falling in with a period of the target
     * (Mackenzie 1989).
     *
     * @param jitter 0 to 1
     */
    record Hmc(double jitter) implements Transition {
        /** Checks the jitter. */
        public Hmc {
            checkJitter(jitter);
        }

        @Override
        public boolean usesGradient() {
            return true;
        }

        @Override
        public int evaluations(int leapfrogSteps, double uniform) {
            return jittered(leapfrogSteps, jitter, uniform);
        }
    }

    /**
     * Metropolis-adjusted microcanonical sampling (Robnik, Cohn-Gordon and Seljak 2025) with full refreshment of the
     * direction: a velocity of fixed length, the square root of d, turns towards the gradient on its way. Lengths and
     * scales are those of {@link Hmc}. For at least 2 parameters.
     *
     * @param jitter 0 to 1
     */
    record Mams(double jitter) implements Transition {
        /** Checks the jitter. */
        public Mams {
            checkJitter(jitter);
        }

        @Override
        public boolean usesGradient() {
            return true;
        }

        @Override
        public int evaluations(int leapfrogSteps, double uniform) {
            return jittered(leapfrogSteps, jitter, uniform);
        }
    }

    /**
     * For a warm-up: {@link Mams} without its Metropolis test, so that steps may be several times longer. It does not
     * leave the density invariant, but comes near it in a fraction of the gradients. A proposal is refused only where its
     * energy is worse by an absurd error. What it reports as acceptance is {@link #closeness}.
     *
     * @param jitter 0 to 1
     */
    record Relaxation(double jitter) implements Transition {
        /** Losses for which {@link #closeness} is below this are refused: about 7 standard deviations. */
        public static final double WORST = 1e-3;

        /** Checks the jitter. */
        public Relaxation {
            checkJitter(jitter);
        }

        /**
         * Says how small an energy error is: exp(-|error| / sqrt(d)), so that an equal error of every parameter counts
         * the same in every number of them.
         *
         * @param error nats
         * @param parameters d
         */
        public static double closeness(double error, int parameters) {
            return StrictMath.exp(-Math.abs(error) / Math.sqrt(parameters));
        }

        @Override
        public boolean usesGradient() {
            return true;
        }

        @Override
        public int evaluations(int leapfrogSteps, double uniform) {
            return jittered(leapfrogSteps, jitter, uniform);
        }
    }

    private static void checkJitter(double jitter) {
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter: " + jitter + ", must be 0 to 1");
        }
    }

    private static int jittered(int leapfrogSteps, double jitter, double uniform) {
        return (int) Math.max(1, Math.rint(leapfrogSteps * (1 + jitter * (2 * uniform - 1))));
    }
}
