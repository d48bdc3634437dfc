"""Reachability: whether every rule can take a message, and a whole run can be told."""

from __future__ import annotations

from collections.abc import Iterator

from support.protocols.mapping.conditions import When
from support.protocols.mapping.model import Fields, Mapping, Rule
from support.protocols.mapping.places import Path, nearest
from support.protocols.mapping.recognising import asks
from support.protocols.mapping.selectors import names_used, roots
from support.protocols.mapping.terminal import SHOWN
from support.protocols.mapping.walking import Fault, is_selector

_NEEDED = {
    "agent_handoff": ("to",),
    "text_delta": ("text",),
    "text_whole": ("text",),
    "agent_thinking": ("text",),
}
_NO_END = (
    "nothing ends a run: give a rule that emits run_completed, or a table [end] with `when` or "
    "`quiet_s`"
)
_NO_START = (
    "nothing starts a run: give a rule that emits run_started, or, where the protocol shows no "
    'start, synthetic = ["run_started"]'
)
_NO_AGENT = (
    "agents are named and none ever starts: give a rule that emits agent_started, or, where the "
    'protocol shows no such thing, synthetic = ["agents"]'
)
_NO_ANSWER = (
    "the agent would wait forever for what the customer's tools give: a rule must say "
    "`answer_tools = true`"
)
_ENDS = ("run_completed", "run_failed", "run_cancelled", "agent_completed", "agent_error")


def unreachable_rules(mapping: Mapping) -> Iterator[Fault]:
    """Rules that can never match, that lack what they need, or ask for what no run has."""
    conditions = [When(rule.when) for rule in mapping.rule]
    marks = SHOWN | {rule.mark for rule in mapping.rule if rule.mark}
    for number, rule in enumerate(mapping.rule):
        path: Path = ("rule", number)
        covering = _covering(mapping.rule, conditions, number)
        if covering is not None:
            other = mapping.rule[covering]
            also = "" if other.emit == rule.emit else f" and makes it {other.emit}"
            yield path, f"it can never match: rule {covering + 1} takes all its messages{also}"
        for key in _NEEDED.get(rule.emit, ()):
            if not getattr(rule, key):
                yield path, f"`emit = {rule.emit!r}` needs `{key}`, a selector"
        yield from _groups(path, rule, conditions[number].groups)
        for name in sorted(roots(rule.if_run) - marks) if rule.if_run else []:
            yield (*path, "if_run"), f"no run has {name!r}; {nearest(name, marks)}"
        if rule.answer_tools and mapping.tools is None:
            yield path, "`answer_tools` needs a table [tools] with the results"
        if rule.by_client and not any(each.answer_tools for each in mapping.rule):
            yield (*path, "by_client"), _NO_ANSWER
    for name in sorted(roots(mapping.end.when) - marks) if mapping.end.when else []:
        yield ("end", "when"), f"no rule marks {name!r}; {nearest(name, marks)}"


def untold_runs(mapping: Mapping) -> Iterator[Fault]:
    """What a whole run needs: a question, a start and an end."""
    emits = {rule.emit for rule in mapping.rule}
    if not mapping.rule:
        yield (), "it has no [[rule]]: every message would stay unmapped"
        return
    if not any(asks(step) for step in mapping.ask):
        yield (), "no step of [[ask]] sends ${question}: nothing could be asked"
    if not (emits & set(_ENDS) or mapping.end.when or mapping.end.quiet_s):
        yield (), _NO_END
    if not (emits & {"run_started", "agent_started"} or mapping.synthetic):
        yield (), _NO_START
    sources: list[Fields | Rule] = [mapping.fields, *mapping.rule]
    named = any(each.agent or each.agent_name for each in sources)
    if named and "agent_started" not in emits and "agents" not in mapping.synthetic:
        yield (), _NO_AGENT


def _covering(rules: list[Rule], conditions: list[When], number: int) -> int | None:
    """The earlier rule that leaves nothing for this one."""
    for earlier, other in enumerate(rules[:number]):
        decides = not (other.each or other.go_on or other.if_run)
        if decides and conditions[earlier].covers(conditions[number]):
            return earlier
    return None


def _groups(path: Path, rule: Rule, groups: set[str]) -> Iterator[Fault]:
    """Groups of regular expressions that the rule's condition does not have."""
    for name in Rule.__struct_fields__:
        value = getattr(rule, name)
        if isinstance(value, str) and value and is_selector((), name):
            for group in names_used(value, "match"):
                if group not in groups:
                    hint = nearest(group, groups) if groups else "its condition names no group"
                    yield (*path, name), f"there is no group {group!r}; {hint}"
