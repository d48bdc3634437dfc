"""`make live`: what is asked of the run, how long the page stays, and what it may cost."""

from __future__ import annotations

import sys
import threading

import pytest

from support.evidence import report
from support.monitoring.live import __main__ as command
from support.monitoring.live import cost


def _at_a_terminal(monkeypatch: pytest.MonkeyPatch, *, there: bool) -> list[str]:
    """Whether somebody sits there; returns what is told to the run and to them."""
    told: list[str] = []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: there, raising=False)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: there, raising=False)

    def stopped(_self: object, _seconds: float) -> bool:
        told.append("waits")
        raise KeyboardInterrupt

    monkeypatch.setattr(threading.Event, "wait", stopped)
    return told


@pytest.mark.parametrize(
    ("there", "arguments", "options"),
    [
        (False, [], ["-D", "live=on", "--tags", "@golden_path"]),
        (True, [], ["-D", "live=stay", "--tags", "@golden_path"]),
        (True, ["-D", "live=8080"], ["--tags", "@golden_path", "-D", "live=8080"]),
        (False, ["--tags", "@users"], ["-D", "live=on", "--tags", "@users"]),
        (False, ["--tags=@users"], ["-D", "live=on", "--tags=@users"]),
    ],
)
def test_the_run_is_the_golden_path_unless_something_else_is_asked_for(
    there: bool, arguments: list[str], options: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _at_a_terminal(monkeypatch, there=there)
    asked: list[list[str]] = []

    def run(said: list[str]) -> int:
        asked.append(said)
        return 1

    monkeypatch.setattr(report, "main", run)
    assert command.main(arguments) == 1
    assert asked == [["--run", *options]]


@pytest.mark.parametrize(
    ("there", "arguments", "status", "waits"),
    [
        (True, [], 0, True),
        (True, [], 1, True),
        (False, [], 0, False),
        (True, ["-D", "live=on"], 0, False),
        (True, [], report.STOPPED, False),
    ],
)
def test_the_page_stays_only_for_somebody_who_is_there_until_they_end_it(
    there: bool, arguments: list[str], status: int, waits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = _at_a_terminal(monkeypatch, there=there)
    monkeypatch.setattr(report, "main", lambda _said: status)
    assert command.main(arguments) == status
    assert told == ["waits"] * waits


@pytest.mark.parametrize(("rest_s", "status", "share"), [(2.0, 0, "5.0%"), (1.0, 1, "10.0%")])
def test_the_view_may_cost_a_twentieth_of_the_processor_time(
    rest_s: float,
    status: int,
    share: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(cost, "measure", lambda: (0.06, 0.04, rest_s))
    assert cost.main() == status
    assert f"adds {share} of processor time, at most 5%" in capsys.readouterr().out


def test_what_the_view_costs_is_measured_in_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cost, "USERS", 2)
    monkeypatch.setattr(cost, "EVENTS", 3)
    page_s, counting_s, rest_s = cost.measure()
    assert page_s >= 0
    assert counting_s > 0
    assert rest_s > 0
