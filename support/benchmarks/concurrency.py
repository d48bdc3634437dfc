"""Concurrent users served: how many users at one moment got everything they were promised."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.events import RunLog
from support.benchmarks import promises
from support.benchmarks.isolation import seen_of_others
from support.benchmarks.judging import judge
from support.reading import Conversation
from support.verdict import Figure, Limit, Measurement, Outcome

NAME, UNIT = "concurrent users served", "users"


def users_served(talks: Sequence[Conversation], limit: Limit) -> Measurement:
    """The greatest number of users under way at one moment whose promises all held.

    Promised is that every question is answered, and that nothing of another user is shown. A user
    is under way from the question to the end of the run. Not measured where too few users asked, or
    were under way together, for the limit to be reached, or where it hangs on a user about whom
    something could not be seen.
    """
    if len(talks) < limit.enforced:
        return Measurement(NAME, UNIT, None, f"only {len(talks)} users asked")
    told = {talk.name: _promises_of(talk, talks) for talk in talks}
    sure = [talk for talk in talks if _all(told[talk.name], Outcome.MET)]
    open_ = [talk for talk in talks if _all(told[talk.name], Outcome.MET, Outcome.NOT_MEASURED)]
    served, possible = _at_once(sure), _at_once(open_)
    lost = [f"{n}: {f.reason}" for n, all_ in told.items() for f in all_ if f.outcome != "met"]
    why = "; ".join(lost[:3]) or "each answered, and shown nothing of the others"
    if limit.allows(served):
        return Measurement(NAME, UNIT, served, why)
    if limit.allows(possible):
        return Measurement(NAME, UNIT, None, why)
    if len(sure) == len(talks):
        together = f"at most {served} of {len(talks)} users were under way at one moment"
        return Measurement(NAME, UNIT, None, f"{together}, though all were served")
    return Measurement(NAME, UNIT, served, why)


def _promises_of(talk: Conversation, talks: Sequence[Conversation]) -> list[Figure]:
    kept = [promises.answered(run, talk.lag) for run in talk.runs]
    if not kept:
        kept = [Measurement("answer", "faults", None, "nothing was asked", failed=True)]
    return [judge(each, promises.NEVER) for each in (*kept, seen_of_others(talk, talks))]


def _all(figures: Sequence[Figure], *outcomes: Outcome) -> bool:
    return all(figure.outcome in outcomes for figure in figures)


def _at_once(talks: Sequence[Conversation]) -> int:
    """The most of these users who were under way at one moment."""
    spans = [
        (min(run.asked_at for run in talk.runs), max(_end(run) for run in talk.runs))
        for talk in talks
        if talk.runs
    ]
    return max((sum(b <= moment < e for b, e in spans) for moment, _ in spans), default=0)


def _end(run: RunLog) -> float:
    return run.ending.at if run.ending else run.closed_at
