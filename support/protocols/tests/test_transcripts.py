"""What every transcript of a third-party server says, spelled out event by event."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring import contract
from scoring.endings import endings
from scoring.events import Event, Kind, RunLog
from support.protocols import adapter_of
from support.protocols.recognise import recognise
from support.protocols.unmapped import unmapped
from support.reading import Conversation, read
from support.recording import load

DATA = Path(__file__).parent / "data"
PROTOCOLS = {
    "adk": "adk",
    "agno": "agno",
    "agui": "agui",
    "autogenstudio": "autogen",
    "langgraph": "langgraph",
}
NAMES = sorted(file.stem for file in DATA.glob("*.jsonl"))

START, THINK, TOOL, DONE = "agent_started", "agent_thinking", "tool_executing", "tool_completed"
PIECE, END, FAIL, HANDOFF = "text_delta", "agent_completed", "agent_error", "agent_handoff"


def protocol(name: str) -> str:
    return PROTOCOLS[name.partition("_")[0]]


def told(name: str) -> Conversation:
    return read(load(DATA / f"{name}.jsonl"), adapter=adapter_of(protocol(name), live=False))


def only_run(name: str) -> RunLog:
    (run,) = told(name).runs
    return run


def line(event: Event) -> tuple[str, ...]:
    """An event as it is spelled out below: kind, whose (`*` is the root), call, tool, text."""
    who = "*" if event.root else event.agent
    parts = (event.kind.value, who, event.call_id, event.tool_name, event.to_agent, event.text)
    return tuple(part for part in parts if part)


def pieces(who: str, *texts: str) -> list[tuple[str, ...]]:
    return [(PIECE, who, text) for text in texts]


CLEAR = ("It ", "is ", "21 ", "C ", "and ", "clear ", "in ", "Paris. ")
SAID = ("It ", "is ", "21 ", "C ", "in ", "Paris, ", "said ", "get_weather. ")
WORDS = ("The ", "tool ", "said: ")
PARIS = ('{"city": ', '"Paris", ', '"temp_c": ', "21, ", '"sky": ', '"clear"} ')
ATLANTIS = ("no ", "weather ", "station ", "in ", "Atlantis ")
NO_STATION = "no weather station in Atlantis"
FAILURE = "scripted model failure"
CALL = ("call_1", "get_weather")
ADK_CALL = ("call_get_weather", "get_weather")
ADK_MOVE = ("call_transfer_to_agent", "transfer_to_agent")
MOVE = ("call_2", "transfer_to_writer")
MOVED = "Transferred to writer, adopting the role of writer immediately."

EXPECTED: dict[str, list[tuple[str, ...]]] = {
    "agui_pydantic": [
        (START, "*", "weather in Paris?"),
        (THINK, "*", "I should look the weather up."),
        (TOOL, "*", *CALL),
        (DONE, "*", *CALL),
        *pieces("*", *CLEAR),
        (END, "*", "".join(CLEAR)),
    ],
    "agui_pydantic_error": [(START, "*", "explode"), (FAIL, "*", FAILURE)],
    "agui_pydantic_toolerror": [
        (START, "*", "weather in Atlantis?"),
        (THINK, "*", "I should look the weather up."),
        (TOOL, "*", *CALL),
        (DONE, "*", *CALL),
        (FAIL, "*", NO_STATION),
    ],
    "langgraph": [
        (START, "*", "weather in Paris?"),
        (TOOL, "*", *CALL),
        (DONE, "*", *CALL),
        *pieces("*", *SAID),
        (END, "*", "".join(SAID)),
    ],
    "langgraph_resume": [
        (START, "*", "weather in Paris?"),
        (TOOL, "*", *CALL),
        (DONE, "*", *CALL),
        *pieces("*", *SAID),
        (END, "*", "".join(SAID)),
    ],
    "langgraph_error": [(START, "*", "explode"), (FAIL, "*", FAILURE)],
    "langgraph_toolerror": [
        (START, "*", "weather in Atlantis?"),
        (TOOL, "*", *CALL),
        (DONE, "*", *CALL),
        (FAIL, "*", NO_STATION),
    ],
    "agno": [
        (START, "*", "weather in Paris?"),
        (START, "Helper"),
        (TOOL, "Helper", *CALL),
        (DONE, "Helper", *CALL),
        *pieces("Helper", *WORDS, *PARIS),
        (END, "Helper"),
        (END, "*", "".join((*WORDS, *PARIS))),
    ],
    "agno_toolerror": [
        (START, "*", "weather in Atlantis?"),
        (START, "Helper"),
        (TOOL, "Helper", *CALL),
        (DONE, "Helper", *CALL),
        *pieces("Helper", *WORDS, *ATLANTIS),
        (END, "Helper"),
        (END, "*", "".join((*WORDS, *ATLANTIS))),
    ],
    "agno_error": [
        (START, "*", "please explode"),
        *[(START, "Helper"), (FAIL, "Helper", FAILURE)] * 4,
        (FAIL, "*", f"completed after an error: {FAILURE}"),
    ],
    "adk_error": [(START, "*", "please explode"), (FAIL, "*", FAILURE)],
    "adk_toolerror": [
        (START, "*", "weather in Atlantis?"),
        (TOOL, "*", *ADK_CALL),
        (FAIL, "*", NO_STATION),
    ],
    "autogenstudio": [
        (START, "*", "weather in Paris?"),
        (TOOL, "*", *CALL),
        (DONE, "*", *CALL),
        (TOOL, "*", *MOVE),
        (DONE, "*", *MOVE),
        (HANDOFF, "*", "writer", MOVED),
        (START, "writer"),
        *pieces("writer", *CLEAR, "TERMINATE"),
        (END, "writer"),
        (END, "*", "".join(CLEAR) + "TERMINATE"),
    ],
    "autogenstudio_error": [
        (START, "*", "weather in Paris?"),
        (FAIL, "*", "An error occurred while processing this run"),
    ],
    "autogenstudio_human": [
        (START, "*", "weather in Paris?"),
        (PIECE, "*", "What city?"),
        (PIECE, "*", "\n\nThanks. TERMINATE"),
        (END, "*", "What city?\n\nThanks. TERMINATE"),
    ],
}
EXPECTED["autogenstudio_toolerror"] = EXPECTED["autogenstudio"]

WITHOUT_ONE_RUN = {
    "adk",  # two questions
    "agno_auth",  # three, two of them refused
    "adk_nosession",
    "agui_pydantic_bad",
    "autogenstudio_notfound",
}


def test_every_transcript_is_spelled_out() -> None:
    assert len(NAMES) == 21
    assert set(EXPECTED) | WITHOUT_ONE_RUN == set(NAMES)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_events_of_a_run(name: str) -> None:
    assert [line(event) for event in only_run(name).events] == EXPECTED[name]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_stays_unmapped_nothing_is_lost_and_it_reads_the_same_again(name: str) -> None:
    once, again = told(name), told(name)
    assert unmapped(once.beside_runs) == []
    received = {n for n, frame in enumerate(once.recording.frames) if frame.dir == "recv"}
    events = [*once.beside_runs, *(event for run in once.runs for event in run.events)]
    assert received <= {event.frame for event in events}
    assert (once.runs, once.beside_runs) == (again.runs, again.beside_runs)
    assert not any(run.strangers for run in once.runs)


@pytest.mark.parametrize("name", NAMES)
def test_the_protocol_is_recognised(name: str) -> None:
    assert recognise(load(DATA / f"{name}.jsonl").frames) == protocol(name)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_contract_is_kept_except_where_a_run_failed(name: str) -> None:
    run = only_run(name)
    findings = [
        *contract.starts_late(run),
        *contract.unpaired_tools(run),
        *contract.unnested_agents(run),
        *endings(run),
        *contract.foreign_ids(run),
    ]
    assert findings == []
    assert run.completed is (EXPECTED[name][-1][0] == END)
    if run.completed:
        assert contract.broken_pieces(run) == []


@pytest.mark.parametrize(
    ("name", "arguments", "results", "is_error"),
    [
        ("agui_pydantic", {"city": "Paris"}, {"city": "Paris", "temp_c": 21}, False),
        ("langgraph", {"city": "Paris"}, {"city": "Paris", "temp_c": 21}, False),
        ("agno", {"city": "Paris"}, {"city": "Paris", "temp_c": 21, "sky": "clear"}, False),
        ("autogenstudio", {"city": "Paris"}, "21 C, clear in Paris", False),
        (
            "agui_pydantic_toolerror",
            {"city": "Atlantis"},
            "Tool execution was interrupted by an error.",
            True,
        ),
        ("langgraph_toolerror", {"city": "Atlantis"}, NO_STATION, True),
        ("agno_toolerror", {"city": "Atlantis"}, NO_STATION, True),
        ("autogenstudio_toolerror", {"city": "Atlantis"}, NO_STATION, True),
    ],
)
def test_tools_keep_arguments_and_results_and_their_errors_are_their_own(
    name: str, arguments: object, results: object, is_error: bool
) -> None:
    run = only_run(name)
    call = next(run.of(Kind.TOOL_EXECUTING))
    result = next(run.of(Kind.TOOL_COMPLETED))
    assert call.data["arguments"] == arguments
    assert (result.data["results"], result.data["is_error"]) == (results, is_error)
    assert not result.terminal


def test_adk_answers_two_questions_one_after_another() -> None:
    first, second = told("adk").runs
    whole = "".join(CLEAR).strip()
    assert [line(event) for event in first.events] == [
        (START, "*", "weather in Paris?"),
        (TOOL, "*", *ADK_CALL),
        (DONE, "*", *ADK_CALL),
        (TOOL, "*", *ADK_MOVE),
        (DONE, "*", *ADK_MOVE),
        (HANDOFF, "*", "writer"),
        (START, "writer"),
        *pieces("writer", *CLEAR),
        (END, "writer"),
        (END, "*", whole),
    ]
    assert [line(event) for event in second.events] == [
        (START, "*", "hello again"),
        *pieces("*", *CLEAR),
        (END, "*", whole),
    ]
    # Its last piece ends in a blank that the whole does not have: that is what it sent.
    (finding,) = contract.broken_pieces(first)
    assert "from character 31 on they say ' ', the answer ''" in finding.sentence
    assert not contract.unnested_agents(first)


def test_agno_asks_for_a_token_and_refuses_what_it_does_not_know() -> None:
    talk = told("agno_auth")
    unauthorised, unknown, answered = talk.runs
    assert unauthorised.gave_up == (
        "the agent refused the question: Authentication required. Send authenticate action with "
        "valid bearer token."
    )
    assert unknown.gave_up == "the agent refused the question: Workflow nope not found"
    assert [line(event) for event in answered.events] == [
        (START, "*", "hello"),
        (START, "Helper"),
        *pieces("Helper", "You ", "said: ", "hello "),
        (END, "Helper"),
        (END, "*", "You said: hello "),
    ]
    refused = [event.text for event in talk.beside_runs if event.kind is Kind.REQUEST_ERROR]
    assert refused[1::2] == ["Invalid token", "Unknown action: dance"]


def test_agno_tells_everything_again_after_a_resume_and_it_counts_once() -> None:
    talk = told("agno")
    assert len(talk.reconnected_at) == 1
    replayed = [event for event in talk.beside_runs if event.at > talk.reconnected_at[0]]
    assert len(replayed) == 23
    assert {event.kind for event in replayed} == {Kind.SESSION}


def test_langgraph_goes_on_after_the_line_broke() -> None:
    talk = told("langgraph_resume")
    assert talk.reconnected_at == (1.7661,)
    (run,) = talk.runs
    assert run.events[0].at < 1 < run.events[1].at


def test_what_came_before_any_question_is_no_run() -> None:
    bad, gone, missing = (
        told(name) for name in ("agui_pydantic_bad", "adk_nosession", "autogenstudio_notfound")
    )
    assert (bad.runs, gone.runs, missing.runs) == ((), (), ())
    (refusal,) = bad.beside_runs
    assert (refusal.kind, refusal.text) == (
        Kind.REQUEST_ERROR,
        "invalid RunAgentInput: ValidationError",
    )
    assert [event.text for event in gone.beside_runs] == ["Session not found"]
    (trouble,) = missing.troubles
    assert (trouble.kind, trouble.text) == (
        "refused",
        "the agent refused the connection with HTTP 403",
    )


def test_the_time_that_agents_tell_is_in_seconds() -> None:
    for name in ("agui_pydantic", "langgraph", "agno", "adk_toolerror"):
        stamps = [
            event.sent_at
            for run in told(name).runs
            for event in run.events
            if "synthetic" not in event.data
        ]
        assert all(stamp is None or 1.79e9 < stamp < 1.8e9 for stamp in stamps)
        assert any(stamps)
