/**
 * Files in and out: data, reference cases, run files. The one rule: this package alone imports the HDF5 library, and
 * a file is complete under its name or not there (write, fsync, rename).
 */
package kelvin.store;
