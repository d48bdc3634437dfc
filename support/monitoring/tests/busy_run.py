"""A run to look at: a thousand customers, a promise that is broken, and an agent that is rude."""

from __future__ import annotations

import random

from scoring.events import Event, Kind
from support.monitoring.live.view import View
from support.pulse import counters
from support.results import ScenarioResult
from support.verdict import Direction, Figure, Limit, Measurement, Outcome

AGENT = {"name": "Reference cost adviser", "version": "2.3", "profile": "reference"}
RUDE = '<img src=x onerror="document.title=1">\x1b[2J</script><script>document.title=2</script>'

FIRST, DONE = Limit(5, "s", tolerance=0.1), Limit(120, "s", tolerance=0.15)


def figure(name: str, value: float, limit: Limit, outcome: Outcome, why: str) -> Figure:
    """A judged figure."""
    timing = limit.unit == "s"
    found = Measurement(name, limit.unit, value, why, timing, 0.0004 if timing else None)
    return Figure(found, limit, outcome, why)


class BusyRun:
    """Customers of one worker, without any socket."""

    def __init__(self) -> None:
        self.cells = counters.shared()
        self.view = View(AGENT, lambda: counters.read([self.cells]))
        self._dice = random.Random(7)

    def fill(self, customers: int, answered: int) -> None:
        """So many come and ask; the first of them are answered, one fails."""
        for number in range(customers):
            vitals, run = counters.Vitals(self.cells), f"run {number}"
            vitals.came()
            vitals.asked(run)
            asked = vitals._asked[run]
            first = asked + self._dice.lognormvariate(-2.2, 0.5)
            vitals.heard(Event(Kind.AGENT_STARTED, first, 0, run, root=True))
            if number < answered:
                end = asked + self._dice.lognormvariate(1.2, 0.8)
                kind = Kind.AGENT_ERROR if number == 3 else Kind.AGENT_COMPLETED
                vitals.heard(Event(kind, end, 0, run, root=True))
                vitals.left()

    def tell(self) -> None:
        """What the hooks tell: a scenario that held, one that did not, and one that runs."""
        view = self.view
        view.begin(25)
        for number in range(12):
            self._met(f"A customer is served fast, every time (question {number})", 1.7)
        view.scenario("The customer stays in control", "Cancelling stops the work", {})
        reason = f"2.412 s after the cancel; the limit is at most 2 s; the agent said {RUDE}"
        late = figure("end of the work", 2.412, Limit(2, "s"), Outcome.NOT_MET, reason)
        view.figures([late])
        view.ended(_result("Cancelling stops the work", Outcome.NOT_MET, reason, 3.1))
        view.scenario("Service levels", "One more user costs little memory", {})
        why = "the agent's memory could not be read: nobody answered at its address"
        view.ended(_result("One more user costs little memory", Outcome.NOT_MEASURED, why, 0.4))
        view.scenario("A full house", "Beyond the contract nobody is lost", {"done": DONE})
        view.step("When they fill the house, all asking at the same time")

    def _met(self, name: str, took: float) -> None:
        limits = {"first": FIRST, "done": DONE}
        self.view.scenario("A customer gets a cost answer, fast", name, limits)
        worth = Limit(75, "%", Direction.AT_LEAST)
        value = round(self._dice.uniform(76, 99), 1)
        self.view.figures([figure("business value", value, worth, Outcome.MET, "good")])
        self.view.ended(_result(name, Outcome.MET, "", took))


def _result(name: str, outcome: Outcome, reason: str, took: float) -> ScenarioResult:
    return ScenarioResult("A customer gets a cost answer, fast", name, (), outcome, reason, took)
