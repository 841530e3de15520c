// The three products of a layer over a tile of rows in shared memory, each thread a small tile of results in registers.
//
// Results of `forward` and `backward` are chains of fused multiply-adds in the order of the summed index, so their bits
// depend on nothing but the numbers. Sums over rows in `weight_gradient` run over row_lanes() interleaved lanes, which
// are then added in a fixed tree. All matrices are row-major with strides that are 4 modulo 8 floats, so that
// 16-byte accesses to neighbouring rows fall into different banks.
#pragma once
#include "portable.cuh"

DEVICE int quads(int n) { return (n + 3) / 4; }
DEVICE float part(const float4& v, int i) { return i == 0 ? v.x : i == 1 ? v.y : i == 2 ? v.z : v.w; }

// out[r][u] = bias[u] + sum over k of in[r][k] w[k][u] for all rows of the tile; Finish(float4, row, unit) is applied
// to four units at a time. A thread makes ROWS x 4 QUADS results.
template <int ROWS, int QUADS, class Finish>
DEVICE void forward(const float* in, int in_stride, int depth, const float* w, int w_stride, const float* bias,
        int units, int rows, Finish finish) {
    int columns = (quads(units) + QUADS - 1) / QUADS, groups = rows / ROWS;
    for (int task = threadIdx.x; task < columns * groups; task += blockDim.x) {
        int row = task / columns;
        int unit[QUADS];
        float sum[ROWS][QUADS][4];
        UNROLL for (int q = 0; q < QUADS; q++) {
            unit[q] = 4 * min(q * columns + task % columns, quads(units) - 1);
            float4 b = load4(bias + unit[q]);
            UNROLL for (int m = 0; m < ROWS; m++) {
                UNROLL for (int j = 0; j < 4; j++) {
                    sum[m][q][j] = part(b, j);
                }
            }
        }
        int k = 0;
        for (; k + 4 <= depth; k += 4) {
            float4 a[ROWS];
            UNROLL for (int m = 0; m < ROWS; m++) {
                a[m] = load4(in + (row + groups * m) * in_stride + k);
            }
            UNROLL for (int i = 0; i < 4; i++) {
                UNROLL for (int q = 0; q < QUADS; q++) {
                    float4 b = load4(w + (k + i) * w_stride + unit[q]);
                    UNROLL for (int m = 0; m < ROWS; m++) {
                        UNROLL for (int j = 0; j < 4; j++) {
                            sum[m][q][j] = fmaf(part(a[m], i), part(b, j), sum[m][q][j]);
                        }
                    }
                }
            }
        }
        for (; k < depth; k++) {
            UNROLL for (int q = 0; q < QUADS; q++) {
                float4 b = load4(w + k * w_stride + unit[q]);
                UNROLL for (int m = 0; m < ROWS; m++) {
                    float a = in[(row + groups * m) * in_stride + k];
                    UNROLL for (int j = 0; j < 4; j++) {
                        sum[m][q][j] = fmaf(a, part(b, j), sum[m][q][j]);
                    }
                }
            }
        }
        UNROLL for (int q = 0; q < QUADS; q++) {
            if (q * columns + task % columns < quads(units)) {
                UNROLL for (int m = 0; m < ROWS; m++) {
                    finish(make_float4(sum[m][q][0], sum[m][q][1], sum[m][q][2], sum[m][q][3]), row + groups * m,
                            unit[q]);
                }
            }
        }
    }
}

