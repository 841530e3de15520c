// Log-likelihoods over the rows of a tile, one row per thread; terms in float32, their sums in float64.
// CPU twins: kelvin.bank.cpu.GaussianRows, HeteroscedasticRows, BernoulliRows, CategoricalRows.
#pragma once
#include "elementary.cuh"
#include "parameters.h"

constexpr int LIKELIHOOD_GAUSSIAN = 0, LIKELIHOOD_LEARNED = 1, LIKELIHOOD_HETEROSCEDASTIC = 2,
        LIKELIHOOD_BERNOULLI = 3, LIKELIHOOD_CATEGORICAL = 4;
constexpr double HALF_LOG_2PI = 0x1.d67f1c864beb4p-1;

// log sigma of the Gaussian likelihood at a parameter vector in device memory.
DEVICE double log_noise(const Job& job, const float* theta) {
    return job.likelihood == LIKELIHOOD_LEARNED ? (double) load_shared_by_blocks(theta + job.parameters - 1)
                                                : job.log_noise;
}

// The row's term of the raw sum: squared residuals for Gaussian noise, else the log-likelihood without constants. The
// outputs f are replaced by the derivatives of the log-likelihood by them.
DEVICE double row_term(const Job& job, float* f, const float* y, float precision) {
    double term = 0;
    switch (job.likelihood) {
        case LIKELIHOOD_HETEROSCEDASTIC:
            for (int j = 0; j < job.targets; j++) {
                float z = f[job.targets + j];
                float deviation = softplus_of(z) + 1e-6f;
                float t = (y[j] - f[j]) / deviation;
                f[j] = t / deviation;
                f[job.targets + j] = sigmoid_of(z) * ((t * t - 1.0f) / deviation);
                term -= 0.5 * ((double) t * t) + (double) log_of(deviation);
            }
            return term;
        case LIKELIHOOD_BERNOULLI: {
            float sign = 1.0f - 2.0f * y[0];
            float z = f[0] * sign;
            f[0] = -(sigmoid_of(z) * sign);
            return -(double) softplus_of(z);
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
                term += y[0] == (float) c ? shifted : 0.0f;
                f[c] = exp_of(shifted);
                total += f[c];
            }
            for (int c = 0; c < classes; c++) {
                f[c] = (y[0] == (float) c ? 1.0f : 0.0f) - f[c] / total;
            }
            return term - (double) log_of(total);
        }
        default:
            for (int j = 0; j < job.targets; j++) {
                float e = y[j] - f[j];
                f[j] = e * precision;
                term += (double) e * e;
            }
            return term;
    }
}

// The terms of a tile's rows that fall to this thread, added to sum; derivatives are 0 in the padding.
DEVICE void row_terms(const Job& job, float* memory, int tile, float precision, double& sum) {
    Layer last = job.layers[job.layer_count - 1];
    for (int r = threadIdx.x; r < job.tile; r += blockDim.x) {
        float* f = memory + last.unit_at + r * last.unit_stride;
        int row = tile * job.tile + r;
        if (row < job.rows) {
            sum += row_term(job, f, job.y + (int64_t) row * job.targets, precision);
        } else {
            for (int j = 0; j < last.out; j++) {
                f[j] = 0;
            }
        }
    }
}

// The log-likelihood, nats, from the raw sum over all rows.
DEVICE double log_likelihood(const Job& job, double raw, double log_sigma) {
    double count = (double) job.rows * job.targets;
    switch (job.likelihood) {
        case LIKELIHOOD_HETEROSCEDASTIC: return raw - HALF_LOG_2PI * count;
        case LIKELIHOOD_BERNOULLI:
        case LIKELIHOOD_CATEGORICAL: return raw;
        default: return -0.5 * exp_of(-2.0 * log_sigma) * raw - count * (log_sigma + HALF_LOG_2PI);
    }
}

// The derivative by the learned log sigma.
DEVICE float log_noise_gradient(const Job& job, double raw, double log_sigma) {
    return (float) (raw * exp_of(-2.0 * log_sigma) - (double) job.rows * job.targets);
}
