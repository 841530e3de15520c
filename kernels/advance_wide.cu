// Whole transitions of all slots, as advance_narrow, for networks with layers wider than 32: register tiles of 8 x 8.
#include "advance.cuh"

extern "C" __global__ void __launch_bounds__(MAX_THREADS, 1) advance_wide(const __grid_constant__ Job job) {
    advance<Float32<true>>(job);
}
