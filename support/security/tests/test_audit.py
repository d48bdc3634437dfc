"""What is weak is said, and what could not be looked up is never taken for clean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.security import audit

CLEAN = {"dependencies": [{"name": "a", "version": "1", "vulns": []}], "fixes": []}
WEAK = {
    "dependencies": [
        {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]},
        {"name": "b", "version": "1", "vulns": []},
    ]
}
PARTLY = {"dependencies": [*CLEAN["dependencies"], {"name": "b", "skip_reason": "not found"}]}
COUNT = {"dependencies": {"total": 160}}


def program(folder: Path, told: object, status: int = 0) -> str:
    """A program that tells this on its standard output."""
    file = folder / "tool"
    said = told if isinstance(told, str) else json.dumps(told)
    file.write_text(f"#!/bin/sh\ncat <<'END'\n{said}\nEND\nexit {status}\n", encoding="utf-8")
    file.chmod(0o700)
    return str(file)


@pytest.mark.parametrize(
    ("told", "status", "line"),
    [
        (CLEAN, 0, "✓ packages for Python: 1 looked up, no known weakness"),
        (WEAK, 1, "    a 1: PYSEC-1, mended in 2"),
        (PARTLY, 3, "? packages for Python: NOT AUDITED: 1 could not be looked up; the first: not"),
        ({"dependencies": []}, 3, "NOT AUDITED: there was nothing to look up"),
        ("", 3, "NOT AUDITED: the advisories cannot be had: it said nothing"),
        ([], 3, "NOT AUDITED: tool told no object"),
        ({"dependencies": [{"vulns": [{}]}]}, 3, "NOT AUDITED: pip-audit told something else"),
    ],
)
def test_packages_for_python(tmp_path: Path, told: object, status: int, line: str) -> None:
    found = audit.python_packages(program(tmp_path, told, status=1))
    assert found.status == status
    assert any(line in each for each in found.lines()), list(found.lines())


@pytest.mark.parametrize(
    ("told", "status", "line"),
    [
        ({"vulnerabilities": {}, "metadata": COUNT}, 0, "160 looked up, no known weakness"),
        (
            {"vulnerabilities": {"x": {"range": "<2", "severity": "high"}}, "metadata": COUNT},
            1,
            "    x <2: high",
        ),
        ({"message": "405 Method Not Allowed"}, 3, "cannot be had: 405 Method Not Allowed"),
        ({"vulnerabilities": {}}, 3, "npm told something else than expected"),
    ],
)
def test_packages_for_the_report(tmp_path: Path, told: object, status: int, line: str) -> None:
    found = audit.node_packages(program(tmp_path, told), tmp_path)
    assert found.status == status
    assert any(line in each for each in found.lines()), list(found.lines())


def test_a_program_that_is_not_there_audits_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert audit.main(["/no/such/tool"]) == audit.UNKNOWN
    out = capsys.readouterr().out
    assert "NOT AUDITED: /no/such/tool cannot be run" in out
    assert "packages for the report: NOT AUDITED: no npm" in out
    assert "try again where the advisories can be reached" in out


def test_every_requirement_of_this_project_is_pinned() -> None:
    found = audit.pins()
    assert not found.weak
    assert found.looked_up > 30


@pytest.mark.parametrize(
    "loose", ["a", "a>=1", "a==1.*", "a~=1.0", "a @ http://b/c.whl", "a==1,<2"]
)
def test_a_requirement_that_is_not_pinned_is_named(tmp_path: Path, loose: str) -> None:
    text = f"# a comment\n-r other.txt\nb==1.0  # pinned\n{loose}  # why\n"
    (tmp_path / "requirements-x.txt").write_text(text, encoding="utf-8")
    told = audit.pins(tmp_path).weak[0]
    assert told.startswith(f"requirements-x.txt, line 4: {loose!r} names no single version")
    assert audit.pins(tmp_path).status == audit.WEAK


def test_what_a_requirement_needs_is_named_too(tmp_path: Path) -> None:
    assert audit.needed_beside({"httpx"}).keys() >= {"httpcore", "anyio", "idna"}
    (tmp_path / "requirements.txt").write_text("pytest==9.2.0\n", encoding="utf-8")
    told = audit.pins(tmp_path).weak
    assert "pluggy, which pytest needs, stands in no requirements*.txt" in told
