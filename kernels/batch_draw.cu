// Copies the states of cold slots to the draws, behind an iteration that gives one. Grid: pieces of parameters of each
// member.
#include "batch.cuh"

extern "C" __global__ void __launch_bounds__(MAX_THREADS) batch_draw(const __grid_constant__ Job job) {
    SHARED_MEMORY(shared);
    Member member(job);
    int slot = member.slot(job);
    if (slot < 0 || job.first_rung + slot % job.rungs != 0) {
        return;
    }
    Trial trial = trial_of(job, member, shared);
    float* to = job.draws + (int64_t) (slot / job.rungs) * job.parameters;
    FOR_TASKS_OF_PIECE(job, member) {
        FOR_PARAMETERS_OF_TASK(job) {
            to[i] = trial.theta[i];
        }
    }
}
