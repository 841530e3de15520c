package kelvin.store;

import java.lang.reflect.Array;
import java.util.List;

/**
 * Consecutive iterations of the sampling phase, of all ladders (M) and rungs (K), as they are handed to the writer,
 * which owns the arrays from then on.
 *
 * @param firstIteration counted from 0 at the start of the sampling phase
 * @param iterations n
 * @param logLikelihood [M][n][K], nats
 * @param logPrior [M][n][K], nats
 * @param replica which of its ladder's replicas, 0 to K - 1, each slot held [M][n][K]
 * @param draws number of cold draws among them
 * @param theta cold draws [M][draws][d]
 * @param acceptance acceptance probability of the cold transition at each draw [M][draws]
 * @param notFinite whether that proposal's energy was NaN or infinite [M][draws]
 */
public record Block(long firstIteration, int iterations, double[] logLikelihood, double[] logPrior, int[] replica,
        int draws, float[] theta, double[] acceptance, boolean[] notFinite) {
    /**
     * Checks the lengths against the run's.
     *
     * @throws IllegalArgumentException if one is wrong
     */
    void check(RunHeader header) {
        long traces = (long) header.ladders() * iterations * header.ladder().rungs();
        long cold = (long) header.ladders() * draws;
        long due = header.draws(firstIteration + iterations) - header.draws(firstIteration);
        if (!(draws == due)) {
            throw new IllegalArgumentException("draws: " + draws + " in " + iterations + " iterations from "
                    + firstIteration + ", must be " + due + " at thin " + header.thin());
        }
        if (!(logLikelihood.length == traces && logPrior.length == traces && replica.length == traces)) {
            throw new IllegalArgumentException("traces: " + logLikelihood.length + ", " + logPrior.length + " and "
                    + replica.length + " values, must be " + traces);
        }
        if (!(theta.length == cold * header.model().parameters() && acceptance.length == cold
                && notFinite.length == cold)) {
            throw new IllegalArgumentException("draws: " + theta.length + ", " + acceptance.length + " and "
                    + notFinite.length + " values, must be " + cold * header.model().parameters() + ", " + cold
                    + " and " + cold);
        }
    }

    /** Size of the arrays. */
    long bytes() {
        return 20L * logLikelihood.length + 4L * theta.length + 9L * acceptance.length;
    }

    /** Blocks that follow one another as one. */
    static Block joined(List<Block> blocks, RunHeader header) {
        if (blocks.size() == 1) {
            return blocks.get(0);
        }
        int ladders = header.ladders();
        int iterations = blocks.stream().mapToInt(Block::iterations).sum();
        int draws = blocks.stream().mapToInt(Block::draws).sum();
        int traces = Math.multiplyExact(ladders * header.ladder().rungs(), iterations);
        Block all = new Block(blocks.get(0).firstIteration, iterations, new double[traces], new double[traces],
                new int[traces], draws, new float[Math.multiplyExact(ladders * draws, header.model().parameters())],
                new double[ladders * draws], new boolean[ladders * draws]);
        int beforeIterations = 0;
        int beforeDraws = 0;
        for (Block block : blocks) {
            copy(block.logLikelihood, all.logLikelihood, ladders, beforeIterations, block.iterations, iterations);
            copy(block.logPrior, all.logPrior, ladders, beforeIterations, block.iterations, iterations);
            copy(block.replica, all.replica, ladders, beforeIterations, block.iterations, iterations);
            copy(block.theta, all.theta, ladders, beforeDraws, block.draws, draws);
            copy(block.acceptance, all.acceptance, ladders, beforeDraws, block.draws, draws);
            copy(block.notFinite, all.notFinite, ladders, beforeDraws, block.draws, draws);
            beforeIterations += block.iterations;
            beforeDraws += block.draws;
        }
        return all;
    }

    /** Copies [ladders][count][.] into rows before to before + count - 1 of [ladders][total][.]. */
    private static void copy(Object from, Object to, int ladders, int before, int count, int total) {
        if (count > 0) {
            int width = Array.getLength(from) / (ladders * count);
            for (int m = 0; m < ladders; m++) {
                System.arraycopy(from, m * count * width, to, (m * total + before) * width, count * width);
            }
        }
    }
}
