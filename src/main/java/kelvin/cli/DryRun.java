package kelvin.cli;

import java.util.List;
import java.util.Locale;

import kelvin.explorer.TrajectoryLengths;
import kelvin.sampler.SampleSettings;
import kelvin.tempering.Coefficients;

/** What a run will take, from its sizes and the time of a few iterations. */
final class DryRun {
    /** Vectors of d floats that a slot needs, with its share of a transition's. */
    private static final int VECTORS_PER_SLOT = 6;
    /** Blocks of draws on their way from the replicas to the disk. */
    private static final int BLOCKS_ON_THEIR_WAY = 5;
    private static final int BLOCK_ITERATIONS = 100;
    private static final double MIB = 1 << 20;

    private DryRun() {
    }

    /**
     * The text.
     *
     * @param ranks where they are and what they hold
     * @param secondsPerIteration as tried
     * @param predicted numbers that one draw predicts
     */
    static String text(RankTable ranks, double secondsPerIteration, int predicted) {
        SampleSettings settings = ranks.settings();
        int d = settings.model().parameters();
        int rungs = settings.ladder().rungs();
        int ladders = settings.ladders();
        long draws = settings.iterations() / settings.thin();
        double slots = Math.ceil((double) rungs * ladders / ranks.ranks().size());
        double drawBytes = 4.0 * ladders * d;
        double memory = slots * d * 4 * VECTORS_PER_SLOT
                + 4.0 * settings.train().rows() * (settings.train().inputs() + settings.train().targets());
        double checkpoint = slots * d * bytesPerParameter(settings);
        double onRankZero = BLOCKS_ON_THEIR_WAY * drawBytes * Math.ceil((double) BLOCK_ITERATIONS / settings.thin());
        double disk = draws * (drawBytes + 4.0 * ladders * predicted)
                + (double) settings.iterations() * ladders * rungs * (8 + 8 + 4);

        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "network: %s %s, %s likelihood, %d parameters; %d training rows%n",
                settings.model().network().sizes(), Values.label(settings.model().network().activation()),
                settings.model().likelihood().label(), d, settings.train().rows()));
        text.append(String.format(Locale.ROOT, "slots: ladders x rungs %d x %d, ranks %d%n", ladders, rungs,
                ranks.ranks().size()));
        text.append(String.format(Locale.ROOT, "iterations: %d of warm-up, %d of sample, %d draws of each ladder%n",
                settings.warmup(), settings.iterations(), draws));
        text.append(String.format(Locale.ROOT, "memory: about %.1f MiB of every rank's device, %.1f MiB of its host for checkpoints, "
                + "and %.1f MiB more on rank 0%n", memory / MIB, checkpoint / MIB, onRankZero / MIB));
        text.append(String.format(Locale.ROOT, "disk: about %.1f MiB, twice that while run.h5 is written%n",
                disk / MIB));
        long seconds = Math.round((settings.warmup() + settings.iterations()) * secondsPerIteration);
        text.append(String.format(Locale.ROOT, "time: about %d:%02d:%02d, at %.3g iterations a second as tried here%n",
                seconds / 3600, seconds / 60 % 60, seconds % 60, 1 / secondsPerIteration));
        if (settings.adaptation().lengths()) {
            text.append(String.format(Locale.ROOT, "      with %d leapfrog steps; the warm-up finds how many it takes, 1 to %d%n",
                    settings.leapfrogSteps(), TrajectoryLengths.MOST));
        }
        text.append(ranks.text());
        text.append("rung         T   likelihood^      prior^\n");
        List<Coefficients> coefficients = settings.ladder().coefficients(0, rungs);
        for (int k = 0; k < rungs; k++) {
            text.append(String.format(Locale.ROOT, "%4d  %8s  %12.4g  %10.4g%n", k,
                    RungTable.temperature(settings.ladder().temperatures().get(k)), coefficients.get(k).likelihood(),
                    coefficients.get(k).prior()));
        }
        return text.toString();
    }

    /** Of a slot's state in a checkpoint: parameters, gradient, and scales with the float64 sums that they come from. */
    private static int bytesPerParameter(SampleSettings settings) {
        return Float.BYTES + (settings.transition().usesGradient() ? Float.BYTES : 0)
                + (settings.adaptation().scales() ? Float.BYTES + Double.BYTES : 0);
    }
}
