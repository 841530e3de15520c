// Log-likelihood, log-prior and, if carried, gradient of every replica at its current place.
#pragma once
#include "transition.cuh"

template <bool WIDE> DEVICE void evaluate(const Job& job) {
    SHARED_MEMORY(shared);
    double* scratch = reinterpret_cast<double*>(shared);
    Team team(job);
    for (int replica = team.id; replica < job.slots; replica += team.teams) {
        int64_t at = ((int64_t) job.current[replica] * job.slots + replica) * job.stride;
        const float* theta = job.theta + at;
        evaluate_segments<WIDE>(job, team, shared, theta, job.gradients);
        double log_sigma = log_noise(job, theta), prior = 0, unused = 0;
        for (int task = threadIdx.x; task < normal_blocks(job.parameters); task += blockDim.x) {
            FOR_PARAMETERS_OF_TASK(job) {
                prior += prior_energy(job, i, theta[i]);
            }
        }
        block_sums(prior, unused, scratch);
        team.barrier();
        double raw = raw_sum(job, team);
        if (job.gradients) {
            FOR_TASKS_OF_BLOCK(job, team) {
                FOR_PARAMETERS_OF_TASK(job) {
                    job.gradient[at + i] = gradient_element(job, team, i, raw, log_sigma);
                }
            }
        }
        if (team.rank == 0 && threadIdx.x == 0) {
            job.log_likelihood[replica] = log_likelihood(job, raw, log_sigma);
            job.log_prior[replica] = job.prior_constant - prior;
        }
        team.barrier();
    }
}
