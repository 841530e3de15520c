/**
 * How explorers start and adapt: initial states, step sizes. The one rule: nothing here moves a replica; banks do.
 */
package kelvin.explorer;
