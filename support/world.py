"""All state of one scenario, typed; steps reach everything else through it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, cast

from scoring.events import RunLog
from scoring.industry import Industry
from support import industries
from support.agents.agent import AgentUnderTest
from support.appraisal import Appraiser
from support.assignment import Assignment
from support.behaviour import Cancel, Customer, Persevere
from support.benchmarks.business_value import OfCard
from support.benchmarks.isolation import guest, seen_of_others
from support.benchmarks.judging import judge
from support.benchmarks.timing import Measure
from support.evidence import attach
from support.evidence.conversation import attach_conversation
from support.faults.ordeal import Staging
from support.faults.trial import Trial, try_defect
from support.fleet import Fleet
from support.growing import Growth
from support.load import Load
from support.postmortem import check_it_began, kept_waiting, save_recording, with_facts
from support.reading import Conversation, Told
from support.repeats import Rate, rates, rounds, who
from support.security.hostile_client import Struck
from support.security.passes import Stranger
from support.suite import OpenAgent, Suite
from support.verdict import Figure, HarnessError, Limit, Measurement, NotMeasured

TalkMeasure = Callable[[Conversation, Sequence[Conversation]], Measurement]

_MIXED = (
    "the events do not say to which question they belong, so two at once cannot be told apart; if "
    "that is by design, set several_questions = false under [can] in its profile"
)


Alter = Callable[[Assignment], Assignment]


def _undisturbed(
    _agent: AgentUnderTest, fleet: Fleet, going: Sequence[Assignment]
) -> list[Conversation]:
    return fleet.run(going)


def _as_it_is(assignment: Assignment) -> Assignment:
    return assignment


@dataclass
class World:
    """One scenario: who asked what, what was heard, and the figures so far.

    `title` is the feature's name and the scenario's. `times` is how often the scenario wants each
    question asked, `rate` how often a promise must then be kept, and `asked_times` how often the
    question was to be asked in all; `rounds` are the conversations that were led at the same time.
    `before` are those to whom nothing happened before it did to others.
    `company` is that of all customers, where it is not the usual one; `of_industry` its industry.
    `staging` acts the customers out where something is made to go wrong around them.
    """

    suite: Suite
    door: OpenAgent
    title: tuple[str, str]
    customers: list[Customer] = field(default_factory=list)
    conversations: list[Conversation] = field(default_factory=list)
    alone: list[Conversation] = field(default_factory=list)
    before: list[Conversation] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    times: int = 1
    rate: Rate = field(default_factory=Rate)
    asked_times: int = 1
    rounds: list[list[Conversation]] = field(default_factory=list)
    growth: Growth | None = None
    load: Load | None = None
    defect: str = ""
    trial: Trial | None = None
    company: str = ""
    of_industry: Industry | None = None
    stranger: Stranger | None = None
    struck: list[Struck] = field(default_factory=list)
    staging: Staging | None = None

    @cached_property
    def appraiser(self) -> Appraiser:
        """Judges what answers are worth, each once."""
        return Appraiser(self.suite.settings.agent.can)

    def open_agent(self) -> AgentUnderTest:
        """The agent under test, ready; raises where earlier silence makes asking pointless."""
        agent = self.door.get()
        if agent.kept_waiting > 1:
            raise NotMeasured("not asked: the agent kept customers waiting before in this feature")
        return agent

    def send(self, *customers: Customer, alter: Alter = _as_it_is) -> None:
        """Acts these customers out and keeps the proof; raises where no conversation began.

        `alter` changes what one of them shows at the door.
        They do it as often as the settings and the scenario say, one time after another, so that
        what is judged is how often. `AssertionError`: the agent would not talk. `HarnessError`: it
        could not be reached. `NotMeasured`: it may not be asked so many questions.
        """
        agent = self.door.get()
        self.asked_times = self.times * self.suite.settings.repeats
        every_time = rounds(customers, self.asked_times)
        agent.budget.check(sum(len(each.questions) for part in every_time for each in part))
        self.customers = [customer for part in every_time for customer in part]
        self.conversations, self.rounds = [], []
        for part in every_time:
            going = [alter(agent.assignment(each, self.company)) for each in part]
            act_out = self.staging.act_out if self.staging else _undisturbed
            told = act_out(agent, self.suite.fleet, going)
            same_host = agent.on_this_host and not self.suite.settings.cluster
            self.rounds.append([with_facts(agent, each, same_host=same_host) for each in told])
            self.conversations += self.rounds[-1]
            if sum(map(kept_waiting, self.conversations)) > 1:
                break  # what is silent again and again is not asked any more
        self.door.guests += map(guest, self.conversations)
        for conversation in self.conversations:
            attach_conversation(conversation, teams=len(self.conversations) == 1)
            names = (*self.title, conversation.name)
            save_recording(conversation.recording, names)
        agent.kept_waiting += max(map(kept_waiting, self._served), default=0)
        for conversation in self._served:
            check_it_began(conversation, hurried=agent.hurried)

    def afford(self, *customers: Customer) -> None:
        """Raises `NotMeasured`, before anybody is asked anything, where the budget is too small."""
        questions = sum(len(each.questions) for each in customers)
        self.door.get().budget.check(questions * self.times * self.suite.settings.repeats)

    def send_one_by_one(self, *customers: Customer) -> None:
        """Acts these customers out one after another: what everybody gets who is alone."""
        alone = []
        for customer in customers:
            self.send(customer)
            alone += self.conversations
        self.alone = alone

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
        return self._keep(
            judge(self._named(measure(talk, talks), talk), limit) for talk in self._served
        )

    def judge_isolation(self, limit: Limit, *, apart: bool) -> list[Figure]:
        """Whether anybody saw anything of others, who are here now or were served before.

        Those before count where the agent can tell customers `apart`: else all are the same to it.
        """
        earlier = self.door.guests if apart else ()
        return self.judge_talk(partial(seen_of_others, earlier=earlier), limit)

    def judge_value(self, of_card: OfCard, limit: Limit) -> list[Figure]:
        """Judges what the answers that were promised are worth."""
        secrets = [customer.canary for customer in self.customers if customer.canary]
        return self.judge(self.appraiser.of_runs(of_card, secrets), limit, self.kept)

    def judge_together(self, found: Measurement, limit: Limit) -> list[Figure]:
        """Judges one figure about all customers together."""
        return self._keep([judge(found, limit)], each_time=False)

    def from_industry(self, name: str, feature: str) -> str:
        """Lets customers come from a company of this industry; else says why there are none.

        The industry's file stands beside the file of the feature, or among the shipped ones.
        """
        self.of_industry = industries.load(name, Path(feature).parent)
        agent = self.suite.settings.agent
        self.company = agent.companies.get(self.of_industry.name, "")
        if self.company:
            return ""
        named = f"the profile of {agent.name} names no company from {name}"
        return f'{named} ("{self.of_industry.name}" under [companies])'

    def industry_of(self, customer: str) -> Industry:
        """The industry of this scenario's customers, who are called so: "a hospital"."""
        if self.of_industry is None:
            raise HarnessError(f"the scenario does not say from which industry {customer} is")
        if customer != self.of_industry.customer:
            told = f"a customer from {self.of_industry.name} is {self.of_industry.customer}"
            raise HarnessError(f"{told}, not {customer}")
        return self.of_industry

    @property
    def full_house(self) -> Load:
        """What came of a house full of customers."""
        if self.load is None:
            raise HarnessError("the house was never filled")
        return self.load

    def try_promise(self, scenario: str) -> None:
        """Puts a golden-path scenario to the test with this world's defect; keeps what it said."""
        self.trial = try_defect(self.defect, scenario)
        attach.text("What the suite said", self.trial.printed)

    @property
    def runs(self) -> list[Told]:
        """Every run of every customer, but of those who make trouble."""
        return [(talk, run) for talk in self._served for run in talk.runs]

    @property
    def runs_alone(self) -> list[Told]:
        """Every run of those who asked with nobody beside them."""
        return [(talk, run) for talk in self.alone for run in talk.runs]

    @property
    def cancelled(self) -> list[Told]:
        """The runs that a customer set out to cancel."""
        return [told for told in self.runs if told[1].run_id in self._to_cancel]

    @property
    def kept(self) -> list[Told]:
        """The runs that should bring an answer."""
        return [told for told in self.runs if told[1].run_id not in self._to_cancel]

    @property
    def troublemakers(self) -> list[Conversation]:
        """The customers to whom nothing was promised."""
        return [talk for talk in self.conversations if talk.name in self._trouble]

    @property
    def _served(self) -> list[Conversation]:
        """Everybody to whom promises were made: not those who make trouble."""
        return [talk for talk in self.conversations if talk.name not in self._trouble]

    @property
    def _trouble(self) -> set[str]:
        return {customer.name for customer in self.customers if customer.makes_trouble}

    @property
    def _to_cancel(self) -> set[str]:
        return {
            action.question.run_id
            for customer in self.customers
            for action in customer.actions
            if isinstance(action, Cancel) or (isinstance(action, Persevere) and action.cancels)
        }

    def _named(
        self, found: Measurement, talk: Conversation, run: RunLog | None = None
    ) -> Measurement:
        """Names the customer where there are several, and the question where one asked several."""
        if talk.mixed and run is not None:
            found = replace(found, value=None, why=_MIXED, failed=False)
        if run is not None and run.cut_off and found.value is None and not found.timing:
            found = replace(found, failed=False)  # what is missing may be in what was not read
        name = found.name
        if told_apart := who(talk.name, (each.name for each in self.conversations)):
            name += f", {told_apart}"
        if run is not None and len(talk.runs) > 1:
            name += f", question {talk.runs.index(run) + 1}"
        return replace(found, name=name)

    def _keep(self, figures: Iterable[Figure], *, each_time: bool = True) -> list[Figure]:
        kept = list(figures)
        if each_time and kept and self.asked_times > 1:
            told = [(f.outcome.words, f.measurement.name, f.reason) for f in kept]
            attach.text("Each time", "\n".join(map(": ".join, told)))
            kept = rates(kept, self.rate, self.asked_times)
        self.figures.extend(kept)
        return kept


def world_of(context: Any) -> World:
    """The scenario's world; Behave's context carries nothing else of ours."""
    return cast(World, context.world)
