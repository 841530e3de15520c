// A stand-in for the CUDA driver library, for tests on machines without a GPU: the entry points that kelvin.bank.cuda
// uses, over kernels that are emulated on the CPU. It is built into a folder of its own, which nothing but tests puts on
// the library path, and says on stderr what it is.
//
// KELVIN_STANDIN_ORDER=n    order in which threads run
// KELVIN_STANDIN_FAULT=name the kernel of that name fails like one that broke its memory
// KELVIN_STANDIN_DEVICES=n  how many GPUs there are (1)
// KELVIN_STANDIN_MEMORY=MiB of each (4096)
// KELVIN_STANDIN_ARCHITECTURE=n its compute capability (9); kernels have images for 8 and later
// KELVIN_STANDIN_LAUNCHES=1 says on stderr how every kernel is launched for the first time
// KELVIN_STANDIN_BF16=1     tensor cores lose the low parts of split numbers
// KELVIN_STANDIN_RECORD=file appends the first launches of every kernel, for emulation/replay.cpp
#include <cuda.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "emulation.h"
#include "kernels.h"
#include "record.h"
#include "standin.h"

namespace {
constexpr int MULTIPROCESSORS = 4, THREADS_PER_BLOCK = 1024, CLUSTER_BLOCKS = 8;
constexpr size_t SHARED_PER_BLOCK = 232448, SHARED_PER_MULTIPROCESSOR = 233472, STATIC_SHARED = 49152;
constexpr int OLDEST_IMAGE = 8;
constexpr uint32_t FATBIN_MAGIC = 0xBA55ED50;

struct Function {
    const HostKernel* kernel;
    int cluster_width = 0;
    size_t shared_limit = STATIC_SHARED;
    int recorded = 0;
    bool told = false;
};
// Work that a graph repeats; a stream collects it while it is captured.
using Works = std::vector<std::function<void()>>;
struct Stream {
    std::unique_ptr<Works> captured;
};
std::recursive_mutex lock;
using Guard = std::lock_guard<std::recursive_mutex>;
std::vector<std::unique_ptr<Function>> functions;
std::map<CUdeviceptr, size_t> allocations;
size_t allocated = 0;
bool initialised = false, retained = false;
CUresult sticky = CUDA_SUCCESS;
thread_local bool current = false;

const char* environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

int number(const char* name, int otherwise) {
    const char* value = environment(name);
    return *value ? std::atoi(value) : otherwise;
}
const int DEVICES = number("KELVIN_STANDIN_DEVICES", 1), ARCHITECTURE = number("KELVIN_STANDIN_ARCHITECTURE", 9);
const size_t MEMORY = size_t(number("KELVIN_STANDIN_MEMORY", 4096)) << 20;

CUresult ready() {
    return !initialised ? CUDA_ERROR_NOT_INITIALIZED : !retained || !current ? CUDA_ERROR_INVALID_CONTEXT : sticky;
}

bool inside(CUdeviceptr at, size_t bytes) {
    auto next = allocations.upper_bound(at);
    if (next == allocations.begin()) {
        return false;
    }
    --next;
    return at + bytes <= next->first + next->second;
}

CUresult copy(void* to, const void* from, CUdeviceptr device, size_t bytes) {
    Guard guard(lock);
    if (CUresult not_ready = ready()) {
        return not_ready;
    }
    if (!inside(device, bytes) || !to || !from) {
        return CUDA_ERROR_INVALID_VALUE;
    }
    std::memcpy(to, from, bytes);
    return CUDA_SUCCESS;
}

CUresult enqueue(CUstream handle, std::function<void()> work) {
    Stream* stream = reinterpret_cast<Stream*>(handle);
    if (stream && stream->captured) {
        stream->captured->push_back(std::move(work));
    } else {
        work();
    }
    return CUDA_SUCCESS;
}

void run(Function& function, unsigned grid, unsigned block, unsigned gang, unsigned shared, bool cooperative,
        const Job& job) {
    auto run = function.kernel->run;
    emulation::Launch launch{grid, block, gang, shared, [&job, run] { run(job); }};
    if (*environment("KELVIN_STANDIN_LAUNCHES") && !function.told) {
        function.told = true;
        std::fprintf(stderr, "stand-in CUDA driver: %s, %s%u, %u blocks\n", function.kernel->name,
                cooperative ? "cooperative " : "clusters of ", gang, grid);
    }
    const char* file = environment("KELVIN_STANDIN_RECORD");
    if (*file && function.recorded++ < 2) {
        write_record(file, function.kernel->name, launch, job, allocations);
    }
    if (function.kernel->name == std::string(environment("KELVIN_STANDIN_FAULT"))) {
        sticky = CUDA_ERROR_ILLEGAL_ADDRESS;  // as on a GPU, a later call brings it to light
    } else if (const char* error = emulation::run(launch)) {
        std::fprintf(stderr, "stand-in CUDA driver: kernel %s: %s\n", function.kernel->name, error);
        sticky = CUDA_ERROR_LAUNCH_FAILED;
    }
}

CUresult launch(CUfunction handle, unsigned grid, unsigned block, unsigned shared, CUstream stream, void** parameters,
        bool cooperative) {
    Guard guard(lock);
    if (CUresult not_ready = ready()) {
        return not_ready;
    }
    Function& function = *reinterpret_cast<Function*>(handle);
    unsigned gang = cooperative ? grid : function.cluster_width > 0 ? function.cluster_width : 1;
    if (!parameters || !parameters[0] || grid == 0 || block == 0 || block > THREADS_PER_BLOCK || block % 32 != 0
            || shared > function.shared_limit || grid % gang != 0) {
        return CUDA_ERROR_INVALID_VALUE;
    }
    if (cooperative && grid > MULTIPROCESSORS * std::min<size_t>(2, SHARED_PER_MULTIPROCESSOR / (shared + 1024))) {
        return CUDA_ERROR_COOPERATIVE_LAUNCH_TOO_LARGE;
    }
    Job job;
    std::memcpy(&job, parameters[0], sizeof(job));
    return enqueue(stream, [=, &function] { run(function, grid, block, gang, shared, cooperative, job); });
}
}

