// What the host hands to every kernel: one Job by value, and layers of the network in device memory.
//
// The fields are listed once, here. emulation/layout.cpp prints their names, offsets and types into the file
// kernels.layout that the jar carries, and kelvin.bank.cuda sets them by name: a field that is missing, unknown or of
// another type is an error before anything is launched.
#pragma once
#include <cstdint>

// One layer of the network; places "at" are offsets in floats: in shared memory, or, for the cuBLAS path, in a batch
// member's packed weights and units.
#define LAYER_FIELDS(FIELD) \
    FIELD(int32_t, in)           /* factors */ \
    FIELD(int32_t, out)          /* units */ \
    FIELD(int32_t, weights)      /* where the weights [in][out] start in theta */ \
    FIELD(int32_t, biases)       /* where the biases start in theta */ \
    FIELD(int32_t, partial_at)   /* gradients of a segment: weights [in][out rounded up to 4], biases [the same] */ \
    FIELD(int32_t, weight_at)    /* weights [in][weight_stride]; packed, the biases are one row more */ \
    FIELD(int32_t, weight_stride) \
    FIELD(int32_t, bias_at)      /* biases; in a batch, where the layer's units are among the columns of all layers */ \
    FIELD(int32_t, unit_at)      /* activations [tile][unit_stride] */ \
    FIELD(int32_t, unit_stride) \
    FIELD(int32_t, delta_at)     /* derivatives by pre-activations; in the activations' place in shared memory */ \
    FIELD(int32_t, slope_at)     /* derivatives of silu, like activations; -1 for none */ \
    FIELD(int32_t, input_at)     /* the layer's inputs [tile][input_stride]; -1 for the rows in x */ \
    FIELD(int32_t, input_stride)

