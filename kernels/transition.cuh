// One transition of one slot by a team: proposal, trajectory, decision, record.
// CPU twin: kelvin.bank.cpu.Trial and SlotRunner, step by step.
#pragma once
#include "density.cuh"
#include "prior.cuh"

constexpr int TRANSITION_RANDOM_WALK = 0, TRANSITION_LEAPFROG = 1;  // MALA is one leapfrog step
constexpr int8_t OUTCOME_REJECTED = 0, OUTCOME_ACCEPTED = 1, OUTCOME_NOT_FINITE = 2;  // kelvin.bank.Trace

// A slot's replica with its two places, and what the slot does with it. The same in all threads of the team.
struct Trial {
    int slot, replica, place;
    int64_t iteration;
    float step;
    double likelihood_power, prior_power;
    const float* theta;        // current state
    const float* gradient;
    float* proposal;
    float* proposal_gradient;
    float* momentum;
    const float* scales;

    DEVICE Trial(const Job& job, const Team& team, int slot, int64_t iteration)
        : slot(slot), replica(load_shared_by_blocks(job.replica_of + slot)),
          place(load_shared_by_blocks(job.current + replica)), iteration(iteration), step(job.step_size[slot]),
          likelihood_power(job.coefficients[2 * slot]), prior_power(job.coefficients[2 * slot + 1]),
          theta(job.theta + at(job, place)), gradient(job.gradient + at(job, place)),
          proposal(job.theta + at(job, 1 - place)), proposal_gradient(job.gradient + at(job, 1 - place)),
          momentum(job.momentum + (int64_t) team.id * job.stride), scales(job.scales + (int64_t) slot * job.stride) {}

    DEVICE int64_t at(const Job& job, int place) const {
        return ((int64_t) place * job.slots + replica) * job.stride;
    }

    DEVICE bool exact() const { return likelihood_power == 0; }

    // Momentum behind the time a gradient acts for.
    DEVICE float kicked(const Job& job, int i, float gradient, float theta, float time, float p) const {
        float scale = scales[i];
        p = fmaf((float) likelihood_power * time * scale, gradient, p);
        return add_prior_gradient(job, i, theta, (float) prior_power * time * scale, p);
    }

    DEVICE float moved(int i, float from, float velocity) const { return fmaf(step * scales[i], velocity, from); }
};

// Parameters are dealt out to threads by the Philox blocks that hold their normals: task b has parameters
// first_normal(b) + 16 c, c = 0 to 3. This block's share of a team's tasks; BODY sees `task`.
#define FOR_TASKS_OF_BLOCK(job, team) \
    for (int task = team.rank * blockDim.x + threadIdx.x; task < normal_blocks(job.parameters); \
            task += team.size * blockDim.x)
#define FOR_PARAMETERS_OF_TASK(job) \
    UNROLL for (int c = 0; c < 4; c++) \
        if (int i = first_normal(task) + 16 * c; i < job.parameters)

// Kinetic energy and minus the log-prior (without constant) of the proposal, summed by every block of the team alike.
DEVICE void proposal_energies(const Job& job, const Trial& trial, double& kinetic, double& prior, double* scratch) {
    kinetic = 0;
    prior = 0;
    for (int task = threadIdx.x; task < normal_blocks(job.parameters); task += blockDim.x) {
        FOR_PARAMETERS_OF_TASK(job) {
            float p = job.transition == TRANSITION_LEAPFROG ? load_shared_by_blocks(trial.momentum + i) : 0;
            kinetic += (double) p * p;
            prior += prior_energy(job, i, load_shared_by_blocks(trial.proposal + i));
        }
    }
    block_sums(kinetic, prior, scratch);
    kinetic *= 0.5;
}

// Draws the momentum (or the proposal's noise) and moves for the first time; returns the kinetic energy drawn.
DEVICE double begin(const Job& job, const Team& team, const Trial& trial, double* scratch) {
    Stream stream(job.seed, PURPOSE_PROPOSAL, job.global_slot[trial.slot], trial.iteration);
    double kinetic = 0, unused = 0;
    for (int task = threadIdx.x; task < normal_blocks(job.parameters); task += blockDim.x) {
        float z[4];
        normals_of_block(stream, task, z);
        bool own = task / (int) blockDim.x % team.size == team.rank;  // as FOR_TASKS_OF_BLOCK deals them out
        FOR_PARAMETERS_OF_TASK(job) {
            kinetic += (double) z[c] * z[c];
            if (own) {
                float p = z[c], from = trial.theta[i];
                if (job.transition == TRANSITION_LEAPFROG) {
                    p = trial.kicked(job, i, trial.gradient[i], from, trial.step / 2, p);
                    trial.momentum[i] = p;
                }
                trial.proposal[i] = trial.moved(i, from, p);
            }
        }
    }
    block_sums(kinetic, unused, scratch);
    return 0.5 * kinetic;
}

