"""The ways in which something can be written: escapes, look-alikes, and digits in codes.

Escapes and characters are undone for whoever looks for words or digits; hexadecimal digits are
also found where they stand apart, in base64 or in hexadecimal, and as `encodings` has them.
"""

from __future__ import annotations

import re
import sys
from binascii import a2b_base64, unhexlify
from collections.abc import Iterable, Iterator
from html.entities import html5
from unicodedata import category, normalize

from scoring import encodings

_LAYERS = 4
"""How many encodings around each other are undone."""

DIGITS = 16
"""Hexadecimal digits in a row that no chance brings about."""

APART = "\0zzzz\0"
"""Stands between texts that are searched together: no digit, no part of a word, a whole group of
base64, so that each of them is searched as if it were alone."""

_RUN = re.compile(rb"[0-9a-f]{%d,}" % DIGITS)
# A run of backslashes is tried once, from its beginning, or its length would count squared.
_UNIT = re.compile(r"(?<!\\)\\++(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))")
_SPACE = re.compile(r"(?<!\\)\\++[bfnrt]")
_ONE_PERCENT = re.compile("%[0-9a-fA-F]{2}")
_PERCENT = re.compile("(?:%[0-9a-fA-F]{2})+")
_ENTITY = re.compile(
    r"&(?:#x0*([0-9a-f]{1,6})|#0*([0-9]{1,7})|([a-z][a-z0-9]{1,31})(?=;));?", re.IGNORECASE
)
_OTHERS = bytes(code for code in range(256) if not (code < 128 and chr(code).isalnum()))
_NO_BASE64 = bytes(set(_OTHERS) - set(b"+/-_"))
_URLSAFE = bytes.maketrans(b"-_", b"+/")
_SIGN = re.compile(r"[-+/_]")
_LOWER = bytes(range(256)).lower()
_IS_HEX = bytes(48 if chr(code) in "0123456789abcdefABCDEF" else 122 for code in range(256))
_HEX = b"0" * DIGITS
_ASCII = bytes(range(128))
_FEW = 32


def is_coded(text: str) -> bool:
    """Whether it reads otherwise than it is written."""
    return "\\" in text or "&" in text or _ONE_PERCENT.search(text) is not None


def readings(text: str) -> list[str]:
    """The text without the escapes of JSON, then with what else is encoded undone by layers."""
    layers = [unescaped(text)]
    for _ in range(_LAYERS):
        plain = layers[-1]
        if _ONE_PERCENT.search(plain):
            plain = _PERCENT.sub(_unpercented, plain)
        if "&" in plain:
            plain = _ENTITY.sub(_entity, plain)
        plain = unescaped(plain)
        if plain == layers[-1]:
            break
        layers.append(plain)
    return layers


def unescaped(text: str) -> str:
    """The text as it is meant where it stands in JSON, however often that was escaped."""
    if "\\" not in text:
        return text
    for _ in range(_LAYERS if "\\u" in text or "\\x" in text else 0):
        text, count = _UNIT.subn(lambda found: chr(int(found[1] or found[2], 16)), text)
        if not count:
            break
    paired = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _SPACE.sub(" ", paired).replace("\\", "")


def _entity(found: re.Match[str]) -> str:
    if found[3]:
        return html5.get(found[3] + ";", found[0])
    code = int(found[1], 16) if found[1] else int(found[2])
    return chr(code) if code <= sys.maxunicode else ""


def _unpercented(found: re.Match[str]) -> str:
    return bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "replace")


def simplified(text: str) -> str:
    """Every character in its simplest form; those without a width are left out.

    Each character by itself: taking long runs of accents together would cost their length squared.
    """
    if text.isascii():
        return text
    odd = set(
        text.encode("utf-8", "surrogatepass")
        .translate(None, _ASCII)
        .decode("utf-8", "surrogatepass")
    )
    simple = {c: "" if category(c) == "Cf" else normalize("NFKD", c) for c in odd}
    changed = {char: plain for char, plain in simple.items() if plain != char}
    if len(changed) > _FEW:
        return text.translate({ord(char): plain for char, plain in changed.items()})
    for char, plain in changed.items():
        text = text.replace(char, plain)
    return text


def likely_views(text: str, *, base64: bool) -> Iterator[bytes]:
    """Where a simplified text may hold digits: in itself, and where there are enough, in codes.

    Only letters and digits, in lower case; `text` may be many texts with `APART` between them.
    """
    folded = text.encode("ascii", "ignore").translate(_LOWER, _OTHERS)
    yield folded
    numbers = folded.replace(b"0x", b"")
    if _HEX * 2 in numbers.translate(_IS_HEX):
        for run in _RUN.findall(numbers):
            for start in (0, 1):
                decoded = unhexlify(run[start : len(run) - (len(run) - start) % 2])
                yield decoded.translate(None, _OTHERS).lower()
    if not base64:
        return
    # Where no sign of base64 stands, it makes no difference whether signs are left out.
    signed = APART.join([part for part in text.split(APART) if _SIGN.search(part)])
    for coded in (
        text.encode("ascii", "ignore").translate(None, _OTHERS),
        signed.encode("ascii", "ignore").translate(_URLSAFE, _NO_BASE64),
    ):
        filled = coded + b"AAA"
        for start in range(4):
            decoded = a2b_base64(filled[start : len(filled) - (len(filled) - start) % 4])
            if _HEX in decoded.translate(_IS_HEX, _OTHERS):
                yield decoded.translate(None, _OTHERS).lower()
    for meant in encodings.decoded(text):
        yield meant.translate(None, _OTHERS).lower()


def digit_runs(views: Iterable[bytes]) -> Iterator[bytes]:
    """The hexadecimal digits in a row, where there are enough of them."""
    for view in views:
        yield from _RUN.findall(view)


def all_views(text: str) -> Iterator[bytes]:
    """What digits may stand in, of a simplified text: it, and what it is in base64 or in codes.

    Only letters and digits, in lower case.
    """
    ascii_only = text.encode("ascii", "ignore")
    letters = ascii_only.translate(None, _OTHERS)
    folded = letters.lower()
    views = [folded]
    # The digits' base64 is all letters; the signs can only stand for what comes right beside them.
    for coded in {letters, ascii_only.translate(_URLSAFE, _NO_BASE64)}:
        filled = coded + b"AAA"  # for the last group, where it came without its padding
        for start in range(4):
            views.append(a2b_base64(filled[start : len(filled) - (len(filled) - start) % 4]))
    for run in _RUN.findall(folded.replace(b"0x", b"")):
        for start in (0, 1):
            views.append(unhexlify(run[start : len(run) - (len(run) - start) % 2]))
    views += encodings.decoded(text)
    for view in views:
        yield view.translate(None, _OTHERS).lower()
