package kelvin.exactness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

import ch.systemsx.cisd.hdf5.HDF5Factory;
import ch.systemsx.cisd.hdf5.IHDF5Reader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import kelvin.bank.Device;
import kelvin.bank.Transition;
import kelvin.bank.cpu.CpuDevice;
import kelvin.bank.cuda.KernelChoice;
import kelvin.bank.cuda.StandIn;
import kelvin.bank.cuda.TensorDevice;
import kelvin.explorer.Adaptation;
import kelvin.explorer.Init;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.ReferenceDensity;
import kelvin.sampler.SampleListener;
import kelvin.sampler.SampleSettings;
import kelvin.sampler.Sampler;
import kelvin.store.ReferenceCase;
import kelvin.store.ReferenceFile;
import kelvin.team.SoloTeam;
import kelvin.tempering.Ladder;
import kelvin.tempering.LadderTuning;

/**
 * Whole runs, warm-up and swaps included, against posteriors that are known exactly. Ladders are independent, so the
 * spread of their means gives the Monte Carlo error, whatever the autocorrelation within them.
 */
class ExactPosteriorTest {
    private static final Path FILE = Path.of("src/test/resources/kelvin/exactness/exact_posteriors.h5");
    private static final int LADDERS = 32;
    private static final int DRAWS = 600;
    /** Of 31 degrees of freedom Student's t exceeds this, to either side, with probability 2e-5. */
    private static final double BOUND = 5;

    static Stream<Transition> transitions() {
        return Stream.of(new Transition.Hmc(0), new Transition.Mams(1));
    }

    @ParameterizedTest
    @MethodSource("transitions")
    void meansAndCovariancesAreThoseOfThePosterior(Transition transition) throws Exception {
        for (String name : List.of("linear-3", "logistic-1")) {
            check(name, transition);
        }
    }

