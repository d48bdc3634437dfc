"""Rubrics as files: a team with another subject writes its own, see `rubrics/cloud_cost.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from scoring.criteria import GENERAL, Content, Rubric, rubric_for
from scoring.english import FUNCTION
from scoring.words import cut, stem_of, stems_of

__all__ = [
    "FACTORS", "FOLDER", "GENERAL", "BadRubricError", "Content", "Rubric", "default_rubrics",
    "load_rubric", "rubric_for",
]  # fmt: skip

FOLDER = Path(__file__).parent / "rubrics"
FACTORS = ("quality", "performance", "coordination", "tools", "cost", "feasibility")
"""The factors of the business value that a rubric may switch off."""

_SHIPPED = ("incident_response", "cloud_cost")
_FIGURES = ("", "money", "percent", "duration", "any")
_TOP = {"name", "claims", "factors", "vocabulary", "concepts", "content"}
_CLAIMS = {"words", "subject", "ours", "amounts"}
_VOCABULARY = {"technology", "owners"}
_CONTENT = {
    "key",
    "asks",
    "weight",
    "words",
    "figure",
    "own",
    "steps",
    "times",
    "required",
    "impact",
}
_EMPTY = frozenset(map(stem_of, FUNCTION))


class BadRubricError(ValueError):
    """The rubric cannot be used; the sentence says where, what is wrong and what would be right."""


@lru_cache(maxsize=1)
def default_rubrics() -> tuple[Rubric, ...]:
    """Those that come with the suite; the first that takes a question judges its answers."""
    return tuple(load_rubric(FOLDER / f"{each}.toml") for each in _SHIPPED)


def load_rubric(path: Path) -> Rubric:
    """Read a rubric, or raise `BadRubricError` with one sentence."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadRubricError(f"{path}: cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRubricError(f"{path}: is no TOML ({error})") from None
    return _Checked(path.name).rubric(data)


@dataclass(frozen=True, slots=True)
class _Checked:
    """Takes a rubric's data apart and says at the first mistake where it stands."""

    file: str

    def rubric(self, data: dict[str, Any]) -> Rubric:
        self._keys(data, _TOP, "")
        claims = self._table(data, "claims", _CLAIMS)
        vocabulary = self._table(data, "vocabulary", _VOCABULARY)
        factors = self._table(data, "factors", set(FACTORS))
        concepts = self._table(data, "concepts", None)
        content = data.get("content")
        if not isinstance(content, list) or not content:
            raise self._wrong("content", "is missing", "at least one table [[content]]")
        if not claims.get("words"):
            raise self._wrong("claims.words", "is empty", "the words of the questions it judges")
        technology = self._stems(vocabulary, "technology", "vocabulary.")
        return Rubric(
            name=self._text(data, "name", ""),
            claims=self._stems(claims, "words", "claims."),
            subject=self._stems(claims, "subject", "claims."),
            ours=self._stems(claims, "ours", "claims."),
            amounts=self._flag(claims, "amounts", "claims."),
            technology=technology - _EMPTY,
            owners=self._stems(vocabulary, "owners", "vocabulary."),
            concepts={each: self._stems(concepts, each, "concepts.") - _EMPTY for each in concepts},
            content=tuple(
                self._content(each, f"content[{n}]") for n, each in enumerate(content, 1)
            ),
            factors={each: self._flag(factors, each, "factors.") for each in factors},
        )

    def _content(self, data: Any, where: str) -> Content:
        if not isinstance(data, dict):
            raise self._wrong(where, "is no table", "[[content]] with key, asks and weight")
        self._keys(data, _CONTENT, f"{where}.")
        weight = data.get("weight", 1.0)
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= 100:
            raise self._wrong(f"{where}.weight", f"is {weight!r}", "a number above 0, at most 100")
        figure = data.get("figure", "")
        if figure not in _FIGURES:
            known = ", ".join(each for each in _FIGURES if each)
            raise self._wrong(f"{where}.figure", f"is {figure!r}", f"one of {known}")
        steps = self._count(data, "steps", where)
        times = self._count(data, "times", where)
        words = self._stems(data, "words", f"{where}.")
        if not (words or steps or times):
            raise self._wrong(where, "asks for nothing", "words, or a number of steps or times")
        return Content(
            key=self._text(data, "key", f"{where}."),
            asks=self._text(data, "asks", f"{where}."),
            weight=float(weight),
            words=words,
            figure=figure,
            own=self._flag(data, "own", f"{where}."),
            steps=steps,
            times=times,
            required=self._flag(data, "required", f"{where}."),
            impact=self._flag(data, "impact", f"{where}."),
        )

    def _table(self, data: dict[str, Any], key: str, known: set[str] | None) -> dict[str, Any]:
        table = data.get(key, {})
        if not isinstance(table, dict):
            raise self._wrong(key, "is no table", f"[{key}]")
        if known is not None:
            self._keys(table, known, f"{key}.")
        return table

    def _keys(self, table: dict[str, Any], known: set[str], where: str) -> None:
        for key in table:
            if key not in known:
                raise self._wrong(f"{where}{key}", "is not known", ", ".join(sorted(known)))

    def _text(self, table: dict[str, Any], key: str, where: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(f"{where}{key}", f"is {value!r}", "a text in quotes")
        return value

    def _flag(self, table: dict[str, Any], key: str, where: str) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            raise self._wrong(f"{where}{key}", f"is {value!r}", "true or false")
        return value

    def _count(self, table: dict[str, Any], key: str, where: str) -> int:
        value = table.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self._wrong(f"{where}.{key}", f"is {value!r}", "a whole number from 1 on")
        return value

    def _stems(self, table: dict[str, Any], key: str, where: str) -> frozenset[str]:
        value = table.get(key, "")
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            value = " ".join(value)
        if not isinstance(value, str):
            raise self._wrong(f"{where}{key}", f"is {value!r}", "words in quotes, or a list")
        return frozenset(stems_of(cut(value.lower())[0]))

    def _wrong(self, where: str, what: str, right: str) -> BadRubricError:
        return BadRubricError(f"{self.file}: {where} {what}; right would be {right}")
