"""The matcher of trials: when a planted defect counts as caught, and what is said else."""

from __future__ import annotations

from typing import Any

import pytest
from hamcrest import assert_that
from hamcrest.core.string_description import StringDescription

from support.faults.trial import Trial
from support.matchers.trials import is_caught_because, is_undecided_because

REASON = "never came: agent_thinking"


def scenario(outcome: str, reason: str = "") -> dict[str, Any]:
    return {"name": "The customer sees the agent at work", "outcome": outcome, "reason": reason}


def trial(*scenarios: dict[str, Any], status: int = 1) -> Trial:
    return Trial(status, scenarios, "")


def told(item: Trial) -> str:
    words = StringDescription()
    is_caught_because(REASON).describe_mismatch(item, words)
    return str(words)


def test_a_scenario_that_was_not_met_for_the_named_reason_has_caught_it() -> None:
    not_met = scenario("not_met", f"signs of work: {REASON}, sorry")
    assert_that(trial(not_met), is_caught_because(REASON))
    assert_that(trial(scenario("met"), not_met), is_caught_because(REASON))


@pytest.mark.parametrize(
    "item",
    [
        trial(),
        trial(scenario("met"), status=0),
        trial(scenario("met")),
        trial(scenario("not_met", "something else")),
        trial(scenario("not_met", REASON), status=0),
        *(trial(scenario(outcome, REASON)) for outcome in ("broken", "not_measured")),
        trial(scenario("not_met", "something else"), scenario("not_met", REASON)),
    ],
)
def test_nothing_else_has(item: Trial) -> None:
    assert not is_caught_because(REASON).matches(item)


@pytest.mark.parametrize("wrong", [None, "caught", 1, scenario("not_met", REASON)])
def test_anything_else_is_a_mistake_of_the_suite(wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"a trial was expected, not (None|'caught'|1|\{)"):
        is_caught_because(REASON).matches(wrong)


def test_it_says_what_should_have_been_noticed_and_what_was_said_instead() -> None:
    promised = StringDescription()
    is_caught_because(REASON).describe_to(promised)
    assert str(promised) == f"the scenario not met, because '{REASON}'"
    assert told(trial(status=2)) == "no scenario ran (exit status 2)"
    assert told(trial(scenario("met"), status=0)) == "it passed (exit status 0)"
    ended = trial(scenario("not_measured", "the agent was silent"))
    assert told(ended) == "it ended not measured: the agent was silent"


def test_what_the_suite_could_not_tell_is_undecided_and_nothing_else_is() -> None:
    undecided = is_undecided_because(REASON)
    assert undecided.matches(trial(scenario("not_measured", f"not to be seen: {REASON}")))
    assert not undecided.matches(trial(scenario("not_measured", "something else")))
    for outcome in ("not_met", "broken", "met"):
        assert not undecided.matches(trial(scenario(outcome, REASON)))
    promised = StringDescription()
    undecided.describe_to(promised)
    assert str(promised) == f"the scenario not measured, because '{REASON}'"
