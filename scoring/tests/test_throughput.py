"""Tokens a second: which tokens, over which time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.events import Event, RunLog
from scoring.tests.logs import done, event, fails, log, says, started
from scoring.throughput import estimated_tokens, throughput

ANSWER = "Turn off idle GPUs and save $4,200 a month from week two on."


def run(*events: tuple[float, Event]) -> RunLog:
    """A run asked at 100 s whose events came so many seconds later."""
    return log([replace(each, at=100.0 + at, frame=n) for n, (at, each) in enumerate(events)])


def ending(**data: Any) -> Event:
    return event(done, text=ANSWER, data=data)


def piece(text: str) -> Event:
    return event(says, text=text)


def test_the_time_runs_from_the_first_to_the_last_piece() -> None:
    found = throughput(
        run(
            (0.1, event(started)),
            (2.0, piece(ANSWER[:20])),
            (3.0, piece(ANSWER[20:])),
            (3.5, ending(usage={"output_tokens": 20})),
        )
    )
    assert found is not None
    assert (found.tokens, found.streamed, found.estimated) == (20, True, False)
    assert found.rate == pytest.approx(20.0)
    assert "first piece" in found.sentence


@pytest.mark.parametrize(
    "pieces",
    [
        [],
        [(2.0, ANSWER)],
        [(2.0, ANSWER[:9]), (2.0, ANSWER[9:])],
        [(2.0, ANSWER), (3.0, " ")],
    ],
)
def test_an_answer_in_one_piece_is_timed_from_the_question(
    pieces: list[tuple[float, str]],
) -> None:
    told = [(at, piece(text)) for at, text in pieces]
    found = throughput(run(*told, (4.0, ending(usage={"output_tokens": 20}))))
    assert found is not None
    assert not found.streamed
    assert found.rate == pytest.approx(5.0)


def test_pieces_after_the_end_do_not_count() -> None:
    found = throughput(
        run(
            (1.0, piece(ANSWER[:20])), (2.0, piece(ANSWER[20:])), (2.1, ending()), (9.0, piece("x"))
        )
    )
    assert found is not None
    assert found.seconds == pytest.approx(1.0)


@pytest.mark.parametrize(
    "usage",
    [None, {}, [], {"output_tokens": None}, {"output_tokens": 0}, {"output_tokens": True}]
    + [{"output_tokens": wrong} for wrong in (-5, "20", float("nan"), float("inf"), 10**400, 0.5)],
)
def test_without_a_believable_count_tokens_are_estimated_and_marked_so(usage: object) -> None:
    found = throughput(run((1.0, ending(usage=usage))))
    assert found is not None
    assert found.estimated
    assert found.tokens == estimated_tokens(ANSWER)
    assert "estimated" in found.sentence


def test_hidden_thoughts_in_the_count_do_not_make_an_answer_fast() -> None:
    found = throughput(run((1.0, ending(usage={"output_tokens": 5_000}))))
    assert found is not None
    assert found.estimated
    assert "5,000 that the agent states are more than it can have" in found.basis


def test_without_an_answer_there_is_no_speed() -> None:
    assert throughput(run((1.0, event(started)))) is None
    assert throughput(run((1.0, event(done, text=" ")))) is None
    assert throughput(run((1.0, event(fails, text="no")))) is None


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("", 0), ("one two three", 4), ("削減できます", 6), ("a" * 800, 100)],
)
def test_estimates(text: str, tokens: int) -> None:
    assert estimated_tokens(text) == tokens


@given(st.text(), st.text())
def test_more_text_never_has_fewer_tokens(one: str, other: str) -> None:
    assert 0 <= estimated_tokens(one) <= estimated_tokens(f"{one} {other}")


def test_a_few_words_before_the_answer_do_not_make_it_fast() -> None:
    told = [(1.0, piece("Well, ")), (1.01, piece("now: "))]
    found = throughput(run(*told, (7.0, ending())))
    assert found is not None
    assert (found.streamed, found.seconds) == (False, 7.0)


def test_a_count_that_no_answer_of_this_length_can_have_is_not_believed() -> None:
    found = throughput(run((1.0, ending(usage={"output_tokens": 1}))))
    assert found is not None
    assert found.estimated
    assert "fewer than it has" in found.basis


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (0, "the 0 that"),
        (-5, "the -1 that"),
        (1, "the 1 that"),
        (10**13, "the 1,000,000,000,000 that"),
    ],
)
def test_a_count_that_is_not_believed_is_told(stated: int, said: str) -> None:
    found = throughput(run((1.0, ending(usage={"output_tokens": stated}))))
    assert found is not None
    assert said in found.basis


@pytest.mark.parametrize("answer", ["one two three four five six", "one " * 60])
def test_a_count_is_believed_up_to_twice_and_down_to_a_quarter_of_the_estimate(answer: str) -> None:
    estimate = estimated_tokens(answer)
    most = max(2 * estimate, 10)
    for stated, believed in ((most, True), (most + 1, False), (estimate // 4, True)):
        found = throughput(
            run((1.0, event(done, text=answer, data={"usage": {"output_tokens": stated}})))
        )
        assert found is not None
        assert found.estimated is not believed
        assert found.tokens == (stated if believed else estimate)
