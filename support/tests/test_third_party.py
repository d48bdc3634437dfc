"""Agents of other makers, launched from their example profiles: everything they say is read.

Their models are scripts, so their answers are poor; what the suite says of them must be that, and
never that it could not read them. pydantic-ai is asked in `make test`, all in
`make test-third-party`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.events import Kind
from support.agents import profile
from support.agents.agent import AgentUnderTest
from support.agents.checking import shown_by
from support.behaviour import Question, asks
from support.customers import one
from support.faults.trial import run_suite
from support.fleet import Fleet
from support.reading import Conversation
from support.recording import load, save
from support.transcripts.judging import conversation, declared, judged
from support.transcripts.recognition import recognised
from support.verdict import Outcome

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"

WELL, TOOL_FAILS, MODEL_FAILS = (
    "What does Azure cost?",
    "What does Atlantis cost?",
    "Please explode.",
)

UNREADABLE = "A message that nobody can read is answered, and the conversation goes on"

NOT_MET = {
    # It hangs up on what it cannot read, and tells nobody why.
    "agno": {UNREADABLE: "closed the connection (code 1006)"},
}
"""Promises that these agents are known to break, with the reason that must be given."""

TOOL_ERRORS = {
    # The workflow goes on and tells the customer what the tool said.
    "agno": Outcome.MET,
}
"""What comes of a question at which a tool fails, where that is not a failure of the whole."""


def _param(name: str) -> object:
    marks = () if name == "pydantic-ai" else pytest.mark.third_party
    return pytest.param(name, marks=marks, id=name)


NAMES = [_param(name) for name in ("pydantic-ai", "agno", "langgraph", "google-adk")]


@pytest.fixture(scope="module", params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    example = str(request.param)
    ready = (ROOT / ".third-party" / example / ".installed").is_file()
    assert ready, f"first: make third-party-{example}"
    return example


@pytest.fixture(scope="module")
def talks(name: str) -> dict[str, Conversation]:
    """Three customers at once: what was said to each of the three questions."""
    agent = profile.load(str(EXAMPLES / name / "profile.toml"))
    questions = (WELL, TOOL_FAILS, MODEL_FAILS)
    with AgentUnderTest(agent) as running, Fleet() as fleet:
        told = fleet.run([running.assignment(one(*asks(Question(each)))) for each in questions])
    return dict(zip(questions, told, strict=True))


def test_every_message_is_understood(talks: dict[str, Conversation]) -> None:
    unmapped = {
        question: [each.text for each in talk.beside_runs if each.kind is Kind.UNMAPPED]
        for question, talk in talks.items()
    }
    assert not any(unmapped.values()), unmapped


def test_what_the_profile_declares_is_shown(name: str, talks: dict[str, Conversation]) -> None:
    can = profile.load(str(EXAMPLES / name / "profile.toml")).can
    (run,) = talks[WELL].runs
    seen = {event.kind for event in run.events}
    assert run.completed, run.gave_up
    assert run.answer.startswith("The bill")
    assert set(declared(can)) <= seen
    shown = shown_by(run)
    assert shown["teams"] == can.teams
    assert shown["streaming"] == can.streaming
    assert next(run.of(Kind.TOOL_EXECUTING)).tool_name == "bill_of"


def test_a_failing_model_is_a_failure_with_its_own_words(talks: dict[str, Conversation]) -> None:
    (run,) = talks[MODEL_FAILS].runs
    assert not run.completed
    assert run.ending is not None, run.gave_up
    assert "told to fail" in run.ending.text or "internal error" in run.ending.text.lower()


def test_a_recording_of_it_comes_to_the_same(
    name: str, talks: dict[str, Conversation], tmp_path: Path
) -> None:
    can = profile.load(str(EXAMPLES / name / "profile.toml")).can
    expected = {
        WELL: Outcome.MET,
        TOOL_FAILS: TOOL_ERRORS.get(name, Outcome.NOT_MET),
        MODEL_FAILS: Outcome.NOT_MET,
    }
    for question, talk in talks.items():
        spoken = recognised(talk.recording)
        live = judged(talk, spoken, can)
        again = conversation(load(save(talk.recording, tmp_path, "again")))
        assert judged(again, spoken, can) == live
        assert live.outcome is expected[question], (question, live)


@pytest.mark.third_party
def test_the_golden_path_says_what_is_known_of_it(name: str, tmp_path: Path) -> None:
    agent = EXAMPLES / name / "profile.toml"
    trial = run_suite(tmp_path, "--tags", "@golden_path", "-D", f"agent={agent}")
    known = NOT_MET.get(name, {})
    not_met = {
        each["name"]: each["reason"] for each in trial.scenarios if each["outcome"] == "not_met"
    }
    assert not_met.keys() == known.keys(), trial.printed
    for scenario, reason in known.items():
        assert reason in not_met[scenario]
    assert {each["outcome"] for each in trial.scenarios} <= {"met", "not_met", "not_supported"}
    assert sum(each["outcome"] == "met" for each in trial.scenarios) >= 10
