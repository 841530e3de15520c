/**
 * The bank on an NVIDIA GPU: memory, launches and marshalling for the kernels in {@code kernels/}, through JCuda's
 * driver API. The one rule: no bit depends on how slots are spread over ranks, nor on how a launch spreads a replica
 * over the GPU.
 */
package kelvin.bank.cuda;
