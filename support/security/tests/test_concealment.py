"""A key that slips into an exception, a print, a log or an attachment reaches no report."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from support.redaction import MARK

ROOT = Path(__file__).parents[3]
KEY = "slippery/key+of-the-agent?91"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjdXN0b21lciAxIn0.c2lnbmF0dXJlLW9mLWE"
FEATURE = """
Feature: Keys stay where they are
  Scenario: In a cause
    Then it fails because of something else
  Scenario: In a check
    Then it says too much
  Scenario: In what cannot be seen
    Then it cannot be seen
  Scenario: In what is printed
    Then it prints and logs
  Scenario: In the preparation
    Then it prints and logs
  Scenario: In a skip
    Then it prints and logs
  Scenario Outline: In a row
    Then it fails over <thing>
    Examples: Rows
      | thing          |
      | the slippery one |
"""
STEPS = """
import base64, logging, sys
from behave import then
from urllib.parse import quote
from support.evidence import attach
from support.redaction import conceal
from support.verdict import HarnessError, NotMeasured

KEY, TOKEN = {key!r}, {token!r}
CODED = base64.b64encode(b"key=" + KEY.encode()).decode()
conceal([KEY])

@then("it fails because of something else")
def cause(context):
    try:
        try:
            raise OSError(f"wss://u:{{quote(KEY, safe='')}}@h/ws")
        except OSError as error:
            raise ValueError(f"cannot sign with {{KEY}} ({{CODED}})") from error
    except ValueError as error:
        raise HarnessError(f"nobody is there: {{TOKEN}}") from error

@then("it says too much")
def check(context):
    attach.text(f"what {{KEY}} opens", f"{{KEY}}\\n{{CODED}}\\n{{TOKEN}}")
    attach.jsonl("lines", '{{"k": "' + KEY + '"}}')
    attach.html("page", f"<p>{{KEY}}</p>")
    assert not KEY, f"{{KEY}} was told in {{CODED}}, and {{TOKEN}}"

@then("it cannot be seen")
def unseen(context): raise NotMeasured(f"{{KEY[:9]}}\\n{{KEY[9:]}} is late")

@then("it prints and logs")
def prints(context):
    print("printed", KEY, CODED, TOKEN)
    print("told", KEY, file=sys.stderr)
    logging.getLogger("x").error("logged %s %s", KEY, TOKEN)
    raise RuntimeError("and trips")

@then("it fails over {{thing}}")
def over(context, thing): raise RuntimeError(f"{{thing}}: {{KEY}}")
"""
HOOKS = """
KEY = {key!r}
def before_scenario(context, scenario):
    if "preparation" in scenario.name: raise RuntimeError("cannot open " + KEY)
    if "skip" in scenario.name: scenario.skip("it has no " + KEY)
"""


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Everything that such a run shows and leaves behind."""
    folder = tmp_path_factory.mktemp("keys")
    steps = folder / "features" / "steps"
    steps.mkdir(parents=True)
    (folder / "features" / "keys.feature").write_text(FEATURE, "utf-8")
    (steps / "steps.py").write_text(STEPS.format(key=KEY, token=TOKEN), "utf-8")
    (folder / "features" / "environment.py").write_text(HOOKS.format(key=KEY), "utf-8")
    shutil.copy(ROOT / "behave.ini", folder)
    done = subprocess.run(
        [sys.executable, "-m", "behave"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    reports = [path for path in (folder / "reports").rglob("*") if path.is_file()]
    left = {str(path.relative_to(folder)): path.read_text("utf-8") for path in reports}
    return {"what is printed": done.stdout, "errors": done.stderr, **left}


@pytest.mark.parametrize(
    "form",
    [
        KEY,
        quote(KEY, safe=""),
        base64.b64encode(b"key=" + KEY.encode()).decode()[6:-4],
        KEY[9:],
        TOKEN.rpartition(".")[2],
    ],
    ids=["plain", "in an address", "in base64", "broken over lines", "a signed token"],
)
def test_it_is_nowhere(texts: dict[str, str], form: str) -> None:
    assert not [where for where, text in texts.items() if form in text]


def test_that_something_was_there_is_seen(texts: dict[str, str]) -> None:
    marked = {where.partition("/")[2].partition("/")[0] for where in texts if MARK in texts[where]}
    assert {"allure-results", "junit"} <= marked
    assert MARK in texts["what is printed"]
