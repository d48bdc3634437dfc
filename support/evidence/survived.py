"""What became of everything that went wrong on purpose, counted from a run's summary."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from support.evidence.page_parts import safe, section
from support.plurals import counted
from support.verdict import Outcome

TAG, PLACES = "resilience", "geography"
"""Tags of scenarios in which something goes wrong, and of those that are about places instead."""

BAD_INPUT = "security"
"""The tag of scenarios in which strangers knock, or what is sent makes no sense."""

BY_THE_AGENT = {"needs.process_faults", "needs.faults_on_command"}
"""Tags of scenarios in which the agent says what goes wrong, or dies of it.

Where the line goes wrong it is the suite's own customer who notices: no figure of the agent.
"""

DETECT, CLEAR = "time to detect", "time without a clear state"
RECOVER = ("time to recover", "time to an answer", "cancel confirmed")
QUALITY = "time to restored quality"

Scenario = Mapping[str, Any]


def figures(summary: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of a run of the suite.

    `judged` are the faults about which there is a verdict, `recovered` those of which it is good;
    times are in seconds, each the median and the slowest over all faults, None where nothing was
    measured; what goes wrong with a line has no time to detect. `events_lost` and `events_repeated`
    are None where no delivery was judged.
    """
    troubles = [each for each in summary["scenarios"] if is_trouble(each)]
    judged = [each for each in troubles if each["outcome"] in ("met", "not_met")]
    return {
        "faults": len(troubles),
        "judged": len(judged),
        "recovered": sum(each["outcome"] == "met" for each in judged),
        "events_lost": _total(troubles, "events lost"),
        "events_repeated": _total(troubles, "events repeated"),
        "time_to_detect_s": _spread(filter(is_the_agents, troubles), DETECT, CLEAR),
        "time_to_recover_s": _spread(troubles, *RECOVER),
        "time_to_restored_quality_s": _spread(troubles, QUALITY),
        "regions": sorted({name for each in summary["scenarios"] for name in _regions(each)}),
    }


def survived(data: Mapping[str, Any]) -> Iterator[str]:
    """The section of the page, where anything went wrong on purpose or bad input was tried."""
    found = figures(data)
    told = []
    if found["judged"]:
        judged = f"{found['recovered']} of {counted(found['faults'], 'fault')} survived"
        told += [f"{judged}, {found['judged']} judged", _nothing_lost(found)]
        told += [
            f"{name}: {spread['median']:.2f} s in the median, {spread['slowest']:.2f} s at most"
            for name, spread in _times(found)
            if spread["median"] is not None
        ]
    tried = [each for each in data["scenarios"] if BAD_INPUT in each["tags"]]
    asked = [each for each in tried if each["outcome"] != Outcome.NOT_SUPPORTED]
    if asked:
        held = sum(each["outcome"] == Outcome.MET for each in asked)
        told.append(
            f"{held} of {counted(len(asked), 'promise')} about strangers and bad input kept"
        )
    if told:
        items = "".join(f"<li>{safe(each)}</li>" for each in told)
        yield section("When things went wrong", f'<ul class="list num">{items}</ul>')


def known(value: int | None) -> str:
    """A count as people write it."""
    return "not measured" if value is None else str(value)


def is_trouble(scenario: Scenario) -> bool:
    """Whether something goes wrong in it on purpose."""
    return TAG in scenario["tags"] and PLACES not in scenario["tags"]


def is_the_agents(scenario: Scenario) -> bool:
    """Whether it is the agent that notices, and not the suite's own customer."""
    return not BY_THE_AGENT.isdisjoint(scenario["tags"])


def _regions(scenario: Scenario) -> Iterable[str]:
    if PLACES not in scenario["tags"]:
        return
    for figure in scenario["figures"]:
        _, found, name = figure["name"].partition(", the customer from ")
        if found:
            yield name


def values_of(scenario: Scenario, *names: str) -> list[float]:
    """The figures of these names, as far as they were measured."""
    told = scenario["figures"]
    return [f["value"] for f in told if f["name"] in names and f["value"] is not None]


def _total(scenarios: Sequence[Scenario], name: str) -> int | None:
    values = [value for each in scenarios for value in values_of(each, name)]
    return int(sum(values)) if values else None


def _spread(scenarios: Iterable[Scenario], *names: str) -> dict[str, float | None]:
    values = [value for each in scenarios for value in values_of(each, *names)]
    if not values:
        return {"median": None, "slowest": None}
    return {"median": round(statistics.median(values), 3), "slowest": round(max(values), 3)}


def _nothing_lost(found: Mapping[str, Any]) -> str:
    lost, again = known(found["events_lost"]), known(found["events_repeated"])
    return f"events lost: {lost}, repeated: {again}"


def _times(found: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, float | None]]]:
    yield "until it was noticed", found["time_to_detect_s"]
    yield "until the work went on", found["time_to_recover_s"]
    yield "until answers were as good as before", found["time_to_restored_quality_s"]
