"""A full house: what is told of everybody, and who is to blame where nobody could be served."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from support import customers
from support.behaviour import Question, asks
from support.fleet import Tally
from support.fleet.tally import Count, Spread
from support.load import Load, fill, table
from support.recording import Frame, Recording
from support.verdict import HarnessError

CROWD = [customers.one(*asks(Question("where does the money go?")))] * 3


def served(*seconds: float, lag: float | None = 0.001, **facts: Any) -> Tally:
    spread = Spread()
    for each in seconds:
        spread.take(each, lag)
    count = Count(measured=len(seconds))
    tally = Tally(customers=len(seconds), counts={"answer complete": count}, **facts)
    if seconds:
        tally.times["answer complete"] = spread
    return tally


def house(together: Tally, alone: Tally | None = None, death: str | None = None) -> Any:
    """What `fill` needs: a fleet that says this, and an agent that may have died."""
    told = iter([*([alone] * len(CROWD) if alone else []), together])
    asked: list[int] = []
    agent = SimpleNamespace(
        budget=SimpleNamespace(check=asked.append),
        assignment=lambda customer: customer,
        process=SimpleNamespace(obituary=lambda _within: death),
    )
    suite = SimpleNamespace(fleet=SimpleNamespace(survey=lambda _crowd: next(told)))
    return suite, SimpleNamespace(get=lambda: agent), asked


def filled(suite: Any, door: Any, *, alone_first: bool = False) -> Load:
    return fill(cast(Any, suite), cast(Any, door), ["load"], CROWD, alone_first=alone_first)


@pytest.fixture(autouse=True)
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_everybody_is_served_at_once_and_before_that_alone() -> None:
    suite, door, asked = house(served(1.0, 2.0, 4.0), served(1.0))
    load = filled(suite, door, alone_first=True)
    assert load.together.customers == 3
    assert load.alone.customers >= 1
    assert asked[0] > len(CROWD)
    found, limit = load.slowdown(0.5)
    assert found.value == pytest.approx(2.0, rel=0.01)
    assert limit.value == pytest.approx(1.0, rel=0.01)
    assert found.harness_lag == pytest.approx(0.001 + 0.001 * 1.5)
    assert "+100% beside the 1.0" in found.why
    assert load.slowest().value == 4.0


def test_without_a_time_alone_there_is_no_limit_and_without_one_at_once_no_figure() -> None:
    found, _ = Load(served(1.0), Tally()).slowdown(0.5)
    assert found.value is None
    assert found.why.startswith("alone: ")
    found, limit = Load(Tally(), served(1.0)).slowdown(0.5)
    assert (found.value, found.name) == (None, "time to answer")
    assert limit.value == pytest.approx(1.0, rel=0.01)
    assert Load(served(1.0, lag=None), served(1.0)).slowdown(0.5)[0].harness_lag is None


@pytest.mark.parametrize("death", [None, "the agent's process ended by itself"])
def test_an_agent_that_died_is_to_blame_and_one_that_was_never_there_is_not(
    death: str | None,
) -> None:
    suite, door, _ = house(served(unreachable=["nothing listens there"]), death=death)
    with pytest.raises(AssertionError if death else HarnessError) as caught:
        filled(suite, door)
    assert str(caught.value) == "; ".join(filter(None, ("nothing listens there", death)))


def test_customers_that_the_suite_lost_are_told_and_nobody_else_is_blamed() -> None:
    lost = served(lost=3, losses=["a worker process of the suite died"])
    suite, door, _ = house(lost)
    with pytest.raises(HarnessError, match=r"3 of 3 customers are lost.*while they were served at"):
        filled(suite, door)
    with pytest.raises(HarnessError, match="served alone"):
        Load(served(1.0), lost).check_whole()
    Load(served(1.0), Tally()).check_whole()


def test_who_was_in_trouble_is_kept(tmp_path: Path) -> None:
    kept = Recording({"customer": "customer 2", "user": None}, (Frame(1.0, "end"),))
    suite, door, _ = house(served(1.0, kept=[kept]))
    filled(suite, door)
    assert list((tmp_path / "reports" / "recordings").rglob("customer-2.jsonl"))


def test_the_table_tells_percentiles_of_everybody() -> None:
    assert table(served(1.0, 2.0, 4.0)).splitlines()[1].startswith("answer complete: p50 2.0")
