package kelvin.bank.cuda;

import kelvin.model.Model;
import kelvin.model.Prior;

/**
 * The lattice of positions of kernels/lattice.cuh: multiples of a power of two for each parameter, fewer than 2^24 of them
 * to either side of 0, so that float32 holds them exactly. It depends on the model alone and is the same on every rung.
 *
 * <p>It reaches at least 32 prior scales to either side (128 of a Laplace prior, 128 where the scale itself is learned),
 * which leaves steps of 2 to 16 millionths of a prior scale.
 */
final class Lattice {
    private static final int POINTS = 24;
    private static final int REACH = 5;
    private static final int FAR_REACH = 7;

    private final float[] spacings;

    Lattice(Model model) {
        double[] scales = model.priorScales();
        spacings = new float[scales.length];
        boolean far = model.prior().kind() == Prior.Kind.LAPLACE || model.prior().kind() == Prior.Kind.HIERARCHICAL;
        for (int i = 0; i < spacings.length; i++) {
            int reach = far && i < model.network().parameters() ? FAR_REACH : REACH;
            int ceiling = Math.getExponent(scales[i]) + (scales[i] == Math.scalb(1.0, Math.getExponent(scales[i])) ? 0 : 1);
            spacings[i] = Math.scalb(1f, reach + ceiling - POINTS);
        }
    }

    /** Distances of the lattice's points [d]. */
    float[] spacings() {
        return spacings.clone();
    }

    /** The nearest point of the lattice; NaN where it does not reach. */
    float[] nearest(float[] theta) {
        float[] on = new float[theta.length];
        for (int i = 0; i < on.length; i++) {
            float points = (float) Math.rint(theta[i] / spacings[i]);
            on[i] = Math.abs(points) < 1 << POINTS ? points * spacings[i] : Float.NaN;
        }
        return on;
    }
}
