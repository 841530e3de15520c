package kelvin.sampler;

import java.util.OptionalDouble;

import kelvin.bank.Gradient;
import kelvin.bank.Transition;
import kelvin.explorer.Adaptation;
import kelvin.explorer.Init;
import kelvin.model.DataSet;
import kelvin.model.Model;
import kelvin.tempering.Ladder;
import kelvin.tempering.LadderTuning;

/**
 * What is to be sampled and how; equal settings give equal draws on one kind of device.
 *
 * @param model network, likelihood and prior
 * @param train rows of the likelihood
 * @param ladder temperatures of the K rungs, at the start
 * @param tuning whether they move during the warm-up
 * @param ladders M, at least 1
 * @param swapEvery iterations between swap rounds, at least 1
 * @param transition the explorer's transition
 * @param leapfrogSteps of a trajectory, at least 1; where lengths are adapted, those it starts with
 * @param stepSize fixes the step size of every slot; empty to adapt it in the warm-up
 * @param targetAcceptance what the adaptation aims at, strictly between 0 and 1
 * @param adaptation what else the warm-up finds out for the explorer
 * @param init where replicas start
 * @param warmup iterations before the sample, at least 0
 * @param iterations of the sample, at least 1
 * @param thin iterations per draw, at least 1, at most iterations
 * @param seed of all random numbers
 * @param gradient how gradients are computed
 * @param threads of a CPU bank, at least 1
 * @param checkSwaps whether both sides of a boundary compare their swap decisions
 */
public record SampleSettings(Model model, DataSet train, Ladder ladder, LadderTuning tuning, int ladders,
        int swapEvery, Transition transition, int leapfrogSteps, OptionalDouble stepSize, double targetAcceptance,
        Adaptation adaptation, Init init, long warmup, long iterations, int thin, long seed, Gradient gradient,
        int threads, boolean checkSwaps) {
    /** With the gradients that the kind of device has by default. */
    public SampleSettings(Model model, DataSet train, Ladder ladder, LadderTuning tuning, int ladders, int swapEvery,
            Transition transition, int leapfrogSteps, OptionalDouble stepSize, double targetAcceptance,
            Adaptation adaptation, Init init, long warmup, long iterations, int thin, long seed, int threads, boolean checkSwaps) {
        this(model, train, ladder, tuning, ladders, swapEvery, transition, leapfrogSteps, stepSize, targetAcceptance,
                adaptation, init, warmup, iterations, thin, seed, Gradient.AUTO, threads, checkSwaps);
    }

    /** Checks the ranges. */
    public SampleSettings {
        atLeast("ladders", ladders, 1);
        atLeast("swap-every", swapEvery, 1);
        atLeast("leapfrog", leapfrogSteps, 1);
        atLeast("warmup", warmup, 0);
        atLeast("iterations", iterations, 1);
        atLeast("thin", thin, 1);
        atLeast("threads", threads, 1);
        if (!(thin <= iterations)) {
            throw new IllegalArgumentException("thin: " + thin + ", must be at most iterations, " + iterations);
        }
        if (!(targetAcceptance > 0 && targetAcceptance < 1)) {
            throw new IllegalArgumentException("target-acceptance: " + targetAcceptance
                    + ", must be strictly between 0 and 1");
        }
        if (stepSize.isPresent() && !(stepSize.getAsDouble() > 0 && stepSize.getAsDouble() < Float.MAX_VALUE)) {
            throw new IllegalArgumentException("step-size: " + stepSize.getAsDouble() + ", must be above 0 and finite");
        }
        boolean leaps = transition instanceof Transition.Hmc || transition instanceof Transition.Mams;
        if (!leaps && (adaptation.lengths() || adaptation.relaxation()) || !transition.usesGradient() && adaptation.scales()
                || stepSize.isPresent() && !adaptation.equals(Adaptation.NONE)) {
            throw new IllegalArgumentException("adaptation: " + adaptation + ", must suit " + transition
                    + (stepSize.isPresent() ? " of a fixed step-size" : ""));
        }
        if (stepSize.isEmpty() && warmup == 0) {
            throw new IllegalArgumentException("warmup: 0, must be at least 1 unless step-size is given");
        }
    }

    /** The same with another ladder, other phases and another seed. */
    SampleSettings over(Ladder another, long warmupOf, long iterationsOf, int thinOf, long seedOf) {
        return new SampleSettings(model, train, another, tuning, ladders, swapEvery, transition, leapfrogSteps, stepSize,
                targetAcceptance, adaptation, init, warmupOf, iterationsOf, thinOf, seedOf, gradient, threads, checkSwaps);
    }

    /** The same with gradients computed in this way. */
    public SampleSettings with(Gradient way) {
        return new SampleSettings(model, train, ladder, tuning, ladders, swapEvery, transition, leapfrogSteps, stepSize,
                targetAcceptance, adaptation, init, warmup, iterations, thin, seed, way, threads, checkSwaps);
    }

    private static void atLeast(String name, long value, long bound) {
        if (!(value >= bound)) {
            throw new IllegalArgumentException(name + ": " + value + ", must be at least " + bound);
        }
    }
}
