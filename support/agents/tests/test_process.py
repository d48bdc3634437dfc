"""Launching an agent: how it tells that it is ready, and how it is stopped."""

from __future__ import annotations

import os
import re
import sys
import tracemalloc
from pathlib import Path

import pytest

from support.agents.process import AgentProcess, launched
from support.agents.profile import Launch
from support.verdict import HarnessError

URL = "ws://127.0.0.1:{port}/ws"
HEALTH = "http://127.0.0.1:{port}/health"

SERVER = """
import http.server, os, signal, sys
from pathlib import Path

class Handler(http.server.BaseHTTPRequestHandler):
    tries = 0
    def do_GET(self):
        Handler.tries += 1
        self.send_response(int(sys.argv[2]) if Handler.tries < 3 else 200)
        self.end_headers()
    def log_message(self, *args):
        pass

def note(number, _frame):
    Path(__file__).with_name("stopped").write_text(signal.Signals(number).name)
    sys.exit(0)

for each in (signal.SIGTERM, signal.SIGINT):
    signal.signal(each, note)
print(os.environ.get("GREETING", "up"), Path.cwd(), flush=True)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


@pytest.fixture
def server(tmp_path: Path) -> list[str]:
    script = tmp_path / "server.py"
    script.write_text(SERVER, encoding="utf-8")
    return ["{python}", str(script), "{port}", "503"]


def test_ready_is_what_accepts_connections_at_its_address(
    server: list[str], tmp_path: Path
) -> None:
    launch = Launch(command=server, folder=str(tmp_path))
    with launched(launch, dict(os.environ), url=URL) as agent:
        assert re.fullmatch(r"ws://127\.0\.0\.1:\d+/ws", agent.url)
    assert (tmp_path / "stopped").read_text() == "SIGTERM"


def test_ready_is_what_answers_well_over_http(server: list[str], tmp_path: Path) -> None:
    launch = Launch(command=server, ready_url=HEALTH, folder=str(tmp_path), stop="SIGINT")
    with launched(launch, dict(os.environ), url=URL) as agent:
        assert agent.obituary() is None
    assert (tmp_path / "stopped").read_text() == "SIGINT"


def test_a_printed_line_still_tells(server: list[str], tmp_path: Path) -> None:
    launch = Launch(
        command=server, ready="^hello", environment={"GREETING": "hello"}, folder=str(tmp_path)
    )
    with launched(launch, dict(os.environ), url=URL) as agent:
        assert agent.url.startswith("ws://127.0.0.1:")


def test_an_agent_that_never_gets_well_is_quoted_with_its_last_answer(
    server: list[str], tmp_path: Path
) -> None:
    never = Path(server[1])
    never.write_text(SERVER.replace("< 3", "< 999"), encoding="utf-8")
    launch = Launch(command=server, ready_url=HEALTH, within_s=0.8, folder=str(tmp_path))
    said = r"not ready within 0.8 s: http://127.0.0.1:\d+/health answered with HTTP 503"
    with pytest.raises(HarnessError, match=said), launched(launch, dict(os.environ), url=URL):
        pass


def test_nobody_at_the_port_is_said_with_the_reason() -> None:
    launch = Launch(command=["{python}", "-c", "input()"], within_s=0.5)
    with (
        pytest.raises(HarnessError, match=r"not ready within 0.5 s: 127.0.0.1:\d+ said: .*refused"),
        launched(launch, dict(os.environ), url=URL),
    ):
        pass


@pytest.mark.parametrize("ready_url", ["", HEALTH])
def test_an_agent_that_dies_while_it_starts_is_not_waited_for(ready_url: str) -> None:
    dying = "import sys; print('\\033[31mno key\\033[0m'); sys.exit(3)"
    launch = Launch(command=["{python}", "-c", dying], ready_url=ready_url, within_s=30)
    with pytest.raises(HarnessError) as raised, launched(launch, dict(os.environ), url=URL):
        pass
    sentence = str(raised.value)
    assert "did not start" in sentence
    assert "exit status 3" in sentence
    assert "no key" in sentence
    assert "\033" not in sentence


def test_no_port_is_chosen_where_none_is_wanted() -> None:
    process = AgentProcess(Launch(command=["{python}", "-c", "input()"]), {}, url="ws://h:1/x")
    try:
        assert process.url == "ws://h:1/x"
    finally:
        process.stop()


def test_a_talkative_agent_that_is_never_ready_fills_no_memory() -> None:
    talk = "import sys\nline = 'x' * 2000 + '\\n'\nwhile True: sys.stdout.write(line)"
    launch = Launch(command=[sys.executable, "-c", talk], ready="never", within_s=2.0)
    process = AgentProcess(launch, dict(os.environ))
    tracemalloc.start()
    try:
        with pytest.raises(HarnessError, match="not ready within 2 s"):
            process.await_ready()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        process.stop()
    assert peak < 20_000_000


def test_a_talkative_agent_that_is_known_by_its_address_is_not_held_up(tmp_path: Path) -> None:
    script = tmp_path / "server.py"
    script.write_text("for n in range(5000): print('x' * 500)\n" + SERVER, encoding="utf-8")
    command = [sys.executable, str(script), "{port}", "503"]
    launch = Launch(command=command, ready_url=HEALTH, within_s=20.0)
    with launched(launch, dict(os.environ), url=URL) as process:
        assert process.obituary() is None
