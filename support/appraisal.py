"""Appraises answers, of runs and given ones, once each, and keeps the explanation as proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scoring.assess import assess
from scoring.card import Card
from scoring.events import RunLog
from scoring.rubric import Rubric
from support.agents.profile import Can
from support.benchmarks.business_value import OfCard, unanswered
from support.benchmarks.samples import sample
from support.benchmarks.timing import Measure
from support.evidence import attach
from support.evidence.answer_page import answer_page
from support.lag import HarnessLag
from support.verdict import Measurement


@dataclass(slots=True)
class Appraiser:
    """Judges each answer once; `can` is what the agent's protocol shows.

    `cards` are those of runs, by run id; `given` those of given answers, in order.
    """

    can: Can
    cards: dict[str, Card] = field(default_factory=dict)
    given: list[Card] = field(default_factory=list)

    def of_runs(self, of_card: OfCard, secrets: Sequence[str] = ()) -> Measure:
        """A figure of the card of each run; a run without an answer has failed.

        `secrets` are those that stand in questions and are no part of what is asked.
        """

        def measure(run: RunLog, _lag: HarnessLag | None) -> Measurement:
            return unanswered(run) or of_card(self._run(run, secrets))

        return measure

    def sample(self, name: str, rubric: Rubric | None = None) -> None:
        """Judges a given answer, with its explanation attached."""
        found = sample(name)
        card = assess(found.question, found.answer, rubric=rubric)
        attach.html(f"What it is worth: {name}", answer_page(card, name))
        self.given.append(card)

    @property
    def latest(self) -> Card:
        """The card of the answer that was given last."""
        return self.given[-1]

    def _run(self, run: RunLog, secrets: Sequence[str]) -> Card:
        if run.run_id not in self.cards:
            cannot = [name for name in Can.__struct_fields__ if not getattr(self.can, name)]
            card = assess(run.question, run.answer, run, cannot=cannot, secrets=secrets)
            attach.html("What the answer is worth", answer_page(card, run.question))
            self.cards[run.run_id] = card
        return self.cards[run.run_id]
