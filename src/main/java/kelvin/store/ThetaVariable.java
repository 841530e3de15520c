package kelvin.store;

import java.util.ArrayList;
import java.util.List;

import kelvin.model.Model;
import kelvin.model.Network;

/**
 * A part of theta that is one variable of the group posterior: W1, b1, W2, ..., log_sigma if it is learned, and
 * log_scale where layers have scales of their own.
 *
 * @param name of the variable
 * @param offset where it starts in theta
 * @param shape [in, out] of a weight matrix, [out] of a bias vector, [] of a scalar, [layers] of scales
 * @param dimensions names of the dimensions of that shape
 */
record ThetaVariable(String name, int offset, List<Integer> shape, List<String> dimensions) {
    /** The variables of a model, which cover theta. */
    static List<ThetaVariable> of(Model model) {
        Network network = model.network();
        List<ThetaVariable> variables = new ArrayList<>();
        for (int l = 0; l < network.layers(); l++) {
            String weights = "W" + (l + 1);
            String in = weights + "_in";
            String out = weights + "_out";
            variables.add(new ThetaVariable(weights, network.weightOffset(l),
                    List.of(network.in(l), network.out(l)), List.of(in, out)));
            variables.add(new ThetaVariable("b" + (l + 1), network.biasOffset(l), List.of(network.out(l)),
                    List.of(out)));
        }
        if (model.likelihood().learnedNoise().isPresent()) {
            variables.add(new ThetaVariable("log_sigma", model.likelihoodOffset(), List.of(), List.of()));
        }
        int scales = model.prior().parameters(network);
        if (scales > 0) {
            variables.add(new ThetaVariable("log_scale", model.priorOffset(), List.of(scales), List.of("layer")));
        }
        return variables;
    }

    /** The variable's parameters in rows of theta [rows][d]. */
    Slab in(long rows, int parameters) {
        int width = shape.stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b);
        return Slab.columns(rows, parameters, offset, width);
    }
}
