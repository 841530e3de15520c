// The three products of a layer over a tile of rows in shared memory, each thread a small tile of results in registers.
//
// Results of `forward` and `backward` are chains of fused multiply-adds in the order of the summed index, so their bits
// depend on nothing but the numbers. Sums over rows in `weight_gradient` run over row_lanes() interleaved lanes, which
// are then added in a fixed tree. All matrices are row-major with strides that are 4 modulo 8 floats, so that
// 16-byte accesses to neighbouring rows fall into different banks.
//
// Units are taken four at a time (W = 4), those of a layer of one unit alone (W = 1). What share of the instructions
// are multiply-adds is counted by instructions.py.
#pragma once
#include "portable.cuh"

DEVICE int quads(int n) { return (n + 3) / 4; }

// out[r][u] = bias[u] + sum over k of in[r][k] w[k][u] for all rows of the tile, given to `finish` W units at a time. A
// thread makes ROWS x GROUPS x W results.
template <int ROWS, int GROUPS, int W, class Finish>
DEVICE void forward(const float* in, int in_stride, int depth, const float* w, int w_stride, const float* bias,
        int units, int rows, Finish finish) {
    int all = (units + W - 1) / W, columns = (all + GROUPS - 1) / GROUPS, groups = rows / ROWS;
    for (int task = threadIdx.x; task < columns * groups; task += blockDim.x) {
        int row = task / columns, column = task % columns;
        int unit[GROUPS];
        float sum[ROWS][GROUPS][W];
        UNROLL for (int q = 0; q < GROUPS; q++) {
            unit[q] = W * min(q * columns + column, all - 1);
            UNROLL for (int m = 0; m < ROWS; m++) {
                load(sum[m][q], bias + unit[q]);
            }
        }
        int k = 0;
        UNROLL_BY_TWO for (; k + 4 <= depth; k += 4) {
            float a[ROWS][4];
            UNROLL for (int m = 0; m < ROWS; m++) {
                load(a[m], in + (row + groups * m) * in_stride + k);
            }
            UNROLL for (int i = 0; i < 4; i++) {
                UNROLL for (int q = 0; q < GROUPS; q++) {
                    float b[W];
                    load(b, w + (k + i) * w_stride + unit[q]);
                    UNROLL for (int m = 0; m < ROWS; m++) {
                        UNROLL for (int j = 0; j < W; j++) {
                            sum[m][q][j] = fmaf(a[m][i], b[j], sum[m][q][j]);
                        }
                    }
                }
            }
        }
        NO_UNROLL for (; k < depth; k++) {
            UNROLL for (int q = 0; q < GROUPS; q++) {
                float b[W];
                load(b, w + k * w_stride + unit[q]);
                UNROLL for (int m = 0; m < ROWS; m++) {
                    float a = in[(row + groups * m) * in_stride + k];
                    UNROLL for (int j = 0; j < W; j++) {
                        sum[m][q][j] = fmaf(a, b[j], sum[m][q][j]);
                    }
                }
            }
        }
        UNROLL for (int q = 0; q < GROUPS; q++) {
            if (q * columns + column < all) {
                UNROLL for (int m = 0; m < ROWS; m++) {
                    finish.store(sum[m][q], row + groups * m, unit[q]);
                }
                NO_UNROLL for (int m = 0; m < (finish.more() ? ROWS * W : 0); m++) {
                    finish.complete(row + groups * (m / W), unit[q] + m % W);
                }
            }
        }
    }
}

// Gives each of a thread's results of `backward` to finish, whose method is chosen once for all of them.
template <bool MASK, int ROWS, int FACTORS, class Finish>
DEVICE void finish_all(const float (&sum)[ROWS][FACTORS], int row, int groups, int column, int columns, int depth,
        Finish finish) {
    UNROLL for (int n = 0; n < FACTORS; n++) {
        if (n * columns + column < depth) {
            UNROLL for (int m = 0; m < ROWS; m++) {
                if (MASK) {
                    finish.mask(sum[m][n], row + groups * m, n * columns + column);
                } else {
                    finish.scale(sum[m][n], row + groups * m, n * columns + column);
                }
            }
        }
    }
}

// Derivatives by the layer's inputs: sum over u of delta[r][u] w[k][u], each given to `finish`. A thread makes ROWS x
// FACTORS results; neighbouring threads take neighbouring k, whose weights are in different banks.
template <int ROWS, int FACTORS, class Finish>
DEVICE void backward(const float* delta, int delta_stride, int units, const float* w, int w_stride, int depth, int rows,
        Finish finish) {
    int columns = (depth + FACTORS - 1) / FACTORS, groups = rows / ROWS;
    for (int task = threadIdx.x; task < columns * groups; task += blockDim.x) {
        int row = task / columns, column = task % columns;
        int at[FACTORS];
        float sum[ROWS][FACTORS];
        UNROLL for (int n = 0; n < FACTORS; n++) {
            at[n] = min(n * columns + column, depth - 1) * w_stride;
            UNROLL for (int m = 0; m < ROWS; m++) {
                sum[m][n] = 0;
            }
        }
        int u = 0;
        UNROLL_BY_TWO for (; u + 4 <= units; u += 4) {
            float a[ROWS][4];
            UNROLL for (int m = 0; m < ROWS; m++) {
                load(a[m], delta + (row + groups * m) * delta_stride + u);
            }
            UNROLL for (int n = 0; n < FACTORS; n++) {
                float b[4];
                load(b, w + at[n] + u);
                UNROLL for (int m = 0; m < ROWS; m++) {
                    UNROLL for (int j = 0; j < 4; j++) {
                        sum[m][n] = fmaf(a[m][j], b[j], sum[m][n]);
                    }
                }
            }
        }
        NO_UNROLL for (; u < units; u++) {
            UNROLL for (int n = 0; n < FACTORS; n++) {
                float b = w[at[n] + u];
                UNROLL for (int m = 0; m < ROWS; m++) {
                    sum[m][n] = fmaf(delta[(row + groups * m) * delta_stride + u], b, sum[m][n]);
                }
            }
        }
        if (finish.masks()) {
            finish_all<true>(sum, row, groups, column, columns, depth, finish);
        } else {
            finish_all<false>(sum, row, groups, column, columns, depth, finish);
        }
    }
}