    private static void check(String name, Transition transition) throws Exception {
        ReferenceCase truth = find(name);
        double[] mean = vector(name, "theta_mean");
        double[][] covariance = matrix(name, "theta_cov");
        assertTrue(worst(sample(truth.model(), truth.data(), tempered(), transition), mean, covariance) < BOUND);
        if (name.equals("linear-3")) {
            Model wider = new Model(truth.model().network(), new Likelihood.Gaussian(0.6), truth.model().prior());
            assertTrue(worst(sample(wider, truth.data(), tempered(), transition), mean, covariance) > BOUND,
                    "noise of 0.6 for 0.5 must be noticed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bimodal-weak", "bimodal-strong"})
    void bothModesAreVisitedEqually(String name) throws Exception {
        ReferenceCase truth = find(name);
        float[][][] draws = sample(truth.model(), truth.data(), tempered(), new Transition.Hmc(0));
        assertTrue(Math.abs(score(draws, theta -> theta[0] > 0 ? 1.0 : 0.0, 0.5)) < BOUND);
        double[][] at = matrix(name, "X_new");
        double[] mean = vector(name, "output_mean");
        double[] sd = vector(name, "output_sd");
        for (int i = 0; i < at.length; i++) {
            double expected = mean[i];
            DataSet row = new DataSet(List.of("x"), List.of("y"), at[i], new double[1]);
            ReferenceDensity density = new ReferenceDensity(truth.model(), row);
            assertTrue(Math.abs(score(draws, theta -> output(density, theta), expected)) < BOUND, "output " + i);
            assertTrue(Math.abs(score(draws, theta -> Math.pow(output(density, theta) - expected, 2), sd[i] * sd[i]))
                    < BOUND, "variance of output " + i);
        }
        for (float[][] ladder : draws) {
            assertTrue(crossings(ladder) > 0, "every ladder must visit both modes");
        }
    }

    @Test
    @Tag("long")
    void tensorGradientsFindThemToo() throws Exception {
        Device tensor = new TensorDevice(StandIn.device(KernelChoice.AUTO));
        Ladder ladder = Ladder.geometricToPrior(5, 0.02);
        for (String name : List.of("linear-3", "logistic-1")) {
            ReferenceCase truth = find(name);
            assertTrue(worst(sample(truth.model(), truth.data(), ladder, new Transition.Hmc(0), tensor, 200),
                    vector(name, "theta_mean"), matrix(name, "theta_cov")) < BOUND, name);
        }
        ReferenceCase bimodal = find("bimodal-weak");
        float[][][] draws = sample(bimodal.model(), bimodal.data(), ladder, new Transition.Hmc(0), tensor, 200);
        assertTrue(Math.abs(score(draws, theta -> theta[0] > 0 ? 1.0 : 0.0, 0.5)) < BOUND);
    }

    @Test
    void aSingleChainStaysInItsMode() throws Exception {
        ReferenceCase truth = find("bimodal-strong");
        for (float[][] chain : sample(truth.model(), truth.data(), Ladder.geometricToPrior(1, 0.5),
                new Transition.Hmc(0))) {
            assertEquals(0, crossings(chain));
        }
    }

    private static Ladder tempered() {
        return Ladder.geometricToPrior(10, 0.005);
    }

    private static ReferenceCase find(String name) throws Exception {
        return ReferenceFile.find(FILE + "#" + name);
    }

    /** The largest score of any mean or covariance. */
    private static double worst(float[][][] draws, double[] mean, double[][] covariance) {
        double worst = 0;
        for (int i = 0; i < mean.length; i++) {
            int a = i;
            worst = Math.max(worst, Math.abs(score(draws, theta -> (double) theta[a], mean[a])));
            for (int j = 0; j <= i; j++) {
                int b = j;
                worst = Math.max(worst, Math.abs(score(draws,
                        theta -> (theta[a] - mean[a]) * (theta[b] - mean[b]), covariance[a][b])));
            }
        }
        return worst;
    }

    /** How many standard errors the mean of a function of the draws is away from its true value. */
    private static double score(float[][][] draws, Function<float[], Double> function, double truth) {
        double[] means = new double[draws.length];
        for (int m = 0; m < means.length; m++) {
            means[m] = Arrays.stream(draws[m]).mapToDouble(function::apply).average().orElseThrow();
        }
        double mean = Arrays.stream(means).average().orElseThrow();
        double variance = Arrays.stream(means).map(x -> (x - mean) * (x - mean)).sum() / (means.length - 1);
        return (mean - truth) / Math.sqrt(variance / means.length);
    }

    private static int crossings(float[][] chain) {
        int crossings = 0;
        for (int i = 1; i < chain.length; i++) {
            crossings += chain[i][0] > 0 != chain[i - 1][0] > 0 ? 1 : 0;
        }
        return crossings;
    }

    private static double output(ReferenceDensity density, float[] theta) {
        double[] output = new double[1];
        double[] wide = new double[theta.length];
        Arrays.setAll(wide, i -> theta[i]);
        density.outputs(wide, output);
        return output[0];
    }

    /** Cold draws [ladder][draw][d]. */
    private static float[][][] sample(Model model, DataSet data, Ladder ladder, Transition transition) {
        return sample(model, data, ladder, transition, new CpuDevice(), DRAWS);
    }

    private static float[][][] sample(Model model, DataSet data, Ladder ladder, Transition transition, Device device,
            int count) {
        int d = model.parameters();
        SampleSettings settings = new SampleSettings(model, data, ladder, LadderTuning.ADAPTIVE, LADDERS, 1,
                transition, 12,
                OptionalDouble.empty(), 0.8, adaptation(transition), Init.PRIOR, Math.min(400, 2 * count), count * 2, 2, 11, 2, false);
        List<List<float[]>> chains = new ArrayList<>();
        for (int m = 0; m < LADDERS; m++) {
            chains.add(new ArrayList<>());
        }
        try (Sampler sampler = new Sampler(settings, new SoloTeam(), device)) {
            sampler.run(block -> {
                for (int i = 0; i < LADDERS * block.draws(); i++) {
                    chains.get(i / block.draws()).add(Arrays.copyOfRange(block.theta(), i * d, (i + 1) * d));
                }
            }, SampleListener.NONE);
        }
        return chains.stream().map(chain -> chain.toArray(float[][]::new)).toArray(float[][][]::new);
    }

    private static Adaptation adaptation(Transition transition) {
        boolean leaps = transition instanceof Transition.Hmc || transition instanceof Transition.Mams;
        return new Adaptation(transition.usesGradient(), leaps, leaps);
    }

    private static double[] vector(String name, String what) {
        try (IHDF5Reader reader = HDF5Factory.openForReading(new File(FILE.toString()))) {
            return reader.float64().readArray("/" + name + "/" + what);
        }
    }

    private static double[][] matrix(String name, String what) {
        try (IHDF5Reader reader = HDF5Factory.openForReading(new File(FILE.toString()))) {
            return reader.float64().readMatrix("/" + name + "/" + what);
        }
    }
}
