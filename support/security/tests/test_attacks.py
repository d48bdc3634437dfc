"""What a feature may name as hostile, and when nothing hostile can be tried: a sentence each."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from support.security import attacks, frames
from support.verdict import Direction, HarnessError, Limit, NotMeasured


def _agent(protocol: str = "native", **auth: Any) -> Any:
    usual = {"kind": "jwt", "carrier": "header", "user": "{customer}", "template": "",
             "secret_env": ""}  # fmt: skip
    profile = SimpleNamespace(
        name="Adviser", protocol=protocol, auth=SimpleNamespace(**usual | auth)
    )
    return SimpleNamespace(profile=profile)


def _table(heading: str, *names: str) -> Any:
    class Table(list[dict[str, str]]):
        headings = (heading,)

    return Table({heading: name} for name in names)


def test_where_no_pass_is_needed_nobody_can_be_turned_away() -> None:
    assert attacks.open_to_all(_agent()) == ""
    told = 'the profile of Adviser says that customers need no pass ([auth] kind = "none")'
    assert attacks.open_to_all(_agent(kind="none")) == told
    assert attacks.no_browsers(_agent(kind="none")) == told


def test_a_browser_can_show_a_pass_only_as_browsers_do() -> None:
    assert attacks.no_browsers(_agent()) == ""
    assert attacks.no_browsers(_agent("ag-ui", carrier="subprotocol")) == ""
    told = attacks.no_browsers(_agent("ag-ui", carrier="header"))
    assert told.endswith('not shown as browsers show them (carrier = "header" under [auth])')


def test_customers_are_told_apart_by_whatever_holds_their_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PASSES", "pass-of-{customer}")
    alike = "the profile of Adviser gives all customers the same pass, or none"
    assert attacks.nobody_apart(_agent()) == ""
    assert attacks.nobody_apart(_agent(kind="token", secret_env="PASSES")) == ""
    assert attacks.nobody_apart(_agent(kind="template", template="id {user}")) == ""
    for shared in ({"user": "all"}, {"kind": "none"}, {"kind": "token", "secret_env": "NO_SUCH"},
                   {"kind": "template", "template": "the same"}):  # fmt: skip
        assert attacks.nobody_apart(_agent(**shared)) == alike


def test_who_has_nobodys_work_to_reach_for_proves_nothing() -> None:
    curious = SimpleNamespace(name="curious")
    world: Any = SimpleNamespace(troublemakers=[curious], conversations=[curious], alone=[])
    with pytest.raises(HarnessError, match="nobody's work was there to reach for"):
        attacks.beside_owner(world, lambda _owner, _talk: pytest.fail("nothing to measure"))


def test_a_limit_longer_than_the_device_waits_cannot_be_judged() -> None:
    world: Any = SimpleNamespace(struck=[])
    long = Limit(3600, "s", Direction.AT_MOST)
    with pytest.raises(NotMeasured, match=r"the hostile device waits .* at most, less than"):
        attacks.judged(world, long)
    assert attacks.judged(world, Limit(1, "s", Direction.AT_MOST)) == []


def test_hostile_messages_are_chosen_by_their_names() -> None:
    one, two, *_ = frames.BROKEN
    assert attacks.broken(_table("message", one, two)) == {
        one: frames.BROKEN[one],
        two: frames.BROKEN[two],
    }
    with pytest.raises(HarnessError, match="no message 'a joke' is known; known are: "):
        attacks.broken(_table("message", one, "a joke"))
    with pytest.raises(HarnessError, match="has the heading 'message', not 'joke'"):
        attacks.senseless(_table("joke", "a joke"))
