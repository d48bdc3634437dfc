"""The judge is right about answers whose worth is known, and harmless changes leave it alone."""

from __future__ import annotations

from typing import Any

import pytest

from scoring import judge_answer, score_answer
from scoring.figures import of_disturbances, of_probes
from scoring.tests.probes import INDEPENDENT, PROBES

SETS = pytest.mark.parametrize("probes", [PROBES, INDEPENDENT], ids=["own", "independent"])


@SETS
def test_every_required_figure_holds(probes: list[dict[str, Any]]) -> None:
    figures = dict(of_probes(score_answer, probes))
    accuracy = figures["balanced accuracy"]
    assert isinstance(accuracy, float)
    assert accuracy >= 0.95
    assert figures["false passes, tier A"] == []
    tier_b = figures["false passes, tier B"]
    good = sum(1 for probe in probes if probe["should_pass"])
    refused = figures[f"false fails, of {good}"]
    assert isinstance(tier_b, list)
    assert isinstance(refused, list)
    assert len(tier_b) <= 1
    assert len(refused) <= good / 15
    below, copies = str(figures["corrupted copies below their source"]).split("/")
    assert below == copies


@SETS
def test_the_bands_stand_where_they_should(probes: list[dict[str, Any]]) -> None:
    figures = dict(of_probes(score_answer, probes))
    rich, middling, poor = (
        figures[f"mean of the {b} ones"] for b in ("excellent", "medium", "poor")
    )
    assert isinstance(rich, float)
    assert isinstance(middling, float)
    assert isinstance(poor, float)
    assert rich >= 0.75
    assert 0.25 <= middling <= 0.65
    assert 0.0 <= poor <= 0.40
    assert rich - poor >= 0.40


@SETS
def test_no_disturbance_changes_a_verdict(probes: list[dict[str, Any]]) -> None:
    for name, told in of_disturbances(score_answer, probes):
        assert str(told).startswith("0/"), f"{name}: {told}"


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: str(probe["id"]))
def test_every_verdict_gives_its_reason(probe: dict[str, str]) -> None:
    verdict = judge_answer(probe["question"], probe["answer"])
    assert [each.name for each in verdict.dimensions] == [
        "relevance", "completeness", "actionability", "business impact",
    ]  # fmt: skip
    assert all(each.explanation for each in verdict.dimensions)
    assert all(gate.reason and gate.cap < 0.75 for gate in verdict.gates)
    length = len(verdict.text.clean)
    spans = [span for each in verdict.dimensions for span in each.spans]
    spans += [span for gate in verdict.gates for span in gate.spans]
    assert all(0 <= span.start < span.end <= length for span in spans)
