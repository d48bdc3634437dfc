"""Every limit that a promise states, tried just inside and just beyond it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
from behave.model import Feature
from behave.parser import parse_file

from support.proof.bench import key_of
from support.proof.fleets import Recorded, StandIn
from support.proof.moves import MOVES
from support.proof.readings import READS
from support.proof.workshop import Workshop
from support.results import ScenarioResult
from support.verdict import Figure, HarnessError, Outcome

BOUNDARIES = Path(__file__).with_name("boundaries.toml")

_FINE = 14
"""How often what lies between the two sides is halved: a 16,000th of the way is left."""

_WORST = (Outcome.NOT_MET, Outcome.BROKEN, Outcome.NOT_MEASURED, Outcome.MET)


class Boundary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of boundaries.toml, whose head says what each part means.

    `limit` chooses where a promise holds one figure to two limits.
    """

    promise: str
    figure: str
    move: str
    inside: float
    beyond: float
    limit: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    limit: list[Boundary]


@dataclass(frozen=True, slots=True)
class Sides:
    """One limit with the figures nearest to it on either side; empty where there was none.

    `held` says whether the healthy side passed and the other one did not; `clouded` that the
    healthy side could not be measured, as where the machine was busy while it was recorded.
    """

    promise: str
    figure: str
    limit: str
    inside: str
    beyond: str
    held: bool
    why: str = ""
    clouded: bool = False


def boundaries(path: Path = BOUNDARIES) -> list[Boundary]:
    """All limits to be tried; raises `msgspec.ValidationError` where the file is none."""
    return msgspec.toml.decode(path.read_bytes(), type=_File).limit


def key_of_promise(workshop: Workshop, promise: str) -> str:
    """Under which key the plan of this promise's scenario is kept."""
    return _scenario(workshop.bench.parsed(), promise)[1]


def tried(workshop: Workshop, recorded: Recorded, boundary: Boundary) -> Sides:
    """Moves a healthy recording to both sides of the limit as near as it goes."""
    path, key, name = _scenario(workshop.bench.parsed(), boundary.promise)

    def feature() -> Feature:
        return parse_file(path)

    def figure(amount: float) -> Figure:
        if boundary.move in READS:
            with READS[boundary.move](amount):
                (result,) = workshop.bench.on(StandIn(), name)
            return _decisive(result, boundary)
        moved = {key: MOVES[boundary.move](recorded[key], amount)}
        (result,) = workshop.bench.judged({key: workshop.plans[key]}, moved, [feature()], name)
        return _decisive(result, boundary)

    inside, beyond = figure(boundary.inside), figure(boundary.beyond)
    limit = str(inside.limit)
    if (inside.outcome, beyond.outcome) != (Outcome.MET, Outcome.NOT_MET):
        wrong = beyond if inside.outcome is Outcome.MET else inside
        ends = f"{inside.outcome.words} with {boundary.inside:g}, {beyond.outcome.words}"
        why = f"the figure is {ends} with {boundary.beyond:g}: {wrong.reason}"
        clouded = inside.outcome is Outcome.NOT_MEASURED
        return Sides(boundary.promise, boundary.figure, limit, "", "", False, why, clouded)
    met = _nearest(figure, boundary.inside, boundary.beyond, Outcome.MET)
    broken = _nearest(figure, boundary.beyond, boundary.inside, Outcome.NOT_MET)
    return Sides(boundary.promise, boundary.figure, limit, _value(met), _value(broken), held=True)


def _nearest(
    figure: Callable[[float], Figure], side: float, other: float, wanted: Outcome
) -> Figure:
    """The figure that is still so, seen from its side, and lies nearest to the other."""
    best = figure(side)
    for _ in range(_FINE):
        between = (side + other) / 2
        found = figure(between)
        if found.outcome is wanted:
            side, best = between, found
        else:
            other = between
    return best


def _decisive(result: ScenarioResult, boundary: Boundary) -> Figure:
    found = [
        figure
        for figure in result.figures
        if figure.measurement.name.startswith(boundary.figure)
        and str(figure.limit).startswith(boundary.limit)
    ]
    if not found:
        why = f"{result.outcome.words}: {result.reason}"
        raise HarnessError(f"{boundary.promise!r} has no figure {boundary.figure!r} ({why})")
    return min(found, key=lambda figure: _WORST.index(figure.outcome))


def _value(figure: Figure) -> str:
    found = figure.measurement
    if found.value is None:
        return found.why
    return f"{found.value:.6g} {found.unit}".strip()


def _scenario(features: list[Feature], promise: str) -> tuple[str, str, str]:
    """The file of the first scenario that begins so, its key, and its name."""
    for feature in features:
        for scenario in feature.walk_scenarios():
            if scenario.name.startswith(promise):
                return str(feature.filename), key_of(scenario), scenario.name
    raise HarnessError(f"no scenario begins with {promise!r}")
