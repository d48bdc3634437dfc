"""Whether one user was shown what belongs to another, however it was written.

Things that end in sixteen or more hexadecimal digits (secrets, the ids of runs and threads) are
told by these digits alone: no chance brings them about, so they are found reversed, in base64 or
in hexadecimal, and whatever stands between them; in one piece also in base32, base85, as a list of
character codes, and packed (gzip or zlib in base64). All others (names like `customer-1`) are found
only as whole words in readable text. All of it takes time in proportion to the text, however many
users there are: a `Lookout` passes once over all texts for all of their things.
"""

from __future__ import annotations

import re
import sys
from binascii import a2b_base64, unhexlify
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from html.entities import html5
from unicodedata import category, normalize

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick

from scoring import encodings
from scoring.contract import Finding

_LAYERS = 4
"""How many encodings around each other are undone."""

_DIGITS = 16
_TELLING = re.compile(rf"(?:^|-)((?:[0-9a-f]-?){{{_DIGITS},}})$")
_RUN = re.compile(rb"[0-9a-f]{%d,}" % _DIGITS)
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
_IN_WORD = r"[\w\u0300-\u036f]"

# The letter x may be a part of 0x, which is left out of digits.
_CUT = re.compile(r'.*[g-wyzG-WYZ][^0-9a-zA-Z"]*(?=")', re.DOTALL)

_APART = "\0zzzz\0"
"""Stands between texts that are searched together: no digit, no part of a word, a whole group of
base64, so that each of them is searched as if it were alone."""
_IS_HEX = bytes(48 if chr(code) in "0123456789abcdefABCDEF" else 122 for code in range(256))
_HEX = b"0" * _DIGITS
_ASCII = bytes(range(128))
_FEW = 32


def foreign_traces(
    received: Iterable[tuple[float, str]],
    belongings: Mapping[str, str],
    own: Iterable[str] = (),
    pieces: Iterable[tuple[float, str]] = (),
) -> list[Finding]:
    """One finding for each thing of somebody else's that was received, at its first sight.

    `received` holds texts with their stamps; `belongings` maps each thing of others to what it
    is called ("the secret of customer 2"). `pieces` are texts whose first and last words may be
    parts of longer ones, so that no names are looked for in them. `own` are the user's own
    things: neither they nor their parts are traces of another. Empty things are nobody's.
    """
    mine = [thing for thing in own if thing]
    texts = [(at, text, True) for at, text in received]
    texts += [(at, text, False) for at, text in pieces]
    suspects = Lookout(belongings).suspects([text for _, text, _ in texts], mine)
    return _traces(texts, {t: what for t, what in belongings.items() if t in suspects}, mine)


class Lookout:
    """Everything that belongs to anybody, with one search for all of it, built once for a crowd."""

    def __init__(self, belongings: Iterable[str]) -> None:
        self._secrets: dict[bytes, set[str]] = {}
        self._names: dict[str, set[str]] = {}
        for thing in belongings:
            if digits := _digits(thing):
                for way in (digits, digits[::-1]):
                    self._secrets.setdefault(way[:_DIGITS], set()).add(thing)
            elif name := _plain(_unescaped(thing)).casefold():
                self._names.setdefault(name, set()).add(thing)
        self._ways, self._words = list(self._secrets), list(self._names)
        self._quoted = any('"' in name for name in self._words)
        self._digit_search = BytesAhoCorasick(self._ways)
        self._word_search = AhoCorasick(self._words)

    def suspects(
        self, texts: Iterable[str], own: Iterable[str] = (), frames: Iterable[str] = ()
    ) -> set[str]:
        """The things that may stand in one of these texts; what is left out stands in none.

        All texts are searched at once, and a secret by its first sixteen digits: who is suspected
        is for `foreign_traces` to convict, text by text. `own` is what the user may be shown.
        `frames` are texts of which every part that could be base64 stands among `texts`, too.
        """
        mine = [thing for thing in own if thing]
        found: set[str] = set()
        for some, base64 in ((texts, True), (frames, False)):
            clear, coded = list(some), list[str]()
            if _is_coded(_APART.join(clear)):
                coded = [text for text in clear if _is_coded(text)]
                clear = [text for text in clear if not _is_coded(text)]
            together = _APART.join(coded)
            for each in {_APART.join(clear), together, *_readings(together)}:
                found |= self._in_reading(each, mine, base64=base64)
        return found.difference(mine)

    def same_beginning(self, messages: Sequence[str]) -> int:
        """How many signs that all messages begin with need be searched in one of them alone.

        They end in front of a quotation mark, with a letter before it that is no hexadecimal
        digit: neither digits nor names nor escapes reach across, so that `suspects` finds the same
        without them.
        """
        if len(messages) < 2 or self._quoted:
            return 0
        shared = _beginning(min(messages), max(messages))
        cut = _CUT.match(shared) if shared.isascii() and not _is_coded(shared) else None
        return cut.end() if cut else 0

    def _in_reading(self, text: str, own: Iterable[str], *, base64: bool) -> set[str]:
        plain = _plain(text)
        for thing in own:
            if _digits(thing):  # no chance brings it about: it is the user's own, and all of it
                plain = plain.replace(thing, _APART)
        found: set[str] = set()
        for view in _views(plain, base64=base64):
            for which, _, _ in self._digit_search.find_matches_as_indexes(view, overlapping=True):
                found |= self._secrets[self._ways[which]]
        if self._words:
            folded = plain.casefold()
            mine = [_plain(_unescaped(thing)).casefold() for thing in own]
            hits = self._word_search.find_matches_as_indexes(folded, overlapping=True)
            for name in {self._words[which] for which, _, _ in hits}:
                if not self._names[name].issubset(own) and _has_word(name, mine, folded):
                    found |= self._names[name]
        return found


