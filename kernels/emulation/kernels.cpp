// All kernels, compiled as host code. A kernel that is missing here is unknown to the stand-in driver.
#include "kernels.h"

#include "../advance_narrow.cu"
#include "../advance_tensor.cu"
#include "../advance_wide.cu"
#include "../batch_activate.cu"
#include "../batch_begin.cu"
#include "../batch_decide.cu"
#include "../batch_draw.cu"
#include "../batch_energies.cu"
#include "../batch_fold.cu"
#include "../batch_gather.cu"
#include "../batch_leap.cu"
#include "../batch_mask.cu"
#include "../batch_outputs.cu"
#include "../batch_rows.cu"
#include "../batch_squares.cu"
#include "../batch_store.cu"
#include "../batch_totals.cu"
#include "../batch_turn.cu"
#include "../evaluate_narrow.cu"
#include "../evaluate_tensor.cu"
#include "../evaluate_wide.cu"
#include "../multiply_adds.cu"
#include "../normals.cu"
#include "../outputs.cu"
#include "../prior_gradient.cu"
#include "../reversal.cu"
#include "../swap_round.cu"

const std::vector<HostKernel>& host_kernels() {
    static const std::vector<HostKernel> all = {
#define KERNEL(name) {#name, name}
        KERNEL(advance_narrow), KERNEL(advance_tensor), KERNEL(advance_wide), KERNEL(evaluate_narrow),
        KERNEL(evaluate_tensor), KERNEL(evaluate_wide), KERNEL(multiply_adds),
        KERNEL(normals),
        KERNEL(batch_activate), KERNEL(batch_begin), KERNEL(batch_decide), KERNEL(batch_draw), KERNEL(batch_energies),
        KERNEL(batch_fold), KERNEL(batch_gather), KERNEL(batch_leap), KERNEL(batch_mask), KERNEL(batch_outputs),
        KERNEL(batch_rows), KERNEL(batch_squares), KERNEL(batch_store), KERNEL(batch_totals), KERNEL(batch_turn),
        KERNEL(outputs), KERNEL(prior_gradient), KERNEL(reversal), KERNEL(swap_round),
#undef KERNEL
    };
    return all;
}
