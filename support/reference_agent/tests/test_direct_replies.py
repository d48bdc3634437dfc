"""The first sentence of an answer says what was asked for, and nothing where nothing is known."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from support.reference_agent.answers.brief import Brief
from support.reference_agent.answers.direct import direct_reply
from support.reference_agent.questions import Ask


def brief(*asks: Ask, broad: bool = False, areas: int = 1, **results: Any) -> Brief:
    scope = SimpleNamespace(areas=tuple(range(areas)))
    question = SimpleNamespace(asks=set(asks), broad=broad, scope=scope)
    return Brief(cast(Any, question), results, ())


GPUS = {
    "mean_percent": 31,
    "machines": 12,
    "bands": {"idle": {"machines": 1, "cost": 5000}, "underused": {"machines": 2, "cost": 900}},
}
NO_GPUS = GPUS | {
    "bands": {"idle": {"machines": 0, "cost": 0}, "underused": {"machines": 0, "cost": 0}}
}
TREND = {
    "first": {"month": "January"},
    "last": {"month": "June"},
    "change": 5,
    "change_percent": 12,
    "drivers": [{"area": "gpu"}],
}
ROWS = [
    {"provider": "AWS", "cost": 9000, "share_percent": 60, "growth_percent": 1},
    {"provider": "GCP", "cost": 6000, "share_percent": 40, "growth_percent": 7},
]
RISKS = {
    "rows": [
        {"lever": "route", "risk": "answers get worse", "saving_at_stake": 400},
        {"lever": "commit", "risk": "the need falls", "saving_at_stake": 100},
    ]
}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            brief(Ask.GPU, gpu_utilization=GPUS),
            "of 12 machines one stands idle at a cost of $5,000",
        ),
        (brief(Ask.GPU, gpu_utilization=GPUS), ", and $900 goes to two under-used ones."),
        (brief(Ask.TREND, spend_trend=TREND), "Monthly spend grew 12% from January to June."),
        (brief(Ask.TREND, spend_trend=TREND | {"change": 0}), "Monthly spend did not grow"),
        (brief(Ask.COMPARE, compare_providers={"rows": ROWS}), "AWS costs most, $9,000 or 60%"),
        (brief(Ask.COMPARE, compare_providers={"rows": ROWS}), "; GCP grew fastest, by 7%"),
        (brief(Ask.RISKS, assess_risks=RISKS), "The largest risk, with $400 at stake"),
        (
            brief(Ask.COMMITMENT, Ask.RISKS, assess_risks=RISKS),
            "The risk of committing, with $100 at stake: the need falls.",
        ),
        (
            brief(
                Ask.ROI,
                model_roi={"roi_percent": 80, "first_year_net": 40, "implementation_cost": 50},
            ),
            "The ROI over 12 months is 80%: $40 net on $50 of work.",
        ),
        (
            brief(Ask.COMMITMENT, price_commitments={"saving": 10, "three_year_saving": 15}),
            "one-year terms save $10 a year and three-year terms $15",
        ),
    ],
)
def test_it_replies_to_what_was_asked(asked: Brief, said: str) -> None:
    assert said in direct_reply(asked)


@pytest.mark.parametrize(
    "asked",
    [
        *(brief(each) for each in Ask),
        brief(Ask.GPU, broad=True, gpu_utilization=GPUS),
        brief(Ask.COMPARE, compare_providers={"rows": ROWS[:1]}),
        brief(Ask.RISKS, assess_risks={"rows": []}),
        brief(Ask.COMMITMENT, price_commitments={"saving": 0, "three_year_saving": 0}),
    ],
)
def test_of_what_is_not_known_it_says_nothing(asked: Brief) -> None:
    assert direct_reply(asked) == ""


def test_idle_machines_that_there_are_none_of_cost_nothing() -> None:
    told = direct_reply(brief(Ask.GPU, gpu_utilization=NO_GPUS))
    assert "at a cost of" not in told
    assert "under-used" not in told
    assert told.endswith("stand idle.")


def test_the_fastest_growth_is_told_only_where_something_grew() -> None:
    still = [row | {"growth_percent": 0} for row in ROWS]
    told = direct_reply(brief(Ask.COMPARE, compare_providers={"rows": still}))
    assert "grew" not in told


def test_no_more_than_two_replies_are_given() -> None:
    many = brief(
        Ask.RISKS, Ask.GPU, Ask.TREND,
        assess_risks=RISKS, gpu_utilization=GPUS, spend_trend=TREND,
    )  # fmt: skip
    told = direct_reply(many)
    assert "risk" in told
    assert "GPUs" in told
    assert "Monthly spend" not in told
