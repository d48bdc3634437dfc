"""What a message that we sent meant, told from its template: bare transcripts do not say.

A message is a question where it has the fixed texts of a template of `[[ask]]`, as far as it has
those keys at all, and something in the place of `${question}`; cancels and resumes likewise, with
a run's id or the index of the last message.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from support.protocols.mapping.functions import parsed, text_of
from support.protocols.mapping.model import Mapping
from support.protocols.mapping.templates import pattern_of, placeholders
from support.protocols.mapping.wiring import Step


@dataclass(frozen=True, slots=True)
class Recognised:
    """A message that we sent: the script and step it is of, and what stood in its placeholders."""

    script: str
    step: int
    names: dict[str, Any]


def recognise_sent(mapping: Mapping, message: Any) -> Recognised | None:
    """The step of a script that sends such a message; None where no step does."""
    scripts: tuple[tuple[str, list[Step]], ...] = (
        ("ask", mapping.ask),
        ("cancel", mapping.cancel),
        ("resume", mapping.resume),
    )
    for script, steps in scripts:
        for number, step in enumerate(steps):
            names: dict[str, Any] = {}
            if step.send is None or not _alike(step.send, message, names):
                continue
            if script == "ask" and asks(step) and isinstance(names.get("question"), str):
                return Recognised(script, number, names)
            if script != "ask" and any(names.get(key) for key in ("run_id", "server_run", "last")):
                return Recognised(script, number, names)
    return None


def asks(step: Step) -> bool:
    """Whether this step of `[[ask]]` is the one that puts the question."""
    return any("question" in selector for selector in placeholders(step.send))


def _alike(template: Any, value: Any, names: dict[str, Any]) -> bool:
    if isinstance(template, str):
        return _alike_text(template, value, names)
    if isinstance(template, dict) and isinstance(value, dict):
        shared = [key for key in template if key in value]
        if template and not shared:
            return False
        return all(_alike(template[key], value[key], names) for key in shared)
    if isinstance(template, list) and isinstance(value, list):
        if not any(placeholders(template)):
            return True  # settings, not what was asked
        # A conversation is sent whole by some protocols: what is new stands last.
        last = value[len(value) - len(template) :] if len(value) >= len(template) else []
        pairs = zip(template, last, strict=False)
        return bool(last) and all(_alike(one, two, names) for one, two in pairs)
    return bool(template == value) and isinstance(template, bool) == isinstance(value, bool)


def _alike_text(template: str, value: Any, names: dict[str, Any]) -> bool:
    found = pattern_of(template).fullmatch(text_of(value) or "")
    if found is None:
        return False
    groups: dict[str, Any] = found.groupdict()
    if len(groups) == 1 and template == f"${{{next(iter(groups))}}}":
        groups = dict.fromkeys(groups, value)  # alone, it keeps its type
    for name, part in groups.items():
        plain = name.removeprefix("json__")
        names[plain] = part if plain == name else parsed(part)
    return True
