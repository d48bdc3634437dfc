"""The page that people see first: the verdict, what failed and why, what changed, every promise.

It is made of the summary's data and of the pictures among the results, stands in one file, runs no
script, loads nothing, and is read in a minute by somebody who was not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from support.evidence import pictures
from support.evidence.change_list import changes
from support.evidence.level_list import levels
from support.evidence.page_parts import badge, safe, section
from support.evidence.page_style import STYLE
from support.evidence.promise_list import Link, failures, gallery, promises
from support.evidence.survived import survived
from support.evidence.trend_chart import trend_svg, when
from support.evidence.writing import put
from support.plurals import counted
from support.verdict import Outcome

Data = Mapping[str, Any]

NAME = "scorecard.html"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def write(data: Data, folder: Path) -> None:
    """Writes the page into the folder of the reports, with the pictures from there."""
    put(folder / NAME, whole_page(data, pictures.read(folder)))


def whole_page(data: Data, proofs: pictures.Proofs) -> str:
    """The page as a file of its own."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{title(data)}</title>"
        f"<style>{STYLE}</style></head><body>{content(data, proofs)}</body></html>\n"
    )


def title(data: Data) -> str:
    """The page's name, as HTML: the verdict, then the agent."""
    verdict = f"{Outcome(data['outcome']).words}, {_kept(data)}"
    return f"{safe(verdict)}: {safe(data['agent'].get('name') or 'an agent')}"


def content(data: Data, proofs: pictures.Proofs, link: Link | None = None) -> str:
    """What stands on the page; `link` leads to the proof of a scenario, where there is one."""
    parts = [
        _top(data),
        *failures(data, proofs, link),
        *changes(data),
        *levels(data),
        *survived(data),
        *promises(data, proofs, link),
        *gallery(data, proofs, link),
        _how_to_read(),
    ]
    return f'<main class="page"><div class="sheet">{"".join(parts)}</div></main>'


def _top(data: Data) -> str:
    agent, machine = data["agent"], data["machine"]
    who = " ".join(filter(None, (agent.get("name"), agent.get("version"))))
    took = sum(each["duration_s"] for each in data["scenarios"])
    figures = counted(sum(len(each["figures"]) for each in data["scenarios"]), "figure")
    place = ", ".join(filter(None, map(machine.get, ("system", "processor", "memory"))))
    about = f"{when(data['started'])} · {took:.0f} s of scenarios · {figures} · {place}"
    lines = [
        f'<p class="soft">Golden Path scorecard of {safe(who or "an agent")}</p>',
        f"<h1>{badge(data['outcome'])} · {safe(_kept(data))}</h1>",
        f'<p class="soft small">{safe(about)}</p>',
    ]
    if data["interrupted"]:
        lines.append("<p>The run was stopped before its end: what did not run is not counted.</p>")
    if caution := agent.get("caution"):
        lines.append(f"<p>! {safe(caution)}</p>")
    counts = [
        f"<li>{badge(outcome, number)}</li>" for outcome, number in data["counts"].items() if number
    ]
    chart = trend_svg(data["trend"])
    past = f'<div class="past">{chart}</div>' if chart else ""
    return section(
        "",
        f'<div class="top">{_grade(data)}<div>{"".join(lines)}</div>{past}</div>'
        f'<ul class="counts">{"".join(counts)}</ul>',
    )


def _grade(data: Data) -> str:
    grade, levels_of = data["grade"], data["benchmarks"]
    if grade is None:
        judged = sum(each["outcome"] in (Outcome.MET, Outcome.NOT_MET) for each in levels_of)
        why = "service levels were no part of this run"
        if levels_of:
            why = f"only {judged} of {counted(len(levels_of), 'level')} judged"
        return f'<div class="grade words"><b>no grade</b><span>{safe(why)}</span></div>'
    met = sum(each["outcome"] == Outcome.MET for each in levels_of)
    css = "grade" if len(grade) <= len("A+") else "grade words"
    return (
        f'<div class="{css}"><span>grade</span><b>{safe(grade)}</b>'
        f"<span>{met} of {counted(len(levels_of), 'level')} met</span></div>"
    )


def _kept(data: Data) -> str:
    asked = len(data["scenarios"]) - data["counts"]["not_supported"]
    return f"{data['counts']['met']} of {counted(asked, 'promise')} kept"


def _how_to_read() -> str:
    means = {
        Outcome.MET: "it was promised, measured, and kept",
        Outcome.NOT_MET: "the agent broke the promise",
        Outcome.NOT_MEASURED: "it could not be observed this time, so nothing is claimed",
        Outcome.NOT_SUPPORTED: "the agent's profile says that its protocol cannot show this",
        Outcome.BROKEN: "the suite could not do its work, or the agent was not there at all",
    }
    items = "".join(f"<li>{badge(each)}: {words}</li>" for each, words in means.items())
    return section("How to read this", f'<ul class="list small">{items}</ul>')
