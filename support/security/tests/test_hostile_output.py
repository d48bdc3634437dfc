"""What an agent says is shown and never obeyed: by a terminal, a file system, an XML reader."""

from __future__ import annotations

import base64
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import quote

from support.redaction import MARK
from support.security.tests.conftest import SCENARIOS, SECRET, Aftermath

_ACTS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def test_the_run_came_to_its_end_with_a_verdict(aftermath: Aftermath) -> None:
    assert len(aftermath.trial.scenarios) == len(SCENARIOS), aftermath.trial.printed[-2000:]
    outcomes = {each["outcome"] for each in aftermath.trial.scenarios}
    assert "broken" not in outcomes, aftermath.trial.printed[-4000:]
    assert "not_met" in outcomes
    assert aftermath.trial.status == 1


def test_nothing_acts_in_the_terminal(aftermath: Aftermath) -> None:
    printed = aftermath.trial.printed
    assert "EVIL" in printed or "title is mine" in printed or "script" in printed
    assert not _ACTS.search(printed), _ACTS.findall(printed)
    assert not re.search(r"^::", printed, re.MULTILINE), "a build server would obey"


def test_nothing_acts_in_any_file(aftermath: Aftermath) -> None:
    files = [path for path in aftermath.reports.rglob("*") if path.is_file()]
    assert len(files) > 10
    for path in files:
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".jsonl" or "recordings" not in path.parts:
            assert not _ACTS.search(text.replace("\r\n", "\n")), path


def test_no_name_of_the_agents_is_a_path(aftermath: Aftermath) -> None:
    places = [aftermath.folder, aftermath.folder.parent, Path.home(), Path.cwd(), Path("/")]
    for place in places:
        assert not [each for each in place.iterdir() if "golden-path-was-here" in each.name]
    assert not list(aftermath.folder.rglob("*was-here*"))
    names = [path.name for path in aftermath.reports.rglob("*")]
    strange = re.compile(r"[^A-Za-z0-9._-]")
    assert not [name for name in names if strange.search(name)]


def test_what_machines_read_stays_readable(aftermath: Aftermath) -> None:
    json.loads((aftermath.reports / "summary.json").read_text(encoding="utf-8"))
    reports = list((aftermath.reports / "junit").glob("*.xml"))
    assert reports
    for path in reports:
        ET.fromstring(path.read_bytes())  # noqa: S314 - our own file
    for path in (aftermath.reports / "allure-results").glob("*-result.json"):
        json.loads(path.read_text(encoding="utf-8"))


def test_the_credential_is_nowhere(aftermath: Aftermath) -> None:
    raw = SECRET.encode()
    forms = {SECRET, quote(SECRET, safe=""), json.dumps(SECRET)[1:-1], raw.hex()}
    forms |= {base64.b64encode(bytes(n) + raw).decode()[4 * (n > 0) : -4] for n in range(3)}
    texts = {"the terminal": aftermath.trial.printed}
    for path in aftermath.folder.rglob("*"):
        if path.is_file():
            texts[str(path)] = path.read_text(encoding="utf-8", errors="replace")
    found = [(where, form) for where, text in texts.items() for form in forms if form in text]
    assert not found
    assert sum(MARK in text for text in texts.values()) > 3, "it was told, and taken out"
