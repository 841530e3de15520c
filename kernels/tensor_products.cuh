// The three products of a layer over a tile of rows on tensor cores: of 16-row, 8-column pieces that a warp holds in
// registers. All matrices are padded with zeros to multiples of 16.
#pragma once
#include "tensor_core.cuh"

// Whether an element of a factor is at [summed index][other index] or the other way round.
enum class Order { SUMMED_FIRST, SUMMED_LAST };

// What a warp sums up: 16 M rows and 8 N columns of a result, from `row` and `column` on.
template <int M, int N> struct WarpTile {
    int row, column;
    float sum[M][N][4];

    DEVICE WarpTile(int row, int column) : row(row), column(column) {
        UNROLL for (int m = 0; m < M; m++) {
            UNROLL for (int n = 0; n < N; n++) {
                UNROLL for (int i = 0; i < 4; i++) {
                    sum[m][n][i] = 0;
                }
            }
        }
    }

    // Adds a times b over `depth` (a multiple of 16) of the summed index. Small products first, and so that those on the
    // same sums are M N instructions apart.
    template <Order A, Order B> DEVICE void add(const SplitMatrix& a, const SplitMatrix& b, int depth) {
        int lane = threadIdx.x % 32, i = lane % 8, q = lane / 8;
        const uint16_t* left = a.high + (A == Order::SUMMED_FIRST ? (8 * (q / 2) + i) * a.stride + row + 8 * (q % 2)
                : (row + 8 * (q % 2) + i) * a.stride + 8 * (q / 2));
        const uint16_t* right = b.high + (B == Order::SUMMED_FIRST ? (8 * (q % 2) + i) * b.stride + column + 8 * (q / 2)
                : (column + 8 * (q / 2) + i) * b.stride + 8 * (q % 2));
        int down = A == Order::SUMMED_FIRST ? 16 : 16 * a.stride, left_step = A == Order::SUMMED_FIRST ? 16 * a.stride : 16;
        int across = B == Order::SUMMED_FIRST ? 16 : 16 * b.stride, right_step = B == Order::SUMMED_FIRST ? 16 * b.stride : 16;
        NO_UNROLL for (int k = 0; k < depth; k += 16, left += left_step, right += right_step) {
            uint32_t ah[M][4], al[M][4], bh[(N + 1) / 2][4], bl[(N + 1) / 2][4];
            UNROLL for (int m = 0; m < M; m++) {
                load_matrices<A == Order::SUMMED_FIRST>(ah[m], left + m * down);
                load_matrices<A == Order::SUMMED_FIRST>(al[m], left + m * down + a.low);
            }
            UNROLL for (int n = 0; n < (N + 1) / 2; n++) {
                load_matrices<B == Order::SUMMED_FIRST>(bh[n], right + n * across);
                load_matrices<B == Order::SUMMED_FIRST>(bl[n], right + n * across + b.low);
            }
            add_piece(al, bh);
            add_piece(ah, bl);
            add_piece(ah, bh);
        }
    }

    DEVICE void add_piece(const uint32_t (&a)[M][4], const uint32_t (&b)[(N + 1) / 2][4]) {
        UNROLL for (int m = 0; m < M; m++) {
            UNROLL for (int n = 0; n < N; n++) {
                multiply_add(sum[m][n], a[m], b[n / 2][2 * (n % 2)], b[n / 2][2 * (n % 2) + 1]);
            }
        }
    }

    // Adds b's columns up over `depth` into each of 16 rows: a product with ones.
    DEVICE void add_column_sums(const SplitMatrix& b, int depth) {
        static_assert(M == 1, "all rows are the same");
        constexpr uint32_t ONES[1][4] = {{0x3f803f80u, 0x3f803f80u, 0x3f803f80u, 0x3f803f80u}};
        int lane = threadIdx.x % 32, i = lane % 8, q = lane / 8;
        const uint16_t* right = b.high + (8 * (q % 2) + i) * b.stride + column + 8 * (q / 2);
        NO_UNROLL for (int k = 0; k < depth; k += 16, right += 16 * b.stride) {
            uint32_t bh[(N + 1) / 2][4], bl[(N + 1) / 2][4];
            UNROLL for (int n = 0; n < (N + 1) / 2; n++) {
                load_matrices<true>(bh[n], right + 16 * n);
                load_matrices<true>(bl[n], right + 16 * n + b.low);
            }
            add_piece(ONES, bl);
            add_piece(ONES, bh);
        }
    }

    // Calls back with this lane's pairs of neighbours: pair(first, second, row, column); it may change them.
    template <class Pair> DEVICE void pairs(Pair pair) {
        int lane = threadIdx.x % 32;
        UNROLL for (int m = 0; m < M; m++) {
            UNROLL for (int n = 0; n < N; n++) {
                UNROLL for (int h = 0; h < 2; h++) {
                    pair(sum[m][n][2 * h], sum[m][n][2 * h + 1], row + 16 * m + 8 * h + lane / 4,
                            column + 8 * n + lane % 4 * 2);
                }
            }
        }
    }
};
