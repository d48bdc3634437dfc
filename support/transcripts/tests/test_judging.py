"""Recordings judged again: what is not success, and that the verdict never changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.agents.agent import AgentUnderTest
from support.agents.profile import Can, Profile, Waits
from support.behaviour import Question, asks
from support.customers import one
from support.fleet import Fleet
from support.recording import load, save
from support.tests.scripted_agent import agent_in_thread, healthy
from support.transcripts.judging import Verdict, conversation, judged, opened
from support.transcripts.recognition import Spoken, recognised
from support.transcripts.reporting import report
from support.transcripts.tests.transcripts import ASKED, WELL, real, told, written
from support.verdict import HarnessError, Outcome

NO_TEAM = Can(teams=False, sequence=False)


def verdict(path: Path, can: Can | None = None) -> Verdict:
    recording = opened(path)
    spoken = recognised(recording)
    return judged(conversation(recording, spoken), spoken, can)


def outcomes(found: Verdict) -> dict[str, Outcome]:
    (run,) = found.runs
    return {figure.measurement.name: figure.outcome for figure in run.figures}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "session.jsonl"


def test_a_session_in_which_all_goes_well_is_met(file: Path) -> None:
    found = verdict(written(file, WELL), NO_TEAM)
    assert found.outcome is Outcome.MET
    assert set(outcomes(found).values()) == {Outcome.MET}
    (run,) = found.runs
    assert [time.value for time in run.times] == pytest.approx([0.1, 0.1, 0.6])


@pytest.mark.parametrize("gone", range(3, 9))
def test_whatever_is_missing_is_no_success(file: Path, gone: int) -> None:
    lines = [line for number, line in enumerate(WELL) if number != gone]
    assert verdict(written(file, lines), NO_TEAM).outcome is not Outcome.MET


def test_a_clean_close_without_an_ending_is_no_success(file: Path) -> None:
    lines = [*WELL[:8], {"dir": "closed", "code": 1000}]
    found = verdict(written(file, lines), NO_TEAM)
    assert outcomes(found)["success"] is Outcome.NOT_MET
    (run,) = found.runs
    assert "closed the connection (code 1000)" in run.figures[0].reason


def test_completed_after_an_error_is_a_failure(file: Path) -> None:
    error = told("agent_error", message="the bill is gone", recoverable=False)
    found = verdict(written(file, [*WELL[:8], error, *WELL[8:]]), NO_TEAM)
    assert outcomes(found)["success"] is Outcome.NOT_MET
    (run,) = found.runs
    assert "the work failed: the bill is gone" in run.figures[0].reason


def test_an_error_that_was_overcome_is_none(file: Path) -> None:
    error = told("agent_error", message="one more try", recoverable=True)
    assert verdict(written(file, [*WELL[:8], error, *WELL[8:]]), NO_TEAM).outcome is Outcome.MET


def test_an_empty_answer_is_no_success(file: Path) -> None:
    empty = told("agent_completed", final_response=" ")
    assert outcomes(verdict(written(file, [*WELL[:7], empty])))["success"] is Outcome.NOT_MET


def test_a_cancel_that_nobody_asked_for_is_no_success(file: Path) -> None:
    lines = [*WELL[:8], told("run_cancelled", reason="no time")]
    assert outcomes(verdict(written(file, lines)))["success"] is Outcome.NOT_MET


def test_what_a_profile_declares_must_be_there(file: Path) -> None:
    written(file, WELL)
    assert outcomes(verdict(file))["helpers"] is Outcome.NOT_SUPPORTED
    assert verdict(file).outcome is Outcome.MET
    assert outcomes(verdict(file, Can()))["helpers"] is Outcome.NOT_MEASURED
    assert verdict(file, Can()).outcome is Outcome.NOT_MEASURED


def test_without_a_question_there_is_nothing_to_judge(file: Path) -> None:
    found = verdict(
        written(file, [*WELL[:2], {"dir": "recv", "json": {"type": "heartbeat"}}]),
    )
    assert (found.outcome, found.runs) == (Outcome.NOT_MEASURED, ())
    assert "no question" in found.reason


def test_a_door_that_closed_before_the_question_is_the_agents(file: Path) -> None:
    lines = [*WELL[:2], {"dir": "recv", "json": {"type": "heartbeat"}}]
    found = verdict(written(file, [*lines, {"dir": "closed", "code": 1008, "reason": "who?"}]))
    assert found.outcome is Outcome.NOT_MET
    assert found.reason.startswith("the agent closed the connection (code 1008, who?)")


@pytest.mark.parametrize(
    ("name", "outcome", "reason"),
    [
        ("agui_pydantic", Outcome.MET, ""),
        ("agno", Outcome.MET, ""),
        ("langgraph", Outcome.MET, ""),
        ("autogenstudio", Outcome.MET, ""),
        ("agno_toolerror", Outcome.MET, ""),
        ("agno_error", Outcome.NOT_MET, "completed after an error: scripted model failure"),
        ("adk_error", Outcome.NOT_MET, "the work failed: scripted model failure"),
        ("adk_toolerror", Outcome.NOT_MET, "the work failed: no weather station in Atlantis"),
        ("adk_nosession", Outcome.NOT_MET, "code 1002, Session not found"),
        ("agui_pydantic_error", Outcome.NOT_MET, "the work failed: scripted model failure"),
        ("langgraph_toolerror", Outcome.NOT_MET, "the work failed"),
        ("autogenstudio_notfound", Outcome.NOT_MET, "refused the connection with HTTP 403"),
        ("autogenstudio_error", Outcome.NOT_MET, "An error occurred while processing this run"),
    ],
)
def test_sessions_of_real_agents_come_to_what_happened(
    name: str, outcome: Outcome, reason: str
) -> None:
    found = verdict(real(name)[0])
    assert found.outcome is outcome
    reasons = [figure.reason for run in found.runs for figure in run.figures]
    assert reason in " ".join([found.reason, *reasons])
    assert found.unmapped == 0


def test_the_same_recording_gives_the_same_report_byte_for_byte(file: Path) -> None:
    for path in [*real(), written(file, WELL)]:
        texts = {"\n".join(report(str(path), verdict(path), "x")).encode() for _ in range(2)}
        assert len(texts) == 1


def test_a_live_session_and_its_recording_come_to_the_same(tmp_path: Path) -> None:
    with agent_in_thread(healthy) as url:
        profile = Profile(name="Mine", url=url, patience=Waits(opening_s=2, silence_s=2))
        with AgentUnderTest(profile) as agent, Fleet() as fleet:
            (live,) = fleet.run([agent.assignment(one(*asks(Question("Where does it go?"))))])
    native = Spoken("native", None, "")
    path = save(live.recording, tmp_path, "live")
    again = conversation(load(path), native)
    assert judged(again, native, NO_TEAM) == judged(live, native, NO_TEAM)
    assert again.recording.text() == live.recording.text()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "it is empty"),
        (b"\n \n", "it is empty"),
        (b"\x00\xff\xfe binary", "line 1: not a line of a recording"),
        (b"nonsense", "line 1: not a line of a recording"),
        (b"[1, 2]", "line 1: not a line of a recording (it is [1,2])"),
        (b'{"t": 1}', "line 1: not a line of a recording (it has no 'dir')"),
        (b'{"t": 0, "dir": "open"}\n{"t": 1, "dir": "re', "line 2: not a line of a recording"),
        (b'{"t": 0, "dir": "recv"}', "line 1: not a line of a recording (it has no 'text')"),
        (b'{"t": 0, "dir": "note", "recording": 2}\n', "a recording of version 2"),
        (b'{"t": 0, "dir": "note", "recording": "x"}\n', "a recording of version x"),
        (b'{"t": 0, "dir": "note", "recording": 1}\n', "it is empty"),
    ],
)
def test_what_is_no_recording_is_said_in_one_sentence(
    file: Path, content: bytes, sentence: str
) -> None:
    file.write_bytes(content)
    with pytest.raises(HarnessError) as raised:
        opened(file)
    assert str(raised.value).startswith(str(file))
    assert sentence in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(HarnessError, match=str(path)):
            opened(path)


def test_a_message_of_a_megabyte_is_judged_like_any_other(file: Path) -> None:
    answer = "Away. " * 180_000
    lines = [*WELL[:7], told("agent_completed", final_response=answer)]
    found = verdict(written(file, lines), in_one_piece(NO_TEAM))
    assert found.outcome is Outcome.MET
    assert max(map(len, report("x", found, "y"))) < 300


def in_one_piece(can: Can) -> Can:
    """The same agent, which tells its answer in one piece."""
    return Can(teams=can.teams, sequence=can.sequence, streaming=False)


def test_an_unknown_protocol_is_one_sentence(file: Path) -> None:
    head = {"dir": "note", "recording": 1, "protocol": "telnet"}
    with pytest.raises(HarnessError, match=r"'telnet', which this version does not know.*--agent"):
        verdict(written(file, [head, ASKED]))


def test_a_mapping_from_another_time_is_one_sentence(file: Path) -> None:
    head = {"dir": "note", "recording": 1, "protocol": "mapping", "mapping": {"rules": []}}
    with pytest.raises(HarnessError, match=r"the mapping that it holds is none.*--agent"):
        verdict(written(file, [head, ASKED]))


def test_what_the_customer_cancelled_need_not_be_shown_to_its_end(file: Path) -> None:
    cancel = {"dir": "send", "json": {"type": "cancel", "run_id": "r1"}}
    lines = [*WELL[:6], cancel, told("run_cancelled", reason="asked to")]
    found = verdict(written(file, lines), NO_TEAM)
    assert outcomes(found)["success"] is Outcome.MET
    assert "signs of work" not in outcomes(found)


@pytest.mark.parametrize(
    ("hurried", "outcome"), [(False, Outcome.NOT_MET), (True, Outcome.NOT_MEASURED)]
)
def test_a_suite_in_a_hurry_holds_nothing_against_the_agent_that_might_still_have_come(
    file: Path, hurried: bool, outcome: Outcome
) -> None:
    head = {"dir": "note", "recording": 1, "protocol": "native", "hurried": hurried}
    why = {"dir": "trouble", "kind": "patience", "text": "the suite stopped waiting"}
    found = verdict(written(file, [head, *WELL[:6], why]), NO_TEAM)
    assert outcomes(found)["success"] is outcome
    assert outcomes(found)["signs of work"] is outcome
