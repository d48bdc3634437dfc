"""The team: a triage agent that takes the question, and the specialists it brings in."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace

from support.reference_agent.agents import analysis, optimization, reporting
from support.reference_agent.answers import decline
from support.reference_agent.audit import check_figures
from support.reference_agent.billing import ledger_of
from support.reference_agent.conversation import Emit, Member, Request
from support.reference_agent.degradation import Degradation
from support.reference_agent.desk import ROOT, Desk
from support.reference_agent.faults import NO_FAULTS, Faults
from support.reference_agent.pace import BRISK, Pace
from support.reference_agent.questions import Question, Subject, understand
from support.reference_agent.questions.forbidden import asks_for_forbidden
from support.reference_agent.scope import listed
from support.reference_agent.usage import usage_of

#: Words in one piece of the streamed answer.
WORDS_IN_PIECE = 6
_WORDS = re.compile(rf"(?:\S+\s*){{1,{WORDS_IN_PIECE}}}|\s+")


def pieces(text: str) -> Iterator[str]:
    """`text` in pieces of a few words that, joined, are `text` again."""
    for match in _WORDS.finditer(text):
        yield match[0]


class Team:
    """Answers questions about AI cost; implements `Adviser`.

    `seed` varies the wording of thoughts and the jitter of the pace, never a figure. `faults` may
    be replaced at any time and counts from the next tool call of a new run; `degradation` makes
    some answers worse, for rehearsing that.
    """

    def __init__(
        self,
        seed: int = 0,
        pace: Pace = BRISK,
        faults: Faults = NO_FAULTS,
        degradation: Degradation | None = None,
    ) -> None:
        self.seed = seed
        self.pace = pace
        self.faults = faults
        self.degradation = degradation
        self._runs = 0

    async def advise(self, request: Request, emit: Emit) -> None:
        """One run, from the root's `agent_started` to its `agent_completed`."""
        ledger = ledger_of(request.tenant)
        question = understand(request.question, request.tenant, request.history)
        # What binds a hospital binds it also where it speaks of fraud.
        own = ledger.industry != "enterprise"
        industry = ledger.industry if own else question.industry or ledger.industry
        forbidden = asks_for_forbidden(request.question, industry)
        question = replace(question, industry=industry, forbidden=forbidden)
        rng = random.Random(f"{self.seed}/{request.tenant}/{request.question}")
        self._runs += 1
        number, worse = self._runs, self.degradation
        faults = worse.faults(number, self.faults) if worse else self.faults
        desk = Desk(request, question, ledger, emit, self.pace, rng, faults)
        root = await desk.start(ROOT, query=request.question)
        if question.subject is not Subject.COST:
            await desk.think(
                root, "This is not a question about your AI bill; I say what I can do instead."
            )
            answer = decline(question.subject)
        else:
            await desk.think(root, *_first_thoughts(question))
            answer = await self._work(desk, root)
            printed = check_figures(answer, desk.results.values())
            await desk.think(
                root,
                f"All {printed} figures of the draft stand in tool results; it can go out.",
                f"I checked the draft's {printed} figures against the tool results: all there.",
            )
        await self._answer(desk, root, worse.told(answer, number) if worse else answer)

    async def _work(self, desk: Desk, root: Member) -> str:
        """Lets the specialists work one after another and returns the drafted answer."""
        lookup = desk.question.lookup
        await desk.hand_over(root, analysis.NAME, f"measure {desk.question.scope.name()}")
        if not await analysis.analyze(desk, optimization.NAME):
            return reporting.draft(desk)
        await optimization.optimize(desk, ROOT if lookup else reporting.NAME)
        return reporting.draft(desk) if lookup else await reporting.report(desk, ROOT)

    async def _answer(self, desk: Desk, root: Member, answer: str) -> None:
        """Streams the answer and closes the run."""
        for piece in pieces(answer):
            await desk.emit("stream_chunk", root, content=piece)
            await desk.pace.wait(desk.pace.piece, desk.rng)
        usage = usage_of(desk.request.question, desk.results.values(), answer)
        await desk.emit("agent_completed", root, final_response=answer, usage=usage)


def _first_thoughts(question: Question) -> tuple[str, ...]:
    asks = listed([ask.value for ask in question.asks])
    name = question.scope.name()
    lean = "Going by what this thread was about, this" if question.follow_up else "This"
    return (
        f"{lean} concerns {name}, {question.scope.period()}; asked for: {asks}.",
        f"{lean} is about {name}. To be answered: {asks}. Data Analysis goes first.",
        f"Scope: {name}. Asked for: {asks}. I bring in Data Analysis.",
    )
