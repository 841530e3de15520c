/**
 * Whether the sampler leaves the tempered posteriors as they are: independent replicates start from exact draws, make
 * a few transitions, and must end as exact draws. Every check has wrong variants that it must reject.
 */
package kelvin.exactness;
