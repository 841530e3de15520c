// Philox4x32-10 and normals, bit for bit those of kelvin.random (Philox, Normal, Stream).
// Source: Salmon, Moraes, Dror, Shaw, SC 2011, section 3.3; polynomials of Cephes, logf.c and sinf.c.
#pragma once
#include "portable.cuh"

struct Words { uint32_t x, y, z, w; };

// What a random number is for: the ordinals of kelvin.random.Purpose.
constexpr uint32_t PURPOSE_PROPOSAL = 1, PURPOSE_PRIOR = 2, PURPOSE_ACCEPT = 3, PURPOSE_SWAP = 4,
        PURPOSE_JITTER = 7;

// The numbers of one (seed, purpose, slot, iteration).
struct Stream {
    uint32_t key0, key1, purpose_and_slot, iteration_low, iteration_high;

    DEVICE Stream(int64_t seed, uint32_t purpose, int slot, int64_t iteration)
        : key0((uint32_t) seed), key1((uint32_t) ((uint64_t) seed >> 32)), purpose_and_slot(purpose << 24 | (uint32_t) slot),
          iteration_low((uint32_t) iteration), iteration_high((uint32_t) ((uint64_t) iteration >> 32)) {}

    DEVICE Words block(uint32_t number) const {
        uint32_t x = number, y = purpose_and_slot, z = iteration_low, w = iteration_high, a = key0, b = key1;
        UNROLL for (int round = 0; round < 10; round++) {
            uint64_t p0 = (uint64_t) 0xD2511F53u * x;
            uint64_t p1 = (uint64_t) 0xCD9E8D57u * z;
            x = (uint32_t) (p1 >> 32) ^ y ^ a;
            y = (uint32_t) p1;
            z = (uint32_t) (p0 >> 32) ^ w ^ b;
            w = (uint32_t) p0;
            a += 0x9E3779B9u;
            b += 0xBB67AE85u;
        }
        return Words{x, y, z, w};
    }

    // Uniform number 0: 53 bits, strictly between 0 and 1.
    DEVICE double uniform() const {
        Words words = block(0);
        uint64_t bits = (uint64_t) words.x << 21 | words.y >> 11;
        return ((double) bits + 0.5) * 0x1.0p-53;
    }
};

// -2 ln(u) with u = (word + 1/2) 2^-32.
DEVICE float minus_two_log(uint32_t word) {
    float u = fmaf((float) word, 0x1.0p-32f, 0x1.0p-33f);
    uint32_t bits = float_to_bits(u);
    int e = (int) ((bits - 0x3F3504F3u) & 0xFF800000u) >> 23;
    float f = bits_to_float(bits - ((uint32_t) e << 23)) - 1.0f;
    float square = f * f;
    float p = 7.0376836292e-2f;
    p = fmaf(p, f, -1.1514610310e-1f);
    p = fmaf(p, f, 1.1676998740e-1f);
    p = fmaf(p, f, -1.2420140846e-1f);
    p = fmaf(p, f, 1.4249322787e-1f);
    p = fmaf(p, f, -1.6668057665e-1f);
    p = fmaf(p, f, 2.0000714765e-1f);
    p = fmaf(p, f, -2.4999993993e-1f);
    p = fmaf(p, f, 3.3333331174e-1f);
    float r = p * f * square;
    r = fmaf((float) e, -2.12194440e-4f, r);
    r = fmaf(-0.5f, square, r);
    r = r + f;
    r = fmaf((float) e, 0.693359375f, r);
    return -2.0f * r;
}

// Sine and cosine of 2 pi word 2^-32.
DEVICE void sine_and_cosine(uint32_t word, float& sine, float& cosine) {
    uint32_t quadrant = (word + 0x20000000u) >> 30;
    float x = (float) (int) (word - (quadrant << 30)) * 1.4629180792671596e-9f;
    float z = x * x;
    float p = fmaf(fmaf(-1.9515295891e-4f, z, 8.3321608736e-3f), z, -1.6666654611e-1f);
    float s = fmaf(p * z, x, x);
    p = fmaf(fmaf(2.443315711809948e-5f, z, -1.388731625493765e-3f), z, 4.166664568298827e-2f);
    float c = fmaf(p * z, z, fmaf(-0.5f, z, 1.0f));
    sine = quadrant & 1 ? c : s;
    cosine = quadrant & 1 ? -s : c;
    if (quadrant & 2) {
        sine = -sine;
        cosine = -cosine;
    }
}

// The four normals of a block. Normal i of a stream is component (i / 16) % 4 of block 16 (i / 64) + i % 16, so block b
// holds normals first_normal(b) + 16 c, c = 0 to 3.
DEVICE void normals_of_block(const Stream& stream, int block, float (&out)[4]) {
    Words words = stream.block((uint32_t) block);
    float sine, cosine;
    float radius = sqrtf(minus_two_log(words.x));
    sine_and_cosine(words.y, sine, cosine);
    out[0] = radius * cosine;
    out[1] = radius * sine;
    radius = sqrtf(minus_two_log(words.z));
    sine_and_cosine(words.w, sine, cosine);
    out[2] = radius * cosine;
    out[3] = radius * sine;
}

DEVICE int first_normal(int block) { return block / 16 * 64 + block % 16; }

// Component c of a block's normals, without dynamic indexing of registers.
DEVICE float component(const float (&z)[4], int c) { return c == 0 ? z[0] : c == 1 ? z[1] : c == 2 ? z[2] : z[3]; }

// Normal i of a stream.
DEVICE float normal(const Stream& stream, int i) {
    float z[4];
    normals_of_block(stream, i / 64 * 16 + i % 16, z);
    return component(z, i % 64 / 16);
}

// Blocks that hold normals 0 to n - 1.
DEVICE int normal_blocks(int n) { return (n + 63) / 64 * 16; }
