/**
 * The posterior predictive distribution and its scores. The one rule: a prediction is the mixture over all draws, never
 * a normal around their mean; memory depends on a bound, not on rows times draws.
 */
package kelvin.predict;
