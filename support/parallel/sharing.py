"""Features side by side: `behave --jobs N` shares them out among N processes.

Behave itself runs everything in one process. Here that process is forked once everything is read:
each copy takes one feature after another from the same list, until none is left. Results for the
report are files of their own anyway; what a feature printed, and what it came to, is handed back
when it ends, so that there is one scorecard and one summary, in the order of a serial run.

Features tagged @alone measure what others on the same machine would spoil: they come last, one at
a time.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any

from support.config import Settings
from support.evidence.outcome import capability, selected
from support.parallel.taking import PLACE, End, Told, work
from support.results import ScenarioResult
from support.verdict import HarnessError, Outcome

ALONE = "alone"
"""The tag of features beside which nothing else may run."""

_FAREWELL_S = 60.0
"""How long the processes may take to clean up after an interruption."""


@dataclass(slots=True)
class _Process:
    """One process, with the place of the feature that it has in hand."""

    process: BaseProcess
    line: Connection
    in_hand: int | None = None
    end: End | None = None


@dataclass(slots=True)
class Gathered:
    """What came back so far; a feature that nobody told of is not in `by_place`."""

    by_place: dict[int, tuple[ScenarioResult, ...]] = field(default_factory=dict)
    failed: bool = False
    interrupted: bool = False


def check(settings: Settings, config: Any) -> None:
    """Raises `HarnessError`, in one sentence, where features cannot run side by side."""
    agent = settings.agent
    asked = f"--jobs {config.jobs}: features cannot run side by side,"
    if "fork" not in multiprocessing.get_all_start_methods():
        raise HarnessError(f"{asked} as this system cannot copy a process; leave --jobs out")
    if agent.launch is None:
        raise HarnessError(
            f"{asked} as {agent.name} is one agent for all of them, and each would be blamed for "
            "the load of the others; leave --jobs out, or let the profile start the agent (launch)"
        )
    if agent.questions is not None:
        raise HarnessError(
            f"{asked} as the profile of {agent.name} counts its questions (`questions`), and they "
            "are counted in one process; leave --jobs out"
        )
    if settings.live is not None:
        raise HarnessError(f"{asked} where the live view is on; leave out either --jobs or live")
    files = [opener.name for opener in config.outputs if opener.name]
    if spoilt := [name for name in files if name.rpartition(".")[2] in ("json", "txt", "xml")]:
        raise HarnessError(
            f"{asked} as all of them would write into the one file {spoilt[0]}; leave that out"
        )


def run(runner: Any, features: Sequence[Any], jobs: int) -> Gathered:
    """Runs the features in so many processes; returns what came of them.

    The features with most scenarios come first, so that none of them is left over at the end. A
    process that dies loses its feature loudly: each of its scenarios is broken.
    """
    order = sorted(range(len(features)), key=lambda place: -size(features[place], runner.config))
    forking = multiprocessing.get_context("fork")
    places = _filled(order)
    sys.stdout.flush()
    sys.stderr.flush()
    processes = []
    for _ in range(min(jobs, len(features))):
        ours, theirs = forking.Pipe(duplex=False)
        process = forking.Process(target=work, args=(runner, features, places, theirs))
        process.start()
        theirs.close()
        processes.append(_Process(process, ours))
    os.close(places)
    gathered = Gathered()
    try:
        _gather(processes, features, runner.config, gathered)
    except KeyboardInterrupt:
        gathered.interrupted = True
        _stop(processes)
        with contextlib.suppress(KeyboardInterrupt):
            _gather(processes, features, runner.config, gathered, monotonic() + _FAREWELL_S)
    finally:
        for each in processes:
            if each.process.is_alive() and each.end is None:
                each.process.kill()
            each.process.join()
            each.line.close()
    if not gathered.interrupted:
        for place in set(range(len(features))) - gathered.by_place.keys():
            lost = "no process was left to run it"
            gathered.by_place[place] = _lost(features[place], runner.config, lost)
    return gathered


def _filled(order: Sequence[int]) -> int:
    """A pipe that holds the places; what one process reads, no other gets, whoever is killed."""
    ours, theirs = os.pipe()
    os.write(theirs, b"".join(place.to_bytes(PLACE) for place in order))
    os.close(theirs)
    return ours


def size(feature: Any, config: Any) -> int:
    """How many of its scenarios this run was asked to run."""
    return sum(selected(scenario, config) for scenario in feature.walk_scenarios())


def _gather(
    processes: Sequence[_Process],
    features: Sequence[Any],
    config: Any,
    gathered: Gathered,
    until: float | None = None,
) -> None:
    """Takes in what the processes say, until each has said its end or is gone."""
    talking = [each for each in processes if each.end is None]
    while talking:
        left = None if until is None else max(0.0, until - monotonic())
        ready = wait([each.line for each in talking], left)
        if not ready:
            return
        for each in [one for one in talking if one.line in ready]:
            try:
                said: Told | End = each.line.recv()
            except (EOFError, OSError):
                said = _mourn(each, features, config, gathered)
            if isinstance(said, End):
                each.end = said
                gathered.failed |= said.failed
                gathered.interrupted |= said.interrupted
            else:
                each.in_hand = said.place if said.scenarios is None else None
                if said.scenarios is not None:
                    gathered.by_place[said.place] = said.scenarios
            sys.stdout.write(said.printed)
            sys.stdout.flush()
        talking = [each for each in talking if each.end is None]


def _mourn(each: _Process, features: Sequence[Any], config: Any, gathered: Gathered) -> End:
    """The end of a process that is gone without; what it had in hand is lost, and said to be."""
    each.process.join(5)
    code = each.process.exitcode
    how = signal.Signals(-code).name if code is not None and code < 0 else f"exit status {code}"
    if each.in_hand is not None and not gathered.interrupted:
        why = f"the process that ran this feature ended before it was done ({how})"
        gathered.by_place[each.in_hand] = _lost(features[each.in_hand], config, why)
    return End(failed=True, interrupted=False)


def _stop(processes: Sequence[_Process]) -> None:
    for each in processes:
        if each.process.is_alive() and each.process.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each.process.pid, signal.SIGTERM)


def _lost(feature: Any, config: Any, why: str) -> tuple[ScenarioResult, ...]:
    return tuple(
        ScenarioResult(
            feature=str(feature.name),
            name=str(each.name),
            tags=tuple(map(str, [*feature.tags, *each.tags])),
            outcome=Outcome.BROKEN,
            reason=why,
            duration_s=0.0,
            capability=capability(each),
        )
        for each in feature.walk_scenarios()
        if selected(each, config)
    )