// Rows are cut into tiles, and tiles into segments, whose partial sums are folded in a fixed tree. Replicas are advanced
// by teams of blocks. Array shapes: R slots, d parameters, [..][stride] stride floats apart.
#define JOB_FIELDS(FIELD) \
    /* the problem */ \
    FIELD(const Layer*, layers)          /* [layer_count] */ \
    FIELD(const Layer*, split_layers)    /* [layer_count] laid out for tensor cores, with half as long elements */ \
    FIELD(const float*, spacing)         /* [d] of positions on the lattice, powers of two; null for none */ \
    FIELD(const float*, x)               /* inputs [tiles * tile][x_stride], zeros in the padding */ \
    FIELD(const float*, y)               /* targets [rows][targets] */ \
    FIELD(const float*, prior_mean)      /* [d] */ \
    FIELD(const float*, prior_slope)     /* [d] derivative of the log-prior is slope * (theta - mean), or * sign(theta) */ \
    FIELD(const double*, prior_precision) /* [d] 1 / scale^2 */ \
    FIELD(const double*, prior_scale)    /* [d] */ \
    FIELD(double, prior_constant)        /* of the log-prior, nats */ \
    FIELD(double, layer_scale_width)     /* scale of the half-normal prior of layers' scales */ \
    FIELD(double, log_noise)             /* of a likelihood with fixed noise */ \
    FIELD(double, degrees)               /* of freedom of Student's t */ \
    FIELD(double, likelihood_constant)   /* Student's t: log height of a row; Poisson: what depends on y alone */ \
    FIELD(int32_t, layer_count) \
    FIELD(int32_t, rows) \
    FIELD(int32_t, targets) \
    FIELD(int32_t, x_stride) \
    FIELD(int32_t, parameters)           /* d */ \
    FIELD(int32_t, stride)               /* d rounded up */ \
    FIELD(int32_t, network_parameters)   /* those before the likelihood's own */ \
    FIELD(int32_t, noise_at)             /* where a learned log noise is in theta; -1 for none */ \
    FIELD(int32_t, layer_scales_at)      /* where the logarithms of layers' scales start in theta; -1 for none */ \
    FIELD(int32_t, laplace)              /* 1 if the network's prior is Laplace */ \
    FIELD(int32_t, activation)           /* ordinal of kelvin.model.Activation */ \
    FIELD(int32_t, likelihood)           /* LIKELIHOOD_... of likelihood.cuh */ \
    /* the plan */ \
    FIELD(int32_t, tile)                 /* rows of a tile */ \
    FIELD(int32_t, tiles) \
    FIELD(int32_t, segments)             /* a power of two */ \
    FIELD(int32_t, x_at)                 /* shared memory: the tile's inputs */ \
    FIELD(int32_t, outputs_at)           /* tensor cores' outputs [tile][outputs_stride] */ \
    FIELD(int32_t, outputs_stride) \
    FIELD(int32_t, team_blocks)          /* blocks of a team */ \
    FIELD(int32_t, team_kind)            /* TEAM_... of team.cuh */ \
    FIELD(int32_t, partial_stride)       /* floats of a segment's gradient */ \
    FIELD(int32_t, gradients)            /* 1 if replicas carry the gradient of their log-likelihood */ \
    /* the replicas: two places for each, the current state and the proposal */ \
    FIELD(float*, theta)                 /* [2][R][stride] */ \
    FIELD(float*, gradient)              /* [2][R][stride] */ \
    FIELD(double*, log_likelihood)       /* [R] of the current states */ \
    FIELD(double*, log_prior)            /* [R] */ \
    FIELD(int32_t*, current)             /* [R] which of its two places a replica is in */ \
    FIELD(int32_t*, replica_of)          /* [R] which replica a slot holds */ \
    FIELD(int64_t*, broken)              /* [R] first iteration at which a slot had no energy, or -1 */ \
    FIELD(int32_t, slots)                /* R */ \
    /* scratch of teams */ \
    FIELD(float*, momentum)              /* [teams][3][stride]: momentum or velocity, its successor, force */ \
    FIELD(float*, partial)               /* [teams][segments][partial_stride] gradients, in the layers' layout */ \
    FIELD(const int32_t*, partial_place) /* [network_parameters] where a parameter is in it */ \
    FIELD(double*, partial_energy)       /* [teams][2][2][segments] raw sums of a likelihood */ \
    FIELD(uint32_t*, barrier)            /* [teams + 1] arrivals, the last for the whole grid */ \
    /* what to do */ \
    FIELD(const double*, coefficients)   /* [R][2] of likelihood and prior */ \
    FIELD(const float*, step_size)       /* [R] */ \
    FIELD(const int32_t*, leapfrog)      /* [R] leapfrog steps before jitter */ \
    FIELD(const float*, scales)          /* [R][stride] of the slots' proposals */ \
    FIELD(double, jitter)                /* of the leapfrog steps, 0 to 1 */ \
    FIELD(const int32_t*, global_slot)   /* [R] number over the whole run */ \
    FIELD(int64_t, seed) \
    FIELD(int64_t, first_iteration) \
    FIELD(int32_t, iterations) \
    FIELD(int32_t, transition)           /* TRANSITION_... of transition.cuh */ \
    FIELD(int32_t, rungs)                /* local rungs of a ladder */ \
    FIELD(int32_t, first_rung) \
    FIELD(int32_t, total_rungs)          /* K */ \
    FIELD(int32_t, swap_every) \
    FIELD(int32_t, swap_inside)          /* 1 if all swap rounds are done by the advancing kernel itself */ \
    FIELD(int64_t, draw_origin) \
    FIELD(int32_t, draw_thin)            /* 0 for no draws */ \
    /* what is returned: [iterations][R] */ \
    FIELD(double*, trace_log_likelihood) \
    FIELD(double*, trace_log_prior) \
    FIELD(double*, trace_acceptance) \
    FIELD(double*, trace_swap_acceptance) \
    FIELD(int32_t*, trace_replica) \
    FIELD(int8_t*, trace_outcome) \
    FIELD(int8_t*, trace_swapped) \
    FIELD(float*, draws)                 /* [draw][local ladder][d] */ \
    /* the cuBLAS path: a batch of replicas, its members, by chunks of rows */ \
    FIELD(const int32_t*, batch_slots)   /* [batch_size] their slots, -1 for none */ \
    FIELD(int32_t, batch_size) \
    FIELD(int32_t, batch_step)           /* of their trajectories, from 1; 0 for the current states */ \
    FIELD(int32_t, batch_layer)          /* that a kernel is about */ \
    FIELD(int32_t, batch_chunk)          /* of rows, that a kernel is about */ \
    FIELD(int32_t, batch_rows)           /* of a chunk */ \
    FIELD(int32_t, batch_row_blocks)     /* of the kernel batch_rows, over all chunks */ \
    FIELD(int32_t, batch_columns)        /* units of all layers, each layer's padded */ \
    FIELD(int32_t, batch_pieces)         /* of a parameter vector */ \
    FIELD(int32_t, batch_square_parts)   /* of a layer, for the squares of its weights; a power of two, 64 at most */ \
    FIELD(int32_t, batch_weight_stride)  /* from one member's packed weights to the next's */ \
    FIELD(int32_t, batch_own_at)         /* where the parameters behind the network's are among them */ \
    FIELD(int64_t, batch_unit_stride)    /* from one member's units to the next's */ \
    FIELD(float*, batch_weights)         /* [batch_size][batch_weight_stride] */ \
    FIELD(float*, batch_gradient)        /* like batch_weights */ \
    FIELD(float*, batch_units)           /* [batch_size][batch_unit_stride] activations, slopes and derivatives of a chunk */ \
    FIELD(float*, batch_column_sums)     /* [batch_size][blocks of 32 rows of a chunk][batch_columns] */ \
    FIELD(double*, batch_row_sums)       /* [batch_size][2][batch_row_blocks] */ \
    FIELD(double*, batch_piece_sums)     /* [batch_size][PIECE_SUMS of batch.cuh][batch_pieces] */ \
    FIELD(double*, batch_squares)        /* [batch_size][layer_count][2][batch_square_parts] */ \
    FIELD(double*, batch_totals)         /* [batch_size][TOTALS of batch.cuh] */ \
    /* for the kernels `outputs` and `normals` */ \
    FIELD(float*, outputs)               /* [rows][outputs], or any number of normals */

#define DECLARE_FIELD(type, name) type name;
struct Layer { LAYER_FIELDS(DECLARE_FIELD) };
struct Job { JOB_FIELDS(DECLARE_FIELD) };
#undef DECLARE_FIELD
