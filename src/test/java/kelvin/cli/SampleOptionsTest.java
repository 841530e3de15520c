package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import kelvin.bank.Gradient;
import kelvin.bank.Transition;
import kelvin.explorer.Adaptation;
import kelvin.explorer.Init;
import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Missing;
import kelvin.model.Model;
import kelvin.model.Prior;
import kelvin.sampler.SampleSettings;
import kelvin.tempering.Ladder;

class SampleOptionsTest {
    @TempDir
    Path folder;

    @Test
    void theOriginalIsAsItsUsersKnowIt() throws IOException {
        SampleOptions options = options(4, "--preset", "original");
        SampleSettings settings = settings(options);
        assertEquals(List.of(10, 64, 64, 1), settings.model().network().sizes());
        assertEquals(Activation.RELU, settings.model().network().activation());
        assertEquals(new Likelihood.Gaussian(0.1), settings.model().likelihood());
        assertEquals(new Prior(Prior.Kind.NORMAL, 1), settings.model().prior());
        assertEquals(Ladder.linear(kelvin.tempering.Path.POSTERIOR, 4, 4), settings.ladder());
        assertEquals(List.of(1.0, 2.0, 3.0, 4.0), settings.ladder().temperatures());
        assertEquals(new Transition.RandomWalk(), settings.transition());
        assertEquals(OptionalDouble.of(0.01), settings.stepSize());
        assertEquals(Init.FAN_IN, settings.init());
        assertEquals(2000, settings.warmup() + settings.iterations());
        assertEquals(500, settings.warmup());
        assertEquals(5, settings.thin());
        assertEquals(300, settings.iterations() / settings.thin());
        assertEquals(10, settings.swapEvery());
    }

    @Test
    void aSingleRankOfTheOriginalHoldsTwoRungs() throws IOException {
        assertEquals(2, options(1, "--preset", "original").ladder().rungs());
        assertEquals(7, options(1, "--preset", "original", "--rungs", "7").ladder().rungs());
    }

    @Test
    void whatIsGivenBesideThePresetOverridesIt() throws IOException {
        SampleSettings settings = settings(options(2, "--preset", "original", "--explorer", "hmc", "--ladder", "1,3",
                "--noise", "learned", "--thin", "1"));
        assertEquals(new Transition.Hmc(1), settings.transition());
        assertEquals(new Adaptation(true, true, true), settings.adaptation());
        assertEquals(Init.FAN_IN, settings.init());
        assertEquals(OptionalDouble.empty(), settings.stepSize());
        assertEquals(0.8, settings.targetAcceptance());
        assertEquals(List.of(1.0, 3.0), settings.ladder().temperatures());
        assertTrue(settings.model().likelihood() instanceof Likelihood.GaussianLearned);
        assertEquals(1, settings.thin());
        assertEquals(500, settings.warmup());
    }

    @Test
    void aLadderToThePriorEndsWhereAllDataWeighAsOneRow() throws IOException {
        Ladder ladder = options(1, "--train", "x", "--rungs", "4").ladder().over(100);
        assertEquals(List.of(1.0, 10.0, 100.0, Double.POSITIVE_INFINITY), ladder.temperatures());
        Ladder given = options(1, "--train", "x", "--rungs", "3", "--min-beta", "0.25").ladder().over(100);
        assertEquals(List.of(1.0, 4.0, Double.POSITIVE_INFINITY), given.temperatures());
        assertEquals(List.of(1.0), options(1, "--train", "x", "--rungs", "1").ladder().over(100).temperatures());
    }

    @Test
    void theExplorerIsMamsUnlessGradientsAreOfTensorCores() throws IOException {
        SampleOptions given = options(1, "--train", "x");
        assertEquals(new Transition.Mams(1), given.explorer().transition());
        assertEquals(Gradient.FP32, given.explorer().gradient());
        assertEquals("mams", given.recorded().get("explorer"));
        SampleOptions tensor = options(1, "--train", "x", "--gradient", "tensor");
        assertEquals(new Transition.Hmc(1), tensor.explorer().transition());
        assertEquals("hmc", tensor.recorded().get("explorer"));
        assertEquals(Gradient.AUTO, options(1, "--train", "x", "--explorer", "hmc").explorer().gradient());
        ExplorerOptions asked = options(1, "--train", "x", "--explorer", "mams", "--gradient", "tensor").explorer();
        assertEquals(new Transition.Mams(1), asked.transition());
        assertEquals(Gradient.TENSOR, asked.gradient());
    }

