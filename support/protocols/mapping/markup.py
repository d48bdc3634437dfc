"""Markup: XML elements as objects.

Attributes and inner elements are fields by their names, `tag` is the element's own name and `text`
all text inside it. An inner element that holds nothing but text is that text; several of one name
are a list. Inside the element that is put around them no document type can stand, and so no entity
that explodes.
"""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat

_DEEPEST = 64
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


class _Element:
    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.inner: dict[str, list[Any]] = {}
        self.text: list[str] = []

    def plain(self) -> Any:
        """The element as its parent shows it."""
        return self.whole() if self.attributes or self.inner else "".join(self.text)

    def whole(self) -> dict[str, Any]:
        """The element with all that it holds."""
        inner = {name: each[0] if len(each) == 1 else each for name, each in self.inner.items()}
        return {"tag": self.tag, "text": "".join(self.text)} | self.attributes | inner


def elements(text: str) -> list[dict[str, Any]]:
    """The outermost elements of a text, in order; raises `ValueError` where it is no XML."""
    found: list[dict[str, Any]] = []
    open_ones = [_Element("", {})]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(open_ones) > _DEEPEST:
            raise ValueError("elements are nested too deeply")
        open_ones.append(_Element(tag, attributes))

    def end(tag: str) -> None:
        done = open_ones.pop()
        if len(open_ones) == 2:  # below the outermost, which is ours
            found.append(done.whole())
        open_ones[-1].inner.setdefault(tag, []).append(done.plain())

    def said(data: str) -> None:
        for each in open_ones[2:]:
            each.text.append(data)
        if len(open_ones) == 2 and data.strip():
            raise ValueError("there is text outside of all elements")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = said
    try:
        parser.Parse(f"<messages>{_DECLARATION.sub('', text)}</messages>", True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    if not found:
        raise ValueError("there is no element")
    return found
