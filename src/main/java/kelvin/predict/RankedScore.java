package kelvin.predict;

import java.util.Arrays;

/**
 * The continuous ranked probability score of a mixture F of F_s, which is the integral of (F(t) - 1[t >= y])^2 or the
 * mean absolute difference from y less the integral of F (1 - F). Source: Gneiting and Raftery 2007, equation 21.
 *
 * @param score in the units of y; 0 is best
 * @param influence its derivative by the weight of every draw [draws]: 2 integral (F_s - F)(t) (F(t) - 1[t >= y]) dt
 */
record RankedScore(double score, double[] influence) {
    /** Nodes of both integrals are the ends of so many equal parts of u, where t = middle + width sinh(u). */
    private static final int PARTS = 32;
    /** Probability of the standard distribution beyond each end. */
    private static final double TAIL = 1e-7;
    /** Of the integral of F (1 - F), relative to the width. */
    private static final double TOLERANCE = 1e-4;
    private static final int MOST_HALVINGS = 24;

    /**
     * Of a continuous mixture. The influence is the sum over the nodes; the score is refined by adaptive Simpson's
     * rule until it is exact to 1e-4 of the width.
     */
    static RankedScore of(LocationScale mixture, double y) {
        double middle = mixture.mean();
        double width = mixture.width();
        double reach = 0;
        double z = mixture.standardQuantile(TAIL);
        for (int s = 0; s < mixture.draws(); s++) {
            reach = Math.max(reach, Math.abs(mixture.means()[s] - middle) - z * mixture.scales()[s]);
        }
        double end = asinh(reach / width);
        double part = 2 * end / PARTS;
        double[] f = new double[PARTS + 1];
        Sums influence = new Sums(mixture, y);
        // of u by half parts, which is cheaper than a hyperbolic function at each
        double factor = Math.exp(part / 2);
        double exp = Math.exp(-end) / factor;
        double upper = middle + width * sinh(exp);
        for (int i = 0; i <= PARTS; i++) {
            exp *= factor;
            double node = middle + width * sinh(exp);
            double slope = width * (exp + 1 / exp) / 2;
            exp *= factor;
            double lower = upper;
            upper = middle + width * sinh(exp);
            double cdf = influence.add(node, lower, upper);
            f[i] = cdf * (1 - cdf) * slope;
        }
        Integral integral = new Integral(mixture, middle, width);
        double sum = 0;
        for (int i = 0; i < PARTS; i += 4) {
            sum += integral.refined(i * part - end, part, Arrays.copyOfRange(f, i, i + 5), 4 * TOLERANCE * width / PARTS,
                    MOST_HALVINGS);
        }
        return new RankedScore(mixture.absoluteDeviation(y) - sum, influence.sums);
    }

    private static double asinh(double x) {
        return Math.log(x + Math.sqrt(x * x + 1));
    }

    private static double sinh(double exp) {
        return (exp - 1 / exp) / 2;
    }

    /** The influence, as sums over nodes. */
    static final class Sums {
        final double[] sums;
        private final Mixture mixture;
        private final double y;
        private final double[] ofDraws;

        Sums(Mixture mixture, double y) {
            this.mixture = mixture;
            this.y = y;
            sums = new double[mixture.draws()];
            ofDraws = new double[mixture.draws()];
        }

        /** Adds a node, which stands for all from lower to upper; returns F there. */
        double add(double node, double lower, double upper) {
            double cdf = mixture.cdf(node, ofDraws);
            double above = Math.max(0, Math.min(1, (upper - y) / (upper - lower)));
            double weight = 2 * (upper - lower) * (cdf - above);
            for (int s = 0; s < sums.length; s++) {
                sums[s] += weight * (ofDraws[s] - cdf);
            }
            return cdf;
        }
    }

    /** The integral of F (1 - F) over u. */
    private record Integral(LocationScale mixture, double middle, double width) {
        double at(double u) {
            double cdf = mixture.cdf(middle + width * Math.sinh(u));
            return cdf * (1 - cdf) * width * Math.cosh(u);
        }

        /**
         * Over four parts of this width from u on.
         *
         * @param f at their ends [5]
         * @param halvings at most so many
         */
        double refined(double u, double part, double[] f, double tolerance, int halvings) {
            double whole = 2 * part / 3 * (f[0] + 4 * f[2] + f[4]);
            double halves = part / 3 * (f[0] + 4 * f[1] + 2 * f[2] + 4 * f[3] + f[4]);
            double error = (halves - whole) / 15;
            if (halvings == 0 || Math.abs(error) <= tolerance) {
                return halves + error;
            }
            return halved(u, part, f, 0, tolerance / 2, halvings - 1) + halved(u, part, f, 2, tolerance / 2, halvings - 1);
        }

        private double halved(double u, double part, double[] f, int i, double tolerance, int halvings) {
            double from = u + i * part;
            return refined(from, part / 2, new double[] {f[i], at(from + part / 2), f[i + 1], at(from + 1.5 * part),
                f[i + 2]}, tolerance, halvings);
        }
    }
}
