package kelvin.bank.cpu;

import java.util.Arrays;

import kelvin.tempering.Coefficients;

/**
 * How a trajectory's velocity answers to the gradient of the tempered log density, in coordinates divided by the
 * slot's scales; scratch memory of one trial. Sums are taken in float64 and in one order.
 */
abstract sealed class Dynamics {
    /** [d], in room for a whole number of batches of normals. */
    final float[] velocity;
    final int d;
    private final LogPrior prior;

    private Dynamics(LogPrior prior, int parameters, float[] velocity) {
        this.prior = prior;
        this.d = parameters;
        this.velocity = velocity;
    }

    /** Starts a trajectory from the standard normals in {@link #velocity}. */
    abstract void begin();

    /** Changes the velocity by so much time under the gradient at a replica. */
    abstract void kick(Replica at, Coefficients coefficients, float[] scales, float time);

    /** Kinetic energy gained since {@link #begin}, nats. */
    abstract double gained();

    /** to += time * scales * gradient of the tempered log density. */
    final void addGradient(Replica at, Coefficients coefficients, float[] scales, float time, float[] to) {
        float factor = (float) coefficients.likelihood() * time;
        for (int i = 0; i < d; i++) {
            to[i] = Math.fma(factor * scales[i], at.gradient[i], to[i]);
        }
        prior.addGradient(at.theta, (float) coefficients.prior() * time, scales, to);
    }

    /** Sum of a[i] * b[i]. */
    static double dot(float[] a, float[] b, int d) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < d; i += 4) {
            s0 += (double) a[i] * b[i];
            s1 += (double) a[i + 1] * b[i + 1];
            s2 += (double) a[i + 2] * b[i + 2];
            s3 += (double) a[i + 3] * b[i + 3];
        }
        for (; i < d; i++) {
            s0 += (double) a[i] * b[i];
        }
        return (s0 + s2) + (s1 + s3);
    }

    /** Hamilton's: the velocity is a momentum of unit mass. */
    static final class Hamiltonian extends Dynamics {
        private double before;

        Hamiltonian(LogPrior prior, int parameters, float[] velocity) {
            super(prior, parameters, velocity);
        }

        @Override
        void begin() {
            before = kinetic();
        }

        @Override
        void kick(Replica at, Coefficients coefficients, float[] scales, float time) {
            addGradient(at, coefficients, scales, time, velocity);
        }

        @Override
        double gained() {
            return kinetic() - before;
        }

        private double kinetic() {
            return 0.5 * dot(velocity, velocity, d);
        }
    }

    /**
     * Isokinetic: the velocity keeps its length, the square root of d, and turns towards the gradient g. With unit
     * vectors u and e of velocity and gradient and delta = time sqrt(d) |g| / (d - 1),
     *
     * <pre>u' ~ e (1 - z) (1 + z + e.u (1 - z)) + 2 z u,   z = exp(-delta),
     * gained += (d - 1) log(cosh delta + e.u sinh delta)</pre>
     *
     * which is written so that no delta overflows.
     *
     * <p>Source: Robnik, De Luca, Silverstein, Seljak, "Microcanonical Hamiltonian Monte Carlo", JMLR 24 (2023); the
     * Metropolis test on the energy gained: Robnik, Cohn-Gordon, Seljak, "Metropolis adjusted microcanonical
     * Hamiltonian Monte Carlo" (2025), section 3.
     */
    static final class Isokinetic extends Dynamics {
        private final float[] gradient;
        private double gained;

        Isokinetic(LogPrior prior, int parameters, float[] velocity) {
            super(prior, parameters, velocity);
            gradient = new float[parameters];
        }

        @Override
        void begin() {
            gained = 0;
            float stretch = (float) Math.sqrt(d / dot(velocity, velocity, d));
            for (int i = 0; i < d; i++) {
                velocity[i] *= stretch;
            }
        }

        @Override
        void kick(Replica at, Coefficients coefficients, float[] scales, float time) {
            Arrays.fill(gradient, 0);
            addGradient(at, coefficients, scales, 1, gradient);
            double force = Math.sqrt(dot(gradient, gradient, d));
            if (force == 0) {
                return;
            }
            double speed = Math.sqrt(dot(velocity, velocity, d));
            double cosine = Math.max(-1, Math.min(1, dot(gradient, velocity, d) / (force * speed)));
            double delta = time * Math.sqrt(d) * force / (d - 1);
            gained += (d - 1) * (delta + StrictMath.log1p(0.5 * (1 - cosine) * StrictMath.expm1(-2 * delta)));
            double z = StrictMath.exp(-delta);
            double along = (1 - z) * (1 + z + cosine * (1 - z));
            double stays = 2 * z;
            double length = Math.sqrt(along * along + stays * stays + 2 * along * stays * cosine);
            float ofGradient = (float) (along / length * Math.sqrt(d) / force);
            float ofVelocity = (float) (stays / length * Math.sqrt(d) / speed);
            for (int i = 0; i < d; i++) {
                velocity[i] = Math.fma(ofGradient, gradient[i], ofVelocity * velocity[i]);
            }
        }

        @Override
        double gained() {
            return gained;
        }
    }
}
