// The log-prior of theta, its gradient and exact draws. CPU twin: kelvin.bank.cpu.LogPrior.
#pragma once
#include "parameters.h"
#include "philox.cuh"

DEVICE bool is_laplace(const Job& job, int i) { return job.laplace && i < job.network_parameters; }

// Parameter i's part of minus the log-prior, but for constants.
DEVICE double prior_energy(const Job& job, int i, float theta) {
    if (is_laplace(job, i)) {
        return fabs((double) theta) / job.prior_scale[i];
    }
    double e = (double) theta - job.prior_mean[i];
    return 0.5 * (e * e * job.prior_precision[i]);
}

// start + factor * derivative of the log-prior by parameter i.
DEVICE float add_prior_gradient(const Job& job, int i, float theta, float factor, float start) {
    float slope = factor * job.prior_slope[i];
    if (is_laplace(job, i)) {
        return fmaf(slope, theta > 0 ? 1.0f : theta < 0 ? -1.0f : theta, start);
    }
    return fmaf(slope, theta - job.prior_mean[i], start);
}

// Parameter i of an exact draw from the prior to the power b.
DEVICE float prior_draw(const Job& job, const Stream& stream, int i, double b) {
    float z0 = normal(stream, i);
    if (!is_laplace(job, i)) {
        float spread = (float) (1.0 / sqrt(b));
        return fmaf((float) job.prior_scale[i] * spread, z0, job.prior_mean[i]);
    }
    // half the sum of two squared normals is exponential, the difference of two exponentials Laplace
    float z1 = normal(stream, job.parameters + i);
    float z2 = normal(stream, 2 * job.parameters + i);
    float z3 = normal(stream, 3 * job.parameters + i);
    return (float) (job.prior_scale[i] / b) * (0.5f * ((z0 * z0 + z1 * z1) - (z2 * z2 + z3 * z3)));
}
