"""How long things took, and what it means when they never came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from scoring.events import Event, Kind, RunLog
from scoring.tests.logs import (
    cancelled,
    done,
    event,
    fails,
    healthy,
    log,
    says,
    started,
    thinks,
    unended,
)
from support.benchmarks import timing
from support.benchmarks.judging import judge
from support.lag import HarnessLag, Stall
from support.verdict import Limit, Measurement, Outcome

TEN = Limit(10, "s", tolerance=0.1)
CANCELLED = event(cancelled, text="on request")
FAILED = event(fails, text="the model is down")


def at(moment: float, what: Event) -> Event:
    return replace(what, at=moment)


def unknown(found: Measurement) -> bool:
    return found.value is None and not found.failed


def failed(found: Measurement) -> bool:
    return found.value is None and found.failed


def silent(until: float, **facts: object) -> RunLog:
    """A run of which nothing was heard; the question was put at 100."""
    return log([], closed_at=until, gave_up="enough", **facts)


def test_the_first_sign_is_the_first_event_of_whatever_kind() -> None:
    for kind in (started, thinks):
        found = timing.first_event_latency(TEN)(log([at(101.5, event(kind, text="?"))]), None)
        assert (found.value, found.timing, found.harness_lag) == (1.5, True, None)
        assert judge(found, TEN).outcome is Outcome.MET


def test_the_answer_is_complete_with_the_end_of_the_run() -> None:
    found = timing.completion_time(TEN)(log(healthy()), None)
    assert found.value == pytest.approx(1.2)


@pytest.mark.parametrize("measure", [timing.first_event_latency(TEN), timing.completion_time(TEN)])
def test_what_never_came_is_the_agents_failure_unless_the_harness_gave_up_too_early(
    measure: timing.Measure,
) -> None:
    assert failed(measure(silent(100.5), None))
    assert "in 0.500 s: enough" in measure(silent(100.5), None).why
    assert failed(measure(silent(111.1, impatient=True), None))
    assert unknown(measure(silent(111.0, impatient=True), None))


@pytest.mark.parametrize(
    ("end", "why"),
    [
        (CANCELLED, "no answer: the run ended with run cancelled (on request)"),
        (FAILED, "no answer: the run ended with agent error (the model is down)"),
        (event(done, text=" "), "the run ended with an empty answer"),
    ],
)
def test_an_end_without_an_answer_is_no_completion(end: Event, why: str) -> None:
    found = timing.completion_time(TEN)(log(healthy(end)), None)
    assert failed(found)
    assert found.why == why


@pytest.mark.parametrize(
    ("moments", "closed", "longest", "since"),
    [
        ([101, 102, 104], 200, 2.0, 2.0),
        ([103, 104], 200, 3.0, 0.0),
        ([101, 105, 106], 200, 4.0, 1.0),
    ],
)
def test_the_longest_silence_lies_between_question_and_end(
    moments: list[float], closed: float, longest: float, since: float
) -> None:
    *before, last = moments
    events = [
        *(at(moment, event(thinks, text="?")) for moment in before),
        at(last, event(done, text="x")),
    ]
    late = at(190.0, event(thinks))
    found = timing.longest_silence(TEN)(log([*events, late], closed_at=closed), None)
    assert found.value == longest
    assert found.why == f"from {since:.3f} s on"


def test_silence_without_an_end_counts_until_nobody_listened_any_more() -> None:
    measure = timing.longest_silence(TEN)
    begun = [at(101.0, event(started))]
    impatient = {"impatient": True, "gave_up": "the suite stopped waiting"}
    assert measure(log(begun, closed_at=113.0, **impatient), None).value == 12.0
    assert measure(silent(115.0), None).value == 15.0
    early = measure(log(begun, closed_at=104.0, **impatient), None)
    assert unknown(early)
    assert early.why == "the suite stopped waiting, before the limit was reached"
    hung_up = measure(log(begun, closed_at=104.0, gave_up="the agent hung up"), None)
    assert failed(hung_up)
    assert hung_up.why == "the agent hung up, and the chat fell silent"


def ending_with(*events: Event, cancelled_at: float | None = 101.0) -> Measurement:
    run = log([event(started), *events], cancelled_at=cancelled_at, gave_up="enough")
    return timing.cancel_latency(TEN)(run, None)


def test_a_cancel_is_confirmed_by_the_end_of_the_run() -> None:
    assert ending_with(at(101.25, CANCELLED)).value == 0.25


def test_a_cancel_that_came_too_late_says_nothing() -> None:
    never = ending_with(at(100.5, CANCELLED), cancelled_at=None)
    assert unknown(never)
    assert never.why == "the moment to cancel never came: enough"
    over = timing.cancel_latency(TEN)(log(healthy()), None)
    assert unknown(over)
    assert over.why == "the moment to cancel never came: the run was over before"
    assert unknown(ending_with(at(101.24, event(done, text="x"))))
    assert unknown(ending_with(at(100.9, event(done, text="x"))))


def test_a_cancel_that_was_ignored_is_a_failure() -> None:
    assert failed(ending_with())
    ignored = ending_with(at(101.3, event(done, text="x")))
    assert failed(ignored)
    assert ignored.why == "the work went on: agent completed came 0.300 s after the cancel"


@pytest.mark.parametrize(
    ("ending", "judged"),
    [
        (event(done, text="Cancelled."), failed),
        (event(done, text="OK, I canceled it. " + "." * 81), failed),
        (event(done, text="OK, I canceled it. " + "." * 82), unknown),
        (event(done, text="Save $5."), unknown),
        (event(done, text=""), unknown),
        (event(fails, text="aborted", data={"code": "cancelled"}), failed),
        (event(fails, text="out of memory", data={"code": "internal"}), unknown),
    ],
)
def test_an_ending_that_tells_of_the_cancel_did_not_cross_it(
    ending: Event, judged: Callable[[Measurement], bool]
) -> None:
    found = ending_with(at(101.01, ending))
    assert judged(found)
    assert ("and not as cancelled" in found.why) is (judged is failed)
    assert unknown(ending_with(at(100.99, ending)))


def test_a_cancel_that_nobody_waited_for_long_enough_is_unknown() -> None:
    for closed, judged in ((109.0, unknown), (113.0, failed)):
        facts = {"cancelled_at": 101.0, "impatient": True, "closed_at": closed, "gave_up": "enough"}
        assert judged(timing.cancel_latency(TEN)(log([event(started)], **facts), None))


def test_each_timing_carries_the_lag_at_its_ends_and_only_there() -> None:
    run = log(healthy())  # asked at 100.0, first event at 100.1, end at 101.2
    lag = HarnessLag((Stall(100.05, 100.15), Stall(100.5, 100.7)), 0.001)
    assert timing.first_event_latency(TEN)(run, lag).harness_lag == pytest.approx(0.1)
    assert timing.completion_time(TEN)(run, lag).harness_lag == 0.001


def test_a_slow_harness_decides_nothing() -> None:
    run = log([at(111.2, event(done, text="x"))])
    lag = HarnessLag((Stall(110.9, 111.2),), 0.0)
    figure = judge(timing.completion_time(TEN)(run, lag), TEN)
    assert figure.outcome is Outcome.NOT_MEASURED
    on_time = judge(timing.completion_time(TEN)(run, None), TEN)
    assert on_time.outcome is Outcome.NOT_MET


def test_no_measure_is_upset_by_a_run_without_an_end() -> None:
    run = log(unended(healthy()), gave_up=None)
    for measure in (timing.first_event_latency, timing.completion_time, timing.longest_silence):
        assert measure(TEN)(run, None).name


@pytest.mark.parametrize("kind", [thinks, says, Kind.AGENT_REASONING])
@pytest.mark.parametrize("nothing", ["", " \n", "\u200b"])
def test_what_nobody_sees_is_no_sign_and_ends_no_silence(kind: Kind, nothing: str) -> None:
    blank, shown = at(105.0, event(kind, text=nothing)), at(112.0, event(kind, text="x"))
    run = log([blank, shown, at(113.0, event(done, text="x"))])
    assert timing.first_event_latency(TEN)(run, None).value == 12.0
    assert timing.longest_silence(TEN)(run, None).value == 12.0
    assert failed(timing.first_event_latency(TEN)(log([blank], closed_at=130.0), None))
