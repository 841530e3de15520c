package kelvin.cli;

import java.nio.ByteBuffer;
import java.util.OptionalDouble;

import kelvin.bank.Device;
import kelvin.explorer.Adaptation;
import kelvin.explorer.Init;
import kelvin.sampler.SampleListener;
import kelvin.sampler.SampleSettings;
import kelvin.sampler.Sampler;
import kelvin.team.Team;
import kelvin.tempering.LadderTuning;

/**
 * A few iterations of a run, to see how long it will take here.
 *
 * @param secondsPerIteration of all slots, on these ranks
 * @param device of this rank, in words
 */
record Trial(double secondsPerIteration, String device) {
    /** Long enough for the compiler of the virtual machine to have done its work. */
    private static final double LEAST_SECONDS = 2;
    private static final int MORE = 4;
    /** Small, so that trajectories stay where numbers are finite; the cost does not depend on it. */
    private static final double STEP_SIZE = 1e-5;

    /** Tries; every rank that would hold slots must call it. */
    static Trial of(SampleSettings settings, Team team, Device device) {
        for (long iterations = 1;; iterations *= MORE) {
            try (Sampler sampler = new Sampler(over(settings, iterations), team, device)) {
                long start = System.nanoTime();
                sampler.run(block -> { }, SampleListener.NONE);
                double mine = (System.nanoTime() - start) * 1e-9;
                double seconds = ByteBuffer.wrap(team.broadcast(ByteBuffer.allocate(Double.BYTES).putDouble(mine).array()))
                        .getDouble();
                if (seconds >= LEAST_SECONDS) {
                    return new Trial(seconds / iterations, sampler.device());
                }
            }
        }
    }

    private static SampleSettings over(SampleSettings of, long iterations) {
        return new SampleSettings(of.model(), of.train(), of.ladder(), LadderTuning.FIXED, of.ladders(), of.swapEvery(),
                of.transition(), of.leapfrogSteps(), OptionalDouble.of(STEP_SIZE), of.targetAcceptance(), Adaptation.NONE,
                Init.PRIOR, 0, iterations, (int) Math.min(of.thin(), iterations), of.seed(), of.gradient(),
                of.threads(), false);
    }
}