int kelvin_standin_enqueue(void* stream, std::function<void()> work) {
    Guard guard(lock);
    CUresult not_ready = ready();
    return not_ready ? not_ready : enqueue(reinterpret_cast<CUstream>(stream), std::move(work));
}

extern "C" {
CUresult cuInit(unsigned) {
    Guard guard(lock);
    if (!initialised) {
        std::fprintf(stderr, "stand-in CUDA driver: no GPU, kernels are emulated on the CPU, for tests only\n");
        emulation::set_order(std::atoi(environment("KELVIN_STANDIN_ORDER")));
        initialised = true;
    }
    return CUDA_SUCCESS;
}

CUresult cuDriverGetVersion(int* version) { *version = 13000; return CUDA_SUCCESS; }
CUresult cuDeviceGetCount(int* count) { *count = DEVICES; return CUDA_SUCCESS; }
CUresult cuDeviceGet(CUdevice* device, int ordinal) {
    *device = ordinal;
    return ordinal >= 0 && ordinal < DEVICES ? CUDA_SUCCESS : CUDA_ERROR_INVALID_DEVICE;
}
CUresult cuDeviceGetName(char* name, int length, CUdevice) {
    std::snprintf(name, length, "stand-in for a GPU");
    return CUDA_SUCCESS;
}
CUresult cuDeviceGetPCIBusId(char* name, int length, CUdevice device) {
    std::snprintf(name, length, "0000:%02x:00.0", device);
    return CUDA_SUCCESS;
}
CUresult cuDeviceTotalMem_v2(size_t* bytes, CUdevice) { *bytes = MEMORY; return CUDA_SUCCESS; }

CUresult cuDeviceGetAttribute(int* value, CUdevice_attribute attribute, CUdevice) {
    switch (attribute) {
        case CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT: *value = MULTIPROCESSORS; break;
        case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR: *value = ARCHITECTURE; break;
        case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR: *value = 0; break;
        case CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN: *value = SHARED_PER_BLOCK; break;
        case CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR: *value = SHARED_PER_MULTIPROCESSOR; break;
        case CU_DEVICE_ATTRIBUTE_COOPERATIVE_LAUNCH: *value = 1; break;
        case CU_DEVICE_ATTRIBUTE_CLUSTER_LAUNCH: *value = 1; break;
        case CU_DEVICE_ATTRIBUTE_CLOCK_RATE: *value = 1000000; break;
        default: return CUDA_ERROR_INVALID_VALUE;
    }
    return CUDA_SUCCESS;
}

CUresult cuDevicePrimaryCtxRetain(CUcontext* context, CUdevice) {
    *context = reinterpret_cast<CUcontext>(&retained);
    retained = true;
    return initialised ? CUDA_SUCCESS : CUDA_ERROR_NOT_INITIALIZED;
}
CUresult cuDevicePrimaryCtxRelease_v2(CUdevice) { return CUDA_SUCCESS; }
CUresult cuCtxSetCurrent(CUcontext context) {
    current = context != nullptr;
    return CUDA_SUCCESS;
}
CUresult cuCtxSynchronize() { return ready(); }

CUresult cuModuleLoadData(CUmodule* module, const void* image) {
    uint32_t magic;
    std::memcpy(&magic, image, sizeof(magic));
    *module = reinterpret_cast<CUmodule>(&functions);
    return magic != FATBIN_MAGIC ? CUDA_ERROR_INVALID_IMAGE : ARCHITECTURE < OLDEST_IMAGE ? CUDA_ERROR_NO_BINARY_FOR_GPU : ready();
}
CUresult cuModuleUnload(CUmodule) { return CUDA_SUCCESS; }
CUresult cuModuleGetFunction(CUfunction* function, CUmodule, const char* name) {
    Guard guard(lock);
    for (const HostKernel& kernel : host_kernels()) {
        if (name == std::string(kernel.name)) {
            functions.emplace_back(new Function{&kernel});
            *function = reinterpret_cast<CUfunction>(functions.back().get());
            return CUDA_SUCCESS;
        }
    }
    return CUDA_ERROR_NOT_FOUND;
}

CUresult cuFuncSetAttribute(CUfunction handle, CUfunction_attribute attribute, int value) {
    Function& function = *reinterpret_cast<Function*>(handle);
    switch (attribute) {
        case CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES:
            function.shared_limit = value;
            return value <= (int) SHARED_PER_BLOCK ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
        case CU_FUNC_ATTRIBUTE_REQUIRED_CLUSTER_WIDTH:
            function.cluster_width = value;
            return value == 0 || (ARCHITECTURE >= 9 && value <= CLUSTER_BLOCKS) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
        case CU_FUNC_ATTRIBUTE_REQUIRED_CLUSTER_HEIGHT:
        case CU_FUNC_ATTRIBUTE_REQUIRED_CLUSTER_DEPTH:
        case CU_FUNC_ATTRIBUTE_NON_PORTABLE_CLUSTER_SIZE_ALLOWED: return CUDA_SUCCESS;
        default: return CUDA_ERROR_INVALID_VALUE;
    }
}
CUresult cuFuncGetAttribute(int* value, CUfunction_attribute attribute, CUfunction) {
    *value = attribute == CU_FUNC_ATTRIBUTE_NUM_REGS ? 128 : 0;
    return CUDA_SUCCESS;
}
CUresult cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, CUfunction, int, size_t shared) {
    *blocks = (int) std::min<size_t>(2, SHARED_PER_MULTIPROCESSOR / (shared + 1024));
    return CUDA_SUCCESS;
}

