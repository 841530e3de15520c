// Keeps energies and gradients of current states that were evaluated. Grid: pieces of parameters of each member.
#include "batch.cuh"

extern "C" __global__ void __launch_bounds__(MAX_THREADS) batch_store(const __grid_constant__ Job job) {
    SHARED_MEMORY(shared);
    Member member(job);
    if (member.slot(job) < 0) {
        return;
    }
    Trial trial = trial_of(job, member, shared);
    Noise noise(job, trial.theta);
    if (job.gradients) {
        float* to = job.gradient + trial.at(job, trial.place);
        FOR_TASKS_OF_PIECE(job, member) {
            FOR_PARAMETERS_OF_TASK(job) {
                to[i] = batch_gradient(job, member, i, noise.log_scale);
            }
        }
    }
    if (member.part > 0) {
        return;
    }
    prepare_batch_prior(job, member, shared, trial.theta);
    double sums[2];
    fold_sums(job, member, ENERGY_SUMS, sums, reinterpret_cast<double*>(shared));
    if (threadIdx.x == 0) {
        job.log_likelihood[trial.replica] = log_likelihood(job, member.raw(job), noise.log_scale);
        job.log_prior[trial.replica] = job.prior_constant - (sums[1] + layer_scale_energy(job, shared));
    }
}