// Draws the proposal from the prior.
DEVICE void begin_exact(const Job& job, const Team& team, const Trial& trial) {
    Stream stream(job.seed, PURPOSE_PRIOR, job.global_slot[trial.slot], trial.iteration);
    FOR_TASKS_OF_BLOCK(job, team) {
        FOR_PARAMETERS_OF_TASK(job) {
            trial.proposal[i] = prior_draw(job, stream, i, trial.prior_power);
        }
    }
}

// Evaluations of the density that an iteration takes: kelvin.bank.Transition.evaluations.
DEVICE int evaluations(const Job& job, const Trial& trial) {
    if (trial.exact() || job.transition != TRANSITION_LEAPFROG) {
        return 1;
    }
    double uniform = Stream(job.seed, PURPOSE_JITTER, 0, trial.iteration).uniform();
    double steps = rint(job.leapfrog[trial.slot] * (1 + job.jitter * (2 * uniform - 1)));
    return steps > 1 ? (int) steps : 1;
}

// Folds the gradient behind an evaluation; kicks and, but for the last time, moves.
DEVICE void leap(const Job& job, const Team& team, const Trial& trial, double raw, double log_sigma, bool last) {
    bool leapfrog = job.transition == TRANSITION_LEAPFROG && !trial.exact();
    float time = last ? trial.step / 2 : trial.step;
    FOR_TASKS_OF_BLOCK(job, team) {
        FOR_PARAMETERS_OF_TASK(job) {
            float g = gradient_element(job, team, i, raw, log_sigma), at = trial.proposal[i];
            if (last) {
                trial.proposal_gradient[i] = g;
            }
            if (leapfrog) {
                float p = trial.kicked(job, i, g, at, time, trial.momentum[i]);
                trial.momentum[i] = p;
                if (!last) {
                    trial.proposal[i] = trial.moved(i, at, p);
                }
            }
        }
    }
}

DEVICE bool is_finite(double x) { return x - x == 0; }

// Draws of a plan before iteration t: kelvin.bank.Advance.Draws.
DEVICE int64_t draws_before(const Job& job, int64_t t) {
    return t <= job.draw_origin ? 0 : (t - job.draw_origin) / job.draw_thin;
}

// Copies a slot's state to the draws if it is cold and one is due.
DEVICE void record_draw(const Job& job, const Team& team, int slot, int64_t iteration, const float* theta) {
    bool due = job.draw_thin > 0 && draws_before(job, iteration + 1) > draws_before(job, iteration);
    if (due && job.first_rung + slot % job.rungs == 0) {
        int64_t draw = draws_before(job, iteration) - draws_before(job, job.first_iteration);
        float* to = job.draws + (draw * (job.slots / job.rungs) + slot / job.rungs) * job.parameters;
        FOR_TASKS_OF_BLOCK(job, team) {
            FOR_PARAMETERS_OF_TASK(job) {
                to[i] = load_shared_by_blocks(theta + i);
            }
        }
    }
}

// Runs one iteration of a slot and records it as the n-th of the trace.
template <bool WIDE>
DEVICE void iterate(const Job& job, const Team& team, int slot, int n, unsigned char* shared) {
    double* scratch = reinterpret_cast<double*>(shared);
    Trial trial(job, team, slot, job.first_iteration + n);
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
    double kinetic_before = 0;
    if (trial.exact()) {
        begin_exact(job, team, trial);
    } else {
        kinetic_before = begin(job, team, trial, scratch);
    }
    int steps = evaluations(job, trial);
    double raw = 0, log_sigma = 0;
    for (int step = 1; step <= steps; step++) {
        team.barrier();
        evaluate_segments<WIDE>(job, team, shared, trial.proposal, job.gradients);
        log_sigma = log_noise(job, trial.proposal);
        team.barrier();
        raw = raw_sum(job, team);
        if (job.gradients) {
            leap(job, team, trial, raw, log_sigma, step == steps);
        }
    }
    team.barrier();
    double likelihood = log_likelihood(job, raw, log_sigma), kinetic, prior_energy;
    proposal_energies(job, trial, kinetic, prior_energy, scratch);
    double prior = job.prior_constant - prior_energy;
    double log_ratio = 0;
    if (!trial.exact()) {
        log_ratio = trial.likelihood_power * likelihood + trial.prior_power * prior
                - (trial.likelihood_power * likelihood_now + trial.prior_power * prior_now);
        if (job.transition == TRANSITION_LEAPFROG) {
            log_ratio += kinetic_before - kinetic;
        }
    }
    bool possible = is_finite(likelihood) && is_finite(prior) && is_finite(log_ratio);
    double acceptance = possible ? exp_of(log_ratio < 0 ? log_ratio : 0.0) : 0;
    bool accepted = possible && (trial.exact()
            || Stream(job.seed, PURPOSE_ACCEPT, job.global_slot[slot], trial.iteration).uniform() < acceptance);
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
