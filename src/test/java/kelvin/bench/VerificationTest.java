package kelvin.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import kelvin.bank.Device;
import kelvin.bank.Gradient;
import kelvin.bank.cpu.CpuDevice;
import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import kelvin.store.ReferenceCase;
import org.junit.jupiter.api.Test;

class VerificationTest {
    private static final Device RIGHT = new ReferenceDevice(1);

    @Test
    void aDeviceThatIsRightPassesAndOneThatIsWrongFails() {
        List<ReferenceCase> cases = List.of(lineThroughOne(1), bare("bare", new Likelihood.Gaussian(0.5)));
        Verification right = Verification.of(cases, RIGHT, Gradient.AUTO, 1);
        assertEquals(List.of(Verification.Outcome.PASSED, Verification.Outcome.PASSED), outcomes(right));
        assertTrue(right.passed());
        for (double factor : new double[] {1.001, 0, Double.NaN}) {
            Verification wrong = Verification.of(cases, new ReferenceDevice(factor), Gradient.AUTO, 1);
            assertEquals(List.of(Verification.Outcome.FAILED, Verification.Outcome.FAILED), outcomes(wrong));
            assertFalse(wrong.passed());
        }
    }

    @Test
    void theCpuPassesWithEveryLikelihoodAndPrior() {
        List<ReferenceCase> cases = new ArrayList<>();
        for (Prior.Kind kind : Prior.Kind.values()) {
            for (Likelihood likelihood : List.of(new Likelihood.Gaussian(0.5), new Likelihood.GaussianLearned(-1, 0.5),
                    new Likelihood.Heteroscedastic(), new Likelihood.StudentT(3, 0.5),
                    new Likelihood.StudentTLearned(5, -1, 0.5), new Likelihood.Poisson(), new Likelihood.Bernoulli(),
                    new Likelihood.Categorical(2))) {
                cases.add(bare(kind.label() + " " + likelihood.label(), likelihood, kind));
            }
        }
        Verification verification = Verification.of(cases, new CpuDevice(), Gradient.AUTO, 1);
        assertTrue(verification.passed(), verification.table());
        assertEquals(cases.size(), outcomes(verification).stream().filter(Verification.Outcome.PASSED::equals).count());
    }

    @Test
    void theFilesOwnValuesAreWhatCountsWhereItHasThem() {
        Verification.Result result = Verification.of(List.of(lineThroughOne(1.01)), RIGHT, Gradient.AUTO, 1).results().get(0);
        assertEquals(Verification.Outcome.FAILED, result.outcome());
        // the file says 2.02, the device says 2
        assertEquals(0.02 / 2.02, result.errors().output(), 1e-12);
        assertEquals(0, result.errors().logLikelihood(), 1e-12);
    }

    @Test
    void anUnsupportedCaseIsSkippedWithTheReasonAndNothingButSkippedIsNoPass() {
        ReferenceCase binary = bare("binary", new Likelihood.Bernoulli());
        Verification verification = Verification.of(List.of(binary), RIGHT, Gradient.AUTO, 1);
        assertEquals(new Verification.Result("binary", Verification.Outcome.SKIPPED, "no bernoulli here", null),
                verification.results().get(0));
        assertFalse(verification.passed());
        assertTrue(Verification.of(List.of(binary, lineThroughOne(1)), RIGHT, Gradient.AUTO, 1).passed());
    }

    @Test
    void tableAndJsonSayTheSame() {
        Verification verification = Verification.of(List.of(lineThroughOne(1),
                bare("binary", new Likelihood.Bernoulli())), new ReferenceDevice(Double.NaN), Gradient.AUTO, 1);
        assertEquals(String.join(System.lineSeparator(),
                "case     output   logLik   logPri  gradLik  gradPri",
                "line    0.0e+00  0.0e+00  0.0e+00      NaN  0.0e+00  failed: against the file's values",
                "binary  skipped: no bernoulli here",
                "0 passed, 1 failed, 1 skipped; relative errors, at most 1e-05 passes", ""),
                verification.table());
        JsonObject json = JsonParser.parseString(verification.json()).getAsJsonObject();
        assertFalse(json.get("passed").getAsBoolean());
        JsonObject line = json.getAsJsonArray("results").get(0).getAsJsonObject();
        assertEquals("failed", line.get("outcome").getAsString());
        assertTrue(line.getAsJsonObject("errors").get("gradLogLikelihood").isJsonNull());
        assertEquals(0, line.getAsJsonObject("errors").get("logPrior").getAsDouble());
        assertEquals("no bernoulli here", json.getAsJsonArray("results").get(1).getAsJsonObject()
                .get("note").getAsString());
    }

    /** f = w x + b at w = 2, b = 0, one row x = y = 1, unit noise and prior; outputs as the file would say. */
    private static ReferenceCase lineThroughOne(double outputFactor) {
        Model model = new Model(Network.of(Activation.RELU, 1, 1), new Likelihood.Gaussian(1),
                new Prior(Prior.Kind.NORMAL, 1));
        DataSet data = new DataSet(List.of("x"), List.of("y"), new double[] {1}, new double[] {1});
        double constant = -0.5 * Math.log(2 * Math.PI);
        return new ReferenceCase("line", model, data, new double[][] {{2, 0}}, new double[][] {{2 * outputFactor}},
                new double[] {-0.5 + constant}, new double[] {-2 + 2 * constant}, new double[][] {{-1, -1}},
                new double[][] {{-2, 0}});
    }

    private static ReferenceCase bare(String name, Likelihood likelihood) {
        return bare(name, likelihood, Prior.Kind.LAPLACE);
    }

    private static ReferenceCase bare(String name, Likelihood likelihood, Prior.Kind kind) {
        Model model = new Model(Network.of(Activation.RELU, 2, likelihood.outputs(1)), likelihood,
                new Prior(kind, 0.7));
        return ReferenceCase.withoutValues(name, model, new DataSet(List.of("a", "b"), List.of("y"),
                new double[] {0.5, -1, 2, 0.25, 1, 1}, new double[] {0, 1, 1}));
    }

    private static List<Verification.Outcome> outcomes(Verification verification) {
        return verification.results().stream().map(Verification.Result::outcome).toList();
    }
}
