"""Provisions: whether everything that a mapping needs is provided by something in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from support.protocols.mapping.model import Mapping
from support.protocols.mapping.places import Path, nearest
from support.protocols.mapping.selectors import names_used, roots
from support.protocols.mapping.templates import NAMES, TOOL_NAMES, placeholders
from support.protocols.mapping.walking import Fault, is_selector, templates, walk


def missing_names(mapping: Mapping) -> Iterator[Fault]:
    """Placeholders and `kept()` that nothing provides, names taken twice, secrets in the open."""
    taken = [
        ((*path, name), name)
        for path, name, _ in walk(mapping, ())
        if path and path[-1] in ("keep", "keep_headers")
    ]
    taken += [(("values", name), name) for name in mapping.values]
    known = {name for _, name in taken}
    for path, name in taken:
        if name in NAMES | TOOL_NAMES:
            yield path, f"the name {name!r} is taken: it always stands for something else"
        elif not name.isidentifier():
            yield path, f"the name {name!r} cannot stand in a placeholder; use letters, digits, _"
    yield from _placeholders(mapping, known)
    for path, name, value in walk(mapping, ()):
        if isinstance(value, str) and value and is_selector(path, name):
            for kept in set(names_used(value, "kept")) - known:
                yield (*path, name), f"nothing is kept as {kept!r}; {nearest(kept, known)}"
    yield from _secrets(mapping)


def _placeholders(mapping: Mapping, known: set[str]) -> Iterator[Fault]:
    for path, template in templates(mapping):
        names = NAMES | known | (TOOL_NAMES if path[:1] == ("tools",) else frozenset())
        for selector in placeholders(template):
            for root in sorted(roots(selector.strip()) - names):
                yield path, f"nothing provides ${{{root}}}; {nearest(root, names)}"
            for secret in set(re.findall(r"\bsecret\.(\w+)", selector)) - set(mapping.secrets):
                hint = f"; {nearest(secret, mapping.secrets)}" if mapping.secrets else ""
                yield path, f"[secrets] names no {secret!r}{hint}"


def _secrets(mapping: Mapping) -> Iterator[Fault]:
    for path, listed, keeps in _secret_lists(mapping):
        for name in listed:
            if name not in keeps:
                yield path, f"`secret` names {name!r}, which is not kept there"
    for name, variable in mapping.secrets.items():
        if not re.fullmatch(r"[A-Za-z_]\w*", variable):
            sentence = (
                f"{variable!r} is no name of an environment variable; a secret itself never stands "
                "in a file"
            )
            yield ("secrets", name), sentence


def _secret_lists(mapping: Mapping) -> Iterator[tuple[Path, list[str], set[str]]]:
    for number, setup in enumerate(mapping.setup):
        keeps = {*setup.keep, *setup.keep_headers}
        yield ("setup", number, "secret"), setup.secret, keeps
    for script in ("opening", "ask", "cancel", "resume"):
        for number, step in enumerate(getattr(mapping, script)):
            yield (script, number, "secret"), step.secret, set(step.keep)
    for number, rule in enumerate(mapping.rule):
        yield ("rule", number, "secret"), rule.secret, set(rule.keep)
