"""`reports/summary.md`: the run on one page of Markdown, for the page of a CI job.

Where `GITHUB_STEP_SUMMARY` names a file, the same is added to it. What an agent said stays text:
every character that Markdown, or what renders it, could take for markup is written as an entity.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from support.evidence.change_list import figure_words, remarks
from support.evidence.clean import one_line
from support.evidence.level_list import found_in, limit_of, value_with_unit
from support.evidence.scorecard import SIGNS
from support.evidence.trend_chart import when
from support.evidence.unkept import unkept
from support.evidence.writing import put
from support.plurals import counted
from support.verdict import Outcome

NAME = "summary.md"
MOST = 50
"""Failures and changes that are told; a job's page takes a megabyte."""

_MARKUP = re.compile(r"(?!:\s)[^\w\s.,;()%'+=/?…·✓✗○▲▼-]|_|(?<=[wW])\.")

Data = Mapping[str, Any]


def write(data: Data, folder: Path) -> None:
    """Writes the page, and adds it to the job's page where there is one."""
    body = "\n".join(_lines(data)) + "\n"
    put(folder / NAME, body)
    if job := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(job).open("a", encoding="utf-8") as page:
            page.write(body)


def plain(text: object, limit: int = 400) -> str:
    """Foreign text that Markdown leaves as it is: no link, no mention, no table, no HTML."""
    line = one_line(str(text), limit)
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};", line)


def _lines(data: Data) -> Iterator[str]:
    agent = " ".join(filter(None, (data["agent"].get("name"), data["agent"].get("version"))))
    asked = len(data["scenarios"]) - data["counts"]["not_supported"]
    kept = f"{data['counts']['met']} of {counted(asked, 'promise')} kept"
    yield f"## {_sign(data['outcome'])}: {kept}"
    yield ""
    grade = f", grade **{plain(data['grade'])}**" if data["grade"] else ""
    yield f"{plain(agent or 'An agent')}, {_moment(data['started'])}{grade}"
    if data["interrupted"]:
        yield ""
        yield "The run was stopped before its end: what did not run is not counted."
    yield from _failures(data)
    yield from _changes(data)
    yield from _levels(data)
    yield from _areas(data)


def _moment(moment: str) -> str:
    """A moment in our own words needs no entities; one that cannot be read is foreign text."""
    told = when(moment)
    return plain(told) if told == moment else told


def _sign(outcome: str) -> str:
    way = Outcome(outcome)
    return f"{SIGNS[way]} {way.words}"


def _failures(data: Data) -> Iterator[str]:
    failed = unkept(data["scenarios"])
    if not failed:
        return
    yield from ("", "### What was not kept, and why", "")
    for each in failed[:MOST]:
        yield f"- **{_sign(each['outcome'])}** {plain(each['name'])}  "
        yield f"  Found: {plain(found_in(each), 800) or 'no reason was given'}"
    if len(failed) > MOST:
        yield f"- and {len(failed) - MOST} more"


def _changes(data: Data) -> Iterator[str]:
    found = data["changes"]
    if found["since"] is None:
        return
    yield from ("", f"### What changed since {_moment(found['since'])}", "")
    for each in found["verdicts"][:MOST]:
        was = Outcome(each["before"]).words
        yield f"- **{_sign(each['now'])}** (was {was}) {plain(each['name'])}"
    for each in found["figures"][:MOST]:
        mark = "▲ better" if each["better"] else "▼ worse"
        yield f"- **{mark}** {plain(figure_words(each))} ({plain(each['name'])})"
    for remark in remarks(found):
        yield f"- {plain(remark)}"


def _levels(data: Data) -> Iterator[str]:
    if not data["benchmarks"]:
        return
    yield from ("", "### Service levels", "", "| | level | measured | limit |", "|---|---|---|---|")
    for each in data["benchmarks"]:
        figure = each["figure"]
        value = plain(value_with_unit(figure)) if figure else "no value"
        limit = plain(limit_of(figure)) if figure else ""
        yield f"| {_sign(each['outcome'])} | {plain(each['name'])} | {value} | {limit} |"


def _areas(data: Data) -> Iterator[str]:
    where = {each["name"]: each["capability"] for each in data["features"]}
    areas: dict[str, list[str]] = {}
    for each in data["scenarios"]:
        areas.setdefault(where.get(each["feature"]) or "Promises", []).append(each["outcome"])
    if not areas:
        return
    yield from ("", "### By capability", "", "| capability | came to |", "|---|---|")
    for area, outcomes in areas.items():
        counts = [(each, outcomes.count(each)) for each in Outcome]
        told = ", ".join(
            f"{SIGNS[each]} {number} {each.words}" for each, number in counts if number
        )
        yield f"| {plain(area)} | {told} |"
