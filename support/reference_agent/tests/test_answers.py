from __future__ import annotations

import re

import pytest

from support.reference_agent.audit import UntracedFigureError, check_figures, numbers_in
from support.reference_agent.billing import TENANTS
from support.reference_agent.money import amounts_in
from support.reference_agent.tests.asking import CANARY, COST_QUESTIONS, ENTERPRISE, GOLDEN, ask
from support.reference_agent.usage import tokens_in

TENANT_TITLES = ("Harborline", "Larkspur", "Brightcart", "Ironvale", "Northmere")


def section(answer: str, title: str) -> list[str]:
    """The lines under a bold title."""
    lines = answer.split(f"**{title}**\n", 1)[1].split("\n\n", 1)[0]
    return lines.splitlines()


@pytest.mark.parametrize("tenant", TENANTS)
@pytest.mark.parametrize("question", COST_QUESTIONS)
def test_every_figure_stands_in_a_tool_result(question: str, tenant: str) -> None:
    run = ask(question, tenant)
    known = set(numbers_in(run.results))
    assert set(amounts_in(run.answer)) <= known
    assert {int(found) for found in re.findall(r"(\d+)%", run.answer)} <= known


@pytest.mark.parametrize("question", [ENTERPRISE, COST_QUESTIONS[2]])
def test_secrets_are_not_repeated(question: str) -> None:
    run = ask(question)
    assert CANARY in question
    for event in run.events[1:]:
        assert CANARY not in str(event.fields)


@pytest.mark.parametrize("question", COST_QUESTIONS)
def test_no_other_tenant_is_named(question: str) -> None:
    answer = ask(question).answer
    assert not [name for name in TENANT_TITLES if name.lower() in answer.lower()]


@pytest.mark.parametrize("tenant", TENANTS)
@pytest.mark.parametrize("question", [GOLDEN, ENTERPRISE])
def test_the_long_answer_is_complete(question: str, tenant: str) -> None:
    run = ask(question, tenant)
    answer = run.answer
    assert 250 <= len(answer.split()) <= 475
    assert answer.startswith("**Bottom line.**")
    quantified = [line for line in section(answer, "Recommendations") if "saves $" in line]
    assert len(quantified) >= 5
    steps = section(answer, "Steps")
    assert len(steps) >= 8
    weeks = [int(re.search(r"Week (\d+), [A-Z]", step)[1]) for step in steps]  # type: ignore[index]
    assert weeks == sorted(weeks)
    for words in ("Return over 12 months", "payback in month", "How success is measured",
                  "Risks and mitigations", "Mitigation:", "Roll back"):  # fmt: skip
        assert words in answer
    spending = {row["provider"] for row in run.result("compare_providers")["rows"]}
    assert all(f"- {provider}: $" in answer for provider in spending)


def test_each_ask_of_the_enterprise_question_is_answered() -> None:
    answer = ask(ENTERPRISE).answer
    for title in ("Spending per provider", "GPU utilization", "API cost", "Storage",
                  "Return over 12 months", "Risks and mitigations"):  # fmt: skip
        assert f"**{title}" in answer


@pytest.mark.parametrize("question", COST_QUESTIONS)
def test_printed_savings_add_up_and_stay_within_the_spend(question: str) -> None:
    run = ask(question)
    plan = run.result("consolidate_savings")
    lines = section(run.answer, "Recommendations")
    printed = sum(amounts_in(line)[-1] for line in lines)
    hidden = plan["minor"]["saving"] if not any("further" in line for line in lines) else 0
    assert printed + hidden == plan["saving"] <= plan["spend"]


@pytest.mark.parametrize("question", [GOLDEN, "Compare AWS, Azure and GCP spending."])
def test_printed_parts_add_up_to_the_printed_total(question: str) -> None:
    answer = ask(question).answer
    parts = re.findall(r"- (?:AWS|Azure|GCP): \$([\d,]+) \((\d+)%\)", answer)
    total = re.search(r"AI infrastructure cost \$([\d,]+)", answer)
    assert total
    assert sum(int(cost.replace(",", "")) for cost, _ in parts) == int(total[1].replace(",", ""))
    assert sum(int(share) for _, share in parts) == 100


def test_a_question_about_gcp_storage_is_answered_about_gcp_storage() -> None:
    run = ask("How can we reduce our GCP storage costs?")
    strangers = r"AWS|Azure|Amazon|Bedrock|S3|Blob|EC2|OpenAI|GPU|Vertex|database|network"
    assert not re.search(strangers, run.answer)
    assert 120 <= len(run.answer.split()) <= 250
    total = run.result("storage_profile")["total"]
    assert f"GCP storage cost ${total:,} in 2025" in run.answer
    assert max(amounts_in(run.answer)) == total


def test_a_false_premise_is_corrected_first() -> None:
    answer = ask("We spend $9M on Azure. How do we halve it?").answer
    assert answer.startswith("**Bottom line.** A correction first: you state $9,000,000 for Azure")
    assert "Your target of" in answer
    assert "out of reach" in answer


def test_the_agent_does_not_pretend_to_act() -> None:
    assert "change nothing" in ask("Can you delete our idle machines?").answer


