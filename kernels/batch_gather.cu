// Packs the parameters to be evaluated, for cuBLAS: the current state for step 0, else the proposal.
// Grid: pieces of parameters of each member.
#include "batch.cuh"

extern "C" __global__ void __launch_bounds__(MAX_THREADS) batch_gather(const __grid_constant__ Job job) {
    SHARED_MEMORY(shared);
    Member member(job);
    if (member.slot(job) < 0) {
        return;
    }
    Trial trial = trial_of(job, member, shared);
    if (!moves(job, trial)) {
        return;
    }
    const float* theta = job.batch_step == 0 ? trial.theta : trial.proposal;
    float* to = member.weights(job);
    FOR_TASKS_OF_PIECE(job, member) {
        FOR_PARAMETERS_OF_TASK(job) {
            to[packed(job, i)] = theta[i];
        }
    }
}
