"""Customers in several regions side by side: how far away, first sign of work, answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from support.evidence.drawing import Drawing, fit, seconds, text_width
from support.evidence.plot import STYLE, instead
from support.plurals import plural

MOST_REGIONS = 20
_WIDTH, _LEFT, _RIGHT, _TOP, _ROW = 1000, 300, 860, 92, 34
_STYLE = (
    STYLE
    + """
.name{font-weight:600}.answer{fill:#cfdcef;stroke:#1f5fa8}.sign{fill:#1f5fa8}
@media(prefers-color-scheme:dark){.answer{fill:#2a3d57;stroke:#7db3f2}.sign{fill:#7db3f2}}
"""
)
Row = Mapping[str, Any]
"""`region`, `round_trip_ms`, `first_sign_s`, `answer_s`; a value may be None."""


def regions_svg(rows: Sequence[Row]) -> str:
    """A bar a region, as long as its answer took; the dark part is the wait for a first sign."""
    title = "Results by region"
    if not rows:
        return instead(title, "No region was asked from.")
    shown = sorted(rows, key=lambda row: row["round_trip_ms"] or 0.0)[:MOST_REGIONS]
    length = max([row["answer_s"] or row["first_sign_s"] or 0.0 for row in shown] + [0.001]) * 1.05
    told = "; ".join(map(_told, shown))
    drawing = Drawing(_WIDTH, title, told, _STYLE)
    height = _TOP + _ROW * len(shown) + 44
    drawing.add("rect", "card", x=0.5, y=0.5, width=_WIDTH - 1, height=height - 1, rx=10)
    drawing.text(20, 30, title, "h1")
    drawing.text(20, 50, "the same question, asked from each of them", "soft")
    for x, words in ((20, "region"), (190, "round trip"), (_LEFT, "first sign, then the answer")):
        drawing.text(x, _TOP - 12, words, "soft")
    for number, row in enumerate(shown):
        _row(drawing, row, _TOP + _ROW * number, length)
    left = len(rows) - len(shown)
    legend = "inner bar: until the first sign of work; outer bar: until the answer was complete"
    words = f"{legend}; in the table: {left} more {plural(left, 'region')}" if left else legend
    drawing.text(20, height - 16, words, "soft")
    return drawing.finish(height)


def _row(drawing: Drawing, row: Row, y: float, length: float) -> None:
    sign, answer, trip = row["first_sign_s"], row["answer_s"], row["round_trip_ms"]
    drawing.text(20, y + 21, fit(str(row["region"]), 160), "name")
    drawing.text(190, y + 21, "unknown" if trip is None else f"{trip:.0f} ms")
    scale = (_RIGHT - _LEFT) / length
    words, end = "✗ no answer", float(_LEFT)
    if answer is not None:
        width, end = max(answer * scale, 2), _LEFT + max(answer * scale, 2)
        drawing.add("rect", "answer", _told(row), x=_LEFT, y=y + 6, width=width, height=20, rx=3)
        words = seconds(answer)
    if sign is not None:
        width, end = max(sign * scale, 2), max(end, _LEFT + max(sign * scale, 2))
        drawing.add("rect", "sign", _told(row), x=_LEFT, y=y + 10, width=width, height=12, rx=2)
        words = f"{seconds(sign)}, {words}"
    css = "" if answer is not None else "limittext"
    drawing.text(
        min(end + 8, _WIDTH - 20 - text_width(words)), y + 21, words, f"{css} halo".strip()
    )


def _told(row: Row) -> str:
    sign, answer, trip = row["first_sign_s"], row["answer_s"], row["round_trip_ms"]
    parts = [
        "" if trip is None else f"round trip {trip:.0f} ms",
        "no sign of work" if sign is None else f"first sign {seconds(sign)}",
        "no answer" if answer is None else f"answer {seconds(answer)}",
    ]
    return f"{row['region']}: {', '.join(filter(None, parts))}"
