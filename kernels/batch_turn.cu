// Turns the velocities of the microcanonical explorer by the forces there are and, but for the last time, moves.
// Step 0 makes the drawn direction a velocity first. Grid: pieces of parameters of each member.
// CPU twin: kelvin.bank.cpu.Dynamics.Isokinetic.
#include "batch.cuh"

extern "C" __global__ void __launch_bounds__(MAX_THREADS) batch_turn(const __grid_constant__ Job job) {
    SHARED_MEMORY(shared);
    Member member(job);
    if (member.slot(job) < 0) {
        return;
    }
    Trial trial = trial_of(job, member, shared);
    if (!trial.isokinetic(job) || !moves(job, trial)) {
        return;
    }
    bool first = job.batch_step == 0, last = job.batch_step == evaluations(job, trial);
    double sums[3];
    fold_sums(job, member, FORCE_SUMS, sums, reinterpret_cast<double*>(shared));
    float stretch = first ? (float) sqrt(job.parameters / sums[1]) : 1.0f;
    Turn turn(job.parameters, sums[0], (double) stretch * stretch * sums[1], stretch * sums[2],
            first || last ? trial.step / 2 : trial.step);
    FOR_TASKS_OF_PIECE(job, member) {
        FOR_PARAMETERS_OF_TASK(job) {
            float v = trial.momentum[i] * stretch;
            v = fmaf(turn.of_force, trial.momentum[2 * job.stride + i], turn.of_velocity * v);
            trial.momentum[i] = v;
            if (!last) {
                trial.proposal[i] = trial.moved(job, i, first ? trial.theta[i] : trial.proposal[i], v);
            }
        }
    }
    if (member.part == 0 && threadIdx.x == 0) {
        double* gained = member.totals(job) + TOTAL_GAINED;
        *gained = first ? turn.gained : *gained + turn.gained;
    }
}
