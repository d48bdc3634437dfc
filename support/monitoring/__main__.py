"""`make monitor`: judges an agent again and again, and shows the figures to Prometheus and others.

    python -m support.monitoring --agent my-agent.toml --every 15

Everything is kept below `reports/monitoring`. It ends at Ctrl-C or SIGTERM, with status 0; after
`--rounds N`, with 1 where the last round was not met.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import msgspec
from behave.configuration import Configuration, setup_parser
from behave.runner_util import collect_feature_locations
from behave.tag_expression.parser import TagExpressionError

from support import config
from support.agents import profile
from support.evidence import folder_lock, selection
from support.evidence.clean import one_line
from support.monitoring import metrics
from support.monitoring.history import History
from support.monitoring.loop import Loop
from support.monitoring.metrics import About, Endpoint, GoldenPath
from support.monitoring.rounds import Round
from support.monitoring.running import ROOT, Runner, options_of
from support.monitoring.telemetry import Telemetry, telemetry
from support.reading import Conversation
from support.suite import REPORTS
from support.verdict import HarnessError, Outcome

FOLDER = REPORTS / "monitoring"
_REFUSED = 2
_LAST_PORT = 65_535
_SHORTEST_RUN_S = 600.0
"""Seconds that a run may take at least, however close rounds are."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status."""
    chosen, options = _parser().parse_known_args(arguments)
    try:
        FOLDER.mkdir(parents=True, exist_ok=True)
        with folder_lock.alone_in(FOLDER):
            return monitor(chosen, options)
    except (HarnessError, OSError) as error:
        sys.stderr.write(f"The monitor cannot start: {error}\n")
        return _REFUSED


def monitor(chosen: argparse.Namespace, options: Sequence[str]) -> int:
    """Monitors until it is over; raises `HarnessError` where it cannot begin."""
    agent, whole = profile.load(chosen.agent), _whole(chosen.agent)
    check(options_of(whole, options))
    every_s = chosen.every * 60
    about = About(agent.name, agent.version, chosen.agent, every_s, agent.questions)
    collector = GoldenPath(about)
    history = History(FOLDER / "history.jsonl")
    mine = (agent.name, whole)
    collector.restore(each for each in history.rounds if (each.agent, each.profile) == mine)
    sender = telemetry(os.environ, agent.name, agent.version)

    def passed_on(talks: Iterable[Conversation]) -> None:
        if sender is not None:
            sender.take(talks)

    runner = Runner(FOLDER, whole, options, max(every_s, _SHORTEST_RUN_S), passed_on)
    endpoint = Endpoint(collector, chosen.host, chosen.port)

    def one_round() -> Round:
        return msgspec.structs.replace(runner.run(), agent=agent.name, profile=whole)

    loop = Loop(one_round, every_s, (collector.add, history.add, say))

    def end(_number: int, _frame: FrameType | None) -> None:
        loop.over.set()
        runner.stop()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    print(f"Metrics: {endpoint.url}", flush=True)
    try:
        last = loop.go(chosen.rounds)
    finally:
        _close(endpoint, sender)
        for number, handler in before.items():
            signal.signal(number, handler)
    if loop.over.is_set() or last is None:
        return 0
    return int(last.outcome is not Outcome.MET)


def check(options: Sequence[str]) -> None:
    """Raises `HarnessError` where no round could begin, or none would have anything to judge."""

    def refuse(why: str) -> None:
        raise HarnessError(f"{why}; what the monitor itself does not know must be Behave's")

    parser: Any = setup_parser()
    parser.error = refuse
    told = parser.parse_args(list(options))
    config.read(dict(told.userdata_defines or ()))
    try:
        with contextlib.chdir(ROOT):  # a round has the same features below it
            chosen = Configuration(list(options))
            selection.check(lambda: collect_feature_locations(chosen.paths), chosen)
    except TagExpressionError as error:
        raise HarnessError(f"the tags cannot be read: {one_line(str(error))}") from error


def say(found: Round) -> None:
    """One line a round, for whoever looks at the terminal or the log."""
    when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(found.at))
    sign = "✓" if found.outcome is Outcome.MET else "✗"
    print(f"{when} {sign} {found.headline} ({found.took_s:.0f} s)", flush=True)


def _close(endpoint: Endpoint, sender: Telemetry | None) -> None:
    endpoint.close()
    if sender is not None:
        sender.close()


def _whole(agent: str) -> str:
    """The profile as a run in another folder finds it."""
    path = Path(agent)
    return str(path.resolve()) if path.is_file() else agent


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m support.monitoring",
        allow_abbrev=False,  # or what is meant for Behave could be taken for one of these
        description="Judges an agent again and again; what is not known here is an option of "
        "Behave's, for instance --tags @golden_path.",
    )
    parser.add_argument("--agent", default="reference", help="the agent's profile")
    parser.add_argument("--every", type=_minutes, default=15.0, help="minutes between two rounds")
    parser.add_argument("--rounds", type=_rounds, help="so many rounds, instead of going on and on")
    parser.add_argument("--host", default="127.0.0.1", help="the address that serves /metrics")
    usual = f"its port; {metrics.USUAL_PORT} or the next free one unless this says otherwise"
    parser.add_argument("--port", type=_port, help=usual)
    return parser


def _rounds(text: str) -> int:
    return _number(text, "number of rounds, 1 or more", sys.maxsize)


def _port(text: str) -> int:
    return _number(text, f"port from 1 to {_LAST_PORT}", _LAST_PORT)


def _number(text: str, what: str, most: int) -> int:
    if not (text.isdecimal() and len(text) < 20 and 1 <= int(text) <= most):
        raise argparse.ArgumentTypeError(f"{text} is no {what}")
    return int(text)


def _minutes(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.05 <= value <= 24 * 60:
        raise argparse.ArgumentTypeError(f"{text} is no number of minutes from 0.05 to 1440")
    return value


if __name__ == "__main__":
    sys.exit(main())
