"""Recommendations, times, measures and providers are found as sentences, not as words."""

from __future__ import annotations

import pytest

from scoring import judge_answer
from scoring.cost import cost_check
from scoring.recommendations import Recommendation
from scoring.tests.probes import asked_and_told

QUESTION = asked_and_told("q05-exc")[0]


def told(answer: str) -> tuple[Recommendation, ...]:
    """The recommendations of an answer to a question about a cluster."""
    return judge_answer(QUESTION, answer).evidence.recommendations


@pytest.mark.parametrize(
    "sentence",
    [
        "Lower the CPU requests to the observed peak.",
        "Halve the node groups that nobody uses.",
        "First, move stateless services to Spot.",
        "You should replace fixed node groups with Karpenter.",
        "Then let pods share nodes.",
        "The platform team sets quotas for every namespace.",
        "We need to move the runners to Spot nodes.",
        "- Cap the requests of batch jobs.",
        "1. Week 1: label the pods.",
        '{"steps": [{"order": 1, "what": "Resize the nodes"}]}',
    ],
)
def test_who_does_what_is_a_recommendation(sentence: str) -> None:
    for form in (sentence, sentence.upper(), sentence.lower()):
        assert [each.firm for each in told(form)] == [True], form


@pytest.mark.parametrize(
    "sentence",
    [
        "Kubernetes is a system for containers.",
        "The nodes are expected to grow next year.",
        "Cost, savings and efficiency of pods.",
        "Servers with many cores weigh more and draw power.",
        "Requests of pods rise over time.",
    ],
)
def test_what_tells_nobody_to_do_anything_is_none(sentence: str) -> None:
    assert told(sentence) == ()


def test_the_entries_of_a_plan_are_things_to_do_without_a_verb() -> None:
    (found,) = told("Week 1 peak of all pods; weeks 2-3 dual run on Spot; week 4 old nodes gone.")
    assert (found.firm, found.steps) == (True, 3)
    assert told("Week 1: pods. Week 2: nodes.") == ()


def test_a_label_makes_a_plain_remark_count() -> None:
    shares = {
        each.content.key: each.share
        for each in judge_answer(QUESTION, "The nodes are resized.\n\nRisk: usage.").content
    }
    assert shares["risk"] == 1.0


def test_a_possibility_is_not_firm() -> None:
    (found,) = told("You could move some pods to Spot.")
    assert not found.firm


def test_a_recommendation_knows_its_figures_time_and_owner() -> None:
    (found,) = told("In week 2 the SRE team moves 30% of the pods to Spot, which saves $5,616.")
    assert (found.quantified, found.timed, found.owned, found.specific) == (True,) * 4
    (vague,) = told("Move the pods somewhere cheaper.")
    assert (vague.quantified, vague.timed, vague.owned) == (False,) * 3


def test_times_of_a_plan_are_no_rates() -> None:
    times = judge_answer(
        QUESTION, "It costs $5 a month. Do it in six weeks, by Friday."
    ).evidence.times
    text = "It costs $5 a month. Do it in six weeks, by Friday."
    assert [text[each.start : each.end] for each in times] == ["six weeks", "Friday"]


def test_providers_are_named_by_their_services_too() -> None:
    providers = judge_answer(QUESTION, "Compare EKS with GKE and AKS, then S3.").evidence.providers
    assert [each.name for each in providers] == ["AWS", "GCP", "Azure"]


def test_the_cost_check_has_five_parts_and_wants_an_amount() -> None:
    rich = cost_check(judge_answer(*asked_and_told("q05-exc")))
    assert rich.passed
    assert [each.value for each in rich.parts] == [1.0] * 5
    middling = cost_check(judge_answer(*asked_and_told("q05-med")))
    assert not middling.passed
    assert middling.parts[0].value == 0.0
    assert middling.score.explanation.startswith("lacks specific savings amount")
