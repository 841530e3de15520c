/**
 * The loop: explore, exchange, record, adapt. The one rule: what a rank does depends on the settings and the
 * iteration alone, never on a clock, so that every number of ranks draws the same.
 */
package kelvin.sampler;
