/**
 * What is sampled: data, network, likelihood and prior, with a plain double-precision evaluation that is the truth
 * for every faster one. The one rule: nothing here knows about temperatures, hardware, files or ranks.
 */
package kelvin.model;
