// The end of an iteration: whether the proposal is taken, and what is recorded. By one thread.
// CPU twin: kelvin.bank.cpu.Trial.
#pragma once
#include "transition.cuh"

// Whether the state to be left has no energy; the first iteration at which it had none is kept.
DEVICE bool lacks_energy(const Job& job, const Trial& trial, double likelihood, double prior) {
    bool lacks = likelihood != likelihood || prior != prior;
    if (lacks && job.broken[trial.slot] < 0) {
        job.broken[trial.slot] = trial.iteration;
    }
    return lacks;
}

struct Decision {
    double likelihood_now, prior_now, likelihood, prior, acceptance;
    bool possible, accepted;

    // From the energies now and of the proposal, and the kinetic energy gained on the way.
    DEVICE Decision(const Job& job, const Trial& trial, double likelihood_now, double prior_now, double likelihood,
            double prior, double gained)
        : likelihood_now(likelihood_now), prior_now(prior_now), likelihood(likelihood), prior(prior) {
        double log_ratio = 0;
        if (!trial.exact()) {
            log_ratio = trial.likelihood_power * likelihood + trial.prior_power * prior
                    - (trial.likelihood_power * likelihood_now + trial.prior_power * prior_now);
            log_ratio -= gained;
        }
        possible = is_finite(likelihood) && is_finite(prior) && is_finite(log_ratio);
        bool relaxes = trial.relaxes(job);
        acceptance = !possible ? 0 : relaxes ? exp_of(-fabs(log_ratio) / sqrt((double) job.parameters))
                : exp_of(log_ratio < 0 ? log_ratio : 0.0);
        accepted = possible && (trial.exact() || (relaxes ? log_ratio > 0 || acceptance >= RELAXATION_WORST
                : Stream(job.seed, PURPOSE_ACCEPT, job.global_slot[trial.slot], trial.iteration).uniform() < acceptance));
    }

    // Makes it the slot's n-th of the trace.
    DEVICE void record(const Job& job, const Trial& trial, int n) const {
        int64_t at = (int64_t) n * job.slots + trial.slot;
        if (accepted) {
            job.current[trial.replica] = 1 - trial.place;
            job.log_likelihood[trial.replica] = likelihood;
            job.log_prior[trial.replica] = prior;
        }
        job.trace_log_likelihood[at] = accepted ? likelihood : likelihood_now;
        job.trace_log_prior[at] = accepted ? prior : prior_now;
        job.trace_acceptance[at] = acceptance;
        job.trace_outcome[at] = accepted ? OUTCOME_ACCEPTED : possible ? OUTCOME_REJECTED : OUTCOME_NOT_FINITE;
        job.trace_replica[at] = trial.replica;
        job.trace_swap_acceptance[at] = bits_to_double(0x7ff8000000000000ull);
        job.trace_swapped[at] = 0;
    }
};
