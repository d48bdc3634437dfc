"""Small parts of the judgement, each called by itself, at and beside the bounds that it keeps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scoring.assess import assess
from scoring.card import Card
from scoring.contract import foreign_ids, is_blank
from scoring.coordination import synthesis_score
from scoring.performance import speed
from scoring.premises import objection
from scoring.similarity import key_terms, relevance
from scoring.teamwork import FAULTS
from scoring.terms import find_terms, term_of
from scoring.tests.logs import called, calls, done, event, log, numbered, started, thinks
from scoring.text import read_text
from scoring.tools import arguments_of, results_of, tool_uses
from scoring.words import stem_of


@pytest.mark.parametrize(
    ("text", "blank"),
    [("", True), (" \n\u200b\u2028\x00", True), (" x ", False), (".", False), ("\u4e2d", False)],
)
def test_what_nobody_sees_is_blank(text: str, blank: bool) -> None:
    assert is_blank(text) is blank


@pytest.mark.parametrize("more", [0, 1])
def test_a_long_id_is_cut_where_it_is_told(more: int) -> None:
    longest = next(n for n in range(1, 500) if "…" in told_id("x" * n)) - 1
    assert told_id("x" * longest).count("x" * longest) == 1
    told = told_id("x" * (longest + more))
    assert ("…" in told) is bool(more)
    assert ("x" * (longest + more) in told) is not bool(more)


def told_id(thread: str) -> str:
    events = numbered(event(started, text="how?"), event(done, text="so"))
    strange = [*events[:-1], replace(events[-1], thread_id=thread)]
    return " ".join(finding.sentence for finding in foreign_ids(log(strange)))


def test_a_call_whose_arguments_no_json_can_hold_is_compared_by_what_it_says() -> None:
    class Month:
        def __init__(self, name: str) -> None:
            self.name = name

        def __str__(self) -> str:
            return self.name

    def twice(one: object, other: object, tool: str | None = "spend") -> list[str]:
        events = []
        for call, given in (("a", one), ("b", other)):
            fields: dict[str, Any] = {"call_id": call, "tool_name": tool}
            events += [event(calls, data={"arguments": given}, **fields), event(called, **fields)]
        return [each.sentence for each in FAULTS["no work done twice"](log(events))]

    assert twice({"of": Month("May")}, {"of": Month("May")}) == [
        "Lead called spend for the same again"
    ]
    assert twice({"of": Month("May")}, {"of": Month("June")}) == []
    assert twice({"a": 1, "b": 2}, {"b": 2, "a": 1}) != []
    assert twice({1: 2, "a": 3}, {1: 2, "a": 3}) != []
    assert twice({("a",): 1}, {("a",): 2}) == []
    assert twice({}, {}, None) == ["Lead called  for the same again"]


@pytest.mark.parametrize("name", ["results", "result", "output", "content", "response"])
def test_a_tools_result_is_read_wherever_it_was_kept(name: str) -> None:
    assert results_of(event(called, data={name: {"a": 1}})) == {"a": 1}
    assert results_of(event(called, data={name: None}, text="told")) == "told"


@pytest.mark.parametrize("name", ["arguments", "args", "input"])
def test_a_tools_arguments_are_read_wherever_they_were_kept(name: str) -> None:
    assert arguments_of(event(calls, data={name: [0]})) == [0]
    assert arguments_of(event(calls, data={}, text="told")) is None


WORDS = "amber birch cedar dogwood elder fichus ginger hazel iris juniper"


def quoted(result: object, answer: str) -> list[str]:
    fields = {"call_id": "a", "tool_name": "trees"}
    begun, ended = event(calls, **fields), event(called, data={"results": result}, **fields)
    (use,) = tool_uses(log([begun, ended], question="Which?"), answer)
    assert {quote.weight for quote in use.evidence} <= {0.0}  # words alone prove nothing more
    return [answer[quote.start : quote.end] for quote in use.evidence]


def test_a_few_words_of_a_result_are_quoted_where_they_stand() -> None:
    told = " or ".join(reversed(WORDS.split()[:6]))
    assert quoted(WORDS, told) == told.split(" or ")
    assert quoted(WORDS, " or ".join(reversed(WORDS.split()[:5]))) == []
    assert quoted("amber, birch", "birch, then amber") == []
    assert quoted("amber birch cedar", "cedar and birch and amber") == ["cedar", "birch", "amber"]


def test_a_result_of_more_words_than_a_few_is_not_told_again_word_by_word() -> None:
    forty = [f"{word}{letter}" for letter in "abcd" for word in WORDS.split()]
    told = " or ".join(reversed(forty))
    assert len(quoted(forty, told)) == 40
    assert quoted([*forty, "one", "more", "word"], told) != []
    assert (
        quoted([f"{word}s of a very long tree, with much of its wood" for word in forty], told)
        == []
    )


def test_a_singular_is_left_of_the_stemmers_odd_plurals() -> None:
    assert key_terms("Which GPUs have which status?") == ["gpu", "status"[:-1]]
    assert key_terms("Which bus?") == ["bus"]
    assert relevance("Which GPUs?", "This GPU.").value == 1.0


def test_terms_stand_in_a_text_in_any_form_with_little_between() -> None:
    freeze = term_of("Change Freeze")
    assert freeze == (stem_of("change"), stem_of("freeze"))
    text = read_text("The changes and freezes; the change of year, a big freeze. Changes freeze!")
    assert find_terms(text, [freeze]) == [(11, 13)]
    assert find_terms(read_text("the change a b c d freeze"), [freeze]) == [(1, 7)]
    assert find_terms(read_text("the change a b c d e freeze"), [freeze]) == []
    assert find_terms(read_text("the change before freeze"), [freeze]) == []
    assert term_of("...") == ()


def test_what_was_counted_is_found_by_its_name() -> None:
    card: Card = assess("How to cut a $2M AI bill?", "Stop the seven idle machines in week 2.")
    for each in card.counts:
        assert card.count(each.name) is each


def test_an_unnamed_tool_is_a_tool() -> None:
    fields: dict[str, Any] = {"call_id": "a", "tool_name": None}
    begun = event(calls, **fields)
    ended = event(called, data={"results": {"total": 1984222}}, **fields)
    answer = "You pay $1,984,222."
    card = assess("What do we pay?", answer, log([begun, ended, event(done, text=answer)]))
    assert card.factor("tools").explanation.endswith('(first a tool: "1,984,222")')


def test_a_moment_of_synthesis_names_who_used_whose_finding() -> None:
    found = event(thinks, "Reader", text="The bill is $950,958 a year.")
    used = event(thinks, "Planner", text="Of $950,958 we save some.")
    score = synthesis_score(log(numbered(event(started), found, used)))
    assert score.explanation.startswith(
        "1 times an agent used what another had found, first Planner"
    )
    assert score.explanation.endswith('" by Reader')


@pytest.mark.parametrize(("said", "value"), [("$199", 1.0), ("$198", 0.0), ("$201", 1.0)])
def test_a_premise_is_the_same_amount_within_half_a_percent(said: str, value: float) -> None:
    answer = f"You say {said}, but it is actually $500."
    assert objection(answer, "We pay $200 a month.").value == value


def test_an_answer_that_takes_a_premise_as_given_objects_to_nothing() -> None:
    told = objection("Of the $200 you save $50.", "We pay $200 a month.")
    assert (told.value, told.explanation) == (0.0, "it takes $200 as given")
    assert objection("No.", "We pay much.").value is None
    assert (
        objection("No.", "We pay $5.").explanation == "it says nothing of the premise (We pay $5.)"
    )


def test_without_a_record_of_the_run_its_speed_is_not_known() -> None:
    fast = speed(None)
    assert (fast.name, fast.value) == ("speed", None)
    assert fast.explanation == "there is no record of the run"
    silent = speed(log(numbered(event(started))))
    assert (silent.value, silent.explanation) == (0.0, "no answer came")
