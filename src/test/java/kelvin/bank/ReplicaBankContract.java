package kelvin.bank;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Prior;
import kelvin.model.ReferenceDensity;
import kelvin.random.Purpose;
import kelvin.random.Stream;
import kelvin.tempering.BrokenInvariantException;
import kelvin.tempering.Coefficients;
import kelvin.tempering.Ladder;
import kelvin.tempering.Path;
import kelvin.tempering.SwapSchedule;

/** What every bank must do, whatever its hardware. */
public abstract class ReplicaBankContract {
    private static final Prior NORMAL = new Prior(Prior.Kind.NORMAL, 0.8);
    private static final Likelihood GAUSSIAN = new Likelihood.Gaussian(0.7);
    private static final Likelihood LEARNED = new Likelihood.GaussianLearned(-0.5, 0.4);

    /** The device under test. */
    protected abstract Device device();

    /** Largest relative error of gradients of the log-likelihood. */
    protected double gradientTolerance() {
        return 1e-5;
    }

    /** A model and a number of rows. */
    protected record Case(Model model, int rows) {
    }

    /** Networks of many shapes, each with an awkward number of rows. */
    static List<Case> cases() {
        Prior fanIn = new Prior(Prior.Kind.NORMAL_FAN_IN, 1.1);
        Prior laplace = new Prior(Prior.Kind.LAPLACE, 0.6);
        return List.of(
                new Case(Problems.model(Activation.RELU, GAUSSIAN, NORMAL, 3, 1), 1),
                new Case(Problems.model(Activation.TANH, LEARNED, fanIn, 1, 3, 1), 15),
                new Case(Problems.model(Activation.SILU, GAUSSIAN, laplace, 5, 16, 3), 16),
                new Case(Problems.model(Activation.RELU, LEARNED, laplace, 4, 1, 50, 2), 17),
                new Case(Problems.model(Activation.TANH, GAUSSIAN, NORMAL, 7, 65, 3, 1), 300),
                new Case(Problems.model(Activation.SILU, LEARNED, NORMAL, 33, 50, 2), 300),
                new Case(Problems.model(Activation.RELU, GAUSSIAN, NORMAL, 10, 64, 64, 1), 1202),
                new Case(Problems.model(Activation.TANH, LEARNED, fanIn, 5, 16, 16, 16, 16, 2), 1202),
                new Case(Problems.model(Activation.SILU, GAUSSIAN, NORMAL, 10, 64, 65, 1), 1202),
                new Case(Problems.model(Activation.RELU, new Likelihood.Heteroscedastic(), NORMAL, 5, 16, 4), 1202),
                new Case(Problems.model(Activation.TANH, new Likelihood.Bernoulli(), fanIn, 6, 12, 1), 301),
                new Case(Problems.model(Activation.SILU, new Likelihood.Categorical(3), laplace, 4, 20, 3), 1202),
                new Case(Problems.model(Activation.TANH, new Likelihood.StudentT(2.5, 0.3), NORMAL, 5, 16, 2), 1202),
                new Case(Problems.model(Activation.RELU, new Likelihood.StudentTLearned(40, -1, 1), laplace, 5, 7, 1),
                        301),
                new Case(Problems.model(Activation.TANH, new Likelihood.Poisson(), fanIn, 5, 16, 2), 1202),
                new Case(Problems.model(Activation.RELU, LEARNED, new Prior(Prior.Kind.HIERARCHICAL, 1.3), 5, 16, 3, 2),
                        301));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void energiesAndGradientsAgreeWithTheDoubleReference(Case problem) {
        Model model = problem.model();
        DataSet data = Problems.data(model, problem.rows());
        float[] theta = Problems.parameters(model, 7);
        ReferenceDensity reference = new ReferenceDensity(model, data);
        double[] exactTheta = new double[theta.length];
        double[] likelihoodGradient = new double[theta.length];
        double[] priorGradient = new double[theta.length];
        try (ReplicaBank bank = bank(problem, 1, 1, 2)) {
            set(bank, 0, theta);
            exactTheta = widened(theta);
            reference.logLikelihoodGradient(exactTheta, likelihoodGradient);
            reference.logPriorGradient(exactTheta, priorGradient);
            bank.evaluate();
            float[] gradient = new float[theta.length];
            bank.logLikelihoodGradient(0, gradient);
            assertClose(likelihoodGradient, gradient, gradientTolerance());
            bank.logPriorGradient(0, gradient);
            assertClose(priorGradient, gradient, 1e-6);
            assertRelative(reference.logLikelihood(exactTheta), bank.logLikelihood(0), 3e-6);
            assertRelative(reference.logPrior(exactTheta), bank.logPrior(0), 1e-12);
        }
        double[] outputs = new double[problem.rows() * model.network().outputs()];
        reference.outputs(exactTheta, outputs);
        try (Predictor predictor = device().predictor(model.network(), data.x(), 2)) {
            float[] predicted = new float[outputs.length];
            predictor.outputs(theta, predicted);
            assertClose(outputs, predicted, 1e-5);
        }
    }

    @Test
    void anEnergyOfAnotherParameterVectorIsNotWithinTheTolerance() {
        Case problem = cases().get(6);
        float[] theta = Problems.parameters(problem.model(), 7);
        ReferenceDensity reference = new ReferenceDensity(problem.model(), Problems.data(problem.model(), 1202));
        double exact = reference.logLikelihood(widened(theta));
        theta[1234] += 1e-2f;
        double other = reference.logLikelihood(widened(theta));
        assertTrue(Math.abs(other - exact) > 1e-5 * Math.abs(exact), exact + " and " + other);
    }

    @Test
    void bitsDoNotDependOnThreads() {
        Case problem = new Case(Problems.model(Activation.TANH, LEARNED, NORMAL, 5, 16, 16, 2), 1202);
        for (Transition transition : transitions()) {
            Run one = run(problem, 2, 5, 1, transition, 0, 5, 5);
            for (int threads = 2; threads <= 3; threads++) {
                one.assertSameBits(run(problem, 2, 5, threads, transition, 0, 5, 5));
            }
        }
    }

    @Test
    void oneCallForManyIterationsEqualsManyCallsForOne() {
        Case problem = new Case(Problems.model(Activation.RELU, GAUSSIAN, NORMAL, 4, 10, 1), 100);
        for (Transition transition : transitions()) {
            run(problem, 2, 4, 2, transition, 0, 12, 12).assertSameBits(run(problem, 2, 4, 2, transition, 0, 12, 1));
        }
    }

    @Test
    void aLadderSplitOverTwoBanksHasTheBitsOfOneBankWhereNoSwapCrosses() {
        Case problem = new Case(Problems.model(Activation.SILU, LEARNED, NORMAL, 4, 10, 1), 100);
        // up to iteration 3 there is one round, (0,1) and (2,3), and none of its pairs lies across the halves
        Run whole = run(problem, 2, 4, 1, new Transition.Hmc(0), 0, 3, 3);
        for (int first = 0; first < 4; first += 2) {
            Run half = run(problem, new SlotBlock(0, 2, first, 2, 2, 4), 1, new Transition.Hmc(0), 0, 3, 3);
            for (int i = 0; i < 3; i++) {
                for (int slot = 0; slot < 4; slot++) {
                    int same = slot / 2 * 4 + first + slot % 2;
                    assertEquals(whole.logLikelihood[i * 8 + same], half.logLikelihood[i * 4 + slot]);
                }
            }
            for (int slot = 0; slot < 4; slot++) {
                assertArrayEquals(whole.theta[slot / 2 * 4 + first + slot % 2], half.theta[slot]);
            }
        }
    }

    @Test
    void anotherSeedOrIterationGivesOtherStates() {
        Case problem = new Case(Problems.model(Activation.RELU, GAUSSIAN, NORMAL, 4, 10, 1), 100);
        Run first = run(problem, 1, 2, 1, new Transition.RandomWalk(), 0, 3, 3);
        Run later = run(problem, 1, 2, 1, new Transition.RandomWalk(), 3, 3, 3);
        assertTrue(!Arrays.equals(first.theta[0], later.theta[0]), "the same states from other random numbers");
    }

    @Test
    void aReplicaSurvivesPackingAndUnpackingToTheBit() {
        Case problem = cases().get(5);
        try (ReplicaBank from = bank(problem, 1, 2, 1); ReplicaBank to = bank(problem, 1, 2, 1)) {
            from.setParameters(1, Problems.parameters(problem.model(), 3));
            from.evaluate();
            FloatBuffer buffer = FloatBuffer.allocate(from.stateFloats());
            from.pack(1, buffer);
            assertEquals(0, buffer.remaining());
            to.unpack(0, buffer.flip(), from.logLikelihood(1), from.logPrior(1));
            assertEquals(from.logLikelihood(1), to.logLikelihood(0));
            assertEquals(from.logPrior(1), to.logPrior(0));
            int d = problem.model().parameters();
            float[] a = new float[d];
            float[] b = new float[d];
            from.parameters(1, a);
            to.parameters(0, b);
            assertArrayEquals(a, b);
            from.logLikelihoodGradient(1, a);
            to.logLikelihoodGradient(0, b);
            assertArrayEquals(a, b);
        }
    }

    @Test
    void statesAndTheirCachesBelongTogetherAfterSwaps() {
        Case problem = new Case(Problems.model(Activation.TANH, LEARNED, NORMAL, 3, 4, 1), 20);
        try (ReplicaBank bank = bank(problem, 1, 6, 2)) {
            for (int s = 0; s < 6; s++) {
                bank.setParameters(s, Problems.parameters(problem.model(), s));
            }
            bank.evaluate();
            Trace trace = new Trace(bank.settings().block(), 40, 0, problem.model().parameters());
            bank.advance(plan(bank, new Transition.Hmc(0), 0, 40, Advance.Draws.NONE), trace);
            long swaps = java.util.stream.IntStream.range(0, 240).filter(i -> trace.swapped[i]).count();
            assertTrue(swaps > 5, swaps + " swaps");
            double[] cached = new double[6];
            float[][] gradients = new float[6][problem.model().parameters()];
            for (int s = 0; s < 6; s++) {
                cached[s] = bank.logLikelihood(s) + bank.logPrior(s);
                bank.logLikelihoodGradient(s, gradients[s]);
            }
            bank.evaluate();
            for (int s = 0; s < 6; s++) {
                float[] fresh = new float[problem.model().parameters()];
                bank.logLikelihoodGradient(s, fresh);
                assertEquals(bank.logLikelihood(s) + bank.logPrior(s), cached[s]);
                assertArrayEquals(fresh, gradients[s]);
            }
        }
    }

    @Test
    void drawsAreTheColdStatesOfTheirIterations() {
        Case problem = new Case(Problems.model(Activation.TANH, LEARNED, NORMAL, 3, 4, 1), 20);
        int d = problem.model().parameters();
        try (ReplicaBank bank = bank(problem, 2, 3, 1)) {
            for (int s = 0; s < 6; s++) {
                bank.setParameters(s, Problems.parameters(problem.model(), s));
            }
            bank.evaluate();
            Trace trace = new Trace(bank.settings().block(), 10, 4, d);
            bank.advance(plan(bank, new Transition.RandomWalk(), 5, 10, new Advance.Draws(7, 3)), trace);
            assertEquals(2, trace.drawCount());
            ReferenceDensity reference = new ReferenceDensity(problem.model(), Problems.data(problem.model(), 20));
            for (int draw = 0; draw < 2; draw++) {
                for (int ladder = 0; ladder < 2; ladder++) {
                    int from = (draw * 2 + ladder) * d;
                    double[] theta = widened(Arrays.copyOfRange(trace.draws, from, from + d));
                    // iterations 9 and 12 of the run are 4 and 7 of the call
                    double recorded = trace.logLikelihood[trace.at(4 + 3 * draw, 3 * ladder)];
                    assertRelative(reference.logLikelihood(theta), recorded, 3e-6);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transitions")
    void aProposalWithoutFiniteEnergyIsRejectedAndSaysSo(Transition transition) {
        Case problem = new Case(Problems.model(Activation.RELU, GAUSSIAN, NORMAL, 3, 4, 1), 20);
        try (ReplicaBank bank = bank(problem, 1, 1, 1)) {
            float[] theta = Problems.parameters(problem.model(), 1);
            set(bank, 0, theta);
            bank.evaluate();
            Trace trace = new Trace(bank.settings().block(), 1, 0, theta.length);
            Advance plan = new Advance(0, 1, transition, List.of(new Coefficients(1, 1)),
                    new double[] {1e30}, new int[] {3}, new SwapSchedule(1, 1), Advance.Draws.NONE);
            bank.advance(plan, trace);
            assertEquals(Trace.NOT_FINITE, trace.outcome[0]);
            assertEquals(0, trace.acceptance[0]);
            float[] now = new float[theta.length];
            bank.parameters(0, now);
            assertArrayEquals(theta, now);
        }
    }

    @Test
    void aCurrentStateWithoutEnergyStopsTheRunAndIsNamed() {
        Case problem = new Case(Problems.model(Activation.RELU, GAUSSIAN, NORMAL, 3, 4, 1), 20);
        try (ReplicaBank bank = device().bank(new BankSettings(problem.model(), Problems.data(problem.model(), 20), 1,
                new SlotBlock(2, 1, 0, 3, 3, 3), true, 2))) {
            bank.evaluate();
            float[] broken = new float[problem.model().parameters()];
            broken[2] = Float.NaN;
            bank.setParameters(1, broken);
            bank.evaluate();
            Trace trace = new Trace(bank.settings().block(), 1, 0, broken.length);
            BrokenInvariantException thrown = assertThrows(BrokenInvariantException.class,
                    () -> bank.advance(plan(bank, new Transition.Mala(), 17, 1, Advance.Draws.NONE), trace));
            assertTrue(thrown.getMessage().contains("ladder 2, rung 1, iteration 17"), thrown.getMessage());
        }
    }

    @Test
    void aRungWithoutLikelihoodDrawsFromThePrior() {
        int draws = 4000;
        for (Prior prior : List.of(NORMAL, new Prior(Prior.Kind.NORMAL_FAN_IN, 2),
                new Prior(Prior.Kind.LAPLACE, 0.5))) {
            Model model = Problems.model(Activation.RELU, LEARNED, prior, 2, 1);
            double[] scales = model.priorScales();
            try (ReplicaBank bank = device().bank(new BankSettings(model, Problems.data(model, 3), 5,
                    SlotBlock.whole(1, 1), false, 1))) {
                bank.evaluate();
                Trace trace = new Trace(bank.settings().block(), draws, draws, 4);
                bank.advance(new Advance(0, draws, new Transition.RandomWalk(), List.of(new Coefficients(0, 1)),
                        new double[] {1}, new int[] {1}, new SwapSchedule(1, 1), new Advance.Draws(0, 1)), trace);
                assertEquals(draws, trace.drawCount());
                for (int i = 0; i < 4; i++) {
                    boolean laplace = prior.kind() == Prior.Kind.LAPLACE && i < 3;
                    double mean = 0;
                    double absolute = 0;
                    for (int n = 0; n < draws; n++) {
                        double centred = trace.draws[n * 4 + i] - (i == 3 ? -0.5 : 0);
                        mean += centred / draws;
                        absolute += Math.abs(centred) / draws;
                    }
                    // E|x| is s sqrt(2/pi) for the normal and b for the Laplace distribution; bounds at 4.5 sigma
                    double expected = laplace ? scales[i] : scales[i] * Math.sqrt(2 / Math.PI);
                    double sd = laplace ? scales[i] : scales[i] * Math.sqrt(1 - 2 / Math.PI);
                    assertEquals(expected, absolute, 4.5 * sd / Math.sqrt(draws));
                    assertEquals(0, mean, 4.5 * scales[i] * (laplace ? Math.sqrt(2) : 1) / Math.sqrt(draws));
                }
            }
        }
    }

    @Test
    void aRungWithoutLikelihoodDrawsScalesOfLayersAndThenWeights() {
        int draws = 4000;
        Model model = Problems.model(Activation.RELU, LEARNED, new Prior(Prior.Kind.HIERARCHICAL, 0.6), 4, 1, 1);
        try (ReplicaBank bank = device().bank(new BankSettings(model, Problems.data(model, 3), 5,
                SlotBlock.whole(1, 1), false, 1))) {
            bank.evaluate();
            Trace trace = new Trace(bank.settings().block(), draws, draws, 10);
            bank.advance(new Advance(0, draws, new Transition.RandomWalk(), List.of(new Coefficients(0, 1)),
                    new double[] {1}, new int[] {1}, new SwapSchedule(1, 1), new Advance.Draws(0, 1)), trace);
            // what each must be made standard normal by: the fan-in of the first four is 4, and 8 and 9 are log scales
            double[] absolute = new double[10];
            for (int n = 0; n < draws; n++) {
                float[] theta = Arrays.copyOfRange(trace.draws, n * 10, n * 10 + 10);
                double[] scales = {Math.exp(theta[8]), Math.exp(theta[9])};
                for (int i = 0; i < 10; i++) {
                    double sd = i < 4 ? scales[0] / 2 : i == 4 ? scales[0] : i < 7 ? scales[1] : i == 7 ? 0.4 : 0.6;
                    double value = i < 7 ? theta[i] : i == 7 ? theta[i] + 0.5 : scales[i - 8];
                    absolute[i] += Math.abs(value) / sd / draws;
                }
            }
            for (double mean : absolute) {
                assertEquals(Math.sqrt(2 / Math.PI), mean, 4.5 * Math.sqrt((1 - 2 / Math.PI) / draws));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("exactTransitions")
    void theExactPosteriorOfALinearModelIsFound(Transition transition) {
        LinearProblem problem = LinearProblem.make();
        double step = transition instanceof Transition.RandomWalk ? 0.35 : 0.3;
        Moments moments = problem.sample(device(), transition, step, 1, 8000, 1, 1, 1);
        // batch means give the standard errors; 6 comparisons, 4.5 standard errors each
        assertTrue(problem.worst(moments) < 4.5, () -> transition + ": " + problem.worst(moments));
    }

    @ParameterizedTest
    @MethodSource("exactTransitions")
    void scalesLeaveThePosteriorAsItIs(Transition transition) {
        LinearProblem problem = LinearProblem.make();
        double step = transition instanceof Transition.RandomWalk ? 0.35 : 0.3;
        Moments moments = problem.sample(device(), transition, step, 1, 8000, 0.5f, 1.2f, 0.8f);
        assertTrue(problem.worst(moments) < 4.5, () -> transition + ": " + problem.worst(moments));
    }

    @Test
    void scalesStretchTheDirectionsOfTheirSlotAlone() {
        Case problem = new Case(Problems.model(Activation.TANH, LEARNED, NORMAL, 3, 4, 1), 20);
        int d = problem.model().parameters();
        float[] start = Problems.parameters(problem.model(), 2);
        float[] scales = new float[d];
        for (int i = 0; i < d; i++) {
            scales[i] = 0.5f + i % 3;
        }
        float[][] plain = new float[2][d];
        float[][] scaled = new float[2][d];
        for (float[][] ends : List.of(plain, scaled)) {
            try (ReplicaBank bank = bank(problem, 2, 1, 1)) {
                for (int s = 0; s < 2; s++) {
                    set(bank, s, start);
                }
                bank.evaluate();
                if (ends == scaled) {
                    bank.setScales(1, scales);
                }
                // so small a step that it is always accepted and no gradient changes on the way
                bank.advance(new Advance(0, 1, new Transition.RandomWalk(), List.of(new Coefficients(1, 1)),
                        new double[] {1e-3, 1e-3}, new int[] {1, 1}, new SwapSchedule(1, 1), Advance.Draws.NONE),
                        new Trace(bank.settings().block(), 1, 0, d));
                for (int s = 0; s < 2; s++) {
                    bank.parameters(s, ends[s]);
                }
            }
        }
        assertArrayEquals(plain[0], scaled[0]);
        for (int i = 0; i < d; i++) {
            assertEquals(scales[i] * (plain[1][i] - start[i]), scaled[1][i] - start[i], 5e-6);
        }
    }

    @Test
    void jitterLengthensAllTrajectoriesOfAnIterationByOneFactorOfSeedAndIteration() {
        Case problem = new Case(Problems.model(Activation.TANH, LEARNED, NORMAL, 3, 4, 1), 20);
        int d = problem.model().parameters();
        Transition jittered = new Transition.Hmc(0.9);
        int[] base = {4, 7, 20};
        List<Integer> lengths = new ArrayList<>();
        try (ReplicaBank one = bank(problem, 3, 1, 2); ReplicaBank other = bank(problem, 3, 1, 1)) {
            for (int s = 0; s < 3; s++) {
                one.setParameters(s, Problems.parameters(problem.model(), s));
                other.setParameters(s, Problems.parameters(problem.model(), s));
            }
            one.evaluate();
            other.evaluate();
            double[] steps = {0.02, 0.03, 0.01};
            SwapSchedule swaps = new SwapSchedule(1, 1);
            List<Coefficients> cold = List.of(new Coefficients(1, 1));
            Trace trace = new Trace(one.settings().block(), 12, 0, d);
            one.advance(new Advance(5, 12, jittered, cold, steps, base, swaps, Advance.Draws.NONE), trace);
            double[] logLikelihood = trace.logLikelihood.clone();
            Stream stream = new Stream(11);
            for (int i = 0; i < 12; i++) {
                double factor = 1 + 0.9 * (2 * stream.at(Purpose.JITTER, 0, 5 + i).uniform(0) - 1);
                int[] expected = Arrays.stream(base).map(n -> (int) Math.max(1, Math.rint(n * factor))).toArray();
                lengths.add(expected[2]);
                other.advance(new Advance(5 + i, 1, new Transition.Hmc(0), cold, steps, expected, swaps,
                        Advance.Draws.NONE), trace);
                for (int s = 0; s < 3; s++) {
                    assertEquals(logLikelihood[trace.at(i, s)], trace.logLikelihood[s], "iteration " + i);
                }
            }
        }
        assertTrue(lengths.stream().distinct().count() > 6, lengths + " must differ");
    }

    @Test
    void theWrongTemperatureIsNotTakenForThePosterior() {
        LinearProblem problem = LinearProblem.make();
        Moments moments = problem.sample(device(), new Transition.Hmc(0), 0.3, 0.8, 8000, 1, 1, 1);
        assertTrue(problem.worst(moments) > 4.5, () -> "the check accepts temperature 1.25: " + problem.worst(moments));
    }

    @Test
    void aRelaxationMovesWhereAnExactTransitionStays() {
        Case problem = cases().get(7);
        int[] accepted = new int[2];
        Transition[] both = {new Transition.Mams(0), new Transition.Relaxation(0)};
        for (int t = 0; t < 2; t++) {
            try (ReplicaBank bank = bank(problem, 1, 1, 1)) {
                bank.setParameters(0, Problems.parameters(problem.model(), 1));
                bank.evaluate();
                Trace trace = new Trace(bank.settings().block(), 60, 0, problem.model().parameters());
                bank.advance(new Advance(0, 60, both[t], List.of(new Coefficients(1, 1)), new double[] {0.015},
                        new int[] {10}, new SwapSchedule(1, 1), Advance.Draws.NONE), trace);
                for (int i = 0; i < 60; i++) {
                    accepted[t] += trace.outcome[i] == Trace.ACCEPTED ? 1 : 0;
                    assertTrue(t == 0 || trace.outcome[i] == Trace.ACCEPTED
                            || trace.acceptance[i] < Transition.Relaxation.WORST, "iteration " + i);
                }
            }
        }
        assertTrue(accepted[0] < 45 && accepted[1] > 55, Arrays.toString(accepted));
    }

    @Test
    void aRelaxationIsNotTakenForExact() {
        LinearProblem problem = LinearProblem.make();
        Moments moments = problem.sample(device(), new Transition.Relaxation(1), 0.9, 1, 8000, 1, 1, 1);
        assertTrue(problem.worst(moments) > 4.5, () -> "the check accepts a relaxation: " + problem.worst(moments));
    }

    /** The transitions, one of them in two ways. */
    static List<Transition> transitions() {
        List<Transition> all = new ArrayList<>(exactTransitions());
        all.add(new Transition.Relaxation(1));
        return all;
    }

    /** Those that leave a density as it is. */
    static List<Transition> exactTransitions() {
        return List.of(new Transition.RandomWalk(), new Transition.Mala(), new Transition.Hmc(0),
                new Transition.Hmc(0.9), new Transition.Mams(1));
    }

    /** Puts a slot to the parameters, or to the nearest that the bank has, which are then in theta. */
    private static void set(ReplicaBank bank, int slot, float[] theta) {
        float[] wanted = theta.clone();
        bank.setParameters(slot, wanted);
        bank.parameters(slot, theta);
        for (int i = 0; i < theta.length; i++) {
            assertEquals(wanted[i], theta[i], 1e-5);
        }
    }

    private ReplicaBank bank(Case problem, int ladders, int rungs, int threads) {
        return device().bank(new BankSettings(problem.model(), Problems.data(problem.model(), problem.rows()), 11,
                SlotBlock.whole(ladders, rungs), true, threads));
    }

    private static Advance plan(ReplicaBank bank, Transition transition, long first, int iterations,
            Advance.Draws draws) {
        SlotBlock block = bank.settings().block();
        int rungs = block.totalRungs();
        Ladder ladder = rungs == 1 ? new Ladder(Path.LIKELIHOOD, List.of(1.0))
                : Ladder.geometricToPrior(rungs, 0.3);
        double[] steps = new double[block.size()];
        Arrays.fill(steps, 0.02);
        int[] leapfrogSteps = new int[block.size()];
        Arrays.setAll(leapfrogSteps, s -> 3 + block.rung(s));
        return new Advance(first, iterations, transition, ladder.coefficients(block.firstRung(), block.rungs()),
                steps, leapfrogSteps, new SwapSchedule(2, rungs), draws);
    }

    /** What a run leaves behind. */
    private record Run(float[][] theta, double[] logLikelihood, double[] acceptance, double[] swaps) {
        void assertSameBits(Run other) {
            assertArrayEquals(theta, other.theta);
            assertArrayEquals(logLikelihood, other.logLikelihood);
            assertArrayEquals(acceptance, other.acceptance);
            assertArrayEquals(swaps, other.swaps);
        }
    }

    private Run run(Case problem, int ladders, int rungs, int threads, Transition transition, long first,
            int iterations, int perCall) {
        return run(problem, SlotBlock.whole(ladders, rungs), threads, transition, first, iterations, perCall);
    }

    private Run run(Case problem, SlotBlock block, int threads, Transition transition, long first, int iterations,
            int perCall) {
        int slots = block.size();
        try (ReplicaBank bank = device().bank(new BankSettings(problem.model(),
                Problems.data(problem.model(), problem.rows()), 11, block, true, threads))) {
            for (int s = 0; s < slots; s++) {
                bank.setParameters(s, Problems.parameters(problem.model(), block.global(s)));
            }
            bank.evaluate();
            double[] logLikelihood = new double[iterations * slots];
            double[] acceptance = new double[iterations * slots];
            double[] swaps = new double[iterations * slots];
            Trace trace = new Trace(block, perCall, 0, problem.model().parameters());
            for (int i = 0; i < iterations; i += perCall) {
                bank.advance(plan(bank, transition, first + i, perCall, Advance.Draws.NONE), trace);
                System.arraycopy(trace.logLikelihood, 0, logLikelihood, i * slots, perCall * slots);
                System.arraycopy(trace.acceptance, 0, acceptance, i * slots, perCall * slots);
                System.arraycopy(trace.swapAcceptance, 0, swaps, i * slots, perCall * slots);
            }
            float[][] theta = new float[slots][problem.model().parameters()];
            for (int s = 0; s < slots; s++) {
                bank.parameters(s, theta[s]);
            }
            return new Run(theta, logLikelihood, acceptance, swaps);
        }
    }

    private static double[] widened(float[] values) {
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i];
        }
        return out;
    }

    private static void assertRelative(double expected, double actual, double tolerance) {
        assertTrue(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
                expected + " and " + actual);
    }

    /** The norm of the difference, relative to the norm. */
    private static void assertClose(double[] expected, float[] actual, double tolerance) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
            norm += expected[i] * expected[i];
        }
        double relative = Math.sqrt(difference / norm);
        assertTrue(relative <= tolerance, "relative difference " + relative);
    }
}
