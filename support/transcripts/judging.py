"""A recorded session judged again: the same recording gives the same verdict, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scoring import contract
from scoring.events import REQUIRED, Event, Kind, RunLog
from scoring.findings import Finding
from support.agents.profile import Can
from support.benchmarks import promises, timing
from support.benchmarks.judging import judge
from support.benchmarks.timing import Measure
from support.lag import HarnessLag
from support.protocols import adapter_of
from support.reading import Conversation, read
from support.recording import RECV, Recording, load
from support.transcripts.recognition import Spoken, recognised
from support.troubles import farewell
from support.verdict import Figure, HarnessError, Limit, Measurement, Outcome

SHOWN_BY = {
    Kind.AGENT_THINKING: ("thoughts",),
    Kind.TOOL_EXECUTING: ("tools",),
    Kind.TOOL_COMPLETED: ("tools",),
}
"""Which capabilities an event needs; the others every agent owes."""

_WORST = (Outcome.NOT_MET, Outcome.BROKEN, Outcome.NOT_MEASURED, Outcome.MET, Outcome.NOT_SUPPORTED)

_TIMES = (timing.first_event_latency, timing.longest_silence, timing.completion_time)
_ANY_TIME = Limit(float(10**9), "s")
"""A recording is shown with its times; which of them would do stands in features."""


@dataclass(frozen=True, slots=True)
class RunVerdict:
    """What came of one question; `times` are shown and decide nothing."""

    question: str
    figures: tuple[Figure, ...]
    times: tuple[Measurement, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a recording; `reason` says why there is nothing to judge, where there is not."""

    protocol: str
    outcome: Outcome
    runs: tuple[RunVerdict, ...]
    unmapped: int
    received: int
    reason: str = ""


def opened(path: Path) -> Recording:
    """The recording in a file; raises `HarnessError` in one sentence where it is none."""
    try:
        recording = load(path)
    except (OSError, ValueError) as error:
        raise HarnessError(str(error) if str(path) in str(error) else f"{path}: {error}") from error
    if not recording.frames:
        raise HarnessError(f"{path}: it is empty; expected one JSON object a line")
    return recording


def conversation(recording: Recording, spoken: Spoken | None = None) -> Conversation:
    """The session as judges read it, in the protocol given or else recognised."""
    spoken = spoken or recognised(recording)
    return read(recording, adapter=adapter_of(spoken.name, spoken.mapping, live=False))


def capabilities(spoken: Spoken) -> Can:
    """What an agent of which no more than its protocol is known can be expected to show."""
    cannot = spoken.mapping.cannot if spoken.mapping else []
    return Can(**dict.fromkeys(cannot, False))


def judged(talk: Conversation, spoken: Spoken, can: Can | None = None) -> Verdict:
    """Every promise that one session alone can show, held to what was recorded.

    `can` is what the agent's profile declares. Where there is none, the five signs of work are
    still owed as far as the protocol has them; what else the recording shows nothing of is not
    held against the agent, and not counted as kept either.
    """
    expected = can or capabilities(spoken)
    runs = tuple(
        RunVerdict(
            run.question,
            tuple(_judged(measure, run, talk.lag, can) for measure in measures(expected, run)),
            tuple(measure(_ANY_TIME)(run, talk.lag) for measure in _TIMES),
        )
        for run in talk.runs
    )
    outcome, reason = _without_runs(talk) if not runs else (_worst(runs), "")
    received = sum(frame.dir == RECV for frame in talk.recording.frames)
    return Verdict(spoken.name, outcome, runs, talk.unmapped, received, reason)


def _judged(measure: Measure, run: RunLog, lag: HarnessLag | None, can: Can | None) -> Figure:
    figure = judge(measure(run, lag), promises.NEVER)
    if can is not None or figure.outcome is not Outcome.NOT_MEASURED or not run.completed:
        return figure
    why = "nothing of this was recorded, and no profile says that there should be"
    return replace(figure, outcome=Outcome.NOT_SUPPORTED, reason=why)


def declared(can: Can) -> list[Kind]:
    """Which of the five events an agent with these capabilities owes."""
    return [kind for kind in REQUIRED if all(getattr(can, n) for n in SHOWN_BY.get(kind, ()))]


def measures(can: Can, run: RunLog) -> Iterator[Measure]:
    """The promises that concern this run of an agent with these capabilities."""
    yield _success
    if not run.events:  # everything else would only say so again
        return
    if not _cancelled(run):  # what was stopped need not be shown to its end
        yield _signs(declared(can))
    yield promises.start_first
    yield promises.one_ending
    for measure, needed in (
        (promises.tools_answered, can.tools),
        (promises.helpers_nested, can.teams),
        (promises.own_ids, can.identity),
        (promises.in_sequence, can.sequence),
        (promises.whole_answer, can.streaming and run.completed),
    ):
        if needed:
            yield measure


def _signs(kinds: Sequence[Kind]) -> Measure:
    def measure(run: RunLog, _lag: HarnessLag | None) -> Measurement:
        seen = {event.kind for event in run.until_end}
        if not run.completed:
            seen.discard(Kind.AGENT_COMPLETED)
        missing = [kind.value for kind in kinds if kind not in seen]
        if missing and _given_up_early(run):
            return Measurement("signs of work", "faults", None, f"{run.gave_up}")
        why = f"never came: {', '.join(missing)}" if missing else f"all came: {', '.join(kinds)}"
        return Measurement("signs of work", "faults", len(missing), why)

    return measure


def _success(run: RunLog, _lag: HarnessLag | None) -> Measurement:
    """A run has succeeded that ended with an answer and without an error of its own.

    A clean close is no end, and a completion that follows an error is none either.
    """
    findings, kept = [], "it ended with an answer"
    if error := next((each for each in run.events if _is_fatal(each)), None):
        sentence = f"the work failed: {error.text or 'no reason was given'}"
        findings = [Finding(sentence, error.at)]
    elif run.ending is None:
        if _given_up_early(run):
            return Measurement("success", "faults", None, f"{run.gave_up}")
        findings = [Finding(f"no answer: {run.gave_up or 'the run has no ending'}")]
    elif _cancelled(run):
        kept = "it was cancelled, as the customer asked"
    elif run.ending.kind is Kind.RUN_CANCELLED:
        findings = [Finding("the agent cancelled what nobody asked it to", run.ending.at)]
    elif contract.is_blank(run.answer):
        findings = [Finding("the answer is empty", run.ending.at)]
    return promises.counted("success", findings, kept, run.asked_at)


def _cancelled(run: RunLog) -> bool:
    ended = run.ending is not None and run.ending.kind is Kind.RUN_CANCELLED
    return ended and run.cancelled_at is not None


def _given_up_early(run: RunLog) -> bool:
    """Whether the suite waited less than the profile grants: of the rest nothing is known."""
    return run.hurried and run.impatient


def _is_fatal(event: Event) -> bool:
    return event.kind is Kind.AGENT_ERROR and event.root and not event.recoverable


def _worst(runs: Sequence[RunVerdict]) -> Outcome:
    found = {figure.outcome for run in runs for figure in run.figures}
    return next(outcome for outcome in _WORST if outcome in found)


def _without_runs(talk: Conversation) -> tuple[Outcome, str]:
    """What can be said of a session in which no question was asked."""
    if talk.troubles:
        trouble = talk.troubles[0]
        return Outcome.BROKEN if trouble.is_ours else Outcome.NOT_MET, trouble.text
    if closed := farewell(talk.recording):
        return Outcome.NOT_MET, f"{closed[0]} before a question could be asked"
    return Outcome.NOT_MEASURED, "it holds no question, so there is nothing to judge"
