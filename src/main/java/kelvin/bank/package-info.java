/**
 * The seam between sampler and hardware. The one rule: nothing above this package knows which device it drives, and
 * nothing in it knows of ranks or files.
 */
package kelvin.bank;
