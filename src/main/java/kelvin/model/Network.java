package kelvin.model;

import java.util.Arrays;
import java.util.List;

/**
 * A fully connected network: layer widths from inputs to outputs and the activation between them.
 *
 * <p>Parameters are one flat vector: W_1, b_1, W_2, b_2, ... with W_l of shape [in, out] row-major and b_l [out].
 *
 * @param sizes widths [inputs, hidden..., outputs], at least two, each at least 1
 * @param activation applied after every layer but the last
 */
public record Network(List<Integer> sizes, Activation activation) {
    /** Checks the widths and copies them. */
    public Network {
        sizes = List.copyOf(sizes);
        if (!(sizes.size() >= 2 && sizes.stream().allMatch(size -> size >= 1))) {
            throw new IllegalArgumentException("sizes: " + sizes + ", must be two or more widths of at least 1");
        }
        long parameters = 0;
        for (int l = 0; l + 1 < sizes.size(); l++) {
            parameters += (sizes.get(l) + 1L) * sizes.get(l + 1);
        }
        if (!(parameters <= Integer.MAX_VALUE - 64)) {
            throw new IllegalArgumentException("sizes: " + sizes + " have " + parameters + " parameters, must be below 2^31");
        }
    }

    /** A network from an array of widths. */
    public static Network of(Activation activation, int... sizes) {
        return new Network(Arrays.stream(sizes).boxed().toList(), activation);
    }

    /** Number of weight layers. */
    public int layers() {
        return sizes.size() - 1;
    }

    /** Width of the input of layer l, l = 0 for the first. */
    public int in(int l) {
        return sizes.get(l);
    }

    /** Width of the output of layer l. */
    public int out(int l) {
        return sizes.get(l + 1);
    }

    /** Number of inputs of the network. */
    public int inputs() {
        return sizes.get(0);
    }

    /** Number of outputs of the network. */
    public int outputs() {
        return sizes.get(layers());
    }

    /** Where the weights of layer l start in the parameter vector. */
    public int weightOffset(int l) {
        int offset = 0;
        for (int i = 0; i < l; i++) {
            offset += (in(i) + 1) * out(i);
        }
        return offset;
    }

    /** Where the biases of layer l start in the parameter vector. */
    public int biasOffset(int l) {
        return weightOffset(l) + in(l) * out(l);
    }

    /** Number of weights and biases. */
    public int parameters() {
        return weightOffset(layers());
    }
}
