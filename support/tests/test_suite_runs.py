"""The whole suite as a user starts it: bad input, absent agents, interruptions."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import threading
import time
from http import HTTPStatus
from pathlib import Path

import psutil
import pytest
from websockets.asyncio.server import ServerConnection
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection as SyncConnection
from websockets.sync.server import serve

from support.faults.trial import Trial, command, results_in, run_suite
from support.tests.scripted_agent import GREETING, Script, Telling, agent_in_thread, heard, tell

ONE = "The work begins with its start"


def profile(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    waits = "[patience]\nopening_s = 1\nsilence_s = 3\nanswer_s = 15\n"
    path.write_text(f'name = "Mine"\n{text}{waits}', encoding="utf-8")
    return path


def run_one(folder: Path, text: str, name: str = ONE, *more: str) -> Trial:
    """One scenario against the agent of such a profile."""
    agent = profile(folder, text)
    return run_suite(folder, "--name", f"^{name}", "-D", f"agent={agent}", *more)


def outcome_and_reason(trial: Trial) -> tuple[str, str]:
    (scenario,) = trial.scenarios
    return scenario["outcome"], scenario["reason"]


async def _hangs_up(line: ServerConnection) -> None:
    await line.close(4000, "no service today")


async def _silent(line: ServerConnection) -> None:
    await line.wait_closed()


async def _deaf(line: ServerConnection) -> None:
    await tell(line, **GREETING)
    await line.wait_closed()


async def _foreign(line: ServerConnection) -> None:
    await tell(line, **GREETING)
    await heard(line)
    await tell(line, op="hello", d={"session": 1})
    await line.wait_closed()


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (_hangs_up, "closed the connection (code 4000, no service today)"),
        (_silent, "did not send its greeting within 1 s"),
        (_deaf, "stopped waiting after 3 s of silence"),
        (_foreign, "stopped waiting after 3 s of silence"),
    ],
)
def test_an_agent_that_does_not_do_its_work_has_failed(
    tmp_path: Path, script: Script, reason: str
) -> None:
    with agent_in_thread(script) as url:
        trial = run_one(tmp_path, f'url = "{url}"\n')
    outcome, why = outcome_and_reason(trial)
    assert trial.status == 1
    assert outcome == "not_met"
    assert reason in why
    assert "Traceback" not in trial.printed
    assert reason in " ".join(trial.printed.split())


@pytest.mark.parametrize("script", [_silent, _deaf])
def test_less_patience_than_the_profile_grants_proves_nothing(
    tmp_path: Path, script: Script
) -> None:
    with agent_in_thread(script) as url:
        trial = run_one(tmp_path, f'url = "{url}"\n', ONE, "-D", "patience=0.5")
    outcome, _ = outcome_and_reason(trial)
    assert (trial.status, outcome) == (1, "not_measured")


def test_an_agent_that_refuses_customers_has_failed(tmp_path: Path) -> None:
    def refuse(line: SyncConnection, _request: Request) -> Response:
        return line.respond(HTTPStatus.UNAUTHORIZED, "who are you?")

    with serve(lambda _: None, "127.0.0.1", 0, process_request=refuse) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.socket.getsockname()[1]
        trial = run_one(tmp_path, f'url = "ws://127.0.0.1:{port}/ws"\n')
    assert outcome_and_reason(trial) == (
        "not_met",
        f"the agent at ws://127.0.0.1:{port}/ws refused the connection with HTTP 401 Unauthorized",
    )
    assert trial.status == 1


def test_an_agent_that_is_not_there_breaks_the_run(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"ws://127.0.0.1:{taken.getsockname()[1]}/ws"
    trial = run_one(tmp_path, f'url = "{url}"\n')
    outcome, why = outcome_and_reason(trial)
    assert (trial.status, outcome) == (1, "broken")
    assert why == f"the agent at {url} cannot be reached: nothing listens there; is it running?"
    assert "Traceback" not in trial.printed


@pytest.mark.parametrize(
    ("launch", "reason"),
    [
        ('command = ["{python}", "-c", "raise SystemExit(\'no licence\')"]', "no licence"),
        ('command = ["/nowhere/agent"]', "cannot be launched"),
        (
            'command = ["{python}", "-c", "input()"]\nwithin_s = 1.0',
            "not ready within 1 s",
        ),
    ],
)
def test_an_agent_that_does_not_start_breaks_the_run(
    tmp_path: Path, launch: str, reason: str
) -> None:
    trial = run_one(tmp_path, f"[launch]\n{launch}\nready = 'ready (?P<url>.*)'\n")
    outcome, why = outcome_and_reason(trial)
    assert (trial.status, outcome) == (1, "broken")
    assert reason in why
    assert "Traceback" not in trial.printed


def test_an_agent_that_dies_at_work_is_named_with_its_last_words(tmp_path: Path) -> None:
    trial = run_one(
        tmp_path,
        "[launch]\nready = 'ready (?P<url>\\S+)'\n"
        'command = ["{python}", "-m", "support.tests.mortal_agent"]\n',
    )
    outcome, why = outcome_and_reason(trial)
    assert (trial.status, outcome) == (1, "not_met")
    assert "ended by itself with exit status 3; the last it printed: out of memory" in why


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-D", "agnet=reference"], "-D agnet is not a setting of this suite; did you mean agent?"),
        (["-D", "agent=nobody"], "there is no agent profile 'nobody'; known profiles: "),
        (["-D", "patience=soon"], "-D patience=soon is not a number from 0.1 to 100"),
    ],
)
def test_bad_settings_are_refused_in_one_sentence(
    tmp_path: Path, arguments: list[str], words: str
) -> None:
    trial = run_suite(tmp_path, *arguments)
    assert trial.status == 1
    assert words in trial.printed
    assert len(trial.printed.strip().splitlines()) <= 2
    assert not trial.scenarios


def test_a_run_of_nothing_is_no_success(tmp_path: Path) -> None:
    trial = run_suite(tmp_path, "--name", "no such promise")
    assert trial.status == 1
    assert not trial.scenarios


def test_a_run_in_which_all_was_skipped_is_no_success(tmp_path: Path) -> None:
    trial = run_one(
        tmp_path,
        'url = "ws://127.0.0.1:9/"\n[can]\ntools = false\n',
        name="No tool is left hanging",
    )
    assert trial.status == 1
    outcome, why = outcome_and_reason(trial)
    assert outcome == "not_supported"
    assert why == "the profile of Mine says that its protocol cannot show this (tools = false)"


YESTERDAY = '{"scenarios": [{"outcome": "met"}]}'
LAST_RUN = (
    "summary.json",
    "allure-results/1-result.json",
    "allure-results/environment.properties",
    "junit/TESTS-yesterday.xml",
    "recordings/yesterday/customer-1.jsonl",
    "allure/index.html",
)


def leave_last_run(folder: Path) -> list[Path]:
    """Files as a run leaves them, and one that is the user's own; the latter comes last."""
    files = [folder / "reports" / name for name in (*LAST_RUN, "notes/mine.txt")]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(YESTERDAY)
    return files


