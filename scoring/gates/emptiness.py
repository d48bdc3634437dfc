"""The gates against answers that a reader finds empty, or cannot read at all."""

from __future__ import annotations

from scoring.english import FUNCTION
from scoring.gates.gate import ClosedGate
from scoring.text import Text
from scoring.words import word_set

_NOTHING = word_set("n a na none null nil tbd todo ok okay yes no")
_FEWEST = 3
_READABLE = 0.18
_ENOUGH = 12
_KINDS = 500
"""Different letters that are counted; a text in another script has no more that are common."""
_LATIN = "\u024f"


def emptiness(text: Text) -> ClosedGate | None:
    """Closed when there is nothing to read."""
    words = _words(text)
    if not words or (len(words) <= _FEWEST and _NOTHING.issuperset(words)):
        return ClosedGate("emptiness", "there is nothing to read in it", 0.02)
    if len(max(words, key=len)) > 200:
        return ClosedGate("emptiness", "it is no text: one word has hundreds of letters", 0.05)
    return None


def language(text: Text) -> ClosedGate | None:
    """Closed by a language that a rubric's words are not in."""
    words = _words(text)
    letters = [] if text.lower.isascii() else [*filter(_is_foreign, set(text.lower))]
    foreign = sum(map(text.lower.count, letters[:_KINDS]))
    if foreign and foreign > 0.3 * sum(map(len, words)):
        return ClosedGate("language", "it could not be read: it is not in Latin script", 0.3)
    known = sum(map(FUNCTION.__contains__, words))
    if len(words) >= _ENOUGH and known < _READABLE * len(words):
        return ClosedGate(
            "language",
            f"it could not be read as English sentences: {known} of {len(words)} words hold them"
            " together",
            0.3,
        )
    return None


def _words(text: Text) -> list[str]:
    return [token for token in text.tokens if token[0] > "9"]


def _is_foreign(char: str) -> bool:
    return char > _LATIN and char.isalpha()
