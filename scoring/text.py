"""A text as a reader sees it, cut once into blocks, sentences and words.

All offsets are in characters of `Text.clean`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from scoring.characters import as_seen, mixed_words, smuggled
from scoring.markup import without_braces, without_html, without_markdown
from scoring.words import cut, stems_of

LONGEST = 200_000
"""Characters that are read of a text; nobody reads further, and `Text.cut_off` says so."""

_MARKER = re.compile(r"(?:([-+*\u2022\u25cf\u25aa\u25e6\u2023o])|\(?(\d{1,3})[.)]) +(?=\S)")
_LEVEL = re.compile(r"(?:>\s*)+|#{1,6}(?:\s+|$)")
_RULE = frozenset("-=_*|:+ #>")
_SENTENCE_END = re.compile(r"[.!?\u3002](?:(?<=\u3002)|(?![.!?])[\"')\]]*+(?=\s))")
_NO_END = ("e.g.", "i.e.", " vs.", "approx.", " no.", " incl.", " ca.", " resp.", "max.", "min.")
_ENUMERATOR = re.compile(r"\(?\w{1,2}[.)]")
_WRAPPED = 60
"""A line at least this long that ends no sentence goes on in the next one."""


class Sentence(NamedTuple):
    """`start` and `end` in characters, `first` and `last` in words (`last` is not in it)."""

    start: int
    end: int
    first: int
    last: int
    block: int


class Block(NamedTuple):
    """A paragraph, a heading, an item of a list or a row of a table ("a | b | c").

    `kind` is "prose", "heading", "item" or "row"; `marker` is what stood before an item ("-",
    "1."), which is not part of the clean text; `paragraph` counts the blank lines before it.
    """

    start: int
    end: int
    kind: str
    marker: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Text:
    """What a reader sees (`clean`) and how it is built.

    Words are four sequences in step: `tokens` (lower case), `stems`, `starts` and `ends`.
    `hidden` are passages that a reader cannot see, `mixed` the words whose letters come from
    several scripts to deceive, `cut_off` whether the text was longer than `LONGEST`.
    """

    clean: str
    lower: str
    tokens: list[str]
    stems: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[Sentence]
    blocks: list[Block]
    hidden: tuple[str, ...]
    mixed: tuple[tuple[int, int], ...]
    cut_off: bool

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence that a character belongs to."""
        return max(0, bisect_left(self.sentences, (offset + 1,)) - 1)

    def said(self, sentence: Sentence) -> str:
        """What a sentence says, in lower case."""
        return self.lower[sentence.start : sentence.end]


@lru_cache(maxsize=256)
def read_text(raw: str) -> Text:
    """Read a text of any size and content; lone surrogates and controls are only left out."""
    cut_off = len(raw) > LONGEST
    raw = raw[:LONGEST]
    hidden: list[str] = []
    text, unseen = without_html(raw)
    hidden += unseen
    hidden.append(smuggled(text))
    seen = as_seen(text)
    plain = without_braces(seen)
    text, unseen = without_markdown(plain if plain is seen else as_seen(plain))
    hidden += unseen
    clean, blocks = _blocks(text)
    lower = clean.lower()
    if len(lower) != len(clean):
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in clean)
    tokens, starts, ends = cut(lower)
    return Text(
        clean=clean,
        lower=lower,
        tokens=tokens,
        stems=stems_of(tokens),
        starts=starts,
        ends=ends,
        sentences=_sentences(lower, blocks, starts),
        blocks=blocks,
        hidden=tuple(as_seen(each).strip() for each in hidden if each.strip()),
        mixed=tuple(mixed_words(lower)),
        cut_off=cut_off,
    )


def _blocks(text: str) -> tuple[str, list[Block]]:
    """The lines of a text joined to blocks, without their markers."""
    lines: list[tuple[str, str, str, int]] = []
    paragraph, open_line = 0, False
    for raw_line in text.split("\n"):
        line = " ".join(raw_line.split())
        kind, marker = "prose", ""
        if line and line[0] in ">#":
            kind = "heading" if line[0] == "#" else kind
            line = _LEVEL.sub("", line, count=1)
        if not line or _RULE.issuperset(line):
            paragraph += not line
            open_line = False
            continue
        if line[0] == "|" or line.count(" | ") > 1:
            kind, line = "row", line.strip("| ")
        elif found := _MARKER.match(line):
            kind, marker = "item", found[1] or f"{found[2]}."
            line = line[found.end() :]
        elif open_line and kind == "prose":
            before, *rest = lines[-1]
            lines[-1] = (f"{before} {line}", *rest)  # type: ignore[assignment]
            open_line = _goes_on(line)
            continue
        if not line:
            continue
        lines.append((line, kind, marker, paragraph))
        open_line = kind in ("prose", "item") and _goes_on(line)
    blocks, parts, at = [], [], 0
    for line, kind, marker, number in lines:
        blocks.append(Block(at, at + len(line), kind, marker, number))
        parts.append(line)
        at += len(line) + 1
    return "\n".join(parts), blocks


def _goes_on(line: str) -> bool:
    return len(line) >= _WRAPPED and line[-1] not in ".!?:;"


def _sentences(lower: str, blocks: list[Block], starts: list[int]) -> list[Sentence]:
    sentences: list[Sentence] = []
    for number, block in enumerate(blocks):
        start = block.start
        bounds = [found.end() for found in _SENTENCE_END.finditer(lower, start, block.end)]
        for end in (*bounds, block.end):
            if end != block.end and (
                lower.endswith(_NO_END, start, end) or _ENUMERATOR.fullmatch(lower, start, end)
            ):
                continue
            if end > start:
                first, last = bisect_left(starts, start), bisect_left(starts, end)
                if last > first:
                    sentences.append(Sentence(start, end, first, last, number))
            start = end + (lower[end : end + 1] == " ")
    return sentences
