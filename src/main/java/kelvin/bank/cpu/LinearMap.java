package kelvin.bank.cpu;

/**
 * Where the weights of a linear map are within theta: weight of unit u and factor k at
 * {@code at + u * unitStep + k * depthStep}, bias of unit u at {@code bias + u}.
 *
 * @param at index of the first weight
 * @param unitStep distance of neighbouring units
 * @param depthStep distance of neighbouring factors
 * @param bias index of the first bias; negative for none
 * @param units how many results
 * @param depth how many factors
 */
public record LinearMap(int at, int unitStep, int depthStep, int bias, int units, int depth) {
    /** A layer's map from its inputs to its outputs, weights [in, out] row-major and biases behind them. */
    static LinearMap layer(int at, int in, int out) {
        return new LinearMap(at, 1, out, at + in * out, out, in);
    }

    /** The transposed map, without biases. */
    LinearMap transposed() {
        return new LinearMap(at, depthStep, unitStep, -1, depth, units);
    }
}
