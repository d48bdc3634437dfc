"""How much was kept, run by run: a row of bars, small enough to stand beside the verdict."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from support.evidence.drawing import number
from support.verdict import Outcome

_HEIGHT, _BAR, _GAP = 56.0, 12.0, 4.0
_LEAST_WIDTH = 150.0


def trend_svg(trend: Sequence[Mapping[str, Any]]) -> str:
    """The latest runs as bars: filled from below what was kept; a cross where not all was."""
    if len(trend) < 2:
        return ""
    width = max(_LEAST_WIDTH, len(trend) * (_BAR + _GAP) + 4)
    told = "; ".join(map(_told, trend))
    parts = [
        f'<svg class="trend" role="img" viewBox="0 0 {number(width)} {number(_HEIGHT + 34)}" ',
        f'width="{number(width)}" height="{number(_HEIGHT + 34)}">',
        f"<title>Promises kept in the latest {len(trend)} runs</title>",
        f"<desc>{html.escape(told)}</desc>",
    ]
    for index, run in enumerate(trend):
        share = run["met"] / run["asked"] if run["asked"] else 0.0
        x, height = 2 + index * (_BAR + _GAP), _HEIGHT * share
        parts.append(
            f"<g><title>{html.escape(_told(run))}</title>"
            f'<rect class="frame" x="{number(x)}" y="16" width="{number(_BAR)}" '
            f'height="{number(_HEIGHT)}"/>'
            f'<rect class="kept" x="{number(x)}" y="{number(16 + _HEIGHT - height)}" '
            f'width="{number(_BAR)}" height="{number(height)}"/>'
        )
        if run["outcome"] != Outcome.MET:
            parts.append(f'<text class="lost" x="{number(x + 1.5)}" y="12">✗</text>')
        parts.append("</g>")
    last = 2 + (len(trend) - 1) * (_BAR + _GAP)
    parts.append(
        f'<rect class="now" x="{number(last - 1.5)}" y="14.5" width="{number(_BAR + 3)}" '
        f'height="{number(_HEIGHT + 3)}" rx="2"/>'
        f'<text x="2" y="{number(_HEIGHT + 31)}">kept in the latest {len(trend)} runs</text></svg>'
    )
    return "".join(parts)


def when(moment: str) -> str:
    """A moment as people write it: `22 Nov 2026, 18:03 UTC`."""
    try:
        return f"{datetime.fromisoformat(moment):%-d %b %Y, %H:%M %Z}".strip()
    except ValueError:
        return moment


def _told(run: Mapping[str, Any]) -> str:
    grade = f", grade {run['grade']}" if run["grade"] else ""
    return f"{when(run['started'])}: {run['met']} of {run['asked']} kept{grade}"
