// Trajectories on a lattice, which lead back to the bit. Positions are multiples of job.spacing, a power of two for each
// parameter, that float32 holds exactly; momenta are multiples of 2^-20. Moves and kicks are rounded to the lattice before
// they are added, so that adding and subtracting them are inverse to each other; a real number's rounding errors are not.
// What leaves the lattice's range becomes NaN and is rejected; the way back would leave it as well.
#pragma once
#include "portable.cuh"

constexpr float MOST_SPACINGS = 0x1p24f;     // from there on float32 skips integers
constexpr float MOMENTUM_POINTS = 0x1p20f;  // of a unit
constexpr float MOST_MOMENTUM = 0x1p29f;
constexpr int32_t OUTSIDE = INT32_MIN;      // a momentum that left the range

// A position plus a step, rounded to the lattice.
DEVICE float on_lattice(float spacing, float from, float step) {
    float points = bits_to_float(0x7f000000u - float_to_bits(spacing));  // of a unit
    float next = fmaf(from, points, rintf(step * points));
    return fabsf(next) < MOST_SPACINGS ? next * spacing : bits_to_float(0x7fc00000u);
}

// A momentum plus a kick.
DEVICE int32_t kicked_on_lattice(int32_t momentum, float kick) {
    float points = rintf(kick * MOMENTUM_POINTS);
    if (momentum == OUTSIDE || !(fabsf(points) <= MOST_MOMENTUM)) {
        return OUTSIDE;
    }
    int32_t next = momentum + (int32_t) points;
    return next >= -(int32_t) MOST_MOMENTUM && next <= (int32_t) MOST_MOMENTUM ? next : OUTSIDE;
}

// As numbers: for moves in float32, for energies without rounding.
DEVICE float velocity_of(int32_t momentum) {
    return momentum == OUTSIDE ? bits_to_float(0x7fc00000u) : (float) momentum * (1 / MOMENTUM_POINTS);
}
DEVICE double exact_velocity_of(int32_t momentum) {
    return momentum == OUTSIDE ? bits_to_double(0x7ff8000000000000ull) : (double) momentum * (1 / MOMENTUM_POINTS);
}
