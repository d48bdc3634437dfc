"""The time line of some runs as lines of text: who did what, from when to when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.events import RunLog
from support.evidence.clean import one_line
from support.evidence.story import Lane, Story, story_of

_HEADINGS = ("question", "agent", "what", "from, s", "to, s", "remark")
Row = tuple[str, str, float | None, float | None, str]


def timeline_table(runs: Sequence[RunLog]) -> str:
    """One line for each stretch and moment, in seconds after the question, tabs between."""
    lines = ["\t".join(_HEADINGS)]
    for number, run in enumerate(runs, 1):
        for agent, what, start, end, remark in _rows(story_of(run)):
            cells = [str(number), agent, what, _seconds(start), _seconds(end), remark]
            lines.append("\t".join(one_line(cell, 120) for cell in cells))
    return "\n".join(lines)


def _rows(story: Story) -> Iterator[Row]:
    yield "", "question", 0.0, story.ended, story.question
    for start, end in story.silences:
        yield "", "silence", start, end, ""
    for lane in story.lanes:
        yield from _of_lane(lane)
    for handoff in story.handoffs:
        yield handoff.source.name, "handoff", handoff.at, None, f"to {handoff.to}"
    if story.cancelled is not None:
        yield "", "asked to stop", story.cancelled, None, ""
    if story.ending is not None:
        yield story.ending.agent, story.ending.kind.value, story.ended, None, ""
    else:
        yield "", "never ended", None, None, story.gave_up


def _of_lane(lane: Lane) -> Iterator[Row]:
    yield lane.name, "at work", lane.start, lane.end, ""
    for call in lane.calls:
        yield lane.name, f"tool {call.tool}", call.start, call.end, "failed" if call.failed else ""
    for at, what, _ in lane.moments:
        yield lane.name, what, at, None, ""
    if lane.thoughts:
        count = f"{len(lane.thoughts)} thoughts"
        yield lane.name, count, min(lane.thoughts), max(lane.thoughts), ""
    if lane.pieces:
        count = f"{len(lane.pieces)} pieces of the answer"
        yield lane.name, count, min(lane.pieces), max(lane.pieces), ""


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
