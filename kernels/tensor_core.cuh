// What tensor cores do, and float32 numbers split in two for them.
//
// A bfloat16 keeps 8 of a float32's 24 bits. A high and a low part, x = high + low, keep 16 or 17, and a product of float32
// numbers becomes three of bfloat16 numbers, high high + high low + low high, to a relative error of some 2^-16. Products
// of bfloat16 numbers are exact, their sums are float32 (truncated, not rounded, on hardware).
#pragma once
#include "portable.cuh"

#ifdef KELVIN_EMULATION
#include "emulation/tensor_core.h"
#else

// Two floats as bfloat16, rounded to nearest, the first in the lower half.
DEVICE uint32_t pack_bf16(float first, float second) {
    uint32_t packed;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(packed) : "f"(second), "f"(first));
    return packed;
}

DEVICE uint32_t pack_low_parts(float first, float second) { return pack_bf16(first, second); }

// Four 8 x 8 matrices of bfloat16 from shared memory to a warp: lane 8 q + i says where row i of matrix q is, at 16-byte
// alignment; lane 4 g + t gets elements 2 t and 2 t + 1 of row g of each, or of column g, if transposed.
template <bool TRANSPOSED> DEVICE void load_matrices(uint32_t (&to)[4], const uint16_t* row) {
    unsigned at = (unsigned) __cvta_generic_to_shared(row);
    if (TRANSPOSED) {
        asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
                : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3]) : "r"(at) : "memory");
    } else {
        asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3]) : "r"(at) : "memory");
    }
}

// sum [16][8] += a [16][16] b [16][8], spread over a warp: lane 4 g + t holds sum[g + 8 h][2 t + e] in element 2 h + e,
// the four 8 x 8 quarters of a (upper left, lower left, upper right, lower right), and those of b, upper and lower,
// transposed, as load_matrices gives them.
DEVICE void multiply_add(float (&sum)[4], const uint32_t (&a)[4], uint32_t b0, uint32_t b1) {
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
            : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3])
            : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}
#endif

// High and low parts of two neighbours.
struct Split {
    uint32_t high, low;

    DEVICE Split(float first, float second)
        : high(pack_bf16(first, second)),
          low(pack_low_parts(first - bits_to_float(high << 16), second - bits_to_float(high & 0xffff0000u))) {}
};

// A matrix of split numbers in shared memory, [..][stride]; the low parts are `low` elements behind the high ones. Rows
// start 16 bytes modulo 32 apart, so that load_matrices meets no bank twice.
struct SplitMatrix {
    uint16_t* high;
    int stride, low;

    DEVICE void store(int row, int column, const Split& pair) const {
        uint16_t* at = high + row * stride + column;
        *reinterpret_cast<uint32_t*>(at) = pair.high;
        *reinterpret_cast<uint32_t*>(at + low) = pair.low;
    }

    DEVICE uint32_t high_parts(int row, int column) const {
        return *reinterpret_cast<const uint32_t*>(high + row * stride + column);
    }

    // Two neighbours, put together again.
    DEVICE void load(int row, int column, float& first, float& second) const {
        const uint16_t* at = high + row * stride + column;
        uint32_t h = *reinterpret_cast<const uint32_t*>(at), l = *reinterpret_cast<const uint32_t*>(at + low);
        first = bits_to_float(h << 16) + bits_to_float(l << 16);
        second = bits_to_float(h & 0xffff0000u) + bits_to_float(l & 0xffff0000u);
    }
};
