"""Asking again and again: fresh ids each time, and how often a promise was kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.behaviour import Cancel, Customer, Listen, Moment, Question, WaitFor, asks
from support.customers import crowd
from support.repeats import Rate, rates, rounds, who
from support.verdict import Figure, HarnessError, Limit, Measurement, Outcome

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_MEASURED
LIMIT = Limit(5, "s")


def figures(*outcomes: Outcome, name: str = "answer") -> list[Figure]:
    return [
        Figure(Measurement(f"{name}, time {n}", "s", 1.0, ""), LIMIT, outcome, f"because {n}")
        for n, outcome in enumerate(outcomes, 1)
    ]


def outcome_of(outcomes: list[Outcome], rate: Rate, times: int | None = None) -> Outcome:
    (found,) = rates(figures(*outcomes), rate, times or len(outcomes))
    return found.outcome


def test_asked_once_everybody_stays_as_they_are() -> None:
    everybody = crowd(3)
    assert rounds(everybody, 1) == [everybody]


def test_each_time_has_its_own_ids_secrets_and_names() -> None:
    everybody = crowd(2)
    three = rounds(everybody, 3)
    assert [[each.name for each in part] for part in three] == [
        [f"customer {who}, time {when}" for who in (1, 2)] for when in (1, 2, 3)
    ]
    questions = [question for part in three for each in part for question in each.questions]
    for own in ("run_id", "thread_id"):
        assert len({getattr(question, own) for question in questions}) == 6
    canaries = {each.canary for part in three for each in part}
    assert len(canaries) == 6
    assert not canaries & {each.canary for each in everybody}
    for part in three:
        for each in part:
            assert each.canary in each.questions[0].text


def test_what_a_customer_does_about_a_question_follows_it() -> None:
    question = Question("why?")
    steps = (*asks(question, WaitFor(Moment.TOOL, question), Cancel(question)), Listen(1))
    first, second = (part[0] for part in rounds([Customer("c", steps)], 2))
    for each in (first, second):
        (own,) = each.questions
        assert own.text == "why?"
        assert own.run_id != question.run_id
        about = [getattr(action, "question", None) for action in each.actions]
        assert about == [own, own, own, own, None]
        assert each.actions[-1] == Listen(1)


@pytest.mark.parametrize(
    ("rate", "times", "needed"),
    [(Rate(), 10, 10), (Rate(9, 10), 10, 9), (Rate(9, 10), 1, 1), (Rate(2, 3), 4, 3)],
)
def test_a_part_of_a_time_counts_as_one(rate: Rate, times: int, needed: int) -> None:
    assert rate.needed(times) == needed


@pytest.mark.parametrize(
    ("outcomes", "rate", "outcome"),
    [
        ([MET] * 10, Rate(), MET),
        ([MET] * 9 + [NOT_MET], Rate(), NOT_MET),
        ([MET] * 9 + [NOT_MET], Rate(9, 10), MET),
        ([MET] * 8 + [NOT_MET] * 2, Rate(9, 10), NOT_MET),
        ([MET] * 9 + [UNKNOWN], Rate(), UNKNOWN),
        ([MET] * 9 + [UNKNOWN], Rate(9, 10), MET),
        ([MET] * 8 + [UNKNOWN, NOT_MET], Rate(9, 10), UNKNOWN),
        ([MET] * 7 + [UNKNOWN, NOT_MET, NOT_MET], Rate(9, 10), NOT_MET),
        ([UNKNOWN] * 3, Rate(1, 3), UNKNOWN),
    ],
)
def test_the_rate_is_judged_and_what_is_unknown_is_neither(
    outcomes: list[Outcome], rate: Rate, outcome: Outcome
) -> None:
    assert outcome_of(outcomes, rate) is outcome


def test_times_that_were_never_asked_count_as_unknown() -> None:
    assert outcome_of([NOT_MET, NOT_MET], Rate(9, 10), 10) is NOT_MET
    assert outcome_of([MET, NOT_MET], Rate(9, 10), 10) is UNKNOWN


def test_a_rate_reads_like_a_sentence() -> None:
    (found,) = rates(figures(MET, NOT_MET, MET, NOT_MET, NOT_MET), Rate(4, 5), 5)
    assert found.measurement.name == "answer, how often"
    assert str(found.limit) == "at least 4 of 5"
    assert found.reason == (
        "kept 2 times of 5; not time 2: because 2; not time 4: because 4; and 1 more"
    )
    (short,) = rates(figures(MET), Rate(), 3)
    assert short.reason == "kept 1 times of 3; asked only 1 times"


def test_each_promise_has_its_own_rate() -> None:
    two = [*figures(MET, MET, name="answer, customer 1"), *figures(MET, NOT_MET, name="answer")]
    one, other = rates(two, Rate(), 2)
    assert (one.measurement.name, one.outcome) == ("answer, customer 1, how often", MET)
    assert (other.measurement.name, other.outcome) == ("answer, how often", NOT_MET)


def test_a_figure_names_only_what_tells_it_apart() -> None:
    assert who("customer 1", ["customer 1"]) == ""
    assert who("customer 1", ["customer 1", "customer 2"]) == "customer 1"
    assert who("customer 1, time 2", ["customer 1, time 1", "customer 1, time 2"]) == "time 2"
    several = ["customer 1, time 1", "customer 2, time 1", "customer 1, time 2"]
    assert who("customer 1, time 2", several) == "customer 1, time 2"


@given(st.lists(st.sampled_from([MET, NOT_MET, UNKNOWN]), min_size=1, max_size=30), st.data())
def test_another_kept_promise_never_makes_a_rate_worse(
    outcomes: list[Outcome], data: st.DataObject
) -> None:
    of = data.draw(st.integers(1, 10))
    rate = Rate(data.draw(st.integers(1, of)), of)
    rank = {NOT_MET: 0, UNKNOWN: 1, MET: 2}
    position = data.draw(st.integers(0, len(outcomes) - 1))
    better = [*outcomes]
    better[position] = MET
    assert rank[outcome_of(better, rate)] >= rank[outcome_of(outcomes, rate)]


@pytest.mark.parametrize(("kept", "of"), [(6, 5), (0, 5), (0, 0), (-1, 5)])
def test_a_rate_that_cannot_be_is_no_agents_fault(kept: int, of: int) -> None:
    with pytest.raises(HarnessError, match=f"cannot be kept {kept} times of {of}"):
        Rate(kept, of)
