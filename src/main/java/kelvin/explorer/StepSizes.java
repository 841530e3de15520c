package kelvin.explorer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalDouble;

import kelvin.bank.Trace;
import kelvin.bank.Transition;

/** The step size of every slot of a rank: given, or adapted slot by slot during the warm-up and frozen after it. */
public final class StepSizes {
    private final double[] steps;
    private final StepSearch[] adaptation;

    /**
     * One step size for each slot.
     *
     * @param fixed the step size of all slots, or empty to adapt
     * @param parameters d, for the first guess
     */
    public StepSizes(int slots, OptionalDouble fixed, double target, Transition transition, int parameters) {
        steps = new double[slots];
        double start = fixed.orElse(firstGuess(transition, parameters));
        Arrays.fill(steps, start);
        adaptation = new StepSearch[fixed.isPresent() ? 0 : slots];
        Arrays.setAll(adaptation, s -> new StepSearch(start, target));
    }

    /** Whether step sizes still change: then iterations must be run one at a time. */
    public boolean adapts() {
        return adaptation.length > 0;
    }

    /** The step sizes to use now [slots]; the caller's to read. */
    public double[] now() {
        return steps;
    }

    /** Takes the acceptance probabilities of a call of one iteration. */
    public void update(Trace trace) {
        for (int s = 0; s < adaptation.length; s++) {
            adaptation[s].update(trace.acceptance[trace.at(0, s)]);
            steps[s] = adaptation[s].step();
        }
    }

    /**
     * Begins a new round of adaptation.
     *
     * @param share of the step size come to, to begin with
     * @param target acceptance probability aimed at
     */
    public void restart(double share, double target) {
        for (int s = 0; s < adaptation.length; s++) {
            adaptation[s].restart(share, target);
            steps[s] = adaptation[s].step();
        }
    }

    /** Settles on the averaged step sizes. */
    public void freeze() {
        for (int s = 0; s < adaptation.length; s++) {
            steps[s] = adaptation[s].averaged();
        }
    }

    /** Writes all that belongs to a slot and changes. */
    public void save(int slot, DataOutput out) throws IOException {
        out.writeDouble(steps[slot]);
        if (adapts()) {
            adaptation[slot].save(out);
        }
    }

    /** Gives a slot what {@link #save} wrote, on this rank or on another. */
    public void restore(int slot, DataInput in) throws IOException {
        steps[slot] = in.readDouble();
        if (adapts()) {
            adaptation[slot].restore(in);
        }
    }

    /** The scaling in d of the optimal step for independent parameters of unit scale, well below the optimum. */
    private static double firstGuess(Transition transition, int parameters) {
        return transition.usesGradient() ? 0.1 * StrictMath.pow(parameters, -0.25) : 0.24 / StrictMath.sqrt(parameters);
    }
}
