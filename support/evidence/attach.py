"""Attaches evidence to the scenario that runs now: the one door to Allure.

Without an Allure formatter, or outside a scenario, attaching does nothing: evidence never
changes a verdict.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

import allure_commons
from allure_commons.types import AttachmentType

from support.evidence.clean import one_line, shorten, visible
from support.plurals import counted, plural

TEXT_LIMIT = 200_000
LINES_LIMIT = 1_000_000
PICTURE_LIMIT = 400_000
"""Longest attachments, in characters; the whole report is one file that must open fast."""

_POLICY = (
    '<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
)
_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = frozenset(
    {"svg", "title", "desc", "style", "defs", "pattern", "marker", "g", "path", "rect", "line"}
    | {"circle", "polygon", "polyline", "text", "tspan"}
)


def text(name: str, body: str) -> None:
    """Attaches plain text."""
    _attach(name, shorten(visible(body), TEXT_LIMIT), AttachmentType.TEXT)


def jsonl(name: str, body: str) -> None:
    """Attaches JSON lines; what is too long is cut between two lines, and the last one says so."""
    body = visible(body)
    if len(body) > LINES_LIMIT:
        end = body.rfind("\n", 0, LINES_LIMIT) + 1
        rest = body[end:]
        lines = rest.count("\n") + (not rest.endswith("\n"))
        note = f"cut here: {lines} more {plural(lines, 'line')}, {counted(len(rest), 'character')}"
        body = f'{body[:end]}{{"dir": "note", "text": "{note}"}}\n'
    # Allure shows text/plain as it is; a JSON viewer would take only the first line.
    _attach(name, body, AttachmentType.TEXT, "jsonl")


def svg(name: str, body: str) -> None:
    """Attaches a drawing; one that is too long or holds more than shapes and text is left out."""
    problem = _drawing_problem(body)
    if problem:
        text(name, f"The picture was left out: {problem}.")
    else:
        _attach(name, body, AttachmentType.SVG)


def html(name: str, body: str) -> None:
    """Attaches a page; whatever it holds, it can neither run scripts nor load anything."""
    if len(body) > PICTURE_LIMIT:
        text(name, f"The page was left out: it is too long ({len(body):,} characters).")
    else:
        _attach(name, _POLICY + visible(body), AttachmentType.HTML)


def _attach(name: str, body: str, kind: AttachmentType, extension: str | None = None) -> None:
    hook = allure_commons.plugin_manager.hook
    try:
        hook.attach_data(
            body=body,
            name=one_line(name, 120) or "evidence",
            attachment_type=kind if extension is None else kind.mime_type,
            extension=extension,
        )
    except (KeyError, StopIteration, OSError):
        # Allure has no scenario to attach to, or its folder is gone or full.
        return


def _drawing_problem(body: str) -> str:
    if len(body) > PICTURE_LIMIT:
        return f"it is too long ({len(body):,} characters)"
    if "<!DOCTYPE" in body or "<!ENTITY" in body:
        return "it brings definitions of its own"
    try:
        root = ET.fromstring(body)  # noqa: S314 - declarations are refused above
    except ET.ParseError as error:
        return f"it is not well-formed ({error})"
    for element in root.iter():
        if str(element.tag).removeprefix(_SVG) not in _SHAPES:
            return f"it holds <{one_line(str(element.tag), 60)}>"
        for key, value in element.attrib.items():
            if (
                key.lower().startswith("on")
                or key.endswith("href")
                or "url(" in value.replace("url(#", "")
            ):
                return f"it holds the attribute {one_line(key, 60)}"
    return ""
