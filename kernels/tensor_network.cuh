// Forward and backward pass of the network over one tile of rows on tensor cores, for gradients alone. All of it is in
// shared memory: activations and weights as split numbers, outputs and slopes in float32. Layers are
// kelvin.bank.cuda.TensorLayout's.
#pragma once
#include "network.cuh"
#include "tensor_products.cuh"

DEVICE int padded(int n) { return (n + 15) / 16 * 16; }

// Places of a layer's matrices.
struct SplitLayer {
    SplitMatrix in, weights, units;  // [tile][in], [in][out], [tile][out]
    const float* biases;
    float* slopes;
    int depth, width, activation;    // padded numbers of factors and units

    DEVICE SplitLayer(const Job& job, const Layer& layer, float* memory)
        : in{halves(memory + layer.input_at), layer.input_stride, job.tile * layer.input_stride},
          weights{halves(memory + layer.weight_at), layer.weight_stride, padded(layer.in) * layer.weight_stride},
          units{halves(memory + layer.unit_at), layer.unit_stride, job.tile * layer.unit_stride},
          biases(memory + layer.bias_at), slopes(memory + layer.slope_at), depth(padded(layer.in)),
          width(padded(layer.out)), activation(job.activation) {}

    DEVICE static uint16_t* halves(float* place) { return reinterpret_cast<uint16_t*>(place); }
};

// Warps take pieces of `down` rows and `across` columns in turn: does work(row, column) for those of this warp.
template <class Work> DEVICE void over_tiles(int rows, int columns, int down, int across, Work work) {
    int per_row = (columns + across - 1) / across, all = rows / down * per_row;
    for (int task = threadIdx.x / 32; task < all; task += blockDim.x / 32) {
        work(task / per_row * down, task % per_row * across);
    }
}

// Copies theta from device memory to the layers' places, split; what pads them is set to 0.
DEVICE void load_split_parameters(const Job& job, float* memory, const float* theta) {
    int warp = threadIdx.x / 32, lane = threadIdx.x % 32, warps = blockDim.x / 32;
    for (int l = 0; l < job.layer_count; l++) {
        Layer layer = job.split_layers[l];
        SplitLayer split(job, layer, memory);
        for (int k = warp; k <= split.depth; k += warps) {  // the last for the biases
            bool biases = k == split.depth, there = biases || k < layer.in;
            const float* from = theta + (biases ? layer.biases : layer.weights + k * layer.out);
            for (int u = 2 * lane; u < split.width; u += 64) {
                float first = there && u < layer.out ? load_shared_by_blocks(from + u) : 0;
                float second = there && u + 1 < layer.out ? load_shared_by_blocks(from + u + 1) : 0;
                if (biases) {
                    memory[layer.bias_at + u] = first;
                    memory[layer.bias_at + u + 1] = second;
                } else {
                    split.weights.store(k, u, Split(first, second));
                }
            }
        }
    }
}

// Copies rows [job.tile][from_stride] of float32 to split numbers; columns from `columns` on are 0.
DEVICE void split_rows(const Job& job, const float* from, int from_stride, int columns, const SplitMatrix& to, int width) {
    for (int row = threadIdx.x / 8; row < job.tile; row += blockDim.x / 8) {
        for (int column = threadIdx.x % 8 * 2; column < width; column += 16) {
            const float* at = from + row * from_stride + column;
            to.store(row, column, Split(column < columns ? at[0] : 0, column + 1 < columns ? at[1] : 0));
        }
    }
}

// Copies a tile of inputs.
DEVICE void load_split_inputs(const Job& job, float* memory, int tile) {
    Layer layer = job.split_layers[0];
    SplitLayer first(job, layer, memory);
    split_rows(job, job.x + (int64_t) tile * job.tile * job.x_stride, job.x_stride, layer.in, first.in, first.depth);
}

