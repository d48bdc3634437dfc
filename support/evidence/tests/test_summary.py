import json
import math
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from support.benchmarks.grade import SEVEN
from support.evidence import summary
from support.evidence.tests.samples import HOSTILE, figure, graded, results, scenario
from support.results import RunResults
from support.verdict import Outcome

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = json.loads(summary.SCHEMA.read_text(encoding="utf-8"))


def written(run: RunResults, folder: Path) -> dict[str, Any]:
    path = folder / "new" / "summary.json"
    summary.write(summary.as_data(run), path)
    assert [each.name for each in path.parent.iterdir()] == ["summary.json"]
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator(SCHEMA).validate(data)
    return data


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("unknown", [{"extra": 1}, {"grade": "C"}, {"version": 2}])
def test_the_schema_is_strict(tmp_path: Path, unknown: dict[str, Any]) -> None:
    data = written(results(scenario()), tmp_path) | unknown
    assert not Draft202012Validator(SCHEMA).is_valid(data)


def test_every_figure_is_there_with_its_limit(tmp_path: Path) -> None:
    data = written(results(scenario(Outcome.MET, figure())), tmp_path)
    assert data["outcome"] == "met"
    assert (data["grade"], data["benchmarks"]) == (None, [])
    assert data["scenarios"][0]["figures"] == [
        {
            "name": "first sign of work",
            "value": 0.2143,
            "unit": "s",
            "limit": 5,
            "tolerance": 0.1,
            "direction": "at most",
            "outcome": "met",
            "reason": "0.214 s after the question",
            "harness_lag_ms": 0.3,
        }
    ]


def test_the_seven_and_their_grade_are_there(tmp_path: Path) -> None:
    figures = [figure(name=name) for name in SEVEN]
    data = written(results(graded(*figures)), tmp_path)
    assert data["grade"] == "A+"
    assert [each["name"] for each in data["benchmarks"]] == list(SEVEN)
    assert data["benchmarks"][0]["figure"] == data["scenarios"][0]["figures"][0]
    missed = results(graded(*figures[:-1], figure(Outcome.NOT_MET, name=SEVEN[-1])))
    assert written(missed, tmp_path)["grade"] == "B+"


def test_a_benchmark_without_a_figure_has_its_reason(tmp_path: Path) -> None:
    lost = graded(outcome=Outcome.BROKEN, reason="the agent did not start", names=SEVEN)
    data = written(results(lost), tmp_path)
    assert data["grade"] is None
    assert data["benchmarks"][3] == {
        "name": SEVEN[3],
        "outcome": "broken",
        "reason": "the agent did not start",
        "figure": None,
    }


def test_which_suite_judged_and_when_is_there(tmp_path: Path) -> None:
    run = results(scenario())
    data = written(run, tmp_path)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert data["suite"] == project["version"]
    assert data["started"] == run.started
    assert datetime.fromisoformat(data["started"]).utcoffset() == timedelta(0)
    assert list(data) == list(SCHEMA["properties"])


@pytest.mark.parametrize("missing", ["suite", "started"])
def test_the_schema_asks_for_which_suite_judged_and_when(tmp_path: Path, missing: str) -> None:
    data = written(results(scenario()), tmp_path)
    del data[missing]
    assert not Draft202012Validator(SCHEMA).is_valid(data)


def test_counts_add_up(tmp_path: Path) -> None:
    data = written(results(*map(scenario, Outcome)), tmp_path)
    assert data["counts"] == dict.fromkeys((each.value for each in Outcome), 1)
    assert data["grade"] is None


@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_null(tmp_path: Path, value: float | None) -> None:
    one = figure(Outcome.NOT_MEASURED, value=value, lag=math.nan)
    data = written(results(scenario(Outcome.NOT_MEASURED, one)), tmp_path)
    assert data["scenarios"][0]["figures"][0]["value"] is None
    assert data["scenarios"][0]["figures"][0]["harness_lag_ms"] is None


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    data = written(
        results(scenario(Outcome.NOT_MET, name=HOSTILE, reason=HOSTILE), name=HOSTILE), tmp_path
    )
    assert "\x1b" not in json.dumps(data, ensure_ascii=False)


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "summary.json"
    path.write_text("old", encoding="utf-8")

    def full(_self: Path, _target: Path) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        summary.write(summary.as_data(results()), path)
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]
