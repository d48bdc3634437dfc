"""What a scenario cannot mean is refused in one sentence, and is never held against the agent."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from support import industries
from support.verdict import HarnessError, NotMeasured
from support.world import World


def _world(kept_waiting: int = 0, **companies: str) -> World:
    agent = SimpleNamespace(name="Adviser", companies=companies)
    suite: Any = SimpleNamespace(settings=SimpleNamespace(agent=agent))
    door: Any = SimpleNamespace(get=lambda: SimpleNamespace(kept_waiting=kept_waiting))
    return World(suite, door, ("feature", "scenario"))


def test_an_agent_that_kept_customers_waiting_twice_is_not_asked_again() -> None:
    assert _world(1).open_agent().kept_waiting == 1
    with pytest.raises(NotMeasured, match=r"^not asked: the agent kept customers waiting"):
        _world(2).open_agent()


def test_customers_come_from_the_company_that_the_profile_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hospital: Any = SimpleNamespace(name="healthcare", customer="a hospital")
    monkeypatch.setattr(industries, "load", lambda _name, _folder: hospital)
    named = _world(healthcare="mercy")
    assert named.from_industry("healthcare", "features/x.feature") == ""
    assert (named.company, named.industry_of("a hospital")) == ("mercy", hospital)
    with pytest.raises(HarnessError, match="from healthcare is a hospital, not a retailer"):
        named.industry_of("a retailer")
    assert _world().from_industry("healthcare", "features/x.feature") == (
        'the profile of Adviser names no company from healthcare ("healthcare" under [companies])'
    )


def test_an_industry_or_a_full_house_that_nobody_spoke_of_is_a_mistake_of_the_feature() -> None:
    with pytest.raises(HarnessError, match="does not say from which industry a hospital is"):
        _world().industry_of("a hospital")
    with pytest.raises(HarnessError, match="the house was never filled"):
        _ = _world().full_house
