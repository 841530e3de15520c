// Prints where the fields of Layer and Job are: "STRUCT FIELD OFFSET TYPE", types p(ointer), i(nt), l(ong), d(ouble), and
// the size as field "=". kelvin.bank.cuda fills parameters by this list.
#include <cstddef>
#include <cstdio>
#include <type_traits>

#include "../parameters.h"

template <class T> constexpr char type_letter() {
    return std::is_pointer_v<T> ? 'p' : std::is_same_v<T, int32_t> ? 'i' : std::is_same_v<T, int64_t> ? 'l'
            : std::is_same_v<T, double> ? 'd' : '?';
}

int main() {
#define FIELD(type, name) std::printf("Layer %s %zu %c\n", #name, offsetof(Layer, name), type_letter<type>());
    LAYER_FIELDS(FIELD)
#undef FIELD
    std::printf("Layer = %zu s\n", sizeof(Layer));
#define FIELD(type, name) std::printf("Job %s %zu %c\n", #name, offsetof(Job, name), type_letter<type>());
    JOB_FIELDS(FIELD)
#undef FIELD
    std::printf("Job = %zu s\n", sizeof(Job));
}
