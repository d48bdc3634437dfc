"""Which benchmarks a scenario is about: its table's rows, or itself where it is tagged so."""

from __future__ import annotations

from typing import Any

from behave.parser import parse_feature

from support.evidence.outcome import benchmarks

FEATURE = """
Feature: f
  Scenario: With a table
    Then these are kept:
      | benchmark | target |
      | one       | 5 s    |
      | two       | 6 s    |

  @benchmark
  Scenario: Refunds are explained
    Then it is so
      | other |
      | x     |

  Scenario: Neither
    Then it is so

  @benchmark
  Scenario Outline: Each refund
    Then it is <way>
    Examples: E
      | way  |
      | fast |
      | safe |
"""


def declared() -> dict[str, tuple[str, ...]]:
    feature: Any = parse_feature(FEATURE)
    return {str(each.name): benchmarks(each) for each in feature.walk_scenarios()}


def test_tables_name_them_and_tags_make_a_scenario_one() -> None:
    found = declared()
    assert found["With a table"] == ("one", "two")
    assert found["Refunds are explained"] == ("Refunds are explained",)
    assert found["Neither"] == ()
    rows = [names for name, names in found.items() if name.startswith("Each refund")]
    assert rows == [("Each refund (way: fast)",), ("Each refund (way: safe)",)]
