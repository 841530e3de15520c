// The parts of a transition of one slot by a team: proposal, leapfrog steps, records.
// CPU twins: kelvin.bank.cpu.Trial, Dynamics.Hamiltonian.
#pragma once
#include "density.cuh"
#include "lattice.cuh"

constexpr int TRANSITION_RANDOM_WALK = 0, TRANSITION_LEAPFROG = 1, TRANSITION_ISOKINETIC = 2,
        TRANSITION_RELAXATION = 3;  // MALA is one leapfrog step; relaxation is isokinetic without a Metropolis test
constexpr double RELAXATION_WORST = 1e-3;  // kelvin.bank.Transition.Relaxation
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
    float* momentum;           // and behind it, where the next one goes, and the force
    const float* scales;
    const LayerScale* layer_scales_now;

    DEVICE Trial(const Job& job, const Team& team, int slot, int64_t iteration, unsigned char* shared)
        : Trial(job, team.id, slot, iteration, shared) {}

    // The same for the path that has its momentum at a given place of all momenta.
    DEVICE Trial(const Job& job, int momentum_at, int slot, int64_t iteration, unsigned char* shared)
        : slot(slot), replica(load_shared_by_blocks(job.replica_of + slot)),
          place(load_shared_by_blocks(job.current + replica)), iteration(iteration), step(job.step_size[slot]),
          likelihood_power(job.coefficients[2 * slot]), prior_power(job.coefficients[2 * slot + 1]),
          theta(job.theta + at(job, place)), gradient(job.gradient + at(job, place)),
          proposal(job.theta + at(job, 1 - place)), proposal_gradient(job.gradient + at(job, 1 - place)),
          momentum(job.momentum + 3 * (int64_t) momentum_at * job.stride), scales(job.scales + (int64_t) slot * job.stride),
          layer_scales_now(layer_scales(shared)) {}

    DEVICE int64_t at(const Job& job, int place) const {
        return ((int64_t) place * job.slots + replica) * job.stride;
    }

    DEVICE bool exact() const { return likelihood_power == 0; }

    DEVICE bool relaxes(const Job& job) const { return job.transition == TRANSITION_RELAXATION && !exact(); }

    DEVICE bool isokinetic(const Job& job) const {
        return relaxes(job) || (job.transition == TRANSITION_ISOKINETIC && !exact());
    }

    // p + time * scale * gradient of the tempered log density.
    DEVICE float kicked(const Job& job, int i, float gradient, float theta, float time, float p) const {
        float scale = scales[i];
        p = fmaf((float) likelihood_power * time * scale, gradient, p);
        return add_prior_gradient(job, layer_scales_now, i, theta, (float) prior_power * time * scale, p);
    }

    DEVICE float moved(const Job& job, int i, float from, float velocity) const {
        return job.spacing ? on_lattice(job.spacing[i], from, step * scales[i] * velocity)
                : fmaf(step * scales[i], velocity, from);
    }

    // On the lattice, momenta are integers in the same place.
    DEVICE int32_t& point(int i) const { return reinterpret_cast<int32_t*>(momentum)[i]; }

    // The momentum that a normal number stands for.
    DEVICE float drawn(const Job& job, float z) const {
        return job.spacing ? velocity_of(kicked_on_lattice(0, z)) : z;
    }

    DEVICE void set_momentum(const Job& job, int i, float p) const {
        if (job.spacing) {
            point(i) = kicked_on_lattice(0, p);
        } else {
            momentum[i] = p;
        }
    }

    // Kicks the momentum of parameter i; returns what it is then.
    DEVICE float kick(const Job& job, int i, float gradient, float theta, float time) const {
        if (job.spacing) {
            point(i) = kicked_on_lattice(point(i), kicked(job, i, gradient, theta, time, 0));
            return velocity_of(point(i));
        }
        return momentum[i] = kicked(job, i, gradient, theta, time, momentum[i]);
    }

    // The momentum of parameter i, whichever block kicked it, for the kinetic energy.
    DEVICE double exact_momentum(const Job& job, int i) const {
        return job.spacing ? exact_velocity_of(load_shared_by_blocks(&point(i))) : (double) load_shared_by_blocks(momentum + i);
    }
};

// Parameters are dealt out to threads by the Philox blocks that hold their normals: task b has parameters
// first_normal(b) + 16 c, c = 0 to 3.
#define FOR_ALL_TASKS(job) \
    for (int task = threadIdx.x; task < normal_blocks(job.parameters); task += blockDim.x)
