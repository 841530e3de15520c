"""The rate of float32 matrix products alone, by PyTorch, which calls cuBLAS: of a layer from width to width for all rows and
replicas at once, the limit of whoever computes such layers by it. Environment as for the other programs."""
import os, time, torch
sizes = [int(s) for s in os.environ["SIZES"].split(",")]
N = int(os.environ.get("ROWS", "1000")); seconds = float(os.environ.get("SECONDS_EACH", "3"))
dev = "cuda" if torch.cuda.is_available() else "cpu"; torch.manual_seed(0)
torch.backends.cuda.matmul.allow_tf32 = False
sync = torch.cuda.synchronize if dev == "cuda" else (lambda: None)
for R in [int(r) for r in os.environ.get("REPLICAS", "1").split(",")]:
    a = torch.randn(R, N, sizes[1], device=dev); b = torch.randn(R, sizes[1], sizes[2], device=dev); out = torch.bmm(a, b)
    sync(); n = 0; t = time.perf_counter()
    while time.perf_counter() - t < seconds: torch.bmm(a, b, out=out); sync(); n += 1
    dt = time.perf_counter() - t
    print(f"sgemm {dev} R={R} N={N} GFLOP/s={2 * n * R * N * sizes[1] * sizes[2] / dt / 1e9:.3f}", flush=True)
