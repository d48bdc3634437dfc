"""Selectors: JMESPath over a message, with the functions of `functions.py`.

What does not fit, a number where text is needed, gives null: messages are not trusted.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError, ParseError
from jmespath.visitor import Options

from support.protocols.mapping.functions import KNOWN, Functions, Scope, text_of

_PATH = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")
_UNUSUAL = re.compile(r"[A-Za-z_$@]*\w+(?:[-$:/ ]+\w+)+|\$\w+|\d\w*[A-Za-z_]\w*")
"""Keys that are none of letters, digits and underscores."""
_FAULTS = (JMESPathError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError)


class Finder:
    """Finds with selectors in one scope; every method gives None where there is nothing."""

    def __init__(self) -> None:
        self.scope = Scope()
        self._options = Options(custom_functions=Functions(self.scope))

    def find(self, selector: str, message: Any) -> Any:
        """Whatever the selector finds in the message."""
        if not selector:
            return None
        path = _simple(selector)
        if path is not None:
            for key in path:
                if not isinstance(message, dict):
                    return None
                message = message.get(key)
            return message
        try:
            return compiled(selector).search(message, options=self._options)
        except (*_FAULTS, RecursionError):
            return None

    def text(self, selector: str, message: Any) -> str | None:
        """What it finds as text: lists of texts joined, everything else but text as JSON."""
        return text_of(self.find(selector, message))

    def ident(self, selector: str, message: Any) -> str | None:
        """What it finds as an id; true, false and the empty text are none."""
        found = self.find(selector, message)
        return None if isinstance(found, bool) else text_of(found) or None


@lru_cache(maxsize=4096)
def compiled(selector: str) -> Any:
    """The selector ready for use; raises `ValueError` where it is none."""
    return jmespath.compile(selector)


@lru_cache(maxsize=4096)
def _simple(selector: str) -> tuple[str, ...] | None:
    """The keys of a selector that is only a path: by far the most, and found without JMESPath."""
    return tuple(selector.split(".")) if _PATH.fullmatch(selector) else None


def objection(selector: str) -> str | None:
    """What is wrong with a selector, in words; None where nothing is."""
    try:
        tree = compiled(selector).parsed
    except ParseError as error:
        place = getattr(error, "lex_position", None)
        where = f" from {selector[place:]!r} on" if place else ""
        return f"cannot be read{where}{_quoting(selector)}"
    except (JMESPathError, ValueError, RecursionError) as error:
        return f"cannot be read ({str(error).splitlines()[0]}){_quoting(selector)}"
    for node in nodes(tree):
        if node["type"] != "function_expression":
            continue
        name, given = node["value"], len(node["children"])
        if name not in KNOWN:
            return f"calls {name}(), which does not exist"
        wanted = KNOWN[name]["signature"]
        variadic = bool(wanted) and wanted[-1].get("variadic")
        if given < len(wanted) if variadic else given != len(wanted):
            return f"gives {name}() {given} values; it takes {len(wanted)}"
        if name == "regex" and node["children"][0]["type"] == "literal":
            try:
                re.compile(node["children"][0]["value"])
            except re.error as error:
                return f"has a regular expression that cannot be read ({error})"
    return None


def _quoting(selector: str) -> str:
    """A hint where a key has characters that must be quoted."""
    bare = re.sub(r"\"[^\"]*\"|'[^']*'|`[^`]*`", "", selector)
    found = _UNUSUAL.search(bare)
    return f'; a key like that stands in double quotes: "{found[0]}"' if found else ""


def nodes(tree: Any) -> list[dict[str, Any]]:
    """All nodes of a parsed selector."""
    if not isinstance(tree, dict):
        return []
    return [tree, *(node for child in tree.get("children", []) for node in nodes(child))]


def names_used(selector: str, function: str) -> list[str]:
    """The literal first arguments with which a selector calls a function."""
    return [
        str(node["children"][0].get("value"))
        for node in nodes(compiled(selector).parsed)
        if node["type"] == "function_expression" and node["value"] == function and node["children"]
    ]


def roots(selector: str) -> set[str]:
    """The names that a selector looks up in the value that it is given."""
    return _roots(compiled(selector).parsed)


def _roots(node: Any) -> set[str]:
    kind, children = node["type"], [c for c in node.get("children", []) if isinstance(c, dict)]
    if kind == "field":
        return {str(node["value"])}
    if kind in ("subexpression", "index_expression", "projection", "flatten", "value_projection"):
        return _roots(children[0]) if children else set()
    if kind in ("filter_projection", "pipe"):
        return _roots(children[0])
    if kind == "expref":
        return set()
    return {name for child in children for name in _roots(child)}
