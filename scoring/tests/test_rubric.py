"""A rubric is data: another subject has its own, and a mistake is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring import judge_answer
from scoring.cost import cost_check
from scoring.question import read_question
from scoring.rubric import BadRubricError, default_rubrics, load_rubric, rubric_for
from scoring.tests.probes import asked_and_told

LEAK = "An AWS access key of ours was leaked in a public GitHub repository an hour ago. What now?"
GOOD = """Treat the key as stolen and stop the damage before you look for the cause.

1. Now, on-call engineer: deactivate the leaked key in IAM and rotate it; do not delete it yet, it
is evidence.
2. Within 30 minutes, security lead: search CloudTrail for every call of that key since the commit,
in all regions, and list new users, roles and instances.
3. Within 2 hours, platform team: isolate whatever the key created, snapshot it for forensics, then
remove it.
4. Today, incident commander: inform legal and the DPO; if customer data was read, the regulator
has to be told within 72 hours and customers after that.
5. This week, platform team: restore from a clean deploy, purge the key from the git history and
move CI to short-lived roles.

Risk: removing the key breaks the nightly job, so switch that to the new role first. Verify that it
is over: no call with the old key for 24 hours, and a test secret pushed to a branch raises an
alert in under 5 minutes. Review the incident on Friday and put secret scanning everywhere."""
VAGUE = "You should change the key and check your logs. Security is important, so be careful."

RUBRIC = """
name = "canteen"
[claims]
words = "lunch canteen menu"
[factors]
cost = false
[[content]]
key = "dish"
asks = "what there is to eat"
words = "soup salad pasta"
required = true
[[content]]
key = "when"
asks = "when it is served"
words = "noon"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "team.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_rubric_is_chosen_by_the_question() -> None:
    chosen = [
        rubric_for(read_question(each), default_rubrics()).name
        for each in (LEAK, asked_and_told("q01-exc")[0], "How do I bake bread?")
    ]
    assert chosen == ["incident response", "AI and cloud cost", "general"]


@pytest.mark.parametrize(
    "question",
    [
        "We transcribe 2 million minutes a month at 2.4 cents each. Can we get below 1.5 cents?",
        "Our voice agent costs 21 cents a minute all in. How do we get to 12 cents?",
        "The agent platform of ours burned $9,300 over the weekend. How do we stop it?",
        "OCR costs us 1.5 cents per page. How can we bring that down?",
        "Licences for our BI tool are 240,000 euros a year for 800 seats, 300 unused. What now?",
        "How much would we save with prompt caching?",
        "Should we buy 3-year reserved instances?",
        "Cut the cost of our dev environment.",
    ],
)
def test_what_an_organisation_spends_on_its_systems_is_about_costs(question: str) -> None:
    assert rubric_for(read_question(question), default_rubrics()).name == "AI and cloud cost"


@pytest.mark.parametrize(
    "question",
    [
        "Describe the data: inform(name=X, type=placetoeat, pricerange=cheap, area=riverside).",
        "Make this more creative: earn a Lifestyle Income by building digital businesses.",
        "Company X reported $30 billion in revenue and $3 billion profit. Which data is missing?",
        "Convert this Perl function to Python: sub _financing { my $cost = $object->compute; }",
        "Write a blog post about cloud computing, with fewer outages and lower costs.",
        "What is the price elasticity of demand?",
        "A train ticket costs $45 and I travel 3 times a week. How much is that a month?",
        "I spend $600 a month on groceries. How can I save?",
    ],
)
def test_other_questions_that_speak_of_money_or_systems_are_general(question: str) -> None:
    assert rubric_for(read_question(question), default_rubrics()).name == "general"


def test_another_subject_is_judged_by_its_own_rubric() -> None:
    good, vague = judge_answer(LEAK, GOOD), judge_answer(LEAK, VAGUE)
    assert good.rubric == "incident response"
    assert good.passed, [each.explanation for each in good.dimensions]
    assert not vague.passed
    assert good.value - vague.value >= 0.40
    assert cost_check(good).score.value is None


def test_a_rich_answer_about_costs_does_not_answer_an_incident() -> None:
    verdict = judge_answer(LEAK, asked_and_told("q03-exc")[1])
    assert "relevance" in [gate.name for gate in verdict.gates]
    assert not verdict.passed


def test_a_team_writes_its_own(tmp_path: Path) -> None:
    rubric = load_rubric(written(tmp_path, RUBRIC))
    question = "What is for lunch in the canteen?"
    full = judge_answer(question, "The canteen serves soup and pasta at noon.", (rubric,))
    assert full.rubric == "canteen"
    assert [each.share for each in full.content] == [1.0, 1.0]
    none = judge_answer(question, "The canteen is closed.", (rubric,))
    assert "it does not say what there is to eat" in [gate.reason for gate in none.gates]


MISTAKES = {
    'name = ""': "name is ''; right would be a text in quotes",
    "heading = 1": "heading is not known; right would be claims, concepts, content, factors, name, "
    "vocabulary",
    "claims = 3": "claims is no table; right would be [claims]",
    "weight = -1": "content[2].weight is -1; right would be a number above 0, at most 100",
    'figure = "euro"': "content[2].figure is 'euro'; right would be one of money, percent, "
    "duration, any",
    "own = 1": "content[2].own is 1; right would be true or false",
    "steps = 1.5": "content[2].steps is 1.5; right would be a whole number from 1 on",
}


@pytest.mark.parametrize("line", MISTAKES)
def test_a_mistake_is_told_with_its_place(line: str, tmp_path: Path) -> None:
    key = line.partition(" ")[0]
    text = f"{RUBRIC}{line}\n"
    if key in ("name", "heading", "claims"):
        kept = [each for each in RUBRIC.split("\n") if not each.startswith(f"{key} =")]
        text = "\n".join((line, *kept))
    if key == "claims":
        text = text.replace('[claims]\nwords = "lunch canteen menu"\n', "")
    with pytest.raises(BadRubricError) as told:
        load_rubric(written(tmp_path, text))
    assert str(told.value) == f"team.toml: {MISTAKES[line]}"


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadRubricError, match="cannot be read"):
        load_rubric(tmp_path / "none.toml")
    with pytest.raises(BadRubricError, match="is no TOML"):
        load_rubric(written(tmp_path, "name = "))
    with pytest.raises(BadRubricError, match="content is missing"):
        load_rubric(written(tmp_path, 'name = "x"\n[claims]\nwords = "y"\n'))
