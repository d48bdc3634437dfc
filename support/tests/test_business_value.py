"""Figures of business value: each is seen failing on an answer that deserves it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scoring.assess import assess
from scoring.card import Card
from scoring.counted import AMOUNTS, PROVIDERS, QUANTIFIED, STEPS
from scoring.score import Score
from scoring.tests.logs import done, event, fails, log
from scoring.tests.test_tools import call, run
from support.agents.profile import Can
from support.appraisal import Appraiser
from support.benchmarks import business_value as value
from support.benchmarks.business_value import OfCard
from support.benchmarks.judging import judge
from support.benchmarks.samples import sample
from support.verdict import HarnessError, Limit, Outcome

RICH, MIDDLING, POOR = "a rich answer", "a middling answer", "a poor answer"


def card(name: str) -> Card:
    given = sample(name)
    return assess(given.question, given.answer)


def outcome(of_card: OfCard, name: str, limit: Limit) -> Outcome:
    return judge(of_card(card(name)), limit).outcome


@pytest.mark.parametrize(
    ("of_card", "limit"),
    [
        (value.base_quality, value.at_least(0.75)),
        (value.cost_check, value.at_least(0.60)),
        (value.specific_saving, value.so_many(1)),
        (value.counted(QUANTIFIED), value.so_many(3)),
        (value.counted(STEPS), value.so_many(5)),
        (value.counted(AMOUNTS), value.so_many(3)),
        (value.counted(PROVIDERS), value.so_many(2)),
    ],
)
def test_a_rich_answer_keeps_what_a_poor_one_breaks(of_card: OfCard, limit: Limit) -> None:
    assert outcome(of_card, RICH, limit) is Outcome.MET
    assert outcome(of_card, POOR, limit) is Outcome.NOT_MET


@pytest.mark.parametrize(("name", "share"), [(MIDDLING, 0.45), (POOR, 0.20)])
def test_a_rich_answer_in_the_place_of_a_lesser_one_is_noticed(name: str, share: float) -> None:
    lower, upper = value.around(share, 0.20)
    assert outcome(value.base_quality, name, lower) is Outcome.MET
    assert outcome(value.base_quality, name, upper) is Outcome.MET
    assert outcome(value.base_quality, RICH, upper) is Outcome.NOT_MET
    assert outcome(value.passes, name, value.NO_PASS) is Outcome.MET
    assert outcome(value.passes, RICH, value.NO_PASS) is Outcome.NOT_MET


def test_the_spread_has_a_direction() -> None:
    rich, poor = card(RICH), card(POOR)
    assert judge(value.spread(rich, poor), value.at_least(0.4)).outcome is Outcome.MET
    assert judge(value.spread(poor, rich), value.at_least(0.4)).outcome is Outcome.NOT_MET


def test_a_rejection_needs_the_right_reason() -> None:
    refusal = value.rejected_because("declines")
    assert outcome(refusal, "a refusal", value.so_many(1)) is Outcome.MET
    assert outcome(refusal, RICH, value.so_many(1)) is Outcome.NOT_MET
    other = value.rejected_because("no such reason")
    assert outcome(other, "a refusal", value.so_many(1)) is Outcome.NOT_MET


def test_the_yardstick_is_counted_by_its_name() -> None:
    cards = [card("a rich account of an incident"), card(RICH)]
    assert value.judged_as("incident response", cards).value == 1


def test_a_whole_that_could_not_be_measured_is_no_pass() -> None:
    assert outcome(value.business_value, RICH, value.at_least(0.75)) is Outcome.NOT_MEASURED


def test_limits_are_those_of_the_sentence() -> None:
    assert str(value.at_least(0.75)) == "at least 75 %"
    assert [str(each) for each in value.around(0.45, 0.2)] == ["at least 25 %", "at most 65 %"]


def test_a_run_without_an_answer_has_failed() -> None:
    measure = Appraiser(Can()).of_runs(value.business_value)
    found = judge(measure(log([event(fails, text="no")]), None), value.at_least(0.75))
    assert found.outcome is Outcome.NOT_MET
    hurried = log([], hurried=True, impatient=True, gave_up="stopped waiting")
    assert judge(measure(hurried, None), value.at_least(0.75)).outcome is Outcome.NOT_MEASURED


def test_each_answer_is_judged_once_by_what_its_agent_can_show() -> None:
    appraiser = Appraiser(Can(tools=False, teams=False))
    run = log([event(done, text=sample(RICH).answer)], question=sample(RICH).question)
    measure = appraiser.of_runs(value.business_value)
    assert measure(run, None) == measure(run, None)
    (kept,) = appraiser.cards.values()
    assert kept.factor("tools").value is None


def test_samples_that_cannot_be_are_refused(tmp_path: Path) -> None:
    with pytest.raises(HarnessError, match=r"there is no 'x' in .* known: a rich answer"):
        sample("x")
    broken = tmp_path / "mine.toml"
    broken.write_text('[a]\nlike = "b"\ninstead = { "one" = "two" }\n[b]\nanswer = "three"\n')
    with pytest.raises(HarnessError, match="'b' does not say 'one'"):
        sample("a", broken)
    broken.write_text("[a]\nwhat = 1\n")
    other = tmp_path / "other.toml"
    other.write_text("[a]\nwhat = 1\n")
    with pytest.raises(HarnessError, match="cannot be read"):
        sample("a", other)


def test_rounding_never_makes_a_pass() -> None:
    almost = replace(card(RICH), overall=Score("business value", 0.74999, "nearly"))
    assert judge(value.business_value(almost), value.at_least(0.75)).outcome is Outcome.NOT_MET
    just = replace(card(RICH), overall=Score("business value", 0.75, "just"))
    assert judge(value.business_value(just), value.at_least(0.75)).outcome is Outcome.MET


@pytest.mark.parametrize(
    ("answer", "found", "told"),
    [
        (
            "You pay $1,984,222: 777 idle hours.",
            Outcome.MET,
            "2 completed tool calls the answer uses 2",
        ),
        ("You pay $1,984,222.", Outcome.NOT_MET, "2 completed tool calls the answer uses 1"),
        ("Turn everything off.", Outcome.NOT_MET, "2 completed tool calls the answer uses 0"),
    ],
)
def test_an_answer_rests_on_what_its_tools_found_out(
    answer: str, found: Outcome, told: str
) -> None:
    worked = run(answer, *call("bill", {"total": 1984222}), *call("idle", {"hours": 777}))
    figure = judge(value.findings_used(worked, None), value.so_many(2, "findings"))
    assert figure.outcome is found
    assert told in figure.measurement.why


@pytest.mark.parametrize(
    ("hurried", "found"), [(False, Outcome.NOT_MET), (True, Outcome.NOT_MEASURED)]
)
def test_who_gives_no_answer_rests_it_on_nothing(hurried: bool, found: Outcome) -> None:
    silent = replace(run("", *call("bill", {"total": 1984222})), hurried=hurried, impatient=hurried)
    figure = judge(value.findings_used(silent, None), value.so_many(2, "findings"))
    assert figure.outcome is found
    assert "there is no answer" in figure.measurement.why
