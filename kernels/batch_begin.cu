// Begins an iteration of a batch's slots: draws noise and makes the first move, or draws the proposal from the prior; the
// microcanonical explorer draws its direction alone, and batch_turn moves. Grid: pieces of parameters of each member.
// CPU twins: kelvin.bank.cpu.Trial, Dynamics.
#include "batch.cuh"

// Draws a piece of the direction and of the force at the current state, and sums what their turn needs.
DEVICE void draw_direction(const Job& job, const Member& member, const Trial& trial, const Stream& stream, double (&sums)[3]) {
    FOR_TASKS_OF_PIECE(job, member) {
        float z[4];
        normals_of_block(stream, task, z);
        FOR_PARAMETERS_OF_TASK(job) {
            float force = trial.kicked(job, i, trial.gradient[i], trial.theta[i], 1, 0);
            trial.momentum[i] = z[c];
            trial.momentum[2 * job.stride + i] = force;
            sums[0] += (double) force * force;
            sums[1] += (double) z[c] * z[c];
            sums[2] += (double) force * z[c];
        }
    }
}

DEVICE void draw_and_move(const Job& job, const Member& member, const Trial& trial, const Stream& stream, double (&sums)[3]) {
    FOR_TASKS_OF_PIECE(job, member) {
        float z[4];
        normals_of_block(stream, task, z);
        FOR_PARAMETERS_OF_TASK(job) {
            float p = z[c], from = trial.theta[i];
            sums[0] += (double) p * p;
            if (job.transition == TRANSITION_LEAPFROG) {
                p = trial.kicked(job, i, trial.gradient[i], from, trial.step / 2, p);
                trial.momentum[i] = p;
            }
            trial.proposal[i] = trial.moved(job, i, from, p);
        }
    }
}

extern "C" __global__ void __launch_bounds__(MAX_THREADS) batch_begin(const __grid_constant__ Job job) {
    SHARED_MEMORY(shared);
    Member member(job);
    if (member.slot(job) < 0) {
        return;
    }
    Trial trial = trial_of(job, member, shared);
    if (trial.exact()) {
        Stream stream(job.seed, PURPOSE_PRIOR, job.global_slot[trial.slot], trial.iteration);
        FOR_TASKS_OF_PIECE(job, member) {
            FOR_PARAMETERS_OF_TASK(job) {
                trial.proposal[i] = prior_draw(job, stream, i, trial.prior_power);
            }
        }
        return;
    }
    prepare_batch_prior(job, member, shared, trial.theta);
    Stream stream(job.seed, PURPOSE_PROPOSAL, job.global_slot[trial.slot], trial.iteration);
    double sums[3] = {0, 0, 0};
    if (trial.isokinetic(job)) {
        draw_direction(job, member, trial, stream, sums);
    } else {
        draw_and_move(job, member, trial, stream, sums);
    }
    store_sums(job, member, FORCE_SUMS, sums, reinterpret_cast<double*>(shared));
}
