package kelvin.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import com.google.gson.annotations.SerializedName;

import kelvin.bank.BankSettings;
import kelvin.bank.Device;
import kelvin.bank.Gradient;
import kelvin.bank.Predictor;
import kelvin.bank.ReplicaBank;
import kelvin.bank.SlotBlock;
import kelvin.model.DataSet;
import kelvin.model.Model;
import kelvin.store.ReferenceCase;

/**
 * How far a device is from reference values.
 *
 * <p>A case without values of its own is evaluated at draws in the width of its prior, against the double-precision
 * reference.
 *
 * @param results one for each case
 * @param gradientTolerance largest error of gradients of the log-likelihood that passes
 */
public record Verification(List<Result> results, double gradientTolerance) {
    /** Largest error that passes: what float32 evaluation can keep. */
    public static final double TOLERANCE = 1e-5;
    /** Largest error of gradients of the log-likelihood on tensor cores. */
    public static final double TENSOR_TOLERANCE = 1e-4;

    /** Copies the results. */
    public Verification {
        results = List.copyOf(results);
    }

    /** What became of a case. */
    public enum Outcome {
        /** All errors are within {@link #TOLERANCE}. */
        @SerializedName("passed")
        PASSED,
        /** An error is larger, or NaN. */
        @SerializedName("failed")
        FAILED,
        /** The device does not support the model. */
        @SerializedName("skipped")
        SKIPPED
    }

    /**
     * The result of a case.
     *
     * @param name of the case
     * @param outcome passed, failed or skipped
     * @param note what the reference was, or why the case was skipped
     * @param errors the largest over the parameter vectors; null where skipped
     */
    public record Result(String name, Outcome outcome, String note, Errors errors) {
    }

    /**
     * Evaluates every case.
     *
     * @param gradient how gradients are computed
     * @param threads at most so many, at least 1
     */
    public static Verification of(List<ReferenceCase> cases, Device device, Gradient gradient, int threads) {
        Gradient way = device.gradient(gradient);
        double tolerance = way == Gradient.TENSOR ? TENSOR_TOLERANCE : TOLERANCE;
        List<Result> results = new ArrayList<>();
        for (ReferenceCase given : cases) {
            results.add(result(given, device, way, tolerance, threads));
        }
        return new Verification(results, tolerance);
    }

    /**
     * The errors of a device for a model, at draws in the width of its prior.
     *
     * @param gradient how gradients are computed
     * @param threads at most so many, at least 1
     * @throws UnsupportedOperationException if the device does not support the model
     */
    static Errors errors(Model model, DataSet data, Device device, Gradient gradient, int threads) {
        Result result = result(ReferenceCase.withoutValues("", model, data), device, device.gradient(gradient), TOLERANCE,
                threads);
        if (result.errors() == null) {
            throw new UnsupportedOperationException(result.note());
        }
        return result.errors();
    }

    /** Whether at least one case was evaluated, and none failed. */
    public boolean passed() {
        return count(Outcome.PASSED) > 0 && count(Outcome.FAILED) == 0;
    }

    /** A line for every case and one for all, for people. */
    public String table() {
        int width = results.stream().mapToInt(result -> result.name().length()).max().orElse(0);
        String names = "%-" + Math.max(width, 4) + "s";
        StringBuilder table = new StringBuilder(String.format(Locale.ROOT,
                names + "  %7s  %7s  %7s  %7s  %7s%n", "case", "output", "logLik", "logPri", "gradLik", "gradPri"));
        for (Result result : results) {
            table.append(String.format(Locale.ROOT, names, result.name()));
            Errors errors = result.errors();
            if (errors != null) {
                table.append(String.format(Locale.ROOT, "  %7.1e  %7.1e  %7.1e  %7.1e  %7.1e", errors.output(),
                        errors.logLikelihood(), errors.logPrior(), errors.gradLogLikelihood(),
                        errors.gradLogPrior()));
            }
            table.append("  ").append(result.outcome().name().toLowerCase(Locale.ROOT)).append(": ")
                    .append(result.note()).append(System.lineSeparator());
        }
        return table.append(String.format(Locale.ROOT,
                "%d passed, %d failed, %d skipped; relative errors, at most %.0e passes%s%n",
                count(Outcome.PASSED), count(Outcome.FAILED), count(Outcome.SKIPPED), TOLERANCE,
                gradientTolerance == TOLERANCE ? "" : String.format(Locale.ROOT, ", %.0e of gradLik",
                        gradientTolerance))).toString();
    }

    /** The same as one JSON object. */
    public String json() {
        // JSON has no NaN: an error that is no number is null
        JsonSerializer<Double> finite = (value, type, context) ->
                Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
        return new GsonBuilder().setPrettyPrinting().serializeNulls().registerTypeAdapter(Double.class, finite).create()
                .toJson(new Report(passed(), TOLERANCE, gradientTolerance, results));
    }

    private record Report(boolean passed, double tolerance, double gradientTolerance, List<Result> results) {
    }

    private long count(Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }

    private static Result result(ReferenceCase given, Device device, Gradient gradient, double tolerance, int threads) {
        boolean hasValues = given.theta().length > 0;
        ReferenceCase reference = hasValues ? given : PriorWidthCase.of(given);
        BankSettings settings = new BankSettings(reference.model(), reference.data(), 0,
                SlotBlock.whole(reference.theta().length, 1), true, gradient, threads);
        Errors errors;
        Optional<ReferenceCase> moved;
        try (ReplicaBank bank = device.bank(settings);
                Predictor predictor = device.predictor(reference.model().network(), reference.data().x(), threads)) {
            moved = gradient == Gradient.TENSOR ? moved(reference, bank) : Optional.empty();
            errors = Errors.of(moved.isPresent() ? moved.get() : reference, bank, predictor);
        } catch (UnsupportedOperationException e) {
            return new Result(given.name(), Outcome.SKIPPED, e.getMessage(), null);
        }
        return new Result(given.name(), errors.within(TOLERANCE, tolerance) ? Outcome.PASSED : Outcome.FAILED,
                moved.isPresent() ? "against the double reference, at the nearest points that the device has"
                        : hasValues ? "against the file's values" : "no values in the file, against the double reference",
                errors);
    }

    /** The case at the points that a bank puts its parameters to, if these are others. */
    private static Optional<ReferenceCase> moved(ReferenceCase given, ReplicaBank bank) {
        double[][] theta = new double[given.theta().length][given.model().parameters()];
        boolean moved = false;
        float[] there = new float[given.model().parameters()];
        for (int t = 0; t < theta.length; t++) {
            for (int i = 0; i < there.length; i++) {
                there[i] = (float) given.theta()[t][i];
            }
            float[] sent = there.clone();
            bank.setParameters(t, sent);
            bank.parameters(t, there);
            moved |= !Arrays.equals(sent, there);
            for (int i = 0; i < there.length; i++) {
                theta[t][i] = there[i];
            }
        }
        return moved ? Optional.of(PriorWidthCase.at(theta, given)) : Optional.empty();
    }
}
