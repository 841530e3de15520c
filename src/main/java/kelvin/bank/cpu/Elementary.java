package kelvin.bank.cpu;

/**
 * Elementary functions in float32 as one stated sequence of IEEE 754 operations, so that every vector width gives the
 * same bits.
 */
public final class Elementary {
    /** Beyond it tanh is taken as at the limit: 1 to within 2.4e-7. */
    public static final float TANH_LIMIT = 7.90531110763549805f;
    /** Numerator of tanh, odd powers. Source: Eigen, ptanh_float. */
    public static final float TANH_P13 = -2.76076847742355e-16f;
    public static final float TANH_P11 = 2.00018790482477e-13f;
    public static final float TANH_P9 = -8.60467152213735e-11f;
    public static final float TANH_P7 = 5.12229709037114e-08f;
    public static final float TANH_P5 = 1.48572235717979e-05f;
    public static final float TANH_P3 = 6.37261928875436e-04f;
    public static final float TANH_P1 = 4.89352455891786e-03f;
    /** Denominator of tanh, even powers. */
    public static final float TANH_Q6 = 1.19825839466702e-06f;
    public static final float TANH_Q4 = 1.18534705686654e-04f;
    public static final float TANH_Q2 = 2.26843463243900e-03f;
    public static final float TANH_Q0 = 4.89352518554385e-03f;

    /** Arguments of exp are clamped to this on both sides, so that results are normal floats. */
    public static final float EXP_LIMIT = 87.0f;
    public static final float LOG2_E = 1.44269504088896341f;
    /** 1.5 * 2^23: adding it rounds a float to an integer, which is then in its low bits. */
    public static final float ROUND = 12582912f;
    public static final float LN2_HIGH = 0.693359375f;
    public static final float LN2_LOW = -2.12194440e-4f;
    /** Powers of exp. Source: Cephes, expf.c. */
    public static final float EXP_P7 = 1.9875691500e-4f;
    public static final float EXP_P6 = 1.3981999507e-3f;
    public static final float EXP_P5 = 8.3334519073e-3f;
    public static final float EXP_P4 = 4.1665795894e-2f;
    public static final float EXP_P3 = 1.6666665459e-1f;
    public static final float EXP_P2 = 5.0000001201e-1f;

    /** Powers of the logarithm. Source: Cephes, logf.c. */
    public static final float LOG_P11 = 7.0376836292e-2f;
    public static final float LOG_P10 = -1.1514610310e-1f;
    public static final float LOG_P9 = 1.1676998740e-1f;
    public static final float LOG_P8 = -1.2420140846e-1f;
    public static final float LOG_P7 = 1.4249322787e-1f;
    public static final float LOG_P6 = -1.6668057665e-1f;
    public static final float LOG_P5 = 2.0000714765e-1f;
    public static final float LOG_P4 = -2.4999993993e-1f;
    public static final float LOG_P3 = 3.3333331174e-1f;
    /** Where a logarithm of 1 + t goes over to (1 + t) / 2. */
    public static final float SQRT_2_MINUS_1 = 0.41421354f;
    /** The bits of sqrt(1/2) and of a float's exponent. */
    public static final int SQRT_HALF_BITS = 0x3F3504F3;
    public static final int EXPONENT_BITS = 0xFF800000;

    private Elementary() {
    }

    /** tanh x to 4.5 ulp; NaN stays. */
    public static float tanh(float x) {
        float c = clamp(x, TANH_LIMIT);
        float z = c * c;
        float p = Math.fma(TANH_P13, z, TANH_P11);
        p = Math.fma(p, z, TANH_P9);
        p = Math.fma(p, z, TANH_P7);
        p = Math.fma(p, z, TANH_P5);
        p = Math.fma(p, z, TANH_P3);
        p = Math.fma(p, z, TANH_P1);
        float q = Math.fma(TANH_Q6, z, TANH_Q4);
        q = Math.fma(q, z, TANH_Q2);
        q = Math.fma(q, z, TANH_Q0);
        return c * p / q;
    }

    /** exp x to 1 ulp, x clamped to {@link #EXP_LIMIT} on both sides; NaN stays. */
    public static float exp(float x) {
        float c = clamp(x, EXP_LIMIT);
        float shifted = Math.fma(c, LOG2_E, ROUND);
        float n = shifted - ROUND;
        float r = Math.fma(n, -LN2_HIGH, c);
        r = Math.fma(n, -LN2_LOW, r);
        float p = Math.fma(EXP_P7, r, EXP_P6);
        p = Math.fma(p, r, EXP_P5);
        p = Math.fma(p, r, EXP_P4);
        p = Math.fma(p, r, EXP_P3);
        p = Math.fma(p, r, EXP_P2);
        float y = Math.fma(p, r * r, r) + 1;
        return Float.intBitsToFloat(Float.floatToRawIntBits(y) + (Float.floatToRawIntBits(shifted) << 23));
    }

    /** 1 / (1 + exp(-x)) to 2.5 ulp within the limits of exp; NaN stays. */
    public static float sigmoid(float x) {
        float t = exp(-Math.abs(x));
        return (x < 0 ? t : 1) / (1 + t);
    }

    /** log(1 + exp(x)) to 2 ulp within the limits of exp; NaN stays. */
    public static float softplus(float x) {
        float t = exp(-Math.abs(x));
        boolean high = t > SQRT_2_MINUS_1;
        float log = logOfOnePlus(high ? Math.fma(0.5f, t, -0.5f) : t, high ? 1 : 0);
        return (x < 0 ? 0 : x) + log;
    }

    /** log x to 1 ulp for a positive normal x; NaN for NaN and infinity. */
    public static float log(float x) {
        int bits = Float.floatToRawIntBits(x);
        // x = m 2^e with m in [sqrt(1/2), sqrt(2))
        int e = (bits - SQRT_HALF_BITS & EXPONENT_BITS) >> 23;
        return logOfOnePlus(Float.intBitsToFloat(bits - (e << 23)) - 1, e) + (x - x);
    }

    /** log((1 + f) 2^e) for 1 + f in [sqrt(1/2), sqrt(2)]. */
    private static float logOfOnePlus(float f, float e) {
        float square = f * f;
        float p = Math.fma(LOG_P11, f, LOG_P10);
        p = Math.fma(p, f, LOG_P9);
        p = Math.fma(p, f, LOG_P8);
        p = Math.fma(p, f, LOG_P7);
        p = Math.fma(p, f, LOG_P6);
        p = Math.fma(p, f, LOG_P5);
        p = Math.fma(p, f, LOG_P4);
        p = Math.fma(p, f, LOG_P3);
        float r = p * f * square;
        r = Math.fma(e, LN2_LOW, r);
        r = Math.fma(-0.5f, square, r);
        r = r + f;
        return Math.fma(e, LN2_HIGH, r);
    }

    private static float clamp(float x, float limit) {
        float c = x > limit ? limit : x;
        return c < -limit ? -limit : c;
    }
}
