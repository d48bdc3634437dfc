"""The seven: each seen failing, on recordings with moved stamps, and what decides of several."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scoring.events import RunLog
from support.agents.profile import Can
from support.appraisal import Appraiser
from support.benchmarks import value
from support.benchmarks.grade import SEVEN
from support.benchmarks.growth import Step
from support.benchmarks.service_levels import LEVELS, Observed, evaluate
from support.growing import Growth
from support.lag import HarnessLag, Stall
from support.reading import Conversation
from support.recording import RECV, Recording
from support.repeats import Rate
from support.tests.stamped import ASKED, message, stamped
from support.verdict import Direction, Figure, HarnessError, Limit, Measurement, Outcome

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_MEASURED

GOLDEN = ("golden path completion", Limit(120, "s", tolerance=0.15))
FIRST = ("first event latency", Limit(5, "s", tolerance=0.10))
P95 = ("event delivery latency (p95)", Limit(100, "ms", tolerance=0.10))
VALUE = ("business value under load", Limit(0.70, "", Direction.AT_LEAST))
TOKENS = ("token throughput", Limit(10, "tokens/s", Direction.AT_LEAST, 0.10))
MEMORY = ("memory per user session", Limit(50, "MB", tolerance=0.10))
USERS = ("concurrent users served", Limit(3, "users", Direction.AT_LEAST))


def moved(first: float = 1.0, end: float = 2.0, name: str = "customer 1") -> Conversation:
    """A run whose first event and answer came so many seconds after the question."""
    ways = [first - 0.001, end - 0.101]
    return stamped(ways, name=name)


def seen(*talks: Conversation, rate: Rate | None = None, **more: Any) -> Observed:
    runs = [(talk, run) for talk in talks for run in talk.runs]
    return Observed([[talk] for talk in talks], runs, rate=rate or Rate(), **more)


def test_the_seven_have_a_measure_each_and_no_other_name_is_taken() -> None:
    assert tuple(LEVELS) == SEVEN
    with pytest.raises(HarnessError, match="'first event' is no service level; known: golden path"):
        evaluate("first event", Limit(5, "s"), seen())


@pytest.mark.parametrize("name", SEVEN)
def test_a_target_in_the_wrong_unit_is_refused(name: str) -> None:
    with pytest.raises(HarnessError, match=f"the target of {name[:20]}"):
        evaluate(name, Limit(5, "minutes"), seen())


@pytest.mark.parametrize("level", [GOLDEN, FIRST, P95, VALUE, TOKENS, MEMORY, USERS])
def test_where_nothing_was_seen_nothing_is_claimed(level: tuple[str, Limit]) -> None:
    figure = evaluate(*level, seen())
    assert figure.outcome is UNKNOWN
    assert figure.measurement.name == level[0]
    assert figure.reason


@pytest.mark.parametrize(
    ("level", "talk", "outcome"),
    [
        (GOLDEN, moved(end=137.9), MET),
        (GOLDEN, moved(end=138.1), NOT_MET),
        (GOLDEN, moved(end=119.0), MET),
        (FIRST, moved(first=5.49, end=7.0), MET),
        (FIRST, moved(first=5.51, end=7.0), NOT_MET),
        (GOLDEN, stamped([0.01] * 5, ending=False), NOT_MET),
    ],
)
def test_time_is_held_to_the_stated_limit(
    level: tuple[str, Limit], talk: Conversation, outcome: Outcome
) -> None:
    assert evaluate(*level, seen(talk)).outcome is outcome


def test_the_worst_run_decides_and_median_and_spread_stand_beside_it() -> None:
    figure = evaluate(*GOLDEN, seen(moved(end=10.0), moved(end=60.0), moved(end=11.0)))
    assert figure.outcome is MET
    assert figure.measurement.value == pytest.approx(60)
    assert figure.reason == (
        "after the question; the worst of 3 runs; median of 3 runs 11 s, unstable: spread 106% of "
        "the mean"
    )


def test_one_bad_run_is_enough_unless_some_may_be_bad() -> None:
    talks = [moved(end=10.0, name=f"customer 1, time {n}") for n in range(1, 10)]
    late = moved(end=150.0, name="customer 1, time 10")
    figure = evaluate(*GOLDEN, seen(*talks, late))
    assert figure.outcome is NOT_MET
    assert figure.reason.startswith("time 10: 150.000 s after the question; the limit")
    lenient = evaluate(*GOLDEN, seen(*talks, late, rate=Rate(9, 10)))
    assert lenient.outcome is MET
    assert lenient.measurement.value == pytest.approx(10)
    assert "9 of 10 runs count" in lenient.reason
    assert evaluate(*GOLDEN, seen(*talks, late, late, rate=Rate(9, 10))).outcome is NOT_MET


def test_a_run_that_could_not_be_timed_is_never_met() -> None:
    blurred = moved(first=5.4, end=7.0)
    lag = HarnessLag((Stall(ASKED + 5.1, ASKED + 5.4),), 0.0)
    figure = evaluate(*FIRST, seen(moved(), replace(blurred, lag=lag)))
    assert figure.outcome is UNKNOWN
    assert "the harness itself was up to 300.0 ms late" in figure.reason


def test_late_deliveries_of_any_customer_are_seen() -> None:
    figure = evaluate(*P95, seen(stamped([0.01] * 20), stamped([0.5] * 20, name="customer 2")))
    assert figure.outcome is NOT_MET


def answered(seconds: float, tokens: int | None, pieces: int = 2) -> Conversation:
    """A run whose answer took so long from its first to its last piece."""
    usage = {"usage": {"output_tokens": tokens}} if tokens is not None else {}
    text = "Save five dollars a month on idle machines at night."
    half = len(text) // 2
    chunks = [text[:half], text[half:]][:pieces]
    extra = [
        message(ASKED + 1 + n * seconds, RECV, type="stream_chunk", run_id="r1", content=piece)
        for n, piece in enumerate(chunks)
    ]
    end = message(
        ASKED + 1 + seconds, RECV, type="agent_completed", run_id="r1", final_response=text, **usage
    )
    return stamped([0.01], ending=False, extra=[*extra, end])


@pytest.mark.parametrize(
    ("talk", "outcome", "words"),
    [
        (answered(1.0, 20), MET, "20 tokens in 1.000 s from the first piece"),
        (answered(2.2, 20), MET, "close: only 1.0% within 9 tokens/s"),
        (answered(2.3, 20), NOT_MET, "as the agent's usage states"),
        (answered(1.0, None), MET, "estimated from the answer's words"),
        (answered(2.0, None), NOT_MET, "estimated from the answer's words"),
        (answered(1.0, 20, pieces=0), MET, "20 tokens in 2.000 s from the question on"),
        (stamped([0.01] * 3, ending=False), NOT_MET, "there is no answer to count"),
    ],
)
def test_tokens_a_second_are_held_to_the_limit(
    talk: Conversation, outcome: Outcome, words: str
) -> None:
    figure = evaluate(*TOKENS, seen(talk))
    assert (figure.outcome, words in figure.reason) == (outcome, True), figure.reason


def test_lag_that_decides_about_tokens_is_no_verdict() -> None:
    lag = HarnessLag((Stall(ASKED + 3.0, ASKED + 3.3),), 0.0)
    figure = evaluate(*TOKENS, seen(replace(answered(2.3, 20), lag=lag)))
    assert figure.outcome is UNKNOWN
    assert "300.0 ms late, which decides" in figure.reason
    slow = evaluate(*TOKENS, seen(replace(answered(20.0, 20), lag=lag)))
    assert slow.outcome is NOT_MET


def worth(*values: float | None) -> Observed:
    """Runs whose answers are worth this, and one of a user alone that is worth 0.9."""
    talks = [moved(name=f"customer {n}") for n in range(1, len(values) + 1)]
    worths = {id(talk.runs[0]): each for talk, each in zip(talks, values, strict=True)}

    def appraise(run: RunLog, _lag: HarnessLag | None) -> Measurement:
        found = worths.get(id(run), 0.9 if run.completed else None)
        return Measurement("", "", found, "by its words", failed=not run.completed)

    alone = moved(name="customer 1, alone")
    return seen(*talks, alone=[(alone, alone.runs[0])], appraise=appraise)


def test_the_worst_answer_under_load_decides() -> None:
    figure = evaluate(*VALUE, worth(0.9, 0.75, 0.8))
    assert (figure.outcome, figure.measurement.value) == (MET, 0.75)
    assert figure.reason == (
        "customer 2: by its words; close: only 7.1% within 0.700; the worst of 3 answers; in the "
        "median 0.800; a user alone gets 0.900 at worst, 0.900 in the median"
    )
    assert evaluate(*VALUE, worth(0.9, 0.69, 0.8)).outcome is NOT_MET


def test_an_answer_that_could_not_be_judged_or_never_came_is_never_met() -> None:
    assert evaluate(*VALUE, worth(0.9, None)).outcome is UNKNOWN
    observed = worth(0.9)
    lost = stamped([0.01] * 3, ending=False)
    without = replace(observed, runs=[*observed.runs, (lost, lost.runs[0])])
    assert evaluate(*VALUE, without).outcome is NOT_MET


def test_answers_are_really_judged() -> None:
    figure = evaluate(*VALUE, seen(moved(), appraise=Appraiser(Can()).of_runs(value.of_card)))
    assert figure.outcome is NOT_MET
    assert figure.measurement.value is not None
    assert figure.measurement.value < 0.7


@pytest.mark.parametrize(("per_user", "outcome"), [(0.2, MET), (54.0, MET), (56.0, NOT_MET)])
def test_memory_is_held_to_the_limit(per_user: float, outcome: Outcome) -> None:
    steps = tuple(Step(users, 80 + per_user * users, 0, 9) for users in (1, 3, 10, 30))
    growth = Growth(steps, (), Recording({}, ()), "USS")
    assert evaluate(*MEMORY, seen(growth=growth)).outcome is outcome


def together(*talks: Conversation) -> Figure:
    return evaluate(*USERS, Observed([list(talks)]))


def user(number: int, *extra: Any, ending: bool = True, since: float = 0.0) -> Conversation:
    """A user with things of their own, under way from `since` on."""
    talk = stamped([0.01] * 5, extra=extra, ending=ending, name=f"customer {number}")
    canary, own = f"REF-{number:016X}", f"run-{number:032x}"
    about = {**talk.recording.about, "canary": canary, "user": f"user-{number}"}
    run = replace(
        talk.runs[0],
        run_id=own,
        asked_at=talk.runs[0].asked_at + since,
        events=tuple(replace(each, at=each.at + since) for each in talk.runs[0].events),
    )
    return replace(talk, recording=replace(talk.recording, about=about), runs=(run,))


def test_users_who_all_got_what_was_promised_are_counted() -> None:
    figure = together(*map(user, (1, 2, 3)))
    assert (figure.outcome, figure.measurement.value) == (MET, 3)
    assert figure.reason == "each answered, and shown nothing of the others"


def test_a_user_without_an_answer_or_with_anothers_secret_is_not_served() -> None:
    lost = together(user(1), user(2), user(3, ending=False))
    assert (lost.outcome, lost.measurement.value) == (NOT_MET, 2)
    assert "customer 3: " in lost.reason
    gossip = message(ASKED + 0.3, RECV, type="agent_thinking", thought=f"REF-{1:016X}")
    shown = together(user(1), user(2), user(3, gossip))
    assert (shown.outcome, shown.measurement.value) == (NOT_MET, 2)
    assert "was shown the secret of customer 1" in shown.reason


def test_a_user_about_whom_nothing_is_known_decides_nothing() -> None:
    lost = user(3, ending=False)
    hurried = replace(lost.runs[0], hurried=True, impatient=True, gave_up="enough")
    figure = together(user(1), user(2), replace(lost, runs=(hurried,)))
    assert (figure.outcome, figure.measurement.value) == (UNKNOWN, None)
    assert "customer 3: " in figure.reason


def test_too_few_users_or_users_one_after_another_prove_nothing() -> None:
    few = together(user(1), user(2))
    assert few.outcome is UNKNOWN
    assert few.reason == "only 2 users asked"
    apart = together(user(1), user(2), user(3, since=60.0))
    assert apart.outcome is UNKNOWN
    assert "at most 2 of 3 users were under way at one moment" in apart.reason


def test_every_round_of_users_counts() -> None:
    good, bad = [user(n) for n in (1, 2, 3)], [user(1), user(2), user(3, ending=False)]
    assert evaluate(*USERS, Observed([good, good])).outcome is MET
    assert evaluate(*USERS, Observed([good, bad])).outcome is NOT_MET
