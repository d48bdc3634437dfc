"""The event contract: what every run must keep, whichever agent it is.

Each check returns its findings, one sentence each; no finding means that the promise was kept.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from scoring.events import REQUIRED, Event, Kind, RunLog
from scoring.findings import Finding, because, shown_id, words

_OPEN = "started and never ended"

_EMPTY = {
    Kind.AGENT_THINKING: "none has words",
    Kind.TOOL_EXECUTING: "none has a name",
    Kind.TOOL_COMPLETED: "none holds anything",
}
"""What is wrong with signs that are all empty."""


def missing_kinds(run: RunLog, required: Iterable[Kind] = REQUIRED) -> list[Finding]:
    """Required kinds that never arrived; the root agent's completion must bring an answer."""
    came = {event.kind for event in run.until_end}
    seen = {event.kind for event in run.until_end if _says_something(event)}
    if not run.completed:
        seen.discard(Kind.AGENT_COMPLETED)
    findings = [
        Finding(
            f"{words(kind)} came, but {_EMPTY[kind]}"
            if kind in came and kind in _EMPTY
            else f"{words(kind)} never came{because(run)}",
            absent=True,
        )
        for kind in required
        if kind not in seen
    ]
    if Kind.AGENT_COMPLETED in required and run.completed and is_blank(run.answer):
        findings.append(Finding("the answer is empty", run.ending.at if run.ending else None))
    return findings


def _says_something(event: Event) -> bool:
    """Whether a customer who is shown this sign learns anything from it."""
    if event.kind is Kind.AGENT_THINKING:
        return not is_blank(event.text)
    if event.kind is Kind.TOOL_EXECUTING:
        return not is_blank(event.tool_name or "")
    if event.kind is Kind.TOOL_COMPLETED and "results" in event.data:
        results = event.data["results"]
        return results is not None and not (isinstance(results, str) and is_blank(results))
    return True


def starts_late(run: RunLog) -> list[Finding]:
    """The first event must be the root agent's start, and it must come once.

    For one who came back, an event under its own number is told again, and nothing started again.
    """
    if not run.events:
        return [Finding(f"nothing arrived{because(run)}", absent=True)]
    first = run.events[0]
    findings = []
    if first.kind is not Kind.AGENT_STARTED:
        sentence = f"{words(first.kind)} came first, before any start"
        findings.append(Finding(sentence, first.at))
    elif not first.root:
        findings.append(Finding(f"{first.agent} started before the agent it works for", first.at))
    roots = [event for event in run.of(Kind.AGENT_STARTED) if event.root]
    findings += [
        Finding(f"the run started again, by {event.agent}", event.at)
        for event in roots[1:]
        if not _told_again(event, roots[0], run)
    ]
    return findings


def _told_again(event: Event, first: Event, run: RunLog) -> bool:
    back = any(at < event.at for at in run.resumed_at)
    return back and event.seq is not None and event.seq == first.seq


def unpaired_tools(run: RunLog) -> list[Finding]:
    """Each tool call is closed by its own result, once, after it began.

    Calls may stay open in a run that was cancelled or failed; a run that never ended is judged
    as if it should have closed them.
    """
    findings: list[Finding] = []
    calls: dict[str | None, Event] = {}
    closed: set[str | None] = set()
    for event in run.of(Kind.TOOL_EXECUTING, Kind.TOOL_COMPLETED):
        call = event.call_id
        if event.kind is Kind.TOOL_EXECUTING:
            if call in calls:
                findings.append(Finding(f"the call {call} of {_tool(event)} began twice", event.at))
            calls.setdefault(call, event)
        elif call not in calls:
            findings.append(
                Finding(f"{_tool(event)} reported a result for {call}, never called", event.at)
            )
        elif call in closed:
            findings.append(Finding(f"the call {call} of {_tool(event)} ended twice", event.at))
        else:
            closed.add(call)
            began = calls[call]
            if began.tool_name and event.tool_name and began.tool_name != event.tool_name:
                findings.append(
                    Finding(
                        f"the call {call} began as {_tool(began)} and ended as {_tool(event)}",
                        event.at,
                    )
                )
    if not _may_stay_open(run):
        findings += [
            Finding(f"{_tool(event)} never reported its result (call {call})", event.at, True)
            for call, event in calls.items()
            if call not in closed
        ]
    return findings


def unnested_agents(run: RunLog) -> list[Finding]:
    """Each helper starts once, works for a known agent, and ends inside the run."""
    findings: list[Finding] = []
    started: dict[str | None, Event] = {}
    ended: set[str | None] = set()
    late: set[str | None] = set()
    over = False
    for event in run.events:
        who = event.agent_id
        if event.kind is Kind.AGENT_STARTED:
            if who in ended and event.data.get("agent_id") is None:
                ended.discard(who)  # known by its name alone: called a second time
            elif who in started:
                findings.append(Finding(f"{event.agent} started twice", event.at))
            parent = event.parent_agent_id
            if parent is not None and parent not in started:
                findings.append(Finding(f"{event.agent} works for an unknown agent", event.at))
            started.setdefault(who, event)
        elif who is None or event.kind is Kind.RUN_CANCELLED:
            continue
        elif who not in started:
            findings.append(
                Finding(f"{event.agent} sent {words(event.kind)} without a start", event.at)
            )
            started[who] = event
        elif who in ended:
            findings.append(
                Finding(f"{event.agent} sent {words(event.kind)} after it had ended", event.at)
            )
        if event.kind is Kind.AGENT_COMPLETED or (
            event.kind is Kind.AGENT_ERROR and not event.recoverable
        ):
            if over and who not in ended:
                late.add(who)
            ended.add(who)
        over = over or event.terminal
    if not _may_stay_open(run):
        findings += [
            Finding(f"{event.agent} {'ended after the run' if who in late else _OPEN}", event.at)
            for who, event in started.items()
            if (who in late or who not in ended) and not event.root
        ]
    return findings


