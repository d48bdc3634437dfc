"""A real round, scraped by a real Prometheus, with its spans at a collector.

One round of the monitor in a process of its own serves all tests here.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
from websockets.sync.client import connect

from support.monitoring.tests.collector import Collector, attributes

MONITORING = Path(__file__).parents[3] / "docs" / "monitoring"
_ROUND_S, _DATA_S = 400.0, 45.0
_TAGS = "{config.tags} and @benchmarks"


@dataclass
class Monitored:
    """A monitor after its first round; it is at rest until the next one."""

    process: subprocess.Popen[str]
    url: str
    said: list[str]
    collector: Collector
    folder: Path
    began: float
    shown: list[dict[str, Any]]


def _line(process: subprocess.Popen[str], until: float) -> str:
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], max(0.0, until - time.monotonic()))
    assert ready, "the monitor said nothing in time"
    return process.stdout.readline().strip()


@pytest.fixture(scope="module")
def monitored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Monitored]:
    folder = tmp_path_factory.mktemp("monitored")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = ["--every", "600", "--tags", _TAGS, "-D", f"live={port}"]
    with Collector() as collector:
        process = subprocess.Popen(
            [sys.executable, "-m", "support.monitoring", *options],
            cwd=folder,
            env={**os.environ, "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        began = time.time()
        try:
            until = time.monotonic() + _ROUND_S
            said = [_line(process, until)]
            shown = _watched(port, until)
            said.append(_line(process, until))
            url = said[0].removeprefix("Metrics: ")
            yield Monitored(process, url, said, collector, folder, began, shown)
        finally:
            process.terminate()
            process.wait(60)
            assert process.stdout is not None
            process.stdout.close()


def _watched(port: int, until: float) -> list[dict[str, Any]]:
    """What the live view of the run showed, from its beginning to its end."""
    while time.monotonic() < until:
        try:
            with connect(f"ws://127.0.0.1:{port}/stream", max_size=None) as stream:
                return [json.loads(message) for message in stream]
        except ConnectionRefusedError:  # the run has only just begun
            select.select([], [], [], 0.2)
    raise AssertionError("the run showed nothing")


def test_the_live_view_showed_the_run_from_its_beginning_to_its_end(monitored: Monitored) -> None:
    first, last = monitored.shown[0], monitored.shown[-1]
    latest = monitored.folder / "reports" / "monitoring" / "latest" / "reports" / "summary.json"
    told = json.loads(latest.read_text("utf-8"))
    assert sum(first["counts"].values()) < len(told["scenarios"])
    assert last["over"] == told["outcome"]
    assert sum(last["counts"].values()) == last["planned"] == len(told["scenarios"])
    assert last["users"]["asked"] >= last["users"]["answered"] > 30
    assert last["events"] > 100
    assert last["first"]["limit"]["enforced"] == 5.5
    assert any(each["users"]["connected"] >= 30 for each in monitored.shown)
    assert len({each["now"]["step"] for each in monitored.shown}) > 5


def test_a_round_says_in_one_line_what_came_of_it(monitored: Monitored) -> None:
    assert "promises kept" in monitored.said[1] or "met: " in monitored.said[1], monitored.said
    reports = monitored.folder / "reports" / "monitoring"
    assert (reports / "history.jsonl").is_file()
    assert (reports / "latest" / "reports" / "summary.json").is_file()


class _Prometheus:
    """A Prometheus of its own that scrapes one address every second."""

    def __init__(self, folder: Path, target: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        config = {
            "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
            "rule_files": [str(MONITORING / "alerts.yml")],
            "scrape_configs": [
                {"job_name": "golden-path", "static_configs": [{"targets": [target]}]}
            ],
        }
        (folder / "prometheus.yml").write_text(json.dumps(config), encoding="utf-8")
        program = shutil.which("prometheus")
        assert program is not None
        self.process = subprocess.Popen(
            [
                program,
                f"--config.file={folder / 'prometheus.yml'}",
                f"--storage.tsdb.path={folder / 'data'}",
                f"--web.listen-address=127.0.0.1:{self._port}",
                "--log.level=error",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def get(self, path: str, **query: str) -> Any:
        url = f"http://127.0.0.1:{self._port}{path}?{urllib.parse.urlencode(query)}"
        with urllib.request.urlopen(url, timeout=5) as answer:
            return json.loads(answer.read())["data"]

    def data(self, query: str) -> list[Any]:
        """What a query returns, as soon as there is anything."""
        until = time.monotonic() + _DATA_S
        found: list[Any] = []
        while not found and time.monotonic() < until:
            try:
                found = self.get("/api/v1/query", query=query)["result"]
            except OSError:  # it has only just been started
                found = []
            if not found:
                select.select([], [], [], 0.3)
        return found


@pytest.fixture(scope="module")
def prometheus(
    monitored: Monitored, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[_Prometheus]:
    if shutil.which("prometheus") is None:
        pytest.skip("NOT TRIED: there is no Prometheus here (Debian: apt install prometheus)")
    target = urllib.parse.urlsplit(monitored.url).netloc
    server = _Prometheus(tmp_path_factory.mktemp("prometheus"), target)
    try:
        assert server.data("golden_path_promises"), "Prometheus scraped nothing"
        yield server
    finally:
        server.process.terminate()
        server.process.wait(30)


def _queries() -> list[str]:
    board = json.loads((MONITORING / "grafana-dashboard.json").read_text(encoding="utf-8"))
    return [target["expr"] for panel in board["panels"] for target in panel["targets"]]


def test_every_query_of_the_dashboard_returns_data(prometheus: _Prometheus) -> None:
    empty = [q for q in _queries() if not prometheus.data(q.replace("$instance", ".*"))]
    assert empty == []


def test_prometheus_evaluates_every_rule(prometheus: _Prometheus) -> None:
    assert prometheus.data("golden_path:sla_failing:ratio3d")
    rules = [rule for g in prometheus.get("/api/v1/rules")["groups"] for rule in g["rules"]]
    assert len(rules) == 27
    assert {rule["health"] for rule in rules} == {"ok"}


def test_prometheus_holds_what_the_run_measured(
    prometheus: _Prometheus, monitored: Monitored
) -> None:
    latest = monitored.folder / "reports" / "monitoring" / "latest" / "reports" / "summary.json"
    levels = {each["name"]: each for each in json.loads(latest.read_text("utf-8"))["benchmarks"]}
    told = float(prometheus.data("golden_path_first_event_seconds")[0]["value"][1])
    assert told == pytest.approx(levels["first event latency"]["figure"]["value"])
    states = prometheus.data("golden_path_sla_outcome == 1")
    assert {each["metric"]["sla"]: each["metric"]["outcome"] for each in states} == {
        name: each["outcome"] for name, each in levels.items()
    }


def test_a_question_is_a_span_and_its_tools_are_within(monitored: Monitored) -> None:
    collector = monitored.collector
    assert collector.service == "golden-path-monitor"
    by_id = {span.span_id: span for span in collector.spans}
    questions = [span for span in collector.spans if not span.parent_span_id]
    tools = [span for span in collector.spans if span.name.startswith("execute_tool ")]
    assert questions
    assert tools
    for span in questions:
        told = attributes(span)
        assert span.name == f"invoke_agent {told['gen_ai.agent.name']}"
        assert told["gen_ai.operation.name"] == "invoke_agent"
        assert told["gen_ai.conversation.id"]
        assert "gen_ai.provider.name" not in told  # no recording tells it
        assert told["server.address"] == "127.0.0.1"
        assert monitored.began < span.start_time_unix_nano / 1e9 < time.time()
    answered = [span for span in questions if "error.type" not in attributes(span)]
    assert any(attributes(span).get("gen_ai.usage.output_tokens", 0) > 0 for span in answered)
    for span in tools:
        told, above = attributes(span), by_id[span.parent_span_id]
        assert span.name == f"execute_tool {told['gen_ai.tool.name']}"
        assert told["gen_ai.operation.name"] == "execute_tool"
        assert above.name.startswith("invoke_agent ")
        assert above.start_time_unix_nano <= span.start_time_unix_nano
        assert span.start_time_unix_nano <= span.end_time_unix_nano


def test_durations_and_tokens_are_told_as_metrics(monitored: Monitored) -> None:
    metrics = {each.name: each for each in monitored.collector.metrics}
    assert metrics["gen_ai.client.operation.duration"].unit == "s"
    assert metrics["gen_ai.client.token.usage"].unit == "{token}"
    points = metrics["gen_ai.client.token.usage"].histogram.data_points
    assert {attributes(each)["gen_ai.token.type"] for each in points} == {"input", "output"}
    durations = metrics["gen_ai.client.operation.duration"].histogram.data_points
    questions = [span for span in monitored.collector.spans if not span.parent_span_id]
    assert sum(each.count for each in durations) == len(questions)


def test_sigterm_ends_it_at_once_and_gives_the_port_back(monitored: Monitored) -> None:
    monitored.process.send_signal(signal.SIGTERM)
    assert monitored.process.wait(30) == 0
    host, port = urllib.parse.urlsplit(monitored.url).netloc.split(":")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((host, int(port)), 5).close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_round_that_is_under_way_is_ended_with_all_that_belongs_to_it(
    tmp_path: Path, number: signal.Signals
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "support.monitoring", "--tags", "@golden_path"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        until, family = time.monotonic() + 60, psutil.Process(process.pid)
        _line(process, until)
        children: list[psutil.Process] = []
        while len(children) < 3 and time.monotonic() < until:  # the run, its worker, the agent
            children = family.children(recursive=True)
            select.select([], [], [], 0.1)
        process.send_signal(number)
        assert process.wait(60) == 0
        _, alive = psutil.wait_procs(children, timeout=10)
        assert alive == []
    finally:
        process.kill()
        process.wait(10)
        said = process.stdout.read()
        process.stdout.close()
    assert "Traceback" not in said
    history = tmp_path / "reports" / "monitoring" / "history.jsonl"
    assert not history.exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--agent", "no-such-agent"], "no-such-agent"),
        (["--every", "often"], "no number of minutes"),
        (["--port", "99999"], "99999 is no port from 1 to 65535"),
        (["--rounds", "0"], "0 is no number of rounds, 1 or more"),
        (["--tgas", "@golden_path"], "unrecognized arguments: --tgas"),
        (["-D", "patiance=2"], "did you mean patience?"),
    ],
)
def test_bad_input_is_told_in_a_sentence(tmp_path: Path, options: list[str], told: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "support.monitoring", *options],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
