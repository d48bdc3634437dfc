"""Words that English needs for every subject, from `english.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path

from scoring.words import stem_of

_WORDS = {
    name: frozenset(words.split())
    for name, words in tomllib.loads(
        Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    ).items()
}

DETERMINERS = _WORDS["determiners"]
PREPOSITIONS = _WORDS["prepositions"]
AUXILIARIES = _WORDS["auxiliaries"]
NUMERALS = _WORDS["numerals"]
VERBS = _WORDS["verbs"]
ALSO_NOUNS = _WORDS["also_nouns"]
GENERIC = frozenset(map(stem_of, _WORDS["generic"]))
"""Stems that fit any subject and so say nothing of this one."""
MONEY = frozenset(map(stem_of, _WORDS["money"]))
TIME = frozenset(map(stem_of, _WORDS["time"]))

_CLASSES = {
    "other": "o",
    "no_noun_phrase": "q",
    "verbs": "V",
    "adverbs": "b",
    "hedges": "h",
    "modals": "m",
    "conjunctions": "c",
    "subjects": "s",
    "auxiliaries": "v",
    "base_auxiliaries": "i",
    "prepositions": "p",
    "determiners": "d",
}
CLASSES = {word: letter for name, letter in _CLASSES.items() for word in _WORDS[name]}
"""One letter for what a word does in a sentence (the last that applies); all others name things."""

FUNCTION = frozenset(word for name in _CLASSES if name != "verbs" for word in _WORDS[name])
"""Words without a subject of their own, in lower case."""