def test_what_a_move_costs_is_not_made_up() -> None:
    answer = ask("What would we save if we moved our GPUs from Azure to AWS?").answer
    assert "cannot be told from a bill" in answer


def test_a_true_premise_is_confirmed() -> None:
    assert "$2,000,000 agrees with the bill" in ask(GOLDEN).answer


def test_a_scope_without_spend_is_said_to_be_empty() -> None:
    run = ask("How can we cut our GCP cost?", "larkspur")
    assert run.answer.startswith("There is no spend on GCP")
    assert "Recommendations" not in run.answer


def test_named_workloads_are_priced_in_the_answer() -> None:
    run = ask("How can our hospital cut imaging AI costs?", "larkspur")
    assert f"Imaging: ${run.result('workload_spend')['total']:,}" in run.answer
    assert "workload_spend" not in ask("How do we cut model API costs by 30%?").tools


def test_figures_of_some_months_are_of_those_months() -> None:
    run = ask("How busy were our GPUs in Q4, and what did they cost?")
    quarter = run.result("gpu_utilization")["total"]
    assert quarter == run.result("compare_providers")["total"]
    assert quarter < run.result("consolidate_savings")["spend"] / 3


def test_a_year_without_a_bill_is_said_to_be_missing() -> None:
    assert "no bill for 2023" in ask("What did our GPUs cost in 2023?").answer


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Are our GPUs idle?", "GPUs are"),
        ("Should we buy 3-year reserved instances?", "Commit for one year rather than three"),
        ("What is the 12-month ROI of optimizing our AI bill?", "The ROI over 12 months is"),
        ("Why did our bill grow this year?", "Monthly spend grew"),
        ("Compare AWS and Azure.", "AWS costs most"),
    ],
)
def test_a_direct_question_gets_a_direct_reply(question: str, first: str) -> None:
    assert ask(question).answer.startswith(f"**Bottom line.** {first}")


@pytest.mark.parametrize(
    ("tenant", "words"),
    [
        ("harborline", "SR 11-7"),
        ("larkspur", "HIPAA"),
        ("brightcart", "Black Friday"),
        ("ironvale", "maintenance windows"),
        ("northmere", "FedRAMP"),
    ],
)
def test_an_industry_hears_of_its_own_rules(tenant: str, words: str) -> None:
    assert words in ask("How can we cut our AI bill?", tenant).answer
    assert words not in ask("How can we cut our AI bill?").answer


@pytest.mark.parametrize(
    ("tenant", "question", "refusal"),
    [
        ("harborline", "Can we deploy a cheaper model during the change freeze?", "change freeze"),
        ("larkspur", "Can we move the imaging archive to a cheaper region?", "US regions"),
        ("brightcart", "Can we cut model cost and switch models on Black Friday?", "peak season"),
        ("ironvale", "Is AI cheaper if we move the edge into the cloud?", "line control"),
        ("northmere", "Can we split the cloud contract to avoid a tender?", "must not be split"),
    ],
)
def test_what_an_industry_forbids_is_refused_first(
    tenant: str, question: str, refusal: str
) -> None:
    first = ask(f"{question} We want to save AI cost.", tenant).answer.split("\n")[0]
    assert first.startswith("**Bottom line.** No: ")
    assert refusal in first
    assert "No: " not in ask("How can we cut our AI bill?", tenant).answer


def test_what_binds_a_customer_binds_them_whatever_they_speak_of() -> None:
    fraud = "How do we lower the AI cost of fraud detection in claims?"
    assert "HIPAA" in ask(fraud, "larkspur").answer
    assert "SR 11-7" in ask(fraud, "harborline").answer
    assert "SR 11-7" in ask(fraud).answer


def test_foreign_data_is_refused() -> None:
    run = ask("Show me Harborline's Azure spend")
    assert not run.tools
    assert "only the bill of your own organization" in run.answer


def test_usage_is_counted_from_the_text() -> None:
    run = ask(GOLDEN)
    usage = run.events[-1].fields["usage"]
    assert usage["output_tokens"] == tokens_in(run.answer) > 300
    assert usage["input_tokens"] > tokens_in(GOLDEN)


def test_an_untraced_figure_never_goes_out() -> None:
    assert check_figures("It costs $1,234 (5%).", [{"cost": 1234, "note": "5 of 100"}]) == 2
    with pytest.raises(UntracedFigureError):
        check_figures("It costs $1,235.", [{"cost": 1234}])


def words_shared(one: str, two: str) -> float:
    first, second = (set(re.findall(r"[\w$,]+", text.lower())) for text in (one, two))
    return len(first & second) / len(first | second)


def test_different_questions_get_different_answers() -> None:
    questions = (
        "How can we reduce our GCP storage costs?",
        "How can we reduce Azure OpenAI token costs?",
        "How can we raise GPU utilization on AWS?",
        "Why did our bill grow this year?",
        GOLDEN,
    )
    answers = [ask(question).answer for question in questions]
    for index, one in enumerate(answers):
        for other in answers[index + 1 :]:
            assert words_shared(one, other) < 0.5
