"""Event delivery latency: late events are seen, and doubt about clocks decides nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.benchmarks.delivery import deliveries, delivery_latency
from support.benchmarks.judging import judge
from support.lag import HarnessLag, Stall
from support.reading import Conversation
from support.recording import RECV, SEND
from support.tests.stamped import ASKED, WALL, line, message, stamped
from support.verdict import Figure, Limit, Outcome

LIMIT = Limit(100, "ms", tolerance=0.1)
FAST, SLOW = 0.005, 0.2
MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_MEASURED


def judged(*talks: Conversation) -> Figure:
    return judge(delivery_latency(deliveries(talks), LIMIT), LIMIT)


def test_fast_events_keep_the_limit_and_say_how_many_they_are() -> None:
    figure = judged(stamped([FAST] * 20))
    assert (figure.outcome, figure.measurement.unit) == (MET, "ms")
    assert figure.measurement.value == pytest.approx(5, abs=0.01)
    assert figure.reason.startswith(
        "p95 of 20 events; median 5.0, greatest 5.0 ms; clock offset +0.0"
    )


def test_events_with_old_times_have_missed_it() -> None:
    figure = judged(stamped([SLOW] * 20))
    assert figure.outcome is NOT_MET
    assert figure.reason.startswith("200.000 ms p95 of 20 events")


def test_one_in_twenty_may_be_late_and_two_may_not() -> None:
    assert judged(stamped([FAST] * 19 + [SLOW])).outcome is MET
    assert judged(stamped([FAST] * 18 + [SLOW] * 2)).outcome is NOT_MET


def test_of_few_events_every_one_counts() -> None:
    figure = judged(stamped([FAST] * 4 + [SLOW]))
    assert figure.outcome is NOT_MET
    assert "every one of 5 events" in figure.reason


def test_the_boundary_is_the_limit_with_its_tolerance() -> None:
    assert judged(stamped([0.1098] * 20)).outcome is MET
    close = judged(stamped([0.1098] * 20)).reason
    assert "close: only 0.2% within 110 ms" in close
    assert judged(stamped([0.1102] * 20)).outcome is NOT_MET


@pytest.mark.parametrize("ahead", [0.0, 12.0, -3600.0])
def test_a_clock_elsewhere_is_taken_into_account(ahead: float) -> None:
    def figure(way: float) -> Figure:
        pings = [(0.01, 0.01)] * 3
        return judged(stamped([way] * 20, ahead=ahead, pings=pings, same_host=False))

    assert figure(0.02).outcome is MET
    assert "3 pings" in figure(0.02).reason
    assert figure(SLOW).outcome is NOT_MET


def test_too_much_doubt_about_the_clocks_is_no_verdict() -> None:
    wide = stamped([0.02] * 20, pings=[(0.3, 0.3)], same_host=False, ahead=1.0)
    wide_talk = replace(wide, runs=(replace(wide.runs[0], asked_at=ASKED - 5),))
    figure = judged(wide_talk)
    assert figure.outcome is UNKNOWN
    assert "more than 50% of the limit" in figure.reason


def test_doubt_that_decides_is_no_verdict() -> None:
    talk = stamped([0.120] * 20, pings=[(0.04, 0.04)], same_host=False)
    figure = judged(talk)
    assert figure.outcome is UNKNOWN
    assert "decides the verdict" in figure.reason


@given(st.floats(0.0, 0.5), st.floats(0.0001, 0.2), st.floats(0.0001, 0.2), st.floats(-10, 10))
def test_no_verdict_is_ever_wrong_because_of_the_clocks(
    way: float, there: float, back: float, ahead: float
) -> None:
    talk = stamped([way] * 20, pings=[(there, back)], ahead=ahead, same_host=False)
    outcome = judged(talk).outcome
    assert outcome is not (NOT_MET if way <= 0.1099 else MET if way >= 0.1101 else None)


@pytest.mark.parametrize(
    ("talk", "reason"),
    [
        (stamped([FAST] * 20, times=[None] * 20), "carries a time of its own"),
        (stamped([FAST] * 20, ahead=9.0), "in the future"),
        (stamped([FAST] * 20, times=[*[None] * 15, *[WALL + 101.6 + n for n in range(5)]]), ""),
    ],
)
def test_times_that_cannot_be_used_are_no_verdict(talk: Conversation, reason: str) -> None:
    figure = judged(talk)
    assert figure.outcome is UNKNOWN
    assert reason in figure.reason


@pytest.mark.parametrize(
    ("way", "silent", "outcome"),
    [
        (FAST, 11, UNKNOWN),
        (FAST, 2, UNKNOWN),  # both may have been slow, and one in twenty may be
        (FAST, 1, MET),
        (SLOW, 2, NOT_MET),  # however fast the two were
        (SLOW, 18, NOT_MET),
        (SLOW, 19, UNKNOWN),
    ],
)
def test_events_without_times_may_have_been_fast_or_slow(
    way: float, silent: int, outcome: Outcome
) -> None:
    says = [WALL + ASKED + 0.001 + n / 10 if n >= silent else None for n in range(20)]
    figure = judged(stamped([way] * 20, times=says))
    assert figure.outcome is outcome
    assert f"only {20 - silent} of 20 events carry a time of the agent" in figure.reason


def test_a_clock_that_steps_back_is_no_verdict_but_an_event_that_comes_late_is() -> None:
    back = [WALL + ASKED + 0.001 + n / 10 - (3.0 if n == 12 else 0) for n in range(20)]
    back[12] = max(back[12], WALL + ASKED + 0.0005)
    stepping = judged(stamped([FAST] * 20, times=back))
    assert stepping.outcome is UNKNOWN
    assert "step back" in stepping.reason
    late = [FAST] * 17 + [1.0, 1.0, FAST]
    assert judged(stamped(late)).outcome is NOT_MET


def test_a_clock_that_stands_still_is_no_verdict_but_a_burst_is() -> None:
    still = stamped([FAST] * 20, times=[WALL + ASKED + 0.0011] * 20)
    assert judged(still).outcome is UNKNOWN
    assert "all events of a run carry the same time" in judged(still).reason
    burst = stamped(
        [0.2 - n / 10 for n in range(3)], times=[WALL + ASKED + 0.0011] * 3
    )  # three events, received at one moment
    assert judged(burst).outcome is NOT_MET


def test_what_is_sent_again_after_a_line_broke_does_not_count() -> None:
    resume = message(110.0, SEND, type="resume", run_id="r1", last_seq=1)
    again = [
        message(
            110.1 + n / 1000, RECV, type="agent_thinking", run_id="r1", timestamp=WALL + ASKED + 1,
        )
        for n in range(20)
    ]  # fmt: skip
    plain = stamped([FAST] * 20, ending=False)
    resumed = stamped([FAST] * 20, ending=False, extra=[resume, *again])
    assert len(deliveries([plain]).events) == len(deliveries([resumed]).events) == 20
    assert judged(resumed).outcome is MET


def test_the_harnesss_own_delay_is_not_the_agents() -> None:
    late = stamped([0.15] * 20)
    stalls = tuple(Stall(ASKED + n / 10, ASKED + 0.001 + n / 10 + 0.15) for n in range(20))
    figure = judged(replace(late, lag=HarnessLag(stalls, 0.0)))
    assert figure.outcome is UNKNOWN
    assert "the harness itself was up to" in figure.reason


def test_all_customers_count_together_and_one_with_a_bad_clock_spoils_it() -> None:
    many = [stamped([FAST] * 10, name=f"customer {n}") for n in (1, 2)]
    assert "p95 of 20 events" in judged(*many).reason
    bad = stamped([FAST] * 10, ahead=9.0, name="customer 3")
    figure = judged(*many, bad)
    assert figure.outcome is UNKNOWN
    assert figure.reason.startswith("customer 3: ")


def test_no_events_no_verdict() -> None:
    hello = message(1.0, RECV, type="connection_established", timestamp=WALL + 1.0)
    empty = stamped([], extra=[hello, line(2.0, "end")])
    assert judged(empty).outcome is UNKNOWN
    assert judged().outcome is UNKNOWN
