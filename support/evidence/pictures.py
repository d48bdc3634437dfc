"""Finds the pictures of a run among the results of its scenarios, for the page that shows them."""

from __future__ import annotations

import base64
import hashlib
import html
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

MOST_CHARACTERS = 2_000_000
"""All pictures of one page together; it is sent by mail."""

MATRIX = "defect_matrix.html"
_ALT_LIMIT = 1500
_DESCRIPTION = re.compile(r"<desc\b[^>]*>(.*?)</desc>", re.DOTALL)
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: `title` is what it is called, `kind` the same without whom it is about."""

    title: str
    svg: str

    @property
    def kind(self) -> str:
        """`Time line` for `Time line: customer 2`."""
        return self.title.partition(":")[0]

    @property
    def told(self) -> str:
        """The picture in words, from its own description."""
        found = _DESCRIPTION.search(self.svg)
        words = html.unescape(found[1]) if found else ""
        return f"{self.title}. {words}"[:_ALT_LIMIT]

    def as_html(self) -> str:
        """The picture as an image: whatever it holds, it can neither act nor load anything."""
        data = base64.b64encode(self.svg.encode()).decode()
        size = _SIZE.search(self.svg)
        shape = f' width="{size[1]}" height="{size[2]}"' if size else ""
        name = html.escape(self.title)
        caption = f"<figcaption>{name}</figcaption>" if self.title != self.kind else ""
        return (
            f'<figure>{caption}<div class="wide" tabindex="0" role="region" aria-label="{name}">'
            f'<img{shape} alt="{html.escape(self.told)}" src="data:image/svg+xml;base64,{data}">'
            "</div></figure>"
        )


@dataclass(frozen=True, slots=True)
class Proof:
    """What one scenario left in the report: under which id, its pictures, and whether it held."""

    feature: str
    name: str
    anchor: str
    pictures: tuple[Picture, ...]
    kept: bool = True
    began: float = math.inf


class Proofs:
    """The proof of a run, by feature and scenario; pictures are handed out within a budget.

    `matrix` is the page about planted defects, where somebody made one.
    """

    def __init__(self, found: Iterable[Proof] = (), matrix: str = "") -> None:
        self.matrix = matrix
        self._found = {(proof.feature, proof.name): proof for proof in found}
        self._left = MOST_CHARACTERS

    def of(self, scenario: Mapping[str, Any]) -> Proof | None:
        """The proof of a scenario of the summary; None where the results have none."""
        return self._found.get((scenario["feature"], scenario["name"]))

    def show(self, picture: Picture) -> str:
        """The picture for the page, or nothing once there were enough."""
        shown = picture.as_html()
        self._left -= len(shown)
        return shown if self._left >= 0 else ""

    def of_each_kind(self) -> list[tuple[Proof, Picture]]:
        """One picture of each kind: the first of a failure, or one neither bare nor crowded."""
        kinds: dict[str, list[tuple[Proof, Picture]]] = {}
        for proof in self._found.values():
            for picture in proof.pictures:
                kinds.setdefault(picture.kind, []).append((proof, picture))
        chosen = []
        for found in kinds.values():
            by_size = sorted(found, key=lambda each: len(each[1].svg))
            middle = by_size[len(found) // 2]
            chosen.append(next((each for each in found if not each[0].kept), middle))
        return chosen


def read(reports: Path) -> Proofs:
    """The proof in a folder of reports; what cannot be read is left out.

    Drawings beside the results, such as that of the planted defects, are shown with the others.
    """
    found = [*map(_proof, (reports / "allure-results").glob("*-result.json"))]
    found += map(_beside, reports.glob("*.svg"))
    in_order = sorted(filter(None, found), key=lambda each: (each.began, each.name))
    return Proofs(in_order, _matrix(reports / MATRIX))


def _matrix(path: Path) -> str:
    try:
        page = path.read_text("utf-8")
    except (OSError, ValueError):
        return ""
    return page if len(page) <= MOST_CHARACTERS else ""


def _beside(path: Path) -> Proof | None:
    title = path.stem.replace("_", " ").capitalize()
    try:
        body = path.read_text("utf-8")
    except (OSError, ValueError):
        return None
    return Proof("", f"reports/{path.name}", "", (Picture(title, body),))


def _proof(path: Path) -> Proof | None:
    try:
        result = msgspec.json.decode(path.read_bytes())
        labels = {each["name"]: each["value"] for each in result["labels"]}
        return Proof(
            labels["feature"],
            result["name"],
            anchor_of(result["uuid"]),
            tuple(_pictures(result, path.parent)),
            result["status"] == "passed",
            result.get("start") or 0,
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def anchor_of(uuid: str) -> str:
    """Under which name Allure 3 shows a result: the MD5 of its uuid, which is no secret."""
    return hashlib.md5(uuid.encode(), usedforsecurity=False).hexdigest()


def _pictures(holder: Mapping[str, Any], folder: Path) -> Iterator[Picture]:
    for each in holder.get("attachments", ()):
        if each.get("type") == "image/svg+xml":
            body = (folder / Path(each["source"]).name).read_text("utf-8")
            yield Picture(str(each["name"]), body)
    for step in holder.get("steps", ()):
        yield from _pictures(step, folder)
