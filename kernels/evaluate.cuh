// Log-likelihood, log-prior and, if carried, gradient of every replica at its current place.
#pragma once
#include "transition.cuh"

template <class Units> DEVICE void evaluate(const Job& job) {
    SHARED_MEMORY(shared);
    Team team(job);
    for (int replica = team.id; replica < job.slots; replica += team.teams) {
        int64_t at = ((int64_t) job.current[replica] * job.slots + replica) * job.stride;
        const float* theta = job.theta + at;
        Noise noise(job, theta);
        Units::evaluate(job, team, shared, theta, noise, true);
        double prior[1] = {0};
        FOR_ALL_TASKS(job) {
            FOR_PARAMETERS_OF_TASK(job) {
                prior[0] += prior_energy(job, i, theta[i]);
            }
        }
        block_sums(prior, reinterpret_cast<double*>(shared));
        team.barrier();
        RawSums raw = raw_sums(job, team, Units::RAW_OF_GRADIENT), energy = raw_sums(job, team, RAW_OF_ENERGY);
        if (job.gradients) {
            FOR_TASKS_OF_BLOCK(job, team) {
                FOR_PARAMETERS_OF_TASK(job) {
                    job.gradient[at + i] = gradient_element(job, team, i, raw, noise.log_scale);
                }
            }
        }
        if (team.rank == 0 && threadIdx.x == 0) {
            job.log_likelihood[replica] = log_likelihood(job, energy, noise.log_scale);
            job.log_prior[replica] = job.prior_constant - (prior[0] + layer_scale_energy(job, shared));
        }
        team.barrier();
    }
}