// Stores sums as activations: relu at once, the others from where they lie, since their code is too long to be repeated.
template <int N> DEVICE void store_activations(const SplitLayer& layer, WarpTile<2, N>& tile) {
    if (layer.activation == ACTIVATION_RELU) {
        tile.pairs([&](float a, float b, int row, int column) {
            layer.units.store(row, column, Split(a < 0 ? 0 : a, b < 0 ? 0 : b));  // not fmaxf, which loses NaN
        });
        return;
    }
    tile.pairs([&](float a, float b, int row, int column) {
        uint32_t* place = reinterpret_cast<uint32_t*>(layer.units.high + row * layer.units.stride + column);
        place[0] = float_to_bits(a);
        place[layer.units.low / 2] = float_to_bits(b);
    });
    int lane = threadIdx.x % 32;
    NO_UNROLL for (int i = 0; i < 4 * N; i++) {
        int row = tile.row + 8 * (i / N) + lane / 4, column = tile.column + 8 * (i % N) + lane % 4 * 2;
        uint32_t* place = reinterpret_cast<uint32_t*>(layer.units.high + row * layer.units.stride + column);
        float value[2] = {bits_to_float(place[0]), bits_to_float(place[layer.units.low / 2])};
        NO_UNROLL for (int e = 0; e < 2; e++) {
            if (layer.activation == ACTIVATION_TANH) {
                value[e] = tanh_of(value[e]);
            } else {
                float x = value[e], s = sigmoid_of(x);
                value[e] = x * s;
                layer.slopes[row * layer.units.stride + column + e] = s * fmaf(x, 1 - s, 1.0f);
            }
        }
        layer.units.store(row, column, Split(value[0], value[1]));
    }
}

// A layer's pre-activations, made activations or, of the last, stored to `outputs` [tile][job.outputs_stride].
template <int N> DEVICE void split_forward(const Job& job, const SplitLayer& layer, float* outputs) {
    over_tiles(job.tile, N == 1 ? 8 : layer.width, 32, 8 * N, [&](int row, int column) {
        WarpTile<2, N> tile(row, column);
        tile.pairs([&](float& a, float& b, int, int at) {
            a = layer.biases[at];
            b = layer.biases[at + 1];
        });
        tile.template add<Order::SUMMED_LAST, Order::SUMMED_FIRST>(layer.in, layer.weights, layer.depth);
        if (!outputs) {
            store_activations<N>(layer, tile);
            return;
        }
        tile.pairs([&](float a, float b, int at, int unit) {
            if (unit < job.outputs_stride) {
                outputs[at * job.outputs_stride + unit] = a;
                outputs[at * job.outputs_stride + unit + 1] = b;
            }
        });
    });
}

// Turns the activations that are a layer's inputs into derivatives by what they are activations of.
template <int N> DEVICE void split_backward(const Job& job, const SplitLayer& layer, const float* slopes) {
    over_tiles(job.tile, layer.depth, 32, 8 * N, [&](int row, int column) {
        WarpTile<2, N> tile(row, column);
        tile.template add<Order::SUMMED_LAST, Order::SUMMED_LAST>(layer.units, layer.weights, layer.width);
        if (layer.activation == ACTIVATION_RELU) {
            tile.pairs([&](float a, float b, int at, int unit) {
                uint32_t h = layer.in.high_parts(at, unit);  // no activation is below 0
                layer.in.store(at, unit, Split(h & 0xffffu ? a : 0, h & 0xffff0000u ? b : 0));
            });
            return;
        }
        bool tanh = layer.activation == ACTIVATION_TANH;
        tile.pairs([&](float a, float b, int at, int unit) {
            float first, second;
            layer.in.load(at, unit, first, second);
            const float* slope = slopes + at * layer.in.stride + unit;
            layer.in.store(at, unit, Split(a * (tanh ? fmaf(-first, first, 1.0f) : slope[0]),
                    b * (tanh ? fmaf(-second, second, 1.0f) : slope[1])));
        });
    });
}

// Where sums go, [rows][columns] in device memory, columns a multiple of 4: added to what is there or, first, instead of
// it. All is fetched before anything is stored, since fetching takes long.
struct Addition {
    float* to;
    int rows, columns;
    bool first;

    template <int M, int N> DEVICE void add(WarpTile<M, N>& tile) const {
        if (tile.row + 16 * M <= rows && tile.column + 8 * N <= columns) {
            add_pairs<true>(tile);
        } else {
            add_pairs<false>(tile);
        }
    }

