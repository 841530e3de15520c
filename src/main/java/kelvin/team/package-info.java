/**
 * The ranks of a run and what they say to each other. The one rule: this package alone imports the MPI bindings, and
 * all calls come from one thread per rank.
 */
package kelvin.team;
