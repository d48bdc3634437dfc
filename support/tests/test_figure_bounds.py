"""Figures at their very limits: what just counts, what just does not, and the words in full."""

from __future__ import annotations

from dataclasses import replace

import pytest

from support.benchmarks import business_value, growth
from support.benchmarks.concurrency import users_served
from support.benchmarks.conversations import about
from support.benchmarks.grade import benchmarks_of
from support.benchmarks.likeness import likeness, own_terms
from support.benchmarks.service_levels import LEVELS, Observed, evaluate
from support.benchmarks.statistics import percentile
from support.evidence.tests.samples import figure, graded, results
from support.reading import read
from support.recording import Frame
from support.tests.recordings import asks, gets, notes, recording
from support.tests.stamped import stamped
from support.tests.test_neighbours import SPOT, TIER, talk_about
from support.verdict import Direction, Limit, Outcome


def test_likeness_leaves_secrets_out_and_says_whose_answer_it_was() -> None:
    one = talk_about("How do we train for less?", f"{SPOT} ZEBRA", "customer 1", "ZEBRA")
    other = talk_about("How do we store logs for less?", f"{SPOT} QUAGGA", "customer 2", "QUAGGA")
    found = likeness(one, [one, other])
    assert (found.name, found.unit, found.value) == ("likeness to another's answer", "%", 100.0)
    assert found.why.startswith("customer 2: ")
    third = talk_about("How do we store logs for less?", TIER, "customer 3")
    assert likeness(one, [one, third, other]).why.startswith("customer 2: ")
    assert likeness(one, [one, other, third]).value == 100.0


def test_own_terms_that_cannot_be_told_are_not_measured() -> None:
    talk = talk_about("?", "Save $5.", "customer 1")
    found = own_terms(talk, [talk])
    assert (found.name, found.unit, found.value) == ("key terms of the own question", "%", None)
    assert found.why


def test_a_secret_is_no_key_term() -> None:
    question = "How do we train on spot machines for less? (our reference: QUAGGA)"
    with_it = talk_about(question, SPOT, "customer 1", "QUAGGA")
    without = talk_about(question.replace("QUAGGA", ""), SPOT, "customer 1")
    assert own_terms(with_it, []).value == own_terms(without, []).value


def test_one_who_speaks_of_the_other_thing_too_is_told_so() -> None:
    talk = talk_about("how?", f"{SPOT} {TIER}", "customer 1")
    found = about("training", "logs")(talk, [talk])
    assert (found.name, found.value) == ("about training, not logs", 0.0)
    assert found.why.startswith("it speaks of logs too: ")


# -- limits and grades


def test_limits_are_rounded_to_what_anybody_would_write() -> None:
    assert business_value.at_least(1 / 3) == Limit(33.333333, "%", Direction.AT_LEAST)
    assert business_value.around(1 / 3, 1 / 7) == (
        Limit(19.047619, "%", Direction.AT_LEAST),
        Limit(47.619048, "%"),
    )
    assert business_value.so_many(3) == Limit(3, "", Direction.AT_LEAST)


def test_a_benchmark_without_a_figure_of_its_name_has_the_one_that_decided() -> None:
    wrong, right = figure(Outcome.NOT_MET, name="one"), figure(Outcome.MET, name="other")
    scenario = replace(graded(right, wrong), benchmarks=("a third",), outcome=Outcome.NOT_MET)
    found = [each for each in benchmarks_of(results(scenario)) if each.name == "a third"]
    assert [each.figure for each in found] == [wrong]
    own = replace(scenario, benchmarks=("other",))
    found = [each for each in benchmarks_of(results(own)) if each.name == "other"]
    assert [(each.figure, each.outcome) for each in found] == [(right, Outcome.MET)]


@pytest.mark.parametrize(
    ("level", "told"),
    [
        ("memory per user session", "memory was not read"),
        ("business value under load", "no answer was judged"),
    ],
)
def test_a_level_that_nobody_looked_at_is_not_measured(level: str, told: str) -> None:
    unit = LEVELS[level][0]
    found = evaluate(level, Limit(1, unit), Observed(rounds=[], runs=[], alone=[]))
    assert found.outcome is Outcome.NOT_MEASURED
    assert (found.measurement.why, found.measurement.unit) == (told, unit)
    assert found.measurement.name in ("", level)


def test_a_percentile_of_too_few_says_how_many_it_takes() -> None:
    with pytest.raises(ValueError, match=r"^p95 takes 20 samples, and there are 19$"):
        percentile([1.0] * 19, 0.95)
    assert percentile([float(n) for n in range(1, 21)], 0.95) == 19.0
    assert percentile([float(n) for n in range(1, 41)], 0.95) == 38.0


# -- memory over users


def _memory(*moments: float) -> list[Frame]:
    return [Frame(at, "memory", fields={"bytes": 5_000_000 + 1_000_000 * n})
            for n, at in enumerate(moments)]  # fmt: skip


def test_memory_counts_from_the_last_answer_until_the_first_goes() -> None:
    talk = stamped([0.01] * 3)
    ended, closed = talk.runs[0].ending, talk.runs[0].closed_at
    assert ended is not None
    middle = (ended.at + closed) / 2
    within = [ended.at, middle, closed]
    assert growth.step_of([talk], _memory(*within)) == growth.Step(1, 6.0, 2.0, 3)
    outside = [ended.at - 0.001, middle, closed + 0.001]
    assert growth.step_of([talk], _memory(*outside)).problem == (
        "memory was read 1 times while all 1 users were connected and answered; 3 times are "
        "needed; the last answer came 0.0 s after the first"
    )


def test_who_was_not_answered_is_named() -> None:
    nobody = read(recording([notes("open")]))
    assert growth.step_of([nobody], []).problem == (
        "1 of 1 users were not answered: customer 1: no answer came"
    )
    failed = read(recording([notes("open"), asks(), gets("agent_error", error="x", seq=1)]))
    assert growth.step_of([stamped([0.01] * 3), failed], []).problem.startswith(
        "1 of 2 users were not answered: customer 1: "
    )


@pytest.mark.parametrize(("noise", "hidden"), [(10.0, False), (10.1, True)])
def test_a_rise_may_hide_in_more_noise_than_a_tenth_of_the_memory(
    noise: float, hidden: bool
) -> None:
    steps = [growth.Step(users, 100.0, noise, 5) for users in (1, 3, 10)]
    steps[0] = replace(steps[0], mb=90.0)
    found = growth.rise_of_cost(steps, Limit(1.25, "times"))
    assert (found.name, found.unit) == ("rise of the cost of one more user", "times")
    assert found.value == (None if hidden else 0.0)
    if hidden:
        assert found.why == (
            "memory moved by 10.1 MB while all were connected and nobody asked: a rise could hide "
            "in it; 0.000 MB a user at the top, 5.000 MB before"
        )


def test_a_level_of_nobody_saw_nothing() -> None:
    limit = Limit(1, "s")
    found = evaluate("golden path completion", limit, Observed(rounds=[], runs=[], alone=[]))
    assert (found.outcome, found.measurement.why) == (
        Outcome.NOT_MEASURED,
        "nobody asked anything",
    )
    assert (found.measurement.unit, found.limit) == ("s", limit)
    silent = users_served([read(recording([notes("open")]))], Limit(1, "users", Direction.AT_LEAST))
    assert (silent.name, silent.value) == ("concurrent users served", 0)
    assert "nothing was asked" in silent.why
