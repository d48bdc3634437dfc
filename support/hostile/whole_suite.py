"""A sample of the corpus from end to end: the suite as a user runs it, against a hostile agent."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from support.faults.trial import Trial, try_scenario
from support.hostile.model import Behaviour
from support.hostile.server import Theatre
from support.hostile.trying import WAITS, Tried
from support.verdict import HarnessError, Outcome

_WITHIN_S = 100.0
_SIGNS = ("Traceback", "stack trace")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a run of the suite said of a hostile agent, and what it left behind."""

    tried: Tried
    left_behind: list[str] = field(default_factory=list)


def judge_sample(sample: Sequence[Behaviour], lanes: int = 2) -> list[Judged]:
    """Runs the suite, one scenario each, against these agents."""
    with Theatre() as theatre, ThreadPoolExecutor(lanes) as pool:
        return list(pool.map(lambda each: _judge(each, theatre), sample))


def _judge(behaviour: Behaviour, theatre: Theatre) -> Judged:
    with (
        theatre.playing(behaviour) as url,
        tempfile.TemporaryDirectory(prefix="golden-path-") as name,
    ):
        folder, began = Path(name).resolve(), time.monotonic()
        agent = folder / "hostile.toml"
        waits = "\n".join(f"{key} = {getattr(WAITS, key)}" for key in WAITS.__struct_fields__)
        agent.write_text(f'name = "hostile agent"\nurl = "{url}"\n[patience]\n{waits}\n')
        try:
            trial = try_scenario(agent, behaviour.scenario, folder)
        except HarnessError as error:
            trial = Trial(0, (), str(error))
        took = time.monotonic() - began
        told = tuple(_told(trial))
        outcome = told[0][0] if told else Outcome.MET
        return Judged(Tried(behaviour, outcome, told, took, _WITHIN_S), list(_left(folder)))


def _told(trial: Trial) -> Iterator[tuple[Outcome, str]]:
    """The scenarios that were judged otherwise than met; what went wrong with the run itself."""
    judged = [each for each in trial.scenarios if each["outcome"] != "not_supported"]
    for each in judged:
        if each["outcome"] != "met":
            yield Outcome(each["outcome"]), str(each["reason"])
    if not judged or not trial.status or any(sign in trial.printed for sign in _SIGNS):
        yield Outcome.BROKEN, f"stack trace or no result: {trial.printed[-300:]}"


def _left(folder: Path) -> Iterator[str]:
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if Path(process.cwd()) == folder:
                yield f"a process outlived its run: {' '.join(process.cmdline())[:200]}"
    for each in folder.iterdir():
        if each.name not in ("reports", "behave.ini", "hostile.toml"):
            yield f"a file nobody asked for: {each.name}"
