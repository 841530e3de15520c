// A library with the name of CUDA 12's cuBLAS that leads to CUDA 13's: JCublas2 asks for libcublas.so.12 and its version
// node, which a link under another name does not have. Every entry point of entries.txt jumps to the one of the same name
// in libcublas.so.13, arguments untouched; one that is not there returns CUBLAS_STATUS_NOT_SUPPORTED.
// For x86-64; src/setup/kernels.sh builds it, kelvin.bank.cuda.CublasLibrary loads it where there is no cuBLAS 12.
#define _GNU_SOURCE
#include <dlfcn.h>

static int absent(void) { return 15; }

#define FORWARD(name) \
    __attribute__((used)) static void* to_##name = (void*) absent; \
    __attribute__((naked)) void name(void) { __asm__("jmp *to_" #name "(%rip)"); }
#include "entries.h"
#undef FORWARD

static const struct { const char* name; void** to; } entries[] = {
#define FORWARD(name) {#name, &to_##name},
#include "entries.h"
#undef FORWARD
};

__attribute__((constructor)) static void find_entries(void) {
    void* library = dlopen("libcublas.so.13", RTLD_LAZY);  // loaded already, and then the search path does not matter
    for (unsigned i = 0; library && i < sizeof(entries) / sizeof(entries[0]); i++) {
        void* found = dlsym(library, entries[i].name);
        if (found) {
            *entries[i].to = found;
        }
    }
}
