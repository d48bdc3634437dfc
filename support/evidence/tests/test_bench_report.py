import json
from pathlib import Path

import pytest

from support.evidence import bench_report, pictures, summary
from support.evidence.tests.runs import data_of
from support.evidence.tests.samples import results, scenario
from support.evidence.tests.test_front_page import left


def test_results_are_multiplied_with_their_attachments_under_names_of_their_own(
    tmp_path: Path,
) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    for name in ("a", "b"):
        left(source, name)
        attachment = source / "allure-results" / f"{name}-result.json"
        body = attachment.read_text().replace("../", "")
        attachment.write_text(body)
    summary.write(data_of(results(scenario(name="a"), scenario(name="b"))), source / "summary.json")
    size = bench_report.multiply(source, target, 5)
    assert size == 5 * (source / "allure-results" / "a-attachment.svg").stat().st_size
    data = json.loads((target / "summary.json").read_text())
    names = [each["name"] for each in data["scenarios"]]
    assert names == ["a (0)", "b (1)", "a (2)", "b (3)", "a (4)"]
    assert data["counts"]["met"] == 5
    found = pictures.read(target)
    assert len({found.of(each).anchor for each in data["scenarios"]}) == 5  # type: ignore[union-attr]


def test_without_results_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "reports").mkdir()
    summary.write(data_of(results()), tmp_path / "reports" / "summary.json")
    monkeypatch.setattr(bench_report, "ROOT", tmp_path)
    assert bench_report.main([]) == 2
    assert "there are no results; run the suite first" in capsys.readouterr().err
