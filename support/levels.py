"""The service levels of one scenario: acted out, drawn, and held to what the feature states."""

from __future__ import annotations

from collections.abc import Sequence

from support.benchmarks import growth, service_levels, value
from support.benchmarks.delivery import deliveries
from support.benchmarks.judging import judge
from support.evidence import attach, charts
from support.evidence.heat_map import attach_isolation
from support.growing import grow
from support.postmortem import save_recording
from support.verdict import Figure, HarnessError, Limit
from support.world import World


def judge_levels(world: World, levels: Sequence[tuple[str, Limit]]) -> list[Figure]:
    """Each named level with its limit, in order; all are judged, whatever the first come to."""
    seen = service_levels.Observed(
        world.rounds,
        world.kept,
        world.runs_alone,
        growth=world.growth,
        appraise=world.appraiser.of_runs(value.of_card),
        rate=world.rate,
    )
    figures = []
    for name, limit in levels:
        if name.startswith("event delivery") and world.rounds:
            talks = [talk for part in world.rounds for talk in part]
            found = deliveries(talks)
            attach.svg("Event delivery latency", charts.delivery_svg(found, limit))
            attach.text("Event delivery latency (table)", charts.delivery_table(found))
        if name.startswith("concurrent users") and world.rounds:
            attach_isolation(world.rounds[-1])
        if name.startswith("memory") and world.growth is not None:
            attach.svg("Memory and users", charts.memory_svg(world.growth.steps, limit))
        figures.append(service_levels.evaluate(name, limit, seen))
    world.figures.extend(figures)
    return figures


def judge_rise(world: World, limit: Limit) -> list[Figure]:
    """Whether one more user costs more, the more there are already."""
    if world.growth is None:
        raise HarnessError("memory was not read in this scenario")
    figure = judge(growth.rise_of_cost(world.growth.steps, limit), limit)
    world.figures.append(figure)
    return [figure]


def send_growing(world: World, sizes: Sequence[int], question: str) -> None:
    """Acts out these numbers of customers one after another and reads the agent's memory beside."""
    world.growth = grow(world.open_agent(), world.suite.fleet, sizes, question)
    for talk in (talk for talks in world.growth.talks for talk in talks):
        save_recording(talk.recording, (*world.title, talk.name))
    save_recording(world.growth.memory, (*world.title, "memory"))
    attach.text("Memory and users (table)", charts.memory_table(world.growth.steps))
    attach.jsonl("Memory samples", world.growth.memory.text())
