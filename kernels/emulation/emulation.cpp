// The scheduler behind emulation.h.
#include "emulation.h"

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define FORGET_STACK(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#else
#define FORGET_STACK(p, n)
#endif

// Saves the registers a call must keep, and goes on with another stack. x86-64, System V.
extern "C" void kelvin_switch(void** save, void* load);
asm(R"(
.text
.globl kelvin_switch
.type kelvin_switch,@function
kelvin_switch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp,(%rdi)
  movq %rsi,%rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size kelvin_switch,.-kelvin_switch
)");

namespace emulation {
namespace {
constexpr size_t STACK_BYTES = 64 * 1024, ROOM_BYTES = 512;

enum class State { READY, PAUSED, AT_BARRIER, AT_CLUSTER, AT_WARP, DONE };

struct Fibre {
    void* stack_pointer;
    State state;
    unsigned thread, block;
};
struct Warp {
    int arrived = 0;
    alignas(16) unsigned char rooms[32][ROOM_BYTES];
};
struct Free { void operator()(unsigned char* p) const { std::free(p); } };
struct Block {
    unsigned index, alive, arrived;
    std::unique_ptr<unsigned char, Free> shared;
    std::vector<Warp> warps;
};
struct World {
    const Launch* launch = nullptr;
    std::vector<Fibre> fibres;
    std::vector<Block> blocks;
    std::vector<std::unique_ptr<unsigned char[]>> stacks;
    void* scheduler = nullptr;
    Fibre* now = nullptr;
    unsigned alive = 0, at_cluster = 0;
    bool moved = false;
    uint32_t order = 0;
    std::vector<std::string> sites;
    std::vector<bool> executed;
    std::string left_out;
};
World world;

void give_way(State state) {
    Fibre* me = world.now;
    me->state = state;
    kelvin_switch(&me->stack_pointer, world.scheduler);
}

void wake(State from, unsigned block) {
    for (unsigned t = 0; t < world.launch->threads; t++) {
        Fibre& fibre = world.fibres[block * world.launch->threads + t];
        if (fibre.state == from) {
            fibre.state = State::READY;
        }
    }
    world.moved = true;
}

void release_if_complete(unsigned b) {
    Block& block = world.blocks[b];
    if (block.alive > 0 && block.arrived == block.alive) {
        block.arrived = 0;
        wake(State::AT_BARRIER, b);
    }
    if (world.alive > 0 && world.at_cluster == world.alive) {
        world.at_cluster = 0;
        for (unsigned i = 0; i < world.blocks.size(); i++) {
            wake(State::AT_CLUSTER, i);
        }
    }
}

void entry() {
    world.launch->body();
    Fibre* me = world.now;
    me->state = State::DONE;
    world.blocks[me->block].alive--;
    world.alive--;
    release_if_complete(me->block);
    void* unused;
    kelvin_switch(&unused, world.scheduler);
    std::abort();
}

uint32_t random_word() { return (world.order = world.order * 1664525u + 1013904223u) >> 8; }

void prepare(unsigned first_block) {
    const Launch& launch = *world.launch;
    unsigned n = launch.threads * launch.gang;
    world.blocks.resize(launch.gang);
    world.fibres.resize(n);
    while (world.stacks.size() < n) {
        world.stacks.emplace_back(new unsigned char[STACK_BYTES]);
    }
    for (unsigned b = 0; b < launch.gang; b++) {
        Block& block = world.blocks[b];
        block.index = first_block + b;
        block.alive = launch.threads;
        block.arrived = 0;
        size_t bytes = (launch.shared_bytes + 15) / 16 * 16;
        block.shared.reset(static_cast<unsigned char*>(std::aligned_alloc(16, bytes == 0 ? 16 : bytes)));
        std::memset(block.shared.get(), 0xFF, bytes);
        block.warps.assign((launch.threads + 31) / 32, Warp());
    }
    for (unsigned i = 0; i < n; i++) {
        unsigned char* bottom = world.stacks[i].get();
        FORGET_STACK(bottom, STACK_BYTES);
        void** top = reinterpret_cast<void**>((reinterpret_cast<uintptr_t>(bottom) + STACK_BYTES - 64) & ~uintptr_t(63));
        *--top = nullptr;
        *--top = reinterpret_cast<void*>(&entry);
        for (int r = 0; r < 6; r++) {
            *--top = nullptr;
        }
        world.fibres[i] = Fibre{top, State::READY, i % launch.threads, i / launch.threads};
    }
    world.alive = n;
    world.at_cluster = 0;
}

const char* run_gang() {
    unsigned n = world.fibres.size();
    for (int idle = 0; world.alive > 0; idle++) {
        world.moved = false;
        unsigned start = world.order == 0 ? 0 : random_word() % n, step = 1;
        if (world.order != 0) {
            unsigned a, b;
            do {  // a step without a common factor visits every fibre
                step = random_word() % n;
                for (a = n, b = step; b != 0;) {
                    unsigned c = a % b;
                    a = b;
                    b = c;
                }
            } while (a != 1);
        }
        // some warps stay behind for a while, or every thread would be as far as the others
        uint32_t behind = world.order == 0 ? 0 : random_word();
        for (unsigned i = 0; i < n; i++) {
            unsigned at = (start + (uint64_t) i * step) % n;
            Fibre& fibre = world.fibres[at];
            if (behind >> at / 32 % 24 & 1) {
                continue;
            }
            if (fibre.state == State::READY || fibre.state == State::PAUSED) {
                world.moved |= fibre.state == State::READY;
                world.now = &fibre;
                kelvin_switch(&world.scheduler, fibre.stack_pointer);
            }
        }
        if (world.moved) {
            idle = 0;
        } else if (idle > 1000) {
            return "deadlock: a barrier that not all threads reach";
        }
    }
    return nullptr;
}
}

const char* run(const Launch& launch) {
    world.launch = &launch;
    for (unsigned b = 0; b < launch.blocks; b += launch.gang) {
        prepare(b);
        if (const char* error = run_gang()) {
            return error;
        }
    }
    return nullptr;
}

void set_order(unsigned seed) { world.order = seed; }
void leave_out(const char* site) { world.left_out = site; }

void for_barriers(const std::function<void(const char*)>& callback) {
    for (size_t i = 0; i < world.sites.size(); i++) {
        if (world.executed[i]) {
            callback(world.sites[i].c_str());
        }
    }
}

int site(const char* file, int line) {
    const char* name = std::strrchr(file, '/');
    world.sites.push_back(std::string(name ? name + 1 : file) + ":" + std::to_string(line));
    world.executed.push_back(false);
    return (int) world.sites.size() - 1;
}

Index thread_index() { return {world.now->thread}; }
Index block_index() { return {world.blocks[world.now->block].index}; }
Index block_size() { return {world.launch->threads}; }
Index grid_size() { return {world.launch->blocks}; }
unsigned char* shared_memory() { return world.blocks[world.now->block].shared.get(); }

void block_barrier(int site) {
    world.executed[site] = true;
    if (!world.left_out.empty() && world.left_out == world.sites[site]) {
        return;
    }
    world.blocks[world.now->block].arrived++;
    world.now->state = State::AT_BARRIER;
    release_if_complete(world.now->block);
    if (world.now->state == State::AT_BARRIER) {
        give_way(State::AT_BARRIER);
    }
}

void cluster_barrier() {
    world.at_cluster++;
    world.now->state = State::AT_CLUSTER;
    release_if_complete(world.now->block);
    if (world.now->state == State::AT_CLUSTER) {
        give_way(State::AT_CLUSTER);
    }
}

void pause() { give_way(State::PAUSED); }

void* lane_room() { return world.blocks[world.now->block].warps[world.now->thread / 32].rooms[world.now->thread % 32]; }

void meet_warp(const std::function<void(unsigned char*, size_t)>& combine) {
    Fibre* me = world.now;
    Warp& warp = world.blocks[me->block].warps[me->thread / 32];
    if (++warp.arrived < 32) {
        give_way(State::AT_WARP);
        return;
    }
    warp.arrived = 0;
    combine(warp.rooms[0], ROOM_BYTES);
    unsigned first = me->block * world.launch->threads + me->thread / 32 * 32;
    for (unsigned i = first; i < first + 32; i++) {
        if (world.fibres[i].state == State::AT_WARP) {
            world.fibres[i].state = State::READY;
        }
    }
    world.moved = true;
}
}