def foreign_ids(run: RunLog) -> list[Finding]:
    """No event carries another user's, run's or thread's id; all name the same user."""
    findings: list[Finding] = []
    whose = (run.run_id, run.thread_id, run.user_id)
    for event in (*run.strangers, *run.events):
        if (event.run_id, event.thread_id, event.user_id) == whose:
            continue
        what = words(event.kind) if event.kind is not Kind.SESSION else "the agent's greeting"
        if event.run_id not in (None, run.run_id):
            sentence = f"{what} carries the id of another run ({shown_id(event.run_id)})"
        elif event.thread_id not in (None, run.thread_id):
            sentence = f"{what} carries another thread ({shown_id(event.thread_id)})"
        elif run.user_id is not None and event.user_id not in (None, run.user_id):
            sentence = f"{what} names another user ({shown_id(event.user_id)})"
        else:
            continue
        findings.append(Finding(sentence, event.at))
    return findings


def sequence_breaks(run: RunLog) -> list[Finding]:
    """Sequence numbers, where the agent sends them, have no gap, repeat or step back."""
    findings: list[Finding] = []
    expected = run.first_seq
    seen: set[int] = set()
    numbered = [event for event in run.events if _is_numbered(event)]
    aside = {event.seq: (event.at, event.frame) for event in reversed(run.beside)}
    for event in numbered:
        number = event.seq
        while number is not None and number > expected in aside:
            if aside[expected] > (event.at, event.frame):
                break
            seen.add(expected)  # a message that is no event of the run may count among them
            expected += 1
        if number == expected:
            seen.add(number)
            expected += 1
            continue
        if number is None:
            sent = shown_id(f"{event.data.get('seq')!r}")
            sentence = f"{words(event.kind)} has a number that is none ({sent})"
            findings.append(Finding(sentence, event.at))
        elif number < expected and not seen:
            sentence = f"the first event has number {number}; {expected} was expected"
            findings.append(Finding(sentence, event.at))
            expected = number + 1
        elif number in seen:
            findings.append(Finding(f"event {number} came twice", event.at))
        elif number < expected:
            findings.append(Finding(f"event {number} came after event {expected - 1}", event.at))
        elif number > expected:
            lost = f"{expected}" if number == expected + 1 else f"{expected} to {number - 1}"
            findings.append(Finding(f"event {lost} is missing before event {number}", event.at))
        if number is not None:
            seen.add(number)
            expected = max(expected, number + 1)
    if numbered and run.ending is None:
        sentence = f"nothing came after event {expected - 1}{because(run)}"
        findings.append(Finding(sentence, absent=True))
    if numbered and len(numbered) < len(run.events):
        without = next(event for event in run.events if not _is_numbered(event))
        findings.append(Finding(f"{words(without.kind)} has no number", without.at))
    unreadable = [event for event in run.unmapped if not event.data]
    findings += [Finding("a message came that nobody can read", e.at) for e in unreadable]
    return findings


def broken_pieces(run: RunLog) -> list[Finding]:
    """The pieces of the answer, joined, are exactly the answer."""
    if not run.completed:
        return [Finding(f"no answer arrived{because(run)}", absent=True)]
    if is_blank(run.answer):
        return [Finding("the answer is empty", run.ending.at if run.ending else None)]
    streamed, answer = run.streamed, run.answer
    if streamed == answer:
        return []
    if not streamed:
        return [Finding("no piece of the answer was shown before the whole")]
    same = next(
        (i for i, (a, b) in enumerate(zip(streamed, answer, strict=False)) if a != b),
        min(len(streamed), len(answer)),
    )
    pieces, whole = streamed[same : same + 30], answer[same : same + 30]
    return [
        Finding(
            f"the pieces ({len(streamed)} characters) are not the answer ({len(answer)} "
            f"characters): from character {same + 1} on they say {pieces!r}, the answer {whole!r}"
        )
    ]


def is_blank(text: str) -> bool:
    """Whether a reader sees nothing: white space, controls and zero-width characters only."""
    return all(unicodedata.category(sign)[0] in "ZC" for sign in text)


def _is_numbered(event: Event) -> bool:
    return event.data.get("seq") is not None


def _may_stay_open(run: RunLog) -> bool:
    """In a run that failed, or that the customer cancelled."""
    if run.ending is None or run.ending.kind is Kind.AGENT_COMPLETED:
        return False
    return run.ending.kind is Kind.AGENT_ERROR or run.cancelled_at is not None


def _tool(event: Event) -> str:
    return f"the tool {event.tool_name}" if event.tool_name else "a tool"
