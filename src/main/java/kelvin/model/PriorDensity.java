package kelvin.model;

/** Density of theta before data. */
interface PriorDensity {
    /** The log density, nats. */
    double logDensity(double[] theta);

    /** Writes the gradient [d]; a Laplace density has none at 0, where 0 is taken. */
    void gradient(double[] theta, double[] out);

    /** The density of a model. */
    static PriorDensity of(Model model) {
        return model.prior().kind() == Prior.Kind.HIERARCHICAL ? new HierarchicalDensity(model)
                : new IndependentDensity(model);
    }
}