CUresult cuMemAlloc_v2(CUdeviceptr* pointer, size_t bytes) {
    Guard guard(lock);
    if (CUresult not_ready = ready()) {
        return not_ready;
    }
    if (bytes == 0) {
        return CUDA_ERROR_INVALID_VALUE;
    }
    if (allocated + bytes > MEMORY) {
        return CUDA_ERROR_OUT_OF_MEMORY;
    }
    void* memory = std::aligned_alloc(256, (bytes + 255) / 256 * 256);
    std::memset(memory, 0xFF, bytes);
    *pointer = reinterpret_cast<CUdeviceptr>(memory);
    allocations[*pointer] = bytes;
    allocated += bytes;
    return CUDA_SUCCESS;
}
CUresult cuMemFree_v2(CUdeviceptr pointer) {
    Guard guard(lock);
    auto found = allocations.find(pointer);
    if (found == allocations.end()) {
        return CUDA_ERROR_INVALID_VALUE;
    }
    allocated -= found->second;
    allocations.erase(found);
    std::free(reinterpret_cast<void*>(pointer));
    return sticky;
}
CUresult cuMemGetInfo_v2(size_t* free, size_t* total) {
    *free = MEMORY - allocated;
    *total = MEMORY;
    return ready();
}
CUresult cuMemcpyHtoD_v2(CUdeviceptr to, const void* from, size_t bytes) {
    return copy(reinterpret_cast<void*>(to), from, to, bytes);
}
CUresult cuMemcpyDtoH_v2(void* to, CUdeviceptr from, size_t bytes) {
    return copy(to, reinterpret_cast<const void*>(from), from, bytes);
}
CUresult cuMemsetD8_v2(CUdeviceptr to, unsigned char value, size_t bytes) {
    Guard guard(lock);
    if (CUresult not_ready = ready()) {
        return not_ready;
    }
    if (!inside(to, bytes)) {
        return CUDA_ERROR_INVALID_VALUE;
    }
    std::memset(reinterpret_cast<void*>(to), value, bytes);
    return CUDA_SUCCESS;
}

