"""What changed since the last run, for the page and for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from support.evidence.page_parts import badge, safe, section
from support.evidence.trend_chart import when
from support.plurals import counted, were
from support.verdict import Outcome, readable

MOST, MOST_IN_TERMINAL = 20, 6
_NOISE = (
    "A figure is named when it lies beyond all its earlier values on this machine, and further "
    "from their median than 8 times their median absolute deviation and 1 % of its limit."
)


def changes(data: Mapping[str, Any]) -> Iterator[str]:
    """The section of the page; there is none before the second run."""
    found = data["changes"]
    if found["since"] is None:
        return
    items = [
        f"<li>{badge(each['now'])} · {safe(each['name'])} "
        f'<span class="soft">({safe(_before(each, found["since"]))})</span></li>'
        for each in found["verdicts"][:MOST]
    ]
    items += [
        f"<li>{_mark(each)} · {safe(figure_words(each))} "
        f'<span class="soft">({safe(each["name"])})</span></li>'
        for each in _figures(found)
    ]
    body = f'<ul class="list">{"".join(items)}</ul>' if items else ""
    notes = "".join(f'<p class="soft small">{safe(each)}</p>' for each in remarks(found))
    yield section(f"What changed since {when(found['since'])}", body + notes)


def lines(data: Mapping[str, Any]) -> Iterator[str]:
    """The same for the terminal, one line a change, without the figures that did not move."""
    found = data["changes"]
    if found["since"] is None:
        return
    yield f"Since {when(found['since'])}"
    for each in found["verdicts"][:MOST_IN_TERMINAL]:
        words = f"{Outcome(each['before']).words} then, {Outcome(each['now']).words} now"
        yield f"{each['name']}: {words}"
    for each in found["figures"][:MOST_IN_TERMINAL]:
        word = "better" if each["better"] else "worse"
        yield f"{word}: {figure_words(each)} ({each['name']})"
    yield next(remarks(found))
    if max(len(found["verdicts"]), len(found["figures"])) > MOST_IN_TERMINAL:
        yield f"The first {MOST_IN_TERMINAL} of each are told here; the scorecard's page has more."


def figure_words(moved: Mapping[str, Any]) -> str:
    """A figure that moved beyond its noise, as a sentence."""
    unit = moved["unit"]
    least, middle, most = (readable(moved[key], unit) for key in ("least", "median", "most"))
    usual = f"usual is {middle}, in {counted(moved['runs'], 'run')} from {least} to {most}"
    if moved["least"] == moved["most"]:
        usual = f"in {counted(moved['runs'], 'run')} before it was {middle}"
    return f"{moved['figure']}: {readable(moved['now'], unit)}; {usual}"


def _before(change: Mapping[str, Any], since: str) -> str:
    """What the verdict was, and when, where that was not in the last run."""
    was = f"was {Outcome(change['before']).words}"
    return was if change["then"] == since else f"{was} on {when(change['then'])}"


def remarks(found: Mapping[str, Any]) -> Iterator[str]:
    """What was compared with what, and what could not be."""
    verdicts, figures = len(found["verdicts"]), len(found["figures"])
    compared, young = found["figures_compared"], found["figures_too_young"]
    told = f"{counted(verdicts, 'verdict') if verdicts else 'no verdicts'} changed; "
    if compared:
        yield f"{told}{figures} of {counted(compared, 'figure')} moved beyond their noise"
    else:
        there = f"there {were(found['runs'])} {found['runs']}"
        yield f"{told}the noise of figures is known after 8 runs, and {there}"
    if verdicts > MOST or figures > MOST:
        yield f"Only the first {MOST} of each are told here; reports/summary.json has all."
    if compared and young:
        yield f"Of {young} more figures too few earlier values are known."
    if found["new"]:
        new = counted(found["new"], "promise")
        yield f"{new} {were(found['new'])} asked for the first time."
    if dropped := found["dropped"]:
        named = "; ".join(dropped[:3]) + ("…" if len(dropped) > 3 else "")
        gone = counted(len(dropped), "promise")
        yield f"{gone} of the last run {were(len(dropped))} no part of this one: {named}"
    if compared:
        yield _NOISE


def _figures(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    moved: list[Mapping[str, Any]] = found["figures"]
    return moved[:MOST]


def _mark(moved: Mapping[str, Any]) -> str:
    word, css = ("▲ better", "met") if moved["better"] else ("▼ worse", "not_met")
    return f'<span class="word {css}">{word}</span>'
