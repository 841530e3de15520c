package kelvin.bench;

import java.nio.FloatBuffer;

import kelvin.bank.Advance;
import kelvin.bank.BankSettings;
import kelvin.bank.Device;
import kelvin.bank.Predictor;
import kelvin.bank.ReplicaBank;
import kelvin.bank.Trace;
import kelvin.model.Likelihood;
import kelvin.model.Network;
import kelvin.model.ReferenceDensity;

/**
 * A device that evaluates the double reference and returns floats, so that what is said about a device's errors can
 * be tested. Supports no Bernoulli likelihood.
 */
class ReferenceDevice implements Device {
    private final double lastGradientFactor;

    /**
     * A device with one thing wrong.
     *
     * @param lastGradientFactor what the last component of the log-likelihood's gradient is multiplied by; 1 for none
     */
    ReferenceDevice(double lastGradientFactor) {
        this.lastGradientFactor = lastGradientFactor;
    }

    @Override
    public ReplicaBank bank(BankSettings settings) {
        if (settings.model().likelihood() instanceof Likelihood.Bernoulli) {
            throw new UnsupportedOperationException("no bernoulli here");
        }
        return new Bank(settings);
    }

    @Override
    public Predictor predictor(Network network, double[] x, int threads) {
        return new Predictor() {
            @Override
            public int rows() {
                return x.length / network.inputs();
            }

            @Override
            public void outputs(float[] theta, float[] outputs) {
                for (int row = 0; row < rows(); row++) {
                    for (int j = 0; j < network.outputs(); j++) {
                        outputs[row * network.outputs() + j] = linear(theta, row, j);
                    }
                }
            }

            private float linear(float[] theta, int row, int j) {
                double sum = theta[network.biasOffset(0) + j];
                for (int i = 0; i < network.inputs(); i++) {
                    sum += x[row * network.inputs() + i] * theta[i * network.outputs() + j];
                }
                return (float) sum;
            }

            @Override
            public void close() {
            }
        };
    }

    private final class Bank implements ReplicaBank {
        private final BankSettings settings;
        private final ReferenceDensity density;
        private final double[][] theta;

        Bank(BankSettings settings) {
            this.settings = settings;
            density = new ReferenceDensity(settings.model(), settings.data());
            theta = new double[settings.block().size()][settings.model().parameters()];
        }

        @Override
        public BankSettings settings() {
            return settings;
        }

        @Override
        public String device() {
            return "reference";
        }

        @Override
        public void setParameters(int slot, float[] values) {
            for (int i = 0; i < values.length; i++) {
                theta[slot][i] = values[i];
            }
        }

        @Override
        public void evaluate() {
        }

        @Override
        public double logLikelihood(int slot) {
            return density.logLikelihood(theta[slot]);
        }

        @Override
        public double logPrior(int slot) {
            return density.logPrior(theta[slot]);
        }

        @Override
        public void logLikelihoodGradient(int slot, float[] gradient) {
            double[] values = new double[gradient.length];
            density.logLikelihoodGradient(theta[slot], values);
            values[values.length - 1] *= lastGradientFactor;
            copy(values, gradient);
        }

        @Override
        public void logPriorGradient(int slot, float[] gradient) {
            double[] values = new double[gradient.length];
            density.logPriorGradient(theta[slot], values);
            copy(values, gradient);
        }

        private void copy(double[] values, float[] into) {
            for (int i = 0; i < into.length; i++) {
                into[i] = (float) values[i];
            }
        }

        @Override
        public void parameters(int slot, float[] values) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setScales(int slot, float[] scales) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void advance(Advance plan, Trace trace) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int replica(int slot) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int stateFloats() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void pack(int slot, FloatBuffer into) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void unpack(int slot, FloatBuffer from, double logLikelihood, double logPrior) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
        }
    }
}
