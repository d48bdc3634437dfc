"""What is said of answers, tools and others while something goes wrong: name, unit, reason."""

from __future__ import annotations

import pytest

from support.benchmarks import effect, restoration
from support.benchmarks.bystanders import silence_of_others
from support.tests.test_bystanders import BROKEN, CALM, HALF, served
from support.tests.test_restoration import NO_ANSWER, UNREAD, talk, worth
from support.verdict import Limit, Measurement

Told = tuple[str, str, float | None, str]


def told(found: Measurement) -> Told:
    return found.name, found.unit, found.value, found.why


def quality(value: float | None, why: str) -> Told:
    return "quality afterwards", "%", value, why


def time(value: float | None, why: str) -> Told:
    return "time to restored quality", "s", value, why


def made(value: float | None, why: str) -> Told:
    return "trouble that was made", "time", value, why


SLOW = "its tools are slow"
VARIED = "its answers already varied by more than 5% before: 60.0%, 80.0%, 100.0%"


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ((80, 80, 80, 50, 72), quality(90.0, "72.0% after, 80.0% before")),
        ((80, 80, 80, 50, NO_ANSWER), quality(0.0, "0.0% after, 80.0% before")),
        (
            (80, 80, 80, 50, UNREAD),
            quality(None, "the last answer could not be judged: the sums could not be read"),
        ),
        (
            (80, UNREAD, 80, 50, 80),
            quality(None, "an answer from before could not be judged: the sums could not be read"),
        ),
        ((0, 0, 0, 50, 80), quality(None, "there is no answer from before to compare with")),
        ((60, 80, 100, 50, 80), quality(None, f"80.0% after, 80.0% before, but {VARIED}")),
    ],
)
def test_quality_afterwards(figures: tuple[float | Measurement, ...], expected: Told) -> None:
    assert told(restoration.quality_kept(talk(), worth(*figures), 0.05)) == expected


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (
            (80, 80, 80, 50, UNREAD),
            time(None, "an answer could not be judged: the sums could not be read"),
        ),
        (
            (80, 80, 80, 50, 40),
            time(
                None,
                "no answer after it was over is worth what it was before (80%): 40%",
            ),
        ),
        ((60, 80, 100, 50, 80), time(None, VARIED)),
        ((80, UNREAD, 80, 50, 80), time(None, "an answer from before could not be judged: the sums "
                                        "could not be read")),
    ],
)  # fmt: skip
def test_time_to_restored_quality(figures: tuple[float | Measurement, ...], expected: Told) -> None:
    assert told(restoration.restored(talk(), worth(*figures), 0.05)) == expected


def test_an_answer_that_fails_after_it_was_over_is_no_restored_one() -> None:
    found = restoration.restored(talk(), worth(80, 80, 80, 50, 40), 0.05)
    assert (found.timing, found.harness_lag, found.failed) == (True, None, True)
    good = restoration.restored(talk(), worth(80, 80, 80, 50, 79), 0.05)
    assert (good.name, good.unit, good.value) == ("time to restored quality", "s", 9.0)


def test_what_makes_too_few_answers_too_few() -> None:
    found = restoration.quality_kept(talk(1), worth(80, 50, 80), 0.05)
    assert found.why == (
        "how much the agent's answers vary by themselves is not known: 1 came before, and 3 are "
        "needed"
    )


@pytest.mark.parametrize(
    ("tools", "expected"),
    [
        (
            (0.1, 0.1, 0.1, 0.5, 0.1),
            made(1, "0.500 s a call meanwhile, 0.100 s before and after it"),
        ),
        (
            (0.1, 0.1, 0.1),
            made(
                None,
                "its tools are slow: too few answers with tool calls to tell: 0 meanwhile, "
                "3 before and after it",
            ),
        ),
    ],
)
def test_tools_that_were_slow(tools: tuple[float, ...], expected: Told) -> None:
    found = told(effect.tools_slowed(talk(tools=tools)))
    assert (found[:2], found[3]) == (expected[:2], expected[3])
    assert found[2] == expected[2]


def test_tools_that_were_no_slower_say_by_how_much_they_might_be() -> None:
    found = effect.tools_slowed(talk(tools=(0.1, 0.1, 0.1, 0.1, 0.1)))
    assert told(found) == made(
        None,
        "its tools are slow: the trouble did not show: 0.100 s a call meanwhile, 0.100 s before "
        "and after it, where 0.100 s may come by chance",
    )


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ((80, 80, 80, 50, 80), made(1, "50.0% meanwhile, 80.0% before")),
        (
            (80, 80, 80, 80, 80),
            made(None, f"{SLOW}: the trouble did not show: 80.0% meanwhile, 80.0% before"),
        ),
        (
            (80, 80, 80, UNREAD, 80),
            made(
                None,
                "its tools are slow: no answer could be judged: the sums could not be read",
            ),
        ),
        ((0, 0, 0, 50, 80), made(None, "there is no answer from before to compare with")),
    ],
)  # fmt: skip
def test_a_model_that_was_weaker(figures: tuple[float | Measurement, ...], expected: Told) -> None:
    assert told(effect.model_weakened(talk(), worth(*figures), 0.05)) == expected


def test_what_is_said_of_the_silence_of_others() -> None:
    name = "longest silence of others"
    found, limit = silence_of_others([served(1.5, 2.5, 5.0, broken=BROKEN)], CALM, HALF)
    assert limit == Limit(0.8, "s")
    assert told(found) == (name, "s", 2.5, "of customer 2, 0.300 s at most before it")
    short = served(1.5, 2.2, broken=(2.0, 2.1))
    found, limit = silence_of_others([short], CALM, HALF)
    assert told(found)[:3] == (name, "s", None)
    assert found.why.startswith(
        "it went wrong for 0.100 s: silence for all of that keeps the limit"
    )
    found, _ = silence_of_others([served(1.2, 1.4, broken=BROKEN)], CALM, HALF)
    assert told(found) == (name, "s", None, "nobody else was at work while it went wrong")
    found, limit = silence_of_others([served(1.5, broken=BROKEN)], [], HALF)
    assert (told(found), limit) == ((name, "s", None, "before it: nobody asked"), HALF)
    assert (found.timing, found.harness_lag, found.failed) == (True, None, False)


def test_others_whose_silences_differ_by_themselves_are_not_blamed() -> None:
    wide = [served(1.2, 1.4, 1.6), served(1.3, 3.3)]
    found, limit = silence_of_others([served(1.5, 4.2, broken=BROKEN)], wide, HALF)
    assert limit == Limit(2.5, "s")
    assert told(found)[:3] == ("longest silence of others", "s", None)
    assert found.why.startswith(
        "2.700 s of customer 2, 2.000 s at most before it; the limit is at most 2.500 s"
    )
    assert found.why.endswith(", but those before differ by 1.800 s themselves")
