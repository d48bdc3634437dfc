"""Customers at once: how much slower they are served, how evenly, and how alike their answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from support import customers
from support.behaviour import RUBBISH, Cancel, DropLine, Flood, Resume
from support.benchmarks.answers import ONCE
from support.benchmarks.judging import judge
from support.benchmarks.likeness import likeness, own_terms
from support.benchmarks.neighbours import slowdown, trouble_made, unevenness
from support.benchmarks.promises import answered
from support.reading import Conversation, Told, read
from support.recording import SEND, Frame
from support.tests.recordings import asks, gets, notes, recording, whole_run
from support.tests.test_world import world
from support.verdict import Direction, Figure, Limit, Measurement, Outcome

LAG = {"lag": {"longest": 0.001}}


def took(seconds: float, answer: str = "Save $5.", name: str = "customer 1") -> Told:
    """A customer whose answer came so long after the question."""
    told = read(recording([notes("open"), *whole_run(answer=answer)], customer=name))
    (run,) = told.runs
    ending = replace(run.events[-1], at=run.asked_at + seconds)
    late = replace(run, events=(*run.events[:-1], ending))
    return replace(told, runs=(late,)), late


def unanswered() -> Told:
    told = read(
        recording([notes("open"), asks(), gets("agent_started"), notes("closed", code=1000)])
    )
    return told, told.runs[0]


def given_up(after: float) -> Told:
    """A customer for whom the suite stopped waiting after so many seconds."""
    gone = notes("trouble", kind="patience", text="the suite stopped waiting", run_id="r1")
    told = read(recording([notes("open"), asks(), gets("agent_started"), gone]))
    (run,) = told.runs
    assert run.impatient
    left = replace(run, closed_at=run.asked_at + after)
    return replace(told, runs=(left,)), left


def judged(found: tuple[Measurement, Limit]) -> Figure:
    # Recordings made elsewhere know no lag; with one that is known, a verdict can be given.
    return judge(replace(found[0], harness_lag=0.001), found[1])


@pytest.mark.parametrize(
    ("together", "alone", "outcome"),
    [
        ([1.4, 1.4, 1.4], [1.0, 1.0, 1.0], Outcome.MET),
        ([1.6, 1.6, 1.6], [1.0, 1.0, 1.0], Outcome.NOT_MET),
        ([1.0, 1.4, 9.0], [1.0, 1.0, 1.0], Outcome.MET),  # the slowest is another figure's matter
        ([0.5, 0.5, 0.5], [1.0, 1.0, 1.0], Outcome.MET),
        ([3.2], [1.0, 2.1, 9.0], Outcome.NOT_MET),
        ([3.1], [1.0, 2.1, 9.0], Outcome.MET),
    ],
)
def test_the_slowdown_is_held_to_the_baseline_of_the_same_run(
    together: list[float], alone: list[float], outcome: Outcome
) -> None:
    found = slowdown([took(each) for each in together], [took(each) for each in alone], 0.5)
    assert judged(found).outcome is outcome


def test_the_slowdown_says_how_much_it_was() -> None:
    found, limit = slowdown([took(1.2)], [took(1.0)], 0.5)
    assert found.why == "in the median of 1 at once, 20% longer than the 1.000 s of one alone"
    assert limit == Limit(1.0, "s", tolerance=0.5)
    faster, _ = slowdown([took(0.8)], [took(1.0)], 0.5)
    assert "20% shorter than" in faster.why


def test_lag_on_either_side_of_the_comparison_counts() -> None:
    (talk, run), base = took(1.49), took(1.0)
    assert talk.lag is None
    assert slowdown([(talk, run)], [base], 0.5)[0].harness_lag is None


def test_without_a_baseline_nothing_is_measured() -> None:
    assert judged(slowdown([took(1.0)], [], 0.5)).outcome is Outcome.NOT_MEASURED
    missing = judged(slowdown([took(1.0)], [unanswered()], 0.5))
    assert missing.outcome is Outcome.NOT_MET
    assert missing.reason.startswith("alone: no answer")


def test_an_answer_that_never_came_is_no_short_time() -> None:
    together = [took(1.0), unanswered(), took(1.0)]
    assert judged(slowdown(together, [took(1.0)], 0.5)).outcome is Outcome.NOT_MET
    assert judged(unevenness(together, 2)).outcome is Outcome.NOT_MET


@pytest.mark.parametrize(
    ("waited", "outcome"), [(1.4, Outcome.NOT_MEASURED), (1.6, Outcome.NOT_MET)]
)
def test_what_the_suite_did_not_wait_for_is_too_slow_only_beyond_the_limit(
    waited: float, outcome: Outcome
) -> None:
    assert judged(slowdown([given_up(waited)] * 3, [took(1.0)], 0.5)).outcome is outcome
    alone = judged(slowdown([took(1.0)], [given_up(waited)], 0.5))
    assert alone.outcome is Outcome.NOT_MEASURED


@pytest.mark.parametrize(
    ("times", "waited", "outcome"),
    [
        ([1.0, 1.0], [1.9], Outcome.NOT_MEASURED),
        ([1.0, 1.0], [2.1], Outcome.NOT_MET),
        ([1.0, 5.0], [2.1], Outcome.NOT_MEASURED),  # who is in the middle is not known
        ([1.0], [9.0, 9.0], Outcome.NOT_MEASURED),
        ([], [3.0, 3.0, 3.0], Outcome.NOT_MEASURED),
        ([1.0, 1.0, 1.0], [9.0], Outcome.NOT_MET),
        ([1.0, 1.0], [9.0, 9.0], Outcome.NOT_MEASURED),
    ],
)
def test_patience_that_ran_out_is_unfair_only_where_it_shows(
    times: list[float], waited: list[float], outcome: Outcome
) -> None:
    crowd = [*map(took, times), *map(given_up, waited)]
    assert judged(unevenness(crowd, 2)).outcome is outcome


@pytest.mark.parametrize(
    ("times", "outcome"),
    [([1.0, 1.0, 1.9], Outcome.MET), ([1.0, 1.0, 2.1], Outcome.NOT_MET)],
)
def test_the_slowest_is_held_to_the_one_in_the_middle(times: list[float], outcome: Outcome) -> None:
    figure = judged(unevenness([took(each) for each in times], 2))
    assert figure.outcome is outcome
    assert (
        "times the 1.000 s of the customer in the middle" in figure.reason + figure.measurement.why
    )


def test_two_customers_have_no_middle() -> None:
    assert judged(unevenness([took(1.0), took(9.0)], 2)).outcome is Outcome.NOT_MEASURED


def test_trouble_must_have_been_made() -> None:
    quiet = read(recording([notes("open"), *whole_run()]))
    assert judge(trouble_made(quiet), ONCE).outcome is Outcome.NOT_MEASURED
    dropped = read(recording([notes("open"), asks(), notes("dropped")]))
    assert judge(trouble_made(dropped), ONCE).outcome is Outcome.MET
    flood = recording([notes("open"), *whole_run()])
    rubbish = Frame(9.0, SEND, RUBBISH)
    flooded = read(replace(flood, frames=(*flood.frames, rubbish, rubbish)))
    assert trouble_made(flooded).value == 2


@pytest.mark.parametrize("trouble", customers.Trouble)
def test_every_troublemaker_makes_trouble_after_asking(trouble: customers.Trouble) -> None:
    one = customers.troublemaker(trouble)
    assert one.makes_trouble
    assert len(one.questions) == 1
    assert any(isinstance(each, Cancel | DropLine | Flood | Resume) for each in one.actions)


def test_what_happens_to_a_troublemaker_is_no_broken_promise() -> None:
    talks = [told for told, _ in (took(1.0), took(1.0, name="troublemaker"))]
    scene = world(*talks)
    scene.customers = [*customers.crowd(1), customers.troublemaker(customers.Trouble.FLOODS)]
    assert [talk.name for talk, _ in scene.runs] == ["customer 1"]
    assert [talk.name for talk in scene.troublemakers] == ["troublemaker"]
    assert len(scene.judge(answered, ONCE)) == 1


def test_those_who_ask_alone_have_the_same_questions_and_nothing_else_in_common() -> None:
    together = [*customers.crowd(3), customers.troublemaker(customers.Trouble.CANCELS)]
    alone = customers.each_alone(together)
    assert len(alone) == 3
    for one, other in zip(alone, together, strict=False):
        topics = {each.questions[0].text.partition(" (our")[0] for each in (one, other)}
        assert len(topics) == 1
        assert one.canary != other.canary
        assert one.name != other.name


SPOT = "Move 60% of training to spot machines: that saves $87,600 a year from week 8 on."
TIER = "Put 40 TB of logs into the archive tier: that saves $12,300 a year from week 3 on."


def talk_about(question: str, answer: str, name: str, canary: str = "") -> Conversation:
    lines = [notes("open"), *whole_run(answer=answer)]
    lines[1] = asks(content=question)
    return read(recording(lines, customer=name, canary=canary))


@pytest.mark.parametrize(
    ("second", "outcome"), [(TIER, Outcome.MET), (SPOT, Outcome.NOT_MET)], ids=["own", "another's"]
)
def test_an_answer_that_another_was_given_is_noticed(second: str, outcome: Outcome) -> None:
    talks = [
        talk_about("How do we train for less?", SPOT, "customer 1"),
        talk_about("How do we store logs for less?", second, "customer 2"),
    ]
    figures = [judge(likeness(talk, talks), Limit(70, "%")) for talk in talks]
    assert {figure.outcome for figure in figures} == {outcome}


def test_the_same_question_may_have_the_same_answer() -> None:
    talks = [
        talk_about(f"How do we train for less? (our reference: {ref})", SPOT, name, ref)
        for name, ref in (("customer 1", "REF-1"), ("customer 2", "REF-2"))
    ]
    assert likeness(talks[0], talks).value is None


@pytest.mark.parametrize(
    ("answer", "outcome"), [(SPOT, Outcome.MET), ("Knead the dough.", Outcome.NOT_MET)]
)
def test_an_answer_takes_up_its_question(answer: str, outcome: Outcome) -> None:
    talk = talk_about("How can we train on spot machines for less?", answer, "customer 1")
    limit = Limit(30, "%", Direction.AT_LEAST)
    assert judge(own_terms(talk, [talk]), limit).outcome is outcome


def test_no_answer_takes_up_nothing() -> None:
    talk, _ = unanswered()
    found = own_terms(talk, [talk])
    assert (found.value, found.failed) == (None, True)
