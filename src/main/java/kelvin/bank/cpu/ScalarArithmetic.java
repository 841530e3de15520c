package kelvin.bank.cpu;

import kelvin.model.Activation;
import kelvin.random.Purpose;
import kelvin.random.Stream;

/** The inner loops in plain Java, for virtual machines without the Vector API: the definition of every bit. */
public final class ScalarArithmetic implements Arithmetic {
    @Override
    public String description() {
        return "scalar code";
    }

    @Override
    public void product(float[] theta, LinearMap map, float[] in, int inAt, int inStride, float[] out, int outAt,
            int outStride) {
        for (int u = 0; u < map.units(); u++) {
            int o = outAt + u * outStride;
            float bias = map.bias() < 0 ? 0 : theta[map.bias() + u];
            for (int r = 0; r < ROW_TILE; r++) {
                out[o + r] = bias;
            }
            for (int k = 0; k < map.depth(); k++) {
                float w = theta[map.at() + u * map.unitStep() + k * map.depthStep()];
                int x = inAt + k * inStride;
                for (int r = 0; r < ROW_TILE; r++) {
                    out[o + r] = Math.fma(w, in[x + r], out[o + r]);
                }
            }
        }
    }

    @Override
    public void layer(Activation activation, float[] theta, LinearMap map, float[] in, int inAt, int inStride,
            float[] out, int outAt, int outStride, float[] slopes) {
        product(theta, map, in, inAt, inStride, out, outAt, outStride);
        for (int u = 0; u < map.units(); u++) {
            for (int i = outAt + u * outStride; i < outAt + u * outStride + ROW_TILE; i++) {
                switch (activation) {
                    case RELU -> out[i] = Math.max(out[i], 0);
                    case TANH -> out[i] = Elementary.tanh(out[i]);
                    case SILU -> {
                        float a = out[i];
                        float s = Elementary.sigmoid(a);
                        out[i] = a * s;
                        slopes[i] = s * Math.fma(a, 1 - s, 1);
                    }
                }
            }
        }
    }

    @Override
    public void backLayer(Activation activation, float[] theta, LinearMap map, float[] in, int inAt, int inStride,
            float[] h, int at, int stride, float[] slopes, float[] scratch) {
        product(theta, map, in, inAt, inStride, scratch, 0, ROW_TILE);
        for (int u = 0; u < map.units(); u++) {
            for (int r = 0; r < ROW_TILE; r++) {
                int i = at + u * stride + r;
                float d = scratch[u * ROW_TILE + r];
                switch (activation) {
                    case RELU -> h[i] = h[i] > 0 ? d : 0;
                    case TANH -> h[i] = d * Math.fma(-h[i], h[i], 1);
                    case SILU -> h[i] = d * slopes[i];
                }
            }
        }
    }

    @Override
    public void weightGradient(float[] a, int aAt, int m, float[] b, int bAt, int n, int stride, int rows,
            float[] out, int at, boolean add, float[] scratch) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int lane = 0; lane < LANES; lane++) {
                    float sum = 0;
                    for (int r = lane; r < rows; r += LANES) {
                        sum = Math.fma(a[aAt + i * stride + r], b[bAt + j * stride + r], sum);
                    }
                    scratch[lane] = sum;
                }
                LaneFold.fold(scratch, 0, 1, out, at + i * n + j, add);
            }
        }
    }

    @Override
    public void exponentials(float[] x, int at, int n) {
        for (int i = at; i < at + n; i++) {
            x[i] = Elementary.exp(x[i]);
        }
    }

    @Override
    public void logarithms(float[] x, int at, int n) {
        for (int i = at; i < at + n; i++) {
            x[i] = Elementary.log(x[i]);
        }
    }

    @Override
    public void logistic(float[] z, int at, int n, float[] softplus) {
        for (int i = 0; i < n; i++) {
            softplus[i] = Elementary.softplus(z[at + i]);
            z[at + i] = Elementary.sigmoid(z[at + i]);
        }
    }

    @Override
    public void normals(long seed, Purpose purpose, int slot, long iteration, float[] out, int n) {
        new Stream(seed).at(purpose, slot, iteration).normals(out, 0, n);
    }

    @Override
    public double multiplyAdds(int rounds) {
        float a = 1;
        float b = 2;
        float c = 3;
        float d = 4;
        float e = 5;
        float f = 6;
        float g = 7;
        float h = 8;
        for (int i = 0; i < rounds; i++) {
            a = Math.fma(a, 0.5f, 1);
            b = Math.fma(b, 0.5f, 1);
            c = Math.fma(c, 0.5f, 1);
            d = Math.fma(d, 0.5f, 1);
            e = Math.fma(e, 0.5f, 1);
            f = Math.fma(f, 0.5f, 1);
            g = Math.fma(g, 0.5f, 1);
            h = Math.fma(h, 0.5f, 1);
        }
        // all tend to 2; the sum keeps the compiler from leaving anything out
        return a + b + c + d + e + f + g + h > 0 ? 16.0 * rounds : 0;
    }
}
