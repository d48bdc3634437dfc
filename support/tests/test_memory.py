"""Reading an agent's memory: from its processes, or from metrics; never the harness's own."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from support.agents import profile
from support.agents.agent import AgentUnderTest
from support.benchmarks.memory import (
    MemoryProbe,
    Metrics,
    ProcessTree,
    UnreadableError,
    source_of,
)

HOARD = "kept = b'1' * {size}; print('ready', flush=True); input()"
FAMILY = (
    "import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', {inner!r}], "
    "stdin=subprocess.PIPE, stdout=subprocess.PIPE); p.stdout.readline(); "
    "print('ready', flush=True); input(); p.stdin.close()"
)


@contextlib.contextmanager
def python(code: str) -> Iterator[int]:
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        process.stdout.readline()
        yield process.pid
        assert process.stdin
        process.stdin.close()


def test_what_a_process_keeps_is_counted_and_who_else_runs_does_not_matter() -> None:
    small, large = HOARD.format(size=1), HOARD.format(size=50_000_000)
    with python(small) as first:
        alone = ProcessTree(first).read()
        with python(large) as second:
            assert ProcessTree(first).read() == alone
            assert ProcessTree(second).read() - alone == pytest.approx(50e6, abs=2e6)


SHARED = "import mmap; beside = mmap.mmap(-1, 30_000_000); beside.write(b'1' * 30_000_000); "


def test_memory_that_could_be_shared_is_memory_too() -> None:
    with python(HOARD.format(size=1)) as pid, python(SHARED + HOARD.format(size=1)) as hoarder:
        grown = ProcessTree(hoarder).read() - ProcessTree(pid).read()
        assert grown == pytest.approx(30e6, abs=2e6)


def test_processes_that_the_agent_started_are_counted_too() -> None:
    large = HOARD.format(size=40_000_000)
    with python(FAMILY.format(inner=large)) as pid:
        assert ProcessTree(pid).read() > 40e6


def test_a_process_that_is_gone_is_told() -> None:
    with python(HOARD.format(size=1)) as pid:
        source = ProcessTree(pid)
    with pytest.raises(UnreadableError, match="the agent's process cannot be read"):
        source.read()


@contextlib.contextmanager
def serving(body: bytes, status: int = 200) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/metrics"
    finally:
        server.shutdown()
        server.server_close()


GOOD = b"""# HELP process_resident_memory_bytes Resident memory size in bytes.
# TYPE process_resident_memory_bytes gauge
process_resident_memory_bytes{worker="1"} 5.0e+07
process_resident_memory_bytes{worker="2"} 2.5e+07
other_bytes 9
"""


def test_metrics_are_summed_over_the_agents_processes() -> None:
    with serving(GOOD) as url:
        assert Metrics(url).read() == 75_000_000


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"other_bytes 9\n", 200, "hold no process_resident_memory_bytes"),
        (b"process_resident_memory_bytes NaN\n", 200, "is nan, which no memory is"),
        (b"process_resident_memory_bytes -5\n", 200, "is -5, which no memory is"),
        (b"<html>hello</html>", 200, "are not in the text format"),
        (b"", 200, "hold no process_resident"),
        (GOOD, 503, "cannot be read: HTTP Error 503"),
    ],
)
def test_metrics_that_say_nothing_are_told(body: bytes, status: int, words: str) -> None:
    with serving(body, status) as url, pytest.raises(UnreadableError, match=words):
        Metrics(url).read()


def test_metrics_that_are_not_there_are_told() -> None:
    with serving(GOOD) as url:
        pass
    with pytest.raises(UnreadableError, match="cannot be read"):
        Metrics(url).read()


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:abc/m", "http://a..b/m", "http://127.0.0.1:9/a b"],
)
def test_an_address_that_is_none_is_told(url: str) -> None:
    with pytest.raises(UnreadableError, match=r"the agent's metrics at .* cannot be read"):
        Metrics(url).read()


def test_an_address_that_cannot_even_be_shown_is_told() -> None:
    with pytest.raises(UnreadableError, match="has no valid address: Invalid IPv6 URL"):
        Metrics("http://[::1/m")


@contextlib.contextmanager
def saying(*pieces: bytes, every_s: float = 0.0) -> Iterator[str]:
    """A server that says this to whoever comes first, piece by piece, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def say() -> None:
            with contextlib.suppress(OSError), server.accept()[0] as line:
                line.recv(4096)
                for piece in pieces:
                    line.sendall(piece)
                    if over.wait(every_s):
                        return

        over, thread = threading.Event(), threading.Thread(target=say, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/metrics"
        over.set()
        thread.join(5)


def test_what_is_no_answer_is_told() -> None:
    with (
        saying(b"\0garbage\r\n\r\n") as url,
        pytest.raises(UnreadableError, match="cannot be read"),
    ):
        Metrics(url).read()


def test_metrics_that_dawdle_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.benchmarks.memory._SCRAPE_S", 0.3)
    slow = [b"HTTP/1.1 200 OK\r\n\r\n", *[b"#"] * 500]
    with (
        saying(*slow, every_s=0.02) as url,
        pytest.raises(UnreadableError, match=r"did not come within 0\.3 s"),
    ):
        Metrics(url).read()


def agent(folder: Path, text: str) -> AgentUnderTest:
    file = folder / "mine.toml"
    file.write_text(f'name = "Mine"\nurl = "ws://127.0.0.1:1"\n{text}')
    return AgentUnderTest(profile.load(str(file)))


def test_an_agent_elsewhere_without_metrics_cannot_be_measured(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"give `url` under \[memory\] in its profile"):
        source_of(agent(tmp_path, ""))
    elsewhere = source_of(agent(tmp_path, '[memory]\nurl = "http://127.0.0.1:9/metrics"\n'))
    assert isinstance(elsewhere, Metrics)


class Counting:
    words, interval_s = "counted", 0.001

    def __init__(self, last: int) -> None:
        self.left = last
        self.done = threading.Event()

    def read(self) -> int:
        self.left -= 1
        if self.left < 0:
            self.done.set()
            raise UnreadableError("it is gone")
        return self.left


def test_a_probe_keeps_each_reading_with_its_stamp_and_says_why_it_stopped() -> None:
    source = Counting(5)
    with MemoryProbe(source) as probe:
        assert source.done.wait(5)
    assert [frame.fields["bytes"] for frame in probe.frames] == [4, 3, 2, 1, 0]
    assert [frame.t for frame in probe.frames] == sorted(frame.t for frame in probe.frames)
    assert probe.problem == "it is gone"
