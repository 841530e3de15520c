// arc4random and arc4random_buf for glibc before 2.36, which has neither: random bytes of the kernel. Preloaded by the
// launchers where it is needed (bin/kelvin, bin/mpirun).
#include <stdint.h>
#include <stdlib.h>
#include <sys/random.h>

void arc4random_buf(void *to, size_t bytes) {
    unsigned char *at = to;
    while (bytes > 0) {
        ssize_t got = getrandom(at, bytes, 0);
        if (got <= 0) {
            abort();
        }
        at += got;
        bytes -= (size_t) got;
    }
}

uint32_t arc4random(void) {
    uint32_t word;
    arc4random_buf(&word, sizeof(word));
    return word;
}
