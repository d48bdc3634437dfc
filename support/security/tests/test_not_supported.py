"""An agent whose profile asks for no pass is judged by what it declares, and says so."""

from __future__ import annotations

import re

import pytest

from support.agents import profile
from support.faults.trial import Trial, run_suite

NAMES = (
    "Nobody is served with no pass",
    "A customer's browser gets nothing for a foreign",
    "A pass that a browser shows",
    "A customer cannot follow",
    "A message beyond all measure",
)


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    """What the suite says of an agent without passes that may not be disturbed."""
    folder = tmp_path_factory.mktemp("open")
    text = (profile.FOLDER / "reference.toml").read_text(encoding="utf-8")
    text = re.sub(r"(?s)\[auth\].*", '[auth]\nkind = "none"\n', text)
    (folder / "open.toml").write_text(text, encoding="utf-8")
    names = [part for name in NAMES for part in ("--name", f"^{name}")]
    return run_suite(folder, *names, "-D", f"agent={folder / 'open.toml'}")


def test_nothing_is_met_that_was_not_tried(trial: Trial) -> None:
    assert len(trial.scenarios) == len(NAMES), trial.printed
    assert {each["outcome"] for each in trial.scenarios} == {"not_supported"}, trial.printed
    assert trial.status != 0, "a run in which nothing was judged is no success"


def test_each_says_why(trial: Trial) -> None:
    reasons = {each["name"]: each["reason"] for each in trial.scenarios}
    no_pass = 'customers need no pass ([auth] kind = "none")'
    disturbed = "it may not be disturbed (disturbance = false)"
    told = [no_pass, no_pass, no_pass, disturbed, disturbed]
    for name, words in zip(NAMES, told, strict=True):
        (reason,) = (reason for known, reason in reasons.items() if known.startswith(name))
        assert words in reason
