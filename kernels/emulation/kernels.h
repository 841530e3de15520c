// The kernels as host code, by name.
#pragma once
#include <vector>

#include "../parameters.h"

struct HostKernel {
    const char* name;
    void (*run)(Job);
};

const std::vector<HostKernel>& host_kernels();
