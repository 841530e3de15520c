/**
 * Counter-based random numbers. The one rule: every number is a pure function of
 * (seed, purpose, slot or pair, iteration, index), never of a rank, a thread or an order of execution.
 */
package kelvin.random;
