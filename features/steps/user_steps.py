"""Promises about several customers."""

from __future__ import annotations

from typing import Any

from behave import then
from hamcrest import assert_that

from support.benchmarks import promises
from support.benchmarks.isolation import seen_of_others
from support.matchers.figures import all_met
from support.world import world_of


@then("nobody sees anything of anybody else")
def isolated(context: Any) -> None:
    """No frame of one customer holds another's secret, user, question or thread id."""
    assert_that(world_of(context).judge_talk(seen_of_others, promises.NEVER), all_met())
