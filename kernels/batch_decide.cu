// Ends an iteration of a batch's slots: energies, decision, record. Grid: a block for each member. Float64.
// CPU twin: kelvin.bank.cpu.Trial.
#include "batch.cuh"
#include "decide.cuh"

extern "C" __global__ void __launch_bounds__(MAX_THREADS) batch_decide(const __grid_constant__ Job job) {
    SHARED_MEMORY(shared);
    double* scratch = reinterpret_cast<double*>(shared);
    Member member(job);
    if (member.slot(job) < 0) {
        return;
    }
    Trial trial = trial_of(job, member, shared);
    prepare_batch_prior(job, member, shared, trial.proposal);
    double begun[1], ended[2];
    fold_sums(job, member, FORCE_SUMS, begun, scratch);
    fold_sums(job, member, ENERGY_SUMS, ended, scratch);
    if (threadIdx.x != 0) {
        return;
    }
    double likelihood_now = job.log_likelihood[trial.replica], prior_now = job.log_prior[trial.replica];
    if (lacks_energy(job, trial, likelihood_now, prior_now)) {
        return;
    }
    double likelihood = log_likelihood(job, member.raw(job), Noise(job, trial.proposal).log_scale);
    double prior = job.prior_constant - (ended[1] + layer_scale_energy(job, shared));
    double gained = trial.exact() ? 0 : job.transition == TRANSITION_LEAPFROG ? 0.5 * ended[0] - 0.5 * begun[0]
            : trial.isokinetic(job) ? member.totals(job)[TOTAL_GAINED] : 0;
    Decision decision(job, trial, likelihood_now, prior_now, likelihood, prior, gained);
    decision.record(job, trial, 0);
}
