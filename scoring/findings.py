"""What a check found, and the words in which it is told."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.events import Kind, RunLog

_LONGEST_ID = 120
"""Characters of an id that are shown."""

_SAID = {
    Kind.AGENT_STARTED: "the start",
    Kind.AGENT_THINKING: "a thought",
    Kind.TOOL_EXECUTING: "a tool at work",
    Kind.TOOL_COMPLETED: "a tool's result",
    Kind.AGENT_COMPLETED: "the completion",
    Kind.TEXT_DELTA: "a piece of the answer",
    Kind.AGENT_HANDOFF: "a handoff",
    Kind.AGENT_ERROR: "an error",
    Kind.RUN_CANCELLED: "the confirmation of a cancel",
    Kind.UNMAPPED: "an unknown message",
    Kind.REQUEST_ERROR: "an error answer",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach: a sentence, and when it was seen (monotonic seconds; None: never came).

    `absent` marks what did not come; whoever stopped listening early does not know that it
    would not have.
    """

    sentence: str
    at: float | None = None
    absent: bool = False


def because(run: RunLog) -> str:
    """Why something is missing, to be put behind it; empty where the run does not say."""
    ending = run.ending
    if run.gave_up:
        return f": {run.gave_up}"
    if ending is not None and ending.kind is not Kind.AGENT_COMPLETED:
        return f": the run ended with {words(ending.kind)} ({ending.text or 'no reason given'})"
    return ""


def words(kind: Kind) -> str:
    """What a customer would call it, and the name that an engineer looks for."""
    said = _SAID.get(kind)
    return f"{said} ({kind.value})" if said else kind.value.replace("_", " ")


def shown_id(text: str | None) -> str:
    """An id so that it can be told from another: what nobody sees in it is spelled out."""
    spelt = ((sign, ascii(sign)[1:-1]) for sign in (text or "")[:_LONGEST_ID])
    shown = "".join(sign if sign.isprintable() else code for sign, code in spelt)
    return shown + "…" * (len(text or "") > _LONGEST_ID)
