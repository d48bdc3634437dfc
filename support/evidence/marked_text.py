"""A text with the parts marked that a judgement rests on, in words and not by colour alone."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scoring.score import Span
from support.evidence.clean import visible

MOST_CHARACTERS, MOST_MARKS = 30_000, 600
"""How much of one text is shown; nobody reads further, and the report stays one small file."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How one kind of span is shown: `sign` stands before it, `numbered` where they are counted."""

    css: str
    sign: str
    example: str
    words: str
    numbered: bool = False


MARKS = {
    "recommendation": Mark(
        "advice", "R", "do this", "shaded, with a number: a recommendation that counts", True
    ),
    "figure": Mark("figure", "", "$12,300", "bold: a figure that was read"),
    "from a tool": Mark(
        "tool", "", "$12,300", "dotted line: brought by a tool of this run, and used"
    ),
    "broken sum": Mark("broken", "✗ sum", "$1 + $1 = $3", "figures that contradict each other"),
    "gate": Mark("broken", "✗", "these words", "what closed a gate"),
}
"""Each kind of mark with how it looks; the legend is made of this."""


def legend(marks: Sequence[Span]) -> str:
    """What the marks mean, for the kinds that occur."""
    kinds = [kind for kind in MARKS if any(span.mark == kind for span in marks)]
    parts = [
        f'<li><span class="{MARKS[kind].css}">{_badge(MARKS[kind], 1)}'
        f"{html.escape(MARKS[kind].example)}</span> "
        f"{html.escape(MARKS[kind].words)}</li>"
        for kind in kinds
    ]
    return f'<ul class="legend">{"".join(parts)}</ul>' if parts else ""


def marked(text: str, marks: Sequence[Span]) -> str:
    """The text as HTML, escaped, with its marks; what is too long is cut, and says so."""
    shown = text[:MOST_CHARACTERS]
    body = "".join(_pieces(shown, _within(marks, len(shown))))
    rest = len(text) - len(shown)
    note = f'<p class="soft">{rest:,} more characters are not shown.</p>' if rest else ""
    return f'<div class="answer">{body}</div>{note}'


def _within(marks: Sequence[Span], length: int) -> list[Span]:
    """The marks that can be shown, in order; of one kind, those that overlap are joined."""
    last: dict[str, int] = {}
    joined: list[Span] = []
    for span in sorted(marks, key=lambda each: (each.start, -each.end)):
        start, end = max(span.start, 0), min(span.end, length)
        if span.mark not in MARKS or start >= end:
            continue
        before = last.get(span.mark)
        if before is not None and start < joined[before].end:
            kept = joined[before]
            joined[before] = Span(kept.start, max(kept.end, end), kept.mark)
        else:
            last[span.mark] = len(joined)
            joined.append(Span(start, end, span.mark))
    return joined[:MOST_MARKS]


def _pieces(text: str, spans: list[Span]) -> Iterator[str]:
    """The text cut at every begin and end of a mark, each piece with the classes of its marks."""
    bounds = sorted({0, len(text), *(at for span in spans for at in (span.start, span.end))})
    numbers = dict.fromkeys(MARKS, 0)
    open_spans: list[Span] = []
    coming = 0
    for begin, end in pairwise(bounds):
        open_spans = [span for span in open_spans if span.end > begin]
        badges = ""
        while coming < len(spans) and spans[coming].start <= begin:
            span = spans[coming]
            numbers[span.mark] += 1
            badges += _badge(MARKS[span.mark], numbers[span.mark])
            open_spans.append(span)
            coming += 1
        words = html.escape(visible(text[begin:end]))
        css = " ".join(sorted({MARKS[span.mark].css for span in open_spans}))
        yield badges + (f'<span class="{css}">{words}</span>' if css else words)


def _badge(mark: Mark, number: int) -> str:
    if not mark.sign:
        return ""
    words = f"{mark.sign}{number}" if mark.numbered else mark.sign
    return f'<b class="badge {mark.css}" title="{html.escape(mark.words)}">{words}</b>'
