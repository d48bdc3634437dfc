"""The arithmetic of the whole: weights, what is unscored, gates, levels."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.card import ENOUGH, NAMES, WEIGHTS, Card, Factor, as_dict, as_lines, overall
from scoring.gates.gate import ClosedGate
from scoring.score import Score

GATE = ClosedGate("refusal", "it declines to answer", 0.2)
values = st.none() | st.floats(0, 1)


def factors(**scored: float | None) -> list[Factor]:
    """All six, unscored unless a value is given."""
    return [Factor(key, Score(NAMES[key], scored.get(key), f"because of {key}")) for key in WEIGHTS]


def card(gate: ClosedGate | None = None, /, **scored: float | None) -> Card:
    parts = tuple(factors(**scored))
    whole = overall(parts, gate=gate, ceiling=scored.get("quality") or 0.0)
    gates = (gate,) if gate else ()
    return Card(whole, parts, (), (), gates, (), "text", (), "cost")


def test_the_weights_are_those_of_the_six_factors() -> None:
    assert sum(WEIGHTS.values()) == 100
    assert list(WEIGHTS.values()) == [30, 20, 15, 15, 15, 5]


def test_the_whole_is_the_weighted_mean() -> None:
    whole = overall(factors(**dict.fromkeys(WEIGHTS, 0.0) | {"quality": 1.0, "tools": 0.5}))
    assert whole.value == pytest.approx(0.375)


def test_what_is_unscored_leaves_its_weight_to_the_others() -> None:
    whole = overall(factors(quality=0.6, performance=1.0, cost=0.8, feasibility=0.4))
    assert whole.value == pytest.approx((30 * 0.6 + 20 + 15 * 0.8 + 5 * 0.4) / 70)
    assert "multi-agent coordination, tool integration" in whole.explanation


def test_with_too_little_scored_the_whole_is_not_measured() -> None:
    found = card(quality=1.0, performance=1.0, tools=1.0)
    assert found.overall.value is None
    assert found.level == "not measured"
    assert found.passed is None
    assert f"only 65% of the weight could be scored, {ENOUGH}% are needed" in (
        found.overall.explanation
    )


def test_no_merit_makes_up_for_a_closed_gate() -> None:
    found = card(GATE, **dict.fromkeys(WEIGHTS, 1.0) | {"quality": 0.2})
    assert found.overall.value == 0.2
    assert found.passed is False
    assert "it declines to answer" in found.overall.explanation


def test_a_closed_gate_decides_also_where_little_else_is_known() -> None:
    assert card(GATE, quality=0.1).overall.value == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("value", "level"),
    [(1.0, "excellent"), (0.90, "excellent"), (0.75, "good"), (0.60, "acceptable"),
     (0.40, "poor"), (0.39, "inadequate"), (0.0, "inadequate")],
)  # fmt: skip
def test_levels(value: float, level: str) -> None:
    assert card(**dict.fromkeys(WEIGHTS, value)).level == level


def test_the_card_names_what_costs_most() -> None:
    whole = overall(factors(**dict.fromkeys(WEIGHTS, 1.0) | {"tools": 0.2}))
    assert "most is lost by tool integration, 0.20: because of tools" in whole.explanation


def test_people_and_programs_get_the_same_figures() -> None:
    found = card(quality=0.6, performance=1.0, cost=0.8, feasibility=0.4)
    told = "\n".join(as_lines(found))
    assert "unscored  tool integration" in told
    assert "0.743" in told
    data = json.loads(json.dumps(as_dict(found)))
    assert data["business_value"]["value"] == pytest.approx(0.742857)
    assert [each["value"] for each in data["factors"]] == [0.6, 1.0, None, None, 0.8, 0.4]


@given(st.fixed_dictionaries(dict.fromkeys(WEIGHTS, values)), st.booleans())
def test_the_whole_stays_within_its_parts(scored: dict[str, float | None], closed: bool) -> None:
    gate = GATE if closed else None
    whole = overall(factors(**scored), gate=gate, ceiling=0.2).value
    known = [value for value in scored.values() if value is not None]
    weight = sum(WEIGHTS[key] for key, value in scored.items() if value is not None)
    if closed:
        assert whole is not None
        assert 0 <= whole <= 0.2
    elif weight < ENOUGH:
        assert whole is None
    else:
        assert whole is not None
        assert min(known) - 1e-9 <= whole <= max(known) + 1e-9


@given(st.fixed_dictionaries(dict.fromkeys(WEIGHTS, st.floats(0, 1))), st.sampled_from([*WEIGHTS]))
def test_a_better_factor_never_lowers_the_whole(scored: dict[str, float], key: str) -> None:
    better = scored | {key: 1.0}
    assert (overall(factors(**better)).value or 0) >= (overall(factors(**scored)).value or 0) - 1e-9