    template <bool WHOLE, int M, int N> DEVICE void add_pairs(WarpTile<M, N>& tile) const {
        if (!first) {
            tile.pairs([this](float& a, float& b, int row, int column) {
                if (WHOLE || (row < rows && column < columns)) {
                    float2 was = *place(row, column);
                    a += was.x;
                    b += was.y;
                }
            });
        }
        tile.pairs([this](float a, float b, int row, int column) {
            if (WHOLE || (row < rows && column < columns)) {
                *place(row, column) = make_float2(a, b);
            }
        });
    }

    DEVICE float2* place(int row, int column) const { return reinterpret_cast<float2*>(to + row * columns + column); }
};

// The gradient by a layer's weights, and behind them by its biases, over the tile's rows.
template <int M, int N>
DEVICE void split_weight_gradient(const Job& job, const Layer& layer, const SplitLayer& split, float* to, bool first) {
    int columns = 4 * quads(layer.out);
    Addition weights{to, layer.in, columns, first}, biases{to + layer.in * columns, 1, columns, first};
    over_tiles(split.depth + 16 * M, N == 1 ? 8 : split.width, 16 * M, 8 * N, [&](int row, int column) {
        if (row < split.depth) {
            WarpTile<M, N> tile(row, column);
            tile.template add<Order::SUMMED_FIRST, Order::SUMMED_FIRST>(split.in, split.units, job.tile);
            weights.add(tile);
        } else {
            WarpTile<1, N> tile(0, column);
            tile.add_column_sums(split.units, job.tile);
            biases.add(tile);
        }
    });
}

// Columns of a warp's piece, in eights.
DEVICE int eights(int columns) { return columns <= 8 ? 1 : padded(columns) % 32 == 0 ? 4 : 2; }

// Evaluates the network for the tile whose inputs are there; its outputs are at job.outputs_at.
DEVICE void split_forward_pass(const Job& job, float* memory) {
    for (int l = 0; l < job.layer_count; l++) {
        Layer layer = job.split_layers[l];
        SplitLayer split(job, layer, memory);
        float* outputs = l + 1 == job.layer_count ? memory + job.outputs_at : nullptr;
        if (outputs && eights(layer.out) == 1) {
            split_forward<1>(job, split, outputs);
        } else if (eights(layer.out) == 4) {
            split_forward<4>(job, split, outputs);
        } else {  // narrow hidden layers too, so that what pads them is there
            split_forward<2>(job, split, outputs);
        }
        __syncthreads();
    }
}

template <int M> DEVICE void split_weight_gradient(const Job& job, const Layer& layer, const SplitLayer& split, float* to,
        bool first) {
    switch (eights(layer.out)) {
        case 1: split_weight_gradient<M, 1>(job, layer, split, to, first); break;
        case 2: split_weight_gradient<M, 2>(job, layer, split, to, first); break;
        default: split_weight_gradient<M, 4>(job, layer, split, to, first);
    }
}

// Adds the tile's gradient to the segment's `gradient` (or, first, stores it there), after split_forward_pass and after
// the outputs were replaced by the derivatives by them.
DEVICE void split_backward_pass(const Job& job, float* memory, float* gradient, bool first) {
    Layer top = job.split_layers[job.layer_count - 1];
    SplitLayer outputs(job, top, memory);
    split_rows(job, memory + job.outputs_at, job.outputs_stride, top.out, outputs.units, outputs.width);
    __syncthreads();
    for (int l = job.layer_count - 1; l >= 0; l--) {
        Layer layer = job.split_layers[l];
        SplitLayer split(job, layer, memory);
        if (split.depth % 32 == 0) {
            split_weight_gradient<2>(job, layer, split, gradient + layer.partial_at, first);
        } else {
            split_weight_gradient<1>(job, layer, split, gradient + layer.partial_at, first);
        }
        __syncthreads();
        if (l > 0) {
            const float* slopes = memory + job.split_layers[l - 1].slope_at;
            if (split.depth % 32 == 0) {
                split_backward<4>(job, split, slopes);
            } else {
                split_backward<2>(job, split, slopes);
            }
            __syncthreads();
        }
    }
}
