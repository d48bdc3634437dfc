"""Tests that cannot be called again by their names are left out, and it is told which."""

from __future__ import annotations

import re
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from hypothesis import settings


@pytest.fixture(name="steady")
def _steady() -> ModuleType:
    before = settings.get_current_profile_name()
    try:
        from support.mutation import steady  # noqa: PLC0415 - loading it is what is undone here
    finally:
        settings.load_profile(before)
    return steady


def test_only_tests_that_change_their_names_are_left_out(steady: Any) -> None:
    items: list[Any] = [
        SimpleNamespace(name=name) for name in ("test_a", f"{steady.CHANGING[0]}[x]", "test_b")
    ]
    told: list[Any] = []
    config: Any = SimpleNamespace(
        hook=SimpleNamespace(pytest_deselected=lambda *, items: told.extend(items))
    )
    changing = items[1]
    steady.pytest_collection_modifyitems(config, items)
    assert [each.name for each in items] == ["test_a", "test_b"]
    assert told == [changing]
    assert settings.get_profile("steady").derandomize


@pytest.mark.parametrize("value", ["plain", "a-1.5_x", 5, None, ["x"]])
def test_a_plain_value_names_its_test_as_ever(value: object, steady: Any) -> None:
    assert steady.pytest_make_parametrize_id(value, "data") is None


def test_any_other_text_is_named_by_a_sum_of_it_and_the_same_each_time(steady: Any) -> None:
    odd = ["a b", "", "\ud800", "\x00", b"plain", b"\xff", "x" * 61, "1::2", "a/b", "\xe4"]
    names = [steady.pytest_make_parametrize_id(each, "data") for each in odd]
    assert len(set(names)) == len(odd)
    assert names == [steady.pytest_make_parametrize_id(each, "data") for each in odd]
    assert all(re.fullmatch(r"data-[0-9a-f]{8}", str(name)) for name in names)
