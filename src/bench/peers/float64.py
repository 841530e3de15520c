"""The gradient of the peers' log-posterior in float64, by numpy, for stating their errors."""
import numpy as np


def error(parameters, x, y, gradient):
    """Relative error of a gradient, by the norm over all parameters, of one replica.

    parameters, gradient: [W1, b1, W2, b2, ...]; relu between layers, noise 0.1, prior N(0, 1).
    """
    p = [np.asarray(a, np.float64) for a in parameters]
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    inputs, count = [x], len(p) // 2
    for layer in range(count):
        h = inputs[-1] @ p[2 * layer] + p[2 * layer + 1].reshape(1, -1)
        inputs.append(np.maximum(h, 0) if layer < count - 1 else h)
    d, exact = (y - inputs[-1]) / 0.01, []
    for layer in reversed(range(count)):
        exact = [inputs[layer].T @ d - p[2 * layer], d.sum(0).reshape(p[2 * layer + 1].shape) - p[2 * layer + 1]] + exact
        d = (d @ p[2 * layer].T) * (inputs[layer] > 0)
    difference = sum(np.sum((np.asarray(g, np.float64).reshape(e.shape) - e) ** 2) for g, e in zip(gradient, exact))
    return float(np.sqrt(difference / sum(np.sum(e ** 2) for e in exact)))
