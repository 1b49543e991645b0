"""Small bodies that unpack to a hundred megabytes, made when they are first asked for."""

from __future__ import annotations

import functools
import gzip
import zlib

_MEGABYTE = 1024 * 1024
_SIZE = 100 * _MEGABYTE
# 100,000,000 zeros as brotli packs them: a library for it is not among what the tests need.
BROTLI = bytes.fromhex(
    "cbffff3ff82700e2b14020f7fe8fffff7ff04f00c4611180eefd1fffffffe09f0088c30200ddfb3ffeffffc13f01108705"
    "00baf77ffcffff837f02200e0b0074effff8ffff07ff04401c1600e8defff1ffff0ffe0980382c00d0bdffe3ffff1ffc13"
    "00715800a07bffc7ffff3ff82700e2b00040f7fe8fffff7ff04f00c4610180eefd1fffffffe09f0088c30200ddfbbffc07"
    "afc33f0110870500bad875"
)
# Zstandard has blocks that say "this byte, 128 KiB times"; 800 of them make the same.
ZSTD = b"(\xb5/\xfd\0\x38" + b"\x02\0\x10\0" * 799 + b"\x03\0\x10\0"


def _packed(packer) -> bytes:
    piece = b"\0" * _MEGABYTE
    return b"".join([*(packer.compress(piece) for _ in range(_SIZE // _MEGABYTE)), packer.flush()])


@functools.cache
def gzipped() -> bytes:
    return _packed(zlib.compressobj(wbits=31))


@functools.cache
def gzipped_twice() -> bytes:
    return gzip.compress(gzipped(), mtime=0)


@functools.cache
def deflated() -> bytes:
    return _packed(zlib.compressobj(wbits=15))


@functools.cache
def many_members() -> bytes:
    """Return gzip members one after the other, each of which unpacks to a megabyte."""
    return gzip.compress(b"\0" * _MEGABYTE, mtime=0) * 100
