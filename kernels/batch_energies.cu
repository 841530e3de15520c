// Kinetic energy and minus the log-prior (without constant) by pieces: of the current state for step 0, else of the
// proposal. Grid: pieces of parameters of each member. Float64. CPU twin: kelvin.bank.cpu.LogPrior.
#include "batch.cuh"

extern "C" __global__ void __launch_bounds__(MAX_THREADS) batch_energies(const __grid_constant__ Job job) {
    SHARED_MEMORY(shared);
    Member member(job);
    if (member.slot(job) < 0) {
        return;
    }
    Trial trial = trial_of(job, member, shared);
    bool moved = job.batch_step > 0;
    const float* theta = moved ? trial.proposal : trial.theta;
    double sums[2] = {0, 0};
    FOR_TASKS_OF_PIECE(job, member) {
        FOR_PARAMETERS_OF_TASK(job) {
            float p = moved && job.transition == TRANSITION_LEAPFROG ? trial.momentum[i] : 0;
            sums[0] += (double) p * p;
            sums[1] += prior_energy(job, i, theta[i]);
        }
    }
    store_sums(job, member, ENERGY_SUMS, sums, reinterpret_cast<double*>(shared));
}
