/**
 * Comparisons and measurements of a device from outside. The one rule: what is compared or timed goes through the
 * same interfaces that the sampler uses.
 */
package kelvin.bench;