#define FOR_TASKS_OF_BLOCK(job, team) \
    for (int task = team.rank * blockDim.x + threadIdx.x; task < normal_blocks(job.parameters); \
            task += team.size * blockDim.x)
#define FOR_PARAMETERS_OF_TASK(job) \
    UNROLL for (int c = 0; c < 4; c++) \
        if (int i = first_normal(task) + 16 * c; i < job.parameters)

// Whether a task of FOR_ALL_TASKS is one of this block's.
DEVICE bool own_task(const Team& team, int task) { return task / (int) blockDim.x % team.size == team.rank; }

// Kinetic energy and minus the log-prior (without constant) of the proposal, summed by every block of the team alike.
DEVICE void proposal_energies(const Job& job, const Trial& trial, unsigned char* shared, double& kinetic, double& prior) {
    double sums[2] = {0, 0};
    FOR_ALL_TASKS(job) {
        FOR_PARAMETERS_OF_TASK(job) {
            double p = job.transition == TRANSITION_LEAPFROG ? trial.exact_momentum(job, i) : 0;
            sums[0] += p * p;
            sums[1] += prior_energy(job, i, load_shared_by_blocks(trial.proposal + i));
        }
    }
    block_sums(sums, reinterpret_cast<double*>(shared));
    kinetic = 0.5 * sums[0];
    prior = sums[1] + layer_scale_energy(job, shared);
}

// Draws the momentum (or the proposal's noise) and moves for the first time; returns the kinetic energy drawn.
DEVICE double begin(const Job& job, const Team& team, const Trial& trial, double* scratch) {
    Stream stream(job.seed, PURPOSE_PROPOSAL, job.global_slot[trial.slot], trial.iteration);
    double kinetic[1] = {0};
    FOR_ALL_TASKS(job) {
        float z[4];
        normals_of_block(stream, task, z);
        FOR_PARAMETERS_OF_TASK(job) {
            float p = trial.drawn(job, z[c]);
            kinetic[0] += (double) p * p;
            if (own_task(team, task)) {
                float from = load_shared_by_blocks(trial.theta + i);
                if (job.transition == TRANSITION_LEAPFROG) {
                    trial.set_momentum(job, i, p);
                    p = trial.kick(job, i, load_shared_by_blocks(trial.gradient + i), from, trial.step / 2);
                }
                trial.proposal[i] = trial.moved(job, i, from, p);
            }
        }
    }
    block_sums(kinetic, scratch);
    return 0.5 * kinetic[0];
}

// Draws the proposal from the prior.
DEVICE void begin_exact(const Job& job, const Team& team, const Trial& trial) {
    Stream stream(job.seed, PURPOSE_PRIOR, job.global_slot[trial.slot], trial.iteration);
    FOR_TASKS_OF_BLOCK(job, team) {
        FOR_PARAMETERS_OF_TASK(job) {
            float drawn = prior_draw(job, stream, i, trial.prior_power);
            trial.proposal[i] = job.spacing ? on_lattice(job.spacing[i], 0, drawn) : drawn;
        }
    }
}

// Evaluations of the density that an iteration takes: kelvin.bank.Transition.evaluations.
DEVICE int evaluations(const Job& job, const Trial& trial) {
    if (trial.exact() || job.transition == TRANSITION_RANDOM_WALK) {
        return 1;
    }
    double uniform = Stream(job.seed, PURPOSE_JITTER, 0, trial.iteration).uniform();
    double steps = rint(job.leapfrog[trial.slot] * (1 + job.jitter * (2 * uniform - 1)));
    return steps > 1 ? (int) steps : 1;
}

// Folds the gradient behind an evaluation; kicks and, but for the last time, moves.
DEVICE void leap(const Job& job, const Team& team, const Trial& trial, const RawSums& raw, double log_scale, bool last) {
    bool leapfrog = job.transition == TRANSITION_LEAPFROG && !trial.exact();
    float time = last ? trial.step / 2 : trial.step;
    FOR_TASKS_OF_BLOCK(job, team) {
        FOR_PARAMETERS_OF_TASK(job) {
            float g = gradient_element(job, team, i, raw, log_scale), at = trial.proposal[i];
            if (last) {
                trial.proposal_gradient[i] = g;
            }
            if (leapfrog) {
                float p = trial.kick(job, i, g, at, time);
                if (!last) {
                    trial.proposal[i] = trial.moved(job, i, at, p);
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
