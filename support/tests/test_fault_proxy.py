"""Each toxic does to real connections what it says, and is gone when it is taken away.

What is timed is held to ratios and lower bounds alone: a busy machine only adds.
"""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from support.faults import proxying
from support.faults.proxying import FaultProxy
from support.faults.toxics import (
    Bandwidth,
    Blackhole,
    Down,
    HalfOpen,
    Latency,
    LimitData,
    Loss,
    ResetPeer,
    Slicer,
    SlowClose,
    Timeout,
    Toxic,
)
from support.verdict import HarnessError

WAIT_S = 5.0


class Echo:
    """A server that sends back what it gets; `lost` is set when a connection of it ends."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"ws://127.0.0.1:{self._socket.getsockname()[1]}"
        self.lost = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._echo, args=(connection,), daemon=True).start()

    def _echo(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            while data := connection.recv(65_536):
                connection.sendall(data)
        self.lost.set()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(name="echo")
def an_echo() -> Iterator[Echo]:
    echo = Echo()
    yield echo
    echo.close()


@pytest.fixture(name="proxy")
def a_proxy(echo: Echo) -> Iterator[FaultProxy]:
    with FaultProxy(echo.url) as proxy:
        yield proxy


def call(proxy: FaultProxy) -> socket.socket:
    """A connection that has been greeted."""
    line = socket.create_connection(proxy.via, timeout=WAIT_S)
    hear(line, len(b"HTTP/1.1 200 OK\r\n\r\n"))
    return line


def hear(line: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size and (piece := line.recv(65_536)):
        data += piece
    return data


def there_and_back(line: socket.socket, data: bytes = b"x") -> float:
    began = time.monotonic()
    line.sendall(data)
    assert hear(line, len(data)) == data
    return time.monotonic() - began


def is_silent(line: socket.socket, seconds: float = 0.2) -> bool:
    line.settimeout(seconds)
    try:
        return not line.recv(1) and False
    except TimeoutError:
        return True
    finally:
        line.settimeout(WAIT_S)


def test_a_line_without_trouble_passes_everything_on(proxy: FaultProxy) -> None:
    with call(proxy) as line:
        data = bytes(range(256)) * 2000
        sender = threading.Thread(target=line.sendall, args=(data,))
        sender.start()
        assert hear(line, len(data)) == data
        sender.join()


def test_latency_delays_each_way_and_both_ways_twice(proxy: FaultProxy) -> None:
    with call(proxy) as line:
        with proxy.under(Latency(seconds=0.1, direction="upstream")):
            one_way = min(there_and_back(line) for _ in range(3))
        with proxy.under(Latency(seconds=0.1)):
            both_ways = min(there_and_back(line) for _ in range(3))
        assert one_way >= 0.1
        assert both_ways >= 0.2
        assert min(there_and_back(line) for _ in range(5)) < both_ways


def test_latency_delays_what_flows_and_does_not_add_up(proxy: FaultProxy) -> None:
    with call(proxy) as line, proxy.under(Latency(seconds=0.2, direction="upstream")):
        began = time.monotonic()
        for _ in range(10):
            line.sendall(b"x")
            time.sleep(0.01)
        assert len(hear(line, 10)) == 10
        assert time.monotonic() - began < 10 * 0.2


def test_jitter_varies_and_keeps_the_order(proxy: FaultProxy) -> None:
    with call(proxy) as line, proxy.under(Latency(seconds=0.04, jitter=0.04)):
        took = [there_and_back(line) for _ in range(12)]
        assert max(took) - min(took) > 0.02
        sent = bytes(range(100))
        for at in range(100):
            line.sendall(sent[at : at + 1])
        assert hear(line, 100) == sent


def test_loss_costs_a_resending(proxy: FaultProxy) -> None:
    with call(proxy) as line:
        with proxy.under(Loss(percent=100, round_trip=0.05, direction="downstream")):
            assert there_and_back(line) >= 0.25
        with proxy.under(Loss(percent=30)):
            took = [there_and_back(line) for _ in range(8)]
        assert max(took) >= 0.2 > min(took)


def test_bandwidth_is_a_rate(proxy: FaultProxy) -> None:
    with call(proxy) as line:
        with proxy.under(Bandwidth(bytes_per_s=100_000, direction="downstream")):
            small, large = there_and_back(line, b"x" * 10_000), there_and_back(line, b"x" * 40_000)
        assert small >= 0.08
        assert large >= 0.35
        assert 2 < large / small < 8
        assert there_and_back(line, b"x" * 40_000) < large


def test_a_slicer_cuts_and_pauses(proxy: FaultProxy) -> None:
    with call(proxy) as line, proxy.under(Slicer(size=10, seconds=0.02, direction="downstream")):
        began = time.monotonic()
        line.sendall(b"x" * 100)
        pieces = [line.recv(65_536)]
        while len(b"".join(pieces)) < 100:
            pieces.append(line.recv(65_536))
        assert len(pieces) >= 5
        assert time.monotonic() - began >= 9 * 0.02


def test_a_slow_close_keeps_the_end_back(proxy: FaultProxy) -> None:
    with call(proxy) as line, proxy.under(SlowClose(seconds=0.3)):
        began = time.monotonic()
        line.shutdown(socket.SHUT_WR)
        assert line.recv(1) == b""
        assert time.monotonic() - began >= 0.3


def test_a_timeout_swallows_and_then_closes(proxy: FaultProxy) -> None:
    with call(proxy) as line, proxy.under(Timeout(seconds=0.3)):
        began = time.monotonic()
        line.sendall(b"lost")
        assert line.recv(1) == b""
        assert time.monotonic() - began >= 0.25


def test_a_reset_is_no_farewell(proxy: FaultProxy) -> None:
    reset = ResetPeer(seconds=0.05)
    with call(proxy) as line, proxy.under(reset), pytest.raises(ConnectionResetError):
        line.recv(1)


def test_limited_data_passes_so_far_and_no_further(proxy: FaultProxy) -> None:
    with call(proxy) as line, proxy.under(LimitData(bytes=50, direction="downstream")):
        line.sendall(b"x" * 80)
        assert len(hear(line, 80)) == 50


@pytest.mark.parametrize("direction", ["downstream", "upstream", "both"])
def test_a_blackhole_holds_everything_and_loses_nothing(proxy: FaultProxy, direction: str) -> None:
    with call(proxy) as line:
        with proxy.under(Blackhole(direction=direction)):  # type: ignore[arg-type]
            line.sendall(b"held")
            assert is_silent(line)
        assert hear(line, 4) == b"held"
        assert there_and_back(line) < WAIT_S


def test_a_half_open_line_is_gone_for_one_side_only(echo: Echo, proxy: FaultProxy) -> None:
    with call(proxy) as line:
        with proxy.under(HalfOpen(direction="downstream")):
            assert echo.lost.wait(WAIT_S)
            assert is_silent(line)
            line.sendall(b"into the void")
            assert is_silent(line)
        with pytest.raises(ConnectionResetError):
            line.recv(1)


def test_a_line_that_is_half_open_towards_the_agent(echo: Echo, proxy: FaultProxy) -> None:
    with call(proxy) as line:
        with proxy.under(HalfOpen(direction="upstream")):
            with pytest.raises(ConnectionResetError):
                line.recv(1)
            assert not echo.lost.wait(0.2)
        assert echo.lost.wait(WAIT_S)


def test_down_refuses_and_afterwards_lets_in(proxy: FaultProxy) -> None:
    with call(proxy) as line:
        with proxy.under(Down()):
            with pytest.raises(ConnectionResetError):
                line.recv(1)
            with pytest.raises(ConnectionRefusedError):
                call(proxy)
        with call(proxy) as again:
            assert there_and_back(again) < WAIT_S


@pytest.mark.parametrize(("share", "hit"), [(1.0, 4), (0.5, 2), (0.25, 1)])
def test_a_share_of_the_connections_is_hit(proxy: FaultProxy, share: float, hit: int) -> None:
    with contextlib.ExitStack() as stack:
        lines = [stack.enter_context(call(proxy)) for _ in range(4)]
        with proxy.under(Blackhole(share=share)):
            for line in lines:
                line.sendall(b"x")
            assert sum(is_silent(line) for line in lines) == hit


@pytest.mark.parametrize("share", [0.0, -1.0, 1.5])
def test_a_share_is_a_share(share: float) -> None:
    with pytest.raises(ValueError, match="share of connections"):
        Down(share=share)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.7])
def test_a_share_is_kept_over_many_connections(share: float) -> None:
    toxic: Toxic = Down(share=share)
    assert sum(toxic.falls_on(number) for number in range(1000)) == round(1000 * share)


def test_an_agent_that_moved_is_found(proxy: FaultProxy) -> None:
    other = Echo()
    proxy.lead_to(other.url)
    with call(proxy):
        pass
    assert other.lost.wait(WAIT_S)
    other.close()


def test_what_the_proxy_cannot_do_is_said(echo: Echo, proxy: FaultProxy) -> None:
    with pytest.raises(HarnessError, match="not running"):
        FaultProxy(echo.url).begin(Down())
    with pytest.raises(HarnessError, match="cannot do that"):
        proxy._order(do="dance")


def test_the_proxy_watches_its_own_delay(proxy: FaultProxy) -> None:
    frames = proxy.lag()
    assert frames[-1].dir == "lag_floor"
    assert all(frame.t > 0 and frame.fields["ms"] >= 0 for frame in frames)


def test_what_waits_for_something_tells_whether_it_came(proxy: FaultProxy) -> None:
    limit = LimitData(bytes=50, direction="downstream")
    with call(proxy) as line:
        for data, struck in ((b"x" * 30, 0), (b"x" * 60, 1)):
            name, _ = proxy.begin(limit)
            line.sendall(data)
            hear(line, min(len(data), 50))
            assert proxy.end(name)[1] == struck
    with call(proxy) as line:
        name, _ = proxy.begin(SlowClose(seconds=0.05))
        there_and_back(line)
        assert proxy.end(name)[1] == 0
        name, _ = proxy.begin(SlowClose(seconds=0.05))
        line.shutdown(socket.SHUT_WR)
        assert line.recv(1) == b""
        assert proxy.end(name)[1] > 0


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (signal.SIGSTOP, "the fault proxy does not answer within 0.3 s"),
        (signal.SIGKILL, "the fault proxy is gone: signal SIGKILL ended it"),
    ],
)
def test_a_proxy_that_is_of_no_use_any_more_keeps_nobody_waiting(
    echo: Echo, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, words: str
) -> None:
    monkeypatch.setattr(proxying, "_ANSWER_S", 0.3)
    with FaultProxy(echo.url) as proxy:
        assert proxy._process is not None
        proxy._process.send_signal(number)
        with pytest.raises(HarnessError, match=words):
            proxy.begin(Down())
        proxy._process.wait(WAIT_S)
        with pytest.raises(HarnessError, match="the fault proxy is gone"):
            proxy.lag()


def test_nothing_is_left_of_it(echo: Echo) -> None:
    with FaultProxy(echo.url) as proxy:
        process = proxy._process
    assert process is not None
    assert process.poll() == 0
