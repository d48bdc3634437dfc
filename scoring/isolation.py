"""Whether one user was shown what belongs to another, however it was written.

Things that end in sixteen or more hexadecimal digits (secrets, the ids of runs and threads) are
told by these digits alone: no chance brings them about, so they are found reversed, in base64 or
in hexadecimal, and whatever stands between them; in one piece also in base32, base85, as a list of
character codes, and packed (gzip or zlib in base64). Of those with just sixteen it is enough that
the first or last twelve were told, or both halves, in two places or one; they are also found as a
decimal or binary number. All others (names like `bob@acme`) are found only as whole words in
readable text. All of it takes time in proportion to the text, however many users there are: a
`Lookout` passes once over all texts for all of their things.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick

from scoring.digits import HALF, Parts, digits_of, numbers_in, numbers_of, secrets_of, seen
from scoring.findings import Finding
from scoring.spellings import (
    APART,
    DIGITS,
    all_views,
    is_coded,
    likely_views,
    readings,
    simplified,
    unescaped,
)

_IN_WORD = r"[\w\u0300-\u036f]"

# The letter x may be a part of 0x, which is left out of digits.
_CUT = re.compile(r'.*[g-wyzG-WYZ][^0-9a-zA-Z"]*(?=")', re.DOTALL)


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
        self._numbers: dict[bytes, str] = {}
        self._names: dict[str, set[str]] = {}
        for thing in belongings:
            if digits := digits_of(thing):
                is_short = len(digits) == DIGITS
                # Either half is too long for chance, too, and stands wherever the whole does.
                told = (digits[:HALF], digits[HALF:]) if is_short else (digits[:DIGITS],)
                for start in (*told, digits[::-1][:DIGITS]):
                    self._secrets.setdefault(start, set()).add(thing)
                if is_short:
                    self._numbers |= dict.fromkeys(numbers_of(digits), thing)
            elif name := simplified(unescaped(thing)).casefold():
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
            if is_coded(APART.join(clear)):
                coded = [text for text in clear if is_coded(text)]
                clear = [text for text in clear if not is_coded(text)]
            together = APART.join(coded)
            for each in {APART.join(clear), together, *readings(together)}:
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
        cut = _CUT.match(shared) if shared.isascii() and not is_coded(shared) else None
        return cut.end() if cut else 0

    def _in_reading(self, text: str, own: Iterable[str], *, base64: bool) -> set[str]:
        plain = simplified(text)
        for thing in own:
            if digits_of(thing):  # no chance brings it about: it is the user's own, and all of it
                plain = plain.replace(thing, APART)
        found: set[str] = set()
        for view in likely_views(plain, base64=base64):
            for which, _, _ in self._digit_search.find_matches_as_indexes(view, overlapping=True):
                found |= self._secrets[self._ways[which]]
            for number in numbers_in(view):
                found |= {thing for each, thing in self._numbers.items() if each in number}
        if self._words:
            folded = plain.casefold()
            mine = [simplified(unescaped(thing)).casefold() for thing in own]
            hits = self._word_search.find_matches_as_indexes(folded, overlapping=True)
            for name in {self._words[which] for which, _, _ in hits}:
                if not self._names[name].issubset(own) and _has_word(name, mine, folded):
                    found |= self._names[name]
        return found


def _beginning(first: str, last: str) -> str:
    """What both begin with."""
    return first[: bisect_left(range(len(first)), 1, key=lambda n: first[: n + 1] != last[: n + 1])]


def _traces(
    texts: Iterable[tuple[float, str, bool]], belongings: Mapping[str, str], mine: Iterable[str]
) -> list[Finding]:
    """Which of these things stand in which text first; names only in texts that are whole."""
    if not belongings:
        return []
    secrets, names = secrets_of(belongings, mine), _names(belongings, mine)
    parts = Parts(thing for each in secrets.values() for _, _, thing in each)
    findings: dict[str, Finding] = {}
    for at, text, whole in sorted(texts, key=lambda each: each[0]):
        meant = [simplified(each) for each in readings(text)]
        views = [view for each in {simplified(text), *meant} for view in all_views(each)]
        shown = dict(parts.seen(views))
        for thing, how in seen(secrets, views):
            shown[thing] = how and shown.get(thing, how)
        for plain in map(str.casefold, meant) if whole else ():
            shown |= {thing: "" for thing, is_in in names.items() if is_in(plain)}
        for thing, what in belongings.items():
            if thing in shown and thing not in findings:
                told = ", ".join(filter(None, (f"was shown {what}", shown[thing])))
                findings[thing] = Finding(told, at)
                names.pop(thing, None)
    return list(findings.values())


def _names(belongings: Iterable[str], own: Iterable[str]) -> dict[str, Callable[[str], bool]]:
    """What is no secret, each with how to tell whether it stands in a plain text."""
    mine = [simplified(unescaped(thing)).casefold() for thing in own]
    others = [thing for thing in belongings if not digits_of(thing)]
    plain = {thing: simplified(unescaped(thing)).casefold() for thing in others}
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
