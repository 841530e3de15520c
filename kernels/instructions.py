#!/usr/bin/env python3
"""Looks at the machine code of the compiled kernels, since a kernel can grow slow without any test failing:

    kernels/instructions.py [kernels/build/gpu [LEAST SHARE OF THE PEAK]]

1. Registers and spills of every kernel, as ptxas reported them, against the limits below.
2. For a gradient of 10-64-64-1 (a tile of 128 rows, 128 threads), the instructions that a warp issues, from the loops
   found in the code times how often they run; the useful multiply-adds over them are the share of the float32 peak that
   remains where nothing ever waits, so a bound and no promise. Counted: the three products of every layer. Allowed for
   without counting: OTHER, for inputs, likelihood, barriers and the choice among register tiles. Where relu and other
   activations part, both ways are counted, so the truth is better by a few percent.

Ends with 1 where a limit is passed or the share is less. Needs nothing but Python: it reads the ELF images inside the fatbins itself, because
cuobjdump is not part of every toolkit. The opcodes are NVIDIA's, undocumented; they are the same for sm_80 to sm_100.
"""
import collections
import pathlib
import re
import struct
import sys

# Most registers (of a thread) and bytes of spill stores. Two narrow blocks of 256 threads must fit a multiprocessor.
LIMITS = {
    "advance_narrow": (128, 256), "evaluate_narrow": (128, 64),
    "advance_wide": (255, 128), "evaluate_wide": (255, 0),
    "advance_tensor": (255, 128), "evaluate_tensor": (255, 0), "reversal": (255, 128),
    "batch_begin": (64, 16),   # once a trajectory
    "outputs": (255, 0), "prior_gradient": (64, 0), "normals": (64, 0), "swap_round": (64, 0),
}
LEAST_SHARE = 0.55
OTHER = 500
FFMA = {0x223, 0x423, 0x823, 0xA23, 0xC23}
LDS, BRA = 0x984, 0x947

Loop = collections.namedtuple("Loop", "first last ffma lds")
# A product: what the body of its main loop and of the loop for what is left over hold (multiply-adds, loads from shared
# memory), how often they run, and useful multiply-adds of a thread.
Step = collections.namedtuple("Step", "name main left mains lefts useful")
STEPS = [
    Step("forward 10 -> 64", (512, 32), (64, 10), 1, 2, 640),
    Step("forward 64 -> 64", (512, 32), (64, 10), 8, 0, 4096),
    Step("forward 64 -> 1", (8, 10), None, 8, 0, 64),
    Step("weights 64 -> 1", (16, 8), None, 4, 0, 64),
    Step("backward 64 <- 1", (512, 32), (64, 16), 0, 1, 64),
    Step("weights 64 -> 64", (256, 16), None, 16, 0, 4096),
    Step("backward 64 <- 64", (512, 32), (64, 16), 8, 0, 4096),
    Step("weights 10 -> 64", (64, 8), None, 16, 0, 640),
]


def images(fatbin):
    """Yields architecture and code of each kernel in each ELF image."""
    data = fatbin.read_bytes()
    at = -1
    while (at := data.find(b"\x7fELF\x02", at + 1)) >= 0:
        flags, = struct.unpack_from("<I", data, at + 0x30)
        table, = struct.unpack_from("<Q", data, at + 0x28)
        size, count, names = struct.unpack_from("<HHH", data, at + 0x3A)
        sections = [struct.unpack_from("<IIQQQQ", data, at + table + i * size) for i in range(count)]
        strings = at + sections[names][4]
        for section in sections:
            name = data[strings + section[0]:data.index(b"\0", strings + section[0])].decode()
            if name.startswith(".text."):
                text = data[at + section[4]:at + section[4] + section[5]]
                architecture = flags >> 8 & 0xFF if flags >> 8 & 0xFF else flags & 0xFF
                yield architecture, name[len(".text."):], [struct.unpack_from("<QQ", text, i) for i in range(0, len(text), 16)]


