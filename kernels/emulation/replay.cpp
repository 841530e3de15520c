// Repeats recorded launches on the emulation and prints what they leave in memory, as a hash for each:
//
//     replay FILE [--order N] [--without FILE:LINE] [--barriers] [--short]
//
// --order runs threads in another order, --without leaves a barrier out, --barriers lists those that were passed, --short
// makes every allocation one byte shorter than the kernels think.
// Built with a sanitizer, it finds accesses outside device or shared memory. The allocations have their exact sizes.
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "kernels.h"
#include "record.h"

namespace {
const HostKernel* kernel_named(const char* name) {
    for (const HostKernel& kernel : host_kernels()) {
        if (std::strcmp(kernel.name, name) == 0) {
            return &kernel;
        }
    }
    return nullptr;
}

struct Free { void operator()(void* p) const { std::free(p); } };
using Memory = std::unique_ptr<void, Free>;

// Where a recorded address is now.
template <class T> void relocate(T*& pointer, const Record& record, const std::vector<Memory>& memory) {
    uint64_t address = (uint64_t) pointer;
    for (size_t i = 0; i < memory.size(); i++) {
        if (address >= record.addresses[i] && address < record.addresses[i] + record.contents[i].size()) {
            pointer = (T*) ((char*) memory[i].get() + (address - record.addresses[i]));
            return;
        }
    }
}
template <class T> void relocate(T&, const Record&, const std::vector<Memory>&) {}

uint64_t hash(const std::vector<Memory>& memory, const Record& record, size_t missing) {
    uint64_t h = 1469598103934665603ull;
    for (size_t i = 0; i < memory.size(); i++) {
        const unsigned char* bytes = (const unsigned char*) memory[i].get();
        for (size_t b = 0; b < record.contents[i].size() - missing; b++) {
            h = (h ^ bytes[b]) * 1099511628211ull;
        }
    }
    return h;
}

bool replay(const Record& record, size_t missing) {
    const HostKernel* kernel = kernel_named(record.header.kernel);
    if (!kernel) {
        std::fprintf(stderr, "replay: no kernel %s\n", record.header.kernel);
        return false;
    }
    std::vector<Memory> memory;
    for (const auto& bytes : record.contents) {
        void* place = nullptr;
        if (posix_memalign(&place, 256, bytes.size() - missing) != 0) {
            return false;
        }
        memory.emplace_back(place);
        std::memcpy(place, bytes.data(), bytes.size() - missing);
    }
    Job job = record.job;
#define FIELD(type, name) relocate(job.name, record, memory);
    JOB_FIELDS(FIELD)
#undef FIELD
    auto run = kernel->run;
    emulation::Launch launch{record.header.blocks, record.header.threads, record.header.gang, record.header.shared_bytes,
            [&job, run] { run(job); }};
    const char* error = emulation::run(launch);
    std::printf("%s blocks %u gang %u: %016llx%s%s\n", kernel->name, launch.blocks, launch.gang,
            (unsigned long long) hash(memory, record, missing), error ? " " : "", error ? error : "");
    return true;
}
}

int main(int count, char** arguments) {
    bool barriers = false;
    size_t missing = 0;
    for (int i = 2; i < count; i++) {
        if (std::strcmp(arguments[i], "--order") == 0 && i + 1 < count) {
            emulation::set_order(std::atoi(arguments[++i]));
        } else if (std::strcmp(arguments[i], "--without") == 0 && i + 1 < count) {
            emulation::leave_out(arguments[++i]);
        } else if (std::strcmp(arguments[i], "--short") == 0) {
            missing = 1;
        } else if (std::strcmp(arguments[i], "--barriers") == 0) {
            barriers = true;
        } else {
            std::fprintf(stderr, "replay: %s: unknown\n", arguments[i]);
            return 64;
        }
    }
    FILE* in = count > 1 ? std::fopen(arguments[1], "rb") : nullptr;
    if (!in) {
        std::fprintf(stderr, "replay: no file\n");
        return 66;
    }
    Record record;
    int launches = 0;
    while (record.read(in)) {
        if (!replay(record, missing)) {
            return 70;
        }
        launches++;
    }
    std::fclose(in);
    if (barriers) {
        emulation::for_barriers([](const char* site) { std::printf("barrier %s\n", site); });
    }
    return launches > 0 ? 0 : 65;
}
