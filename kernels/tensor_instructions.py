#!/usr/bin/env python3
"""What gradients on tensor cores should cost, counted in the compiled code, as a prediction to be measured against:

    kernels/tensor_instructions.py [FATBIN OR CUBIN OF evaluate_tensor]

For each network of NETWORKS, each product of each layer is so many tasks of a warp; a task issues its main loop once for
every 16 of the summed index, and what is around it once. From that follow three bounds in clocks of a multiprocessor for a
row of a replica: instructions issued (one a clock on each of its four schedulers), matrix products (TENSOR_CLOCKS each), and
loads of matrices from shared memory (four clocks each). The dearest is the least that a row can take; EXPECTED of it is
hoped for, since two blocks hide each other's waiting in part. Relu and whole pieces are counted, other ways are left out.
"""
import collections
import pathlib
import sys

from instructions import around, images, innermost, length, loops

MULTIPROCESSORS, GIGAHERTZ = 132, 1.755     # an H100 SXM at its sustained clock
TENSOR_CLOCKS = 6.5                         # of a quarter of a multiprocessor: mma.sync reaches 62% of Hopper's peak
EXPECTED = (0.55, 0.75)
FLOAT32_PEAK = 128 * 2 * MULTIPROCESSORS * GIGAHERTZ * 1e9
OTHER = {64: 350, 128: 700}                 # instructions of a warp for inputs, likelihood and barriers of a tile of 64, 128
NETWORKS = [((10, 64, 64, 1), 64, 4), ((5, 16, 16, 16, 16, 2), 128, 4)]  # sizes, rows of a tile, warps: CudaPlan's
HMMA, LDSM, BRA = 0x23C, 0x83B, 0x947
OPCODES = {0x388: "STS", 0x988: "STS", 0x984: "LDS", 0x981: "LDG", 0x986: "STG", 0x23E: "F2F", 0x304: "F2F", 0x220: "FMUL",
           0x820: "FMUL"}

Kind = collections.namedtuple("Kind", "head loop tail products loads")


def segments(code, first, last):
    """Stretches of code between jumps: place, length, and how often each opcode of interest is in them."""
    found, start = [], first
    for at in range(first, last + 1):
        if code[at] == BRA or at == last:
            found.append((start, at - start + 1, collections.Counter(OPCODES.get(o, o) for o in code[start:at + 1])))
            start = at + 1
    return found


def kinds(code, architecture):
    """The tasks found in the code, by what they do and how many pieces of 16 x 8 they hold."""
    all_loops = loops(code, architecture)
    code = [low & 0xFFF for low, _ in code]
    found = {}
    for main in innermost(all_loops):
        products, loads = (code[main.first:main.last + 1].count(o) for o in (HMMA, LDSM))
        if products == 0:
            continue
        task = around(main, all_loops)
        nested = [a for a in all_loops if a != task and task.first <= a.first and a.last <= task.last]
        parts = [s for s in segments(code, task.first, task.last) if not any(a.first <= s[0] <= a.last for a in nested)]
        weights = any(s[2]["STG"] for s in parts)
        bias = weights and loads * 6 < products * 4 * 2 and products % 3 != 0 or weights and products == 2
        pieces = products // 3 if not bias else products // 2
        if weights:
            ends = [s[1] for s in parts if s[2]["STG"] >= 2 * pieces - 1 and s[0] > main.last]
            tail = max(ends) if bias else min(ends)
            what = "bias" if bias else "weights"
        else:
            ends = [s for s in parts if s[2]["STS"] >= pieces * 2 and s[2]["F2F"] and not s[2]["FMUL"]]
            what = "backward" if any(s[2]["FMUL"] >= 2 * pieces and s[2]["F2F"] for s in parts) else "forward"
            tail = min((s[1] for s in ends), default=sum(s[1] for s in parts if s[0] > main.last))
        head = sum(min(s[1], main.first - s[0]) for s in parts if s[0] < main.first and not s[2]["STG"])
        found.setdefault((what, pieces), Kind(head, length(main), tail, products, loads))
    return found


def padded(n):
    return (n + 15) // 16 * 16


def tasks(sizes, rows):
    """Products of a tile: name, kind, number of tasks, rounds of a task's loop."""
    for l, (depth, width) in enumerate(zip(sizes, sizes[1:])):
        last = l + 2 == len(sizes)
        across = 1 if width <= 8 else 4 if padded(width) % 32 == 0 else 2
        own = across if last or across > 1 else 2
        columns = 1 if across == 1 else padded(width) // (8 * across)
        down = 2 if padded(depth) % 32 == 0 else 1
        yield f"forward {depth} -> {width}", ("forward", 2 * own), rows // 32 * (1 if own == 1 else padded(width) // (8 * own)), padded(depth) // 16
        yield f"weights {depth} -> {width}", ("weights", down * across), padded(depth) // (16 * down) * columns, rows // 16
        yield f"biases {width}", ("bias", across), columns, rows // 16
        if l > 0:
            back = 4 if padded(depth) % 32 == 0 else 2
            yield f"backward {depth} <- {width}", ("backward", 2 * back), rows // 32 * padded(depth) // (8 * back), padded(width) // 16


def report(found, sizes, rows, warps):
    print(f"\n{'-'.join(map(str, sizes))}, tiles of {rows} rows, {warps} warps\n")
    print("| product | tasks of a warp | instructions of all | matrix products | matrix loads |\n|---|---|---|---|---|")
    issued, products, loads = OTHER[rows] * warps, 0, 0
    for name, kind, count, rounds in tasks(sizes, rows):
        k = found[kind]
        mine = count * (k.head + k.tail + rounds * k.loop), count * rounds * k.products, count * rounds * k.loads
        print(f"| {name} | {count} | {mine[0]} | {mine[1]} | {mine[2]} |")
        issued, products, loads = issued + mine[0], products + mine[1], loads + mine[2]
    print(f"| all, with {OTHER[rows]} other instructions of each warp | | {issued} | {products} | {loads} |\n")
    clocks = {"issue": issued / 4 / rows, "tensor cores": products * TENSOR_CLOCKS / 4 / rows, "shared memory": loads * 4 / rows}
    useful = sum(2 * a * b * (3 if l else 2) for l, (a, b) in enumerate(zip(sizes, sizes[1:])))
    worst = max(clocks.values()) / GIGAHERTZ / MULTIPROCESSORS
    print("Clocks of a multiprocessor for a row: " + ", ".join(f"{v:.1f} by {n}" for n, v in clocks.items()) + f"; at least "
          f"{worst:.3f} ns for a row of a replica.")
    slow, fast = worst / EXPECTED[0], worst / EXPECTED[1]
    print(f"Expected: {fast:.2f} to {slow:.2f} ns; {useful / slow / 1e3:.0f} to {useful / fast / 1e3:.0f} TFLOP/s in float32's "
          f"terms (the float32 peak is {FLOAT32_PEAK / 1e12:.0f}); a leapfrog step of 1024 replicas with 5000 rows in "
          f"{fast * 5.12:.1f} to {slow * 5.12:.1f} ms.")


def main():
    default = pathlib.Path("kernels/build/gpu/classes/kelvin/bank/cuda/evaluate_tensor.fatbin")
    for architecture, name, code in images(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default):
        if name == "evaluate_tensor" and architecture == 90:
            found = kinds(code, architecture)
            for sizes, rows, warps in NETWORKS:
                report(found, sizes, rows, warps)
            return 0
    print("tensor_instructions.py: no code for sm_90", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
