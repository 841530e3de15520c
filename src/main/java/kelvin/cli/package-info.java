/**
 * Commands and options, wiring and exit codes. The one rule: this package may import every other, and none imports
 * it.
 */
package kelvin.cli;
