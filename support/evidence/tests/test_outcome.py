"""How a scenario ended: its worst step decides, then its hooks, then whether it was skipped."""

from __future__ import annotations

from itertools import permutations

import pytest
from behave.matchers import StepParseError
from behave.model import Scenario, Step
from behave.model_type import Status

from support.evidence.outcome import Ending, defuse, ending, outcome_of, reason_of
from support.verdict import HarnessError, NotMeasured, Outcome

BROKEN_STEP = (Status.error, HarnessError("no port was free"))
NOT_MET_STEP = (Status.failed, AssertionError("first sign of work: 7 s"))
UNKNOWN_STEP = (Status.error, NotMeasured("the harness was late"))
PASSED_STEP = (Status.passed, None)
UNDEFINED_STEP = (Status.undefined, None)
HOOK_STEP = (Status.hook_error, RuntimeError("the disk is full"))
SKIPPED_STEP = (Status.skipped, None)


def test_a_word_that_cannot_be_is_told_without_the_class_of_the_error() -> None:
    error = StepParseError(exc_cause=HarnessError("0 is no number of customers"))
    assert reason_of(error) == "0 is no number of customers"


Told = tuple[Status, BaseException | None]


def scenario(*steps: Told, status: Status | None = None) -> Scenario:
    """A scenario of Behave whose steps ended like this."""
    made = Scenario("f.feature", 1, "Scenario", "It works")
    for number, (ended, error) in enumerate(steps, 1):
        step = Step("f.feature", number, "Then", "then", f"promise {number} holds")
        step.status, step.exception = ended, error
        made.steps.append(step)
    if status is not None:
        made.set_status(status)
    return made


@pytest.mark.parametrize(
    ("steps", "outcome", "reason"),
    [
        ([BROKEN_STEP, NOT_MET_STEP, UNKNOWN_STEP], Outcome.BROKEN, "no port was free"),
        ([NOT_MET_STEP, UNKNOWN_STEP, PASSED_STEP], Outcome.NOT_MET, "first sign of work: 7 s"),
        ([UNKNOWN_STEP, PASSED_STEP, SKIPPED_STEP], Outcome.NOT_MEASURED, "the harness was late"),
        (
            [UNDEFINED_STEP, NOT_MET_STEP, UNKNOWN_STEP],
            Outcome.BROKEN,
            "the suite does not know this sentence (`make steps` lists all)",
        ),
        (
            [HOOK_STEP, NOT_MET_STEP, UNKNOWN_STEP],
            Outcome.BROKEN,
            "around this step, RuntimeError: the disk is full; the stack trace is in the report",
        ),
    ],
)
def test_the_worst_step_decides_wherever_it_stands(
    steps: list[Told], outcome: Outcome, reason: str
) -> None:
    worst = steps[0]
    for order in permutations(steps):
        sentence = f"Then promise {order.index(worst) + 1} holds"
        assert ending(scenario(*order)) == Ending(outcome, sentence, reason)


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        (AssertionError, Outcome.NOT_MET),
        (NotMeasured, Outcome.NOT_MEASURED),
        (HarnessError, Outcome.BROKEN),
    ],
)
def test_among_steps_that_are_equally_bad_the_first_is_told(
    kind: type[Exception], outcome: Outcome
) -> None:
    status = Status.failed if kind is AssertionError else Status.error
    found = ending(scenario(PASSED_STEP, (status, kind("one")), (status, kind("two"))))
    assert found == Ending(outcome, "Then promise 2 holds", "one")


@pytest.mark.parametrize("step", [NOT_MET_STEP, UNKNOWN_STEP, BROKEN_STEP])
def test_a_step_is_told_before_a_hook_and_before_skipping(step: Told) -> None:
    alone = ending(scenario(step))
    assert alone is not None
    assert ending(scenario(step, status=Status.hook_error)) == alone
    skipped = scenario(step)
    skipped.should_skip, skipped.skip_reason = True, "its protocol has no tools"
    assert ending(skipped) == alone