    @Test
    void explorersHaveTheirOwnTargets() throws IOException {
        assertEquals(0.9, options(1, "--train", "x").explorer().targetAcceptance());
        assertEquals(0.8, options(1, "--train", "x", "--explorer", "hmc").explorer().targetAcceptance());
        assertEquals(0.574, options(1, "--train", "x", "--explorer", "mala").explorer().targetAcceptance());
        assertEquals(0.234, options(1, "--train", "x", "--explorer", "random-walk").explorer().targetAcceptance());
    }

    @Test
    void theWarmUpFindsWhatIsNotGiven() throws IOException {
        assertEquals(Adaptation.ALL, options(1, "--train", "x").explorer().adaptation());
        assertEquals(Init.MAP, options(1, "--train", "x").explorer().init());
        assertEquals(new Adaptation(false, false, true),
                options(1, "--train", "x", "--mass", "unit", "--leapfrog", "7").explorer().adaptation());
        assertEquals(OptionalInt.of(7), options(1, "--train", "x", "--leapfrog", "7").explorer().leapfrog());
        assertEquals(OptionalInt.empty(), options(1, "--train", "x").explorer().leapfrog());
        assertEquals(new Adaptation(true, true, false),
                options(1, "--train", "x", "--exact-warmup").explorer().adaptation());
        assertEquals(new Adaptation(true, false, false),
                options(1, "--train", "x", "--explorer", "mala").explorer().adaptation());
        assertEquals(Adaptation.NONE, options(1, "--train", "x", "--step-size", "0.1").explorer().adaptation());
        ExplorerOptions walk = options(1, "--train", "x", "--explorer", "random-walk").explorer();
        assertEquals(Adaptation.NONE, walk.adaptation());
        assertEquals(Init.PRIOR, walk.init());
        assertThrows(UsageException.class,
                () -> options(1, "--train", "x", "--mass", "diagonal", "--step-size", "0.1"));
    }

    @Test
    void atMostAThousandDrawsAreKeptUnlessAsked() throws IOException {
        assertEquals(1, options(1, "--train", "x", "--iterations", "1000").thin());
        assertEquals(2, options(1, "--train", "x", "--iterations", "1001").thin());
        assertEquals(2, options(1, "--train", "x").thin());
        assertEquals(1, options(1, "--train", "x", "--iterations", "5000", "--thin", "1").thin());
    }

    @Test
    void theCommandLineWinsOverTheFile() throws IOException {
        Path file = folder.resolve("run.toml");
        Files.writeString(file, """
                # a run
                train = "data.csv"
                hidden = [8, 4]
                ladder = [1, 1.5, inf]
                seed = 7
                noise = 0.25
                overwrite = true
                quiet = false
                """);
        SampleOptions options = options(1, "--config", file.toString(), "--seed", "9");
        assertEquals(9, options.seed());
        assertEquals(List.of(8, 4), options.model().hidden());
        assertEquals(OptionalDouble.of(0.25), options.model().noise());
        assertEquals(List.of(1.0, 1.5, Double.POSITIVE_INFINITY), options.ladder().over(5).temperatures());
        assertEquals(new DataOptions.Files("data.csv", null, List.of(), true, Missing.ERROR, 0), options.data());
        assertEquals(SampleOptions.Found.OVERWRITE, options.found());
        assertFalse(options.display() == SampleOptions.Display.NOTHING);
    }

    @Test
    void whatMayDifferBetweenEqualRunsIsNotRecorded() throws IOException {
        SampleOptions one = options(1, "--train", "x", "--threads", "1", "--out", "a", "--quiet");
        SampleOptions other = options(2, "--train", "x", "--threads", "2", "--out", "b", "--overwrite");
        assertEquals(one.recorded(), other.recorded());
        assertEquals("64,64", one.recorded().get("hidden"));
        assertEquals("1", one.recorded().get("seed"));
        assertFalse(one.recorded().equals(options(1, "--train", "x", "--seed", "2").recorded()));
    }

    private static SampleSettings settings(SampleOptions options) {
        DataSet data = OriginalData.of(1);
        Model model = options.model().over(data);
        return options.settings(data, model);
    }

    private static SampleOptions options(int ranks, String... words) throws IOException {
        return SampleOptions.of(new Arguments(new SampleCommand()).parse(List.of(words)), ranks, 3);
    }
}
