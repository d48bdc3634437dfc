"""A small drawing kit: SVG built as a tree, so that no text can ever become markup."""

from __future__ import annotations

import unicodedata
import xml.etree.ElementTree as ET

from support.evidence.clean import one_line

Number = float | int
TITLE_LIMIT = 60
_NARROW = frozenset("iljtfrI.,:;'|!()[] ")
_WIDE = frozenset("mwMWQ@%&#—…✗✓■\N{REPLACEMENT CHARACTER}")


_ALONE = ":root{max-width:100%;height:auto}"
"""Opened as a file of its own, a picture is never wider than the window."""


class Drawing:
    """An SVG picture of a fixed width that grows downwards."""

    def __init__(self, width: Number, title: str, description: str, style: str) -> None:
        self.width = width
        self.root = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", role="img")
        self.root.set("aria-labelledby", "title desc")
        ET.SubElement(self.root, "title", id="title").text = one_line(title, 200)
        ET.SubElement(self.root, "desc", id="desc").text = one_line(description, 3000)
        ET.SubElement(self.root, "style").text = _ALONE + style
        self.layer = self.root

    def add(self, tag: str, css: str = "", tip: str = "", **attributes: Number | str) -> ET.Element:
        """Adds a shape; `tip` is what a pointer resting on it tells."""
        element = ET.SubElement(self.layer, tag)
        for name, value in attributes.items():
            element.set(name.replace("_", "-"), value if isinstance(value, str) else number(value))
        if css:
            element.set("class", css)
        if tip:
            ET.SubElement(element, "title").text = one_line(tip, TITLE_LIMIT)
        return element

    def text(self, x: Number, y: Number, words: str, css: str = "", **attributes: str) -> None:
        """Adds a line of text; its base line is at `y`."""
        self.add("text", css, x=x, y=y, **attributes).text = one_line(words, 300)

    def finish(self, height: Number) -> str:
        """The picture as XML."""
        self.root.set("viewBox", f"0 0 {number(self.width)} {number(height)}")
        self.root.set("width", number(self.width))
        self.root.set("height", number(height))
        return ET.tostring(self.root, encoding="unicode")


def number(value: Number) -> str:
    """A coordinate in as few characters as a tenth of a pixel needs."""
    return f"{value:.1f}".removesuffix(".0")


def text_width(words: str, size: Number = 12) -> float:
    """About how wide a line is in a common sans-serif face, rather too wide than too narrow."""
    return sum(map(_units, words)) * size


def _units(char: str) -> float:
    if char in _NARROW:
        return 0.36
    if char in _WIDE:
        return 0.93
    return 1.05 if unicodedata.east_asian_width(char) in "WF" else 0.64


def fit(words: str, width: Number, size: Number = 12) -> str:
    """The line, shortened until it fits; empty where not even three characters do."""
    words = one_line(words, 300)
    if text_width(words, size) <= width:
        return words
    while words and text_width(words + "…", size) > width:
        words = words[:-1]
    return f"{words.rstrip()}…" if len(words) >= 3 else ""


def axis_step(length: float, ticks: int = 10) -> float:
    """The distance of the ticks of an axis: 1, 2 or 5 times a power of ten."""
    step = 1e-4
    while True:
        for factor in (1, 2, 5):
            if length / (step * factor) <= ticks:
                return step * factor
        step *= 10


def rows_for(extents: list[tuple[float, float]], most: int) -> list[int]:
    """In which row each stretch goes so that none overlap; the last row takes what is left."""
    ends: list[float] = []
    rows = []
    for start, end in extents:
        row = next((index for index, last in enumerate(ends) if last <= start), len(ends))
        if row == len(ends) and row < most:
            ends.append(end)
        row = min(row, most - 1)
        ends[row] = max(ends[row], end)
        rows.append(row)
    return rows


def seconds(value: float) -> str:
    """A time as people read it: `0.21 s`, `12.3 s`, `140 s`."""
    places = 2 if value < 10 else 1 if value < 100 else 0
    return f"{value:.{places}f} s"
