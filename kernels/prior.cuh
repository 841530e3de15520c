// The log-prior of theta, its gradient and exact draws. CPU twins: kelvin.bank.cpu.IndependentPrior and
// HierarchicalPrior.
#pragma once
#include "elementary.cuh"
#include "parameters.h"
#include "philox.cuh"
#include "reduce.cuh"

// Of a layer whose scale is learned, at one theta; in shared memory behind the scratch of sums.
struct LayerScale {
    double squares;    // fan-in times the weights' squares, and the biases' squares
    double log_scale;
    float weight_slope, bias_slope, own, unused;
};

DEVICE LayerScale* layer_scales(unsigned char* shared) { return reinterpret_cast<LayerScale*>(shared + REDUCE_BYTES); }

DEVICE bool hierarchical(const Job& job) { return job.layer_scales_at >= 0; }

// Of layer l, from the sums of its weights' and biases' squares. For one thread.
DEVICE void set_layer_scale(const Job& job, LayerScale& scale, int l, const float* theta, double weights, double biases) {
    Layer layer = job.layers[l];
    scale.squares = layer.in * weights + biases;
    scale.log_scale = (double) load_shared_by_blocks(theta + job.layer_scales_at + l);
    double precision = exp_of(-2.0 * scale.log_scale), z = exp_of(scale.log_scale) / job.layer_scale_width;
    scale.weight_slope = (float) (-precision * layer.in);
    scale.bias_slope = (float) -precision;
    scale.own = (float) (precision * scale.squares - (double) ((layer.in + 1) * layer.out) + 1.0 - z * z);
}

// Works out the layers' scales at theta in device memory, if they are learned, for what follows. By every block alike.
DEVICE void prepare_prior(const Job& job, unsigned char* shared, const float* theta) {
    for (int l = 0; hierarchical(job) && l < job.layer_count; l++) {
        Layer layer = job.layers[l];
        double sums[2] = {0, 0};
        for (int i = threadIdx.x; i < (layer.in + 1) * layer.out; i += blockDim.x) {
            float w = load_shared_by_blocks(theta + layer.weights + i);
            sums[i < layer.in * layer.out ? 0 : 1] += (double) w * w;
        }
        block_sums(sums, reinterpret_cast<double*>(shared));
        if (threadIdx.x == 0) {
            set_layer_scale(job, layer_scales(shared)[l], l, theta, sums[0], sums[1]);
        }
        __syncthreads();
    }
}

DEVICE bool is_laplace(const Job& job, int i) { return job.laplace && i < job.network_parameters; }

DEVICE int layer_of(const Job& job, int i) {
    int l = job.layer_count - 1;
    while (i < job.layers[l].weights) {
        l--;
    }
    return l;
}

// Parameter i's part of minus the log-prior, but for constants and what the layers' scales add.
DEVICE double prior_energy(const Job& job, int i, float theta) {
    if (hierarchical(job) && i != job.noise_at) {
        return 0;
    }
    if (is_laplace(job, i)) {
        return fabs((double) theta) / job.prior_scale[i];
    }
    double e = (double) theta - job.prior_mean[i];
    return 0.5 * (e * e * job.prior_precision[i]);
}

// What the layers' scales add to it, at the theta of prepare_prior.
DEVICE double layer_scale_energy(const Job& job, unsigned char* shared) {
    double energy = 0;
    for (int l = 0; hierarchical(job) && l < job.layer_count; l++) {
        const LayerScale& scale = layer_scales(shared)[l];
        double n = (double) ((job.layers[l].in + 1) * job.layers[l].out);
        double z = exp_of(scale.log_scale) / job.layer_scale_width;
        energy += 0.5 * (exp_of(-2.0 * scale.log_scale) * scale.squares + z * z) - (1.0 - n) * scale.log_scale;
    }
    return energy;
}

// start + factor * derivative of the log-prior by parameter i, at the theta of prepare_prior.
DEVICE float add_prior_gradient(const Job& job, const LayerScale* scales, int i, float theta, float factor, float start) {
    if (hierarchical(job) && i != job.noise_at) {
        if (i >= job.layer_scales_at) {
            return fmaf(factor, scales[i - job.layer_scales_at].own, start);
        }
        int l = layer_of(job, i);
        return fmaf(factor * (i < job.layers[l].biases ? scales[l].weight_slope : scales[l].bias_slope), theta, start);
    }
    float slope = factor * job.prior_slope[i];
    if (is_laplace(job, i)) {
        return fmaf(slope, theta > 0 ? 1.0f : theta < 0 ? -1.0f : theta, start);
    }
    return fmaf(slope, theta - job.prior_mean[i], start);
}

// Parameter i of a draw where layers' scales are learned: these first, then the parameters around them.
DEVICE float hierarchical_draw(const Job& job, const Stream& stream, int i) {
    int l = i >= job.layer_scales_at ? i - job.layer_scales_at : layer_of(job, i);
    float z = fabsf(normal(stream, job.layer_scales_at + l));
    float scale = (z > 1e-30f ? z : 1e-30f) * (float) job.layer_scale_width;
    if (i >= job.layer_scales_at) {
        return (float) log_of((double) scale);
    }
    return normal(stream, i) * (i < job.layers[l].biases ? (float) (scale / sqrt((double) job.layers[l].in)) : scale);
}

// Parameter i of an exact draw from the prior to the power b.
DEVICE float prior_draw(const Job& job, const Stream& stream, int i, double b) {
    if (hierarchical(job) && i != job.noise_at) {
        return hierarchical_draw(job, stream, i);
    }
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
