package kelvin.exactness;

import java.util.Random;

import kelvin.bank.Transition;
import kelvin.tempering.Coefficients;

/** The sampler once more, in plain double precision, with a fault on demand. */
final class PlainReplicates implements Replicates {
    private final GaussianProblem problem;
    private final Fault fault;

    PlainReplicates(GaussianProblem problem, Fault fault) {
        this.problem = problem;
        this.fault = fault;
    }

    @Override
    public double[][][] run(Setting setting, double[][][] starts, long seed) {
        double[][][] ends = new double[starts.length][][];
        for (int m = 0; m < starts.length; m++) {
            long own = fault == Fault.ONE_SEED ? seed : seed + 7919L * (m + 1);
            ends[m] = new Replicate(setting, starts[m], new Random(own)).run();
        }
        return ends;
    }

    /** One ladder. */
    private final class Replicate {
        private final Setting setting;
        private final Random random;
        private final double[][] theta;
        private final double[] logLikelihood;
        private final double[] logPrior;
        private final double[] step;

        Replicate(Setting setting, double[][] start, Random random) {
            this.setting = setting;
            this.random = random;
            int rungs = start.length;
            theta = start.clone();
            logLikelihood = new double[rungs];
            logPrior = new double[rungs];
            step = new double[rungs];
            for (int k = 0; k < rungs; k++) {
                logLikelihood[k] = problem.logLikelihood(theta[k]);
                logPrior[k] = problem.logPrior(theta[k]);
                step[k] = setting.step();
            }
        }

        double[][] run() {
            for (long t = 0; t < setting.iterations(); t++) {
                for (int k = 0; k < theta.length; k++) {
                    explore(k);
                }
                for (int k = 0; k + 1 < theta.length; k++) {
                    if (setting.swaps().tries(t, k)) {
                        swap(k);
                    }
                }
            }
            return theta;
        }

        private void explore(int k) {
            Coefficients c = setting.ladder().coefficients(k);
            if (c.likelihood() == 0) {
                move(k, problem.draw(c, random));
                return;
            }
            double[] velocity = random.doubles(GaussianProblem.D).map(u -> random.nextGaussian()).toArray();
            boolean isokinetic = setting.transition() instanceof Transition.Mams;
            if (isokinetic) {
                scale(velocity, Math.sqrt(GaussianProblem.D / (2 * kinetic(velocity))));
            }
            double gained = -kinetic(velocity);
            double[] proposal = theta[k].clone();
            boolean walk = setting.transition() instanceof Transition.RandomWalk;
            int leaps = walk ? 0 : setting.transition().evaluations(setting.leapfrogSteps(), random.nextDouble());
            if (walk) {
                add(proposal, step[k], stretched(velocity));
            }
            for (int leap = 0; leap < leaps; leap++) {
                for (int half = 0; half < 2; half++) {
                    double[] force = stretched(problem.gradient(c, proposal));
                    if (isokinetic) {
                        gained += turn(velocity, 0.5 * step[k], force);
                    } else {
                        add(velocity, 0.5 * step[k], force);
                    }
                    if (half == 0) {
                        add(proposal, step[k], stretched(velocity));
                    }
                }
            }
            gained += kinetic(velocity);
            double logRatio = c.logDensity(problem.logLikelihood(proposal), problem.logPrior(proposal))
                    - c.logDensity(logLikelihood[k], logPrior[k]);
            if (!walk && fault != Fault.NO_HASTINGS) {
                logRatio -= gained;
            }
            boolean accepted = fault == Fault.NO_METROPOLIS || Math.log(random.nextDouble()) < logRatio;
            if (accepted) {
                move(k, proposal);
            }
            if (fault == Fault.ADAPTS_FOR_EVER) {
                step[k] *= accepted ? 3 : 1.0 / 3;
            }
        }

        /** The exact flow of the isokinetic velocity under a constant force; returns the kinetic energy gained. */
        private static double turn(double[] velocity, double time, double[] force) {
            int d = velocity.length;
            double norm = Math.sqrt(2 * kinetic(force));
            double[] e = force.clone();
            scale(e, 1 / norm);
            scale(velocity, 1 / Math.sqrt(d));
            double cosine = 0;
            for (int i = 0; i < d; i++) {
                cosine += e[i] * velocity[i];
            }
            double delta = time * Math.sqrt(d) * norm / (d - 1);
            double length = Math.cosh(delta) + cosine * Math.sinh(delta);
            add(velocity, Math.sinh(delta) + cosine * (Math.cosh(delta) - 1), e);
            scale(velocity, Math.sqrt(d) / length);
            return (d - 1) * Math.log(length);
        }

        private double[] stretched(double[] v) {
            double[] out = v.clone();
            for (int i = 0; i < out.length; i++) {
                out[i] *= setting.scales()[i];
            }
            return out;
        }

        private static void scale(double[] v, double factor) {
            for (int i = 0; i < v.length; i++) {
                v[i] *= factor;
            }
        }

        private void swap(int k) {
            Coefficients i = setting.ladder().coefficients(k);
            Coefficients j = setting.ladder().coefficients(k + 1);
            double ofLikelihood = (i.likelihood() - j.likelihood()) * (logLikelihood[k + 1] - logLikelihood[k]);
            double ofPrior = (i.prior() - j.prior()) * (logPrior[k + 1] - logPrior[k]);
            double logRatio = ofLikelihood + (fault == Fault.SWAP_FORGETS_PRIOR ? 0 : ofPrior);
            if (fault == Fault.SWAP_SIGN) {
                logRatio = -logRatio;
            }
            if (Math.log(random.nextDouble()) < logRatio) {
                double[] colder = theta[k];
                theta[k] = theta[k + 1];
                theta[k + 1] = colder;
                if (fault != Fault.ENERGIES_STAY) {
                    move(k, theta[k]);
                    move(k + 1, theta[k + 1]);
                }
            }
        }

        private void move(int k, double[] to) {
            theta[k] = to;
            logLikelihood[k] = problem.logLikelihood(to);
            logPrior[k] = problem.logPrior(to);
        }

        private static double kinetic(double[] momentum) {
            double sum = 0;
            for (double p : momentum) {
                sum += 0.5 * p * p;
            }
            return sum;
        }

        private static void add(double[] to, double factor, double[] what) {
            for (int i = 0; i < to.length; i++) {
                to[i] += factor * what[i];
            }
        }
    }
}
