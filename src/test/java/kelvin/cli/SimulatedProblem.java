package kelvin.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import kelvin.model.ReferenceDensity;

/**
 * A small regression problem drawn from the program's own default model: parameters from the prior, targets from the
 * model, at inputs that are always the same. The program has no part in making it.
 */
final class SimulatedProblem {
    /** What is ranked, in this order. */
    static final List<String> QUANTITIES = List.of("output at 1st input", "at 2nd", "at 3rd", "log-likelihood",
            "log-prior", "noise");

    private static final int OUTPUTS = 3;

    private final Model model;
    private final DataSet data;
    private final double[] truth;
    private final ReferenceDensity density;

    /** With one hidden layer of tanh and one output; at least two rows. */
    SimulatedProblem(int inputs, int hidden, int rows, long seed) {
        model = new Model(Network.of(Activation.TANH, inputs, hidden, 1), new Likelihood.GaussianLearned(-1, 1),
                new Prior(Prior.Kind.NORMAL, 1));
        Random random = new Random(seed);
        truth = random.doubles(model.parameters()).map(u -> random.nextGaussian()).toArray();
        truth[model.likelihoodOffset()] -= 1;
        double[] x = new double[rows * inputs];
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(input(i, rows), 0, x, i * inputs, inputs);
            y[i] = output(truth, input(i, rows)) + Math.exp(truth[model.likelihoodOffset()]) * random.nextGaussian();
        }
        data = new DataSet(IntStream.range(0, inputs).mapToObj(j -> "x" + j).toList(), List.of("y"), x, y);
        density = new ReferenceDensity(model, data);
    }

    /** The options that say which model this is. */
    List<String> options() {
        return List.of("--no-standardize", "--hidden", Integer.toString(model.network().out(0)), "--activation", "tanh");
    }

    void write(Path csv) throws IOException {
        StringBuilder text = new StringBuilder(String.join(",", data.inputNames()) + ",y\n");
        for (int i = 0; i < data.rows(); i++) {
            for (int j = 0; j < data.inputs(); j++) {
                text.append(data.x()[i * data.inputs() + j]).append(',');
            }
            text.append(data.y()[i]).append('\n');
        }
        Files.writeString(csv, text);
    }

    /** Of the parameters that the targets were made with. */
    double[] truth() {
        return quantities(truth);
    }

    /** What is ranked, of a draw [d]. */
    double[] quantities(double[] theta) {
        double[] values = new double[QUANTITIES.size()];
        for (int i = 0; i < OUTPUTS; i++) {
            values[i] = output(theta, input(i, OUTPUTS));
        }
        values[OUTPUTS] = density.logLikelihood(theta);
        values[OUTPUTS + 1] = density.logPrior(theta);
        values[OUTPUTS + 2] = theta[model.likelihoodOffset()];
        return values;
    }

    /** Points of a spiral, so that every coordinate is from -2 to 2 and no two rows are alike. */
    private double[] input(int i, int of) {
        double[] x = new double[model.network().inputs()];
        double t = 2.0 * i / (of - 1) - 1;
        for (int j = 0; j < x.length; j++) {
            x[j] = j == 0 ? 2 * t : 2 * Math.cos(2.5 * t + j);
        }
        return x;
    }

    /** The network once more, in plain words. */
    private double output(double[] theta, double[] x) {
        int hidden = model.network().out(0);
        int second = (x.length + 1) * hidden;
        double sum = theta[second + hidden];
        for (int h = 0; h < hidden; h++) {
            double a = theta[x.length * hidden + h];
            for (int j = 0; j < x.length; j++) {
                a += x[j] * theta[j * hidden + h];
            }
            sum += theta[second + h] * Math.tanh(a);
        }
        return sum;
    }
}
