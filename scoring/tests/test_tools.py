"""A tool call counts when its result stands in the answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scoring.events import Event, RunLog
from scoring.tests.logs import called, calls, done, event, log, numbered
from scoring.tools import tool_uses


def call(name: str, results: object, *, arguments: object = None, **data: Any) -> list[Event]:
    """A tool call from its start to its result."""
    fields = {"call_id": name, "tool_name": name}
    return [
        event(calls, data={"arguments": arguments}, **fields),
        event(called, data={"results": results} | data, **fields),
    ]


def run(answer: str, *events: Event, question: str = "How can we save?") -> RunLog:
    stamped = numbered(*events, event(done, text=answer))
    kept = [replace(new, data=old.data) for new, old in zip(stamped, events, strict=False)]
    return log([*kept, stamped[-1]], question=question)


def used(log: RunLog) -> list[str]:
    return [use.event.tool_name or "" for use in tool_uses(log, log.answer) if use.used]


def test_a_result_that_stands_in_the_answer_is_used() -> None:
    told = run(
        "You pay $1,984,222.", *call("bill", {"total": 1984222}), *call("prices", {"a": 777})
    )
    assert used(told) == ["bill"]
    assert len(tool_uses(told, told.answer)) == 2


def test_what_the_question_or_the_arguments_held_is_not_the_tools() -> None:
    result = {"stated": 1984222}
    asked = run("You pay $1,984,222.", *call("a", result), question="We pay $1,984,222.")
    assert used(asked) == []
    argued = run("You pay $1,984,222.", *call("a", result, arguments={"stated": 1984222}))
    assert used(argued) == []


def test_the_same_figures_twice_count_once() -> None:
    result = {"total": 1984222}
    told = run("You pay $1,984,222.", *call("bill", result), *call("again", result))
    assert used(told) == ["bill"]


def test_failed_unfinished_repeated_and_unannounced_calls_do_not_count() -> None:
    failed = call("a", {"total": 1984222}, is_error=True)
    unfinished = call("b", {"total": 1984222})[:1]
    unannounced = call("c", {"total": 1984222})[1:]
    told = run("You pay $1,984,222.", *failed, *unfinished, *unannounced)
    assert tool_uses(told, told.answer) == []
    whole = call("d", {"total": 1984222})
    twice = run("You pay $1,984,222.", *whole, whole[1])
    assert used(twice) == ["d"]


def test_results_as_text_are_read_too() -> None:
    told = run("Peaks meet less headroom then.", *call("risks", "Peaks meet less headroom."))
    assert used(told) == ["risks"]


def test_a_short_result_told_in_other_words_is_used() -> None:
    result = {"forecast": "sunny, light wind, dry until evening"}
    told = run("Expect a dry evening with light wind; it stays sunny.", *call("weather", result))
    assert used(told) == ["weather"]
    vague = run("Expect an evening as always.", *call("weather", result))
    assert used(vague) == []
    asked = run("Sunny, dry, light wind.", *call("weather", result), question="Sunny, dry, light?")
    assert used(asked) == []


def test_words_out_of_a_long_result_prove_nothing() -> None:
    long = {
        "text": " ".join(f"storage item {word}" for word in ("sunny light wind dry " * 60).split())
    }
    assert used(run("Dry, sunny, light wind.", *call("search", long))) == []


def test_a_huge_result_is_read_in_part_and_in_time() -> None:
    huge = {"rows": ["9,876,543 word " * 1_000] * 2_000}
    assert used(run("You pay $9,876,543.", *call("dump", huge))) == ["dump"]
