#!/usr/bin/env python3
"""Blanks a shared library's GPU code of other architectures, in place, so that it packs well.

usage: prune.py LIBRARY SM      (SM: 90 for H100 and H200)

NCCL, which only several GPUs need, and PTX are blanked too. The library still loads everywhere and
runs on that architecture alone. To carry a build to a machine for measurements; never for users.
"""

import mmap
import re
import struct
import subprocess
import sys

FATBIN, CUBIN = 0xBA55ED50, 2
# What NCCL's code is said to be for, so that CUDA passes over it where `SM` is looked for.
ELSEWHERE = 60


def sections(library):
    """Where the GPU code lies: offsets and sizes in bytes."""
    table = subprocess.check_output(["readelf", "-S", "-W", library], text=True)
    found = re.findall(r"(?:\.nv_fatbin|__nv_relfatbin)\s+PROGBITS\s+\S+\s+(\S+)\s+(\S+)", table)
    if not found:
        sys.exit(f"{library}: expected a section .nv_fatbin, found none")
    return [(int(offset, 16), int(size, 16)) for offset, size in found]


def entries(data, start, size):
    """Each entry's offset, header's length, payload's length, kind and architecture."""
    at = start
    while at + 16 <= start + size:
        magic, _, header, length = struct.unpack_from("<IHHQ", data, at)
        if magic != FATBIN:
            at += 8
            continue
        entry, end = at + header, at + header + length
        while entry < end:
            kind, _, entry_header, payload = struct.unpack_from("<HHIQ", data, entry)
            (arch,) = struct.unpack_from("<I", data, entry + 28)
            yield entry, entry_header, payload, kind, arch
            entry += entry_header + payload
        at = end


def main(library, keep):
    kept = blanked = 0
    with open(library, "r+b") as file, mmap.mmap(file.fileno(), 0) as data:
        for start, size in sections(library):
            for entry, header, length, kind, arch in entries(data, start, size):
                payload = slice(entry + header, entry + header + length)
                if kind == CUBIN and arch == keep:
                    if b"nccl" not in data[payload]:
                        kept += length
                        continue
                    struct.pack_into("<I", data, entry + 28, ELSEWHERE)
                data[payload] = bytes(length)
                blanked += length
    print(f"{library}: kept {kept / 1e6:.0f} MB of sm_{keep}, blanked {blanked / 1e6:.0f} MB")


main(sys.argv[1], int(sys.argv[2]))