def test_a_run_forgets_the_last_one(tmp_path: Path) -> None:
    *old, own = leave_last_run(tmp_path)
    trial = run_one(
        tmp_path,
        'url = "ws://127.0.0.1:9/"\n[can]\ntools = false\n',
        name="No tool is left hanging",
    )
    assert outcome_and_reason(trial)[0] == "not_supported"
    reports = tmp_path / "reports"
    new = {reports / "summary.json", reports / "allure-results" / "environment.properties"}
    assert {file for file in old if file.exists()} == new
    assert not any(file.read_text() == YESTERDAY for file in new)
    assert own.exists()


@pytest.mark.parametrize(
    "setting", ["agnet=reference", "agent=nobody", "patience=soon"], ids=["name", "agent", "number"]
)
def test_a_run_whose_settings_are_refused_loses_nothing_and_says_that_it_judged_nothing(
    tmp_path: Path, setting: str
) -> None:
    files = leave_last_run(tmp_path)
    trial = run_suite(tmp_path, "-D", setting)
    assert trial.status == 1
    assert not trial.scenarios
    assert {file.read_text() for file in files} == {YESTERDAY}
    refused = tmp_path / "reports" / "refused.txt"
    left = {path for path in (tmp_path / "reports").rglob("*") if path.is_file()}
    assert left == {*files, refused}
    assert refused.read_text()[:100] in trial.printed


