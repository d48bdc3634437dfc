"""The check of a profile: one question to its agent, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from scoring.events import Kind, RunLog
from support.agents.agent import AgentUnderTest
from support.agents.profile import Profile
from support.behaviour import Question, asks
from support.customers import one
from support.fleet import Fleet
from support.reading import Conversation
from support.recording import save
from support.suite import REPORTS
from support.transcripts.judging import declared
from support.verdict import HarnessError

QUESTION = "Where does our AI spending go, provider by provider?"

FOLDER = REPORTS / "check"

SHOWN = {
    "tools": "tools at work",
    "thoughts": "thinking",
    "teams": "helpers with a start and an end",
    "streaming": "the answer piece by piece",
    "identity": "ids of the user or thread",
    "sequence": "numbered events",
    "timestamps": "the agent's own time",
}
"""What one question can show."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of the question; `recorded` is where the session was kept."""

    profile: Profile
    talk: Conversation
    recorded: Path
    seen: dict[Kind, list[float]] = field(default_factory=dict)

    @property
    def run(self) -> RunLog | None:
        """The run of the one question, where it could be asked."""
        return self.talk.runs[0] if self.talk.runs else None

    @property
    def missing(self) -> list[Kind]:
        """Which of the declared signs did not come."""
        return [kind for kind in declared(self.profile.can) if kind not in self.seen]

    @property
    def good(self) -> bool:
        """Whether the agent is connected as its profile says."""
        return self.run is not None and self.run.completed and not self.missing


def check(profile: Profile, question: str = QUESTION, patience: float = 1.0) -> Checked:
    """Asks the agent this one question; raises `HarnessError` where it cannot be launched."""
    with AgentUnderTest(profile, patience_scale=patience) as agent, Fleet() as fleet:
        asked = Question(question)
        (talk,) = fleet.run([agent.assignment(one(*asks(asked)))])
    try:
        recorded = save(talk.recording, FOLDER, profile.name)
    except OSError as error:
        raise HarnessError(f"the recording cannot be kept in {FOLDER}: {error}") from error
    return Checked(profile, talk, recorded, _seen(talk))


def _seen(talk: Conversation) -> dict[Kind, list[float]]:
    found: dict[Kind, list[float]] = {}
    for run in talk.runs:
        for event in run.until_end:
            if event.kind is not Kind.AGENT_COMPLETED or run.completed:
                found.setdefault(event.kind, []).append(event.at - run.asked_at)
    return found


def shown_by(run: RunLog) -> dict[str, bool]:
    """Which capabilities the events of this run show."""
    kinds = {event.kind for event in run.events}
    return {
        "tools": Kind.TOOL_EXECUTING in kinds,
        "thoughts": Kind.AGENT_THINKING in kinds,
        "teams": any(event.kind is Kind.AGENT_STARTED and not event.root for event in run.events),
        "streaming": Kind.TEXT_DELTA in kinds,
        "identity": any(
            event.user_id or event.thread_id or event.data.get("run_id") for event in run.events
        ),
        "sequence": any(event.seq is not None for event in run.events),
        "timestamps": any(event.sent_at is not None for event in run.events),
    }
