package kelvin.bank;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import kelvin.model.TargetKind;

/** Small problems with made-up data for tests of banks. */
public final class Problems {
    private Problems() {
    }

    /** A model; the network's output width follows from likelihood and targets. */
    public static Model model(Activation activation, Likelihood likelihood, Prior prior, int... sizes) {
        return new Model(Network.of(activation, sizes), likelihood, prior);
    }

    /** Standard normal inputs and targets that fit the likelihood. */
    public static DataSet data(Model model, int rows) {
        Random random = new Random(rows);
        Likelihood likelihood = model.likelihood();
        boolean classes = likelihood.targetKind() == TargetKind.CLASSES;
        boolean counts = likelihood.targetKind() == TargetKind.COUNTS;
        int targets = classes ? 1 : likelihood instanceof Likelihood.Heteroscedastic
                ? model.network().outputs() / 2 : model.network().outputs();
        int labels = likelihood instanceof Likelihood.Categorical categorical ? categorical.classes() : 2;
        double[] x = random.doubles((long) rows * model.network().inputs(), -1.5, 1.5).toArray();
        double[] y = IntStream.range(0, rows * targets)
                .mapToDouble(i -> classes ? random.nextInt(labels)
                        : counts ? random.nextInt(i % 7 == 0 ? 1000 : 4) : random.nextGaussian()).toArray();
        return new DataSet(names("x", model.network().inputs()), names("y", targets), x, y);
    }

    /** Parameters at which activations neither vanish nor saturate. */
    public static float[] parameters(Model model, long seed) {
        Random random = new Random(seed);
        float[] theta = new float[model.parameters()];
        Network network = model.network();
        for (int l = 0; l < network.layers(); l++) {
            int end = network.weightOffset(l) + (network.in(l) + 1) * network.out(l);
            for (int i = network.weightOffset(l); i < end; i++) {
                theta[i] = (float) (random.nextGaussian() * 1.3 / Math.sqrt(network.in(l)));
            }
        }
        for (int i = network.parameters(); i < theta.length; i++) {
            theta[i] = (float) (0.3 * random.nextGaussian());
        }
        return theta;
    }

    private static List<String> names(String stem, int n) {
        return IntStream.range(0, n).mapToObj(i -> stem + i).toList();
    }
}
