"""What a run came to, from its summary: counted right, and nothing claimed that was not judged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from support.evidence import refusal
from support.evidence.survived import figures, survived
from support.resilience_figures import main, table


def scenario(name: str, outcome: str = "met", *tags: str, **values: float | None) -> dict[str, Any]:
    told = [{"name": key.replace("_", " "), "value": value} for key, value in values.items()]
    return {"name": name, "outcome": outcome, "tags": list(tags), "figures": told}


SUMMARY = {
    "scenarios": [
        scenario(
            "breaks",
            "met",
            "resilience",
            time_to_recover=0.5,
            events_lost=0,
            time_without_a_clear_state=0.1,
        ),
        scenario("freezes", "not_met", "resilience", time_to_recover=2.5, events_lost=3),
        scenario("dies", "not_measured", "resilience", time_to_recover=None),
        scenario("far away", "met", "resilience", "geography")
        | {"figures": [{"name": "answer complete, the customer from eu-central", "value": 1.0}]},
        scenario("tools", "met", "resilience", "needs.faults_on_command", time_to_detect=0.4),
        scenario("fast", "met", "golden_path", time_to_recover=9.0),
    ]
}


def test_faults_are_counted_and_what_was_not_judged_is_no_recovery() -> None:
    found = figures(SUMMARY)
    assert {key: found[key] for key in ("faults", "judged", "recovered")} == {
        "faults": 4,
        "judged": 3,
        "recovered": 2,
    }
    assert (found["events_lost"], found["events_repeated"]) == (3, None)
    assert found["time_to_recover_s"] == {"median": 1.5, "slowest": 2.5}
    assert found["time_to_restored_quality_s"] == {"median": None, "slowest": None}
    assert found["time_to_detect_s"] == {"median": 0.4, "slowest": 0.4}  # not that of the line
    assert found["regions"] == ["eu-central"]


def test_the_table_tells_every_fault() -> None:
    told = table(SUMMARY, figures(SUMMARY))
    assert [line.split()[0] for line in told.splitlines()[:4]] == [
        "what",
        "breaks",
        "freezes",
        "dies",
    ]
    assert "2 of 4 faults survived, 3 judged; events lost: 3, repeated: not measured" in told
    assert "0.40 s" in told
    assert "0.10 s" not in told
    assert "hostile" not in told


def test_the_file_is_written_where_there_is_something_to_tell(tmp_path: Path) -> None:
    assert main(tmp_path) == 1
    (tmp_path / "summary.json").write_text(json.dumps({"scenarios": []}))
    assert main(tmp_path) == 1
    assert not (tmp_path / "resilience.json").exists()
    (tmp_path / "summary.json").write_text(json.dumps(SUMMARY))
    bad = {"bad_inputs": 150, "clear_verdicts": 150, "hangs": 0, "crashes": 0, "fuzz_frames": 9}
    (tmp_path / "hostile.json").write_text(json.dumps(bad | {"else": 1}))
    assert main(tmp_path) == 0
    written = json.loads((tmp_path / "resilience.json").read_text())
    assert written["faults"] == 4
    assert {key: written[key] for key in bad} == bad
    assert "else" not in written


def test_figures_of_an_earlier_run_are_not_told_as_those_of_a_refused_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "summary.json").write_text(json.dumps(SUMMARY))
    refusal.note(tmp_path, "there is no agent called 'typo'")
    assert main(tmp_path) == 1
    told = capsys.readouterr()
    assert "no agent called 'typo'" in told.err
    assert not told.out
    assert not (tmp_path / "resilience.json").exists()


def test_the_page_tells_what_became_of_it() -> None:
    asked = [scenario("a stranger", met, "security") for met in ("met", "not_met", "not_supported")]
    (told,) = survived({"scenarios": [*SUMMARY["scenarios"], *asked]})
    assert "2 of 4 faults survived, 3 judged" in told
    assert "events lost: 3, repeated: not measured" in told
    assert "until it was noticed: 0.40 s in the median, 0.40 s at most" in told
    assert "until the work went on: 1.50 s in the median, 2.50 s at most" in told
    assert "as good as before" not in told
    assert "1 of 2 promises about strangers and bad input kept" in told


NOTHING: list[list[dict[str, Any]]] = [
    [],
    SUMMARY["scenarios"][-1:],
    [scenario(tag, "not_supported", tag) for tag in ("resilience", "security")],
]


@pytest.mark.parametrize("scenarios", NOTHING)
def test_the_page_says_nothing_of_what_was_not_tried(scenarios: list[dict[str, Any]]) -> None:
    assert not list(survived({"scenarios": scenarios}))
