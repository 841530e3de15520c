/**
 * Convergence diagnostics and Monte Carlo errors of draws {@code [chains][draws]}.
 *
 * <p>The package's one rule: every statistic is a pure function of the draws it is given, equal to
 * what ArviZ 0.23 computes from them where ArviZ has it, and NaN where ArviZ says NaN: for draws
 * that contain a NaN, for fewer than four draws a chain, and for R-hat of a single chain. A ragged
 * array is a caller's mistake and throws.
 *
 * <p>Elementary functions are {@link StrictMath}'s, so that a rule that stops a run at an effective
 * sample size stops it at the same iteration on every machine.
 */
package kelvin.diagnostics;
