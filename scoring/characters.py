"""Characters as a reader sees them, however they were encoded, and those made to deceive."""

from __future__ import annotations

import re
import unicodedata

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_UNIFORM = dict(
    zip(
        "\u2018\u2019\u201a\u201b\u2032\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u2010\u2011\u2012\u2013\u2014"
        "\u2015\u2212\u00d7\u2044\u2192\u21d2\u2264\u2265\x85\u2028\u2029",
        '\'\'\'\'\'"""""""-------x/>><>\n\n\n',
        strict=True,
    )
)
_TAGS = range(0xE0000, 0xE0080)
_MOST_MARKS = 4
"""Accents on one letter; more are noise, and sorting long runs of them takes squared time."""

_FEW = 20
"""Kinds of characters that are faster taken out one after another than by a table."""

_LOOKALIKES = frozenset(
    "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0456\u0458"
    "\u0455\u0501\u051b\u051d\u04cf"  # Cyrillic
    "\u03b1\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03b9\u03ba\u03b5\u03b2"  # Greek
    "\u0585\u057d\u0578\u0570\u0581"  # Armenian
)
"""Small letters of other scripts that pass for Latin ones."""

_MIXED = re.compile(r"[a-z]+[^\W\d_a-z]+[a-z]*|[^\W\d_a-z]+[a-z]+")


def as_seen(text: str) -> str:
    """The text in one form: NFKC, nothing without width, one kind of line end, quote and dash."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        plain = _uniform(_without_noise(text))
        text = unicodedata.normalize("NFKC", plain)
        text = text if text == plain else _uniform(text)
    return _CONTROLS.sub(" ", text)


def _uniform(text: str) -> str:
    """One kind of quote, dash and arrow each; replacing the few there are beats a translation."""
    for char in _UNIFORM.keys() & set(text):
        text = text.replace(char, _UNIFORM[char])
    return text


def _without_noise(text: str) -> str:
    odd = [char for char in set(text) if char > "\x7f"]
    kinds = {char: unicodedata.category(char) for char in odd}
    unseen = [char for char, kind in kinds.items() if kind in ("Cf", "Cs", "Co", "Cn")]
    marks = "".join(sorted(char for char, kind in kinds.items() if kind in ("Mn", "Me")))
    if len(unseen) > _FEW:
        text = text.translate(dict.fromkeys(map(ord, unseen), ""))
    else:
        for char in unseen:
            text = text.replace(char, "")
    if not marks:
        return text
    some = f"[{re.escape(marks)}]"
    return re.sub(f"({some}{{{_MOST_MARKS}}}){some}+", r"\1", text)


def smuggled(text: str) -> str:
    """What is written in tag characters, which no reader sees and a machine may read."""
    if text.isascii() or ord(max(text)) < _TAGS.start:
        return ""
    return "".join(chr(ord(char) - _TAGS.start) for char in text if ord(char) in _TAGS)


def mixed_words(lower: str) -> list[tuple[int, int]]:
    """Where words stand whose Latin letters are mixed with lookalikes of other scripts."""
    if lower.isascii() or _LOOKALIKES.isdisjoint(lower):
        return []
    return [found.span() for found in _MIXED.finditer(lower) if _deceives(found[0])]


def _deceives(word: str) -> bool:
    foreign = [char for char in word if char > "\x7f" and not _is_latin(char)]
    return bool(foreign) and all(char in _LOOKALIKES for char in foreign) and len(word) > 2


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith("LATIN")
