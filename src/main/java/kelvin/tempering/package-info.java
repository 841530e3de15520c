/**
 * The mathematics of tempering: paths, ladders, swaps, round trips, evidence. The one rule: pure functions and plain
 * values; nothing here explores, communicates, draws on hardware or reads a clock.
 */
package kelvin.tempering;
