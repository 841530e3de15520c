package kelvin.bank;

import java.util.List;

import kelvin.random.Purpose;
import kelvin.random.Stream;
import kelvin.tempering.Coefficients;
import kelvin.tempering.SwapSchedule;

/**
 * What a bank is asked to do in one call: so many iterations of one transition in every slot, with the swap rounds
 * that fall among them, as far as both members of a pair are in the block. Pairs across the block's edges are the
 * caller's, so a call ends at a round in which one is due.
 *
 * <p>One iteration is: transition in every slot, record it in the trace, then the swaps if a round is due.
 *
 * @param firstIteration number of the first iteration over the whole run, from 0; random streams are keyed by it
 * @param iterations how many, at least 1
 * @param transition the transition
 * @param coefficients of each local rung [rungs]; where the likelihood's is 0 the transition is an exact draw from
 *        the prior
 * @param stepSizes of each local slot [slots], above 0; read, never kept
 * @param leapfrogSteps of each local slot's trajectory before jitter [slots], at least 1; read, never kept
 * @param swaps when swap rounds are due
 * @param draws which iterations' cold states the trace returns
 */
public record Advance(long firstIteration, int iterations, Transition transition, List<Coefficients> coefficients,
        double[] stepSizes, int[] leapfrogSteps, SwapSchedule swaps, Draws draws) {
    /** Checks the counts. */
    public Advance {
        coefficients = List.copyOf(coefficients);
        if (!(firstIteration >= 0 && iterations >= 1)) {
            throw new IllegalArgumentException("iterations: " + iterations + " from " + firstIteration
                    + ", must be at least one from 0 on");
        }
    }

    /** Turns a stream to where the number that varies an iteration's trajectory lengths is, at index 0. */
    public static Stream lengthStream(Stream stream, long iteration) {
        return stream.at(Purpose.JITTER, 0, iteration);
    }

    /**
     * Evaluations that an iteration of the plan takes in a local slot.
     *
     * @param stream of the bank's seed; is turned
     */
    public int evaluations(int slot, long iteration, Stream stream) {
        return transition.evaluations(leapfrogSteps[slot], lengthStream(stream, iteration).uniform(0));
    }

    /**
     * Checks that the plan suits a bank and a trace.
     *
     * @throws IllegalArgumentException if it does not
     */
    public void check(BankSettings settings, Trace into) {
        SlotBlock block = settings.block();
        if (transition.usesGradient() && !settings.gradients()) {
            throw new IllegalArgumentException("transition: " + transition
                    + ", must not need gradients in a bank that carries none");
        }
        if ((transition instanceof Transition.Mams || transition instanceof Transition.Relaxation)
                && settings.model().parameters() < 2) {
            throw new IllegalArgumentException("parameters: 1, must be at least 2 for mams");
        }
        if (!(coefficients.size() == block.rungs() && stepSizes.length == block.size()
                && leapfrogSteps.length == block.size())) {
            throw new IllegalArgumentException("coefficients: " + coefficients.size() + ", "
                    + stepSizes.length + " step sizes and " + leapfrogSteps.length
                    + " numbers of leapfrog steps, must be " + block.rungs() + " and twice " + block.size());
        }
        for (double step : stepSizes) {
            if (!(step > 0)) {
                throw new IllegalArgumentException("step size: " + step + ", must be above 0");
            }
        }
        for (int steps : leapfrogSteps) {
            if (!(steps >= 1)) {
                throw new IllegalArgumentException("leapfrog steps: " + steps + ", must be at least 1");
            }
        }
        if (!(iterations <= into.capacity())) {
            throw new IllegalArgumentException("iterations: " + iterations + ", must be at most "
                    + into.capacity() + ", the trace's");
        }
        if (!(swaps.rungs() == block.totalRungs())) {
            throw new IllegalArgumentException("swap schedule's rungs: " + swaps.rungs() + ", must be "
                    + block.totalRungs());
        }
    }

    /** Draws before iteration i of the call. */
    public int drawsBefore(int i) {
        return draws.thin() == 0 ? 0 : (int) (draws.before(firstIteration + i) - draws.before(firstIteration));
    }

    /**
     * Which iterations give a cold draw: those t >= origin with (t - origin + 1) divisible by thin.
     *
     * @param origin first iteration of the sampling phase
     * @param thin distance of draws; 0 for none
     */
    public record Draws(long origin, int thin) {
        /** No draws. */
        public static final Draws NONE = new Draws(0, 0);

        /** Whether iteration t gives a draw. */
        public boolean at(long iteration) {
            return thin > 0 && iteration >= origin && (iteration - origin + 1) % thin == 0;
        }

        private long before(long iteration) {
            return Math.max(0, iteration - origin) / thin;
        }
    }
}
