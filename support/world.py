"""All state of one scenario, typed; steps reach everything else through it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from scoring.events import RunLog
from support.agents.agent import AgentUnderTest
from support.behaviour import Cancel, Customer
from support.benchmarks.judging import judge
from support.benchmarks.timing import Measure
from support.evidence import attach
from support.evidence.conversation import attach_conversation
from support.faults.trial import Trial, try_defect
from support.reading import Conversation, farewell, read
from support.recording import Recording, save
from support.suite import RECORDINGS, OpenAgent, Suite
from support.verdict import Figure, HarnessError, Limit, Measurement, NotMeasured

TalkMeasure = Callable[[Conversation, Sequence[Conversation]], Measurement]
Told = tuple[Conversation, RunLog]
"""A run with the conversation in which it was told."""

DYING_S = 0.5
"""Seconds that a process may take to be gone after it closed its sockets."""

_MIXED = (
    "the events do not say to which question they belong, so two at once cannot be told apart; if "
    "that is by design, set several_questions = false under [can] in its profile"
)


@dataclass
class World:
    """One scenario: who asked what, what was heard, and the figures so far.

    `title` is the feature's name and the scenario's.
    """

    suite: Suite
    door: OpenAgent
    title: tuple[str, str]
    customers: list[Customer] = field(default_factory=list)
    conversations: list[Conversation] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    defect: str = ""
    trial: Trial | None = None

    def open_agent(self) -> AgentUnderTest:
        """The agent under test, ready; raises where earlier silence makes asking pointless."""
        agent = self.door.get()
        if agent.kept_waiting > 1:
            raise NotMeasured("not asked: the agent kept customers waiting before in this feature")
        return agent

    def send(self, *customers: Customer) -> None:
        """Acts these customers out and keeps the proof; raises where no conversation began.

        `AssertionError`: the agent would not talk. `HarnessError`: it could not be reached.
        """
        agent = self.door.get()
        self.customers = list(customers)
        fleet = self.suite.fleet
        told = fleet.run([agent.assignment(customer) for customer in customers])
        self.conversations = [_with_obituary(agent, each) for each in told]
        for conversation in self.conversations:
            attach_conversation(conversation)
            names = (*self.title, conversation.name)
            _save(conversation.recording, names)
        agent.kept_waiting += max(map(_kept_waiting, self.conversations))
        for conversation in self.conversations:
            _check_it_began(conversation, hurried=agent.hurried)

    def judge(
        self, measure: Measure, limit: Limit, runs: Sequence[Told] | None = None
    ) -> list[Figure]:
        """Measures these runs (all, unless said) and writes the figures down before any verdict."""
        chosen = self.runs if runs is None else runs
        return self._keep(
            judge(self._named(measure(run, talk.lag), talk, run), limit) for talk, run in chosen
        )

    def judge_talk(self, measure: TalkMeasure, limit: Limit) -> list[Figure]:
        """Measures every conversation as a whole, beside all others."""
        talks = self.conversations
        return self._keep(judge(self._named(measure(talk, talks), talk), limit) for talk in talks)

    def try_promise(self, scenario: str) -> None:
        """Puts a golden-path scenario to the test with this world's defect; keeps what it said."""
        self.trial = try_defect(self.defect, scenario)
        attach.text("What the suite said", self.trial.printed)

    @property
    def runs(self) -> list[Told]:
        """Every run of every customer."""
        return [(talk, run) for talk in self.conversations for run in talk.runs]

    @property
    def cancelled(self) -> list[Told]:
        """The runs that a customer set out to cancel."""
        return [told for told in self.runs if told[1].run_id in self._to_cancel]

    @property
    def kept(self) -> list[Told]:
        """The runs that should bring an answer."""
        return [told for told in self.runs if told[1].run_id not in self._to_cancel]

    @property
    def _to_cancel(self) -> set[str]:
        return {
            action.question.run_id
            for customer in self.customers
            for action in customer.actions
            if isinstance(action, Cancel)
        }

    def _named(
        self, found: Measurement, talk: Conversation, run: RunLog | None = None
    ) -> Measurement:
        """Names the customer where there are several, and the question where one asked several."""
        if talk.mixed and run is not None:
            found = replace(found, value=None, why=_MIXED, failed=False)
        name = found.name
        if len(self.conversations) > 1:
            name += f", {talk.name}"
        if run is not None and len(talk.runs) > 1:
            name += f", question {talk.runs.index(run) + 1}"
        return replace(found, name=name)

    def _keep(self, figures: Iterable[Figure]) -> list[Figure]:
        kept = list(figures)
        self.figures.extend(kept)
        return kept


def world_of(context: Any) -> World:
    """The scenario's world; Behave's context carries nothing else of ours."""
    return cast(World, context.world)


def _save(recording: Recording, names: tuple[str, ...]) -> None:
    try:
        save(recording, RECORDINGS, *names)
    except OSError as error:
        raise HarnessError(f"the recording cannot be kept: {error}") from error


def _with_obituary(agent: AgentUnderTest, told: Conversation) -> Conversation:
    """The conversation, with the death of the agent's process among its facts, where it died."""
    unfinished = any(run.ending is None for run in told.runs) or not told.runs
    death = agent.process.obituary(DYING_S) if agent.process and unfinished else None
    if death is None:
        return told
    return read(replace(told.recording, about={**told.recording.about, "obituary": death}))


def _kept_waiting(told: Conversation) -> int:
    """How much of the suite's patience this used up: 2 is all that one feature has."""
    kinds = {trouble.kind for trouble in told.troubles}
    heard = any(run.events for run in told.runs)
    if kinds & {"opening", "deadline"} or ("patience" in kinds and not heard):
        return 2
    return int("patience" in kinds)


def _check_it_began(told: Conversation, *, hurried: bool) -> None:
    """Once a question was asked, its promises say what came of it; before that, this does."""
    if told.runs:
        return
    if told.troubles:
        trouble, death = told.troubles[0], told.recording.about.get("obituary")
        sentence = f"{trouble.text}; {death}" if death else trouble.text
        if trouble.is_ours and not death:
            raise HarnessError(sentence)
        if hurried and trouble.kind == "opening":
            raise NotMeasured(sentence)
        raise AssertionError(sentence)
    closed = farewell(told.recording)
    if closed is None:
        raise HarnessError("no question was asked, and the recording does not say why")
    raise AssertionError(f"{closed[0]} before a question could be asked")