// Over how many lanes of a warp the rows of a sum are spread, so that a block's threads have work.
DEVICE int row_lanes(int tasks) {
    int lanes = 32;
    while (lanes > 1 && tasks * lanes > (int) blockDim.x) {
        lanes /= 2;
    }
    return lanes;
}

// Stores sums of rows, or adds them to what is there.
template <int W> DEVICE void accumulate(float* to, const float (&value)[W], bool first) {
    float sum[W];
    UNROLL for (int j = 0; j < W; j++) {
        sum[j] = value[j];
    }
    if (!first) {
        float before[W];
        load(before, to);
        UNROLL for (int j = 0; j < W; j++) {
            sum[j] += before[j];
        }
    }
    store(to, sum);
}

// sum over rows of in[r][k] delta[r][u], stored to out[k][u] or, unless first, added to what is there. A thread makes
// its share of the rows of a tile of 4 DEPTH_QUADS x W UNIT_GROUPS sums.
template <int DEPTH_QUADS, int UNIT_GROUPS, int W>
DEVICE void weight_gradient(const float* in, int in_stride, int depth, const float* delta, int delta_stride, int units,
        int rows, float* out, int out_stride, bool first) {
    int all = (units + W - 1) / W, across = (all + UNIT_GROUPS - 1) / UNIT_GROUPS;
    int down = (quads(depth) + DEPTH_QUADS - 1) / DEPTH_QUADS;
    int tasks = down * across, lanes = row_lanes(tasks), per_warp = 32 / lanes;
    int lane = threadIdx.x % 32 / per_warp;
    for (int from = threadIdx.x / 32 * per_warp; from < tasks; from += blockDim.x / 32 * per_warp) {
        int task = min(from + (int) threadIdx.x % per_warp, tasks - 1);
        int k[DEPTH_QUADS], u[UNIT_GROUPS];
        UNROLL for (int q = 0; q < DEPTH_QUADS; q++) {
            k[q] = 4 * min(q * down + task / across, quads(depth) - 1);
        }
        UNROLL for (int q = 0; q < UNIT_GROUPS; q++) {
            u[q] = W * min(q * across + task % across, all - 1);
        }
        float sum[DEPTH_QUADS * 4 * UNIT_GROUPS * W];
        UNROLL for (int i = 0; i < DEPTH_QUADS * 4 * UNIT_GROUPS * W; i++) {
            sum[i] = 0;
        }
        UNROLL_BY_FOUR for (int r = lane; r < rows; r += lanes) {
            float a[DEPTH_QUADS][4], b[UNIT_GROUPS][W];
            UNROLL for (int q = 0; q < DEPTH_QUADS; q++) {
                load(a[q], in + r * in_stride + k[q]);
            }
            UNROLL for (int q = 0; q < UNIT_GROUPS; q++) {
                load(b[q], delta + r * delta_stride + u[q]);
            }
            UNROLL for (int i = 0; i < DEPTH_QUADS * 4; i++) {
                UNROLL for (int j = 0; j < UNIT_GROUPS * W; j++) {
                    int n = i * UNIT_GROUPS * W + j;
                    sum[n] = fmaf(a[i / 4][i % 4], b[j / W][j % W], sum[n]);
                }
            }
        }
        sum_over_lanes(sum, lanes);
        bool mine = from + (int) threadIdx.x % per_warp < tasks;
        UNROLL for (int i = 0; i < DEPTH_QUADS * 4; i++) {
            bool row_mine = mine && (i & (lanes - 1)) == (lane & (DEPTH_QUADS * 4 - 1)) && lane < DEPTH_QUADS * 4
                    && i / 4 * down + task / across < quads(depth) && k[i / 4] + i % 4 < depth;
            UNROLL for (int q = 0; q < UNIT_GROUPS; q++) {
                if (row_mine && q * across + task % across < all) {
                    float value[W];
                    UNROLL for (int j = 0; j < W; j++) {
                        value[j] = sum[(i * UNIT_GROUPS + q) * W + j];
                    }
                    accumulate(out + (k[i / 4] + i % 4) * out_stride + u[q], value, first);
                }
            }
        }
    }
}

// sum over rows of delta[r][u]: the gradient of the biases.
DEVICE void bias_gradient(const float* delta, int delta_stride, int units, int rows, float* out, bool first) {
    int tasks = quads(units), lanes = row_lanes(tasks), per_warp = 32 / lanes;
    int lane = threadIdx.x % 32 / per_warp;
    for (int from = threadIdx.x / 32 * per_warp; from < tasks; from += blockDim.x / 32 * per_warp) {
        int task = from + threadIdx.x % per_warp;
        int u = 4 * min(task, tasks - 1);
        float sum[4] = {0, 0, 0, 0};
        UNROLL_BY_FOUR for (int r = lane; r < rows; r += lanes) {
            float d[4];
            load(d, delta + r * delta_stride + u);
            UNROLL for (int j = 0; j < 4; j++) {
                sum[j] += d[j];
            }
        }
        sum_over_lanes(sum, lanes);
        if (task < tasks && lane == 0) {
            accumulate(out + u, sum, first);
        }
    }
}
