package kelvin.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import com.google.gson.annotations.SerializedName;

import kelvin.bank.BankSettings;
import kelvin.bank.Device;
import kelvin.bank.Predictor;
import kelvin.bank.ReplicaBank;
import kelvin.bank.SlotBlock;
import kelvin.store.ReferenceCase;

/**
 * How far a device is from reference values.
 *
 * <p>A case without values of its own is evaluated at draws in the width of its prior, against the double-precision
 * reference.
 *
 * @param results one for each case
 */
public record Verification(List<Result> results) {
    /** Largest error that passes: what float32 evaluation can keep. */
    public static final double TOLERANCE = 1e-5;

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
     * @param threads at most so many, at least 1
     */
    public static Verification of(List<ReferenceCase> cases, Device device, int threads) {
        List<Result> results = new ArrayList<>();
        for (ReferenceCase given : cases) {
            results.add(result(given, device, threads));
        }
        return new Verification(results);
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
                "%d passed, %d failed, %d skipped; relative errors, at most %.0e passes%n",
                count(Outcome.PASSED), count(Outcome.FAILED), count(Outcome.SKIPPED), TOLERANCE)).toString();
    }

    /** The same as one JSON object. */
    public String json() {
        // JSON has no NaN: an error that is no number is null
        JsonSerializer<Double> finite = (value, type, context) ->
                Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
        return new GsonBuilder().setPrettyPrinting().serializeNulls().registerTypeAdapter(Double.class, finite).create()
                .toJson(new Report(passed(), TOLERANCE, results));
    }

    private record Report(boolean passed, double tolerance, List<Result> results) {
    }

    private long count(Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }

    private static Result result(ReferenceCase given, Device device, int threads) {
        boolean hasValues = given.theta().length > 0;
        ReferenceCase reference = hasValues ? given : PriorWidthCase.of(given);
        BankSettings settings = new BankSettings(reference.model(), reference.data(), 0,
                SlotBlock.whole(reference.theta().length, 1), true, threads);
        Errors errors;
        try (ReplicaBank bank = device.bank(settings);
                Predictor predictor = device.predictor(reference.model().network(), reference.data().x(), threads)) {
            errors = Errors.of(reference, bank, predictor);
        } catch (UnsupportedOperationException e) {
            return new Result(given.name(), Outcome.SKIPPED, e.getMessage(), null);
        }
        return new Result(given.name(), errors.within(TOLERANCE) ? Outcome.PASSED : Outcome.FAILED,
                hasValues ? "against the file's values" : "no values in the file, against the double reference",
                errors);
    }
}
