// Forward and backward pass of the network over one tile of rows, all of it in shared memory.
// CPU twin: kelvin.bank.cpu.NetworkPass.
#pragma once
#include "elementary.cuh"
#include "parameters.h"
#include "products.cuh"

constexpr int ACTIVATION_RELU = 0, ACTIVATION_TANH = 1, ACTIVATION_SILU = 2;  // ordinals of kelvin.model.Activation

// Copies theta from device memory to the layers' places in shared memory; what pads a row is set to 0.
DEVICE void load_parameters(const Job& job, float* memory, const float* theta) {
    int warp = threadIdx.x / 32, lane = threadIdx.x % 32, warps = blockDim.x / 32;
    for (int l = 0; l < job.layer_count; l++) {
        Layer layer = job.layers[l];
        int padded = 4 * quads(layer.out);
        for (int k = warp; k <= layer.in; k += warps) {  // the row behind the weights is the biases'
            const float* from = theta + layer.weights + k * layer.out;
            float* to = memory + (k < layer.in ? layer.weight_at + k * layer.weight_stride : layer.bias_at);
            for (int u = lane; u < padded; u += 32) {
                to[u] = u < layer.out ? load_shared_by_blocks(from + u) : 0;
            }
        }
    }
}

// Copies a tile of inputs, [tile][x_stride] in both places.
DEVICE void load_inputs(const Job& job, float* memory, int tile) {
    const float* from = job.x + (int64_t) tile * job.tile * job.x_stride;
    for (int i = 4 * threadIdx.x; i < job.tile * job.x_stride; i += 4 * blockDim.x) {
        store4(memory + job.x_at + i, load4(from + i));
    }
}

// Stores four pre-activations as activations; silu's derivatives beside them.
struct Activate {
    float* out;
    float* slopes;
    int stride, activation;

    DEVICE void operator()(float4 a, int row, int unit) const {
        int at = row * stride + unit;
        if (activation == ACTIVATION_RELU) {  // not fmaxf, which loses NaN
            a = make_float4(a.x < 0 ? 0 : a.x, a.y < 0 ? 0 : a.y, a.z < 0 ? 0 : a.z, a.w < 0 ? 0 : a.w);
        }
        store4(out + at, a);
        if (activation == ACTIVATION_TANH) {
            NO_UNROLL for (int i = at; i < at + 4; i++) {
                out[i] = tanh_of(out[i]);
            }
        } else if (activation == ACTIVATION_SILU) {
            NO_UNROLL for (int i = at; i < at + 4; i++) {
                float x = out[i], s = sigmoid_of(x);
                out[i] = x * s;
                slopes[i] = s * fmaf(x, 1 - s, 1.0f);
            }
        }
    }
};

// Turns an activation into the derivative by its pre-activation.
struct BackActivate {
    float* h;
    const float* slopes;
    int stride, activation;

    DEVICE void operator()(float delta, int row, int unit) const {
        int at = row * stride + unit;
        float was = h[at];
        h[at] = activation == ACTIVATION_RELU ? (was > 0 ? delta : 0)
                : activation == ACTIVATION_TANH ? delta * fmaf(-was, was, 1.0f) : delta * slopes[at];
    }
};

struct StorePlain {
    float* out;
    int stride;
    DEVICE void operator()(float4 a, int row, int unit) const { store4(out + row * stride + unit, a); }
};

// How large a register tile keeps all threads busy; bits do not depend on it.
template <bool WIDE, class Finish>
DEVICE void forward_layer(const Job& job, const float* memory, const Layer& layer, Finish finish) {
    int threads = blockDim.x, results = job.tile * 4 * quads(layer.out);
    const float *in = memory + layer.input_at, *w = memory + layer.weight_at, *bias = memory + layer.bias_at;
    if (WIDE && results >= 64 * threads) {
        forward<8, 2>(in, layer.input_stride, layer.in, w, layer.weight_stride, bias, layer.out, job.tile, finish);
    } else if (WIDE && results >= 32 * threads) {
        forward<4, 2>(in, layer.input_stride, layer.in, w, layer.weight_stride, bias, layer.out, job.tile, finish);
    } else if (results >= 16 * threads) {
        forward<4, 1>(in, layer.input_stride, layer.in, w, layer.weight_stride, bias, layer.out, job.tile, finish);
    } else {
        forward<1, 1>(in, layer.input_stride, layer.in, w, layer.weight_stride, bias, layer.out, job.tile, finish);
    }
}

// Evaluates the network for the tile whose inputs are there; its outputs are the last layer's units.
template <bool WIDE> DEVICE void forward_pass(const Job& job, float* memory) {
    for (int l = 0; l < job.layer_count; l++) {
        Layer layer = job.layers[l];
        float* out = memory + layer.unit_at;
        if (l + 1 < job.layer_count) {
            forward_layer<WIDE>(job, memory, layer,
                    Activate{out, memory + layer.slope_at, layer.unit_stride, job.activation});
        } else {
            forward_layer<WIDE>(job, memory, layer, StorePlain{out, layer.unit_stride});
        }
        __syncthreads();
    }
}

// Adds the tile's gradient by the network's parameters to `gradient` [d] in device memory (or, first, stores it there),
// after forward_pass and after the outputs were replaced by the derivatives by them.
template <bool WIDE> DEVICE void backward_pass(const Job& job, float* memory, float* gradient, bool first) {
    int threads = blockDim.x;
    for (int l = job.layer_count - 1; l >= 0; l--) {
        Layer layer = job.layers[l];
        const float *in = memory + layer.input_at, *delta = memory + layer.unit_at;
        float* to = gradient + layer.weights;
        if (WIDE && layer.in >= 32 && layer.out >= 32) {
            weight_gradient<2, 2>(in, layer.input_stride, layer.in, delta, layer.unit_stride, layer.out, job.tile, to,
                    first);
        } else {
            weight_gradient<1, 1>(in, layer.input_stride, layer.in, delta, layer.unit_stride, layer.out, job.tile, to,
                    first);
        }
        bias_gradient(delta, layer.unit_stride, layer.out, job.tile, gradient + layer.biases, first);
        __syncthreads();
        if (l > 0) {
            Layer before = job.layers[l - 1];
            BackActivate finish{memory + before.unit_at, memory + before.slope_at, before.unit_stride, job.activation};
            const float* w = memory + layer.weight_at;
            int results = job.tile * layer.in;
            if (WIDE && results >= 64 * threads) {
                backward<8, 8>(delta, layer.unit_stride, layer.out, w, layer.weight_stride, layer.in, job.tile, finish);
            } else if (WIDE && results >= 32 * threads) {
                backward<4, 8>(delta, layer.unit_stride, layer.out, w, layer.weight_stride, layer.in, job.tile, finish);
            } else {
                backward<4, 4>(delta, layer.unit_stride, layer.out, w, layer.weight_stride, layer.in, job.tile, finish);
            }
            __syncthreads();
        }
    }
}