def test_a_hook_is_told_before_skipping() -> None:
    prepared = scenario(SKIPPED_STEP, status=Status.hook_error)
    prepared.exception = RuntimeError("the port is taken")
    prepared.should_skip = True
    assert ending(prepared) == Ending(
        Outcome.BROKEN,
        reason="before or after the scenario, RuntimeError: the port is taken; "
        "the stack trace is in the report",
    )


def test_what_was_skipped_is_not_supported() -> None:
    skipped = scenario(SKIPPED_STEP)
    skipped.should_skip, skipped.skip_reason = True, "its protocol has no tools"
    assert ending(skipped) == Ending(Outcome.NOT_SUPPORTED, reason="its protocol has no tools")


def test_only_what_passed_is_met_and_what_never_began_has_no_end() -> None:
    assert ending(scenario(PASSED_STEP, status=Status.passed)) == Ending(Outcome.MET)
    assert ending(scenario((Status.untested, None), status=Status.untested)) is None


@pytest.mark.parametrize(
    ("error", "outcome", "reason"),
    [
        (AssertionError("no"), Outcome.NOT_MET, "no"),
        (NotMeasured("too late"), Outcome.NOT_MEASURED, "too late"),
        (KeyboardInterrupt(), Outcome.NOT_MEASURED, "stopped by hand"),
        (HarnessError("no port"), Outcome.BROKEN, "no port"),
        (SystemExit(3), Outcome.BROKEN, "SystemExit: 3; the stack trace is in the report"),
    ],
)
def test_what_an_exception_means(error: BaseException, outcome: Outcome, reason: str) -> None:
    assert (outcome_of(error), reason_of(error)) == (outcome, reason)


def test_a_step_that_was_stopped_by_hand_is_not_measured() -> None:
    stopped = scenario((Status.failed, KeyboardInterrupt()))
    expected = Ending(Outcome.NOT_MEASURED, "Then promise 1 holds", "stopped by hand")
    assert ending(stopped) == expected
    broken = ending(scenario((Status.failed, KeyboardInterrupt()), NOT_MET_STEP))
    assert broken is not None
    assert broken.outcome is Outcome.NOT_MET


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (
            "the answer\nExpected: a word\n     but: was <3>\n",
            "the answer: expected a word, but: was <3>",
        ),
        ("a,\n\n \n  but: b", "a, but: b"),
        ("\nExpected: every figure within its limit\n     but: 3 faults", "3 faults"),
        ("one\n\n two\r\nbut no", "one two but no"),
    ],
)
def test_a_message_of_several_lines_becomes_one_sentence(told: str, sentence: str) -> None:
    assert reason_of(AssertionError(told)) == sentence


@pytest.mark.parametrize("many", ["\n", " \n", "but:", "\nbut:", ",\n", "x\n", "\nExpected:", "\r"])
def test_the_reason_of_a_huge_message_comes_at_once_and_is_short(many: str) -> None:
    told = reason_of(AssertionError(f"it said {many * 200_000}x"))
    assert told.startswith("it said")
    assert told.endswith("more characters)")
    assert len(told) < 700


@pytest.mark.parametrize("kind", [AssertionError, NotMeasured, RuntimeError])
def test_a_huge_message_reaches_no_reporter_whole(kind: type[Exception]) -> None:
    step = Step("f.feature", 1, "Then", "then", "it holds")
    step.status, step.exception = Status.failed, kind("first " + "x" * 3_000_000 + " last")
    step.error_message = f"Traceback\n{step.exception}"
    defuse(step)
    for told in str(step.exception), step.error_message:
        assert len(told) < 20_000
        assert "first" in told
        assert told.endswith(" last")
        assert " characters left out) " in told
    before = str(step.exception), step.error_message
    defuse(step)
    assert (str(step.exception), step.error_message) == before
