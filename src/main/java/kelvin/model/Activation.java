package kelvin.model;

/** Elementwise function after every layer but the last. */
public enum Activation {
    /** max(0, a). */
    RELU {
        @Override
        public double value(double a) {
            return Math.max(0, a);
        }

        @Override
        public double derivative(double a) {
            return a > 0 ? 1 : 0;
        }
    },
    /** Hyperbolic tangent. */
    TANH {
        @Override
        public double value(double a) {
            return Math.tanh(a);
        }

        @Override
        public double derivative(double a) {
            double t = Math.tanh(a);
            return 1 - t * t;
        }
    },
    /** a / (1 + exp(-a)). */
    SILU {
        @Override
        public double value(double a) {
            return a / (1 + Math.exp(-a));
        }

        @Override
        public double derivative(double a) {
            double s = 1 / (1 + Math.exp(-a));
            return s * (1 + a * (1 - s));
        }
    };

    /** The function at a. */
    public abstract double value(double a);

    /** Its derivative at a. */
    public abstract double derivative(double a);
}
