package kelvin.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import kelvin.tempering.Barrier;
import kelvin.tempering.Ladder;
import kelvin.tempering.Path;

/** Says when a ladder is too coarse, and how many rungs would do. */
final class LadderAdvice {
    /** Below this mean swap acceptance of some pair a ladder is too coarse. */
    static final double COARSE = 0.2;
    /** A pair with so many times the mean barrier shows that the rungs are badly spread. */
    private static final double UNEVEN = 2;

    private LadderAdvice() {
    }

    /**
     * The barrier of whole-posterior tempering between temperatures 1 and T for d roughly normal parameters.
     */
    static double barrierOfNormal(int parameters, double maxTemperature) {
        return Math.sqrt(parameters / (2 * Math.PI)) * Math.log(maxTemperature);
    }

    /**
     * A word about a ladder that is too coarse.
     *
     * @param parameters d
     */
    static Optional<String> of(Barrier barrier, int parameters) {
        double[] rejection = barrier.rejection();
        double[] shares = new double[rejection.length];
        int worst = 0;
        boolean bound = false;
        for (int k = 0; k < rejection.length; k++) {
            if (Double.isNaN(rejection[k])) {
                return Optional.empty();
            }
            worst = rejection[k] > rejection[worst] ? k : worst;
            boolean measured = 1 - rejection[k] >= Barrier.MEASURABLE;
            bound |= !measured && barrier.ladder().path() == Path.LIKELIHOOD;
            shares[k] = measured || barrier.ladder().path() == Path.LIKELIHOOD ? Barrier.ofManyRungs(rejection[k])
                    : barrierOfNormal(parameters, ratio(barrier.ladder(), k));
        }
        if (rejection.length == 0 || rejection[worst] <= 1 - COARSE) {
            return Optional.empty();
        }
        double all = Arrays.stream(shares).sum();
        boolean uneven = shares[worst] > UNEVEN * all / shares.length;
        return Optional.of(String.format(Locale.ROOT, "the ladder is too coarse: swaps between rungs %d and %d are "
                + "accepted with probability %.2g; %s %d rungs would do%s", worst, worst + 1, 1 - rejection[worst],
                bound ? "at least" : "about", Barrier.rungs(all), uneven ? ", spread by --ladder adaptive in a longer --warmup" : ""));
    }

    private static double ratio(Ladder ladder, int k) {
        return ladder.temperatures().get(k + 1) / ladder.temperatures().get(k);
    }
}
