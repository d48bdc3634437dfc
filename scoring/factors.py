"""The six factors of the business value, each as a score with its reason."""

from __future__ import annotations

from collections.abc import Collection

from scoring.answer import AnswerVerdict
from scoring.coordination import Handoff, interactions
from scoring.events import RunLog
from scoring.performance import performance, substance
from scoring.rubric import GENERAL
from scoring.score import Score, Span
from scoring.tools import ToolUse

INTERACTIONS, USED_CALLS, STEPS = 5, 2, 5
"""The targets, from which on each factor counts in full."""


def base_quality(verdict: AnswerVerdict) -> Score:
    """The four dimensions after the gates."""
    told = ", ".join(f"{each.name} {each.value or 0.0:.2f}" for each in verdict.dimensions)
    if verdict.gates:
        told = f"held down: {verdict.gates[0].reason} (without that: {told})"
    return Score("base quality", verdict.value, told)


def fast_and_substantial(verdict: AnswerVerdict, log: RunLog | None) -> Score:
    """Speed and substance; words in sentences that repeat, echo or pad are no substance."""
    sentences = verdict.text.sentences
    kept = sum(sentences[n].last - sentences[n].first for n in verdict.evidence.reading.told)
    return performance(log, substance(kept, len(verdict.text.tokens) - kept))


def coordination(log: RunLog | None, cannot: Collection[str]) -> Score:
    """Handoffs taken up and findings of one agent that another uses."""
    name = "multi-agent coordination"
    if log is None or "teams" in cannot:
        return Score(name, None, _unseen(log, "teams", "a team at work"))
    found = interactions(log)
    passed_on = sum(isinstance(each, Handoff) for each in found)
    uses = [each for each in found if not isinstance(each, Handoff)]
    told = f"{passed_on} handoffs were taken up, {len(uses)} times an agent used another's findings"
    if uses:
        told += f' (first {uses[0].by}: "{uses[0].quote}" from {uses[0].source})'
    return Score(name, min(1.0, len(found) / INTERACTIONS), told)


def tool_integration(
    log: RunLog | None, cannot: Collection[str], calls: Collection[ToolUse], text: str
) -> Score:
    """Completed tool calls whose results stand in the answer."""
    name = "tool integration"
    if log is None or "tools" in cannot:
        return Score(name, None, _unseen(log, "tools", "tools"))
    used = [each for each in calls if each.used]
    told = f"of {len(calls)} completed tool calls the answer uses {len(used)}"
    if used:
        first = used[0]
        words = text[first.evidence[0].start : first.evidence[0].end]
        told += f' (first {first.event.tool_name or "a tool"}: "{words}")'
    return Score(name, min(1.0, len(used) / USED_CALLS), told, tool_marks(used))


def feasibility(verdict: AnswerVerdict) -> Score:
    """Concrete steps, each in full where it says who does it or by when; half where neither."""
    name = "implementation feasibility"
    if verdict.yardstick is GENERAL:
        return Score(name, None, "nothing says that this question asks for a plan")
    steps = [
        each
        for each in verdict.evidence.recommendations
        if each.firm and (each.specific or each.quantified)
    ]
    worth = sum(each.steps * (1.0 if each.owned or each.timed else 0.5) for each in steps)
    owned = sum(each.owned for each in steps)
    timed = sum(each.timed for each in steps)
    told = f"{len(steps)} concrete steps, of which {owned} say who and {timed} when"
    spans = tuple(Span(each.start, each.end, "recommendation") for each in steps)
    return Score(name, min(1.0, worth / STEPS), told, spans)


def tool_marks(calls: Collection[ToolUse]) -> tuple[Span, ...]:
    """Where the answer has something from a tool."""
    quotes = {(each.start, each.end) for call in calls for each in call.evidence}
    return tuple(Span(start, end, "from a tool") for start, end in sorted(quotes))


def _unseen(log: RunLog | None, capability: str, what: str) -> str:
    if log is None:
        return "there is no record of the run"
    return f"the agent's protocol cannot show {what} ({capability} = false in its profile)"
