// Tensor cores on a CPU. Sums are made as the least exact hardware is known to make them (Fasi, Higham, Mikaitis and
// Pranesh, PeerJ Comput. Sci. 7 (2021), for V100 and A100): the exact products and the float32 they are added to are cut
// off 24 bits below the largest of them, added, and the sum is cut off to float32.
#pragma once
#include <cstdio>
#include <cstdlib>

#include "emulation.h"

inline uint32_t to_bf16(float x) {
    uint32_t bits;
    std::memcpy(&bits, &x, sizeof(bits));
    return x != x ? 0x7fff : (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
}

DEVICE uint32_t pack_bf16(float first, float second) { return to_bf16(first) | to_bf16(second) << 16; }

// With KELVIN_STANDIN_BF16 set, low parts are lost: what tests must take for wrong.
DEVICE uint32_t pack_low_parts(float first, float second) {
    static const bool lost = std::getenv("KELVIN_STANDIN_BF16");
    return lost ? 0 : pack_bf16(first, second);
}

template <bool TRANSPOSED> inline void load_matrices(uint32_t (&to)[4], const uint16_t* row) {
    if (reinterpret_cast<uintptr_t>(row) % 16 != 0) {
        std::fprintf(stderr, "emulation: rows of a matrix must start at 16 bytes\n");
        std::abort();
    }
    std::memcpy(emulation::lane_room(), &row, sizeof(row));
    emulation::meet_warp([](unsigned char* rooms, size_t step) {
        const uint16_t* rows[32];
        for (int lane = 0; lane < 32; lane++) {
            std::memcpy(&rows[lane], rooms + lane * step, sizeof(rows[lane]));
        }
        for (int lane = 0; lane < 32; lane++) {
            uint32_t* words = reinterpret_cast<uint32_t*>(rooms + lane * step);
            int g = lane / 4, t = lane % 4;
            for (int q = 0; q < 4; q++) {
                words[q] = TRANSPOSED ? rows[8 * q + 2 * t][g] | (uint32_t) rows[8 * q + 2 * t + 1][g] << 16
                        : rows[8 * q + g][2 * t] | (uint32_t) rows[8 * q + g][2 * t + 1] << 16;
            }
        }
    });
    std::memcpy(to, emulation::lane_room(), sizeof(to));
}

namespace emulation {
typedef double Eight __attribute__((vector_size(64)));
typedef int64_t EightBits __attribute__((vector_size(64)));

// What a lane brings to a product.
struct Operands {
    float sum[4];
    uint32_t a[4], b[2];
};

// The sum's row += the row a times b, cut off like hardware's.
inline void add_products(float* sum, const double (&a)[16], const Eight (&b)[16]) {
    Eight largest, plain, product[17];
    for (int n = 0; n < 8; n++) {
        product[16][n] = sum[n];
    }
    plain = product[16];
    largest = plain < 0 ? -plain : plain;
    for (int k = 0; k < 16; k++) {
        product[k] = a[k] * b[k];
        plain += product[k];
        Eight size = product[k] < 0 ? -product[k] : product[k];
        largest = size > largest ? size : largest;
    }
    largest = largest > 1e-200 ? largest : Eight{} + 1e-200;
    EightBits exponent = (EightBits) largest & 0x7ff0000000000000;
    Eight unit = (Eight) (exponent - (24ll << 52)), inverse = (Eight) ((2046ll << 52) - (exponent - (24ll << 52)));
    EightBits total = {};
    for (int k = 0; k < 17; k++) {
        total += __builtin_convertvector(product[k] * inverse, EightBits);
    }
    Eight cut = __builtin_convertvector(total, Eight);
    cut = (Eight) ((EightBits) cut & ~((1ll << 29) - 1)) * unit;
    for (int n = 0; n < 8; n++) {
        bool finite = plain[n] - plain[n] == 0;
        sum[n] = (float) (finite ? cut[n] : plain[n]);
    }
}

inline double from_bf16(uint32_t word, int which) {
    uint32_t bits = which ? word & 0xffff0000u : word << 16;
    float x;
    std::memcpy(&x, &bits, sizeof(x));
    return x;
}

inline void multiply_warp(unsigned char* rooms, size_t step) {
    double a[16][16];
    Eight b[16];
    float sum[16][8];
    for (int lane = 0; lane < 32; lane++) {
        const Operands& mine = *reinterpret_cast<const Operands*>(rooms + lane * step);
        int g = lane / 4, t = lane % 4;
        for (int i = 0; i < 4; i++) {
            for (int e = 0; e < 2; e++) {
                a[g + 8 * (i % 2)][2 * t + 8 * (i / 2) + e] = from_bf16(mine.a[i], e);
            }
            sum[g + 8 * (i / 2)][2 * t + i % 2] = mine.sum[i];
        }
        for (int i = 0; i < 2; i++) {
            for (int e = 0; e < 2; e++) {
                b[2 * t + 8 * i + e][g] = from_bf16(mine.b[i], e);
            }
        }
    }
    for (int m = 0; m < 16; m++) {
        add_products(sum[m], a[m], b);
    }
    for (int lane = 0; lane < 32; lane++) {
        float* mine = reinterpret_cast<Operands*>(rooms + lane * step)->sum;
        for (int i = 0; i < 4; i++) {
            mine[i] = sum[lane / 4 + 8 * (i / 2)][2 * (lane % 4) + i % 2];
        }
    }
}
}

inline void multiply_add(float (&sum)[4], const uint32_t (&a)[4], uint32_t b0, uint32_t b1) {
    emulation::Operands mine = {{sum[0], sum[1], sum[2], sum[3]}, {a[0], a[1], a[2], a[3]}, {b0, b1}};
    std::memcpy(emulation::lane_room(), &mine, sizeof(mine));
    emulation::meet_warp(emulation::multiply_warp);
    std::memcpy(sum, emulation::lane_room(), sizeof(sum));
}
