"""Answers before and after trouble: held to what is usual, and chance is neither loss nor gain."""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Sequence

import pytest

from support.benchmarks import effect, restoration
from support.benchmarks.chance import FEWEST, reach
from support.benchmarks.judging import judge
from support.reading import Conversation, read
from support.recording import RECV, SEND, Frame, Recording
from support.verdict import Direction, Limit, Measurement, Outcome

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_MEASURED
NO_ANSWER = Measurement("answer", "%", None, "there is no answer", failed=True)
UNREAD = Measurement("quality", "%", None, "the sums could not be read")
LEAST = Limit(95, "%", Direction.AT_LEAST)


def worth(*percent: float | Measurement) -> list[Measurement]:
    given = [each for each in percent if isinstance(each, Measurement)]
    assert len(given) <= 1
    return [
        each if isinstance(each, Measurement) else Measurement("quality", "%", each, "judged")
        for each in percent
    ]


def talk(
    before: int = 3, tools: Sequence[float] = (), *, begins: bool = True, late_ms: float = 0.0
) -> Conversation:
    """One question every ten seconds, each answered a second later; it goes wrong for the last but
    one, and is over two seconds after that was asked. Tool calls take these seconds each.
    """
    frames = [Frame(0.0, "lag_floor", None, {"ms": late_ms})]
    for number in range(before + 2):
        at, run = 10.0 * number + 10, f"r{number}"
        if number == before and begins:
            said = {"what": "its tools are slow"}
            frames.append(Frame(at - 1, "fault", None, {**said, "now": "begins"}))
            frames.append(Frame(at + 2, "fault", None, {**said, "now": "ends"}))
        payload = {"content": "q", "run_id": run, "thread_id": "t1"}
        frames.append(Frame(at, SEND, json.dumps({"type": "user_message", "payload": payload})))
        if number < len(tools):
            frames.append(heard(at + 0.1, run, "tool_executing", tool_call_id="c", tool_name="t"))
            result = {"tool_call_id": "c", "tool_name": "t", "results": {}}
            frames.append(heard(at + 0.1 + tools[number], run, "tool_completed", **result))
        frames.append(heard(at + 1, run, "agent_completed", final_response="Save $5."))
    ordered = tuple(sorted(frames, key=lambda frame: frame.t))
    return read(Recording({"customer": "customer 1", "user": "u1"}, ordered))


def heard(t: float, run: str, kind: str, **fields: object) -> Frame:
    base = {"type": kind, "run_id": run, "thread_id": "t1", "agent_id": "a"}
    return Frame(t, RECV, json.dumps({**base, "parent_agent_id": None, **fields}))


@pytest.mark.parametrize(
    ("values", "outcome", "words"),
    [
        ((80, 80, 80, 10, 80), MET, "80.0% after, 80.0% before"),
        ((80, 80, 80, 10, 76), MET, "76.0% after, 80.0% before"),
        ((80, 80, 80, 10, 75), NOT_MET, "75.0% after, 80.0% before"),
        ((80, 81, 79, 10, 60), NOT_MET, "60.0% after, 80.0% before"),
        ((80, 81, 79, 10, 75), UNKNOWN, "72.0% may come by chance: ask more often before"),
        ((80, 60, 90, 10, 80), UNKNOWN, "varied by more than 5% before: 80.0%, 60.0%, 90.0%"),
        ((80, 60, 90, 10, 60), UNKNOWN, "varied by more than 5% before"),
        ((80, 80, 80, 10, NO_ANSWER), NOT_MET, "0.0% after"),
        ((80, 80, 80, 10, UNREAD), UNKNOWN, "the sums could not be read"),
        ((80, UNREAD, 80, 10, 80), UNKNOWN, "from before could not be judged: the sums"),
        ((80, NO_ANSWER, 80, 10, 80), UNKNOWN, "80.0%, 0.0%, 80.0%"),
        ((0, 0, 0, 10, 80), UNKNOWN, "there is no answer from before"),
    ],
)
def test_the_last_answer_is_held_to_what_was_usual(
    values: tuple[float | Measurement, ...], outcome: Outcome, words: str
) -> None:
    found = judge(restoration.quality_kept(talk(), worth(*values), 0.05), LEAST)
    assert found.outcome is outcome
    assert words in found.reason


