// A stand-in for cuBLAS beside that for the driver library, for tests on machines without a GPU: the entry points that
// kelvin.bank.cuda uses. A product is a chain of float32 multiply-adds in the order of the summed index, whatever the
// number of matrices in a batch. It goes into the stand-in driver's stream, so that graphs contain it.
#include <cstdint>
#include <cstring>
#include <functional>
#include <vector>

#include "standin.h"

namespace {
enum { SUCCESS = 0, NOT_INITIALIZED = 1, INVALID_VALUE = 7, EXECUTION_FAILED = 13 };
constexpr int NONE = 0, TRANSPOSED = 1, PEDANTIC = 2;

struct Handle {
    void* stream = nullptr;
    int math = 0;
    size_t workspace = 0;
};

struct Matrix {
    const float* values;
    int64_t down, across;  // from row to row and from column to column
    float operator()(int64_t r, int64_t c) const { return values[r * down + c * across]; }
};

// c[m][n] = alpha a[m][k] b[k][n] + beta c, columns of c contiguous.
void multiply(int m, int n, int k, float alpha, Matrix a, Matrix b, float beta, float* c, int ldc) {
    std::vector<float> sum(m), packed;
    if (a.down != 1) {  // columns one after another
        packed.resize((size_t) m * k);
        for (int i = 0; i < m; i++) {
            for (int l = 0; l < k; l++) {
                packed[(size_t) l * m + i] = a(i, l);
            }
        }
        a = Matrix{packed.data(), 1, m};
    }
    for (int j = 0; j < n; j++) {
        std::fill(sum.begin(), sum.end(), 0.0f);
        for (int l = 0; l < k; l++) {
            float factor = b(l, j);
            const float* column = a.values + l * a.across;
            for (int i = 0; i < m; i++) {
                sum[i] = __builtin_fmaf(column[i], factor, sum[i]);
            }
        }
        for (int i = 0; i < m; i++) {
            float& to = c[(int64_t) j * ldc + i];
            to = beta == 0 ? alpha * sum[i] : __builtin_fmaf(beta, to, alpha * sum[i]);
        }
    }
}
}

extern "C" {
int cublasCreate_v2(Handle** handle) {
    *handle = new Handle;
    return SUCCESS;
}
int cublasDestroy_v2(Handle* handle) {
    delete handle;
    return SUCCESS;
}
int cublasGetVersion_v2(Handle*, int* version) {
    *version = 120600;
    return SUCCESS;
}
int cublasSetStream_v2(Handle* handle, void* stream) {
    handle->stream = stream;
    handle->workspace = 0;  // as cuBLAS does
    return SUCCESS;
}
int cublasSetWorkspace_v2(Handle* handle, void* workspace, size_t bytes) {
    handle->workspace = bytes;
    return workspace && (uintptr_t) workspace % 256 == 0 ? SUCCESS : INVALID_VALUE;
}
int cublasSetMathMode(Handle* handle, int mode) {
    handle->math = mode;
    return SUCCESS;
}

int cublasSgemmStridedBatched(Handle* handle, int transpose_a, int transpose_b, int m, int n, int k, const float* alpha,
        const float* a, int lda, long long stride_a, const float* b, int ldb, long long stride_b, const float* beta, float* c,
        int ldc, long long stride_c, int count) {
    if (!handle) {
        return NOT_INITIALIZED;
    }
    // float32 alone, and a workspace of its own, is what keeps bits: without them the stand-in refuses
    bool fits = lda >= (transpose_a == NONE ? m : k) && ldb >= (transpose_b == NONE ? k : n) && ldc >= m;
    if (handle->math != PEDANTIC || handle->workspace == 0 || !fits || m < 1 || n < 1 || k < 1 || count < 1
            || transpose_a > TRANSPOSED || transpose_b > TRANSPOSED) {
        return INVALID_VALUE;
    }
    float by = *alpha, keep = *beta;
    std::function<void()> work = [=] {
        for (int i = 0; i < count; i++) {
            Matrix first{a + i * stride_a, transpose_a == NONE ? 1 : lda, transpose_a == NONE ? lda : 1};
            Matrix second{b + i * stride_b, transpose_b == NONE ? 1 : ldb, transpose_b == NONE ? ldb : 1};
            multiply(m, n, k, by, first, second, keep, c + i * stride_c, ldc);
        }
    };
    return kelvin_standin_enqueue(handle->stream, work) == 0 ? SUCCESS : EXECUTION_FAILED;
}
}
