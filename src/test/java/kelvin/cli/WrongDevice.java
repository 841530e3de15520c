package kelvin.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import kelvin.bank.Advance;
import kelvin.bank.BankSettings;
import kelvin.bank.Device;
import kelvin.bank.Predictor;
import kelvin.bank.ReplicaBank;
import kelvin.bank.Trace;
import kelvin.bank.cpu.CpuDevice;
import kelvin.explorer.Scales;
import kelvin.model.Network;
import kelvin.tempering.Coefficients;

/**
 * The CPU, whose banks do something wrong once the sample has begun, of the run or of its pilot: a wrong sampler without a
 * line of it changed.
 */
record WrongDevice(Fault fault) implements Device {
    /** What is wrong. */
    enum Fault {
        /** Nothing. */
        NONE("right"),
        /**
         * Step sizes go on to follow the acceptance as in the warm-up, each factor exp(acceptance - target), so that
         * they depend on where the replica is.
         */
        STEPS_ADAPT("step sizes adapt in the sampling phase"),
        /** The scales of proposals go on to follow the gradient, that of the current state alone. */
        SCALES_ADAPT("scales adapt in the sampling phase"),
        /** The cold rung is at beta = 0.8. */
        NOT_COLD("a cold rung at beta = 0.8");

        private final String words;

        Fault(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private static final CpuDevice RIGHT = new CpuDevice();
    private static final double TOO_HOT = 0.8;
    /** The target acceptance of the runs that this is tried on. */
    private static final double TARGET = 0.5;
    private static final double FURTHEST = 1e4;

    @Override
    public ReplicaBank bank(BankSettings settings) {
        ReplicaBank right = RIGHT.bank(settings);
        Wrong wrong = new Wrong(right);
        return (ReplicaBank) Proxy.newProxyInstance(ReplicaBank.class.getClassLoader(), new Class<?>[] {ReplicaBank.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("advance")) {
                        wrong.advance((Advance) arguments[0], (Trace) arguments[1]);
                        return null;
                    }
                    try {
                        return method.invoke(right, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public Predictor predictor(Network network, double[] x, int threads) {
        return RIGHT.predictor(network, x, threads);
    }

    /** Advances a bank, wrongly in the sampling phase. */
    private final class Wrong {
        private final ReplicaBank bank;
        private final double[] factors;
        private Scales scales;

        Wrong(ReplicaBank bank) {
            this.bank = bank;
            factors = new double[bank.settings().block().size()];
            Arrays.fill(factors, 1);
        }

        void advance(Advance plan, Trace trace) {
            if (fault == Fault.NONE || plan.firstIteration() < plan.draws().origin()) {
                bank.advance(plan, trace);
            } else if (fault == Fault.NOT_COLD) {
                List<Coefficients> coefficients = new ArrayList<>(plan.coefficients());
                coefficients.set(0, new Coefficients(TOO_HOT, 1));
                bank.advance(new Advance(plan.firstIteration(), plan.iterations(), plan.transition(), coefficients,
                        plan.stepSizes(), plan.leapfrogSteps(), plan.swaps(), plan.draws()), trace);
            } else {
                oneByOne(plan, trace);
            }
        }

        private void oneByOne(Advance plan, Trace trace) {
            Trace one = new Trace(bank.settings().block(), 1, 1, bank.settings().model().parameters());
            int draws = 0;
            for (int i = 0; i < plan.iterations(); i++) {
                if (fault == Fault.SCALES_ADAPT) {
                    scales = scales == null ? new Scales(bank) : scales;
                    scales.update(plan.coefficients().stream().mapToDouble(Coefficients::likelihood).toArray());
                    scales.settle(plan.coefficients().stream().mapToDouble(Coefficients::prior).toArray());
                }
                double[] steps = plan.stepSizes().clone();
                Arrays.setAll(steps, s -> plan.stepSizes()[s] * factors[s]);
                bank.advance(new Advance(plan.firstIteration() + i, 1, plan.transition(), plan.coefficients(), steps,
                        plan.leapfrogSteps(), plan.swaps(), plan.draws()), one);
                if (fault == Fault.STEPS_ADAPT) {
                    Arrays.setAll(factors, s -> Math.max(1 / FURTHEST, Math.min(FURTHEST,
                            factors[s] * Math.exp(one.acceptance[s] - TARGET))));
                }
                copy(one, trace, i);
                if (one.drawCount() == 1) {
                    System.arraycopy(one.draws, 0, trace.draws, draws++ * one.draws.length, one.draws.length);
                }
            }
            trace.filled(plan.iterations(), draws);
        }

        private void copy(Trace one, Trace trace, int iteration) {
            int at = trace.at(iteration, 0);
            int slots = factors.length;
            System.arraycopy(one.logLikelihood, 0, trace.logLikelihood, at, slots);
            System.arraycopy(one.logPrior, 0, trace.logPrior, at, slots);
            System.arraycopy(one.acceptance, 0, trace.acceptance, at, slots);
            System.arraycopy(one.outcome, 0, trace.outcome, at, slots);
            System.arraycopy(one.replica, 0, trace.replica, at, slots);
            System.arraycopy(one.swapAcceptance, 0, trace.swapAcceptance, at, slots);
            System.arraycopy(one.swapped, 0, trace.swapped, at, slots);
        }
    }
}
