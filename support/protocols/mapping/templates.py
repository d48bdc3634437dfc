"""Templates: what we send, with `${…}` where something is filled in.

Inside the braces stands JMESPath over these names:

    question, run_id, thread_id     what is asked, and the ids that the customer chose for it
    server_run, server_thread       the agent's own ids of that run, once it has named them
    user, customer, token           who asks, and the credential that a profile signs for them
    now, now_ms, now_iso            the time, in seconds, in milliseconds and as text
    uuid, count                     a fresh id; 1, 2, 3, ... from one message to the next
    last                            the index of the last message seen, for a resume
    frame                           the message that is answered
    secret.NAME                     a secret of [secrets]
    call_id, tool, arguments, result, items    in [tools] alone
    and every name of [values] and of a `keep`

A text that is one placeholder alone keeps the type of what it finds; `$${` is a plain `${`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from support.protocols.mapping.functions import text_of
from support.protocols.mapping.selectors import Finder

_PLACE = re.compile(r"\$?\$\{((?:[^{}'`]|'[^']*'|`[^`]*`|\{[^{}]*\})*)\}")

NAMES = frozenset(
    """question run_id thread_id server_run server_thread user customer token now now_ms now_iso
    uuid count last frame secret""".split()  # noqa: SIM905 - words, not a list
)
TOOL_NAMES = frozenset(("call_id", "tool", "arguments", "result", "items"))


class UnfilledError(ValueError):
    """A template needs what is not there; the message says what."""


def filled(template: Any, finder: Finder, names: dict[str, Any]) -> Any:
    """The template with everything filled in; raises `UnfilledError` where something is missing."""
    if isinstance(template, str):
        return _text(template, finder, names)
    if isinstance(template, dict):
        return {
            filled_text(key, finder, names): filled(value, finder, names)
            for key, value in template.items()
        }
    if isinstance(template, list):
        return [filled(each, finder, names) for each in template]
    return template


def filled_text(
    template: str, finder: Finder, names: dict[str, Any], quote: Callable[[str], str] = str
) -> str:
    """A text with everything filled in, as text; each value passes through `quote`.

    What stands at the very beginning does not: there an address may begin with a whole host.
    """

    def put(place: re.Match[str]) -> str:
        if place[0].startswith("$$"):
            return place[0][1:]
        value = text_of(_value(place[1], finder, names)) or ""
        return value if place.start() == 0 else quote(value)

    return _PLACE.sub(put, template)


def placeholders(template: Any) -> Iterator[str]:
    """The selectors of all placeholders in a template."""
    if isinstance(template, str):
        yield from (p[1] for p in _PLACE.finditer(template) if not p[0].startswith("$$"))
    elif isinstance(template, dict):
        for key, value in template.items():
            yield from placeholders(key)
            yield from placeholders(value)
    elif isinstance(template, list):
        for each in template:
            yield from placeholders(each)


def unclosed(template: Any) -> bool:
    """Whether a text of the template opens a placeholder that is not closed."""
    if isinstance(template, str):
        return "${" in _PLACE.sub("", template)
    parts = template.values() if isinstance(template, dict) else template
    return isinstance(template, dict | list) and any(unclosed(part) for part in parts)


def pattern_of(text: str) -> re.Pattern[str]:
    """What a filled-in text of this template looks like; a placeholder's name becomes a group.

    The group of `${to_json(name)}` is called `json__name`.
    """
    parts, end, seen = [], 0, set()
    for place in _PLACE.finditer(text):
        parts.append(re.escape(text[end : place.start()]))
        name = re.sub(r"^to_json\((\w+)\)$", r"json__\1", place[1].strip())
        if place[0].startswith("$$"):
            parts.append(re.escape(place[0][1:]))
        elif name.isidentifier() and name not in seen:
            seen.add(name)
            parts.append(f"(?P<{name}>.*)")
        else:
            parts.append(".*")
        end = place.end()
    return re.compile("".join([*parts, re.escape(text[end:])]), re.DOTALL)


def _text(template: str, finder: Finder, names: dict[str, Any]) -> Any:
    alone = _PLACE.fullmatch(template)
    if alone and not alone[0].startswith("$$"):
        return _value(alone[1], finder, names)
    return filled_text(template, finder, names)


def _value(selector: str, finder: Finder, names: dict[str, Any]) -> Any:
    found = finder.find(selector.strip(), names)
    if found is None:
        raise UnfilledError(f"${{{selector}}} is not known at this point")
    return found
