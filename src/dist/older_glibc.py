#!/usr/bin/env python3
"""Lets shared libraries load where the C library is older than the one that they were linked with:

    older_glibc.py NEWEST FILE...          (NEWEST as 2.35)

Needs of a version of glibc above NEWEST are made weak, and what asked for symbols of that version asks for them of no
version. The symbols must be of those that arc4random.c defines, which the launchers preload where glibc has none.
Symbols, their versions and the list of needed versions are those of the ELF gABI and of the Linux Standard Base.
"""
import struct
import sys

DEFINED = {"arc4random", "arc4random_buf"}
WEAK = 2                # VER_FLG_WEAK
ANY_VERSION = 1         # VER_NDX_GLOBAL
DYNSYM, VERSYM, VERNEED = 11, 0x6FFFFFFF, 0x6FFFFFFE


def text(data, at):
    return data[at:data.index(b"\0", at)].decode()


def adapt(path, newest):
    data = bytearray(open(path, "rb").read())
    if data[:5] != b"\x7fELF\x02":
        return
    table, = struct.unpack_from("<Q", data, 0x28)
    size, count = struct.unpack_from("<HH", data, 0x3A)
    sections = [struct.unpack_from("<IIQQQQIIQQ", data, table + i * size) for i in range(count)]
    found = {s[1]: s for s in sections}
    if VERNEED not in found:
        return
    needs, names = found[VERNEED], sections[found[VERNEED][6]]
    newer = set()
    at = needs[4]
    for _ in range(needs[7]):
        _, parts, file, first, following = struct.unpack_from("<HHIII", data, at)
        part = at + first
        for _ in range(parts):
            _, flags, index, name, after = struct.unpack_from("<IHHII", data, part)
            version = text(data, names[4] + name)
            if version.startswith("GLIBC_2.") and int(version.split(".")[1]) > int(newest.split(".")[1]):
                struct.pack_into("<H", data, part + 4, flags | WEAK)
                newer.add(index)
            part += after
        at += following
    if not newer:
        return
    symbols, versions = found[DYNSYM], found[VERSYM]
    symbol_names = sections[symbols[6]]
    for i in range(symbols[5] // 24):
        index, = struct.unpack_from("<H", data, versions[4] + 2 * i)
        if index in newer:
            name, = struct.unpack_from("<I", data, symbols[4] + 24 * i)
            name = text(data, symbol_names[4] + name)
            if name not in DEFINED:
                sys.exit(f"older_glibc.py: {path}: {name} is newer than glibc {newest}, and arc4random.c does not define it")
            struct.pack_into("<H", data, versions[4] + 2 * i, ANY_VERSION)
    open(path, "wb").write(data)


for file in sys.argv[2:]:
    adapt(file, sys.argv[1])