CUresult cuStreamCreate(CUstream* stream, unsigned) {
    *stream = reinterpret_cast<CUstream>(new Stream);
    return ready();
}
CUresult cuStreamDestroy_v2(CUstream stream) {
    delete reinterpret_cast<Stream*>(stream);
    return CUDA_SUCCESS;
}
CUresult cuStreamBeginCapture_v2(CUstream stream, CUstreamCaptureMode) {
    if (!stream) {
        return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    }
    reinterpret_cast<Stream*>(stream)->captured.reset(new Works);
    return ready();
}
CUresult cuStreamEndCapture(CUstream stream, CUgraph* graph) {
    *graph = reinterpret_cast<CUgraph>(reinterpret_cast<Stream*>(stream)->captured.release());
    return *graph ? ready() : CUDA_ERROR_ILLEGAL_STATE;
}
CUresult cuGraphInstantiateWithFlags(CUgraphExec* instance, CUgraph graph, unsigned long long) {
    *instance = reinterpret_cast<CUgraphExec>(new Works(*reinterpret_cast<Works*>(graph)));
    return ready();
}
CUresult cuGraphLaunch(CUgraphExec instance, CUstream) {
    Guard guard(lock);
    if (CUresult not_ready = ready()) {
        return not_ready;
    }
    for (const auto& work : *reinterpret_cast<Works*>(instance)) {
        work();
    }
    return CUDA_SUCCESS;
}
CUresult cuGraphExecDestroy(CUgraphExec instance) {
    delete reinterpret_cast<Works*>(instance);
    return CUDA_SUCCESS;
}
CUresult cuGraphDestroy(CUgraph graph) {
    delete reinterpret_cast<Works*>(graph);
    return CUDA_SUCCESS;
}
CUresult cuStreamSynchronize(CUstream) { return ready(); }

CUresult cuLaunchKernel(CUfunction function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by,
        unsigned bz, unsigned shared, CUstream stream, void** parameters, void**) {
    return gy * gz * by * bz == 1 ? launch(function, gx, bx, shared, stream, parameters, false) : CUDA_ERROR_INVALID_VALUE;
}
CUresult cuLaunchCooperativeKernel(CUfunction function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by,
        unsigned bz, unsigned shared, CUstream stream, void** parameters) {
    return gy * gz * by * bz == 1 ? launch(function, gx, bx, shared, stream, parameters, true) : CUDA_ERROR_INVALID_VALUE;
}

CUresult cuGetErrorName(CUresult error, const char** name) {
    *name = error == CUDA_ERROR_ILLEGAL_ADDRESS ? "CUDA_ERROR_ILLEGAL_ADDRESS"
            : error == CUDA_ERROR_OUT_OF_MEMORY ? "CUDA_ERROR_OUT_OF_MEMORY" : "CUDA_ERROR";
    return CUDA_SUCCESS;
}
CUresult cuGetErrorString(CUresult error, const char** text) {
    *text = error == CUDA_ERROR_ILLEGAL_ADDRESS ? "an illegal memory access was encountered"
            : error == CUDA_ERROR_OUT_OF_MEMORY ? "out of memory" : "an error of the stand-in";
    return CUDA_SUCCESS;
}
}
