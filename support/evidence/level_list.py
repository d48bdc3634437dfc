"""The service levels on the scorecard's page: each with its figure, its limit and a bar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from support.evidence.page_parts import badge, safe, section
from support.verdict import Direction, Limit, Outcome, readable

_BEGIN = 60
"""So many characters of a reason tell it from others."""


def levels(data: Mapping[str, Any]) -> Iterator[str]:
    """The section, where the run was about service levels at all."""
    if data["benchmarks"]:
        yield section("Service levels", "".join(map(_level, data["benchmarks"])))


def value_with_unit(figure: Mapping[str, Any]) -> str:
    """A figure of the summary as people write it, or that there is none."""
    value = figure["value"]
    return "no value" if value is None else readable(value, figure["unit"])


def limit_of(figure: Mapping[str, Any]) -> Limit:
    """The limit of a figure of the summary."""
    direction = Direction(figure["direction"])
    return Limit(figure["limit"] or 0.0, figure["unit"], direction, figure["tolerance"] or 0.0)


def found_in(scenario: Mapping[str, Any]) -> str:
    """Why a scenario of the summary failed, with value and limit of each figure that it names.

    A reason that holds them already stays as it is.
    """
    told = str(scenario["reason"])
    for figure in scenario["figures"]:
        if figure["outcome"] == Outcome.MET or figure["value"] is None:
            continue
        name, reason = figure["name"], figure["reason"]
        held = (value_with_unit(figure), str(limit_of(figure)))
        new = ", ".join(words for words in held if not _stands_in(words, reason))
        if new:  # the scenario's reason may be cut where the figure's is not
            begin = f"{name}: {reason[:_BEGIN]}"
            told = told.replace(begin, f"{name}: {new}: {reason[:_BEGIN]}", 1)
    return told


def _stands_in(words: str, text: str) -> bool:
    return bool(re.search(rf"(?<![\w.,]){re.escape(words)}(?!\w|[.,]\d)", text))


def _level(benchmark: Mapping[str, Any]) -> str:
    figure = benchmark["figure"]
    value, gauge, limit = "no value", "", ""
    if figure is not None:
        value, limit = value_with_unit(figure), str(limit_of(figure))
        gauge = _gauge(figure)
    return (
        f'<div class="level"><span>{badge(benchmark["outcome"])} · <span class="word">'
        f"{safe(benchmark['name'])}</span></span>"
        f'<span class="num"><b>{safe(value)}</b> '
        f'<span class="soft small">{safe(limit)}</span></span>'
        f'<span class="gauge">{gauge}</span><p class="soft small">{safe(benchmark["reason"])}</p>'
        "</div>"
    )


def _gauge(figure: Mapping[str, Any]) -> str:
    """A bar from zero to the figure, with a dashed line at what is enforced."""
    value, bound = figure["value"], limit_of(figure).enforced
    if value is None or value < 0 or bound <= 0:
        return ""
    length = max(value, bound) * 1.2
    bad = " bad" if figure["outcome"] == Outcome.NOT_MET else ""
    side = "at most" if figure["direction"] == Direction.AT_MOST else "at least"
    words = f"{value_with_unit(figure)}; enforced is {side} {readable(bound, figure['unit'])}"
    return (
        f'<div class="track" role="img" aria-label="{safe(words)}">'
        f'<div class="fill{bad}" style="width:{100 * value / length:.1f}%"></div>'
        f'<div class="bound" style="left:{100 * bound / length:.1f}%"></div></div>'
    )
