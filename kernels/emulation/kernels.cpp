// All kernels, compiled as host code. A kernel that is missing here is unknown to the stand-in driver.
#include "kernels.h"

#include "../advance_narrow.cu"
#include "../advance_wide.cu"
#include "../evaluate_narrow.cu"
#include "../evaluate_wide.cu"
#include "../multiply_adds.cu"
#include "../normals.cu"
#include "../outputs.cu"
#include "../prior_gradient.cu"
#include "../swap_round.cu"

const std::vector<HostKernel>& host_kernels() {
    static const std::vector<HostKernel> all = {
#define KERNEL(name) {#name, name}
        KERNEL(advance_narrow), KERNEL(advance_wide), KERNEL(evaluate_narrow), KERNEL(evaluate_wide), KERNEL(multiply_adds),
        KERNEL(normals),
        KERNEL(outputs), KERNEL(prior_gradient), KERNEL(swap_round),
#undef KERNEL
    };
    return all;
}
