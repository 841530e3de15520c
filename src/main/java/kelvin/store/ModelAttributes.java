package kelvin.store;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import kelvin.model.Activation;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;

/**
 * A model as attributes of an HDF5 object, in run files and files of reference cases alike: sizes, act, likelihood,
 * prior, prior_scale, noise or log_noise_mean and log_noise_sd, and degrees.
 */
final class ModelAttributes {
    private ModelAttributes() {
    }

    static void write(Hdf5File file, String object, Model model) {
        Hdf5Attributes attributes = file.attributes();
        attributes.set(object, "sizes", model.network().sizes().stream().mapToLong(Integer::longValue).toArray());
        attributes.set(object, "act", label(model.network().activation()));
        attributes.set(object, "likelihood", model.likelihood().label());
        if (model.likelihood() instanceof Likelihood.Gaussian gaussian) {
            attributes.set(object, "noise", gaussian.noise());
        } else if (model.likelihood() instanceof Likelihood.StudentT student) {
            attributes.set(object, "degrees", student.degrees());
            attributes.set(object, "noise", student.noise());
        } else if (model.likelihood() instanceof Likelihood.StudentTLearned student) {
            attributes.set(object, "degrees", student.degrees());
        }
        model.likelihood().learnedNoise().ifPresent(noise -> {
            attributes.set(object, "log_noise_mean", noise.mean());
            attributes.set(object, "log_noise_sd", noise.sd());
        });
        attributes.set(object, "prior", model.prior().kind().label());
        attributes.set(object, "prior_scale", model.prior().scale());
    }

    /**
     * The model of an object.
     *
     * @throws DataException if an attribute is missing or wrong
     */
    static Model read(Hdf5File file, String object) {
        try {
            List<Integer> sizes = Arrays.stream(file.attributes().integers(object, "sizes"))
                    .mapToObj(Math::toIntExact).toList();
            Network network = new Network(sizes,
                    oneOf(file, object, "act", Activation.values(), ModelAttributes::label));
            Prior.Kind prior = oneOf(file, object, "prior", Prior.Kind.values(), Prior.Kind::label);
            return new Model(network, likelihood(file, object, network),
                    new Prior(prior, file.attributes().number(object, "prior_scale")));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new DataException(file.path() + ": " + object + ": " + e.getMessage());
        }
    }

    private static Likelihood likelihood(Hdf5File file, String object, Network network) {
        String label = file.attributes().string(object, "likelihood");
        ToDoubleFunction<String> number = name -> file.attributes().number(object, name);
        return switch (label) {
            case "gaussian" -> new Likelihood.Gaussian(number.applyAsDouble("noise"));
            case "gaussian-learned" -> new Likelihood.GaussianLearned(number.applyAsDouble("log_noise_mean"),
                    number.applyAsDouble("log_noise_sd"));
            case "heteroscedastic" -> new Likelihood.Heteroscedastic();
            case "student-t" -> new Likelihood.StudentT(number.applyAsDouble("degrees"),
                    number.applyAsDouble("noise"));
            case "student-t-learned" -> new Likelihood.StudentTLearned(number.applyAsDouble("degrees"),
                    number.applyAsDouble("log_noise_mean"), number.applyAsDouble("log_noise_sd"));
            case "poisson" -> new Likelihood.Poisson();
            case "bernoulli" -> new Likelihood.Bernoulli();
            case "categorical" -> new Likelihood.Categorical(network.outputs());
            default -> throw unknown(file, object, "likelihood", label, "gaussian, gaussian-learned, "
                    + "heteroscedastic, student-t, student-t-learned, poisson, bernoulli, categorical");
        };
    }

    private static <T> T oneOf(Hdf5File file, String object, String name, T[] values, Function<T, String> labelOf) {
        String label = file.attributes().string(object, name);
        Optional<T> match = Arrays.stream(values).filter(value -> labelOf.apply(value).equals(label)).findFirst();
        return match.orElseThrow(() -> unknown(file, object, name, label,
                Arrays.stream(values).map(labelOf).collect(Collectors.joining(", "))));
    }

    private static DataException unknown(Hdf5File file, String object, String name, String value, String known) {
        return new DataException(file.path() + ": attribute " + name + " of " + object + " is " + value
                + ", must be one of " + known);
    }

    private static String label(Activation activation) {
        return activation.name().toLowerCase(Locale.ROOT);
    }
}
