package kelvin.explorer;

/**
 * What a warm-up finds out for explorers beside their step sizes.
 *
 * @param scales whether proposals get the scales of the parameters, by {@link Scales}
 * @param lengths whether trajectories get the length that moves furthest for its gradients, by {@link TrajectoryLengths}
 * @param relaxation whether the first three quarters of the warm-up go without Metropolis tests
 */
public record Adaptation(boolean scales, boolean lengths, boolean relaxation) {
    /** Step sizes alone. */
    public static final Adaptation NONE = new Adaptation(false, false, false);
    /** Everything. */
    public static final Adaptation ALL = new Adaptation(true, true, true);
}
