"""The small parts of which the scorecard's page is made."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

from support.evidence.clean import one_line
from support.evidence.scorecard import SIGNS
from support.verdict import Outcome


def safe(text: object, limit: int = 400) -> str:
    """Foreign text as harmless HTML."""
    return html.escape(one_line(str(text), limit))


def section(title: str, body: str) -> str:
    """One card of the page."""
    headline = f"<h2>{safe(title)}</h2>" if title else ""
    return f"<section>{headline}{body}</section>"


def badge(outcome: str, number: int | None = None) -> str:
    """An outcome with its sign, its word, and its colour, where wanted with a number."""
    way = Outcome(outcome)
    count = "" if number is None else f"{number} "
    return f'<span class="word {way.value}">{SIGNS[way]} {count}{way.words}</span>'


def tally(scenarios: Sequence[Mapping[str, Any]]) -> str:
    """How many of these promises ended in which way, as words."""
    parts = []
    for outcome in Outcome:
        number = sum(each["outcome"] == outcome for each in scenarios)
        if number:
            parts.append(badge(outcome, number))
    return f'<span class="tally">{", ".join(parts)}</span>'
