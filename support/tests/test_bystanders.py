"""What others feel of one customer's broken line: silence beyond what is usual, and no other."""

from __future__ import annotations

import json

import pytest

from support.benchmarks.bystanders import silence_of_others
from support.benchmarks.judging import judge
from support.reading import Told, read
from support.recording import RECV, SEND, Frame, Recording
from support.verdict import Figure, Limit, Outcome

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_MEASURED
HALF = Limit(0.5, "s")


def served(
    *events: float, broken: tuple[float, float] | None = None, ends: bool = True, lag: float = 0.1
) -> Told:
    """One customer who asks at 1.0 and gets events at these seconds, of which the last ends it."""
    payload = {"content": "q", "run_id": "r1", "thread_id": "t1"}
    frames = [Frame(0.0, "lag_floor", None, {"ms": lag})]
    frames.append(Frame(1.0, SEND, json.dumps({"type": "user_message", "payload": payload})))
    for number, at in enumerate(events, 1):
        last = ends and number == len(events)
        kind = "agent_completed" if last else "agent_thinking"
        told = {"type": kind, "run_id": "r1", "thread_id": "t1", "agent_id": "a", "seq": number}
        told |= {"parent_agent_id": None, "final_response": "so", "thought": "so"}
        frames.append(Frame(at, RECV, json.dumps(told)))
    for at, now in zip(broken or (), ("begins", "ends"), strict=False):
        frames.append(Frame(at, "fault", None, {"what": "the line breaks", "now": now}))
    frames.append(Frame(20.0, "end"))
    about = {"customer": "customer 2", "user": "u1"}
    talk = read(Recording(about, tuple(sorted(frames, key=lambda frame: frame.t))))
    return talk, talk.runs[0]


def judged(others: list[Told], before: list[Told]) -> Figure:
    return judge(*silence_of_others(others, before, HALF))


CALM = [served(1.2, 1.4, 1.6), served(1.3, 1.5, 1.8)]  # 0.2 s and 0.3 s
BROKEN = (2.0, 5.0)


@pytest.mark.parametrize(
    ("events", "outcome"),
    [
        ((1.5, 2.0, 2.5, 3.0), MET),
        ((1.5, 2.1, 2.88, 3.0), MET),  # just within 0.8 s, the limit
        ((1.5, 2.1, 5.1), NOT_MET),
        ((1.5, 2.1, 3.1), NOT_MET),  # by more than the 0.1 s by which those before differ
        ((1.5, 2.1, 2.95), UNKNOWN),
        ((1.2, 2.3, 2.5), NOT_MET),  # it fell silent just before
        ((1.1, 1.9), UNKNOWN),  # all was done before
        ((5.1, 5.2), NOT_MET),
    ],
)
def test_silence_while_it_goes_wrong_is_held_to_the_silence_before(
    events: tuple[float, ...], outcome: Outcome
) -> None:
    assert judged([served(*events, broken=BROKEN)], CALM).outcome is outcome


def test_silence_that_has_nothing_to_do_with_it_is_none_of_it() -> None:
    figure = judged([served(1.1, 1.9, 2.1, 4.9, 5.1, 9.0, broken=(1.95, 2.6))], CALM)
    assert figure.outcome is NOT_MET  # the silence from 2.1 on began in it
    figure = judged([served(1.1, 1.9, 2.1, 2.5, 2.9, 9.0, broken=(1.95, 2.8))], CALM)
    assert figure.outcome is MET


def test_one_who_is_never_served_again_is_told() -> None:
    figure = judged([served(1.5, 2.1, broken=BROKEN, ends=False)], CALM)
    assert figure.outcome is NOT_MET
    assert "17.900 s of customer 2, 0.300 s at most before it" in figure.reason


def test_the_longest_silence_of_all_is_what_counts() -> None:
    well, frozen = served(1.5, 2.0, 2.5, broken=BROKEN), served(1.5, 2.0, 4.5, broken=BROKEN)
    for others in ([well, frozen], [frozen, well]):
        assert judged(others, CALM).measurement.value == pytest.approx(2.5)


def test_trouble_that_is_too_short_to_show_proves_nothing() -> None:
    figure = judged([served(1.5, 2.0, 2.5, broken=(1.6, 2.3))], CALM)
    assert figure.outcome is UNKNOWN
    assert "silence for all of that keeps the limit, which is at most 0.800 s" in figure.reason


def test_where_nobody_was_served_before_nothing_is_usual() -> None:
    others = [served(1.5, 2.0, 2.5, broken=BROKEN)]
    lost = served(1.2, ends=False)
    assert judged(others, [lost, *CALM]).outcome is NOT_MET  # the agent owed an answer
    assert judged(others, []).outcome is UNKNOWN
    assert "nothing went wrong" in judged(CALM, CALM).reason


def test_a_late_harness_blames_nobody() -> None:
    late = served(1.5, 2.1, 3.1, broken=BROKEN, lag=400.0)
    figure = judged([late], CALM)
    assert figure.outcome is UNKNOWN
    assert "the harness itself was up to 400.1 ms late" in figure.reason
    assert judged([served(1.5, 2.0, 2.5, broken=BROKEN, lag=400.0)], CALM).outcome is UNKNOWN
