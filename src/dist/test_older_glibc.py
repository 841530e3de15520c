#!/usr/bin/env python3
"""Tries on this machine what older_glibc.py does for one whose glibc is older:

    test_older_glibc.py LIBEVENT LIBARC4RANDOM         (both of the unpacked tarball)

A glibc that lacks GLIBC_2.36 is to a library that asks for it what any glibc is to one that asks for GLIBC_2.99. So the
version is renamed, in the adapted library and in one whose need is strong again: the first must load, the second not.
"""
import os
import struct
import subprocess
import sys
import tempfile


def elf_hash(name):
    value = 0
    for c in name.encode():
        value = (value << 4) + c
        value = (value ^ (value & 0xF0000000) >> 24) & 0x0FFFFFFF
    return struct.pack("<I", value)


def loads(data, preload):
    with tempfile.NamedTemporaryFile(suffix=".so") as library:
        library.write(data)
        library.flush()
        return subprocess.run([sys.executable, "-c", f"import ctypes; ctypes.CDLL('{library.name}')"], stderr=subprocess.DEVNULL,
                              env={**os.environ, "LD_PRELOAD": preload}).returncode == 0


data = open(sys.argv[1], "rb").read()
old, new = elf_hash("GLIBC_2.36"), elf_hash("GLIBC_2.99")
weak = old + b"\2\0"
assert data.count(b"GLIBC_2.36\0") == 1 and data.count(weak) == 1, f"{sys.argv[1]} was not adapted"
renamed = data.replace(b"GLIBC_2.36\0", b"GLIBC_2.99\0").replace(weak, new + b"\2\0")
shim = os.path.abspath(sys.argv[2])
assert loads(renamed, shim), "the adapted library does not load where the version is missing"
assert not loads(renamed.replace(new + b"\2\0", new + b"\0\0"), shim), "one that was not adapted loads: this test sees nothing"
print("libraries of the tarball load where glibc has no GLIBC_2.36")
