"""A house full of customers: judged where they are served, and what came of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from support.behaviour import Customer
from support.customers import each_alone
from support.evidence import attach
from support.evidence.conversation import attach_conversation
from support.fleet import Tally
from support.fleet.tally import ISOLATION
from support.postmortem import obituary, save_recording
from support.reading import read
from support.recording import Recording
from support.suite import OpenAgent, Suite
from support.verdict import HarnessError, Limit, Measurement

_PERCENTILES = (50, 90, 99, 100)
_NONE = Limit(0, "s")


@dataclass(frozen=True, slots=True)
class Load:
    """What came of customers at once, and of the same questions one after another, if asked so."""

    together: Tally
    alone: Tally

    def check_whole(self) -> None:
        """Raises `HarnessError` where the suite lost customers, after the others were judged."""
        for tally, when in ((self.alone, "alone"), (self.together, "at once")):
            if tally.lost:
                raise HarnessError(
                    f"{tally.lost} of {tally.lost + tally.customers} customers are lost, and "
                    f"nothing can be said about them: {'; '.join(tally.losses)} while they were "
                    f"served {when}"
                )

    def promise(self, name: str) -> Measurement:
        """How often a promise was broken, over everybody."""
        return self.together.promise(name)

    def isolation(self) -> Measurement:
        """How many things of others anybody was shown."""
        return self.together.promise(ISOLATION)

    def slowest(self) -> Measurement:
        """The longest of everybody's times to an answer."""
        words = "after the question, the slowest"
        return self.together.time("answer complete", lambda times: times.slowest, words)

    def slowdown(self, share: float) -> tuple[Measurement, Limit]:
        """The median time to an answer at once, and its limit: the same alone, and `share` more."""
        words = "after the question, in the median"
        alone = self.alone.time("answer complete", lambda times: times.median, words)
        found = self.together.time("answer complete", lambda times: times.median, words)
        if alone.value is None:
            why = f"alone: {alone.why}"
            return Measurement("time to answer", "s", None, why, True, None, alone.failed), _NONE
        limit = Limit(round(alone.value, 3), "s", tolerance=share)
        if found.value is None:
            return replace(found, name="time to answer"), limit
        doubt = None
        if found.harness_lag is not None and alone.harness_lag is not None:
            doubt = found.harness_lag + alone.harness_lag * (1 + share)
        change = found.value / alone.value - 1
        told = f"{found.why}, {change:+.0%} beside the {alone.value:.3f} s of one alone"
        return Measurement("time to answer", "s", found.value, told, True, doubt), limit


def fill(
    suite: Suite,
    door: OpenAgent,
    title: Sequence[str],
    customers: Sequence[Customer],
    *,
    alone_first: bool = False,
) -> Load:
    """Serves all customers at once, after each of their questions alone where that is wanted.

    Raises `AssertionError` where customers did not reach the agent because its process ended by
    itself, and `HarnessError` where the agent is not there for any other reason, or where nobody
    came back.
    """
    agent = door.get()
    before = each_alone(customers) if alone_first else []
    agent.budget.check(sum(len(each.questions) for each in (*before, *customers)))
    alone = Tally()
    for customer in before:
        alone.merge(suite.fleet.survey([agent.assignment(customer)]))
    together = suite.fleet.survey([agent.assignment(customer) for customer in customers])
    load = Load(together, alone)
    _keep(together.kept, title)
    attach.text("Times of everybody", table(together))
    if missing := together.unreachable or alone.unreachable:
        if (death := obituary(agent)) is not None:
            raise AssertionError(f"{missing[0]}; {death}")
        raise HarnessError(missing[0])
    if not together.customers:
        load.check_whole()
    return load


def table(tally: Tally) -> str:
    """The times of everybody, by percentile: a histogram's, so of all and not of means."""
    lines = [f"{tally.customers} customers, {tally.events} events"]
    for name, spread in sorted(tally.times.items()):
        values = [float(spread.histogram.get_value_at_percentile(p)) / 1e6 for p in _PERCENTILES]
        told = ", ".join(f"p{p} {v:.3f} s" for p, v in zip(_PERCENTILES, values, strict=True))
        lines.append(f"{name}: {told}")
    return "\n".join(lines)


def _keep(recordings: Iterable[Recording], title: Sequence[str]) -> None:
    for recording in recordings:
        conversation = read(recording)
        attach_conversation(conversation)
        save_recording(recording, (*title, conversation.name))
