// Elementary functions as one stated sequence of IEEE 754 operations, bit for bit those of
// kelvin.bank.cpu.Elementary (float32) and java.lang.StrictMath.exp (float64). Constants: Eigen, Cephes, fdlibm.
#pragma once
#include "portable.cuh"

DEVICE float clamp_to(float x, float limit) {
    float c = x > limit ? limit : x;
    return c < -limit ? -limit : c;
}

DEVICE float tanh_of(float x) {
    float c = clamp_to(x, 7.90531110763549805f);
    float z = c * c;
    float p = fmaf(-2.76076847742355e-16f, z, 2.00018790482477e-13f);
    p = fmaf(p, z, -8.60467152213735e-11f);
    p = fmaf(p, z, 5.12229709037114e-08f);
    p = fmaf(p, z, 1.48572235717979e-05f);
    p = fmaf(p, z, 6.37261928875436e-04f);
    p = fmaf(p, z, 4.89352455891786e-03f);
    float q = fmaf(1.19825839466702e-06f, z, 1.18534705686654e-04f);
    q = fmaf(q, z, 2.26843463243900e-03f);
    q = fmaf(q, z, 4.89352518554385e-03f);
    return c * p / q;
}

DEVICE float exp_of(float x) {
    float c = clamp_to(x, 87.0f);
    float shifted = fmaf(c, 1.44269504088896341f, 12582912.0f);
    float n = shifted - 12582912.0f;
    float r = fmaf(n, -0.693359375f, c);
    r = fmaf(n, 2.12194440e-4f, r);
    float p = fmaf(1.9875691500e-4f, r, 1.3981999507e-3f);
    p = fmaf(p, r, 8.3334519073e-3f);
    p = fmaf(p, r, 4.1665795894e-2f);
    p = fmaf(p, r, 1.6666665459e-1f);
    p = fmaf(p, r, 5.0000001201e-1f);
    float y = fmaf(p, r * r, r) + 1.0f;
    return bits_to_float(float_to_bits(y) + (float_to_bits(shifted) << 23));
}

DEVICE float sigmoid_of(float x) {
    float t = exp_of(-fabsf(x));
    return (x < 0 ? t : 1.0f) / (1.0f + t);
}

// log((1 + f) 2^e) for 1 + f in [sqrt(1/2), sqrt(2)].
DEVICE float log_of_one_plus(float f, float e) {
    float square = f * f;
    float p = fmaf(7.0376836292e-2f, f, -1.1514610310e-1f);
    p = fmaf(p, f, 1.1676998740e-1f);
    p = fmaf(p, f, -1.2420140846e-1f);
    p = fmaf(p, f, 1.4249322787e-1f);
    p = fmaf(p, f, -1.6668057665e-1f);
    p = fmaf(p, f, 2.0000714765e-1f);
    p = fmaf(p, f, -2.4999993993e-1f);
    p = fmaf(p, f, 3.3333331174e-1f);
    float r = p * f * square;
    r = fmaf(e, -2.12194440e-4f, r);
    r = fmaf(-0.5f, square, r);
    r = r + f;
    return fmaf(e, 0.693359375f, r);
}

DEVICE float softplus_of(float x) {
    float t = exp_of(-fabsf(x));
    bool high = t > 0.41421354f;
    float log = log_of_one_plus(high ? fmaf(0.5f, t, -0.5f) : t, high ? 1.0f : 0.0f);
    return (x < 0 ? 0.0f : x) + log;
}

DEVICE float log_of(float x) {
    uint32_t bits = float_to_bits(x);
    int e = (int) ((bits - 0x3F3504F3u) & 0xFF800000u) >> 23;
    return log_of_one_plus(bits_to_float(bits - ((uint32_t) e << 23)) - 1.0f, (float) e) + (x - x);
}

// StrictMath.log (fdlibm, e_log.c) of a positive normal number; NaN and infinity stay, 0 gives minus infinity.
DEVICE double log_of(double x) {
    if (!(x > 0) || x - x != 0) {
        return x == 0 ? bits_to_double(0xfff0000000000000ull) : x > 0 || x != x ? x : bits_to_double(0x7ff8000000000000ull);
    }
    double ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;
    uint64_t bits = double_to_bits(x);
    int high = (int) (bits >> 32) & 0xfffff;
    int i = (high + 0x95f64) & 0x100000;
    double k = (int) (bits >> 52) - 1023 + (i >> 20);
    double f = bits_to_double((uint64_t) (uint32_t) (high | (i ^ 0x3ff00000)) << 32 | (uint32_t) bits) - 1.0;
    if ((0xfffff & (2 + high)) < 3) {
        double r = f * f * (0.5 - 0.33333333333333333 * f);
        return f == 0 ? k * ln2_high + k * ln2_low : k == 0 ? f - r : k * ln2_high - ((r - k * ln2_low) - f);
    }
    double s = f / (2.0 + f);
    double z = s * s;
    double w = z * z;
    double t1 = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
    double t2 = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01
            + w * 1.479819860511658591e-01)));
    double r = t2 + t1;
    if (((high - 0x6147a) | (0x6b851 - high)) > 0) {
        double half = 0.5 * f * f;
        return k == 0 ? f - (half - s * (half + r)) : k * ln2_high - ((half - (s * (half + r) + k * ln2_low)) - f);
    }
    return k == 0 ? f - s * (f - r) : k * ln2_high - ((s * (f - r) - k * ln2_low) - f);
}

// StrictMath.exp (fdlibm, e_exp.c).
DEVICE double exp_of(double x) {
    uint32_t high = (uint32_t) (double_to_bits(x) >> 32);
    bool negative = high >> 31;
    high &= 0x7fffffff;
    if (!(x == x)) {
        return x;
    }
    if (x > 7.09782712893383973096e+02) {
        return bits_to_double(0x7ff0000000000000ull);
    }
    if (x < -7.45133219101941108420e+02) {
        return 0.0;
    }
    double hi = 0, lo = 0;
    int k = 0;
    if (high > 0x3fd62e42) {
        double ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;
        if (high < 0x3FF0A2B2) {
            hi = x - (negative ? -ln2_high : ln2_high);
            lo = negative ? -ln2_low : ln2_low;
            k = negative ? -1 : 1;
        } else {
            k = (int) (1.44269504088896338700e+00 * x + (negative ? -0.5 : 0.5));
            hi = x - k * ln2_high;
            lo = k * ln2_low;
        }
        x = hi - lo;
    } else if (high < 0x3e300000) {
        return 1.0 + x;
    }
    double t = x * x;
    double c = x - t * (1.66666666666666019037e-01 + t * (-2.77777777770155933842e-03 + t * (6.61375632143793436117e-05
            + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
    if (k == 0) {
        return 1.0 - ((x * c) / (c - 2.0) - x);
    }
    double y = 1.0 - ((lo - (x * c) / (2.0 - c)) - hi);
    if (k >= -1021) {
        return bits_to_double(double_to_bits(y) + ((uint64_t) (int64_t) k << 52));
    }
    return bits_to_double(double_to_bits(y) + ((uint64_t) (int64_t) (k + 1000) << 52)) * 9.33263618503218878990e-302;
}
