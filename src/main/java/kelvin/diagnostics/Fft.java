package kelvin.diagnostics;

/** Radix-2 discrete Fourier transform of one size (Cooley and Tukey 1965). */
final class Fft {
    private final int size;
    private final double[] cos;
    private final double[] sin;

    /** @param size a power of two, at least 2 */
    Fft(int size) {
        this.size = size;
        cos = new double[size / 2];
        sin = new double[size / 2];
        for (int k = 0; k < size / 2; k++) {
            cos[k] = StrictMath.cos(2 * StrictMath.PI * k / size);
            sin[k] = -StrictMath.sin(2 * StrictMath.PI * k / size);
        }
    }

    /** Replaces re + i im, each {@code [size]}, by its transform with kernel exp(-2 pi i j k / size). */
    void transform(double[] re, double[] im) {
        reverseBits(re);
        reverseBits(im);
        for (int half = 1; half < size; half *= 2) {
            int stride = size / (2 * half);
            for (int start = 0; start < size; start += 2 * half) {
                for (int k = 0; k < half; k++) {
                    int a = start + k;
                    int b = a + half;
                    double c = cos[k * stride];
                    double s = sin[k * stride];
                    double r = re[b] * c - im[b] * s;
                    double i = re[b] * s + im[b] * c;
                    re[b] = re[a] - r;
                    im[b] = im[a] - i;
                    re[a] += r;
                    im[a] += i;
                }
            }
        }
    }

    private void reverseBits(double[] x) {
        int shift = Integer.numberOfLeadingZeros(size) + 1;
        for (int i = 0; i < size; i++) {
            int j = Integer.reverse(i) >>> shift;
            if (i < j) {
                double swap = x[i];
                x[i] = x[j];
                x[j] = swap;
            }
        }
    }
}
