// Behind an evaluation: kicks and, but for the last time, moves; the microcanonical explorer takes the force alone, with
// the sums that batch_turn needs. The last time it keeps the gradient. Grid: pieces of parameters of each member.
// CPU twins: kelvin.bank.cpu.Trial, Dynamics.
#include "batch.cuh"

extern "C" __global__ void __launch_bounds__(MAX_THREADS) batch_leap(const __grid_constant__ Job job) {
    SHARED_MEMORY(shared);
    Member member(job);
    if (member.slot(job) < 0) {
        return;
    }
    Trial trial = trial_of(job, member, shared);
    if (!moves(job, trial)) {
        return;
    }
    bool last = job.batch_step == evaluations(job, trial);
    bool isokinetic = trial.isokinetic(job);
    bool leapfrog = job.transition == TRANSITION_LEAPFROG && !trial.exact();
    float time = last ? trial.step / 2 : trial.step;
    Noise noise(job, trial.proposal);
    prepare_batch_prior(job, member, shared, trial.proposal);
    double sums[3] = {0, 0, 0};
    FOR_TASKS_OF_PIECE(job, member) {
        FOR_PARAMETERS_OF_TASK(job) {
            float g = batch_gradient(job, member, i, noise.log_scale), at = trial.proposal[i];
            if (last) {
                trial.proposal_gradient[i] = g;
            }
            if (isokinetic) {
                float force = trial.kicked(job, i, g, at, 1, 0), v = trial.momentum[i];
                trial.momentum[2 * job.stride + i] = force;
                sums[0] += (double) force * force;
                sums[1] += (double) v * v;
                sums[2] += (double) force * v;
            } else if (leapfrog) {
                float p = trial.kicked(job, i, g, at, time, trial.momentum[i]);
                trial.momentum[i] = p;
                if (!last) {
                    trial.proposal[i] = trial.moved(job, i, at, p);
                }
            }
        }
    }
    if (isokinetic) {
        store_sums(job, member, FORCE_SUMS, sums, reinterpret_cast<double*>(shared));
    }
}
