// Makes derivatives by activations, of a chunk's rows of each member, derivatives by pre-activations, in place, and sums
// them over blocks of MASK_ROWS rows for the biases [member][block][batch_columns]; the last layer's are only summed.
// Grid: a warp for 32 units and a block of rows, warps dealt out to the members. Float32.
// CPU twin: kelvin.bank.cpu.NetworkPass.
#include "batch.cuh"

// The derivative by a pre-activation, from that by the activation h.
DEVICE float derivative(int activation, float h, const float* slope, float delta) {
    return activation == ACTIVATION_RELU ? (h > 0 ? delta : 0)
            : activation == ACTIVATION_TANH ? delta * fmaf(-h, h, 1.0f) : delta * *slope;
}

extern "C" __global__ void __launch_bounds__(MAX_THREADS) batch_mask(const __grid_constant__ Job job) {
    Member member(job);
    Layer layer = job.layers[job.batch_layer];
    bool hidden = job.batch_layer + 1 < job.layer_count;
    float* units = member.units(job);
    int across = layer.unit_stride / 32, down = job.batch_rows / MASK_ROWS;
    int warps = blockDim.x / 32, lane = threadIdx.x % 32;
    for (int i = member.part * warps + threadIdx.x / 32; i < across * down; i += member.parts * warps) {
        int down_at = i / across, unit = 32 * (i - down_at * across) + lane;
        if (unit >= layer.out) {
            continue;
        }
        float sum = 0;
        int64_t at = (int64_t) down_at * MASK_ROWS * layer.unit_stride + unit;
        for (int r = 0; r < MASK_ROWS; r++, at += layer.unit_stride) {
            float delta = units[layer.delta_at + at];
            if (hidden) {
                delta = derivative(job.activation, units[layer.unit_at + at], units + layer.slope_at + at, delta);
                units[layer.delta_at + at] = delta;
            }
            sum += delta;
        }
        int64_t block = (int64_t) member.index * down + down_at;
        job.batch_column_sums[block * job.batch_columns + layer.bias_at + unit] = sum;
    }
}
