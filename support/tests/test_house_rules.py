"""The suite keeps its own rules, and each rule is seen catching what breaks it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support import house_rules
from support.faults.trial import ROOT

GOOD = """@golden_path
Feature: A promise
  It protects something.

  Scenario: The promise is kept
    When somebody asks
    Then it is kept
"""
STEPS = """
from behave import then, when
from hamcrest import assert_that

@when("somebody asks")
def asks(context):
    context.asked = True

@then("it is kept")
def kept(context):
    assert_that(context.asked)
"""
PROOF = """@proof
Feature: It would have been noticed
  It protects the promise.

  Scenario Outline: It is noticed
    When somebody asks
    Then it is kept

    Examples:
      | promise             |
      | The promise is kept |
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small house that keeps every rule."""
    for folder in ("features/steps", "scoring", "support/evidence"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "features/good.feature").write_text(GOOD)
    (tmp_path / "features/proof.feature").write_text(PROOF)
    (tmp_path / "features/steps/steps.py").write_text(STEPS)
    return tmp_path


@pytest.mark.parametrize("rule", house_rules.RULES, ids=lambda rule: rule.__name__)
def test_this_house_keeps_the_rule(rule: Callable[[Path], list[str]]) -> None:
    assert rule(ROOT) == []


@pytest.mark.parametrize("rule", house_rules.RULES, ids=lambda rule: rule.__name__)
def test_a_good_house_breaks_no_rule(house: Path, rule: Callable[[Path], list[str]]) -> None:
    assert rule(house) == []


@pytest.mark.parametrize(
    ("rule", "file", "text", "words"),
    [
        (
            house_rules.undefined_or_unused_steps,
            "features/steps/steps.py",
            STEPS + '\n@when("nobody says this")\ndef unused(context):\n    pass\n',
            "nobody says this",
        ),
        (
            house_rules.undefined_or_unused_steps,
            "features/good.feature",
            GOOD + "    And it is framed\n",
            "it is framed",
        ),
        (
            house_rules.undefined_or_unused_steps,
            "features/steps/steps.py",
            STEPS + '\n@when("somebody asks")\ndef again(context):\n    pass\n',
            "AmbiguousStep",
        ),
        (house_rules.repeated_names, "features/again.feature", GOOD, "name of two scenarios"),
        (
            house_rules.unreadable_features,
            "features/good.feature",
            GOOD.replace("somebody asks", "GET https://agent.example is called"),
            "technical wording",
        ),
        (
            house_rules.unreadable_features,
            "features/good.feature",
            GOOD.replace("  It protects something.\n", ""),
            "which promise it protects",
        ),
        (
            house_rules.unreadable_features,
            "features/good.feature",
            GOOD.replace("    Then it is kept\n", ""),
            "promises nothing",
        ),
        (
            house_rules.unreadable_features,
            "features/good.feature",
            GOOD + "    And it is kept\n" * 5,
            "more than 6 steps",
        ),
        (
            house_rules.unreadable_features,
            "features/good.feature",
            GOOD + "  # a remark\n" * 100,
            "more than 100 lines",
        ),
        (
            house_rules.unreadable_features,
            "features/good.feature",
            GOOD.replace("  Scenario:", "  Rule: one\n\n  Scenario:"),
            "drops scenarios in a Rule",
        ),
        (
            house_rules.unknown_capabilities,
            "features/good.feature",
            "@needs.telepathy " + GOOD,
            "@needs.telepathy names no capability",
        ),
        (
            house_rules.wrong_imports,
            "scoring/bad.py",
            "from support import world\n",
            "scoring may not import support",
        ),
        (
            house_rules.wrong_imports,
            "support/bad.py",
            "import features.steps\n",
            "support may not import features",
        ),
        (
            house_rules.wrong_imports,
            "support/bad.py",
            "import allure\n",
            "only support/evidence may import allure",
        ),
        (
            house_rules.steps_that_cannot_fail,
            "features/steps/bad.py",
            "def step(context):\n    return context.ok\n",
            "returns a value",
        ),
        (
            house_rules.steps_that_cannot_fail,
            "features/steps/bad.py",
            "import time\ndef step(context):\n    time.sleep(1)\n",
            "sleeps",
        ),
        (
            house_rules.steps_that_cannot_fail,
            "features/steps/bad.py",
            "def step(context):\n    try:\n        pass\n    except ValueError:\n        pass\n",
            "catches",
        ),
        (
            house_rules.steps_that_cannot_fail,
            "features/steps/bad.py",
            'from behave import then\n@then("x")\ndef step(context):\n    pass\n',
            "asserts nothing",
        ),
        (
            house_rules.unproven_promises,
            "features/proof.feature",
            PROOF.replace("The promise is kept", "Another"),
            "nothing shows that 'The promise is kept' can fail",
        ),
    ],
)
def test_a_broken_rule_is_named(
    house: Path, rule: Callable[[Path], list[str]], file: str, text: str, words: str
) -> None:
    (house / file).write_text(text)
    assert words in "\n".join(rule(house))
