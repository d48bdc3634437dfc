"""What a text may hold in an encoding that few use: base32, base85, compressed, character codes.

Only what is written in one piece is found; each look takes time in proportion to the text.
"""

from __future__ import annotations

import re
import zlib
from base64 import b32decode
from binascii import a2b_base64
from collections.abc import Iterator

_SIGNS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
"""The digits of base85 as RFC 1924 has them; base32 has none that is not among them."""

_VALUE = bytes(_SIGNS.find(code) if code in _SIGNS else 255 for code in range(256))
_IS_SIGN = bytes(48 if code in _SIGNS + b"/" else 122 for code in range(256))
_SHORTEST = b"0" * 20
"""Sixteen bytes take twenty digits of base85, and more in any other."""

_RUN_32 = re.compile(rb"[A-Za-z2-7]{26,}")
_LIKE_85 = re.compile(rb"(?=(?:[E-X].{4}){4})", re.DOTALL)
"""What hyphens and hexadecimal digits become: the first of each five digits is one of these."""

_PACKED = re.compile(rb"(?=H4sI|eJ|eN|eAE)[A-Za-z0-9+/_-]{20,%d}" % 2**16)
_AFTER = b"!;?)>}"
"""Signs of base85 that may be the sentence's own, right behind it."""

_URLSAFE = bytes.maketrans(b"-_", b"+/")
_MOST = 2**20
"""Bytes of base85 in one text, and of anything unpacked, that are looked at."""

_IS_CODES = bytes(48 if chr(code) in "0123456789,;|. \t\n[]" else 122 for code in range(256))
_CODES = re.compile(rb"(?<!\d)(?:\d{2,3}[,;|. \t\n]{1,3}){15,}\d{2,3}")
_FEWEST_CODES = b"0" * 47
"""Sixteen characters by their codes: two digits and a sign between them at the least."""


def decoded(text: str) -> Iterator[bytes]:
    """Everything that parts of the text stand for, in any of these encodings."""
    raw, left = text.encode("utf-8", "surrogatepass"), _MOST
    for run in _runs(raw):
        yield from _unpacked(run)
        for base32 in _RUN_32.findall(run):
            yield from _from_base32(base32)
        for base85 in run.split(b"/"):
            if len(base85) >= len(_SHORTEST):
                for whole in {base85, base85[:-1], base85.rstrip(_AFTER)}:
                    yield from _from_base85(whole[: max(left, 0)])
                left -= len(base85)
    if _FEWEST_CODES in raw.translate(_IS_CODES):
        for listed in _CODES.findall(raw):
            codes = map(int, re.findall(rb"\d+", listed))
            yield bytes(code if code < 128 else 0 for code in codes)


def _runs(raw: bytes) -> Iterator[bytes]:
    """Signs of base85 or base64 in a row, where there are enough of them."""
    shape, start = raw.translate(_IS_SIGN), 0
    while (start := shape.find(_SHORTEST, start)) >= 0:
        end = shape.find(b"z", start)
        yield raw[start : end if end >= 0 else None]
        if end < 0:
            return
        start = end


def _from_base32(run: bytes) -> Iterator[bytes]:
    for start in range(8):
        whole = run[start : len(run) - (len(run) - start) % 8]
        rest = run[start + len(whole) :]
        yield b32decode(whole + (rest + b"A" * 8)[:8], casefold=True)


def _from_base85(run: bytes) -> Iterator[bytes]:
    for start in {found.start() % 5 for found in _LIKE_85.finditer(run)}:
        # Its last digits stand for less than four bytes, filled up with the highest digit.
        values, parts = run[start:].translate(_VALUE) + b"\x54" * 4, []
        for at in range(0, len(values) - 4, 5):
            a, b, c, d, e = values[at : at + 5]
            number = (((a * 85 + b) * 85 + c) * 85 + d) * 85 + e
            parts.append(number.to_bytes(4, "big") if number < 2**32 else b"z")
        yield b"".join(parts)


def _unpacked(run: bytes) -> Iterator[bytes]:
    for found in _PACKED.finditer(run):
        coded = found[0].translate(_URLSAFE)
        try:
            packed = a2b_base64(coded[: len(coded) - len(coded) % 4])
            yield zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(packed, _MOST)
        except (ValueError, zlib.error):
            continue
