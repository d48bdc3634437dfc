"""Conditions: whether a message is the one that a rule or a step means.

    when = "type == 'done'"                       a selector that must find something true
    when = { type = "done" }                      a value
    when = { type = ["done", "finished"] }        one of several
    when = { status = { not = ["ok", null…] } }   none of them
    when = { error = { present = true } }         there (not null), or with `false` not there
    when = { line = { matches = '^TOOL (?P<tool>\\w+)' } }   a regular expression, searched for
    when = [ {…}, {…} ]                           one of these tables

All entries of a table must hold. Groups of a regular expression are there as `match('tool')`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from support.protocols.mapping.functions import text_of
from support.protocols.mapping.selectors import Finder, objection

TESTS = ("is", "not", "present", "matches")


@dataclass(frozen=True, slots=True)
class Test:
    """What one selector must find."""

    selector: str
    kind: str
    values: tuple[Any, ...] = ()
    pattern: re.Pattern[str] | None = None

    def holds(self, finder: Finder, message: Any) -> bool:
        """Whether it does."""
        found = finder.find(self.selector, message)
        if self.kind == "true":
            return found not in (None, False, "", [], {})
        if self.kind == "is":
            return any(_same(found, value) for value in self.values)
        if self.kind == "not":
            return not any(_same(found, value) for value in self.values)
        if self.kind == "present":
            return (found is not None) is self.values[0]
        text = text_of(found)
        match = self.pattern.search(text) if self.pattern and text is not None else None
        if match is None:
            return False
        finder.scope.groups |= match.groupdict()
        return True

    def follows_from(self, other: Test) -> bool:
        """Whether this holds wherever the other does."""
        if self == other:
            return True
        if self.selector != other.selector:
            return False
        if other.kind == "is":
            finder = Finder()
            return all(
                Test("@", self.kind, self.values, self.pattern).holds(finder, value)
                for value in other.values
            )
        if self.kind == "not" and other.kind == "not":
            return all(any(_same(a, b) for b in other.values) for a in self.values)
        if self.kind == "present" and self.values == (True,):
            return other.kind in ("true", "matches") or other.values == (True,)
        return False

    def excludes(self, other: Test) -> bool:
        """Whether no message meets both."""
        if self.selector != other.selector:
            return False
        for one, two in ((self, other), (other, self)):
            if one.kind == "is":
                finder = Finder()
                probe = Test("@", two.kind, two.values, two.pattern)
                return not any(probe.holds(finder, value) for value in one.values)
            if one.kind == "present" and one.values == (False,):
                return two.kind in ("true", "matches") or two.values == (True,)
        return False


Table = tuple[Test, ...]


class When:
    """A condition ready for use: tables of tests, of which one must hold as a whole."""

    def __init__(self, condition: Any) -> None:
        self.tables: tuple[Table, ...] = tuple(_tables(condition))

    def holds(self, finder: Finder, message: Any) -> bool:
        """Whether the message is meant; the groups of its regular expressions are then set."""
        for table in self.tables:
            finder.scope.groups = {}
            if all(test.holds(finder, message) for test in table):
                return True
        return False

    def covers(self, other: When) -> bool:
        """Whether this takes every message that the other would."""
        return all(
            any(all(any(t.follows_from(o) for o in theirs) for t in ours) for ours in self.tables)
            for theirs in other.tables
        )

    @property
    def groups(self) -> set[str]:
        """The groups that its regular expressions name."""
        found: set[str] = set()
        for table in self.tables:
            for test in table:
                found |= set(test.pattern.groupindex) if test.pattern else set()
        return found


def faults(condition: Any) -> Iterator[str]:
    """What is wrong with a condition as it was written, one sentence each."""
    if condition is None:
        return
    if isinstance(condition, str):
        wrong = objection(condition) if condition else "is empty"
        if wrong:
            yield f"the selector {condition!r} {wrong}"
        return
    tables = condition if isinstance(condition, list) else [condition]
    if not tables:
        yield "it can never hold: the list is empty"
    for table in tables:
        wrongs = [sentence for entry in table.items() for sentence in _entry_faults(*entry)]
        yield from wrongs
        tests = [] if wrongs else list(_table(table))
        for number, test in enumerate(tests):
            if any(test.excludes(later) for later in tests[number + 1 :]):
                yield f"it can never hold: its demands on {test.selector!r} exclude each other"


def _entry_faults(selector: str, demand: Any) -> Iterator[str]:
    wrong = objection(selector) if selector else "is empty"
    if wrong:
        yield f"the selector {selector!r} {wrong}"
    if demand == []:
        yield f"it can never hold: {selector!r} may be none of no values"
    if not isinstance(demand, dict):
        return
    unknown = [key for key in demand if key not in TESTS]
    if unknown or not demand:
        word = f"knows no {unknown[0]!r}" if unknown else "is an empty table"
        yield f"what {selector!r} must find {word}; it takes {', '.join(TESTS)}"
        return
    if "present" in demand and not isinstance(demand["present"], bool):
        yield f"`present` of {selector!r} is {demand['present']!r}; it takes true or false"
    if "matches" in demand:
        try:
            re.compile(demand["matches"])
        except (re.error, TypeError) as error:
            yield f"`matches` of {selector!r} is no regular expression ({error})"
    if demand.get("is") == []:
        yield f"it can never hold: {selector!r} may be none of no values"


def _tables(condition: Any) -> Iterator[Table]:
    if condition is None:
        yield ()
    elif isinstance(condition, str):
        yield (Test(condition, "true"),)
    else:
        for table in condition if isinstance(condition, list) else [condition]:
            yield tuple(_table(table))


def _table(table: dict[str, Any]) -> Iterator[Test]:
    for selector, demand in table.items():
        if not isinstance(demand, dict):
            yield Test(selector, "is", _values(demand))
            continue
        for kind, value in demand.items():
            if kind == "matches":
                yield Test(selector, kind, (value,), re.compile(value))
            else:
                yield Test(selector, kind, (value,) if kind == "present" else _values(value))


def _values(demand: Any) -> tuple[Any, ...]:
    return tuple(demand) if isinstance(demand, list) else (demand,)


def _same(one: Any, two: Any) -> bool:
    """Equal, where true is not 1."""
    return isinstance(one, bool) == isinstance(two, bool) and bool(one == two)
