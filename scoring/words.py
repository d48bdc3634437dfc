"""Words: cut from a text once, each with its stem."""

from __future__ import annotations

import re
from itertools import accumulate

from Stemmer import Stemmer

_WORD = re.compile(r"([^\W_]+(?:[.,]\d+|'[^\W_]+)*)")
_ASCII_WORD = re.compile(r"([a-z0-9]+(?:[.,][0-9]+|'[a-z]+)*)")  # the same, twice as fast
_LONGEST = 40
_REMEMBERED = 50_000


class _Stems(dict[str, str]):
    """The stem of each word seen before; of a word too long to be one, its beginning."""

    def __init__(self) -> None:
        super().__init__()
        self._english = Stemmer("english")
        self._english.maxCacheSize = 0  # this is the cache

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        stem: str = self._english.stemWord(word) if len(word) <= _LONGEST else word[:_LONGEST]
        self[word] = stem
        return stem


_STEMS = _Stems()


def stem_of(word: str) -> str:
    """The stem of a lower-cased word (English, Snowball): "savings" and "saved" are "save"."""
    return _STEMS[word]


def stems_of(words: list[str]) -> list[str]:
    """The stem of each lower-cased word."""
    return [_STEMS[word] for word in words]


def word_set(*texts: str) -> frozenset[str]:
    """The words of texts, as they are, parted by blanks."""
    return frozenset(" ".join(texts).split())


def stem_set(*texts: str) -> frozenset[str]:
    """The stems of the words of texts."""
    return frozenset(map(stem_of, word_set(*texts)))


def cut(lower: str) -> tuple[list[str], list[int], list[int]]:
    """The words and numbers of a lower-cased text, with where each starts and ends.

    "$1,200.50" gives "1,200.50"; "gpt-4o" gives "gpt" and "4o"; "don't" is one word; signs and
    underscores only separate.
    """
    parts = (_ASCII_WORD if lower.isascii() else _WORD).split(lower)
    bounds = list(accumulate(map(len, parts)))
    return parts[1::2], bounds[0:-1:2], bounds[1::2]


def is_number(word: str) -> bool:
    """Whether a word is a number and nothing else: "1,200.50" and "60k", not "4o" or "h100"."""
    return word[0] <= "9" and word.rstrip("kmb").replace(",", "").replace(".", "").isdigit()


def triples_of(tokens: list[str]) -> set[tuple[str, ...]]:
    """Every three words in a row; of fewer, those there are."""
    if len(tokens) < 3:
        return {tuple(tokens)}
    return set(zip(tokens, tokens[1:], tokens[2:], strict=False))
