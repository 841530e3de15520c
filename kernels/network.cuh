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

// Stores pre-activations, and makes activations of them; silu's derivatives beside them. Relu is done while storing, and
// as nothing but a comparison, not to branch and not to lose NaN as fmaxf does.
struct Activate {
    float* out;
    float* slopes;
    int stride, activation;

    template <int W> DEVICE void store(const float (&a)[W], int row, int unit) const {
        float least = activation == ACTIVATION_RELU ? 0 : -bits_to_float(0x7f800000);
        float h[W];
        UNROLL for (int j = 0; j < W; j++) {
            h[j] = a[j] < least ? least : a[j];
        }
        ::store(out + row * stride + unit, h);
    }

    // Whether every stored number is to be given to `complete`.
    DEVICE bool more() const { return activation != ACTIVATION_RELU; }

    DEVICE void complete(int row, int unit) const {
        int at = row * stride + unit;
        float x = out[at];
        if (activation == ACTIVATION_TANH) {
            out[at] = tanh_of(x);
        } else {
            float s = sigmoid_of(x);
            out[at] = x * s;
            slopes[at] = s * fmaf(x, 1 - s, 1.0f);
        }
    }
};

// Turns an activation into the derivative by its pre-activation.
struct BackActivate {
    float* h;
    const float* slopes;
    int stride, activation;

    DEVICE bool masks() const { return activation == ACTIVATION_RELU; }

    DEVICE void mask(float delta, int row, int unit) const {
        float& at = h[row * stride + unit];
        at = at > 0 ? delta : 0;
    }

    DEVICE void scale(float delta, int row, int unit) const {
        int at = row * stride + unit;
        h[at] = delta * (activation == ACTIVATION_TANH ? fmaf(-h[at], h[at], 1.0f) : slopes[at]);
    }
};

struct StorePlain {
    float* out;
    int stride;
    template <int W> DEVICE void store(const float (&a)[W], int row, int unit) const {
        ::store(out + row * stride + unit, a);
    }
    DEVICE bool more() const { return false; }
    DEVICE void complete(int, int) const {}
};

// How large a register tile keeps all threads busy; bits do not depend on it.
template <bool WIDE, class Finish>
DEVICE void forward_layer(const Job& job, const float* memory, const Layer& layer, Finish finish) {
    int threads = blockDim.x, results = job.tile * 4 * quads(layer.out);
    const float *in = memory + layer.input_at, *w = memory + layer.weight_at, *bias = memory + layer.bias_at;
    if (WIDE && results >= 64 * threads) {
        forward<8, 2, 4>(in, layer.input_stride, layer.in, w, layer.weight_stride, bias, layer.out, job.tile, finish);
    } else if (WIDE && results >= 32 * threads) {
        forward<4, 2, 4>(in, layer.input_stride, layer.in, w, layer.weight_stride, bias, layer.out, job.tile, finish);
    } else if (results >= 16 * threads) {
        forward<4, 1, 4>(in, layer.input_stride, layer.in, w, layer.weight_stride, bias, layer.out, job.tile, finish);
    } else if (layer.out > 1) {
        forward<1, 1, 4>(in, layer.input_stride, layer.in, w, layer.weight_stride, bias, layer.out, job.tile, finish);
    } else {
        forward<1, 1, 1>(in, layer.input_stride, layer.in, w, layer.weight_stride, bias, layer.out, job.tile, finish);
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

// Adds the tile's gradient by the network's parameters to `gradient` in device memory (or, first, stores it there), after
// forward_pass and after the outputs were replaced by the derivatives by them. Its layout is that of Layer::partial_at.
template <bool WIDE> DEVICE void backward_pass(const Job& job, float* memory, float* gradient, bool first) {
    int threads = blockDim.x;
    for (int l = job.layer_count - 1; l >= 0; l--) {
        Layer layer = job.layers[l];
        const float *in = memory + layer.input_at, *delta = memory + layer.unit_at;
        float* to = gradient + layer.partial_at;
        int stride = 4 * quads(layer.out);
        if (WIDE && layer.in >= 32 && layer.out >= 32) {
            weight_gradient<2, 2, 4>(in, layer.input_stride, layer.in, delta, layer.unit_stride, layer.out, job.tile, to,
                    stride, first);
        } else if (layer.out > 1) {
            weight_gradient<1, 1, 4>(in, layer.input_stride, layer.in, delta, layer.unit_stride, layer.out, job.tile, to,
                    stride, first);
        } else {
            weight_gradient<1, 1, 1>(in, layer.input_stride, layer.in, delta, layer.unit_stride, layer.out, job.tile, to,
                    stride, first);
        }
        bias_gradient(delta, layer.unit_stride, layer.out, job.tile, to + layer.in * stride, first);
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
