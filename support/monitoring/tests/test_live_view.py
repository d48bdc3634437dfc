"""The live view tells the run as it is, to those who may look, and never more than it must."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from support.monitoring.live import hooks
from support.monitoring.tests.busy_run import AGENT, DONE, RUDE, BusyRun, figure
from support.pulse import address
from support.pulse.address import Where
from support.pulse.counters import Pulse
from support.verdict import Direction, HarnessError, Limit, Outcome

_ELSEWHERE = Origin("http://elsewhere.example.com")


@pytest.fixture
def run() -> Iterator[BusyRun]:
    busy = BusyRun()
    yield busy
    busy.view.close()


def _port(url: str) -> int:
    return int(url.rpartition(":")[2].partition("/")[0])


def _ask(port: int, path: str = "/", method: str = "GET", **headers: str) -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request(method, path, headers=headers)
        answer = line.getresponse()
        return answer.status, answer.read().decode()
    finally:
        line.close()


def _open(run: BusyRun, where: Where | None = None) -> int:
    url = run.view.open(where or Where())
    assert url
    return _port(url)


def _state(port: int) -> dict[str, Any]:
    with connect(f"ws://127.0.0.1:{port}/stream", max_size=None) as stream:
        return dict(json.loads(stream.recv(timeout=5)))


def test_the_state_says_who_waits_and_what_failed(run: BusyRun) -> None:
    run.tell()
    run.fill(100, 40)
    run.view.over(Outcome.NOT_MET)
    state = json.loads(run.view.as_json())
    assert state["users"] == {
        "connected": 60,
        "asked": 100,
        "waiting": 60,
        "answered": 39,
        "cancelled": 0,
        "trouble": 1,
    }
    assert state["counts"] == {"met": 12, "not_met": 1, "not_measured": 1}
    assert state["done"]["limit"] == {"enforced": 138.0, "words": "at most 120 s (+15%)"}
    newest, older = state["failures"]
    assert newest["outcome"] == "not_measured"
    assert older["scenario"] == "Cancelling stops the work"
    assert len(older["reasons"]) == 1
    assert "\x1b" not in older["reasons"][0]
    assert RUDE.partition("\x1b")[0] in older["reasons"][0]


def test_a_failure_is_told_before_its_scenario_has_ended(run: BusyRun) -> None:
    run.view.scenario("F", "S", {})
    bad = figure("first sign of work", 9.0, Limit(5, "s"), Outcome.NOT_MET, "too late")
    run.view.figures([bad])
    assert json.loads(run.view.as_json())["failures"][0]["reasons"] == [
        "first sign of work: too late"
    ]


def test_a_message_stays_small_however_long_the_run_is(run: BusyRun) -> None:
    for number in range(150):
        run.view.scenario("F", f"S {number}", {})
        bad = figure("answer", 9.0, DONE, Outcome.NOT_MET, "late " * 500)
        run.view.figures([bad] * 20)
        run.tell()
    run.fill(1000, 500)
    assert len(run.view.as_json()) < 120_000


def test_a_viewer_gets_at_most_two_messages_a_second(run: BusyRun) -> None:
    port = _open(run)
    with connect(f"ws://127.0.0.1:{port}/stream", max_size=None) as stream:
        run.fill(1000, 900)
        stream.recv(timeout=5)
        stream.recv(timeout=5)
        with pytest.raises(TimeoutError):
            stream.recv(timeout=0.2)


def test_whoever_comes_back_sees_the_same_again(run: BusyRun) -> None:
    port = _open(run)
    run.tell()
    assert _state(port)["scenarios"] == _state(port)["scenarios"] != []


def test_the_end_is_told_before_the_page_goes(run: BusyRun) -> None:
    port = _open(run)
    run.fill(3, 3)
    with connect(f"ws://127.0.0.1:{port}/stream", max_size=None) as stream:
        run.view.over(Outcome.MET)
        threading.Thread(target=run.view.close).start()
        last = [json.loads(message) for message in stream][-1]
    assert last["over"] == "met"
    assert last["users"]["connected"] == 0


def test_nothing_is_left_when_the_view_is_closed(run: BusyRun) -> None:
    port = _open(run)
    run.view.close()
    with pytest.raises(ConnectionRefusedError):
        _ask(port)
    assert "live view" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_the_page_can_only_be_looked_at(run: BusyRun, method: str) -> None:
    assert _ask(_open(run), method=method)[0] == 405


def test_a_foreign_name_for_this_machine_is_turned_away(run: BusyRun) -> None:
    port = _open(run)
    assert _ask(port, Host=f"rebound.example.com:{port}")[0] == 403
    assert _ask(port, Host=f"localhost:{port}")[0] == 200


def test_another_site_may_not_listen_in(run: BusyRun) -> None:
    port = _open(run)
    url = f"ws://127.0.0.1:{port}/stream"
    with pytest.raises(InvalidStatus, match="403"), connect(url, origin=_ELSEWHERE):
        pass
    with connect(url, origin=Origin(f"http://127.0.0.1:{port}")) as stream:
        assert stream.recv(timeout=5)


def test_beyond_this_machine_a_token_is_needed(run: BusyRun) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    where = Where("0.0.0.0", port)  # noqa: S104 - that is what is tried
    url = run.view.open(where)
    assert url.endswith(f":{port}/?token={where.token}")
    assert _ask(port)[0] == 403
    assert _ask(port, "/?token=guessed")[0] == 403
    assert _ask(port, f"/?token={where.token}")[0] == 200
    with pytest.raises(InvalidStatus, match="403"), connect(f"ws://127.0.0.1:{port}/stream"):
        pass
    with connect(f"ws://127.0.0.1:{port}/stream?token={where.token}") as stream:
        assert stream.recv(timeout=5)


def test_two_views_get_two_tokens() -> None:
    assert Where().token != Where().token


def test_a_taken_usual_port_is_passed_over(run: BusyRun) -> None:
    other = BusyRun()
    try:
        assert _open(run) != _open(other)
    finally:
        other.view.close()


def test_a_taken_port_that_was_asked_for_is_told(
    run: BusyRun, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run.view.open(Where(port=port)) == ""
    said = capsys.readouterr().err
    assert f"port {port} of 127.0.0.1 is taken" in said
    assert "The verdict is not affected" in said


def test_an_address_of_another_machine_is_told(
    run: BusyRun, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.view.open(Where("192.0.2.1", 8765)) == ""
    assert "192.0.2.1 is no address of this machine" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text", ["yes", "8765x", "0", "70000", "127.0.0.1:", "http://a:1", "a b:1"]
)
def test_a_setting_that_names_no_place_is_refused(text: str) -> None:
    with pytest.raises(HarnessError, match="says nowhere to show the live view"):
        address.parse(text)


def test_settings_that_name_a_place() -> None:
    assert address.parse("off") is None
    for text, host, port in (
        ("on", "127.0.0.1", None),
        ("9000", "127.0.0.1", 9000),
        ("0.0.0.0:9000", "0.0.0.0", 9000),  # noqa: S104 - that is what is tried
        ("[::1]:9000", "::1", 9000),
    ):
        where = address.parse(text)
        assert where is not None
        assert (where.host, where.port) == (host, port)


def test_the_limits_are_those_that_the_steps_state() -> None:
    first = "the first sign of work appears within 5 seconds, with 10% tolerance"
    done = "the answer is complete within 120 seconds, with 15% tolerance"
    steps = [SimpleNamespace(name=name, table=None) for name in (first, "other", done)]
    limits = hooks.stated(steps)
    assert limits["first"] == Limit(5, "s", tolerance=0.1)
    assert limits["done"].enforced == 138


def _scenario(*names: str) -> SimpleNamespace:
    return SimpleNamespace(
        all_steps=[SimpleNamespace(name=name, table=None) for name in names],
        should_run_with_tags=lambda chosen: chosen(names),
        should_run_with_name_select=lambda _: True,
    )


def test_all_limits_are_shown_from_the_beginning(run: BusyRun) -> None:
    within = "the answer is complete within {} seconds"
    told = [
        _scenario("the first sign of work appears within 5 seconds", within.format(120)),
        _scenario(within.format(20), "the answer is worth at least 75%"),
        _scenario("the answer is worth at least 60%"),
        _scenario("the answer is worth at least 99%", "not chosen"),
    ]
    feature = SimpleNamespace(walk_scenarios=lambda: told)
    config = SimpleNamespace(tag_expression=lambda names: "not chosen" not in names)
    hooks.begin(run.view, [feature], config)
    state = json.loads(run.view.as_json())
    assert state["planned"] == 3
    assert state["first"]["limit"]["enforced"] == 5
    assert state["done"]["limit"]["enforced"] == 120
    assert state["worth"]["limit"]["enforced"] == 75


def test_a_scenario_that_runs_shows_its_own_limit_while_it_does(run: BusyRun) -> None:
    run.view.begin(1, [{"done": DONE}])
    run.view.scenario("F", "S", {"done": Limit(20, "s")})
    assert json.loads(run.view.as_json())["done"]["limit"]["enforced"] == 20
    run.view.over(Outcome.MET)
    assert json.loads(run.view.as_json())["done"]["limit"]["enforced"] == DONE.enforced


def test_the_strictest_worth_is_the_one_that_is_shown(run: BusyRun) -> None:
    run.view.scenario("F", "S", {})
    strict, loose = Limit(75, "%", Direction.AT_LEAST), Limit(0.7, "", Direction.AT_LEAST)
    worth = figure("business value", 80.0, strict, Outcome.MET, "good")
    load = figure("business value under load", 0.91, loose, Outcome.MET, "good")
    run.view.figures([worth, load])
    assert json.loads(run.view.as_json())["worth"] == {
        "values": [80.0, 91.0],
        "limit": {"enforced": 75.0, "words": "at least 75 %"},
    }


def test_a_limit_that_cannot_be_read_is_left_to_its_step() -> None:
    table = SimpleNamespace(headings=["benchmark", "rubbish"])
    odd = SimpleNamespace(name="the answer is complete within ages", table=table)
    assert hooks.stated([odd]) == {}


def test_the_numbers_stay_when_the_workers_have_gone(run: BusyRun) -> None:
    run.fill(5, 5)
    run.view.tick()
    run.view._looked = 0.0
    run.view.tick()
    before = json.loads(run.view.as_json())["events"]
    run.view.pulse = Pulse
    run.view.over(Outcome.MET)
    assert json.loads(run.view.as_json())["events"] == before > 0
    assert json.loads(run.view.as_json())["agent"] == AGENT
