// One iteration of a slot by a team: proposal, trajectory, decision, record.
// CPU twins: kelvin.bank.cpu.SlotRunner, Trial.
#pragma once
#include "isokinetic.cuh"

// Runs one iteration of a slot and records it as the n-th of the trace.
template <bool WIDE>
DEVICE void iterate(const Job& job, const Team& team, int slot, int n, unsigned char* shared) {
    double* scratch = reinterpret_cast<double*>(shared);
    Trial trial(job, team, slot, job.first_iteration + n, shared);
    double likelihood_now = load_shared_by_blocks(job.log_likelihood + trial.replica);
    double prior_now = load_shared_by_blocks(job.log_prior + trial.replica);
    team.barrier();  // nobody writes what others still read of the iteration before
    bool speaker = team.rank == 0 && threadIdx.x == 0;
    if (likelihood_now != likelihood_now || prior_now != prior_now) {
        if (speaker && job.broken[slot] < 0) {
            job.broken[slot] = trial.iteration;
        }
        return;
    }
    bool relaxes = job.transition == TRANSITION_RELAXATION && !trial.exact();
    bool isokinetic = relaxes || (job.transition == TRANSITION_ISOKINETIC && !trial.exact());
    double kinetic_before = 0, gained = 0;
    if (trial.exact()) {
        begin_exact(job, team, trial);
    } else {
        prepare_prior(job, shared, trial.theta);
        if (isokinetic) {
            gained = begin_isokinetic(job, team, trial, scratch);
        } else {
            kinetic_before = begin(job, team, trial, scratch);
        }
    }
    int steps = evaluations(job, trial);
    RawSums raw = {0, 0};
    double log_scale = 0;
    for (int step = 1; step <= steps; step++) {
        team.barrier();
        Noise noise(job, trial.proposal);
        log_scale = noise.log_scale;
        evaluate_segments<WIDE>(job, team, shared, trial.proposal, noise, job.gradients);
        team.barrier();
        raw = raw_sums(job, team);
        if (isokinetic) {
            bool odd = step % 2 == 1;
            gained += turn_and_move(job, team, trial, raw, log_scale, step == steps,
                    trial.momentum + (odd ? 0 : job.stride), trial.momentum + (odd ? job.stride : 0), scratch);
        } else if (job.gradients) {
            leap(job, team, trial, raw, log_scale, step == steps);
        }
    }
    team.barrier();
    double likelihood = log_likelihood(job, raw, log_scale), kinetic, prior_energy;
    proposal_energies(job, trial, shared, kinetic, prior_energy);
    double prior = job.prior_constant - prior_energy;
    double log_ratio = 0;
    if (!trial.exact()) {
        log_ratio = trial.likelihood_power * likelihood + trial.prior_power * prior
                - (trial.likelihood_power * likelihood_now + trial.prior_power * prior_now);
        if (job.transition == TRANSITION_LEAPFROG) {
            log_ratio += kinetic_before - kinetic;
        }
        log_ratio -= gained;
    }
    bool possible = is_finite(likelihood) && is_finite(prior) && is_finite(log_ratio);
    double acceptance = !possible ? 0 : relaxes ? exp_of(-fabs(log_ratio) / sqrt((double) job.parameters))
            : exp_of(log_ratio < 0 ? log_ratio : 0.0);
    bool accepted = possible && (trial.exact() || (relaxes ? log_ratio > 0 || acceptance >= RELAXATION_WORST
            : Stream(job.seed, PURPOSE_ACCEPT, job.global_slot[slot], trial.iteration).uniform() < acceptance));
    record_draw(job, team, slot, trial.iteration, accepted ? trial.proposal : trial.theta);
    if (speaker) {
        int64_t at = (int64_t) n * job.slots + slot;
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
    team.barrier();
}
