"""Customers in different parts of the world, at the same time.

On one machine each region is a line with its round trip, jitter and loss; on a Dask cluster the
customers of a region are acted out by the workers that stand there, over the true line. A worker
says where it stands by a resource, `--resources "region-eu-central=1"`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import msgspec

from support.agents.agent import AgentUnderTest
from support.assignment import Assignment
from support.benchmarks.timing import completion_time, first_event_latency, longest_silence
from support.evidence import attach
from support.evidence.region_chart import regions_svg
from support.faults.ordeal import with_lines
from support.faults.proxying import FaultProxy
from support.faults.toxics import Latency, Loss
from support.fleet import Fleet
from support.reading import Conversation
from support.verdict import HarnessError, Limit, NotMeasured

FILE = Path(__file__).with_name("regions.toml")


class Region(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far away a region is: milliseconds, and packets lost of a hundred."""

    place: str
    round_trip: float
    jitter: float
    loss: float

    @property
    def toxics(self) -> tuple[Latency, Loss]:
        """The line from there: half of the round trip each way."""
        one_way = Latency(seconds=self.round_trip / 2000, jitter=self.jitter / 2000)
        return one_way, Loss(percent=self.loss, round_trip=self.round_trip / 1000)


@cache
def regions() -> dict[str, Region]:
    """Every region by its name."""
    return msgspec.toml.decode(FILE.read_bytes(), type=dict[str, Region])


def region(name: str) -> Region:
    """The region of that name; raises `HarnessError` where there is none."""
    if name not in regions():
        known = ", ".join(regions())
        raise HarnessError(f"there is no region {name!r}; known regions: {known}")
    return regions()[name]


def region_at(place: str) -> str:
    """The name of the region with that place; raises `HarnessError` where there is none."""
    names = {each.place: name for name, each in regions().items()}
    if place not in names:
        raise HarnessError(f"there is no region in {place!r}; known places: {', '.join(names)}")
    return names[place]


@dataclass(frozen=True, slots=True)
class FromRegions:
    """Acts customers out from where they are; `places` says where, by their names."""

    places: dict[str, str]

    def act_out(
        self, agent: AgentUnderTest, fleet: Fleet, assignments: Sequence[Assignment]
    ) -> list[Conversation]:
        """The conversations in the order of the customers, with the region among their facts.

        Raises `NotMeasured` where no worker of the cluster stands in one of the regions.
        """
        if fleet.is_cluster:
            told = self._on_true_lines(fleet, assignments)
        else:
            told = self._on_lines_like_theirs(agent, fleet, assignments)
        return [self._placed(each) for each in told]

    def _on_true_lines(self, fleet: Fleet, assignments: Sequence[Assignment]) -> list[Conversation]:
        missing = sorted({*self.places.values()} - {*fleet.regions})
        if missing:
            raise NotMeasured(
                f"no worker of the cluster stands in {' or '.join(missing)}; start one there with "
                f'--resources "region-{missing[0]}=1"'
            )
        missions = []
        for name in dict.fromkeys(self.places.values()):
            there = [each for each in assignments if self._of(each) == name]
            missions.append(fleet.launch(there, name))
        told = {talk.name: talk for mission in missions for talk in mission.collect()}
        return [told[each.customer.name] for each in assignments]

    def _on_lines_like_theirs(
        self, agent: AgentUnderTest, fleet: Fleet, assignments: Sequence[Assignment]
    ) -> list[Conversation]:
        with contextlib.ExitStack() as lines:
            proxies = {}
            for name in dict.fromkeys(self.places.values()):
                proxies[name] = lines.enter_context(FaultProxy(agent.url))
                lines.enter_context(proxies[name].under(*region(name).toxics))
            going = [
                replace(each, address=replace(each.address, via=proxies[self._of(each)].via))
                for each in assignments
            ]
            told = fleet.run(going)
            lag = [frame for proxy in proxies.values() for frame in proxy.lag()]
        return [with_lines(talk, lag) for talk in told]

    def _of(self, assignment: Assignment) -> str:
        return self.places[assignment.customer.name.partition(", time")[0]]

    def _placed(self, talk: Conversation) -> Conversation:
        name = self.places[talk.name.partition(", time")[0]]
        recording = replace(talk.recording, about={**talk.recording.about, "region": name})
        return replace(talk, recording=recording)


def attach_results(talks: Sequence[Conversation]) -> None:
    """Attaches what each region got, side by side: as a table, and as data."""
    rows = [_row(talk) for talk in talks]
    heads = ("region", "round_trip_ms", "first_sign_s", "longest_silence_s", "answer_s", "events")
    widths = [max(len(head), *(len(_cell(row[head])) for row in rows)) for head in heads]
    lines = [[head.replace("_", " ") for head in heads]]
    lines += [[_cell(row[head]) for head in heads] for row in rows]
    table = "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
    attach.svg("Results by region", regions_svg(rows))
    attach.text("Results by region (table)", table)
    attach.text("Results by region (data)", msgspec.json.encode(rows).decode())


def _row(talk: Conversation) -> dict[str, str | float | None]:
    name, run = str(talk.recording.about.get("region", "")), talk.runs[0]
    endless = Limit(1e9, "s")
    figures = {
        "first_sign_s": first_event_latency(endless),
        "longest_silence_s": longest_silence(endless),
        "answer_s": completion_time(endless),
    }
    values = {key: measure(run, talk.lag).value for key, measure in figures.items()}
    rounded = {key: value and round(value, 3) for key, value in values.items()}
    return {
        "region": name,
        "round_trip_ms": region(name).round_trip,
        **rounded,
        "events": len(run.events),
    }


def _cell(value: str | float | None) -> str:
    return "-" if value is None else str(value)