@pytest.mark.parametrize("before", [1, 2])
def test_too_few_answers_say_nothing_of_what_is_usual(before: int) -> None:
    values = worth(*[80.0] * (before + 2))
    found = restoration.quality_kept(talk(before), values, 0.05)
    assert (found.value, found.failed) == (None, False)
    assert f"{before} came before, and 3 are needed" in found.why


@pytest.mark.parametrize(
    ("values", "seconds", "failed", "words"),
    [
        # The answer in the trouble comes while it lasts, and is none from after it.
        ((80, 80, 80, 80, 80), 9.0, False, "after it was over"),
        ((80, 80, 80, 80, 10), None, True, "worth what it was before (80%): 10%"),
        ((80, 81, 79, 80, 75), None, False, "may come by chance"),
        ((80, 60, 90, 80, 80), None, False, "varied by more than 5%"),
        ((80, 80, 80, 80, UNREAD), None, False, "the sums could not be read"),
        ((0, 0, 0, 80, 80), None, False, "no answer from before"),
    ],
)
def test_when_answers_are_as_good_again(
    values: tuple[float | Measurement, ...], seconds: float | None, failed: bool, words: str
) -> None:
    found = restoration.restored(talk(), worth(*values), 0.05)
    assert found.value == (None if seconds is None else pytest.approx(seconds))
    assert found.failed is failed
    assert words in found.why


def test_where_nothing_went_wrong_nothing_is_restored() -> None:
    calm, values = talk(begins=False), worth(*[80.0] * 5)
    found = (
        restoration.restored(calm, values, 0.05),
        effect.tools_slowed(calm),
        effect.model_weakened(calm, values, 0.05),
    )
    assert all("nothing went wrong" in each.why and each.value is None for each in found)


@pytest.mark.parametrize(
    ("seconds", "value", "words"),
    [
        ((0.10, 0.11, 0.09, 0.60, 0.10), 1, "0.600 s a call meanwhile, 0.100 s before and after"),
        ((0.10, 0.11, 0.09, 0.11, 0.10), None, "the trouble did not show"),
        ((0.10, 0.60, 0.09, 0.60, 0.10), None, "may come by chance"),
        ((0.10, 0.11, 0.09), None, "0 meanwhile, 3 before and after it"),
        ((), None, "too few answers with tool calls"),
    ],
)
def test_tools_that_were_no_slower_than_usual_were_not_slow(
    seconds: tuple[float, ...], value: float | None, words: str
) -> None:
    found = effect.tools_slowed(talk(tools=seconds))
    assert (found.value, found.failed) == (value, False)
    assert words in found.why


def test_a_late_harness_makes_no_tool_slow() -> None:
    times = (0.10, 0.11, 0.09, 0.60, 0.10)
    assert effect.tools_slowed(talk(tools=times, late_ms=400.0)).value == 1
    late = effect.tools_slowed(talk(tools=times, late_ms=480.0))
    assert late.value is None
    assert "0.120 s a call meanwhile" in late.why


@pytest.mark.parametrize(
    ("values", "value", "words"),
    [
        ((80, 80, 80, 20, 80), 1, "20.0% meanwhile, 80.0% before"),
        ((80, 80, 80, NO_ANSWER, 80), 1, "0.0% meanwhile"),
        ((80, 80, 80, 80, 80), None, "the trouble did not show"),
        ((80, 80, 80, 76, 80), None, "the trouble did not show"),
        ((80, 81, 79, 75, 80), None, "the trouble did not show"),
        ((80, 80, 80, UNREAD, 80), None, "the sums could not be read"),
        ((0, 0, 0, 20, 80), None, "no answer from before"),
    ],
)
def test_a_model_that_answers_as_well_was_not_weaker(
    values: tuple[float | Measurement, ...], value: float | None, words: str
) -> None:
    found = effect.model_weakened(talk(), worth(*values), 0.05)
    assert (found.value, found.failed) == (value, False)
    assert words in found.why


def test_chance_reaches_as_far_as_the_figures_vary() -> None:
    assert reach([5.0] * FEWEST) == 0
    values = [1.0, 2.0, 3.0, 4.0]
    expected = 4.541 * statistics.stdev(values) * math.sqrt(1.25)
    assert reach(values) == pytest.approx(expected)
    many = [float(number % 2) for number in range(40)]
    assert reach(many) == pytest.approx(2.821 * statistics.stdev(many) * math.sqrt(1 + 1 / 40))
    with pytest.raises(ValueError, match="takes 3 of them"):
        reach([1.0, 2.0])
