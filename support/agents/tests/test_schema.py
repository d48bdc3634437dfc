"""The schema that editors read is the one that the types make, and fits the shipped profiles."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from support.agents import profile, schema

ROOT = Path(__file__).parents[3]
PROFILES = sorted([*profile.FOLDER.glob("*.toml"), *ROOT.glob("docs/examples/*/profile.toml")])


def test_the_file_is_current() -> None:
    fresh = schema.FILE.read_text(encoding="utf-8") == schema.text()
    assert fresh, f"python -m support.agents schema > {schema.FILE.relative_to(ROOT)}"


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_shipped_profile_names_and_fits_the_schema(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = text.splitlines()[0].removeprefix("#:schema ")
    assert (path.parent / named).resolve() == schema.FILE.resolve()
    jsonschema.validate(tomllib.loads(text), json.loads(schema.text()))


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_shipped_profile_fits_on_a_page(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 40
    assert profile.load(str(path)).name


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "M", "urll": "ws://h"},
        {"name": "M", "url": "ws://h", "can": {"tool": True}},
        {"name": "M", "url": "ws://h", "protocol": "telnet"},
        {"name": "M", "url": "ws://h", "mapping": {"rule": [{"emit": "nonsense"}]}},
        {"url": "ws://h"},
    ],
)
def test_what_the_suite_refuses_an_editor_marks(wrong: dict[str, object]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema.as_data())
