"""The check of a profile, against agents that are well, strange, or not there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from websockets.asyncio.server import ServerConnection

from support.agents.__main__ import main
from support.tests.scripted_agent import (
    GREETING,
    Script,
    Telling,
    agent_in_thread,
    healthy,
    heard,
    tell,
)

ROOT = Path(__file__).parents[3]
WAITS = "[patience]\nopening_s = 0.6\nsilence_s = 0.6\nanswer_s = 5.0\n"

CHATTER = """
[[mapping.ask]]
send = { op = "ask", q = "${question}" }

[[mapping.rule]]
when = { op = "begin" }
emit = "run_started"

[[mapping.rule]]
when = { op = "done" }
emit = "run_completed"
text = "answer"

[[mapping.rule]]
when = { op = "oops" }
emit = "run_failed"
"""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")


def checked(
    script: Script, capsys: pytest.CaptureFixture[str], more: str = ""
) -> tuple[int, str, str]:
    """Exit status, what was printed, and what was complained about."""
    with agent_in_thread(script) as url:
        text = f'name = "Mine"\nurl = "{url}"\n{WAITS}{more}'
        Path("mine.toml").write_text(text, encoding="utf-8")
        status = main(["check", "mine.toml"])
    told = capsys.readouterr()
    return status, told.out, told.err


def test_a_healthy_agent_is_connected(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = checked(healthy, capsys)
    assert status == 0
    assert out.rstrip().endswith("every sign of work that the profile declares was seen")
    for name in ("agent_started", "agent_thinking", "tool_executing", "agent_completed"):
        assert f"✓ {name}" in out
    assert "tool_completed spend" in out
    assert '"type": "tool_completed"' in out, "the raw frame stands beside the event"
    assert "teams = false" in out, "no helper was seen, so the profile should not declare them"
    assert Path("reports/check/mine.jsonl").is_file()


def test_what_is_declared_and_missing_fails_the_check(capsys: pytest.CaptureFixture[str]) -> None:
    async def silent_tools(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        run = Telling(line, await heard(line))
        await run.event("agent_started")
        await run.event("agent_thinking", thought="hm")
        await run.event("agent_completed", final_response="Save $5.")
        await line.wait_closed()

    status, out, _ = checked(silent_tools, capsys)
    assert status == 1
    assert "✗ tool_executing   never came" in out
    assert out.rstrip().endswith("never seen: tool_executing, tool_completed")
    status, out, _ = checked(silent_tools, capsys, "[can]\ntools = false\n")
    assert status == 0
    assert "○ tool_executing   not supported" in out


def test_what_no_rule_takes_is_shown_with_a_rule_that_might(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def chatter(line: ServerConnection) -> None:
        await heard(line)
        await tell(line, op="begin")
        await tell(line, op="token", data={"text": "Save "})
        await tell(line, op="token", data={"text": "$5."})
        await line.send("\x1b[31mno JSON\x07")
        await tell(line, op="done", answer="Save $5.")
        await line.wait_closed()

    status, out, _ = checked(chatter, capsys, CHATTER)
    assert status == 1
    assert "Not understood: 3 messages" in out
    assert "[[mapping.rule]]  # 2 messages like this" in out
    assert 'when = { op = "token" }' in out
    assert 'emit = "text_delta"' in out
    assert 'text = "data.text"' in out
    assert "Rules that took no message: 3 (run_failed)" in out
    assert "\x1b" not in out
    assert "\x07" not in out


async def _hangs_up(line: ServerConnection) -> None:
    await line.close(4001, "not today")


async def _never_speaks(line: ServerConnection) -> None:
    await line.wait_closed()


async def _speaks_too_much(line: ServerConnection) -> None:
    await tell(line, **GREETING)
    run = Telling(line, await heard(line))
    await run.event("agent_started")
    for _ in range(300):
        await run.event("stream_chunk", content="x" * 300_000)


async def _breaks_off(line: ServerConnection) -> None:
    await tell(line, **GREETING)
    run = Telling(line, await heard(line))
    await run.event("agent_started")


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (_hangs_up, "closed the connection (code 4001, not today) before a question"),
        (_never_speaks, "did not send its greeting within 0.6 s"),
        (_speaks_too_much, "the suite records at most"),
        (_breaks_off, "the agent closed the connection (code 1000)"),
    ],
)
def test_an_agent_that_will_not_do_is_told_in_one_sentence(
    script: Script, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = checked(script, capsys)
    assert status == 1
    assert sentence in out.rstrip().splitlines()[-1]


def test_a_server_that_speaks_first_without_being_expected_is_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def first(line: ServerConnection) -> None:
        await tell(line, op="welcome", motd="hello")
        await heard(line)
        await tell(line, op="begin")
        await tell(line, op="done", answer="Save $5.")
        await line.wait_closed()

    status, out, _ = checked(first, capsys, f"[can]\ntools = false\nthoughts = false\n{CHATTER}")
    assert status == 0
    assert "? unmapped: welcome" in out
    assert "Not understood: 1 messages" in out


def test_nobody_there_is_not_connected(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.toml").write_text(
        f'name = "M"\nurl = "ws://127.0.0.1:9/"\n{WAITS}', encoding="utf-8"
    )
    assert main(["check", "mine.toml"]) == 1
    assert "nothing listens there; is it running?" in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[auth]\nkind = "value"\nsecret_env = "NO_SUCH_KEY"', "NO_SUCH_KEY is not set"),
        (
            '[auth]\nkind = "value"\nsecret = "x"',
            "unknown key 'secret'; did you mean 'secret_env'?",
        ),
        ('[launch]\ncommand = ["/no/such/agent"]', "the agent cannot be launched"),
    ],
)
def test_a_profile_that_cannot_be_tried_is_refused(
    text: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("mine.toml").write_text(f'name = "M"\nurl = "ws://127.0.0.1:9/"\n{text}\n', "utf-8")
    assert main(["check", "mine.toml"]) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert len(told.err.strip().splitlines()) == 1


def test_it_runs_as_a_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "support.agents", "check", "no-such-profile"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "there is no agent profile 'no-such-profile'" in done.stderr
    assert done.stdout == ""


async def careless(line: ServerConnection) -> None:
    """Stamps its events in milliseconds and forgets to close a tool call."""
    await tell(line, **GREETING)
    run = Telling(line, await heard(line))
    await run.event("agent_started", timestamp=1_700_000_000_000)
    await run.event("agent_thinking", thought="let me see", timestamp=1_700_000_000_100)
    for call in ("t1", "t2"):
        await run.event("tool_executing", tool_call_id=call, tool_name="spend")
    await run.event("tool_completed", tool_call_id="t1", tool_name="spend")
    await run.event("stream_chunk", content="Save $5.")
    await run.event("agent_completed", final_response="Save $5.")
    await line.wait_closed()


def test_what_is_odd_beside_all_signs_is_remarked_on(capsys: pytest.CaptureFixture[str]) -> None:
    status, printed, _ = checked(careless, capsys)
    assert status == 0
    assert "  ! the tool spend never reported its result (call t2)" in printed
    assert "  ! its times look like milliseconds (1700000000000); expected Unix time" in printed
    assert printed.splitlines()[-1].endswith(
        "was seen, but the tool spend never reported its result (call t2)"
    )


def test_where_nothing_is_odd_nothing_is_remarked_on(capsys: pytest.CaptureFixture[str]) -> None:
    _, printed, _ = checked(healthy, capsys)
    assert "To be looked at" not in printed
    assert printed.splitlines()[-1].endswith("that the profile declares was seen")
