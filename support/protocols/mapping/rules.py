"""Rules: which message means what, in order; and what a rule finds in its message."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from support.protocols.counting import whole_number
from support.protocols.mapping.conditions import When
from support.protocols.mapping.model import Fields, Mapping, Rule
from support.protocols.mapping.pairing import Runs
from support.protocols.mapping.run_state import Run
from support.protocols.mapping.selectors import Finder
from support.protocols.mapping.terminal import shown
from support.protocols.mapping.told import Told
from support.protocols.native_fields import number

_FIELDS = Fields.__struct_fields__


class ReadyRule:
    """One rule with its condition compiled; `hits` counts the messages that it took."""

    def __init__(self, rule: Rule, fields: Fields) -> None:
        self.rule = rule
        self.when = When(rule.when)
        self.hits = 0
        self._selectors = {
            name: getattr(fields, name) if getattr(rule, name) is None else getattr(rule, name)
            for name in _FIELDS
        }

    def items(self, finder: Finder, message: Any) -> list[Any] | None:
        """The messages that the rule takes out of this one; None where it takes none."""
        finder.scope.outer = message
        if not self.when.holds(finder, message):
            return None
        if not self.rule.each:
            return [message]
        found = finder.find(self.rule.each, message)
        if isinstance(found, dict):
            return [found]
        return found if isinstance(found, list) and found else None

    def run_of(self, finder: Finder, message: Any, runs: Runs) -> Run:
        """The run that this message is about."""
        find = self._selectors
        answers = finder.ident(self.rule.answers, message)
        run_id = finder.ident(find["run"], message)
        return runs.find(run_id, finder.ident(find["parent_run"], message), answers)

    def holds_for(self, finder: Finder, run: Run) -> bool:
        """Whether the run is such that the rule may take the message."""
        wanted = self.rule.if_run
        return not wanted or bool(finder.find(wanted, shown(run, wanted)))

    def told(self, finder: Finder, message: Any, run: Run, at: float, frame: int) -> Told:
        """Everything that the rule finds in the message."""
        rule, find = self.rule, self._selectors
        answers = finder.ident(rule.answers, message)
        run_id = finder.ident(find["run"], message) or (run.run_id if answers else None)
        seq = finder.find(find["seq"], message)
        numbers = {
            name: value
            for name in ("input_tokens", "output_tokens")
            if (value := number(finder.find(getattr(rule, name), message))) is not None
        }
        agent = finder.ident(find["agent"], message)
        name = finder.ident(find["agent_name"], message)
        return Told(
            rule.emit,
            at,
            frame,
            message,
            run,
            run_id=run_id,
            thread=finder.ident(find["thread"], message),
            user=finder.ident(find["user"], message),
            agent=agent or name,
            agent_name=name,
            by_name=agent is None,
            parent=finder.ident(find["parent"], message),
            message=finder.ident(find["message"], message),
            call=finder.ident(find["call"], message),
            tool=finder.ident(find["tool"], message),
            sent_at=unix_seconds(finder.find(find["time"], message)),
            seq=whole_number(seq),
            text=finder.text(rule.text, message),
            to=finder.ident(rule.to, message),
            arguments=finder.find(rule.arguments, message),
            result=finder.find(rule.result, message),
            failed=bool(finder.find(rule.failed, message)),
            duration_ms=number(finder.find(rule.duration_ms, message)),
            retryable=rule.retryable,
            recovers=rule.recovers,
            by_client=rule.by_client,
            numbers=numbers,
        )


class Rules:
    """All rules of a mapping, in order; some name what no pipeline can read."""

    def __init__(self, mapping: Mapping) -> None:
        self.all = [ReadyRule(rule, mapping.fields) for rule in mapping.rule]
        self.know_unreadable = any("unreadable" in str(rule.when) for rule in mapping.rule)

    def taking(
        self, finder: Finder, message: Any, runs: Runs
    ) -> Iterator[tuple[ReadyRule, Any, Run]]:
        """The rules that take a message, each with an item and its run, in order."""
        for ready in self.all:
            items = ready.items(finder, message)
            if items is None:
                continue
            taken = False
            for item in items:
                run = ready.run_of(finder, item, runs)
                if ready.holds_for(finder, run):
                    taken = True
                    yield ready, item, run
            if taken:
                ready.hits += 1
                if not ready.rule.go_on:
                    return


def unix_seconds(value: Any) -> float | None:
    """An agent's time, whichever way it is written, in Unix seconds; None where it is none.

    Numbers are seconds, or milliseconds, microseconds or nanoseconds where they are too large;
    texts are ISO 8601, or numbers again.
    """
    if isinstance(value, str):
        plain = _iso(value)
        if plain is not None:
            return plain
        try:
            value = float(value)
        except ValueError:
            return None
    found = number(value)
    if found is None or not math.isfinite(found):
        return None
    while abs(found) > 1e11:
        found /= 1000
    return found


def _iso(text: str) -> float | None:
    try:
        when = datetime.fromisoformat(text)
        if when.tzinfo is None:
            when = when.replace(tzinfo=UTC)
        return when.timestamp()
    except (ValueError, OverflowError, OSError):
        return None
