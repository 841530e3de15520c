// Nothing but fused multiply-adds: job.iterations rounds of 512 for each thread, in 8 chains that do not wait for one
// another; what comes out goes to job.outputs, so that none can be left out. The hardware's limit, for `bench`. Float32.
// CPU twin: kelvin.bank.cpu.Arithmetic.multiplyAdds.
#include "parameters.h"
#include "portable.cuh"

extern "C" __global__ void __launch_bounds__(256, 8) multiply_adds(const __grid_constant__ Job job) {
    constexpr int CHAINS = 8, ROUND = 512;
    int thread = blockIdx.x * blockDim.x + threadIdx.x;
    float sum[CHAINS], factor = 1 - 1e-3f, step = 1e-3f * (float) (threadIdx.x % 32 + 1);  // stays finite
    UNROLL for (int c = 0; c < CHAINS; c++) {
        sum[c] = (float) c;
    }
    NO_UNROLL for (int n = 0; n < job.iterations; n++) {
        UNROLL for (int i = 0; i < ROUND / CHAINS; i++) {
            UNROLL for (int c = 0; c < CHAINS; c++) {
                sum[c] = fmaf(sum[c], factor, step);
            }
        }
    }
    float all = 0;
    UNROLL for (int c = 0; c < CHAINS; c++) {
        all += sum[c];
    }
    job.outputs[thread] = all;
}