def test_a_dry_run_forgets_nothing(tmp_path: Path) -> None:
    files = leave_last_run(tmp_path)
    run_suite(tmp_path, "--dry-run", "--no-junit", "-f", "plain", "-o", "plain.txt")
    assert [file for file in files if not file.exists()] == []


async def _restarts(line: ServerConnection) -> None:
    """Works on a repeated question a second time, loses an event, and comes back after the end."""
    await tell(line, **GREETING)
    run = Telling(line, await heard(line))
    await run.event("agent_started", query="q")
    await run.event("agent_started", query="q")
    run.seq += 1
    await run.event("agent_completed", final_response="Save $5.")
    await run.event("agent_thinking", thought="one more thing")
    await line.wait_closed()


async def _numberless(line: ServerConnection) -> None:
    """Sends no numbers, and an event after the end."""
    await tell(line, **GREETING)
    asked = await heard(line)
    ids = {key: asked["payload"][key] for key in ("run_id", "thread_id")}
    about = {"agent_id": "a1", "agent_name": "Adviser", "parent_agent_id": None, **ids}
    await tell(line, type="agent_started", **about)
    await tell(line, type="agent_completed", final_response="Save $5.", **about)
    await tell(line, type="agent_thinking", thought="one more thing", **about)
    await line.wait_closed()


TWICE = "A question that arrives twice is worked on once"


def test_every_promise_about_what_was_observed_is_judged_beside_a_broken_one(
    tmp_path: Path,
) -> None:
    with agent_in_thread(_restarts) as url:
        trial = run_one(tmp_path, f'url = "{url}"\n', TWICE)
    (scenario,) = trial.scenarios
    assert trial.status == 1
    figures = {each["name"]: (each["outcome"], each["reason"]) for each in scenario["figures"]}
    assert list(figures) == ["work on one question", "delivery", "end of the work"]
    assert {outcome for outcome, _ in figures.values()} == {"not_met"}
    assert "the run started again, by Adviser" in figures["work on one question"][1]
    assert "event 3 is missing before event 4" in figures["delivery"][1]
    assert "a thought (agent_thinking) by Adviser came" in figures["end of the work"][1]
    assert scenario["outcome"] == "not_met"
    assert scenario["reason"].startswith("work on one question: the run started again, by Adviser")


def test_a_broken_promise_outweighs_one_that_was_not_measured_before_it(tmp_path: Path) -> None:
    with agent_in_thread(_numberless) as url:
        trial = run_one(tmp_path, f'url = "{url}"\n', TWICE)
    (scenario,) = trial.scenarios
    assert trial.status == 1
    assert [(each["name"], each["outcome"]) for each in scenario["figures"]] == [
        ("work on one question", "met"),
        ("delivery", "not_measured"),
        ("end of the work", "not_met"),
    ]
    assert scenario["outcome"] == "not_met"
    assert scenario["reason"].startswith("end of the work: a thought (agent_thinking) by Adviser")


def test_where_nothing_was_observed_nothing_more_is_judged(tmp_path: Path) -> None:
    with agent_in_thread(_hangs_up) as url:
        trial = run_one(tmp_path, f'url = "{url}"\n', TWICE)
    (scenario,) = trial.scenarios
    assert (scenario["outcome"], scenario["figures"]) == ("not_met", [])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_keeps_its_results_and_leaves_nothing_behind(
    tmp_path: Path, number: signal.Signals
) -> None:
    # Whoever was started in the background ignores Ctrl-C, and so would all that it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        command(tmp_path), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    me = psutil.Process(process.pid)
    children: list[psutil.Process] = []
    patience = time.monotonic() + 30
    while len(children) < 3 and time.monotonic() < patience:  # a worker, its tracker, the agent
        children = me.children(recursive=True)
        time.sleep(0.05)
    time.sleep(3)  # some scenarios are done by now
    process.send_signal(number)
    printed, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "Traceback" not in printed
    assert "interrupted" in printed or "stopped by hand" in printed
    assert results_in(tmp_path)
    summary = json.loads((tmp_path / "reports" / "summary.json").read_text())
    assert (summary["interrupted"], summary["outcome"]) == (True, "not_measured")
    assert "The run was stopped before its end: what did not run is not counted." in printed
    _gone, alive = psutil.wait_procs(children, timeout=5)
    assert not alive
