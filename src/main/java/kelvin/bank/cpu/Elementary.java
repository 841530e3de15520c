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

    private Elementary() {
    }

    /** tanh x; NaN stays. */
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

    /** exp x for x clamped to {@link #EXP_LIMIT} on both sides; NaN stays. */
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

    /** 1 / (1 + exp(-x)). */
    public static float sigmoid(float x) {
        return 1 / (1 + exp(-x));
    }

    private static float clamp(float x, float limit) {
        float c = x > limit ? limit : x;
        return c < -limit ? -limit : c;
    }
}