def loops(code, architecture):
    """The loops of the code, by their jumps back; where a jump's distance is encoded changed with sm_90."""
    opcodes = [low & 0xFFF for low, _ in code]
    found = {}
    for i, (low, high) in enumerate(code):
        if opcodes[i] == BRA:
            offset = (low | high << 64) >> 34 & ((1 << 40) - 1)
            offset -= (1 << 40) if offset >> 39 else 0
            words = (offset << 8) | (low >> 16 & 0xFF) if architecture >= 90 else offset
            target = 16 * (i + 1) + words * 4
            if target % 16 == 0 and 0 <= target <= 16 * i:
                found[target // 16] = max(i, found.get(target // 16, 0))
    return [Loop(first, last, sum(o in FFMA for o in opcodes[first:last + 1]), opcodes[first:last + 1].count(LDS))
            for first, last in sorted(found.items())]


def innermost(all_loops):
    return [a for a in all_loops if not any(b != a and a.first <= b.first and b.last <= a.last for b in all_loops)]


def around(loop, all_loops):
    """The smallest loop that holds another."""
    outer = [a for a in all_loops if a != loop and a.first <= loop.first and loop.last <= a.last]
    return min(outer, key=lambda a: a.last - a.first)


def length(loop):
    return loop.last - loop.first + 1


def issued(step, all_loops):
    """Instructions of a warp for a step: the dearest of the loops that look like it."""
    inner = innermost(all_loops)
    costs = []
    for main in (a for a in inner if (a.ffma, a.lds) == step.main):
        task = around(main, all_loops)
        nested = [a for a in all_loops if task.first <= a.first and a.last <= task.last and a != task]
        outermost = [a for a in nested if around(a, all_loops) == task]
        left = [a for a in outermost if step.left and (a.ffma, a.lds) == step.left]
        if (step.left and not left) or any(a.ffma > main.ffma for a in outermost):
            continue
        # what is not in a loop runs once, but for the copies of the main loop's body for odd numbers of rounds
        straight = length(task) - sum(length(a) for a in outermost)
        spare = task.ffma - sum(a.ffma for a in outermost)
        straight -= spare + spare * step.main[1] // step.main[0]
        costs.append(straight + step.mains * length(main) + (step.lefts * length(left[0]) if left else 0))
    if not costs:
        raise SystemExit(f"instructions.py: no loop of {step.main} for '{step.name}': the products have changed, and STEPS not")
    return max(costs)


def ptxas(folder):
    """Yields kernel, architecture, registers and bytes of spill stores from the compiler's messages."""
    for log in sorted(folder.glob("logs/*.log")):
        for kernel, architecture, text in re.findall(
                r"entry function '(\w+)' for '(sm_\d+)'(.*?)(?=Compiling entry|\Z)", log.read_text(), re.S):
            yield (kernel, architecture, int(re.search(r"Used (\d+) registers", text)[1]),
                   int(re.search(r"(\d+) bytes spill stores", text)[1]))


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "kernels/build/gpu")
    least = float(sys.argv[2]) if len(sys.argv) > 2 else LEAST_SHARE
    failed = []
    print("kernel            arch    registers  spilled bytes   at most")
    for kernel, architecture, registers, spilled in ptxas(folder):
        most = LIMITS.get(kernel, (255, 0))
        print(f"{kernel:17s} {architecture:7s} {registers:9d} {spilled:14d}   {most[0]}, {most[1]}")
        if registers > most[0] or spilled > most[1]:
            failed.append(f"{kernel} for {architecture}: {registers} registers, {spilled} bytes spilled, at most {most}")
    useful = sum(step.useful for step in STEPS)
    for kernel in ("evaluate_wide", "advance_wide"):
        fatbin, = folder.glob(f"classes/**/{kernel}.fatbin")
        for architecture, name, code in images(fatbin):
            if name != kernel:
                continue
            found = loops(code, architecture)
            costs = [issued(step, found) for step in STEPS]
            share = useful / (sum(costs) + OTHER)
            print(f"\n{kernel} for sm_{architecture}: a warp's instructions for the gradient of 10-64-64-1, 128 rows")
            for step, cost in zip(STEPS, costs):
                print(f"  {step.name:18s} {cost:6d}   {100 * step.useful / cost:3.0f}% useful multiply-adds")
            print(f"  {'all':18s} {sum(costs) + OTHER:6d}   {100 * share:3.0f}% of the float32 peak at most")
            if not share >= least:
                failed.append(f"{kernel} for sm_{architecture}: {share:.2f} of the peak by count, at least {least}")
    for line in failed:
        print("instructions.py: " + line, file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
