"""Industries as data: what binds their customers, from one file each in `features/industries`.

A file is taken only where every rule recognises its own examples, and leaves alone the sentences
that it must not take for them: a rule that could never be kept, or never be broken, is a mistake.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from scoring.industry import Industry, Rule, Way, honours, offences
from scoring.terms import Term, term_of
from support.verdict import HarnessError

FOLDER = Path(__file__).parents[1] / "features" / "industries"

_Kind = TypeVar("_Kind", bound=msgspec.Struct)
_Text = Annotated[str, msgspec.Meta(min_length=1)]
_Texts = Annotated[list[_Text], msgspec.Meta(min_length=1)]


class _File(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A whole file; the head of `healthcare.toml` says what each part means."""

    customer: _Text
    vocabulary: _Texts
    words: Annotated[dict[str, _Texts], msgspec.Meta(min_length=1)]
    must: Annotated[list[dict[str, Any]], msgspec.Meta(min_length=1)]
    never: Annotated[list[dict[str, Any]], msgspec.Meta(min_length=1)]


class _Rule(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One table [[must]] or [[never]]."""

    what: _Text
    reason: _Text
    said_by: _Texts
    for_instance: _Texts
    but_not: _Texts
    shown_by: Literal["words", "amounts", "figures"] = "words"


def load(name: str, *beside: Path) -> Industry:
    """The industry of this name, from a folder `beside` a feature, else from `FOLDER`.

    The file of "the public sector" is `public_sector.toml`. Raises `HarnessError` in one sentence.
    """
    plain = name.strip().lower().removeprefix("the ").replace(" ", "_")
    folders = dict.fromkeys((*beside, FOLDER))
    paths = [path for folder in folders for path in sorted(folder.glob("*.toml"))]
    known = {path.stem: path for path in reversed(paths)}  # what stands beside comes first
    if plain not in known:
        near = difflib.get_close_matches(plain, known, 1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        told = ", ".join(sorted(known)) or "none"
        where = " or ".join(map(str, folders))
        raise HarnessError(
            f"there is no file {plain}.toml for the industry {name!r} in {where}; {hint}known: "
            f"{told}"
        )
    return read(known[plain])


@cache
def read(path: Path) -> Industry:
    """The industry in this file; raises `HarnessError` in one sentence that names the key."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise HarnessError(f"{path} cannot be read as TOML: {error}") from error
    file = _taken(path, raw, _File, "")
    industry = Industry(
        name=path.stem.replace("_", " "),
        customer=file.customer,
        vocabulary=_terms(path, "vocabulary", file.vocabulary),
        words={name: _terms(path, f"words.{name}", said) for name, said in file.words.items()},
        must=_rules(path, "must", file.must, file.words),
        never=_rules(path, "never", file.never, file.words),
    )
    if unused := sorted(set(industry.words) - _used(industry)):
        raise HarnessError(f"{path}: words.{unused[0]} is used by no said_by; use or remove it")
    for kind, raws, rules in (
        ("must", file.must, industry.must),
        ("never", file.never, industry.never),
    ):
        for number, (each, rule) in enumerate(zip(raws, rules, strict=True), 1):
            _try_out(path, f"{kind} {number}", each, rule, industry)
    return industry


def _used(industry: Industry) -> set[str]:
    rules = (*industry.must, *industry.never)
    return {name for rule in rules for way in rule.ways for name in way.groups}


def _taken(path: Path, raw: Any, kind: type[_Kind], where: str) -> _Kind:
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        raise HarnessError(f"{path}: {where}{_advice(str(error), kind)}") from error


def _advice(message: str, kind: type[msgspec.Struct]) -> str:
    """The decoder's message; where a key is unknown or missing, with the keys that are valid."""
    valid = kind.__struct_fields__
    if unknown := re.search(r"unknown field `([^`]*)`", message):
        near = difflib.get_close_matches(unknown[1], valid, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"valid keys: {', '.join(valid)}"
        return f"unknown key {unknown[1]!r}; {hint}"
    if missing := re.search(r"missing required field `([^`]*)`", message):
        return f"the key {missing[1]!r} is missing; expected keys: {', '.join(valid)}"
    return message.replace("$.", "")


def _terms(path: Path, key: str, said: list[str]) -> tuple[Term, ...]:
    terms = [term_of(words) for words in said]
    if not all(terms):
        empty = said[terms.index(())]
        raise HarnessError(f"{path}: {key} holds {empty!r}, in which there is no word to look for")
    return tuple(dict.fromkeys(terms))


def _rules(
    path: Path, kind: str, raws: list[dict[str, Any]], words: dict[str, list[str]]
) -> tuple[Rule, ...]:
    rules = []
    for number, raw in enumerate(raws, 1):
        where = f"{kind} {number}: "
        entry = _taken(path, raw, _Rule, where)
        ways = tuple(_way(path, f"{where}said_by", each, words) for each in entry.said_by)
        rules.append(Rule(entry.what, entry.reason, ways, entry.shown_by))
    return tuple(rules)


def _way(path: Path, where: str, said: str, words: dict[str, list[str]]) -> Way:
    """Names of word groups, joined by +; with "not" before the first, it must be negated."""
    rest = said.strip()
    negated = rest.startswith("not ")
    groups = tuple(each.strip() for each in rest.removeprefix("not ").split("+"))
    for name in groups:
        if name not in words:
            near = difflib.get_close_matches(name, words, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(words)}"
            raise HarnessError(f"{path}: {where} names the words {name!r}, not in [words]; {hint}")
    return Way(groups, negated)


def _try_out(path: Path, where: str, raw: dict[str, Any], rule: Rule, industry: Industry) -> None:
    """Holds a rule to its own examples."""
    judged = honours if where.startswith("must") else offences
    for sentence in raw["for_instance"]:
        if not judged(sentence, rule, industry).value:
            raise HarnessError(
                f"{path}: {where}: for_instance {sentence!r} is not recognised by said_by; "
                "expected every group of one way in one clause, the first one "
                'affirmed (negated, where the way begins with "not")'
            )
    for sentence in raw["but_not"]:
        if judged(sentence, rule, industry).value:
            raise HarnessError(
                f"{path}: {where}: but_not {sentence!r} is taken for it all the same; expected "
                "said_by and its words to tell the two apart"
            )
