package kelvin.bank;

/** An MCMC transition that leaves a slot's tempered density invariant. The step size is the slot's own. */
public sealed interface Transition {
    /** Gradients of the log-likelihood that one iteration evaluates. */
    int gradients();

    /** Whether the cached gradient is part of a replica's state. */
    default boolean usesGradient() {
        return gradients() > 0;
    }

    /** theta' = theta + step * z, accepted by Metropolis. */
    record RandomWalk() implements Transition {
        @Override
        public int gradients() {
            return 0;
        }
    }

    /**
     * theta' = theta + step^2 / 2 * gradient + step * z with the Hastings correction (Roberts and Tweedie 1996): the
     * same as one leapfrog step of HMC.
     */
    record Mala() implements Transition {
        @Override
        public int gradients() {
            return 1;
        }
    }

    /**
     * Hamiltonian Monte Carlo with unit mass and a fixed number of leapfrog steps (Neal 2011, figure 2).
     *
     * @param leapfrogSteps at least 1
     */
    record Hmc(int leapfrogSteps) implements Transition {
        /** Checks the number of steps. */
        public Hmc {
            if (!(leapfrogSteps >= 1)) {
                throw new IllegalArgumentException("leapfrog: " + leapfrogSteps + ", must be at least 1");
            }
        }

        @Override
        public int gradients() {
            return leapfrogSteps;
        }
    }
}
