package kelvin.exactness;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;

import ch.systemsx.cisd.hdf5.HDF5Factory;
import ch.systemsx.cisd.hdf5.IHDF5Reader;

import kelvin.bank.Transition;
import kelvin.bank.cpu.CpuDevice;
import kelvin.explorer.Adaptation;
import kelvin.explorer.Init;
import kelvin.model.Likelihood;
import kelvin.sampler.SampleListener;
import kelvin.sampler.SampleSettings;
import kelvin.sampler.Sampler;
import kelvin.store.ReferenceCase;
import kelvin.store.ReferenceFile;
import kelvin.store.RunResults;
import kelvin.team.SoloTeam;
import kelvin.tempering.EvidenceSums;
import kelvin.tempering.Ladder;
import kelvin.tempering.LadderTuning;
import kelvin.tempering.LogEvidence;

/** Short runs of the whole sampler on a case whose log evidence is known. MALA, so that draws are correlated. */
final class EvidenceRuns {
    private static final Path FILE = Path.of("src/test/resources/kelvin/exactness/exact_posteriors.h5");
    private static final int RUNGS = 8;

    private final ReferenceCase one;
    private final double truth;
    private final int iterations;
    private final int ladders;

    EvidenceRuns(String name, int ladders, int iterations) throws IOException {
        one = ReferenceFile.find(FILE + "#" + name);
        this.ladders = ladders;
        this.iterations = iterations;
        try (IHDF5Reader reader = HDF5Factory.openForReading(new File(FILE.toString()))) {
            truth = reader.float64().getAttr(name, "log_evidence");
        }
    }

    /**
     * How many of some runs came to intervals that hold the truth.
     *
     * @param right as the program reports it
     * @param unnormalised had the likelihood been without its constants
     * @param shuffled had the error been that of independent draws, by the same iterations in random order
     * @param error root mean square of the errors, nats
     * @param width mean half-width of the intervals, nats
     */
    record Coverage(int right, int unnormalised, int shuffled, double error, double width) {
    }

    private record Outcome(boolean right, boolean unnormalised, boolean shuffled, double error, double width) {
    }

    double truth() {
        return truth;
    }

    Coverage coverage(int runs) {
        List<Outcome> all = IntStream.range(0, runs).parallel().mapToObj(this::run).toList();
        return new Coverage((int) all.stream().filter(Outcome::right).count(),
                (int) all.stream().filter(Outcome::unnormalised).count(),
                (int) all.stream().filter(Outcome::shuffled).count(),
                Math.sqrt(all.stream().mapToDouble(o -> o.error * o.error).average().orElseThrow()),
                all.stream().mapToDouble(Outcome::width).average().orElseThrow());
    }

    private Outcome run(int seed) {
        int rows = one.data().rows();
        SampleSettings settings = new SampleSettings(one.model(), one.data(),
                Ladder.geometricToPrior(RUNGS, 1.0 / rows), LadderTuning.ADAPTIVE, ladders, 1, new Transition.Mala(), 1,
                OptionalDouble.empty(), 0.574, Adaptation.NONE, Init.PRIOR, 500, iterations, iterations, seed, 1, false);
        List<List<double[]>> traces = new ArrayList<>();
        for (int m = 0; m < ladders; m++) {
            traces.add(new ArrayList<>());
        }
        RunResults results;
        try (Sampler sampler = new Sampler(settings, new SoloTeam(), new CpuDevice())) {
            results = sampler.run(block -> {
                for (int i = 0; i < ladders * block.iterations(); i++) {
                    double[] values = new double[RUNGS];
                    System.arraycopy(block.logLikelihood(), i * RUNGS, values, 0, RUNGS);
                    traces.get(i / block.iterations()).add(values);
                }
            }, SampleListener.NONE).orElseThrow();
        }
        double value = results.evidence().get("log_evidence");
        double width = results.evidence().get("log_evidence_half_width");
        return new Outcome(holds(value, width), holds(value - constants(), width),
                holds(value, independent(traces, results.ladder(), seed).halfWidth(0.95)), value - truth, width);
    }

    private boolean holds(double value, double width) {
        return Math.abs(value - truth) <= width;
    }

    /** What a normal likelihood without its constants would lack, nats; 0 for classes. */
    private double constants() {
        return one.model().likelihood() instanceof Likelihood.Gaussian normal
                ? -one.data().rows() * Math.log(Math.sqrt(2 * Math.PI) * normal.noise()) : 0;
    }

    private static LogEvidence independent(List<List<double[]>> traces, Ladder ladder, int seed) {
        List<EvidenceSums> sums = new ArrayList<>();
        for (List<double[]> ofLadder : traces) {
            Collections.shuffle(ofLadder, new Random(seed));
            EvidenceSums one = new EvidenceSums(RUNGS);
            one.begin(ladder);
            ofLadder.forEach(values -> one.add(values, 0));
            sums.add(one);
        }
        return LogEvidence.of(sums);
    }
}
