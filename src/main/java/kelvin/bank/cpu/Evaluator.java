package kelvin.bank.cpu;

/**
 * Evaluates log-likelihoods and their gradients of a few replicas at once. Segments of rows are summed in their
 * order, whoever computed them.
 */
abstract class Evaluator {
    final Density density;

    private Evaluator(Density density) {
        this.density = density;
    }

    /**
     * Sets log-likelihood and, where carried, gradient of replicas 0 to count - 1 from their parameters.
     *
     * @param replicas to evaluate; null entries are passed over
     */
    abstract void logLikelihoods(Replica[] replicas, int count);

    static void add(float[] part, float[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += part[i];
        }
    }

    /** On the calling thread alone. */
    static final class Alone extends Evaluator {
        private final Density.Segments segments;
        private final float[] part;

        Alone(Density density, boolean gradients) {
            super(density);
            segments = density.segments();
            part = gradients && density.chunks.segments() > 1 ? new float[density.model.parameters()] : null;
        }

        @Override
        void logLikelihoods(Replica[] replicas, int count) {
            for (int g = 0; g < count; g++) {
                if (replicas[g] != null) {
                    logLikelihood(replicas[g]);
                }
            }
        }

        private void logLikelihood(Replica replica) {
            double sum = segments.logLikelihood(replica.theta, 0, replica.gradient);
            for (int s = 1; s < density.chunks.segments(); s++) {
                sum += segments.logLikelihood(replica.theta, s, replica.gradient == null ? null : part);
                if (replica.gradient != null) {
                    add(part, replica.gradient);
                }
            }
            replica.logLikelihood = sum;
        }
    }

    /** By all threads of a crew, a segment at a time. */
    static final class Together extends Evaluator {
        private final Crew crew;
        private final Density.Segments[] workers;
        private final int segments;
        /** [replica][segment], the first segment's gradient going to the replica itself. */
        private final float[][][] parts;
        private final double[][] sums;
        private final Crew.Task segmentTask = this::segment;
        private Replica[] replicas;

        Together(Density density, boolean gradients, Crew crew, int most) {
            super(density);
            this.crew = crew;
            segments = density.chunks.segments();
            workers = new Density.Segments[crew.size()];
            for (int i = 0; i < workers.length; i++) {
                workers[i] = density.segments();
            }
            parts = gradients ? new float[most][segments][] : null;
            sums = new double[most][segments];
            for (int g = 0; gradients && g < most; g++) {
                for (int s = 1; s < segments; s++) {
                    parts[g][s] = new float[density.model.parameters()];
                }
            }
        }

        @Override
        void logLikelihoods(Replica[] these, int count) {
            replicas = these;
            crew.run(count * segments, segmentTask);
            for (int g = 0; g < count; g++) {
                Replica replica = these[g];
                if (replica != null) {
                    double sum = sums[g][0];
                    for (int s = 1; s < segments; s++) {
                        sum += sums[g][s];
                        if (replica.gradient != null) {
                            add(parts[g][s], replica.gradient);
                        }
                    }
                    replica.logLikelihood = sum;
                }
            }
        }

        private void segment(int index, int worker) {
            int g = index / segments;
            int s = index % segments;
            Replica replica = replicas[g];
            if (replica != null) {
                float[] gradient = replica.gradient == null || s == 0 ? replica.gradient : parts[g][s];
                sums[g][s] = workers[worker].logLikelihood(replica.theta, s, gradient);
            }
        }
    }
}
