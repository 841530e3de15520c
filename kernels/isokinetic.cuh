// Trajectories of the microcanonical explorer: the velocity keeps its length and turns towards the gradient.
// CPU twin: kelvin.bank.cpu.Dynamics.Isokinetic, where formulas and sources are.
#pragma once
#include "transition.cuh"

// How a kick turns the velocity: v' = of_force * force + of_velocity * v.
struct Turn {
    float of_force, of_velocity;
    double gained;  // kinetic energy, nats

    // From the squares of force and velocity and their product.
    DEVICE Turn(int d, double force_square, double velocity_square, double product, float time)
        : of_force(0), of_velocity(1), gained(0) {
        double force = sqrt(force_square), speed = sqrt(velocity_square);
        if (force == 0) {
            return;
        }
        double cosine = product / (force * speed);
        cosine = cosine > 1 ? 1 : cosine < -1 ? -1 : cosine;
        double delta = time * sqrt((double) d) * force / (d - 1);
        gained = (d - 1) * (delta + log_of(0.5 * ((1 + cosine) + (1 - cosine) * exp_of(-2 * delta))));
        double z = exp_of(-delta);
        double along = (1 - z) * (1 + z + cosine * (1 - z));
        double stays = 2 * z;
        double length = sqrt(along * along + stays * stays + 2 * along * stays * cosine);
        of_force = (float) (along / length * sqrt((double) d) / force);
        of_velocity = (float) (stays / length * sqrt((double) d) / speed);
    }
};

// Draws a direction, turns it by half a step and moves for the first time; returns the energy gained.
DEVICE double begin_isokinetic(const Job& job, const Team& team, const Trial& trial, double* scratch) {
    Stream stream(job.seed, PURPOSE_PROPOSAL, job.global_slot[trial.slot], trial.iteration);
    double square[1] = {0};
    FOR_ALL_TASKS(job) {
        float z[4];
        normals_of_block(stream, task, z);
        FOR_PARAMETERS_OF_TASK(job) {
            square[0] += (double) z[c] * z[c];
        }
    }
    block_sums(square, scratch);
    float stretch = (float) sqrt(job.parameters / square[0]);
    double sums[3] = {0, 0, 0};
    Turn turn(0, 0, 1, 0, 0);
    for (int pass = 0; pass < 2; pass++) {  // first the sums, which every block takes alike, then what they are for
        FOR_ALL_TASKS(job) {
            float z[4];
            normals_of_block(stream, task, z);
            FOR_PARAMETERS_OF_TASK(job) {
                float v = z[c] * stretch, from = load_shared_by_blocks(trial.theta + i);
                float g = load_shared_by_blocks(trial.gradient + i);
                float force = trial.kicked(job, i, g, from, 1, 0);
                if (pass == 0) {
                    sums[0] += (double) force * force;
                    sums[1] += (double) v * v;
                    sums[2] += (double) force * v;
                } else if (own_task(team, task)) {
                    v = fmaf(turn.of_force, force, turn.of_velocity * v);
                    trial.momentum[i] = v;
                    trial.proposal[i] = trial.moved(job, i, from, v);
                }
            }
        }
        if (pass == 0) {
            block_sums(sums, scratch);
            turn = Turn(job.parameters, sums[0], sums[1], sums[2], trial.step / 2);
        }
    }
    return turn.gained;
}

// Folds the gradient behind an evaluation; turns the velocity, which is `from`, into `to` and, but for the last time,
// moves. Returns the energy gained. The two take turns, because other blocks may still read the one.
DEVICE double turn_and_move(const Job& job, const Team& team, const Trial& trial, const RawSums& raw, double log_scale,
        bool last, const float* from, float* to, double* scratch) {
    float* force = trial.momentum + 2 * job.stride;
    FOR_TASKS_OF_BLOCK(job, team) {
        FOR_PARAMETERS_OF_TASK(job) {
            float g = gradient_element(job, team, i, raw, log_scale);
            if (last) {
                trial.proposal_gradient[i] = g;
            }
            force[i] = trial.kicked(job, i, g, trial.proposal[i], 1, 0);
        }
    }
    team.barrier();
    double sums[3] = {0, 0, 0};
    FOR_ALL_TASKS(job) {
        FOR_PARAMETERS_OF_TASK(job) {
            float f = load_shared_by_blocks(force + i), v = load_shared_by_blocks(from + i);
            sums[0] += (double) f * f;
            sums[1] += (double) v * v;
            sums[2] += (double) f * v;
        }
    }
    block_sums(sums, scratch);
    Turn turn(job.parameters, sums[0], sums[1], sums[2], last ? trial.step / 2 : trial.step);
    FOR_TASKS_OF_BLOCK(job, team) {
        FOR_PARAMETERS_OF_TASK(job) {
            to[i] = fmaf(turn.of_force, force[i], turn.of_velocity * from[i]);
            if (!last) {
                trial.proposal[i] = trial.moved(job, i, trial.proposal[i], to[i]);
            }
        }
    }
    return turn.gained;
}
