// Whether trajectories lead back: for each slot, its leapfrog steps from the current state, the momentum turned round, and
// as many steps again. Into job.outputs [R][3]: how many parameters had moved at the turn; how many were not where they
// had been at the end, to the bit; how many momenta were not the negatives of what they had been.
// Grid: as advance_tensor. Float32; with job.spacing null, steps are those of the float32 kernels, which do not lead back.
#include "tensor_density.cuh"
#include "transition.cuh"

// Goes along the trajectory that has begun, to its end.
DEVICE void walk(const Job& job, const Team& team, const Trial& trial, int steps, unsigned char* shared) {
    for (int step = 1; step <= steps; step++) {
        team.barrier();
        Noise noise(job, trial.proposal);
        TensorCores::evaluate(job, team, shared, trial.proposal, noise, false);
        team.barrier();
        leap(job, team, trial, raw_sums(job, team, RAW_OF_GRADIENT_ALONE), noise.log_scale, step == steps);
    }
    team.barrier();
}

// Turns the momentum round, and begins the way back.
DEVICE void turn_back(const Job& job, const Team& team, const Trial& trial) {
    FOR_TASKS_OF_BLOCK(job, team) {
        FOR_PARAMETERS_OF_TASK(job) {
            if (job.spacing) {
                trial.point(i) = -trial.point(i);
            } else {
                trial.momentum[i] = -trial.momentum[i];
            }
            float at = trial.proposal[i], p = trial.kick(job, i, trial.proposal_gradient[i], at, trial.step / 2);
            trial.proposal[i] = trial.moved(job, i, at, p);
        }
    }
}

extern "C" __global__ void __launch_bounds__(MAX_THREADS, 1) reversal(const __grid_constant__ Job job) {
    SHARED_MEMORY(shared);
    double* scratch = reinterpret_cast<double*>(shared);
    Team team(job);
    for (int slot = team.id; slot < job.slots; slot += team.teams) {
        Trial trial(job, team, slot, job.first_iteration, shared);
        Stream stream(job.seed, PURPOSE_PROPOSAL, job.global_slot[slot], job.first_iteration);
        int steps = evaluations(job, trial);
        prepare_prior(job, shared, trial.theta);
        begin(job, team, trial, scratch);
        walk(job, team, trial, steps, shared);
        double counts[3] = {0, 0, 0};
        FOR_ALL_TASKS(job) {
            FOR_PARAMETERS_OF_TASK(job) {
                counts[0] += load_shared_by_blocks(trial.proposal + i) != load_shared_by_blocks(trial.theta + i);
            }
        }
        team.barrier();
        turn_back(job, team, trial);
        walk(job, team, trial, steps, shared);
        FOR_ALL_TASKS(job) {
            float z[4];
            normals_of_block(stream, task, z);
            FOR_PARAMETERS_OF_TASK(job) {
                counts[1] += !(load_shared_by_blocks(trial.proposal + i) == load_shared_by_blocks(trial.theta + i));
                counts[2] += !(trial.exact_momentum(job, i) == -(double) trial.drawn(job, z[c]));
            }
        }
        block_sums(counts, scratch);
        if (team.rank == 0 && threadIdx.x == 0) {
            for (int n = 0; n < 3; n++) {
                job.outputs[3 * slot + n] = (float) counts[n];
            }
        }
        team.barrier();
    }
}
