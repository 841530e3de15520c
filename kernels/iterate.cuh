// One iteration of a slot by a team: proposal, trajectory, decision, record.
// CPU twins: kelvin.bank.cpu.SlotRunner, Trial.
#pragma once
#include "decide.cuh"
#include "isokinetic.cuh"

// Runs one iteration of a slot and records it as the n-th of the trace.
template <class Units>
DEVICE void iterate(const Job& job, const Team& team, int slot, int n, unsigned char* shared) {
    double* scratch = reinterpret_cast<double*>(shared);
    Trial trial(job, team, slot, job.first_iteration + n, shared);
    double likelihood_now = load_shared_by_blocks(job.log_likelihood + trial.replica);
    double prior_now = load_shared_by_blocks(job.log_prior + trial.replica);
    team.barrier();  // nobody writes what others still read of the iteration before
    bool speaker = team.rank == 0 && threadIdx.x == 0;
    if (likelihood_now != likelihood_now || prior_now != prior_now) {
        if (speaker) {
            lacks_energy(job, trial, likelihood_now, prior_now);
        }
        return;
    }
    bool isokinetic = trial.isokinetic(job);
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
        Units::evaluate(job, team, shared, trial.proposal, noise, step == steps);
        team.barrier();
        raw = raw_sums(job, team, Units::RAW_OF_GRADIENT);
        if (isokinetic) {
            bool odd = step % 2 == 1;
            gained += turn_and_move(job, team, trial, raw, log_scale, step == steps,
                    trial.momentum + (odd ? 0 : job.stride), trial.momentum + (odd ? job.stride : 0), scratch);
        } else if (job.gradients) {
            leap(job, team, trial, raw, log_scale, step == steps);
        }
    }
    team.barrier();
    double likelihood = log_likelihood(job, raw_sums(job, team, RAW_OF_ENERGY), log_scale), kinetic, prior_energy;
    proposal_energies(job, trial, shared, kinetic, prior_energy);
    double prior = job.prior_constant - prior_energy;
    if (job.transition == TRANSITION_LEAPFROG && !trial.exact()) {
        gained = kinetic - kinetic_before;
    }
    Decision decision(job, trial, likelihood_now, prior_now, likelihood, prior, gained);
    record_draw(job, team, slot, trial.iteration, decision.accepted ? trial.proposal : trial.theta);
    if (speaker) {
        decision.record(job, trial, n);
    }
    team.barrier();
}
