package kelvin.cli;

import java.util.Locale;
import java.util.Optional;

import org.apache.commons.numbers.gamma.InverseErfc;

import kelvin.tempering.Ladder;
import kelvin.tempering.Path;

/**
 * Says when a ladder is too coarse, and how many rungs would do.
 *
 * <p>The energy difference of two neighbours is close to normal in many dimensions, N(-mu, 2 mu) for some mu. Then a
 * swap is accepted with probability erfc(sqrt(mu) / 2), and the barrier between the two is sqrt(mu / pi), which for
 * close rungs is the rejection itself. So the barrier of a pair is 2 / sqrt(pi) erfc^-1(acceptance), also where the
 * rejection is near 1 and says little. Recommended: 2 Lambda + 1 rungs (Syed et al. 2022, section 5.3).
 */
final class LadderAdvice {
    /** Below this mean swap acceptance of some pair a ladder is too coarse. */
    static final double COARSE = 0.2;
    /** Where acceptances are smaller, their mean over a run is that of a few rare events. */
    private static final double MEASURABLE = 1e-6;
    private static final double TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

    private LadderAdvice() {
    }

    /**
     * The barrier of whole-posterior tempering between temperatures 1 and T for d roughly normal parameters.
     */
    static double barrierOfNormal(int parameters, double maxTemperature) {
        return Math.sqrt(parameters / (2 * Math.PI)) * Math.log(maxTemperature);
    }

    /** Rungs that bring swap acceptance to about one in two. */
    static long rungs(double barrier) {
        return Math.round(Math.ceil(2 * barrier)) + 1;
    }

    /**
     * A word about a ladder that is too coarse.
     *
     * @param swapAcceptance mean over attempts and ladders [K-1]; NaN where none was tried
     * @param parameters d
     */
    static Optional<String> of(Ladder ladder, double[] swapAcceptance, int parameters) {
        int worst = 0;
        double barrier = 0;
        boolean bound = false;
        for (int k = 0; k < swapAcceptance.length; k++) {
            double acceptance = swapAcceptance[k];
            if (Double.isNaN(acceptance)) {
                return Optional.empty();
            }
            worst = acceptance < swapAcceptance[worst] ? k : worst;
            if (acceptance < MEASURABLE && ladder.path() == Path.POSTERIOR) {
                barrier += barrierOfNormal(parameters,
                        ladder.temperatures().get(k + 1) / ladder.temperatures().get(k));
            } else {
                barrier += TWO_OVER_SQRT_PI * InverseErfc.value(Math.max(acceptance, MEASURABLE));
                bound |= acceptance < MEASURABLE;
            }
        }
        if (swapAcceptance.length == 0 || swapAcceptance[worst] >= COARSE) {
            return Optional.empty();
        }
        return Optional.of(String.format(Locale.ROOT, "the ladder is too coarse: swaps between rungs %d and %d are "
                + "accepted with probability %.2g; %s %d rungs would do%s", worst, worst + 1,
                swapAcceptance[worst], bound ? "at least" : "about", rungs(barrier),
                worst == ladder.rungs() - 2 && hottest(ladder) == Double.POSITIVE_INFINITY
                        ? ", with a smaller --min-beta" : ""));
    }

    private static double hottest(Ladder ladder) {
        return ladder.temperatures().get(ladder.rungs() - 1);
    }
}