def _beginning(first: str, last: str) -> str:
    """What both begin with."""
    return first[: bisect_left(range(len(first)), 1, key=lambda n: first[: n + 1] != last[: n + 1])]


def _is_coded(text: str) -> bool:
    """Whether it reads otherwise than it is written."""
    return "\\" in text or "&" in text or _ONE_PERCENT.search(text) is not None


def _views(plain: str, *, base64: bool) -> Iterator[bytes]:
    """What a plain text may hold digits in: itself, and where there are enough, what it encodes."""
    folded = plain.encode("ascii", "ignore").translate(_LOWER, _OTHERS)
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
    signed = _APART.join([part for part in plain.split(_APART) if _SIGN.search(part)])
    for coded in (
        plain.encode("ascii", "ignore").translate(None, _OTHERS),
        signed.encode("ascii", "ignore").translate(_URLSAFE, _NO_BASE64),
    ):
        filled = coded + b"AAA"
        for start in range(4):
            decoded = a2b_base64(filled[start : len(filled) - (len(filled) - start) % 4])
            if _HEX in decoded.translate(_IS_HEX, _OTHERS):
                yield decoded.translate(None, _OTHERS).lower()
    for meant in encodings.decoded(plain):
        yield meant.translate(None, _OTHERS).lower()


def _traces(
    texts: Iterable[tuple[float, str, bool]], belongings: Mapping[str, str], mine: Iterable[str]
) -> list[Finding]:
    """Which of these things stand in which text first; names only in texts that are whole."""
    if not belongings:
        return []
    secrets, names = _secrets(belongings, mine), _names(belongings, mine)
    findings: dict[str, Finding] = {}
    for at, text, whole in sorted(texts, key=lambda each: each[0]):
        readings = [_plain(each) for each in _readings(text)]
        shown = {thing for each in {_plain(text), *readings} for thing in _seen(secrets, each)}
        for plain in map(str.casefold, readings) if whole else ():
            shown |= {thing for thing, is_in in names.items() if is_in(plain)}
        for thing, what in belongings.items():
            if thing in shown and thing not in findings:
                findings[thing] = Finding(f"was shown {what}", at)
                names.pop(thing, None)
    return list(findings.values())


def _secrets(belongings: Iterable[str], own: Iterable[str]) -> dict[bytes, list[tuple[bytes, str]]]:
    """The digits of each secret, forwards and backwards, by the first sixteen of them."""
    mine = [_digits(thing) for thing in own]
    secrets: dict[bytes, list[tuple[bytes, str]]] = {}
    for thing in belongings:
        digits = _digits(thing)
        if digits and not any(digits in each for each in mine):
            for way in (digits, digits[::-1]):
                secrets.setdefault(way[:_DIGITS], []).append((way, thing))
    return secrets


def _digits(thing: str) -> bytes:
    found = _TELLING.search(thing.casefold())
    return found[1].replace("-", "").encode() if found else b""


def _names(belongings: Iterable[str], own: Iterable[str]) -> dict[str, Callable[[str], bool]]:
    """What is no secret, each with how to tell whether it stands in a plain text."""
    mine = [_plain(_unescaped(thing)).casefold() for thing in own]
    others = [thing for thing in belongings if not _digits(thing)]
    plain = {thing: _plain(_unescaped(thing)).casefold() for thing in others}
    return {thing: partial(_has_word, name, mine) for thing, name in plain.items() if name}


def _has_word(name: str, own: Iterable[str], text: str) -> bool:
    if name not in text:
        return False
    for thing in own:
        if name in thing:
            text = text.replace(thing, "\0")
    if name not in text:
        return False
    before = f"(?<!{_IN_WORD})" if re.match(_IN_WORD, name) else ""
    after = f"(?!{_IN_WORD})" if re.match(_IN_WORD, name[-1]) else ""
    return re.search(before + re.escape(name) + after, text) is not None


def _seen(secrets: Mapping[bytes, list[tuple[bytes, str]]], plain: str) -> Iterator[str]:
    """The secrets that stand in a plain text as they are, or in base64 or hexadecimal."""
    ascii_only = plain.encode("ascii", "ignore")
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
    views += encodings.decoded(plain)
    for view in views:
        for run in _RUN.findall(view.translate(None, _OTHERS).lower()):
            for at in range(len(run) - _DIGITS + 1):
                for way, thing in secrets.get(run[at : at + _DIGITS], ()):
                    if run.startswith(way, at):
                        yield thing


def _readings(text: str) -> list[str]:
    """The text without the escapes of JSON, then with what else is encoded undone by layers."""
    readings = [_unescaped(text)]
    for _ in range(_LAYERS):
        plain = readings[-1]
        if _ONE_PERCENT.search(plain):
            plain = _PERCENT.sub(_unpercented, plain)
        if "&" in plain:
            plain = _ENTITY.sub(_entity, plain)
        plain = _unescaped(plain)
        if plain == readings[-1]:
            break
        readings.append(plain)
    return readings


def _unescaped(text: str) -> str:
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


def _plain(text: str) -> str:
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
