"""Whoever waits is told how far it has come, and a log is not flooded."""

from __future__ import annotations

import io

import pytest

from support.fleet.progress import Progress


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr("support.fleet.progress.time.monotonic", lambda: now[0])
    return now


def test_a_terminal_shows_one_line_that_goes_away(clock: list[float]) -> None:
    stream = _Terminal()
    shown = Progress(1000, stream)
    for second in range(1, 6):
        clock[0] = 100.0 + second
        shown.show(100 * second)
    assert stream.getvalue().endswith("  … 500 of 1,000 customers served, 5 s")
    assert "\n" not in stream.getvalue()
    shown.close()
    assert stream.getvalue().endswith("\r\x1b[2K")


def test_a_log_gets_a_line_now_and_then(clock: list[float]) -> None:
    stream = io.StringIO()
    shown = Progress(1000, stream)
    for second in range(1, 61):
        clock[0] = 100.0 + second
        shown.show(second)
    shown.close()
    assert len(stream.getvalue().splitlines()) == 4
    assert stream.getvalue().startswith("15 of 1,000 customers served, 15 s\n")


def test_short_work_says_nothing(clock: list[float]) -> None:
    for stream in (_Terminal(), io.StringIO()):
        shown = Progress(3, stream)
        clock[0] += 0.5
        shown.show(3)
        shown.close()
        assert stream.getvalue() == ""
