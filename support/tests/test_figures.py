"""The matcher of figures: what it accepts, what it says, and what it refuses to judge."""

from __future__ import annotations

from typing import Any

import pytest
from hamcrest import assert_that
from hamcrest.core.string_description import StringDescription

from support.matchers.figures import all_met
from support.verdict import Figure, Limit, Measurement, NotMeasured, Outcome

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_MEASURED


def figure(outcome: Outcome, name: str = "first sign") -> Figure:
    return Figure(
        Measurement(name, "s", 1.0, ""), Limit(5, "s"), outcome, f"it was {outcome.words}"
    )


def test_it_matches_where_every_figure_is_met() -> None:
    assert_that([figure(MET)], all_met())
    assert_that((figure(MET), figure(MET)), all_met())


@pytest.mark.parametrize("other", [MET, UNKNOWN])
def test_one_broken_promise_outweighs_everything(other: Outcome) -> None:
    for figures in ([figure(NOT_MET), figure(other)], [figure(other), figure(NOT_MET)]):
        with pytest.raises(AssertionError, match="first sign: it was not met"):
            assert_that(figures, all_met())


@pytest.mark.parametrize("outcome", [UNKNOWN, Outcome.NOT_SUPPORTED, Outcome.BROKEN])
def test_what_was_not_judged_never_matches(outcome: Outcome) -> None:
    with pytest.raises(NotMeasured, match=f"first sign: it was {outcome.words}"):
        assert_that([figure(MET), figure(outcome)], all_met())


def test_nothing_at_all_is_not_measured() -> None:
    with pytest.raises(
        NotMeasured, match=r"^there was nothing to measure: nobody got as far as what is promised$"
    ):
        assert_that([], all_met())


@pytest.mark.parametrize("wrong", [None, 5, "met", figure(MET), [True], [figure(MET), None]])
def test_anything_else_is_a_mistake_of_the_suite(wrong: Any) -> None:
    with pytest.raises(TypeError, match="figures were expected, not"):
        all_met().matches(wrong)


def test_it_says_what_is_promised_and_what_was_broken() -> None:
    promised, broken = StringDescription(), StringDescription()
    figures = [figure(NOT_MET, f"f{number}") for number in range(5)]
    all_met().describe_to(promised)
    all_met().describe_mismatch([figure(MET, "fine"), *figures], broken)
    few = StringDescription()
    all_met().describe_mismatch(figures[:3], few)
    four = StringDescription()
    all_met().describe_mismatch(figures[:4], four)
    assert str(four).endswith("; f2: it was not met; and 1 more")
    assert str(few) == "f0: it was not met; f1: it was not met; f2: it was not met"
    assert str(promised) == "every figure within its limit"
    assert str(broken) == "f0: it was not met; f1: it was not met; f2: it was not met; and 2 more"
