// Log-likelihoods over the rows of a tile, one row per thread; terms in float32, their sums in float64.
// CPU twins: kelvin.bank.cpu.GaussianRows, StudentTRows, HeteroscedasticRows, BernoulliRows, CategoricalRows, PoissonRows.
#pragma once
#include "elementary.cuh"
#include "parameters.h"

constexpr int LIKELIHOOD_GAUSSIAN = 0, LIKELIHOOD_STUDENT_T = 1, LIKELIHOOD_HETEROSCEDASTIC = 2,
        LIKELIHOOD_BERNOULLI = 3, LIKELIHOOD_CATEGORICAL = 4, LIKELIHOOD_POISSON = 5;
constexpr double HALF_LOG_2PI = 0x1.d67f1c864beb4p-1;

// The noise of the Gaussian and Student's t likelihood at a parameter vector in device memory.
struct Noise {
    double log_scale;
    double width;     // Student's t: degrees * scale^2
    float precision;  // 1 / scale^2

    DEVICE Noise(const Job& job, const float* theta)
        : log_scale(job.noise_at >= 0 ? (double) load_shared_by_blocks(theta + job.noise_at) : job.log_noise),
          width(job.degrees * exp_of(2.0 * log_scale)), precision((float) exp_of(-2.0 * log_scale)) {}
};

// What a likelihood's rows add up to: Gaussian, squared residuals; Student's t, log(1 + e^2 / width), and in `slope`
// residuals times derivatives; else the log-likelihood but for constants.
struct RawSums {
    double value, slope;
};

// Adds a row's terms. The outputs f are replaced by the derivatives of the log-likelihood by them.
DEVICE void add_row(const Job& job, float* f, const float* y, const Noise& noise, RawSums& sums) {
    switch (job.likelihood) {
        case LIKELIHOOD_STUDENT_T:
            for (int j = 0; j < job.targets; j++) {
                float e = y[j] - f[j];
                sums.value += log_of(1.0 + (double) e * e / noise.width);
                f[j] = (float) (job.degrees + 1.0) * e / fmaf(e, e, (float) noise.width);
                sums.slope += (double) f[j] * e;
            }
            break;
        case LIKELIHOOD_HETEROSCEDASTIC:
            for (int j = 0; j < job.targets; j++) {
                float z = f[job.targets + j];
                float deviation = softplus_of(z) + 1e-6f;
                float t = (y[j] - f[j]) / deviation;
                f[j] = t / deviation;
                f[job.targets + j] = sigmoid_of(z) * ((t * t - 1.0f) / deviation);
                sums.value -= 0.5 * ((double) t * t) + (double) log_of(deviation);
            }
            break;
        case LIKELIHOOD_BERNOULLI: {
            float sign = 1.0f - 2.0f * y[0];
            float z = f[0] * sign;
            f[0] = -(sigmoid_of(z) * sign);
            sums.value -= (double) softplus_of(z);
            break;
        }
        case LIKELIHOOD_CATEGORICAL: {
            int classes = job.layers[job.layer_count - 1].out;
            float largest = f[0];
            for (int c = 1; c < classes; c++) {
                largest = f[c] > largest || f[c] != f[c] ? f[c] : largest;  // NaN stays
            }
            float total = 0;
            for (int c = 0; c < classes; c++) {
                float shifted = f[c] - largest;
                sums.value += y[0] == (float) c ? shifted : 0.0f;
                f[c] = exp_of(shifted);
                total += f[c];
            }
            for (int c = 0; c < classes; c++) {
                f[c] = (y[0] == (float) c ? 1.0f : 0.0f) - f[c] / total;
            }
            sums.value -= (double) log_of(total);
            break;
        }
        case LIKELIHOOD_POISSON:
            for (int j = 0; j < job.targets; j++) {
                float count = y[j] > 1.0f ? y[j] : 1.0f;
                float d = f[j] - log_of(count);
                float rate = count * exp_of(d);
                sums.value += (double) y[j] * (1.0 + d) - (double) rate;
                f[j] = y[j] - rate;
            }
            break;
        default:
            for (int j = 0; j < job.targets; j++) {
                float e = y[j] - f[j];
                f[j] = e * noise.precision;
                sums.value += (double) e * e;
            }
    }
}

// The terms of a tile's rows, whose outputs are [tile][stride], that fall to this thread; derivatives are 0 in the padding.
DEVICE void add_rows(const Job& job, float* outputs, int stride, int tile, const Noise& noise, RawSums& sums) {
    int width = job.layers[job.layer_count - 1].out;
    for (int r = threadIdx.x; r < job.tile; r += blockDim.x) {
        float* f = outputs + r * stride;
        int row = tile * job.tile + r;
        if (row < job.rows) {
            add_row(job, f, job.y + (int64_t) row * job.targets, noise, sums);
        } else {
            for (int j = 0; j < width; j++) {
                f[j] = 0;
            }
        }
    }
}

// The log-likelihood, nats, from the sums over all rows.
DEVICE double log_likelihood(const Job& job, const RawSums& sums, double log_scale) {
    double count = (double) job.rows * job.targets;
    switch (job.likelihood) {
        case LIKELIHOOD_STUDENT_T:
            return count * (job.likelihood_constant - log_scale) - 0.5 * (job.degrees + 1.0) * sums.value;
        case LIKELIHOOD_HETEROSCEDASTIC: return sums.value - HALF_LOG_2PI * count;
        case LIKELIHOOD_BERNOULLI:
        case LIKELIHOOD_CATEGORICAL: return sums.value;
        case LIKELIHOOD_POISSON: return job.likelihood_constant + sums.value;
        default: return -0.5 * exp_of(-2.0 * log_scale) * sums.value - count * (log_scale + HALF_LOG_2PI);
    }
}

// The derivative by a learned log noise.
DEVICE float log_noise_gradient(const Job& job, const RawSums& sums, double log_scale) {
    double count = (double) job.rows * job.targets;
    return (float) ((job.likelihood == LIKELIHOOD_STUDENT_T ? sums.slope : sums.value * exp_of(-2.0 * log_scale)) - count);
}
