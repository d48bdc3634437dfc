"""Settings of a run: what is unknown is refused with the nearest name."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import config
from support.verdict import HarnessError


def test_without_settings_the_reference_agent_is_judged_with_ordinary_patience() -> None:
    settings = config.read({})
    assert (settings.agent_profile, settings.patience) == ("reference", 1.0)
    assert settings.agent.launch is not None


@pytest.mark.parametrize("patience", ["0.1", "1", "2.5", "100", " 3 "])
def test_patience_is_a_number(patience: str) -> None:
    assert config.read({"patience": patience}).patience == float(patience)


@pytest.mark.parametrize("patience", ["", "0", "0.09", "101", "-1", "nan", "inf", "long"])
def test_any_other_patience_is_refused(patience: str) -> None:
    with pytest.raises(HarnessError, match=f"patience={patience} is not a number from 0.1 to 100"):
        config.read({"patience": patience})


@pytest.mark.parametrize("repeats", ["1", "10", "100", " 3 "])
def test_repeats_are_a_number_of_times(repeats: str) -> None:
    assert config.read({"repeats": repeats}).repeats == int(repeats)
    assert config.read({}).repeats == 1


@pytest.mark.parametrize("repeats", ["", "0", "101", "-1", "2.5", "often", "²"])
def test_any_other_repeats_are_refused(repeats: str) -> None:
    with pytest.raises(HarnessError, match=f"repeats={repeats} is not a whole number from 1 to"):
        config.read({"repeats": repeats})


def test_a_misspelt_setting_is_refused_with_the_nearest_and_all_names() -> None:
    with pytest.raises(HarnessError, match=r"did you mean patience\?") as raised:
        config.read({"patiense": "2"})
    sentence = str(raised.value)
    assert sentence.startswith("-D patiense is not a setting")
    assert all(name in sentence for name in config.NAMES)
    with pytest.raises(HarnessError, match="-D x is not a setting of this suite; known: agent"):
        config.read({"x": "2"})


def test_settings_of_behave_and_its_reporters_are_theirs() -> None:
    assert config.read({"AllureFormatter.issue_pattern": "x", "behave.reporter": "y"})


def test_an_unknown_agent_is_refused() -> None:
    with pytest.raises(
        HarnessError, match=r"no agent profile 'nobody'; known profiles: .*reference"
    ):
        config.read({"agent": "nobody"})


def test_what_the_agent_cannot_show_is_named(tmp_path: Path) -> None:
    file = tmp_path / "mute.toml"
    file.write_text('name = "Mute"\nurl = "ws://127.0.0.1:1"\n[can]\nerror_answers = false\n')
    settings = config.read({"agent": str(file)})
    assert settings.lacks(["golden_path", "needs.tools"]) is None
    assert settings.lacks(["needs.tools", "needs.error_answers"]) == (
        "the profile of Mute says that its protocol cannot show this (error_answers = false)"
    )