// Derivatives by the layer's inputs: sum over u of delta[r][u] w[k][u]; Finish(float, row, k) is applied to each. A
// thread makes ROWS x FACTORS results; neighbouring threads take neighbouring k, whose weights are in different banks.
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
        for (; u + 4 <= units; u += 4) {
            float4 a[ROWS];
            UNROLL for (int m = 0; m < ROWS; m++) {
                a[m] = load4(delta + (row + groups * m) * delta_stride + u);
            }
            UNROLL for (int n = 0; n < FACTORS; n++) {
                float4 b = load4(w + at[n] + u);
                UNROLL for (int m = 0; m < ROWS; m++) {
                    UNROLL for (int j = 0; j < 4; j++) {
                        sum[m][n] = fmaf(part(a[m], j), part(b, j), sum[m][n]);
                    }
                }
            }
        }
        for (; u < units; u++) {
            UNROLL for (int n = 0; n < FACTORS; n++) {
                float b = w[at[n] + u];
                UNROLL for (int m = 0; m < ROWS; m++) {
                    sum[m][n] = fmaf(delta[(row + groups * m) * delta_stride + u], b, sum[m][n]);
                }
            }
        }
        UNROLL for (int n = 0; n < FACTORS; n++) {
            if (n * columns + column < depth) {
                UNROLL for (int m = 0; m < ROWS; m++) {
                    finish(sum[m][n], row + groups * m, n * columns + column);
                }
            }
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

// sum over rows of in[r][k] delta[r][u], stored to out[k * units + u] or, unless first, added to what is there. A thread
// makes a quarter, or so, of a tile of 4 DEPTH_QUADS x 4 UNIT_QUADS sums.
template <int DEPTH_QUADS, int UNIT_QUADS>
DEVICE void weight_gradient(const float* in, int in_stride, int depth, const float* delta, int delta_stride, int units,
        int rows, float* out, bool first) {
    int down = (quads(depth) + DEPTH_QUADS - 1) / DEPTH_QUADS, across = (quads(units) + UNIT_QUADS - 1) / UNIT_QUADS;
    int tasks = down * across, lanes = row_lanes(tasks), per_warp = 32 / lanes;
    int lane = threadIdx.x % 32 / per_warp;
    for (int from = threadIdx.x / 32 * per_warp; from < tasks; from += blockDim.x / 32 * per_warp) {
        int task = from + threadIdx.x % per_warp;
        bool mine = task < tasks;
        task = min(task, tasks - 1);
        int k[DEPTH_QUADS], u[UNIT_QUADS];
        UNROLL for (int q = 0; q < DEPTH_QUADS; q++) {
            k[q] = 4 * min(q * down + task / across, quads(depth) - 1);
        }
        UNROLL for (int q = 0; q < UNIT_QUADS; q++) {
            u[q] = 4 * min(q * across + task % across, quads(units) - 1);
        }
        float sum[DEPTH_QUADS * 4 * UNIT_QUADS * 4];
        UNROLL for (int i = 0; i < DEPTH_QUADS * 4 * UNIT_QUADS * 4; i++) {
            sum[i] = 0;
        }
        for (int r = lane; r < rows; r += lanes) {
            float4 a[DEPTH_QUADS], b[UNIT_QUADS];
            UNROLL for (int q = 0; q < DEPTH_QUADS; q++) {
                a[q] = load4(in + r * in_stride + k[q]);
            }
            UNROLL for (int q = 0; q < UNIT_QUADS; q++) {
                b[q] = load4(delta + r * delta_stride + u[q]);
            }
            UNROLL for (int i = 0; i < DEPTH_QUADS * 4; i++) {
                UNROLL for (int j = 0; j < UNIT_QUADS * 4; j++) {
                    int n = i * UNIT_QUADS * 4 + j;
                    sum[n] = fmaf(part(a[i / 4], i % 4), part(b[j / 4], j % 4), sum[n]);
                }
            }
        }
        sum_over_lanes(sum, lanes);
        UNROLL for (int i = 0; i < DEPTH_QUADS * 4; i++) {
            bool row_mine = mine && (i & (lanes - 1)) == (lane & (DEPTH_QUADS * 4 - 1)) && lane < DEPTH_QUADS * 4
                    && i / 4 * down + task / across < quads(depth) && k[i / 4] + i % 4 < depth;
            UNROLL for (int j = 0; j < UNIT_QUADS * 4; j++) {
                if (row_mine && j / 4 * across + task % across < quads(units) && u[j / 4] + j % 4 < units) {
                    float* to = out + (k[i / 4] + i % 4) * units + u[j / 4] + j % 4;
                    float value = sum[i * UNIT_QUADS * 4 + j];
                    *to = first ? value : *to + value;
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
        for (int r = lane; r < rows; r += lanes) {
            float4 d = load4(delta + r * delta_stride + u);
            UNROLL for (int j = 0; j < 4; j++) {
                sum[j] += part(d, j);
            }
        }
        sum_over_lanes(sum, lanes);
        UNROLL for (int j = 0; j < 4; j++) {
            if (task < tasks && lane == 0 && u + j < units) {
                out[u + j] = first ? sum[j] : out[u + j] + sum[j];
            }
        }
    }
}
