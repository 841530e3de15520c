package kelvin.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import kelvin.model.DataSet;
import kelvin.model.Model;
import kelvin.model.Scaling;
import kelvin.model.Schema;
import kelvin.tempering.Ladder;

/**
 * What is known of a run before its first iteration; everything needed to read its draws.
 *
 * @param version of the program
 * @param commit of the program's source
 * @param device kind of device that sampled: cpu or cuda
 * @param options as given and as defaulted, name to value, in the order of the help; without those that may differ
 *        between equal runs (output folder, threads, progress)
 * @param seed of all random numbers
 * @param model network, likelihood and prior
 * @param train rows that were sampled on
 * @param test rows for the posterior predictive, or null
 * @param schema how the columns of files became inputs and targets
 * @param scaling between raw and the model's units; identity where nothing was standardised
 * @param dataChecksum of the training and test rows, hexadecimal
 * @param ladders M
 * @param ladder the temperatures, the same for every ladder: those of the start while a run is written, whose
 *        {@link RunResults} have the final ones; those of the sampling phase when it is read
 * @param warmup iterations before the sample
 * @param iterations of the sample
 * @param thin every so many iterations give a draw
 */
public record RunHeader(String version, String commit, String device, Map<String, String> options, long seed,
        Model model, DataSet train, DataSet test, Schema schema, Scaling scaling, String dataChecksum, int ladders,
        Ladder ladder, long warmup, long iterations, int thin) {
    /** Copies the options, keeping their order, and checks the counts. */
    public RunHeader {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        if (!(ladders >= 1 && thin >= 1)) {
            throw new IllegalArgumentException("ladders: " + ladders + ", thin: " + thin + ", must be at least 1");
        }
    }

    /** The rows that predictions are for: the test rows, or else the training rows. */
    public DataSet observed() {
        return test == null ? train : test;
    }

    /** Number of draws among the first so many iterations of the sample. */
    long draws(long iterations) {
        return iterations / thin;
    }
}
