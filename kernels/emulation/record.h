// Launches written to a file with all device memory they could touch, so that another program can repeat them.
#pragma once
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "../parameters.h"
#include "emulation.h"

// Layout of a record: header, job, then for each allocation its address, size and contents.
struct RecordHeader {
    char kernel[32];
    uint32_t blocks, threads, gang, shared_bytes, allocations, job_bytes;
};

template <class Address>
void write_record(const char* file, const char* kernel, const emulation::Launch& launch, const Job& job,
        const std::map<Address, size_t>& allocations) {
    FILE* out = std::fopen(file, "ab");
    if (!out) {
        return;
    }
    RecordHeader header{{}, launch.blocks, launch.threads, launch.gang, (uint32_t) launch.shared_bytes,
            (uint32_t) allocations.size(), sizeof(Job)};
    std::strncpy(header.kernel, kernel, sizeof(header.kernel) - 1);
    std::fwrite(&header, sizeof(header), 1, out);
    std::fwrite(&job, sizeof(job), 1, out);
    for (const auto& [address, bytes] : allocations) {
        uint64_t place[2] = {(uint64_t) address, bytes};
        std::fwrite(place, sizeof(place), 1, out);
        std::fwrite(reinterpret_cast<const void*>(address), 1, bytes, out);
    }
    std::fclose(out);
}

struct Record {
    RecordHeader header;
    Job job;
    std::vector<uint64_t> addresses;
    std::vector<std::vector<unsigned char>> contents;

    // Reads the next record; false at the end.
    bool read(FILE* in) {
        if (std::fread(&header, sizeof(header), 1, in) != 1 || header.job_bytes != sizeof(Job)
                || std::fread(&job, sizeof(job), 1, in) != 1) {
            return false;
        }
        addresses.resize(header.allocations);
        contents.resize(header.allocations);
        for (uint32_t i = 0; i < header.allocations; i++) {
            uint64_t place[2];
            if (std::fread(place, sizeof(place), 1, in) != 1) {
                return false;
            }
            addresses[i] = place[0];
            contents[i].resize(place[1]);
            if (std::fread(contents[i].data(), 1, place[1], in) != place[1]) {
                return false;
            }
        }
        return true;
    }
};
